package live_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"onrecord"
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
	rows, _, err := s.Incidents(b.Context(), store.Filter{}, store.Page{Limit: 50})
	if err != nil || len(rows) == 0 {
		b.Fatalf("no incidents: %v", err)
	}
	names, err := s.Names(b.Context(), "actor", "", 20)
	if err != nil || len(names) == 0 {
		b.Fatalf("no names: %v", err)
	}
	country := rows[0].Place
	for _, r := range rows {
		country = cmp.Or(country, r.Place)
	}
	for _, v := range []struct {
		name string
		path func(i int) string
	}{
		{"overview", func(int) string { return "/" }},
		{"filter-act-status", func(i int) string { return "/?act=" + store.Acts[i%len(store.Acts)] + "&status=occurred" }},
		{"filter-country", func(int) string { return "/?country=" + country.Country }},
		{"filter-actor", func(i int) string {
			return "/?actor=" + names[i%len(names)].Code
		}},
		{"filter-days", func(i int) string {
			return fmt.Sprintf("/?since=%s&until=%s", rows[i%len(rows)].From, rows[0].From)
		}},
		{"map", func(i int) string { return "/map.json?zoom=" + strconv.Itoa(i%6) }},
		{"incident", func(i int) string { return "/incident/" + rows[i%len(rows)].ID }},
		{"forces", func(int) string { return "/forces" }},
	} {
		b.Run(v.name, func(b *testing.B) {
			var times []time.Duration
			i := 0
			for b.Loop() {
				start := time.Now()
				fetch(b, server.URL+v.path(i))
				times = append(times, time.Since(start))
				i++
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-median")
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "ms-p95")
		})
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
