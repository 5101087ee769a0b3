package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"onrecord/internal/gold"
	"onrecord/internal/merge"
	"onrecord/internal/review"
	"onrecord/internal/web"
	"onrecord/internal/web/memory"
)

// fieldNow is the value of a field as its form holds it.
func fieldNow(t *testing.T, page, item, field string) string {
	t.Helper()
	m := regexp.MustCompile(`name="item" value="` + item + `"><input type="hidden" name="field" value="` + field + `"><input type="hidden" name="before" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("there is no form for %s of %s", field, item)
	}
	return html.UnescapeString(m[1])
}

// reviewer sends forms of one article's review page, as a person does who looks at it anew each time.
type reviewer struct {
	t *testing.T
	h http.Handler
}

func (r reviewer) page() string { return get(r.t, r.h, "/review/lcd1").Body.String() }

func (r reviewer) correct(kind, item, field string, status int, says string, inputs url.Values) {
	r.t.Helper()
	inputs.Set("before", fieldNow(r.t, r.page(), item, field))
	inputs.Set("field", field)
	inputs.Set("verdict", "correct")
	r.send(kind, item, status, says, inputs)
}

func (r reviewer) send(kind, item string, status int, says string, inputs url.Values) {
	r.t.Helper()
	inputs.Set("article", "lcd1")
	inputs.Set("kind", kind)
	inputs.Set("item", item)
	inputs.Set("back", "/review/lcd1")
	w := post(r.t, r.h, "/review", inputs)
	if w.Code != status || !strings.Contains(w.Body.String()+w.Header().Get("Location"), says) {
		r.t.Errorf("%v: status %d, location %q, want %d with %q", inputs, w.Code, w.Header().Get("Location"), status, says)
	}
	if status != http.StatusSeeOther {
		wellFormed(r.t, "review", w.Body.String())
	}
}

// sampleIDs are the first event, claim and force of the sample article.
func sampleIDs(t *testing.T, m *memory.Store) (event, claim, force string) {
	t.Helper()
	rec, err := m.Reading(t.Context(), "lcd1")
	if err != nil || len(rec.Events) < 2 || len(rec.Claims) < 1 || len(rec.Forces) < 1 {
		t.Fatalf("the sample has no event, claim or force: %v", err)
	}
	return rec.Events[0].ID, rec.Claims[0].ID, rec.Forces[0].ID
}

// TestReviewEverything: by plain forms, without a script, a person corrects every kind of thing that was read, adds what was
// missed, rejects and puts back; exported and loaded again, the annotations hold it and give the record full marks.
func TestReviewEverything(t *testing.T) {
	t.Parallel()
	h, m := full(t, ann)
	e, c, f := sampleIDs(t, m)
	r := reviewer{t, h}
	r.correct("event", e, "status", 303, "/review/lcd1?done#"+e, url.Values{"value": {"possible"}})
	r.correct("event", e, "actors", 303, "done", url.Values{"name": {"Gunmen", ""}, "code": {"Chad", ""}, "sector": {"REB", ""}})
	r.correct("event", e, "actors", 422, "no country and no kind of body", url.Values{"name": {"Gunmen"}, "code": {"Ruritania"}})
	r.correct("event", e, "recipients", 422, "does not have the words “two generals”", url.Values{"name": {"two generals"}})
	r.correct("event", e, "date", 422, "is no day", url.Values{"from": {"Tuesday"}})
	r.correct("event", e, "date", 303, "done", url.Values{"from": {"2024-03-11"}, "to": {"2024-03-12"}})
	r.correct("event", e, "figures", 303, "done", url.Values{"words": {"19 bodies"}, "low": {"19"}, "high": {"19"}, "best": {"19"}})
	r.correct("claim", c, "chain", 303, "done", url.Values{"name": {"Radio Sahel", "Colonel Bertrand Ateba"}, "what": {"outlet", "person"}, "anonymity": {"named", "named"}, "stance": {"asserts", "doubts"}})
	r.correct("force", f, "owner", 303, "done", url.Values{"name": {"France"}, "code": {"FRA"}, "sector": {"GOV"}})
	r.correct("force", f, "figure", 303, "done", url.Values{"words": {"about 100 military advisers"}, "low": {"80"}, "high": {"120"}, "best": {"100"}})
	r.correct("force", f, "place", 303, "done", url.Values{"words": {"Kousseri"}, "country": {"cameroon"}})
	missed := url.Values{"verdict": {"add"}, "words": {"brought in"}, "act": {"AID"}, "status": {"occurred"}, "actors-name": {"The government"}, "actors-code": {"Cameroon"}, "actors-sector": {"GOV"}}
	r.send("event", "", 303, "done#e", missed)
	missed.Set("words", "brought in loudly")
	r.send("event", "", 422, "does not have the words", missed)
	missed.Set("words", "brought in")
	missed.Set("nth", "9")
	r.send("event", "", 422, "that often", missed)
	missed.Del("act")
	missed.Set("nth", "")
	r.send("event", "", 422, "Choose what happened", missed)
	r.send("event", e, 303, "done", url.Values{"field": {"event"}, "verdict": {"reject"}})
	if page := r.page(); !strings.Contains(page, "Put back") || strings.Contains(page, `id="`+e+`"`) {
		t.Error("a rejected event is not listed as such")
	}
	r.send("event", e, 303, "done", url.Values{"field": {"event"}, "verdict": {"accept"}})
	r.send("article", "", 303, "done", url.Values{"field": {"article"}, "verdict": {"accept"}})
	page := r.page()
	wellFormed(t, "review-article", page)
	for _, says := range []string{"Nothing is missing, says ann", "The status corrected from “", "Whose forces corrected from", "The sources corrected from", "The event added"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	a, err := m.Article(t.Context(), "lcd1")
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"annotations", "standoff"} {
		w := get(t, h, "/review/export?form="+form)
		if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), form) {
			t.Fatalf("%s: %d", form, w.Code)
		}
		g, err := gold.Decode(w.Body.Bytes(), a.Record.Article.Text)
		if err != nil {
			t.Fatal(err)
		}
		exported(t, g)
		tally := gold.Tally{}
		tally.Add(g, &a.Record)
		for _, s := range tally.Scores() {
			if s.F1 < 100 && s.N > 0 {
				t.Errorf("%s: %s is %.1f", form, s.Measure, s.F1)
			}
		}
	}
	if body := get(t, h, "/review/export?form=decisions").Body.String(); strings.Count(body, "\n") < 10 || !strings.Contains(body, `"person":"ann"`) {
		t.Errorf("the decisions are not all there: %s", body)
	}
	if w := get(t, h, "/review/export?form=tea"); w.Code != 404 {
		t.Errorf("a form that there is not: %d", w.Code)
	}
}

// exported looks for the values that were given.
func exported(t *testing.T, g *gold.Article) {
	t.Helper()
	e := g.Events[0]
	if e.Status != "possible" || len(e.Actors) != 1 || e.Actors[0].Q != "Gunmen" || e.Actors[0].Code != "TCD" || e.Actors[0].Sector != "REB" || e.Date.From != "2024-03-11" || e.Date.To != "2024-03-12" {
		t.Errorf("the event is %+v", e)
	}
	if n := g.Claims[0].Chain; len(n) != 2 || n[0].Name != "Radio Sahel" || n[1].Stance != "doubts" {
		t.Errorf("the chain is %+v", n)
	}
	if f := g.Forces[0]; f.Owner.Code != "FRA" || f.Owner.Sector != "GOV" || f.Place == nil || f.Place.Name != "Kousseri" {
		t.Errorf("the force is %+v", f)
	}
	found := false
	for _, x := range g.Events {
		found = found || x.Anchor.Q == "brought in" && x.Type == "AID" && len(x.Actors) == 1 && x.Actors[0].Code == "CMR"
	}
	if !found || !g.Review.Complete {
		t.Errorf("the missed event is not exported, or the article is not complete: %+v", g.Review)
	}
}

// TestReviewOld: a decision of the time when values were plain text still reads.
func TestReviewOld(t *testing.T) {
	t.Parallel()
	if w := review.Words("actors", "French forces; Mali"); w != "French forces; Mali" {
		t.Errorf("%q", w)
	}
}

// TestPlaceWithoutPoint: a place that is known by its name alone is not put on the map, least of all in the sea off Africa.
func TestPlaceWithoutPoint(t *testing.T) {
	t.Parallel()
	h, m := full(t, ann)
	zero := 0.0
	m.AddIncident(web.Incident{Incident: merge.Incident{ID: "x/e", Act: []merge.Value{{Value: "AID"}}, Status: []merge.Value{{Value: "occurred"}}, Place: []merge.Value{{Value: "frontier post", Code: "CMR", Lat: &zero, Lon: &zero}}}})
	if body := get(t, h, "/incident/x/e").Body.String(); strings.Contains(body, "data-lat") || !strings.Contains(body, "frontier post") {
		t.Error("a place without a point is on the map, or is not named")
	}
}
