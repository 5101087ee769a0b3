package feed

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"
)

// jsonItem is an item of JSON Feed 1.0 and 1.1.
type jsonItem struct {
	ID            any    `json:"id"` // a string, but numbers are met
	URL           string `json:"url"`
	ExternalURL   string `json:"external_url"`
	Title         string `json:"title"`
	ContentHTML   string `json:"content_html"`
	ContentText   string `json:"content_text"`
	Summary       string `json:"summary"`
	DatePublished string `json:"date_published"`
	DateModified  string `json:"date_modified"`
	Language      string `json:"language"`
	Author        struct {
		Name string `json:"name"`
	} `json:"author"`
	Authors []struct {
		Name string `json:"name"`
	} `json:"authors"`
}

// parseJSON reads JSON Feed. The items are decoded one by one, so that a wrong one costs no other.
func parseJSON(f *Feed, text []byte, o Options) {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		f.problem("the JSON is broken: %v", err)
		return
	}
	var items []Entry
	for d.More() {
		key, err := d.Token()
		if err == nil {
			err = f.jsonField(d, key, &items, o.Max)
		}
		if err != nil {
			f.problem("the JSON is broken: %v", err)
			break
		}
	}
	base := o.URL
	if base == "" {
		base = f.Link
	}
	for _, e := range items {
		f.add(e, base, o.Max)
	}
}

func (f *Feed) jsonField(d *json.Decoder, key json.Token, items *[]Entry, most int) error {
	if key == "items" {
		if t, err := d.Token(); err != nil || t != json.Delim('[') {
			return err
		}
		for d.More() {
			var raw json.RawMessage
			if err := d.Decode(&raw); err != nil {
				return err
			}
			var item jsonItem
			if err := json.Unmarshal(raw, &item); err != nil {
				f.Total++
				f.problem("item %d: %v", f.Total+len(*items), err)
				continue
			}
			if len(*items) >= most {
				f.Total++
				continue
			}
			*items = append(*items, item.entry())
		}
		_, err := d.Token()
		return err
	}
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return err
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		switch key {
		case "title":
			f.Title = plain(s)
		case "home_page_url":
			f.Link = strings.TrimSpace(s)
		case "language":
			f.Language = s
		}
	}
	return nil
}

func (i *jsonItem) entry() Entry {
	e := Entry{URL: i.URL, Title: plain(i.Title), Summary: plain(i.Summary), HTML: i.ContentHTML, Author: i.Author.Name, Language: i.Language}
	switch id := i.ID.(type) {
	case string:
		e.GUID = id
	case float64:
		b, _ := json.Marshal(id)
		e.GUID = string(b)
	}
	if e.URL == "" {
		e.URL = i.ExternalURL
	}
	if e.URL == "" && strings.HasPrefix(e.GUID, "http") {
		e.URL = e.GUID
	}
	if e.HTML == "" {
		e.HTML = paragraphs(i.ContentText)
	}
	if len(i.Authors) > 0 {
		e.Author = i.Authors[0].Name
	}
	e.Published, _ = ParseDate(i.DatePublished)
	e.Updated, _ = ParseDate(i.DateModified)
	return e
}

// paragraphs writes plain text as HTML, a paragraph for each run of lines.
func paragraphs(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	var b strings.Builder
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
		}
	}
	return b.String()
}
