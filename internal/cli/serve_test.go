package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"onrecord/internal/access"
	"onrecord/internal/api"
	"onrecord/internal/ingest"
	"onrecord/internal/read"
	"onrecord/internal/source"
	"onrecord/internal/store"
)

var reader = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Options{}) })

// server is the whole of "serve" without its listener: page, API, log-in and what guards them.
type server struct {
	http.Handler
	t      testing.TB
	store  *store.Store
	access *access.Access
	now    time.Time
}

func newServer(t testing.TB, c serveCmd) *server {
	t.Helper()
	return newServerAt(t, c, filepath.Join(t.TempDir(), "t.db"))
}

// newServerAt is newServer over the new store at an address.
func newServerAt(t testing.TB, c serveCmd, dsn string) *server {
	t.Helper()
	s := &server{t: t, now: time.Now()}
	clock := func() time.Time { return s.now }
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	if s.store, err = store.Open(t.Context(), dsn, store.Options{Now: clock}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.store.Close() })
	g := &ingest.Ingester{Store: s.store, Reader: r}
	spec, err := source.Classify("../../examples/patrol.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Add(t.Context(), spec, source.Options{}); err != nil {
		t.Fatal(err)
	}
	s.access = access.New(s.store, clock)
	if s.Handler, err = c.handler(g, s.access, slog.New(slog.NewTextHandler(io.Discard, nil))); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *server) person(name, role string) {
	s.t.Helper()
	if err := s.access.AddPerson(s.t.Context(), name, "correct horse", role); err != nil {
		s.t.Fatal(err)
	}
}

// ask sends a request as a browser on this server's own page does, unless headers say otherwise.
func (s *server) ask(method, target string, form url.Values, headers ...string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8080"+target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if form != nil {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// login returns the Cookie header of a new session; more are headers of the request to log in.
func (s *server) login(name string, more ...string) string {
	s.t.Helper()
	r := s.ask("POST", "/login", url.Values{"name": {name}, "password": {"correct horse"}}, more...)
	if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 {
		s.t.Fatalf("login of %s: %s %v", name, r.Status, r.Cookies())
	}
	c := r.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
		s.t.Errorf("cookie: %+v", c)
	}
	return c.Name + "=" + c.Value
}

// seq is the number of the store's last change, with the length of the audit log.
func (s *server) seq() [2]int64 {
	s.t.Helper()
	n, err := s.store.Seq(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	log, err := s.store.AuditLog(s.t.Context(), 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	return [2]int64{n, int64(len(log))}
}

// TestCrossSite: whatever changes something is refused when a page of another site sends it, with a session or on an open
// server, to page and API alike; and nothing changes by GET.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	posts := map[string]url.Values{
		"/login": {"name": {"ada"}, "password": {"correct horse"}}, "/logout": {}, "/review": {"event": {"x"}}, "/searches": {"query": {"country=MLI"}},
		"/sources": {"address": {"https://evil.example/feed"}}, "/read": {"text": {"x"}}, "/v1/articles": {}, "/v1/sources": {}, "/v1/read": {},
	}
	for _, people := range []bool{false, true} {
		s := newServer(t, serveCmd{Base: "https://desk.example"})
		cookie := "x=y"
		if people {
			s.person("ada", access.Admin)
			cookie = s.login("ada")
		}
		before := s.seq()
		for target, form := range posts {
			for _, from := range [][]string{
				{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
				{"Sec-Fetch-Site", "", "Origin", "null"}, {"Sec-Fetch-Site", "", "Origin", "http://127.0.0.1:9999"},
			} {
				if r := s.ask("POST", target, form, append([]string{"Cookie", cookie}, from...)...); r.StatusCode != http.StatusForbidden {
					t.Errorf("people %v: POST %s from %v: %s", people, target, from, r.Status)
				}
			}
		}
		if r := s.ask("DELETE", "/v1/sources?url=x", nil, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"); r.StatusCode != http.StatusForbidden {
			t.Errorf("people %v: DELETE: %s", people, r.Status)
		}
		for target, form := range posts {
			s.ask("GET", target+"?"+form.Encode(), nil, "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
		}
		if after := s.seq(); after != before {
			t.Errorf("people %v: something changed: %v, %v", people, before, after)
		}
		// From this page, from the name under which a proxy serves it, and from a program, it works.
		for _, from := range [][]string{{}, {"Sec-Fetch-Site", "", "Origin", "https://desk.example"}, {"Sec-Fetch-Site", ""}} {
			if r := s.ask("POST", "/searches", posts["/searches"], append([]string{"Cookie", cookie}, from...)...); r.StatusCode != http.StatusSeeOther {
				t.Errorf("people %v: POST from %v: %s %s", people, from, r.Status, body(t, r))
			}
		}
	}
}

// TestNamesOfOthers: an open server answers to its own names only, so that no stranger's name can be made to lead to it
// (DNS rebinding); with people the session's cookie, which belongs to one name, does that.
func TestNamesOfOthers(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{Base: "https://desk.example"})
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "localhost": 200, "[::1]:8080": 200, "192.0.2.7": 200, "desk.example": 200, "DESK.example:443": 200,
		"evil.example": 421, "evil.example:8080": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example:8080": 421, "": 421,
	} {
		for _, target := range []string{"/read", "/v1/events", "/v1/export/csv"} {
			if r := s.ask("GET", target, nil, "Host", host); r.StatusCode != want {
				t.Errorf("%s at %q: %s", target, host, r.Status)
			}
		}
	}
	s.person("ada", access.Reader)
	if r := s.ask("GET", "/v1/events", nil, "Host", "desk.other.example"); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("with people, by another name: %s", r.Status)
	}
}

// TestNeverOpenToOthers: a server that others reach does not open when the last of the people is removed.
func TestNeverOpenToOthers(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{})
	s.access.Public()
	if r := s.ask("GET", "/v1/events", nil); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("API: %s", r.Status)
	}
	if r := s.ask("GET", "/forces", nil); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/login?next=%2Fforces" {
		t.Errorf("page: %s %s", r.Status, r.Header.Get("Location"))
	}
}

// TestBindsToLoopback: an address that others reach wants a user, however it is written.
func TestBindsToLoopback(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "t.db")
	for _, listen := range []string{"0.0.0.0:0", "[::]:0", ":0", "192.0.2.1:8080", "[2001:db8::1]:8080", "desk.example:8080", "127.0.0.1.evil.example:80"} {
		var out, errOut bytes.Buffer
		if code := Run([]string{"serve", "--store", path, "--no-poll", "--listen", listen}, nil, &out, &errOut, false, false); code != 2 || !strings.Contains(errOut.String(), "there are no users: add one") {
			t.Errorf("%s: %d %s", listen, code, &errOut)
		}
	}
}

// TestSessionFixation: nobody gets into a session by a cookie that they planted: logging in makes a new secret, and what
// came along before stands for nobody. Logging out, a new role and a new password end a session on the server.
func TestSessionFixation(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{})
	s.person("ada", access.Reviewer)
	planted := "onrecord=" + strings.Repeat("A", 43)
	in := func(cookie string) bool {
		return s.ask("GET", "/v1/events", nil, "Cookie", cookie).StatusCode == http.StatusOK
	}
	first := s.login("ada", "Cookie", planted)
	second := s.login("ada", "Cookie", first)
	if first == planted || second == first || in(planted) || !in(first) || !in(second) {
		t.Errorf("planted %v, first %v, second %v", in(planted), in(first), in(second))
	}
	if r := s.ask("POST", "/logout", url.Values{}, "Cookie", first); r.StatusCode != http.StatusSeeOther || in(first) || !in(second) {
		t.Errorf("after logging out of one: %s first %v second %v", r.Status, in(first), in(second))
	}
	if err := s.store.ChangePerson(t.Context(), "ada", "", access.Reader); err != nil || in(second) {
		t.Errorf("after a change of role: %v", err)
	}
	third := s.login("ada")
	hash, err := access.Hash("another horse")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.ChangePerson(t.Context(), "ada", hash, ""); err != nil || in(third) {
		t.Errorf("after a change of password: %v", err)
	}
}

// TestSessionEnds: a session that ended leads to the log-in and from there back; a form sent too late is not lost; a part of
// a page makes the whole page go to the log-in.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{})
	s.person("ada", access.Admin)
	cookie := s.login("ada")
	s.now = s.now.Add(31 * 24 * time.Hour)
	if r := s.ask("GET", "/forces?owner=France", nil, "Cookie", cookie); r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/login?next=%2Fforces%3Fowner%3DFrance" {
		t.Errorf("%s %s", r.Status, r.Header.Get("Location"))
	}
	if r := s.ask("GET", "/?text=x", nil, "Cookie", cookie, "HX-Request", "true"); r.Header.Get("HX-Redirect") == "" {
		t.Errorf("a part of a page: %s %v", r.Status, r.Header)
	}
	before := s.seq()
	r := s.ask("POST", "/sources", url.Values{"address": {"https://courier.example/feed"}}, "Cookie", cookie)
	if text := body(t, r); r.StatusCode != http.StatusUnauthorized || !strings.Contains(text, "not stored yet, and not lost") || s.seq() != before {
		t.Errorf("%s %s", r.Status, text)
	}
	if r := s.ask("GET", "/v1/events", nil, "Cookie", cookie); r.StatusCode != http.StatusUnauthorized || r.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("API: %s", r.Status)
	}
}

// TestNextStaysHere: logging in leads to a page of this server only.
func TestNextStaysHere(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/forces?owner=x": "/forces?owner=x", "/incident/a/b#c": "/incident/a/b#c", "": "/", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/",
		"\\\\evil.example": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/", "evil": "/", "http:evil": "/", "///evil.example": "/", "/%0d%0aSet-Cookie:x": "/%0d%0aSet-Cookie:x",
	} {
		if got := here(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

// TestRolesAndScopes: every route of the API, and every change on the page, asks for its role or scope.
func TestRolesAndScopes(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{})
	rank := map[api.Scope]int{api.Read: 1, api.Write: 2, api.Admin: 3}
	cookies, tokens := map[string]string{}, map[api.Scope]string{}
	for i, role := range access.Roles {
		name := "p-" + role
		s.person(name, role)
		cookies[role] = s.login(name)
		scope := []api.Scope{api.Read, api.Write, api.Admin}[i]
		key, err := s.access.AddToken(t.Context(), name, "script", string(scope), s.now.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		tokens[scope] = key
	}
	for _, route := range api.New(api.Options{}).Routes() {
		if route.Path == "/v1/stream" {
			continue // it does not end; allowed in the same place
		}
		s.now = s.now.Add(time.Second) // how often somebody may ask is limited
		target := strings.NewReplacer("{article}", "a", "{event}", "e", "{role}", "actor", "{format}", "none").Replace(route.Path)
		for scope, key := range tokens {
			r := s.ask(route.Method, target, nil, "Authorization", "Bearer "+key)
			if refused := r.StatusCode == http.StatusForbidden; refused != (rank[scope] < rank[route.Scope]) {
				t.Errorf("%s %s wants %s, with a token for %s: %s", route.Method, target, route.Scope, scope, r.Status)
			}
		}
		for i, role := range access.Roles {
			r := s.ask(route.Method, target, nil, "Cookie", cookies[role], "Sec-Fetch-Site", "same-origin")
			if refused := r.StatusCode == http.StatusForbidden; refused != (i+1 < rank[route.Scope]) {
				t.Errorf("%s %s wants %s, with the session of a %s: %s", route.Method, target, route.Scope, role, r.Status)
			}
		}
		for _, header := range [][]string{{}, {"Authorization", "Bearer onr_none"}, {"Authorization", "Basic YTpi"}, {"Cookie", "onrecord=none"}} {
			r := s.ask(route.Method, target, nil, header...)
			if r.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s %s with %v: %s", route.Method, target, header, r.Status)
			}
		}
	}
	s.now = s.now.Add(2 * time.Hour)
	if r := s.ask("GET", "/v1/events", nil, "Authorization", "Bearer "+tokens[api.Admin]); r.StatusCode != http.StatusUnauthorized {
		t.Errorf("a token that ended: %s", r.Status)
	}
	for role, want := range map[string]int{access.Reader: 403, access.Reviewer: 403, access.Admin: 303} {
		if r := s.ask("POST", "/sources", url.Values{"address": {"https://courier.example/" + role}}, "Cookie", cookies[role]); r.StatusCode != want {
			t.Errorf("a %s adds a source: %s", role, r.Status)
		}
	}
}

// TestReadsWaitingAsGuest: the server reads what waits, notes no version of its own for workers, and reads nothing while
// they run another one.
func TestReadsWaitingAsGuest(t *testing.T) {
	t.Parallel()
	s := newServer(t, serveCmd{})
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	g := &ingest.Ingester{Store: s.store, Reader: r, Unread: true}
	wait := func(text string) {
		t.Helper()
		b, _ := json.Marshal(map[string]string{"text": text})
		if _, err := g.Take(t.Context(), "test", []string{string(b)}); err != nil {
			t.Fatal(err)
		}
	}
	wait("Police arrested three men in Wau on Tuesday, the governor said.")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var log lines
	ended := make(chan error, 1)
	changed, unwatch := s.store.Changed()
	defer unwatch()
	go func() {
		ended <- readWaiting(ctx, g, 1, slog.New(slog.NewTextHandler(&log, nil)), time.Millisecond)
	}()
	for c := (store.Counts{New: 1}); c.New > 0; <-changed {
		if c, err = s.store.Waiting(ctx); err != nil {
			t.Fatal(err)
		}
		if c.New == 0 {
			break
		}
	}
	stop()
	<-ended
	if v, err := s.store.Pinned(t.Context()); err != nil || v != "" {
		t.Errorf("it noted its version: %q %v", v, err)
	}

	if _, err := s.store.Pin(t.Context(), "another", true); err != nil {
		t.Fatal(err)
	}
	wait("Police arrested nine men in Juba on Tuesday, the governor said.")
	ctx, stop = context.WithCancel(t.Context())
	defer stop()
	log = lines{at: make(chan string, 100)}
	go func() {
		ended <- readWaiting(ctx, g, 1, slog.New(slog.NewTextHandler(&log, nil)), time.Hour)
	}()
	if line := <-log.at; !strings.Contains(line, "left to the workers") {
		t.Errorf("%s", line)
	}
	stop()
	<-ended
	if c, err := s.store.Waiting(t.Context()); err != nil || c.New != 1 {
		t.Errorf("%+v %v", c, err)
	}
}

// lines hands on what is written, where somebody waits for it.
type lines struct{ at chan string }

func (l *lines) Write(b []byte) (int, error) {
	if l.at != nil && strings.Contains(string(b), "level=WARN") {
		l.at <- string(b)
	}
	return len(b), nil
}

// FuzzPage: every page stands every query: it is shown, or says what is wrong.
func FuzzPage(f *testing.F) {
	s := newServer(f, serveCmd{})
	paths := []string{"/", "/claims", "/forces", "/articles", "/actors", "/sources", "/review", "/searches", "/read", "/incident", "/article", "/login", "/help", "/map", "/timeline"}
	for i, q := range []string{"text=troops&country=TCD", "actor=Chad+%E2%80%93+armed+forces&act=ASSAULT&status=occurred", "since=2024-01-01&until=2024-13-99", "box=NaN,NaN,NaN,NaN", "box=10,-5,20,15&cursor=AAAA", "text=%22a+b%22+-c+OR+(",
		"source=%00%ff", "next=//evil.example", "example=1", "page=-1&by=x"} {
		f.Add(uint8(i), q)
	}
	f.Fuzz(func(t *testing.T, path uint8, query string) {
		q := httptest.NewRequest("GET", "http://127.0.0.1:8080"+paths[int(path)%len(paths)], nil)
		q.URL.RawQuery = query
		w := httptest.NewRecorder()
		s.ServeHTTP(w, q)
		if w.Code >= 500 {
			t.Fatalf("%s: %d %.500s", q.URL, w.Code, w.Body)
		}
	})
}
