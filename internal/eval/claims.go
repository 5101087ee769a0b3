package eval

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/find/entity"
	"onrecord/internal/gold"
	"onrecord/models"
)

// claimsTask scores claims and their chains on annotated articles by the rules of the gold package: a claim counts
// when its content overlaps an annotated one with Dice >= .5 (characters); source, chain, stance and anonymity are
// taken over the claims found.
func claimsTask() Task {
	return Task{
		Name: "claims", Help: "claims, sources, chains and stance (folders of annotated articles as in gold/)",
		Default: []string{"gold/dev"},
		Run:     runClaims,
	}
}

var claimFloors = map[string]float64{"claim": 50, "claim source": 80, "claim whole chain": 60, "stance": 85}

func runClaims(path string) ([]Row, error) {
	articles, err := gold.Load(path)
	if err != nil {
		return nil, err
	}
	reader, err := newClaimReader()
	if err != nil {
		return nil, err
	}
	b, err := models.Get("entity")
	if err != nil {
		return nil, err
	}
	finder, err := entity.New(b)
	if err != nil {
		return nil, err
	}
	tally := gold.Tally{}
	for i := range articles {
		a := &articles[i]
		article, _ := clean.Read(a.Text, clean.Given{URL: a.URL, Publisher: a.Publisher, Published: a.Published})
		d := &doc.Document{Article: article}
		reader.prepare(d)
		finder.Find(d)
		reader.attrib.Attribute(d)
		tally.Add(a, claimRecord(d))
	}
	var rows []Row
	for _, s := range tally.Scores() {
		if !strings.HasPrefix(s.Measure, "claim") && s.Measure != "stance" && s.Measure != "anonymity" {
			continue
		}
		r := Row{Task: "claims", Data: filepath.Base(path), Metric: s.Measure, N: s.N, Score: s.F1}
		if strings.HasSuffix(filepath.ToSlash(path), "gold/dev") {
			r.Floor = claimFloors[s.Measure]
			if s.Measure == "claim" {
				r.Target = 65
			}
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// claimRecord is the part of a document's record that claims are scored by.
func claimRecord(d *doc.Document) *doc.Record {
	rec := &doc.Record{Article: doc.RecordArticle{Text: d.Article.Text}}
	quote := func(s doc.Span) doc.Quote {
		start := utf8.RuneCountInString(d.Article.Text[:s.Start])
		words := d.Text(s)
		return doc.Quote{Start: start, End: start + utf8.RuneCountInString(words), Text: words}
	}
	for i := range d.Claims {
		c := doc.RecordClaim{ID: fmt.Sprint("c", i)}
		for _, s := range d.Claims[i].Content {
			c.Content = append(c.Content, quote(s))
		}
		for _, h := range d.Claims[i].Chain {
			hop := doc.RecordHop{Name: h.Name, Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance}
			if !h.Span.Empty() {
				q := quote(h.Span)
				hop.Span = &q
			}
			c.Chain = append(c.Chain, hop)
		}
		rec.Claims = append(rec.Claims, c)
	}
	return rec
}
