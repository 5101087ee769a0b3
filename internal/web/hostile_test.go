package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"onrecord"
	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/review"
	"onrecord/internal/web"
	"onrecord/internal/web/memory"
)

// hostile strings must come out as text wherever they stand.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</textarea><svg onload=alert(1)>`,
	`{{.Body}}`, `javascript:alert(1)`, `</title><script>alert(1)</script>`, "\u202egnp.exe", `" hx-get="http://evil.example/" x="`,
}

// harmless: no element and no attribute of the hostile strings became part of the page.
func harmless(t *testing.T, name, page string) {
	t.Helper()
	wellFormed(t, name, page)
	n, attrs := elements(t, page)
	if n["img"] > 0 {
		t.Errorf("%s: an image got in", name)
	}
	for _, a := range attrs {
		if a.Key == "onerror" || a.Key == "onload" || a.Key == "onmouseover" || a.Key == "hx-get" && strings.Contains(a.Val, "evil") {
			t.Errorf("%s: attribute %s=%q got in", name, a.Key, a.Val)
		}
	}
	if strings.Contains(page, "<script>alert") {
		t.Errorf("%s: a script got in", name)
	}
}

func TestHostileArticle(t *testing.T) {
	t.Parallel()
	for _, bad := range hostile {
		read := func(onrecord.Article) doc.Record {
			r := sampleRecord()
			a := &r.Article
			a.Title, a.Publisher, a.Byline, a.URL = &bad, &bad, &bad, &bad
			a.Text = bad + "\n" + bad
			n := len([]rune(a.Text))
			r.Claims[0].Chain[0].Name, r.Claims[0].Content[0].Text = bad, bad
			r.Claims[0].Content[0].Start, r.Claims[0].Content[0].End = 1, n-1
			r.Entities[0].Name, r.Places[0].Name, r.Figures[0].Span.Text, r.Forces[0].Owner.Name = bad, bad, bad, bad
			r.Events[0].Actors[0].Name, r.Events[0].Act, r.Events[0].Status, r.Events[0].Mode = bad, bad, bad, []string{bad}
			r.Events[0].Why[0].Evidence, r.Events[0].Evidence.Text = bad, bad
			r.Problems = []doc.Problem{{Stage: "clean", Message: bad}}
			return r
		}
		w := post(t, newSite(t, web.Options{Reader: readerFunc(read)}), "/read", url.Values{"text": {"x"}})
		harmless(t, bad, w.Body.String())
		w = post(t, newSite(t, web.Options{}), "/read", url.Values{"text": {bad}, "published": {bad}, "title": {bad}, "publisher": {bad}, "url": {bad}})
		harmless(t, "form "+bad, w.Body.String())
	}
}

// TestHostileStore: what stands in the store comes out as text on every page.
func TestHostileStore(t *testing.T) {
	t.Parallel()
	for _, bad := range hostile {
		m := memory.New()
		r := sampleRecord()
		r.Article.ID, r.Article.Title, r.Article.Publisher = "a1", &bad, &bad
		r.Forces[0].Owner = doc.RecordOwner{Name: bad, Code: &bad, Sector: &bad}
		r.Claims[0].Chain[0].Name = bad
		m.AddArticle(r, web.ArticleLine{ID: bad, Title: bad, Publisher: bad, Published: bad})
		v := []merge.Value{{Value: bad, Code: bad, Sector: bad, Sources: []string{bad}, Lat: ptr(1.0), Lon: ptr(1.0), Prec: bad, From: bad, To: bad}}
		mention := merge.Mention{Report: "a1/e1", Article: "a1", Publisher: bad, Published: bad}
		m.AddIncident(web.Incident{Incident: merge.Incident{ID: "i1", Sentence: bad, Act: v, Status: v, Actors: v, Recips: v, Place: v, OneSided: bad, Denies: []string{bad}, Confirms: []string{bad}, Doubts: []string{bad},
			Figures: []merge.Tally{{Class: bad, Role: bad, Values: []merge.Number{{Words: bad, First: bad, Last: bad, Sources: []string{bad}}}}}, History: []merge.Step{{Status: bad, From: bad, Sources: []string{bad}}},
			Sources: []merge.Origin{{Name: bad, Kind: bad, Anonymity: bad, Stances: []string{bad}, Carriers: []merge.Mention{mention}}}, First: mention, Latest: mention},
			Articles: map[string]web.ArticleLine{"a1": {ID: "a1", Title: bad, Publisher: bad, Published: bad, URL: bad}}, Families: []web.Family{{Origin: "a1", Agency: bad, Members: []string{"a1"}}},
			Reports: []merge.Report{{ID: "a1/e1", Article: "a1", Event: "e1", Evidence: bad, Anchor: bad, Chain: []merge.Source{{Name: bad, Kind: bad, Anonymity: bad, Stance: bad}}, Figures: []merge.Figure{{Words: bad}}}}})
		m.AddWatch(web.Watch{ID: bad, Address: bad, Title: bad, Kind: bad, State: bad, Why: bad})
		if err := m.SaveSearch(t.Context(), web.Search{Name: bad, Query: bad, User: "ann", Webhook: bad}); err != nil {
			t.Fatal(err)
		}
		if err := m.Decide(t.Context(), web.Decision{Article: "a1", Item: "e1", Field: "place", Verdict: "correct", Before: bad, After: review.Write(review.Place{Name: bad}), Person: bad}); err != nil {
			t.Fatal(err)
		}
		h := newSite(t, web.Options{Store: m, Watches: m, Searches: m, Reviews: m, User: func(*http.Request) web.User { return ann }})
		q := url.QueryEscape(bad)
		for _, target := range []string{"/", "/?text=" + q + "&actor=" + q + "&source=" + q + "&country=" + q + "&act=" + q + "&since=" + q + "&box=" + q, "/incident/i1", "/article/a1",
			"/sides?side=" + q + "&side=x" + q + "&text=" + q, "/sides", "/forces", "/forces?owner=" + q + "&place=" + q, "/actors", "/actors?text=" + q, "/sources", "/searches", "/review", "/review/a1", "/nowhere/" + url.PathEscape(bad)} {
			w := get(t, h, target)
			if w.Code >= 500 {
				t.Errorf("%s: status %d", target, w.Code)
			}
			harmless(t, target, w.Body.String())
		}
	}
}
