package eval

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/gold"
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

var claimFloors = map[string]float64{"claim": 70, "claim source": 80, "claim whole chain": 60, "stance": 85}

func runClaims(path string) ([]Row, error) {
	articles, err := gold.Load(path)
	if err != nil {
		return nil, err
	}
	rows, err := scoreClaims(articles, "claims", filepath.Base(path))
	if strings.HasSuffix(filepath.ToSlash(path), "gold/dev") {
		for i := range rows {
			rows[i].Floor = claimFloors[rows[i].Metric]
			if rows[i].Metric == "claim" {
				rows[i].Target = 65
			}
		}
	}
	return rows, err
}

// heldOutTask scores claims on the tenth of annotations/ that nothing is trained on. Its path is the folder that holds
// corpora/, since the annotations are offsets into those texts; it has no rows outside a checkout, where there are none.
func heldOutTask() Task {
	return Task{
		Name: "claims-held-out", Help: "claims on the held-out tenth of annotations/ (path: the folder that holds corpora/)",
		Default: []string{"."},
		Run: func(shared string) ([]Row, error) {
			articles, err := gold.LoadStandoff("annotations", shared)
			if err != nil {
				return nil, err
			}
			articles = slices.DeleteFunc(articles, func(a gold.Article) bool { return !gold.HeldOut(a.Doc) })
			if len(articles) == 0 {
				return nil, nil
			}
			return scoreClaims(articles, "claims", "held-out")
		},
	}
}

func scoreClaims(articles []gold.Article, task, data string) ([]Row, error) {
	reader, err := newClaimReader()
	if err != nil {
		return nil, err
	}
	tally := gold.Tally{}
	for i := range articles {
		a := &articles[i]
		article, _ := cleaned(a)
		d := &doc.Document{Article: article}
		reader.before.Run(d)
		reader.attrib.Attribute(d)
		tally.Add(a, claimRecord(d))
	}
	var rows []Row
	for _, s := range tally.Scores() {
		if strings.HasPrefix(s.Measure, "claim") || s.Measure == "stance" || s.Measure == "anonymity" {
			rows = append(rows, Row{Task: task, Data: data, Metric: s.Measure, N: s.N, Score: s.F1})
		}
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
