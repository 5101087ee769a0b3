package eval

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/attrib"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// attributionTask scores the plain attributions (source, cue, content) on a folder in the format of PolNeAR.
//
// Protocol: the units are words and single marks of the text (see grid), to which the spans of both sides are mapped;
// marks at the ends of every run of units are cut off. Gold events without cue or content are dropped. An article with
// k annotators is scored against each with weight 1/k. Attributions are aligned one to one, greedily by the Dice
// coefficient of their cues, ties by the sum over the three roles. "cue" counts the aligned; "lenient" those whose
// content has Dice >= .5 and whose source has too or is empty on both sides; "strict" those with source and content equal.
// Statement classes: only cues that attrib.Lexicon.Statement knows, gold and system alike.
func attributionTask() Task {
	return Task{
		Name: "attribution", Help: "who says what (PolNeAR folders with text/ and attributions/)",
		Default: []string{"corpora/polnear/dev"},
		Run: func(path string) ([]Row, error) {
			articles, err := corpus.ReadPolnear(path)
			if err != nil {
				return nil, err
			}
			reader, err := newClaimReader()
			if err != nil {
				return nil, err
			}
			var found [][]attrib.Attribution
			for _, a := range articles {
				d := a.Document()
				reader.before.Run(d)
				found = append(found, reader.attrib.Attributions(d))
			}
			rows := ScoreAttributions(articles, found)
			for i := range rows {
				rows[i].Data = filepath.Base(path)
				if strings.HasSuffix(filepath.ToSlash(path), "corpora/polnear/dev") {
					rows[i].Floor = attributionFloors[rows[i].Metric]
				}
			}
			return rows, nil
		},
	}
}

var attributionFloors = map[string]float64{"cue F1": 80, "lenient F1": 70, "strict F1": 54}

// claimReader is the part of the pipeline up to the claims.
type claimReader struct {
	before *read.Reader // the stages that claims are found from
	attrib *attrib.Attributor
}

// ScoreAttributions scores found[i] against articles[i] by the protocol of the task.
func ScoreAttributions(articles []corpus.PolnearArticle, found [][]attrib.Attribution) []Row {
	lexicon := attrib.NewLexicon()
	var all, statements attributionTally
	for i, a := range articles {
		g := newGrid(a.Text)
		var system []units
		for _, f := range found[i] {
			system = append(system, g.units(f.Source, f.Cue, f.Content))
		}
		weight := 1 / float64(len(a.Annotators))
		for _, annotation := range a.Annotators {
			var gold []units
			for _, x := range annotation {
				gold = append(gold, g.units(x.Source, x.Cue, x.Content))
			}
			all.add(gold, system, weight)
			keep := func(us []units) []units {
				return slices.DeleteFunc(slices.Clone(us), func(u units) bool { return !lexicon.Statement(g.words(u.cue)) })
			}
			statements.add(keep(gold), keep(system), weight)
		}
	}
	return append(all.rows("attribution", ""), statements.rows("attribution", ", statement classes")...)
}

// units is an attribution as sets of grid units, sorted.
type units struct{ source, cue, content []int }

// attributionTally sums weighted counts.
type attributionTally struct {
	gold, system, cue, lenient, strict float64
	source, content, cueWords          tokenTally
}

type tokenTally struct{ hit, gold, system float64 }

func (t tokenTally) f1() float64 { return weightedF1(t.hit, t.gold, t.system) }

func weightedF1(hit, gold, system float64) float64 {
	if gold+system == 0 {
		return 0
	}
	return 200 * hit / (gold + system)
}

func (t *attributionTally) add(gold, system []units, weight float64) {
	t.gold += weight * float64(len(gold))
	t.system += weight * float64(len(system))
	for _, m := range align(gold, system) {
		g, s := gold[m[0]], system[m[1]]
		t.cue += weight
		sourceOK := len(g.source) == 0 && len(s.source) == 0 || dice(g.source, s.source) >= .5
		if sourceOK && dice(g.content, s.content) >= .5 {
			t.lenient += weight
		}
		if slices.Equal(g.source, s.source) && slices.Equal(g.content, s.content) {
			t.strict += weight
		}
	}
	t.source.add(gold, system, weight, func(u units) []int { return u.source })
	t.content.add(gold, system, weight, func(u units) []int { return u.content })
	t.cueWords.add(gold, system, weight, func(u units) []int { return u.cue })
}

func (t *tokenTally) add(gold, system []units, weight float64, role func(units) []int) {
	a, b := union(gold, role), union(system, role)
	t.hit += weight * float64(common(a, b))
	t.gold += weight * float64(len(a))
	t.system += weight * float64(len(b))
}

func union(us []units, role func(units) []int) []int {
	var all []int
	for _, u := range us {
		all = append(all, role(u)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (t *attributionTally) rows(task, suffix string) []Row {
	n := int(t.gold + .5)
	row := func(metric string, score float64) Row {
		return Row{Task: task, Metric: metric + suffix, N: n, Score: score}
	}
	return []Row{
		row("cue F1", weightedF1(t.cue, t.gold, t.system)),
		row("lenient F1", weightedF1(t.lenient, t.gold, t.system)),
		row("strict F1", weightedF1(t.strict, t.gold, t.system)),
		row("cue words F1", t.cueWords.f1()),
		row("source words F1", t.source.f1()),
		row("content words F1", t.content.f1()),
	}
}

// align pairs gold and system attributions whose cues overlap.
func align(gold, system []units) [][2]int {
	type pair struct {
		g, s      int
		cue, rest float64
	}
	var ps []pair
	for i, g := range gold {
		for j, s := range system {
			if c := dice(g.cue, s.cue); c > 0 {
				ps = append(ps, pair{i, j, c, c + dice(g.source, s.source) + dice(g.content, s.content)})
			}
		}
	}
	slices.SortStableFunc(ps, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.cue, a.cue), cmp.Compare(b.rest, a.rest))
	})
	usedG, usedS := make([]bool, len(gold)), make([]bool, len(system))
	var out [][2]int
	for _, p := range ps {
		if !usedG[p.g] && !usedS[p.s] {
			usedG[p.g], usedS[p.s] = true, true
			out = append(out, [2]int{p.g, p.s})
		}
	}
	return out
}

// dice of two sorted sets.
func dice(a, b []int) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

func common(a, b []int) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// grid cuts a text into scoring units, independently of our tokenizer: runs of letters and digits with inner
// hyphens, periods and commas; an apostrophe starts a new unit (Trump|'s); every other mark is a unit of its own.
type grid struct {
	text  string
	spans []doc.Span
}

func newGrid(text string) *grid {
	g := &grid{text: text}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		j := i + n
		switch {
		case unicode.IsSpace(r):
			i = j
			continue
		case isWordRune(r) || r == '\'' || r == '’':
			for j < len(text) {
				r, n := utf8.DecodeRuneInString(text[j:])
				if !isWordRune(r) {
					after, _ := utf8.DecodeRuneInString(text[j+n:])
					if r != '-' && r != '.' && r != ',' || !isWordRune(after) {
						break
					}
				}
				j += n
			}
		}
		g.spans = append(g.spans, doc.Span{Start: i, End: j})
		i = j
	}
	return g
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func (g *grid) isMark(i int) bool {
	for _, r := range g.text[g.spans[i].Start:g.spans[i].End] {
		if isWordRune(r) {
			return false
		}
	}
	return true
}

func (g *grid) units(source, cue, content []doc.Span) units {
	return units{g.cover(source), g.cover(cue), g.cover(content)}
}

// cover maps spans to the units they touch and cuts marks off the ends of every run; if nothing else is left, they stay.
func (g *grid) cover(spans []doc.Span) []int {
	var all []int
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(g.spans, s.Start, func(u doc.Span, at int) int { return cmp.Compare(u.End, at+1) })
		for ; i < len(g.spans) && g.spans[i].Start < s.End; i++ {
			all = append(all, i)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	var kept []int
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j] == all[j-1]+1 {
			j++
		}
		a, b := i, j
		for a < b && g.isMark(all[a]) {
			a++
		}
		for a < b && g.isMark(all[b-1]) {
			b--
		}
		kept = append(kept, all[a:b]...)
		i = j
	}
	if len(kept) == 0 {
		return all
	}
	return kept
}

func (g *grid) words(us []int) string {
	var b strings.Builder
	for _, u := range us {
		b.WriteString(g.text[g.spans[u].Start:g.spans[u].End])
		b.WriteByte(' ')
	}
	return b.String()
}

func newClaimReader() (*claimReader, error) {
	var r claimReader
	var err error
	if r.before, err = read.New(read.Options{Until: "place"}); err != nil {
		return nil, err
	}
	r.attrib, err = read.Attributor()
	return &r, err
}
