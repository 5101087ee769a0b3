package corpus

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Page is one web page with the paragraphs of its article, in the format of fundus-evaluation.
type Page struct {
	Name string // file name without endings: "Reuters_0"
	URL  string
	HTML []byte
	Body []PageParagraph
}

// PageParagraph is one paragraph of the true article. An optional one (standfirst, credit, author's note) may be
// given or left out.
type PageParagraph struct {
	Text     string
	Optional bool
}

// Publisher returns the part of the page's name in front of the number: pages of one publisher share a layout.
func (p Page) Publisher() string {
	if i := strings.LastIndexByte(p.Name, '_'); i > 0 {
		return p.Name[:i]
	}
	return p.Name
}

// Pages reads a folder that holds ground_truth.json and html/*.html.gz, sorted by name.
func Pages(dir string) ([]Page, error) {
	b, err := os.ReadFile(filepath.Join(dir, "ground_truth.json"))
	if err != nil {
		return nil, err
	}
	var truth map[string]struct {
		Body []string `json:"body"`
		URL  string   `json:"url"`
	}
	if err := json.Unmarshal(b, &truth); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	var pages []Page
	for file, t := range truth {
		p := Page{Name: strings.TrimSuffix(strings.TrimSuffix(file, ".gz"), ".html"), URL: t.URL}
		if p.HTML, err = readMaybeGzip(filepath.Join(dir, "html", file)); err != nil {
			return nil, err
		}
		for _, s := range t.Body {
			inner, optional := strings.CutPrefix(strings.TrimSpace(s), "[")
			if optional = optional && strings.HasSuffix(inner, "]"); optional {
				s = strings.TrimSuffix(inner, "]")
			}
			p.Body = append(p.Body, PageParagraph{Text: s, Optional: optional})
		}
		pages = append(pages, p)
	}
	sort.Slice(pages, func(i, j int) bool { return pages[i].Name < pages[j].Name })
	return pages, nil
}

func readMaybeGzip(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !strings.HasSuffix(path, ".gz") {
		return io.ReadAll(f)
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return io.ReadAll(z)
}
