package event

import (
	"onrecord/internal/actor"
	"onrecord/internal/doc"
)

// OwnerOf is tree.owner of the first token with the text: the owner's text and how it was found.
func OwnerOf(d *doc.Document, word string) (who, how string) {
	for n := range d.Sentences {
		t := newTree(&d.Sentences[n], n)
		for i := range t.s.Tokens {
			if t.tok(i).Text != word {
				continue
			}
			k, how := t.owner(i)
			if k < 0 {
				return "", how
			}
			return t.tok(k).Text, how
		}
	}
	return "", ""
}

// BothOf returns the codes of the two countries that the first occurrence of a word stands for.
func BothOf(d *doc.Document, word string) []string {
	coder, err := actor.New(nil)
	if err != nil {
		panic(err)
	}
	r := newReader(newCoder(coder), d)
	for s, t := range r.trees {
		for i := range t.s.Tokens {
			if t.tok(i).Text != word {
				continue
			}
			pair, ok := r.both(s, i)
			if !ok {
				return nil
			}
			return []string{pair[0].actor.Code, pair[1].actor.Code}
		}
	}
	return nil
}

// SettledStatus is the status of an act whose mentions have these probabilities, the first mention first.
func SettledStatus(mentions ...map[string]float64) string {
	var g []*cand
	for _, m := range mentions {
		x := &cand{course: make([]float64, len(statuses))}
		best := 0
		for i, s := range statuses {
			if x.course[i] = m[s]; m[s] > x.course[best] {
				best = i
			}
		}
		x.status = statuses[best]
		g = append(g, x)
	}
	settleStatus(g)
	return g[0].status
}
