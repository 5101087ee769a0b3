package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// briefRecord writes what scoring events needs of a record: claims, places, dates and events.
func briefRecord(d *doc.Document) *doc.Record {
	text := d.Article.Text
	points := make([]int, len(text)+1)
	n := 0
	for i := range len(text) {
		if i > 0 && utf8.RuneStart(text[i]) {
			n++
		}
		points[i] = n
	}
	points[len(text)] = utf8.RuneCountInString(text)
	quote := func(s doc.Span) doc.Quote {
		return doc.Quote{Start: points[s.Start], End: points[s.End], Text: d.Text(s)}
	}
	ref := func(s doc.Span) *doc.Quote {
		if s.Empty() {
			return nil
		}
		q := quote(s)
		return &q
	}
	id := func(kind string, i int) *string {
		if i < 0 {
			return nil
		}
		s := fmt.Sprint(kind, i)
		return &s
	}
	opt := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	rec := &doc.Record{Schema: doc.Schema, Article: doc.RecordArticle{Text: text}}
	for i := range d.Claims {
		c := doc.RecordClaim{ID: *id("c", i)}
		for _, s := range d.Claims[i].Content {
			c.Content = append(c.Content, quote(s))
		}
		for _, h := range d.Claims[i].Chain {
			c.Chain = append(c.Chain, doc.RecordHop{Span: ref(h.Span), Name: h.Name, Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance})
		}
		rec.Claims = append(rec.Claims, c)
	}
	for i := range d.Places {
		p := &d.Places[i]
		rec.Places = append(rec.Places, doc.RecordPlace{ID: *id("p", i), Span: quote(p.Span), Name: p.Name, Country: opt(p.Country)})
	}
	for i := range d.Dates {
		x := &d.Dates[i]
		rec.Dates = append(rec.Dates, doc.RecordDate{ID: *id("d", i), Span: quote(x.Span), From: opt(x.From), To: opt(x.To)})
	}
	parties := func(as []doc.Actor) []doc.RecordActor {
		var out []doc.RecordActor
		for _, a := range as {
			out = append(out, doc.RecordActor{Span: ref(a.Span), Name: a.Name, Code: opt(a.Code), Sector: opt(a.Sector)})
		}
		return out
	}
	for i := range d.Events {
		e := &d.Events[i]
		x := doc.RecordEvent{ID: *id("e", i), Anchor: quote(e.Anchor), Act: e.Act, Mode: e.Mode, Status: e.Status, Actors: parties(e.Actors),
			Recipients: parties(e.Recipients), Place: id("p", e.Place), Date: id("d", e.Date), Claim: id("c", e.Claim)}
		for _, s := range e.Also {
			x.Also = append(x.Also, quote(s))
		}
		rec.Events = append(rec.Events, x)
	}
	return rec
}

// dump prints an article's right and found events, for a person at work on the coder.
func dump(name string, a *goldArticle) {
	if name != "all" && !strings.Contains(a.gold.Doc, name) {
		return
	}
	text := string(a.gold.Text)
	fmt.Println("=====", a.gold.Doc)
	fmt.Println(text)
	for i, e := range a.ev {
		g := &a.gold.Events[i]
		fmt.Printf("GOLD %s %v %s %q", e.Act, g.Mode, e.Status, g.Anchor.Q)
		for _, p := range e.Actors {
			fmt.Printf(" A:%s(%s/%s)", p.Name, p.Code, p.Sector)
		}
		for _, p := range e.Recipients {
			fmt.Printf(" R:%s(%s/%s)", p.Name, p.Code, p.Sector)
		}
		if e.Place != nil {
			fmt.Printf(" P:%s", e.Place.Name)
		}
		fmt.Printf(" D:%s C:%s\n", e.From, g.Claim)
	}
	for i := range a.doc.Events {
		e := &a.doc.Events[i]
		fmt.Printf("SYS  %s %v %s %q %.2f", e.Act, e.Mode, e.Status, a.doc.Text(e.Anchor), e.Confidence)
		for _, s := range e.Also {
			fmt.Printf(" +%q", a.doc.Text(s))
		}
		for _, p := range e.Actors {
			fmt.Printf(" A:%s(%s/%s)", p.Name, p.Code, p.Sector)
		}
		for _, p := range e.Recipients {
			fmt.Printf(" R:%s(%s/%s)", p.Name, p.Code, p.Sector)
		}
		if e.Place >= 0 {
			fmt.Printf(" P:%s", a.doc.Places[e.Place].Name)
		}
		if e.Date >= 0 {
			fmt.Printf(" D:%s", a.doc.Dates[e.Date].From)
		}
		if e.Claim >= 0 && len(a.doc.Claims[e.Claim].Chain) > 0 {
			fmt.Printf(" C:%s", a.doc.Claims[e.Claim].Chain[len(a.doc.Claims[e.Claim].Chain)-1].Name)
		}
		fmt.Println()
	}
}
