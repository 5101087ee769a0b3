package event_test

import (
	"testing"

	"onrecord/internal/event"
)

// A later mention that is sure settles what the first leaves open, but does not overrule a first that is sure.
func TestSettledStatus(t *testing.T) {
	open := map[string]float64{"occurred": 0.5, "ongoing": 0.45}
	sure := map[string]float64{"occurred": 0.9, "ongoing": 0.05}
	still := map[string]float64{"ongoing": 0.9, "occurred": 0.1}
	for _, c := range []struct {
		mentions []map[string]float64
		want     string
	}{
		{[]map[string]float64{open}, "occurred"},
		{[]map[string]float64{open, still}, "ongoing"},
		{[]map[string]float64{open, still, still}, "ongoing"},
		{[]map[string]float64{sure, still, still, still}, "occurred"},
		{[]map[string]float64{open, sure}, "occurred"},
	} {
		if got := event.SettledStatus(c.mentions...); got != c.want {
			t.Errorf("%v: %s, want %s", c.mentions, got, c.want)
		}
	}
}
