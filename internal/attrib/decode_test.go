package attrib

import (
	"math/rand"
	"slices"
	"testing"
)

// randomLattice makes the scores of a window of n words with a cue somewhere.
func randomLattice(rng *rand.Rand, n int) *lattice[int32] {
	var l lattice[int32]
	l.reset(n, roleLabels)
	for i := range l.emit {
		l.emit[i] = int32(rng.Intn(200) - 100)
	}
	for i := range l.edge {
		l.edge[i] = int32(rng.Intn(100) - 50)
	}
	l.forced[rng.Intn(n)] = roleCue
	return &l
}

// sum is the score of a reading.
func (l *lattice[T]) sum(labels []uint8) (total T) {
	p := 0
	for k, q := range labels {
		total += l.emit[k*roleLabels+int(q)] + l.edge[(k*roleLabels+p)*roleLabels+int(q)]
		p = int(q)
	}
	return total
}

// TestDecodeRoles compares the decoders with all readings written out: the best is the best, the best few are the best
// few, a source is one run of words, and cues stand where they are forced.
func TestDecodeRoles(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 300 {
		n := 1 + rng.Intn(6)
		l := randomLattice(rng, n)
		var sums []int32
		labels := make([]uint8, n)
		for code := range 1 << (2 * n) {
			for i := range labels {
				labels[i] = uint8(code >> (2 * i) & 3)
			}
			if l.allowed(labels) {
				sums = append(sums, l.sum(labels))
			}
		}
		slices.Sort(sums)
		slices.Reverse(sums)
		best := decodeRoles(l)
		if !l.allowed(best) || l.sum(best) != sums[0] {
			t.Fatalf("decodeRoles: %v scores %d, the best %d", best, l.sum(best), sums[0])
		}
		var k kbest
		all, scores := k.best(l)
		if len(all) != min(readings, len(sums)) {
			t.Fatalf("%d readings of %d", len(all), len(sums))
		}
		for i := range all {
			if !l.allowed(all[i]) || scores[i] != sums[i] || l.sum(all[i]) != sums[i] {
				t.Fatalf("reading %d: %v scores %d (said to be %d), want %d", i, all[i], l.sum(all[i]), scores[i], sums[i])
			}
		}
	}
}

// allowed reports whether a reading is one that the decoders may give.
func (l *lattice[T]) allowed(labels []uint8) bool {
	runs := 0
	for i, q := range labels {
		if (q == roleCue) != (l.forced[i] >= 0) {
			return false
		}
		if q == roleSource && (i == 0 || labels[i-1] != roleSource) {
			runs++
		}
	}
	return runs <= 1
}
