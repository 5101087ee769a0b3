package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"onrecord/internal/merge"
)

// sample is how many incidents a map, a timeline or facets under a filter are counted from when the filter cannot be
// answered from the table of counts: the latest ones. What is counted from a sample says so (Capped).
const sample = 10_000

// Bin is a bar of a timeline.
type Bin struct {
	From  string `json:"from"` // first day
	To    string `json:"to"`   // last day
	Count int    `json:"count"`
}

// Timeline is how many incidents fall on which days.
type Timeline struct {
	Step    string `json:"step"` // day | week | month | year
	Bins    []Bin  `json:"bins"` // without gaps, earliest first
	Undated int    `json:"undated"`
	Total   int    `json:"total"`
	Capped  bool   `json:"capped"` // counted from the latest incidents only: there are more
}

// Timeline counts the incidents under a filter by day, week, month or year: the finest step that gives at most 120 bars.
func (s *Store) Timeline(ctx context.Context, f Filter) (*Timeline, error) {
	if f.counted() {
		return s.talliedDays(ctx, &f)
	}
	var c counting
	capped, err := s.latest(ctx, &f, "o.n", nil, c.day)
	if err != nil {
		return nil, err
	}
	return c.timeline(capped), nil
}

// talliedDays is a timeline from the table of counts.
func (s *Store) talliedDays(ctx context.Context, f *Filter) (*Timeline, error) {
	var c counting
	cond, args := tallied(f, "all")
	err := s.query(ctx, func(r *sql.Rows) error {
		var day int64
		var n int
		err := r.Scan(&day, &n)
		c.days.add(day, n)
		return err
	}, `SELECT day, sum(n) FROM tally WHERE `+cond+` GROUP BY day`, args...)
	return c.timeline(false), err
}

// counts is how many incidents have which value.
type counts[K comparable] map[K]int

func (c *counts[K]) add(k K, n int) {
	if *c == nil {
		*c = counts[K]{}
	}
	(*c)[k] += n
}

// counting is what is counted of incidents, one after the other.
type counting struct {
	days                 counts[int64]
	acts, states, places counts[string]
}

func (c *counting) day(n int64) { c.days.add(dayOfNumber(n), 1) }

func (c *counting) timeline(capped bool) *Timeline {
	t := &Timeline{Bins: []Bin{}, Undated: c.days[noDay], Capped: capped}
	for _, n := range c.days {
		t.Total += n
	}
	delete(c.days, noDay)
	t.fill(c.days)
	return t
}

func (c *counting) facets(capped bool) *Facets {
	return &Facets{Act: facets(c.acts), Status: facets(c.states), Country: facets(c.places), Capped: capped}
}

// Overview is the timeline and the facets of a filter, of the same incidents.
type Overview struct {
	Timeline *Timeline
	Facets   *Facets
}

// Overview counts in one go through the incidents what Timeline and Facets count in two.
func (s *Store) Overview(ctx context.Context, f Filter) (*Overview, error) {
	if f.counted() {
		t, err1 := s.Timeline(ctx, f)
		c, err2 := s.Facets(ctx, f)
		return &Overview{t, c}, errors.Join(err1, err2)
	}
	var c counting
	capped, err := s.sum(ctx, &f, &c)
	if err != nil {
		return nil, err
	}
	return &Overview{c.timeline(capped), c.facets(capped)}, nil
}

// sum counts the latest incidents under a filter.
func (s *Store) sum(ctx context.Context, f *Filter, c *counting) (capped bool, err error) {
	var act, status, country string
	return s.latest(ctx, f, "o.n, o.act, o.status, o.country", []any{&act, &status, &country}, func(n int64) {
		c.day(n)
		c.acts.add(act, 1)
		c.states.add(status, 1)
		c.places.add(country, 1)
	})
}

// counted tells whether the table of counts knows the filter: days, and at most one of act, status and country.
func (f *Filter) counted() bool {
	rest := *f
	rest.Since, rest.Until = "", ""
	fields := 0
	for _, list := range []*[]string{&rest.Act, &rest.Status, &rest.Country} {
		if len(*list) > 0 {
			fields++
			*list = nil
		}
	}
	return fields <= 1 && len(rest.Values()) == 0
}

// latest goes through the latest incidents under a filter. columns begin with the number; more are where the others go.
// It tells whether there are further ones.
func (s *Store) latest(ctx context.Context, f *Filter, columns string, more []any, each func(n int64)) (capped bool, err error) {
	p := s.incidentPlan(ctx, f)
	var n int64
	var lat, lon float64
	into := append([]any{&n}, more...)
	if p.circle != nil {
		columns, into = columns+", o.lat, o.lon", append(into, &lat, &lon)
	}
	_, end, err := p.walk(columns, math.MaxInt64, sample, func(r scanner) (int64, bool, error) {
		if err := r.Scan(into...); err != nil {
			return 0, false, err
		}
		if p.circle != nil && !p.circle.Holds(lat, lon) {
			return n, false, nil
		}
		each(n)
		return n, true, nil
	})
	return !end, err
}

// tallyKey names a count of incidents.
type tallyKey struct {
	kind, value string
	day         int64
}

// tally counts an incident more or less. The counts are written at the end of the transaction, so that a busy incident
// which is summed up anew costs nothing here.
func (t *tx) tally(by int, day int64, act, status, country string) {
	if t.tallies == nil {
		t.tallies = map[tallyKey]int{}
	}
	for _, k := range []tallyKey{{"all", "", day}, {"act", act, day}, {"status", status, day}, {"country", country, day}} {
		t.tallies[k] += by
	}
}

// writeTallies writes what tally counted, in order: transactions that wait for each other's rows must not wait in a ring.
func (t *tx) writeTallies() error {
	totals := map[tallyKey]int{}
	for k, n := range t.tallies {
		totals[tallyKey{kind: k.kind, value: k.value}] += n
	}
	for _, k := range inOrder(t.tallies) {
		if _, err := t.exec(`INSERT INTO tally (kind, value, day, n) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, value, day) DO UPDATE SET n = tally.n + excluded.n`, k.kind, k.value, k.day, t.tallies[k]); err != nil {
			return err
		}
	}
	for _, k := range inOrder(totals) {
		if _, err := t.exec(`INSERT INTO total (kind, value, n) VALUES ($1, $2, $3) ON CONFLICT (kind, value) DO UPDATE SET n = total.n + excluded.n`, k.kind, k.value, totals[k]); err != nil {
			return err
		}
	}
	return nil
}

// inOrder sorts the keys of counts that are not zero.
func inOrder(counts map[tallyKey]int) []tallyKey {
	var keys []tallyKey
	for k, n := range counts {
		if n != 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b tallyKey) int {
		return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.value, b.value), cmp.Compare(a.day, b.day))
	})
	return keys
}

// tallied is the condition of a filter with at most one field besides the days on the table of counts; kind is what is
// asked for.
func tallied(f *Filter, kind string) (string, []any) {
	values := []string{""}
	for _, c := range []struct {
		kind   string
		values []string
	}{{"act", f.Act}, {"status", f.Status}, {"country", f.Country}} {
		if len(c.values) > 0 {
			kind, values = c.kind, c.values
		}
	}
	args := []any{kind}
	cond := "n > 0 AND kind = $1"
	if kind == "all" || values[0] != "" {
		cond += " AND value IN (" + placeholders(2, len(values)) + ")"
		for _, v := range values {
			args = append(args, v)
		}
	}
	if first, _, ok := merge.ParseDay(f.Since); ok {
		args = append(args, int64(first))
		cond += fmt.Sprintf(" AND day >= $%d", len(args))
	}
	if _, last, ok := merge.ParseDay(f.Until); ok {
		args = append(args, int64(last), noDay)
		cond += fmt.Sprintf(" AND day <= $%d AND day > $%d", len(args)-1, len(args))
	}
	return cond, args
}

// bars is how many bins a timeline has at most.
const bars = 120

// fill makes bins of days.
func (t *Timeline) fill(days map[int64]int) {
	if len(days) == 0 {
		t.Step = "day"
		return
	}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for d := range days {
		first, last = min(first, d), max(last, d)
	}
	for _, step := range []struct {
		name  string
		start func(int64) int64
		next  func(int64) int64
	}{
		{"day", func(d int64) int64 { return d }, func(d int64) int64 { return d + 1 }},
		{"week", func(d int64) int64 { return d - (d+3)%7 }, func(d int64) int64 { return d + 7 }}, // 1970-01-01 was a Thursday
		{"month", monthStart, func(d int64) int64 { return monthStart(d + 31) }},
		{"year", yearStart, func(d int64) int64 { return yearStart(d + 366) }},
	} {
		t.Step, t.Bins = step.name, t.Bins[:0]
		for at := step.start(first); at <= last && len(t.Bins) <= 4*bars; at = step.next(at) {
			t.Bins = append(t.Bins, Bin{From: dayText(at), To: dayText(step.next(at) - 1)})
		}
		if len(t.Bins) <= bars || step.name == "year" {
			for d, n := range days {
				at, ok := slices.BinarySearchFunc(t.Bins, dayText(step.start(d)), func(b Bin, from string) int { return cmpDays(b.From, from) })
				if ok {
					t.Bins[at].Count += n
				}
			}
			return
		}
	}
}

func cmpDays(a, b string) int {
	x, _, _ := merge.ParseDay(a)
	y, _, _ := merge.ParseDay(b)
	return int(x - y)
}

func monthStart(d int64) int64 {
	first, _, _ := merge.ParseDay(dayText(d)[:len("2006-01")])
	return int64(first)
}

func yearStart(d int64) int64 {
	first, _, _ := merge.ParseDay(dayText(d)[:len("2006")])
	return int64(first)
}

// Tile is a part of the map with how many incidents lie in it.
type Tile struct {
	South     float64 `json:"south"`
	West      float64 `json:"west"`
	North     float64 `json:"north"`
	East      float64 `json:"east"`
	Lat       float64 `json:"lat"` // mean of the points in it
	Lon       float64 `json:"lon"`
	Count     int     `json:"count"`
	Exact     int     `json:"exact"`    // of them those known to the town or better
	Incident  string  `json:"incident"` // the only one, when Count is 1
	Place     string  `json:"place"`    // the most frequent name
	Precision string  `json:"precision"`
}

// Map is where the incidents under a filter lie.
type Map struct {
	Tiles   []Tile `json:"tiles"`
	Nowhere int    `json:"nowhere"` // incidents without a point
	Total   int    `json:"total"`
	Capped  bool   `json:"capped"` // only the latest are shown
}

// Map gathers the incidents under a filter into tiles of a zoom from 0 (the world in one tile) to 15 (about one
// kilometre); a place known only as a country or region lies at that area's point and says so in its precision.
func (s *Store) Map(ctx context.Context, f Filter, zoom int) (*Map, error) {
	out := uint(15 - min(15, max(0, zoom)))
	m := &Map{Tiles: []Tile{}}
	tiles := map[tileKey]*Tile{}
	names := map[tileKey]map[string]int{}
	var id, name, precision string
	var c int64
	var lat, lon float64
	var err error
	m.Capped, err = s.latest(ctx, &f, "o.n, o.id, o.cell, o.lat, o.lon, o.place, o.precis", []any{&id, &c, &lat, &lon, &name, &precision}, func(int64) {
		m.Total++
		if c < 0 {
			m.Nowhere++
			return
		}
		k := tileKey{c >> (2 * out), precisionClass(precision)}
		t := tiles[k]
		if t == nil {
			south, west := corner(k.tile, out)
			side := 180 / float64(int(1)<<(15-out))
			t = &Tile{South: south, West: west, North: south + side, East: west + 2*side, Incident: id, Precision: precision}
			tiles[k], names[k] = t, map[string]int{}
		}
		if t.Count > 0 {
			t.Incident = ""
		}
		if precision != t.Precision {
			t.Precision = k.class
		}
		if k.class == "city" {
			t.Exact++
		}
		names[k][name]++
		t.Lat, t.Lon, t.Count = t.Lat+lat, t.Lon+lon, t.Count+1
	})
	if err != nil {
		return nil, err
	}
	for k, t := range tiles {
		t.Lat, t.Lon = t.Lat/float64(t.Count), t.Lon/float64(t.Count)
		t.Place = most(names[k])
		m.Tiles = append(m.Tiles, *t)
	}
	slices.SortFunc(m.Tiles, func(a, b Tile) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return cmp.Or(cmp.Compare(a.South, b.South), cmp.Compare(a.West, b.West), strings.Compare(a.Precision, b.Precision))
	})
	return m, nil
}

// tileKey is what falls into one tile: what is known to the town is not mixed with what is known to an area only.
type tileKey struct {
	tile  int64
	class string
}

// precisionClass is the coarsest precision of those that may share a tile.
func precisionClass(precision string) string {
	switch precision {
	case "point", "city":
		return "city"
	case "admin2", "admin1", "region":
		return "region"
	}
	return "country"
}

func most(counts map[string]int) string {
	best := ""
	for k, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && k < best {
			best = k
		}
	}
	return best
}

// Facet is a value of a field with how many incidents have it.
type Facet struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets are the values of the fields under a filter, most frequent first, at most 30 of each.
type Facets struct {
	Act     []Facet `json:"act"`
	Status  []Facet `json:"status"`
	Country []Facet `json:"country"`
	Capped  bool    `json:"capped"`
}

// Facets counts the acts, statuses and countries of the incidents under a filter.
func (s *Store) Facets(ctx context.Context, f Filter) (*Facets, error) {
	var c counting
	if len(f.Act)+len(f.Status)+len(f.Country) > 0 || !f.counted() {
		capped, err := s.sum(ctx, &f, &c)
		return c.facets(capped), err
	}
	for kind, into := range map[string]*counts[string]{"act": &c.acts, "status": &c.states, "country": &c.places} {
		q, args := `SELECT value, n FROM total WHERE n > 0 AND kind = $1`, []any{kind}
		if f.Since != "" || f.Until != "" {
			var cond string
			cond, args = tallied(&f, kind)
			q = `SELECT value, sum(n) FROM tally WHERE ` + cond + ` GROUP BY value`
		}
		if err := s.query(ctx, func(r *sql.Rows) error {
			var v string
			var n int
			err := r.Scan(&v, &n)
			into.add(v, n)
			return err
		}, q, args...); err != nil {
			return nil, err
		}
	}
	return c.facets(false), nil
}

// mostFacets is how many values of a field are told.
const mostFacets = 30

// facets lists values, most frequent first.
func facets(c counts[string]) []Facet {
	out := []Facet{}
	for v, n := range c {
		if v != "" {
			out = append(out, Facet{v, n})
		}
	}
	slices.SortFunc(out, func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value)) })
	return out[:min(mostFacets, len(out))]
}

// Name is somebody or something that events name.
type Name struct {
	Party
	Events int `json:"events"`
}

// Names lists the most frequent names in a role: "actor" (actors and recipients), "source", "publisher" or "place". like narrows
// them down to those that hold these letters.
func (s *Store) Names(ctx context.Context, role, like string, limit int) ([]Name, error) {
	short := map[string]string{"actor": "a", "source": "s", "publisher": "p", "place": "l"}[role]
	if short == "" {
		return nil, &FieldError{"role", fmt.Sprintf("%q is no role; they are actor, source, publisher, place", role)}
	}
	out := []Name{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var x Name
		err := r.Scan(&x.Name, &x.Code, &x.Sector, &x.Events)
		out = append(out, x)
		return err
	}, `SELECT shown, code, sector, n FROM name WHERE role = $1 AND n > 0 AND what LIKE $2 ESCAPE '\' ORDER BY n DESC, what LIMIT $3`,
		short, "%"+likeEscape(fold(like))+"%", min(max(limit, 1), maxLimit))
	return out, err
}
