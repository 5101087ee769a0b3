// Package entity finds the names in an article and groups those that mean the same.
//
// In goes a document with sentences (tags, clusters and parses are used where they are set); out
// come its Mentions and its Entities. A trained sequence tagger labels the tokens twice: the second
// time it knows what the first found elsewhere in the article. Then rules link the short forms of a
// name to its full form, and read titles and gender off the words around. The package never resolves
// a name to a place, a country code or a sector: place and actor do that.
package entity

import (
	"errors"
	"fmt"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Classes of the tagger. Dates and sums of money are labelled too, because that keeps their words out
// of other names, but Find leaves them to when and amount.
const (
	Person       = "Person"
	Organization = "Organization"
	Location     = "Location"
	NORP         = "NORP" // nationality, ethnic, religious or political group, as noun or adjective
	Facility     = "Facility"
	Product      = "Product"
	Misc         = "Misc"
	Date         = "Date"
	Money        = "Money"
)

// Finder finds entities. It is safe for concurrent use.
type Finder struct {
	model  *linear.Model
	labels labelSet
	lex    *lexicon
}

// New reads a model that Train made.
func New(model []byte) (*Finder, error) {
	m, err := linear.Load(model)
	if err != nil {
		return nil, fmt.Errorf("entity: %w", err)
	}
	return newFinder(m)
}

func newFinder(m *linear.Model) (*Finder, error) {
	ls, err := newLabelSet(m.Labels)
	if err != nil {
		return nil, err
	}
	f := &Finder{model: m, labels: ls, lex: newLexicon()}
	scores := make([]int32, len(m.Labels))
	for from := range m.Labels {
		clear(scores)
		m.Score(transition(from), scores)
		for to, s := range scores {
			f.labels.move[to][from] = s
		}
	}
	return f, nil
}

// Find fills d.Mentions and d.Entities.
func (f *Finder) Find(d *doc.Document) {
	d.Mentions, d.Entities = nil, nil
	for _, m := range f.Label(d) {
		if m.Class != Date && m.Class != Money {
			d.Mentions = append(d.Mentions, m)
		}
	}
	f.link(d)
}

// Label returns the tagger's mentions of all classes in text order, not linked: Entity is -1 and Type is "".
func (f *Finder) Label(d *doc.Document) []doc.Mention {
	var out []doc.Mention
	x := newExtractor(d, f.lex)
	for i, path := range f.paths(x) {
		for _, s := range f.labels.spans(path) {
			out = append(out, mention(d, i, s))
		}
	}
	return f.surnames(d, out, x)
}

func mention(d *doc.Document, sentence int, s span) doc.Mention {
	sent := &d.Sentences[sentence]
	return doc.Mention{
		Span:     doc.Span{Start: sent.Tokens[s.first].Start, End: sent.Tokens[s.last].End},
		Sentence: sentence, First: s.first, Last: s.last,
		Head: head(sent, s.first, s.last), Class: s.class, Entity: -1,
	}
}

// head is the token of [first, last] that hangs on one outside. Without a parse it is the last token, or
// the one before a preposition ("Ministry of Defence").
func head(s *doc.Sentence, first, last int) int {
	if s.Parsed {
		for i := last; i >= first; i-- {
			if h := s.Tokens[i].Head; h < first || h > last {
				return i
			}
		}
	}
	for i := first + 1; i < last; i++ {
		switch s.Tokens[i].Text {
		case "of", "for", "in", "on", "to":
			return i - 1
		}
	}
	return last
}

// paths labels every token: once alone, once more with what the first pass found in the document.
func (f *Finder) paths(x *extractor) [][]uint8 {
	n := len(f.model.Labels)
	emissions := make([][]int32, len(x.sentences))
	paths := make([][]uint8, len(x.sentences))
	var features []uint64
	var v viterbi
	for i, words := range x.sentences {
		if x.d.GivenUp() {
			return paths
		}
		emissions[i] = make([]int32, n*len(words))
		for j := range words {
			features = x.features(features[:0], i, j)
			f.model.Score(features, emissions[i][j*n:(j+1)*n])
		}
		paths[i] = v.best(&f.labels, emissions[i], nil)
	}
	mem := newMemory(x, &f.labels, paths)
	for i, words := range x.sentences {
		if x.d.GivenUp() {
			break
		}
		changed := false
		for j := range words {
			features = mem.features(features[:0], i, j)
			if len(features) > 0 {
				changed = true
				f.model.Score(features, emissions[i][j*n:(j+1)*n])
			}
		}
		if changed {
			paths[i] = v.best(&f.labels, emissions[i], nil)
		}
	}
	return paths
}

// span is a labelled run of tokens, both ends included.
type span struct {
	first, last int
	class       string
}

// labelSet knows the BIOES labels of a model: O, and B-, I-, E- and S- of each class.
type labelSet struct {
	names []string
	mark  []byte    // B I E S O
	class []string  // "" for O
	of    []int     // number of the class, -1 for O
	pairs [][]uint8 // for each label, the labels that may stand before it
	open  []bool    // may stand first in a sentence
	close []bool    // may stand last
	move  [][]int32 // weight of label b after label a, at [b][a]
}

func newLabelSet(names []string) (labelSet, error) {
	if len(names) == 0 || len(names) > 250 {
		return labelSet{}, errors.New("entity: not an entity model")
	}
	ls := labelSet{names: names}
	classes := map[string]int{}
	for _, n := range names {
		mark, class, _ := strings.Cut(n, "-")
		if len(mark) != 1 || !strings.Contains("BIESO", mark) || (mark == "O") != (class == "") {
			return labelSet{}, fmt.Errorf("entity: label %q is not BIOES", n)
		}
		of := -1
		if class != "" {
			if _, ok := classes[class]; !ok {
				classes[class] = len(classes)
			}
			of = classes[class]
		}
		ls.mark = append(ls.mark, mark[0])
		ls.class = append(ls.class, class)
		ls.of = append(ls.of, of)
		ls.open = append(ls.open, mark != "I" && mark != "E")
		ls.close = append(ls.close, mark != "B" && mark != "I")
		ls.move = append(ls.move, make([]int32, len(names)))
	}
	for b := range names {
		var before []uint8
		for a := range names {
			if ls.follows(a, b) {
				before = append(before, uint8(a))
			}
		}
		ls.pairs = append(ls.pairs, before)
	}
	return ls, nil
}

// follows reports whether label b may stand after label a.
func (ls *labelSet) follows(a, b int) bool {
	if ls.mark[b] == 'I' || ls.mark[b] == 'E' {
		return ls.of[a] == ls.of[b] && (ls.mark[a] == 'B' || ls.mark[a] == 'I')
	}
	return ls.close[a]
}

// spans reads the runs off a path of labels.
func (ls *labelSet) spans(path []uint8) []span {
	var out []span
	first := 0
	for i, l := range path {
		switch ls.mark[l] {
		case 'S':
			out = append(out, span{i, i, ls.class[l]})
		case 'B':
			first = i
		case 'E':
			out = append(out, span{first, i, ls.class[l]})
		}
	}
	return out
}

// viterbi finds best paths; it keeps its buffers between calls.
type viterbi struct {
	back []uint8
	cur  []int32
	next []int32
}

const unreachable = -1 << 29

// best returns the best allowed path for one sentence. emissions holds one row of label scores per
// token; cost, when not nil, is added to every label but gold's (training with a margin).
func (v *viterbi) best(ls *labelSet, emissions []int32, gold *margin) []uint8 {
	n := len(ls.names)
	length := len(emissions) / n
	if length == 0 {
		return nil
	}
	v.back = append(v.back[:0], make([]uint8, length*n)...)
	v.cur = append(v.cur[:0], make([]int32, n)...)
	v.next = append(v.next[:0], make([]int32, n)...)
	for b := range n {
		v.cur[b] = unreachable
		if ls.open[b] {
			v.cur[b] = emissions[b] + gold.cost(0, b)
		}
	}
	for i := 1; i < length; i++ {
		row := emissions[i*n : (i+1)*n]
		for b := range n {
			best, from := int32(unreachable*2), uint8(0)
			move, cur := ls.move[b], v.cur
			for _, a := range ls.pairs[b] {
				if s := cur[a] + move[a]; s > best {
					best, from = s, a
				}
			}
			v.back[i*n+b] = from
			v.next[b] = max(best, unreachable) + row[b] + gold.cost(i, b)
		}
		v.cur, v.next = v.next, v.cur
	}
	last := -1
	for b := range n {
		if ls.close[b] && (last < 0 || v.cur[b] > v.cur[last]) {
			last = b
		}
	}
	path := make([]uint8, length)
	for i := length - 1; i >= 0; i-- {
		path[i] = uint8(last)
		last = int(v.back[i*n+last])
	}
	return path
}

// margin makes every label but the right one look better by a fixed amount.
type margin struct {
	gold   []uint8
	amount int32
}

func (m *margin) cost(i, label int) int32 {
	if m == nil || int(m.gold[i]) == label {
		return 0
	}
	return m.amount
}
