package main

import (
	"math"
	"math/rand"
	"sort"
)

// sparse is a matrix by rows; columns are in rising order.
type sparse struct {
	columns [][]int32
	values  [][]float32
	width   int
}

// ppmi turns counts into positive pointwise mutual information, contexts smoothed by
// the power 0.75 (Levy, Goldberg and Dagan 2015).
func (n *neighbours) ppmi() sparse {
	m := sparse{width: n.width}
	context := make([]float64, m.width)
	var rowSum []float64
	for _, row := range n.rows {
		cols := make([]int32, 0, len(row))
		for c := range row {
			cols = append(cols, c)
		}
		sort.Slice(cols, func(i, j int) bool { return cols[i] < cols[j] })
		vals, sum := make([]float32, len(cols)), 0.0
		for i, c := range cols {
			vals[i] = row[c]
			context[c] += float64(row[c])
			sum += float64(row[c])
		}
		rowSum = append(rowSum, sum)
		m.columns, m.values = append(m.columns, cols), append(m.values, vals)
	}
	total := 0.0
	for c := range context {
		context[c] = math.Pow(context[c], 0.75)
		total += context[c]
	}
	for r, cols := range m.columns {
		for i, c := range cols {
			pmi := math.Log(float64(m.values[r][i]) / rowSum[r] * total / context[c])
			m.values[r][i] = float32(max(pmi, 0))
		}
	}
	return m
}

// vectors returns one vector of d numbers for each word, of length 1: the left singular
// vectors of the PPMI matrix, weighted by the roots of their singular values.
// Randomised SVD after Halko, Martinsson and Tropp (2011), with three power iterations.
func (n *neighbours) vectors(d int) []float32 {
	m := n.ppmi()
	wide := d + 16
	rng := rand.New(rand.NewSource(7))
	y := make([]float64, m.width*wide)
	for i := range y {
		y[i] = rng.NormFloat64()
	}
	q := m.times(y, wide)
	for range 3 {
		orthonormalise(q, wide)
		z := m.transposedTimes(q, wide)
		orthonormalise(z, wide)
		q = m.times(z, wide)
	}
	orthonormalise(q, wide)
	b := m.transposedTimes(q, wide) // transposed: width x wide
	gram := make([]float64, wide*wide)
	for r := 0; r < m.width; r++ {
		row := b[r*wide : (r+1)*wide]
		for i, x := range row {
			for j, y := range row {
				gram[i*wide+j] += x * y
			}
		}
	}
	values, axes := eigen(gram, wide)
	out := make([]float32, len(m.columns)*d)
	for r := range m.columns {
		row, v, norm := q[r*wide:(r+1)*wide], out[r*d:(r+1)*d], 0.0
		for k := range v {
			x := 0.0
			for i, a := range row {
				x += a * axes[i*wide+k]
			}
			x *= math.Pow(max(values[k], 0), 0.25) // values are squared singular values
			v[k] = float32(x)
			norm += x * x
		}
		scale := float32(1 / math.Sqrt(max(norm, 1e-12)))
		for k := range v {
			v[k] *= scale
		}
	}
	return out
}

func (m *sparse) times(x []float64, k int) []float64 {
	out := make([]float64, len(m.columns)*k)
	for r, cols := range m.columns {
		o := out[r*k : (r+1)*k]
		for i, c := range cols {
			v := float64(m.values[r][i])
			if v == 0 {
				continue
			}
			for j, a := range x[int(c)*k : int(c+1)*k] {
				o[j] += v * a
			}
		}
	}
	return out
}

func (m *sparse) transposedTimes(x []float64, k int) []float64 {
	out := make([]float64, m.width*k)
	for r, cols := range m.columns {
		row := x[r*k : (r+1)*k]
		for i, c := range cols {
			v := float64(m.values[r][i])
			if v == 0 {
				continue
			}
			o := out[int(c)*k : int(c+1)*k]
			for j, a := range row {
				o[j] += v * a
			}
		}
	}
	return out
}

// orthonormalise makes the k columns of x orthogonal and of length 1 (modified Gram-Schmidt).
func orthonormalise(x []float64, k int) {
	n := len(x) / k
	for j := range k {
		for i := range j {
			dot := 0.0
			for r := range n {
				dot += x[r*k+i] * x[r*k+j]
			}
			for r := range n {
				x[r*k+j] -= dot * x[r*k+i]
			}
		}
		norm := 0.0
		for r := range n {
			norm += x[r*k+j] * x[r*k+j]
		}
		scale := 1 / math.Sqrt(max(norm, 1e-300))
		for r := range n {
			x[r*k+j] *= scale
		}
	}
}

// eigen returns the eigenvalues of a symmetric matrix in falling order and its
// eigenvectors as columns (cyclic Jacobi rotations).
func eigen(a []float64, n int) (values []float64, vectors []float64) {
	v := make([]float64, n*n)
	for i := range n {
		v[i*n+i] = 1
	}
	for range 30 {
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, n, p, q)
			}
		}
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return a[order[i]*n+order[i]] > a[order[j]*n+order[j]] })
	values, vectors = make([]float64, n), make([]float64, n*n)
	for k, o := range order {
		values[k] = a[o*n+o]
		for i := range n {
			vectors[i*n+k] = v[i*n+o]
		}
	}
	return values, vectors
}

func rotate(a, v []float64, n, p, q int) {
	if math.Abs(a[p*n+q]) < 1e-14*math.Abs(a[p*n+p]*a[q*n+q]) || a[p*n+q] == 0 {
		return
	}
	theta := (a[q*n+q] - a[p*n+p]) / (2 * a[p*n+q])
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	for i := range n {
		x, y := a[i*n+p], a[i*n+q]
		a[i*n+p], a[i*n+q] = c*x-s*y, s*x+c*y
	}
	for i := range n {
		x, y := a[p*n+i], a[q*n+i]
		a[p*n+i], a[q*n+i] = c*x-s*y, s*x+c*y
		x, y = v[i*n+p], v[i*n+q]
		v[i*n+p], v[i*n+q] = c*x-s*y, s*x+c*y
	}
}

// kmeans puts unit vectors of d numbers into k classes by cosine. It starts from the
// first k vectors, those of the commonest words, and does 12 rounds. Classes come back
// numbered from 0 in the order of their first members.
func kmeans(vectors []float32, d, k int) []int {
	n := len(vectors) / d
	k = min(k, n)
	centres := append([]float32(nil), vectors[:k*d]...)
	class := make([]int, n)
	for range 12 {
		for i := range n {
			class[i] = nearest(vectors[i*d:(i+1)*d], centres, d)
		}
		clear(centres)
		for i, c := range class {
			for j := range d {
				centres[c*d+j] += vectors[i*d+j]
			}
		}
		for c := range k {
			normalise(centres[c*d : (c+1)*d])
		}
	}
	return renumber(class, k)
}

func nearest(v, centres []float32, d int) int {
	best, bestDot := 0, float32(-2)
	for c := 0; c*d < len(centres); c++ {
		row := centres[c*d : c*d+d]
		var d0, d1, d2, d3 float32
		for j := 0; j+3 < len(row) && j+3 < len(v); j += 4 {
			d0 += row[j] * v[j]
			d1 += row[j+1] * v[j+1]
			d2 += row[j+2] * v[j+2]
			d3 += row[j+3] * v[j+3]
		}
		if dot := d0 + d1 + d2 + d3; dot > bestDot {
			best, bestDot = c, dot
		}
	}
	return best
}

func normalise(v []float32) {
	norm := 0.0
	for _, x := range v {
		norm += float64(x) * float64(x)
	}
	if norm == 0 {
		return
	}
	scale := float32(1 / math.Sqrt(norm))
	for i := range v {
		v[i] *= scale
	}
}

func renumber(class []int, k int) []int {
	names := make([]int, k)
	next := 0
	for i, c := range class {
		if names[c] == 0 {
			next++
			names[c] = next
		}
		class[i] = names[c] - 1
	}
	return class
}
