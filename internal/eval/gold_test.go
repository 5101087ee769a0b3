package eval

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"onrecord/internal/gold"
)

// TestGoldAgreesWithScorePy: our scorer and the annotators' own give the same figures for the same records.
func TestGoldAgreesWithScorePy(t *testing.T) {
	t.Parallel()
	const dir = "../../../shared/gold/dev"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no ../shared/gold here: the comparison with score.py is skipped")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here: the comparison with score.py is skipped")
	}
	articles, err := gold.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	records := filepath.Join(t.TempDir(), "records.jsonl")
	f, err := os.Create(records)
	if err != nil {
		t.Fatal(err)
	}
	enc := json.NewEncoder(f)
	tally := gold.Tally{}
	for i := range articles {
		rec := readGold(r, &articles[i])
		if i%3 == 0 { // also where the record's text is not the gold text
			shifted := rec
			shifted.Article.Text = rec.Article.Text + "\nOne more line.\n"
			rec = shifted
		}
		tally.Add(&articles[i], &rec)
		if err := enc.Encode(rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "../../../shared/gold/score.py", dir, dir+"/texts", records, "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var theirs struct {
		Scores map[string]struct {
			P, R, F1 float64
			N        int
		}
	}
	if err := json.Unmarshal(out, &theirs); err != nil {
		t.Fatal(err)
	}
	scores := tally.Scores()
	if len(scores) != len(theirs.Scores) {
		t.Errorf("we have %d measures, score.py %d", len(scores), len(theirs.Scores))
	}
	for _, s := range scores {
		w := theirs.Scores[s.Measure]
		if math.Abs(w.P-s.P) > 0.06 || math.Abs(w.R-s.R) > 0.06 || math.Abs(w.F1-s.F1) > 0.06 || w.N != s.N {
			t.Errorf("%s: ours %.1f %.1f %.1f n=%d, score.py %.1f %.1f %.1f n=%d", s.Measure, s.P, s.R, s.F1, s.N, w.P, w.R, w.F1, w.N)
		}
	}
}
