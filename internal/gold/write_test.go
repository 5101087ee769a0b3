package gold_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"onrecord"
	"onrecord/internal/doc"
	"onrecord/internal/gold"
)

// TestWrittenRecordScoresFull: whatever was read, written as an annotation in either form and loaded again, fits the
// guidelines' vocabularies and gives the record it came from full marks in every measure.
func TestWrittenRecordScoresFull(t *testing.T) {
	t.Parallel()
	r, err := onrecord.New(onrecord.Options{})
	if err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob("../../examples/*.txt")
	if train, _ := filepath.Glob("../../../shared/gold/train/texts/*.txt"); len(train) > 0 && !testing.Short() {
		paths = append(paths, train[:min(len(train), 20)]...)
	}
	if len(paths) == 0 {
		t.Fatal("no texts")
	}
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		rec := r.Read(onrecord.Article{Text: string(text), Published: "2024-03-14"})
		for _, quoting := range []bool{false, true} {
			fullMarks(t, filepath.Base(p), &rec, quoting)
		}
	}
}

func fullMarks(t *testing.T, name string, rec *doc.Record, quoting bool) {
	t.Helper()
	a, _ := gold.FromRecord(rec)
	if quoting {
		if err := gold.Quoting(a, rec.Article.Text); err != nil {
			t.Fatal(err)
		}
	}
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if some := len(a.Events)+len(a.Claims)+len(a.Figures) > 0; some && quoting == strings.Contains(string(b), `"s":`) {
		t.Errorf("%s: quoting %v: %.200s", name, quoting, b)
	}
	article, err := gold.Decode(b, rec.Article.Text)
	if err != nil {
		t.Errorf("%s: quoting %v: %v", name, quoting, err)
		return
	}
	tally := gold.Tally{}
	misses := tally.Add(article, rec)
	// "Reportedly" names no source, by words or by name: the guidelines' scorer can match such a source with nothing.
	nameless, acts := 0, 0
	for _, c := range rec.Claims {
		if h := c.Chain; len(h) > 0 && h[len(h)-1].Name == "" && h[len(h)-1].Span == nil {
			nameless++
			for _, e := range rec.Events {
				if e.Claim != nil && *e.Claim == c.ID {
					acts++
				}
			}
		}
	}
	for _, s := range tally.Scores() {
		short := float64(s.N)*(100-s.F1)/100 > 0.01
		if strings.HasPrefix(s.Measure, "claim ") {
			short = float64(s.N)*(100-s.F1)/100 > float64(nameless)+0.01
		}
		if s.Measure == "on whose word" || s.Measure == "full event" {
			short = float64(s.N)*(100-s.F1)/100 > float64(acts)+0.01
		}
		if short {
			t.Errorf("%s: quoting %v: %s is %.1f (precision %.1f, recall %.1f, of %d)", name, quoting, s.Measure, s.F1, s.P, s.R, s.N)
		}
	}
	if len(misses) > 0 {
		t.Errorf("%s: %+v", name, misses)
	}
}

// TestDecodeRefuses: what does not fit its text or the guidelines is told.
func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	for bad, want := range map[string]string{
		`{`: "unexpected end", `{"doc":"x","events":[{"id":"e1","anchor":{"q":"fled"},"type":"RETREAT","status":"occurred"}]}`: `occurrence 1 of "fled"`,
		`{"doc":"x","events":[{"id":"e1","anchor":{"s":[7,11]},"type":"WALK","status":"occurred"}]}`: `"WALK" is no act`,
	} {
		if _, err := gold.Decode([]byte(bad), "Troops left Goma."); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", bad, err, want)
		}
	}
}
