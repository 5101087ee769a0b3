package corpus

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// GeoDoc is an article of a geoparsing corpus.
type GeoDoc struct {
	ID, Title, URL, Domain string
	Text                   string
	Toponyms               []Toponym // in text order
	Dropped                int       // annotations that could not be placed in the text
}

// Toponym is a place name as annotated. Offsets are bytes into the text.
type Toponym struct {
	Start, End int
	Type       string // GeoWebNews: Literal, Metonymic, Demonym, ...; "" elsewhere
	Adjective  bool   // GeoWebNews: marked as an adjective ("Russian")
	ID         int    // GeoNames id, 0 = none
	Code       string // GeoNames feature code, "" unknown
	Country    int    // GeoNames id of the country, 0 = unknown
	Admin1     int    // GeoNames id of the first-level division, 0 = unknown
	Lat, Lon   float64
	Point      bool // whether Lat and Lon are given
}

// Located reports whether the annotation says where the place is.
func (t Toponym) Located() bool { return t.Point || t.ID != 0 }

// ReadGeo reads a corpus in either form: a file in the XML of LGL and TR-News, or a folder of GeoWebNews in brat standoff.
func ReadGeo(path string) ([]GeoDoc, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return readGeoBrat(path)
	}
	return readGeoXML(path)
}

type geoXML struct {
	Articles []struct {
		ID       string `xml:"docid,attr"`
		Title    string `xml:"title"`
		Domain   string `xml:"domain"`
		URL      string `xml:"url"`
		Text     string `xml:"text"`
		Toponyms []struct {
			Start  int    `xml:"start"`
			End    int    `xml:"end"`
			Phrase string `xml:"phrase"`
			Tag    *struct {
				ID      int     `xml:"geonameid,attr"`
				Code    string  `xml:"fcode"`
				Lat     float64 `xml:"lat"`
				Lon     float64 `xml:"lon"`
				Country struct {
					ID int `xml:"geonameid,attr"`
				} `xml:"country"`
				Admin1 struct {
					ID int `xml:"geonameid,attr"`
				} `xml:"admin1"`
			} `xml:"gaztag"`
		} `xml:"toponyms>toponym"`
	} `xml:"article"`
}

// maxDrift is how far a span of TR-News may lie behind its words.
const maxDrift = 12

func readGeoXML(path string) ([]GeoDoc, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var x geoXML
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the files say "utf8"
	if err := d.Decode(&x); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var docs []GeoDoc
	for _, a := range x.Articles {
		doc := GeoDoc{ID: a.ID, Title: a.Title, URL: a.URL, Domain: strings.TrimPrefix(a.Domain, "www."), Text: a.Text}
		at := byteOffsets(a.Text)
		for _, t := range a.Toponyms {
			start, ok := placeSpan(a.Text, at, t.Start, t.Phrase)
			if !ok {
				doc.Dropped++
				continue
			}
			top := Toponym{Start: start, End: start + len(t.Phrase)}
			if g := t.Tag; g != nil {
				top.ID, top.Code, top.Lat, top.Lon, top.Point = g.ID, g.Code, g.Lat, g.Lon, true
				top.Country, top.Admin1 = g.Country.ID, g.Admin1.ID
			}
			doc.Toponyms = append(doc.Toponyms, top)
		}
		docs = append(docs, doc)
	}
	return docs, nil
}

// placeSpan finds the phrase at code point start or a little before it.
func placeSpan(text string, at []int, start int, phrase string) (int, bool) {
	for d := 0; d <= maxDrift; d++ {
		if p := start - d; p >= 0 && p < len(at) && strings.HasPrefix(text[at[p]:], phrase) {
			return at[p], phrase != ""
		}
	}
	return 0, false
}

// notToponyms are the annotation types of GeoWebNews that are no place names.
var notToponyms = map[string]bool{"Literal_Expression": true, "Non_Lit_Expression": true, "Non_Toponym": true}

func readGeoBrat(dir string) ([]GeoDoc, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.ann"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var docs []GeoDoc
	for _, f := range files {
		ann, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		text, err := os.ReadFile(strings.TrimSuffix(f, ".ann") + ".txt")
		if err != nil {
			return nil, err
		}
		doc := bratGeo(string(text), string(ann))
		doc.ID = strings.TrimSuffix(filepath.Base(f), ".ann")
		docs = append(docs, doc)
	}
	return docs, nil
}

// bratGeo reads one article. The first line of the text holds title and link; the text is kept whole, so that offsets hold.
func bratGeo(text, ann string) GeoDoc {
	doc := GeoDoc{Text: text}
	head, _, _ := strings.Cut(text, "\n")
	if title, ok := strings.CutPrefix(head, "TITLE: "); ok {
		doc.Title, doc.URL, _ = strings.Cut(title, " LINK: ")
	}
	at := byteOffsets(text)
	notes, adjectives := map[string]string{}, map[string]bool{}
	type key struct{ start, end int }
	byKey := map[key]int{}
	spans := map[string][3]string{}
	var order []string
	for line := range strings.Lines(ann) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		switch {
		case strings.HasPrefix(f[0], "T") && len(f) >= 3:
			if w := strings.Fields(f[1]); len(w) == 3 && !notToponyms[w[0]] {
				spans[f[0]] = [3]string(w)
				order = append(order, f[0])
			}
		case strings.HasPrefix(f[0], "#") && len(f) >= 3:
			if w := strings.Fields(f[1]); len(w) == 2 {
				notes[w[1]] = f[2]
			}
		case strings.HasPrefix(f[0], "A") && len(f) >= 2:
			if w := strings.Fields(f[1]); len(w) == 3 && w[2] == "Adjective" {
				adjectives[w[1]] = true
			}
		}
	}
	for _, id := range order {
		w := spans[id]
		start, err1 := strconv.Atoi(w[1])
		end, err2 := strconv.Atoi(w[2])
		if err1 != nil || err2 != nil || start < 0 || end <= start || end >= len(at) {
			doc.Dropped++
			continue
		}
		t := Toponym{Start: at[start], End: at[end], Type: w[0], Adjective: adjectives[id]}
		readNote(&t, notes[id])
		if i, dup := byKey[key{start, end}]; dup {
			if !doc.Toponyms[i].Located() {
				doc.Toponyms[i] = t
			}
			continue
		}
		byKey[key{start, end}] = len(doc.Toponyms)
		doc.Toponyms = append(doc.Toponyms, t)
	}
	sort.SliceStable(doc.Toponyms, func(i, j int) bool { return doc.Toponyms[i].Start < doc.Toponyms[j].Start })
	return doc
}

// readNote takes a GeoNames id or a point from an annotator's note.
func readNote(t *Toponym, note string) {
	note = strings.TrimSpace(note)
	if lat, lon, ok := strings.Cut(note, ","); ok {
		y, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
		x, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
		if err1 == nil && err2 == nil {
			t.Lat, t.Lon, t.Point = y, x, true
		}
		return
	}
	if id, err := strconv.Atoi(note); err == nil {
		t.ID = id
	}
}

// Phrase returns the words of a toponym.
func (d *GeoDoc) Phrase(t Toponym) string {
	if t.Start < 0 || t.End > len(d.Text) || t.Start > t.End || !utf8.ValidString(d.Text[t.Start:t.End]) {
		return ""
	}
	return d.Text[t.Start:t.End]
}
