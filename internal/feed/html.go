package feed

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"onrecord/internal/fetch/address"
)

const (
	maxHead       = 1 << 20 // bytes of a page in which alternates are looked for
	maxAlternates = 20
)

// Alternates returns the title of an HTML page and the feeds that it names in <link rel="alternate">, with addresses
// resolved against the page's base or url.
func Alternates(page []byte, url string) (title string, feeds []Alternate) {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), maxHead)]))
	base := url
	for {
		switch z.Next() {
		case html.ErrorToken:
			return title, feeds
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.Title:
				if z.Next() == html.TextToken && title == "" {
					title = plain(string(z.Text()))
				}
			case atom.Base:
				if b, err := address.Resolve(url, htmlAttr(t, "href")); err == nil {
					base = b
				}
			case atom.Link:
				if a, ok := alternate(t, base); ok && len(feeds) < maxAlternates {
					feeds = append(feeds, a)
				}
			}
		}
	}
}

func alternate(t html.Token, base string) (Alternate, bool) {
	kind := strings.ToLower(strings.TrimSpace(htmlAttr(t, "type")))
	rel := " " + strings.ToLower(htmlAttr(t, "rel")) + " "
	if !strings.Contains(rel, " alternate ") && !strings.Contains(rel, " feed ") {
		return Alternate{}, false
	}
	switch kind {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/xml", "application/xml":
	case "application/json": // also the type of APIs that pages name
		if href := htmlAttr(t, "href"); strings.Contains(href, "/wp-json/") || strings.Contains(href, "oembed") {
			return Alternate{}, false
		}
	default:
		return Alternate{}, false
	}
	link, err := address.Resolve(base, htmlAttr(t, "href"))
	if err != nil {
		return Alternate{}, false
	}
	return Alternate{URL: link, Title: plain(htmlAttr(t, "title")), Type: kind}, true
}

func htmlAttr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// plain returns the text of a field that may be text or HTML: without tags, entities resolved, white space joined.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return strings.Join(strings.Fields(s), " ")
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			if !hidden {
				b.Write(z.Text())
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			hidden = a == atom.Script || a == atom.Style
			if block(a) {
				b.WriteByte(' ')
			}
		case html.EndTagToken, html.SelfClosingTagToken:
			hidden = false
			if name, _ := z.TagName(); block(atom.Lookup(name)) {
				b.WriteByte(' ')
			}
		}
	}
}

// block reports whether an element separates words.
func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Br, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.Td, atom.Tr, atom.Blockquote, atom.Hr, atom.Img, atom.Figure:
		return true
	}
	return false
}
