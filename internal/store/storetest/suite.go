package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/doc"
	"onrecord/internal/store"
)

// Open opens a new, empty store of the kind under test.
type Open func(t *testing.T, o store.Options) *store.Store

// Run is what every kind of store must pass.
func Run(t *testing.T, open Open) {
	t.Helper()
	for _, c := range []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"ReadBack", testReadBack},
		{"Twice", testTwice},
		{"AnyOrder", testAnyOrder},
		{"Versions", testVersions},
		{"Reread", testReread},
		{"Leases", testLeases},
		{"PutAside", testPutAside},
		{"Refused", testRefused},
		{"Seen", testSeen},
		{"Pages", testPages},
		{"Filters", testFilters},
		{"Text", testText},
		{"Cursors", testCursors},
		{"Counts", testCounts},
		{"RandomFilters", testRandomFilters},
		{"Incidents", testIncidents},
		{"Ledger", testLedger},
		{"Export", testExport},
		{"Changes", testChanges},
		{"Rollback", testRollback},
		{"People", testPeople},
		{"Searches", testSearches},
		{"Decisions", testDecisions},
		{"Folded", testFolded},
		{"ReadAnew", testReadAnew},
		{"Reviewed", testReviewed},
		{"CopiesFollow", testCopiesFollow},
		{"Between", testBetween},
		{"Archives", testArchives},
		{"Fetched", testFetched},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, open)
		})
	}
}

const pipeline = "test/1"

// fill puts articles of a world, in the order given, in batches, and returns their records by number.
func fill(t *testing.T, s *store.Store, w *World, order []int) []*doc.Record {
	t.Helper()
	recs := make([]*doc.Record, len(order))
	for batch := range slices.Chunk(order, 7) {
		var entries []store.Entry
		for _, i := range batch {
			recs[i] = w.Record(i)
			entries = append(entries, store.Entry{Item: fmt.Sprint("item", i), Source: "world", Type: "text/plain", Raw: []byte(recs[i].Article.Text), Record: recs[i]})
		}
		if _, err := s.Put(t.Context(), pipeline, entries); err != nil {
			t.Fatal(err)
		}
	}
	return recs
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// all reads a list to its end.
func all[T any](t *testing.T, list func(context.Context, store.Filter, store.Page) ([]T, string, error), f store.Filter, limit int) []T {
	t.Helper()
	var out []T
	p := store.Page{Limit: limit}
	for {
		rows, next, err := list(t.Context(), f, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) > limit {
			t.Fatalf("%d rows on a page of %d", len(rows), limit)
		}
		out = append(out, rows...)
		if next == "" {
			return out
		}
		p.Cursor = next
	}
}

// testReadBack: what is put comes back, byte for byte.
func testReadBack(t *testing.T, open Open) {
	s := open(t, store.Options{})
	for _, rec := range fill(t, s, New(Options{Seed: 1, Articles: 20}), upTo(20)) {
		got, err := s.Record(t.Context(), rec.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(rec, got); d != "" {
			t.Fatal(d)
		}
		raw, kind, err := s.Raw(t.Context(), rec.Article.ID)
		if err != nil || string(raw) != rec.Article.Text || kind != "text/plain" {
			t.Errorf("raw: %d bytes of %q, %v", len(raw), kind, err)
		}
		v, err := s.Article(t.Context(), rec.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		if v.State != "read" || v.Pipeline != pipeline || v.Events != len(rec.Events) || v.Claims != len(rec.Claims) || v.Source != "world" || v.URL != *rec.Article.URL {
			t.Errorf("article: %+v", v.ArticleRow)
		}
		for _, e := range rec.Events {
			if v.Incidents[e.ID] == "" {
				t.Errorf("event %s stands in no incident", e.ID)
			}
		}
	}
	if _, err := s.Article(t.Context(), "nothing"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an article that is not there: %v", err)
	}
	healthy(t, s)
}

// healthy checks the store deeply.
func healthy(t *testing.T, s *store.Store) {
	t.Helper()
	h, err := s.Check(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Problems) > 0 {
		t.Errorf("doctor finds: %s", strings.Join(h.Problems, "; "))
	}
}

// testTwice: putting the same articles again changes nothing, not even the change number.
func testTwice(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 2, Articles: 15})
	fill(t, s, w, upTo(15))
	before, n := dump(t, s), seq(t, s)
	for i := range 15 {
		added, err := s.Put(t.Context(), pipeline, []store.Entry{{Record: w.Record(i)}})
		if err != nil || len(added) != 1 || added[0].New || added[0].Version {
			t.Fatalf("again: %+v, %v", added, err)
		}
	}
	if d := cmp.Diff(before, dump(t, s)); d != "" {
		t.Error(d)
	}
	if m := seq(t, s); m != n {
		t.Errorf("the change number went from %d to %d though nothing changed", n, m)
	}
}

func seq(t *testing.T, s *store.Store) int64 {
	t.Helper()
	n, err := s.Seq(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// dumped is all that lists show, without what depends on the time of storing.
type dumped struct {
	Articles  []store.ArticleRow
	Events    []store.EventRow
	Claims    []store.ClaimRow
	Forces    []store.ForceRow
	Incidents []store.IncidentRow
	Names     []store.Name
}

func dump(t *testing.T, s *store.Store) dumped {
	t.Helper()
	d := dumped{
		Articles: all(t, s.Articles, store.Filter{}, 100), Events: all(t, s.Events, store.Filter{}, 100), Claims: all(t, s.Claims, store.Filter{}, 100),
		Forces: all(t, s.Forces, store.Filter{}, 100), Incidents: all(t, s.Incidents, store.Filter{}, 100),
	}
	for i := range d.Articles {
		d.Articles[i].Added = time.Time{}
	}
	for _, role := range []string{"actor", "source", "publisher"} {
		names, err := s.Names(t.Context(), role, "", 1000)
		if err != nil {
			t.Fatal(err)
		}
		d.Names = append(d.Names, names...)
	}
	return d
}

// testAnyOrder: the same articles give the same rows in any order of arrival, copies, stories and incidents included.
func testAnyOrder(t *testing.T, open Open) {
	const n = 40
	w := New(Options{Seed: 3, Articles: n, Copies: 0.2})
	var want dumped
	for round := range 3 {
		s := open(t, store.Options{})
		order := rand.New(rand.NewPCG(uint64(round), 5)).Perm(n)
		fill(t, s, w, order)
		got := dump(t, s)
		if round == 0 {
			want = got
			continue
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("order %v: %s", order, d)
		}
	}
}

// testVersions: another text under one address is a new version; the old one stays.
func testVersions(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 4, Articles: 10})
	a, b := w.Record(1), w.Record(2)
	b.Article.URL = a.Article.URL
	for i, rec := range []*doc.Record{a, b} {
		added, err := s.Put(t.Context(), pipeline, []store.Entry{{Record: rec}})
		if err != nil || !added[0].New || added[0].Version != (i == 1) {
			t.Fatalf("version %d: %+v, %v", i, added, err)
		}
	}
	old, err := s.Article(t.Context(), a.Article.ID)
	if err != nil || old.Newer != b.Article.ID {
		t.Errorf("the old version names %q as newer, want %q (%v)", old.Newer, b.Article.ID, err)
	}
	healthy(t, s)
}

// testReread: another pipeline's record takes the place of the old one, and nothing of the old one is left.
func testReread(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 5, Articles: 12})
	recs := fill(t, s, w, upTo(12))
	var stale []string
	for l, err := range s.Stale(t.Context(), "test/2") {
		if err != nil {
			t.Fatal(err)
		}
		stale = append(stale, l.Article.ID)
	}
	if len(stale) != 12 {
		t.Fatalf("%d articles are stale, want 12", len(stale))
	}
	// As if the second reading found only the first two events, and nothing said about the rest.
	put := func(s *store.Store, pipeline string) {
		for i := range recs {
			rec := *w.Record(i)
			rec.Events = rec.Events[:2]
			rec.Claims = slices.DeleteFunc(rec.Claims, func(c doc.RecordClaim) bool {
				return !slices.ContainsFunc(rec.Events, func(e doc.RecordEvent) bool { return e.Claim != nil && *e.Claim == c.ID })
			})
			rec.Forces = nil
			if _, err := s.Put(t.Context(), pipeline, []store.Entry{{Record: &rec}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(s, "test/2")
	fresh := open(t, store.Options{})
	put(fresh, "test/2")
	got, want := dump(t, s), dump(t, fresh)
	for i := range got.Articles {
		got.Articles[i].Source = ""
	}
	got.Names = slices.DeleteFunc(got.Names, func(n store.Name) bool { return n.Events == 0 })
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("reading again leaves traces: %s", d)
	}
	for l, err := range s.Stale(t.Context(), "test/2") {
		t.Errorf("%s is stale still (%v)", l.Article.ID, err)
	}
	healthy(t, s)
}

// testLeases: no article is handed out twice before its lease ends, and a dead worker's articles come back.
func testLeases(t *testing.T, open Open) {
	now := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	s := open(t, store.Options{Now: func() time.Time { return now }})
	w := New(Options{Seed: 6, Articles: 9})
	for i := range 9 {
		if _, err := s.Put(t.Context(), "", []store.Entry{{Record: &doc.Record{Article: w.Record(i).Article}, Unread: true, Raw: []byte("raw"), Type: "text/html"}}); err != nil {
			t.Fatal(err)
		}
	}
	lease := func(owner string, n int) []store.Lease {
		ls, err := s.Lease(t.Context(), owner, n, now.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return ls
	}
	have := map[string]bool{}
	for _, l := range slices.Concat(lease("a", 4), lease("b", 10), lease("c", 5)) {
		if have[l.Article.ID] {
			t.Errorf("%s was handed out twice", l.Article.ID)
		}
		have[l.Article.ID] = true
		if l.Tries != 1 || string(l.Raw) != "raw" || l.Article.Text == "" {
			t.Errorf("lease: tries %d, raw %q, %d bytes of text", l.Tries, l.Raw, len(l.Article.Text))
		}
	}
	if len(have) != 9 {
		t.Fatalf("%d handed out, want 9", len(have))
	}
	if _, err := s.Put(t.Context(), pipeline, []store.Entry{{Record: w.Record(0)}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Fail(t.Context(), w.Record(1).Article.ID, "no text"); err != nil {
		t.Fatal(err)
	}
	if err := s.Release(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	released := len(lease("d", 10))
	now = now.Add(2 * time.Minute)
	if late := lease("e", 10); len(late) != 7 || late[0].Tries < 2 || released < 3 {
		t.Errorf("%d released, %d after the leases ended; want 3 to 5 and 7", released, len(late))
	}
	c, err := s.Counts(t.Context())
	if err != nil || c.New != 7 || c.Read != 1 || c.Failed != 1 {
		t.Errorf("counts %+v, %v", c, err)
	}
	if n, err := s.Retry(t.Context(), ""); err != nil || n != 1 {
		t.Errorf("retry: %d, %v", n, err)
	}
	healthy(t, s)
}

// testPutAside: an article that is stored with the reason why it could not be read waits for nobody, is listed, and can be tried
// again; one that was read before keeps its record.
func testPutAside(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 61, Articles: 3})
	aside := func(i int) store.Entry {
		return store.Entry{Item: fmt.Sprint("aside", i), Record: &doc.Record{Article: w.Record(i).Article}, Unread: true, Failed: "event: reading did not end in 1m0s"}
	}
	fill(t, s, w, upTo(1))
	if added, err := s.Put(t.Context(), "other/2", []store.Entry{aside(0), aside(1)}); err != nil || added[0].New || !added[1].New {
		t.Fatalf("%+v, %v", added, err)
	}
	if c, err := s.Counts(t.Context()); err != nil || c.Read != 1 || c.Failed != 1 || c.New != 0 {
		t.Errorf("counts %+v, %v", c, err)
	}
	id := w.Record(1).Article.ID
	if dead, err := s.Dead(t.Context(), 10); err != nil || len(dead) != 1 || dead[0].Article != id || dead[0].Why != aside(1).Failed {
		t.Errorf("%+v, %v", dead, err)
	}
	if seen, err := s.Seen(t.Context(), []string{"aside1"}); err != nil || !seen["aside1"] {
		t.Errorf("seen %v, %v", seen, err)
	}
	if n, err := s.Retry(t.Context(), id); err != nil || n != 1 {
		t.Errorf("retry: %d, %v", n, err)
	}
	if l, err := s.Lease(t.Context(), "a", 10, time.Now().Add(time.Hour)); err != nil || len(l) != 1 || l[0].Article.ID != id {
		t.Errorf("%d handed out, %v", len(l), err)
	}
	if _, err := s.Put(t.Context(), pipeline, []store.Entry{aside(1)}); err != nil { // by a worker that leased it
		t.Error(err)
	}
	if l, err := s.Lease(t.Context(), "b", 10, time.Now().Add(time.Hour)); err != nil || len(l) != 0 {
		t.Errorf("%d handed out after it was put aside again, %v", len(l), err)
	}
	healthy(t, s)
}

// testRefused: a record that cannot be written down does not keep the others; its article is put aside where that is asked for.
func testRefused(t *testing.T, open Open) {
	w := New(Options{Seed: 62, Articles: 3})
	entries := func() []store.Entry {
		var out []store.Entry
		for i := range 3 {
			rec := *w.Record(i)
			if i == 1 {
				nan := math.NaN()
				rec.Figures = append(slices.Clone(rec.Figures), doc.RecordFigure{ID: "f", Best: &nan})
			}
			out = append(out, store.Entry{Item: fmt.Sprint("item", i), Record: &rec})
		}
		return out
	}
	part := store.Part{Name: "a.warc.gz", Size: 10}
	for _, c := range []struct {
		name string
		put  func(s *store.Store) ([]store.Added, error)
		want store.Counts
	}{
		{"each", func(s *store.Store) ([]store.Added, error) { return s.PutEach(t.Context(), pipeline, entries()) }, store.Counts{Read: 2}},
		{"or aside", func(s *store.Store) ([]store.Added, error) { return s.PutOrAside(t.Context(), pipeline, entries()) }, store.Counts{Read: 2, Failed: 1}},
		{"part", func(s *store.Store) ([]store.Added, error) {
			if _, err := s.QueueParts(t.Context(), []store.Part{part}); err != nil {
				return nil, err
			}
			p, err := s.TakePart(t.Context(), "w", time.Now().Add(time.Minute))
			if err != nil {
				return nil, err
			}
			out, err := s.PutPart(t.Context(), pipeline, entries(), p, store.PartStep{Mark: "5@a", Done: 5})
			if p.Mark != "5@a" || p.Articles != 3 || p.Problems != 1 {
				t.Errorf("the part: %+v", p)
			}
			return out, err
		}, store.Counts{Read: 2, Failed: 1}},
	} {
		s := open(t, store.Options{})
		added, err := c.put(s)
		if err != nil || len(added) != 3 || added[0].Refused != nil || added[2].Refused != nil || added[1].Refused == nil || !added[2].New {
			t.Fatalf("%s: %+v, %v", c.name, added, err)
		}
		n, err := s.Counts(t.Context())
		if err != nil || n.Read != c.want.Read || n.Failed != c.want.Failed || n.New != 0 {
			t.Errorf("%s: %+v, %v", c.name, n, err)
		}
		if dead, err := s.Dead(t.Context(), 10); err != nil || len(dead) != c.want.Failed || len(dead) > 0 && (dead[0].Article != added[1].Article || !strings.Contains(dead[0].Why, added[1].Refused.Error())) {
			t.Errorf("%s: %+v, %v", c.name, dead, err)
		}
		healthy(t, s)
	}
}

// testSeen: items are seen once their article is stored, not before.
func testSeen(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 7, Articles: 3}), upTo(3))
	seen, err := s.Seen(t.Context(), []string{"item0", "item2", "item9"})
	if err != nil || !seen["item0"] || !seen["item2"] || seen["item9"] {
		t.Errorf("seen %v, %v", seen, err)
	}
}

// testChanges: the change number grows with what is written, and those who wait are told.
func testChanges(t *testing.T, open Open) {
	s := open(t, store.Options{})
	c, stop := s.Changed()
	defer stop()
	before := seq(t, s)
	fill(t, s, New(Options{Seed: 8, Articles: 1}), upTo(1))
	if after := seq(t, s); after <= before {
		t.Errorf("change number %d after %d", after, before)
	}
	select {
	case <-c:
	default:
		t.Error("nobody was told")
	}
}

// testRollback: of a batch that fails nothing is stored.
func testRollback(t *testing.T, open Open) {
	s := open(t, store.Options{})
	w := New(Options{Seed: 9, Articles: 5})
	before := dump(t, s)
	if _, err := s.Put(t.Context(), pipeline, []store.Entry{{Record: w.Record(0)}, {Record: w.Record(1)}, {Record: &doc.Record{}}}); err == nil {
		t.Fatal("an article without an id was taken")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, pipeline, []store.Entry{{Record: w.Record(2)}}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled put: %v", err)
	}
	if d := cmp.Diff(before, dump(t, s)); d != "" {
		t.Error(d)
	}
	fill(t, s, w, upTo(5))
	healthy(t, s)
}

// testCursors: a cursor goes with its list only.
func testCursors(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 10, Articles: 10}), upTo(10))
	_, next, err := s.Events(t.Context(), store.Filter{}, store.Page{Limit: 5})
	if err != nil || next == "" {
		t.Fatalf("next %q, %v", next, err)
	}
	for _, c := range []struct {
		f      store.Filter
		cursor string
	}{{store.Filter{Act: []string{"ASSAULT"}}, next}, {store.Filter{}, next[1:]}, {store.Filter{}, "x"}, {store.Filter{}, "AA"}} {
		var bad *store.ErrCursor
		if _, _, err := s.Events(t.Context(), c.f, store.Page{Cursor: c.cursor}); !errors.As(err, &bad) {
			t.Errorf("cursor %q with %v: %v", c.cursor, c.f.Values(), err)
		}
	}
	var bad *store.ErrCursor
	if _, _, err := s.Claims(t.Context(), store.Filter{}, store.Page{Cursor: next}); !errors.As(err, &bad) {
		t.Errorf("a cursor of events on claims: %v", err)
	}
}

// query is a filter as an address has it.
func query(t *testing.T, q string) store.Filter {
	t.Helper()
	v, err := url.ParseQuery(q)
	if err != nil {
		t.Fatal(err)
	}
	f, errs := store.ParseFilter(v)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return f
}
