package ingest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"onrecord/internal/read"
	"onrecord/internal/source"
	"onrecord/internal/store"
)

var reader = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Options{}) })

func newIngester(t testing.TB) *Ingester {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "news.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &Ingester{Store: s, Reader: r}
}

func examples(t testing.TB) source.Spec {
	t.Helper()
	spec, err := source.Classify("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// TestAddTwice: what was added is there, and adding it again changes nothing.
func TestAddTwice(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	first, err := g.Add(t.Context(), examples(t), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if first.New < 5 || first.Known != 0 {
		t.Errorf("the first time: %+v", first)
	}
	seq, _ := g.Store.Seq(t.Context())
	again, err := g.Add(t.Context(), examples(t), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if again.New != 0 {
		t.Errorf("the second time: %+v", again)
	}
	if now, _ := g.Store.Seq(t.Context()); now != seq {
		t.Errorf("adding known articles changed the store: %d changes, then %d", seq, now)
	}
	health, err := g.Store.Check(t.Context(), true)
	if err != nil || len(health.Problems) > 0 {
		t.Errorf("check: %v %v", err, health)
	}
	if health.Counts.Read != first.New || health.Counts.Events == 0 || health.Counts.Incidents == 0 {
		t.Errorf("counts: %+v", health.Counts)
	}
}

// TestWorkEqualsAdd: articles that are stored first and read by workers later give the store that reading at once gives.
func TestWorkEqualsAdd(t *testing.T) {
	t.Parallel()
	at, later := newIngester(t), newIngester(t)
	later.Unread = true
	for _, g := range []*Ingester{at, later} {
		if _, err := g.Add(t.Context(), examples(t), source.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if c, _ := later.Store.Counts(t.Context()); c.New == 0 || c.Read != 0 {
		t.Fatalf("before the work: %+v", c)
	}
	later.Unread = false
	if _, err := later.Work(t.Context(), "worker", 0); err != nil {
		t.Fatal(err)
	}
	// Row by row, whole records included.
	if n, err := store.Compare(t.Context(), at.Store, later.Store, true); err != nil || n == 0 {
		t.Errorf("%d rows are equal, then: %.300v", n, err)
	}
	want, got := all(t, at.Store), all(t, later.Store)
	if len(want) == 0 || len(got) != len(want) {
		t.Fatalf("%d events, want %d", len(got), len(want))
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %s\nwant %s", k, got[k], v)
		}
	}
}

// all lists every event with its incident, by a key.
func all(t testing.TB, s *store.Store) map[string]string {
	t.Helper()
	out := map[string]string{}
	for r, err := range s.EachReport(context.Background(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		e := &r.Record.Events[r.Event]
		out[r.Article.ID+"/"+e.ID] = e.Act + " " + e.Status + " " + r.Incident
	}
	return out
}

// TestRereadKeepsText: reading again with another pipeline keeps every text and gives the same events.
func TestReread(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	if _, err := g.Add(t.Context(), examples(t), source.Options{}); err != nil {
		t.Fatal(err)
	}
	before := all(t, g.Store)
	n := 0
	for l, err := range g.Store.Stale(t.Context(), "another pipeline") {
		if err != nil {
			t.Fatal(err)
		}
		n++
		rec, e := g.again(&l)
		if e != nil {
			t.Fatal(e)
		}
		if rec.Article.Text != l.Article.Text || rec.Article.ID != l.Article.ID || rec.Article.SHA256 != l.Article.SHA256 {
			t.Errorf("%s: reading again changed the article", l.Article.ID)
		}
		for i := range rec.Events {
			k := rec.Article.ID + "/" + rec.Events[i].ID
			if _, ok := before[k]; !ok {
				t.Errorf("reading again gives another event: %s", k)
			}
			delete(before, k)
		}
	}
	if n == 0 || len(before) > 0 {
		t.Errorf("read %d articles again, missed %d events", n, len(before))
	}
	if tally, err := g.Reread(t.Context()); err != nil || tally != (Tally{}) {
		t.Errorf("nothing is of another pipeline, but: %+v %v", tally, err)
	}
}

// TestProblemsGoOn: what cannot be read is reported and the rest goes on.
func TestProblemsGoOn(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.txt":   "GOMA, March 3 - Troops left the town of Goma on Monday, the army said.",
		"b.jsonl": "{\"text\": \"Police arrested five protesters in Lome on Tuesday, a witness said.\"}\nnot json\n{\"text\": \"The minister met the ambassador of Chad in Abuja.\"}\n",
		"c.txt":   "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var steps []Step
	g.Report = func(s Step) { steps = append(steps, s) }
	spec, err := source.Classify(dir)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := g.Add(t.Context(), spec, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if tally.New < 3 || tally.Problems < 2 {
		t.Errorf("%+v\n%+v", tally, steps)
	}
	for i := range steps {
		if i > 0 && steps[i].Name < steps[i-1].Name {
			t.Errorf("%s is reported after %s", steps[i].Name, steps[i-1].Name)
		}
	}
}
