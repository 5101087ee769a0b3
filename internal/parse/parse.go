// Package parse finds the dependency tree of a sentence. Tagged tokens go in; Head and
// Rel (Universal Dependencies v2 with subtypes, as in UD English EWT) come out. The
// parser is greedy: it never looks back, takes time in proportion to length, and gives
// a single-rooted projective tree for every sentence. It never changes tags or tokens.
package parse

import (
	"fmt"
	"sync"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Parser is a linear arc-hybrid transition parser. It is safe for concurrent use.
type Parser struct {
	model   *linear.Model
	actions []action
	places  [places]int // the action of each place for a mark, -1 = none
	scratch sync.Pool
}

// New reads the parser's model (model "parse").
func New(model []byte) (*Parser, error) {
	m, err := linear.Load(model)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return newParser(m)
}

func newParser(m *linear.Model) (*Parser, error) {
	actions, err := readActions(m.Labels)
	if err != nil {
		return nil, err
	}
	p := &Parser{model: m, actions: actions}
	p.places = placeActions(actions)
	kinds := kindsOf(actions)
	p.scratch.New = func() any {
		return &scratch{scores: make([]int32, len(m.Labels)), state: state{kinds: kinds}, features: features{soon: m}}
	}
	return p, nil
}

// scratch is what one call of Parse works in.
type scratch struct {
	state    state
	features features
	scores   []int32
}

// Parse fills Head and Rel of the tokens, which must be tagged, and sets Parsed.
func (p *Parser) Parse(s *doc.Sentence) {
	if len(s.Tokens) == 0 {
		return
	}
	w := p.scratch.Get().(*scratch)
	defer p.scratch.Put(w)
	p.moves(w, s.Tokens)
	st := &w.state
	for i, k := range st.words {
		n, tok := &st.nodes[i], &s.Tokens[k]
		tok.Head, tok.Rel = -1, p.actions[n.rel].name
		if n.head < st.root {
			tok.Head = int(st.words[n.head])
		}
	}
	p.attachMarks(w, s.Tokens)
	s.Parsed = true
}

// moves makes the tree of the words.
func (p *Parser) moves(w *scratch, tokens []doc.Token) {
	st := &w.state
	st.start(tokens)
	for !st.done() {
		w.features.extract(st)
		clear(w.scores)
		p.model.Score(w.features.list, w.scores)
		a := &p.actions[p.best(st, w.scores)]
		st.apply(a.move, a.rel)
	}
}

// attachMarks gives the marks their heads. In a sentence of marks alone the first is the root.
func (p *Parser) attachMarks(w *scratch, tokens []doc.Token) {
	st := &w.state
	st.edges()
	floor, head := 0, int32(0)
	for i := range st.marks {
		m := &st.marks[i]
		tok := &tokens[m.token]
		if st.root == 0 {
			tok.Head, tok.Rel = 0, "punct"
			if i == 0 {
				tok.Head, tok.Rel = -1, "root"
			}
			continue
		}
		if i == 0 || st.marks[i-1].next != m.next {
			floor = 0
		}
		c := st.candidates(m)
		w.features.extractMark(st, i, c)
		clear(w.scores)
		p.model.Score(w.features.list, w.scores)
		if place := settle(c, floor, func(place int) int32 { return p.placeScore(w.scores, place) }); place >= 0 {
			floor, head = place, c[place]
		} // else where the mark before it hangs
		tok.Head, tok.Rel = int(st.words[head]), "punct"
	}
}

// placeScore returns the score of a place for a mark, 0 when the model does not know the place.
func (p *Parser) placeScore(scores []int32, place int) int32 {
	if a := p.places[place]; a >= 0 {
		return scores[a]
	}
	return 0
}

// best returns the highest-scored action that is allowed.
func (p *Parser) best(st *state, scores []int32) int {
	allowed := st.allowed()
	best := -1
	for i := range scores {
		if st.permits(&p.actions[i], allowed) && (best < 0 || scores[i] > scores[best]) {
			best = i
		}
	}
	return best
}
