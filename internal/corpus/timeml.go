package corpus

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/doc"
)

// TimeML is one document with annotated time expressions.
type TimeML struct {
	Name    string // file name
	Created string // document creation time, YYYY-MM-DD or longer; "" = none
	Text    string
	Timexes []Timex
}

// Timex is one TIMEX3 annotation in TimeML.Text.
type Timex struct {
	doc.Span
	Type, Value, Mod string
}

// ReadTimeML reads a .tml file or all those below a folder, in the order of their paths. The creation time
// is not among the Timexes, as in TempEval-3.
func ReadTimeML(path string) ([]TimeML, error) {
	var docs []TimeML
	err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || p != path && filepath.Ext(p) != ".tml" {
			return err
		}
		d, err := readTimeML(p)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		docs = append(docs, d)
		return nil
	})
	return docs, err
}

func readTimeML(path string) (TimeML, error) {
	t := TimeML{Name: filepath.Base(path)}
	f, err := os.Open(path)
	if err != nil {
		return t, err
	}
	defer f.Close()
	dec := xml.NewDecoder(f)
	dec.Strict = false
	var text strings.Builder
	inText, open := false, -1
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, err
		}
		switch x := tok.(type) {
		case xml.StartElement:
			switch {
			case x.Name.Local == "TEXT":
				inText = true
			case x.Name.Local == "TIMEX3" && !inText:
				if attribute(x, "functionInDocument") == "CREATION_TIME" || t.Created == "" {
					t.Created = attribute(x, "value")
				}
			case x.Name.Local == "TIMEX3":
				open = len(t.Timexes)
				t.Timexes = append(t.Timexes, Timex{
					Span: doc.Span{Start: text.Len()}, Type: attribute(x, "type"), Value: attribute(x, "value"), Mod: attribute(x, "mod"),
				})
			}
		case xml.EndElement:
			switch {
			case x.Name.Local == "TEXT":
				inText = false
			case x.Name.Local == "TIMEX3" && inText && open >= 0:
				t.Timexes[open].End = text.Len()
				open = -1
			}
		case xml.CharData:
			if inText {
				text.Write(x)
			}
		}
	}
	t.Text = strings.ToValidUTF8(text.String(), "?")
	return t, nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Document returns the text as a document with one block per paragraph (blank lines between), published
// on the creation day.
func (t *TimeML) Document() *doc.Document {
	d := &doc.Document{Article: doc.Article{ID: t.Name, Text: t.Text, Language: "en"}}
	if len(t.Created) >= 10 {
		d.Article.Published = t.Created[:10]
	}
	at := 0
	for _, p := range strings.SplitAfter(t.Text, "\n\n") {
		start, end := at, at+len(p)
		at = end
		for start < end && strings.ContainsRune(" \t\r\n", rune(t.Text[start])) {
			start++
		}
		for end > start && strings.ContainsRune(" \t\r\n", rune(t.Text[end-1])) {
			end--
		}
		if start < end {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: start, End: end}, Role: "body"})
		}
	}
	return d
}
