package entity

import "onrecord/internal/linear"

// lexFlags says in which lists a word stands, and where in a listed name.
type lexFlags uint32

// lexicon holds the lists that the tagger consults.
type lexicon struct{}

func newLexicon() *lexicon { return &lexicon{} }

// mark sets the flags of the words of a sentence.
func (l *lexicon) mark(ws []word) {}

func lexFeatures(fs []uint64, a, b, w, c *word) []uint64 {
	if w.lex != 0 {
		fs = append(fs, uint64(linear.F(tLex).Int(1).Int(int(w.lex))))
	}
	return fs
}
