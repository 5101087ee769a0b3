package eval

import (
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/find/place"
	"onrecord/internal/read"
)

// finder runs the stages from split to place.
type finder struct {
	before *read.Reader
	place  *place.Resolver
}

func newFinder() (*finder, error) {
	var f finder
	var err error
	if f.before, err = read.New(read.Options{Until: "place"}); err != nil {
		return nil, err
	}
	f.place, err = place.New()
	return &f, err
}

// read runs the stages over the text from byte offset body on, one block per line.
func (f *finder) read(text, url string, body int) *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: text, URL: url}}
	at := 0
	for line := range strings.Lines(text) {
		if end := at + len(strings.TrimRight(line, "\n")); at >= body && end > at {
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: at, End: end}, Role: "body"})
		}
		at += len(line)
	}
	f.before.Run(d)
	f.place.Resolve(d)
	return d
}

// placeNames scores the finding of names on GeoWebNews, and whether a name is a place where
// things are. Demonyms, adjectives, languages and homonyms are neither hit nor error.
func placeNames(data string, docs []corpus.GeoDoc) ([]Row, error) {
	f, err := newFinder()
	if err != nil {
		return nil, err
	}
	var exact, overlap, end PRF
	var literal, judged int
	judge := newPlaceJudge(f.place)
	for i := range docs {
		g := &docs[i]
		body := strings.IndexByte(g.Text, '\n') + 1
		d := f.read(g.Text, g.URL, body)
		m := matchPlaces(g, d, body)
		exact.add(m.exact, m.gold, m.system)
		overlap.add(m.overlap, m.gold, m.system)
		hits := 0
		for _, p := range m.pairs {
			t, q := g.Toponyms[p[0]], &d.Places[p[1]]
			point, known := judge.point(t)
			a := place.Answer{Candidate: place.Candidate{Name: q.Name, Country: q.Country, Admin1: q.Admin1, Lat: q.Lat, Lon: q.Lon, GeoNames: q.GeoNames}, Found: true}
			if !t.Located() || judge.kilometres(a, point, known) <= near || judge.same(g, t, a) {
				hits++
			}
			if want, ok := literalGold(t); ok {
				judged++
				if q.Literal == want {
					literal++
				}
			}
		}
		end.add(hits, m.gold, m.system)
	}
	row := func(metric string, n int, score float64) Row {
		return Row{Task: "places", Data: data, Metric: metric, N: n, Score: score}
	}
	return []Row{
		row("names, exact F1", exact.Gold, exact.F1()),
		row("names, overlap precision", overlap.System, overlap.Precision()),
		row("names, overlap recall", overlap.Gold, overlap.Recall()),
		row("names, overlap F1", overlap.Gold, overlap.F1()),
		row("names found and placed, F1", end.Gold, end.F1()),
		row("literal or not", judged, Percent(literal, judged)),
	}, nil
}

func (p *PRF) add(hit, gold, system int) {
	p.Hit += hit
	p.Gold += gold
	p.System += system
}

// neutralName reports whether an annotation is neither hit nor error.
func neutralName(t corpus.Toponym) bool {
	return t.Adjective || t.Type == "Demonym" || t.Type == "Language" || t.Type == "Homonym"
}

// literalGold says whether an annotated name is a place where things are; ok is false where the annotation leaves it open.
func literalGold(t corpus.Toponym) (literal, ok bool) {
	switch t.Type {
	case "Literal", "Literal_Modifier", "Embedded_Literal":
		return true, true
	case "Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit":
		return false, true
	}
	return false, false
}

// matched pairs annotated and found names of an article that overlap, each once.
type matched struct {
	exact, overlap, gold, system int
	pairs                        [][2]int
}

func matchPlaces(g *corpus.GeoDoc, d *doc.Document, body int) matched {
	var m matched
	used := make([]bool, len(d.Places))
	neutral := 0
	for pass := range 2 { // exact matches first
		for i, t := range g.Toponyms {
			span := doc.Span{Start: t.Start, End: t.End}
			if t.Start < body {
				continue
			}
			if pass == 0 && !neutralName(t) {
				m.gold++
			}
			if pass == 1 && pairedWith(m.pairs, i) {
				continue
			}
			for j := range d.Places {
				p := d.Places[j].Span
				if used[j] || pass == 0 && p != span || !p.Overlaps(span) {
					continue
				}
				used[j] = true
				if neutralName(t) {
					neutral++
					break
				}
				m.pairs = append(m.pairs, [2]int{i, j})
				if pass == 0 {
					m.exact++
				}
				m.overlap++
				break
			}
		}
	}
	m.system = len(d.Places) - neutral
	return m
}

func pairedWith(pairs [][2]int, i int) bool {
	for _, p := range pairs {
		if p[0] == i {
			return true
		}
	}
	return false
}
