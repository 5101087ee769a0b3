package merge

import "slices"

const (
	storyLeast = 0.18 // score from which an article belongs to the story of another
	storyPairs = 6    // heaviest terms whose pairs are keys, within a time
	storyThree = 6    // heaviest terms whose triples are keys, at any time
	storyBlock = 32   // days
	storySlack = 10   // days before and after the publication that an article is looked up by
	storyFades = 400  // days after which articles must be twice as alike
)

// storyScore tells how far two articles are about the same thing: the cosine of their words, less where they are far
// apart in time. Publication days are often wrong, so that time alone never parts two articles.
func storyScore(a, b *Article) float64 {
	if a.ID > b.ID {
		a, b = b, a
	}
	s := a.Topic.Cosine(b.Topic)
	if a.Day != NoDay && b.Day != NoDay {
		gap := float64(max(a.Day-b.Day, b.Day-a.Day))
		s /= 1 + min(1, max(0, gap-storySlack)/storyFades)
	}
	return s
}

// storyMember makes the member that stands for an article: the earliest article leads its story.
func storyMember(a *Article) *Member[*Article] {
	return &Member[*Article]{ID: a.ID, Item: a, Rank: Rank{Day: a.Day, Tie: hash(a.ID)}, Keys: storyKeys(a)}
}

func storyKeys(a *Article) []Key {
	top := slices.Clone(a.Topic)
	slices.SortFunc(top, heavier)
	top = top[:min(len(top), max(storyPairs, storyThree))]
	stems := make([]uint32, len(top))
	for i, t := range top {
		stems[i] = t.Stem
	}
	var keys []Key
	blocks := blocksOf(a.Day-storySlack, a.Day+storySlack, storyBlock)
	if a.Day == NoDay {
		blocks = []Day{NoDay}
	}
	for i := range stems[:min(len(stems), storyPairs)] {
		for j := range i {
			for _, b := range blocks {
				keys = append(keys, keyOf(1, sortedPair(stems[i], stems[j]), uint64(uint32(b))))
			}
		}
	}
	stems = stems[:min(len(stems), storyThree)]
	for i := range stems {
		for j := range i {
			for k := range j {
				three := []uint32{stems[i], stems[j], stems[k]}
				slices.Sort(three)
				keys = append(keys, keyOf(2, uint64(three[0])<<32|uint64(three[1]), uint64(three[2])))
			}
		}
	}
	return sortKeys(keys)
}

func sortedPair(a, b uint32) uint64 {
	if a > b {
		a, b = b, a
	}
	return uint64(a)<<32 | uint64(b)
}

// blocksOf numbers the stretches of size days that an interval touches.
func blocksOf(from, to Day, size int) []Day {
	var out []Day
	for b := floorDiv(from, size); b <= floorDiv(to, size); b++ {
		out = append(out, b)
	}
	return out
}

func floorDiv(d Day, n int) Day {
	q := d / Day(n)
	if d%Day(n) < 0 {
		q--
	}
	return q
}

// keyOf hashes the parts of a key.
func keyOf(parts ...uint64) Key {
	h := uint64(0x9E3779B97F4A7C15)
	for _, p := range parts {
		h = mix(h ^ p*0xff51afd7ed558ccd)
	}
	return Key(h >> 1)
}

func sortKeys(keys []Key) []Key {
	slices.Sort(keys)
	return slices.Compact(keys)
}
