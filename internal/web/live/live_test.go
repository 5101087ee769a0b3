package live_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/web"
	"onrecord/internal/web/live"
)

// open returns a store with articles of a generated world, a tenth of them copies.
func open(t *testing.T, n int) (live.Store, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "live.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := storetest.New(storetest.Options{Articles: n, Days: 20, Copies: 0.1})
	var entries []store.Entry
	for i := range n {
		entries = append(entries, store.Entry{Source: "https://feed.example/rss", Record: w.Record(i)})
	}
	if _, err := s.Put(t.Context(), "test", entries); err != nil {
		t.Fatal(err)
	}
	return live.New(s), s
}

func must[T any](t *testing.T) func(T, error) T {
	return func(x T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
}

// TestAnswersAgree: list, timeline, map and choices count the same, and the list shows every incident once.
func TestAnswersAgree(t *testing.T) {
	t.Parallel()
	l, _ := open(t, 60)
	ctx := t.Context()
	all := must[web.Page](t)(l.Incidents(ctx, web.Query{Limit: 1000}))
	if all.Total == 0 || all.Total != len(all.Rows) || all.Next != "" {
		t.Fatalf("total %d, %d rows, next %q", all.Total, len(all.Rows), all.Next)
	}
	country := all.Rows[0].Country
	for _, r := range all.Rows {
		if country = r.Country; country != "" {
			break
		}
	}
	for _, q := range []web.Query{{}, {Act: all.Rows[0].Act}, {Country: country}, {Status: []string{"occurred", "planned"}}, {Source: sourceOf(t, l)}} {
		seen := map[string]bool{}
		q.Limit = 7
		for {
			p := must[web.Page](t)(l.Incidents(ctx, q))
			for _, r := range p.Rows {
				if seen[r.ID] {
					t.Fatalf("%+v: %s stands twice", q, r.ID)
				}
				seen[r.ID] = true
			}
			if q.Cursor = p.Next; q.Cursor == "" {
				break
			}
		}
		line := must[web.Timeline](t)(l.Timeline(ctx, q))
		n := line.Undated
		for _, b := range line.Buckets {
			n += b.N
		}
		facets := must[web.Facets](t)(l.Facets(ctx, q))
		acts := 0
		for _, f := range facets.Acts {
			acts += f.N
		}
		if n != len(seen) || acts != len(seen) {
			t.Errorf("%+v: list %d, timeline %d, acts %d", q, len(seen), n, acts)
		}
		placed := 0
		for _, c := range must[[]web.Cell](t)(l.Cells(ctx, q, 2)) {
			placed += c.N
		}
		if placed > len(seen) || q.Country != "" && placed == 0 {
			t.Errorf("%+v: %d on the map, %d on the list", q, placed, len(seen))
		}
	}
	if _, err := l.Incidents(ctx, web.Query{Cursor: "rubbish"}); !errors.Is(err, web.ErrCursor) {
		t.Errorf("a cursor that is none: %v", err)
	}
}

func sourceOf(t *testing.T, l live.Store) string {
	t.Helper()
	f := must[web.Facets](t)(l.Facets(t.Context(), web.Query{}))
	if len(f.Sources) == 0 {
		t.Fatal("no sources")
	}
	return f.Sources[0].Value
}

// TestWhatStandsBehind: every incident leads to its reports, every report to an article that holds the event and leads back.
func TestWhatStandsBehind(t *testing.T) {
	t.Parallel()
	l, _ := open(t, 40)
	ctx := t.Context()
	copies := 0
	for _, r := range must[web.Page](t)(l.Incidents(ctx, web.Query{Limit: 1000})).Rows {
		x := must[*web.Incident](t)(l.Incident(ctx, r.ID))
		if len(x.Reports) == 0 || x.ID != r.ID {
			t.Fatalf("%s: %d reports, id %s", r.ID, len(x.Reports), x.ID)
		}
		copies += len(x.Families)
		for _, rep := range x.Reports {
			if x.Articles[rep.Article].ID == "" {
				t.Errorf("%s: the article %s has no line", r.ID, rep.Article)
			}
			a := must[*web.Article](t)(l.Article(ctx, rep.Article))
			if a.Incidents[rep.Event] != r.ID {
				t.Errorf("%s: the event leads to %q", r.ID, a.Incidents[rep.Event])
			}
		}
	}
	if copies == 0 {
		t.Error("no incident has copies, though a tenth of the articles are")
	}
	if _, err := l.Incident(ctx, "no/such"); !errors.Is(err, web.ErrNotFound) {
		t.Errorf("an incident that is not there: %v", err)
	}
	if _, err := l.Article(ctx, "nosuch"); !errors.Is(err, web.ErrNotFound) {
		t.Errorf("an article that is not there: %v", err)
	}
}

// TestSidesAndLedgers: sides show only incidents on which two speak; the ledger and the actors name who is in the store.
func TestSidesAndLedgers(t *testing.T) {
	t.Parallel()
	l, _ := open(t, 80)
	ctx := t.Context()
	f := must[web.Facets](t)(l.Facets(ctx, web.Query{}))
	var names []string
	for _, s := range f.Sources[:min(4, len(f.Sources))] {
		names = append(names, s.Value)
	}
	for _, r := range must[[]web.SideRow](t)(l.Sides(ctx, web.Query{}, names)) {
		speaking := 0
		for _, s := range r.Sides {
			if len(s) > 0 {
				speaking++
			}
		}
		if speaking < 2 {
			t.Errorf("%s: %d of %v speak", r.Row.ID, speaking, names)
		}
	}
	actors := must[[]web.ActorRow](t)(l.Actors(ctx, "", 50))
	if len(actors) == 0 || !slices.IsSortedFunc(actors, func(a, b web.ActorRow) int { return b.Events - a.Events }) {
		t.Errorf("actors: %+v", actors)
	}
	forces := must[[]web.Standing](t)(l.Forces(ctx, web.ForceQuery{Limit: 500}))
	if len(forces) == 0 {
		t.Fatal("no forces")
	}
	code := forces[0].Owner.Code
	for _, s := range must[[]web.Standing](t)(l.Forces(ctx, web.ForceQuery{Owner: web.Party{Code: code}, Limit: 500})) {
		if s.Owner.Code != code {
			t.Errorf("asked for %s, got %s", code, s.Owner.Code)
		}
	}
}

// TestReviewsAndWatches: what is decided leaves the queue, two people who see the same value conflict, and the watch list
// shows a new source as not visited.
func TestReviewsAndWatches(t *testing.T) {
	t.Parallel()
	l, _ := open(t, 10)
	ctx := t.Context()
	r := live.Reviews{Store: l, Kept: l}
	queue := must[[]web.Task](t)(r.Queue(ctx, web.Query{}, 5))
	if len(queue) != 5 {
		t.Fatalf("%d in the queue", len(queue))
	}
	d := web.Decision{Article: queue[0].Article.ID, Event: queue[0].Event, Field: "place", Verdict: "correct", Before: "A", After: "B", By: "ann"}
	if err := r.Decide(ctx, d); err != nil {
		t.Fatal(err)
	}
	for _, task := range must[[]web.Task](t)(r.Queue(ctx, web.Query{}, 5)) {
		if task.Article.ID == d.Article && task.Event == d.Event {
			t.Error("what is decided is still in the queue")
		}
	}
	d.By, d.After = "bob", "C"
	var c *web.Conflict
	if err := r.Decide(ctx, d); !errors.As(err, &c) || c.Now != "B" || c.By != "ann" {
		t.Errorf("two at once: %v", err)
	}
	d.Event = "nosuch"
	if err := r.Decide(ctx, d); !errors.Is(err, web.ErrNotFound) {
		t.Errorf("an event that is not there: %v", err)
	}
	if err := l.AddSource(ctx, "https://feed.example/rss", "ann"); err != nil {
		t.Fatal(err)
	}
	w := must[[]web.Watch](t)(l.Sources(ctx))
	if len(w) != 1 || w[0].State != "new" || w[0].Articles != 10 {
		t.Errorf("watch list: %+v", w)
	}
	if err := l.RemoveSource(ctx, w[0].ID, "ann"); err != nil {
		t.Fatal(err)
	}
}
