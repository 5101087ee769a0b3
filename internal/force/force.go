// Package force finds forces in place: statements that a party keeps troops, police, staff,
// bases or headquarters somewhere. Sentences with tags, places, dates and figures go in (a parse
// is used where there is one); doc.Forces come out, each with its owner, figure and place. What is
// only planned, demanded or denied is no force in place and is left out, and so is a force whose
// owner or place the text does not tell. On whose word it stands is set later, by the claim that
// covers the phrase.
package force

import (
	"strings"
	"sync"

	"onrecord/internal/doc"
)

// Coder says which country and sector a phrase of one document names: it fills Name, Code and Sector of the actor
// from its Span, Sentence and Head. *actor.Context is one.
type Coder interface {
	Fill(a *doc.Actor)
}

// Find fills d.Forces, in text order. Claim is -1 throughout. begin prepares the document for coding; it is called once, and only
// where something is to be coded: most articles tell of no force.
func Find(d *doc.Document, begin func(*doc.Document) Coder) {
	d.Forces = nil
	coder := sync.OnceValue(func() Coder { return begin(d) })
	places := make([][]int, len(d.Sentences))
	for i := range d.Places {
		if s := d.Places[i].Sentence; s >= 0 && s < len(places) {
			places[s] = append(places[s], i)
		}
	}
	for i := range d.Sentences {
		if d.GivenUp() {
			return
		}
		if len(places[i]) > 0 {
			f := finder{d: d, s: &d.Sentences[i], sentence: i, coder: coder, places: places[i]}
			f.run()
		}
	}
}

// finder looks for the forces of one sentence.
type finder struct {
	d        *doc.Document
	s        *doc.Sentence
	sentence int
	coder    func() Coder
	places   []int // those of the sentence, indexes into Document.Places
}

// run tries every noun that can name a force. A place takes one force per owner.
func (f *finder) run() {
	for h := range f.s.Tokens {
		f.held(h)
		kind := nouns[f.word(h)]
		if kind == none || !f.isHead(h) {
			continue
		}
		if link, ok := f.link(h, kind); ok {
			f.add(h, link)
		}
	}
}

// held reads "rebel-held Idlib": the side before the hyphen keeps the place.
func (f *finder) held(h int) {
	if !holds[f.word(h)] || h < 2 || f.word(h-1) != "-" {
		return
	}
	at := h + 1
	for at < len(f.s.Tokens) && at < h+4 && (within[f.word(at)] || f.pos(at) == "ADJ") {
		at++
	}
	if at >= len(f.s.Tokens) {
		return
	}
	p := f.placeAt(at)
	if p < 0 {
		return
	}
	a := doc.Actor{Span: f.s.Tokens[h-2].Span, Sentence: f.sentence, Head: h - 2, Entity: -1}
	f.coder().Fill(&a)
	if a.Code == "" && f.word(h-2) == "government" {
		a.Code = f.d.Places[p].Country
	}
	if a.Code == "" && groups[f.word(h-2)] {
		a.Code, a.Sector, a.Implied = f.d.Places[p].Country, "REB", true // rebels of the country that they hold a part of
	}
	if a.Code == "" {
		return
	}
	f.keep(doc.Force{Span: doc.Span{Start: f.s.Tokens[h-2].Start, End: f.d.Places[p].End}, Sentence: f.sentence,
		Owner: a, Figure: -1, Place: p, Date: -1, Claim: -1})
}

func (f *finder) word(i int) string {
	if i < 0 || i >= len(f.s.Tokens) {
		return ""
	}
	return strings.ToLower(f.s.Tokens[i].Text)
}

func (f *finder) pos(i int) string {
	if i < 0 || i >= len(f.s.Tokens) {
		return ""
	}
	return f.s.Tokens[i].UPOS
}

// isHead reports whether the noun at token h heads its phrase: "troops", but not "troops carrier" nor "base" in "base camp".
func (f *finder) isHead(h int) bool {
	switch f.pos(h + 1) {
	case "NOUN":
		return f.word(h+1) == "numbering"
	case "PROPN":
		return nouns[f.word(h)] != site // "Air Base 101" is a name, "Base Camp" too
	}
	return f.pos(h) == "NOUN" || f.pos(h) == "PROPN" || f.pos(h) == ""
}

// phrase returns the first token of the noun phrase with head h.
func (f *finder) phrase(h int) int {
	first := h
	for i := h - 1; i >= 0 && i >= h-10 && !outside[f.word(i)]; i-- {
		switch f.pos(i) {
		case "ADJ", "NOUN", "PROPN", "NUM", "DET", "ADV":
			first = i
			continue
		case "PART", "SYM", "PUNCT":
			if t := f.word(i); t == "'s" || t == "’s" || t == "'" || t == "’" || t == "-" {
				continue
			}
		case "PRON":
			if possessive[f.word(i)] {
				return i
			}
		case "VERB":
			if x := f.s.Tokens[i].XPOS; x == "VBN" || x == "VBG" {
				if n := f.pos(i + 1); n == "NOUN" || n == "PROPN" || n == "ADJ" {
					continue // "armed forces"
				}
			}
		}
		break
	}
	return first
}

// link is how a force noun is tied to its place.
type link struct {
	place   int  // index into Document.Places
	owner   int  // head token of the owner outside the phrase, -1 = the phrase itself tells
	last    int  // last token of the statement
	begin   int  // first token of the statement
	members int  // head of what the force is made of, as far as the noun does not tell ("a garrison of 500 men")
	armed   bool // the owner must be known to bear arms: the phrase itself does not tell a force from an office
}

// add codes the owner and appends the force.
func (f *finder) add(h int, l link) {
	first := f.phrase(h)
	owner, ok := f.owner(h, first, l)
	if !ok || l.armed && !bearsArms[owner.Sector] {
		return
	}
	fo := doc.Force{
		Span:     doc.Span{Start: f.s.Tokens[min(first, l.begin)].Start, End: max(f.s.Tokens[max(h, l.last)].End, f.d.Places[l.place].End)},
		Sentence: f.sentence, Owner: owner, Figure: f.figure(h, first), Place: l.place, Date: f.asOf(), Claim: -1,
	}
	if fo.Figure < 0 && l.members > h {
		fo.Figure = f.figure(l.members, h+1)
	}
	f.keep(fo)
	f.others(fo, l.last)
}

// others reads on where a list of places goes on without naming the force again: "900 troops in Syria and 2,500 in Iraq".
func (f *finder) others(fo doc.Force, last int) {
	for fo.Figure >= 0 && last > 0 {
		at := last + 1
		if f.word(at) == "," {
			at++
		}
		if f.word(at) == "and" {
			at++
		}
		if at == last+1 {
			return
		}
		n, figure := at, -1
		for n < len(f.s.Tokens) && n < at+4 && figure < 0 {
			figure = f.bare(n)
			n++
		}
		if figure < 0 {
			return
		}
		for n < len(f.s.Tokens) && f.s.Tokens[n].End <= f.d.Figures[figure].Number.End {
			n++
		}
		if w := f.word(n); w == "more" || w == "others" {
			n++
		}
		p, end := f.placeBehind(n)
		if p < 0 {
			return
		}
		fo.Span = doc.Span{Start: f.d.Figures[figure].Start, End: f.d.Places[p].End}
		fo.Figure, fo.Place, last = figure, p, end
		f.keep(fo)
	}
}

// bare returns the figure whose number starts at token i, if nothing but troops can be what it counts, else -1.
func (f *finder) bare(i int) int {
	for n := range f.d.Figures {
		g := &f.d.Figures[n]
		if g.Sentence == f.sentence && g.Number.Start == f.s.Tokens[i].Start && (g.Class == "troops" || g.Class == "people" || g.Class == "") && g.Role != "killed" {
			return n
		}
	}
	return -1
}

// keep appends a force unless the article has told it before.
func (f *finder) keep(fo doc.Force) {
	for i := range f.d.Forces {
		g := &f.d.Forces[i]
		if g.Owner.Code == fo.Owner.Code && f.d.Places[g.Place].Name == f.d.Places[fo.Place].Name && (g.Figure == fo.Figure || fo.Figure < 0) {
			return
		}
	}
	f.d.Forces = append(f.d.Forces, fo)
}

// figure returns the figure that counts the force, -1 when none does.
func (f *finder) figure(h, first int) int {
	from, to := f.s.Tokens[first].Start, f.s.Tokens[h].End
	for i := range f.d.Figures {
		g := &f.d.Figures[i]
		if g.Sentence == f.sentence && g.Sizes && (g.Head == h || g.Number.Start >= from && g.Number.End <= to) {
			return i
		}
	}
	return -1
}

// asOf returns the date behind "as of", -1 when there is none.
func (f *finder) asOf() int {
	for i := range f.d.Dates {
		t := &f.d.Dates[i]
		if t.Sentence != f.sentence || t.From == "" {
			continue
		}
		before := strings.ToLower(f.d.Article.Text[f.s.Start:t.Start])
		if strings.HasSuffix(before, "as of ") {
			return i
		}
	}
	return -1
}
