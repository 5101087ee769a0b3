package eval

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/find/amount"
	"onrecord/internal/gold"
	"onrecord/internal/read"
	"onrecord/internal/split"
)

// figuresTask scores the figure stage: NewsQuant files (value, and value with change), Recognizers-Text
// number specifications (cases right), and folders of gold articles (figures found by the stage alone,
// by the rules of the gold's score.py).
func figuresTask() Task {
	return Task{
		Name:    "figures",
		Help:    "numbers and quantities: NewsQuant file, Recognizers-Text NumberModel.json, or gold folder",
		Default: []string{"corpora/newsquant/NewsQuant.json", "corpora/recognizers-text/Number/English/NumberModel.json", "gold/dev"},
		Run:     runFigures,
	}
}

func runFigures(path string) ([]Row, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return goldFigures(path)
	}
	if rows, err := numberCases(path); err == nil {
		return rows, nil
	}
	rows, err := newsQuant(path)
	if err != nil {
		return nil, fmt.Errorf("eval: figures: neither Recognizers-Text numbers nor NewsQuant: %w", err)
	}
	return rows, nil
}

// newsQuant scores value and value+change. A sentence's quantities are matched one to one; a value is right
// when both ends of it are (within a thousandth), whatever its unit. Vague numbers have a range as value.
func newsQuant(path string) ([]Row, error) {
	sentences, err := corpus.ReadNewsQuant(path)
	if err != nil {
		return nil, err
	}
	reader, err := newFigureReader()
	if err != nil {
		return nil, err
	}
	var value, change, concept PRF
	for _, s := range sentences {
		d := plainDocument(s.Text)
		reader.Run(d)
		v, c := matchQuantities(s.Quantities, d.Figures)
		value.Hit, change.Hit = value.Hit+v, change.Hit+c
		concept.Hit += matchConcepts(s.Quantities, d)
		value.Gold += len(s.Quantities)
		value.System += len(d.Figures)
	}
	change.Gold, change.System = value.Gold, value.System
	concept.Gold, concept.System = value.Gold, value.System
	name := filepath.Base(path)
	rows := []Row{
		{Task: "figures", Data: name, Metric: "value F1", N: value.Gold, Score: value.F1()},
		{Task: "figures", Data: name, Metric: "value + change F1", N: value.Gold, Score: change.F1()},
		{Task: "figures", Data: name, Metric: "value + concept, partial F1", N: value.Gold, Score: concept.F1()},
	}
	return figureFloors(rows), nil
}

// newFigureReader reads figures in documents that are split.
func newFigureReader() (*read.Reader, error) {
	return read.New(read.Options{Only: []string{"tag", "parse", "when", "amount"}})
}

// plainDocument makes a document of one paragraph and splits it.
func plainDocument(text string) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text, Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}}}
	split.Split(d)
	return d
}

// matchQuantities pairs quantities and figures of one sentence: first those that agree in value and change, then in value.
func matchQuantities(gold []corpus.Quantity, figures []doc.Figure) (value, change int) {
	usedG, usedS := make([]bool, len(gold)), make([]bool, len(figures))
	for _, strict := range []bool{true, false} {
		for i := range gold {
			for j := range figures {
				if usedG[i] || usedS[j] || !sameQuantity(gold[i], &figures[j]) || strict && gold[i].Change != figures[j].Change {
					continue
				}
				usedG[i], usedS[j] = true, true
				value++
				if strict {
					change++
				}
			}
		}
	}
	return value, change
}

// matchConcepts pairs quantities and figures that agree in value and, in part, in what the quantity is said of: one word in
// common, or no concept on either side.
func matchConcepts(gold []corpus.Quantity, d *doc.Document) int {
	used := make([]bool, len(d.Figures))
	n := 0
	for _, q := range gold {
		for j := range d.Figures {
			f := &d.Figures[j]
			if used[j] || !sameQuantity(q, f) || !sameConcept(q.Concept, d, f) {
				continue
			}
			used[j] = true
			n++
			break
		}
	}
	return n
}

func sameConcept(want string, d *doc.Document, f *doc.Figure) bool {
	s := &d.Sentences[f.Sentence]
	words := conceptWords(want)
	found := amount.Concept(s, f)
	for _, i := range found {
		for _, w := range conceptWords(s.Tokens[i].Text) {
			if slices.Contains(words, w) {
				return true
			}
		}
	}
	return len(words) == 0 && len(found) == 0
}

// conceptWords are the words of a concept, without signs, as NewsQuant writes them.
func conceptWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// sameQuantity reports whether a figure has the value of an annotated quantity. A share is a hundredth part
// of nothing here: "5 percent" is 5.
func sameQuantity(q corpus.Quantity, f *doc.Figure) bool {
	low, high := q.Low, q.High
	close := func(a, b float64) bool { return math.Abs(a-b) <= 1e-3*math.Max(math.Abs(a), math.Abs(b)) }
	if f.Best != nil {
		return close(low, *f.Best) && close(high, *f.Best)
	}
	return f.Low != nil && f.High != nil && close(low, *f.Low) && close(high, *f.High)
}

// numberCases scores the number grammar alone. A case is right when the very numbers that the specification lists are
// found, with text and value. Cases with powers are left out: news does not write them.
func numberCases(path string) ([]Row, error) {
	cases, err := corpus.ReadRecognizersNumbers(path)
	if err != nil {
		return nil, err
	}
	right, n := 0, 0
	for _, c := range cases {
		if strings.Contains(c.Input, "^") {
			continue
		}
		n++
		if numbersRight(c) {
			right++
		}
	}
	return figureFloors([]Row{{Task: "figures", Data: filepath.Base(path), Metric: "cases right", N: n, Score: Percent(right, n)}}), nil
}

func numbersRight(c corpus.NumberCase) bool {
	got := amount.Numbers(c.Input)
	if len(got) != len(c.Numbers) {
		return false
	}
	for i, want := range c.Numbers {
		g := got[i]
		if math.Abs(g.Value-want.Value) > 1e-9*math.Abs(want.Value)+1e-12 || strings.ToLower(c.Input[g.Start:g.End]) != want.Text {
			return false
		}
	}
	return true
}

// goldFigures runs the stages up to the figures on annotated articles.
func goldFigures(dir string) ([]Row, error) {
	articles, err := gold.Load(dir)
	if err != nil {
		return nil, err
	}
	reader, err := newFigureReader()
	if err != nil {
		return nil, err
	}
	tally := gold.Tally{}
	for i := range articles {
		a := &articles[i]
		article, _ := cleaned(a)
		d := &doc.Document{Article: article}
		split.Split(d)
		reader.Run(d)
		tally.Add(a, &doc.Record{Article: doc.RecordArticle{Text: d.Article.Text}, Figures: recordFigures(d)})
	}
	var rows []Row
	for _, s := range tally.Scores() {
		if strings.HasPrefix(s.Measure, "figure") {
			rows = append(rows, Row{Task: "figures", Data: dataName(dir), Metric: s.Measure, N: s.N, Score: s.F1})
		}
	}
	return figureFloors(rows), nil
}

// figureBounds are floors and targets on the default data, by data and metric.
var figureBounds = map[[2]string][2]float64{
	{"NewsQuant.json", "value F1"}:          {87, 0},
	{"NewsQuant.json", "value + change F1"}: {82, 82},

	{"NewsQuant.json", "value + concept, partial F1"}: {69, 70},

	{"NumberModel.json", "cases right"}: {94, 95},
	{"gold/dev", "figure"}:              {78, 80},
	{"gold/dev", "figure value"}:        {95, 90},
	{"gold/dev", "figure class"}:        {84, 80},
	{"gold/dev", "figure role"}:         {75, 75},
}

func figureFloors(rows []Row) []Row {
	for i := range rows {
		b := figureBounds[[2]string{rows[i].Data, rows[i].Metric}]
		rows[i].Floor, rows[i].Target = b[0], b[1]
	}
	return rows
}

// recordFigures turns the figures that size something into their outer form, as far as they are scored.
func recordFigures(d *doc.Document) []doc.RecordFigure {
	var out []doc.RecordFigure
	text := d.Article.Text
	for i := range d.Figures {
		f := &d.Figures[i]
		if !f.Sizes {
			continue
		}
		start := utf8.RuneCountInString(text[:f.Start])
		words := text[f.Start:f.End]
		out = append(out, doc.RecordFigure{ID: string(rune(0xE000 + i)), Span: doc.Quote{Start: start, End: start + utf8.RuneCountInString(words), Text: words},
			Low: f.Low, High: f.High, Best: f.Best, Class: f.Class, Role: f.Role})
	}
	return out
}
