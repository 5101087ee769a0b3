package dense

import (
	"math"
	"os"

	"golang.org/x/sys/cpu"
)

// fast is whether there is assembly to use.
var fast = cpu.X86.HasAVX2 && os.Getenv("ONRECORD_KERNEL") != "go"

const size = 4 // bytes of a float32; the assembly counts distances in bytes

// lanes[8-k:] is a mask of the first k of eight lanes.
var lanes = [16]int32{-1, -1, -1, -1, -1, -1, -1, -1}

// product4 is product for four times fours rows of y and 16 columns: stride, down and along are those of shape (stride is that of y and w), in bytes.
//
//go:noescape
func product4(y, w, a *float32, fours, inner, stride, down, along int)

// product1 is product for one row of y and 64 columns.
//
//go:noescape
func product1(y, w, a *float32, inner, stride, along int)

// productHalf is product for one row of y and 32 columns.
//
//go:noescape
func productHalf(y, w, a *float32, inner, stride, along int)

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

// rowSums4 is rowSums for 4 columns that are all there is.
//
//go:noescape
func rowSums4(sums *int32, table *int16, rows *uint32, n int)

// sigmoid8 is sigmoid for eights times eight numbers.
//
//go:noescape
func sigmoid8(x *float32, eights int, c *[14][8]float32)

// tanh8 is tanh for eights times eight numbers.
//
//go:noescape
func tanh8(x *float32, eights int, c *[14][8]float32)

// product adds the matrix product a·w to y.
func product(asm bool, y, w, a []float32, s shape) {
	if !asm || len(y) == 0 || s.inner == 0 {
		productGo(y, w, a, s)
		return
	}
	stride, down, along := s.cols*size, s.down*size, s.along*size
	fours, done := s.rows/4, 0
	if fours > 0 {
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
		for ; j+64 <= len(row); j += 64 {
			product1(&row[j], &w[j], first, s.inner, stride, along)
		}
		for ; j+32 <= len(row); j += 32 {
			productHalf(&row[j], &w[j], first, s.inner, stride, along)
		}
		for ; j < len(row); j += 8 {
			productTail(&row[j], &w[j], first, s.inner, stride, along, &lanes[8-min(8, len(row)-j)])
		}
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
	if stride == 4 {
		var all [4]int32
		copy(all[:], sums)
		rowSums4(&all[0], &table[0], &rows[0], len(rows))
		copy(sums, all[:])
		return
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
