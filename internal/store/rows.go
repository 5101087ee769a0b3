package store

import (
	"encoding/json"
	"math"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
)

// noDay stands for a day that is not known, in every column that holds one.
const noDay = -1_000_000

// Hop is one source of a chain, as lists show it.
type Hop struct {
	Name      string `json:"name"`
	Kind      string `json:"kind,omitempty"`
	Anonymity string `json:"anonymity,omitempty"`
	Stance    string `json:"stance,omitempty"`
}

// Party is an actor or recipient, as lists show it.
type Party struct {
	Name   string `json:"name"`
	Code   string `json:"code,omitempty"`
	Sector string `json:"sector,omitempty"`
}

// index makes the parts of a record findable by their ids.
type recordIndex struct {
	rec    *doc.Record
	claims map[string]*doc.RecordClaim
	places map[string]*doc.RecordPlace
	dates  map[string]*doc.RecordDate
	figs   map[string]*doc.RecordFigure
	day    int64 // of publication

	publisher string // as the article was stored with
}

func newRecordIndex(rec *doc.Record) *recordIndex {
	x := &recordIndex{rec: rec, claims: map[string]*doc.RecordClaim{}, places: map[string]*doc.RecordPlace{},
		dates: map[string]*doc.RecordDate{}, figs: map[string]*doc.RecordFigure{}, day: publicationDay(&rec.Article)}
	for i := range rec.Claims {
		x.claims[rec.Claims[i].ID] = &rec.Claims[i]
	}
	for i := range rec.Places {
		x.places[rec.Places[i].ID] = &rec.Places[i]
	}
	for i := range rec.Dates {
		x.dates[rec.Dates[i].ID] = &rec.Dates[i]
	}
	for i := range rec.Figures {
		x.figs[rec.Figures[i].ID] = &rec.Figures[i]
	}
	return x
}

// publicationDay is the day an article was published, noDay when the record does not know it exactly.
func publicationDay(a *doc.RecordArticle) int64 {
	if first, _, ok := merge.ParseDay(str(a.Published)); ok && len(*a.Published) >= len("2006-01-02") {
		return int64(first)
	}
	return noDay
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// chain returns the sources of a claim, outermost first; none for the article's own voice.
func (x *recordIndex) chain(claim *string) []Hop {
	c := x.claims[str(claim)]
	if c == nil {
		return []Hop{}
	}
	out := make([]Hop, 0, len(c.Chain))
	for _, h := range c.Chain {
		out = append(out, Hop{h.Name, h.Kind, h.Anonymity, h.Stance})
	}
	return out
}

// innermost is the stance of the source nearest to the act.
func innermost(chain []Hop) string {
	if len(chain) == 0 {
		return ""
	}
	return chain[len(chain)-1].Stance
}

// interval turns a date into days; noDay when it is not known.
func (x *recordIndex) interval(date *string) (from, to int64) {
	d := x.dates[str(date)]
	if d == nil {
		return noDay, noDay
	}
	from, to = noDay, noDay
	if first, last, ok := merge.ParseDay(str(d.From)); ok {
		from, to = int64(first), int64(last)
	}
	if first, last, ok := merge.ParseDay(str(d.To)); ok {
		to = int64(last)
		if from == noDay {
			from = int64(first)
		}
	}
	return from, to
}

// place returns a place to be written; a nameless one when there is none.
func (x *recordIndex) place(id *string) doc.RecordPlace {
	if p := x.places[str(id)]; p != nil {
		return *p
	}
	return doc.RecordPlace{}
}

func parties(as []doc.RecordActor) []Party {
	out := make([]Party, 0, len(as))
	for _, a := range as {
		out = append(out, Party{a.Name, str(a.Code), str(a.Sector)})
	}
	return out
}

// asJSON writes what cannot fail to be written.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("store: " + err.Error()) // only strings and numbers that came from JSON
	}
	return string(b)
}

// cell is the place in 30-bit Z order: 15 bits each of longitude and latitude, interleaved, so that points close by have
// close numbers and cell>>2k is the tile at a coarser zoom. -1 when there is no point.
func cell(lat, lon float64, precision string) int64 {
	if precision == "" || math.IsNaN(lat) || math.IsNaN(lon) || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		return -1
	}
	scale := func(v, width float64) uint32 { return min(1<<15-1, uint32(v/width*(1<<15))) }
	return int64(spread(scale(lon+180, 360)) | spread(scale(lat+90, 180))<<1)
}

// spread puts a zero before each of the lower 15 bits.
func spread(v uint32) uint32 {
	v &= 0x7fff
	v = (v | v<<8) & 0x00ff00ff
	v = (v | v<<4) & 0x0f0f0f0f
	v = (v | v<<2) & 0x33333333
	v = (v | v<<1) & 0x55555555
	return v
}

// gather is the inverse of spread.
func gather(v uint32) uint32 {
	v &= 0x55555555
	v = (v | v>>1) & 0x33333333
	v = (v | v>>2) & 0x0f0f0f0f
	v = (v | v>>4) & 0x00ff00ff
	return (v | v>>8) & 0x0000ffff
}

// corner is the south-west corner of a tile: a cell without its lower 2·zoomOut bits.
func corner(tile int64, zoomOut uint) (lat, lon float64) {
	c := uint32(tile) << (2 * zoomOut)
	return float64(gather(c>>1))/(1<<15)*180 - 90, float64(gather(c))/(1<<15)*360 - 180
}

// mark is a row of about: a name or code in a role.
type mark struct {
	role, what string
	shown      Party // for name; without one the mark is a code
}

// marks lists what an event, a claim or an incident is to be found by.
type marks struct {
	list []mark
	have map[string]bool
}

func (m *marks) add(role string, p Party) {
	m.put(mark{role, fold(p.Name), p}, p.Name != "")
	if p.Code != "" {
		m.put(mark{role: role, what: "=" + p.Code}, true)
		if p.Sector != "" {
			m.put(mark{role: role, what: "=" + p.Code + " " + p.Sector}, true)
		}
	}
}

func (m *marks) put(x mark, ok bool) {
	k := x.role + "\x00" + x.what
	if !ok || m.have[k] {
		return
	}
	if m.have == nil {
		m.have = map[string]bool{}
	}
	m.have[k] = true
	m.list = append(m.list, x)
}

func (m *marks) chain(hops []Hop) {
	for _, h := range hops {
		m.put(mark{"s", fold(h.Name), Party{Name: h.Name}}, h.Name != "")
	}
}

func (m *marks) publisher(name string) {
	m.put(mark{"p", fold(name), Party{Name: name}}, name != "")
}

func (m *marks) place(name string) {
	m.put(mark{"l", fold(name), Party{Name: name}}, name != "")
}

// fold makes names comparable.
func fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.TrimPrefix(name, "the ")), " "))
}

// nameRole says under which role a name is kept in the table of names.
func nameRole(role string) string {
	if role == "r" {
		return "a"
	}
	return role
}
