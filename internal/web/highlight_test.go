package web

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	text := []rune("Chad said France will leave.")
	got := segments(text, []span{
		{start: 10, end: 27, id: "c1", role: "claim"},
		{start: 5, end: 9, id: "c1", role: "cue", link: "c1"},
		{start: 22, end: 27, id: "e1", role: "event", class: "st-planned", link: "e1"},
		{start: 10, end: 16, id: "e1", role: "actor"},
		{start: 26, end: 99, id: "x", role: "figure"}, // beyond the end
		{start: 7, end: 7, id: "y", role: "figure"},   // empty
	})
	var show []string
	for _, s := range got {
		show = append(show, s.Text+"|"+s.DataIDs()+"|"+s.Class()+"|"+s.Link+"|"+strings.Join(s.Begins, " "))
	}
	want := []string{
		"Chad ||||", "said|c1|cue|c1|c1", " ||||", "France|c1 e1|claim actor||e1", " will |c1|claim||",
		"leav|c1 e1|claim event st-planned|e1|", "e|c1 e1 x|claim event st-planned figure|e1|x", ".|x|figure||",
	}
	if !slices.Equal(show, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(show, "\n"), strings.Join(want, "\n"))
	}
}

// TestSegmentsKeepTheText: however spans overlap, the segments joined are the text, every segment knows exactly the
// spans that cover it, and paragraphs lose nothing but line ends.
func TestSegmentsKeepTheText(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		checkSegments(t, randomText(rng), randomSpans(rng))
	}
}

func randomText(rng *rand.Rand) string {
	letters := []rune("ab é\n漢🙂<&\u202e")
	var b strings.Builder
	for range rng.IntN(40) {
		b.WriteRune(letters[rng.IntN(len(letters))])
	}
	return b.String()
}

func randomSpans(rng *rand.Rand) []span {
	var spans []span
	for i := range rng.IntN(12) {
		from := rng.IntN(50) - 5
		spans = append(spans, span{start: from, end: from + rng.IntN(20) - 2, id: string(rune('a' + i)), role: "claim"})
	}
	return spans
}

func checkSegments(t *testing.T, s string, spans []span) {
	t.Helper()
	text := []rune(s)
	segs := segments(text, spans)
	var joined strings.Builder
	at := 0
	begun := map[string]int{}
	for _, g := range segs {
		joined.WriteString(g.Text)
		for range []rune(g.Text) {
			for _, sp := range spans {
				if covers := sp.start <= at && at < sp.end; covers != slices.Contains(g.IDs, sp.id) {
					t.Fatalf("%q %+v: code point %d is covered by %s: %v, but the segment has %v", s, spans, at, sp.id, covers, g.IDs)
				}
			}
			at++
		}
		for _, id := range g.Begins {
			begun[id]++
		}
	}
	if joined.String() != string(text) {
		t.Fatalf("%q became %q", string(text), joined.String())
	}
	ps := paragraphs(segs, nil)
	var lines []string
	shown := map[string]int{}
	for _, p := range ps {
		var b strings.Builder
		for _, g := range p.Segments {
			b.WriteString(g.Text)
			for _, id := range g.Begins {
				shown[id]++
			}
		}
		lines = append(lines, b.String())
	}
	if got, want := strings.Join(lines, ""), strings.ReplaceAll(string(text), "\n", ""); got != want {
		t.Fatalf("paragraphs of %q: %q", string(text), got)
	}
	for id, n := range begun {
		if n != 1 || shown[id] > 1 {
			t.Fatalf("%q: %s begins %d times, is shown %d times: an id may stand once on a page", s, id, n, shown[id])
		}
	}
}

func FuzzSegments(f *testing.F) {
	f.Add("a\nb", 0, 2, 1, 3)
	f.Fuzz(func(t *testing.T, s string, a, b, c, d int) {
		checkSegments(t, strings.ToValidUTF8(s, "?"), []span{{start: a, end: b, id: "x"}, {start: c, end: d, id: "y"}})
	})
}

func TestParagraphsSetAside(t *testing.T) {
	t.Parallel()
	text := "Title\nBody.\n\nRead more"
	ps := paragraphs(segments([]rune(text), nil), []doc.RecordBoilerplate{{Quote: doc.Quote{Start: 13, End: 22}, Reason: "teaser"}})
	if len(ps) != 3 || ps[0].Aside != "" || ps[1].Aside != "" || ps[2].Aside != "teaser" {
		t.Errorf("%+v", ps)
	}
}
