package event

import (
	"math"
	"testing"
)

func TestLikeliest(t *testing.T) {
	log := func(p ...float64) []float64 {
		var out []float64
		for _, x := range p {
			out = append(out, math.Log(x))
		}
		return out
	}
	for _, c := range []struct {
		name   string
		scores []float64 // none first
		same   []string
		group  []string // nil: each value by itself
		want   int
	}{
		{"none of no candidates", log(1), nil, nil, -1},
		{"the surest", log(.2, .5, .3), []string{"a", "b"}, nil, 0},
		{"two namings of one day outweigh one of another", log(.1, .4, .25, .25), []string{"a", "b", "b"}, nil, 1},
		{"the surer naming of the day", log(.1, .2, .3, .4), []string{"b", "a", "b"}, nil, 2},
		{"under the threshold", log(.8, .1, .1), []string{"a", "b"}, nil, -1},
		{"two places of one country outweigh one of another", log(.3, .3, .25, .15), []string{"a", "b", "c"}, []string{"x", "y", "y"}, 1},
		{"neither place of the country reaches the threshold alone", log(.5, .25, .25), []string{"a", "b"}, []string{"x", "x"}, 0},
	} {
		group := c.group
		if group == nil {
			group = c.same
		}
		if got := likeliest(c.scores, c.same, group, 0.3); got != c.want {
			t.Errorf("%s: candidate %d, want %d", c.name, got, c.want)
		}
	}
}

func TestSameDays(t *testing.T) {
	for _, c := range []struct {
		from, to, wantFrom, wantTo string
		want                       bool
	}{
		{"2023-07-26", "2023-07-26", "2023-07-26", "2023-07-26", true},
		{"2023-07-26", "2023-07-26", "2023-07-27", "2023-07-27", true},
		{"2023-07-26", "2023-07-26", "2023-07-28", "2023-07-28", false},
		{"2023-07", "2023-07", "2023-07-01", "2023-07-31", true},
		{"2023-07", "2023-07", "2023", "2023", false},
		{"2023-07-26", "", "2023-07-26", "", true}, // since then
		{"2023-12-31", "2023-12-31", "2024-01-01", "2024-01-01", true},
		{"", "", "2023", "2023", false},
		{"", "2023", "", "2023", false},
		{"2024-02", "2024-02", "2024-02-01", "2024-02-26", true},
		{"2024", "2024", "2024-01-01", "2024-12-31", true},
		{"2023-xx", "2023-xx", "2023", "2023", false},
	} {
		if got := sameDays(c.from, c.to, c.wantFrom, c.wantTo); got != c.want {
			t.Errorf("%s..%s against %s..%s: %v", c.from, c.to, c.wantFrom, c.wantTo, got)
		}
	}
}
