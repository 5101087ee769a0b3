package storetest_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/doc"
	"onrecord/internal/store/storetest"
)

// TestWorldQuotes: what the world makes keeps what records promise: quotes slice back, references resolve, ids are unique.
func TestWorldQuotes(t *testing.T) {
	t.Parallel()
	w := storetest.New(storetest.Options{Seed: 1, Articles: 300, Copies: 0.2})
	articles := map[string]bool{}
	copies := 0
	for i := range 300 {
		rec := w.Record(i)
		if articles[rec.Article.ID] {
			t.Fatalf("article %d: id %s is there twice", i, rec.Article.ID)
		}
		articles[rec.Article.ID] = true
		if truth := w.Truth(i); truth.Origin != i {
			copies++
			if w.Record(truth.Origin).Article.Text != rec.Article.Text {
				t.Errorf("article %d is no copy of %d", i, truth.Origin)
			}
		} else if len(truth.Acts) != len(rec.Events) || len(rec.Events) != 5 {
			t.Errorf("article %d has %d events of %d acts", i, len(rec.Events), len(truth.Acts))
		}
		text := []rune(rec.Article.Text)
		slices := func(q *doc.Quote) {
			if q != nil && (q.Start < 0 || q.End > len(text) || q.Start >= q.End || string(text[q.Start:q.End]) != q.Text) {
				t.Fatalf("article %d: quote %+v does not slice back", i, *q)
			}
		}
		ids := map[string]bool{}
		define := func(id string) {
			if ids[id] {
				t.Errorf("article %d: id %s is there twice", i, id)
			}
			ids[id] = true
		}
		for _, x := range rec.Claims {
			define(x.ID)
			slices(&x.Content[0])
			slices(x.Cue)
			slices(x.Chain[0].Span)
		}
		for _, x := range rec.Places {
			define(x.ID)
			slices(&x.Span)
		}
		for _, x := range rec.Dates {
			define(x.ID)
			slices(&x.Span)
		}
		for _, x := range rec.Figures {
			define(x.ID)
			slices(&x.Span)
		}
		for _, x := range rec.Forces {
			define(x.ID)
			slices(&x.Span)
		}
		for _, x := range rec.Events {
			define(x.ID)
			slices(&x.Anchor)
			slices(&x.Evidence)
			for _, ref := range append([]*string{x.Place, x.Date, x.Claim}, refs(x.Figures)...) {
				if ref != nil && !ids[*ref] {
					t.Errorf("article %d: event %s names %s, which is not there", i, x.ID, *ref)
				}
			}
		}
	}
	if copies < 30 || copies > 80 {
		t.Errorf("%d copies among 300 articles, a fifth was asked for", copies)
	}
}

func refs(ids []string) []*string {
	var out []*string
	for i := range ids {
		out = append(out, &ids[i])
	}
	return out
}

// TestWorldIsTheSame: an article depends on the seed and its number only, whatever was made before.
func TestWorldIsTheSame(t *testing.T) {
	t.Parallel()
	a, b := storetest.New(storetest.Options{Seed: 7, Articles: 100}), storetest.New(storetest.Options{Seed: 7, Articles: 100})
	for i := range 20 {
		a.Record(i)
	}
	x, _ := json.Marshal(a.Record(50))
	y, _ := json.Marshal(b.Record(50))
	if d := cmp.Diff(string(x), string(y)); d != "" {
		t.Error(d)
	}
}

func BenchmarkWorld(b *testing.B) {
	w := storetest.New(storetest.Options{Seed: 1, Articles: 100_000})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.SetBytes(int64(len(w.Record(i % 100_000).Article.Text)))
	}
}
