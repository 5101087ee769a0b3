package main

import (
	"errors"
	"sync"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/internal/parse"
	"onrecord/internal/tag"
)

// folds is the number of parts of the jackknife: each is tagged by a tagger that has not seen it.
const folds = 4

// jackknife returns the training sentences with gold trees and with tags as a tagger
// gives them to new text, so that the parser learns to live with its errors.
func jackknife(trees []corpus.Tree, lex *tag.Lexicon) ([][]doc.Token, error) {
	out := make([][]doc.Token, len(trees))
	var group sync.WaitGroup
	var errs [folds]error
	for fold := range folds {
		group.Go(func() { errs[fold] = tagFold(trees, out, fold, lex) })
	}
	group.Wait()
	return out, errors.Join(errs[:]...)
}

// tagFold trains a tagger on the other folds and fills the places of this one in out.
func tagFold(trees []corpus.Tree, out [][]doc.Token, fold int, lex *tag.Lexicon) error {
	var rest [][]doc.Token
	for i := range trees {
		if i%folds != fold {
			rest = append(rest, trees[i].Sentence.Tokens)
		}
	}
	o := taggerOptions()
	o.Epochs = 4
	t, err := tag.FromModel(tag.Train(withNews(rest, lex), lex, o), lex)
	if err != nil {
		return err
	}
	for i := fold; i < len(trees); i += folds {
		out[i] = append([]doc.Token(nil), trees[i].Sentence.Tokens...)
		t.TagTokens(out[i])
	}
	return nil
}

// parserOptions are the settings of the parser.
func parserOptions() parse.Options {
	return parse.Options{Epochs: 6, Seed: 1, Explore: 0.9, Prune: linear.Prune{MinAbs: 89.5 / 64},
		Meta: linear.Meta{Task: "parse", Data: treebankNames}}
}

// trainParse makes parse.model.
func trainParse(e env) error {
	trees, err := treebank(e)
	if err != nil {
		return err
	}
	lex, err := loadLexicon(e)
	if err != nil {
		return err
	}
	sentences, err := jackknife(trees, lex)
	if err != nil {
		return err
	}
	m, err := parse.Train(append(sentences, reported(sentences, lex)...), parserOptions())
	if err != nil {
		return err
	}
	return e.save("parse", m)
}
