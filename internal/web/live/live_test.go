package live_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"onrecord/internal/review"
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
	fill(t, s, n)
	return live.New(s), s
}

// fill puts n articles of a generated world.
func fill(t *testing.T, s *store.Store, n int) {
	t.Helper()
	w := storetest.New(storetest.Options{Articles: n, Days: 20, Copies: 0.1})
	var entries []store.Entry
	for i := range n {
		entries = append(entries, store.Entry{Source: "https://feed.example/rss", Record: w.Record(i)})
	}
	if _, err := s.Put(t.Context(), "test", entries); err != nil {
		t.Fatal(err)
	}
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
	for _, r := range sides(t, l, names) {
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

// sides goes through all pages of a comparison.
func sides(t *testing.T, l live.Store, names []string) []web.SideRow {
	t.Helper()
	var out []web.SideRow
	q := web.Query{Limit: 3}
	for {
		rows, next, err := l.Sides(t.Context(), q, names)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, rows...)
		if q.Cursor = next; next == "" {
			return out
		}
	}
}

// TestSidesFindAll: page by page, a comparison finds just those incidents on which two of the sources speak.
func TestSidesFindAll(t *testing.T) {
	t.Parallel()
	l, s := open(t, 120)
	ctx := t.Context()
	f := must[web.Facets](t)(l.Facets(ctx, web.Query{}))
	var names []string
	for _, x := range f.Sources[:3] {
		names = append(names, x.Value)
	}
	count := map[string]int{}
	for _, n := range names {
		rows, next, err := s.Incidents(ctx, store.Filter{Voice: []string{n}}, store.Page{Limit: 1000})
		if err != nil || next != "" {
			t.Fatalf("%v, next %q", err, next)
		}
		for _, r := range rows {
			count[r.ID]++
		}
	}
	want := 0
	for _, n := range count {
		if n > 1 {
			want++
		}
	}
	seen := map[string]bool{}
	for _, r := range sides(t, l, names) {
		if seen[r.Row.ID] || count[r.Row.ID] < 2 {
			t.Errorf("%s: %d sources speak of it, seen before: %v", r.Row.ID, count[r.Row.ID], seen[r.Row.ID])
		}
		seen[r.Row.ID] = true
	}
	if want == 0 || len(seen) != want {
		t.Errorf("%d incidents, want %d", len(seen), want)
	}
	if _, _, err := l.Sides(ctx, web.Query{Cursor: "rubbish"}, names); !errors.Is(err, web.ErrCursor) {
		t.Errorf("a cursor that is none: %v", err)
	}
}

// TestQueueIsWhole: page by page the queue holds every event of an original that nobody decided on, once.
func TestQueueIsWhole(t *testing.T) {
	t.Parallel()
	l, s := open(t, 150) // more events than a stretch
	ctx := t.Context()
	want := map[string]bool{}
	q := store.Page{Limit: 1000}
	for {
		rows, next, err := s.Events(ctx, store.Filter{}, q)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, e := range rows {
			ids = append(ids, e.Article.ID)
		}
		lead, err := s.Families(ctx, ids)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range rows {
			if x := lead[e.Article.ID]; x == "" || x == e.Article.ID {
				want[e.Article.ID+"/"+e.ID] = true
			}
		}
		if q.Cursor = next; next == "" {
			break
		}
	}
	if len(want) < 310 {
		t.Fatalf("only %d events", len(want))
	}
	n := 0
	for cursor := ""; ; {
		tasks, next, err := l.Queue(ctx, web.Query{Cursor: cursor}, 20)
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range tasks {
			id := x.Article.ID + "/" + x.Event
			if !want[id] {
				t.Fatalf("%s stands in the queue twice, or should not", id)
			}
			delete(want, id)
			if n++; i == 3 { // what is decided meanwhile does not move the rest
				if err := l.Decide(ctx, web.Decision{Article: x.Article.ID, Item: x.Event, Field: "event", Verdict: "accept", Person: "ann"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if cursor = next; next == "" {
			break
		}
	}
	if len(want) > 0 {
		t.Errorf("%d events never come, %d came", len(want), n)
	}
	if _, _, err := l.Queue(ctx, web.Query{Cursor: "rubbish"}, 5); !errors.Is(err, web.ErrCursor) {
		t.Errorf("a cursor that is none: %v", err)
	}
}

// TestReviewsAndWatches: what is decided leaves the queue, two people who see the same value conflict, and the watch list
// shows a new source as not visited.
func TestReviewsAndWatches(t *testing.T) {
	t.Parallel()
	l, _ := open(t, 10)
	ctx := t.Context()
	r := l
	queue, _, err := r.Queue(ctx, web.Query{}, 5)
	if err != nil {
		t.Fatal(err)
	}
	if len(queue) != 5 {
		t.Fatalf("%d in the queue", len(queue))
	}
	d := web.Decision{Article: queue[0].Article.ID, Item: queue[0].Event, Field: "place", Verdict: "correct", Before: "A", After: "B", Person: "ann"}
	if err := r.Decide(ctx, d); err != nil {
		t.Fatal(err)
	}
	queue, _, err = r.Queue(ctx, web.Query{}, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range queue {
		if task.Article.ID == d.Article && task.Event == d.Item {
			t.Error("what is decided is still in the queue")
		}
	}
	d.Person, d.After = "bob", "C"
	var c *web.Conflict
	if err := r.Decide(ctx, d); !errors.As(err, &c) || review.Words("place", c.Now) != "B" || c.By != "ann" {
		t.Errorf("two at once: %v", err)
	}
	d.Item = "nosuch"
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

// TestSeesOtherPrograms: what another program stores is in the next answer, also where counts were kept.
func TestSeesOtherPrograms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, dsn string) {
		var both [2]*store.Store
		for i := range both {
			s, err := store.Open(t.Context(), dsn, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			both[i] = s
		}
		l := live.New(both[0])
		count := func() [4]int {
			t.Helper()
			out := [4]int{must[web.Page](t)(l.Incidents(t.Context(), web.Query{})).Total}
			for _, b := range must[web.Timeline](t)(l.Timeline(t.Context(), web.Query{})).Buckets {
				out[1] += b.N
			}
			for _, f := range must[web.Facets](t)(l.Facets(t.Context(), web.Query{})).Acts {
				out[2] += f.N
			}
			for _, c := range must[[]web.Cell](t)(l.Cells(t.Context(), web.Query{}, 2)) {
				out[3] += c.N
			}
			return out
		}
		if n := count(); n != [4]int{} {
			t.Fatalf("empty: %v", n)
		}
		last := [4]int{}
		for n := 5; n < 40; n += 10 {
			fill(t, both[1], n)
			now := count()
			for i := range now {
				if now[i] <= last[i] {
					t.Errorf("with %d articles list, timeline, acts and map count %v, before %v", n, now, last)
				}
			}
			last = now
		}
	})
}
