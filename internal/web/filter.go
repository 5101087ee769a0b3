package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/wording"
)

// pageSize is the number of rows of a list.
const pageSize = 50

// filter is a query as it stands in an address and in the filter bar.
type filter struct {
	Text, Actor, Recipient, Country, Act, Source, From, To, Box string
	Status                                                      []string
	Cursor                                                      string
	Problems                                                    map[string]string // by field: what is wrong with it
}

// parseFilter reads a filter out of an address. What is wrong with it is said beside the field and left out of the query.
func (s *Site) parseFilter(v url.Values) (filter, Query) {
	f := filter{
		Text: clipped(strings.TrimSpace(v.Get("text")), 500), Actor: strings.TrimSpace(v.Get("actor")), Recipient: strings.TrimSpace(v.Get("recipient")), Country: v.Get("country"), Act: v.Get("act"),
		Source: strings.TrimSpace(cmp.Or(v.Get("source"), v.Get("voice"), v.Get("publisher"))), From: v.Get("since"), To: v.Get("until"), Box: v.Get("box"), Cursor: v.Get("cursor"), Problems: map[string]string{},
	}
	for _, st := range v["status"] {
		if slices.ContainsFunc(wording.Statuses(), func(t wording.Term) bool { return t.Code == st }) && !slices.Contains(f.Status, st) {
			f.Status = append(f.Status, st)
		}
	}
	q := Query{Text: f.Text, Actor: s.findParty(f.Actor), Recipient: s.findParty(f.Recipient), Country: f.Country, Act: f.Act, Source: f.Source, Status: f.Status, Cursor: f.Cursor, Limit: pageSize}
	day := func(name, value string) string {
		if value == "" || isDay(value) {
			return value
		}
		f.Problems[name] = "A day looks like 2024-03-14."
		return ""
	}
	q.From, q.To = day("since", f.From), day("until", f.To)
	if q.From != "" && q.To != "" && q.From > q.To {
		f.Problems["until"] = "The last day lies before the first."
		q.From, q.To = "", ""
	}
	if f.Box != "" {
		b, wrong := parseBox(f.Box)
		if wrong != "" {
			f.Problems["box"] = wrong
			f.Box = ""
		}
		q.Box = b
	}
	return f, q
}

// parseBox reads "south,west,north,east" in degrees, as the API does. What is wrong with it is said for people.
func parseBox(s string) (b *Box, wrong string) {
	parts := strings.Split(s, ",")
	var n [4]float64
	if len(parts) != 4 {
		return nil, "An area is four numbers: south, west, north, east."
	}
	for i, p := range parts {
		x, err := strconv.ParseFloat(p, 64)
		if err != nil || !(x >= -180 && x <= 180) { // NaN is neither
			return nil, "An area is four numbers between −180 and 180."
		}
		n[i] = x
	}
	if n[0] >= n[2] || n[0] < -90 || n[2] > 90 {
		return nil, "The south of an area must lie below its north."
	}
	return &Box{South: n[0], West: n[1], North: n[2], East: n[3]}, ""
}

// findParty reads what people type for a party: "Chad", "Chad – armed forces", "TCD MIL", or a name.
func (s *Site) findParty(text string) Party {
	if text == "" {
		return Party{}
	}
	name, sector, _ := strings.Cut(text, " – ")
	if code, ok := s.names.Code(name); ok {
		code = s.names.OfParty(code)
		if sector == "" {
			return Party{Code: code}
		}
		if sec, ok := wording.SectorCode(sector); ok {
			return Party{Code: code, Sector: sec}
		}
	}
	if sec, ok := wording.SectorCode(text); ok {
		return Party{Sector: sec}
	}
	if code, sec, _ := strings.Cut(text, " "); s.names.Known(code) && (sec == "" || wording.Sector(sec) != strings.ToLower(sec)) {
		return Party{Code: s.names.OfParty(code), Sector: sec}
	}
	return Party{Name: text}
}

// values writes the filter as an address has it.
func (f filter) values() url.Values {
	v := url.Values{}
	for _, p := range [][2]string{{"text", f.Text}, {"actor", f.Actor}, {"recipient", f.Recipient}, {"country", f.Country}, {"act", f.Act}, {"source", f.Source}, {"since", f.From}, {"until", f.To}, {"box", f.Box}} {
		if p[1] != "" {
			v.Set(p[0], p[1])
		}
	}
	for _, s := range f.Status {
		v.Add("status", s)
	}
	return v
}

// Address is the filter behind a "?", "" when it is empty.
func (f filter) Address() string {
	if v := f.values(); len(v) > 0 {
		return "?" + v.Encode()
	}
	return ""
}

// With is the address of the filter with some values set otherwise: name, value, name, value, … An empty value unsets.
func (f filter) With(pairs ...string) string {
	v := f.values()
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Del(pairs[i])
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return "?"
	}
	return "?" + v.Encode()
}

// Has says whether a status is chosen.
func (f filter) Has(status string) bool { return slices.Contains(f.Status, status) }

// chip is a part of the filter in words, with the address without it.
type chip struct{ Text, Without string }

// chips says the filter in words.
func (s *Site) chips(f filter) []chip {
	var out []chip
	add := func(text string, keys ...string) {
		pairs := make([]string, 0, 2*len(keys))
		for _, k := range keys {
			pairs = append(pairs, k, "")
		}
		out = append(out, chip{text, f.With(pairs...)})
	}
	if f.Text != "" {
		add("text: “"+f.Text+"”", "text")
	}
	if f.Actor != "" {
		add("by "+s.partyWords(f.Actor), "actor")
	}
	if f.Recipient != "" {
		add("towards "+s.partyWords(f.Recipient), "recipient")
	}
	if f.Country != "" {
		add("in "+s.names.Country(f.Country), "country")
	}
	if f.Act != "" {
		add(wording.Act(f.Act), "act")
	}
	if len(f.Status) > 0 {
		var names []string
		for _, st := range f.Status {
			names = append(names, wording.Status(st).Name)
		}
		add(strings.Join(names, " or "), "status")
	}
	if f.Source != "" {
		add("according to "+f.Source, "source")
	}
	if f.From != "" || f.To != "" {
		add(wording.Interval(f.From, f.To), "since", "until")
	}
	if f.Box != "" {
		add("in the area on the map", "box")
	}
	return out
}

// partyWords says a party in words, whatever form it was typed in.
func (s *Site) partyWords(text string) string {
	p := s.findParty(text)
	if p.Name != "" {
		return p.Name
	}
	return s.names.Party(p.Code, p.Sector)
}

// describe says a whole filter in one line: "withdrawal, in Niger, 10–12 March 2024".
func (s *Site) describe(f filter) string {
	var parts []string
	for _, c := range s.chips(f) {
		parts = append(parts, c.Text)
	}
	if len(parts) == 0 {
		return "everything"
	}
	return strings.Join(parts, ", ")
}

// daysBack is the day some days before now, for the quick choices of time.
func (s *Site) daysBack(n int) string { return s.now().AddDate(0, 0, -n).Format(time.DateOnly) }
