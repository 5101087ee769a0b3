// Package feed reads lists of articles: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, sitemaps, sitemap
// indexes and news sitemaps, and OPML lists of feeds. What goes in is the bytes of one such
// document and the address it came from; what comes out is its entries with absolute addresses, titles, dates and
// full text where the list carries it, and in words what was wrong with it.
//
// It fetches nothing and knows no clock. Documents are read as they are met: broken markup costs the entry it
// stands in and no other, a cut document gives what it held.
package feed

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"onrecord/internal/charset"
	"onrecord/internal/fetch/address"
)

// Kind is the format of a list.
type Kind string

// The formats.
const (
	RSS     Kind = "rss"
	Atom    Kind = "atom"
	JSON    Kind = "json"
	Sitemap Kind = "sitemap"
	Index   Kind = "sitemapindex"
	URLs    Kind = "urls" // a plain text of one address a line, as the sitemap protocol allows
	OPML    Kind = "opml"
	HTML    Kind = "html"
	None    Kind = "" // none of these
)

const (
	// MaxEntries is how many entries of a feed are kept by default.
	MaxEntries = 2000
	// MaxSitemap is how many entries of a sitemap are kept by default: as many as the protocol allows it.
	MaxSitemap = 50_000
	maxDepth   = 256
	maxTTL     = 7 * 24 * time.Hour
)

// Options say what the caller knows and wants. The zero value is fine.
type Options struct {
	URL         string // where the document came from: the base of relative addresses
	ContentType string // the header value; only its charset is used
	Max         int    // entries to keep; 0: MaxEntries, or MaxSitemap for sitemaps
}

// Feed is one list.
type Feed struct {
	Kind     Kind
	Title    string
	Link     string // the site it belongs to, absolute, "" if not stated
	Language string
	TTL      time.Duration // how long the publisher asks to wait between visits; 0: not stated; at most a week
	Entries  []Entry       // in the order of the document
	Parts    []Part        // of a sitemap index
	Total    int           // entries in the document, those beyond Options.Max included
	Problems []string      // what was wrong, in words for a reader
}

// Entry is one article of a list. Only URL is always set.
type Entry struct {
	URL       string // absolute
	GUID      string
	Title     string // plain text
	Summary   string // plain text
	HTML      string // the article's text as HTML, where the list has a field for the full text
	Author    string
	Publisher string // where the entry names another one than the list's (RSS source, news sitemaps)
	Language  string
	Published Date
	Updated   Date
}

// Part is a sitemap that an index names.
type Part struct {
	URL     string
	Updated Date
}

// NotFeed is the error for a document that is no list.
type NotFeed struct {
	Got        Kind        // HTML or None
	Title      string      // of the page
	Alternates []Alternate // the feeds that an HTML page names
}

// Alternate is a feed that a page names in its head.
type Alternate struct {
	URL, Title, Type string
}

func (e *NotFeed) Error() string {
	if e.Got != HTML {
		return "feed: this is neither RSS, Atom, JSON Feed nor a sitemap"
	}
	if len(e.Alternates) == 0 {
		return "feed: this is an HTML page, not a feed, and it names no feed"
	}
	var b strings.Builder
	b.WriteString("feed: this is an HTML page, not a feed; it names: ")
	for i, a := range e.Alternates {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(a.URL)
		if a.Title != "" {
			fmt.Fprintf(&b, " (%s)", a.Title)
		}
	}
	return b.String()
}

// Parse reads any of the formats but OPML. The error is a *NotFeed; a broken document gives what could be read, with Problems.
func Parse(data []byte, o Options) (*Feed, error) {
	text := prepare(data, o.ContentType)
	f := &Feed{Kind: sniff(text)}
	if o.Max <= 0 {
		o.Max = MaxEntries
		if f.Kind == Sitemap || f.Kind == Index || f.Kind == URLs {
			o.Max = MaxSitemap
		}
	}
	switch f.Kind {
	case RSS, Atom:
		parseXML(f, text, o)
	case Sitemap, Index:
		parseSitemap(f, text, o)
	case JSON:
		parseJSON(f, text, o)
	case URLs:
		parseURLs(f, text, o)
	case HTML:
		title, alternates := Alternates(text, o.URL)
		return nil, &NotFeed{Got: HTML, Title: title, Alternates: alternates}
	default:
		return nil, &NotFeed{}
	}
	if kept := max(len(f.Entries), len(f.Parts)); kept == o.Max && f.Total > kept {
		f.problem("%d entries, of which only %d are read: the rest is left out", f.Total, kept)
	}
	return f, nil
}

// Sniff tells what a document is from its first bytes.
func Sniff(data []byte) Kind {
	return sniff(prepare(data[:min(len(data), 16<<10)], ""))
}

// sniff finds the first element behind declarations and comments.
func sniff(text []byte) Kind {
	rest := bytes.TrimLeft(text[:min(len(text), 64<<10)], " \t\r\n")
	if len(rest) == 0 {
		return None
	}
	if rest[0] == '{' {
		if bytes.Contains(rest, []byte("jsonfeed.org/version/")) || bytes.Contains(rest, []byte(`jsonfeed.org\/version\/`)) {
			return JSON
		}
		return None
	}
	if rest[0] == 'h' {
		if onlyURLs(rest) {
			return URLs
		}
		return None
	}
	for len(rest) > 1 && rest[0] == '<' {
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			_, after, found := bytes.Cut(rest, []byte("-->"))
			if !found {
				return None
			}
			rest = bytes.TrimLeft(after, " \t\r\n")
		case rest[1] == '?' || rest[1] == '!':
			if len(rest) > 14 && strings.EqualFold(string(rest[:14]), "<!doctype html") {
				return HTML
			}
			i := bytes.IndexByte(rest, '>')
			if rest[1] == '!' { // a document type may hold declarations in brackets
				if open := bytes.IndexByte(rest, '['); open >= 0 && open < i {
					i = open + bytes.Index(rest[open:], []byte("]>")) + 1
				}
			}
			if i < 1 {
				return None
			}
			rest = bytes.TrimLeft(rest[i+1:], " \t\r\n")
		default:
			return root(rest)
		}
	}
	return None
}

func root(rest []byte) Kind {
	end := bytes.IndexAny(rest[1:], " \t\r\n/>")
	if end < 0 {
		return None
	}
	name := strings.ToLower(string(rest[1 : 1+end]))
	if i := strings.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	switch name {
	case "rss", "rdf", "channel":
		return RSS
	case "feed":
		return Atom
	case "urlset":
		return Sitemap
	case "sitemapindex":
		return Index
	case "opml":
		return OPML
	case "html", "head", "body", "title", "meta", "script", "div", "p", "link", "center", "h1":
		return HTML
	}
	return None
}

// onlyURLs reports whether each line is an address.
func onlyURLs(text []byte) bool {
	n := 0
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if !bytes.HasPrefix(line, []byte("http://")) && !bytes.HasPrefix(line, []byte("https://")) || bytes.ContainsAny(line, " \t<>\"") {
			return false
		}
		n++
	}
	return n > 0
}

func parseURLs(f *Feed, text []byte, o Options) {
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		f.add(Entry{URL: string(line)}, o.URL, o.Max)
	}
}

// add resolves the entry's address and keeps the entry if it has one and there is room.
func (f *Feed) add(e Entry, base string, most int) {
	f.Total++
	if len(f.Entries) >= most {
		return
	}
	link, err := address.Resolve(base, e.URL)
	if err != nil {
		f.problem("entry %d (%s): %v", f.Total, short(e.Title), err)
		return
	}
	e.URL = link
	for _, s := range []*string{&e.Title, &e.GUID} { // JSON may spell them out; a store that keeps none would refuse all other entries, too
		*s = strings.ReplaceAll(*s, "\x00", "\ufffd")
	}
	f.Entries = append(f.Entries, e)
}

const maxProblems = 20

// problem notes what was wrong; after the first ones it only notes that there is more.
func (f *Feed) problem(format string, args ...any) {
	switch {
	case len(f.Problems) < maxProblems:
		f.Problems = append(f.Problems, fmt.Sprintf(format, args...))
	case len(f.Problems) == maxProblems:
		f.Problems = append(f.Problems, "and more of the kind")
	}
}

func short(s string) string {
	if s == "" {
		return "without title"
	}
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// prepare brings a document to UTF-8 without byte order mark, XML declaration and the control characters
// that XML does not allow.
func prepare(data []byte, contentType string) []byte {
	head := data[:min(len(data), 256)]
	text := charset.Force(data, contentType, declared(head))
	text = bytes.TrimLeft(text, " \t\r\n")
	if bytes.HasPrefix(text, []byte("<?xml")) {
		// The declaration has said what it can: encoding/xml would refuse version 1.1 and ask for the encoding.
		if i := bytes.Index(text, []byte("?>")); i > 0 && i < 512 {
			text = text[i+2:]
		}
	}
	if !bytes.ContainsFunc(text, forbidden) {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, text)
}

func forbidden(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff
}

// declared returns the encoding that an XML declaration or a <meta> element names.
func declared(head []byte) string {
	lower := bytes.ToLower(head)
	for _, key := range []string{"encoding=", "charset="} {
		if _, after, found := bytes.Cut(lower, []byte(key)); found {
			after = bytes.TrimLeft(after, `"' `)
			if end := bytes.IndexAny(after, "\"' ?>/"); end > 0 {
				return string(after[:end])
			}
		}
	}
	return ""
}
