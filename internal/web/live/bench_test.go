package live_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"onrecord"
	"onrecord/internal/cpu"
	"onrecord/internal/doc"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/web"
	"onrecord/internal/web/live"
)

type noReader struct{}

func (noReader) Read(onrecord.Article) doc.Record { return doc.Record{} }

// BenchmarkPage asks for the page through HTTP, as a browser does, over a generated store, and reports the median and the
// 95th percentile of each view. ONRECORD_BENCH_STORE names a store that is there already (as storetest's scale program
// leaves it); else one of ONRECORD_BENCH_ARTICLES articles (default 2,000) is made.
//
//	go test ./internal/web/live -run '^$' -bench Page -benchtime 40x
func BenchmarkPage(b *testing.B) {
	s := benchStore(b)
	l := live.New(s)
	site, err := web.New(web.Options{Reader: noReader{}, Store: l, Watches: l, Searches: l, Reviews: l})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(site.Handler())
	defer server.Close()
	for _, v := range views(b, s) {
		b.Run(v.name, func(b *testing.B) {
			var times, busy []time.Duration
			i := 0
			for b.Loop() {
				start, before := time.Now(), cpu.Time()
				fetch(b, server.URL+v.path(i))
				times, busy = append(times, time.Since(start)), append(busy, cpu.Time()-before)
				i++
			}
			slices.Sort(times)
			slices.Sort(busy)
			at := func(list []time.Duration, percent int) float64 {
				return float64(list[min(len(list)*percent/100, len(list)-1)].Microseconds()) / 1000
			}
			b.ReportMetric(at(times, 50), "ms-median")
			b.ReportMetric(at(times, 95), "ms-p95")
			b.ReportMetric(at(times, 100), "ms-worst")
			b.ReportMetric(at(busy, 50), "cpu-ms-median")
			b.ReportMetric(at(busy, 95), "cpu-ms-p95")
		})
	}
}

// view is a page that is asked for again and again, each time with other values.
type view struct {
	name string
	path func(i int) string
}

// views are all pages over a store, and the overview under every filter with frequent and rare values.
func views(b *testing.B, s *store.Store) []view {
	b.Helper()
	ctx := b.Context()
	rows, _, err := s.Incidents(ctx, store.Filter{}, store.Page{Limit: 200})
	if err != nil || len(rows) == 0 {
		b.Fatalf("no incidents: %v", err)
	}
	facets, err := s.Facets(ctx, store.Filter{})
	if err != nil {
		b.Fatal(err)
	}
	names := func(role string) []store.Name {
		list, err := s.Names(ctx, role, "", 60)
		if err != nil || len(list) == 0 {
			b.Fatalf("no names as %s: %v", role, err)
		}
		return list
	}
	actors, publishers, sources, places := names("actor"), names("publisher"), names("source"), names("place")
	q := func(path string, pairs ...string) string {
		v := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return path + "?" + v.Encode()
	}
	actor := func(i int) string {
		return strings.TrimSpace(actors[i%len(actors)].Code + " " + actors[i%len(actors)].Sector)
	}
	act := func(i int) string { return facets.Act[i%len(facets.Act)].Value }
	country := func(i int) string { return facets.Country[i%len(facets.Country)].Value }
	row := func(i int) store.IncidentRow { return rows[i%len(rows)] }
	word := func(i int) string {
		f := strings.Fields(row(i).Sentence)
		return f[i%len(f)]
	}
	days := func(i int) (string, string) { // of a month, a quarter or a year
		last, err := time.Parse(time.DateOnly, cmp.Or(rows[0].From, "2024-12-30"))
		if err != nil {
			b.Fatal(err)
		}
		until := last.AddDate(0, 0, -17*(i%40))
		return until.AddDate(0, 0, -[]int{30, 90, 365}[i%3]).Format(time.DateOnly), until.Format(time.DateOnly)
	}
	box := func(i int) string { // of a country's or a province's size
		p := row(i).Place
		if p == nil || p.Lat == nil || p.Lon == nil {
			return "0,0,20,20"
		}
		size := []float64{12, 3, 0.5}[i%3]
		return fmt.Sprintf("%.2f,%.2f,%.2f,%.2f", *p.Lon-size, *p.Lat-size/2, *p.Lon+size, *p.Lat+size/2)
	}
	return []view{
		{"overview", func(int) string { return "/" }},
		{"filter-act-status", func(i int) string { return q("/", "act", act(i), "status", "occurred") }},
		{"filter-country", func(i int) string { return q("/", "country", country(i)) }},
		{"filter-actor", func(i int) string { return q("/", "actor", actor(i)) }},
		{"filter-actor-name", func(i int) string { return q("/", "actor", actors[i%len(actors)].Name) }},
		{"filter-recipient-country", func(i int) string { return q("/", "recipient", actor(i), "country", country(i)) }},
		{"filter-who-to-whom", func(i int) string { return q("/", "actor", actor(i), "recipient", actor(i+1)) }},
		{"filter-source", func(i int) string { return q("/", "source", sources[i%len(sources)].Name) }},
		{"filter-outlet-act", func(i int) string { return q("/", "source", publishers[i%len(publishers)].Name, "act", act(i)) }},
		{"filter-text", func(i int) string { return q("/", "text", word(i)) }},
		{"filter-text-country", func(i int) string { return q("/", "text", word(i), "country", country(i)) }},
		{"filter-days", func(i int) string {
			since, until := days(i)
			return q("/", "since", since, "until", until)
		}},
		{"filter-days-act-country", func(i int) string {
			since, until := days(i)
			return q("/", "since", since, "until", until, "act", act(i), "country", country(i))
		}},
		{"filter-box", func(i int) string { return q("/", "box", box(i)) }},
		{"map", func(i int) string { return "/map.json?zoom=" + strconv.Itoa(i%6) }},
		{"map-filter-act", func(i int) string { return q("/map.json", "zoom", strconv.Itoa(i%6), "act", act(i)) }},
		{"map-filter-box", func(i int) string { return q("/map.json", "zoom", "6", "box", box(i)) }},
		{"incident", func(i int) string { return "/incident/" + row(i).ID }},
		{"article", func(i int) string { id, _, _ := strings.Cut(row(i).ID, "/"); return "/article/" + id }},
		{"sides", func(i int) string {
			return "/sides?" + url.Values{"side": {publishers[i%5].Name, publishers[(i+1+i%3)%6].Name}}.Encode()
		}},
		{"forces", func(int) string { return "/forces" }},
		{"forces-owner-place", func(i int) string { return q("/forces", "owner", actor(i), "place", places[i%len(places)].Name) }},
		{"actors", func(int) string { return "/actors" }},
		{"actors-one", func(i int) string { return q("/actors", "text", actor(i)) }},
		{"review", func(int) string { return "/review" }},
	}
}

func fetch(b *testing.B, address string) {
	res, err := http.Get(address)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Fatalf("%s: %d %v", address, res.StatusCode, err)
	}
}

func benchStore(b *testing.B) *store.Store {
	path := os.Getenv("ONRECORD_BENCH_STORE")
	made := path == ""
	if made {
		path = filepath.Join(b.TempDir(), "bench.db")
	}
	s, err := store.Open(context.Background(), path, store.Options{ReadOnly: !made})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	if !made {
		return s
	}
	n := 2000
	if v, err := strconv.Atoi(os.Getenv("ONRECORD_BENCH_ARTICLES")); err == nil {
		n = v
	}
	w := storetest.New(storetest.Options{Articles: n, Days: 365})
	for i := 0; i < n; i += 200 {
		var entries []store.Entry
		for j := i; j < min(n, i+200); j++ {
			entries = append(entries, store.Entry{Record: w.Record(j)})
		}
		if _, err := s.Put(context.Background(), "bench", entries); err != nil {
			b.Fatal(err)
		}
	}
	return s
}
