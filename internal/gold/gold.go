// Package gold reads articles annotated to the guidelines and scores records
// against them, by the rules of the annotators' own score.py: events match when the
// act is the same and an anchor lies in the same sentence, everything else about
// events is scored over matched events. A test holds the two programs to the same
// figures. Offsets here are code points, as in the gold files.
package gold

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Span is a half-open range of code points.
type Span struct{ Start, End int }

func (s Span) overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Annotation is one gold file (GUIDELINES section 6). Spans are quotes with their occurrence number.
type Annotation struct {
	Doc         string   `json:"doc"`
	Published   string   `json:"published"`
	Publisher   string   `json:"publisher"`
	Boilerplate []Quote  `json:"boilerplate"`
	Claims      []Claim  `json:"claims"`
	Events      []Event  `json:"events"`
	Figures     []Figure `json:"figures"`
	Forces      []Force  `json:"forces"`
	Review      *Review  `json:"review,omitempty"` // of what comes from a store
}

// Quote is a verbatim quote and its occurrence in the text, 1-based; 0 is 1. S holds code points [start, end] where given.
type Quote struct {
	Q string `json:"q,omitempty"`
	N int    `json:"n,omitempty"`
	S []int  `json:"s,omitempty"`
}

// Claim is an annotated claim.
type Claim struct {
	ID      string  `json:"id"`
	Content []Quote `json:"content"`
	Cue     *Quote  `json:"cue"`
	Chain   []Hop   `json:"chain"`
}

// Hop is an annotated source.
type Hop struct {
	Quote
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Anonymity string `json:"anonymity"`
	Stance    string `json:"stance"`
}

// Actor is an annotated actor or recipient.
type Actor struct {
	Quote
	Code   string `json:"code"`
	Sector string `json:"sector"`
}

// Place is an annotated place.
type Place struct {
	Quote
	Country string `json:"country"`
	Name    string `json:"name"`
}

// Date is an annotated calendar interval.
type Date struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// UnmarshalJSON also takes a bare date, "2005-11-05", as some annotators write one day.
func (d *Date) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		if err := json.Unmarshal(b, &d.From); err != nil {
			return err
		}
		d.To = d.From
		return nil
	}
	type plain Date
	return json.Unmarshal(b, (*plain)(d))
}

// Event is an annotated event.
type Event struct {
	ID         string   `json:"id"`
	Anchor     Quote    `json:"anchor"`
	Also       []Quote  `json:"also"`
	Type       string   `json:"type"`
	Mode       []string `json:"mode"`
	Status     string   `json:"status"`
	Actors     []Actor  `json:"actors"`
	Recipients []Actor  `json:"recipients"`
	Place      *Place   `json:"place"`
	Origin     *Place   `json:"origin"`
	Date       *Date    `json:"date"`
	Figures    []string `json:"figures"`
	Claim      string   `json:"claim"`
}

// Figure is an annotated figure.
type Figure struct {
	ID string `json:"id"`
	Quote
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Best  *float64 `json:"best"`
	Class string   `json:"class"`
	Role  string   `json:"role"`
	Claim string   `json:"claim"`
}

// Force is an annotated force in place.
type Force struct {
	Quote
	Owner struct {
		Code   string `json:"code"`
		Sector string `json:"sector"`
	} `json:"owner"`
	Figure string `json:"figure"`
	Place  *Place `json:"place"`
	AsOf   *Date  `json:"asof"`
	Claim  string `json:"claim"`
}

// Article is an annotated article with its text and what is known about it.
type Article struct {
	Annotation
	Text []byte
	URL  string
}

// Load reads a folder of gold files (*.json with texts/ and manifest.json), sorted by file name.
func Load(dir string) ([]Article, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	sort.Strings(paths)
	var manifest map[string]struct{ URL, Published, Publisher string }
	if b, err := os.ReadFile(filepath.Join(dir, "manifest.json")); err == nil {
		if err := json.Unmarshal(b, &manifest); err != nil {
			return nil, fmt.Errorf("gold: manifest.json: %w", err)
		}
	}
	var articles []Article
	for _, p := range paths {
		if filepath.Base(p) == "manifest.json" {
			continue
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		var a Article
		if err := json.Unmarshal(b, &a.Annotation); err != nil {
			return nil, fmt.Errorf("gold: %s: %w", p, err)
		}
		if a.Doc == "" {
			return nil, fmt.Errorf("gold: %s: no \"doc\"", p)
		}
		a.Text, err = os.ReadFile(filepath.Join(dir, "texts", strings.ReplaceAll(a.Doc, "/", "__")+".txt"))
		if err != nil {
			return nil, err
		}
		if m, ok := manifest[a.Doc]; ok {
			a.URL = m.URL
			a.Published = first(a.Published, m.Published)
			a.Publisher = first(a.Publisher, m.Publisher)
		}
		articles = append(articles, a)
	}
	if len(articles) == 0 {
		return nil, errors.New("gold: no annotated articles in " + dir)
	}
	return articles, nil
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
