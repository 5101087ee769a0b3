package attrib

import "onrecord/internal/linear"

// viterbi returns the best label sequence. emit holds n scores per position, edge n*n per position (previous
// label first); edge at position 0 is read from previous label 0. forced[i] >= 0 fixes the label of position i.
// Labels from free on are never chosen where they are not forced.
func viterbi[T int32 | float32](emit, edge []T, n, free int, forced []int8) []uint8 {
	length := len(emit) / n
	labels := make([]uint8, length)
	if length == 0 {
		return labels
	}
	back := make([]uint8, length*n)
	score, next := make([]T, n), make([]T, n)
	const never = -1 << 30
	allowed := func(i, l int) bool {
		if forced != nil && forced[i] >= 0 {
			return int(forced[i]) == l
		}
		return l < free
	}
	for l := range n {
		score[l] = never
		if allowed(0, l) {
			score[l] = emit[l] + edge[l]
		}
	}
	for i := 1; i < length; i++ {
		for l := range n {
			next[l] = never
			if !allowed(i, l) {
				continue
			}
			for p := range n {
				if s := score[p] + edge[(i*n+p)*n+l]; score[p] > never && s > next[l] {
					next[l], back[i*n+l] = s, uint8(p)
				}
			}
			if next[l] > never {
				next[l] += emit[i*n+l]
			}
		}
		score, next = next, score
	}
	best := 0
	for l := range n {
		if score[l] > score[best] {
			best = l
		}
	}
	for i := length - 1; i >= 0; i-- {
		labels[i] = uint8(best)
		best = int(back[i*n+best])
	}
	return labels
}

// States of decodeRoles: a label, before or after the source has been passed. A source is one run of words.
const (
	stateO = iota
	stateContent
	stateCue
	stateSource
	stateAfterO
	stateAfterContent
	stateAfterCue
	roleStates
)

var roleOfState = [roleStates]uint8{roleO, roleContent, roleCue, roleSource, roleO, roleContent, roleCue}

// follows reports whether state q may follow state p.
func follows(p, q int) bool {
	switch {
	case p < stateSource:
		return q <= stateSource
	case p == stateSource:
		return q >= stateSource
	}
	return q > stateSource
}

// decodeRoles returns the best labels of a window with at most one run of source words; the cue's words are forced,
// others are never labelled so.
func decodeRoles[T int32 | float32](l *lattice[T]) []uint8 {
	const n = roleLabels
	length := len(l.emit) / n
	labels := make([]uint8, length)
	if length == 0 {
		return labels
	}
	const never = -1 << 30
	l.back = zeros(l.back, length*roleStates)
	var score, next [roleStates]T
	for i := range length {
		for q := range roleStates {
			next[q] = never
			label := int(roleOfState[q])
			if cue := l.forced[i] >= 0; cue != (label == roleCue) || i == 0 && q > stateSource {
				continue
			}
			if i == 0 {
				next[q] = l.emit[label] + l.edge[label]
				continue
			}
			for p := range roleStates {
				if score[p] <= never || !follows(p, q) {
					continue
				}
				if s := score[p] + l.edge[(i*n+int(roleOfState[p]))*n+label]; s > next[q] {
					next[q], l.back[i*roleStates+q] = s, int32(p)
				}
			}
			if next[q] > never {
				next[q] += l.emit[i*n+label]
			}
		}
		score = next
	}
	best := 0
	for q := range roleStates {
		if score[q] > score[best] {
			best = q
		}
	}
	for i := length - 1; i >= 0; i-- {
		labels[i] = roleOfState[best]
		best = int(l.back[i*roleStates+best])
	}
	return labels
}

// scorer is a model or a trainer: it adds the weights of features to one score per label.
type scorer[T int32 | float32] interface {
	Score(features []uint64, scores []T)
}

// lattice collects the scores of a sequence for viterbi and can be used again.
type lattice[T int32 | float32] struct {
	emit, edge []T
	forced     []int8
	back       []int32
	features   []uint64
	paired     []uint64 // features with a previous label
	asked      linear.Batch
	want       []uint8 // in training: the right labels, and how much every wrong one is favoured
	margin     T
}

// enough features are asked for together to make up for the waiting, and stay near the processor.
const enough = 256

// ask adds what a scorer makes of features to scores: a model's only with answer, for all that was asked of it together.
func (l *lattice[T]) ask(m scorer[T], features []uint64, scores []T) {
	if ints, ok := any(scores).([]int32); ok {
		if _, ok := any(m).(*linear.Model); ok {
			if l.asked.Add(features, ints); l.asked.Len() >= enough {
				l.answer(m)
			}
			return
		}
	}
	m.Score(features, scores)
}

// answer adds what was asked of a model.
func (l *lattice[T]) answer(m scorer[T]) {
	if m, ok := any(m).(*linear.Model); ok {
		l.asked.Score(m)
	}
}

// cost favours wrong labels in training, so that the right ones must win by a margin (Taskar et al. 2003).
func (l *lattice[T]) cost(n int) {
	for k, w := range l.want {
		for q := range n {
			if q != int(w) {
				l.emit[k*n+q] += l.margin
			}
		}
	}
}

func (l *lattice[T]) reset(length, n int) {
	l.emit = zeros(l.emit, length*n)
	l.edge = zeros(l.edge, length*n*n)
	if cap(l.forced) < length {
		l.forced = make([]int8, length)
	}
	l.forced = l.forced[:length]
	for i := range l.forced {
		l.forced[i] = -1
	}
}

// hold keeps the label of position k that of the position before; a cue may go on where it began.
func (l *lattice[T]) hold(k, n int) {
	const unlikely = 1 << 22
	for p := range n {
		for q := range n {
			if p != q && (n != cueLabels || p != cueB || q != cueI) {
				l.edge[(k*n+p)*n+q] -= unlikely
			}
		}
	}
}

func zeros[T int32 | float32](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
