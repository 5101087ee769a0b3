package eval

import (
	"path/filepath"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/split"
)

// splitTask scores tokens and sentences on the raw text of a treebank. Tokens are
// scored sentence by sentence on the "# text" lines; sentences on paragraphs, their
// sentences joined by one blank. A span counts when both its ends are right.
func splitTask() Task {
	return Task{
		Name:    "split",
		Help:    "token and sentence F1 on the raw text of CoNLL-U",
		Default: []string{"corpora/ud-ewt/dev.conllu", "corpora/gum/dev"},
		Run:     runSplit,
	}
}

func runSplit(path string) ([]Row, error) {
	trees, err := corpus.ReadConllu(path)
	if err != nil {
		return nil, err
	}
	var tokens, sentences PRF
	for _, t := range trees {
		scoreTokens(&tokens, t)
	}
	for _, p := range paragraphs(trees) {
		scoreSentences(&sentences, p)
	}
	data := dataName(path)
	return []Row{
		{Task: "split", Data: data, Metric: "token F1", N: tokens.Gold, Score: tokens.F1()},
		{Task: "split", Data: data, Metric: "sentence F1", N: sentences.Gold, Score: sentences.F1()},
	}, nil
}

// dataName shortens a path to its last two parts.
func dataName(path string) string {
	path = filepath.Clean(path)
	return filepath.ToSlash(filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path)))
}

func scoreTokens(c *PRF, t corpus.Tree) {
	gold := map[doc.Span]bool{}
	for _, tok := range t.Sentence.Tokens {
		gold[tok.Span] = true
	}
	system := split.Tokens(t.Text, 0)
	for _, tok := range system {
		if gold[tok.Span] {
			c.Hit++
		}
	}
	c.Gold += len(t.Sentence.Tokens)
	c.System += len(system)
}

// paragraphs groups trees by paragraph.
func paragraphs(trees []corpus.Tree) [][]corpus.Tree {
	var ps [][]corpus.Tree
	for i, t := range trees {
		if i == 0 || t.Starts {
			ps = append(ps, nil)
		}
		ps[len(ps)-1] = append(ps[len(ps)-1], t)
	}
	return ps
}

func scoreSentences(c *PRF, paragraph []corpus.Tree) {
	var b strings.Builder
	gold := map[doc.Span]bool{}
	for i, t := range paragraph {
		if i > 0 {
			b.WriteByte(' ')
		}
		start := b.Len()
		b.WriteString(t.Text)
		gold[doc.Span{Start: start, End: b.Len()}] = true
	}
	system := split.Sentences(b.String())
	for _, s := range system {
		if gold[s] {
			c.Hit++
		}
	}
	c.Gold += len(gold)
	c.System += len(system)
}
