package ingest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/doc"
	"onrecord/internal/store"
)

// TestLearnPublishers: a host is known by what most of its articles name most, and only when they are enough and agree.
func TestLearnPublishers(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	var entries []store.Entry
	put := func(host string, articles int, precision string, countries ...string) {
		for i := range articles {
			n := len(entries)
			url, text := fmt.Sprintf("https://%s/%d", host, i), fmt.Sprintf("text %d", n)
			rec := &doc.Record{Article: doc.RecordArticle{ID: fmt.Sprintf("%016x", n), URL: &url, Text: text, SHA256: fmt.Sprint(n)}}
			for k, c := range countries {
				rec.Places = append(rec.Places, doc.RecordPlace{ID: fmt.Sprint(k), Country: &c, Precision: precision})
			}
			entries = append(entries, store.Entry{Record: rec})
		}
	}
	put("daily.example", 15, "country", "KEN", "KEN", "USA")
	put("daily.example", 5, "admin1", "KEN")
	put("daily.example", 9, "country", "USA")
	put("few.example", 19, "country", "KEN")
	put("torn.example", 15, "country", "KEN")
	put("torn.example", 15, "country", "UGA")
	put("towns.example", 30, "city", "KEN") // which town of a name is meant is what is to be learned
	put("World.example:8080", 20, "country", "UGA")
	if _, err := g.Store.Put(t.Context(), g.Reader.Pipeline(), entries); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"daily.example": "KEN", "world.example": "UGA"}
	for round := range 2 {
		got, err := LearnPublishers(t.Context(), g.Store)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if changed, err := g.Store.SetPublishers(t.Context(), got); err != nil || changed != (round == 0) {
			t.Errorf("round %d: changed %v, %v", round, changed, err)
		}
		kept, err := g.Store.Publishers(t.Context())
		if err != nil || !cmp.Equal(kept, want) {
			t.Errorf("kept %v, %v", kept, err)
		}
	}
	if changed, err := g.Store.SetPublishers(t.Context(), nil); err != nil || !changed {
		t.Errorf("taken out: changed %v, %v", changed, err)
	}
	if kept, err := g.Store.Publishers(t.Context()); err != nil || kept != nil {
		t.Errorf("nothing is known, but %v, %v", kept, err)
	}
}
