package merge

import "slices"

const (
	window = 5  // words in a row that are hashed together
	sample = 16 // one of so many runs is kept, at least
)

// newSketch samples the words of a text: the runs whose hash is divisible by sixteen, and where that leaves a gap, the
// smallest hash of every stretch of gap runs (winnowing; Schleimer, Wilkerson and Aiken 2003). So two texts that share 36
// words in a row share a hash for certain, which chance alone would deny to one in eight of such passages and to one in
// three hundred copies of a brief.
func newSketch(text string, words []word) Sketch {
	if len(words) < window {
		return Sketch{}
	}
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = hash64(lower(text[w.start:w.end]))
	}
	runs := hashes[:len(words)-window+1] // in the place of the words, which are read ahead of it
	for i := range runs {
		h := uint64(0)
		for _, x := range hashes[i : i+window] {
			h = (h ^ x) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		runs[i] = mix(h)
	}
	var s Sketch
	s.sample(runs, words)
	s.Out, s.Quoted = sortedSet(s.Out), sortedSet(s.Quoted)
	return s
}

const gap = 32 // runs without a sample

func (s *Sketch) sample(runs []uint64, words []word) {
	last := -1 // latest run that is divisible
	for i, h := range runs {
		if h%sample == 0 {
			s.keep(i, h, words)
			last = i
			continue
		}
		if i-last < gap {
			continue
		}
		least := i - gap + 1
		for j := least + 1; j <= i; j++ {
			if runs[j] < runs[least] {
				least = j
			}
		}
		s.keep(least, runs[least], words)
	}
}

func (s *Sketch) keep(at int, h uint64, words []word) {
	quoted := 0
	for _, w := range words[at : at+window] {
		if w.quoted {
			quoted++
		}
	}
	if quoted > window/2 {
		s.Quoted = append(s.Quoted, Hash(h>>32))
	} else {
		s.Out = append(s.Out, Hash(h>>32))
	}
}

func hash64(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix spreads the bits of a hash (the end of MurmurHash3).
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func sortedSet(h []Hash) []Hash {
	slices.Sort(h)
	return slices.Compact(h)
}

// Hashes are those inside and outside quotation marks, sorted.
func (s *Sketch) Hashes() []Hash {
	return sortedSet(append(append(make([]Hash, 0, len(s.Out)+len(s.Quoted)), s.Out...), s.Quoted...))
}

// common counts the hashes that two sorted lists share, and those of a that are not left out.
func common(a, b, leave []Hash) (shared, of int) {
	j, k := 0, 0
	for _, h := range a {
		for k < len(leave) && leave[k] < h {
			k++
		}
		if k < len(leave) && leave[k] == h {
			continue
		}
		of++
		for j < len(b) && b[j] < h {
			j++
		}
		if j < len(b) && b[j] == h {
			shared++
		}
	}
	return shared, of
}
