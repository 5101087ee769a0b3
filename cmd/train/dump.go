package main

import (
	"fmt"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// briefRecord is the record of a document, for scoring.
func briefRecord(d *doc.Document) *doc.Record {
	rec := read.Record(d, false)
	return &rec
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
