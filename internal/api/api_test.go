package api_test

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/api"
	"onrecord/internal/ingest"
	"onrecord/internal/read"
	"onrecord/internal/source"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

var update = flag.Bool("update", false, "write the document anew")

var reader = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Options{}) })

// empty is an ingester over a store without anything, which ends with the test.
func empty(t testing.TB) *ingest.Ingester {
	t.Helper()
	return emptyAt(t, filepath.Join(t.TempDir(), "t.db"))
}

// emptyAt is empty over the new store at an address.
func emptyAt(t testing.TB, dsn string) *ingest.Ingester {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return &ingest.Ingester{Store: s, Reader: r}
}

// filled is empty with generated articles put into its store.
func filled(t testing.TB, o storetest.Options) *ingest.Ingester {
	t.Helper()
	g, w := empty(t), storetest.New(o)
	var entries []store.Entry
	for i := range o.Articles {
		entries = append(entries, store.Entry{Record: w.Record(i)})
	}
	if _, err := g.Store.Put(t.Context(), "test", entries); err != nil {
		t.Fatal(err)
	}
	return g
}

// serve serves the example articles.
func serve(t *testing.T, who func(*http.Request, api.Scope) (string, error)) (*httptest.Server, *store.Store) {
	t.Helper()
	g := empty(t)
	spec, err := source.Classify("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Add(t.Context(), spec, source.Options{}); err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(api.New(api.Options{Store: g.Store, Ingester: g, Who: who}).Handler())
	t.Cleanup(h.Close)
	return h, g.Store
}

type answer struct {
	*http.Response
	body []byte
}

func ask(t *testing.T, method, url, body string, header ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp, b}
}

func decode[T any](t *testing.T, a answer) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%s: %v in %.300s", a.Request.URL, err, a.body)
	}
	return v
}

// TestDocument keeps docs/openapi.json true: it is what the routes and types say.
func TestDocument(t *testing.T) {
	t.Parallel()
	got, err := api.New(api.Options{}).Document()
	if err != nil {
		t.Fatal(err)
	}
	const file = "../../docs/openapi.json"
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Errorf("run \"go test ./internal/api -run Document -update\":\n%s", diff)
	}
	// Every reference leads somewhere, and every placeholder of a path is a parameter.
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name, In, Description string }
		}
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(got, &doc); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`#/components/schemas/([^"]+)`).FindAllStringSubmatch(string(got), -1) {
		if _, ok := doc.Components.Schemas[m[1]]; !ok {
			t.Errorf("there is no schema %s", m[1])
		}
	}
	if b, err := json.Marshal(doc.Components.Schemas["Problem"]); err != nil || !strings.Contains(string(b), `"status"`) {
		t.Errorf("an error is described as %s, %v", b, err)
	}
	for path, operations := range doc.Paths {
		for method, op := range operations {
			named := map[string]bool{}
			for _, p := range op.Parameters {
				named[p.Name] = true
				if p.Description == "" {
					t.Errorf("%s %s: parameter %s is not described", method, path, p.Name)
				}
			}
			for _, m := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
				if !named[m[1]] {
					t.Errorf("%s %s: %s is not a parameter", method, path, m[1])
				}
			}
		}
	}
}

// TestEveryRoute asks every GET route that the document names once: the answer has the type that it promises.
func TestEveryRoute(t *testing.T) {
	t.Parallel()
	h, s := serve(t, nil)
	in, _, err := s.Incidents(t.Context(), store.Filter{}, store.Page{Limit: 1})
	if err != nil || len(in) == 0 {
		t.Fatalf("no incidents: %v", err)
	}
	article, event, _ := strings.Cut(in[0].ID, "/")
	fill := strings.NewReplacer("{article}", article, "{event}", event, "{role}", "actor", "{format}", "jsonl")
	for _, r := range api.New(api.Options{}).Routes() {
		if r.Method != "GET" || r.Path == "/v1/stream" {
			continue
		}
		url := h.URL + fill.Replace(r.Path)
		if r.Path == "/v1/search" {
			url += "?text=troops"
		}
		a := ask(t, "GET", url, "")
		if a.StatusCode != http.StatusOK || len(a.body) == 0 {
			t.Errorf("%s: %s %.200s", url, a.Status, a.body)
		}
		if strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") && !json.Valid(a.body) {
			t.Errorf("%s: no JSON: %.200s", url, a.body)
		}
	}
}

func TestPagesAndTags(t *testing.T) {
	t.Parallel()
	h, s := serve(t, nil)
	var ids []string
	seen := map[string]bool{}
	for next := "/v1/events?limit=7"; next != ""; {
		a := ask(t, "GET", h.URL+next, "")
		page := decode[api.List[store.EventRow]](t, a)
		for _, e := range page.Items {
			id := e.Article.ID + "/" + e.ID
			if seen[id] {
				t.Errorf("%s is on two pages", id)
			}
			seen[id] = true
			ids = append(ids, id)
		}
		link := a.Header.Get("Link")
		if (link != "") != (page.Next != "") {
			t.Errorf("link %q and cursor %q disagree", link, page.Next)
		}
		next, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
	}
	counts, err := s.Counts(t.Context())
	if err != nil || len(ids) != counts.Events {
		t.Errorf("the pages hold %d events, the store %d (%v)", len(ids), counts.Events, err)
	}
	first := ask(t, "GET", h.URL+"/v1/events", "")
	if a := ask(t, "GET", h.URL+"/v1/events", "", "If-None-Match", first.Header.Get("ETag")); a.StatusCode != http.StatusNotModified || len(a.body) > 0 {
		t.Errorf("nothing has changed, but: %s", a.Status)
	}
	added := ask(t, "POST", h.URL+"/v1/articles", `{"text": "Police arrested five protesters in Lome on Tuesday, a witness said.", "published": "2024-05-10"}`)
	if st := decode[api.Stored](t, added); added.StatusCode != http.StatusCreated || st.New != 1 || !st.Articles[0].New {
		t.Errorf("%s %s", added.Status, added.body)
	}
	if a := ask(t, "GET", h.URL+"/v1/events", "", "If-None-Match", first.Header.Get("ETag")); a.StatusCode != http.StatusOK {
		t.Errorf("the store has changed, but: %s", a.Status)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, nil)
	page := decode[api.List[store.EventRow]](t, ask(t, "GET", h.URL+"/v1/events?limit=2", ""))
	for name, c := range map[string]struct {
		method, path, body, media string
		status                    int
		says                      string
	}{
		"an unknown field":            {"GET", "/v1/events?acter=USA", "", "", 400, "is not known here"},
		"a wrong act":                 {"GET", "/v1/events?act=WAR", "", "", 400, "is no act"},
		"a wrong limit":               {"GET", "/v1/events?limit=0", "", "", 400, "1 to 1000"},
		"a malformed cursor":          {"GET", "/v1/events?cursor=x", "", "", 400, "start again without a cursor"},
		"another list's cursor":       {"GET", "/v1/events?act=ASSAULT&cursor=" + page.Next, "", "", 400, "start again without a cursor"},
		"no such article":             {"GET", "/v1/articles/none", "", "", 404, "Not in the store"},
		"no such format":              {"GET", "/v1/export/xls", "", "", 404, "csv"},
		"no such address":             {"GET", "/v1/nothing", "", "", 404, "openapi.json"},
		"no words to search":          {"GET", "/v1/search", "", "", 400, "says what to look for"},
		"a body that is no JSON":      {"POST", "/v1/read", "{", "", 400, "not a JSON object"},
		"a body without text":         {"POST", "/v1/read", `{"title": "x"}`, "", 400, "is empty"},
		"a body of another kind":      {"POST", "/v1/read", "x", "text/plain", 415, "application/json"},
		"a source that is no address": {"POST", "/v1/sources", `{"url": "file:///etc/passwd"}`, "", 400, "url"},
	} {
		header := []string{}
		if c.media != "" {
			header = []string{"Content-Type", c.media}
		}
		a := ask(t, c.method, h.URL+c.path, c.body, header...)
		if a.StatusCode != c.status || a.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(string(a.body), c.says) {
			t.Errorf("%s: %s %s %s", name, a.Status, a.Header.Get("Content-Type"), a.body)
		}
	}
}

func TestExportsCountTheirRows(t *testing.T) {
	t.Parallel()
	h, s := serve(t, nil)
	want, _, err := s.Events(t.Context(), store.Filter{Act: []string{"MOBILIZE"}}, store.Page{Limit: 1000})
	if err != nil || len(want) == 0 {
		t.Fatalf("%d events: %v", len(want), err)
	}
	a := ask(t, "GET", h.URL+"/v1/export/csv?act=MOBILIZE", "")
	rows, err := csv.NewReader(strings.NewReader(string(a.body))).ReadAll()
	if err != nil || len(rows)-1 != len(want) || a.Trailer.Get("Onrecord-Rows") != strconv.Itoa(len(want)) {
		t.Errorf("%d rows, trailer %q, want %d (%v)", len(rows)-1, a.Trailer.Get("Onrecord-Rows"), len(want), err)
	}
}

func TestReadStoresNothing(t *testing.T) {
	t.Parallel()
	h, s := serve(t, nil)
	before, _ := s.Seq(t.Context())
	a := ask(t, "POST", h.URL+"/v1/read?explain=1", `{"text": "<script>alert(1)</script> Troops left Goma on Monday, the army said.", "published": "2024-05-10"}`)
	rec := decode[struct {
		Events []struct{ Why []any }
	}](t, a)
	if len(rec.Events) == 0 || len(rec.Events[0].Why) == 0 {
		t.Errorf("%.500s", a.body)
	}
	if now, _ := s.Seq(t.Context()); now != before {
		t.Error("reading changed the store")
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	h, _ := serve(t, func(r *http.Request, want api.Scope) (string, error) {
		switch r.Header.Get("Authorization") {
		case "":
			return "", api.ErrNobody
		case "Bearer reader":
			if want != api.Read {
				return "", api.ErrScope
			}
		}
		return "ada", nil
	})
	for _, c := range []struct {
		token, method, path, body string
		status                    int
	}{
		{"", "GET", "/v1/events", "", 401},
		{"Bearer reader", "GET", "/v1/events", "", 200},
		{"Bearer reader", "POST", "/v1/articles", `{"text": "x"}`, 403},
		{"Bearer reader", "POST", "/v1/reviews", `{}`, 403},
		{"Bearer reader", "DELETE", "/v1/sources?url=x", "", 403},
		{"Bearer admin", "DELETE", "/v1/sources?url=x", "", 404},
	} {
		a := ask(t, c.method, h.URL+c.path, c.body, "Authorization", c.token)
		if a.StatusCode != c.status {
			t.Errorf("%s %s %s: %s, want %d", c.token, c.method, c.path, a.Status, c.status)
		}
		if c.status == 401 && a.Header.Get("WWW-Authenticate") == "" {
			t.Error("401 without WWW-Authenticate")
		}
	}
}

// TestStream: a client is told at once where the store stands, and then of every change.
func TestStream(t *testing.T) {
	t.Parallel()
	h, s := serve(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", h.URL+"/v1/stream", nil)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	ids := make(chan int64)
	go func() {
		defer close(ids)
		in := bufio.NewScanner(resp.Body)
		for in.Scan() {
			if v, ok := strings.CutPrefix(in.Text(), "id: "); ok {
				n, _ := strconv.ParseInt(v, 10, 64)
				ids <- n
			}
		}
	}()
	first := <-ids
	if now, _ := s.Seq(t.Context()); first != now {
		t.Errorf("told %d, the store is at %d", first, now)
	}
	ask(t, "POST", h.URL+"/v1/articles", `{"text": "The minister met the ambassador of Chad in Abuja on Friday."}`)
	if next := <-ids; next <= first {
		t.Errorf("after a change: %d, before: %d", next, first)
	}
	cancel()
	for range ids { // the stream ends with its client
	}
}
