package api_test

import (
	"bytes"
	"strings"
	"testing"

	"onrecord/internal/api"
	"onrecord/internal/gold"
	"onrecord/internal/review"
	"onrecord/internal/store"
)

// TestReviews: decisions are listed page by page, latest first, and come out as annotations that hold the corrected values
// and give the article full marks.
func TestReviews(t *testing.T) {
	t.Parallel()
	h, s := serve(t, nil)
	rows, _, err := s.Events(t.Context(), store.Filter{}, store.Page{Limit: 3})
	if err != nil || len(rows) < 2 {
		t.Fatalf("%v, %d events", err, len(rows))
	}
	for i, e := range rows[:2] {
		for _, status := range []string{"threatened", "demanded"} {
			rec, err := s.Record(t.Context(), e.Article.ID)
			if err != nil {
				t.Fatal(err)
			}
			d := store.Decision{Article: e.Article.ID, Item: e.ID, Field: "status", Verdict: review.Correct, Before: review.Value(rec, review.Event, e.ID, "status"), After: status, Person: []string{"ada", "bo"}[i]}
			if err := s.Decide(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
	}
	first := decode[api.List[store.Decision]](t, ask(t, "GET", h.URL+"/v1/reviews?limit=3", ""))
	if len(first.Items) != 3 || first.Next == "" || first.Items[0].Person != "bo" || first.Items[0].After != "demanded" {
		t.Errorf("%+v", first)
	}
	rest := decode[api.List[store.Decision]](t, ask(t, "GET", h.URL+"/v1/reviews?limit=3&cursor="+first.Next, ""))
	if len(rest.Items) != 1 || rest.Next != "" || rest.Items[0].After != "threatened" {
		t.Errorf("%+v", rest)
	}
	own := decode[api.List[store.Decision]](t, ask(t, "GET", h.URL+"/v1/reviews?article="+rows[0].Article.ID, ""))
	for _, d := range own.Items {
		if d.Article != rows[0].Article.ID {
			t.Errorf("another article: %+v", d)
		}
	}
	for _, form := range []string{"annotations", "standoff"} {
		a := ask(t, "GET", h.URL+"/v1/reviews?form="+form, "")
		if a.StatusCode != 200 || a.Header.Get("Content-Type") != "application/x-ndjson" {
			t.Fatalf("%s: %s", form, a.Status)
		}
		found := 0
		for line := range bytes.Lines(a.body) {
			id, _, _ := strings.Cut(strings.TrimPrefix(string(line), `{"doc":"`), `"`)
			rec, err := s.Record(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			g, err := gold.Decode(line, rec.Article.Text)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range g.Events {
				if e.Status == "demanded" {
					found++
				}
			}
			tally := gold.Tally{}
			tally.Add(g, rec)
			for _, x := range tally.Scores() {
				if x.F1 < 100 && x.N > 0 {
					t.Errorf("%s: %s %.1f", form, x.Measure, x.F1)
				}
			}
		}
		if found < 2 {
			t.Errorf("%s: %d corrected events", form, found)
		}
	}
	for bad, says := range map[string]string{"?form=tea": "annotations", "?form=standoff&limit=3": "everything", "?country=TCD": "not known here", "?limit=0": "number", "?cursor=x": "cursor"} {
		if a := ask(t, "GET", h.URL+"/v1/reviews"+bad, ""); a.StatusCode != 400 || !strings.Contains(string(a.body), says) {
			t.Errorf("%s: %s %s", bad, a.Status, a.body)
		}
	}
}
