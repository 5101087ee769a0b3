package place

import (
	"fmt"
	"math"
	"strings"

	"onrecord/internal/doc"
)

// Example is an article whose place names are known.
type Example struct {
	Text  string
	Spans []doc.Span
	Hints Hints
	Right func(i int, c Candidate) bool // whether the i-th name means the candidate
	Share float64                       // weight of each name, so that a large corpus does not drown a small one
}

// Numbers of the training: passes over features and weights in turn, steps of the gradient in each, its rate,
// and how strongly the weights are pulled towards where they started.
const (
	passes = 4
	steps  = 300
	rate   = 0.05
	pull   = 0.002
)

// choice is a name with candidates, some of them right.
type choice struct {
	x     []vector
	right []bool
	share float64
}

// Train fits the weights of the ranker to examples as a conditional logit, starting from, and
// pulled towards, the weights set by hand: what the examples say nothing about stays. It returns a new resolver.
func (r *Resolver) Train(examples []Example) *Resolver {
	t := &Resolver{gaz: r.gaz, weights: r.start, start: r.start}
	for range passes {
		var cs []choice
		total := 0.0
		for _, e := range examples {
			for _, c := range t.choices(e) {
				cs = append(cs, c)
				total += c.share
			}
		}
		if total > 0 {
			t.fit(cs, total)
		}
	}
	return t
}

func (r *Resolver) choices(e Example) []choice {
	ms, groups := r.mentions(e.Text, e.Spans, e.Hints)
	r.rank(ms, groups)
	var cs []choice
	for i := range ms {
		c := choice{share: e.Share}
		good := 0
		for _, k := range ms[i].cands {
			ok := e.Right(i, r.gaz.candidate(hit{k.place, k.as}))
			c.x, c.right = append(c.x, k.x), append(c.right, ok)
			if ok {
				good++
			}
		}
		if good > 0 && good < len(c.x) {
			cs = append(cs, c)
		}
	}
	return cs
}

// fit climbs the regularised likelihood of the right candidates by Adam on all examples at once.
func (r *Resolver) fit(cs []choice, total float64) {
	var m, v vector
	w := &r.weights
	for step := 1; step <= steps; step++ {
		g := gradient(cs, w)
		for f := range w {
			grad := g[f]/total - pull*(w[f]-r.start[f])
			m[f] = 0.9*m[f] + 0.1*grad
			v[f] = 0.999*v[f] + 0.001*grad*grad
			mm, vv := m[f]/(1-math.Pow(0.9, float64(step))), v[f]/(1-math.Pow(0.999, float64(step)))
			w[f] += rate * mm / (math.Sqrt(vv) + 1e-8)
		}
	}
}

func gradient(cs []choice, w *vector) (g vector) {
	var p []float64
	for _, c := range cs {
		p = p[:0]
		top := math.Inf(-1)
		for i := range c.x {
			p = append(p, c.x[i].dot(w))
			top = max(top, p[i])
		}
		all, good := 0.0, 0.0
		for i := range p {
			p[i] = math.Exp(p[i] - top)
			all += p[i]
			if c.right[i] {
				good += p[i]
			}
		}
		for i := range p {
			d := -p[i] / all
			if c.right[i] && good > 0 {
				d += p[i] / good
			}
			for f := range g {
				g[f] += c.share * d * c.x[i][f]
			}
		}
	}
	return g
}

// Weights writes the weights in the form of data/place-weights.tsv.
func (r *Resolver) Weights() string {
	var b strings.Builder
	b.WriteString("feature\tstart\tweight\n")
	for f, name := range featureNames {
		fmt.Fprintf(&b, "%s\t%g\t%.3f\n", name, r.start[f], r.weights[f])
	}
	return b.String()
}
