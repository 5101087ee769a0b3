package place

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// source is where a name in the article comes from.
type source uint8

const (
	fromEntity       source = iota // the entity stage calls it a location or facility
	fromDateline                   // it opens a wire report
	fromGazetteer                  // capitals and the gazetteer alone
	fromOrganisation               // it stands within the name of an organisation or event
	fromNORP                       // a demonym: it votes, and is no place
)

// trust is how far each source vouches that the name is a place at all.
var trust = [...]float64{fromEntity: 0.95, fromDateline: 0.95, fromGazetteer: 0.6, fromOrganisation: 0.5}

// found is a name in the article that may be a place.
type found struct {
	span        doc.Span
	sentence    int
	first, last int // tokens
	source      source
	premises    bool // of an organisation that something is at
}

// collect gathers the names of an article in text order, without overlap.
func (r *Resolver) collect(d *doc.Document) []found {
	var fs []found
	taken := make([][]bool, len(d.Sentences))
	for i := range d.Sentences {
		taken[i] = make([]bool, len(d.Sentences[i].Tokens))
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Sentence < 0 || m.Sentence >= len(d.Sentences) || m.First < 0 || m.Last >= len(d.Sentences[m.Sentence].Tokens) || m.First > m.Last {
			continue
		}
		for t := m.First; t <= m.Last; t++ {
			taken[m.Sentence][t] = true
		}
		switch m.Class {
		case "Location", "Facility":
			fs = append(fs, r.divide(d, m)...)
		case "NORP":
			fs = append(fs, r.demonym(d, m))
		case "Organization", "Misc", "Product":
			fs = append(fs, r.organisation(d, m)...)
		case "Person":
			if opensPlace[strings.ToLower(d.Sentences[m.Sentence].Tokens[m.First].Text)] && m.Last > m.First {
				fs = append(fs, trimmed(d, m.Sentence, m.First, m.Last, fromEntity))
			} else {
				fs = append(fs, r.notPerson(d, m)...)
			}
		}
	}
	for i := range d.Sentences {
		if d.GivenUp() {
			break
		}
		fs = append(fs, r.missed(d, i, taken[i])...)
	}
	fs = addDateline(d, fs)
	slices.SortStableFunc(fs, func(a, b found) int {
		if a.span.Start != b.span.Start {
			return a.span.Start - b.span.Start
		}
		return b.span.End - a.span.End
	})
	kept := fs[:0]
	for _, f := range fs {
		if n := len(kept); n > 0 && kept[n-1].span.Overlaps(f.span) {
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// trimmed is a token range without an opening article and a closing possessive.
func trimmed(d *doc.Document, sentence, first, last int, s source) found {
	ts := d.Sentences[sentence].Tokens
	for first < last && strings.EqualFold(ts[first].Text, "the") {
		first++
	}
	for last > first && (ts[last].Text == "'s" || ts[last].Text == "’s" || ts[last].Text == "'" || ts[last].Text == "’" || ts[last].Text == ",") {
		last--
	}
	return found{span: doc.Span{Start: ts[first].Start, End: ts[last].End}, sentence: sentence, first: first, last: last, source: s}
}

// divide takes "Paris, Texas" and "Lebanon's Tripoli" apart where the gazetteer does not know the whole.
func (r *Resolver) divide(d *doc.Document, m *doc.Mention) []found {
	whole := trimmed(d, m.Sentence, m.First, m.Last, fromEntity)
	ts := d.Sentences[m.Sentence].Tokens
	if len(r.gaz.lookUp(d.Text(whole.span)).hits) > 0 {
		return []found{whole}
	}
	var parts []found
	from := whole.first
	for t := whole.first; t <= whole.last; t++ {
		if w := ts[t].Text; (w == "," || w == "'s" || w == "’s") && t > from && t < whole.last {
			parts = append(parts, trimmed(d, m.Sentence, from, t-1, fromEntity))
			from = t + 1
		}
	}
	return append(parts, trimmed(d, m.Sentence, from, whole.last, fromEntity))
}

// opensPlace are words that open names of places and hardly ever of persons.
var opensPlace = wordSet("camp fort lake mount cape port")

// organisation finds the place in the name of an organisation, or takes the organisation for the place where something is at it.
func (r *Resolver) organisation(d *doc.Document, m *doc.Mention) []found {
	inner := r.within(d, m)
	f, ok := premises(d, m)
	switch {
	case !ok:
		return inner
	case len(inner) > 0:
		inner[0].source, inner[0].premises = fromEntity, true // "in the Rundu Magistrate's Court"
		return inner
	}
	f.premises = true
	return []found{f}
}

// premises takes an organisation for the place it is at: "at the Ministry of Finance", "in Rundu Magistrate's Court".
func premises(d *doc.Document, m *doc.Mention) (found, bool) {
	ts := d.Sentences[m.Sentence].Tokens
	f := trimmed(d, m.Sentence, m.First, m.Last, fromEntity)
	prev := f.first - 1
	for prev >= 0 && (ts[prev].UPOS == "DET" || strings.EqualFold(ts[prev].Text, "the")) {
		prev--
	}
	if prev < 0 {
		return f, false
	}
	switch strings.ToLower(ts[prev].Text) {
	case "at", "outside", "inside", "near":
		return f, f.last > f.first
	case "in", "on", "to", "around", "from":
		return f, f.last > f.first && facilities[strings.ToLower(ts[f.last].Text)]
	}
	return f, false
}

// within finds the place in the name of an organisation, event or thing: "University of Niamey", "Paris Summit".
func (r *Resolver) within(d *doc.Document, m *doc.Mention) []found {
	ts := d.Sentences[m.Sentence].Tokens
	for n := min(3, m.Last-m.First+1); n >= 1; n-- {
		for t := m.Last - n + 1; t >= m.First; t-- {
			if !capital(ts[t].Text) {
				continue
			}
			f := trimmed(d, m.Sentence, t, t+n-1, fromOrganisation)
			if f.last-f.first != n-1 || !r.notable(d.Text(f.span), 20000) {
				continue
			}
			if n == m.Last-m.First+1 {
				f.source = fromGazetteer // the tagger was wrong of the whole name
			}
			return []found{f}
		}
	}
	return nil
}

// demonym takes a nationality, which votes and is no place, or a place that the tagger took for one.
func (r *Resolver) demonym(d *doc.Document, m *doc.Mention) found {
	f := trimmed(d, m.Sentence, m.First, m.Last, fromNORP)
	name := d.Text(f.span)
	for _, h := range r.gaz.lookUp(name).hits {
		if h.kind == Adjective {
			return f
		}
	}
	if r.notable(name, 20000) {
		f.source = fromGazetteer
	}
	return f
}

// alsoPersons are names of large places that people have too.
var alsoPersons = wordSet("jordan chad georgia israel sydney florence victoria virginia charlotte austin dallas jackson houston lincoln madison carolina adelaide santiago diego cruz " +
	"valencia lorraine brooklyn chelsea kent mary washington salvador francisco jose luis paulo juan antonio domingo guadalupe medina ibadan lourdes nelson hamilton perth surat india kenya")

// notPerson takes back a place that the tagger took for a person: one that the gazetteer has and that
// stands after a preposition of place, or a country or large city that no person of the article is called after.
func (r *Resolver) notPerson(d *doc.Document, m *doc.Mention) []found {
	f := trimmed(d, m.Sentence, m.First, m.Last, fromGazetteer)
	ts := d.Sentences[m.Sentence].Tokens
	name := d.Text(f.span)
	prev := f.first - 1
	if prev > 0 && directions[strings.ToLower(ts[prev].Text)] {
		prev--
	}
	if prev >= 0 && before(ts[prev].Text) {
		if q := r.gaz.lookUp(name); !q.part && len(q.hits) > 0 && r.settles(q.hits) {
			return []found{f}
		}
		return nil
	}
	alone := m.Entity < 0 || m.Entity >= len(d.Entities) || Fold(d.Entities[m.Entity].Name) == Fold(name)
	if alone && !alsoPersons[Fold(name)] && r.notable(name, 500000) {
		return []found{f}
	}
	return nil
}

// before reports whether a preposition announces a place far more often than a person.
func before(w string) bool {
	switch strings.ToLower(w) {
	case "in", "near", "outside", "around", "across", "into", "throughout", "inside", "toward", "towards":
		return true
	}
	return false
}

// settles reports whether a name has a usual name among its hits and none that is gated.
func (r *Resolver) settles(hits []hit) bool {
	usual := false
	for _, h := range hits {
		if r.gaz.entries[h.place].gated() {
			return false
		}
		usual = usual || h.kind == Primary || h.kind == Alternative && r.gaz.entries[h.place].logPop > bigCity
	}
	return usual
}

// notable reports whether a name is, by its usual form, a country, a division, a region or a city of some size.
func (r *Resolver) notable(name string, people int) bool {
	q := r.gaz.lookUp(name)
	if q.part {
		return false
	}
	for _, h := range q.hits {
		e := &r.gaz.entries[h.place]
		if h.kind != Primary || e.gated() {
			continue
		}
		switch e.kind {
		case City, Admin2:
			if r.gaz.candidate(h).Population >= people {
				return true
			}
		case Country, Region, Site, Water, Admin1:
			return true
		}
	}
	return false
}

// longest is how many tokens a name may have that only the gazetteer vouches for.
const longest = 4

// missed finds names that the entity stage left: runs of capitalised words that the gazetteer has.
func (r *Resolver) missed(d *doc.Document, sentence int, taken []bool) []found {
	ts := d.Sentences[sentence].Tokens
	var fs []found
	for t := 0; t < len(ts); t++ {
		if taken[t] || !nameToken(&ts[t]) || t > 0 && !taken[t-1] && nameToken(&ts[t-1]) {
			continue // a name is looked up from its first word on
		}
		end := t
		for end+1 < len(ts) && end-t < longest-1 && !taken[end+1] && (nameToken(&ts[end+1]) || end+2 < len(ts) && linking(ts[end+1].Text) && nameToken(&ts[end+2])) {
			end++
		}
		for ; end >= t; end-- {
			if next := end + 1; next < len(ts) && nameToken(&ts[next]) && !taken[next] || !nameToken(&ts[end]) {
				continue // the rest of the name would be cut off
			}
			f := trimmed(d, sentence, t, end, fromGazetteer)
			if r.convincing(d, &f) {
				fs = append(fs, f)
				t = end
				break
			}
		}
	}
	return fs
}

// convincing decides on a name that only capitals and the gazetteer vouch for.
func (r *Resolver) convincing(d *doc.Document, f *found) bool {
	ts := d.Sentences[f.sentence].Tokens
	name := d.Text(f.span)
	if !r.notable(name, 50000) {
		return f.first > 1 && ts[f.first-1].Text == "," && capital(ts[f.first-2].Text) && r.abbreviated(name) // "Gainesville, Va."
	}
	if f.first == 0 && f.last == 0 && ts[0].UPOS != "PROPN" {
		return false
	}
	// A run of capitals is a headline, not a run of names.
	return !(strings.ToUpper(name) == name && f.first > 0 && strings.ToUpper(ts[f.first-1].Text) == ts[f.first-1].Text && capital(ts[f.first-1].Text))
}

// abbreviated reports whether a name is the short form of a division or country.
func (r *Resolver) abbreviated(name string) bool {
	return slices.ContainsFunc(r.gaz.lookUp(name).hits, func(h hit) bool { return h.kind == Short })
}

func nameToken(t *doc.Token) bool {
	return capital(t.Text) && (t.UPOS == "PROPN" || t.UPOS == "")
}

func linking(w string) bool {
	switch w {
	case "of", "de", "du", "la", "el", "al", "-", "and":
		return true
	}
	return false
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// addDateline adds the place that opens a wire report where nothing else found it.
func addDateline(d *doc.Document, fs []found) []found {
	s := d.Article.Dateline.Place
	if s.Empty() || s.Start < 0 || s.End > len(d.Article.Text) {
		return fs
	}
	for i := range fs {
		if fs[i].span.Overlaps(s) {
			fs[i].source = fromDateline
			return fs
		}
	}
	sentence, first := d.TokenAt(s.Start)
	_, last := d.TokenAt(s.End - 1)
	if sentence < 0 || last < first {
		return fs
	}
	return append(fs, found{span: s, sentence: sentence, first: first, last: last, source: fromDateline})
}
