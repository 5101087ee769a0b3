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
}

// logit is a logistic regression in the making, one row of weights per feature, trained by AdaGrad whose
// sums of squares start at 1, so that what is seen once is not learned by heart.
type logit struct {
	ids  map[uint64]int32
	rows []logitRow
}

type logitRow struct {
	from int
	w, g []float32
}

const (
	learnRate  = 0.1
	learnL2    = 2e-4
	negligible = 2e-3
)

func newLogit() *logit { return &logit{ids: map[uint64]int32{}} }

func (l *logit) row(f uint64, from, to int) *logitRow {
	i, ok := l.ids[f]
	if !ok {
		i = int32(len(l.rows))
		l.ids[f] = i
		l.rows = append(l.rows, logitRow{from, make([]float32, to-from), make([]float32, to-from)})
	}
	return &l.rows[i]
}

// train runs over the examples in a fixed shuffled order, epochs times.
func (l *logit) train(examples []example, epochs int) {
	rng := rand.New(rand.NewSource(7))
	order := rng.Perm(len(examples))
	rows := make([]*logitRow, 0, 128)
	for range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			x := &examples[n]
			rows = rows[:0]
			score := make([]float64, x.to-x.from)
			for _, f := range x.fs {
				l.row(f, x.from, x.to)
			}
			for _, f := range x.fs {
				row := &l.rows[l.ids[f]]
				rows = append(rows, row)
				for k, w := range row.w {
					score[k] += float64(w)
				}
			}
			slope := gradient(x, score)
			for k, v := range slope {
				if v > -negligible && v < negligible {
					continue // most labels of most examples: nothing to learn
				}
				for _, row := range rows {
					g := float32(v)*x.weight + learnL2*row.w[k]
					row.g[k] += g * g
					row.w[k] -= learnRate * g / float32(math.Sqrt(1+float64(row.g[k])))
				}
			}
		}
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

// model writes the weights as one linear.Model with the coder's labels.
func (l *logit) model(meta linear.Meta) *linear.Model {
	t := linear.NewTrainer(labels()...)
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
	out = append(out, "fills", "same", "claimed")
	for _, p := range pairTypes {
		out = append(out, "pair "+p)
	}
	return out
}
