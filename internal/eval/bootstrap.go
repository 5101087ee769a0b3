package eval

import (
	"math/rand"
	"slices"
)

// resamples is how often the documents are drawn anew for an interval.
const resamples = 1000

// interval gives the bounds, in percent, between which 95 of 100 resamplings of the documents have the share of hits: how far a
// score would move with other articles of the same kind. The draws are the same in every run.
func interval(hits, of []int) (low, high float64) {
	if len(hits) == 0 {
		return 0, 0
	}
	rng := rand.New(rand.NewSource(1))
	scores := make([]float64, resamples)
	for k := range scores {
		h, n := 0, 0
		for range hits {
			i := rng.Intn(len(hits))
			h += hits[i]
			n += of[i]
		}
		scores[k] = Percent(h, n)
	}
	slices.Sort(scores)
	return scores[resamples*25/1000], scores[resamples*975/1000]
}
