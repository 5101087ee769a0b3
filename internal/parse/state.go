package parse

import (
	"errors"
	"fmt"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// The arc-hybrid system (Kuhlmann et al. 2011): left makes the first word of the buffer
// the head of the top of the stack, right makes the second word of the stack its head.
// The root is an artificial last word of the buffer.
const (
	shift = iota
	left
	right
	moves
	attach = moves // not a move: attaches a mark when the words are done
)

// action is one class of the model: a move and, for arcs, the relation.
type action struct {
	move int
	rel  int16  // number of the relation: the index of the action
	name string // relation, "" for shift, the place for a mark
	root bool   // whether the relation is the root's
}

var moveNames = [moves]string{"shift", "left", "right"}

// label is the name of an action in the model file.
func label(move int, rel string) string { return strings.TrimSpace(moveNames[move] + " " + rel) }

// markName is the name of the actions that attach marks.
const markName = "mark"

func placeOf(name string) (int, error) {
	for i, n := range placeNames {
		if n == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("parse: place %q in the model", name)
}

func readActions(labels []string) ([]action, error) {
	var as []action
	can := [moves]bool{}
	for i, l := range labels {
		name, rel, _ := strings.Cut(l, " ")
		move := -1
		for m, n := range moveNames {
			if n == name {
				move = m
			}
		}
		if name == markName {
			move = attach
			places, err := placeOf(rel)
			if err != nil {
				return nil, err
			}
			as = append(as, action{move, int16(places), rel, false})
			continue
		}
		if move < 0 || (rel == "") != (move == shift) {
			return nil, fmt.Errorf("parse: action %q in the model", l)
		}
		can[move] = true
		as = append(as, action{move, int16(i), rel, rel == "root"})
	}
	if !can[shift] || !can[left] || !can[right] {
		return nil, errors.New("parse: model lacks a move")
	}
	return as, nil
}

// node is a word and what has been attached to it so far. Children are indexes into
// state.nodes; none is the index of the empty node.
type node struct {
	form, xpos, upos, rough uint64    // hashes; rough is a function word's form, else its tag
	cluster                 [3]uint64 // hashes
	leftSet, rightSet       uint64    // sets of their relations, one bit each (hashed)
	relHash                 uint64
	marker                  uint64 // form of the adposition, subordinator or copula attached
	head                    int32
	left1, left2            int32 // leftmost child and the next
	right1, right2          int32 // rightmost child and the next to it
	nLeft, nRight           uint16
	rel                     int16
	edge                    int32  // leftmost word attached so far, itself included
	gap                     uint64 // hash of the marks between it and the word before
	held                    uint64 // how deep in brackets and quotation marks, hashed
	lo, hi                  int32  // first and last word of its subtree, once the tree stands
}

// state is a configuration of the parser.
type state struct {
	nodes []node  // words without marks, root, empty node
	words []int32 // token of each word
	marks []mark
	stack []int32
	next  int32 // first word of the buffer
	root  int32
	none  int32
	kinds []relKind // by action
}

// relKind is what the features want to know of a relation.
type relKind struct {
	hash   uint64
	bit    uint64
	marker bool
}

// start sets the state up for a sentence.
func (s *state) start(tokens []doc.Token) {
	s.nodes, s.words, s.marks, s.stack, s.next = s.nodes[:0], s.words[:0], s.marks[:0], s.stack[:0], 0
	gap := uint64(0)
	for i := range tokens {
		if isMark(&tokens[i]) {
			form := markForm(tokens[i].Text)
			gap = gap*31 + form
			s.marks = append(s.marks, mark{token: int32(i), next: int32(len(s.nodes)), pair: -1, form: form})
			continue
		}
		s.nodes = append(s.nodes, look(&tokens[i]))
		s.words = append(s.words, int32(i))
		s.nodes[len(s.nodes)-1].gap, gap = gap, 0
	}
	s.root, s.none = int32(len(s.nodes)), int32(len(s.nodes)+1)
	root := node{form: 1, xpos: 1, upos: 1, rough: 1, cluster: [3]uint64{1, 1, 1}, gap: gap}
	empty := node{form: 2, xpos: 2, upos: 2, rough: 2, cluster: [3]uint64{2, 2, 2}, gap: 2}
	s.nodes = append(s.nodes, root, empty)
	for i := range s.nodes {
		d := &s.nodes[i]
		d.head, d.left1, d.left2, d.right1, d.right2 = -1, s.none, s.none, s.none, s.none
		d.edge = int32(i)
	}
	s.pairMarks(tokens)
	for i := range s.marks {
		if m := &s.marks[i]; int(m.pair) > i {
			for j := m.next; j < s.marks[m.pair].next; j++ {
				s.nodes[j].held = s.nodes[j].held*31 + m.form
			}
		}
	}
}

// done reports whether only the root is left.
func (s *state) done() bool { return len(s.stack) == 0 && s.next == s.root }

// allowed says which moves the state admits: the root takes one child, at the very end.
func (s *state) allowed() [moves]bool {
	return [moves]bool{
		shift: s.next < s.root,
		left:  len(s.stack) > 0 && (s.next < s.root || len(s.stack) == 1),
		right: len(s.stack) > 1,
	}
}

// permits reports whether an action is possible, given allowed(): what hangs on the root has the root's relation, and nothing else has.
func (s *state) permits(a *action, allowed [moves]bool) bool {
	return a.move < moves && allowed[a.move] && a.root == (a.move == left && s.next == s.root)
}

func (s *state) apply(move int, rel int16) {
	switch move {
	case shift:
		s.stack = append(s.stack, s.next)
		s.next++
	case left:
		s.attach(s.next, s.pop(), rel)
	case right:
		child := s.pop()
		s.attach(s.stack[len(s.stack)-1], child, rel)
	}
}

func (s *state) pop() int32 {
	top := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return top
}

func (s *state) attach(head, child int32, rel int16) {
	h, c := &s.nodes[head], &s.nodes[child]
	k := &s.kinds[rel]
	c.head, c.rel, c.relHash = head, rel, k.hash
	if child < head {
		h.left2, h.left1 = h.left1, child
		h.nLeft++
		h.edge = c.edge
		h.leftSet |= k.bit
	} else {
		h.right2, h.right1 = h.right1, child
		h.nRight++
		h.rightSet |= k.bit
	}
	if k.marker {
		h.marker = c.form
	}
}

// peek returns the stack's word at depth d, 0 being the top, or the empty node.
func (s *state) peek(d int) int32 {
	if d >= len(s.stack) {
		return s.none
	}
	return s.stack[len(s.stack)-1-d]
}

// ahead returns the buffer's word at distance d, or the empty node.
func (s *state) ahead(d int32) int32 {
	if s.next+d > s.root {
		return s.none
	}
	return s.next + d
}

// kindsOf prepares what attach needs for each action.
func kindsOf(actions []action) []relKind {
	ks := make([]relKind, len(actions))
	for i, a := range actions {
		h := linear.String(a.name)
		ks[i] = relKind{hash: h, bit: 1 << (h >> 58), marker: a.name == "case" || a.name == "mark" || a.name == "cop"}
	}
	return ks
}
