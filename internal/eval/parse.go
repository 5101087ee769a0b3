package eval

import (
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// parseTask scores dependency trees over gold tokens and our own tags.
func parseTask() Task {
	return Task{
		Name:    "parse",
		Help:    "UAS and LAS (LAS without subtypes, all tokens) on the gold tokens of CoNLL-U, own tags",
		Default: []string{"corpora/ud-ewt/dev.conllu", "corpora/gum/dev"},
		Run:     runParse,
	}
}

func runParse(path string) ([]Row, error) {
	trees, err := corpus.ReadConllu(path)
	if err != nil {
		return nil, err
	}
	t, err := read.Tagger()
	if err != nil {
		return nil, err
	}
	p, err := read.Parser()
	if err != nil {
		return nil, err
	}
	n, uas, las, full := 0, 0, 0, 0
	for _, tree := range trees {
		gold := tree.Sentence.Tokens
		s := doc.Sentence{Span: tree.Sentence.Span, Tokens: bare(gold)}
		t.Tag(&s)
		p.Parse(&s)
		for i, g := range gold {
			n++
			if s.Tokens[i].Head != g.Head {
				continue
			}
			uas++
			las += one(withoutSubtype(s.Tokens[i].Rel) == withoutSubtype(g.Rel))
			full += one(s.Tokens[i].Rel == g.Rel)
		}
	}
	data := dataName(path)
	return []Row{
		{Task: "parse", Data: data, Metric: "UAS", N: n, Score: Percent(uas, n)},
		{Task: "parse", Data: data, Metric: "LAS", N: n, Score: Percent(las, n)},
		{Task: "parse", Data: data, Metric: "LAS with subtypes", N: n, Score: Percent(full, n)},
	}, nil
}

func withoutSubtype(rel string) string {
	r, _, _ := strings.Cut(rel, ":")
	return r
}
