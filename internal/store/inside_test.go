package store

import (
	"database/sql"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/doc"
)

func inside(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "store.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func small(n int) *doc.Record {
	text := fmt.Sprintf("Chad army attacked rebels in Abeche, article %d says at some length.", n)
	url := fmt.Sprintf("https://example.org/%d", n)
	return &doc.Record{Article: doc.RecordArticle{ID: fmt.Sprintf("%016x", n+1), URL: &url, Text: text, SHA256: "x"},
		Events: []doc.RecordEvent{{ID: "e1", Act: "ASSAULT", Status: "occurred", Evidence: doc.Quote{Text: text}, Anchor: doc.Quote{Text: "attacked"},
			Actors: []doc.RecordActor{{Name: "Chad army"}}, Recipients: []doc.RecordActor{{Name: "rebels"}}}}}
}

// TestDiskFull: what was stored before stays, the message says what to do, and writing goes on once there is room.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	s := inside(t)
	if _, err := s.Put(t.Context(), "p", []Entry{{Record: small(0)}}); err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := s.conn.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		if _, err := s.conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 20)
	var err error
	stored := 0
	for n := 1; n < 500 && err == nil; n++ {
		if _, err = s.Put(t.Context(), "p", []Entry{{Record: small(n), Raw: []byte(strings.Repeat(fmt.Sprint(n), 5000))}}); err == nil {
			stored++
		}
	}
	if err == nil || !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), s.name) {
		t.Fatalf("after %d articles: %v", stored, err)
	}
	limit(1 << 20)
	if _, err := s.Put(t.Context(), "p", []Entry{{Record: small(1000)}}); err != nil {
		t.Fatal(err)
	}
	c, err := s.Counts(t.Context())
	if err != nil || c.Read != stored+2 || c.Events != c.Read {
		t.Errorf("%+v after %d articles, %v", c, stored+2, err)
	}
	if h, err := s.Check(t.Context(), true); err != nil || len(h.Problems) > 0 {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestWritesUseIndexes: no statement that writing prepares goes through a whole table.
func TestWritesUseIndexes(t *testing.T) {
	t.Parallel()
	s := inside(t)
	for n := range 3 {
		if _, err := s.Put(t.Context(), "p", []Entry{{Record: small(n), Raw: []byte("raw"), Item: fmt.Sprint(n)}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Put(t.Context(), "q", []Entry{{Record: small(1)}}); err != nil {
		t.Fatal(err)
	}
	if len(s.stmts) < 20 {
		t.Fatalf("%d statements are prepared", len(s.stmts))
	}
	for q := range s.stmts {
		args := make([]any, strings.Count(q, "$"))
		for i := range args {
			args[i] = "1"
		}
		rows, err := s.conn.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+q, args...)
		err = each(rows, err, func(r *sql.Rows) error {
			var a, b, c int
			var what string
			err := r.Scan(&a, &b, &c, &what)
			if strings.HasPrefix(what, "SCAN ") && !strings.Contains(what, "VIRTUAL TABLE") && !strings.Contains(what, "CONSTANT ROW") && !strings.Contains(what, "VALUES CLAUSE") {
				t.Errorf("%s in %s", what, q)
			}
			return err
		})
		if err != nil {
			t.Errorf("%v in %s", err, q)
		}
	}
}

// TestNumbers: newer rows have higher numbers, rows without a day the lowest, and days come back.
func TestNumbers(t *testing.T) {
	t.Parallel()
	last := int64(-1)
	for _, day := range []int64{noDay, -719_162, -100_000, 0, 19_000, 19_001, 60_000} {
		n := numberOf(day, "a", "b")
		if n <= last || n < firstOf(day) || n >= firstOf(day+1) && day != noDay {
			t.Errorf("day %d has number %d after %d", day, n, last)
		}
		if got := dayOfNumber(n); got != day {
			t.Errorf("day %d came back as %d", day, got)
		}
		last = n
	}
	if numberOf(1, "ab", "c") == numberOf(1, "a", "bc") {
		t.Error("ids run together")
	}
	if firstOf(1<<40) > math.MaxInt64-1<<hashBits {
		t.Error("a day far ahead overflows")
	}
}

// FuzzCursor: whatever comes as a cursor is a place in the list or an *ErrCursor.
func FuzzCursor(f *testing.F) {
	list := key("event", &Filter{})
	f.Add(cursor{1 << 50}.encode(list))
	f.Add("")
	f.Add("AQ")
	f.Add(strings.Replace(cursor{1 << 50}.encode(list), "A", "A\r", 1))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := decodeCursor(text, list)
		if err == nil && c.encode(list) != text {
			t.Errorf("%q came back as %q", text, c.encode(list))
		}
	})
}

// TestIdleDoesNotWrite: who polls a store in which there is nothing to do gets its answer while another program is writing.
func TestIdleDoesNotWrite(t *testing.T) {
	t.Parallel()
	s := inside(t)
	if _, err := s.Put(t.Context(), "p", []Entry{{Record: small(0)}}); err != nil {
		t.Fatal(err)
	}
	other, err := Open(t.Context(), s.name, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	soon := time.Now().Add(time.Minute)
	err = other.write(t.Context(), func(*tx) error { // holds the turn to write; who wants it gives up after a while
		for name, poll := range map[string]func() (int, error){
			"Lease":      func() (int, error) { l, err := s.Lease(t.Context(), "w", 8, soon); return len(l), err },
			"HandOut":    func() (int, error) { l, err := s.HandOut(t.Context(), 8); return len(l), err },
			"TakeBack":   func() (int, error) { return s.TakeBack(t.Context(), nil, soon) },
			"DueWatches": func() (int, error) { l, err := s.DueWatches(t.Context(), "w", 8, soon); return len(l), err },
			"TakePart": func() (int, error) {
				p, err := s.TakePart(t.Context(), "w", soon)
				if p != nil {
					return 1, err
				}
				return 0, err
			},
		} {
			if n, err := poll(); err != nil || n != 0 {
				t.Errorf("%s: %d, %v", name, n, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
