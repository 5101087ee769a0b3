package store_test

import (
	"path/filepath"
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// TestTwoPrograms: two programs that write in turns, each with what it remembers, make the rows that one makes alone. Some
// articles are read anew, by the other program, so that members go and come back.
func TestTwoPrograms(t *testing.T) {
	t.Parallel()
	twoPrograms(t, filepath.Join(t.TempDir(), "two.db"))
}

func TestTwoProgramsOnPostgres(t *testing.T) {
	t.Parallel()
	twoPrograms(t, storetest.Schema(t, storetest.Postgres(t)))
}

func twoPrograms(t *testing.T, dsn string) {
	t.Helper()
	const n = 90
	w := storetest.New(storetest.Options{Seed: 12, Articles: n, Copies: 0.3, Days: 3})
	put := func(s *store.Store, pipeline string, from, to int) {
		t.Helper()
		var entries []store.Entry
		for i := from; i < to; i++ {
			rec := *w.Record(i)
			if pipeline == "test/2" {
				rec.Events = rec.Events[:2]
			}
			entries = append(entries, store.Entry{Record: &rec})
		}
		if _, err := s.Put(t.Context(), pipeline, entries); err != nil {
			t.Fatal(err)
		}
		if d := s.ShadowErrors(t.Context()); len(d) > 0 {
			t.Fatalf("articles %d to %d: what is remembered is not what is stored: %v", from, to, d)
		}
	}
	a, b := openAt(t, dsn, store.Options{}), openAt(t, dsn, store.Options{})
	alone := open(t, store.Options{})
	for i := 0; i < n; i += 6 {
		for _, s := range [][2]*store.Store{{a, b}, {alone, alone}} {
			put(s[0], "test/1", i, i+2)
			put(s[0], "test/1", i+2, i+4)
			put(s[1], "test/1", i+4, i+6)
			put(s[1], "test/2", max(0, i-4), i+1)
		}
	}
	if _, err := store.Compare(t.Context(), b, alone, true); err != nil {
		t.Error(err)
	}
	for _, s := range []*store.Store{b, alone} {
		h, err := s.Check(t.Context(), true)
		if err != nil || len(h.Problems) > 0 {
			t.Errorf("%v %v", h, err)
		}
	}
}
