package linear

import (
	"math"
	"sort"
)

// Trainer is an averaged perceptron in the making (Collins 2002, with lazy averaging).
// It is not safe for concurrent use. Labels may be added while training.
type Trainer struct {
	Labels []string
	ids    map[string]int
	table  map[uint64]int32
	rows   [][]cell
	clock  float64
}

type cell struct {
	class   uint16
	updates uint16
	w       float32
	total   float64 // sum of w over the clock up to stamp
	stamp   float64
}

// NewTrainer returns a trainer for the given labels.
func NewTrainer(labels ...string) *Trainer {
	t := &Trainer{ids: map[string]int{}, table: map[uint64]int32{}}
	for _, l := range labels {
		t.Label(l)
	}
	return t
}

// Label returns the number of a label, adding it when it is new.
func (t *Trainer) Label(name string) int {
	if i, ok := t.ids[name]; ok {
		return i
	}
	t.ids[name] = len(t.Labels)
	t.Labels = append(t.Labels, name)
	return len(t.Labels) - 1
}

// Score adds the present, unaveraged weights of the features to scores (one place per label).
func (t *Trainer) Score(features []uint64, scores []float32) {
	for _, f := range features {
		if i, ok := t.table[f]; ok {
			for j := range t.rows[i] {
				c := &t.rows[i][j]
				scores[c.class] += c.w
			}
		}
	}
}

// Tick moves the clock of the averaging: call it once per decision or once per sentence, throughout.
func (t *Trainer) Tick() { t.clock++ }

// Update adds delta to the weights of the features for a label.
func (t *Trainer) Update(features []uint64, label int, delta float32) {
	for _, f := range features {
		i, ok := t.table[f]
		if !ok {
			i = int32(len(t.rows))
			t.table[f] = i
			t.rows = append(t.rows, nil)
		}
		t.update(i, uint16(label), delta)
	}
}

func (t *Trainer) update(i int32, class uint16, delta float32) {
	for j := range t.rows[i] {
		if c := &t.rows[i][j]; c.class == class {
			c.total += float64(c.w) * (t.clock - c.stamp)
			c.stamp = t.clock
			c.w += delta
			if c.updates < math.MaxUint16 {
				c.updates++
			}
			return
		}
	}
	t.rows[i] = append(t.rows[i], cell{class: class, updates: 1, w: delta, stamp: t.clock})
}

// Prune says which weights are left out of a finished model.
type Prune struct {
	MinAbs     float64 // averaged weights nearer to zero than this go
	MinUpdates int     // weights touched less often than this go
}

// Model returns the averaged weights as a model. Task and the like are set from meta;
// Labels, Weights and Scale are filled in.
func (t *Trainer) Model(meta Meta, p Prune) *Model {
	meta.Labels = append([]string(nil), t.Labels...)
	largest := 1e-9
	mean := func(c *cell) float64 {
		if t.clock == 0 {
			return float64(c.w)
		}
		return (c.total + float64(c.w)*(t.clock-c.stamp)) / t.clock
	}
	for i := range t.rows {
		for j := range t.rows[i] {
			largest = max(largest, math.Abs(mean(&t.rows[i][j])))
		}
	}
	// A unit of 1/64 keeps most weights in one or two bytes; large ones must still fit 16 bits.
	meta.Scale = min(64, math.MaxInt16/largest)
	byKey := map[uint32][]weight{}
	for f, i := range t.table {
		for j := range t.rows[i] {
			c := &t.rows[i][j]
			w := mean(c)
			v := int16(math.Round(w * meta.Scale))
			if v == 0 || math.Abs(w) < p.MinAbs || int(c.updates) < p.MinUpdates {
				continue
			}
			k := fingerprint(f)
			byKey[k] = mergeWeight(byKey[k], weight{c.class, v})
		}
	}
	rows := make([]row, 0, len(byKey))
	for k, ws := range byKey {
		sort.Slice(ws, func(a, b int) bool { return ws[a].class < ws[b].class })
		rows = append(rows, row{k, ws})
		meta.Weights += len(ws)
	}
	sort.Slice(rows, func(a, b int) bool { return rows[a].key < rows[b].key })
	return newModel(meta, rows)
}

// mergeWeight adds w to ws; two features that share a fingerprint share their weights.
func mergeWeight(ws []weight, w weight) []weight {
	for i := range ws {
		if ws[i].class == w.class {
			ws[i].value = int16(max(math.MinInt16, min(math.MaxInt16, int(ws[i].value)+int(w.value))))
			return ws
		}
	}
	return append(ws, w)
}
