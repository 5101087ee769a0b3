package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onrecord/internal/api"
	"onrecord/internal/gold"
	"onrecord/internal/review"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
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

// TestDecide: what is decided through the API changes record and incidents as on the page, in the name of who sent it; what makes no sense,
// or would undo unseen what somebody else decided, is refused. The same over every kind of store.
func TestDecide(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, dsn string) {
		g := emptyAt(t, dsn)
		w := storetest.New(storetest.Options{Articles: 3, Events: 2})
		rec := w.Record(0)
		if _, err := g.Store.Put(t.Context(), "test", []store.Entry{{Record: rec}}); err != nil {
			t.Fatal(err)
		}
		h := httptest.NewServer(api.New(api.Options{Store: g.Store, Who: func(r *http.Request, _ api.Scope) (string, error) { return r.Header.Get("X-Person"), nil }}).Handler())
		t.Cleanup(h.Close)
		id, event := rec.Article.ID, rec.Events[0].ID
		post := func(person string, d map[string]any) answer {
			t.Helper()
			b, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			return ask(t, "POST", h.URL+"/v1/reviews", string(b), "X-Person", person)
		}
		status := func(after string) map[string]any {
			return map[string]any{"article": id, "item": event, "field": "status", "verdict": "correct", "after": after, "person": "eve", "at": "2001-01-01T00:00:00Z"}
		}
		a := post("ada", status("threatened"))
		d := decode[store.Decision](t, a)
		if a.StatusCode != 201 || d.Person != "ada" || d.Kind != "event" || d.After != "threatened" || d.At.Year() < 2024 || d.End <= d.Start {
			t.Fatalf("%s %+v", a.Status, d)
		}
		if now, err := g.Store.Record(t.Context(), id); err != nil || now.Events[0].Status != "threatened" {
			t.Errorf("the record: %v, %v", now.Events[0].Status, err)
		}
		incidents := decode[api.List[store.IncidentRow]](t, ask(t, "GET", h.URL+"/v1/incidents?status=threatened", ""))
		if len(incidents.Items) != 1 {
			t.Errorf("incidents: %+v", incidents)
		}
		a = post("bo", status("demanded"))
		if p := decode[api.Problem](t, a); a.StatusCode != 409 || a.Header.Get("Content-Type") != "application/problem+json" || p.Now == nil || p.Now.After != "threatened" || p.Now.Person != "ada" {
			t.Errorf("undone unseen: %s %s", a.Status, a.body)
		}
		seen := status("demanded")
		seen["before"] = "threatened"
		if a = post("bo", seen); a.StatusCode != 201 {
			t.Errorf("%s %s", a.Status, a.body)
		}
		if log := decode[api.List[store.Decision]](t, ask(t, "GET", h.URL+"/v1/reviews?article="+id, "")); len(log.Items) != 2 || log.Items[0].Person != "bo" || log.Items[1] != d {
			t.Errorf("%+v, want %+v last", log, d)
		}
		if a = post("ada", map[string]any{"article": id, "verdict": "add", "field": "event", "start": 0, "end": 5, "after": `{"act":"PROTEST","status":"occurred"}`}); a.StatusCode != 201 || decode[store.Decision](t, a).Item == "" {
			t.Errorf("an added event: %s %s", a.Status, a.body)
		}
		for _, c := range []struct {
			status int
			field  string
			change map[string]any
		}{
			{400, "verdict", map[string]any{"verdict": "perhaps"}},
			{400, "field", map[string]any{"field": "colour"}},
			{400, "status", map[string]any{"after": "maybe"}},
			{400, "note", map[string]any{"note": "a\x00b"}},
			{400, "actors", map[string]any{"field": "actors", "after": "[{\"name\":\"a\\u0000\"}]"}},
			{400, "after", map[string]any{"field": "actors", "after": strings.Repeat("a", 1<<17)}},
			{400, "", map[string]any{"colour": "red"}},
			{404, "", map[string]any{"article": "nothing"}},
			{404, "", map[string]any{"item": "nothing"}},
		} {
			d := status("demanded")
			for k, v := range c.change {
				d[k] = v
			}
			a := post("ada", d)
			p := decode[api.Problem](t, a)
			if a.StatusCode != c.status || a.Header.Get("Content-Type") != "application/problem+json" || c.field != "" && (len(p.Errors) != 1 || p.Errors[0].Field != c.field) {
				t.Errorf("%v: %s %.300s", c.change, a.Status, a.body)
			}
		}
		if a := ask(t, "POST", h.URL+"/v1/reviews", `{"article":"x"} {"article":"y"}`); a.StatusCode != 400 {
			t.Errorf("two at once: %s", a.Status)
		}
	})
}
