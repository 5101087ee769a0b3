package eval

import (
	"fmt"
	"strings"

	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/gold"
	"onrecord/internal/split"
)

// actorsTask scores the codes of actors and recipients given the annotated phrases: each naming
// counts once. An empty code or sector is right where the annotation has none.
func actorsTask() Task {
	return Task{
		Name:    "actors",
		Help:    "country and sector of gold phrases, accuracy, on a gold folder",
		Default: []string{"gold/dev"},
		Run:     func(path string) ([]Row, error) { return runActors(path, nil) },
	}
}

// actorMiss is a phrase coded otherwise than annotated.
type actorMiss struct {
	doc, phrase string
	code, want  string // code and sector, "FRA GOV"
	why         string
}

// runActors scores a gold folder and calls missed, if given, for each phrase coded wrong.
func runActors(path string, missed func(actorMiss)) ([]Row, error) {
	articles, err := gold.Load(path)
	if err != nil {
		return nil, err
	}
	coder, err := actor.New(nil)
	if err != nil {
		return nil, err
	}
	n, country, sector, both := 0, 0, 0, 0
	for i := range articles {
		g := &articles[i]
		d := goldDocument(g)
		x := coder.Begin(d)
		for _, a := range goldActors(g) {
			span, ok := findQuote(d.Article.Text, a.Quote)
			if !ok {
				return nil, fmt.Errorf("actors: %s: %q is not in the text", g.Doc, a.Q)
			}
			got := doc.Actor{Span: span, Sentence: d.SentenceAt(span.Start), Head: -1, Entity: -1}
			why := x.Code(&got)
			n++
			want := first3(a.Sector)
			if got.Code == a.Code {
				country++
			}
			if first3(got.Sector) == want {
				sector++
			}
			if got.Code == a.Code && first3(got.Sector) == want {
				both++
			} else if missed != nil {
				missed(actorMiss{g.Doc, a.Q, got.Code + " " + got.Sector, a.Code + " " + want, why})
			}
		}
	}
	row := func(metric string, hit int, target float64) Row {
		return Row{Task: "actors", Data: dataName(path), Metric: metric, N: n, Score: Percent(hit, n), Target: target}
	}
	return []Row{row("country accuracy", country, 92), row("sector accuracy", sector, 80), row("both", both, 0)}, nil
}

func first3(s string) string { return s[:min(3, len(s))] }

func goldActors(g *gold.Article) []gold.Actor {
	var all []gold.Actor
	for i := range g.Events {
		all = append(all, g.Events[i].Actors...)
		all = append(all, g.Events[i].Recipients...)
	}
	return all
}

// goldDocument makes a document of a gold text as it is, one block a line, split into sentences.
func goldDocument(g *gold.Article) *doc.Document {
	d := &doc.Document{Article: doc.Article{
		URL: g.URL, Publisher: g.Publisher, Published: g.Published, Text: strings.ToValidUTF8(string(g.Text), "?"),
	}}
	at := 0
	for line := range strings.Lines(d.Article.Text) {
		if strings.TrimSpace(line) != "" {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: at, End: at + len(strings.TrimRight(line, "\r\n"))}, Role: "body"})
		}
		at += len(line)
	}
	split.Split(d)
	return d
}

// findQuote returns the bytes of a quote in a text.
func findQuote(text string, q gold.Quote) (doc.Span, bool) {
	at := -1
	for range max(q.N, 1) {
		k := strings.Index(text[at+1:], q.Q)
		if k < 0 {
			return doc.Span{}, false
		}
		at += 1 + k
	}
	return doc.Span{Start: at, End: at + len(q.Q)}, q.Q != ""
}
