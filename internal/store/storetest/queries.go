package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/store"
)

// testPages: pages of any size give the same list, without doubles or gaps, newest first.
func testPages(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 11, Articles: 30}), upTo(30))
	want := all(t, s.Events, store.Filter{}, 1000)
	if len(want) != 150 {
		t.Fatalf("%d events, want 150", len(want))
	}
	for _, limit := range []int{1, 7, 149, 150, 151} {
		if d := cmp.Diff(want, all(t, s.Events, store.Filter{}, limit)); d != "" {
			t.Errorf("pages of %d: %s", limit, d)
		}
	}
	if len(all(t, s.Articles, store.Filter{}, 4)) != 30 {
		t.Error("articles are missing")
	}
	day := "9999"
	for _, e := range want {
		d := e.From
		if d == "" {
			d = e.Article.Published
		}
		if d > day {
			t.Fatalf("an event of %s behind one of %s", d, day)
		}
		day = d
	}
}

// testFilters: a list under a filter holds exactly the rows that a walk over all of them would choose.
func testFilters(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 12, Articles: 120, Days: 60})
	fill(t, s, w, upTo(120))
	events := all(t, s.Events, store.Filter{}, 1000)
	first := events[0]
	party := func(ps []store.Party, name, code, sector string) bool {
		return slices.ContainsFunc(ps, func(p store.Party) bool {
			return name != "" && strings.Contains(strings.ToLower(p.Name), strings.ToLower(name)) || code != "" && p.Code == code && (sector == "" || p.Sector == sector)
		})
	}
	a := first.Actors[0]
	lat, lon, source := 0.0, 0.0, ""
	for _, e := range events {
		if e.Place != nil && e.Place.Lat != nil && e.Act == "ASSAULT" {
			lat, lon = *e.Place.Lat, *e.Place.Lon
		}
		if len(e.Chain) > 0 {
			source = e.Chain[0].Name
		}
	}
	bySource := func(e store.EventRow) bool { return len(e.Chain) > 0 && strings.Contains(e.Chain[0].Name, source) }
	at := func(e store.EventRow) bool { return e.Place != nil && e.Place.Lat != nil }
	day := func(e store.EventRow) string {
		if e.From != "" {
			return e.From
		}
		return e.Article.Published
	}
	for _, c := range []struct {
		query string
		want  func(store.EventRow) bool
	}{
		{"", func(store.EventRow) bool { return true }},
		{"act=ASSAULT", func(e store.EventRow) bool { return e.Act == "ASSAULT" }},
		{"act=ASSAULT&act=consult", func(e store.EventRow) bool { return e.Act == "ASSAULT" || e.Act == "CONSULT" }},
		{"status=planned", func(e store.EventRow) bool { return e.Status == "planned" }},
		{"act=ASSAULT&status=occurred", func(e store.EventRow) bool { return e.Act == "ASSAULT" && e.Status == "occurred" }},
		{"actor=" + a.Code, func(e store.EventRow) bool { return party(e.Actors, "", a.Code, "") }},
		{"actor=" + a.Code + "+" + a.Sector, func(e store.EventRow) bool { return party(e.Actors, "", a.Code, a.Sector) }},
		{"actor=" + strings.ReplaceAll(a.Name, " ", "+"), func(e store.EventRow) bool { return party(e.Actors, a.Name, "", "") }},
		{"recipient=" + a.Code, func(e store.EventRow) bool { return party(e.Recipients, "", a.Code, "") }},
		{"actor=" + a.Code + "&act=ASSAULT&status=occurred", func(e store.EventRow) bool {
			return party(e.Actors, "", a.Code, "") && e.Act == "ASSAULT" && e.Status == "occurred"
		}},
		{"country=" + events[1].Place.Country, func(e store.EventRow) bool { return e.Place != nil && e.Place.Country == events[1].Place.Country }},
		{"place=" + events[1].Place.Name, func(e store.EventRow) bool {
			return e.Place != nil && strings.Contains(strings.ToLower(e.Place.Name), strings.ToLower(events[1].Place.Name))
		}},
		{"source=" + strings.ReplaceAll(source, " ", "+"), bySource},
		{"voice=" + strings.ReplaceAll(source, " ", "+"), bySource},
		{"voice=" + strings.ReplaceAll(first.Article.Publisher, " ", "+") + "&voice=" + strings.ReplaceAll(source, " ", "+"), func(e store.EventRow) bool {
			return bySource(e) || e.Article.Publisher == first.Article.Publisher
		}},
		{"publisher=" + strings.ReplaceAll(first.Article.Publisher, " ", "+"), func(e store.EventRow) bool { return e.Article.Publisher == first.Article.Publisher }},
		{"article=" + first.Article.ID, func(e store.EventRow) bool { return e.Article.ID == first.Article.ID }},
		{"incident=" + first.Incident, func(e store.EventRow) bool { return e.Incident == first.Incident }},
		{"since=2023-01-20&until=2023-02-10", func(e store.EventRow) bool { return day(e) >= "2023-01-20" && day(e) <= "2023-02-10" }},
		{"since=2023-02", func(e store.EventRow) bool { return day(e) >= "2023-02-01" }},
		{fmt.Sprintf("near=%g,%g,300", lat, lon), func(e store.EventRow) bool {
			return at(e) && (&store.Circle{Lat: lat, Lon: lon, Km: 300}).Holds(*e.Place.Lat, *e.Place.Lon)
		}},
		{fmt.Sprintf("near=%g,%g,300&act=ASSAULT", lat, lon), func(e store.EventRow) bool {
			return e.Act == "ASSAULT" && at(e) && (&store.Circle{Lat: lat, Lon: lon, Km: 300}).Holds(*e.Place.Lat, *e.Place.Lon)
		}},
		{"near=0,0,9000", func(e store.EventRow) bool {
			return at(e) && (&store.Circle{Km: 9000}).Holds(*e.Place.Lat, *e.Place.Lon)
		}},
		{"box=-30,170,30,-170", func(e store.EventRow) bool {
			return at(e) && *e.Place.Lat >= -30 && *e.Place.Lat <= 30 && (*e.Place.Lon >= 170 || *e.Place.Lon <= -170)
		}},
		{fmt.Sprintf("box=%g,%g,%g,%g", lat-5, max(-180, lon-9), lat+5, min(180, lon+9)), func(e store.EventRow) bool {
			return at(e) && *e.Place.Lat >= lat-5 && *e.Place.Lat <= lat+5 && *e.Place.Lon >= lon-9 && *e.Place.Lon <= lon+9
		}},
	} {
		var want []store.EventRow
		for _, e := range events {
			if c.want(e) {
				want = append(want, e)
			}
		}
		f := query(t, c.query)
		for _, limit := range []int{3, 1000} {
			if d := cmp.Diff(want, all(t, s.Events, f, limit)); d != "" {
				t.Errorf("%s, pages of %d, want %d events: %s", c.query, limit, len(want), d)
				break
			}
		}
		if len(want) == 0 && !strings.HasPrefix(c.query, "box=-30") {
			t.Errorf("%s: the test chooses nothing", c.query)
		}
		articlesOf(t, s, c.query, f, want)
		for _, in := range all(t, s.Incidents, f, 1000) { // each must hold such an event, unless fields come from different reports
			if len(f.Values()) == 1 && !slices.ContainsFunc(all(t, s.Events, store.Filter{Incident: in.ID}, 1000), c.want) && f.Since == "" {
				t.Errorf("%s: incident %s holds no such event", c.query, in.ID)
			}
		}
	}
}

// articlesOf checks that articles under a filter are those that hold an event under it. Days are the article's own.
func articlesOf(t *testing.T, s *store.Store, name string, f store.Filter, events []store.EventRow) {
	t.Helper()
	if f.Since != "" || f.Until != "" || f.Publisher != nil || f.Voice != nil || len(f.Values()) == 0 {
		return
	}
	want := map[string]bool{}
	for _, e := range events {
		want[e.Article.ID] = true
	}
	got := all(t, s.Articles, f, 10)
	for _, a := range got {
		if !want[a.ID] {
			t.Errorf("%s: article %s holds no such event", name, a.ID)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d articles, want %d", name, len(got), len(want))
	}
}

// testText: words, phrases, beginnings of words and words that must not be there.
func testText(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 13, Articles: 40})
	recs := fill(t, s, w, upTo(40))
	claims, events := all(t, s.Claims, store.Filter{}, 1000), all(t, s.Events, store.Filter{}, 1000)
	has := func(text, word string) bool {
		return slices.Contains(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' && (r < '0' || r > '9') }), word)
	}
	word := w.words[3]
	n := 0
	for _, r := range recs {
		if has(r.Article.Text+" "+*r.Article.Title, word) {
			n++
		}
	}
	if got := all(t, s.Articles, store.Filter{Text: word}, 7); len(got) != n || n == 0 {
		t.Errorf("%d articles hold %q, %d found", n, word, len(got))
	}
	if got := all(t, s.Articles, store.Filter{Text: word + "\x00"}, 7); len(got) != n { // a zero byte is no part of a word
		t.Errorf("%d articles hold %q, %d found with a zero byte behind it", n, word, len(got))
	}
	if got := all(t, s.Articles, store.Filter{Text: "-" + word + " " + w.words[0]}, 7); len(got) > 40-n {
		t.Errorf("%d articles without %q, at most %d have none", len(got), word, 40-n)
	}
	count := func(q string, match func(string) bool) {
		t.Helper()
		c, e := 0, 0
		for _, x := range claims {
			if match(x.Content) {
				c++
			}
		}
		for _, x := range events {
			if match(x.Evidence) {
				e++
			}
		}
		f := store.Filter{Text: q}
		if got := all(t, s.Claims, f, 1000); len(got) != c {
			t.Errorf("%q: %d claims, want %d", q, len(got), c)
		}
		if got := all(t, s.Events, f, 1000); len(got) != e || e == 0 {
			t.Errorf("%q: %d events, want %d", q, len(got), e)
		}
	}
	count("attacked", func(s string) bool { return has(s, "attacked") })
	count(`"deployed troops against"`, func(s string) bool { return strings.Contains(s, "deployed troops against") })
	count("attack*", func(s string) bool { return has(s, "attacked") || has(s, "attack") })
	for _, q := range []string{`"`, `a"b`, "x AND", "(", "NEAR(", "*", "col:x", "'", "-", `\`} {
		if _, _, err := s.Articles(t.Context(), store.Filter{Text: q}, store.Page{}); err != nil {
			t.Errorf("search for %q: %v", q, err)
		}
	}
}

// testCounts: timelines, maps and facets count what the list holds.
func testCounts(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 14, Articles: 60, Days: 200}), upTo(60))
	for _, q := range []string{"", "act=ASSAULT", "since=2023-03-01&until=2023-05-31", "status=occurred&source=officials", "near=0,0,8000"} {
		f := query(t, q)
		list := all(t, s.Incidents, f, 1000)
		line, err := s.Timeline(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		sum := line.Undated
		for i, b := range line.Bins {
			sum += b.Count
			if i > 0 && b.From <= line.Bins[i-1].To {
				t.Errorf("%s: bins overlap: %v %v", q, line.Bins[i-1], b)
			}
		}
		if sum != len(list) || line.Total != len(list) || line.Capped {
			t.Errorf("%s: the timeline counts %d (total %d), the list holds %d", q, sum, line.Total, len(list))
		}
		for _, zoom := range []int{0, 3, 9, 15} {
			m, err := s.Map(t.Context(), f, zoom)
			if err != nil {
				t.Fatal(err)
			}
			sum := m.Nowhere
			for _, x := range m.Tiles {
				sum += x.Count
				if x.Lat < x.South-1e-9 || x.Lat > x.North+1e-9 || x.Lon < x.West-1e-9 || x.Lon > x.East+1e-9 {
					t.Errorf("%s: zoom %d: %+v lies outside itself", q, zoom, x)
				}
				if (x.Incident != "") != (x.Count == 1) {
					t.Errorf("%s: a tile of %d names incident %q", q, x.Count, x.Incident)
				}
			}
			if sum != len(list) {
				t.Errorf("%s: the map at zoom %d counts %d, the list holds %d", q, zoom, sum, len(list))
			}
		}
		facets, err := s.Facets(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		acts := map[string]int{}
		for _, x := range list {
			acts[x.Act]++
		}
		for _, x := range facets.Act {
			if acts[x.Value] != x.Count {
				t.Errorf("%s: %d incidents are %s, the facet says %d", q, acts[x.Value], x.Value, x.Count)
			}
		}
		if len(facets.Act) != len(acts) {
			t.Errorf("%s: %d acts, %d facets", q, len(acts), len(facets.Act))
		}
	}
}

// testIncidents: an incident shows its reports, and every event stands in one.
func testIncidents(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 15, Articles: 40, Copies: 0.3}), upTo(40))
	events := 0
	for _, row := range all(t, s.Incidents, store.Filter{}, 1000) {
		v, err := s.Incident(t.Context(), row.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Events) != row.Reports || len(v.Incident.Reports) != row.Reports {
			t.Errorf("incident %s: %d events, %d reports, the row says %d", row.ID, len(v.Events), len(v.Incident.Reports), row.Reports)
		}
		for _, e := range v.Events {
			if id, err := s.IncidentOf(t.Context(), e.Article.ID, e.ID); err != nil || id != row.ID {
				t.Errorf("event %s/%s stands in %q, %v", e.Article.ID, e.ID, id, err)
			}
		}
		events += len(v.Events)
	}
	if events != 200 {
		t.Errorf("%d events stand in incidents, want 200", events)
	}
	healthy(t, s)
}

// testLedger: forces by owner and place, over time.
func testLedger(t *testing.T, open Open) {
	s := open(t, store.Options{})
	recs := fill(t, s, New(Options{Seed: 16, Articles: 80}), upTo(80))
	n := 0
	for _, r := range recs {
		n += len(r.Forces)
	}
	list := all(t, s.Forces, store.Filter{}, 1000)
	if len(list) != n || n == 0 {
		t.Fatalf("%d forces, want %d", len(list), n)
	}
	f := list[0]
	for _, q := range []store.Filter{{Actor: []string{f.Owner.Code}}, {Actor: []string{f.Owner.Name}}, {Actor: []string{f.Owner.Code + " MIL"}, Country: []string{f.Place.Country}}} {
		got := all(t, s.Forces, q, 3)
		if len(got) == 0 || slices.ContainsFunc(got, func(x store.ForceRow) bool { return x.Owner.Code != f.Owner.Code }) {
			t.Errorf("%v: %d rows", q.Values(), len(got))
		}
	}
	if got := all(t, s.Forces, store.Filter{Actor: []string{f.Owner.Code}, Country: []string{"QQQ"}}, 3); len(got) != 0 {
		t.Errorf("%d forces in a country that is not there", len(got))
	}
}

// testExport: a stream gives every event once, with its record.
func testExport(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 17, Articles: 30}), upTo(30))
	for _, q := range []string{"", "act=ASSAULT"} {
		f := query(t, q)
		want := all(t, s.Events, f, 1000)
		i := 0
		for r, err := range s.EachReport(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			if want[i].ID != r.Record.Events[r.Event].ID || want[i].Article.ID != r.Record.Article.ID {
				t.Fatalf("row %d is another one", i)
			}
			i++
		}
		if i != len(want) {
			t.Errorf("%s: %d rows, want %d", q, i, len(want))
		}
	}
}
