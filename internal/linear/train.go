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
	table  index
	rows   []trainRow
	clock  float64
}

// trainRow is one feature's weights. What scoring reads is kept apart from what
// averaging needs: training time goes into cache misses on the former.
type trainRow struct {
	cells []cell
	sums  []sum // in step with cells
}

type cell struct {
	class   uint16
	updates uint16
	w       float32
}

type sum struct {
	total float64 // sum of w over the clock up to stamp
	stamp float64
}

// index is an open-addressing hash table from features to rows.
type index struct {
	slots []indexSlot
	used  int
}

type indexSlot struct {
	key uint64
	row int32 // number of the row + 1; 0 = free
}

// home is where the search for a feature starts.
func (x *index) home(key uint64) uint64 {
	return key * 0x9e3779b97f4a7c15 >> 20 & uint64(len(x.slots)-1)
}

// find returns the slot of a feature, or the free one where it belongs.
func (x *index) find(key uint64) *indexSlot {
	mask := uint64(len(x.slots) - 1)
	for i := x.home(key); ; i = (i + 1) & mask {
		if s := &x.slots[i]; s.row == 0 || s.key == key {
			return s
		}
	}
}

// put adds a feature that is not there, with its row.
func (x *index) put(key uint64, row int) {
	if 2*(x.used+1) > len(x.slots) {
		old := x.slots
		x.slots = make([]indexSlot, 2*len(old))
		for _, s := range old {
			if s.row != 0 {
				*x.find(s.key) = s
			}
		}
	}
	*x.find(key) = indexSlot{key, int32(row) + 1}
	x.used++
}

// NewTrainer returns a trainer for the given labels.
func NewTrainer(labels ...string) *Trainer {
	t := &Trainer{ids: map[string]int{}, table: index{slots: make([]indexSlot, 1<<10)}}
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

// Score adds the present, unaveraged weights of the features to scores (one place per
// label). As in Model.Score, batches of look-ups wait for memory together.
func (t *Trainer) Score(features []uint64, scores []float32) {
	var slots [batch]indexSlot
	var rows [batch][]cell
	var first [batch]cell
	for len(features) > 0 {
		n := min(len(features), batch)
		for j, f := range features[:n] {
			slots[j] = t.table.slots[t.table.home(f)]
		}
		found := 0
		for j, f := range features[:n] {
			if s := slots[j]; s.row != 0 && s.key != f {
				slots[j] = *t.table.find(f)
			}
			if row := slots[j].row; row != 0 {
				rows[found] = t.rows[row-1].cells
				found++
			}
		}
		for j := range found {
			first[j] = rows[j][0]
		}
		for j := range found {
			scores[first[j].class] += first[j].w
			for _, c := range rows[j][1:] {
				scores[c.class] += c.w
			}
		}
		features = features[n:]
	}
}

// Tick moves the clock of the averaging: call it once per decision or once per sentence, throughout.
func (t *Trainer) Tick() { t.clock++ }

// Update adds delta to the weights of the features for a label.
func (t *Trainer) Update(features []uint64, label int, delta float32) {
	for _, f := range features {
		row := int(t.table.find(f).row) - 1
		if row < 0 {
			row = len(t.rows)
			t.table.put(f, row)
			t.rows = append(t.rows, trainRow{})
		}
		t.rows[row].update(uint16(label), delta, t.clock)
	}
}

func (r *trainRow) update(class uint16, delta float32, clock float64) {
	for j := range r.cells {
		if c := &r.cells[j]; c.class == class {
			s := &r.sums[j]
			s.total += float64(c.w) * (clock - s.stamp)
			s.stamp = clock
			c.w += delta
			if c.updates < math.MaxUint16 {
				c.updates++
			}
			return
		}
	}
	r.cells = append(r.cells, cell{class: class, updates: 1, w: delta})
	r.sums = append(r.sums, sum{stamp: clock})
}

// mean returns the average of weight j of the row over the clock.
func (r *trainRow) mean(j int, clock float64) float64 {
	c, s := &r.cells[j], &r.sums[j]
	if clock == 0 {
		return float64(c.w)
	}
	return (s.total + float64(c.w)*(clock-s.stamp)) / clock
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
	for i := range t.rows {
		for j := range t.rows[i].cells {
			largest = max(largest, math.Abs(t.rows[i].mean(j, t.clock)))
		}
	}
	// A unit of 1/64 keeps most weights in one or two bytes; large ones must still fit 16 bits.
	meta.Scale = min(64, math.MaxInt16/largest)
	byKey := map[uint32][]weight{}
	for _, slot := range t.table.slots {
		if slot.row == 0 {
			continue
		}
		r := &t.rows[slot.row-1]
		for j, c := range r.cells {
			w := r.mean(j, t.clock)
			v := int16(math.Round(w * meta.Scale))
			if v == 0 || math.Abs(w) < p.MinAbs || int(c.updates) < p.MinUpdates {
				continue
			}
			k := fingerprint(slot.key)
			byKey[k] = mergeWeight(byKey[k], weight{c.class, v})
		}
	}
	rows, n := sortedRows(byKey)
	meta.Weights = n
	return newModel(meta, rows)
}

// sortedRows puts rows in the order of the file, and the weights of each in that of
// their classes; n is the number of weights.
func sortedRows(byKey map[uint32][]weight) (rows []row, n int) {
	rows = make([]row, 0, len(byKey))
	for k, ws := range byKey {
		sort.Slice(ws, func(a, b int) bool { return ws[a].class < ws[b].class })
		rows = append(rows, row{k, ws})
		n += len(ws)
	}
	sort.Slice(rows, func(a, b int) bool { return rows[a].key < rows[b].key })
	return rows, n
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
