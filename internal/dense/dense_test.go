package dense

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"slices"
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
					got := slices.Clone(y)
					mulAddRows(asm, got, w, x, n)
					near(t, "MulAddRows "+name, got, toY)
					got = slices.Clone(x)
					mulAddTRows(asm, got, w, y, n)
					near(t, "MulAddTRows "+name, got, toX)
					got = slices.Clone(w)
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
	var at []float32
	for i := -500_000; i <= 500_000; i++ {
		v := float64(i) / 5_700 // up to ±87.7
		at = append(at, float32(v), float32(math.Copysign(math.Exp(-math.Abs(v)), v)))
	}
	for _, asm := range []bool{false, fast} {
		for name, curve := range curves {
			got := slices.Clone(at)
			curve.replace(asm, got)
			worst := 0.0
			for i, v := range at {
				want := curve.value(float64(v))
				if d := math.Abs(float64(got[i])-want) / math.Abs(want); math.Abs(want) > 1.2e-38 && !(d <= worst) {
					worst = d
				}
			}
			t.Logf("%s, asm=%t: the largest relative error is %.2g", name, asm, worst)
			if !(worst < 1e-6) {
				t.Errorf("%s, asm=%t: the largest relative error is %g", name, asm, worst)
			}
		}
	}
}

var curves = map[string]struct {
	replace func(asm bool, x []float32)
	value   func(x float64) float64
}{
	"Sigmoid": {sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	"Tanh":    {tanh, math.Tanh},
}

// TestCurvesAtTheEnds: what is too large comes out as the limit, and what is no number stays none.
func TestCurvesAtTheEnds(t *testing.T) {
	t.Parallel()
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	zero := float32(math.Copysign(0, -1))
	at := []float32{-inf, -math.MaxFloat32, -1e4, -89, zero, 0, 89, 1e4, math.MaxFloat32, inf, nan, -nan, 1e-45, -1e-45, 20, -20}
	want := map[string][]float32{
		"Sigmoid": {0, 0, 0, 0, .5, .5, 1, 1, 1, 1, nan, nan, .5, .5, 1, 2.0611537e-9},
		"Tanh":    {-1, -1, -1, -1, zero, 0, 1, 1, 1, 1, nan, nan, 1e-45, -1e-45, 1, -1},
	}
	for _, asm := range []bool{false, fast} {
		for name, curve := range curves {
			got := slices.Clone(at)
			curve.replace(asm, got)
			for i := range got {
				if !same(got[i], want[name][i]) {
					t.Errorf("%s, asm=%t: %v becomes %v, want %v", name, asm, at[i], got[i], want[name][i])
				}
			}
		}
	}
}

// same is whether two numbers have the same bits, or are both none.
func same(a, b float32) bool {
	return math.Float32bits(a) == math.Float32bits(b) || a != a && b != b
}

// fenced is a copy of x that begins at no particular address, and a test of what lies around it.
func fenced(rng *rand.Rand, x []float32) (inside []float32, intact func() bool) {
	const post = 12345
	before := 16 + rng.IntN(8)
	all := make([]float32, before+len(x)+16)
	for i := range all {
		all[i] = post
	}
	inside = all[before : before+len(x) : before+len(x)]
	copy(inside, x)
	return inside, func() bool {
		for i, v := range all {
			if (i < before || i >= before+len(x)) && v != post {
				return false
			}
		}
		return true
	}
}

// sameBits runs everything on numbers drawn from seed, some of them extreme when odd is set, and fails where
// the assembly differs from the Go code, several rows from one after the other, or something around the result changes.
func sameBits(t *testing.T, nx, ny, n int, seed uint64, odd bool) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 7))
	draw := func(n int) []float32 {
		x := numbers(rng, n)
		for i := range x {
			if odd && rng.IntN(4) == 0 {
				x[i] = math.Float32frombits(rng.Uint32()) // any magnitude, NaN, infinity
			} else if odd && rng.IntN(8) == 0 {
				x[i] = float32(math.Copysign(0, float64(x[i])))
			}
		}
		in, _ := fenced(rng, x)
		return in
	}
	x, y, w := draw(n*nx), draw(n*ny), draw(nx*ny)
	for _, c := range []struct {
		name string
		to   []float32
		all  func(asm bool, to []float32)
		each func(to []float32, r int) // for row r alone
	}{
		{"MulAddRows", y, func(asm bool, to []float32) { mulAddRows(asm, to, w, x, n) }, func(to []float32, r int) { MulAdd(to[r*ny:(r+1)*ny], w, x[r*nx:(r+1)*nx]) }},
		{"MulAddTRows", x, func(asm bool, to []float32) { mulAddTRows(asm, to, w, y, n) }, func(to []float32, r int) { MulAddT(to[r*nx:(r+1)*nx], w, y[r*ny:(r+1)*ny]) }},
		{"Outer", w, func(asm bool, to []float32) { outer(asm, to, x, y, n) }, func(to []float32, r int) { Outer(to, x[r*nx:(r+1)*nx], y[r*ny:(r+1)*ny], 1) }},
		{"Sigmoid", x, sigmoid, func(to []float32, r int) { Sigmoid(to[r*nx : (r+1)*nx]) }},
		{"Tanh", w, tanh, func(to []float32, r int) { // there is one w for all the rows
			if r == 0 {
				Tanh(to)
			}
		}},
	} {
		want, _ := fenced(rng, c.to)
		c.all(false, want)
		whole, intact := fenced(rng, c.to)
		c.all(fast, whole)
		if !intact() {
			t.Fatalf("%s nx=%d ny=%d n=%d: wrote outside", c.name, nx, ny, n)
		}
		single, _ := fenced(rng, c.to)
		for r := range n {
			c.each(single, r)
		}
		for i := range want {
			if !same(whole[i], want[i]) || !same(single[i], want[i]) {
				t.Fatalf("%s nx=%d ny=%d n=%d: number %d is %v, by rows %v, and %v by the Go code", c.name, nx, ny, n, i, whole[i], single[i], want[i])
			}
		}
	}
}

func TestSameBits(t *testing.T) {
	t.Parallel()
	if !fast {
		t.Log("there is only the Go code to compare")
	}
	seed := uint64(0)
	for _, nx := range lengths {
		for _, ny := range append(lengths, 24, 48, 63, 100, 137) {
			for _, n := range []int{1, 2, 3, 4, 5, 9, 60} {
				seed++
				sameBits(t, nx, ny, n, seed, seed%2 == 0)
			}
		}
	}
}

// TestCells: a step of cells is what its parts are, by every kernel, also with the cells in place; so are sums and rectified numbers.
func TestCells(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 9))
	for _, n := range []int{0, 1, 7, 8, 9, 24, 64, 65} {
		for round := range 20 {
			draw := func(n int) []float32 {
				x := numbers(rng, n)
				for i := range x {
					if round%2 == 1 && rng.IntN(4) == 0 {
						x[i] = math.Float32frombits(rng.Uint32())
					} else if rng.IntN(8) == 0 {
						x[i] = float32(math.Copysign(0, float64(x[i])))
					}
				}
				return x
			}
			gates, before := draw(4*n), draw(n)
			want := [5][]float32{slices.Clone(gates), slices.Clone(before), make([]float32, n), make([]float32, n), slices.Clone(before)}
			sigmoidGo(want[0][:3*n])
			tanhGo(want[0][3*n:])
			for j := range n {
				want[1][j] = float32(want[0][n+j]*before[j]) + float32(want[0][j]*want[0][3*n+j])
				want[2][j] = want[1][j]
				tanhGo(want[2][j : j+1])
				want[3][j] = want[0][2*n+j] * want[2][j]
				want[4][j] += want[1][j]
				if want[4][j] < 0 {
					want[4][j] = 0
				}
				if want[2][j] > want[4][j] {
					want[4][j] = want[2][j]
				}
			}
			for _, asm := range []bool{false, fast} {
				for _, inPlace := range []bool{false, true} {
					var got [5][]float32
					var intact [5]func() bool
					for i, x := range [5][]float32{gates, before, make([]float32, n), make([]float32, n), before} {
						got[i], intact[i] = fenced(rng, x)
					}
					from := got[1]
					if !inPlace {
						from = slices.Clone(before)
					}
					recurAny(asm, got[0], from, got[1], got[2], got[3])
					add(asm, got[4], got[1])
					rectify(asm, got[4])
					greatest(asm, got[4], got[2])
					for i := range got {
						if !slices.EqualFunc(got[i], want[i], same) || !intact[i]() {
							t.Fatalf("asm=%t, in place %t, %d cells: part %d is %v, want %v; beside it intact: %t", asm, inPlace, n, i, got[i], want[i], intact[i]())
						}
					}
				}
			}
		}
	}
}

// TestSparse: leaving out what is 0 changes no bit.
func TestSparse(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 11))
	for _, nx := range []int{0, 1, 5, 96, 640, 1500} {
		for _, ny := range []int{0, 7, 31, 32, 48, 64, 160, 256} {
			for _, least := range []float32{-1, 0, 1} { // what is less is 0
				x, y, w := numbers(rng, nx), numbers(rng, ny), numbers(rng, nx*ny)
				for i := range x {
					if x[i] < least {
						x[i] = 0
					}
				}
				want := slices.Clone(y)
				mulAddRows(false, want, w, x, 1)
				for _, asm := range []bool{false, fast} {
					got, intact := fenced(rng, y)
					mulAddSparse(asm, got, w, x)
					if !slices.EqualFunc(got, want, same) || !intact() {
						t.Fatalf("asm=%t nx=%d ny=%d least=%v: it differs, or wrote outside: %t", asm, nx, ny, least, !intact())
					}
				}
			}
		}
	}
}

func FuzzSameBits(f *testing.F) {
	f.Add(uint8(9), uint8(33), uint8(5), uint64(1), false)
	f.Add(uint8(31), uint8(137), uint8(4), uint64(2), true)
	f.Fuzz(func(t *testing.T, nx, ny, n uint8, seed uint64, odd bool) {
		sameBits(t, int(nx), int(ny), 1+int(n)%64, seed, odd)
	})
}

// TestAddRows compares the sums of rows with the plain ones, by every kernel, and sees that nothing beside them is written.
func TestAddRows(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	for _, cols := range []int{1, 2, 3, 4, 5, 15, 16, 17, 44, 63, 64, 65, 107, 128, 150} {
		for _, n := range []int{0, 1, 2, 7, 64} {
			const rows, post = 20, 12345
			stride := Stride(cols)
			table := make([]int16, rows*stride)
			for i := range table {
				table[i] = int16(rng.Uint32())
			}
			at, want := make([]uint32, n), make([]int32, cols)
			for j := range want {
				want[j] = int32(rng.Uint32())
			}
			start := slices.Clone(want)
			for i := range at {
				at[i] = rng.Uint32N(rows)
				for j := range want {
					want[j] += int32(table[int(at[i])*stride+j])
				}
			}
			for _, asm := range []bool{false, fast} {
				all := slices.Repeat([]int32{post}, cols+32)
				got := all[16 : 16+cols : 16+cols]
				copy(got, start)
				addRows(asm, got, table, at)
				if !slices.Equal(got, want) {
					t.Fatalf("asm=%t, %d rows of %d: %v, want %v", asm, n, cols, got, want)
				}
				for i, v := range all {
					if (i < 16 || i >= 16+cols) && v != post {
						t.Fatalf("asm=%t, %d rows of %d: wrote outside", asm, n, cols)
					}
				}
			}
		}
	}
	AddRows(nil, nil, nil)
	defer func() {
		if recover() == nil {
			t.Error("a row that the table does not have: no panic")
		}
	}()
	AddRows(make([]int32, 5), make([]int16, 32), []uint32{0, 2})
}

// TestSameEverywhere: these are the bits of one long calculation, on any machine. A change of the
// order of a sum, or a compiler that fuses, shows here, and with it every trained network changes.
func TestSameEverywhere(t *testing.T) {
	t.Parallel()
	const want = 0x6a34b10a
	for _, asm := range []bool{false, fast} {
		const nx, ny, n = 77, 101, 6
		rng := rand.New(rand.NewPCG(3, 4))
		x, y, w := numbers(rng, n*nx), numbers(rng, n*ny), numbers(rng, nx*ny)
		sum := crc32.NewIEEE()
		for range 5 {
			mulAddRows(asm, y, w, x, n)
			tanh(asm, y)
			mulAddTRows(asm, x, w, y, n)
			sigmoid(asm, x)
			outer(asm, w, x, y, n)
			tanh(asm, w)
			for _, v := range slices.Concat(x, y, w) {
				sum.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)))
			}
		}
		if got := sum.Sum32(); got != want {
			t.Errorf("asm=%t: the checksum is %#x, want %#x", asm, got, want)
		}
	}
}

func TestLengthsThatDoNotFit(t *testing.T) {
	t.Parallel()
	f := func(n int) []float32 { return make([]float32, n) }
	for name, call := range map[string]func(){
		"a short matrix":      func() { MulAdd(f(3), f(5), f(2)) },
		"a long matrix":       func() { MulAddT(f(2), f(7), f(3)) },
		"half a row of x":     func() { MulAddRows(f(6), f(6), f(5), 2) },
		"half a row of y":     func() { MulAddTRows(f(4), f(6), f(5), 2) },
		"no rows":             func() { Outer(f(6), f(2), f(3), 0) },
		"gates of no cells":   func() { Recur(f(7), f(2), f(2), f(2), f(2)) },
		"a sum with less":     func() { Add(f(3), f(2)) },
		"the greater of more": func() { Greatest(f(2), f(3)) },
		"fewer than no rows":  func() { MulAddRows(f(3), f(6), f(2), -1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
	MulAddRows(nil, f(6), nil, 0)
}

// BenchmarkProducts counts two operations for a number of w and row.
func BenchmarkProducts(b *testing.B) {
	for _, s := range []struct{ nx, ny, n int }{{96, 256, 1}, {96, 256, 24}, {160, 256, 1}, {160, 256, 24}} {
		rng := rand.New(rand.NewPCG(1, 2))
		x, y, w := numbers(rng, s.n*s.nx), numbers(rng, s.n*s.ny), numbers(rng, s.nx*s.ny)
		for name, run := range map[string]func(asm bool){
			"MulAddRows":  func(asm bool) { mulAddRows(asm, y, w, x, s.n) },
			"MulAddTRows": func(asm bool) { mulAddTRows(asm, x, w, y, s.n) },
			"Outer":       func(asm bool) { outer(asm, w, x, y, s.n) },
		} {
			for _, asm := range []bool{false, true} {
				if asm && !fast {
					continue
				}
				b.Run(fmt.Sprintf("%s/%dx%d/n=%d/asm=%t", name, s.nx, s.ny, s.n, asm), func(b *testing.B) {
					clear(x) // or the sums grow without end
					clear(y)
					for b.Loop() {
						run(asm)
					}
					b.ReportMetric(float64(2*s.nx*s.ny*s.n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
				})
			}
		}
	}
}

// BenchmarkAddRows counts an addition for a number of a row.
func BenchmarkAddRows(b *testing.B) {
	for _, cols := range []int{44, 107} {
		table, sums := make([]int16, 4096*Stride(cols)), make([]int32, cols)
		rows := make([]uint32, 32)
		for i := range rows {
			rows[i] = uint32(i * 127)
		}
		for _, asm := range []bool{false, true} {
			if asm && !fast {
				continue
			}
			b.Run(fmt.Sprintf("%d/asm=%t", cols, asm), func(b *testing.B) {
				for b.Loop() {
					addRows(asm, sums, table, rows)
				}
				b.ReportMetric(float64(cols*len(rows))*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gadd/s")
			})
		}
	}
}

func BenchmarkCurves(b *testing.B) {
	from := numbers(rand.New(rand.NewPCG(1, 2)), 256)
	x := make([]float32, len(from))
	for name, curve := range curves {
		for _, asm := range []bool{false, true} {
			if asm && !fast {
				continue
			}
			b.Run(fmt.Sprintf("%s/asm=%t", name, asm), func(b *testing.B) {
				for b.Loop() {
					copy(x, from)
					curve.replace(asm, x)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(x)), "ns/number")
			})
		}
	}
}
