package place

import (
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
	for i := range fs {
		if fs[i].source == fromNORP {
			continue
		}
		a := r.answer(&ms[i])
		if a.As == Adjective {
			continue
		}
		if !a.Found {
			if fs[i].source != fromEntity && fs[i].source != fromDateline {
				continue
			}
			if a = r.guess(d.Article.Text, ms, i); !a.Found {
				continue
			}
		}
		if fs[i].source == fromGazetteer && a.Confidence < minDoubtful {
			continue
		}
		d.Places = append(d.Places, doc.Place{
			Span: fs[i].span, Sentence: fs[i].sentence, Name: a.Name, Country: a.Country, Admin1: a.Admin1,
			Lat: a.Lat, Lon: a.Lon, GeoNames: a.GeoNames, Precision: a.Kind.Precision(),
			Confidence: a.Confidence * trust[fs[i].source], Literal: literal(d, &fs[i]), RunnerUp: a.RunnerUp,
		})
	}
}

// guessed is the confidence of a place that the gazetteer lacks and the text puts in another one; nearBy where only the neighbourhood tells.
const (
	guessed = 0.5
	nearBy  = 0.25
)

// guess places a name that the gazetteer lacks: in the place that stands within the
// name itself, in what the words around it say, or where the nearest settled name of
// the same passage lies. The name stays the text's, the point and precision are those of the holder.
func (r *Resolver) guess(text string, ms []mention, i int) Answer {
	m := &ms[i]
	phrase := text[m.span.Start:m.span.End]
	in := func(p int32, confidence float64) Answer {
		a := Answer{Candidate: r.gaz.candidate(hit{place: p}), Found: true, Guessed: true, Confidence: confidence}
		a.Name, a.GeoNames, a.Population, a.Capital = phrase, 0, 0, 0
		return a
	}
	if p, ok := r.inner(phrase, ms); ok {
		return in(p, guessed)
	}
	for _, p := range m.container {
		if r.gaz.entries[p].kind == Country || len(m.container) == 1 {
			return in(p, guessed)
		}
	}
	best, gap := int32(-1), passage
	for j := range ms {
		first, _ := ms[j].best()
		if j == i || first < 0 || ms[j].cands[first].p < 0.6 {
			continue
		}
		e := &r.gaz.entries[ms[j].cands[first].place]
		if e.kind < Country {
			continue
		}
		d := max(m.span.Start-ms[j].span.End, ms[j].span.Start-m.span.End)
		if e.kind == Country {
			d += passage / 2 // a city or division tells more
		}
		if d < gap {
			best, gap = ms[j].cands[first].place, d
		}
	}
	if best < 0 {
		return Answer{}
	}
	return in(best, nearBy)
}

// passage is how many bytes around a name its neighbours may tell where it is: about two paragraphs.
const passage = 600

// inner finds the place within a longer name: "Manila Cathedral". One that the article names elsewhere goes first.
func (r *Resolver) inner(phrase string, ms []mention) (int32, bool) {
	words := strings.Fields(phrase)
	for n := len(words) - 1; n >= 1; n-- {
		for at := len(words) - n; at >= 0; at-- {
			name := strings.Join(words[at:at+n], " ")
			if !capital(name) || !r.notable(name, 20000) {
				continue
			}
			h := r.gaz.lookUp(name).hits
			best := -1
			for k := range h {
				if h[k].kind == Primary && (best < 0 || r.gaz.entries[h[k].place].logPop > r.gaz.entries[h[best].place].logPop) {
					best = k
				}
			}
			for j := range ms {
				first, _ := ms[j].best()
				for k := range h {
					if first >= 0 && ms[j].cands[first].place == h[k].place {
						best = k
					}
				}
			}
			return h[best].place, true
		}
	}
	return 0, false
}
