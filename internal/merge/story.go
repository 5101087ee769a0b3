package merge

import (
	"math/bits"
	"slices"
)

// Stories are formed in two steps, so that they do not hang on one article's words: articles that are much alike form
// threads around the earliest of them, threads form stories around the largest. The sum of a thread's articles is what
// threads are compared by. Chosen on the events with even numbers of news_cluster; any threadLeast from 0.18 to 0.34 is
// as good.
const (
	threadLeast  = 0.30 // score from which an article follows another
	storyLeast   = 0.18 // score from which a thread follows another
	storySingle  = 6    // heaviest terms that are keys, within a time
	storyBlock   = 64   // days
	storySlack   = 30   // days before and after the publication that an article is looked up by
	threadVoices = 32   // articles of a thread that make its topic
	storyFades   = 2000 // days after which articles must be twice as alike
)

// Thread is a group of articles that are much alike; its id is that of the article that leads it.
type Thread struct {
	ID    string
	Day   Day    // of the earliest
	Topic Vector // of the articles that come first
}

// alike tells how far two things are about the same: the cosine of their words, less where they are far apart in time.
// Publication days are often wrong, so that time alone never parts two articles.
func alike(a, b Vector, dayA, dayB Day) float64 {
	s := a.Cosine(b)
	if dayA != NoDay && dayB != NoDay {
		gap := float64(max(dayA-dayB, dayB-dayA))
		s /= 1 + min(1, max(0, gap-storySlack)/storyFades)
	}
	return s
}

func threadScore(a, b *Article) float64 { return alike(a.Topic, b.Topic, a.Day, b.Day) }
func storyScore(a, b *Thread) float64   { return alike(a.Topic, b.Topic, a.Day, b.Day) }

// threadMember makes the member that stands for an article.
func threadMember(a *Article) *Member[*Article] {
	return &Member[*Article]{ID: a.ID, Item: a, Rank: Rank{Day: a.Day, Tie: hash(a.ID)}, Keys: topicKeys(a.Topic, a.Day)}
}

// storyMember makes the member that stands for a thread with these articles; the leading one is among them. The size
// counts in powers of two, and the topic is that of the first articles only, so that a thread of many copies does not
// change with each of them.
func storyMember(leader string, articles []*Member[*Article]) *Member[*Thread] {
	t := &Thread{ID: leader, Day: NoDay}
	slices.SortFunc(articles, precedence) // sums of floats depend on their order
	sum := map[uint32]float32{}
	for i, a := range articles {
		if t.Day == NoDay || a.Item.Day != NoDay && a.Item.Day < t.Day {
			t.Day = a.Item.Day
		}
		if i < threadVoices {
			for _, w := range a.Item.Topic {
				sum[w.Stem] += w.Weight
			}
		}
	}
	for stem, w := range sum {
		t.Topic = append(t.Topic, Term{stem, w})
	}
	t.Topic = t.Topic.heaviest(2 * topicTerms)
	return &Member[*Thread]{ID: t.ID, Item: t, Rank: Rank{Says: int32(bits.Len(uint(len(articles)))), Day: t.Day, Tie: hash(t.ID)}, Keys: topicKeys(t.Topic, t.Day)}
}

// topicKeys are what things about the same share: one of the heaviest terms at about the same time.
func topicKeys(topic Vector, day Day) []Key {
	top := slices.Clone(topic)
	slices.SortFunc(top, heavier)
	var keys []Key
	blocks := []Day{NoDay}
	if day != NoDay {
		blocks = blocksOf(day-storySlack, day+storySlack, storyBlock)
	}
	for _, t := range top[:min(len(top), storySingle)] {
		for _, b := range blocks {
			keys = append(keys, keyOf(3, uint64(t.Stem), uint64(uint32(b))))
		}
	}
	return sortKeys(keys)
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
