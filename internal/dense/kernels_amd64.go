package dense

import (
	"math"
	"os"

	"golang.org/x/sys/cpu"
)

// fast is whether there is assembly to use.
var fast = cpu.X86.HasAVX2 && os.Getenv("ONRECORD_KERNEL") != "go"

// wide is whether it may use vectors of 16 numbers: of the processors that have them, those with VNNI (2019 and later) do not slow down
// for it.
var wide = fast && cpu.X86.HasAVX512F && cpu.X86.HasAVX512VNNI

const size = 4 // bytes of a float32; the assembly counts distances in bytes

// lanes[8-k:] is a mask of the first k of eight lanes.
var lanes = [16]int32{-1, -1, -1, -1, -1, -1, -1, -1}

// product4 is product for four times fours rows of y and 16 columns: stride, down and along are those of shape (stride is that of y and w), in bytes.
//
//go:noescape
func product4(y, w, a *float32, fours, inner, stride, down, along int)

// product4Wide is product4 for 32 columns, by vectors of 16 numbers.
//
//go:noescape
func product4Wide(y, w, a *float32, fours, inner, stride, down, along int)

// product1Wide is product for one row of y and 128 columns, by vectors of 16 numbers.
//
//go:noescape
func product1Wide(y, w, a *float32, inner, stride, along int)

// product1 is product for one row of y and 64 columns.
//
//go:noescape
func product1(y, w, a *float32, inner, stride, along int)

// productHalf is product for one row of y and 32 columns.
//
//go:noescape
func productHalf(y, w, a *float32, inner, stride, along int)

// product48 is product for one row of y and 48 columns.
//
//go:noescape
func product48(y, w, a *float32, inner, stride, along int)

// product24 is product for one row of y and 24 columns.
//
//go:noescape
func product24(y, w, a *float32, inner, stride, along int)

// term is a factor of a product and where in w its row begins, in bytes.
type term struct {
	row    uint32
	factor float32
}

// terms64 is sparse for one row of y and 64 columns.
//
//go:noescape
func terms64(y, w *float32, terms *term, n int)

// terms32 is sparse for one row of y and 32 columns.
//
//go:noescape
func terms32(y, w *float32, terms *term, n int)

// productTail is product for one row of y and the columns of mask.
//
//go:noescape
func productTail(y, w, a *float32, inner, stride, along int, mask *int32)

// dots4 is dots for four rows of w: eights and tail are the whole eights of a row of y and the bytes after them, which mask stands for; down is the length of a row of x in bytes.
//
//go:noescape
func dots4(x, w, y *float32, n, eights, tail, down int, mask *int32)

// rowSums64 is rowSums for 64 columns: n rows, stride in bytes.
//
//go:noescape
func rowSums64(sums *int32, table *int16, rows *uint32, n, stride int)

// rowSums16 is rowSums for 16 columns.
//
//go:noescape
func rowSums16(sums *int32, table *int16, rows *uint32, n, stride int)

// sigmoid8 is sigmoid for eights times eight numbers.
//
//go:noescape
func sigmoid8(x *float32, eights int, c *[14][8]float32)

// tanh8 is tanh for eights times eight numbers.
//
//go:noescape
func tanh8(x *float32, eights int, c *[14][8]float32)

// recur8 is recur for eights times eight cells.
//
//go:noescape
func recur8(gates, before, cell, squash, out *float32, eights int, c *[14][8]float32)

// add8 is add for eights times eight numbers.
//
//go:noescape
func add8(y, x *float32, eights int)

// greatest8 is greatest for eights times eight numbers.
//
//go:noescape
func greatest8(y, x *float32, eights int)

// rectify8 is rectify for eights times eight numbers.
//
//go:noescape
func rectify8(x *float32, eights int)

// product adds the matrix product a·w to y.
func product(asm bool, y, w, a []float32, s shape) {
	if !asm || len(y) == 0 || s.inner == 0 {
		productGo(y, w, a, s)
		return
	}
	productBy(wide, y, w, a, s)
}

func productBy(wide bool, y, w, a []float32, s shape) {
	stride, down, along := s.cols*size, s.down*size, s.along*size
	fours, done := s.rows/4, 0
	if fours > 0 {
		for ; wide && done+32 <= s.cols; done += 32 {
			product4Wide(&y[done], &w[done], &a[0], fours, s.inner, stride, down, along)
		}
		for ; done+16 <= s.cols; done += 16 {
			product4(&y[done], &w[done], &a[0], fours, s.inner, stride, down, along)
		}
	}
	for r := range s.rows {
		j := 0
		if r < 4*fours {
			j = done
		}
		row, first := y[r*s.cols:(r+1)*s.cols], &a[r*s.down]
		for ; wide && j+128 <= len(row); j += 128 {
			product1Wide(&row[j], &w[j], first, s.inner, stride, along)
		}
		for ; j+64 <= len(row); j += 64 {
			product1(&row[j], &w[j], first, s.inner, stride, along)
		}
		switch rest := len(row) - j; { // whatever is left is done in few passes, which take as long as their longest sum
		case rest >= 48:
			product48(&row[j], &w[j], first, s.inner, stride, along)
			j += 48
		case rest >= 32:
			productHalf(&row[j], &w[j], first, s.inner, stride, along)
			j += 32
		case rest >= 24:
			product24(&row[j], &w[j], first, s.inner, stride, along)
			j += 24
		}
		for ; j < len(row); j += 8 {
			productTail(&row[j], &w[j], first, s.inner, stride, along, &lanes[8-min(8, len(row)-j)])
		}
	}
}

// sparse adds the product x·w to y but for the terms of x that are 0. Where y is short it leaves none out.
func sparse(asm bool, y, w, x []float32) {
	const most = 1 << 10
	if !asm || len(x) == 0 || len(x) > most || len(y) < 32 || len(y)%32 != 0 || len(w) > 1<<29 {
		product(asm, y, w, x, shape{rows: 1, inner: len(x), cols: len(y), along: 1})
		return
	}
	var terms [most]term
	n := 0
	for i, v := range x {
		terms[n&(most-1)] = term{uint32(i * len(y) * size), v}
		bits := math.Float32bits(v) << 1
		n += int((bits | -bits) >> 31) // if it is not 0, without a branch that nobody can foretell
	}
	if n == 0 {
		return
	}
	j := 0
	for ; j+64 <= len(y); j += 64 {
		terms64(&y[j], &w[j], &terms[0], n)
	}
	if j < len(y) {
		terms32(&y[j], &w[j], &terms[0], n)
	}
}

// dots adds the product of each row of y with each row of w to the number of x that stands for the two.
func dots(asm bool, x, w, y []float32, n, nx, ny int) {
	if !asm || len(x) == 0 || ny == 0 {
		dotsGo(x, w, y, n, nx, ny)
		return
	}
	i := 0
	for ; i+4 <= nx; i += 4 {
		dots4(&x[i], &w[i*ny], &y[0], n, ny/8, ny%8*size, nx*size, &lanes[8-ny%8])
	}
	for ; i < nx; i++ {
		for r := range n {
			x[r*nx+i] += dot(y[r*ny:(r+1)*ny], w[i*ny:(i+1)*ny])
		}
	}
}

// rowSums adds rows of a table to sums, of which there is at least one, as of rows.
func rowSums(asm bool, sums []int32, table []int16, rows []uint32, stride int) {
	if !asm {
		rowSumsGo(sums, table, rows, stride)
		return
	}
	j, bytes := 0, stride*2
	for ; j+64 <= len(sums); j += 64 {
		rowSums64(&sums[j], &table[j], &rows[0], len(rows), bytes)
	}
	for ; j+16 <= len(sums); j += 16 {
		rowSums16(&sums[j], &table[j], &rows[0], len(rows), bytes)
	}
	if j < len(sums) {
		var rest [16]int32
		copy(rest[:], sums[j:])
		rowSums16(&rest[0], &table[j], &rows[0], len(rows), bytes)
		copy(sums[j:], rest[:])
	}
}

// sigmoid replaces each number of x by its logistic.
func sigmoid(asm bool, x []float32) {
	if asm && len(x) >= 8 {
		sigmoid8(&x[0], len(x)/8, &constants)
		x = x[len(x)&^7:]
	}
	sigmoidGo(x)
}

// tanh replaces each number of x by its hyperbolic tangent.
func tanh(asm bool, x []float32) {
	if asm && len(x) >= 8 {
		tanh8(&x[0], len(x)/8, &constants)
		x = x[len(x)&^7:]
	}
	tanhGo(x)
}

// recur is a step of cells.
func recur(asm bool, gates, before, cell, squash, out []float32) {
	if n := len(out); asm && n > 0 && n%8 == 0 {
		recur8(&gates[0], &before[0], &cell[0], &squash[0], &out[0], n/8, &constants)
		return
	}
	recurGo(gates, before, cell, squash, out)
}

// add adds x to y.
func add(asm bool, y, x []float32) {
	if n := len(y) &^ 7; asm && n > 0 {
		add8(&y[0], &x[0], n/8)
		y, x = y[n:], x[n:]
	}
	addGo(y, x)
}

// greatest replaces each number of y by that of x where that is greater.
func greatest(asm bool, y, x []float32) {
	if n := len(y) &^ 7; asm && n > 0 {
		greatest8(&y[0], &x[0], n/8)
		y, x = y[n:], x[n:]
	}
	greatestGo(y, x)
}

// rectify replaces what is negative by 0.
func rectify(asm bool, x []float32) {
	if n := len(x) &^ 7; asm && n > 0 {
		rectify8(&x[0], n/8)
		x = x[n:]
	}
	rectifyGo(x)
}

// constants are the numbers of expParts and its users, each once for every lane.
var constants = func() (c [14][8]float32) {
	negative := float32(math.Copysign(0, -1))
	for i, v := range []float32{negative, floor, 1, 2, log2e, round, ln2hi, ln2lo, exp0, exp1, exp2, exp3, exp4, exp5} {
		for k := range c[i] {
			c[i][k] = v
		}
	}
	return c
}()
