package main

import (
	"fmt"
	"os"
	"path/filepath"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/internal/tag"
)

// treebankNames says in model headers what the tagger and the parser learn from.
const treebankNames = "UD English EWT 2.15 train (CC BY-SA 4.0), GUM 2025-05 train, six open genres (CC BY 4.0)"

// treebank returns the training sentences of the tagger and the parser.
func treebank(e env) ([]corpus.Tree, error) {
	var all []corpus.Tree
	for _, p := range []string{"corpora/ud-ewt/train.conllu", "corpora/gum/train"} {
		ts, err := corpus.ReadConllu(filepath.Join(e.shared, p))
		if err != nil {
			return nil, err
		}
		all = append(all, ts...)
	}
	return all, nil
}

func tokensOf(trees []corpus.Tree) [][]doc.Token {
	s := make([][]doc.Token, len(trees))
	for i := range trees {
		s[i] = trees[i].Sentence.Tokens
	}
	return s
}

// loadLexicon reads the lexicon that the recipe "lexicon" has written.
func loadLexicon(e env) (*tag.Lexicon, error) {
	b, err := os.ReadFile(filepath.Join(e.out, "lexicon.model"))
	if err != nil {
		return nil, fmt.Errorf("train lexicon first: %w", err)
	}
	return tag.LoadLexicon(b)
}

// taggerOptions are the settings that the tagger and its jackknifed copies share.
func taggerOptions() tag.Options {
	return tag.Options{Epochs: 8, Seed: 1, Title: 0.1, Upper: 0.02, Prune: linear.Prune{MinAbs: 0.15},
		Meta: linear.Meta{Task: "tag", Data: treebankNames}}
}

// trainTag makes tag.model.
func trainTag(e env) error {
	trees, err := treebank(e)
	if err != nil {
		return err
	}
	lex, err := loadLexicon(e)
	if err != nil {
		return err
	}
	sentences := tokensOf(trees)
	return e.save("tag", tag.Train(withNews(sentences, lex), lex, taggerOptions()))
}
