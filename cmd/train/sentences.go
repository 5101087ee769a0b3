package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/gold"
	"onrecord/internal/lesson"
	"onrecord/internal/read"
)

// Made sentences: how many, how many of them hold no event, and what they count for. They teach grammar, hence roles and
// status; which words are acts is for the annotators to say.
const (
	madeSentences = 4000
	madeQuiet     = 0.25
)

var madeTrust = event.Trust{Act: 0.3, Status: 0.4, Roles: 1, Keep: 0.4}

// partTrust is what a sentence of an article counts for when it is read alone: the article has taught all but keep already, and who has a
// role may be named in another sentence.
var partTrust = event.Trust{Act: 0.1, Status: 0.1, Keep: 1}

// made reads the sentences that internal/lesson makes.
func made(r *read.Reader) ([]event.Annotated, error) {
	all, err := lesson.Sentences(madeSentences, madeQuiet)
	if err != nil {
		return nil, err
	}
	out := make([]event.Annotated, len(all))
	for i := range all {
		s := &all[i]
		out[i] = event.Annotated{Doc: sentence(r, s.Text), Trust: madeTrust, Group: "made " + s.Kind}
		for n := range s.Events {
			e := &s.Events[n]
			out[i].Events = append(out[i].Events, event.Annotation{Anchors: e.Anchors, Beside: e.Beside, Act: e.Act, Status: e.Status,
				Actors: madeParties(s, e.Actors), Recipients: madeParties(s, e.Recipients)})
		}
	}
	return out, nil
}

func madeParties(s *lesson.Sentence, ps []lesson.Party) []event.Party {
	var out []event.Party
	for _, p := range ps {
		out = append(out, event.Party{Span: p.Span, Name: s.Text[p.Start:p.End], Code: p.Code, Sector: p.Sector})
	}
	return out
}

// sentenceTrust is what an annotated sentence counts for. Its dates and figures are not annotated.
var sentenceTrust = event.Trust{Act: 0.6, Status: 1, Roles: 1, Keep: 1, Join: 1}

// annotatedSentences reads the annotated sentences of annotations/sentences, and says which those are: "plv/4".
func annotatedSentences(e env, r *read.Reader) ([]event.Annotated, map[string]bool, error) {
	var out []event.Annotated
	known := map[string]bool{}
	for _, set := range []string{"plv", "cameo"} {
		text, err := corpus.SentenceTexts(e.shared, set)
		if err != nil {
			return nil, nil, err
		}
		b, err := os.ReadFile(filepath.Join("annotations", "sentences", set+".jsonl"))
		if err != nil {
			return nil, nil, err
		}
		all, err := gold.ReadSentences(bytes.NewReader(b), set+".jsonl", text)
		if err != nil {
			return nil, nil, err
		}
		for i := range all {
			known[set+"/"+all[i].ID] = true
			t, _ := text(all[i].ID)
			a := event.Annotated{Doc: sentence(r, t), Trust: sentenceTrust}
			for n := range all[i].Events {
				a.Events = append(a.Events, annotatedEvent(t, &all[i].Events[n]))
			}
			out = append(out, a)
		}
	}
	return out, known, nil
}

func annotatedEvent(text string, g *gold.SentenceEvent) event.Annotation {
	return annotation(text, &gold.Event{Anchor: g.Anchor, Also: g.Also, Type: g.Type, Status: g.Status, Actors: g.Actors, Recipients: g.Recipients, Place: g.Place}, g.Source != nil)
}

// partsPerArticle bounds the sentences of an article that are read alone.
const partsPerArticle = 6

// parts reads sentences of an annotated article each as a text of its own, with what the annotation says of them alone: the acts
// named there, and the parties named in the sentence.
func parts(r *read.Reader, a *goldArticle) []event.Annotated {
	var out []event.Annotated
	step := max(1, len(a.doc.Sentences)/partsPerArticle)
	for i := 0; i < len(a.doc.Sentences); i += step {
		s := a.doc.Sentences[i].Span
		text := a.doc.Text(s)
		if strings.ContainsAny(text, "\n\r") || len(text) < 20 {
			continue
		}
		p := event.Annotated{Doc: sentence(r, text), Trust: partTrust}
		for n := range a.ev {
			if e, ok := crop(&a.ev[n], s); ok {
				p.Events = append(p.Events, e)
			}
		}
		out = append(out, p)
	}
	return out
}

// crop is what an annotated event is within a span alone.
func crop(e *event.Annotation, s doc.Span) (event.Annotation, bool) {
	within := func(x doc.Span) (doc.Span, bool) {
		return doc.Span{Start: x.Start - s.Start, End: x.End - s.Start}, x.Start >= s.Start && x.End <= s.End && !x.Empty()
	}
	own := func(ps []event.Party) []event.Party {
		var out []event.Party
		for _, p := range ps {
			if at, ok := within(p.Span); ok {
				p.Span = at
				out = append(out, p)
			}
		}
		return out
	}
	out := event.Annotation{Act: e.Act, Status: e.Status, Claimed: e.Claimed, Actors: own(e.Actors), Recipients: own(e.Recipients)}
	for _, x := range e.Anchors {
		if at, ok := within(x); ok {
			out.Anchors = append(out.Anchors, at)
		}
	}
	return out, len(out.Anchors) > 0
}
