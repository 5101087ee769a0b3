package read

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
)

// TestGivenUpAnywhere: a reading can be given up at every moment at which a stage looks, and then ends without breaking: what was
// asked once that nobody waits asks only a few times more on its way out.
func TestGivenUpAnywhere(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	a, problems := clean.Read(examples(t)["convoy.txt"], clean.Given{Published: "2024-03-14"})
	asked := 0
	ask := func(from int) *doc.Document {
		d := &doc.Document{Article: a, Problems: problems}
		asked = 0
		d.Stop = func() bool { asked++; return asked > from }
		r.Run(d)
		return d
	}
	whole := ask(1 << 30)
	all := asked
	whole.Stop = nil
	if diff := cmp.Diff(r.Read(a, problems...), whole); diff != "" {
		t.Errorf("looking changes what is read:\n%s", diff)
	}
	if least := 10 * len(whole.Sentences); all < least {
		t.Errorf("stages looked %d times in %d sentences, at least %d wanted", all, len(whole.Sentences), least)
	}
	step := max(1, all/40)
	for from := 0; from < all; from += step {
		d := ask(from)
		for _, p := range d.Problems {
			if strings.Contains(p.Message, "internal error") {
				t.Fatalf("given up at %d of %d: %s", from, all, p.Message)
			}
		}
		if late := asked - from; late > 12 {
			t.Errorf("given up at %d of %d: looked %d times more", from, all, late)
		}
	}
}

// TestWatch: who waits sees the stage, and what it tells is seen by the reading.
func TestWatch(t *testing.T) {
	t.Parallel()
	var w Watch
	if w.Stage() != "" || w.Stopped() {
		t.Error("the zero Watch was used already")
	}
	var seen []string
	r := &Reader{}
	for _, name := range []string{"split", "tag", "parse"} {
		r.stages = append(r.stages, stage{name: name, run: func(d *doc.Document) {
			seen = append(seen, w.Stage())
			if name == "tag" {
				w.Stop()
			}
		}})
	}
	r.ReadWatched(&w, doc.Article{Text: "Rebels took the town."})
	if got := strings.Join(seen, " "); got != "split tag" || w.Stage() != "tag" {
		t.Errorf("ran %q, ended at %q", got, w.Stage())
	}
	var none *Watch
	none.At("split")
}
