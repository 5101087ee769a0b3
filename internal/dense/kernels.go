package dense

import "math"

// The Go code that says what the results are; the assembly follows it to the bit.
// The conversions are not idle: float32(a*b) + c may not be fused, a*b + c may be.

// productGo is product in Go.
func productGo(y, w, a []float32, s shape) {
	for r := range s.rows {
		row := y[r*s.cols : (r+1)*s.cols]
		i := 0
		for ; i+4 <= s.inner; i += 4 { // four terms while a number of y is at hand
			at := r*s.down + i*s.along
			a0, a1, a2, a3 := a[at], a[at+s.along], a[at+2*s.along], a[at+3*s.along]
			w0 := w[i*s.cols:][:len(row)]
			w1 := w[(i+1)*s.cols:][:len(row)]
			w2 := w[(i+2)*s.cols:][:len(row)]
			w3 := w[(i+3)*s.cols:][:len(row)]
			for j, sum := range row {
				sum += float32(a0 * w0[j])
				sum += float32(a1 * w1[j])
				sum += float32(a2 * w2[j])
				sum += float32(a3 * w3[j])
				row[j] = sum
			}
		}
		for ; i < s.inner; i++ {
			a0 := a[r*s.down+i*s.along]
			w0 := w[i*s.cols:][:len(row)]
			for j := range row {
				row[j] += float32(a0 * w0[j])
			}
		}
	}
}

// dotsGo is dots in Go.
func dotsGo(x, w, y []float32, n, nx, ny int) {
	for r := range n {
		for i := range nx {
			x[r*nx+i] += dot(y[r*ny:(r+1)*ny], w[i*ny:(i+1)*ny])
		}
	}
}

// dot is the sum of the products of a and b, in the order that MulAddT states.
func dot(a, b []float32) float32 {
	var p0, p1, p2, p3, p4, p5, p6, p7 float32
	b = b[:len(a)]
	for len(a) >= 8 && len(b) >= 8 {
		p0 += float32(a[0] * b[0])
		p1 += float32(a[1] * b[1])
		p2 += float32(a[2] * b[2])
		p3 += float32(a[3] * b[3])
		p4 += float32(a[4] * b[4])
		p5 += float32(a[5] * b[5])
		p6 += float32(a[6] * b[6])
		p7 += float32(a[7] * b[7])
		a, b = a[8:], b[8:]
	}
	if len(a) > 0 {
		p := [8]float32{p0, p1, p2, p3, p4, p5, p6, p7}
		for k := range a {
			p[k] += float32(a[k] * b[k])
		}
		p0, p1, p2, p3, p4, p5, p6, p7 = p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]
	}
	return ((p0 + p4) + (p1 + p5)) + ((p2 + p6) + (p3 + p7))
}

// rowSumsGo is rowSums in Go.
func rowSumsGo(sums []int32, table []int16, rows []uint32, stride int) {
	for _, r := range rows {
		row, to := table[int(r)*stride:][:stride], sums
		for len(to) >= 4 && len(row) >= 4 {
			to[0] += int32(row[0])
			to[1] += int32(row[1])
			to[2] += int32(row[2])
			to[3] += int32(row[3])
			to, row = to[4:], row[4:]
		}
		for j := range to {
			to[j] += int32(row[j])
		}
	}
}

const (
	log2e = float32(1.44269504)
	// ln2hi has so few digits that its product with a whole number below 2^13 is exact.
	ln2hi = float32(0.693359375)
	ln2lo = float32(-2.12194440e-4)
	// round, added and taken off again, leaves a whole number, and its low bits hold that number between.
	round = float32(3 << 22)
	// floor is where exp is given up as 0.
	floor = float32(-88)
)

// The polynomial of expf in Cephes (Moshier).
const (
	exp0 = float32(1.9875691500e-4)
	exp1 = float32(1.3981999507e-3)
	exp2 = float32(8.3334519073e-3)
	exp3 = float32(4.1665795894e-2)
	exp4 = float32(1.6666665459e-1)
	exp5 = float32(5.0000001201e-1)
)

// expParts returns s, a power of two or 0, and p such that exp(x) = s*(1+p), for x
// from floor to 0.
func expParts(x float32) (s, p float32) {
	t := float32(x*log2e) + round
	n := t - round
	r := x - float32(n*ln2hi)
	r -= float32(n * ln2lo)
	p = exp0
	p = float32(p*r) + exp1
	p = float32(p*r) + exp2
	p = float32(p*r) + exp3
	p = float32(p*r) + exp4
	p = float32(p*r) + exp5
	p = float32(p*float32(r*r)) + r
	return math.Float32frombits(math.Float32bits(t)<<23 + 127<<23), p
}

// sigmoidGo is sigmoid in Go. With e = exp(-|x|) it is 1/(1+e) or e/(1+e), so that nothing overflows.
func sigmoidGo(x []float32) {
	for i, v := range x {
		a := math.Float32frombits(math.Float32bits(v) | 1<<31)
		if a < floor {
			a = floor
		}
		s, p := expParts(a)
		e := float32(s*p) + s
		top := float32(1)
		if v < 0 {
			top = e
		}
		x[i] = top / (1 + e)
	}
}

// tanhGo is tanh in Go. With q = exp(-2|x|)-1, put together such that nothing is lost near 0, it is -q/(2+q).
func tanhGo(x []float32) {
	for i, v := range x {
		sign := math.Float32bits(v) & (1 << 31)
		a := math.Float32frombits(math.Float32bits(v) | 1<<31)
		a += a
		if a < floor {
			a = floor
		}
		s, p := expParts(a)
		q := float32(s*p) + (s - 1)
		x[i] = math.Float32frombits(math.Float32bits(q/(2+q))&^(1<<31) | sign)
	}
}

// recurGo is recur in Go.
func recurGo(gates, before, cell, squash, out []float32) {
	n := len(out)
	sigmoidGo(gates[:3*n])
	tanhGo(gates[3*n:])
	in, forget, give, new := gates[:n], gates[n:2*n], gates[2*n:3*n], gates[3*n:]
	for j := range out {
		cell[j] = float32(forget[j]*before[j]) + float32(in[j]*new[j])
	}
	copy(squash, cell)
	tanhGo(squash)
	for j := range out {
		out[j] = float32(give[j] * squash[j])
	}
}

// addGo is add in Go.
func addGo(y, x []float32) {
	for j, v := range x[:len(y)] {
		y[j] += v
	}
}

// rectifyGo is rectify in Go.
func rectifyGo(x []float32) {
	for j, v := range x {
		if v < 0 {
			x[j] = 0
		}
	}
}

// greatestGo is greatest in Go.
func greatestGo(y, x []float32) {
	for j, v := range x[:len(y)] {
		if v > y[j] {
			y[j] = v
		}
	}
}
