package read

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/event"
)

// Record turns a finished document into its outer form: offsets become code points,
// indexes become ids that are derived from content, unknown fields become null.
// Figures that size nothing the record is about, and dates that could not be
// resolved, are left out unless an event or a force uses them.
func Record(d *doc.Document, explain bool) doc.Record {
	w := writer{d: d, points: codePoints(d.Article.Text), used: map[string]bool{}, explain: explain}
	w.name()
	r := doc.Record{
		Schema:   doc.Schema,
		Article:  w.article(),
		Entities: w.entities(),
		Claims:   w.claims(),
		Events:   w.events(),
		Places:   w.places(),
		Dates:    w.dates(),
		Figures:  w.figures(),
		Forces:   w.forces(),
		Problems: d.Problems,
	}
	if r.Problems == nil {
		r.Problems = []doc.Problem{}
	}
	return r
}

// writer holds the ids of everything that goes into the record; "" = left out.
type writer struct {
	d       *doc.Document
	points  []int32 // code points before each byte; nil when the text is ASCII
	used    map[string]bool
	explain bool

	entity, claim, event, place, date, figure, force []string
}

// codePoints returns for each byte offset the number of code points before it, or nil for ASCII text.
func codePoints(text string) []int32 {
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < utf8.RuneSelf
	}
	if ascii {
		return nil
	}
	points := make([]int32, len(text)+1)
	n := int32(0)
	for i := range len(text) {
		points[i] = n
		if i+1 == len(text) || utf8.RuneStart(text[i+1]) {
			n++
		}
	}
	points[len(text)] = n
	return points
}

func (w *writer) point(at int) int {
	if w.points == nil {
		return at
	}
	return int(w.points[at])
}

func (w *writer) quote(s doc.Span) doc.Quote {
	return doc.Quote{Start: w.point(s.Start), End: w.point(s.End), Text: w.d.Text(s)}
}

func (w *writer) optQuote(s doc.Span) *doc.Quote {
	if s.Empty() {
		return nil
	}
	q := w.quote(s)
	return &q
}

func (w *writer) quotes(spans []doc.Span) []doc.Quote {
	qs := make([]doc.Quote, 0, len(spans))
	for _, s := range spans {
		qs = append(qs, w.quote(s))
	}
	return qs
}

// id derives an id from content. Two things with the same content in one article get a running number.
func (w *writer) id(kind string, parts ...any) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(append([]any{w.d.Article.ID, kind}, parts...)...)))
	id := kind + hex.EncodeToString(sum[:5])
	for n := 2; w.used[id]; n++ {
		id = kind + hex.EncodeToString(sum[:5]) + "-" + strconv.Itoa(n)
	}
	w.used[id] = true
	return id
}

// name gives ids to all that goes into the record.
func (w *writer) name() {
	d := w.d
	places, dates, figures := make([]bool, len(d.Places)), make([]bool, len(d.Dates)), make([]bool, len(d.Figures))
	keep := func(set []bool, i int) {
		if i >= 0 {
			set[i] = true
		}
	}
	for i := range d.Events {
		e := &d.Events[i]
		keep(places, e.Place)
		keep(places, e.Origin)
		keep(dates, e.Date)
		for _, f := range e.Figures {
			keep(figures, f)
		}
	}
	for i := range d.Forces {
		f := &d.Forces[i]
		keep(places, f.Place)
		keep(dates, f.Date)
		keep(figures, f.Figure)
	}
	for i := range d.Entities {
		e := &d.Entities[i]
		w.entity = append(w.entity, w.id("n", e.Type, e.Name))
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		w.claim = append(w.claim, w.id("c", c.Content, c.Cue, len(c.Chain)))
	}
	for i := range d.Events {
		e := &d.Events[i]
		w.event = append(w.event, w.id("e", e.Act, e.Anchor))
	}
	for i := range d.Places {
		p := &d.Places[i]
		id := ""
		if p.Literal || places[i] {
			id = w.id("p", p.Span, p.Name)
		}
		w.place = append(w.place, id)
	}
	for i := range d.Dates {
		t := &d.Dates[i]
		id := ""
		if dates[i] || (t.From != "" || t.To != "") && t.Kind != "duration" && t.Kind != "set" {
			id = w.id("d", t.Span, t.From, t.To)
		}
		w.date = append(w.date, id)
	}
	for i := range d.Figures {
		f := &d.Figures[i]
		id := ""
		if f.Sizes || figures[i] {
			id = w.id("f", f.Span, f.Number)
		}
		w.figure = append(w.figure, id)
	}
	for i := range d.Forces {
		w.force = append(w.force, w.id("s", d.Forces[i].Span))
	}
}

// ref returns the id at index i, or nil for -1 and for what is left out.
func ref(ids []string, i int) *string {
	if i < 0 || ids[i] == "" {
		return nil
	}
	return &ids[i]
}

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func (w *writer) article() doc.RecordArticle {
	a := &w.d.Article
	r := doc.RecordArticle{
		ID: a.ID, URL: opt(a.URL), Publisher: opt(a.Publisher), Title: opt(a.Title), Byline: opt(a.Byline),
		Published: opt(a.Published), PublishedFrom: opt(a.PublishedFrom), Language: opt(a.Language),
		Text: a.Text, SHA256: a.SHA256, Boilerplate: []doc.RecordBoilerplate{},
	}
	for _, b := range a.Blocks {
		if b.Boilerplate() {
			r.Boilerplate = append(r.Boilerplate, doc.RecordBoilerplate{Quote: w.quote(b.Span), Reason: b.Reason})
		}
	}
	return r
}

func (w *writer) entities() []doc.RecordEntity {
	rs := make([]doc.RecordEntity, 0, len(w.d.Entities))
	for i := range w.d.Entities {
		e := &w.d.Entities[i]
		r := doc.RecordEntity{ID: w.entity[i], Name: e.Name, Type: e.Type, Code: opt(e.Code), Sector: opt(e.Sector), Title: opt(e.Title), Mentions: []doc.Quote{}}
		for _, m := range e.Mentions {
			r.Mentions = append(r.Mentions, w.quote(w.d.Mentions[m].Span))
		}
		rs = append(rs, r)
	}
	return rs
}

func (w *writer) claims() []doc.RecordClaim {
	rs := make([]doc.RecordClaim, 0, len(w.d.Claims))
	for i := range w.d.Claims {
		c := &w.d.Claims[i]
		r := doc.RecordClaim{ID: w.claim[i], Content: w.quotes(c.Content), Cue: w.optQuote(c.Cue), Chain: []doc.RecordHop{}, Quote: c.Quote}
		for _, h := range c.Chain {
			r.Chain = append(r.Chain, doc.RecordHop{Span: w.optQuote(h.Span), Entity: ref(w.entity, h.Entity), Name: h.Name,
				Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance, Medium: opt(h.Medium)})
		}
		rs = append(rs, r)
	}
	return rs
}

func (w *writer) actors(as []doc.Actor) []doc.RecordActor {
	rs := make([]doc.RecordActor, 0, len(as))
	for _, a := range as {
		rs = append(rs, doc.RecordActor{Span: w.optQuote(a.Span), Entity: ref(w.entity, a.Entity), Name: a.Name, Code: opt(a.Code), Sector: opt(a.Sector)})
	}
	return rs
}

func (w *writer) events() []doc.RecordEvent {
	rs := make([]doc.RecordEvent, 0, len(w.d.Events))
	for i := range w.d.Events {
		e := &w.d.Events[i]
		act := e.Act
		if e.Parent != "" {
			act = e.Parent
		}
		plover, cameo, quad, score := event.Fold(act, e.Mode, e.Status)
		r := doc.RecordEvent{
			ID: w.event[i], Anchor: w.quote(e.Anchor), Also: w.quotes(e.Also), Act: e.Act, Parent: opt(e.Parent), Mode: list(e.Mode), Status: e.Status,
			Plover: opt(plover), Cameo: opt(cameo), Context: list(e.Context),
			Actors: w.actors(e.Actors), Recipients: w.actors(e.Recipients),
			Place: ref(w.place, e.Place), Origin: ref(w.place, e.Origin), Date: ref(w.date, e.Date), Figures: []string{},
			Claim: ref(w.claim, e.Claim), Confidence: round(e.Confidence), Evidence: w.quote(w.d.Sentences[e.Sentence].Span),
		}
		if plover != "" {
			r.Quad, r.Score = &quad, &score
		}
		for _, f := range e.Figures {
			r.Figures = append(r.Figures, w.figure[f])
		}
		if w.explain {
			r.Why = e.Why
		}
		rs = append(rs, r)
	}
	return rs
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// round keeps three decimals, so that records stay readable.
func round(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 3, 64), 64)
	return v
}

func (w *writer) places() []doc.RecordPlace {
	rs := make([]doc.RecordPlace, 0, len(w.d.Places))
	for i := range w.d.Places {
		if w.place[i] == "" {
			continue
		}
		p := &w.d.Places[i]
		r := doc.RecordPlace{ID: w.place[i], Span: w.quote(p.Span), Name: p.Name, Country: opt(p.Country), Admin1: opt(p.Admin1),
			Lat: &p.Lat, Lon: &p.Lon, Precision: p.Precision, Confidence: round(p.Confidence)}
		if p.GeoNames != 0 {
			r.GeoNames = &p.GeoNames
		}
		rs = append(rs, r)
	}
	return rs
}

func (w *writer) dates() []doc.RecordDate {
	rs := make([]doc.RecordDate, 0, len(w.d.Dates))
	for i := range w.d.Dates {
		if w.date[i] == "" {
			continue
		}
		t := &w.d.Dates[i]
		rs = append(rs, doc.RecordDate{ID: w.date[i], Span: w.quote(t.Span), From: opt(t.From), To: opt(t.To), Granularity: t.Granularity, Anchor: t.Anchor})
	}
	return rs
}

func (w *writer) figures() []doc.RecordFigure {
	rs := make([]doc.RecordFigure, 0, len(w.d.Figures))
	for i := range w.d.Figures {
		if w.figure[i] == "" {
			continue
		}
		f := &w.d.Figures[i]
		rs = append(rs, doc.RecordFigure{ID: w.figure[i], Span: w.quote(f.Span), Low: f.Low, High: f.High, Best: f.Best, Approx: f.Approx, Vague: f.Vague,
			Class: f.Class, Role: f.Role, Scope: f.Scope, SubsetOf: ref(w.figure, f.SubsetOf), Claim: ref(w.claim, f.Claim)})
	}
	return rs
}

func (w *writer) forces() []doc.RecordForce {
	rs := make([]doc.RecordForce, 0, len(w.d.Forces))
	for i := range w.d.Forces {
		f := &w.d.Forces[i]
		rs = append(rs, doc.RecordForce{ID: w.force[i], Span: w.quote(f.Span),
			Owner:  doc.RecordOwner{Name: f.Owner.Name, Code: opt(f.Owner.Code), Sector: opt(f.Owner.Sector)},
			Figure: ref(w.figure, f.Figure), Place: ref(w.place, f.Place), AsOf: ref(w.date, f.Date), Claim: ref(w.claim, f.Claim)})
	}
	return rs
}
