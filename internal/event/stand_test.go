package event

import (
	"testing"

	"onrecord/internal/doc"
)

// An event is written from the first mention that is likely to name it, else from the likeliest; a headline gives way to the text.
func TestLead(t *testing.T) {
	headed, plain := &reader{d: &doc.Document{}}, &reader{d: &doc.Document{}}
	for i := range 3 {
		role := "body"
		if i == 0 {
			role = "headline"
		}
		headed.d.Article.Blocks = append(headed.d.Article.Blocks, doc.Block{Role: role})
		headed.d.Sentences = append(headed.d.Sentences, doc.Sentence{Block: i})
		plain.d.Article.Blocks = append(plain.d.Article.Blocks, doc.Block{Role: "body"})
		plain.d.Sentences = append(plain.d.Sentences, doc.Sentence{Block: i})
	}
	for _, c := range []struct {
		r    *reader
		sure []float64
		want int
	}{{plain, []float64{0.3, 0.5, 0.9}, 1}, {plain, []float64{0.3, 0.2, 0.35}, 2}, {plain, []float64{0.8, 0.9}, 0}, {plain, []float64{0.1}, 0},
		{headed, []float64{0.8, 0.9}, 1}, {headed, []float64{0.8, 0.5, 0.9}, 1}, {headed, []float64{0.8, 0.3}, 0}, {headed, []float64{0.3, 0.2}, 0}, {headed, []float64{0.2, 0.3}, 1}} {
		var g []*cand
		for i, p := range c.sure {
			g = append(g, &cand{n: i, sent: i, sure: p})
		}
		g[0].near = 0.5
		c.r.lead(g)
		if g[0].n != c.want || g[0].near != 0.5 {
			t.Errorf("%v: mention %d leads, want %d; near %v", c.sure, g[0].n, c.want, g[0].near)
		}
		seen := map[int]bool{}
		for _, x := range g {
			seen[x.n] = true
		}
		if len(seen) != len(c.sure) {
			t.Errorf("%v: mentions were lost: %v", c.sure, seen)
		}
	}
}

// TestLeastProbable: an article that is about something else holds no act that is not nearly certain, unless it leads with it; a
// sentence may hold just one.
func TestLeastProbable(t *testing.T) {
	r := &reader{c: &Coder{cut: defaultCuts}}
	for _, x := range []struct {
		words    int
		expected float64
		leads    bool
		want     float64
	}{
		{400, 0.9, false, defaultCuts.lone},
		{400, defaultCuts.few - 0.1, false, defaultCuts.lone},
		{400, 0.9, true, defaultCuts.event},
		{400, defaultCuts.few + 0.1, false, defaultCuts.event},
		{400, 12, false, defaultCuts.event},
		{20, 0.4, false, defaultCuts.event},
		{100, 0.4, false, defaultCuts.event},
	} {
		if got := r.leastProbable(x.expected, x.leads, &sight{words: x.words}); got != x.want {
			t.Errorf("%d words, %.1f acts expected: %v, want %v", x.words, x.expected, got, x.want)
		}
	}
}
