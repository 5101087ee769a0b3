package ingest

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/read"
	"onrecord/internal/source"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// odd reads as its reader does, but for articles with a word finds a figure that no store can write down.
type odd struct {
	Reader
	word string
}

func (r odd) ReadWatched(w *read.Watch, a doc.Article, problems ...doc.Problem) *doc.Document {
	d := r.Reader.ReadWatched(w, a, problems...)
	if strings.Contains(a.Text, r.word) {
		nan := math.NaN()
		d.Figures = append(d.Figures, doc.Figure{Span: doc.Span{End: 1}, Best: &nan, Sizes: true, SubsetOf: -1, Claim: -1, Head: -1})
	}
	return d
}

// TestRefused: a record that the store refuses is told, its article put aside, and the rest stored, whoever reads: add, work, reread.
func TestRefused(t *testing.T) {
	t.Parallel()
	const why = "its record could not be stored: "
	for _, c := range []struct {
		name string
		run  func(t *testing.T, g *Ingester, spec source.Spec) (Tally, error)
		want store.Counts // articles
	}{
		{"add", func(t *testing.T, g *Ingester, spec source.Spec) (Tally, error) {
			return g.Add(t.Context(), spec, source.Options{})
		}, store.Counts{Read: 2, Failed: 1}},
		{"work", func(t *testing.T, g *Ingester, spec source.Spec) (Tally, error) {
			g.Unread = true
			if _, err := g.Add(t.Context(), spec, source.Options{}); err != nil {
				t.Fatal(err)
			}
			g.Unread = false
			return g.Work(t.Context(), "worker", 0)
		}, store.Counts{Read: 2, Failed: 1}},
		{"reread", func(t *testing.T, g *Ingester, spec source.Spec) (Tally, error) {
			sound := *g
			sound.Reader = otherwise{g.Reader.(odd).Reader}
			if _, err := sound.Add(t.Context(), spec, source.Options{}); err != nil {
				t.Fatal(err)
			}
			return g.Reread(t.Context())
		}, store.Counts{Read: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g, spec := newIngester(t), three(t)
			g.Reader = odd{g.Reader, "Agadez"}
			var said []string
			tell := func(s Step) {
				if s.Problem != "" {
					said = append(said, s.Problem)
				}
			}
			g.Report = tell
			tally, err := c.run(t, g, spec)
			if err != nil || tally.Problems != 1 || tally.New+tally.Known != 3 || len(said) != 1 || !strings.HasPrefix(said[0], why) {
				t.Fatalf("%+v, %v, said %q", tally, err, said)
			}
			n, err := g.Store.Counts(t.Context())
			if got := (store.Counts{Read: n.Read, Failed: n.Failed, New: n.New}); err != nil || got != c.want {
				t.Errorf("%+v, %v; want %+v", got, err, c.want)
			}
			dead, err := g.Store.Dead(t.Context(), 10)
			if err != nil || len(dead) != c.want.Failed || len(dead) > 0 && dead[0].Why != said[0] {
				t.Errorf("%+v, %v", dead, err)
			}
		})
	}
}

// otherwise is a reader with the name of another pipeline.
type otherwise struct{ Reader }

func (otherwise) Pipeline() string { return "other" }

// TestOddNames: files whose names are not UTF-8 are stored, in every kind of store, and known again.
func TestOddNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, town := range map[string]string{"caf\xe9.txt": "Mopti", "caf\xe8.txt": "Gao", "z.txt": "Agadez"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("Gunmen attacked an army post near "+town+" on Friday."), 0o600); err != nil {
			t.Skip("this file system takes no such names: ", err)
		}
	}
	spec, err := source.Classify(dir)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, dsn string) {
		g := newIngester(t)
		s, err := store.Open(t.Context(), dsn, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		g.Store = s
		for i, want := range []Tally{{New: 3}, {}} {
			if got, err := g.Add(t.Context(), spec, source.Options{}); err != nil || got != want {
				t.Errorf("%d: %+v, %v; want %+v", i, got, err, want)
			}
		}
	})
}
