package eval

import (
	"path/filepath"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/find/when"
	"onrecord/internal/split"
)

// datesTask scores time expressions on TimeML as TempEval-3 did: strict and relaxed span F1, and value F1, where an
// expression counts that overlaps an annotated one and has the same value. The creation time is not
// scored. Each annotated expression is matched by the first found one that overlaps it.
func datesTask() Task {
	return Task{
		Name:    "dates",
		Help:    "TIMEX3 spans and values (TempEval-3 protocol), on TimeML files",
		Default: []string{"corpora/timeml/TBAQ-cleaned"},
		Run:     runDates,
	}
}

func runDates(path string) ([]Row, error) {
	docs, err := corpus.ReadTimeML(path)
	if err != nil {
		return nil, err
	}
	tagger, err := newTagger()
	if err != nil {
		return nil, err
	}
	var strict, relaxed, values, types PRF
	for i := range docs {
		d := docs[i].Document()
		split.Split(d)
		for j := range d.Sentences {
			tagger.Tag(&d.Sentences[j])
		}
		when.Find(d)
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
		rows[0].Floor, rows[0].Target = 72, 80
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
