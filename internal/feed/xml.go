package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

var (
	errDepth = fmt.Errorf("elements nested deeper than %d", maxDepth)
	errCut   = errors.New("the document ends within an element")
)

// A document that is broken again and again is read up to maxReads times over (each break may be noticed far behind
// where it is taken up), so that reading stays linear.
const maxReads = 8

// walker reads XML tokens as leniently as readers of feeds have to: an end tag without a beginning is passed over, one that closes
// an element further out closes those within, prefixes need no declaration. It can take up a broken document at a later element.
type walker struct {
	data    []byte
	from    int // where the decoder began
	d       *xml.Decoder
	open    []xml.Name // elements begun and not ended, names as written
	closing int        // elements of open that the last end tag closes and that are still to be told
	spaces  map[string]string
	read    int // bytes given to decoders before the present one
}

func newWalker(data []byte) *walker {
	w := &walker{data: data, spaces: map[string]string{}}
	w.start(0)
	return w
}

func (w *walker) start(at int) {
	w.from, w.open, w.closing = at, w.open[:0], 0
	w.d = xml.NewDecoder(bytes.NewReader(w.data[at:]))
	w.d.Strict = false
	w.d.Entity = xml.HTMLEntity
	w.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
}

// offset is the place in data behind the last token.
func (w *walker) offset() int { return w.from + int(w.d.InputOffset()) }

func (w *walker) depth() int { return len(w.open) }

// next returns the next token: xml.StartElement with its namespace, xml.EndElement or xml.CharData. io.EOF comes only at the end of
// a whole document.
func (w *walker) next() (xml.Token, error) {
	for {
		if w.closing > 0 {
			w.closing--
			last := w.open[len(w.open)-1]
			w.open = w.open[:len(w.open)-1]
			return xml.EndElement{Name: w.space(last)}, nil
		}
		t, err := w.d.RawToken()
		if err != nil {
			if err == io.EOF && len(w.open) == 0 {
				return nil, io.EOF
			}
			var syntax *xml.SyntaxError
			if err == io.EOF || errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF") {
				return nil, errCut
			}
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if len(w.open) == maxDepth {
				return nil, errDepth
			}
			w.open = append(w.open, t.Name)
			w.declare(t)
			t.Name = w.space(t.Name)
			return t, nil
		case xml.EndElement:
			for i := len(w.open) - 1; i >= 0; i-- {
				if strings.EqualFold(w.open[i].Local, t.Name.Local) && w.open[i].Space == t.Name.Space {
					w.closing = len(w.open) - i
					break
				}
			}
		case xml.CharData:
			return t, nil
		}
	}
}

// declare notes the namespaces that an element declares. One table for the whole document is enough: nobody uses a prefix for two things.
func (w *walker) declare(e xml.StartElement) {
	for _, a := range e.Attr {
		if a.Name.Space == "xmlns" && len(w.spaces) < 100 {
			w.spaces[a.Name.Local] = a.Value
		}
	}
}

// space puts a known namespace in place of its prefix. Prefixes that are declared as something unknown mean what they usually do: documents
// with a misspelt address are met more often than ones that use "news" or "content" for something else.
func (w *walker) space(n xml.Name) xml.Name {
	if url, ok := w.spaces[n.Space]; ok {
		if full := (xml.Name{Space: url, Local: n.Local}); !strings.HasPrefix(name(full), unknown) {
			return full
		}
	}
	return n
}

// resume begins anew at the first of the named elements behind the place at; false if there is none.
func (w *walker) resume(at int, names ...string) bool {
	if w.read += int(w.d.InputOffset()); w.read > maxReads*len(w.data) {
		return false
	}
	for i := at; i < len(w.data); {
		j := bytes.IndexByte(w.data[i:], '<')
		if j < 0 {
			return false
		}
		i += j + 1
		for _, name := range names {
			rest := w.data[i:]
			if bytes.HasPrefix(rest, []byte(name)) && len(rest) > len(name) && strings.IndexByte(" \t\r\n>/", rest[len(name)]) >= 0 {
				w.start(i - 1)
				return true
			}
		}
	}
	return false
}

// text returns the characters of the element that has just begun, those of its children included.
func (w *walker) text() (string, error) {
	var b strings.Builder
	for depth := w.depth(); ; {
		t, err := w.next()
		if err != nil {
			return b.String(), err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			if w.depth() < depth {
				return b.String(), nil
			}
		}
	}
}

// inner returns the markup within the element that has just begun, as it stands.
func (w *walker) inner() (string, error) {
	begin := w.offset()
	for depth := w.depth(); ; {
		end := w.offset()
		t, err := w.next()
		if err != nil {
			return "", err
		}
		if _, ok := t.(xml.EndElement); ok && w.depth() < depth {
			return string(w.data[begin:max(begin, end)]), nil
		}
	}
}

// skip passes over the element that has just begun.
func (w *walker) skip() error {
	for depth := w.depth(); ; {
		t, err := w.next()
		if err != nil {
			return err
		}
		if _, ok := t.(xml.EndElement); ok && w.depth() < depth {
			return nil
		}
	}
}

// children calls child for each element within the one that has just begun. child must read it to its end.
func (w *walker) children(child func(e xml.StartElement) error) error {
	for depth := w.depth(); ; {
		t, err := w.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := child(t); err != nil {
				return err
			}
		case xml.EndElement:
			if w.depth() < depth {
				return nil
			}
		}
	}
}

// attr returns the value of the attribute with this local name, "" if there is none.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// unknown begins the names of elements of other namespaces.
const unknown = "other:"

// name returns an element's local name, with a short prefix where its namespace is one of the extensions. Undeclared
// prefixes, which documents without a namespace declaration have, mean what they usually do.
func name(n xml.Name) string {
	local := strings.ToLower(n.Local)
	space := strings.ToLower(n.Space)
	switch {
	case space == "":
		return local
	case space == "content" || strings.HasSuffix(space, "/rss/1.0/modules/content/"):
		return "content:" + local
	case space == "dc" || space == "dcterms" || strings.HasPrefix(space, "http://purl.org/dc/"):
		return "dc:" + local
	case space == "media" || strings.Contains(space, "search.yahoo.com/mrss"):
		return "media:" + local
	case space == "itunes" || strings.Contains(space, "itunes"):
		return "itunes:" + local
	case space == "news" || strings.Contains(space, "sitemap-news"):
		return "news:" + local
	case space == "sy" || strings.HasSuffix(space, "/rss/1.0/modules/syndication/"):
		return "sy:" + local
	case space == "feedburner" || strings.Contains(space, "feedburner"):
		return "feedburner:" + local
	case space == "atom" || space == "a10" || strings.HasSuffix(space, "2005/atom") || strings.Contains(space, "purl.org/atom"):
		return local
	case strings.Contains(space, "purl.org/rss") || strings.Contains(space, "netscape.com/rdf") || strings.Contains(space, "sitemap") || strings.Contains(space, "backend.userland.com") || strings.Contains(space, "22-rdf-syntax"):
		return local
	}
	return unknown + local
}
