package merge

import "slices"

const (
	window = 5  // words in a row that are hashed together
	sample = 16 // one of so many runs is kept
)

// newSketch samples the words of a text.
func newSketch(text string, words []word) Sketch {
	var s Sketch
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = hash64(lower(text[w.start:w.end]))
	}
	for i := 0; i+window <= len(words); i++ {
		h, quoted := uint64(0), 0
		for j := i; j < i+window; j++ {
			h = (h ^ hashes[j]) * 0x9E3779B97F4A7C15
			h ^= h >> 29
			if words[j].quoted {
				quoted++
			}
		}
		h = mix(h)
		switch {
		case h%sample != 0:
		case quoted > window/2:
			s.Quoted = append(s.Quoted, Hash(h>>32))
		default:
			s.Out = append(s.Out, Hash(h>>32))
		}
	}
	s.Out, s.Quoted = sortedSet(s.Out), sortedSet(s.Quoted)
	return s
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

// hashes returns all hashes of the sketch, sorted.
func (s *Sketch) hashes() []Hash {
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
