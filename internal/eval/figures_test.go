package eval

import (
	"os"
	"path/filepath"
	"testing"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
)

// The floors of the figures task hold on its default data.
func TestFiguresFloors(t *testing.T) {
	shared := "../../../shared"
	for _, p := range figuresTask().Default {
		path := filepath.Join(shared, p)
		if _, err := os.Stat(path); err != nil {
			t.Skipf("no shared folder: %v", err)
		}
		rows, err := runFigures(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Score < r.Floor {
				t.Errorf("%s %s: %.1f is below the floor of %.1f", r.Data, r.Metric, r.Score, r.Floor)
			}
		}
	}
}

func TestSameQuantity(t *testing.T) {
	v := func(x float64) *float64 { return &x }
	for _, c := range []struct {
		q    corpus.Quantity
		f    doc.Figure
		want bool
	}{
		{corpus.Quantity{Low: 12, High: 12}, doc.Figure{Best: v(12)}, true},
		{corpus.Quantity{Low: 12, High: 12}, doc.Figure{Best: v(13)}, false},
		{corpus.Quantity{Low: 10, High: 12}, doc.Figure{Low: v(10), High: v(12)}, true},
		{corpus.Quantity{Low: 10, High: 12}, doc.Figure{Best: v(10)}, false},
		{corpus.Quantity{Low: 10, High: 12}, doc.Figure{Low: v(10)}, false},
	} {
		if got := sameQuantity(c.q, &c.f); got != c.want {
			t.Errorf("%v, %+v: %v", c.q, c.f, got)
		}
	}
}
