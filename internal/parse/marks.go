package parse

import (
	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Punctuation takes no part in the transitions: words see the marks around them, and
// when the tree of the words stands, every mark is attached to one of few places, as
// the treebanks have it: to the highest unit that ends before it or starts after it, to
// the head above both, or to the unit that a pair of brackets or quotation marks holds.

// places for a mark, in the order in which marks of one gap must take them lest arcs cross.
const (
	closing = iota // head of what the pair holds that ends here
	before         // highest word whose subtree ends here
	above          // the head of both neighbours
	after          // highest word whose subtree starts here
	opened         // head of what the pair holds that starts here
	places
)

var placeNames = [places]string{"closing", "before", "above", "after", "opened"}

// mark is a punctuation token.
type mark struct {
	token int32
	next  int32  // first node after it; len(words) when there is none
	pair  int32  // index of the other mark of the pair in state.marks, -1 = none
	form  uint64 // hash
}

// isMark reports whether a token is left to attachMarks.
func isMark(t *doc.Token) bool { return t.UPOS == "PUNCT" }

// markForm hashes a mark; variants of quotation marks and dashes are one.
func markForm(s string) uint64 {
	switch s {
	case "“", "”", "''", "``", "„", "«", "»", "’’", "‘’":
		s = "\""
	case "‘", "’", "`":
		s = "'"
	case "—", "–", "---":
		s = "--"
	case "[", "{":
		s = "("
	case "]", "}":
		s = ")"
	}
	return linear.String(s)
}

// pairMarks finds the pairs of brackets and double quotation marks.
func (s *state) pairMarks(tokens []doc.Token) {
	bracket, quote := int32(-1), int32(-1)
	for i := range s.marks {
		m := &s.marks[i]
		switch tokens[m.token].Text {
		case "(", "[", "{":
			bracket = int32(i)
		case ")", "]", "}":
			s.join(bracket, int32(i))
			bracket = -1
		case "\"", "“", "”", "''", "``", "«", "»":
			if quote < 0 {
				quote = int32(i)
			} else {
				s.join(quote, int32(i))
				quote = -1
			}
		}
	}
}

func (s *state) join(a, b int32) {
	if a >= 0 && s.marks[a].next < s.marks[b].next {
		s.marks[a].pair, s.marks[b].pair = b, a
	}
}

// edges computes for every word where its subtree starts and ends.
func (s *state) edges() {
	words := s.nodes[:s.root]
	for i := range words {
		words[i].lo, words[i].hi = int32(i), int32(i)
	}
	for i := range words {
		for k := words[i].head; k >= 0 && k < s.root; k = words[k].head {
			if words[k].lo <= int32(i) && int32(i) <= words[k].hi {
				continue
			}
			words[k].lo, words[k].hi = min(words[k].lo, int32(i)), max(words[k].hi, int32(i))
		}
	}
}

// candidates returns the word for each place of a mark, -1 where there is none.
func (s *state) candidates(m *mark) (c [places]int32) {
	c = [places]int32{-1, -1, -1, -1, -1}
	a, b := m.next-1, m.next
	if a >= 0 {
		k := a
		for h := s.nodes[k].head; h < s.root && s.nodes[h].hi == a; h = s.nodes[k].head {
			k = h
		}
		c[before] = k
	}
	if b < s.root {
		k := b
		for h := s.nodes[k].head; h < s.root && s.nodes[h].lo == b; h = s.nodes[k].head {
			k = h
		}
		c[after] = k
	}
	if l, r := c[before], c[after]; l >= 0 && r >= 0 {
		if hl, hr := s.nodes[l].head, s.nodes[r].head; hl != r && hr != l {
			if c[above] = hl; hl == s.root {
				c[above] = hr
			}
		}
	}
	if m.pair >= 0 {
		other := s.marks[m.pair].next
		if other < b {
			if k := s.top(other, a); k >= 0 && s.nodes[k].hi == a {
				c[closing] = k
			}
		} else if k := s.top(b, other-1); k >= 0 && s.nodes[k].lo == b {
			c[opened] = k
		}
	}
	return c
}

// top returns the only word of [first, last] whose head lies outside, -1 when there are several.
func (s *state) top(first, last int32) int32 {
	top := int32(-1)
	for i := first; i <= last; i++ {
		if h := s.nodes[i].head; h < first || h > last {
			if top >= 0 {
				return -1
			}
			top = i
		}
	}
	return top
}

// extractMark fills the list with the features of mark i, given its candidates.
func (f *features) extractMark(s *state, i int, c [places]int32) {
	f.list, f.t = f.list[:0], 200 // template numbers apart from those of extract
	m := &s.marks[i]
	l, r := &s.nodes[s.none], &s.nodes[s.none]
	shape := uint64(0)
	if c[before] >= 0 {
		l = &s.nodes[c[before]]
		shape |= 1
	}
	if c[after] >= 0 {
		r = &s.nodes[c[after]]
		shape |= 2
	}
	switch {
	case shape == 3 && l.head == c[after]:
		shape |= 4
	case shape == 3 && r.head == c[before]:
		shape |= 8
	}
	pair := uint64(0)
	if m.pair >= 0 {
		pair = 1
		if int(m.pair) > i {
			pair = 2
		}
	}
	if c[closing] >= 0 || c[opened] >= 0 {
		pair |= 4
	}
	previous, next := uint64(0), uint64(0)
	if i > 0 && s.marks[i-1].next == m.next {
		previous = s.marks[i-1].form
	}
	if i+1 < len(s.marks) && s.marks[i+1].next == m.next {
		next = s.marks[i+1].form
	}
	shape |= pair << 8
	f.f2(m.form, shape)
	f.f1(shape)
	f.f4(m.form, shape, l.relHash, r.relHash)
	f.f3(m.form, shape, l.relHash)
	f.f3(m.form, shape, r.relHash)
	f.f4(m.form, shape, l.upos, r.upos)
	f.f4(m.form, shape, previous, next)
	f.f4(m.form, shape, r.relHash, r.upos)
	f.f4(shape, l.relHash, r.relHash, previous+next)
	f.f3(m.form, r.rough, r.relHash)
}

// settle returns the best-scored place for a mark among those from floor on, which is
// where the mark before it in the same gap went: so no arcs cross. It returns -1 when
// there is none.
func settle(c [places]int32, floor int, score func(place int) int32) int {
	best := -1
	for p := floor; p < places; p++ {
		if c[p] >= 0 && (best < 0 || score(p) > score(best)) {
			best = p
		}
	}
	return best
}

// placeActions returns the action of each place, -1 where the model has none.
func placeActions(actions []action) (ps [places]int) {
	for i := range ps {
		ps[i] = -1
	}
	for i, a := range actions {
		if a.move == attach {
			ps[a.rel] = i
		}
	}
	return ps
}
