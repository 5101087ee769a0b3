package eval

import (
	"path/filepath"
	"strings"
	"unicode"

	"onrecord/internal/clean"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
)

// cleanTask scores the extraction of articles from pages. A folder holds ground_truth.json and html/ as
// fundus-evaluation does. Paragraphs in [brackets] are optional: one counts as part of the truth
// where the system gives it. Shingle scores are those of article-extraction-benchmark: 4-grams of
// words with their counts, hits and misses of each page divided by their sum, added up over the pages.
//
// The default pages are those that the page model was trained on: its score on them flatters. What it scores
// with the publisher of each page left out of training is in models/MODELS.md; `train clean` prints it.
func cleanTask() Task {
	return Task{
		Name:    "clean",
		Help:    "article text of web pages; a folder with html/*.html.gz and ground_truth.json (fundus-evaluation)",
		Default: []string{"corpora/extraction-fundus"},
		Run:     runClean,
	}
}

func runClean(path string) ([]Row, error) {
	pages, err := corpus.Pages(path)
	if err != nil {
		return nil, err
	}
	return Pages(filepath.Base(path), pages, func(p corpus.Page) doc.Article {
		a, _ := clean.Read(p.HTML, clean.Given{URL: p.URL, Format: "html"})
		return a
	}), nil
}

// Pages scores a way of reading pages.
func Pages(data string, pages []corpus.Page, read func(corpus.Page) doc.Article) []Row {
	var sum shingleScore
	exact := 0
	for _, p := range pages {
		a := read(p)
		got := pageWords(bodyText(&a))
		want := truthWords(p, got)
		sum.add(want, got)
		if strings.Join(want, " ") == strings.Join(got, " ") {
			exact++
		}
	}
	return []Row{
		{Task: "clean", Data: data, Metric: "shingle F1", N: len(pages), Score: 100 * sum.f1(), Floor: 96, Target: 96.5},
		{Task: "clean", Data: data, Metric: "shingle precision", N: len(pages), Score: 100 * sum.precision()},
		{Task: "clean", Data: data, Metric: "shingle recall", N: len(pages), Score: 100 * sum.recall()},
		{Task: "clean", Data: data, Metric: "exact articles", N: len(pages), Score: Percent(exact, len(pages)), Floor: 60, Target: 60},
	}
}

// bodyText joins the blocks that are the article itself: no headline, byline or boilerplate.
func bodyText(a *doc.Article) string {
	var b strings.Builder
	for _, k := range a.Blocks {
		if k.Role == "body" {
			b.WriteString(a.Text[k.Start:k.End])
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// pageWords cuts text into words as Python's \w+ does, in lower case: some truths copy the capitals that a style sheet makes.
func pageWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsNumber(r)
	})
}

// truthWords returns the words of the true article with those optional paragraphs that got holds.
func truthWords(p corpus.Page, got []string) []string {
	given := " " + strings.Join(got, " ") + " "
	var words []string
	for _, t := range p.Body {
		w := pageWords(t.Text)
		if t.Optional && !strings.Contains(given, " "+strings.Join(w, " ")+" ") {
			continue
		}
		words = append(words, w...)
	}
	return words
}

// shingleScore adds up hits and misses, each page weighing the same.
type shingleScore struct{ tp, fp, fn float64 }

func (s *shingleScore) add(want, got []string) {
	counts := map[string]int{}
	n := 0
	for _, g := range shingles(want) {
		counts[g]++
		n++
	}
	hit, extra := 0, 0
	for _, g := range shingles(got) {
		if counts[g] > 0 {
			counts[g]--
			hit++
		} else {
			extra++
		}
	}
	if total := float64(n + extra); total > 0 {
		s.tp += float64(hit) / total
		s.fp += float64(extra) / total
		s.fn += float64(n-hit) / total
	}
}

// shingles returns the 4-grams of words; a text of fewer words is one shingle.
func shingles(words []string) []string {
	if len(words) == 0 {
		return nil
	}
	var out []string
	for i := 0; i < max(1, len(words)-3); i++ {
		out = append(out, strings.Join(words[i:min(i+4, len(words))], " "))
	}
	return out
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func (s *shingleScore) precision() float64 { return ratio(s.tp, s.tp+s.fp) }
func (s *shingleScore) recall() float64    { return ratio(s.tp, s.tp+s.fn) }
func (s *shingleScore) f1() float64        { return ratio(2*s.tp, 2*s.tp+s.fp+s.fn) }
