package corpus

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/doc"
)

// PolnearArticle is one article of PolNeAR (Newell, Margolin and Ruths 2018): its raw text and
// what each annotator marked in it. Spans are bytes into Text.
type PolnearArticle struct {
	Name       string
	Text       string
	Annotators [][]Attribution // in the order of the file names
}

// Attribution is who (Source) by which words (Cue) says what (Content); every part may be
// discontinuous, its fragments are in text order, and Source may be empty.
type Attribution struct{ Source, Cue, Content []doc.Span }

// Fullest returns the annotation with the most attributions: some annotators of PolNeAR
// overlook half of what the others mark, so this is the one to train on.
func (a PolnearArticle) Fullest() []Attribution {
	var best []Attribution
	for _, as := range a.Annotators {
		if len(as) > len(best) {
			best = as
		}
	}
	return best
}

// Document returns the article as a document whose paragraphs are the lines that are not blank.
func (a PolnearArticle) Document() *doc.Document {
	d := &doc.Document{Article: doc.Article{Text: a.Text}}
	at := 0
	for line := range strings.Lines(a.Text) {
		if body := strings.TrimSpace(line); body != "" {
			start := at + strings.Index(line, body)
			d.Article.Blocks = append(d.Article.Blocks, doc.Block{Span: doc.Span{Start: start, End: start + len(body)}, Role: "body"})
		}
		at += len(line)
	}
	return d
}

// ReadPolnear reads a folder with text/*.txt and attributions/NAME_<annotator>.ann (brat standoff,
// offsets in code points). Events without cue or content are dropped, as are those marked Discuss or Discard.
func ReadPolnear(folder string) ([]PolnearArticle, error) {
	texts, err := filepath.Glob(filepath.Join(folder, "text", "*.txt"))
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("corpus: no text/*.txt in %s", folder)
	}
	slices.Sort(texts)
	var articles []PolnearArticle
	for _, file := range texts {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		a := PolnearArticle{Name: strings.TrimSuffix(filepath.Base(file), ".txt"), Text: string(b)}
		notes, err := annotations(folder, a.Name)
		if err != nil {
			return nil, err
		}
		for _, n := range notes {
			b, err := os.ReadFile(n)
			if err != nil {
				return nil, err
			}
			as, err := parseStandoff(string(b), a.Text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", n, err)
			}
			a.Annotators = append(a.Annotators, as)
		}
		articles = append(articles, a)
	}
	return articles, nil
}

// annotations lists the .ann files of an article in order; there is one for each annotator.
func annotations(folder, name string) ([]string, error) {
	all, err := filepath.Glob(filepath.Join(folder, "attributions", "*.ann"))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, f := range all {
		base := strings.TrimSuffix(filepath.Base(f), ".ann")
		if cut := strings.LastIndexByte(base, '_'); cut > 0 && base[:cut] == name {
			files = append(files, f)
		}
	}
	slices.Sort(files)
	return files, nil
}

// parseStandoff reads brat lines. Span texts in the files may contain newlines, which look like
// lines without an id; those and notes (#) are passed over.
func parseStandoff(ann, text string) ([]Attribution, error) {
	at := byteOffsets(text)
	spans := map[string][]doc.Span{}
	var events [][]string
	kinds := map[string]string{}
	for line := range strings.Lines(ann) {
		id, rest, ok := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if !ok || len(id) < 2 || !allDigits(id[1:]) {
			continue
		}
		switch id[0] {
		case 'T':
			head, _, _ := strings.Cut(rest, "\t")
			kind, where, _ := strings.Cut(head, " ")
			ss, err := parseSpans(where, at)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", id, err)
			}
			spans[id], kinds[id] = ss, kind
		case 'E':
			events = append(events, strings.Fields(rest))
		}
	}
	var as []Attribution
	for _, e := range events {
		if a, ok := assemble(e, spans, kinds); ok {
			as = append(as, a)
		}
	}
	return as, nil
}

// assemble joins the roles of one event; roles may be numbered (Content2).
func assemble(event []string, spans map[string][]doc.Span, kinds map[string]string) (Attribution, bool) {
	var a Attribution
	for _, part := range event {
		role, id, _ := strings.Cut(part, ":")
		switch strings.TrimRight(role, "0123456789") {
		case "Source":
			a.Source = append(a.Source, spans[id]...)
		case "Cue":
			a.Cue = append(a.Cue, spans[id]...)
		case "Content":
			a.Content = append(a.Content, spans[id]...)
		default:
			if k := kinds[id]; k == "Discuss" || k == "Discard" {
				return a, false
			}
		}
	}
	for _, ss := range [][]doc.Span{a.Source, a.Cue, a.Content} {
		slices.SortFunc(ss, func(x, y doc.Span) int { return cmp.Compare(x.Start, y.Start) })
	}
	return a, len(a.Cue) > 0 && len(a.Content) > 0
}

// byteOffsets maps code points to bytes; the last entry is the length of the text.
func byteOffsets(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

func parseSpans(where string, at []int) ([]doc.Span, error) {
	var ss []doc.Span
	for _, part := range strings.Split(where, ";") {
		from, to, _ := strings.Cut(part, " ")
		b, err1 := strconv.Atoi(from)
		e, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || b < 0 || e < b || e >= len(at) {
			return nil, fmt.Errorf("corpus: bad span %q", part)
		}
		ss = append(ss, doc.Span{Start: at[b], End: at[e]})
	}
	return ss, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
