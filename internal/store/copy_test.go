package store_test

import (
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// put fills a store with articles of a world, in any order and batches of any size.
func put(t *testing.T, s *store.Store, w *storetest.World, n int, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0))
	order := r.Perm(n)
	for len(order) > 0 {
		size := min(len(order), 1+r.IntN(8))
		var entries []store.Entry
		for _, i := range order[:size] {
			rec := w.Record(i)
			entries = append(entries, store.Entry{Record: rec, Source: "world", Raw: []byte(rec.Article.Text), Type: "text/plain"})
		}
		if _, err := s.Put(t.Context(), "test/1", entries); err != nil {
			t.Fatal(err)
		}
		order = order[size:]
	}
}

func kinds(t *testing.T) map[string]func(t *testing.T) *store.Store {
	t.Helper()
	dsn := storetest.Postgres(t)
	return map[string]func(t *testing.T) *store.Store{
		"sqlite":   func(t *testing.T) *store.Store { return open(t, store.Options{}) },
		"postgres": func(t *testing.T) *store.Store { return openAt(t, storetest.Schema(t, dsn), store.Options{}) },
	}
}

// TestBothAlike: the same articles, in another order and other batches, give the same rows on SQLite and PostgreSQL, down
// to what merging remembers.
func TestBothAlike(t *testing.T) {
	t.Parallel()
	k := kinds(t)
	w := storetest.New(storetest.Options{Seed: 21, Articles: 60, Copies: 0.2})
	a, b := k["sqlite"](t), k["postgres"](t)
	put(t, a, w, 60, 1)
	put(t, b, w, 60, 2)
	n, err := store.Compare(t.Context(), a, b, true)
	if err != nil || n < 1000 {
		t.Fatalf("%d rows, %v", n, err)
	}
	put(t, b, storetest.New(storetest.Options{Seed: 22, Articles: 1}), 1, 1)
	if _, err := store.Compare(t.Context(), a, b, true); err == nil {
		t.Fatal("a store with one more article compares equal")
	}
}

// TestCopy: a copy has every row, is found by the same words, and goes on numbering; there and back gives the first store.
func TestCopy(t *testing.T) {
	t.Parallel()
	k := kinds(t)
	w := storetest.New(storetest.Options{Seed: 23, Articles: 40, Copies: 0.2})
	a := k["sqlite"](t)
	put(t, a, w, 30, 1)
	if _, err := a.AddWatch(t.Context(), store.Watch{URL: "https://example.org/feed", Kind: "feed"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Audit(t.Context(), "ada", "add", "x"); err != nil {
		t.Fatal(err)
	}
	b := k["postgres"](t)
	var told []string
	n, err := store.Copy(t.Context(), a, b, func(table string, rows int) { told = append(told, table) })
	if err != nil || n < 500 || !strings.Contains(strings.Join(told, " "), "article") {
		t.Fatalf("%d rows, told %v, %v", n, told, err)
	}
	c := k["sqlite"](t)
	if m, err := store.Copy(t.Context(), b, c, nil); err != nil || m != n {
		t.Fatalf("back: %d rows of %d, %v", m, n, err)
	}
	for _, s := range []*store.Store{b, c} {
		h, err := s.Check(t.Context(), true)
		if err != nil || len(h.Problems) > 0 {
			t.Errorf("%s: %v, %v", s.Name(), h, err)
		}
		for _, text := range []string{"attack*", `"the border"`, "troops -police"} {
			f := store.Filter{Text: text}
			x, _, err1 := a.Events(t.Context(), f, store.Page{Limit: 1000})
			y, _, err2 := s.Events(t.Context(), f, store.Page{Limit: 1000})
			p, _, err3 := a.Incidents(t.Context(), f, store.Page{Limit: 1000})
			q, _, err4 := s.Incidents(t.Context(), f, store.Page{Limit: 1000})
			if err1 != nil || err2 != nil || err3 != nil || err4 != nil || len(x) != len(y) || len(p) != len(q) {
				t.Errorf("%s %q: %d and %d events, %d and %d incidents (%v %v)", s.Name(), text, len(x), len(y), len(p), len(q), err2, err4)
			}
		}
	}
	// Both go on as one store would.
	for _, s := range []*store.Store{a, b, c} {
		put(t, s, w, 40, 3)
	}
	for _, s := range []*store.Store{b, c} {
		if _, err := store.Compare(t.Context(), a, s, true); err != nil {
			t.Error(err)
		}
	}
}

// TestCopyRefuses: into a store that is in use, or on with another source.
func TestCopyRefuses(t *testing.T) {
	t.Parallel()
	w := storetest.New(storetest.Options{Seed: 24, Articles: 4})
	a, b := open(t, store.Options{}), open(t, store.Options{})
	put(t, a, w, 2, 1)
	put(t, b, w, 1, 1)
	if _, err := store.Copy(t.Context(), a, b, nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("into a store in use: %v", err)
	}
}

// TestCopyGoesOn: a copy that was broken off goes on, and one whose source has changed since says so.
func TestCopyGoesOn(t *testing.T) {
	t.Parallel()
	w := storetest.New(storetest.Options{Seed: 25, Articles: 30})
	a := open(t, store.Options{})
	put(t, a, w, 20, 1)
	for _, stop := range []string{"record", "event", "member", "article", "words of event"} {
		b := openAt(t, filepath.Join(t.TempDir(), "b.db"), store.Options{})
		brokenOff := func() (err error) {
			defer func() {
				if recover() != nil {
					err = store.ErrNotFound
				}
			}()
			_, err = store.Copy(t.Context(), a, b, func(table string, _ int) {
				if table == stop {
					panic("as if the power went")
				}
			})
			return err
		}
		if err := brokenOff(); err == nil {
			t.Fatalf("%s: the copy was not broken off", stop)
		}
		if _, err := store.Copy(t.Context(), a, b, nil); err != nil {
			t.Errorf("going on after %s: %v", stop, err)
		}
		if h, err := b.Check(t.Context(), true); err != nil || len(h.Problems) > 0 {
			t.Errorf("after %s: %v, %v", stop, h, err)
		}
	}
}

// TestTablesAreAll: every table of the schema is copied and compared.
func TestTablesAreAll(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "s.db")
	s := openAt(t, path, store.Options{})
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%\_text%' ESCAPE '\' AND name <> 'migration' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var want []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		want = append(want, name)
	}
	if _, err := store.Copy(t.Context(), s, open(t, store.Options{}), nil); err != nil {
		t.Fatal(err)
	}
	got := store.Tables()
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("copied are %v, the schema has %v", got, want)
	}
}
