package attrib

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

// scorer is a model or a trainer: it adds the weights of features to one score per label.
type scorer[T int32 | float32] interface {
	Score(features []uint64, scores []T)
}

// lattice collects the scores of a sequence for viterbi and can be used again.
type lattice[T int32 | float32] struct {
	emit, edge []T
	forced     []int8
	features   []uint64
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

func zeros[T int32 | float32](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}
