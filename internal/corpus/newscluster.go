package corpus

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
)

// ClusterArticle is one article of news_cluster (fhamborg/Giveme5W1H): a text as its outlet printed it and the number of
// the event it reports.
type ClusterArticle struct {
	ID        string
	URL, Host string
	Title     string
	Text      string
	Published string // ISO; often wrong or months late; "" unknown
	Event     int
}

// eventID finds the number: some files hold an object, some the same as a Python literal in a string.
var eventID = regexp.MustCompile(`["']EventId["']:\s*(\d+)`)

// ReadNewsCluster reads the JSON files of a folder, sorted by name.
func ReadNewsCluster(dir string) ([]ClusterArticle, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("corpus: %s holds no *.json", dir)
	}
	sort.Strings(paths)
	var out []ClusterArticle
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			return nil, err
		}
		var raw struct {
			DID     string          `json:"dId"`
			URL     string          `json:"url"`
			Host    string          `json:"source_domain"`
			Title   string          `json:"title"`
			Text    string          `json:"text"`
			Date    string          `json:"date_publish"`
			Cluster json.RawMessage `json:"newsCluster"`
		}
		if err := json.Unmarshal(b, &raw); err != nil {
			return nil, fmt.Errorf("corpus: %s: %w", p, err)
		}
		m := eventID.FindSubmatch(raw.Cluster)
		if m == nil {
			return nil, fmt.Errorf("corpus: %s: newsCluster names no EventId", p)
		}
		a := ClusterArticle{ID: raw.DID, URL: raw.URL, Host: raw.Host, Title: raw.Title, Text: raw.Text, Published: raw.Date}
		if a.Published == "None" {
			a.Published = ""
		}
		a.Event, _ = strconv.Atoi(string(m[1]))
		out = append(out, a)
	}
	return out, nil
}
