package ingest

import (
	"encoding/json"
	"testing"
	"time"

	"onrecord/internal/clean"
	"onrecord/internal/cpu"
	"onrecord/internal/merge/mergetest"
	"onrecord/internal/read"
)

// BenchmarkIngest reads made articles alone, then reads and stores them: the second may take a quarter longer at most.
func BenchmarkIngest(b *testing.B) {
	w := mergetest.New(300, 5)
	var objects []string
	for _, a := range w.Articles {
		o, err := json.Marshal(map[string]string{"url": a.URL, "publisher": a.Publisher, "published": a.Published, "title": a.Title, "text": a.Text})
		if err != nil {
			b.Fatal(err)
		}
		objects = append(objects, string(o))
	}
	// CPU time besides the rate: it is what can be compared on a machine that others use as well.
	rate := func(b *testing.B, busy time.Duration) {
		b.ReportMetric(float64(len(objects))*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		b.ReportMetric(busy.Seconds()*1000/float64(len(objects)*b.N), "cpu-ms/article")
	}
	b.Run("read", func(b *testing.B) {
		r, err := reader()
		if err != nil {
			b.Fatal(err)
		}
		began := cpu.Time()
		for b.Loop() {
			for _, o := range objects {
				a, problems := clean.Read([]byte(o), clean.Given{Format: "jsonl"})
				read.Record(r.Read(a, problems...), false)
			}
		}
		rate(b, cpu.Time()-began)
	})
	b.Run("add", func(b *testing.B) {
		newIngester(b) // loads the models
		busy := time.Duration(0)
		for b.Loop() {
			b.StopTimer()
			g := newIngester(b)
			g.Workers = 1
			b.StartTimer()
			began := cpu.Time()
			if _, err := g.Take(b.Context(), "bench", objects); err != nil {
				b.Fatal(err)
			}
			busy += cpu.Time() - began
		}
		rate(b, busy)
	})
}
