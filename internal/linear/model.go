package linear

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"onrecord/internal/dense"
)

const magic = "ONRLIN1\n"

// Meta says what a model is; it travels in the model file and is printed by `onrecord version` and `doctor`.
type Meta struct {
	Task    string            `json:"task"`
	Labels  []string          `json:"labels"`
	Data    string            `json:"data,omitempty"`    // what it was trained on
	Score   string            `json:"score,omitempty"`   // what it scored, where
	Params  map[string]string `json:"params,omitempty"`  // settings that the stage needs again
	Weights int               `json:"weights,omitempty"` // number of non-zero weights
	Scale   float64           `json:"scale"`             // integer weights = real weights * Scale
}

type weight struct {
	class uint16
	value int16
}

// slot is a row of the table: key is the fingerprint of a feature, row what it adds.
type slot struct {
	key uint32
	row uint32 // its kind in the upper two bits, below them what the kind says; 0 = free
}

// Kinds of rows. A feature with one weight, as most have, keeps it in its slot: its class and its value. One with a few has
// them in a run of weights, one with many in a row of the table wide, with a place for each class.
const (
	none = iota
	run
	wide
	lone
)

const (
	kindShift = 30
	kindMask  = 1<<kindShift - 1
)

// many weights are more than it takes less time to add one by one than to add a row of them all.
const many = 9

// free is a slot that holds nothing: its key ends every search.
var free = slot{key: math.MaxUint32}

// Model scores feature sets. It is safe for concurrent use.
type Model struct {
	Meta
	shift   uint8     // 32 - log2 of the number of homes
	slots   []slot    // in the order of keys; the last one is free
	weights []weight  // runs, each closed by a weight with class == endOfRun
	wide    []int16   // rows of dense.Stride numbers
	few     []fewSlot // instead of all these where there are few labels; the last two are free
}

const endOfRun = 0xffff

// fingerprint folds a feature to the 32 bits that the table is keyed by.
func fingerprint(f uint64) uint32 { return uint32(f>>32) ^ uint32(f) }

// batch is how many features Score looks up together.
const batch = 32

// Score adds the weights of the features to scores, which has one place per label.
// Unknown features add nothing. A feature given twice counts twice.
//
// The table is larger than the processor's caches, and waiting for memory takes most
// of the time. So the features are looked up in batches, in loops without branches that
// cannot be foretold: the processor then waits for many of them at once.
func (m *Model) Score(features []uint64, scores []int32) {
	if m.few != nil {
		m.scoreFew(features, []int{len(features)}, [][]int32{scores})
		return
	}
	var slots [batch]slot
	var rows [4][batch]uint32 // by kind
	var first [batch]weight
	for len(features) > 0 {
		n := min(len(features), batch)
		for j, f := range features[:n] {
			slots[j] = m.slots[m.home(fingerprint(f))]
		}
		m.Prefetch(features[n:min(n+batch, len(features))])
		var found [4]int
		for j, f := range features[:n] {
			row := m.row(fingerprint(f), slots[j])
			kind := row >> kindShift
			rows[kind][found[kind]&(batch-1)] = row & kindMask
			found[kind]++
		}
		for _, row := range rows[lone][:found[lone]] {
			scores[row>>16] += int32(int16(row))
		}
		runs := rows[run][:found[run]]
		for j, row := range runs {
			first[j] = m.weights[row]
		}
		for j, row := range runs {
			w := first[j]
			for i := row + 1; w.class != endOfRun; i++ {
				scores[w.class] += int32(w.value)
				w = m.weights[i]
			}
		}
		if found[wide] > 0 {
			dense.AddRows(scores[:len(m.Labels)], m.wide, rows[wide][:found[wide]])
		}
		features = features[n:]
	}
}

// ScoreGroups adds for groups of features, which lie one behind the other, the weights for one label to scores, which has one place
// per group; ends says where in features each group ends. Small groups are so looked up together.
func (m *Model) ScoreGroups(features []uint64, ends []int, label int, scores []int32) {
	if m.few != nil {
		m.scoreFewGroups(features, ends, label, scores)
		return
	}
	var slots [batch]slot
	group := 0
	for from := 0; from < len(features); from += batch {
		fs := features[from:min(from+batch, len(features))]
		for j, f := range fs {
			slots[j] = m.slots[m.home(fingerprint(f))]
		}
		m.Prefetch(features[from+len(fs) : min(from+2*batch, len(features))])
		for j, f := range fs {
			slots[j].row = m.row(fingerprint(f), slots[j])
		}
		for j := range fs {
			for from+j >= ends[group] {
				group++
			}
			scores[group] += m.weight(slots[j].row, uint32(label))
		}
	}
}

// weight is what a row adds to a label.
func (m *Model) weight(row, label uint32) int32 {
	if row>>16 == lone<<(kindShift-16)|label {
		return int32(int16(row))
	}
	switch kind := row >> kindShift; kind {
	case run:
		sum := int32(0)
		for _, w := range m.weights[row&kindMask:] {
			if w.class == endOfRun {
				break
			}
			if uint32(w.class) == label {
				sum += int32(w.value)
			}
		}
		return sum
	case wide:
		return int32(m.wide[int(row&kindMask)*dense.Stride(len(m.Labels))+int(label)])
	}
	return 0
}

// row returns what a key adds, 0 when it is not there; s is the slot at its home.
func (m *Model) row(key uint32, s slot) uint32 {
	for i := m.home(key); s.key < key; {
		i++
		s = m.slots[i]
	}
	if s.key != key {
		return 0
	}
	return s.row
}

// home is where the search for a key starts: its upper bits, which are as good as random. Rows come sorted by key, so that
// the table is sorted as well: filling it walks through memory once, and a search ends at the first greater key.
func (m *Model) home(key uint32) uint32 { return key >> m.shift }

// Best returns the label with the highest score for the features, its margin over the second and the scores.
func (m *Model) Best(features []uint64, scores []int32) (label int, margin int32) {
	for i := range scores {
		scores[i] = 0
	}
	m.Score(features, scores)
	return argmax(scores)
}

func argmax(scores []int32) (best int, margin int32) {
	second := -1
	for i, s := range scores {
		switch {
		case i == 0:
		case s > scores[best]:
			second, best = best, i
		case second < 0 || s > scores[second]:
			second = i
		}
	}
	if second < 0 {
		return best, 0
	}
	return best, scores[best] - scores[second]
}

// row is one feature's weights on the way to or from a file.
type row struct {
	key     uint32
	weights []weight
}

// newModel makes a model of rows in the order of their keys.
func newModel(meta Meta, rows []row) *Model {
	n := 0
	for _, r := range rows {
		n += len(r.weights)
	}
	m := newTable(meta, len(rows), n)
	for _, r := range rows {
		start := len(m.weights)
		m.weights = append(m.weights, r.weights...)
		m.put(r.key, start)
	}
	m.pack()
	return m
}

// pack moves what has grown while rows were put.
func (m *Model) pack() { m.wide = append(room[int16](len(m.wide))[:0], m.wide...) }

// newTable makes an empty model with room for so many rows and weights.
func newTable(meta Meta, rows, weights int) *Model {
	bits := uint8(2)
	for 4<<bits < 5*rows { // at most four fifths full
		bits++
	}
	if len(meta.Labels) <= few {
		return &Model{Meta: meta, shift: 32 - bits, few: table(1<<bits+2, fewFree)}
	}
	return &Model{Meta: meta, shift: 32 - bits, slots: table(1<<bits+1, free), weights: room[weight](weights)[:0]}
}

// table makes a table of free slots.
func table[T any](n int, free T) []T {
	s := room[T](n)
	for i := range s {
		s[i] = free
	}
	return s
}

// put adds a row whose weights are the last ones, from start on. No row before may have a greater key.
func (m *Model) put(key uint32, start int) {
	if m.few != nil {
		m.putFew(key, m.weights[start:])
		m.weights = m.weights[:start]
		return
	}
	row := uint32(run)<<kindShift | uint32(start)
	switch ws := m.weights[start:]; {
	case len(ws) == 1 && ws[0].class < 1<<14:
		row = lone<<kindShift | uint32(ws[0].class)<<16 | uint32(uint16(ws[0].value))
		m.weights = m.weights[:start]
	case len(ws) >= many && ordered(ws):
		row = wide<<kindShift | m.widen(ws)
		m.weights = m.weights[:start]
	default:
		m.weights = append(m.weights, weight{class: endOfRun})
	}
	i := m.home(key)
	for m.slots[i].row != 0 {
		i++
	}
	m.slots[i] = slot{key, row}
	if int(i) == len(m.slots)-1 {
		m.slots = append(m.slots, free)
	}
}

// ordered tells whether weights are as a row of wide gives them back: in the order of their classes, and none of them 0.
func ordered(ws []weight) bool {
	last := -1
	for _, w := range ws {
		if int(w.class) <= last || w.value == 0 {
			return false
		}
		last = int(w.class)
	}
	return true
}

// widen adds a row to wide.
func (m *Model) widen(ws []weight) (row uint32) {
	stride := dense.Stride(len(m.Labels))
	from := len(m.wide)
	if from+stride > cap(m.wide) { // twofold: append's smaller steps would leave five times as much behind as is kept
		m.wide = slices.Grow(m.wide, from+stride)
	}
	m.wide = m.wide[:from+stride]
	clear(m.wide[from:])
	for _, w := range ws {
		m.wide[from+int(w.class)] = w.value
	}
	return uint32(from / stride)
}

// rows goes through the features and their weights in the order of keys; the weights may be read until the next.
func (m *Model) rows(yield func(key uint32, weights []weight) bool) {
	var ws []weight
	for i := range m.few {
		if ws = m.few[i].weights(ws[:0]); len(ws) > 0 && !yield(m.few[i].key, ws) {
			return
		}
	}
	for _, s := range m.slots {
		ws = ws[:0]
		switch row := s.row & kindMask; s.row >> kindShift {
		case none:
			continue
		case lone:
			ws = append(ws, weight{uint16(row >> 16), int16(row)})
		case wide:
			stride := dense.Stride(len(m.Labels))
			for class, v := range m.wide[int(row)*stride:][:stride] {
				if v != 0 {
					ws = append(ws, weight{uint16(class), v})
				}
			}
		default:
			for _, w := range m.weights[row:] {
				if w.class == endOfRun {
					break
				}
				ws = append(ws, w)
			}
		}
		if !yield(s.key, ws) {
			return
		}
	}
}

// MarshalBinary writes the model file: magic, length and JSON of Meta, the rows sorted
// by fingerprint (delta, count, then class and weight each, all varints), SHA-256 of all before.
func (m *Model) MarshalBinary() ([]byte, error) {
	head, err := json.Marshal(m.Meta)
	if err != nil {
		return nil, err
	}
	b := append([]byte(magic), binary.AppendUvarint(nil, uint64(len(head)))...)
	b = append(b, head...)
	count := 0
	for range m.rows {
		count++
	}
	b = binary.AppendUvarint(b, uint64(count))
	prev := uint32(0)
	for key, weights := range m.rows {
		b = binary.AppendUvarint(b, uint64(key-prev))
		prev = key
		b = binary.AppendUvarint(b, uint64(len(weights)))
		for _, w := range weights {
			b = binary.AppendUvarint(b, uint64(w.class))
			b = binary.AppendVarint(b, int64(w.value))
		}
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...), nil
}

var errShort = errors.New("linear: model file is cut short")

// Load reads a model file. It checks the checksum and every bound, and never panics on foreign bytes.
func Load(file []byte) (*Model, error) {
	if !bytes.HasPrefix(file, []byte(magic)) {
		return nil, errors.New("linear: not a model file (wrong magic)")
	}
	if len(file) < len(magic)+sha256.Size {
		return nil, errShort
	}
	body := file[:len(file)-sha256.Size]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], file[len(body):]) {
		return nil, errors.New("linear: model file is damaged (checksum differs)")
	}
	r := reader{b: body[len(magic):]}
	n := r.uint()
	if r.err != nil || n > uint64(r.left()) {
		return nil, errShort
	}
	var meta Meta
	if err := json.Unmarshal(r.b[r.at:r.at+int(n)], &meta); err != nil {
		return nil, fmt.Errorf("linear: model header: %w", err)
	}
	r.at += int(n)
	count := r.uint()
	if count > uint64(r.left()) {
		return nil, errShort
	}
	m := newTable(meta, int(count), meta.weightsWithin(r.left()))
	key, labels := uint64(0), uint64(min(len(meta.Labels), endOfRun))
	for range count {
		key += r.uint()
		k := r.uint()
		if r.err != nil || k > uint64(r.left()) || key > 1<<32-1 {
			return nil, errShort
		}
		start := len(m.weights)
		if err := m.read(&r, int(k), labels); err != nil {
			return nil, err
		}
		m.put(uint32(key), start)
	}
	if r.err != nil {
		return nil, r.err
	}
	m.pack()
	return m, nil
}

// read appends k weights. Nearly all numbers are of one byte; these are read without a call.
func (m *Model) read(r *reader, k int, labels uint64) error {
	b, at, next := r.b, r.at, uint64(0)
	for range k {
		var c, w uint64
		if at+1 < len(b) && b[at] < 0x80 && b[at+1] < 0x80 {
			c, w = uint64(b[at]), uint64(b[at+1])
			at += 2
		} else {
			r.at = at
			c, w = r.uint(), r.uint()
			b, at = r.b, r.at
		}
		v := int64(w>>1) ^ -int64(w&1)
		if c < next || c >= labels || v != int64(int16(v)) {
			return errors.New("linear: model file has a weight out of range or order")
		}
		next = c + 1
		m.weights = append(m.weights, weight{uint16(c), int16(v)})
	}
	r.at = at
	return nil
}

func (m Meta) weightsWithin(bytes int) int { return max(0, min(m.Weights, bytes)) }

type reader struct {
	b   []byte
	at  int
	err error
}

func (r *reader) uint() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	v, n := binary.Uvarint(r.b[r.at:])
	if n <= 0 {
		r.err, r.b, r.at = errShort, nil, 0
		return 0
	}
	r.at += n
	return v
}

func (r *reader) left() int { return len(r.b) - r.at }

// Merge returns a model with the rows of two models that know the same labels, for
// classifiers that are trained apart and never compete: where both have a row for a
// feature, its weights are added. Meta is that of a.
func Merge(a, b *Model) (*Model, error) {
	if !slices.Equal(a.Labels, b.Labels) {
		return nil, errors.New("linear: models to be merged have different labels")
	}
	byKey := map[uint32][]weight{}
	for _, m := range []*Model{a, b} {
		for key, weights := range m.rows {
			for _, w := range weights {
				byKey[key] = mergeWeight(byKey[key], w)
			}
		}
	}
	meta := a.Meta
	rows, n := sortedRows(byKey)
	meta.Weights = n
	return newModel(meta, rows), nil
}

// Average returns the mean of models that know the same labels, as if one had been trained in several orders of the
// examples: the mean of linear models scores like their vote, at the cost of one. Meta is that of the first; p prunes.
func Average(p Prune, models ...*Model) (*Model, error) {
	sums := map[uint32]map[uint16]float64{}
	largest := 1e-9
	for _, m := range models {
		if !slices.Equal(m.Labels, models[0].Labels) {
			return nil, errors.New("linear: models to be averaged have different labels")
		}
		for key, weights := range m.rows {
			row := sums[key]
			if row == nil {
				row = map[uint16]float64{}
				sums[key] = row
			}
			for _, w := range weights {
				row[w.class] += float64(w.value) / m.Scale / float64(len(models))
				largest = max(largest, math.Abs(row[w.class]))
			}
		}
	}
	meta := models[0].Meta
	meta.Scale = min(64, math.MaxInt16/largest)
	byKey := map[uint32][]weight{}
	for k, row := range sums {
		for class, w := range row {
			if v := int16(math.Round(w * meta.Scale)); v != 0 && math.Abs(w) >= p.MinAbs {
				byKey[k] = append(byKey[k], weight{class, v})
			}
		}
	}
	rows, n := sortedRows(byKey)
	meta.Weights = n
	return newModel(meta, rows), nil
}
