package corpus

import (
	"os"
	"path/filepath"
	"testing"

	"onrecord/internal/doc"
)

func TestParseStandoff(t *testing.T) {
	text := "“Rain – now,” Ada said.\nSnow\ntomorrow, she added."
	ann := "T1\tContent 1 11\tRain – now\n" +
		"T2\tSource 14 17\tAda\n" +
		"T3\tCue 18 22\tsaid\n" +
		"T4\tAttribution 18 22\tsaid\n" +
		"E1\tAttribution:T4 Content:T1 Cue:T3 Source:T2\n" +
		"#1\tAnnotatorNotes E1\tsure\n" +
		"T5\tContent 29 37;24 28\tSnow\ntomorrow\n" + // a newline within the span's text, fragments out of order
		"T6\tCue 43 48\tadded\n" +
		"T7\tAttribution-no-source 43 48\tadded\n" +
		"E2\tAttribution-no-source:T7 Content:T5 Cue:T6\n" +
		"E3\tAttribution:T7\n" // empty event
	as, err := parseStandoff(ann, text)
	if err != nil {
		t.Fatal(err)
	}
	if len(as) != 2 {
		t.Fatalf("%d attributions, want 2", len(as))
	}
	words := func(ss []doc.Span) (out string) {
		for _, s := range ss {
			out += "[" + text[s.Start:s.End] + "]"
		}
		return out
	}
	for i, want := range []string{"[Ada] [said] [Rain – now]", " [added] [Snow][tomorrow]"} {
		a := as[i]
		if got := words(a.Source) + " " + words(a.Cue) + " " + words(a.Content); got != want {
			t.Errorf("attribution %d = %s, want %s", i, got, want)
		}
	}
}

func TestReadPolnear(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "corpora", "polnear", "dev")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no shared corpora here: ", err)
	}
	as, err := ReadPolnear(folder)
	if err != nil {
		t.Fatal(err)
	}
	n, several := 0, 0
	for _, a := range as {
		if len(a.Annotators) == 0 {
			t.Errorf("%s: not annotated", a.Name)
			continue
		}
		n += len(a.Annotators[0])
		if len(a.Annotators) > 1 {
			several++
		}
	}
	if len(as) != 84 || several != 2 || n < 2100 || n > 2300 {
		t.Errorf("%d articles, %d with several annotators, %d attributions", len(as), several, n)
	}
}

func FuzzParseStandoff(f *testing.F) {
	f.Add("T1\tContent 0 1;2 3\tx\nE1\tAttribution:T1 Cue:T1 Content2:T1", "abcd")
	f.Add("T1\tCue -1 9\t\nT", "é")
	f.Fuzz(func(t *testing.T, ann, text string) {
		as, err := parseStandoff(ann, text)
		if err != nil {
			return
		}
		for _, a := range as {
			for _, s := range append(append(a.Cue, a.Content...), a.Source...) {
				_ = text[s.Start:s.End]
			}
		}
	})
}
