package clean

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"onrecord/data"
	"onrecord/internal/doc"
)

func sprint(v any) string { return fmt.Sprint(v) }

// facts is what a page says of itself, before it is weighed.
type facts struct {
	meta      map[string]string // by property, name or itemprop in lower case; the first of each
	canonical string
	title     string // <title>
	h1        []string
	times     []string // <time datetime>, in order
	lang      string
	ld        []map[string]any // JSON-LD objects that describe an article
	publisher string           // of a JSON-LD organisation on the page
}

// maxJSONLD bounds the JSON-LD that is parsed, in bytes per script.
const maxJSONLD = 1 << 20

// metadata reads title, byline, publisher, address, date and language from a page.
func metadata(root *html.Node, given Given) (doc.Article, *facts) {
	f := &facts{meta: map[string]string{}}
	f.walk(root, false)
	var a doc.Article
	a.URL = f.address(given.URL)
	a.Publisher = f.site()
	a.Title = given.Title
	if a.Title == "" {
		a.Title = f.headline(a.Publisher)
	}
	a.Byline = f.author()
	a.Published, a.PublishedFrom, a.PublishedConf = f.date(a.URL)
	if len(f.lang) >= 2 {
		a.Language = strings.ToLower(f.lang[:2])
	}
	return a, f
}

// description returns the page's summary of itself.
func (f *facts) description() string {
	return html.UnescapeString(f.first("og:description", "description", "twitter:description"))
}

// articleBody returns the article's text as JSON-LD gives it, "" when it does not.
func (f *facts) articleBody() string {
	for _, o := range f.ld {
		if s := ldString(o["articleBody"]); s != "" {
			return s
		}
	}
	return ""
}

// walk gathers the facts. In a body that holds related articles, only the first <time> elements count.
func (f *facts) walk(n *html.Node, aside bool) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Html:
			f.lang = attr(n, "lang")
		case atom.Title:
			if f.title == "" && (n.Parent == nil || n.Parent.DataAtom == atom.Head) {
				f.title = textOf(n)
			}
		case atom.Meta:
			for _, key := range []string{"property", "name", "itemprop"} {
				if k, v := strings.ToLower(attr(n, key)), strings.TrimSpace(attr(n, "content")); k != "" && v != "" && f.meta[k] == "" {
					f.meta[k] = v
				}
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && f.canonical == "" {
				f.canonical = attr(n, "href")
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
				f.jsonLD(n.FirstChild.Data)
			}
			return
		case atom.H1:
			if len(f.h1) < 4 {
				f.h1 = append(f.h1, textOf(n))
			}
		case atom.Time:
			if d := attr(n, "datetime"); d != "" && !aside && len(f.times) < 4 {
				f.times = append(f.times, d)
			}
		case atom.Nav, atom.Aside, atom.Footer:
			aside = true
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.walk(c, aside)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// textOf returns the text below n with single blanks.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// jsonLD keeps the objects of a script that describe an article. Broken JSON is passed over: pages have it.
func (f *facts) jsonLD(script string) {
	if len(script) > maxJSONLD {
		return
	}
	script = strings.TrimSpace(strings.NewReplacer("<!--", "", "-->", "", "<![CDATA[", "", "]]>", "").Replace(script))
	var v any
	if json.Unmarshal([]byte(script), &v) != nil {
		return
	}
	f.objects(v, 0)
}

func (f *facts) objects(v any, depth int) {
	if depth > 4 || len(f.ld) >= 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			f.objects(e, depth+1)
		}
	case map[string]any:
		kind := ldString(v["@type"])
		switch {
		case strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "BlogPosting") || kind == "Report" || kind == "AnalysisNewsArticle":
			f.ld = append(f.ld, v)
		case strings.HasSuffix(kind, "Organization") && f.publisher == "":
			f.publisher = ldString(v["name"])
		}
		f.objects(v["@graph"], depth+1)
		f.objects(v["mainEntity"], depth+1)
	}
}

// ldString returns a JSON-LD value as one string: itself, the first of a list, or the name of an object.
func ldString(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(html.UnescapeString(v))
	case []any:
		if len(v) > 0 {
			return ldString(v[0])
		}
	case map[string]any:
		return ldString(v["name"])
	}
	return ""
}

// ldNames returns all the names of a JSON-LD value.
func ldNames(v any) []string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var names []string
	for _, e := range list {
		if s := ldString(e); s != "" && !isAddress(s) && len(s) < 80 && len(names) < 6 {
			names = append(names, s)
		}
	}
	return names
}

func (f *facts) first(keys ...string) string {
	for _, k := range keys {
		if v := f.meta[k]; v != "" {
			return v
		}
	}
	return ""
}

// address returns the canonical address: the page's own word, made absolute; else what the caller gave.
func (f *facts) address(given string) string {
	base, _ := url.Parse(given)
	for _, s := range []string{f.canonical, f.meta["og:url"]} {
		u, err := url.Parse(strings.TrimSpace(s))
		if err != nil || s == "" {
			continue
		}
		if base != nil && base.Host != "" {
			u = base.ResolveReference(u)
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(strings.Trim(u.Path, "/")) > 0 {
			return u.String()
		}
	}
	return given
}

// site returns the outlet's name.
func (f *facts) site() string {
	if s := f.first("og:site_name", "application-name"); s != "" && !strings.Contains(s, "://") {
		return s
	}
	for _, o := range f.ld {
		if s := ldString(o["publisher"]); s != "" {
			return s
		}
	}
	return f.publisher
}

// headline returns the title: JSON-LD, then og:title, then the heading, then <title>; without the outlet's name behind it.
func (f *facts) headline(site string) string {
	var cands []string
	for _, o := range f.ld {
		cands = append(cands, ldString(o["headline"]))
	}
	cands = append(cands, f.first("og:title", "twitter:title", "title", "dc.title", "headline"))
	for _, h := range f.h1 {
		if t := wordsOf(h); len(t) >= 3 && f.echoed(t) {
			return h // the heading that the metadata repeat is the headline as printed
		}
	}
	for _, c := range append(append(cands, f.title), f.h1...) {
		if c = strings.Join(strings.Fields(html.UnescapeString(c)), " "); c != "" {
			return withoutSite(c, site)
		}
	}
	return ""
}

// echoed reports whether the words of a heading stand in the page's title or og:title.
func (f *facts) echoed(words []string) bool {
	for _, t := range []string{f.meta["og:title"], f.title} {
		if strings.Contains(" "+strings.Join(wordsOf(t), " ")+" ", " "+strings.Join(words, " ")+" ") {
			return true
		}
	}
	return false
}

// withoutSite cuts " | Outlet" off the end of a title.
func withoutSite(title, site string) string {
	for _, sep := range []string{" | ", " - ", " – ", " — ", " » ", " • ", " :: "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		tail := wordsOf(title[i+len(sep):])
		if sep == " | " || sep == " » " || sep == " :: " || site != "" && sameLine(tail, wordsOf(site)) || len(tail) <= 4 && len(wordsOf(title[:i])) >= 4 && capitalised(strings.Fields(title[i+len(sep):])) == 1 {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// author returns the author line.
func (f *facts) author() string {
	for _, o := range f.ld {
		if names := ldNames(o["author"]); len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	for _, k := range []string{"author", "byl", "byline", "article:author", "parsely-author", "sailthru.author", "dc.creator", "article:author_name"} {
		if s := f.meta[k]; s != "" && !isAddress(s) && len(s) < 120 {
			return s
		}
	}
	return ""
}

// published lists the meta tags that hold the day of publication, best first.
var published = []string{
	"article:published_time", "og:published_time", "datepublished", "article:published", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "publish-date",
	"publish_date", "date.published", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "cxenseparse:recs:publishtime", "article.published", "date", "pdate", "og:pubdate", "ptime", "article_date_original",
}

// date returns the date of publication, where it stands and how far it can be trusted.
func (f *facts) date(address string) (date, from string, conf float64) {
	for _, o := range f.ld {
		for _, k := range []string{"datePublished", "dateCreated"} {
			if d, ok := parseDate(ldString(o[k])); ok {
				return d, "meta", jsonldConf
			}
		}
	}
	for _, k := range published {
		if d, ok := parseDate(f.meta[k]); ok {
			return d, "meta", metaConf
		}
	}
	if d, ok := dateInURL(address); ok {
		return d, "url", urlConf
	}
	for _, t := range f.times {
		if d, ok := parseDate(t); ok {
			return d, "meta", timeConf
		}
	}
	return "", "", 0
}

// outlet names the publisher by the host of an address, from data/hosts.tsv.
func outlet(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, row := range data.Table("hosts") {
		if h := row["host"]; host == h || strings.HasSuffix(host, "."+h) {
			return row["name"]
		}
	}
	return ""
}
