// Package actor codes the parties of events: it takes a noun phrase of an article and says
// which country or kind of organisation it belongs to (ISO 3166 alpha-3, or IGO UNO EUR NGO ISM
// IMG MNC) and to which PLOVER sector (GOV MIL COP ...). It reads the tables under data/, the
// grammar of the phrase, and the article around it: who was introduced with which office, which
// country the article is about, when it was published. It never changes the text, never looks
// anything up outside the document and its tables, and leaves a field empty rather than guess
// where neither the phrase nor the article tells.
package actor

import (
	"fmt"
	"strings"

	"onrecord/internal/doc"
)

// Coder codes phrases. It is safe for concurrent use.
type Coder struct{ lex *lexicon }

// New makes a coder from the embedded tables and the user's own rows, which go before them.
//
// A row of extra has these columns (others are ignored, absent ones are empty):
//
//	name     as written in news; required
//	aliases  other forms, separated by |
//	kind     person, group, organisation (the default), place, office or noun
//	code     ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC; empty for offices and nouns
//	sector   PLOVER sector; may be empty
//	from, to when the row holds: 2019, 2019-05 or 2019-05-21; may be empty
//
// An error names the row.
func New(extra []map[string]string) (*Coder, error) {
	lex, err := load(extra)
	if err != nil {
		return nil, fmt.Errorf("actor: %w", err)
	}
	return &Coder{lex}, nil
}

// Code fills Name, Code and Sector of a from its Span and the document, and returns what decided:
// table rows and rules, in words. Code and Sector are left empty where they cannot be told.
// To code many phrases of one document, call Begin once.
func (c *Coder) Code(d *doc.Document, a *doc.Actor) string { return c.Begin(d).Code(a) }

// CodeEntities fills Code and Sector of the document's entities, from their names, titles and mentions.
func (c *Coder) CodeEntities(d *doc.Document) { c.Begin(d).CodeEntities() }

// Code fills Name, Code and Sector of a, as Coder.Code does.
func (x *Context) Code(a *doc.Actor) string {
	r := reading{told: true}
	x.code(a, &r)
	return strings.Join(r.why, "; ")
}

// Fill is Code without the reasons, which take a good part of its time.
func (x *Context) Fill(a *doc.Actor) { x.code(a, new(reading)) }

func (x *Context) code(a *doc.Actor, r *reading) {
	if a.Empty() || a.Start < 0 || a.End > len(x.d.Article.Text) {
		return
	}
	lo, hi := x.window(a.Span)
	x.read(r, lo, hi, a.Start)
	a.Code, a.Sector, a.Name = r.code, r.sector, r.name
	if a.Name == "" {
		a.Name = x.trim(a.Span)
	}
	if e := a.Entity; e >= 0 && e < len(x.d.Entities) && r.name == "" && x.d.Entities[e].Type != "place" {
		a.Name = x.d.Entities[e].Name
	}
}

// CodeEntities fills Code and Sector of the document's entities.
func (x *Context) CodeEntities() {
	for i := range x.d.Entities {
		if x.d.GivenUp() {
			return
		}
		e := &x.d.Entities[i]
		var r reading
		for k, m := range e.Mentions {
			if k == 8 || m < 0 || m >= len(x.d.Mentions) {
				break
			}
			lo, hi := x.window(x.d.Mentions[m].Span)
			var s reading
			x.read(&s, lo, hi, x.d.Mentions[m].Start)
			if k == 0 || s.weight() > r.weight() {
				r = s
			}
		}
		e.Code, e.Sector = r.code, r.sector
		if e.Type == "place" {
			e.Sector = "" // the place as such does not act
		}
	}
}

// trim returns the words of a span without a leading determiner.
func (x *Context) trim(s doc.Span) string {
	lo, hi := x.window(s)
	for lo+1 < hi && has(determiners, x.toks[lo].norm) && !has(" his her their its our my your ", x.toks[lo].norm) {
		lo++
	}
	if lo >= hi {
		return x.d.Text(s)
	}
	return strings.Join(strings.Fields(x.d.Article.Text[x.toks[lo].start:s.End]), " ")
}

// reading is what a phrase was read as.
type reading struct {
	code, sector string
	name         string // canonical, where a table has it
	office       string // title that gives the sector
	states       bool   // the sector is that of states in an organisation ("member states")
	firm         bool   // a word of the phrase or its introduction gives the sector
	own          bool   // the phrase or its introduction gives the code, not the article around it
	told         bool   // whether the reasons are wanted
	led          int    // how many parties it is read for, each led by the next
	why          []string
}

func (r *reading) weight() int {
	w := 0
	if r.own {
		w += 2
	}
	if r.firm {
		w++
	}
	return w
}

// because notes what decided, where that is wanted.
func (r *reading) because(format string, args ...string) {
	if !r.told {
		return
	}
	words := make([]any, len(args))
	for i, s := range args {
		words[i] = s
	}
	r.why = append(r.why, fmt.Sprintf(format, words...))
}
