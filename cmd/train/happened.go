package main

import (
	"maps"
	"path/filepath"
	"slices"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/linear"
	"onrecord/internal/read"
)

// trainHappened makes happened.model from what crowds said of the verbs of EWT and from the events of TimeBank and AQUAINT.
func trainHappened(e env) error {
	r, err := read.New(read.Options{Until: "event"})
	if err != nil {
		return err
	}
	all, err := judged(r, e, "train")
	if err != nil {
		return err
	}
	timed, err := timedOccasions(r, e)
	if err != nil {
		return err
	}
	meta := linear.Meta{Task: "happened", Data: "UDS factuality (EWT train), TimeBank and AQUAINT (TBAQ-cleaned)"}
	return e.save("happened", event.TrainHappened(append(all, timed...), meta))
}

// doubtful judgements are near the middle of the scale.
const doubtful = 0.2

func judged(r *read.Reader, e env, part string) ([]event.Occasion, error) {
	in, err := corpus.ReadJudged(filepath.Join(e.shared, "corpora/uds"), filepath.Join(e.shared, "corpora/ud-ewt", part+".conllu"))
	if err != nil {
		return nil, err
	}
	var out []event.Occasion
	for i := range in {
		j := &in[i]
		o := event.Occasion{Doc: sentence(r, j.Text)}
		for _, tok := range slices.Sorted(maps.Keys(j.Happened)) {
			v := j.Happened[tok]
			if tok >= len(j.Sentence.Tokens) || v > -doubtful && v < doubtful {
				continue
			}
			o.Told = append(o.Told, event.Told{Span: j.Sentence.Tokens[tok].Span, Happened: v, Weight: min(1, max(v, -v))})
		}
		out = append(out, o)
	}
	return out, nil
}

func timedOccasions(r *read.Reader, e env) ([]event.Occasion, error) {
	docs, events, err := corpus.ReadTimedEvents(filepath.Join(e.shared, "corpora/timeml/TBAQ-cleaned"))
	if err != nil {
		return nil, err
	}
	var out []event.Occasion
	for i := range docs {
		d := docs[i].Document()
		o := event.Occasion{Doc: r.Read(d.Article)}
		for _, x := range events[i] {
			o.Told = append(o.Told, event.Told{Span: doc.Span{Start: x.Start, End: x.End}, Happened: float64(x.Happened), Weight: 1, When: x.When})
		}
		out = append(out, o)
	}
	return out, nil
}
