package fetch

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func discard() *log.Logger { return log.New(io.Discard, "", 0) }

func proxyURL(s string) (*url.URL, error) { return url.Parse(s) }

func TestGet(t *testing.T) {
	t.Parallel()
	var agent, accept string
	s := misbehave(t, map[string]http.HandlerFunc{
		"/old":              redirect("/older", 301),
		"/older":            redirect("/news/1?utm_source=x", 308),
		"/moved-then-found": redirect("/found", 301),
		"/found":            redirect("/news/1", 302),
		"/news/1": func(w http.ResponseWriter, r *http.Request) {
			agent, accept = r.UserAgent(), r.Header.Get("Accept-Encoding")
			w.Header().Set("Content-Type", "text/html; charset=windows-1251")
			w.Header().Set("Cache-Control", "public, max-age=600")
			fmt.Fprint(w, "<html><head><title>x</title><link rel='canonical' href='/world/1'></head><body>\xca\xe8\xe5\xe2")
		},
	})
	c := client(newClock())
	res, err := c.Get(t.Context(), Request{URL: s.URL + "/old"})
	if err != nil {
		t.Fatal(err)
	}
	if res.Final != s.URL+"/news/1?utm_source=x" || res.Moved != res.Final || res.Hops != 2 || res.Canonical != s.URL+"/world/1" || res.MaxAge != 10*time.Minute {
		t.Errorf("final %s, moved %s, hops %d, canonical %s, max-age %v", res.Final, res.Moved, res.Hops, res.Canonical, res.MaxAge)
	}
	if !strings.HasSuffix(string(res.Text()), "Киев") {
		t.Errorf("text %q", res.Text())
	}
	if agent != "onrecord/test (+https://reader.example/)" || accept != "gzip, br, deflate" {
		t.Errorf("user agent %q, encodings %q", agent, accept)
	}
	if res, err = c.Get(t.Context(), Request{URL: s.URL + "/moved-then-found"}); err != nil || res.Moved != s.URL+"/found" {
		t.Errorf("a redirect for good and one for now: moved to %q (%v)", res.Moved, err)
	}
}

// TestConditional: validators are those of the latest answer, also of a 304.
func TestConditional(t *testing.T) {
	t.Parallel()
	var asked []string
	tag := `"1"`
	s := misbehave(t, map[string]http.HandlerFunc{"/feed": func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since"))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(304)
			return
		}
		w.Header().Set("Last-Modified", "Sun, 01 Mar 2026 10:00:00 GMT")
		fmt.Fprint(w, `<rss><channel><title>t</title><item><link>/1</link></item></channel></rss>`)
	}})
	c := client(newClock())
	res, f, err := c.List(t.Context(), Request{URL: s.URL + "/feed"}, 0)
	if err != nil || len(f.Entries) != 1 || res.ETag != `"1"` || res.LastModified != "Sun, 01 Mar 2026 10:00:00 GMT" || len(res.Hash) != 64 {
		t.Fatalf("%+v %v", res, err)
	}
	tag = `"2"`
	res, f, err = c.List(t.Context(), Request{URL: s.URL + "/feed", ETag: res.ETag, LastModified: res.LastModified}, 0)
	if err != nil || f != nil || !res.NotModified || res.ETag != `"2"` || res.LastModified != "Sun, 01 Mar 2026 10:00:00 GMT" {
		t.Fatalf("%+v %v", res, err)
	}
	if len(asked) != 2 || asked[0] != "" || asked[1] != `"1"Sun, 01 Mar 2026 10:00:00 GMT` {
		t.Errorf("asked %q", asked)
	}
}

func TestNotAFeed(t *testing.T) {
	t.Parallel()
	s := misbehave(t, map[string]http.HandlerFunc{"/": text(`<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head>`)})
	_, _, err := client(newClock()).List(t.Context(), Request{URL: s.URL + "/"}, 0)
	var e *Error
	if !errors.As(err, &e) || e.Class != NotFeed || len(e.Alternates()) != 1 || e.Alternates()[0].URL != s.URL+"/rss" || !strings.Contains(err.Error(), "HTML page") {
		t.Errorf("%v", err)
	}
}

func TestPackedSitemap(t *testing.T) {
	t.Parallel()
	s := misbehave(t, map[string]http.HandlerFunc{"/s.xml.gz": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-gzip")
		w.Write(zipped([]byte(`<urlset><url><loc>https://news.example/1</loc></url></urlset>`))) //nolint:errcheck // a test server
	}})
	_, f, err := client(newClock()).List(t.Context(), Request{URL: s.URL + "/s.xml.gz"}, 0)
	if err != nil || len(f.Entries) != 1 {
		t.Errorf("%v", err)
	}
}

func TestRobots(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		robots http.HandlerFunc
		class  Class
		later  bool // Until is set
	}{
		{"none", nil, "", false},
		{"allows", text("User-agent: *\nDisallow: /private"), "", false},
		{"forbids", text("User-agent: *\nDisallow: /news"), Robots, false},
		{"forbids us", text("User-agent: onrecord\nDisallow: /\nUser-agent: *\nAllow: /"), Robots, false},
		{"403", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, "", false},
		{"500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, Robots, true},
		{"429", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }, Robots, true},
		{"redirected", redirect("/other", 301), Robots, false},
		{"redirected for ever", redirect("/robots.txt", 301), "", false},
		{"not reachable", raw(""), Cut, false},
		{"endless", endless, "", false},
		{"an HTML page", text("<html><body>User-agent: *</body></html>"), "", false},
	} {
		pages := 0
		s := misbehave(t, map[string]http.HandlerFunc{
			"/robots.txt": c.robots, "/other": text("User-agent: *\nDisallow: /"),
			"/news": func(w http.ResponseWriter, _ *http.Request) { pages++; fmt.Fprint(w, "hello") },
		})
		_, err := client(newClock()).Get(t.Context(), Request{URL: s.URL + "/news"})
		var e *Error
		switch {
		case c.class == "":
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		case !errors.As(err, &e) || e.Class != c.class || e.Until.IsZero() == c.later:
			t.Errorf("%s: %v", c.name, err)
		case pages > 0:
			t.Errorf("%s: the page was fetched", c.name)
		}
	}
}

func TestRobotsCache(t *testing.T) {
	t.Parallel()
	status, asked := 200, 0
	s := misbehave(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.WriteHeader(status)
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\nSitemap: /news.xml")
		},
		"/news": text("hello"), "/private": text("hello"),
	})
	k := newClock()
	c := client(k)
	get := func(path string) error {
		_, err := c.Get(t.Context(), Request{URL: s.URL + path})
		return err
	}
	for range 3 {
		if err := get("/news"); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 1 {
		t.Errorf("robots.txt was fetched %d times for three pages", asked)
	}
	k.pass(25 * time.Hour)
	status = 503
	if err := get("/news"); err != nil || asked != 2 {
		t.Errorf("with the file of yesterday in place of one that cannot be read: %v, asked %d times", err, asked)
	}
	if err := get("/private"); err == nil {
		t.Error("the file of yesterday is forgotten")
	}
	status = 200
	k.pass(time.Hour)
	if maps, err := c.Sitemaps(t.Context(), s.URL+"/news"); err != nil || len(maps) != 1 || maps[0] != s.URL+"/news.xml" || asked != 3 {
		t.Errorf("sitemaps %q, %v, asked %d times", maps, err, asked)
	}
}

func TestSpacing(t *testing.T) {
	t.Parallel()
	delay := ""
	var at []time.Time
	k := newClock()
	paths := map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, delay) },
		"/news":       func(w http.ResponseWriter, _ *http.Request) { at = append(at, k.Now()); fmt.Fprint(w, "hello") },
		"/old":        redirect("/news", 302),
	}
	for _, c := range []struct {
		robots string
		want   time.Duration
	}{{"", 5 * time.Second}, {"User-agent: *\nCrawl-delay: 20", 20 * time.Second}, {"User-agent: *\nCrawl-delay: 1", 5 * time.Second}} {
		delay, at = c.robots, nil
		s := misbehave(t, paths)
		client := client(k)
		for _, path := range []string{"/news", "/old", "/news"} {
			if _, err := client.Get(t.Context(), Request{URL: s.URL + path}); err != nil {
				t.Fatal(err)
			}
		}
		if len(at) != 3 || at[1].Sub(at[0]) != c.want || at[2].Sub(at[1]) != c.want {
			t.Errorf("%q: requests at %v, want them %v apart", c.robots, at, c.want)
		}
	}
	delay = "User-agent: *\nCrawl-delay: 600"
	s := misbehave(t, paths)
	cl := client(k)
	if _, err := cl.Get(t.Context(), Request{URL: s.URL + "/news"}); err != nil {
		t.Fatal(err)
	}
	_, err := cl.Get(t.Context(), Request{URL: s.URL + "/news"})
	var e *Error
	if !errors.As(err, &e) || e.Class != Waiting || e.Until.Sub(k.Now()) != 10*time.Minute {
		t.Errorf("a pause of ten minutes: %v", err)
	}
}

// TestOneAtATime: twenty at once on one host are served one by one.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	var now, most atomic.Int32
	s := misbehave(t, map[string]http.HandlerFunc{"/news": func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		fmt.Fprint(w, "hello")
		w.(http.Flusher).Flush()
		now.Add(-1)
	}})
	k := newClock()
	c := client(k)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), Request{URL: s.URL + "/news"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 || k.slept != 19*5*time.Second {
		t.Errorf("%d at once, %v waited", most.Load(), k.slept)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	retry := ""
	k := newClock()
	s := misbehave(t, map[string]http.HandlerFunc{
		"/busy": func(w http.ResponseWriter, _ *http.Request) {
			if retry != "" {
				w.Header().Set("Retry-After", retry)
			}
			w.WriteHeader(429)
		},
		"/ok": text("hello"),
	})
	cl := client(k)
	for _, c := range []struct {
		retry string
		want  time.Duration
	}{
		{"", 30 * time.Second}, {"", time.Minute}, {"3600", time.Hour}, {k.Now().Add(72 * time.Hour).Format(http.TimeFormat), 24 * time.Hour},
		{"nonsense", 8 * time.Minute}, {"", 16 * time.Minute},
	} {
		retry = c.retry
		_, err := cl.Get(t.Context(), Request{URL: s.URL + "/busy"})
		var e *Error
		if !errors.As(err, &e) || e.Class != Status || e.Status != 429 {
			t.Fatal(err)
		}
		if got := e.Until.Sub(k.Now()); got != c.want {
			t.Errorf("Retry-After %q: %v, want %v", c.retry, got, c.want)
		}
		if c.want > defaultWait {
			if _, err := cl.Get(t.Context(), Request{URL: s.URL + "/ok"}); !errors.As(err, &e) || e.Class != Waiting {
				t.Errorf("another page of the host meanwhile: %v", err)
			}
		}
		k.pass(c.want)
	}
	if _, err := cl.Get(t.Context(), Request{URL: s.URL + "/ok"}); err != nil {
		t.Error(err)
	}
	retry = ""
	_, err := cl.Get(t.Context(), Request{URL: s.URL + "/busy"})
	var e *Error
	if !errors.As(err, &e) || e.Until.Sub(k.Now()) != 30*time.Second {
		t.Errorf("a good answer does not end the back-off: %v", err)
	}
	for failures := range 200 {
		for _, chance := range []float64{0, 0.5, 0.999} {
			if w := Backoff(failures, firstBackoff, maxBackoff, chance); w < 24*time.Second || w > maxBackoff {
				t.Errorf("%d failures: %v", failures, w)
			}
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"120": 2 * time.Minute, " 0 ": 0, "1.5": 1500 * time.Millisecond, "99999999999999": 24 * time.Hour,
		"Sun, 01 Mar 2026 12:05:00 GMT": 5 * time.Minute, "Sunday, 01-Mar-26 12:05:00 GMT": 5 * time.Minute, "Sun Mar  1 12:05:00 2026": 5 * time.Minute,
		"Sun, 01 Mar 2026 13:05:00 +0100": 5 * time.Minute, "2026-03-01T12:05:00Z": 5 * time.Minute,
		"Sun, 01 Mar 2026 11:00:00 GMT": 0,
		"":                              -1, "-5": -1, "soon": -1, "NaN": -1, "2026-03-01": -1,
	} {
		got, ok := RetryAfter(in, now)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %v %v, want %v", in, got, ok, want)
		}
	}
	for in, want := range map[string]time.Duration{
		"max-age=60": time.Minute, "public, MAX-AGE=\"60\"": time.Minute, "no-cache, max-age=60": 0, "max-age=x": 0, "max-age=999999999": 24 * time.Hour, "private": 0,
	} {
		if got := MaxAge(http.Header{"Cache-Control": {in}}, now); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
	if got := MaxAge(http.Header{"Expires": {"Sun, 01 Mar 2026 13:00:00 GMT"}}, now); got != time.Hour {
		t.Errorf("Expires: %v", got)
	}
	if got := MaxAge(http.Header{"Expires": {"0"}}, now); got != 0 {
		t.Errorf("Expires 0: %v", got)
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"120", "Sun, 01 Mar 2026 12:05:00 GMT", "1e300", "Infinity", "-0", "0x10"} {
		f.Add(s)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := RetryAfter(s, now); d < 0 || d > maxBackoff || !ok && d != 0 {
			t.Errorf("%q: %v %v", s, d, ok)
		}
		if d := MaxAge(http.Header{"Cache-Control": {s}, "Expires": {s}}, now); d < 0 || d > maxBackoff {
			t.Errorf("%q: max-age %v", s, d)
		}
	})
}
