package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"onrecord/internal/api"
	"onrecord/internal/store/storetest"
)

// handler answers from a store of twenty articles.
func handler(t testing.TB) http.Handler {
	t.Helper()
	g := filled(t, storetest.Options{Articles: 20})
	return api.New(api.Options{Store: g.Store, Ingester: g, Log: slog.New(slog.DiscardHandler)}).Handler()
}

// answered asks and looks that the server found no fault with itself and says what is wrong in the form of its answers.
func answered(t *testing.T, h http.Handler, q *http.Request) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, q)
	if w.Code >= 500 {
		t.Fatalf("%s %s: %d %.300s", q.Method, q.URL, w.Code, w.Body)
	}
	if media := w.Header().Get("Content-Type"); strings.HasSuffix(media, "json") && !json.Valid(w.Body.Bytes()) {
		t.Fatalf("%s %s: %d, no JSON: %.300s", q.Method, q.URL, w.Code, w.Body)
	}
}

// FuzzQueries: every list, count and export stands every query: it is answered, or refused with what is wrong with it.
func FuzzQueries(f *testing.F) {
	h := handler(f)
	paths := []string{"/v1/articles", "/v1/events", "/v1/claims", "/v1/forces", "/v1/incidents", "/v1/timeline", "/v1/map", "/v1/facets", "/v1/names/actor", "/v1/search", "/v1/reviews", "/v1/export/csv", "/v1/export/geojson"}
	for i, q := range []string{"text=troops&country=TCD", "actor=TCD+MIL&recipient=x&act=ASSAULT&status=occurred", "since=2024-01-01&until=2024-13-99", "near=13.5,2.1,50&box=10,-5,20,15", "near=NaN,1e999,-1",
		"box=NaN,NaN,NaN,NaN", "text=%22a+b%22+-c+OR+(", "limit=-1&cursor=AAAA", "limit=99999999999999999999", "zoom=99&act=%00&place=%ff", "like=%25_&form=annotations", "source=a&publisher=b&voice=c&story=d&incident=e/f&article=g"} {
		f.Add(uint8(i), q)
	}
	f.Fuzz(func(t *testing.T, path uint8, query string) {
		q := httptest.NewRequest("GET", paths[int(path)%len(paths)], nil)
		q.URL.RawQuery = query
		answered(t, h, q)
	})
}

// FuzzBodies: what is posted is taken or refused, whatever it is.
func FuzzBodies(f *testing.F) {
	h := handler(f)
	paths := []string{"/v1/read", "/v1/articles", "/v1/sources", "/v1/reviews"}
	for i, b := range []string{`{"text":"Gunmen killed six soldiers near Gao on Friday.","published":"2024-05-04"}`, `{"text":"a"}` + "\n" + `{"html":"<p>b"}`, `{"url":"http://a.example/feed","kind":"feed"}`,
		`{"article":"x","item":"y","field":"event","verdict":"accept"}`, `{"text":""}`, `[]`, `{"text":1}`, `{"url":"file:///etc/passwd"}`, "{\"text\":\"\xff\x00\"}", `{"text":"a","url":"http://[::1","published":"0000-00-00"}`, `null`} {
		f.Add(uint8(i), i%2 == 0, b)
	}
	f.Fuzz(func(t *testing.T, path uint8, lines bool, body string) {
		q := httptest.NewRequest("POST", paths[int(path)%len(paths)], strings.NewReader(body))
		q.Header.Set("Content-Type", map[bool]string{false: "application/json", true: "application/x-ndjson"}[lines])
		answered(t, h, q)
	})
}
