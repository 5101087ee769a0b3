package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAssets(t *testing.T) {
	t.Parallel()
	a, err := newAssets()
	if err != nil {
		t.Fatal(err)
	}
	for name := range a.files {
		r := httptest.NewRequest(http.MethodGet, a.url(name), nil)
		w := httptest.NewRecorder()
		a.ServeHTTP(w, r)
		plain := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
		r.Header.Set("Accept-Encoding", "br, gzip;q=0.8")
		w = httptest.NewRecorder()
		a.ServeHTTP(w, r)
		if w.Header().Get("Content-Encoding") != "gzip" || unzip(t, w.Body.Bytes()) != plain {
			t.Errorf("%s: the gzipped body is not the plain one", name)
		}
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/s/000000000000/app.css", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("an old hash is served: %d", w.Code)
	}
	if acceptsGzip("gzip;q=0") || !acceptsGzip("GZIP") || acceptsGzip("deflate") {
		t.Error("Accept-Encoding is misread")
	}
}
