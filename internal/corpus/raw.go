package corpus

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// RawTexts calls f with every stretch of raw text that word statistics are made from,
// in a fixed order: news and public speech in the shared corpora, training parts only.
// What is from the Linguistic Data Consortium (timeml) is left out.
func RawTexts(corpora string, f func(text string)) error {
	r := rawReader{root: corpora, f: f}
	r.lines("raw-text/BBC_News.txt")
	r.lines("raw-text/IndiaPoliceEvents_docs.txt")
	r.lines("raw-text/insightCrime.txt")
	r.lines("raw-text/satp_relevant.txt")
	r.zip("raw-text/abc.zip", nil)
	r.zip("raw-text/state_union.zip", nil)
	r.zip("raw-text/masc_tagged.zip", untag)
	r.files("polnear/train/text", ".txt")
	r.files("polnear/annotator-training/text", ".txt")
	r.files("worldwide-newswire/articles", ".txt")
	r.files("re3d", "documents.json")
	r.files("news-cluster", ".json")
	r.files("ecbplus", ".xml")
	r.trees("ud-ewt/train.conllu")
	r.trees("gum/train")
	return r.err
}

// rawReader reads one source after the other; after a fault it does nothing.
type rawReader struct {
	root string
	f    func(string)
	err  error
}

func (r *rawReader) text(s string) {
	for line := range strings.Lines(s) {
		line = strings.ToValidUTF8(strings.TrimSpace(line), "\uFFFD")
		if line != "" && !strings.HasPrefix(line, "http") {
			r.f(line)
		}
	}
}

func (r *rawReader) lines(name string) {
	if r.err != nil {
		return
	}
	b, err := os.ReadFile(filepath.Join(r.root, name))
	r.err = err
	r.text(string(b))
}

// zip reads the text files of an archive; change, where given, turns their content into plain text.
func (r *rawReader) zip(name string, change func(string) string) {
	if r.err != nil {
		return
	}
	z, err := zip.OpenReader(filepath.Join(r.root, name))
	if err != nil {
		r.err = err
		return
	}
	defer z.Close()
	for _, e := range z.File {
		if !strings.HasSuffix(e.Name, ".txt") || strings.HasSuffix(e.Name, "categories.txt") {
			continue
		}
		in, err := e.Open()
		if err != nil {
			r.err = err
			return
		}
		b, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			r.err = fmt.Errorf("%s: %w", name, err)
			return
		}
		s := string(b)
		if change != nil {
			s = change(s)
		}
		r.text(s)
	}
}

// untag turns "The_DT man_NN" into words.
func untag(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		for _, w := range strings.Fields(line) {
			if i := strings.LastIndexByte(w, '_'); i > 0 {
				w = w[:i]
			}
			b.WriteString(w)
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// files reads the files below a folder whose names have the ending.
func (r *rawReader) files(dir, ending string) {
	if r.err != nil {
		return
	}
	names, err := filesBelow(filepath.Join(r.root, dir), ending)
	r.err = err
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			r.err = err
			return
		}
		switch filepath.Ext(n) {
		case ".json":
			r.articles(b)
		case ".xml":
			r.text(ecbText(b))
		default:
			r.text(string(b))
		}
	}
}

// articles reads JSON objects with a title and a text, one after the other.
func (r *rawReader) articles(b []byte) {
	for in := json.NewDecoder(bytes.NewReader(b)); r.err == nil; {
		var v struct{ Title, Text string }
		err := in.Decode(&v)
		if err == io.EOF {
			return
		}
		r.err = err
		r.text(v.Title + "\n" + v.Text)
	}
}

// ecbText returns the tokens of an ECB+ file, one sentence a line.
func ecbText(file []byte) string {
	var v struct {
		Tokens []struct {
			Sentence string `xml:"sentence,attr"`
			Text     string `xml:",chardata"`
		} `xml:"token"`
	}
	if xml.Unmarshal(file, &v) != nil {
		return ""
	}
	var b strings.Builder
	for i, t := range v.Tokens {
		if i > 0 {
			sep := byte(' ')
			if t.Sentence != v.Tokens[i-1].Sentence {
				sep = '\n'
			}
			b.WriteByte(sep)
		}
		b.WriteString(t.Text)
	}
	return b.String()
}

func (r *rawReader) trees(name string) {
	if r.err != nil {
		return
	}
	ts, err := ReadConllu(filepath.Join(r.root, name))
	r.err = err
	for _, t := range ts {
		r.text(t.Text)
	}
}
