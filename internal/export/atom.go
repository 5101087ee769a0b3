package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/wording"
)

// atom writes an RFC 4287 feed. The feed's own date follows the entries, where the newest of them is known: the order of
// a feed's elements means nothing.
type atom struct {
	w      io.Writer
	meta   Meta
	newest time.Time
}

func newAtom(w io.Writer, m Meta) Writer { return &atom{w: w, meta: m} }

// uuid derives a name-based URN from a string (RFC 9562, version 8).
func uuid(s string) string {
	b := sha256.Sum256([]byte(s))
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// escape makes a string safe as XML text or attribute.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(line(s))) // a bytes.Buffer does not fail
	return b.String()
}

// web returns the URL of an article if it is one of the web: others, "javascript:" among them, are left out.
func web(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

func (a *atom) Begin() error {
	title, id := a.meta.Title, a.meta.ID
	if title == "" {
		title = "onrecord"
	}
	if id == "" {
		id = uuid("feed " + title)
	}
	self := ""
	if u := web(a.meta.Self); u != "" {
		self = `<link rel="self" href="` + escape(u) + "\"/>\n"
	}
	_, err := fmt.Fprintf(a.w, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>%s</title>\n<id>%s</id>\n<author><name>onrecord</name></author>\n%s",
		escape(title), escape(id), self)
	return err
}

func (a *atom) Event(r *Row) (bool, error) {
	at := moment(r.Article.Published)
	if at.IsZero() {
		at = moment(a.meta.Updated)
	}
	if at.IsZero() {
		from, _, _ := days(r)
		at = moment(from)
	}
	if at.IsZero() {
		at = time.Unix(0, 0).UTC()
	}
	if at.After(a.newest) {
		a.newest = at
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<entry>\n<title>%s</title>\n<id>%s</id>\n<updated>%s</updated>\n", escape(headline(r)), uuid(r.Article.ID+" "+r.Event.ID), at.Format(time.RFC3339))
	if u := web(r.Article.URL); u != "" {
		fmt.Fprintf(&b, "<link rel=\"alternate\" href=\"%s\"/>\n", escape(u))
	}
	fmt.Fprintf(&b, "<category term=\"%s\"/>\n<category term=\"%s\"/>\n", escape(r.Event.Act), escape(r.Event.Status))
	source := chain(r.Claim)
	if source == "" {
		source = "the article itself"
	}
	summary := "“" + r.Event.Evidence.Text + "” Source: " + source + "."
	if r.Article.Publisher != "" {
		summary += " " + r.Article.Publisher + "."
	}
	fmt.Fprintf(&b, "<summary>%s</summary>\n", escape(summary))
	if pointed(r.Place) {
		fmt.Fprintf(&b, "<georss:point xmlns:georss=\"http://www.georss.org/georss\">%s %s</georss:point>\n", lat(r), lon(r))
	}
	b.WriteString("</entry>\n")
	_, err := io.WriteString(a.w, b.String())
	return err == nil, err
}

func (a *atom) End(int) error {
	at := a.newest
	if at.IsZero() {
		if at = moment(a.meta.Updated); at.IsZero() {
			at = time.Unix(0, 0).UTC()
		}
	}
	_, err := fmt.Fprintf(a.w, "<updated>%s</updated>\n</feed>\n", at.Format(time.RFC3339))
	return err
}

// moment reads a day or an RFC 3339 time, in UTC; zero when it is neither.
func moment(s string) time.Time {
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil && t.Year() >= 1 && t.Year() <= 9999 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// headline says what happened in the article's own words: "Kenya → Somalia: withdraw (planned), Mogadishu".
func headline(r *Row) string {
	var b strings.Builder
	b.WriteString(strings.Join(names(r.Actors), ", "))
	if len(r.Recipients) > 0 {
		b.WriteString(" → " + strings.Join(names(r.Recipients), ", "))
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(r.Event.Anchor.Text)
	if s := r.Event.Status; s != "" && s != "occurred" {
		b.WriteString(" (" + wording.Status(s).Name + ")")
	}
	if r.Place != nil {
		b.WriteString(", " + r.Place.Name)
	}
	return b.String()
}

func names(ps []Party) []string {
	var out []string
	for i := range ps {
		out = append(out, name(&ps[i]))
	}
	return out
}
