package store_test

import (
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// BenchmarkPut stores articles of five events each that are read already, in batches of 50; "known" without the
// comparisons of merging, "merged" with them.
func BenchmarkPut(b *testing.B) {
	known, err := storetest.NewKnown()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		merger store.Merger
	}{{"known", known}, {"merged", nil}} {
		b.Run(c.name, func(b *testing.B) {
			s, err := store.Open(b.Context(), b.TempDir()+"/store.db", store.Options{Merger: c.merger})
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			w := storetest.New(storetest.Options{Seed: 1, Articles: 1_000_000, Copies: 0.1})
			const batch = 50
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				var entries []store.Entry
				for range batch {
					rec := w.Record(n)
					known.Tell(known.Told(w, n, rec))
					entries = append(entries, store.Entry{Record: rec, Raw: []byte(rec.Article.Text), Type: "text/plain"})
					n++
				}
				b.StartTimer()
				if _, err := s.Put(b.Context(), "bench/1", entries); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(n), "ms/article")
		})
	}
}
