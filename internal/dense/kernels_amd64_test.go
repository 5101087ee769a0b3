package dense

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestWidths: vectors of 8 and of 16 numbers give the same bits.
func TestWidths(t *testing.T) {
	t.Parallel()
	if !wide {
		t.Skip("this processor has no vectors of 16 numbers that are worth it")
	}
	rng := rand.New(rand.NewPCG(12, 13))
	for _, cols := range []int{1, 16, 24, 31, 32, 48, 63, 64, 100, 128, 160, 256, 300} {
		for _, rows := range []int{1, 2, 3, 4, 5, 9, 60} {
			const inner = 37
			x, y, w := numbers(rng, rows*inner), numbers(rng, rows*cols), numbers(rng, inner*cols)
			var got [2][]float32
			for k := range got {
				to, intact := fenced(rng, y)
				productBy(k == 1, to, w, x, shape{rows: rows, inner: inner, cols: cols, down: inner, along: 1})
				if !intact() {
					t.Fatalf("%d rows of %d columns, wide %t: wrote outside", rows, cols, k == 1)
				}
				got[k] = to
			}
			if !slices.EqualFunc(got[0], got[1], same) {
				t.Fatalf("%d rows of %d columns differ", rows, cols)
			}
		}
	}
}
