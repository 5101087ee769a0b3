package main

import (
	"fmt"
	"os"
	"path/filepath"

	"onrecord/internal/tag"
)

// trainLexicon makes lexicon.model: lemma tables from the treebanks.
func trainLexicon(e env) error {
	trees, err := treebank(e)
	if err != nil {
		return err
	}
	t := tag.Tables{About: "lemmas: " + treebankNames}
	t.Lemmas, t.Rules = tag.LemmaTables(tokensOf(trees))
	b := t.Marshal()
	fmt.Fprintf(os.Stderr, "train: lexicon.model: %d words with clusters, %d lemmas, %d rules, %.2f MB\n", len(t.Clusters), len(t.Lemmas), len(t.Rules), float64(len(b))/1e6)
	return os.WriteFile(filepath.Join(e.out, "lexicon.model"), b, 0o644)
}
