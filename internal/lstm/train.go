package lstm

import (
	"math"
	"math/rand"
	"slices"
	"sync"

	"onrecord/internal/dense"
)

// Example is a sentence to learn from.
type Example struct {
	Tokens []Token
	Mean   []float32 // mean word vector of its article
	Words  []Lesson
}

// Lesson is what is to be said of a word in question.
type Lesson struct {
	Token  int
	Labels []Choice
	Points []Pointer
}

// Choice is a decision among the labels from From up to To, of which those at Right are right (numbers from From on).
type Choice struct {
	From, To int
	Right    []int
	Weight   float32
}

// Pointer is a decision of Point: its arguments, and which of the scores that it returns are right. With Each it is a decision
// for every token by itself, whether it is one of those at Right, by how far its score is above that of nobody.
type Pointer struct {
	Slot            int
	Context, Tokens []int
	Links           [][]int
	Right           []int
	Weight          float32 // with Each, of every token
	Each            bool
}

// Settings say how to train.
type Settings struct {
	Epochs int
	Rate   float64 // of learning at the start; it falls to a twentieth
	Batch  int     // sentences per step
	Seed   int64
	Drop   float32 // share of numbers that are left out at random
}

// Defaults were chosen with act.model's lessons (see docs/decisions).
var Defaults = Settings{Epochs: 8, Rate: 2e-3, Batch: 24, Seed: 1, Drop: 0.3}

// Train learns a network. It is deterministic.
func Train(c Config, examples []Example, set Settings) *Net {
	net := newNet(c)
	rng := rand.New(rand.NewSource(set.Seed))
	net.start(rng)
	const shards = 2 // of a step, each in a goroutine of its own; the number does not depend on the machine, so that sums do not either
	var grads [shards][]float32
	for i := range grads {
		grads[i] = make([]float32, len(net.flat))
	}
	opt := newAdam(len(net.flat))
	order := rng.Perm(len(examples))
	steps := (len(order) + set.Batch - 1) / set.Batch
	for epoch := range set.Epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for step := range steps {
			batch := order[step*set.Batch : min(len(order), (step+1)*set.Batch)]
			var wg sync.WaitGroup
			for k := range shards {
				wg.Go(func() {
					g := newGradient(net, grads[k])
					for n := k; n < len(batch); n += shards {
						seed := set.Seed + int64(epoch)*1_000_003 + int64(batch[n])*7919
						g.example(&examples[batch[n]], newMasks(rand.New(rand.NewSource(seed)), set.Drop))
					}
				})
			}
			wg.Wait()
			total := grads[0]
			for k := 1; k < shards; k++ {
				addTo(total, grads[k])
				clear(grads[k])
			}
			rate := set.Rate * (1.05 - float64(epoch*steps+step)/float64(set.Epochs*steps))
			opt.step(net.flat, total, rate)
			clear(total)
		}
	}
	return net
}

// start fills the weights at random, each part by its width (Glorot and Bengio 2010); the gates begin by remembering.
func (n *Net) start(rng *rand.Rand) {
	fill := func(w []float32, in, out int) {
		limit := math.Sqrt(6 / float64(in+out))
		for i := range w {
			w[i] = float32((2*rng.Float64() - 1) * limit)
		}
	}
	c, w := &n.Config, &n.w
	fill(w.vector, c.Vector, c.Word)
	fill(w.tags, 8, c.Word)
	for d := range 2 {
		fill(w.in[d], c.Word, c.State)
		fill(w.rec[d], c.State, c.State)
		for j := c.State; j < 2*c.State; j++ {
			w.bias[d][j] = 1
		}
	}
	fill(w.topic, c.Vector, c.Topic)
	fill(w.hidden, c.about(), c.Hidden)
	fill(w.labels, c.Hidden, c.Labels)
	for s := range c.Slots {
		fill(w.ask[s], c.Hidden, c.Query)
		fill(w.context[s], c.Query, c.Query)
		fill(w.key[s], c.keyed(), c.Query)
		fill(w.apart[s], c.Query, c.Query)
		fill(w.links[s], c.Query, c.Query)
		fill(w.weigh[s], c.Query, 1)
		fill(w.open[s], c.Hidden, 2)
	}
}

// adam is the optimiser of Kingma and Ba (2015), with decay apart from the slope (Loshchilov and Hutter 2019).
type adam struct {
	m, v []float32
	t    int
}

func newAdam(n int) *adam { return &adam{m: make([]float32, n), v: make([]float32, n)} }

const (
	beta1, beta2 = 0.9, 0.999
	decay        = 0.01
	longest      = 1.0  // slopes longer than this are shortened to it
	usual        = 60.0 // decisions in a step, about, by which slopes are divided
)

func (a *adam) step(w, g []float32, rate float64) {
	a.t++
	norm := 0.0
	for _, x := range g {
		norm += float64(x) * float64(x)
	}
	scale := 1 / usual
	if norm = math.Sqrt(norm) * scale; norm > longest {
		scale *= longest / norm
	}
	s := float32(scale)
	r := float32(rate * math.Sqrt(1-math.Pow(beta2, float64(a.t))) / (1 - math.Pow(beta1, float64(a.t))))
	keep := float32(1 - rate*decay)
	for i, x := range g {
		x *= s
		m := beta1*a.m[i] + (1-beta1)*x
		v := beta2*a.v[i] + (1-beta2)*x*x
		a.m[i], a.v[i] = m, v
		w[i] = w[i]*keep - r*m/(float32(math.Sqrt(float64(v)))+1e-8)
	}
}

// gradient gathers the slopes of a network's weights.
type gradient struct {
	net *Net
	g   weights
}

func newGradient(n *Net, flat []float32) *gradient {
	g := &gradient{net: n}
	g.g, _ = n.bind(flat)
	return g
}

// example adds the slopes of a sentence and returns its loss.
func (g *gradient) example(x *Example, mask *masks) float64 {
	n := g.net
	topic := n.About(x.Mean)
	s := n.read(x.Tokens, topic, mask)
	b := n.both()
	back := &backward{g: g, s: s, state: make([]float32, len(s.state)), word: make([]float32, len(s.word)), topic: make([]float32, n.Topic), keys: make([][]float32, n.Slots)}
	loss := 0.0
	for i := range x.Words {
		loss += back.lesson(&x.Words[i])
	}
	back.spread()
	for slot, dk := range back.keys {
		if dk == nil {
			continue
		}
		l := len(x.Tokens)
		at := b * n.Query
		dense.MulAddTRows(back.state, n.w.key[slot][:at], dk, l)
		dense.MulAddTRows(back.word, n.w.key[slot][at:], dk, l)
		dense.Outer(g.g.key[slot][:at], s.state, dk, l)
		dense.Outer(g.g.key[slot][at:], s.word, dk, l)
	}
	for i, v := range topic {
		if v <= 0 {
			back.topic[i] = 0
		}
	}
	dense.Outer(g.g.topic, x.Mean, back.topic, 1)
	addTo(g.g.topicBias, back.topic)
	mask.back(maskState, back.state)
	for d := range 2 {
		back.run(d)
	}
	mask.back(maskWord, back.word)
	for i, v := range s.word {
		if v <= 0 {
			back.word[i] = 0
		}
	}
	vectors := make([]float32, len(x.Tokens)*n.Vector)
	for i := range x.Tokens {
		dx := back.word[i*n.Word : (i+1)*n.Word]
		addTo(g.g.wordBias, dx)
		if v := x.Tokens[i].Vector; v != nil {
			copy(vectors[i*n.Vector:], mask.vector(i, v))
		}
		for k, t := range x.Tokens[i].Tags {
			if mask.tag(i, k) {
				addTo(g.g.tags[int(t)*n.Word:(int(t)+1)*n.Word], dx)
			}
		}
	}
	dense.Outer(g.g.vector, vectors, back.word, len(x.Tokens))
	return loss
}

// backward is the way back through one sentence.
type backward struct {
	g                  *gradient
	s                  *Sentence
	state, word, topic []float32
	keys               [][]float32 // per slot, of the tokens
	words              []*Word     // in question so far, and of each one after the other:
	z, hidden          []float32   // what it was made from, the slopes of Hidden
}

func (b *backward) lesson(l *Lesson) float64 {
	n, g := b.s.net, b.g
	w := b.s.Word(l.Token)
	dh := make([]float32, n.Hidden)
	loss := 0.0
	if len(l.Labels) > 0 {
		score, slope := w.Labels(), make([]float32, n.Labels)
		for i := range l.Labels {
			c := &l.Labels[i]
			loss += slopes(score[c.From:c.To], c.Right, c.Weight, slope[c.From:c.To])
		}
		dense.MulAddT(dh, n.w.labels, slope)
		dense.Outer(g.g.labels, w.hidden, slope, 1)
		addTo(g.g.labelBias, slope)
	}
	for i := range l.Points {
		loss += b.pointer(w, &l.Points[i], dh)
	}
	b.s.mask.unhide(l.Token, dh)
	for i, v := range w.hidden {
		if v <= 0 {
			dh[i] = 0
		}
	}
	addTo(g.g.hiddenBias, dh)
	b.words, b.z, b.hidden = append(b.words, w), append(b.z, w.z...), append(b.hidden, dh...)
	return loss
}

// spread goes back from Hidden of all words in question to what about collected for them.
func (b *backward) spread() {
	n := b.s.net
	l := len(b.words)
	dense.Outer(b.g.g.hidden, b.z, b.hidden, l)
	dz := make([]float32, len(b.z))
	dense.MulAddTRows(dz, n.w.hidden, b.hidden, l)
	for i, w := range b.words {
		b.handOn(w, dz[i*n.about():(i+1)*n.about()])
	}
}

func (b *backward) handOn(w *Word, dz []float32) {
	n := b.s.net
	k := n.both()
	at := func(i int) []float32 { return b.state[i*k : (i+1)*k] }
	addTo(at(w.i), dz[:k])
	if h := b.s.tokens[w.i].Head; h >= 0 {
		addTo(at(h), dz[k:2*k])
	}
	if kids := b.s.kids(w.i); len(kids) > 0 {
		share := 1 / float32(len(kids))
		for _, c := range kids {
			for j, v := range dz[2*k : 3*k] {
				b.state[c*k+j] += v * share
			}
		}
		for j, v := range dz[3*k : 4*k] {
			b.state[w.best[j]*k+j] += v
		}
	}
	addTo(b.word[w.i*n.Word:(w.i+1)*n.Word], dz[4*k:4*k+n.Word])
	addTo(b.topic, dz[4*k+n.Word:])
}

func (b *backward) pointer(w *Word, l *Pointer, dh []float32) float64 {
	n, g, slot := b.s.net, b.g, l.Slot
	p := w.point(slot, l.Context, l.Tokens, l.Links)
	slope := make([]float32, len(p.score))
	var loss float64
	if l.Each {
		loss = slopesEach(p.score, l.Right, l.Weight, slope)
	} else {
		loss = slopes(p.score, l.Right, l.Weight, slope)
	}
	dense.MulAddT(dh, n.w.open[slot], slope[:2])
	dense.Outer(g.g.open[slot], w.hidden, slope[:2], 1)
	addTo(g.g.openBias[slot], slope[:2])
	for _, c := range l.Context {
		addTo(g.g.openContext[slot][2*c:2*c+2], slope[:2])
	}
	if len(l.Tokens) == 0 {
		return loss
	}
	if b.keys[slot] == nil {
		b.keys[slot] = make([]float32, len(b.s.tokens)*n.Query)
	}
	dq := make([]float32, n.Query)
	for k, t := range l.Tokens {
		d := Distance(w.i, t)
		apart, key := g.g.apart[slot][d*n.Query:(d+1)*n.Query], b.keys[slot][t*n.Query:(t+1)*n.Query]
		for j, v := range p.mixed[k*n.Query : (k+1)*n.Query] {
			if v <= 0 {
				continue
			}
			g.g.weigh[slot][j] += slope[2+k] * v
			x := slope[2+k] * n.w.weigh[slot][j]
			dq[j] += x
			apart[j] += x
			key[j] += x
			for _, y := range l.Links[k] {
				g.g.links[slot][y*n.Query+j] += x
			}
		}
	}
	dense.MulAddT(dh, n.w.ask[slot], dq)
	dense.Outer(g.g.ask[slot], w.hidden, dq, 1)
	for _, c := range l.Context {
		addTo(g.g.context[slot][c*n.Query:(c+1)*n.Query], dq)
	}
	return loss
}

// run goes back through one direction of the LSTM.
func (b *backward) run(d int) {
	s, n := b.s, b.s.net
	h, l := n.State, len(s.tokens)
	gates, cell, squash := s.gates[d], s.cell[d], s.squash[d]
	slope := make([]float32, l*4*h) // of the gates before their functions
	prev := make([]float32, l*h)    // the state that each token received
	dh, dc := make([]float32, h), make([]float32, h)
	for k := l - 1; k >= 0; k-- {
		i, before := k, k-1
		if d == 1 {
			i, before = l-1-k, l-k
		}
		addTo(dh, b.state[i*n.both()+d*h:i*n.both()+d*h+h])
		g, q, z := gates[i*4*h:(i+1)*4*h], squash[i*h:(i+1)*h], slope[i*4*h:(i+1)*4*h]
		for j := range h {
			in, forget, out, cand := g[j], g[h+j], g[2*h+j], g[3*h+j]
			dc[j] += dh[j] * out * (1 - q[j]*q[j])
			z[2*h+j] = dh[j] * q[j] * out * (1 - out)
			z[j] = dc[j] * cand * in * (1 - in)
			z[3*h+j] = dc[j] * in * (1 - cand*cand)
			if k > 0 {
				z[h+j] = dc[j] * cell[before*h+j] * forget * (1 - forget)
			}
			dc[j] *= forget
		}
		clear(dh)
		if k > 0 {
			dense.MulAddT(dh, n.w.rec[d], z)
			for j := range h {
				prev[i*h+j] = gates[before*4*h+2*h+j] * squash[before*h+j]
			}
		}
		addTo(b.g.g.bias[d], z)
	}
	dense.Outer(b.g.g.rec[d], prev, slope, l)
	dense.Outer(b.g.g.in[d], s.word, slope, l)
	dense.MulAddTRows(b.word, n.w.in[d], slope, l)
}

// slopes adds the slopes of the loss by the scores, and returns the loss: what the right ones lack of certainty, together.
func slopes(score []float32, right []int, weight float32, slope []float32) float64 {
	top := slices.Max(score)
	p, sum := make([]float64, len(score)), 0.0
	for i, v := range score {
		p[i] = math.Exp(float64(v - top))
		sum += p[i]
	}
	good := 1e-12
	for _, i := range right {
		good += p[i] / sum
	}
	for i := range p {
		slope[i] += float32(p[i]/sum) * weight
	}
	for _, i := range right {
		slope[i] -= float32(p[i]/sum/good) * weight
	}
	return -math.Log(good) * float64(weight)
}

// slopesEach does as slopes where every token is a decision by itself (see Pointer.Each).
func slopesEach(score []float32, right []int, weight float32, slope []float32) float64 {
	loss, next := 0.0, 0
	for i := 2; i < len(score); i++ {
		want := 0.0
		if next < len(right) && right[next] == i {
			want, next = 1, next+1
		}
		p := 1 / (1 + math.Exp(float64(score[0]-score[i])))
		d := float32(p-want) * weight
		slope[i] += d
		slope[0] -= d
		loss -= math.Log(max(1e-12, 1-math.Abs(p-want))) * float64(weight)
	}
	return loss
}

// masks are what is left out of a sentence at random, so that nothing is relied on alone (dropout, Srivastava et al. 2014).
type masks struct {
	rng     *rand.Rand
	drop    float32
	of      [2][]float32
	vectors map[int][]float32
	tags    map[[2]int]bool
	hidden  map[int][]float32
}

const (
	maskWord = iota
	maskState
)

func newMasks(rng *rand.Rand, drop float32) *masks {
	return &masks{rng: rng, drop: drop, vectors: map[int][]float32{}, tags: map[[2]int]bool{}, hidden: map[int][]float32{}}
}

func (m *masks) draw(n int) []float32 {
	out := make([]float32, n)
	keep := 1 / (1 - m.drop)
	for i := range out {
		if m.rng.Float32() >= m.drop {
			out[i] = keep
		}
	}
	return out
}

func (m *masks) apply(which int, x []float32) {
	m.of[which] = m.draw(len(x))
	times(x, m.of[which])
}

func (m *masks) back(which int, x []float32) { times(x, m.of[which]) }

func (m *masks) vector(i int, v []float32) []float32 {
	if x := m.vectors[i]; x != nil {
		return x
	}
	x := m.draw(len(v))
	times(x, v)
	m.vectors[i] = x
	return x
}

func (m *masks) tag(i, k int) bool {
	key := [2]int{i, k}
	v, ok := m.tags[key]
	if !ok {
		v = m.rng.Float32() >= m.drop/2
		m.tags[key] = v
	}
	return v
}

func (m *masks) hide(i int, x []float32) {
	if m.hidden[i] == nil {
		m.hidden[i] = m.draw(len(x))
	}
	times(x, m.hidden[i])
}

func (m *masks) unhide(i int, x []float32) { times(x, m.hidden[i]) }

func times(x, by []float32) {
	for i, v := range by {
		x[i] *= v
	}
}
