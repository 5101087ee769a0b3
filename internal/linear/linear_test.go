package linear

import (
	"bytes"
	"math"
	"math/rand"
	"slices"
	"strconv"
	"testing"
)

// xor of two inputs is learnable from the conjunction feature alone.
func trainXor(t *testing.T) *Model {
	t.Helper()
	tr := NewTrainer("no", "yes")
	rng := rand.New(rand.NewSource(1))
	for range 400 {
		a, b := rng.Intn(2), rng.Intn(2)
		fs := xorFeatures(a, b)
		scores := make([]float32, 2)
		tr.Score(fs, scores)
		guess := 0
		if scores[1] > scores[0] {
			guess = 1
		}
		tr.Tick()
		if want := a ^ b; guess != want {
			tr.Update(fs, want, 1)
			tr.Update(fs, guess, -1)
		}
	}
	return tr.Model(Meta{Task: "xor"}, Prune{})
}

func xorFeatures(a, b int) []uint64 {
	return []uint64{uint64(F(1).Int(a)), uint64(F(2).Int(b)), uint64(F(3).Int(a).Int(b))}
}

func TestTrainSaveLoad(t *testing.T) {
	m := trainXor(t)
	file, err := m.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	for a := range 2 {
		for b := range 2 {
			if got, _ := again.Best(xorFeatures(a, b), scores); got != a^b {
				t.Errorf("xor(%d,%d) = %d", a, b, got)
			}
		}
	}
	file2, _ := again.MarshalBinary()
	if !bytes.Equal(file, file2) {
		t.Error("a model that was loaded and saved again differs")
	}
}

func TestLoadRefusesDamage(t *testing.T) {
	file, _ := trainXor(t).MarshalBinary()
	for i := range file {
		bad := bytes.Clone(file)
		bad[i] ^= 0x55
		if _, err := Load(bad); err == nil {
			t.Fatalf("byte %d changed and the file still loads", i)
		}
	}
	for i := range file {
		if _, err := Load(file[:i]); err == nil {
			t.Fatalf("file cut at %d still loads", i)
		}
	}
}

func FuzzLoad(f *testing.F) {
	tr := NewTrainer("a", "b")
	tr.Tick()
	tr.Update([]uint64{1, 2}, 1, 1)
	file, _ := tr.Model(Meta{}, Prune{}).MarshalBinary()
	f.Add(file)
	f.Add([]byte(magic))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if m, err := Load(b); err == nil {
			m.Best([]uint64{1, 2, 3}, make([]int32, max(1, len(m.Labels))))
		}
	})
}

func TestMerge(t *testing.T) {
	one := func(feature uint64, label int) *Model {
		tr := NewTrainer("a", "b")
		tr.Update([]uint64{feature}, label, 1)
		tr.Tick()
		return tr.Model(Meta{}, Prune{})
	}
	m, err := Merge(one(1, 0), one(2, 1))
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	if m.Score([]uint64{1, 2}, scores); scores[0] <= 0 || scores[1] <= 0 || m.Weights != 2 {
		t.Errorf("scores %v, %d weights", scores, m.Weights)
	}
	if _, err := Merge(m, NewTrainer("c").Model(Meta{}, Prune{})); err == nil {
		t.Error("models with different labels were merged")
	}
}

func TestAverage(t *testing.T) {
	one := func(w float32) *Model {
		tr := NewTrainer("a", "b")
		tr.Update([]uint64{1}, 0, w)
		tr.Update([]uint64{2}, 1, 1)
		return tr.Model(Meta{}, Prune{})
	}
	m, err := Average(Prune{MinAbs: 0.5}, one(3), one(6), one(-9))
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	if m.Score([]uint64{1, 2}, scores); scores[0] != 0 || float64(scores[1])/m.Scale != 1 || m.Weights != 1 {
		t.Errorf("scores %v at scale %v, %d weights: the mean of 3, 6 and -9 is no weight, that of 1, 1 and 1 is 1", scores, m.Scale, m.Weights)
	}
	if _, err := Average(Prune{}, m, NewTrainer("c").Model(Meta{}, Prune{})); err == nil {
		t.Error("models with different labels were averaged")
	}
}

// TestTable: every feature gets its own weights back, however many there are, whatever crowds at its home and at the end of the
// table, and one that has none gets nothing; and the rows are there to be written.
func TestTable(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	for _, labels := range []int{3, 5, 40, 107} {
		for _, spread := range []uint32{1 << 31, 1 << 12, 60} { // how far apart the keys lie, up to the greatest
			byKey := map[uint32][]weight{}
			for range 50 {
				key := math.MaxUint32 - rng.Uint32()%spread
				byKey[key] = nil
				share := rng.Float64()
				for class := range labels {
					if rng.Float64() < share {
						byKey[key] = append(byKey[key], weight{uint16(class), int16(rng.Intn(100) - 50)}) // 0 among them
					}
				}
			}
			rows, n := sortedRows(byKey)
			m := newModel(Meta{Labels: make([]string, labels), Weights: n}, rows)
			var again []row
			for key, ws := range m.rows {
				again = append(again, row{key, slices.Clone(ws)})
			}
			if labels <= few { // they keep no 0
				for i := range rows {
					rows[i].weights = slices.DeleteFunc(rows[i].weights, func(w weight) bool { return w.value == 0 })
				}
				rows = slices.DeleteFunc(rows, func(r row) bool { return len(r.weights) == 0 })
			}
			if !slices.EqualFunc(again, rows, func(a, b row) bool { return a.key == b.key && slices.Equal(a.weights, b.weights) }) {
				t.Errorf("%d labels, spread %d: the rows are %v, want %v", labels, spread, again, rows)
			}
			for range 300 {
				features := make([]uint64, rng.Intn(2*batch))
				want, got := make([]int32, labels), make([]int32, labels)
				for i := range features {
					key := math.MaxUint32 - rng.Uint32()%spread
					features[i] = uint64(key)
					for _, w := range byKey[key] {
						want[w.class] += int32(w.value)
					}
				}
				if m.Score(features, got); !slices.Equal(got, want) {
					t.Errorf("%d labels, spread %d, %d features: %v, want %v", labels, spread, len(features), got, want)
				}
				ends := []int{rng.Intn(len(features) + 1), rng.Intn(len(features) + 1), len(features), len(features)}
				slices.Sort(ends)
				label, groups := rng.Intn(labels), make([]int32, len(ends))
				m.ScoreGroups(features, ends, label, groups)
				var b Batch
				whole := make([][]int32, len(ends))
				from := 0
				for k, end := range ends {
					whole[k] = make([]int32, labels)
					b.Add(features[from:end], whole[k])
					from = end
				}
				b.Score(m)
				from = 0
				for k, end := range ends {
					alone := make([]int32, labels)
					if m.Score(features[from:end], alone); groups[k] != alone[label] || !slices.Equal(whole[k], alone) {
						t.Errorf("%d labels, spread %d: group %d of %v has %d for label %d and %v for all, want %v", labels, spread, k, ends, groups[k], label, whole[k], alone)
					}
					from = end
				}
			}
		}
	}
}

// BenchmarkScore scores groups of 20 features, of which three in four are known, with models as large as those of reading.
func BenchmarkScore(b *testing.B) {
	for _, s := range []struct{ labels, rows, weights int }{{4, 600_000, 3}, {44, 1_700_000, 1}, {107, 800_000, 12}} {
		rng := rand.New(rand.NewSource(5))
		keys := map[uint32]bool{}
		for len(keys) < s.rows {
			keys[rng.Uint32()] = true
		}
		rows := make([]row, 0, len(keys))
		for key := range keys {
			r := row{key: key}
			for _, class := range rng.Perm(s.labels)[:1+rng.Intn(s.weights)] {
				r.weights = append(r.weights, weight{uint16(class), int16(1 + rng.Intn(99))})
			}
			slices.SortFunc(r.weights, func(a, b weight) int { return int(a.class) - int(b.class) })
			rows = append(rows, r)
		}
		slices.SortFunc(rows, func(a, b row) int { return int(int64(a.key) - int64(b.key)) })
		m := newModel(Meta{Labels: make([]string, s.labels)}, rows)
		const groups, size = 1 << 12, 20
		features := make([]uint64, groups*size)
		for i := range features {
			features[i] = uint64(rows[rng.Intn(len(rows))].key)
			if i%4 == 0 {
				features[i] = uint64(rng.Uint32())
			}
		}
		scores := make([]int32, s.labels)
		b.Run(strconv.Itoa(s.labels), func(b *testing.B) {
			for b.Loop() {
				for from := 0; from < len(features); from += size {
					m.Score(features[from:from+size], scores)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(features)), "ns/feature")
		})
	}
}
