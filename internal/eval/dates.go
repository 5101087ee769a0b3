package eval

import (
	"path/filepath"
	"strings"
	"time"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// datesTask scores time expressions on TimeML as TempEval-3 did: strict and relaxed span F1, and value F1, where an
// expression counts that overlaps an annotated one and has the same value. The creation time is not
// scored. Each annotated expression is matched by the first found one that overlaps it.
func datesTask() Task {
	return Task{
		Name:    "dates",
		Help:    "TIMEX3 spans and values (TempEval-3 protocol) on TimeML files, or cases of a Recognizers-Text specification (.json)",
		Default: []string{"corpora/timeml/TBAQ-cleaned", "corpora/recognizers-text/DateTime/English/DateTimeModel.json"},
		Run:     runDates,
	}
}

// dateStages are what dates are found by.
var dateStages = read.Options{Only: []string{"split", "tag", "when"}}

func runDates(path string) ([]Row, error) {
	if filepath.Ext(path) == ".json" {
		return runDateCases(path)
	}
	docs, err := corpus.ReadTimeML(path)
	if err != nil {
		return nil, err
	}
	reader, err := read.New(dateStages)
	if err != nil {
		return nil, err
	}
	var strict, relaxed, values, types PRF
	for i := range docs {
		d := docs[i].Document()
		reader.Run(d)
		s, r, v, t := scoreDates(docs[i].Timexes, d.Dates)
		strict.Hit += s
		relaxed.Hit += r
		values.Hit += v
		types.Hit += t
		for _, p := range []*PRF{&strict, &relaxed, &values, &types} {
			p.Gold += len(docs[i].Timexes)
			p.System += len(d.Dates)
		}
	}
	row := func(metric string, score float64) Row {
		return Row{Task: "dates", Data: filepath.Base(path), Metric: metric, N: strict.Gold, Score: score}
	}
	rows := []Row{
		row("value F1", values.F1()), row("strict F1", strict.F1()), row("relaxed F1", relaxed.F1()), row("type F1", types.F1()),
		row("relaxed precision", relaxed.Precision()), row("relaxed recall", relaxed.Recall()),
	}
	if filepath.Base(path) == "TBAQ-cleaned" {
		rows[0].Floor, rows[0].Target = 79, 80
	}
	return rows, nil
}

// scoreDates counts the annotated expressions that were found exactly, overlapping, with the right value, with the right type.
func scoreDates(gold []corpus.Timex, found []doc.Date) (strict, relaxed, value, typ int) {
	used := make([]bool, len(found))
	for _, g := range gold {
		for i, f := range found {
			if used[i] || !f.Overlaps(g.Span) {
				continue
			}
			used[i] = true
			relaxed++
			if f.Span == g.Span {
				strict++
			}
			if f.Timex == g.Value {
				value++
			}
			if f.TimexType == g.Type {
				typ++
			}
			break
		}
	}
	return strict, relaxed, value, typ
}

// runDateCases scores the expressions of type date, daterange, duration and set: one is right when a found
// expression overlaps it and agrees with one of the readings allowed. The specification is made for assistants, which look ahead and are
// spoken to without capitals; its cases as a whole are no measure of reading news and have no floor. Those that leftOut keeps are.
func runDateCases(path string) ([]Row, error) {
	cases, err := corpus.ReadDateCases(path)
	if err != nil {
		return nil, err
	}
	reader, err := read.New(dateStages)
	if err != nil {
		return nil, err
	}
	hits, news := map[string]*PRF{}, map[string]*PRF{}
	types := []string{"date", "daterange", "duration", "set"}
	for _, t := range types {
		hits[t], news[t] = &PRF{}, &PRF{}
	}
	for _, c := range cases {
		d := &doc.Document{Article: doc.Article{Text: c.Input, Published: c.Reference}}
		d.Article.Blocks = []doc.Block{{Span: doc.Span{End: len(c.Input)}, Role: "body"}}
		reader.Run(d)
		for _, r := range c.Results {
			if hits[r.Type] == nil {
				continue
			}
			right := false
			for i := range d.Dates {
				right = right || d.Dates[i].Overlaps(r.Span) && allowed(&d.Dates[i], r, c.Reference)
			}
			hits[r.Type].add(btoi(right), 1, 1)
			if leftOut(c, r) == "" {
				news[r.Type].add(btoi(right), 1, 1)
			}
		}
	}
	var rows []Row
	for _, t := range types {
		rows = append(rows, Row{Task: "dates", Data: filepath.Base(path), Metric: t + " right", N: hits[t].Gold, Score: Percent(hits[t].Hit, hits[t].Gold)},
			Row{Task: "dates", Data: filepath.Base(path), Metric: t + " right, news", N: news[t].Gold, Score: Percent(news[t].Hit, news[t].Gold), Target: 90})
	}
	return rows, nil
}

// allowed reports whether a found date agrees with one of the readings.
func allowed(x *doc.Date, r corpus.DateResult, published string) bool {
	for _, v := range r.Values {
		switch r.Type {
		case "duration", "set":
			if equalTimex(x.Timex, v.Timex) {
				return true
			}
		case "date":
			if x.From == v.Value && x.From != "" {
				return true
			}
			if len(x.From) < 10 && x.From != "" && (x.Rule == "units ago" || x.Rule == "in units") && strings.HasPrefix(v.Value, x.From) {
				return true // months and years from a day are a month and a year with us, as in TIMEX3, a day there
			}
		default:
			if within(x, v.Start, v.End, published) || byYears(x, v.Start, v.End) {
				return true
			}
		}
	}
	return false
}

// byYears compares a stretch of whole years: "the past five years" is 2013 to 2018 with us, from a day to a day there.
func byYears(x *doc.Date, start, end string) bool {
	return strings.HasPrefix(x.Rule, "units ") && len(x.From) == 4 && len(x.To) == 4 && strings.HasPrefix(start, x.From) && strings.HasPrefix(end, x.To)
}

// days returns the first and the last day of an ISO day, month or year.
func days(s string) (first, last time.Time) {
	for _, f := range []struct {
		layout               string
		years, months, extra int
	}{{"2006-01-02", 0, 0, 0}, {"2006-01", 0, 1, -1}, {"2006", 1, 0, -1}} {
		if t, err := time.Parse(f.layout, s); err == nil {
			return t, t.AddDate(f.years, f.months, f.extra)
		}
	}
	return first, last
}
