package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"

	"onrecord/internal/export"
	"onrecord/internal/wording"
)

// overviewView is everything of the overview but the map, which asks for its own data.
type overviewView struct {
	Filter    filter
	Chips     []chip
	Describe  string
	ExportURL template.URL // the query as the API has it, "?…" or ""
	Options   options
	Timeline  timelineView
	List      listView
	Ranges    []rangeLink
	Saved     bool
	Stream    string
	CanSave   bool
	Empty     bool // the store holds nothing at all
}

// options are what the filter bar offers.
type options struct {
	Acts, Countries, Sources []option
	Statuses                 []option
	Parties                  []string
}

type option struct {
	Value, Name string
	N           int
	On          bool
	Term        wording.Term
}

type rangeLink struct {
	Text, Address string
	On            bool
}

// listView is a page of incidents.
type listView struct {
	Rows   []rowView
	Total  int
	Capped bool
	Next   string
	First  bool
}

type rowView struct {
	Row
	StatusTerm wording.Term
	When       string
	Reported   string // day of the report, when the day of the act is not known
	Where      string
	Vague      string // "known to the country only", "" when exact
	ActName    string
}

func (s *Site) row(r Row) rowView {
	v := rowView{Row: r, StatusTerm: wording.Status(r.Status), ActName: wording.Act(r.Act, r.Modes...)}
	v.Sentence = sentence(r)
	v.When = wording.Interval(r.From, r.To)
	if r.From == r.To {
		v.When = wording.ShortDay(r.From)
	}
	if v.When == "" && r.Published != "" {
		v.Reported = wording.ShortDay(r.Published)
	}
	v.Where = r.Place
	if c := s.names.Country(r.Country); r.Country != "" && c != r.Place {
		v.Where = note(r.Place, c)
	}
	if r.Precision != "" && r.Precision != "point" && r.Precision != "city" && r.Precision != "country" {
		v.Vague = wording.Precision(r.Precision).Means
	}
	return v
}

// sentence says who did what to whom, in words rather than codes.
func sentence(r Row) string {
	if r.Act == "" {
		return r.Sentence
	}
	return wording.Clause(r.Act, r.Modes, r.Status, few(r.Actors), few(r.Recipients))
}

// few names the parties of a side on one line.
func few(names []string) []string {
	out := slices.Clone(wording.Few(names))
	for i := range out {
		out[i] = oneLine(out[i])
	}
	return out
}

func (s *Site) list(p Page, f filter) listView {
	v := listView{Total: p.Total, Capped: p.Capped, First: f.Cursor == ""}
	for _, r := range p.Rows {
		v.Rows = append(v.Rows, s.row(r))
	}
	if p.Next != "" {
		v.Next = f.With("cursor", p.Next)
	}
	return v
}

// together runs functions at the same time and returns their errors.
func (s *Site) together(run ...func() error) error {
	errs := make([]error, len(run))
	var all sync.WaitGroup
	for i, f := range run {
		all.Go(func() {
			defer func() { // of a panic here nobody else would take care
				if p := recover(); p != nil {
					s.log.Error("web", "panic", p, "stack", string(debug.Stack()))
					errs[i] = errors.New("counting broke off")
				}
			}()
			errs[i] = f()
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func (s *Site) overview(w http.ResponseWriter, r *http.Request) {
	if s.tidied(w, r) {
		return
	}
	f, q := s.parseFilter(r.URL.Query())
	ctx := r.Context()
	var p Page
	var line Timeline
	var facets Facets
	var export url.Values
	// Each of these takes a look at many incidents: they are looked at at the same time.
	err := s.together(
		func() (err error) {
			p, err = s.o.Store.Incidents(ctx, q)
			if errors.Is(err, ErrCursor) {
				first := q
				f.Cursor, first.Cursor = "", ""
				p, err = s.o.Store.Incidents(ctx, first)
			}
			return err
		},
		func() (err error) { line, err = s.o.Store.Timeline(ctx, q); return err },
		func() (err error) { facets, err = s.o.Store.Facets(ctx, q); return err },
		func() (err error) { export, err = s.o.Store.Values(ctx, q); return err })
	if err != nil {
		s.broken(w, r, err)
		return
	}
	v := overviewView{Filter: f, Chips: s.chips(f), Describe: s.describe(f), ExportURL: queryOf(export), Options: s.options(facets, f), Timeline: drawTimeline(line, f), List: s.list(p, f), Ranges: s.ranges(f),
		Saved: r.URL.Query().Has("saved"), Stream: s.o.Stream, CanSave: s.o.Searches != nil && s.o.User(r).Name != ""}
	v.Empty = p.Total == 0 && len(v.Chips) == 0
	title := "Overview"
	if len(v.Chips) > 0 {
		title = wording.Upper(v.Describe)
	}
	s.render(w, r, http.StatusOK, "overview", page{Title: title, Nav: "/", Query: template.URL(f.Address()), Body: v}) //nolint:gosec // made by url.Values.Encode
}

// queryOf is the part of an address behind the path.
func queryOf(v url.Values) template.URL {
	if len(v) == 0 {
		return ""
	}
	return template.URL("?" + v.Encode()) //nolint:gosec // made by url.Values.Encode
}

// tidied sends the reader on to the same address without the empty fields that a form sends along, so that what stands in
// the address is the filter and nothing else. A part that is swapped in is told its address instead.
func (s *Site) tidied(w http.ResponseWriter, r *http.Request) bool {
	v := r.URL.Query()
	before := len(v)
	for k, list := range v {
		if !slices.ContainsFunc(list, func(x string) bool { return x != "" }) {
			v.Del(k)
		}
	}
	if len(v) == before {
		return false
	}
	address := "/"
	if len(v) > 0 {
		address += "?" + v.Encode()
	}
	if r.Header.Get("HX-Request") != "" {
		w.Header().Set("HX-Push-Url", address)
		return false
	}
	if before > 0 && r.URL.Query().Has("saved") {
		return false // a mark, not a field
	}
	http.Redirect(w, r, address, http.StatusFound)
	return true
}

// ranges are quick choices of time.
func (s *Site) ranges(f filter) []rangeLink {
	out := []rangeLink{{"any time", f.With("since", "", "until", "", "cursor", ""), f.From == "" && f.To == ""}}
	for _, r := range []struct {
		name string
		days int
	}{{"7 days", 7}, {"30 days", 30}, {"a year", 365}} {
		from := s.daysBack(r.days)
		out = append(out, rangeLink{r.name, f.With("since", from, "until", ""), f.From == from && f.To == ""})
	}
	return out
}

func (s *Site) options(c Facets, f filter) options {
	var o options
	counts := func(list []Facet) map[string]int {
		m := map[string]int{}
		for _, x := range list {
			m[x.Value] = x.N
		}
		return m
	}
	statuses := counts(c.Statuses)
	for _, t := range wording.Statuses() {
		o.Statuses = append(o.Statuses, option{Value: t.Code, Name: t.Name, N: statuses[t.Code], On: f.Has(t.Code), Term: t})
	}
	acts := counts(c.Acts)
	for _, t := range wording.Acts() {
		if acts[t.Code] > 0 || f.Act == t.Code {
			o.Acts = append(o.Acts, option{Value: t.Code, Name: wording.Upper(t.Name), N: acts[t.Code], On: f.Act == t.Code})
		}
	}
	found := f.Country == ""
	for _, x := range c.Countries {
		found = found || x.Value == f.Country
		o.Countries = append(o.Countries, option{Value: x.Value, Name: s.names.Country(x.Value), N: x.N, On: x.Value == f.Country})
	}
	if !found {
		o.Countries = append(o.Countries, option{Value: f.Country, Name: s.names.Country(f.Country), On: true})
	}
	for _, x := range c.Sources {
		o.Sources = append(o.Sources, option{Value: x.Value, N: x.N})
	}
	seen := map[string]bool{}
	for _, list := range [][]Facet{c.Actors, c.Recipients} {
		for _, x := range list {
			if n := s.partyWords(x.Value); n != "" && !seen[n] {
				seen[n] = true
				o.Parties = append(o.Parties, n)
			}
		}
	}
	return o
}

// timelineView is a histogram drawn on a field of 1000 by 100, stretched by the page.
type timelineView struct {
	Unit, Summary string
	Bars          []bar
	Labels        []string
	Undated       int
	Capped        bool
	Max           int
}

type bar struct {
	X, Width, Y, Height float64
	HitX, HitWidth      float64
	Title, Address      string
	From, To            string
	N                   int
	Out                 bool // outside the range chosen
}

func drawTimeline(t Timeline, f filter) timelineView {
	v := timelineView{Unit: t.Unit, Undated: t.Undated, Capped: t.Capped}
	for _, b := range t.Buckets {
		v.Max = max(v.Max, b.N)
	}
	n := len(t.Buckets)
	if n == 0 || v.Max == 0 {
		return v
	}
	step := 1000 / float64(n)
	total := 0
	for i, b := range t.Buckets {
		total += b.N
		h := 92 * float64(b.N) / float64(v.Max)
		if b.N > 0 {
			h = max(h, 3)
		}
		v.Bars = append(v.Bars, bar{
			X: float64(i)*step + step*0.08, Width: step * 0.84, Y: 96 - h, Height: h, HitX: float64(i) * step, HitWidth: step, N: b.N, From: b.From, To: b.To,
			Title: wording.Interval(b.From, b.To) + ": " + wording.Count(b.N, "incident"), Address: f.With("since", b.From, "until", b.To, "cursor", ""),
			Out: f.From != "" && b.To < f.From || f.To != "" && b.From > f.To,
		})
	}
	for i := range 5 {
		v.Labels = append(v.Labels, wording.ShortDay(axis(t.Unit, t.Buckets[i*(n-1)/4].From)))
		if n < 5 {
			break
		}
	}
	v.Summary = wording.Count(total, "incident") + " from " + wording.Day(t.Buckets[0].From) + " to " + wording.Day(t.Buckets[n-1].To) + ", by " + t.Unit
	return v
}

// axis shortens a day to what a label of the axis needs.
func axis(unit, day string) string {
	switch {
	case unit == "year" && len(day) >= 4:
		return day[:4]
	case unit == "month" && len(day) >= 7:
		return day[:7]
	default:
		return day
	}
}

// count says how many incidents a filter lets through, for the page to tell what is new.
func (s *Site) count(w http.ResponseWriter, r *http.Request) {
	_, q := s.parseFilter(r.URL.Query())
	q.Cursor, q.Limit = "", 1
	p, err := s.o.Store.Incidents(r.Context(), q)
	if err != nil {
		s.log.Error("web: count", "error", err)
		http.Error(w, "the store could not answer", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, "{\"total\":%d}\n", p.Total)
}

// cells answers the map. The query is that of the overview.
func (s *Site) cells(w http.ResponseWriter, r *http.Request) {
	_, q := s.parseFilter(r.URL.Query())
	zoom, err := strconv.Atoi(r.URL.Query().Get("zoom"))
	if err != nil || zoom < 0 || zoom > 22 {
		http.Error(w, "zoom is a number from 0 to 22", http.StatusBadRequest)
		return
	}
	if v := r.URL.Query().Get("view"); v != "" {
		if b, wrong := parseBox(v); wrong == "" && q.Box == nil {
			q.Box = b
		}
	}
	list, err := s.o.Store.Cells(r.Context(), q, zoom)
	if err != nil {
		s.log.Error("web: cells", "error", err)
		http.Error(w, "the store could not answer", http.StatusInternalServerError)
		return
	}
	type feature struct {
		Type       string `json:"type"`
		Geometry   any    `json:"geometry"`
		Properties any    `json:"properties"`
	}
	type point struct {
		Type        string     `json:"type"`
		Coordinates [2]float64 `json:"coordinates"`
	}
	features := make([]feature, 0, len(list))
	for _, c := range list {
		features = append(features, feature{"Feature", point{"Point", [2]float64{c.Lon, c.Lat}}, struct {
			Cell
			Box        [4]float64 `json:"box"`
			StatusName string     `json:"status_name,omitempty"`
			Vague      string     `json:"vague,omitempty"`
		}{c, [4]float64{c.Box.South, c.Box.West, c.Box.North, c.Box.East}, wording.Upper(wording.Status(c.Status).Name), wording.Precision(c.Precision).Means}})
	}
	w.Header().Set("Content-Type", "application/geo+json")
	if err := json.NewEncoder(w).Encode(map[string]any{"type": "FeatureCollection", "features": features}); err != nil {
		s.log.Debug("web: cells", "error", err) // the reader went away
	}
}

// exportLink is a format in which the events behind a list can be had.
type exportLink struct{ Name, Title, About string }

// Formats are the exports that the API offers.
func (overviewView) Formats() []exportLink {
	titles := map[string]string{"csv": "CSV", "jsonl": "JSON lines", "geojson": "GeoJSON", "parquet": "Parquet", "atom": "Atom feed"}
	var out []exportLink
	for _, f := range export.Formats() {
		out = append(out, exportLink{f.Name, cmp.Or(titles[f.Name], strings.ToUpper(f.Name)), f.About})
	}
	return out
}
