package gold

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Text returns the text and address of an article by its document id: "ww/NAME" (worldwide-newswire), "re3d/SOURCE/ID", "gwn/NUMBER"
// (GeoWebNews), "trnews/ID" (TR-News), "lgl/ID" (LGL), "nc/ID" (news-cluster), "polnear/NAME" (the training part of PolNeAR) or "insightcrime/LINE",
// which lie in the corpora below shared, or "wire/NAME", an article of our own, below dir.
func Text(shared, dir, id string) (text []byte, url string, err error) {
	parts := strings.Split(id, "/")
	switch {
	case len(parts) == 2 && parts[0] == "ww":
		b, err := os.ReadFile(filepath.Join(shared, "corpora/worldwide-newswire/articles", parts[1]+".txt"))
		if err != nil {
			return nil, "", err
		}
		head, rest, _ := strings.Cut(string(b), "\n")
		return []byte(strings.TrimLeft(rest, "\n")), strings.TrimSpace(head), nil
	case len(parts) == 2 && parts[0] == "gwn":
		b, err := os.ReadFile(filepath.Join(shared, "corpora/geo/GeoWebNews", parts[1]+".txt"))
		if err != nil {
			return nil, "", err
		}
		head, rest, _ := strings.Cut(string(b), "\n")
		title, url, _ := strings.Cut(strings.TrimPrefix(head, "TITLE: "), " LINK: ")
		return []byte(title + "\n\n" + strings.TrimSpace(rest)), strings.TrimSpace(url), nil
	case len(parts) == 2 && parts[0] == "trnews":
		return trNewsText(filepath.Join(shared, "corpora/geo/TR-News.dev.xml"), parts[1])
	case len(parts) == 2 && parts[0] == "lgl":
		return trNewsText(filepath.Join(shared, "corpora/geo/lgl.dev.xml"), parts[1])
	case len(parts) == 3 && parts[0] == "re3d":
		return re3dText(filepath.Join(shared, "corpora/re3d", parts[1], "documents.json"), parts[2])
	case len(parts) == 2 && parts[0] == "nc":
		return newsClusterText(filepath.Join(shared, "corpora/news-cluster", parts[1]+".json"))
	case len(parts) == 2 && parts[0] == "polnear":
		b, err := os.ReadFile(filepath.Join(shared, "corpora/polnear/train/text", parts[1]+".txt"))
		return bytes.TrimSpace(b), "", err
	case len(parts) == 2 && parts[0] == "insightcrime":
		return insightCrimeText(filepath.Join(shared, "corpora/raw-text/insightCrime.txt"), parts[1])
	case len(parts) == 2 && parts[0] == "wire":
		b, err := os.ReadFile(filepath.Join(dir, "wire", parts[1]+".txt"))
		return bytes.TrimSpace(b), "", err
	}
	return nil, "", fmt.Errorf("gold: no corpus for document %q", id)
}

func trNewsText(file, id string) ([]byte, string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	var articles struct {
		Article []struct {
			ID    string `xml:"docid,attr"`
			Title string `xml:"title"`
			URL   string `xml:"url"`
			Text  string `xml:"text"`
		} `xml:"article"`
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the file says "utf8"
	if err := d.Decode(&articles); err != nil {
		return nil, "", fmt.Errorf("gold: %s: %w", file, err)
	}
	for _, a := range articles.Article {
		if a.ID == id {
			return []byte(strings.TrimSpace(a.Title) + "\n\n" + strings.TrimSpace(a.Text)), strings.TrimSpace(a.URL), nil
		}
	}
	return nil, "", fmt.Errorf("gold: no document %q in %s", id, file)
}

func re3dText(file, id string) ([]byte, string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var d struct {
			ID        string `json:"_id"`
			Title     string `json:"title"`
			Text      string `json:"text"`
			SourceURL string `json:"sourceUrl"`
		}
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, "", err
		}
		if d.ID == id {
			return []byte(d.Title + "\n\n" + d.Text), d.SourceURL, nil
		}
	}
	return nil, "", errors.Join(sc.Err(), fmt.Errorf("gold: no document %q in %s", id, file))
}

// newsClusterText puts the title before the text where the text does not begin with it.
func newsClusterText(file string) ([]byte, string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	var d struct{ Title, Text, URL string }
	if err := json.Unmarshal(b, &d); err != nil {
		return nil, "", fmt.Errorf("gold: %s: %w", file, err)
	}
	title, text := strings.TrimSpace(d.Title), strings.TrimSpace(d.Text)
	if !strings.HasPrefix(text, title) {
		text = title + "\n\n" + text
	}
	return []byte(text), d.URL, nil
}

// insightCrimeText is one line of the file, counted from 1: a field of CSV, quoted where it holds quotation marks, with the title as
// its first sentence.
func insightCrimeText(file, line string) ([]byte, string, error) {
	n, err := strconv.Atoi(line)
	if err != nil {
		return nil, "", fmt.Errorf("gold: no line %q in %s", line, file)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	lines := strings.Split(string(b), "\n")
	if n < 1 || n > len(lines) {
		return nil, "", fmt.Errorf("gold: no line %d in %s", n, file)
	}
	text := strings.TrimSpace(lines[n-1])
	if len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"' {
		text = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
	}
	title, rest, ok := strings.Cut(text, ". ")
	if !ok {
		return []byte(text), "", nil
	}
	return []byte(title + "\n\n" + strings.TrimSpace(rest)), "", nil
}
