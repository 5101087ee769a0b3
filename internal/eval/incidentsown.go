package eval

import (
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/read"
)

// ownIncidents scores the whole way: all documents are read and put into one index, topics mixed; a gold mention whose
// words one of our events is anchored on, or also names, gets the incident of that event. Mentions that no event of
// ours covers are not scored here, only counted: ECB+ annotates every happening, sport, films and report verbs
// included, and our events are political and security acts.
func ownIncidents(m *merge.Merger, docs []corpus.ECBDocument, name string) ([]Row, error) {
	r, err := reader()
	if err != nil {
		return nil, err
	}
	ix := merge.NewMemory()
	var keys, reports []string
	mentions := 0
	for i := range docs {
		d := readECB(r, &docs[i])
		rec := read.Record(d, false)
		if _, err := m.Add(ix, &rec); err != nil {
			return nil, err
		}
		for _, g := range docs[i].Mentions {
			mentions++
			if e := eventAt(d, g.Spans); e >= 0 {
				x := mention{topic: docs[i].Topic, instance: g.Instance}
				keys = append(keys, x.key())
				reports = append(reports, rec.Article.ID+"/"+rec.Events[e].ID)
			}
		}
	}
	got := make([]string, len(reports))
	for i, id := range reports {
		members, err := ix.Incidents().Members([]string{id})
		if err != nil {
			return nil, err
		}
		got[i] = members[0].Leader
	}
	p, rc, f1 := BCubed(keys, got)
	return []Row{
		{Task: "incidents", Data: name, Metric: "own events: mentions covered", N: mentions, Score: Percent(len(keys), mentions)},
		{Task: "incidents", Data: name, Metric: "own events: B3 F1 on those", N: len(keys), Score: f1},
		{Task: "incidents", Data: name, Metric: "own events: B3 precision", N: len(keys), Score: p},
		{Task: "incidents", Data: name, Metric: "own events: B3 recall", N: len(keys), Score: rc},
	}, nil
}

// eventAt returns the index of the event that names its act with one of these words, -1 for none.
func eventAt(d *doc.Document, spans []doc.Span) int {
	for i := range d.Events {
		e := &d.Events[i]
		for _, a := range append([]doc.Span{e.Anchor}, e.Also...) {
			for _, s := range spans {
				if a.Overlaps(s) {
					return i
				}
			}
		}
	}
	return -1
}
