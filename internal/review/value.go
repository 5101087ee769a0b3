package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"onrecord/internal/doc"
)

// Values are written as JSON of the types below; "" is nothing; status and act are their bare words. A value that is not
// JSON is taken for what a person types: names with ; between them, a day, two days with / between them.

// Party is an actor, a recipient or an owner.
type Party struct {
	Name   string `json:"name"`
	S      []int  `json:"s,omitempty"`    // the words in the text, code points
	Code   string `json:"code,omitempty"` // ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC
	Sector string `json:"sector,omitempty"`
}

// Place is where an act happens.
type Place struct {
	Name      string   `json:"name"`
	S         []int    `json:"s,omitempty"`
	Country   string   `json:"country,omitempty"`
	Admin1    string   `json:"admin1,omitempty"`
	Lat       *float64 `json:"lat,omitempty"`
	Lon       *float64 `json:"lon,omitempty"`
	GeoNames  int      `json:"geonames,omitempty"`
	Precision string   `json:"precision,omitempty"` // "" = no coordinates
}

// Date is a calendar interval, both ends included; either may be shorter than a day: "2023-07".
type Date struct {
	From string `json:"from"`
	To   string `json:"to,omitempty"` // "" = the end of From
}

// Figure is a number by its words.
type Figure struct {
	Words string   `json:"words"`
	S     []int    `json:"s,omitempty"`
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	Best  *float64 `json:"best,omitempty"`
	Class string   `json:"class,omitempty"`
	Role  string   `json:"role,omitempty"`
}

// Hop is one source of a chain, outermost first.
type Hop struct {
	Name      string `json:"name"`
	S         []int  `json:"s,omitempty"`
	Kind      string `json:"kind,omitempty"`
	Anonymity string `json:"anonymity,omitempty"`
	Stance    string `json:"stance,omitempty"`
}

// Ref names a claim by the words that it begins with.
type Ref struct {
	Words string `json:"words"`
	S     []int  `json:"s"`
}

var day = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)

func (d *Date) check(field string) error {
	for _, s := range []string{d.From, d.To} {
		if s != "" && !day.MatchString(s) {
			return fmt.Errorf("%s: %q is no day; write 2024-03-14, 2024-03 or 2024, or two of them with / between", field, s)
		}
	}
	if d.From == "" || d.To != "" && d.To < d.From {
		return fmt.Errorf("%s: the last day comes before the first", field)
	}
	return nil
}

// Write writes a value as decisions hold it.
func Write(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return ""
	}
	s := strings.TrimSpace(b.String())
	if s == "null" || s == "[]" {
		return ""
	}
	return s
}

// parse reads a value: JSON, or what a person types.
func parse[T any](field, s string) (T, error) {
	var v T
	s = strings.TrimSpace(s)
	if s == "" {
		return v, nil
	}
	if s[0] == '{' || s[0] == '[' {
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			return v, fmt.Errorf("%s: the value cannot be read: %w", field, err)
		}
		if strings.Contains(s, `\u0000`) {
			return v, fmt.Errorf("%s: a zero byte is no text", field)
		}
		return v, nil
	}
	names := split(s)
	switch p := any(&v).(type) {
	case *[]Party:
		for _, n := range names {
			*p = append(*p, Party{Name: n})
		}
	case **Party:
		*p = &Party{Name: s}
	case **Place:
		*p = &Place{Name: s}
	case **Date:
		from, to, _ := strings.Cut(s, "/")
		*p = &Date{From: strings.TrimSpace(from), To: strings.TrimSpace(to)}
	case *[]Figure:
		for _, n := range names {
			*p = append(*p, Figure{Words: n})
		}
	case **Figure:
		*p = &Figure{Words: s}
	case *[]Hop:
		for _, n := range names {
			*p = append(*p, Hop{Name: n})
		}
	case *[]string:
		*p = names
	default:
		return v, fmt.Errorf("%s: the value cannot be read", field)
	}
	return v, nil
}

func split(s string) []string {
	var out []string
	for _, p := range strings.Split(s, ";") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// Parties reads a value of actors, recipients or an owner; what cannot be read is nothing.
func Parties(value string) []Party {
	if list, err := parse[[]Party]("", value); err == nil {
		return list
	}
	if p, err := parse[*Party]("", value); err == nil && p != nil {
		return []Party{*p}
	}
	return nil
}

// Hops reads a chain.
func Hops(value string) []Hop {
	list, _ := parse[[]Hop]("", value)
	return list
}

// PlaceOf reads a place; nil is none.
func PlaceOf(value string) *Place {
	p, _ := parse[*Place]("", value)
	return p
}

// DateOf reads a date; nil is none.
func DateOf(value string) *Date {
	d, _ := parse[*Date]("", value)
	return d
}

// Figures reads one number or several.
func Figures(value string) []Figure {
	if list, err := parse[[]Figure]("", value); err == nil {
		return list
	}
	if f, err := parse[*Figure]("", value); err == nil && f != nil {
		return []Figure{*f}
	}
	return nil
}

// List reads a list of words.
func List(value string) []string {
	list, _ := parse[[]string]("", value)
	return list
}

// FigureOf is a number of a record as a value.
func FigureOf(f *doc.RecordFigure) Figure { return figure(f) }

// Words writes a value for people: names, days, words, with ; between several.
func Words(field, value string) string {
	var out []string
	switch field {
	case "actors", "recipients":
		list, _ := parse[[]Party](field, value)
		for _, p := range list {
			out = append(out, p.words())
		}
	case "owner":
		if p, _ := parse[*Party](field, value); p != nil {
			out = append(out, p.words())
		}
	case "place", "origin":
		if p, _ := parse[*Place](field, value); p != nil {
			out = append(out, p.Name)
		}
	case "date", "asof":
		if d, _ := parse[*Date](field, value); d != nil {
			out = append(out, d.From)
			if d.To != "" && d.To != d.From {
				out[0] += " / " + d.To
			}
		}
	case "figures":
		list, _ := parse[[]Figure](field, value)
		for _, f := range list {
			out = append(out, f.Words)
		}
	case "figure":
		if f, _ := parse[*Figure](field, value); f != nil {
			out = append(out, f.Words)
		}
	case "chain":
		list, _ := parse[[]Hop](field, value)
		for _, h := range list {
			out = append(out, h.Name)
		}
		return strings.Join(out, " › ")
	case "claim":
		if r, _ := parse[*Ref](field, value); r != nil {
			out = append(out, r.Words)
		}
	case "mode":
		out, _ = parse[[]string](field, value)
	default:
		return value
	}
	return strings.Join(out, "; ")
}

func (p *Party) words() string {
	if c := strings.TrimSpace(p.Code + " " + p.Sector); c != "" {
		return p.Name + " (" + c + ")"
	}
	return p.Name
}

// Value is the value of a field in a record, as decisions hold it; "" for what is not there.
func Value(rec *doc.Record, kind, item, field string) string {
	x := newParts(rec)
	switch kind {
	case Event, "":
		if e := x.events[item]; e != nil {
			return x.eventValue(e, field)
		}
	case Claim:
		if c := x.claims[item]; c != nil && field == "chain" {
			return Write(x.chain(c))
		}
	case Force:
		if f := x.forces[item]; f != nil {
			return x.forceValue(f, field)
		}
	}
	return ""
}

func (x *parts) eventValue(e *doc.RecordEvent, field string) string {
	switch field {
	case "act":
		return e.Act
	case "mode":
		return Write(e.Mode)
	case "status":
		return e.Status
	case "actors":
		return Write(x.parties(e.Actors))
	case "recipients":
		return Write(x.parties(e.Recipients))
	case "place":
		return x.placeValue(e.Place)
	case "origin":
		return x.placeValue(e.Origin)
	case "date":
		return x.dateValue(e.Date)
	case "figures":
		var list []Figure
		for _, id := range e.Figures {
			if f := x.figures[id]; f != nil {
				list = append(list, figure(f))
			}
		}
		return Write(list)
	case "claim":
		return x.ref(e.Claim)
	}
	return ""
}

func (x *parts) forceValue(f *doc.RecordForce, field string) string {
	switch field {
	case "owner":
		return Write(Party{Name: f.Owner.Name, Code: str(f.Owner.Code), Sector: str(f.Owner.Sector)})
	case "figure":
		if n := x.figures[str(f.Figure)]; n != nil {
			return Write(figure(n))
		}
	case "place":
		return x.placeValue(f.Place)
	case "asof":
		return x.dateValue(f.AsOf)
	case "claim":
		return x.ref(f.Claim)
	}
	return ""
}

// parts finds the parts of a record by their ids.
type parts struct {
	rec      *doc.Record
	events   map[string]*doc.RecordEvent
	claims   map[string]*doc.RecordClaim
	forces   map[string]*doc.RecordForce
	places   map[string]*doc.RecordPlace
	dates    map[string]*doc.RecordDate
	figures  map[string]*doc.RecordFigure
	entities map[string]*doc.RecordEntity
}

func newParts(rec *doc.Record) *parts {
	return &parts{rec: rec,
		events:   byID(rec.Events, func(e *doc.RecordEvent) string { return e.ID }),
		claims:   byID(rec.Claims, func(c *doc.RecordClaim) string { return c.ID }),
		forces:   byID(rec.Forces, func(f *doc.RecordForce) string { return f.ID }),
		places:   byID(rec.Places, func(p *doc.RecordPlace) string { return p.ID }),
		dates:    byID(rec.Dates, func(d *doc.RecordDate) string { return d.ID }),
		figures:  byID(rec.Figures, func(f *doc.RecordFigure) string { return f.ID }),
		entities: byID(rec.Entities, func(e *doc.RecordEntity) string { return e.ID }),
	}
}

func byID[T any](list []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[id(&list[i])] = &list[i]
	}
	return m
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func span(q *doc.Quote) []int {
	if q == nil || q.Start >= q.End {
		return nil
	}
	return []int{q.Start, q.End}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (x *parts) party(a *doc.RecordActor) Party {
	p := Party{Name: a.Name, S: span(a.Span), Code: str(a.Code), Sector: str(a.Sector)}
	if e := x.entities[str(a.Entity)]; e != nil {
		p.Code, p.Sector = first(p.Code, str(e.Code)), first(p.Sector, str(e.Sector))
		p.Name = first(p.Name, e.Name)
	}
	if p.Name == "" && a.Span != nil {
		p.Name = a.Span.Text
	}
	return p
}

func (x *parts) parties(as []doc.RecordActor) []Party {
	var out []Party
	for i := range as {
		out = append(out, x.party(&as[i]))
	}
	return out
}

func (x *parts) placeValue(id *string) string {
	p := x.places[str(id)]
	if p == nil {
		return ""
	}
	v := Place{Name: p.Name, S: span(&p.Span), Country: str(p.Country), Admin1: str(p.Admin1), Precision: p.Precision}
	if _, _, ok := p.Point(); ok {
		v.Lat, v.Lon = p.Lat, p.Lon
	}
	if p.GeoNames != nil {
		v.GeoNames = *p.GeoNames
	}
	return Write(v)
}

func (x *parts) dateValue(id *string) string {
	d := x.dates[str(id)]
	if d == nil || str(d.From) == "" && str(d.To) == "" {
		return ""
	}
	v := Date{From: first(str(d.From), str(d.To)), To: str(d.To)}
	if v.To == v.From {
		v.To = ""
	}
	return Write(v)
}

func figure(f *doc.RecordFigure) Figure {
	return Figure{Words: f.Span.Text, S: span(&f.Span), Low: f.Low, High: f.High, Best: f.Best, Class: f.Class, Role: f.Role}
}

func (x *parts) chain(c *doc.RecordClaim) []Hop {
	var out []Hop
	for i := range c.Chain {
		out = append(out, x.hop(&c.Chain[i]))
	}
	return out
}

func (x *parts) hop(h *doc.RecordHop) Hop {
	v := Hop{Name: h.Name, S: span(h.Span), Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance}
	if e := x.entities[str(h.Entity)]; e != nil {
		v.Name = first(v.Name, e.Name)
	}
	if v.Name == "" && h.Span != nil {
		v.Name = h.Span.Text
	}
	return v
}

func (x *parts) ref(id *string) string {
	c := x.claims[str(id)]
	if c == nil || len(c.Content) == 0 {
		return ""
	}
	return Write(RefOf(c))
}

// RefOf names a claim that has words.
func RefOf(c *doc.RecordClaim) Ref {
	q := c.Content[0]
	return Ref{Words: q.Text, S: []int{q.Start, q.End}}
}
