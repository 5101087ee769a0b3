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
	fromOrganisation               // it stands within the name of an organisation
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
			fs = append(fs, trimmed(d, m.Sentence, m.First, m.Last, fromNORP))
		case "Organization":
			fs = append(fs, r.within(d, m)...)
		}
	}
	for i := range d.Sentences {
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

// divide takes "Paris, Texas" apart where the gazetteer knows both parts and not the whole.
func (r *Resolver) divide(d *doc.Document, m *doc.Mention) []found {
	whole := trimmed(d, m.Sentence, m.First, m.Last, fromEntity)
	ts := d.Sentences[m.Sentence].Tokens
	if len(r.gaz.lookUp(d.Text(whole.span)).hits) > 0 {
		return []found{whole}
	}
	var parts []found
	from := whole.first
	for t := whole.first; t <= whole.last; t++ {
		if ts[t].Text == "," && t > from && t < whole.last {
			parts = append(parts, trimmed(d, m.Sentence, from, t-1, fromEntity))
			from = t + 1
		}
	}
	return append(parts, trimmed(d, m.Sentence, from, whole.last, fromEntity))
}

// within finds the place in the name of an organisation: "University of Niamey".
func (r *Resolver) within(d *doc.Document, m *doc.Mention) []found {
	ts := d.Sentences[m.Sentence].Tokens
	for n := min(3, m.Last-m.First); n >= 1; n-- {
		for t := m.Last - n + 1; t >= m.First; t-- {
			if !capital(ts[t].Text) {
				continue
			}
			f := trimmed(d, m.Sentence, t, t+n-1, fromOrganisation)
			if f.last-f.first == n-1 && r.notable(d.Text(f.span), 20000) {
				return []found{f}
			}
		}
	}
	return nil
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
		if e.kind == Country || e.kind == Region || e.kind == Site || e.kind == Water || e.kind == Admin1 || e.kind == City && r.gaz.candidate(h).Population >= people {
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
		return false
	}
	if f.first == 0 && f.last == 0 && ts[0].UPOS != "PROPN" {
		return false
	}
	// A run of capitals is a headline, not a run of names.
	return !(strings.ToUpper(name) == name && f.first > 0 && strings.ToUpper(ts[f.first-1].Text) == ts[f.first-1].Text && capital(ts[f.first-1].Text))
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
