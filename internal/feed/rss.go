package feed

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/fetch/address"
)

// reader fills one Feed from RSS or Atom.
type reader struct {
	w    *walker
	f    *Feed
	o    Options
	base string
	ttl  syndication
	kept []pending
}

// pending is an entry whose address waits for the base, which may stand behind it.
type pending struct {
	e    Entry
	base string
}

type syndication struct {
	period    time.Duration
	frequency int
}

// parseXML reads RSS and Atom: elements mean the same wherever both have them.
func parseXML(f *Feed, text []byte, o Options) {
	r := &reader{w: newWalker(text), f: f, o: o, base: o.URL}
	for {
		begin := r.w.offset()
		err := r.document()
		if err == io.EOF {
			break
		}
		f.problem("the XML is broken: %v", err)
		at := max(r.w.offset(), begin+1)
		if inner, ok := err.(entryError); ok {
			at = inner.at + 1
		}
		if !r.w.resume(at, "item", "entry", "rss:item", "atom:entry") {
			break
		}
	}
	if r.ttl.period > 0 && f.TTL == 0 {
		f.TTL = r.ttl.period / time.Duration(max(r.ttl.frequency, 1))
	}
	f.TTL = min(f.TTL, maxTTL)
	if link, err := address.Resolve(r.base, f.Link); err == nil {
		f.Link = link
	} else {
		f.Link = ""
	}
	if r.base == "" {
		r.base = f.Link
	}
	for _, p := range r.kept {
		base := r.base
		if p.base != "" {
			base, _ = address.Resolve(r.base, p.base)
		}
		f.add(p.e, base, o.Max)
	}
}

// entryError is an error within the entry that begins at a place of the document.
type entryError struct {
	at  int
	err error
}

func (e entryError) Error() string { return e.err.Error() }
func (e entryError) Unwrap() error { return e.err }

// document reads from where the walker is to the end.
func (r *reader) document() error {
	for {
		begin := r.w.offset()
		t, err := r.w.next()
		if err != nil {
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch n := name(e.Name); n {
		case "rss", "rdf", "channel", "feed":
			if base := attr(e, "base"); base != "" {
				if resolved, err := address.Resolve(r.base, base); err == nil {
					r.base = resolved
				}
			}
			if lang := attr(e, "lang"); lang != "" {
				r.f.Language = lang
			}
		case "item", "entry":
			entry, err := r.entry(e)
			r.keep(entry, attr(e, "base"), err)
			if err != nil {
				return entryError{begin, err}
			}
		default:
			if err := r.meta(n, e); err != nil {
				return err
			}
		}
	}
}

// keep notes an entry; one that is broken stays if its address was read before the break.
func (r *reader) keep(e Entry, base string, err error) {
	if err != nil && e.URL == "" {
		r.f.Total++
		return
	}
	if len(r.kept) >= r.o.Max {
		r.f.Total++
		return
	}
	if e.URL == "" && e.Title == "" && e.HTML == "" && e.Summary == "" {
		return // an empty element
	}
	r.kept = append(r.kept, pending{e, base})
}

// meta reads an element of the list itself.
func (r *reader) meta(n string, e xml.StartElement) error {
	f := r.f
	switch n {
	case "title":
		return r.plain(&f.Title)
	case "language", "dc:language":
		return r.plain(&f.Language)
	case "link":
		rel, href := attr(e, "rel"), attr(e, "href")
		text, err := r.w.text()
		if href == "" {
			href = strings.TrimSpace(text)
		}
		if f.Link == "" && (rel == "" || rel == "alternate") {
			f.Link = href
		}
		return err
	case "ttl":
		text, err := r.w.text()
		if minutes, bad := strconv.Atoi(strings.TrimSpace(text)); bad == nil && minutes > 0 {
			f.TTL = time.Duration(min(minutes, int(maxTTL/time.Minute))) * time.Minute
		}
		return err
	case "sy:updateperiod":
		text, err := r.w.text()
		const day = 24 * time.Hour
		r.ttl.period = map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day}[strings.ToLower(strings.TrimSpace(text))]
		return err
	case "sy:updatefrequency":
		text, err := r.w.text()
		r.ttl.frequency, _ = strconv.Atoi(strings.TrimSpace(text))
		return err
	}
	return r.w.skip()
}

// plain reads an element's text as plain text into to, unless it is set.
func (r *reader) plain(to *string) error {
	text, err := r.w.text()
	if *to == "" && err == nil {
		*to = plain(text)
	}
	return err
}

func (r *reader) date(to *Date) error {
	text, err := r.w.text()
	if d, ok := ParseDate(text); ok && to.IsZero() {
		*to = d
	}
	return err
}

// entry reads an <item> or <entry>.
func (r *reader) entry(start xml.StartElement) (Entry, error) {
	var e Entry
	var l links
	if about := attr(start, "about"); about != "" { // RSS 1.0
		e.GUID = about
	}
	err := r.w.children(func(c xml.StartElement) error { return r.field(&e, &l, c) })
	e.URL = l.best(e.GUID)
	return e, err
}

// links gathers the addresses of an entry; which one counts is decided at its end.
type links struct {
	original  string // before a redirecting feed service
	alternate string
	plain     string
	guid      string // a guid that says it is an address
}

func (l *links) best(guid string) string {
	for _, s := range []string{l.original, l.alternate, l.plain, l.guid} {
		if s != "" {
			return s
		}
	}
	if strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://") {
		return guid
	}
	return ""
}

func (r *reader) field(e *Entry, l *links, c xml.StartElement) error {
	w := r.w
	switch name(c.Name) {
	case "title":
		return r.plain(&e.Title)
	case "link":
		return r.link(l, c)
	case "feedburner:origlink":
		text, err := w.text()
		l.original = strings.TrimSpace(text)
		return err
	case "guid", "id":
		permalink := attr(c, "ispermalink")
		text, err := w.text()
		text = strings.TrimSpace(text)
		e.GUID = text
		if !strings.EqualFold(permalink, "false") && (strings.HasPrefix(text, "http") || permalink != "") {
			l.guid = text
		}
		return err
	case "pubdate", "dc:date", "published", "issued", "created", "dc:created", "dc:issued":
		return r.date(&e.Published)
	case "updated", "modified", "lastbuilddate", "dc:modified":
		return r.date(&e.Updated)
	case "description", "summary", "dc:description":
		return r.plain(&e.Summary)
	case "content:encoded", "content":
		return r.content(e, c)
	case "dc:creator", "itunes:author":
		return r.plain(&e.Author)
	case "dc:language":
		return r.plain(&e.Language)
	case "author":
		text, err := r.author()
		if e.Author == "" {
			e.Author = text
		}
		return err
	case "source":
		return r.source(e)
	}
	return w.skip()
}

func (r *reader) link(l *links, c xml.StartElement) error {
	rel, href := attr(c, "rel"), attr(c, "href")
	text, err := r.w.text()
	if href == "" {
		href = strings.TrimSpace(text)
	}
	switch {
	case href == "":
	case rel == "alternate" && l.alternate == "":
		l.alternate = href
	case rel == "" && l.plain == "":
		l.plain = href
	}
	return err
}

// content reads the full text: escaped HTML, text or XHTML in place.
func (r *reader) content(e *Entry, c xml.StartElement) error {
	var text string
	var err error
	switch kind := strings.ToLower(attr(c, "type")); {
	case kind == "xhtml" || kind == "application/xhtml+xml":
		if text, err = r.w.inner(); err == nil {
			text = strings.NewReplacer("<xhtml:", "<", "</xhtml:", "</").Replace(text)
		}
	case kind == "text" || kind == "text/plain":
		text, err = r.w.text()
		text = paragraphs(text)
	case attr(c, "src") != "" || strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "video/") || strings.HasPrefix(kind, "audio/"):
		return r.w.skip()
	default:
		text, err = r.w.text()
	}
	if err == nil && e.HTML == "" {
		e.HTML = strings.TrimSpace(text)
	}
	return err
}

// author reads RSS "mail (name)" and Atom's <name>.
func (r *reader) author() (string, error) {
	var own, named string
	for depth := r.w.depth(); ; {
		t, err := r.w.next()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			own += string(t)
		case xml.StartElement:
			if name(t.Name) != "name" {
				if err := r.w.skip(); err != nil {
					return "", err
				}
				continue
			}
			text, err := r.w.text()
			if err != nil {
				return "", err
			}
			named = text
		case xml.EndElement:
			if r.w.depth() >= depth {
				continue
			}
			if named != "" {
				return plain(named), nil
			}
			own = plain(own)
			if open := strings.IndexByte(own, '('); open > 0 && strings.Contains(own[:open], "@") {
				own = strings.TrimSuffix(own[open+1:], ")")
			}
			return own, nil
		}
	}
}

// source reads where the entry was taken from: the text in RSS, the title in Atom.
func (r *reader) source(e *Entry) error {
	var own string
	for depth := r.w.depth(); ; {
		t, err := r.w.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.CharData:
			own += string(t)
		case xml.StartElement:
			if name(t.Name) == "title" {
				err = r.plain(&e.Publisher)
			} else {
				err = r.w.skip()
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			if r.w.depth() < depth {
				if e.Publisher == "" {
					e.Publisher = plain(own)
				}
				return nil
			}
		}
	}
}

// parseSitemap reads a sitemap, a news sitemap or an index of sitemaps.
func parseSitemap(f *Feed, text []byte, o Options) {
	w := newWalker(text)
	for {
		begin := w.offset()
		t, err := w.next()
		at := begin + 1
		if e, ok := t.(xml.StartElement); ok {
			switch name(e.Name) {
			case "url":
				var entry Entry
				err = w.children(func(c xml.StartElement) error { return sitemapField(w, &entry, c) })
				if entry.URL != "" || err == nil {
					f.add(entry, o.URL, o.Max)
				}
			case "sitemap":
				var entry Entry
				if err = w.children(func(c xml.StartElement) error { return sitemapField(w, &entry, c) }); err == nil {
					f.part(entry, o)
				}
			}
		} else if err != nil {
			at = max(at, w.offset())
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			f.problem("the XML is broken: %v", err)
			if !w.resume(at, "url", "sitemap") {
				return
			}
		}
	}
}

func (f *Feed) part(e Entry, o Options) {
	f.Total++
	link, err := address.Resolve(o.URL, e.URL)
	switch {
	case err != nil:
		f.problem("sitemap %d: %v", f.Total, err)
	case len(f.Parts) < o.Max:
		f.Parts = append(f.Parts, Part{link, e.Updated})
	}
}

func sitemapField(w *walker, e *Entry, c xml.StartElement) error {
	n := name(c.Name)
	if n == "news:news" || n == "news:publication" {
		return w.children(func(c xml.StartElement) error { return sitemapField(w, e, c) })
	}
	if n != "loc" && n != "lastmod" && !strings.HasPrefix(n, "news:") {
		return w.skip()
	}
	text, err := w.text()
	if err != nil {
		return fmt.Errorf("in <%s>: %w", c.Name.Local, err)
	}
	switch n {
	case "loc":
		e.URL = strings.TrimSpace(text)
	case "lastmod":
		e.Updated, _ = ParseDate(text)
	case "news:name":
		e.Publisher = plain(text)
	case "news:language":
		e.Language = plain(text)
	case "news:publication_date":
		e.Published, _ = ParseDate(text)
	case "news:title":
		e.Title = plain(text)
	}
	return nil
}
