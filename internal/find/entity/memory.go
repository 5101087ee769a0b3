package entity

import "onrecord/internal/linear"

// memory is what the first pass found in the document, as features of the second.
type memory struct {
	x     *extractor
	ls    *labelSet
	paths [][]uint8
	words map[string][]int32 // per low form: times each label was given to it where it was capitalised
	runs  map[uint64][]int32 // per hash of low forms: times each class was given to the whole run
	long  int                // longest run, in tokens
	marks []uint64           // of the sentence in work: the run features of each token, 0 = none
	spans []span
	sent  int
}

// maxRun bounds the length of the names that are looked for elsewhere in the document.
const maxRun = 8

func newMemory(x *extractor, ls *labelSet, paths [][]uint8) *memory {
	m := &memory{x: x, ls: ls, paths: paths, words: map[string][]int32{}, runs: map[uint64][]int32{}, sent: -1}
	for i, path := range paths {
		ws := x.sentences[i]
		for j, l := range path {
			if ws[j].letters < inner || x.manner[i] == 2 && ls.mark[l] == 'O' {
				continue
			}
			count(m.words, ws[j].low, len(ls.names), int(l))
		}
		for _, s := range ls.spans(path) {
			if s.class == Date || s.class == Money || s.last-s.first >= maxRun {
				continue
			}
			count(m.runs, runHash(ws, s.first, s.last), len(ls.names), ls.of[path[s.first]])
			m.long = max(m.long, s.last-s.first+1)
		}
	}
	return m
}

func count[K comparable](m map[K][]int32, key K, n, at int) {
	c := m[key]
	if c == nil {
		c = make([]int32, n)
		m[key] = c
	}
	c[at]++
}

func runHash(ws []word, first, last int) uint64 {
	h := linear.F(0)
	for i := first; i <= last; i++ {
		h = h.Add(ws[i].lowHash)
	}
	return uint64(h)
}

// features appends what the rest of the document says about token j of sentence i. The token's own
// label from the first pass does not count.
func (m *memory) features(fs []uint64, i, j int) []uint64 {
	if m.sent != i {
		m.look(i)
	}
	if m.marks[j] != 0 {
		fs = append(fs, m.marks[j])
	}
	w := &m.x.sentences[i][j]
	if w.letters < inner {
		return fs
	}
	c := m.words[w.low]
	if c == nil {
		return fs
	}
	own := int(m.paths[i][j])
	best, total := -1, int32(0)
	for l, n := range c {
		if l == own {
			n--
		}
		total += n
		if n > 0 && (best < 0 || n > less(c[best], best == own)) {
			best = l
		}
	}
	if best < 0 {
		return fs
	}
	n := less(c[best], best == own)
	sure := 0
	if n*5 >= total*4 {
		sure = 1
	}
	fs = append(fs,
		uint64(linear.F(tMemoryWord).Int(0).Int(best).Int(sure)),
		uint64(linear.F(tMemoryWord).Int(1).Int(best).Int(int(min(n, 3)))))
	for l, k := range c {
		if l != best && less(k, l == own) > 0 {
			fs = append(fs, uint64(linear.F(tMemoryWord).Int(2).Int(l)))
		}
	}
	return fs
}

func less(n int32, one bool) int32 {
	if one {
		return n - 1
	}
	return n
}

// look finds, in sentence i, the runs of words that the first pass took for names elsewhere: from left
// to right, longest first. A token's mark tells its position in the run and the run's usual class.
func (m *memory) look(i int) {
	ws := m.x.sentences[i]
	m.sent = i
	m.marks = append(m.marks[:0], make([]uint64, len(ws))...)
	m.spans = m.ls.spans(m.paths[i])
	for j := 0; j < len(ws); j++ {
		if ws[j].letters < inner {
			continue
		}
		for n := min(m.long, len(ws)-j); n > 0; n-- {
			class, times := m.elsewhere(i, j, j+n-1)
			if class < 0 {
				continue
			}
			for k := range n {
				at := 0 // alone
				switch {
				case n == 1:
				case k == 0:
					at = 1
				case k == n-1:
					at = 3
				default:
					at = 2
				}
				m.marks[j+k] = uint64(linear.F(tMemoryRun).Int(at).Int(class).Int(int(min(times, 2))))
			}
			j += n - 1
			break
		}
	}
}

// elsewhere returns the most frequent class of the run in the rest of the document, -1 for none.
func (m *memory) elsewhere(i, first, last int) (class int, times int32) {
	ws := m.x.sentences[i]
	c := m.runs[runHash(ws, first, last)]
	if c == nil {
		return -1, 0
	}
	own := -1
	for _, s := range m.spans {
		if s.first == first && s.last == last {
			own = m.ls.of[m.paths[i][first]]
		}
	}
	class = -1
	for l, n := range c {
		if n = less(n, l == own); n > times {
			class, times = l, n
		}
	}
	return class, times
}
