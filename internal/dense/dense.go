// Package dense is the arithmetic of the trained stages: sums of rows of whole
// numbers for the linear models, products of vectors and matrices of float32 and
// the two curves of a recurrent network for the others. In go slices of numbers, out come the same
// slices with something added or replaced; it allocates nothing, does no I/O and
// knows neither text nor documents.
//
// The same input gives the same answer on every machine, bit for bit (of a NaN,
// only that it is one). So nothing is fused: each product is rounded before it is
// added, and every sum has an order that its function states and that both the Go
// code and the assembly keep. The assembly needs AVX2; without it, or when the
// environment variable ONRECORD_KERNEL is "go" as the program starts, the Go code
// runs.
//
// A matrix w is row-major: len(x) rows of len(y) numbers. What is written must
// not overlap what is read. Lengths that do not fit are the caller's mistake, and
// panic.
//
//	copy(gates, bias)
//	dense.MulAdd(gates, w, word)  // gates = bias + word·w
//	dense.Sigmoid(gates)
package dense

import "fmt"

// MulAdd adds x·w to y: y[j] += Σ_i x[i]*w[i*len(y)+j], in the order of i.
func MulAdd(y, w, x []float32) { mulAddRows(fast, y, w, x, 1) }

// MulAddRows does as MulAdd for n rows at once, with the same bits: x holds n rows
// of len(x)/n numbers and y n rows of len(y)/n. The weights are read once for
// four rows.
func MulAddRows(y, w, x []float32, n int) { mulAddRows(fast, y, w, x, n) }

// MulAddSparse does as MulAdd where many numbers of x are 0: it may leave out their terms. So y must not hold -0 nor w infinities
// or NaN; then the bits are the same.
func MulAddSparse(y, w, x []float32) { mulAddSparse(fast, y, w, x) }

// MulAddT is the way back: x[i] += Σ_j y[j]*w[i*len(y)+j]. The sum is kept in eight
// parts, of which part k takes every j = k mod 8 in turn; with q[k] = part k + part
// k+4 it is (q[0]+q[1]) + (q[2]+q[3]), and only then is it added to x[i].
func MulAddT(x, w, y []float32) { mulAddTRows(fast, x, w, y, 1) }

// MulAddTRows does as MulAddT for n rows at once, with the same bits.
func MulAddTRows(x, w, y []float32, n int) { mulAddTRows(fast, x, w, y, n) }

// Outer adds to w the outer product of each of n rows of x with that of y:
// w[i*ny+j] += Σ_r x[r*nx+i]*y[r*ny+j], in the order of r.
func Outer(w, x, y []float32, n int) { outer(fast, w, x, y, n) }

// Sigmoid replaces each number of x by 1/(1+exp(-x)), to within 1e-6 of it (below
// -87.3, where float32 runs out, by something less than 1.2e-38).
func Sigmoid(x []float32) { sigmoid(fast, x) }

// Tanh replaces each number of x by its hyperbolic tangent, to within 1e-6 of it.
func Tanh(x []float32) { tanh(fast, x) }

// Recur takes a step of cells of an LSTM, as many as out has numbers. gates are as many numbers each for the input, forget and output
// gate and the candidate; the first three are replaced by Sigmoid of them, the last by Tanh. Then cell = forget*before +
// input*candidate, squash = Tanh of cell and out = output*squash. cell may be before.
func Recur(gates, before, cell, squash, out []float32) {
	recurAny(fast, gates, before, cell, squash, out)
}

// Add adds x to y: y[j] += x[j].
func Add(y, x []float32) {
	alike("Add", y, x)
	add(fast, y, x)
}

// Greatest replaces each number of y by that of x where that is greater.
func Greatest(y, x []float32) {
	alike("Greatest", y, x)
	greatest(fast, y, x)
}

// Rectify replaces each number of x below 0 by 0.
func Rectify(x []float32) { rectify(fast, x) }

// Stride is the length of a row of a table for AddRows, of which n numbers are used.
func Stride(n int) int { return (n + 15) &^ 15 }

// AddRows adds rows of a table of whole numbers to sums: sums[j] += Σ_k table[rows[k]*Stride(len(sums))+j].
func AddRows(sums []int32, table []int16, rows []uint32) { addRows(fast, sums, table, rows) }

func addRows(asm bool, sums []int32, table []int16, rows []uint32) {
	if len(sums) == 0 || len(rows) == 0 {
		return
	}
	stride := Stride(len(sums))
	last := uint32(0)
	for _, r := range rows {
		last = max(last, r)
	}
	if n := len(table) / stride; int(last) >= n {
		panic(fmt.Sprintf("dense: AddRows: row %d of a table of %d", last, n))
	}
	rowSums(asm, sums, table, rows, stride)
}

func recurAny(asm bool, gates, before, cell, squash, out []float32) {
	if n := len(out); len(gates) != 4*n || len(before) != n || len(cell) != n || len(squash) != n {
		panic(fmt.Sprintf("dense: Recur: %d cells with %d gates, before %d, cell %d, squash %d", n, len(gates), len(before), len(cell), len(squash)))
	}
	recur(asm, gates, before, cell, squash, out)
}

func alike(name string, y, x []float32) {
	if len(x) != len(y) {
		panic(fmt.Sprintf("dense: %s: %d numbers to %d", name, len(x), len(y)))
	}
}

func mulAddRows(asm bool, y, w, x []float32, n int) {
	nx, ny := fit("MulAdd", len(x), len(y), len(w), n)
	product(asm, y, w, x, shape{rows: n, inner: nx, cols: ny, down: nx, along: 1})
}

func mulAddSparse(asm bool, y, w, x []float32) {
	fit("MulAddSparse", len(x), len(y), len(w), 1)
	sparse(asm, y, w, x)
}

func mulAddTRows(asm bool, x, w, y []float32, n int) {
	nx, ny := fit("MulAddT", len(x), len(y), len(w), n)
	dots(asm, x, w, y, n, nx, ny)
}

// outer is x·y with x read down its columns.
func outer(asm bool, w, x, y []float32, n int) {
	nx, ny := fit("Outer", len(x), len(y), len(w), n)
	product(asm, w, y, x, shape{rows: nx, inner: n, cols: ny, down: 1, along: nx})
}

// fit returns the lengths of a row of x and of y, and panics when x, y and w are not n rows, n rows and a matrix between them.
func fit(name string, x, y, w, n int) (nx, ny int) {
	if n == 0 && x == 0 && y == 0 {
		return 0, 0
	}
	if n < 1 || x%n != 0 || y%n != 0 || w != (x/n)*(y/n) {
		panic(fmt.Sprintf("dense: %s: x has %d numbers, y %d and w %d, which do not fit for %d rows", name, x, y, w, n))
	}
	return x / n, y / n
}

// shape is that of a product y += a·w: y has rows rows of cols numbers, w inner rows
// of cols, and the factor of row r of y and row i of w is a[r*down+i*along].
type shape struct{ rows, inner, cols, down, along int }
