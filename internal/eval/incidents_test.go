package eval

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"onrecord/internal/corpus"
)

// The worked example of Bagga and Baldwin 1998: gold 1-5, 6-7, 8-C; the second response joins the larger two.
func TestBCubed(t *testing.T) {
	t.Parallel()
	gold := []string{"a", "a", "a", "a", "a", "b", "b", "c", "c", "c", "c", "c"}
	for _, c := range []struct {
		got  []string
		p, r float64
	}{
		{[]string{"x", "x", "x", "x", "x", "y", "y", "y", "y", "y", "y", "y"}, 76.19, 100},
		{[]string{"x", "x", "x", "x", "x", "y", "y", "x", "x", "x", "x", "x"}, 58.33, 100},
		{[]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}, 100, 25},
	} {
		p, r, f := BCubed(gold, c.got)
		if math.Abs(p-c.p) > 0.01 || math.Abs(r-c.r) > 0.01 || math.Abs(f-2*p*r/(p+r)) > 1e-9 {
			t.Errorf("%v: P %.2f R %.2f, want %.2f %.2f", c.got, p, r, c.p, c.r)
		}
	}
}

func TestReadECB(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "..", "shared", "corpora", "ecbplus")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("needs ../shared/corpora/ecbplus")
	}
	docs, err := corpus.ReadECB(dir)
	if err != nil {
		t.Fatal(err)
	}
	mentions, events := 0, map[string]bool{}
	for _, d := range docs {
		for _, m := range d.Mentions {
			mentions++
			x := mention{topic: d.Topic, instance: m.Instance}
			events[x.key()] = true
			for _, s := range m.Spans {
				if s.Empty() || s.End > len(d.Text) {
					t.Fatalf("%s: span %v of %d bytes", d.Name, s, len(d.Text))
				}
			}
		}
	}
	if len(docs) < 700 || mentions < 5000 || len(events) < 1500 || len(events) > mentions*2/3 {
		t.Errorf("%d documents, %d mentions, %d events", len(docs), mentions, len(events))
	}
}
