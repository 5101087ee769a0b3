package merge

import (
	"fmt"
	"net/url"
	"strings"

	"onrecord/data"
	"onrecord/internal/doc"
	"onrecord/internal/tag"
	"onrecord/models"
)

const (
	topicTerms = 64  // of an article's vector
	titleTimes = 3   // a word of the title counts so many times
	nameTimes  = 0.5 // so much does a pair of words with capitals count
)

// Merger turns records into what merging compares, and keeps an Index up to date. It is safe for concurrent use with
// different indexes.
type Merger struct {
	weights  *weights
	scores   *Weights
	lexicon  *tag.Lexicon      // word clusters
	agencies map[string]string // name or alias in lower case → name
	hosts    map[string]string // host → publisher
}

// New loads the embedded tables. An error means that the build is broken.
func New() (*Merger, error) {
	w, err := loadWeights()
	if err != nil {
		return nil, fmt.Errorf("merge: %w", err)
	}
	scores, err := loadScores()
	if err != nil {
		return nil, err
	}
	b, err := models.Get("lexicon")
	if err != nil {
		return nil, fmt.Errorf("merge: %w", err)
	}
	lexicon, err := tag.LoadLexicon(b)
	if err != nil {
		return nil, fmt.Errorf("merge: %w", err)
	}
	m := &Merger{weights: w, scores: scores, lexicon: lexicon, agencies: map[string]string{}, hosts: map[string]string{}}
	for _, r := range data.Table("outlets") {
		if r["kind"] != "agency" {
			continue
		}
		m.agencies[strings.ToLower(r["name"])] = r["name"]
		for a := range strings.SplitSeq(r["aliases"], "|") {
			if a != "" {
				m.agencies[strings.ToLower(a)] = r["name"]
			}
		}
	}
	for _, r := range data.Table("hosts") {
		m.hosts[r["host"]] = r["name"]
	}
	return m, nil
}

// Article takes from a record what merging keeps of its article. Boilerplate is left out of everything but the search
// for a credit.
func (m *Merger) Article(rec *doc.Record) *Article {
	r := &rec.Article
	a := &Article{ID: r.ID, URL: value(r.URL), Publisher: value(r.Publisher), Title: value(r.Title), Published: value(r.Published), Day: NoDay, Origin: r.ID}
	if first, _, ok := ParseDay(a.Published); ok && len(a.Published) >= len("2006-01-02") {
		a.Day = first
	}
	if u, err := url.Parse(a.URL); err == nil {
		a.Host = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	if a.Publisher == "" {
		a.Publisher = m.hosts[a.Host]
	}
	if a.Host == "" {
		a.Host = strings.ToLower(a.Publisher)
	}
	m.credit(a, rec)
	text := body(rec)
	words := split(text, make([]word, 0, len(text)/5))
	a.Words = len(words)
	a.Sketch = newSketch(text, words)
	a.Topic = m.topic(a.Title, text, words)
	return a
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// body returns the text without its boilerplate, a line end in the place of each passage.
func body(rec *doc.Record) string {
	text := rec.Article.Text
	if len(rec.Article.Boilerplate) == 0 {
		return text
	}
	var b strings.Builder
	at, point, from := 0, 0, 0
	step := func(to int) { // moves at to the code point to
		for point < to && at < len(text) {
			at++
			for at < len(text) && text[at]&0xC0 == 0x80 {
				at++
			}
			point++
		}
	}
	for _, q := range rec.Article.Boilerplate {
		if q.Start < point {
			continue
		}
		step(q.Start)
		b.WriteString(text[from:at])
		b.WriteByte('\n')
		step(q.End)
		from = at
	}
	b.WriteString(text[from:])
	return b.String()
}

// topic weighs the words of an article. Two words with capitals in a row are one more term: names tell stories apart.
func (m *Merger) topic(title, text string, words []word) Vector {
	b := bag{}
	add := func(text string, words []word, times float32) {
		last, end := uint32(0), -1
		for _, w := range words {
			form := text[w.start:w.end]
			s := content(lower(form))
			if s == "" {
				last = 0
				continue
			}
			h := hash(s)
			b[h] += times
			capital := form[0] >= 'A' && form[0] <= 'Z'
			if capital && last != 0 && w.start == end+1 {
				b[last*31+h] += times * nameTimes
			}
			last, end = 0, w.end
			if capital {
				last = h
			}
		}
	}
	add(text, words, 1)
	add(title, split(title, nil), titleTimes)
	return b.vector(m.weights, topicTerms)
}

// credit finds the news agency that an article names as the author of its text.
func (m *Merger) credit(a *Article, rec *doc.Record) {
	if name, ok := m.agency(a.Publisher); ok {
		a.Agency, a.Wire = name, true
		return
	}
	if name, ok := m.agency(m.hosts[a.Host]); ok {
		a.Agency, a.Wire = name, true
		return
	}
	if name, ok := m.agencyIn(value(rec.Article.Byline)); ok {
		a.Agency = name
		return
	}
	if name, ok := m.dateline(body(rec)); ok {
		a.Agency = name
		return
	}
	for _, q := range rec.Article.Boilerplate {
		if q.Reason == "credit" || q.Reason == "legal" {
			if name, ok := m.agencyIn(q.Text); ok {
				a.Agency = name
				return
			}
		}
	}
	if u, err := url.Parse(a.URL); err == nil {
		for part := range strings.SplitSeq(strings.ToLower(u.Path), "/") {
			if name, ok := m.agency(strings.ReplaceAll(part, "-", " ")); ok && len(part) > 1 {
				a.Agency = name
				return
			}
		}
	}
}

// agency returns the usual name of a news agency.
func (m *Merger) agency(name string) (string, bool) {
	n, ok := m.agencies[strings.ToLower(strings.TrimSpace(name))]
	return n, ok
}

// agencyIn finds the first agency that a line names; short names must be in capitals, as agencies write them.
func (m *Merger) agencyIn(line string) (string, bool) {
	words := split(line, nil)
	for i := range words {
		for n := min(4, len(words)-i); n > 0; n-- {
			form := line[words[i].start:words[i+n-1].end]
			name, ok := m.agency(strings.TrimSuffix(strings.TrimSuffix(form, "’s"), "'s"))
			if ok && (len(form) > 4 || form == strings.ToUpper(form)) {
				return name, true
			}
		}
	}
	return "", false
}

// datelineEnd is how far into a text a dateline may reach, in bytes.
const datelineEnd = 160

// dateline finds an agency in brackets, or behind a dash, at the start of one of the first lines: "NIAMEY, Niger (AP) —".
func (m *Merger) dateline(text string) (string, bool) {
	lines := 0
	for line := range strings.Lines(text) {
		if lines++; lines > 4 {
			break
		}
		head := line[:min(len(line), datelineEnd)]
		open := strings.IndexByte(head, '(')
		if open < 0 {
			continue
		}
		end := strings.IndexByte(head[open:], ')')
		if end < 0 || !dash(head[open+end+1:]) {
			continue
		}
		if name, ok := m.agency(head[open+1 : open+end]); ok {
			return name, true
		}
	}
	return "", false
}

func dash(s string) bool {
	s = strings.TrimLeft(s, " \u00a0")
	return strings.HasPrefix(s, "-") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "—") || strings.HasPrefix(s, ":")
}
