package eval

import (
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// tagTask scores tags and lemmas on gold tokens.
func tagTask() Task {
	return Task{
		Name:    "tag",
		Help:    "UPOS, XPOS and lemma accuracy on the gold tokens of CoNLL-U",
		Default: []string{"corpora/ud-ewt/dev.conllu", "corpora/gum/dev"},
		Run:     runTag,
	}
}

func runTag(path string) ([]Row, error) {
	trees, err := corpus.ReadConllu(path)
	if err != nil {
		return nil, err
	}
	t, err := read.Tagger()
	if err != nil {
		return nil, err
	}
	n, upos, xpos, lemma := 0, 0, 0, 0
	for _, tree := range trees {
		gold := tree.Sentence.Tokens
		tokens := bare(gold)
		t.TagTokens(tokens)
		for i, g := range gold {
			n++
			upos += one(tokens[i].UPOS == g.UPOS)
			xpos += one(tokens[i].XPOS == g.XPOS)
			lemma += one(tokens[i].Lemma == g.Lemma)
		}
	}
	data := dataName(path)
	return []Row{
		{Task: "tag", Data: data, Metric: "UPOS", N: n, Score: Percent(upos, n)},
		{Task: "tag", Data: data, Metric: "XPOS", N: n, Score: Percent(xpos, n)},
		{Task: "tag", Data: data, Metric: "lemma", N: n, Score: Percent(lemma, n)},
	}, nil
}

// bare returns the tokens without their annotation.
func bare(gold []doc.Token) []doc.Token {
	tokens := make([]doc.Token, len(gold))
	for i, g := range gold {
		tokens[i] = doc.Token{Span: g.Span, Text: g.Text, Head: -1}
	}
	return tokens
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
