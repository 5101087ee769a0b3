package event

import (
	"testing"

	"onrecord/internal/doc"
)

// A logit learns a choice among hypotheses from what their units share, and tells it for units it has not seen together.
func TestChoice(t *testing.T) {
	const good, bad, other = 11, 12, 13
	lesson := func(right int) example {
		c := &choice{label: labelFill, units: [][]uint64{{good}, {bad}, {other}}, hyps: []hyp{sumOf(0), sumOf(1), sumOf(0, 2)}, right: make([]bool, 3)}
		c.right[right] = true
		return example{weight: 1, choice: c}
	}
	l := newLogit()
	l.train([]example{lesson(0), lesson(0), lesson(0)}, 20)
	w := func(f uint64) float32 { return l.rows[l.ids[f]].w[0] }
	if w(good) <= w(bad) || w(good) <= w(good)+w(other) {
		t.Errorf("weights good %.2f bad %.2f other %.2f: the right hypothesis is not the best", w(good), w(bad), w(other))
	}
}

// Several phrases may name one party: their probabilities count together.
func TestBestByCodes(t *testing.T) {
	seats := []seat{{known: &known{actor: doc.Actor{Code: "FRA"}}}, {known: &known{actor: doc.Actor{Code: "MLI"}}}, {known: &known{actor: doc.Actor{Code: "FRA"}}}}
	c := &cast{seats: seats}
	c.sets[slotActor] = [][]int{{}, {0}, {1}, {2}}
	c.sets[slotRecipient] = [][]int{{}}
	for a := range c.sets[slotActor] {
		c.hyps = append(c.hyps, hyp{set: [2]int32{int32(a), 0}})
	}
	if got := c.best([]float64{0.1, 0.25, 0.35, 0.3}); got != 3 {
		t.Errorf("best %d, want 3: France is likelier than Mali, and its second naming than its first", got)
	}
}
