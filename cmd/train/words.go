package main

import (
	"fmt"
	"os"
	"path/filepath"

	"onrecord/internal/lstm"
)

// vectorSize is the number of numbers in a word vector.
const vectorSize = 100

// wordReach is how far words are counted for what a word is about.
const wordReach = 5

// trainWords makes words.model: vectors of words by what stands next to them in raw text.
func trainWords(e env) error {
	counts, err := countNeighbours(filepath.Join(e.shared, "corpora"), wordReach)
	if err != nil {
		return err
	}
	v := lstm.NewVectors(vectorSize, counts.words, counts.vectors(vectorSize))
	b := v.Marshal()
	fmt.Fprintf(os.Stderr, "train: words.model: %d tokens of raw text, %d words, %.2f MB\n", counts.tokens, len(counts.words), float64(len(b))/1e6)
	return os.WriteFile(filepath.Join(e.out, "words.model"), b, 0o644)
}
