package gold

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"onrecord/internal/doc"
)

// Review says who stands behind an annotation that comes from a store: what people decided, and whether all of it.
type Review struct {
	People  []string `json:"people"`  // who decided, sorted
	Decided []string `json:"decided"` // ids in this annotation that a person decided on: c1, e3
	// Complete says that a person looked at the whole article and said that nothing is missing. Where it is false, what is not
	// in Decided is what a program read.
	Complete bool `json:"complete"`
}

// FromRecord writes a record as an annotation: spans as code points, ids e1, c1, f1 in the order of the record. IDs maps
// the record's ids to those of the annotation.
func FromRecord(rec *doc.Record) (a *Annotation, ids map[string]string) {
	w := recordWriter{rec: rec, text: []rune(rec.Article.Text), ids: map[string]string{}, entities: map[string]*doc.RecordEntity{},
		places: map[string]*doc.RecordPlace{}, dates: map[string]*doc.RecordDate{}}
	for i := range rec.Entities {
		w.entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	for i := range rec.Places {
		w.places[rec.Places[i].ID] = &rec.Places[i]
	}
	for i := range rec.Dates {
		w.dates[rec.Dates[i].ID] = &rec.Dates[i]
	}
	w.number()
	a = &Annotation{Doc: rec.Article.ID, Published: str(rec.Article.Published), Publisher: str(rec.Article.Publisher),
		Boilerplate: []Quote{}, Claims: []Claim{}, Events: []Event{}, Figures: []Figure{}, Forces: []Force{}}
	for _, b := range rec.Article.Boilerplate {
		a.Boilerplate = append(a.Boilerplate, w.quotes([]doc.Quote{b.Quote})...)
	}
	w.claims(a)
	w.events(a)
	w.rest(a)
	return a, w.ids
}

type recordWriter struct {
	rec      *doc.Record
	text     []rune
	ids      map[string]string
	entities map[string]*doc.RecordEntity
	places   map[string]*doc.RecordPlace
	dates    map[string]*doc.RecordDate
}

func (w *recordWriter) number() {
	for i, c := range w.rec.Claims {
		w.ids[c.ID] = fmt.Sprintf("c%d", i+1)
	}
	for i, e := range w.rec.Events {
		w.ids[e.ID] = fmt.Sprintf("e%d", i+1)
	}
	for i, f := range w.rec.Figures {
		w.ids[f.ID] = fmt.Sprintf("f%d", i+1)
	}
	for i, f := range w.rec.Forces {
		w.ids[f.ID] = fmt.Sprintf("s%d", i+1)
	}
}

// quote is a span without blanks at its ends, as the guidelines want it; a Quote without words for none.
func (w *recordWriter) quote(q *doc.Quote) Quote {
	if q == nil || q.Start < 0 || q.End > len(w.text) {
		return Quote{}
	}
	s, e := q.Start, q.End
	for s < e && unicode.IsSpace(w.text[s]) {
		s++
	}
	for s < e && unicode.IsSpace(w.text[e-1]) {
		e--
	}
	if s == e {
		return Quote{}
	}
	return Quote{S: []int{s, e}}
}

func (w *recordWriter) quotes(qs []doc.Quote) []Quote {
	out := []Quote{}
	for i := range qs {
		if q := w.quote(&qs[i]); q.S != nil {
			out = append(out, q)
		}
	}
	return out
}

func (w *recordWriter) claims(a *Annotation) {
	for i := range w.rec.Claims {
		c := &w.rec.Claims[i]
		k := Claim{ID: w.ids[c.ID], Content: w.quotes(c.Content), Chain: []Hop{}}
		if q := w.quote(c.Cue); q.S != nil {
			k.Cue = &q
		}
		for j := range c.Chain {
			h := &c.Chain[j]
			name := h.Name
			if e := w.entities[str(h.Entity)]; e != nil {
				name = first(name, e.Name)
			}
			k.Chain = append(k.Chain, Hop{Quote: w.quote(h.Span), Name: name, Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance})
		}
		a.Claims = append(a.Claims, k)
	}
}

func (w *recordWriter) events(a *Annotation) {
	for i := range w.rec.Events {
		e := &w.rec.Events[i]
		act := e.Act
		if e.Parent != nil {
			act = *e.Parent // a user's own type is none of the guidelines'
		}
		k := Event{ID: w.ids[e.ID], Anchor: w.quote(&e.Anchor), Also: w.quotes(e.Also), Type: act, Mode: append([]string{}, e.Mode...), Status: e.Status,
			Actors: w.actors(e.Actors), Recipients: w.actors(e.Recipients), Place: w.place(e.Place), Origin: w.place(e.Origin), Date: w.date(e.Date),
			Figures: []string{}, Claim: w.ids[str(e.Claim)]}
		for _, f := range e.Figures {
			if id := w.ids[f]; id != "" {
				k.Figures = append(k.Figures, id)
			}
		}
		a.Events = append(a.Events, k)
	}
}

func (w *recordWriter) actors(as []doc.RecordActor) []Actor {
	out := []Actor{}
	for i := range as {
		x := Actor{Quote: w.quote(as[i].Span), Code: str(as[i].Code), Sector: str(as[i].Sector)}
		e := w.entities[str(as[i].Entity)]
		if e != nil {
			x.Code, x.Sector = first(x.Code, str(e.Code)), first(x.Sector, str(e.Sector))
		}
		if x.S == nil && e != nil && len(e.Mentions) > 0 {
			x.Quote = w.quote(&e.Mentions[0])
		}
		if x.S == nil { // named by a word that stands elsewhere in the text, or not at all
			if at := newRunes(w.rec.Article.Text).find(Quote{Q: strings.TrimSpace(as[i].Name)}); at != nil {
				x.Quote = w.quote(&doc.Quote{Start: at.Start, End: at.End})
			}
		}
		out = append(out, x)
	}
	return out
}

func (w *recordWriter) place(id *string) *Place {
	p := w.places[str(id)]
	if p == nil {
		return nil
	}
	return &Place{Quote: w.quote(&p.Span), Country: str(p.Country), Name: p.Name}
}

func (w *recordWriter) date(id *string) *Date {
	d := w.dates[str(id)]
	if d == nil || str(d.From) == "" && str(d.To) == "" {
		return nil
	}
	return &Date{From: str(d.From), To: str(d.To)}
}

func (w *recordWriter) rest(a *Annotation) {
	for i := range w.rec.Figures {
		f := &w.rec.Figures[i]
		a.Figures = append(a.Figures, Figure{ID: w.ids[f.ID], Quote: w.quote(&f.Span), Low: f.Low, High: f.High, Best: f.Best, Class: f.Class, Role: f.Role, Claim: w.ids[str(f.Claim)]})
	}
	for i := range w.rec.Forces {
		f := &w.rec.Forces[i]
		k := Force{Quote: w.quote(&f.Span), Figure: w.ids[str(f.Figure)], Place: w.place(f.Place), AsOf: w.date(f.AsOf), Claim: w.ids[str(f.Claim)]}
		k.Owner.Code, k.Owner.Sector = str(f.Owner.Code), str(f.Owner.Sector)
		a.Forces = append(a.Forces, k)
	}
}

// Quoting turns an annotation of code points into the guidelines' quoting form: verbatim quotes with their occurrence.
func Quoting(a *Annotation, text string) error {
	if err := unpack(a, text); err != nil {
		return err
	}
	eachQuote(a, func(_ string, q *Quote) {
		q.S = nil
		if q.N == 1 {
			q.N = 0
		}
	})
	return nil
}

// Decode reads one annotation of a text, in either form, and checks it: every quote must stand in the text, every word must be
// one of the guidelines'. Spans of the result have both their words and their code points.
func Decode(b []byte, text string) (*Article, error) {
	a := &Article{Text: []byte(text)}
	if err := json.Unmarshal(b, &a.Annotation); err != nil {
		return nil, fmt.Errorf("gold: %w", err)
	}
	if err := Pack(&a.Annotation, text); err != nil {
		return nil, fmt.Errorf("gold: %s: %w", a.Doc, err)
	}
	if err := Check(&a.Annotation, text); err != nil {
		return nil, fmt.Errorf("gold: %s: %w", a.Doc, err)
	}
	if err := unpack(&a.Annotation, text); err != nil {
		return nil, fmt.Errorf("gold: %s: %w", a.Doc, err)
	}
	return a, nil
}
