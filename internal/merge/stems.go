package merge

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"onrecord/data"
)

// Stems calls f with the stem of every word of a text that can tell what it is about, in order.
func Stems(text string, f func(stem string)) {
	for _, w := range split(text, nil) {
		if s := content(lower(text[w.start:w.end])); s != "" {
			f(s)
		}
	}
}

// content returns the stem of a word in lower case, "" for words that every text has.
func content(w string) string {
	if len(w) < 2 || w[0] <= '9' && len(w) < 4 {
		return ""
	}
	if _, ok := empty[w]; ok {
		return ""
	}
	return stem(w)
}

// empty are words that tell nothing about what a text is about.
var empty = set(`a an the and or but nor so yet if then than as at by for from in into of off on onto out over to up with within without
about above across after again against all almost along already also although always am among amid an another any anyone anything are aren't around
away back be became because been before being below between both can can't cannot could couldn't did didn't do does doesn't doing don't done down during
each either else ever every few first for further get gets give given go goes going gone got had hadn't has hasn't have haven't having he he'd he'll he's
her here hers herself him himself his how however i i'd i'll i'm i've instead is isn't it it's its itself just last later least less let like made make
many may me might more most much must my myself near never next no not nothing now of often once one one's only other others our ours ourselves own per
perhaps put rather really said same say saying says see seen several shall she she's should shouldn't since some someone something still such take taken
tell than that that's the their theirs them themselves then there there's these they they're they've this those though through thus till to today told
too toward towards two under until unless upon us use used very via was wasn't way we we'll we're we've well were weren't what what's when where whether which while who
whom whose why will with won't would wouldn't yes you you'd you'll you're you've your yours monday tuesday wednesday thursday friday saturday sunday
january february march april june july august september october november december year years day days week weeks month months time according reported reports report mr mrs ms`)

func set(words string) map[string]struct{} {
	m := map[string]struct{}{}
	for _, w := range strings.Fields(words) {
		m[w] = struct{}{}
	}
	return m
}

// weights are the inverse document frequencies of stems. They ship with the program (data/stems.tsv) and never change
// with what is read, so that the same two texts always compare in the same way.
type weights struct {
	idf  map[uint32]float32
	rare float32 // of stems that are not listed
}

func loadWeights() (*weights, error) {
	b, err := data.File("stems.tsv")
	if err != nil {
		return nil, err
	}
	w := &weights{idf: map[uint32]float32{}}
	total, line := 0.0, 0
	for row := range strings.Lines(string(b)) {
		line++
		name, count, ok := strings.Cut(strings.TrimSuffix(row, "\n"), "\t")
		if !ok || strings.HasPrefix(row, "#") || name == "stem" {
			continue
		}
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("merge: stems.tsv: line %d: %q is no number of articles", line, count)
		}
		if name == "*" {
			total = float64(n)
			continue
		}
		w.idf[hash(name)] = float32(math.Log(total / float64(n)))
	}
	if total == 0 {
		return nil, fmt.Errorf("merge: stems.tsv does not say how many articles were counted")
	}
	w.rare = float32(math.Log(total))
	return w, nil
}

func (w *weights) of(stem uint32) float32 {
	if v, ok := w.idf[stem]; ok {
		return v
	}
	return w.rare
}

// bag collects stems and how often they occur.
type bag map[uint32]float32

// vector weighs a bag: (1 + log tf) * idf, the heaviest most terms, of length 1.
func (b bag) vector(w *weights, most int) Vector {
	v := make(Vector, 0, len(b))
	for s, n := range b {
		v = append(v, Term{s, (1 + float32(math.Log(float64(n)))) * w.of(s)})
	}
	return v.heaviest(most)
}

// heaviest keeps the heaviest terms and makes the length 1.
func (v Vector) heaviest(most int) Vector {
	if len(v) > most {
		v = slices.Clone(v)
		slices.SortFunc(v, heavier)
		v = v[:most]
	}
	slices.SortFunc(v, func(a, b Term) int { return int(int64(a.Stem) - int64(b.Stem)) })
	sum := 0.0
	for _, t := range v {
		sum += float64(t.Weight) * float64(t.Weight)
	}
	if sum > 0 {
		n := float32(math.Sqrt(sum))
		for i := range v {
			v[i].Weight /= n
		}
	}
	return v
}

// heavier orders by falling weight, then by stem, so that ties do not depend on the order of a map.
func heavier(a, b Term) int {
	switch {
	case a.Weight > b.Weight:
		return -1
	case a.Weight < b.Weight:
		return 1
	case a.Stem < b.Stem:
		return -1
	case a.Stem > b.Stem:
		return 1
	}
	return 0
}

// Cosine of two vectors of length 1.
func (v Vector) Cosine(o Vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(v) && j < len(o); {
		switch {
		case v[i].Stem < o[j].Stem:
			i++
		case v[i].Stem > o[j].Stem:
			j++
		default:
			sum += float64(v[i].Weight) * float64(o[j].Weight)
			i, j = i+1, j+1
		}
	}
	return sum
}

// Words calls f with every word of a text in lower case, in order.
func Words(text string, f func(word string)) {
	for _, w := range split(text, nil) {
		f(lower(text[w.start:w.end]))
	}
}
