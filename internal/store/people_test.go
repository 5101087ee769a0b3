package store

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// at is a clock that stands until it is set.
type at struct{ t time.Time }

func (c *at) now() time.Time { return c.t }

func openTest(t *testing.T) (*Store, *at) {
	t.Helper()
	clock := &at{time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "t.db"), Options{Now: clock.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, clock
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestSearchesTellOnce(t *testing.T) {
	t.Parallel()
	s, _ := openTest(t)
	ctx := t.Context()
	x, err := s.SaveSearch(ctx, Search{Person: "ada", Name: "Sahel", Query: "country=NER", Webhook: "https://hooks.example/1", Secret: "s"})
	must(t, err)
	must(t, s.Tell(ctx, x.ID, []string{"a/1", "a/2"}, 5), s.Tell(ctx, x.ID, []string{"a/2"}, 6))
	due, err := s.DueDeliveries(ctx, x.ID, 10)
	if err != nil || len(due) != 2 {
		t.Fatalf("%+v %v", due, err)
	}
	due[0].State = "done"
	must(t, s.Delivered(ctx, due[0]))
	if due, _ = s.DueDeliveries(ctx, x.ID, 10); len(due) != 1 {
		t.Errorf("%+v", due)
	}
	if y, err := s.Search(ctx, x.ID); err != nil || y.Told != 6 {
		t.Errorf("%+v %v", y, err)
	}
	if err := s.DeleteSearch(ctx, x.ID, "bo"); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else's search: %v", err)
	}
	must(t, s.DeleteSearch(ctx, x.ID, "ada"))
	if due, _ = s.DueDeliveries(ctx, x.ID, 10); len(due) != 0 {
		t.Errorf("deliveries of a search that is gone: %+v", due)
	}
}
