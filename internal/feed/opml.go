package feed

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"onrecord/internal/fetch/address"
)

// MaxOutlines is how many feeds of an OPML list are kept.
const MaxOutlines = 200_000

// Outline is one feed of an OPML list.
type Outline struct {
	URL    string // of the feed, absolute
	Title  string
	Site   string // of the site, absolute, "" if not stated
	Folder string // the titles of the outlines around it, joined by "/"
}

// ParseOPML reads a list of feeds. Outlines without an address of a feed are folders or notes. The error is a *NotFeed.
func ParseOPML(data []byte, o Options) (outlines []Outline, problems []string, err error) {
	text := prepare(data, o.ContentType)
	if kind := sniff(text); kind != OPML {
		e := &NotFeed{Got: kind}
		if kind == HTML {
			e.Title, e.Alternates = Alternates(text, o.URL)
		}
		return nil, nil, e
	}
	f := &Feed{}
	w := newWalker(text)
	for {
		begin := w.offset()
		err := readOutlines(w, f, &outlines, o)
		if err == io.EOF {
			break
		}
		f.problem("the XML is broken: %v", err)
		if !w.resume(max(begin+1, w.offset()), "outline") {
			break
		}
	}
	return outlines, f.Problems, nil
}

func readOutlines(w *walker, f *Feed, outlines *[]Outline, o Options) error {
	var folders []string
	for {
		t, err := w.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if name(t.Name) != "outline" {
				continue
			}
			title := attr(t, "title")
			if title == "" {
				title = attr(t, "text")
			}
			title = plain(title)
			folder := strings.Join(folders, "/")
			folders = append(folders, title)
			link := attr(t, "xmlurl")
			if link == "" {
				continue
			}
			f.Total++
			link, err := address.Resolve(o.URL, link)
			if err != nil {
				f.problem("outline %d (%s): %v", f.Total, short(title), err)
				continue
			}
			if len(*outlines) == MaxOutlines {
				f.problem("more than %d feeds: the rest is left out", MaxOutlines)
				return io.EOF
			}
			site, _ := address.Resolve(o.URL, attr(t, "htmlurl"))
			*outlines = append(*outlines, Outline{URL: link, Title: title, Site: site, Folder: folder})
		case xml.EndElement:
			if name(t.Name) == "outline" && len(folders) > 0 {
				folders = folders[:len(folders)-1]
			}
		}
	}
}

// opml is the document that WriteOPML writes.
type opml struct {
	XMLName  xml.Name  `xml:"opml"`
	Version  string    `xml:"version,attr"`
	Title    string    `xml:"head>title"`
	Outlines []outline `xml:"body>outline"`
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr,omitempty"`
	Type     string    `xml:"type,attr,omitempty"`
	URL      string    `xml:"xmlUrl,attr,omitempty"`
	Site     string    `xml:"htmlUrl,attr,omitempty"`
	Outlines []outline `xml:"outline,omitempty"`
}

// WriteOPML writes a list of feeds as OPML 2.0, those of one folder together, folders in the order of their first feed.
func WriteOPML(w io.Writer, title string, outlines []Outline) error {
	doc := opml{Version: "2.0", Title: title}
	folders := map[string]int{}
	for _, o := range outlines {
		text := o.Title
		if text == "" {
			text = o.URL
		}
		item := outline{Text: text, Title: o.Title, Type: "rss", URL: o.URL, Site: o.Site}
		if o.Folder == "" {
			doc.Outlines = append(doc.Outlines, item)
			continue
		}
		at, ok := folders[o.Folder]
		if !ok {
			at = len(doc.Outlines)
			folders[o.Folder] = at
			doc.Outlines = append(doc.Outlines, outline{Text: o.Folder})
		}
		doc.Outlines[at].Outlines = append(doc.Outlines[at].Outlines, item)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("feed: write OPML: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("feed: write OPML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("feed: write OPML: %w", err)
	}
	return nil
}
