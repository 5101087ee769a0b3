package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"onrecord"
	"onrecord/internal/doc"
	"onrecord/internal/review"
	"onrecord/internal/web"
	"onrecord/internal/web/memory"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readerFunc is a Reader made of a function.
type readerFunc func(onrecord.Article) doc.Record

func (f readerFunc) Read(a onrecord.Article) doc.Record { return f(a) }

var day = time.Date(2024, 3, 20, 12, 0, 0, 0, time.UTC)

func newSite(t *testing.T, o web.Options) http.Handler {
	t.Helper()
	if o.Reader == nil {
		o.Reader = readerFunc(func(onrecord.Article) doc.Record { return sampleRecord() })
	}
	o.Now = func() time.Time { return day }
	o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	s, err := web.New(o)
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
		Places:  []doc.RecordPlace{{ID: "p1", Span: q("Port Sund"), Name: "Port Sund", Country: ptr("NOR"), Lat: new(60.0), Lon: new(5.0), Precision: "admin1", Confidence: 0.9}},
		Dates:   []doc.RecordDate{{ID: "d1", Span: q("May"), From: ptr("2024-05-01"), To: ptr("2024-05-31"), Granularity: "month", Anchor: "publication"}},
		Figures: []doc.RecordFigure{{ID: "f1", Span: q("About 300 sailors"), Low: ptr(270.0), High: ptr(330.0), Best: ptr(300.0), Approx: true, Class: "troops", Role: "other", Scope: "stock"}},
		Forces:  []doc.RecordForce{{ID: "s1", Span: q("About 300 sailors stay"), Owner: doc.RecordOwner{Name: "Ardal fleet", Code: ptr("NOR"), Sector: ptr("MIL")}, Figure: ptr("f1"), Place: ptr("p1")}},
	}
}

var (
	hash = regexp.MustCompile(`/s/[0-9a-f]{12}/`)
	icon = regexp.MustCompile(`<svg class="icon".*?</svg>`)
)

// golden compares a page with a file, with icons shortened, blank lines and the hash of the assets left out. Only the
// file "article" has the layout round about.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = icon.ReplaceAllString(hash.ReplaceAllString(got, "/s/HASH/"), "(icon)")
	if name != "article" {
		_, got, _ = strings.Cut(got, "<main")
		got, _, _ = strings.Cut(got, "</main>")
	}
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
			if d.Data == "title" && d.Namespace == "svg" {
				continue // of a bar
			}
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
	w := post(t, newSite(t, web.Options{}), "/read", url.Values{"text": {"anything"}})
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	wellFormed(t, "article", w.Body.String())
	golden(t, "article", w.Body.String())
}

func TestReadPage(t *testing.T) {
	t.Parallel()
	h := newSite(t, web.Options{})
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
	if w := post(t, h, "/read", url.Values{"text": {strings.Repeat("x", 5<<20+1)}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too long: status %d", w.Code)
	}
	if w := post(t, h, "/read", url.Values{"text": {"x"}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("from another site: status %d", w.Code)
	}
}

func TestPlainPages(t *testing.T) {
	t.Parallel()
	h := newSite(t, web.Options{})
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

// full is a site with everything, over the sample world.
func full(t *testing.T, user web.User) (http.Handler, *memory.Store) {
	t.Helper()
	m := memory.Sample()
	return newSite(t, web.Options{Store: m, Watches: m, Searches: m, Reviews: m, User: func(*http.Request) web.User { return user }}), m
}

var ann = web.User{Name: "ann", Review: true, Admin: true}

// pages are all views, by the name of their golden file.
var pages = map[string]string{
	"overview": "/?status=occurred&country=MLI", "incident": "/incident/raid", "stored": "/article/lcd1", "sides": "/sides?side=Lake+Chad+Dispatch&side=The+Maroua+Gazette",
	"sides-ask": "/sides", "forces": "/forces?owner=France", "actors": "/actors", "sources": "/sources", "searches": "/searches", "review": "/review", "review-article": "/review/lcd1",
}

func TestPages(t *testing.T) {
	t.Parallel()
	h, _ := full(t, ann)
	for name, target := range pages {
		w := get(t, h, target)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d", target, w.Code)
		}
		wellFormed(t, name, w.Body.String())
		if name != "review-article" { // its events look as those of the queue do
			golden(t, name, w.Body.String())
		}
	}
	for target, says := range map[string]string{
		"/incident/nosuch": "not in the store", "/article/nosuch": "not in the store", "/review/nosuch": "not in the store",
	} {
		w := get(t, h, target)
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: status %d", target, w.Code)
		}
		wellFormed(t, target, w.Body.String())
	}
}

// TestEmptyStates: an empty store and a filter that fits nothing say what to do.
func TestEmptyStates(t *testing.T) {
	t.Parallel()
	m := memory.New()
	h := newSite(t, web.Options{Store: m, Watches: m, Searches: m, Reviews: m})
	for target, says := range map[string]string{
		"/": "Nothing here yet", "/sides": "No sources yet", "/forces": "No standing forces", "/actors": "Nobody by that name", "/sources": "Nothing is watched yet",
		"/searches": "No saved searches", "/review": "Nothing left to review",
	} {
		w := get(t, h, target)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: status %d, no %q", target, w.Code, says)
		}
		wellFormed(t, target, w.Body.String())
	}
	h, _ = full(t, ann)
	if w := get(t, h, "/?text=nosuchword"); !strings.Contains(w.Body.String(), "No incident fits") {
		t.Error("a filter that fits nothing does not say so")
	}
}

// TestFilter: what is wrong with a filter is said, and the rest of it still counts.
func TestFilter(t *testing.T) {
	t.Parallel()
	h, _ := full(t, ann)
	for _, c := range []struct {
		target string
		has    []string
	}{
		{"/?since=yesterday", []string{"A day looks like 2024-03-14", "<b class=\"num\">63</b>"}},
		{"/?since=2024-03-10&until=2024-03-01", []string{"lies before the first"}},
		{"/?box=1,2,3", []string{"four numbers"}},
		{"/?box=10,-180,-10,180", []string{"must lie below"}},
		{"/?status=bogus&country=MLI", []string{"in Mali"}},
		{"/?actor=Niger", []string{"by Niger", ">6</b>"}},
		{"/?actor=Nigeria+%E2%80%93+armed+forces", []string{"by Nigeria – armed forces", "actor=NGA+MIL"}},
		{"/?actor=NGA+MIL", []string{"by Nigeria – armed forces"}},
		{"/?actor=Kosovo+%E2%80%93+police", []string{"by Kosovo – police", "actor=KOS+COP"}}, // places have XKX
		{"/?actor=gunmen", []string{"by gunmen", ">7</b>"}},
		{"/?source=radio+sahel", []string{"according to radio sahel"}},
		{"/?box=-25,170,-10,180", []string{"in the area on the map", ">5</b>"}},
		{"/?cursor=rubbish", []string{">63</b>"}},
	} {
		w := get(t, h, c.target)
		for _, s := range c.has {
			if !strings.Contains(html.UnescapeString(w.Body.String()), s) {
				t.Errorf("%s: no %q", c.target, s)
			}
		}
		wellFormed(t, c.target, w.Body.String())
	}
}

// TestTidyAddress: empty fields of the form do not stay in the address.
func TestTidyAddress(t *testing.T) {
	t.Parallel()
	h, _ := full(t, ann)
	if w := get(t, h, "/?text=&country=MLI&since="); w.Code != http.StatusFound || w.Header().Get("Location") != "/?country=MLI" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	r := httptest.NewRequest(http.MethodGet, "/?text=&country=", nil)
	r.Header.Set("HX-Request", "true")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Header().Get("HX-Push-Url") != "/" {
		t.Errorf("%d %s", w.Code, w.Header().Get("HX-Push-Url"))
	}
	if w := get(t, h, "/?country=MLI&saved"); w.Code != http.StatusOK {
		t.Errorf("a mark without a value is taken for an empty field: %d", w.Code)
	}
}

// TestListIsWhole: going through the pages of the list shows every incident once.
func TestListIsWhole(t *testing.T) {
	t.Parallel()
	h, _ := full(t, ann)
	seen := map[string]int{}
	id := regexp.MustCompile(`data-id="([^"]+)"`)
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`)
	target := "/"
	for range 10 {
		body := get(t, h, target).Body.String()
		for _, m := range id.FindAllStringSubmatch(body, -1) {
			seen[m[1]]++
		}
		m := next.FindStringSubmatch(body)
		if m == nil {
			break
		}
		target = "/" + html.UnescapeString(m[1])
	}
	if len(seen) != 63 {
		t.Errorf("%d incidents, want 63", len(seen))
	}
	for k, n := range seen {
		if n != 1 {
			t.Errorf("%s stands %d times", k, n)
		}
	}
}

// TestViewsAgree: list, timeline, map and choices count the same incidents under the same filter.
func TestViewsAgree(t *testing.T) {
	t.Parallel()
	h, _ := full(t, ann)
	for _, q := range []string{"", "?country=MLI", "?status=occurred&status=planned", "?act=ASSAULT", "?text=gunmen"} {
		body := get(t, h, "/"+q).Body.String()
		total := regexp.MustCompile(`<b class="num">(\d+)</b>`).FindStringSubmatch(body)[1]
		line := regexp.MustCompile(`<span>(\d+) incidents? from [^;<]*(?:; (\d+) more)?`).FindStringSubmatch(body)
		dated, _ := strconv.Atoi(line[1])
		undated, _ := strconv.Atoi(line[2])
		if strconv.Itoa(dated+undated) != total {
			t.Errorf("%q: list %s, timeline %d and %d undated", q, total, dated, undated)
		}
		target := "/map.json?zoom=3"
		if q != "" {
			target += "&" + q[1:]
		}
		var m struct {
			Features []struct{ Properties struct{ N int } }
		}
		if err := json.Unmarshal(get(t, h, target).Body.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range m.Features {
			n += f.Properties.N
		}
		if strconv.Itoa(n) != total {
			t.Errorf("%q: list %s, map %d", q, total, n)
		}
	}
	if body := get(t, h, "/count.json?country=MLI").Body.String(); body != "{\"total\":15}\n" {
		t.Errorf("count: %s", body)
	}
	for _, bad := range []string{"/map.json", "/map.json?zoom=x", "/map.json?zoom=99"} {
		if w := get(t, h, bad); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", bad, w.Code)
		}
	}
}

// TestChanges: the watch list, saved searches and decisions, each with what can go wrong.
func TestChanges(t *testing.T) {
	t.Parallel()
	h, m := full(t, ann)
	step := func(target string, form url.Values, status int, says ...string) {
		t.Helper()
		w := post(t, h, target, form)
		for _, x := range says {
			if w.Code != status || !strings.Contains(w.Body.String()+w.Header().Get("Location"), x) {
				t.Errorf("%s %v: status %d, location %q, want %d with %q", target, form, w.Code, w.Header().Get("Location"), status, x)
			}
		}
		if status != http.StatusSeeOther {
			wellFormed(t, target, w.Body.String())
		}
	}
	step("/sources", url.Values{"address": {"ftp://x.example/"}}, 422, "not the address")
	step("/sources", url.Values{"address": {"https://new.example/rss"}}, 303, "/sources?added")
	step("/sources", url.Values{"remove": {"w-a"}}, 303, "/sources?removed")
	step("/searches", url.Values{"query": {"?country=MLI&actor=nobody"}, "name": {""}}, 303, "saved=1")
	if body := get(t, h, "/searches").Body.String(); !strings.Contains(body, "By nobody, in Mali") {
		t.Error("a search without a name is not named after its filter")
	}
	list, err := m.Searches(t.Context(), "ann")
	if err != nil || len(list) != 1 || list[0].Query != "actor=nobody&country=MLI" {
		t.Errorf("searches: %+v %v", list, err)
	}
	id := list[0].ID
	step("/searches", url.Values{"alert": {id}, "do": {"set"}, "webhook": {"ftp://hook.example/"}}, 422, "not the address of a webhook", `value="ftp://hook.example/"`)
	step("/searches", url.Values{"alert": {id}, "do": {"set"}, "webhook": {"https://hook.example/"}}, 303, "/searches?alert=set#"+id)
	step("/searches", url.Values{"alert": {"s99"}, "do": {"set"}, "webhook": {"https://hook.example/"}}, 404, "somebody else")
	if body := get(t, h, "/searches?alert=test").Body.String(); !strings.Contains(body, "whsec_") || !strings.Contains(body, "nothing new was found yet") || !strings.Contains(body, "A test message is on its way") {
		t.Error("the alerts of a search are not shown")
	}
	if w := get(t, h, "/searches/"+id); w.Code != 303 || w.Header().Get("Location") != "/?actor=nobody&country=MLI" {
		t.Errorf("to the search: %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := get(t, h, "/searches/s99"); w.Code != 404 {
		t.Errorf("to a search that is not there: %d", w.Code)
	}
	step("/searches", url.Values{"query": {"?%zz"}}, 400, "cannot be saved")
	step("/searches", url.Values{"delete": {"s2"}}, 303, "deleted")
	before := fieldNow(t, get(t, h, "/review/lcd1").Body.String(), "e1", "place")
	d := url.Values{"article": {"lcd1"}, "item": {"e1"}, "field": {"place"}, "verdict": {"correct"}, "before": {before}, "words": {"Maroua"}, "country": {"Cameroon"}, "back": {"/review/lcd1"}}
	step("/review", d, 303, "/review/lcd1?done#e1")
	d.Set("words", "Logone")
	step("/review", d, 409, "ann was faster", `value="Logone"`) // somebody who saw the old value: what they typed stays
	d.Set("words", "Atlantis")
	step("/review", d, 422, "does not have the words “Atlantis”", `value="Atlantis"`)
	d.Set("field", "colour")
	step("/review", d, 400, "not complete")
	d.Set("field", "act")
	d.Set("value", "AID")
	d.Set("item", "e99")
	step("/review", d, 404, "not in the store any more")
	d.Set("item", "e2")
	d.Set("back", "//evil.example/review")
	step("/review", d, 303, "/review?done#e2")
	kept, err := m.Decisions(t.Context(), "lcd1")
	if err != nil || len(kept) != 2 || kept[0].Person != "ann" || !kept[0].At.Equal(day) || kept[0].Before != before || review.Words("place", kept[0].After) != "Maroua" {
		t.Errorf("decisions: %+v %v", kept, err)
	}
	if body := get(t, h, "/article/lcd1").Body.String(); !strings.Contains(body, "The place corrected from “Logone River, Cameroon” to “Maroua, Cameroon” by ann") {
		t.Error("the article does not show the decision")
	}
}

// TestAccount: who logged in sees under which name, and can log out.
func TestAccount(t *testing.T) {
	t.Parallel()
	h, _ := full(t, web.User{Name: "ann", Session: true})
	if body := get(t, h, "/").Body.String(); !strings.Contains(body, `action="/logout"`) || !strings.Contains(body, ">ann<") {
		t.Error("no way to log out")
	}
	h, _ = full(t, ann)
	if body := get(t, h, "/").Body.String(); strings.Contains(body, "/logout") {
		t.Error("logging out is offered where nobody logs in")
	}
}

// TestRoles: who may not change something is told so, and is not offered it.
func TestRoles(t *testing.T) {
	t.Parallel()
	h, _ := full(t, web.User{Name: "eve"})
	for target, form := range map[string]url.Values{"/sources": {"address": {"https://x.example/"}}, "/review": {"article": {"lcd1"}}} {
		if w := post(t, h, target, form); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "You may not") {
			t.Errorf("POST %s: %d", target, w.Code)
		}
	}
	if w := get(t, h, "/review"); w.Code != http.StatusForbidden {
		t.Errorf("GET /review: %d", w.Code)
	}
	if body := get(t, h, "/").Body.String(); strings.Contains(body, `href="/review"`) {
		t.Error("review is offered to a reader")
	}
	if body := get(t, h, "/sources").Body.String(); strings.Contains(body, "stop watching") {
		t.Error("the watch list is offered for change to a reader")
	}
}

// TestBrokenStore: a store that cannot answer gives a page that says so, and no half page.
func TestBrokenStore(t *testing.T) {
	t.Parallel()
	h := newSite(t, web.Options{Store: brokenStore{memory.New()}})
	w := get(t, h, "/")
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "the disk is full") {
		t.Errorf("status %d", w.Code)
	}
	wellFormed(t, "broken", w.Body.String())
}

type brokenStore struct{ *memory.Store }

func (brokenStore) Incidents(context.Context, web.Query) (web.Page, error) {
	return web.Page{}, errors.New("the disk is full")
}
