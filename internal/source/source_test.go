package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"onrecord/internal/feed"
	"onrecord/internal/fetch"
)

// tree writes files into a new folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, data := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func zip(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s)) //nolint:errcheck // into memory
	z.Close()
	return b.String()
}

func record(n int, status, contentType, body string) string {
	block := "HTTP/1.1 " + status + "\r\nContent-Type: " + contentType + "\r\n\r\n" + body
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2026-03-01T12:00:00Z\r\nWARC-Target-URI: https://news.example/w%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, n, len(block), block)
}

func archive() string {
	return zip(record(1, "200 OK", "text/html; charset=windows-1251", "<p>\xca\xe8\xe5\xe2")) + zip(record(2, "404 Not Found", "text/html", "no")) +
		zip(record(3, "200 OK", "image/png", "\x89PNG")) + "damage" + zip(record(4, "200 OK", "text/html", "<p>four")) + zip(record(5, "200 OK", "text/html", "<p>five"))
}

// collect reads a source to its end; most > 0 stops behind so many items.
func collect(t *testing.T, arg string, o Options, most int) (items []Item, problems []string) {
	t.Helper()
	spec, err := Classify(arg)
	if err != nil {
		t.Fatal(err)
	}
	for item, err := range Items(t.Context(), spec, o) {
		var p *Problem
		switch {
		case errors.As(err, &p):
			problems = append(problems, p.Name+": "+p.Err.Error())
		case err != nil:
			t.Fatal(err)
		default:
			if items = append(items, item); len(items) == most {
				return items, problems
			}
		}
	}
	return items, problems
}

func names(items []Item) (out []string) {
	for _, i := range items {
		out = append(out, i.Name)
	}
	return out
}

func TestClassify(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{
		"a.html": "<p>a", "a.txt": "hello", "b.warc": "", "c.dat": record(1, "200 OK", "text/html", "x"), "d.gz": archive(), "e.jsonl.gz": zip(`{"text":"x"}`),
		"f": "{\"text\":\"x\"}\n{\"text\":\"y\"}\n", "g": `{"text": "one`, "h.xml": "<rss><channel></channel></rss>", "i": "<opml></opml>", "j": "<!DOCTYPE html><html>", "k": "https://news.example/1\nhttps://news.example/2\n", "l": "",
		"m": "{\n \"text\":1\n}", "n": "https://news.example/ reports that the convoy left",
	})
	for name, want := range map[string]Kind{
		"a.html": File, "a.txt": File, "b.warc": WARC, "c.dat": WARC, "d.gz": WARC, "e.jsonl.gz": JSONL, "f": JSONL, "g": JSONL, "h.xml": List, "i": List, "j": File, "k": List, "l": File, "m": File, "n": File, "*.html": Glob, "": Folder,
	} {
		s, err := Classify(filepath.Join(root, name))
		if err != nil || s.Kind != want {
			t.Errorf("%s: %s (%v), want %s", name, s.Kind, err, want)
		}
	}
	for arg, want := range map[string]Kind{"-": Stdin, "https://news.example/": Web} {
		if s, err := Classify(arg); err != nil || s.Kind != want {
			t.Errorf("%s: %s (%v), want %s", arg, s.Kind, err, want)
		}
	}
	for arg, want := range map[string]string{
		"": "empty name", "nosuch": "no such file", "nosuch*": "no file matches", "ftp://news.example/": "only http and https", "https://a:b@news.example/": "password", "news.example/rss": "write https://news.example/rss", os.DevNull: "neither a file nor a folder",
	} {
		if _, err := Classify(arg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", arg, err, want)
		}
	}
}

func mixed(t *testing.T) string {
	return tree(t, map[string]string{
		"a/b.html": "<p>in a folder", "a.txt": "text", ".git/x.txt": "hidden", "pic.jpg": "\xff\xd8\xff", "c.jsonl": "{\"text\":\"one\"}\n\n{\"text\":\"two\"}\nnot json\n{\"text\":\"three\"}",
		"d.warc.gz": archive(), "e.html": "<p>last",
	})
}

func TestFolder(t *testing.T) {
	t.Parallel()
	root := mixed(t)
	items, problems := collect(t, root, Options{}, 0)
	var archiveItems []Item
	var got []string
	for _, i := range items {
		name, _, inArchive := strings.Cut(i.Name, "@")
		if inArchive {
			archiveItems = append(archiveItems, i)
		}
		got = append(got, name+" "+string(i.Data))
	}
	want := []string{"a.txt text", "a/b.html <p>in a folder", `c.jsonl:1 {"text":"one"}`, `c.jsonl:3 {"text":"two"}`, "c.jsonl:4 not json", `c.jsonl:5 {"text":"three"}`,
		"d.warc.gz <p>Киев", "d.warc.gz <p>four", "d.warc.gz <p>five", "e.html <p>last"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 1 || !strings.Contains(problems[0], "no record begins here") {
		t.Errorf("problems %q", problems)
	}
	if i := archiveItems[0]; i.Key != "urn:uuid:1" || i.URL != "https://news.example/w1" || i.Format != "html" || i.Fetched.IsZero() {
		t.Errorf("%+v", i)
	}
	keys := map[string]bool{}
	last := Progress{}
	for _, i := range items {
		if keys[i.Key] || i.Key == "" {
			t.Errorf("key %q twice or empty", i.Key)
		}
		keys[i.Key] = true
		if i.Progress.Done < last.Done || i.Progress.Done > i.Progress.Total || i.Progress.Unit != "bytes" {
			t.Errorf("progress %+v behind %+v", i.Progress, last)
		}
		last = i.Progress
	}
	if last.Done != last.Total {
		t.Errorf("at the end %d of %d bytes", last.Done, last.Total)
	}
	again, _ := collect(t, root, Options{Skip: func(key string) bool { return keys[key] }}, 0)
	if len(again) > 0 {
		t.Errorf("known items come again: %q", names(again))
	}
}

// TestResume stops behind each item in turn and goes on from its mark: nothing is lost, nothing comes twice.
func TestResume(t *testing.T) {
	t.Parallel()
	root := mixed(t)
	all, _ := collect(t, root, Options{}, 0)
	for n := 1; n <= len(all); n++ {
		first, _ := collect(t, root, Options{}, n)
		rest, _ := collect(t, root, Options{Resume: first[n-1].Mark}, 0)
		if got := append(names(first), names(rest)...); !slices.Equal(got, names(all)) {
			t.Errorf("stopped behind %s (%s):\n%q\nwant\n%q", first[n-1].Name, first[n-1].Mark, got, names(all))
		}
	}
	one, problems := collect(t, filepath.Join(root, "e.html"), Options{Resume: "99999@e.html"}, 0)
	if len(one) != 0 || len(problems) != 0 {
		t.Errorf("a file that is done: %q %q", names(one), problems)
	}
	_, problems = collect(t, filepath.Join(root, "d.warc.gz"), Options{Resume: "99999999@d.warc.gz"}, 0)
	if len(problems) != 1 || !strings.Contains(problems[0], "going on at") {
		t.Errorf("a mark behind the end of an archive: %q", problems)
	}
}

func TestStdin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		want int
	}{"text": {"hello", 1}, "archive": {archive(), 3}, "lines": {"{\"text\":\"a\"}\n{\"text\":\"b\"}\n", 2}, "packed lines": {zip("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), 2}, "nothing": {"", 1}} {
		items, _ := collect(t, "-", Options{Stdin: strings.NewReader(c.in)}, 0)
		if len(items) != c.want {
			t.Errorf("%s: %d items", name, len(items))
		}
	}
	items, _ := collect(t, "-", Options{Stdin: strings.NewReader(archive())}, 0)
	rest, _ := collect(t, "-", Options{Stdin: strings.NewReader(archive()), Resume: items[1].Mark}, 0)
	if len(rest) != 1 || rest[0].Key != items[2].Key {
		t.Errorf("going on in standard input: %q", names(rest))
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{"a.txt": "a", "b.txt": strings.Repeat("x", MaxItem+1), "c.jsonl": "{\"text\":\"" + strings.Repeat("x", MaxItem+1) + "\"}\n{\"text\":\"ok\"}\n", "d.jsonl.gz": zip("{\"text\":\"x\"}\n")[:20], "e.txt": "e"})
	items, problems := collect(t, root, Options{}, 0)
	if got := names(items); !slices.Equal(got, []string{"a.txt", "c.jsonl:2", "e.txt"}) || len(problems) != 3 {
		t.Errorf("%q %q", got, problems)
	}
	if os.Getuid() != 0 {
		if err := os.Chmod(filepath.Join(root, "a.txt"), 0); err != nil {
			t.Fatal(err)
		}
		if _, problems = collect(t, root, Options{}, 0); len(problems) != 4 {
			t.Errorf("a file that may not be read: %q", problems)
		}
	}
	if err := os.Remove(filepath.Join(root, "a.txt")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	spec, err := Classify(root)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range Items(ctx, spec, Options{}) {
		cancel()
		if errors.Is(err, context.Canceled) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the end of the context is told %d times", n)
	}
}

// site is a news site on loopback.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	full := "<p>" + strings.Repeat("The convoy left the base on Tuesday. ", 60) + "</p>"
	pages := map[string]string{
		"/":           `<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>start`,
		"/1":          `<html><head><link rel="canonical" href="/one"></head><body>one`,
		"/2":          "<html><body>two",
		"/rss":        `<rss><channel><title>T</title><item><title>One</title><link>/1?utm_source=rss</link><pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate></item><item><title>Missing</title><link>/3</link></item><item><title>Full</title><link>/4</link><content:encoded><![CDATA[` + full + `]]></content:encoded></item><item><link>/1</link></item></channel></rss>`,
		"/atom":       `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/2"/><published>2020-01-01T00:00:00Z</published></entry></feed>`,
		"/list":       `<opml><body><outline text="x"><outline xmlUrl="/rss"/><outline xmlUrl="/atom"/><outline xmlUrl="/"/></outline></body></opml>`,
		"/index":      `<sitemapindex><sitemap><loc>/sitemap</loc></sitemap><sitemap><loc>/index2</loc></sitemap></sitemapindex>`,
		"/index2":     `<sitemapindex><sitemap><loc>/index3</loc></sitemap></sitemapindex>`,
		"/index3":     `<sitemapindex><sitemap><loc>/sitemap</loc></sitemap></sitemapindex>`,
		"/sitemap":    `<urlset xmlns:news="x"><url><loc>/2</loc><news:news><news:publication><news:name>Example Times</news:name></news:publication><news:title>Two</news:title></news:news></url></urlset>`,
		"/robots.txt": "User-agent: *\nDisallow: /private",
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		kind := "text/html"
		if strings.HasPrefix(page, "<rss") || strings.HasPrefix(page, "<feed") || strings.HasPrefix(page, "<opml") || strings.HasPrefix(page, "<sitemap") || strings.HasPrefix(page, "<urlset") {
			kind = "application/xml"
		}
		w.Header().Set("Content-Type", kind)
		fmt.Fprint(w, page)
	}))
	t.Cleanup(s.Close)
	return s
}

func hasty() *fetch.Client {
	return fetch.New(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Sleep: func(context.Context, time.Duration) error { return nil }, Spacing: 1})
}

func TestWeb(t *testing.T) {
	t.Parallel()
	s := site(t)
	for _, c := range []struct {
		path     string
		o        Options
		want     []string // paths of the items, in any order
		problems []string // parts of them
	}{
		{"/1", Options{}, []string{"/1"}, nil},
		{"/", Options{}, []string{"/"}, nil},
		{"/rss", Options{}, []string{"/1?utm_source=rss", "/4"}, []string{"404"}},
		{"/rss", Options{Skip: func(key string) bool { return strings.HasSuffix(key, "/1") }}, []string{"/4"}, []string{"404"}},
		{"/rss", Options{Full: true}, []string{"/1?utm_source=rss", "/4"}, []string{"404"}},
		{"/list", Options{}, []string{"/1?utm_source=rss", "/2", "/4"}, []string{"404", "it names: " + s.URL + "/rss"}},
		{"/list", Options{Since: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}, []string{"/1?utm_source=rss", "/4"}, []string{"404", "it names"}},
		{"/index", Options{}, []string{"/2"}, []string{"an index within 2 others"}},
		{"/nosuch", Options{}, nil, []string{"404"}},
		{"/private", Options{}, nil, []string{"robots.txt forbids"}},
	} {
		c.o.Fetch = hasty()
		items, problems := collect(t, s.URL+c.path, c.o, 0)
		var got []string
		for _, i := range items {
			got = append(got, strings.TrimPrefix(i.URL, s.URL))
		}
		slices.Sort(got)
		slices.Sort(problems)
		if !slices.Equal(got, c.want) || len(problems) != len(c.problems) {
			t.Errorf("%s: items %q, want %q; problems %q", c.path, got, c.want, problems)
			continue
		}
		all := strings.Join(problems, "\n")
		for _, p := range c.problems {
			if !strings.Contains(all, p) {
				t.Errorf("%s: problems %q, want %q", c.path, problems, p)
			}
		}
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	s := site(t)
	items, _ := collect(t, s.URL+"/rss", Options{Fetch: hasty()}, 0)
	for _, i := range items {
		switch {
		case strings.HasPrefix(i.URL, s.URL+"/1"):
			if i.Key != "url:"+s.URL+"/1" || i.Title != "One" || i.Published != "2026-03-01T10:00:00Z" || i.Canonical != s.URL+"/one" || i.FromList || i.Format != "html" {
				t.Errorf("%+v", i)
			}
		default:
			if !i.FromList || !strings.Contains(i.Note, "404") || !bytes.Contains(i.Data, []byte("<h1>Full</h1>")) || !bytes.Contains(i.Data, []byte("convoy")) {
				t.Errorf("%s: from the feed %v, %q", i.Name, i.FromList, i.Note)
			}
		}
	}
	items, _ = collect(t, s.URL+"/sitemap", Options{Fetch: hasty()}, 0)
	if len(items) != 1 || items[0].Publisher != "Example Times" || items[0].Title != "Two" || items[0].Progress != (Progress{1, 1, "items"}) {
		t.Errorf("%+v", items)
	}
	if _, problems := collect(t, s.URL+"/1", Options{}, 0); len(problems) != 1 {
		t.Errorf("without a client: %q", problems)
	}
}

// TestRemoteArchive streams an archive over the net and goes on in its middle.
func TestRemoteArchive(t *testing.T) {
	t.Parallel()
	for _, ranges := range []bool{true, false} {
		var asked []string
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/crawl/one.warc.gz":
				asked = append(asked, r.Header.Get("Range"))
				if ranges {
					http.ServeContent(w, r, "", time.Time{}, strings.NewReader(archive()))
				} else {
					fmt.Fprint(w, archive())
				}
			case "/moved.warc.gz":
				http.Redirect(w, r, "/crawl/one.warc.gz", http.StatusFound)
			default:
				http.NotFound(w, r)
			}
		}))
		items, problems := collect(t, s.URL+"/moved.warc.gz", Options{Fetch: hasty()}, 0)
		if len(items) != 3 || len(problems) != 1 {
			t.Fatalf("%q %q", names(items), problems)
		}
		rest, _ := collect(t, s.URL+"/crawl/one.warc.gz", Options{Fetch: hasty(), Resume: items[0].Mark}, 0)
		if len(rest) != 2 || rest[0].Key != items[1].Key || rest[1].Key != items[2].Key {
			t.Errorf("ranges %v: going on gives %q", ranges, names(rest))
		}
		if len(asked) != 2 || asked[0] != "" || !strings.HasPrefix(asked[1], "bytes=") {
			t.Errorf("asked for %q", asked)
		}
		if _, problems := collect(t, s.URL+"/no.warc", Options{Fetch: hasty()}, 0); len(problems) != 1 || !strings.Contains(problems[0], "404") {
			t.Errorf("%q", problems)
		}
		s.Close()
	}
}

// TestStop: a consumer that has enough, and a context that ends, leave no worker behind.
func TestStop(t *testing.T) {
	t.Parallel()
	s := site(t)
	items, _ := collect(t, s.URL+"/list", Options{Fetch: hasty()}, 1)
	if len(items) != 1 {
		t.Errorf("%d items", len(items))
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	spec, err := Classify(s.URL + "/list")
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range Items(ctx, spec, Options{Fetch: hasty()}) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the last word is %v", last)
	}
}

func TestLocalLists(t *testing.T) {
	t.Parallel()
	s := site(t)
	root := tree(t, map[string]string{
		"mine.opml": `<opml><body><outline xmlUrl="` + s.URL + `/atom"/></body></opml>`, "urls.txt": s.URL + "/1\n" + s.URL + "/2\n", "feed.xml.gz": zip(`<rss><channel><item><link>` + s.URL + `/1</link></item></channel></rss>`), "broken.opml": "<html>",
	})
	for name, want := range map[string]int{"mine.opml": 1, "urls.txt": 2, "feed.xml.gz": 1, "": 4} {
		items, problems := collect(t, filepath.Join(root, name), Options{Fetch: hasty()}, 0)
		if len(items) != want {
			t.Errorf("%s: %d items, want %d; %q", name, len(items), want, problems)
		}
	}
	if _, problems := collect(t, filepath.Join(root, "broken.opml"), Options{Fetch: hasty()}, 0); len(problems) != 1 || !strings.Contains(problems[0], "HTML page") {
		t.Errorf("%q", problems)
	}
}

// TestManyEntries: ten thousand entries of which most are known are no trouble.
func TestManyEntries(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "<item><link>/%d</link></item>", i)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/rss" {
			fmt.Fprint(w, "<rss><channel>"+b.String()+"</channel></rss>")
			return
		}
		fmt.Fprint(w, "<html><body>x")
	}))
	defer s.Close()
	items, problems := collect(t, s.URL+"/rss", Options{Fetch: hasty(), Skip: func(key string) bool { return !strings.HasSuffix(key, "00") }}, 0)
	if len(items) != 99 || len(problems) > 0 { // all the hundreds but 0 itself
		t.Errorf("%d items, %q", len(items), problems)
	}
}

// TestBusyHost: a host that wants a pause costs one failure and one word for the rest, not one for each entry.
func TestBusyHost(t *testing.T) {
	t.Parallel()
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/rss":
			fmt.Fprint(w, "<rss><channel><item><link>/x</link></item>")
			for i := range 500 {
				fmt.Fprintf(w, "<item><link>/%d</link></item>", i)
			}
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		default:
			if asked++; asked > 10 {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			fmt.Fprint(w, "<html><body>x")
		}
	}))
	defer s.Close()
	items, problems := collect(t, s.URL+"/rss", Options{Fetch: hasty()}, 0)
	if len(items) != 10 || len(problems) != 3 || asked != 11 {
		t.Errorf("%d items, %d requests, %q", len(items), asked, problems)
	}
	if last := problems[len(problems)-1]; !strings.Contains(last, "490 more addresses") {
		t.Errorf("the last word is %q", last)
	}
}

func TestEntryKey(t *testing.T) {
	t.Parallel()
	a, b := EntryKey(feed.Entry{URL: "https://News.example/1?utm_source=rss#x"}), EntryKey(feed.Entry{URL: "https://news.example/1"})
	if a != b {
		t.Errorf("%s and %s are one page", a, b)
	}
}

// FuzzStdin: whatever comes in, it comes to an end, and each item can be gone on from.
func FuzzStdin(f *testing.F) {
	f.Add(archive())
	f.Add("{\"text\":\"a\"}\n{\"text\":\"b\"}\n")
	f.Add(zip("{\"text\":\"a\"}\n"))
	f.Add("<opml><outline xmlUrl='https://news.example/'/></opml>")
	f.Fuzz(func(t *testing.T, s string) {
		read := func(resume string) (keys []string, marks []string) {
			for item, err := range Items(t.Context(), Spec{Arg: "-", Kind: Stdin, Size: -1}, Options{Stdin: strings.NewReader(s), Resume: resume}) {
				var p *Problem
				if err != nil && !errors.As(err, &p) {
					t.Fatal(err)
				}
				if err == nil {
					keys, marks = append(keys, item.Key), append(marks, item.Mark)
				}
			}
			return keys, marks
		}
		keys, marks := read("")
		if n := len(keys); n > 1 {
			if rest, _ := read(marks[n/2]); !slices.Equal(rest, keys[n/2+1:]) {
				t.Errorf("going on behind item %d of %q gives %q, want %q", n/2, s, rest, keys[n/2+1:])
			}
		}
	})
}
