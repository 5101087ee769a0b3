package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

var lengths = []int{0, 1, 7, 8, 9, 31, 33, 64, 71}

// numbers returns n numbers between -1 and 1.
func numbers(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = rng.Float32()*2 - 1
	}
	return x
}

// near fails unless each number of got is within what rounding explains of want.
func near(t *testing.T, name string, got []float32, want []float64) {
	t.Helper()
	for i := range want {
		if d := math.Abs(float64(got[i]) - want[i]); !(d <= 2e-5) {
			t.Fatalf("%s: number %d is %v, want %v", name, i, got[i], want[i])
		}
	}
}

func float64s(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

// TestProducts compares the three products with sums in float64, by every kernel.
func TestProducts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, asm := range []bool{false, fast} {
		for _, nx := range lengths {
			for _, ny := range lengths {
				for _, n := range []int{1, 2, 4, 7} {
					name := fmt.Sprintf("asm=%t nx=%d ny=%d n=%d", asm, nx, ny, n)
					x, y, w := numbers(rng, n*nx), numbers(rng, n*ny), numbers(rng, nx*ny)
					toX, toY, toW := float64s(x), float64s(y), float64s(w)
					for r := range n {
						for i := range nx {
							for j := range ny {
								toX[r*nx+i] += float64(y[r*ny+j]) * float64(w[i*ny+j])
								toY[r*ny+j] += float64(x[r*nx+i]) * float64(w[i*ny+j])
								toW[i*ny+j] += float64(x[r*nx+i]) * float64(y[r*ny+j])
							}
						}
					}
					got := append([]float32(nil), y...)
					mulAddRows(asm, got, w, x, n)
					near(t, "MulAddRows "+name, got, toY)
					got = append([]float32(nil), x...)
					mulAddTRows(asm, got, w, y, n)
					near(t, "MulAddTRows "+name, got, toX)
					got = append([]float32(nil), w...)
					outer(asm, got, x, y, n)
					near(t, "Outer "+name, got, toW)
				}
			}
		}
	}
}

// TestCurves compares the curves with those of math: they are within 1e-6 of the value, wherever it is a normal number.
func TestCurves(t *testing.T) {
	t.Parallel()
	for _, asm := range []bool{false, fast} {
		var worst [2]float64
		for i := -2_200_000; i <= 2_200_000; i++ {
			v := float32(i) / 25_000 // up to ±88
			if i%3 == 0 {
				v = float32(math.Copysign(math.Exp(-math.Abs(float64(v))), float64(v))) // and close to 0
			}
			both := [2][]float32{{v}, {v}}
			sigmoid(asm, both[0])
			tanh(asm, both[1])
			for k, want := range []float64{1 / (1 + math.Exp(-float64(v))), math.Tanh(float64(v))} {
				if math.Abs(want) < 1.2e-38 {
					continue
				}
				if d := math.Abs(float64(both[k][0])-want) / math.Abs(want); d > worst[k] || d != d {
					worst[k] = d
				}
			}
		}
		t.Logf("asm=%t: the largest relative errors are %.2g (sigmoid) and %.2g (tanh)", asm, worst[0], worst[1])
		if !(worst[0] < 1e-6 && worst[1] < 1e-6) {
			t.Error("more than 1e-6")
		}
	}
}
