package parse

import (
	"math/rand"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Options are the settings of training.
type Options struct {
	Epochs  int
	Seed    int64
	Explore float64 // after the first epoch, how often the parser's own choice is followed where it is wrong
	Prune   linear.Prune
	Meta    linear.Meta
}

// Train learns a parser from sentences with gold heads and relations, and with tags as
// the parser will see them: a tagger's, not gold. Trees that are not projective are
// made so. The same sentences and options give the same model.
func Train(sentences [][]doc.Token, o Options) *linear.Model {
	l := newLearner(sentences, o)
	for epoch := range o.Epochs {
		for _, k := range l.rng.Perm(len(sentences)) {
			l.sentence(sentences[k], l.gold[k], epoch)
		}
	}
	return l.trainer.Model(o.Meta, o.Prune)
}

// goldTree is a projective tree over the tokens; the root word's head is len(tokens).
type goldTree struct {
	heads       []int32
	left, right []int // action of the arc when the head lies to the right (left) or left (right)
}

type learner struct {
	o       Options
	rng     *rand.Rand
	trainer *linear.Trainer
	actions []action
	gold    []goldTree
	state   state
	fs      features
	scores  []float32
}

func newLearner(sentences [][]doc.Token, o Options) *learner {
	l := &learner{o: o, rng: rand.New(rand.NewSource(o.Seed)), trainer: linear.NewTrainer()}
	l.trainer.Label(label(shift, ""))
	for _, s := range sentences {
		heads := projective(s)
		g := goldTree{heads: heads}
		for i := range s {
			g.left = append(g.left, l.trainer.Label(label(left, s[i].Rel)))
			r := 0
			if s[i].Head >= 0 {
				r = l.trainer.Label(label(right, s[i].Rel))
			}
			g.right = append(g.right, r)
		}
		l.gold = append(l.gold, g)
	}
	l.actions, _ = readActions(l.trainer.Labels)
	l.state.kinds = kindsOf(l.actions)
	l.scores = make([]float32, len(l.actions))
	return l
}

// sentence parses one sentence, learning from each decision that costs gold arcs.
func (l *learner) sentence(tokens []doc.Token, g goldTree, epoch int) {
	st := &l.state
	st.start(tokens)
	for !st.done() {
		l.fs.extract(st)
		clear(l.scores)
		l.trainer.Score(l.fs.list, l.scores)
		guess, want := l.choose(g)
		l.trainer.Tick()
		do := guess
		if guess != want {
			l.trainer.Update(l.fs.list, want, 1)
			l.trainer.Update(l.fs.list, guess, -1)
			if epoch == 0 || l.rng.Float64() >= l.o.Explore {
				do = want
			}
		}
		st.apply(l.actions[do].move, l.actions[do].rel)
	}
}

// choose returns the parser's choice and the best-scored choice that costs nothing
// more than it must; the two are equal when the parser is right.
func (l *learner) choose(g goldTree) (guess, want int) {
	st := &l.state
	allowed := st.allowed()
	cost := [moves]int{}
	least := 1 << 30
	for m := range moves {
		if allowed[m] {
			cost[m] = st.cost(m, g.heads)
			least = min(least, cost[m])
		}
	}
	guess, want = -1, -1
	for i := range l.actions {
		m := l.actions[i].move
		if !st.permits(&l.actions[i], allowed) {
			continue
		}
		if guess < 0 || l.scores[i] > l.scores[guess] {
			guess = i
		}
		if cost[m] > least || !l.labelled(i, m, g) {
			continue
		}
		if want < 0 || l.scores[i] > l.scores[want] {
			want = i
		}
	}
	return guess, want
}

// labelled reports whether action i gives the arc of its move the gold relation.
func (l *learner) labelled(i, move int, g goldTree) bool {
	switch move {
	case left:
		r := g.left[l.state.peek(0)]
		return i == r || l.actions[r].root != l.actions[i].root
	case right:
		r := g.right[l.state.peek(0)]
		return i == r || r == 0
	}
	return true
}

// cost counts the gold arcs that a move puts out of reach (Goldberg and Nivre 2013).
func (s *state) cost(move int, heads []int32) int {
	n := 0
	switch move {
	case shift:
		b := s.next
		for d, w := range s.stack {
			if heads[w] == b {
				n++
			}
			if heads[b] == w && d < len(s.stack)-1 {
				n++
			}
		}
	case left, right:
		w := s.peek(0)
		h := heads[w]
		if move == left && h != s.next && (h == s.peek(1) || h > s.next) || move == right && h >= s.next {
			n++
		}
		for b := s.next; b < s.root; b++ {
			if heads[b] == w {
				n++
			}
		}
	}
	return n
}

// projective returns the heads of a tree with every arc that crosses another lifted to
// its head's head until none is left; the root word's head is len(tokens).
func projective(tokens []doc.Token) []int32 {
	n := int32(len(tokens))
	heads := make([]int32, n)
	for i := range tokens {
		heads[i] = int32(tokens[i].Head)
		if tokens[i].Head < 0 {
			heads[i] = n
		}
	}
	for {
		worst, span := int32(-1), n+2
		for i, h := range heads {
			a, b := min(int32(i), h), max(int32(i), h)
			if h < n && b-a < span && crossed(heads, h, a, b) {
				worst, span = int32(i), b-a
			}
		}
		if worst < 0 {
			return heads
		}
		heads[worst] = heads[heads[worst]]
	}
}

// crossed reports whether a word strictly between a and b is not below h.
func crossed(heads []int32, h, a, b int32) bool {
	n := int32(len(heads))
	for k := a + 1; k < b; k++ {
		w := k
		for steps := int32(0); w < n && w != h && steps <= n; steps++ {
			w = heads[w]
		}
		if w != h {
			return true
		}
	}
	return false
}
