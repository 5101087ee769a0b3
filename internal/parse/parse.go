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
	kinds := kindsOf(actions)
	p.scratch.New = func() any {
		return &scratch{scores: make([]int32, len(m.Labels)), state: state{kinds: kinds}}
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
	st := &w.state
	st.start(s.Tokens)
	for !st.done() {
		w.features.extract(st)
		clear(w.scores)
		p.model.Score(w.features.list, w.scores)
		a := &p.actions[p.best(st, w.scores)]
		st.apply(a.move, a.rel)
	}
	for i := range s.Tokens {
		n := &st.nodes[i]
		head := int(n.head)
		if head == len(s.Tokens) {
			head = -1
		}
		s.Tokens[i].Head, s.Tokens[i].Rel = head, p.actions[n.rel].name
	}
	s.Parsed = true
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
