package lstm

import (
	"math"
	"math/rand"
	"testing"
)

var small = Config{Vector: 5, Tags: 7, Word: 6, State: 4, Topic: 3, Hidden: 8, Labels: 5, Slots: 2, Query: 4, Context: 3, Links: 4}

func sample(rng *rand.Rand, l int) Example {
	vec := func() []float32 {
		v := make([]float32, small.Vector)
		for i := range v {
			v[i] = float32(rng.NormFloat64())
		}
		return v
	}
	x := Example{Mean: vec()}
	for i := range l {
		t := Token{Head: rng.Intn(l+1) - 1, Tags: []int32{int32(rng.Intn(7)), int32(rng.Intn(7))}}
		if t.Head == i {
			t.Head = -1
		}
		if rng.Intn(5) > 0 {
			t.Vector = vec()
		}
		x.Tokens = append(x.Tokens, t)
	}
	for range 2 {
		x.Words = append(x.Words, Lesson{Token: rng.Intn(l),
			Labels: []Choice{{From: 0, To: 3, Right: []int{rng.Intn(3)}, Weight: 1}, {From: 3, To: 5, Right: []int{0, 1}[:1+rng.Intn(2)], Weight: 0.5}},
			Points: []Pointer{{Slot: 0, Context: []int{1}, Tokens: []int{rng.Intn(l), rng.Intn(l)}, Links: [][]int{{1, 3}, {2}}, Right: []int{rng.Intn(4)}, Weight: 1},
				{Slot: 1, Tokens: nil, Right: []int{1}, Weight: 0.7},
				{Slot: 1, Tokens: []int{rng.Intn(l), rng.Intn(l), rng.Intn(l)}, Links: [][]int{{0}, nil, {1, 2}}, Right: []int{3}, Weight: 0.3, Each: true}}})
	}
	return x
}

// TestSlopes: the slopes of the way back are those that small changes of the weights show.
func TestSlopes(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewSource(3))
	net := newNet(small)
	net.start(rng)
	for i := range net.flat {
		net.flat[i] += float32(0.1 * rng.NormFloat64())
	}
	for round := range 5 {
		x := sample(rng, 1+round*2)
		for _, drop := range []float32{0, 0.4} {
			flat := make([]float32, len(net.flat))
			loss := func(g []float32) float64 {
				return newGradient(net, g).example(&x, newMasks(rand.New(rand.NewSource(5)), drop))
			}
			loss(flat)
			scratch := make([]float32, len(flat))
			bad := 0
			for i := range flat {
				const h = 2e-3
				old := net.flat[i]
				net.flat[i] = old + h
				up := loss(scratch)
				net.flat[i] = old - h
				down := loss(scratch)
				net.flat[i] = old
				want := (up - down) / (2 * h)
				if math.Abs(want-float64(flat[i])) > 0.02+0.05*math.Abs(want) {
					bad++ // a kink of relu or of the greatest lies between
					if bad < 5 {
						t.Logf("round %d, drop %v, weight %d: slope %.4f, by a small change %.4f", round, drop, i, flat[i], want)
					}
				}
			}
			if bad > len(flat)/100 {
				t.Errorf("round %d, drop %v: %d of %d slopes are wrong", round, drop, bad, len(flat))
			}
		}
	}
}

// TestLearns: a network learns what depends on the order of far words, which no sum of words can tell.
func TestLearns(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewSource(7))
	make1 := func() Example {
		x := Example{Mean: make([]float32, small.Vector)}
		first := rng.Intn(2)
		for i := range 8 {
			tag := int32(2)
			if i == 1 {
				tag = int32(first)
			} else if i == 6 {
				tag = int32(1 - first)
			}
			x.Tokens = append(x.Tokens, Token{Head: -1, Tags: []int32{tag}})
		}
		x.Words = []Lesson{{Token: 4, Labels: []Choice{{From: 0, To: 3, Right: []int{first}, Weight: 1}},
			Points: []Pointer{{Slot: 0, Tokens: []int{1, 6}, Links: make([][]int, 2), Right: []int{2 + first}, Weight: 1},
				{Slot: 1, Tokens: []int{1, 6, 7}, Links: make([][]int, 3), Right: []int{2 + first, 4}, Weight: 1, Each: true}}}}
		return x
	}
	var all []Example
	for range 600 {
		all = append(all, make1())
	}
	net := Train(small, all, Settings{Epochs: 8, Rate: 0.01, Batch: 10, Seed: 1, Drop: 0.1})
	wrong := 0
	for range 100 {
		x := make1()
		w := net.Read(x.Tokens, net.About(x.Mean)).Word(4)
		first := x.Words[0].Labels[0].Right[0]
		if l := w.Labels(); l[first] < l[1-first] {
			wrong++
		}
		if p := w.Point(0, nil, []int{1, 6}, make([][]int, 2)); p[2+first] < p[3-first] {
			wrong++
		}
		if p := w.Point(1, nil, []int{1, 6, 7}, make([][]int, 3)); p[2+first] < p[0] || p[3-first] > p[0] || p[4] < p[0] {
			wrong++
		}
	}
	if wrong > 6 {
		t.Errorf("%d of 300 answers are wrong", wrong)
	}
	again := Train(small, all, Settings{Epochs: 8, Rate: 0.01, Batch: 10, Seed: 1, Drop: 0.1})
	for i := range net.flat {
		if net.flat[i] != again.flat[i] {
			t.Fatalf("weight %d differs between two trainings: %v and %v", i, net.flat[i], again.flat[i])
		}
	}
	b := net.Marshal("a test")
	back, err := Load(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range net.flat {
		if net.flat[i] != back.flat[i] {
			t.Fatalf("weight %d differs after reading the file", i)
		}
	}
}
