package parse

import (
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// look hashes what the features look at in one token.
func look(t *doc.Token) node {
	n := node{form: formHash(t.Text), xpos: linear.String(t.XPOS), upos: linear.String(t.UPOS)}
	n.rough = n.xpos
	switch t.UPOS {
	case "ADP", "SCONJ", "CCONJ", "AUX", "PART", "PRON", "DET":
		n.rough = n.form
	}
	for i, c := range t.Cluster {
		n.cluster[i] = uint64(c) + 16
	}
	return n
}

// formHash hashes a form in lower case with its digits as 0.
func formHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 0x80:
			return linear.String(strings.ToLower(s))
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case '0' <= c && c <= '9':
			c = '0'
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// features collects the features of one state.
type features struct {
	list []uint64
	t    int           // number of the last template
	soon *linear.Model // will score them, nil = none
}

func (f *features) f1(a uint64) {
	f.t++
	f.list = append(f.list, uint64(linear.F(f.t).Add(a)))
}

func (f *features) f2(a, b uint64) {
	f.t++
	f.list = append(f.list, uint64(linear.F(f.t).Add(a).Add(b)))
}

func (f *features) f3(a, b, c uint64) {
	f.t++
	f.list = append(f.list, uint64(linear.F(f.t).Add(a).Add(b).Add(c)))
}

func (f *features) f4(a, b, c, d uint64) {
	f.t++
	f.list = append(f.list, uint64(linear.F(f.t).Add(a).Add(b).Add(c).Add(d)))
}

// extract fills the list with the features of a state. Names: s0 s1 s2 are the stack
// from the top, b0 b1 b2 the buffer; l and r children. The templates follow Zhang and
// Nivre (2011), with sets of child relations, markers and word clusters added.
func (f *features) extract(s *state) {
	f.list, f.t = f.list[:0], 0
	s0i, s1i, b0i := s.peek(0), s.peek(1), s.ahead(0)
	n := s.nodes
	s0, s1, s2 := &n[s0i], &n[s1i], &n[s.peek(2)]
	b0, b1, b2 := &n[b0i], &n[s.ahead(1)], &n[s.ahead(2)]
	f.f1(0)
	f.words(s0, s1, s2, b0, b1, b2)
	f.pairs(s0, s1, b0, b1)
	if f.soon != nil {
		f.soon.Prefetch(f.list) // while the others are made
	}
	f.triples(s0, s1, s2, b0, b1, b2)
	f.children(n, s0, s1, b0)
	f.shapes(s0, s1, b0, distance(b0i-s0i), distance(s0i-s1i))
	f.clusters(s0, s1, b0, b1)
	f.gaps(n, s0, s1, b0, b1, b2)
	f.prospects(s0, s1, b0, b1, b2)
}

// prospects helps to decide whether the top of the stack waits for what a preposition
// or conjunction ahead brings, or the word below it does.
func (f *features) prospects(s0, s1, b0, b1, b2 *node) {
	f.f3(s1.form, s0.form, b0.form)
	f.f3(s1.cluster[1], s0.cluster[1], b0.form)
	f.f3(s1.cluster[1], b0.form, b1.cluster[1])
	f.f3(s0.cluster[1], b0.form, b1.cluster[1])
	f.f4(s1.cluster[1], b0.form, b1.xpos, b2.cluster[1])
	f.f4(s0.cluster[1], b0.form, b1.xpos, b2.cluster[1])
	f.f4(s0.upos, s0.rightSet, b0.rough, b1.upos)
}

// gaps looks at the marks between the words.
func (f *features) gaps(n []node, s0, s1, b0, b1, b2 *node) {
	before0, beforeB := n[s0.edge].gap, n[b0.edge].gap
	f.f1(beforeB)
	f.f2(beforeB, s0.xpos)
	f.f3(beforeB, s0.xpos, b0.xpos)
	f.f3(beforeB, s0.rough, b0.rough)
	f.f3(beforeB, s0.form, b0.xpos)
	f.f3(before0, s1.xpos, s0.xpos)
	f.f4(before0, beforeB, s1.xpos, s0.xpos)
	f.f4(before0, beforeB, s0.xpos, b0.xpos)
	f.f2(b1.gap, b0.xpos)
	f.f3(b1.gap, s0.xpos, b0.xpos)
	f.f4(b1.gap, beforeB, s0.xpos, b0.xpos)
	f.f4(before0, s1.rightSet, s0.xpos, beforeB)
	f.f3(b1.gap, b2.gap, b0.xpos)
	f.f4(s0.held, b0.held, s0.xpos, b0.xpos)
	f.f4(s1.held, s0.held, s1.xpos, s0.xpos)
}

func (f *features) words(s0, s1, s2, b0, b1, b2 *node) {
	for _, w := range [...]*node{s0, s1, b0, b1, b2} {
		f.f1(w.form)
		f.f1(w.xpos)
		f.f2(w.form, w.xpos)
	}
	f.f1(s2.xpos)
	f.f1(s2.form)
}

func (f *features) pairs(s0, s1, b0, b1 *node) {
	f.f4(s0.form, s0.xpos, b0.form, b0.xpos)
	f.f3(s0.form, s0.xpos, b0.form)
	f.f3(s0.form, b0.form, b0.xpos)
	f.f3(s0.form, s0.xpos, b0.xpos)
	f.f3(s0.xpos, b0.form, b0.xpos)
	f.f2(s0.form, b0.form)
	f.f2(s0.xpos, b0.xpos)
	f.f2(b0.xpos, b1.xpos)
	f.f2(b0.form, b1.xpos)
	f.f2(b0.xpos, b1.form)
	f.f2(s1.form, s0.form)
	f.f2(s1.form, s0.xpos)
	f.f2(s1.xpos, s0.form)
	f.f2(s1.xpos, s0.xpos)
	f.f2(s1.xpos, b0.xpos)
	f.f2(s1.form, b0.xpos)
	f.f2(s1.xpos, b0.form)
	f.f2(s1.form, b0.form)
}

func (f *features) triples(s0, s1, s2, b0, b1, b2 *node) {
	f.f3(b0.xpos, b1.xpos, b2.xpos)
	f.f3(s0.xpos, b0.xpos, b1.xpos)
	f.f3(s1.xpos, s0.xpos, b0.xpos)
	f.f3(s2.xpos, s1.xpos, s0.xpos)
	f.f3(s0.form, b0.xpos, b1.xpos)
	f.f3(s0.xpos, b0.form, b1.xpos)
	f.f3(s1.form, s0.xpos, b0.xpos)
	f.f3(s1.xpos, s0.form, b0.xpos)
	f.f3(s1.xpos, s0.xpos, b0.form)
	f.f3(s1.rough, s0.rough, b0.rough)
	f.f4(s1.upos, s0.upos, b0.upos, b1.upos)
	f.f4(s2.upos, s1.upos, s0.upos, b0.upos)
	f.f4(s0.rough, b0.rough, b1.rough, b2.upos)
}

func (f *features) children(n []node, s0, s1, b0 *node) {
	s0l, s0r, s0l2, s0r2 := &n[s0.left1], &n[s0.right1], &n[s0.left2], &n[s0.right2]
	b0l, b0l2 := &n[b0.left1], &n[b0.left2]
	s1l, s1r, s1r2 := &n[s1.left1], &n[s1.right1], &n[s1.right2]
	f.f3(s0.xpos, s0l.xpos, b0.xpos)
	f.f3(s0.xpos, s0r.xpos, b0.xpos)
	f.f3(s0.xpos, b0.xpos, b0l.xpos)
	f.f3(s1.xpos, s0.xpos, s0l.xpos)
	f.f3(s1.xpos, s0.xpos, s0r.xpos)
	f.f3(s1.xpos, s1r.xpos, s0.xpos)
	f.f3(s1.xpos, s1l.xpos, s0.xpos)
	for _, c := range [...]*node{s0l, s0r, b0l, s1l, s1r} {
		f.f2(c.form, c.relHash)
		f.f2(c.xpos, c.relHash)
	}
	f.f3(s0.xpos, s0l.relHash, s0l2.relHash)
	f.f3(s0.xpos, s0r.relHash, s0r2.relHash)
	f.f3(b0.xpos, b0l.relHash, b0l2.relHash)
	f.f3(s1.xpos, s1r.relHash, s1r2.relHash)
	f.f3(s0.xpos, s0l.xpos, s0l2.xpos)
	f.f3(s0.xpos, s0r.xpos, s0r2.xpos)
	f.f3(b0.xpos, b0l.xpos, b0l2.xpos)
	f.f3(s0.form, s0r.relHash, b0.xpos)
	f.f3(s1.form, s1r.relHash, s0.xpos)
	f.f4(s1.xpos, s1r.relHash, s0.xpos, b0.xpos)
	f.f4(s0.xpos, s0r.relHash, s0l.relHash, b0.xpos)
}

func (f *features) shapes(s0, s1, b0 *node, d0, d1 uint64) {
	f.f2(s0.form, d0)
	f.f2(s0.xpos, d0)
	f.f2(b0.form, d0)
	f.f2(b0.xpos, d0)
	f.f3(s0.form, b0.form, d0)
	f.f3(s0.xpos, b0.xpos, d0)
	f.f3(s1.xpos, s0.xpos, d1)
	f.f3(s1.form, s0.xpos, d1)
	f.f2(s0.form, s0.leftSet)
	f.f2(s0.xpos, s0.leftSet)
	f.f2(s0.form, s0.rightSet)
	f.f2(s0.xpos, s0.rightSet)
	f.f2(s1.form, s1.rightSet)
	f.f2(s1.xpos, s1.rightSet)
	f.f2(b0.form, b0.leftSet)
	f.f2(b0.xpos, b0.leftSet)
	f.f3(s1.xpos, s1.leftSet, s1.rightSet)
	f.f3(s0.xpos, s0.leftSet, b0.xpos)
	f.f3(s0.xpos, s0.rightSet, b0.xpos)
	f.f4(s1.upos, s1.rightSet, s0.upos, s0.leftSet)
	f.f4(s0.upos, s0.leftSet, b0.upos, b0.leftSet)
	f.f2(s0.xpos, uint64(min(s0.nLeft, 5))<<8|uint64(min(s0.nRight, 5)))
	f.f2(s1.xpos, uint64(min(s1.nLeft, 5))<<8|uint64(min(s1.nRight, 5)))
	f.f2(b0.xpos, uint64(min(b0.nLeft, 5)))
	f.f3(s1.form, s0.marker, s0.xpos)
	f.f3(s1.xpos, s0.marker, s0.form)
	f.f3(s1.xpos, s0.marker, s0.xpos)
	f.f3(s0.marker, s0.xpos, b0.xpos)
	f.f3(s0.form, b0.marker, b0.xpos)
	f.f4(s1.xpos, s0.marker, s0.xpos, b0.rough)
}

func (f *features) clusters(s0, s1, b0, b1 *node) {
	for _, w := range [...]*node{s0, s1, b0, b1} {
		f.f1(w.cluster[1])
		f.f1(w.cluster[2])
	}
	f.f2(s0.cluster[1], b0.cluster[1])
	f.f2(s0.cluster[0], b0.cluster[0])
	f.f2(s1.cluster[1], s0.cluster[1])
	f.f2(s1.cluster[1], b0.cluster[1])
	f.f2(s0.cluster[1], b0.xpos)
	f.f2(s0.xpos, b0.cluster[1])
	f.f2(s1.cluster[1], s0.xpos)
	f.f2(s1.xpos, s0.cluster[1])
	f.f3(s1.cluster[1], s0.marker, s0.cluster[1])
	f.f3(s1.cluster[0], s0.cluster[0], b0.cluster[0])
	f.f3(s0.cluster[1], s0.rightSet, b0.xpos)
	f.f3(s1.cluster[1], s1.rightSet, s0.xpos)
}

// distance puts a number of words into one of few classes.
func distance(d int32) uint64 {
	switch {
	case d <= 5:
		return uint64(max(d, 0))
	case d <= 8:
		return 6
	case d <= 14:
		return 7
	}
	return 8
}
