package api_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"onrecord/internal/api"
	"onrecord/internal/store/storetest"
)

// TestNoText: what holds a zero byte or is no UTF-8 is no text, and refused by every operation over every kind of store; PostgreSQL
// would not even look for it. In an article that is posted it is replaced.
func TestNoText(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, dsn string) {
		g := emptyAt(t, dsn)
		a := api.New(api.Options{Store: g.Store, Ingester: g})
		h := httptest.NewServer(a.Handler())
		t.Cleanup(h.Close)
		refused := func(method, target, body string) {
			t.Helper()
			x := ask(t, method, h.URL+target, body)
			if x.StatusCode != 400 || x.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s %s %s: %s %s", method, target, body, x.Status, x.body)
			}
		}
		for _, bad := range []string{"a%00b", "a%ffb"} {
			for _, r := range a.Routes() {
				path, _, inPath := strings.Cut(r.Path, "{")
				switch {
				case r.Path == "/v1/stream":
				case inPath && strings.HasPrefix(path, "/v1/incidents"):
					refused(r.Method, path+"x/"+bad, "")
				case inPath:
					refused(r.Method, path+bad, "")
				default:
					for _, field := range []string{"text", "actor", "article", "cursor", "url", "like", "form", bad} {
						refused(r.Method, path+"?"+field+"="+bad, "")
					}
				}
			}
		}
		for _, body := range []string{`{"url":"https://a.example/f","name":"a\u0000"}`, `{"url":"https://a.example/\u0000"}`, `{"url":"https://a.example/f","kind":"feed\u0000"}`} {
			refused("POST", "/v1/sources", body)
		}
		if x := ask(t, "POST", h.URL+"/v1/articles", `{"text":"Gunmen killed six soldiers near Gao on Friday.\u0000","title":"Raid\u0000","publisher":"a\u0000","url":"https://a.example/1"}`); x.StatusCode != 201 {
			t.Errorf("%s %s", x.Status, x.body)
		}
	})
}
