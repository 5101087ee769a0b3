package web

import (
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"onrecord"
	"onrecord/internal/doc"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readerFunc is a Reader made of a function.
type readerFunc func(onrecord.Article) doc.Record

func (f readerFunc) Read(a onrecord.Article) doc.Record { return f(a) }

var day = time.Date(2024, 3, 20, 12, 0, 0, 0, time.UTC)

func newSite(t *testing.T, o Options) http.Handler {
	t.Helper()
	if o.Reader == nil {
		o.Reader = readerFunc(func(onrecord.Article) doc.Record { return sampleRecord() })
	}
	o.Now = func() time.Time { return day }
	o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func get(t *testing.T, h http.Handler, target string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

func post(t *testing.T, h http.Handler, target string, form url.Values, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func ptr[T any](x T) *T { return &x }

// quoted finds words in a text and returns them as a span.
func quoted(text, words string) doc.Quote {
	i := strings.Index(text, words)
	if i < 0 {
		panic("the text has no " + words)
	}
	start := len([]rune(text[:i]))
	return doc.Quote{Start: start, End: start + len([]rune(words)), Text: words}
}

const sampleText = "Ferry talks\nThe Ardal fleet will leave Port Sund by May, Radio Fjord reported, citing unnamed pilots. About 300 sailors stay.\nShare this"

// sampleRecord is a record written by hand, so that a change in reading does not change the golden pages.
func sampleRecord() doc.Record {
	t := sampleText
	q := func(s string) doc.Quote { return quoted(t, s) }
	return doc.Record{
		Schema: doc.Schema,
		Article: doc.RecordArticle{ID: "a1", URL: ptr("https://fjord.example/1"), Publisher: ptr("Fjord Post"), Title: ptr("Ferry talks"), Published: ptr("2024-03-14"), Language: ptr("en"), Text: t,
			Boilerplate: []doc.RecordBoilerplate{{Quote: q("Share this"), Reason: "share"}}},
		Entities: []doc.RecordEntity{{ID: "n1", Name: "Radio Fjord", Type: "outlet", Mentions: []doc.Quote{q("Radio Fjord")}}},
		Claims: []doc.RecordClaim{{ID: "c1", Content: []doc.Quote{q("The Ardal fleet will leave Port Sund by May")}, Cue: ptr(q("reported")), Quote: "indirect", Chain: []doc.RecordHop{
			{Span: ptr(q("Radio Fjord")), Name: "Radio Fjord", Kind: "outlet", Anonymity: "named", Stance: "asserts"},
			{Span: ptr(q("unnamed pilots")), Name: "unnamed pilots", Kind: "group", Anonymity: "unnamed", Stance: "hearsay"}}}},
		Events: []doc.RecordEvent{{ID: "e1", Anchor: q("leave"), Act: "RETREAT", Mode: []string{"withdraw"}, Status: "planned", Plover: ptr("CONCEDE"), Cameo: ptr("087"),
			Actors: []doc.RecordActor{{Span: ptr(q("The Ardal fleet")), Name: "Ardal fleet", Code: ptr("NOR"), Sector: ptr("MIL")}}, Place: ptr("p1"), Date: ptr("d1"), Figures: []string{"f1"}, Claim: ptr("c1"),
			Confidence: 0.7, Evidence: q("The Ardal fleet will leave Port Sund by May, Radio Fjord reported, citing unnamed pilots."), Why: []doc.Reason{{Field: "act", Value: "RETREAT", Evidence: "acts.tsv: leave"}}}},
		Places:  []doc.RecordPlace{{ID: "p1", Span: q("Port Sund"), Name: "Port Sund", Country: ptr("NOR"), Lat: 60, Lon: 5, Precision: "admin1", Confidence: 0.9}},
		Dates:   []doc.RecordDate{{ID: "d1", Span: q("May"), From: ptr("2024-05-01"), To: ptr("2024-05-31"), Granularity: "month", Anchor: "publication"}},
		Figures: []doc.RecordFigure{{ID: "f1", Span: q("About 300 sailors"), Low: ptr(270.0), High: ptr(330.0), Best: ptr(300.0), Approx: true, Class: "troops", Role: "other", Scope: "stock"}},
		Forces:  []doc.RecordForce{{ID: "s1", Span: q("About 300 sailors stay"), Owner: doc.RecordOwner{Name: "Ardal fleet", Code: ptr("NOR"), Sector: ptr("MIL")}, Figure: ptr("f1"), Place: ptr("p1")}},
	}
}

var hash = regexp.MustCompile(`/s/[0-9a-f]{12}/`)

// golden compares a page with a file, blank lines and the hash of the assets left out.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = hash.ReplaceAllString(got, "/s/HASH/")
	var lines []string
	for line := range strings.Lines(got) {
		if s := strings.TrimSpace(line); s != "" {
			lines = append(lines, s)
		}
	}
	got = strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it with: go test ./internal/web -run %s -update && git diff", file, t.Name())
	}
}

// elements counts the elements of a page by name and returns the attributes of all of them.
func elements(t *testing.T, page string) (map[string]int, []html.Attribute) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	var attrs []html.Attribute
	for d := range root.Descendants() {
		if d.Type == html.ElementNode {
			n[d.Data]++
			attrs = append(attrs, d.Attr...)
		}
	}
	return n, attrs
}

// wellFormed: a language, a title, one h1, the landmarks, no script or style inside the page, no address of another
// host but on links that lead out, and no id twice.
func wellFormed(t *testing.T, name, page string) {
	t.Helper()
	n, attrs := elements(t, page)
	for el, want := range map[string]int{"title": 1, "h1": 1, "main": 1, "style": 0, "iframe": 0} {
		if n[el] != want {
			t.Errorf("%s: %d <%s>, want %d", name, n[el], el, want)
		}
	}
	if n["nav"] == 0 || n["header"] == 0 || n["footer"] == 0 || !strings.Contains(page, `<html lang="en">`) {
		t.Errorf("%s: a landmark or the language is missing", name)
	}
	if m := regexp.MustCompile(`<script(?: [^>]*)?>[^<]`).FindString(page); m != "" {
		t.Errorf("%s: inline script %q", name, m)
	}
	ids := map[string]bool{}
	for _, a := range attrs {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on"):
			t.Errorf("%s: attribute %s=%q", name, a.Key, a.Val)
		case a.Key == "id" && ids[a.Val]:
			t.Errorf("%s: id %q stands twice", name, a.Val)
		case a.Key == "id":
			ids[a.Val] = true
		case (a.Key == "src" || a.Key == "action") && !strings.HasPrefix(a.Val, "/"):
			t.Errorf("%s: %s=%q leaves the host", name, a.Key, a.Val)
		case a.Key == "href" && strings.HasPrefix(strings.ToLower(a.Val), "javascript:"):
			t.Errorf("%s: href=%q", name, a.Val)
		}
	}
}

func TestArticlePage(t *testing.T) {
	t.Parallel()
	w := post(t, newSite(t, Options{}), "/read", url.Values{"text": {"anything"}})
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	wellFormed(t, "article", w.Body.String())
	golden(t, "article", w.Body.String())
}

func TestReadPage(t *testing.T) {
	t.Parallel()
	h := newSite(t, Options{})
	for _, c := range []struct {
		name   string
		form   url.Values
		status int
		says   string
	}{
		{"empty", url.Values{"text": {"  "}}, 422, "nothing to read yet"},
		{"bad day", url.Values{"text": {"x"}, "published": {"yesterday"}}, 422, "look like 2024-03-14"},
		{"bad address", url.Values{"text": {"x"}, "url": {"javascript:alert(1)"}}, 422, "not the address of a web page"},
		{"address without fetching", url.Values{"text": {"https://fjord.example/1"}}, 422, "does not fetch pages"},
		{"text", url.Values{"text": {"x"}}, 200, "What happens"},
	} {
		w := post(t, h, "/read", c.form)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: status %d, says %q: %v", c.name, w.Code, c.says, strings.Contains(w.Body.String(), c.says))
		}
		wellFormed(t, c.name, w.Body.String())
	}
	if w := post(t, h, "/read", url.Values{"text": {strings.Repeat("x", maxPaste+1)}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too long: status %d", w.Code)
	}
	if w := post(t, h, "/read", url.Values{"text": {"x"}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("from another site: status %d", w.Code)
	}
}

func TestPlainPages(t *testing.T) {
	t.Parallel()
	h := newSite(t, Options{})
	for target, status := range map[string]int{"/read": 200, "/read?example": 200, "/help": 200, "/nowhere": 404} {
		w := get(t, h, target)
		if w.Code != status {
			t.Errorf("%s: status %d", target, w.Code)
		}
		wellFormed(t, target, w.Body.String())
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", target, csp)
		}
	}
}

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
		w := post(t, newSite(t, Options{Reader: readerFunc(read)}), "/read", url.Values{"text": {"x"}})
		harmless(t, bad, w.Body.String())
		w = post(t, newSite(t, Options{}), "/read", url.Values{"text": {bad}, "published": {bad}, "title": {bad}, "publisher": {bad}, "url": {bad}})
		harmless(t, "form "+bad, w.Body.String())
	}
}

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
