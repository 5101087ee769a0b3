//go:build !amd64

package dense

// fast is whether there is assembly to use.
const fast = false

// product adds the matrix product a·w to y.
func product(_ bool, y, w, a []float32, s shape) { productGo(y, w, a, s) }

// dots adds the product of each row of y with each row of w to the number of x that stands for the two.
func dots(_ bool, x, w, y []float32, n, nx, ny int) { dotsGo(x, w, y, n, nx, ny) }

// rowSums adds rows of a table to sums.
func rowSums(_ bool, sums []int32, table []int16, rows []uint32, stride int) {
	rowSumsGo(sums, table, rows, stride)
}

// sigmoid replaces each number of x by its logistic.
func sigmoid(_ bool, x []float32) { sigmoidGo(x) }

// tanh replaces each number of x by its hyperbolic tangent.
func tanh(_ bool, x []float32) { tanhGo(x) }

// recur is a step of cells.
func recur(_ bool, gates, before, cell, squash, out []float32) {
	recurGo(gates, before, cell, squash, out)
}

// add adds x to y.
func add(_ bool, y, x []float32) { addGo(y, x) }

// rectify replaces what is negative by 0.
func rectify(_ bool, x []float32) { rectifyGo(x) }

// greatest replaces each number of y by that of x where that is greater.
func greatest(_ bool, y, x []float32) { greatestGo(y, x) }

// sparse adds the product x·w to y.
func sparse(_ bool, y, w, x []float32) {
	productGo(y, w, x, shape{rows: 1, inner: len(x), cols: len(y), along: 1})
}
