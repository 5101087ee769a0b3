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
func Train(sentences [][]doc.Token, o Options) (*linear.Model, error) {
	l := newLearner(sentences, o)
	for epoch := range o.Epochs {
		for _, k := range l.rng.Perm(len(sentences)) {
			l.sentence(sentences[k], l.gold[k], epoch)
		}
	}
	moves := l.trainer.Model(o.Meta, o.Prune)
	marks, err := TrainMarks(moves, sentences, o)
	if err != nil {
		return nil, err
	}
	return linear.Merge(moves, marks)
}

// TrainMarks learns to attach the marks to the trees that a model makes of the
// sentences. The result has the model's labels and nothing but weights for marks: pruned
// with the parser's, which are larger, few would be left.
func TrainMarks(moves *linear.Model, sentences [][]doc.Token, o Options) (*linear.Model, error) {
	p, err := newParser(moves)
	if err != nil {
		return nil, err
	}
	m := markLearner{parser: p, trainer: linear.NewTrainer(moves.Labels...), scores: make([]float32, len(moves.Labels))}
	rng := rand.New(rand.NewSource(o.Seed))
	for range markEpochs {
		for _, k := range rng.Perm(len(sentences)) {
			m.sentence(sentences[k])
		}
	}
	return m.trainer.Model(linear.Meta{}, linear.Prune{MinAbs: 0.1}), nil
}

// markEpochs is how often the sentences are parsed for their marks.
const markEpochs = 2

// goldTree is a projective tree over the words without marks; the root word's head is
// the number of words.
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
		words, _ := wordHeads(s)
		g := goldTree{heads: projective(words)}
		for i := range s {
			if isMark(&s[i]) {
				continue
			}
			rel, k := s[i].Rel, len(g.left)
			if (words[k] < 0) != (rel == "root") { // the root was a mark
				rel = "root"
				if words[k] >= 0 {
					rel = "dep"
				}
			}
			g.left = append(g.left, l.trainer.Label(label(left, rel)))
			r := 0
			if words[k] >= 0 {
				r = l.trainer.Label(label(right, rel))
			}
			g.right = append(g.right, r)
		}
		l.gold = append(l.gold, g)
	}
	for _, place := range placeNames {
		l.trainer.Label(markName + " " + place)
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

// markLearner learns where marks go.
type markLearner struct {
	parser  *Parser
	trainer *linear.Trainer
	scratch scratch
	scores  []float32
}

// sentence parses one sentence and learns from its marks.
func (l *markLearner) sentence(gold []doc.Token) {
	_, marks := wordHeads(gold)
	if len(marks) == 0 || len(marks) == len(gold) {
		return
	}
	st, f := &l.scratch.state, &l.scratch.features
	l.scratch.scores = make([]int32, len(l.scores))
	st.kinds = kindsOf(l.parser.actions)
	l.parser.moves(&l.scratch, gold)
	st.edges()
	for i := range st.marks {
		c := st.candidates(&st.marks[i])
		want := -1
		for p, w := range c {
			if w >= 0 && w == marks[i] && want < 0 {
				want = p
			}
		}
		if want < 0 {
			continue
		}
		f.extractMark(st, i, c)
		clear(l.scores)
		l.trainer.Score(f.list, l.scores)
		guess, places := -1, &l.parser.places
		for p, w := range c {
			if w >= 0 && (guess < 0 || l.scores[places[p]] > l.scores[places[guess]]) {
				guess = p
			}
		}
		l.trainer.Tick()
		if c[guess] != c[want] {
			l.trainer.Update(f.list, places[want], 1)
			l.trainer.Update(f.list, places[guess], -1)
		}
	}
}

// wordHeads returns the heads of the words without marks, counted in words, -1 for the
// root; what hangs on a mark hangs on the mark's head. It also returns the marks' heads.
func wordHeads(tokens []doc.Token) (words, marks []int32) {
	index := make([]int32, len(tokens))
	n := int32(0)
	for i := range tokens {
		index[i] = -1
		if !isMark(&tokens[i]) {
			index[i] = n
			n++
		}
	}
	root := int32(-1) // first word that is left without a head
	for i := range tokens {
		h := tokens[i].Head
		for steps := 0; h >= 0 && index[h] < 0 && steps < len(tokens); steps++ {
			h = tokens[h].Head
		}
		head := int32(-1)
		if h >= 0 {
			head = index[h]
		}
		if index[i] < 0 {
			marks = append(marks, head)
			continue
		}
		if head < 0 {
			if root >= 0 {
				head = root
			} else {
				root = index[i]
			}
		}
		words = append(words, head)
	}
	return words, marks
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
// its head's head until none is left; -1 stands for the root's head, which becomes len(words).
func projective(words []int32) []int32 {
	n := int32(len(words))
	heads := make([]int32, n)
	for i, h := range words {
		if heads[i] = h; h < 0 {
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
