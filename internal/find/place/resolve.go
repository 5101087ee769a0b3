package place

import (
	"math"
	"strings"

	"onrecord/internal/doc"
)

// Names that only the gazetteer vouches for are kept where their meaning is at least this likely.
const minDoubtful = 0.5

// Resolve fills d.Places from the sentences and mentions of the article.
func (r *Resolver) Resolve(d *doc.Document) {
	d.Places = d.Places[:0]
	fs := r.collect(d)
	spans := make([]doc.Span, len(fs))
	for i := range fs {
		spans[i] = fs[i].span
	}
	address := d.Article.URL
	ms, groups := r.mentions(d.Article.Text, spans, r.HintsFor(address, d.Article.Dateline.Place))
	r.rank(ms, groups)
	before := -1 // the name before, for enumerations
	beforeLiteral := false
	for i := range fs {
		if d.GivenUp() {
			return
		}
		f := &fs[i]
		if f.source == fromNORP {
			continue
		}
		a := r.answer(d.Article.Text, ms, i)
		if !a.Found || a.As == Adjective || a.Guessed && f.source != fromEntity && f.source != fromDateline || f.source == fromGazetteer && a.Confidence < minDoubtful || r.unlikely(&ms[i]) {
			continue
		}
		isLiteral := literal(d, f, !a.Guessed && (a.Kind == Country || a.Capital == 2 || a.Kind == Continent))
		if before >= 0 && enumerated(d, &fs[before], f) {
			isLiteral = beforeLiteral
		}
		before, beforeLiteral = i, isLiteral
		d.Places = append(d.Places, doc.Place{
			Span: f.span, Sentence: f.sentence, Name: a.Name, Country: a.Country, Admin1: a.Admin1,
			Lat: a.Lat, Lon: a.Lon, GeoNames: a.GeoNames, Precision: a.Kind.Precision(),
			Confidence: a.Confidence * trust[f.source], Literal: isLiteral, RunnerUp: a.RunnerUp,
		})
	}
}

// unlikely reports whether a name is a common word and nothing but its capital makes a place of it.
func (r *Resolver) unlikely(m *mention) bool {
	first, _ := m.best()
	if first < 0 || m.inner || !r.gaz.entries[m.cands[first].place].gated() {
		return false
	}
	x := &m.cands[first].x
	return x[fInside] == 0 && x[fCueMatch] == 0 && x[fNear50] == 0 && x[fAdminNamed] == 0
}

// guessed is the confidence of a place that the gazetteer lacks and the text puts in another one; nearBy where only the neighbourhood tells.
const (
	guessed = 0.5
	nearBy  = 0.25
)

// guess places a name that the gazetteer lacks: in what the words around it say, in the
// place that stands within the name itself where the article's other names agree, or where
// the settled names of the same passage lie. The name stays the text's, the point and
// precision are those of the holder.
func (r *Resolver) guess(text string, ms []mention, i int) Answer {
	m := &ms[i]
	if name := text[m.span.Start:m.span.End]; !capital(name) || strings.ContainsAny(name, "/@_=") || strings.Count(name, " ") > 7 {
		return Answer{} // an address or a clause, no name
	}
	in := func(p int32, confidence float64) Answer {
		a := Answer{Candidate: r.gaz.candidate(hit{place: p}), Found: true, Guessed: true, Confidence: confidence}
		a.Name, a.GeoNames, a.Population, a.Capital = text[m.span.Start:m.span.End], 0, 0, 0
		return a
	}
	first, _ := m.best()
	if p, ok := holderAfter(text, ms, i); ok {
		return in(p, guessed)
	}
	for _, p := range m.container {
		if first < 0 && (r.gaz.entries[p].kind == Country || len(m.container) == 1) {
			return in(p, guessed)
		}
	}
	best, weight, others := int32(-1), -1.0, false
	for j := range ms {
		k, _ := ms[j].best()
		if j == i || k < 0 || ms[j].inner || ms[j].cands[k].p < 0.6 || ms[j].group == m.group || r.unlikely(&ms[j]) {
			continue
		}
		c := &ms[j].cands[k]
		e := &r.gaz.entries[c.place]
		if e.kind < Country {
			continue
		}
		others = true
		gap := float64(max(0, m.span.Start-ms[j].span.End, ms[j].span.Start-m.span.End))
		w := c.x[fCountryShare] + math.Exp(-gap/passage)
		if e.kind == Country {
			w -= 0.3 // a city or division tells more
		}
		if w > weight {
			best, weight = c.place, w
		}
	}
	if first >= 0 && (!others || m.cands[first].x[fCountryVotes] > 0) {
		return in(m.cands[first].place, guessed*m.cands[first].p)
	}
	if best < 0 {
		return Answer{}
	}
	return in(best, nearBy)
}

// holderAfter returns what the next name means where it is said to hold the i-th: "Training Institute in Asan".
func holderAfter(text string, ms []mention, i int) (int32, bool) {
	if i+1 >= len(ms) {
		return 0, false
	}
	m, next := &ms[i], &ms[i+1]
	gap := ""
	if next.span.Start > m.span.End {
		gap = text[m.span.End:next.span.Start]
	}
	switch words := strings.Fields(gap); {
	case gap == ", " || gap == " (":
	case len(words) > 0 && len(words) < 3 && words[0] == "in" && (len(words) == 1 || words[1] == "the" || directions[words[1]]):
	default:
		return 0, false
	}
	if k, _ := next.best(); k >= 0 && !next.inner && next.cands[k].p >= 0.5 {
		return next.cands[k].place, true
	}
	return 0, false
}

// passage is the distance in bytes at which a neighbour tells e times less about where a name is.
const passage = 400

// longestPart is how many words a part of a name may have; no name of the gazetteer that counts has more.
const longestPart = 8

// inner finds the places that a part of a longer name may mean, the longest part that the gazetteer has: "Manila Cathedral".
func (r *Resolver) inner(phrase string) []hit {
	words := strings.Fields(phrase)
	for n := min(len(words)-1, longestPart); n >= 1; n-- {
		for at := len(words) - n; at >= 0; at-- {
			name := strings.Join(words[at:at+n], " ")
			if !capital(name) || !r.notable(name, 20000) {
				continue
			}
			var hits []hit
			for _, h := range r.gaz.lookUp(name).hits {
				if h.kind == Primary {
					hits = append(hits, h)
				}
			}
			return hits
		}
	}
	return nil
}
