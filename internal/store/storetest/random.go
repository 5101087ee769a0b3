package storetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/store"
)

// dayOf is the day by which an incident is filtered.
func dayOf(r *store.IncidentRow) string {
	if r.From != "" {
		return r.From
	}
	return r.First
}

func countryOf(r *store.IncidentRow) string {
	if r.Place == nil {
		return ""
	}
	return r.Place.Country
}

func one(v string) []string {
	if v == "" {
		return nil
	}
	return []string{v}
}

// pointOf is where an incident lies.
func pointOf(r *store.IncidentRow) (lat, lon float64, ok bool) {
	if r.Place == nil || r.Place.Lat == nil {
		return 0, 0, false
	}
	return *r.Place.Lat, *r.Place.Lon, true
}

// randomFilter draws a filter of one to four conditions.
func randomFilter(r *rand.Rand, w *World, rows []store.IncidentRow) (f store.Filter) {
	base := r.IntN(len(rows))
	row := func() *store.IncidentRow { // mostly the same, so that the conditions choose something together
		if r.IntN(5) > 0 {
			return &rows[base]
		}
		return &rows[r.IntN(len(rows))]
	}
	some := func(value func(*store.IncidentRow) string) (out []string) { // one or two values that rows have
		for range 1 + r.IntN(2) {
			if v := value(row()); v != "" {
				out = append(out, v)
			}
		}
		return out
	}
	party := func() []string {
		p := w.parties[r.IntN(min(12, len(w.parties)))]
		return []string{[]string{p.code, p.code + " " + p.sector, p.name}[r.IntN(3)]}
	}
	for range 1 + r.IntN(3) {
		lat, lon, _ := pointOf(row())
		switch r.IntN(18) {
		case 15, 16, 17: // two sets of which neither is small: the one is streamed, the other a set
			x := row()
			said := strings.Fields(x.Sentence)
			f.Text = said[r.IntN(len(said))]
			if r.IntN(3) > 0 {
				f.Country = one(countryOf(x))
			} else {
				f.Act = []string{x.Act}
			}
		case 13:
			x := row()
			f.Act, f.Country = []string{x.Act}, one(countryOf(x))
		case 0, 1:
			f.Act = some(func(x *store.IncidentRow) string { return x.Act })
		case 2:
			f.Status = some(func(x *store.IncidentRow) string { return x.Status })
		case 3, 4:
			f.Country = some(countryOf)
		case 5, 6:
			since := first.AddDate(0, 0, r.IntN(80))
			f.Since, f.Until = since.Format(time.DateOnly), since.AddDate(0, 0, r.IntN(60)).Format(time.DateOnly)
		case 7, 8:
			size := []float64{0.5, 6, 15, 60, 150}[r.IntN(5)]
			turn := func(lon float64) float64 { return math.Mod(lon+540, 360) - 180 }
			f.Box = &store.Box{South: max(-90, lat-size/2), North: min(90, lat+size/2), West: turn(lon - size), East: turn(lon + size)}
		case 9, 14:
			f.Near = &store.Circle{Lat: lat, Lon: lon, Km: []float64{30, 2000, 9000}[r.IntN(3)]}
		case 10:
			f.Actor = party()
		case 11:
			f.Recipient = party()
		default:
			if r.IntN(2) == 0 {
				f.Text = strings.Fields(row().Sentence)[0]
			} else {
				f.Voice = []string{w.sources[r.IntN(min(8, len(w.sources)))].name}
			}
		}
	}
	return f
}

// chosen walks over all rows and keeps those under a filter. Of what the rows show it decides itself; for names and words,
// of which they show a part only, it asks for each condition alone and keeps what is in every answer.
func chosen(t *testing.T, s *store.Store, f store.Filter, rows []store.IncidentRow) (out []store.IncidentRow) {
	t.Helper()
	var sets []map[string]bool
	for _, alone := range []store.Filter{{Actor: f.Actor}, {Recipient: f.Recipient}, {Voice: f.Voice}, {Text: f.Text}} {
		if len(alone.Values()) == 0 {
			continue
		}
		set := map[string]bool{}
		for _, x := range all(t, s.Incidents, alone, 1000) {
			set[x.ID] = true
		}
		sets = append(sets, set)
	}
	among := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	for i := range rows {
		x := &rows[i]
		day := dayOf(x)
		ok := among(f.Act, x.Act) && among(f.Status, x.Status) && among(f.Country, countryOf(x)) && (f.Since == "" || day >= f.Since && day <= f.Until)
		lat, lon, at := pointOf(x)
		if b := f.Box; f.Near != nil { // a circle goes before a box
			ok = ok && at && f.Near.Holds(lat, lon)
		} else if b != nil {
			across := lon >= b.West && lon <= b.East
			if b.West > b.East {
				across = lon >= b.West || lon <= b.East
			}
			ok = ok && at && lat >= b.South && lat <= b.North && across
		}
		if ok && !slices.ContainsFunc(sets, func(set map[string]bool) bool { return !set[x.ID] }) {
			out = append(out, *x)
		}
	}
	return out
}

// testRandomFilters: under any filter list, timeline, facets and map hold the same incidents, and those that a walk over all
// of them would choose, whichever plan the store takes: also those that it takes when sets are large.
func testRandomFilters(t *testing.T, open Open) {
	for _, few := range []int{0, 4} {
		t.Run(fmt.Sprint("few", few), func(t *testing.T) {
			s := open(t, store.Options{Few: few, Patience: time.Hour})
			w := New(Options{Seed: 31, Articles: 150, Days: 120})
			fill(t, s, w, upTo(150))
			rows := all(t, s.Incidents, store.Filter{}, 1000)
			r := rand.New(rand.NewPCG(uint64(few), 7))
			found := 0
			for range 90 {
				f := randomFilter(r, w, rows)
				want := chosen(t, s, f, rows)
				if got := all(t, s.Incidents, f, 1+r.IntN(40)); !cmp.Equal(ids(got), ids(want)) {
					t.Fatalf("%v: %s", f.Values(), cmp.Diff(ids(want), ids(got)))
				}
				countsOf(t, s, f, want)
				found += min(1, len(want))
			}
			if found < 50 {
				t.Errorf("only %d of 90 filters choose anything", found)
			}
		})
	}
}

func ids(rows []store.IncidentRow) []string {
	out := make([]string, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

// countsOf compares timeline, facets and map of a filter with the incidents that it chooses.
func countsOf(t *testing.T, s *store.Store, f store.Filter, rows []store.IncidentRow) {
	t.Helper()
	o, err := s.Overview(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	line, err1 := s.Timeline(t.Context(), f)
	facets, err2 := s.Facets(t.Context(), f)
	m, err3 := s.Map(t.Context(), f, 5)
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	if d := cmp.Diff(line, o.Timeline) + cmp.Diff(facets, o.Facets); d != "" {
		t.Errorf("%v: the overview counts otherwise: %s", f.Values(), d)
	}
	if m.Total != len(rows) || line.Total != len(rows) {
		t.Errorf("%v: the map counts %d, the timeline %d, the list holds %d", f.Values(), m.Total, line.Total, len(rows))
	}
	for _, b := range line.Bins {
		n := 0
		for i := range rows {
			if d := dayOf(&rows[i]); d >= b.From && d <= b.To {
				n++
			}
		}
		if n != b.Count {
			t.Errorf("%v: %d incidents from %s to %s, the timeline says %d", f.Values(), n, b.From, b.To, b.Count)
		}
	}
	sums := map[string]int{}
	for i := range rows {
		sums["act "+rows[i].Act]++
		sums["status "+rows[i].Status]++
		sums["country "+countryOf(&rows[i])]++
	}
	delete(sums, "country ")
	got := map[string]int{}
	for name, list := range map[string][]store.Facet{"act ": facets.Act, "status ": facets.Status, "country ": facets.Country} {
		if len(list) == 30 { // no more are told
			return
		}
		for _, x := range list {
			got[name+x.Value] = x.Count
		}
	}
	if d := cmp.Diff(sums, got); d != "" {
		t.Errorf("%v: facets: %s", f.Values(), d)
	}
}
