package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/gold"
	"onrecord/internal/linear"
)

// cameoClasses are the PLOVER types of the coarse classes of corpus.ClassSentence; class 0, statements, has none.
var cameoClasses = [5][]string{
	1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
	2: {"COOPERATE", "AID", "RETREAT"},
	3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
	4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}

// trainEvent makes act.model from the annotated articles, with marked and classed sentences as weak evidence.
func trainEvent(e env) error {
	chain, err := newChain()
	if err != nil {
		return err
	}
	articles, err := annotated(e, "train", chain)
	if err != nil {
		return err
	}
	weak, err := marked(e, chain)
	if err != nil {
		return err
	}
	meta := linear.Meta{Task: "event", Data: "onrecord gold/train (82 articles), PLV_train (Zero-Shot-PLOVER), CAMEO class_train (ConfliBERT)"}
	return e.save("act", event.Train(training(articles), weak, chain.actor, meta))
}

// trainEventCV cross-validates by article, in five folds, and prints the scores; it writes no model. SWEEP in the
// environment names thresholds to try besides (see sweep), DUMP prints right and found events of the articles whose
// name holds it, or of all.
func trainEventCV(e env) error {
	chain, err := newChain()
	if err != nil {
		return err
	}
	articles, err := annotated(e, "train", chain)
	if err != nil {
		return err
	}
	weak, err := marked(e, chain)
	if err != nil {
		return err
	}
	settings := sweep(os.Getenv("SWEEP"))
	tallies := make([]gold.Tally, len(settings))
	for fold := range 5 {
		var seen []goldArticle
		for i := range articles {
			if i%5 != fold {
				seen = append(seen, articles[i])
			}
		}
		model := event.Train(training(seen), weak, chain.actor, linear.Meta{})
		for k, set := range settings {
			if tallies[k] == nil {
				tallies[k] = gold.Tally{}
			}
			model.Params = maps.Clone(set)
			file, err := model.MarshalBinary()
			if err != nil {
				return err
			}
			coder, err := event.New(file, chain.actor)
			if err != nil {
				return err
			}
			for i := fold; i < len(articles); i += 5 {
				a := &articles[i]
				coder.Code(a.doc)
				tallies[k].Add(&a.gold, briefRecord(a.doc))
				if f := os.Getenv("DUMP"); f != "" && k == 0 {
					dump(f, a)
				}
			}
		}
	}
	for k, t := range tallies {
		fmt.Println(settings[k])
		for _, s := range t.Scores() {
			if k == 0 {
				fmt.Printf("%-20s %6.1f %6.1f %6.1f %6d\n", s.Measure, s.P, s.R, s.F1, s.N)
			} else if s.Measure != "event, any act" && s.Measure != "mode" && s.Measure != "on whose word" {
				fmt.Printf(" %s %.1f", s.Measure, s.F1)
			}
		}
		fmt.Println()
	}
	return nil
}

// sweep reads thresholds to try: "event=0.4,0.5;far=0.3" gives three settings, each changing one; the first changes nothing.
func sweep(s string) []map[string]string {
	out := []map[string]string{{}}
	for _, part := range strings.Split(s, ";") {
		name, list, ok := strings.Cut(part, "=")
		for _, v := range strings.Split(list, ",") {
			if ok {
				out = append(out, map[string]string{name: v})
			}
		}
	}
	return out
}

// goldArticle is an annotated article with its document, read by all stages before event.
type goldArticle struct {
	gold gold.Article
	doc  *doc.Document
	ev   []event.Annotation
}

func training(as []goldArticle) []event.Annotated {
	out := make([]event.Annotated, len(as))
	for i := range as {
		out[i] = event.Annotated{Doc: as[i].doc, Events: as[i].ev}
	}
	return out
}

// annotated reads the gold articles of a split.
func annotated(e env, split string, c *chain) ([]goldArticle, error) {
	as, err := gold.Load(filepath.Join(e.shared, "gold", split))
	if err != nil {
		return nil, err
	}
	out := make([]goldArticle, 0, len(as))
	for i := range as {
		d := c.article(&as[i])
		out = append(out, goldArticle{as[i], d, annotations(&as[i])})
	}
	return out, nil
}

// quoteSpan finds a quote in the text, in bytes.
func quoteSpan(text string, q gold.Quote) doc.Span {
	if len(q.S) == 2 {
		at := func(n int) int {
			b := 0
			for ; n > 0 && b < len(text); n-- {
				_, w := utf8.DecodeRuneInString(text[b:])
				b += w
			}
			return b
		}
		return doc.Span{Start: at(q.S[0]), End: at(q.S[1])}
	}
	from := 0
	for n := max(1, q.N); q.Q != ""; n-- {
		i := strings.Index(text[from:], q.Q)
		if i < 0 {
			break
		}
		if n == 1 {
			return doc.Span{Start: from + i, End: from + i + len(q.Q)}
		}
		_, w := utf8.DecodeRuneInString(text[from+i:])
		from += i + w
	}
	return doc.Span{}
}

func annotations(a *gold.Article) []event.Annotation {
	text := string(a.Text)
	parties := func(as []gold.Actor) []event.Party {
		var out []event.Party
		for _, x := range as {
			out = append(out, event.Party{Span: quoteSpan(text, x.Quote), Name: x.Q, Code: x.Code, Sector: x.Sector})
		}
		return out
	}
	figures := map[string]doc.Span{}
	for _, f := range a.Figures {
		figures[f.ID] = quoteSpan(text, f.Quote)
	}
	var out []event.Annotation
	for _, g := range a.Events {
		e := event.Annotation{Anchors: []doc.Span{quoteSpan(text, g.Anchor)}, Act: g.Type, Status: g.Status, Actors: parties(g.Actors), Recipients: parties(g.Recipients), Claimed: g.Claim != ""}
		for _, q := range g.Also {
			e.Anchors = append(e.Anchors, quoteSpan(text, q))
		}
		if g.Place != nil {
			e.Place = &event.Party{Span: quoteSpan(text, g.Place.Quote), Name: g.Place.Name, Code: g.Place.Country}
		}
		if g.Date != nil {
			e.From, e.To = g.Date.From, g.Date.To
		}
		for _, f := range g.Figures {
			if s, ok := figures[f]; ok {
				e.Figures = append(e.Figures, s)
			}
		}
		out = append(out, e)
	}
	return out
}

// marked reads the sentences of which only the act or its class is known.
func marked(e env, c *chain) ([]event.Marked, error) {
	plv, err := corpus.ReadActSentences(filepath.Join(e.shared, "corpora/plover/PLV_train.tsv"))
	if err != nil {
		return nil, err
	}
	var out []event.Marked
	for _, s := range plv {
		acts := []string{s.Type}
		if s.Type == "YIELD" {
			acts = []string{"CONCEDE", "RETREAT"}
		}
		out = append(out, event.Marked{Doc: c.text(s.Text), Acts: acts, Sources: spans(s.Source), Targets: spans(s.Target)})
	}
	classed, err := corpus.ReadActClasses(filepath.Join(e.shared, "corpora/cameo/class_train.tsv"))
	if err != nil {
		return nil, err
	}
	for _, s := range classed {
		if acts := cameoClasses[s.Class]; acts != nil {
			out = append(out, event.Marked{Doc: c.text(s.Text), Acts: acts})
		}
	}
	return out, nil
}

// spans turns byte ranges into spans, leaving out empty ones.
func spans(ranges ...[2]int) []doc.Span {
	var out []doc.Span
	for _, r := range ranges {
		if r[1] > r[0] {
			out = append(out, doc.Span{Start: r[0], End: r[1]})
		}
	}
	return out
}
