package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"onrecord/internal/gold"
	"onrecord/internal/ingest"
	"onrecord/internal/review"
	"onrecord/internal/source"
	"onrecord/internal/store"
)

// TestExportReviews: fields are corrected, exported into a folder and loaded as the trainers and scorers load it; the values
// are those that were given, and the corrected article scores 100 against it.
func TestExportReviews(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	spec, err := source.Classify("../../examples/patrol.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&ingest.Ingester{Store: s, Reader: r}).Add(t.Context(), spec, source.Options{}); err != nil {
		t.Fatal(err)
	}
	rows, _, err := s.Events(t.Context(), store.Filter{}, store.Page{})
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d events, %v", len(rows), err)
	}
	article, event := rows[0].Article.ID, rows[0].ID
	decide := func(kind, item, field, after string) {
		t.Helper()
		rec, err := s.Record(t.Context(), article)
		if err != nil {
			t.Fatal(err)
		}
		d := store.Decision{Article: article, Kind: kind, Item: item, Field: field, Verdict: review.Correct, Before: review.Value(rec, kind, item, field), After: after, Person: "ada"}
		if err := s.Decide(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	decide(review.Event, event, "status", "possible")
	decide(review.Event, event, "date", "2024-02-03 / 2024-02-05")
	rec, err := s.Record(t.Context(), article)
	if err != nil {
		t.Fatal(err)
	}
	decide(review.Claim, rec.Claims[0].ID, "chain", `[{"name":"Radio Sahel","kind":"outlet","anonymity":"named","stance":"doubts"}]`)
	if rec, err = s.Record(t.Context(), article); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	for _, form := range []string{"annotations", "standoff"} {
		dir := t.TempDir()
		var out, errs bytes.Buffer
		c := exportCmd{storeFlag: storeFlag{Store: path}, Format: form, Texts: dir}
		if err := c.Run(&streams{out: &out, err: &errs}); err != nil || out.Len() > 0 || !strings.Contains(errs.String(), "3 decisions on 1 articles") {
			t.Fatalf("%v %q %q", err, out.String(), errs.String())
		}
		loaded, err := gold.Load(dir)
		if err != nil || len(loaded) != 1 {
			t.Fatalf("%d articles, %v", len(loaded), err)
		}
		found := false
		for _, e := range loaded[0].Events {
			found = found || e.Status == "possible" && e.Date != nil && e.Date.From == "2024-02-03" && e.Date.To == "2024-02-05"
		}
		if !found || loaded[0].Claims[0].Chain[0].Name != "Radio Sahel" || loaded[0].Claims[0].Chain[0].Stance != "doubts" {
			t.Errorf("%s does not hold the corrected values", form)
		}
		tally := gold.Tally{}
		tally.Add(&loaded[0], rec)
		for _, x := range tally.Scores() {
			if x.F1 < 100 && x.N > 0 {
				t.Errorf("%s: %s %.1f", form, x.Measure, x.F1)
			}
		}
	}
	var out, errs bytes.Buffer
	c := exportCmd{storeFlag: storeFlag{Store: path}, Format: "decisions"}
	if err := c.Run(&streams{out: &out, err: &errs}); err != nil || strings.Count(out.String(), "\n") != 3 {
		t.Errorf("%v %q", err, out.String())
	}
	c.filterFlags.Text = "x"
	if err := c.Run(&streams{out: &out, err: &errs}); err == nil || !strings.Contains(err.Error(), "whole") {
		t.Errorf("with a filter: %v", err)
	}
}
