package merge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// stream makes articles as they come in on consecutive days: perDay of them, 400 words and five events each, two words
// in five from one of the 300 stories of the day, one article in four a copy of an earlier one of the day. Costs of lookups depend on how many articles a few days
// hold, not on how many there are in all, since time is part of every key but that of text.
type stream struct {
	r      *rand.Rand
	perDay int
	n      int
	today  []string
}

func newStream(perDay int) *stream {
	return &stream{r: rand.New(rand.NewPCG(1, 2)), perDay: perDay}
}

func (s *stream) next() *doc.Record {
	day := Day(19_000 + s.n/s.perDay)
	if s.n%s.perDay == 0 {
		s.today = s.today[:0]
	}
	text := ""
	if len(s.today) > 0 && s.r.IntN(4) == 0 {
		text = s.today[s.r.IntN(len(s.today))]
	} else {
		var b strings.Builder
		story := s.n/s.perDay*300 + s.r.IntN(300)
		for range 25 {
			for range 16 {
				w := s.r.IntN(60_000)
				if s.r.IntN(5) < 2 {
					w = (story*7919 + s.r.IntN(40)) % 60_000
				}
				fmt.Fprintf(&b, "w%dx ", w)
			}
			b.WriteString(".\n")
		}
		text = b.String()
		s.today = append(s.today, text)
	}
	rec := &doc.Record{Article: doc.RecordArticle{ID: fmt.Sprintf("a%08d", s.n), URL: ptr(fmt.Sprintf("https://h%d.example/%d", s.r.IntN(2000), s.n)),
		Published: ptr(day.String()), Title: ptr(text[:40]), Text: text}}
	lines := strings.Split(text, "\n")
	acts := []string{"ASSAULT", "CONSULT", "ACCUSE", "COERCE", "MOBILIZE", "AID", "PROTEST", "REQUEST"}
	for k := range 5 {
		id := fmt.Sprint(k)
		country, place := s.country(), s.r.IntN(40)
		e := doc.RecordEvent{ID: "e" + id, Anchor: doc.Quote{Text: fmt.Sprintf("act%d", s.r.IntN(60))}, Act: acts[s.r.IntN(len(acts))], Status: "occurred",
			Evidence: doc.Quote{Text: lines[k]}}
		rec.Places = append(rec.Places, doc.RecordPlace{ID: "p" + id, Name: fmt.Sprint(country, place), Country: &country, GeoNames: ptr(1 + place + 100*int(country[2])), Precision: "city"})
		e.Place = ptr("p" + id)
		a, b := s.country(), s.country()
		e.Actors = []doc.RecordActor{{Name: "army of " + a, Code: &a, Sector: ptr("MIL")}}
		e.Recipients = []doc.RecordActor{{Name: "people of " + b, Code: &b, Sector: ptr("CVL")}}
		rec.Events = append(rec.Events, e)
	}
	s.n++
	return rec
}

// country draws one of 150, a few of them far oftener, as in the news.
func (s *stream) country() string {
	return fmt.Sprintf("C%02X", min(150, int(s.r.ExpFloat64()*25)))
}

func BenchmarkSketch(b *testing.B) {
	rec := newStream(1).next()
	text := rec.Article.Text
	words := make([]word, 0, 1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words = split(text, words[:0])
		newSketch(text, words)
	}
}

func BenchmarkArticle(b *testing.B) {
	m := newMerger(b)
	rec := newStream(1).next()
	b.ReportAllocs()
	for b.Loop() {
		m.Article(rec)
	}
}

func BenchmarkReports(b *testing.B) {
	m := newMerger(b)
	rec := newStream(1).next()
	a := m.Article(rec)
	b.ReportAllocs()
	for b.Loop() {
		m.Reports(rec, a)
	}
}

func BenchmarkScore(b *testing.B) {
	m := newMerger(b)
	rec := newStream(1).next()
	rs := m.Reports(rec, m.Article(rec))
	b.ReportAllocs()
	for b.Loop() {
		Compare(rs[0], rs[1])
	}
}

// BenchmarkAdd adds articles with five events each to an index that holds 7,000 articles and 35,000 events of five days:
// as dense as a million articles and five million events of two years.
func BenchmarkAdd(b *testing.B) { benchmarkAdd(b, true) }

// BenchmarkStories adds articles without events.
func BenchmarkStories(b *testing.B) { benchmarkAdd(b, false) }

func benchmarkAdd(b *testing.B, events bool) {
	m := newMerger(b)
	s := newStream(1400)
	ix := NewMemory()
	next := func() *doc.Record {
		rec := s.next()
		if !events {
			rec.Events = nil
		}
		return rec
	}
	for range 7000 {
		if _, err := m.Add(ix, next()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		rec := next()
		b.StartTimer()
		if _, err := m.Add(ix, rec); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCopies looks up copies among 100,000 sketches of 37 hashes.
func BenchmarkCopies(b *testing.B) {
	const n = 100_000
	r := rand.New(rand.NewPCG(3, 4))
	ix := NewMemory()
	sketch := func() Sketch {
		var s Sketch
		for range 37 {
			s.Out = append(s.Out, Hash(r.Uint32()))
		}
		s.Out = sortedSet(s.Out)
		return s
	}
	for i := range n {
		a := &Article{ID: fmt.Sprint(i), Host: fmt.Sprint("h", i%2000), Day: Day(i / 1400), Sketch: sketch()}
		if err := addCopies(newChange(ix), a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a := &Article{ID: fmt.Sprint("x", i), Host: "new", Day: n / 1400, Sketch: sketch()}
		if old := ix.articles[fmt.Sprint(r.IntN(n))]; i%4 == 0 {
			a.Sketch, a.Topic = old.Sketch, old.Topic
		}
		if err := addCopies(newChange(ix), a); err != nil {
			b.Fatal(err)
		}
	}
}
