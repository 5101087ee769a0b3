package clean

import (
	"math/bits"
	"math/rand"
	"sort"
	"strings"

	"golang.org/x/net/html"

	"onrecord/internal/linear"
)

// Example is a page with its true article, to train the page model on.
type Example struct {
	Group    string // pages of one layout: the publisher
	URL      string
	HTML     []byte
	Truth    []string // paragraphs of the article in order
	Optional []bool   // per paragraph: may be given or left out
}

// minGroups is in how many groups of pages a feature must occur to count: what one
// publisher's layout alone has says nothing of others.
const minGroups = 3

// Sample is an Example made ready for training.
type Sample struct {
	group string
	seq   sequence
}

// Prepare computes the features and true labels of an example; false for a page that cannot be parsed.
func Prepare(e Example) (Sample, bool) {
	seq, ok := e.sequence()
	return Sample{e.Group, seq}, ok
}

// Train learns the page model by a structured averaged perceptron from the samples whose group is not without.
func Train(samples []Sample, without string, epochs int, meta linear.Meta) *linear.Model {
	groups := map[string]int{}
	seenIn := map[uint64]uint64{}
	var seqs []*sequence
	for i := range samples {
		s := &samples[i]
		if s.group == without {
			continue
		}
		if _, ok := groups[s.group]; !ok {
			groups[s.group] = len(groups)
		}
		for _, fs := range s.seq.unit {
			for _, f := range fs {
				seenIn[f] |= 1 << (groups[s.group] % 64)
			}
		}
		seqs = append(seqs, &s.seq)
	}
	least := min(minGroups, len(groups))
	kept := make([]*sequence, len(seqs))
	for i, s := range seqs {
		kept[i] = s.filtered(func(f uint64) bool { return bits.OnesCount64(seenIn[f]) >= least })
	}
	t := linear.NewTrainer("other", "body")
	rng := rand.New(rand.NewSource(1))
	for range epochs {
		rng.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
		for _, s := range kept {
			s.learn(t)
		}
	}
	return t.Model(meta, linear.Prune{})
}

// sequence is a page as features, with the true label of each block, -1 where either will do.
type sequence struct {
	unit [][]uint64
	edge [][pageLabels][]uint64
	want []int
}

// filtered returns the sequence with those unit features only that keep accepts.
func (s *sequence) filtered(keep func(uint64) bool) *sequence {
	out := &sequence{unit: make([][]uint64, len(s.unit)), edge: s.edge, want: s.want}
	for i, fs := range s.unit {
		for _, f := range fs {
			if keep(f) {
				out.unit[i] = append(out.unit[i], f)
			}
		}
	}
	return out
}

func (e Example) sequence() (sequence, bool) {
	root, err := html.Parse(strings.NewReader(decode(e.HTML, true)))
	if err != nil {
		return sequence{}, false
	}
	a, facts := metadata(root, Given{URL: e.URL})
	blocks := segment(root)
	if found, _ := mark(blocks, root, a.URL); !found {
		markProse(blocks)
	}
	v := view(blocks, &a, facts)
	s := sequence{unit: make([][]uint64, len(blocks)), edge: make([][pageLabels][]uint64, len(blocks)), want: e.align(blocks)}
	for i := range blocks {
		s.unit[i] = v.features(nil, i)
		for prev := range pageLabels {
			s.edge[i][prev] = v.edges(nil, i, prev)
		}
	}
	return s, true
}

// learn makes one step of the perceptron on one page.
func (s *sequence) learn(t *linear.Trainer) {
	n := len(s.unit)
	unit := make([][pageLabels]int32, n)
	edge := make([][pageLabels][pageLabels]int32, n)
	scores := make([]float32, pageLabels)
	scale := func(to *[pageLabels]int32) {
		for y := range to {
			to[y] = int32(scores[y] * 64)
		}
	}
	for i := range n {
		clear(scores)
		t.Score(s.unit[i], scores)
		scale(&unit[i])
		for prev := range pageLabels {
			clear(scores)
			t.Score(s.edge[i][prev], scores)
			scale(&edge[i][prev])
		}
	}
	got := viterbi(unit, edge)
	want := make([]int, n)
	for i := range n {
		want[i] = s.want[i]
		if want[i] < 0 {
			want[i] = got[i]
		}
	}
	t.Tick()
	prevGot, prevWant := labelOther, labelOther
	for i := range n {
		if got[i] != want[i] {
			t.Update(s.unit[i], want[i], 1)
			t.Update(s.unit[i], got[i], -1)
		}
		if got[i] != want[i] || prevGot != prevWant {
			t.Update(s.edge[i][prevWant], want[i], 1)
			t.Update(s.edge[i][prevGot], got[i], -1)
		}
		prevGot, prevWant = got[i], want[i]
	}
}

// align finds the blocks that are the paragraphs of the true article: the assignment of blocks to places in
// the truth that keeps the order and covers most words.
func (e Example) align(blocks []para) []int {
	var stream strings.Builder
	var edges []int
	stream.WriteByte(' ')
	for _, t := range e.Truth {
		edges = append(edges, stream.Len()-1)
		for _, w := range wordsOf(t) {
			stream.WriteString(w + " ")
		}
	}
	text := stream.String()
	edges = append(edges, len(text)-1)
	type cand struct {
		block, at, end, weight, optional int
	}
	var cands []cand
	for i := range blocks {
		if len(blocks[i].words) == 0 {
			continue
		}
		w := " " + strings.Join(blocks[i].words, " ") + " "
		for from := 0; from < len(text); {
			j := strings.Index(text[from:], w)
			if j < 0 {
				break
			}
			at, end := from+j, from+j+len(w)-1
			from = at + 1
			k := sort.SearchInts(edges, at+1) - 1
			whole := at == edges[k] && (k+1 < len(edges) && end >= edges[k+1])
			if !whole && len(blocks[i].words) < 4 && at != edges[k] && end != edges[min(k+1, len(edges)-1)] {
				continue // a few words within a paragraph are chance
			}
			weight := 10 * len(blocks[i].words)
			if whole {
				weight += 15
			}
			if blocks[i].page.readable {
				weight += 4
			}
			opt := 0
			if k < len(e.Optional) && e.Optional[k] {
				opt = 1
			}
			cands = append(cands, cand{i, at, end, weight, opt})
			if len(cands) > 20000 {
				break
			}
		}
	}
	best := make([]int, len(cands))
	prev := make([]int, len(cands))
	top := -1
	for i := range cands {
		best[i], prev[i] = cands[i].weight, -1
		for j := range i {
			if cands[j].block < cands[i].block && cands[j].end <= cands[i].at && best[j]+cands[i].weight > best[i] {
				best[i], prev[i] = best[j]+cands[i].weight, j
			}
		}
		if top < 0 || best[i] > best[top] {
			top = i
		}
	}
	want := make([]int, len(blocks))
	for i := top; i >= 0; i = prev[i] {
		want[cands[i].block] = labelBody
		if cands[i].optional == 1 {
			want[cands[i].block] = -1
		}
	}
	return want
}
