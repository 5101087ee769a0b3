package ingest

import (
	"testing"

	"onrecord/internal/clean"
	"onrecord/internal/limit/limittest"
	"onrecord/internal/read"
	"onrecord/internal/source"
)

// limited gives an ingester of one slot a reader that hangs at articles with the word.
func limited(t *testing.T, g *Ingester, word string) *limittest.Reader {
	t.Helper()
	r, l := limittest.New(t, g.Reader.(*read.Reader), word)
	g.Reader, g.Limit, g.Workers = r, l, 1
	return r
}

// three is limittest.Three as a source.
func three(t *testing.T) source.Spec {
	t.Helper()
	spec, err := source.Classify(limittest.Three(t))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// TestAddGivesUp: an article whose reading does not end is stored, put aside with the reason, and does not keep the others; it is
// not read again until somebody asks for it, and then as if nothing had been.
func TestAddGivesUp(t *testing.T) {
	t.Parallel()
	g, spec := newIngester(t), three(t)
	s := limited(t, g, "Agadez")
	var said []string
	g.Report = func(step Step) {
		if step.Problem != "" {
			said = append(said, step.Problem)
		}
	}
	tally, err := g.Add(t.Context(), spec, source.Options{})
	if err != nil || tally.New != 3 || tally.Problems != 1 || len(said) != 1 || said[0] != "event: reading did not end in 1m0s" {
		t.Fatalf("%+v, %v, said %q", tally, err, said)
	}
	c, err := g.Store.Counts(t.Context())
	if err != nil || c.Read != 2 || c.Failed != 1 || c.New != 0 {
		t.Errorf("%+v, %v", c, err)
	}
	dead, err := g.Store.Dead(t.Context(), 10)
	if err != nil || len(dead) != 1 || dead[0].Why != said[0] {
		t.Fatalf("%+v, %v", dead, err)
	}
	if tally, err = g.Add(t.Context(), spec, source.Options{}); err != nil || tally.New != 0 || tally.Problems != 0 {
		t.Errorf("added again: %+v, %v", tally, err)
	}
	s.Mend()
	if n, err := g.Store.Retry(t.Context(), dead[0].Article); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if _, err := g.Work(t.Context(), "worker", 0); err != nil {
		t.Fatal(err)
	}
	undisturbed := newIngester(t)
	if _, err := undisturbed.Add(t.Context(), spec, source.Options{}); err != nil {
		t.Fatal(err)
	}
	want, got := all(t, undisturbed.Store), all(t, g.Store)
	if len(want) < 3 || len(got) != len(want) {
		t.Errorf("%d events after it was tried again, want %d", len(got), len(want))
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %s\nwant %s", k, got[k], v)
		}
	}
}

// TestWorkGivesUp: a waiting article whose reading does not end is put aside at once, not after five workers.
func TestWorkGivesUp(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	g.Unread = true
	if _, err := g.Add(t.Context(), three(t), source.Options{}); err != nil {
		t.Fatal(err)
	}
	g.Unread = false
	limited(t, g, "Agadez")
	if tally, err := g.Work(t.Context(), "worker", 0); err != nil || tally.Problems != 1 {
		t.Errorf("%+v, %v", tally, err)
	}
	if c, err := g.Store.Counts(t.Context()); err != nil || c.Read != 2 || c.Failed != 1 || c.New != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestRereadGivesUp: an article that was read before keeps its record when reading it again does not end.
func TestRereadGivesUp(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	if _, err := g.Add(t.Context(), three(t), source.Options{}); err != nil {
		t.Fatal(err)
	}
	before := all(t, g.Store)
	newer, err := read.New(read.Options{Actors: []map[string]string{{"name": "Hill Guard", "code": "KEN", "sector": "PRM"}}})
	if err != nil {
		t.Fatal(err)
	}
	g.Reader = newer
	limited(t, g, "Agadez")
	tally, err := g.Reread(t.Context())
	if err != nil || tally.Problems != 1 {
		t.Errorf("%+v, %v", tally, err)
	}
	if c, err := g.Store.Counts(t.Context()); err != nil || c.Read != 3 || c.Failed != 0 {
		t.Errorf("%+v, %v", c, err)
	}
	if after := all(t, g.Store); len(after) != len(before) {
		t.Errorf("%d events, %d before", len(after), len(before))
	}
}

// TestReadOnce: what is only read, not stored, says in its record that its reading did not end.
func TestReadOnce(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	limited(t, g, "Agadez")
	text := "Gunmen attacked an army post near Agadez on Friday."
	rec := g.ReadOnce([]byte(text), clean.Given{Title: "Raid"}, false)
	if len(rec.Problems) != 1 || rec.Problems[0].Stage != "event" || rec.Article.Text != text || len(rec.Events) != 0 {
		t.Errorf("%+v", rec)
	}
	if rec = g.ReadOnce([]byte("Gunmen attacked an army post near Gao on Friday."), clean.Given{}, true); len(rec.Problems) != 0 || len(rec.Events) != 1 || len(rec.Events[0].Why) == 0 {
		t.Errorf("%+v", rec)
	}
}
