package event

import (
	"math"
	"math/rand"

	"onrecord/internal/linear"
)

// example is one decision to learn: of a group of labels [from, to) the one at want is right. A group of a single
// label is a yes or no: want is then from or, for no, -1.
type example struct {
	fs       []uint64
	from, to int
	want     int
	any      []int // if set, any of these labels is right (weak supervision), want is unused
	weight   float32
	choice   *choice // if set, the example is a choice among hypotheses, and only weight counts besides
}

// choice is a decision among hypotheses whose scores are sums of units; units are scored by one label.
type choice struct {
	label int
	units [][]uint64
	hyps  []hyp
	right []bool    // per hypothesis; at least one
	base  []float64 // per unit what the network counts for already; nil = nothing
}

// logit is a logistic regression in the making, one row of weights per feature, trained by AdaGrad whose
// sums of squares start at 1, so that what is seen once is not learned by heart.
type logit struct {
	ids  map[uint64]int32
	rows []logitRow
}

type logitRow struct {
	from      int
	w, g, sum []float32 // weights, sums of squared slopes, sums of the weights after each epoch
}

const (
	learnRate  = 0.05
	learnL2    = 2e-4
	negligible = 2e-3
)

func newLogit() *logit { return &logit{ids: map[uint64]int32{}} }

// intern returns the rows of features.
func (l *logit) intern(fs []uint64, from, to int) []int32 {
	out := make([]int32, len(fs))
	for n, f := range fs {
		i, ok := l.ids[f]
		if !ok {
			i = int32(len(l.rows))
			l.ids[f] = i
			n := to - from
			w := make([]float32, 3*n)
			l.rows = append(l.rows, logitRow{from, w[:n], w[n : 2*n], w[2*n:]})
		}
		out[n] = i
	}
	return out
}

// train runs over the examples in a shuffled order that is the same each time, epochs times, and takes the mean of the weights
// after each epoch. The groups of examples that one logit is trained on must not share features.
func (l *logit) train(examples []example, epochs int) {
	rng := rand.New(rand.NewSource(7))
	first := len(l.rows)
	rows := make([][][]int32, len(examples)) // per example and unit
	for n := range examples {
		if x := &examples[n]; x.choice == nil {
			rows[n] = [][]int32{l.intern(x.fs, x.from, x.to)}
		} else {
			for _, fs := range x.choice.units {
				rows[n] = append(rows[n], l.intern(fs, x.choice.label, x.choice.label+1))
			}
		}
	}
	order := rng.Perm(len(examples))
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			if x := &examples[n]; x.choice == nil {
				score := make([]float64, x.to-x.from)
				l.score(rows[n][0], score)
				l.learn(rows[n][0], gradient(x, score), x.weight)
			} else {
				l.choose(x.choice, rows[n], x.weight)
			}
		}
		for i := first; i < len(l.rows); i++ {
			row := &l.rows[i]
			for k, w := range row.w {
				row.sum[k] += w
			}
		}
	}
	for i := first; i < len(l.rows); i++ {
		row := &l.rows[i]
		for k := range row.w {
			row.w[k] = row.sum[k] / float32(epochs)
		}
	}
}

func (l *logit) score(rows []int32, score []float64) {
	for _, i := range rows {
		for k, w := range l.rows[i].w {
			score[k] += float64(w)
		}
	}
}

// learn takes one step against the slope of each label.
func (l *logit) learn(rows []int32, slope []float64, weight float32) {
	for k, v := range slope {
		if v > -negligible && v < negligible {
			continue // most labels of most examples: nothing to learn
		}
		for _, i := range rows {
			row := &l.rows[i]
			g := float32(v)*weight + learnL2*row.w[k]
			row.g[k] += g * g
			row.w[k] -= learnRate * g / float32(math.Sqrt(1+float64(row.g[k])))
		}
	}
}

// choose takes one step towards the right hypotheses of a choice.
func (l *logit) choose(c *choice, rows [][]int32, weight float32) {
	units := make([]float64, len(c.units))
	copy(units, c.base)
	for i := range units {
		l.score(rows[i], units[i:i+1])
	}
	p := make([]float64, len(c.hyps))
	for i := range c.hyps {
		for _, u := range c.hyps[i].sum() {
			p[i] += units[u]
		}
	}
	p = softmax(p, 0, len(p))
	sum := 1e-9
	for i := range p {
		if c.right[i] {
			sum += p[i]
		}
	}
	slope := make([]float64, len(units))
	for i := range p {
		v := p[i]
		if c.right[i] {
			v -= p[i] / sum
		}
		for _, u := range c.hyps[i].sum() {
			slope[u] += v
		}
	}
	for i := range slope {
		l.learn(rows[i], slope[i:i+1], weight)
	}
}

// gradient of the loss over the scores.
func gradient(x *example, score []float64) []float64 {
	if len(score) == 1 {
		p := sigmoid(score[0])
		if x.want == x.from {
			p--
		}
		return []float64{p}
	}
	p := softmax(score, 0, len(score))
	if x.any == nil {
		p[x.want-x.from]--
		return p
	}
	sum := 0.0
	for _, a := range x.any {
		sum += p[a-x.from]
	}
	for _, a := range x.any {
		p[a-x.from] -= p[a-x.from] / max(sum, 1e-9)
	}
	return p
}

// prune forgets weights nearer to zero than least.
func (l *logit) prune(least float32) {
	for i := range l.rows {
		for k, w := range l.rows[i].w {
			if w < least && w > -least {
				l.rows[i].w[k] = 0
			}
		}
	}
}

// model writes the weights as one linear.Model with the coder's labels.
func (l *logit) model(meta linear.Meta) *linear.Model { return l.modelOf(meta, labels()...) }

func (l *logit) modelOf(meta linear.Meta, labels ...string) *linear.Model {
	t := linear.NewTrainer(labels...)
	for f, i := range l.ids {
		row := &l.rows[i]
		for k, w := range row.w {
			if w > 1.0/128 || w < -1.0/128 {
				t.Update([]uint64{f}, row.from+k, w)
			}
		}
	}
	return t.Model(meta, linear.Prune{})
}

func labels() []string {
	out := append([]string{"none"}, acts[:]...)
	out = append(out, statuses[:]...)
	out = append(out, "fills", "same", "claimed", "event", "stands")
	for _, p := range pairTypes {
		out = append(out, "pair "+p)
	}
	return out
}
