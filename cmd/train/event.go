package main

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"onrecord/internal/actor"
	"onrecord/internal/attrib"
	"onrecord/internal/clean"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/gold"
	"onrecord/internal/linear"
	"onrecord/internal/read"
)

// cameoClasses are the PLOVER types of the coarse classes of corpus.ClassSentence; class 0, statements, has none.
var cameoClasses = [5][]string{
	1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
	2: {"COOPERATE", "AID", "RETREAT"},
	3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
	4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}

// trainEvent makes act.model and sentence.model from the annotated articles, with marked and classed sentences as weak evidence.
func trainEvent(e env) error {
	l, err := eventLessons(e)
	if err != nil {
		return err
	}
	meta := linear.Meta{Task: "event", Data: "onrecord gold/train, annotations/ and made sentences (internal/lesson), PLV_train (Zero-Shot-PLOVER), CAMEO class_train (ConfliBERT)"}
	act, network := event.Train(append(training(l.articles), l.sentences...), l.weak, l.actor, meta)
	if err := e.save("act", act); err != nil {
		return err
	}
	return e.write("sentence", network.Net().Marshal(meta.Data))
}

// lessons are what the event coder learns from.
type lessons struct {
	articles  []goldArticle
	sentences []event.Annotated // annotated and made ones
	weak      []event.Marked
	actor     *actor.Coder
}

// eventLessons reads all lessons through the stages before event.
func eventLessons(e env) (*lessons, error) {
	l := &lessons{}
	var err error
	if l.actor, err = actor.New(nil); err != nil {
		return nil, err
	}
	if l.articles, err = ownLessons(e); err != nil {
		return nil, err
	}
	r, err := read.New(read.Options{Until: "event"})
	if err != nil {
		return nil, err
	}
	for i := range l.articles {
		if a := &l.articles[i]; !invented(a.gold.Doc) {
			a.parts = parts(r, a)
		}
	}
	var known map[string]bool
	if l.sentences, known, err = annotatedSentences(e, r); err != nil {
		return nil, err
	}
	all, err := made(r)
	if err != nil {
		return nil, err
	}
	l.sentences = append(l.sentences, all...)
	l.weak, err = marked(e, r, known)
	return l, err
}

// ownLessons reads our annotated articles. Their claims come from attribution models that have not seen them
// (jackknife of two halves): the built-in ones know these articles, and from claims that are too good the coder would
// learn to trust claims too much. A third of PolNeAR is enough for this; it gives claims about as good as those of new text.
func ownLessons(e env) ([]goldArticle, error) {
	r, err := read.New(read.Options{Until: "attrib"})
	if err != nil {
		return nil, err
	}
	articles, golden, err := ownArticles(e)
	if err != nil {
		return nil, err
	}
	var out []goldArticle
	var own []attrib.Example
	for i := range articles {
		a := readGold(r, &articles[i])
		a.own = i < golden
		out = append(out, a)
		own = append(own, example(a.doc, a.gold.Claims))
	}
	all, err := (&attribReader{r}).polnear(e)
	if err != nil {
		return nil, err
	}
	var general []attrib.Example
	for i := 0; i < len(all); i += 3 {
		general = append(general, all[i])
	}
	words, err := wordVectors()
	if err != nil {
		return nil, err
	}
	var wait sync.WaitGroup
	var errs [2]error
	for half := range 2 {
		wait.Go(func() {
			examples := general[:len(general):len(general)]
			for i := range own {
				if i%2 != half {
					examples = append(examples, own[i])
				}
			}
			var a *attrib.Attributor
			if a, errs[half] = crossAttributor(examples, words); errs[half] != nil {
				return
			}
			for i := half; i < len(out); i += 2 {
				a.Attribute(out[i].doc)
			}
		})
	}
	wait.Wait()
	return out, errors.Join(errs[:]...)
}

// trainEventCV cross-validates by article, in five folds, and prints the scores after each; it writes no model. -golden keeps to
// the articles of gold/train, annotated by the guidelines' authors, and learns from all others in every fold. -sweep names thresholds
// to try besides (see sweep).
func trainEventCV(e env) error {
	l, err := eventLessons(e)
	if err != nil {
		return err
	}
	settings := sweep(e.sweep)
	tallies := make([]gold.Tally, len(settings))
	for k := range tallies {
		tallies[k] = gold.Tally{}
	}
	const folds = 5
	of := foldsOf(l.articles, folds, e.golden)
	for fold := range folds {
		var seen []goldArticle
		for i := range l.articles {
			if of[i] != fold {
				seen = append(seen, l.articles[i])
			}
		}
		model, network := event.Train(append(training(seen), l.sentences...), l.weak, l.actor, linear.Meta{})
		where := event.TrainWhere(training(seen), l.actor, linear.Meta{})
		for k, set := range settings {
			model.Params = maps.Clone(set)
			file, err := model.MarshalBinary()
			if err != nil {
				return err
			}
			coder, err := event.New(file, l.actor)
			if err != nil {
				return err
			}
			coder = coder.WithWhere(where).WithNetwork(network)
			for i := range l.articles {
				if of[i] == fold {
					a := &l.articles[i]
					coder.Code(a.doc)
					rec := read.Record(a.doc, false)
					tallies[k].Add(&a.gold, &rec)
				}
			}
		}
		for k, t := range tallies {
			fmt.Printf("%d of %d folds, %v\n", fold+1, folds, settings[k])
			for _, s := range t.Scores() {
				fmt.Printf("%-20s %6.1f %6.1f %6.1f %6d\n", s.Measure, s.P, s.R, s.F1, s.N)
			}
		}
	}
	return nil
}

// foldsOf deals the articles, or those of gold/train alone, out to folds; -1 = in none.
func foldsOf(articles []goldArticle, folds int, golden bool) []int {
	of := make([]int, len(articles))
	n := 0
	for i := range articles {
		of[i] = -1
		if articles[i].own || !golden {
			of[i] = n % folds
			n++
		}
	}
	return of
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
	gold  gold.Article
	doc   *doc.Document
	ev    []event.Annotation
	parts []event.Annotated // sentences of it
	own   bool              // of gold/train
}

// readGold reads an annotated article with the stages of r.
func readGold(r *read.Reader, g *gold.Article) goldArticle {
	a, _ := clean.Read(g.Text, clean.Given{URL: g.URL, Publisher: g.Publisher, Published: g.Published, Format: "text"})
	return goldArticle{gold: *g, doc: r.Read(a), ev: annotations(g)}
}

func training(as []goldArticle) []event.Annotated {
	out := make([]event.Annotated, len(as))
	for i := range as {
		out[i] = event.Annotated{Doc: as[i].doc, Events: as[i].ev, Parts: as[i].parts}
		if invented(as[i].gold.Doc) {
			out[i].Trust = inventedTrust
		}
	}
	return out
}

// invented tells whether an article is one of ours. They are denser than news, about twenty acts in 250 words, and of one hand, so
// they count for less: at full weight the coder finds too much in news and fills roles worse (measured November 2026).
func invented(id string) bool { return strings.HasPrefix(id, "wire/") }

var inventedTrust = event.Trust{Act: 0.4, Status: 0.6, Roles: 0.4, Keep: 0.4, Sites: 1, Join: 1}

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
	figures := map[string]doc.Span{}
	for _, f := range a.Figures {
		figures[f.ID] = quoteSpan(text, f.Quote)
	}
	var out []event.Annotation
	for i := range a.Events {
		g := &a.Events[i]
		e := annotation(text, g, g.Claim != "")
		for _, f := range g.Figures {
			if s, ok := figures[f]; ok {
				e.Figures = append(e.Figures, s)
			}
		}
		out = append(out, e)
	}
	return out
}

// annotation is an annotated event without its figures.
func annotation(text string, g *gold.Event, claimed bool) event.Annotation {
	parties := func(as []gold.Actor) []event.Party {
		var out []event.Party
		for _, x := range as {
			at, name := quoteSpan(text, x.Quote), x.Q
			if name == "" {
				name = text[at.Start:at.End]
			}
			out = append(out, event.Party{Span: at, Name: name, Code: x.Code, Sector: x.Sector})
		}
		return out
	}
	e := event.Annotation{Anchors: []doc.Span{quoteSpan(text, g.Anchor)}, Act: g.Type, Modes: g.Mode, Status: g.Status, Actors: parties(g.Actors), Recipients: parties(g.Recipients), Claimed: claimed}
	for _, q := range g.Also {
		e.Anchors = append(e.Anchors, quoteSpan(text, q))
	}
	if g.Place != nil {
		e.Place = &event.Party{Span: quoteSpan(text, g.Place.Quote), Name: g.Place.Name, Code: g.Place.Country}
	}
	if g.Date != nil {
		e.From, e.To = g.Date.From, g.Date.To
	}
	return e
}

// marked reads the sentences of which only the act or its class is known; known are the ones annotated in full.
func marked(e env, r *read.Reader, known map[string]bool) ([]event.Marked, error) {
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
		out = append(out, event.Marked{Doc: sentence(r, s.Text), Acts: acts, Sources: spans(s.Source), Targets: spans(s.Target), Annotated: known["plv/"+s.ID]})
	}
	classed, err := corpus.ReadActClasses(filepath.Join(e.shared, "corpora/cameo/class_train.tsv"))
	if err != nil {
		return nil, err
	}
	for _, s := range classed {
		if acts := cameoClasses[s.Class]; acts != nil {
			out = append(out, event.Marked{Doc: sentence(r, s.Text), Acts: acts, Annotated: known["cameo/"+strconv.Itoa(s.Line)]})
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

// sentence reads a single sentence.
func sentence(r *read.Reader, text string) *doc.Document {
	return r.Read(doc.Article{Text: text, Language: "en", Blocks: []doc.Block{{Span: doc.Span{Start: 0, End: len(text)}, Role: "body"}}})
}
