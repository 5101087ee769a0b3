package robots

import (
	"strings"
	"testing"
	"time"
)

func TestAllowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, path string
		want             bool
	}{
		{"empty file", "", "/x", true},
		{"everything closed", "User-agent: *\nDisallow: /", "/x", false},
		{"robots.txt itself is always open", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"empty disallow", "User-agent: *\nDisallow:", "/x", true},
		{"own group wins over *", "User-agent: *\nDisallow: /\n\nUser-agent: OnRecord\nDisallow: /private", "/x", true},
		{"own group, case and version", "User-agent: onrecord/2.0\nDisallow: /x", "/x", false},
		{"another token that starts alike", "User-agent: onrecordbot\nDisallow: /x", "/x", true},
		{"two agents in one group", "User-agent: a\nUser-agent: onrecord\nDisallow: /x", "/x", false},
		{"groups of one agent are joined", "User-agent: onrecord\nDisallow: /a\nUser-agent: b\nDisallow: /\nUser-agent: onrecord\nDisallow: /x", "/x", false},
		{"longest match", "User-agent: *\nAllow: /news/\nDisallow: /", "/news/1", true},
		{"longest match, other order", "User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", true},
		{"allow wins a tie", "User-agent: *\nDisallow: /news\nAllow: /news", "/news", true},
		{"star", "User-agent: *\nDisallow: /*.gif", "/a/b.gif?x", false},
		{"star and end", "User-agent: *\nDisallow: /*.gif$", "/a/b.gif?x", true},
		{"end", "User-agent: *\nDisallow: /x$", "/xy", true},
		{"two stars", "User-agent: *\nDisallow: /a*b*c", "/a-b-c-d", false},
		{"query", "User-agent: *\nDisallow: /*?print=", "/news/1?print=1", false},
		{"encoded path, bare rule", "User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", false},
		{"bare path, encoded rule", "User-agent: *\nDisallow: /foo/bar/%e3%83%84", "/foo/bar/ツ", false},
		{"encoded letter", "User-agent: *\nDisallow: /%62ar", "/bar", false},
		{"encoded slash is not a slash", "User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
		{"encoded star is a star", "User-agent: *\nDisallow: /a%2Ab", "/a*b", false},
		{"encoded star is no sign", "User-agent: *\nDisallow: /a%2Ab", "/axb", true},
		{"dollar within", "User-agent: *\nDisallow: /a$b", "/a$b", false},
		{"encoded dollar at the end", "User-agent: *\nDisallow: /a%24", "/a$b", false},
		{"comment", "User-agent: * # all\nDisallow: /x # not here", "/x", false},
		{"carriage returns", "User-agent: *\rDisallow: /x\r", "/x", false},
		{"byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /x", "/x", false},
		{"rule before any agent", "Disallow: /x\nUser-agent: *\nAllow: /", "/x", true},
		{"sitemap does not end a group", "User-agent: *\nSitemap: https://h.example/s.xml\nDisallow: /x", "/x", false},
		{"misspelt", "User-agent: *\nDisalow: /x", "/x", false},
		{"an HTML page is no rule", "<html><body>Not found</body></html>", "/x", true},
	} {
		if got := Parse([]byte(c.file)).Allowed("onrecord", c.path); got != c.want {
			t.Errorf("%s: %s allowed: %v, want %v", c.name, c.path, got, c.want)
		}
	}
}

func TestDelayAndSitemaps(t *testing.T) {
	t.Parallel()
	f := Parse([]byte("User-agent: *\nCrawl-delay: 2.5\nSitemap: https://h.example/a.xml\nsitemap:https://h.example/b.xml\nUser-agent: slow\nCrawl-delay: 1e9"))
	if d := f.Delay("onrecord"); d != 2500*time.Millisecond {
		t.Errorf("delay %v", d)
	}
	if d := f.Delay("slow"); d != time.Hour {
		t.Errorf("a delay of years must be cut to an hour, got %v", d)
	}
	if got := strings.Join(f.Sitemaps(), " "); got != "https://h.example/a.xml https://h.example/b.xml" {
		t.Errorf("sitemaps %q", got)
	}
}

// FuzzParse: no file makes it panic, a path is judged the same however its octets are written, and an added
// rule that allows everything below "/" at full length opens a path.
func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*b$\nAllow: /%e3%83%84\nCrawl-delay: 3"), "/a%20b?c=d")
	f.Add([]byte("user-agent: onrecord\r\ndisallow: ツ"), "/ツ")
	f.Fuzz(func(t *testing.T, file []byte, path string) {
		r := Parse(file)
		got := r.Allowed("onrecord", path)
		r.Delay("onrecord")
		if len(path) > 0 && path[0] == '/' && got != r.Allowed("onrecord", octets(path)) && path != "/robots.txt" && octets(path) != "/robots.txt" {
			t.Errorf("%q and %q are the same path", path, octets(path))
		}
		if path = octets("/" + path); len(path) < maxPattern && !strings.ContainsAny(path, "*$#\n\r") && len(file) < MaxBytes/2 {
			open := append([]byte("User-agent: onrecord\nAllow: "+path+"\n"), file...)
			if longest(Parse(open), path) == len(path) && !Parse(open).Allowed("onrecord", path) {
				t.Errorf("an allow rule for the whole of %q loses", path)
			}
		}
	})
}

// longest is the length of the longest rule of the agent's own groups that matches.
func longest(f *File, path string) int {
	n := -1
	for g := range f.mine("onrecord") {
		for _, r := range f.groups[g].rules {
			if matches(r.pattern, path) {
				n = max(n, len(r.pattern))
			}
		}
	}
	return n
}
