package feed

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// dump writes a feed as lines a person can compare.
func dump(f *Feed) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q link=%s lang=%s ttl=%v total=%d\n", f.Kind, f.Title, f.Link, f.Language, f.TTL, f.Total)
	for _, e := range f.Entries {
		fmt.Fprintf(&b, "- %s\n", e.URL)
		for _, field := range [][2]string{
			{"guid", e.GUID}, {"title", e.Title}, {"published", e.Published.String()}, {"updated", e.Updated.String()},
			{"author", e.Author}, {"publisher", e.Publisher}, {"language", e.Language}, {"summary", e.Summary}, {"html", e.HTML},
		} {
			if field[1] != "" {
				fmt.Fprintf(&b, "    %s: %s\n", field[0], field[1])
			}
		}
	}
	for _, p := range f.Parts {
		fmt.Fprintf(&b, "+ %s %s\n", p.URL, p.Updated)
	}
	for _, p := range f.Problems {
		fmt.Fprintf(&b, "! %s\n", p)
	}
	return b.String()
}

// TestGolden reads testdata/*.in and compares with testdata/*.golden; UPDATE=1 writes them.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.in")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d documents: %v", len(files), err)
	}
	for _, in := range files {
		data, err := os.ReadFile(in)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Parse(data, Options{URL: "https://news.example/feeds/world.xml"})
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		got, golden := dump(f), strings.TrimSuffix(in, ".in")+".golden"
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
}

func item(n int) string {
	return fmt.Sprintf("<item><title>Report %d</title><link>https://news.example/%d</link><guid>g%d</guid><description>Soldiers left the base &amp; the town.</description></item>\n", n, n, n)
}

func rss(items ...string) string {
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>World</title><link>https://news.example/</link>` + strings.Join(items, "") + "</channel></rss>"
}

func urls(f *Feed) string {
	var out []string
	for _, e := range f.Entries {
		out = append(out, strings.TrimPrefix(e.URL, "https://news.example/"))
	}
	return strings.Join(out, " ")
}

// TestBroken: what is wrong with one entry costs no other.
func TestBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, doc, want string
		problem         string // part of the first problem; "": none
	}{
		{"whole", rss(item(1), item(2)), "1 2", ""},
		{"cut within an entry after its address", rss(item(1), item(2))[:len(rss(item(1), item(2)))-60], "1 2", "ends within"},
		{"cut before the address", rss(item(1)) + "", "1", ""},
		{"bare ampersand", rss(strings.Replace(item(1), "&amp;", "&", 1), item(2)), "1 2", ""},
		{"bare less-than in text", rss(strings.Replace(item(1), "&amp;", "< 3 of", 1), item(2)), "1 2", "broken"},
		{"bare less-than in the title", rss(strings.Replace(item(1), "Report", "a < 3", 1), item(2), item(3)), "2 3", "broken"},
		{"control characters", rss(strings.Replace(item(1), "base", "ba\x01\x0bse", 1), item(2)), "1 2", ""},
		{"unclosed element", rss(strings.Replace(item(1), "</description>", "", 1), item(2)), "1 2", ""},
		{"wrong end tag", rss(strings.Replace(item(1), "</title>", "</titel></title>", 1), item(2)), "1 2", ""},
		{"unclosed CDATA", rss(item(1), "<item><link>https://news.example/x</link><description><![CDATA[ cut</description></item>", item(2)), "1 x 2", "broken"},
		{"HTML entities", rss(strings.Replace(item(1), "&amp;", "&nbsp;&eacute;&hellip;", 1)), "1", ""},
		{"unknown entity", rss(strings.Replace(item(1), "&amp;", "&foo;", 1), item(2)), "1 2", ""},
		{"custom entity stays text", `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.TrimPrefix(rss(strings.Replace(item(1), "&amp;", "&x;", 1)), `<?xml version="1.0" encoding="utf-8"?>`), "1", ""},
		{"XML 1.1", strings.Replace(rss(item(1)), `version="1.0"`, `version="1.1"`, 1), "1", ""},
		{"white space and a byte order mark in front", "\ufeff\n\n  " + rss(item(1)), "1", ""},
		{"no link but a guid that is one", rss("<item><title>t</title><guid>https://news.example/7</guid></item>"), "7", ""},
		{"guid that is none", rss(`<item><title>t</title><guid isPermaLink="false">https://news.example/7</guid></item>`, item(2)), "7 2", ""},
		{"no address", rss("<item><title>t</title></item>", item(2)), "2", "reference is empty"},
		{"script address", rss("<item><link>javascript:alert(1)</link></item>", item(2)), "2", "only http and https"},
		{"relative address", rss("<item><link>../a?b=1&amp;c=2</link></item>"), "a?b=1&c=2", ""},
		{"nested too deep", rss("<item><link>https://news.example/x</link><a>"+strings.Repeat("<b>", 300)+strings.Repeat("</b>", 300)+"</a></item>", item(2)), "x 2", "deeper than 256"},
		{"empty", rss(), "", ""},
	} {
		f, err := Parse([]byte(c.doc), Options{URL: "https://news.example/feeds/world.xml"})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := urls(f); got != c.want {
			t.Errorf("%s: entries %q, want %q (%q)", c.name, got, c.want, f.Problems)
		}
		if c.problem == "" && len(f.Problems) > 0 || c.problem != "" && (len(f.Problems) == 0 || !strings.Contains(f.Problems[0], c.problem)) {
			t.Errorf("%s: problems %q, want one with %q", c.name, f.Problems, c.problem)
		}
		if strings.Contains(dump(f), "root:") {
			t.Errorf("%s: a file was read", c.name)
		}
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	const title = "Élection à Kyiv — “résultats”"
	text := strings.Replace(rss(item(1)), "Report 1", title, 1)
	latin, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	cyrillic, err := charmap.Windows1251.NewEncoder().String(strings.Replace(text, title, "Киев", 1))
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(text, "utf-8", "utf-16", 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, doc, header, want string }{
		{"UTF-8", text, "", title},
		{"UTF-8 that calls itself Latin", strings.Replace(text, "utf-8", "iso-8859-1", 1), "text/xml; charset=iso-8859-1", title},
		{"header names it", latin, "application/rss+xml; charset=windows-1252", title},
		{"declaration names it", strings.Replace(latin, "utf-8", "windows-1252", 1), "text/xml", title},
		{"nobody names it", latin, "", title},
		{"Cyrillic, declared", strings.Replace(cyrillic, "utf-8", "windows-1251", 1), "", "Киев"},
		{"UTF-16", wide, "", title},
	} {
		f, err := Parse([]byte(c.doc), Options{ContentType: c.header})
		if err != nil || len(f.Entries) != 1 {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if f.Entries[0].Title != c.want {
			t.Errorf("%s: %q, want %q", c.name, f.Entries[0].Title, c.want)
		}
	}
}

func TestNotFeed(t *testing.T) {
	t.Parallel()
	page := `<!-- saved --><!DOCTYPE html><html><head><title>News &amp; more</title>
<link rel="alternate" type="application/rss+xml" title="World" href="/rss/world">
<link rel="alternate" hreflang="de" href="https://news.example/de/">
<link rel=alternate type=application/atom+xml href="https://other.example/atom"></head><body>Hello</body></html>`
	_, err := Parse([]byte(page), Options{URL: "https://news.example/start"})
	var not *NotFeed
	if !errors.As(err, &not) || not.Title != "News & more" {
		t.Fatalf("error %v", err)
	}
	const want = "feed: this is an HTML page, not a feed; it names: https://news.example/rss/world (World), https://other.example/atom"
	if err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	for _, other := range []string{"", "hello", `{"a":1}`, "<svg/>", "%PDF-1.4", "<?xml version='1.0'?>", "<!--", "<!DOCTYPE"} {
		if _, err := Parse([]byte(other), Options{}); !errors.As(err, &not) || not.Got != None {
			t.Errorf("%q: %v", other, err)
		}
	}
}

func TestManyEntries(t *testing.T) {
	t.Parallel()
	items := make([]string, 10_000)
	for i := range items {
		items[i] = item(i)
	}
	doc := []byte(rss(items...))
	f, err := Parse(doc, Options{})
	if err != nil || len(f.Entries) != MaxEntries || f.Total != 10_000 {
		t.Fatalf("%d entries of %d: %v", len(f.Entries), f.Total, err)
	}
	if len(f.Problems) != 1 || !strings.Contains(f.Problems[0], "left out") {
		t.Errorf("problems %q", f.Problems)
	}
	f, err = Parse(doc, Options{Max: 10_000})
	if err != nil || len(f.Entries) != 10_000 || f.Total != 10_000 || len(f.Problems) != 0 {
		t.Fatalf("%d entries of %d, %q: %v", len(f.Entries), f.Total, f.Problems, err)
	}
}

// TestHostile: work stays linear in the size of the document.
func TestHostile(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]string{
		"unclosed CDATA sections": "<rss><channel>" + strings.Repeat("<item><![CDATA[", 200_000),
		"deep":                    "<rss><channel><item>" + strings.Repeat("<a>", 1_000_000),
		"broken items":            "<rss><channel>" + strings.Repeat("<item><<", 200_000),
		"attributes":              "<rss><channel><item " + strings.Repeat(`a="b" `, 200_000) + ">",
		"open brackets":           strings.Repeat("<", 1_000_000),
		"declarations":            strings.Repeat("<!DOCTYPE a [", 100_000),
		"outlines":                "<opml>" + strings.Repeat("<outline text='a'>", 300_000),
	} {
		if f, err := Parse([]byte(doc), Options{}); err == nil && len(f.Entries) > 0 {
			t.Errorf("%s: %d entries out of nothing", name, len(f.Entries))
		}
		if o, _, err := ParseOPML([]byte(doc), Options{}); err == nil && len(o) > 0 {
			t.Errorf("%s: %d outlines out of nothing", name, len(o))
		}
	}
}

func TestOPML(t *testing.T) {
	t.Parallel()
	doc := `<?xml version="1.0"?><opml version="1.0"><head><title>mine</title></head><body>
<outline text="Africa"><outline text="Sahel &amp; Chad"><outline type="rss" text="A" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/"/></outline>
<outline title="B" text="b" xmlUrl="feed.xml"/></outline>
<outline text="note"/>
<outline text="C & D" xmlUrl="ftp://c.example/"/>
<outline text="E" xmlUrl="https://e.example/f?x=1&y=2"/>
</body></opml>`
	got, problems, err := ParseOPML([]byte(doc), Options{URL: "https://lists.example/all.opml"})
	if err != nil {
		t.Fatal(err)
	}
	want := []Outline{
		{URL: "https://a.example/rss", Title: "A", Site: "https://a.example/", Folder: "Africa/Sahel & Chad"},
		{URL: "https://lists.example/feed.xml", Title: "B", Folder: "Africa"},
		{URL: "https://e.example/f?x=1&y=2", Title: "E"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 1 || !strings.Contains(problems[0], "C & D") {
		t.Errorf("problems %q", problems)
	}
	var out bytes.Buffer
	if err := WriteOPML(&out, "mine", want); err != nil {
		t.Fatal(err)
	}
	again, problems, err := ParseOPML(out.Bytes(), Options{})
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v %q", err, problems)
	}
	if diff := cmp.Diff(want, again); diff != "" {
		t.Errorf("written and read back:\n%s", diff)
	}
	if _, _, err := ParseOPML([]byte("<html><body>"), Options{}); err == nil {
		t.Error("a page was taken for a list")
	}
}

func TestTTL(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]time.Duration{
		"<ttl>90</ttl>":                   90 * time.Minute,
		"<ttl>x</ttl>":                    0,
		"<ttl>99999999999999999999</ttl>": 0,
		"<ttl>9999999</ttl>":              maxTTL,
		`<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>`: 30 * time.Minute,
		`<sy:updatePeriod>yearly</sy:updatePeriod>`:                                           maxTTL,
	} {
		f, err := Parse([]byte(rss(head, item(1))), Options{})
		if err != nil || f.TTL != want {
			t.Errorf("%s: %v, want %v (%v)", head, f.TTL, want, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.in")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(rss(item(1), item(2))))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"a\u0000","title":"b\u0000","url":"https://a.example/c"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Parse(data, Options{URL: "https://news.example/feed", Max: 50})
		var not *NotFeed
		if err != nil {
			if !errors.As(err, &not) || err.Error() == "" {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		if len(got.Entries) > 50 || len(got.Entries) > got.Total {
			t.Errorf("%d entries of %d", len(got.Entries), got.Total)
		}
		for _, e := range got.Entries {
			if !strings.HasPrefix(e.URL, "http://") && !strings.HasPrefix(e.URL, "https://") {
				t.Errorf("address %q", e.URL)
			}
			if strings.Contains(e.Title+e.GUID+e.URL, "\x00") {
				t.Errorf("a zero byte in %q %q %q", e.Title, e.GUID, e.URL)
			}
		}
	})
}

func FuzzParseOPML(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline xmlUrl="https://a.example/?a&amp;b"/></outline></body></opml>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _, err := ParseOPML(data, Options{})
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := WriteOPML(&out, "x", got); err != nil {
			t.Fatal(err)
		}
		again, problems, err := ParseOPML(out.Bytes(), Options{})
		if err != nil || len(problems) > 0 || len(again) != len(got) {
			t.Errorf("%d outlines written, %d read: %v %q", len(got), len(again), err, problems)
		}
	})
}

// FuzzSitemap feeds the parser fragments within a whole sitemap, which random bytes seldom are.
func FuzzSitemap(f *testing.F) {
	f.Add("<url><loc>https://news.example/1</loc><news:news><news:publication_date>2024-09-03</news:publication_date></news:news></url>")
	f.Add("<sitemap><loc>https://news.example/s.xml.gz</loc></sitemap>")
	f.Fuzz(func(t *testing.T, s string) {
		for _, root := range []string{"urlset", "sitemapindex"} {
			good := "<url><loc>https://news.example/good</loc></url><sitemap><loc>https://news.example/good</loc></sitemap>"
			got, err := Parse([]byte("<"+root+">"+good+s+"</"+root+">"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Entries) == 0 || len(got.Parts) == 0 {
				t.Errorf("%q costs the entry before it: %q", s, got.Problems)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	items := make([]string, 10_000)
	for i := range items {
		items[i] = item(i)
	}
	doc := []byte(rss(items...))
	b.SetBytes(int64(len(doc)))
	for b.Loop() {
		if f, err := Parse(doc, Options{Max: 10_000}); err != nil || len(f.Entries) != 10_000 {
			b.Fatal(err)
		}
	}
}
