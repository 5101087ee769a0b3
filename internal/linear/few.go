package linear

// few labels leave room for the weights of all of them in the table itself, so that a feature costs one wait for memory.
const few = 4

// fewSlot is a slot of a model with few labels: a key and the weights, two in each word, the first in its lower half.
type fewSlot struct {
	key      uint32
	low, top uint32
}

var fewFree = fewSlot{key: free.key}

// Batch collects groups of features, such as those of the words of a sentence, that are then scored together: looking up a few
// features at a time leaves the processor waiting for memory. The zero Batch is ready to use, and can be used again.
type Batch struct {
	features []uint64
	ends     []int
	scores   [][]int32
}

// Add adds a group of features, which are copied; what they weigh will be added to scores, which has one place per label.
func (b *Batch) Add(features []uint64, scores []int32) {
	b.features = append(b.features, features...)
	b.ends = append(b.ends, len(b.features))
	b.scores = append(b.scores, scores)
}

// Len is the number of features in the batch.
func (b *Batch) Len() int { return len(b.features) }

// Score adds to the scores of all groups what Model.Score would, and empties the batch.
func (b *Batch) Score(m *Model) {
	if m.few != nil {
		m.scoreFew(b.features, b.ends, b.scores)
	} else {
		from := 0
		for k, end := range b.ends {
			m.Score(b.features[from:end], b.scores[k])
			from = end
		}
	}
	clear(b.scores)
	b.features, b.ends, b.scores = b.features[:0], b.ends[:0], b.scores[:0]
}

// scoreFew is Batch.Score for few labels. Where a key lies is random: so its home and the slot behind are looked at together,
// without branches, and only what lies further is searched for.
func (m *Model) scoreFew(features []uint64, ends []int, scores [][]int32) {
	var slots [batch][2]fewSlot
	var sums [few]int32
	group := 0
	for from := 0; from < len(features); from += batch {
		fs := features[from:min(from+batch, len(features))]
		for j, f := range fs {
			slots[j] = [2]fewSlot(m.few[m.home(fingerprint(f)):])
		}
		m.Prefetch(features[from+len(fs) : min(from+2*batch, len(features))])
		for j, f := range fs {
			for from+j >= ends[group] {
				settle(&sums, scores[group])
				group++
			}
			key, s := fingerprint(f), &slots[j]
			low, top := uint32(0), uint32(0)
			if s[1].key == key {
				low, top = s[1].low, s[1].top
			}
			if s[0].key == key {
				low, top = s[0].low, s[0].top
			}
			if s[1].key < key {
				low, top = m.further(key)
			}
			sums[0] += int32(int16(low))
			sums[1] += int32(low) >> 16
			sums[2] += int32(int16(top))
			sums[3] += int32(top) >> 16
		}
	}
	for ; group < len(ends); group++ {
		settle(&sums, scores[group])
	}
}

// scoreFewGroups is ScoreGroups for few labels.
func (m *Model) scoreFewGroups(features []uint64, ends []int, label int, scores []int32) {
	all, room := make([][]int32, len(ends)), make([]int32, few*len(ends))
	for k := range all {
		all[k] = room[few*k : few*k+few]
	}
	m.scoreFew(features, ends, all)
	for k := range all {
		scores[k] += all[k][label]
	}
}

// further returns the weights of a key that lies behind the two slots at its home.
func (m *Model) further(key uint32) (low, top uint32) {
	i := m.home(key) + 2
	for m.few[i].key < key {
		i++
	}
	if s := &m.few[i]; s.key == key {
		return s.low, s.top
	}
	return 0, 0
}

// settle moves sums to scores.
func settle(sums *[few]int32, scores []int32) {
	for i := range min(len(scores), few) {
		scores[i] += sums[i]
	}
	*sums = [few]int32{}
}

// putFew is put for few labels. A weight of 0 leaves no trace.
func (m *Model) putFew(key uint32, ws []weight) {
	s := fewSlot{key: key}
	for _, w := range ws {
		v := uint32(uint16(w.value)) << (w.class % 2 * 16)
		if w.class < 2 {
			s.low |= v
		} else {
			s.top |= v
		}
	}
	if s.low|s.top == 0 {
		return
	}
	i := m.home(key)
	for m.few[i].low|m.few[i].top != 0 {
		i++
	}
	m.few[i] = s
	if int(i) >= len(m.few)-2 {
		m.few = append(m.few, fewFree)
	}
}

// weights are those of the slot that are not 0.
func (s *fewSlot) weights(to []weight) []weight {
	for class := range uint16(few) {
		v := s.low
		if class >= 2 {
			v = s.top
		}
		if v = v >> (class % 2 * 16); int16(v) != 0 {
			to = append(to, weight{class, int16(v)})
		}
	}
	return to
}
