package merge

import (
	"math"
	"slices"
)

// Pair is a pair of reports for training.
type Pair struct {
	Features Features
	Same     bool
	Weight   float64 // how many pairs it stands for
}

const (
	trainSteps = 12
	ridge      = 1.0
)

// Train fits Weights to pairs: logistic regression by Newton's method with a small penalty on large weights.
func Train(pairs []Pair) Weights {
	var w Weights
	for range trainSteps {
		var g Features
		var h [numFeatures]Features
		for i := range w {
			g[i], h[i][i] = -ridge*w[i], ridge
		}
		for k := range pairs {
			p := &pairs[k]
			q := 1 / (1 + math.Exp(-w.Score(&p.Features)))
			e, c := -q, q*(1-q)
			if p.Same {
				e++
			}
			for i, v := range p.Features {
				if v == 0 {
					continue
				}
				g[i] += p.Weight * e * v
				for j, u := range p.Features {
					h[i][j] += p.Weight * c * v * u
				}
			}
		}
		step := solve(&h, &g)
		for i := range w {
			w[i] += step[i]
		}
	}
	return w
}

// solve solves h x = g for a positive definite h, by elimination.
func solve(h *[numFeatures]Features, g *Features) Features {
	for i := range h {
		for r := i + 1; r < numFeatures; r++ {
			m := h[r][i] / h[i][i]
			for c := i; c < numFeatures; c++ {
				h[r][c] -= m * h[i][c]
			}
			g[r] -= m * g[i]
		}
	}
	var x Features
	for i := numFeatures - 1; i >= 0; i-- {
		s := g[i]
		for c := i + 1; c < numFeatures; c++ {
			s -= h[i][c] * x[c]
		}
		x[i] = s / h[i][i]
	}
	return x
}

// Cluster groups reports in one go, comparing all with all: what Online comes to when every two reports share a key.
// It returns for each report the index of the one that leads it.
func Cluster(reports []*Report, least float64, score func(a, b *Report) float64) []int {
	members := make([]*Member[*Report], len(reports))
	order := make([]int, len(reports))
	for i, r := range reports {
		members[i], order[i] = reportMember(r), i
	}
	slices.SortFunc(order, func(i, j int) int { return precedence(members[i], members[j]) })
	leader := make([]int, len(reports))
	var leads []int
	for _, i := range order {
		best, at := least, -1
		for _, l := range leads {
			if s := score(reports[i], reports[l]); s > best || s == best && at < 0 {
				best, at = s, l
			}
		}
		if at < 0 {
			leads = append(leads, i)
			at = i
		}
		leader[i] = at
	}
	return leader
}
