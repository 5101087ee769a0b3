package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// maker writes one article and keeps its record. The text is ASCII but for a mark now and then, so points counts code points.
type maker struct {
	w      *World
	r      *rand.Rand
	text   strings.Builder
	points int
	rec    doc.Record
	n      int

	from, fromPoint int // byte and code point at which the sentence of an act begins
}

// say adds words to the text and returns them as a quote.
func (m *maker) say(s string) doc.Quote {
	start := m.points
	m.text.WriteString(s)
	m.points += utf8.RuneCountInString(s)
	return doc.Quote{Start: start, End: m.points, Text: s}
}

// begin marks where the sentence begins that sentence quotes.
func (m *maker) begin() { m.from, m.fromPoint = m.text.Len(), m.points }

// sentence quotes what was said since begin.
func (m *maker) sentence() doc.Quote {
	return doc.Quote{Start: m.fromPoint, End: m.points, Text: m.text.String()[m.from:]}
}

// id makes an id that is the same for the same article: its text so far, the kind and a running number.
func (m *maker) id(kind string) string {
	m.n++
	return fmt.Sprintf("%s%010x", kind, (uint64(m.n)*0x9E3779B97F4A7C15^uint64(m.points)*0xff51afd7ed558ccd)>>24)
}

// filler says some sentences about nothing, of words as unevenly frequent as in any language.
func (m *maker) filler(words int) {
	for words > 0 {
		n := 8 + m.r.IntN(16)
		for i := range n {
			word := m.w.words[m.w.zipf.pick(m.r, len(m.w.words))]
			if i == 0 {
				word = title(word)
			} else {
				m.say(" ")
			}
			m.say(word)
		}
		m.say([]string{". ", ". ", ".\n", " – said so. "}[m.r.IntN(4)])
		words -= n
	}
}

// write writes the article: each act in a sentence, filler between them.
func (m *maker) write(acts []act) {
	for i := range acts {
		m.event(&acts[i])
		m.filler(45 + m.r.IntN(60))
	}
	if m.r.IntN(5) == 0 {
		m.force()
	}
}

func (m *maker) entityOf(name, kind, code, sector string, q doc.Quote) *string {
	for i := range m.rec.Entities {
		if e := &m.rec.Entities[i]; e.Name == name {
			e.Mentions = append(e.Mentions, q)
			return &e.ID
		}
	}
	id := m.id("n")
	m.rec.Entities = append(m.rec.Entities, doc.RecordEntity{ID: id, Name: name, Type: kind, Code: opt(code), Sector: opt(sector), Mentions: []doc.Quote{q}})
	return &id
}

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (m *maker) party(i int) doc.RecordActor {
	p := m.w.parties[i]
	q := m.say(p.name)
	return doc.RecordActor{Span: &q, Entity: m.entityOf(p.name, p.kind, p.code, p.sector, q), Name: p.name, Code: opt(p.code), Sector: opt(p.sector)}
}

// event says an act in a sentence: "Chad army attacked Mali rebels in Belgu on 3 May 2024, killing 12 people, officials said."
func (m *maker) event(a *act) {
	v := verbs[a.verb]
	e := doc.RecordEvent{ID: m.id("e"), Act: v.act, Mode: []string{}, Status: a.status, Plover: &v.plover, Context: []string{}, Also: []doc.Quote{}, Figures: []string{}}
	m.begin()
	actor := m.party(a.actor)
	e.Actors = []doc.RecordActor{actor}
	m.say(" ")
	switch a.status {
	case "planned":
		m.say("plans to ")
		e.Anchor = m.say(v.base)
	case "demanded":
		m.say("was urged to ")
		e.Anchor = m.say(v.base)
	case "not_occurred":
		m.say("did not ")
		e.Anchor = m.say(v.base)
	default:
		e.Anchor = m.say(v.past)
	}
	m.say(" ")
	e.Recipients = []doc.RecordActor{m.party(a.recipient)}
	if !a.nowhere {
		m.say(" in ")
		e.Place = m.place(a.place)
	}
	if a.status != "planned" && a.status != "demanded" {
		e.Date = m.date(a)
	}
	if a.killed > 0 {
		m.say(", killing ")
		e.Figures = append(e.Figures, m.figure(a.killed, "people", "people", "killed", "incident"))
	}
	if content := m.sentence(); m.r.IntN(10) < 6 {
		e.Claim = m.claim(content)
	}
	m.say(".")
	e.Evidence = m.sentence()
	m.say(" ")
	quad, score := 1+a.verb%4, float64(a.verb%20)-10
	e.Quad, e.Score, e.Cameo = &quad, &score, opt(fmt.Sprintf("%02d0", 1+a.verb))
	e.Confidence = float64(400+m.r.IntN(600)) / 1000
	for i := range m.rec.Figures[len(m.rec.Figures)-len(e.Figures):] {
		m.rec.Figures[len(m.rec.Figures)-1-i].Claim = e.Claim
	}
	m.rec.Events = append(m.rec.Events, e)
}

func (m *maker) place(i int) *string {
	p := m.w.places[i]
	q := m.say(p.name)
	id := m.id("p")
	m.entityOf(p.name, "place", p.country, "", q)
	m.rec.Places = append(m.rec.Places, doc.RecordPlace{ID: id, Span: q, Name: p.name, Country: &p.country, Admin1: &p.admin1, Lat: &p.lat, Lon: &p.lon,
		GeoNames: &p.geonames, Precision: p.precision, Confidence: 0.9})
	return &id
}

func (m *maker) date(a *act) *string {
	day := first.AddDate(0, 0, a.day)
	d := doc.RecordDate{ID: m.id("d"), Granularity: "day", Anchor: "text"}
	if a.imprecise {
		m.say(" in ")
		d.Span, d.Granularity = m.say(day.Format("January 2006")), "month"
		d.From = opt(day.Format("2006-01"))
	} else {
		m.say(" on ")
		d.Span = m.say(day.Format("2 January 2006"))
		d.From = opt(day.Format(time.DateOnly))
	}
	d.To = d.From
	m.rec.Dates = append(m.rec.Dates, d)
	return &d.ID
}

func (m *maker) figure(n int, noun, class, role, scope string) string {
	q := m.say(fmt.Sprintf("%d %s", n, noun))
	v := float64(n)
	f := doc.RecordFigure{ID: m.id("f"), Span: q, Low: &v, High: &v, Best: &v, Class: class, Role: role, Scope: scope}
	m.rec.Figures = append(m.rec.Figures, f)
	return f.ID
}

// claim puts what was said so far in somebody's mouth.
func (m *maker) claim(content doc.Quote) *string {
	s := m.w.sources[m.w.zipf.pick(m.r, len(m.w.sources))]
	m.say(", ")
	span := m.say(s.name)
	m.say(" ")
	cue := m.say("said")
	stance := []string{"asserts", "asserts", "asserts", "confirms", "denies", "doubts"}[m.r.IntN(6)]
	id := m.id("c")
	m.rec.Claims = append(m.rec.Claims, doc.RecordClaim{ID: id, Content: []doc.Quote{content}, Cue: &cue, Quote: "indirect",
		Chain: []doc.RecordHop{{Span: &span, Entity: m.entityOf(s.name, "person", "", "", span), Name: s.name, Kind: s.kind, Anonymity: s.anonymity, Stance: stance}}})
	return &id
}

// force says who keeps how many where: "France keeps 1,500 troops in Belgu."
func (m *maker) force() {
	c := m.w.countries[m.w.zipf.pick(m.r, len(m.w.countries))]
	m.begin()
	m.say(c.name + " keeps ")
	fig := m.figure(100*(1+m.r.IntN(80)), "troops", "troops", "deployed", "stock")
	m.say(" in ")
	p := m.place(m.w.zipf.pick(m.r, len(m.w.places)))
	m.say(".")
	m.rec.Forces = append(m.rec.Forces, doc.RecordForce{ID: m.id("s"), Span: m.sentence(), Owner: doc.RecordOwner{Name: c.name, Code: opt(c.code), Sector: opt("MIL")}, Figure: &fig, Place: p})
	m.say(" ")
}
