package main

import (
	"os"
	"path/filepath"
	"testing"

	"onrecord/internal/corpus"
	"onrecord/internal/gold"
)

// TestSentences checks the annotated sentences of the repository against the corpora: the texts are the ones annotated, offsets and
// vocabularies are right, and no sentence is there twice.
func TestSentences(t *testing.T) {
	const shared = "../../../shared"
	if _, err := os.Stat(filepath.Join(shared, "corpora")); err != nil {
		t.Skip("no ../shared: ", err)
	}
	files, err := filepath.Glob("../../annotations/sentences/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no annotated sentences: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		text, err := corpus.SentenceTexts(shared, name[:len(name)-len(".jsonl")])
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		all, err := gold.ReadSentences(f, name, text)
		f.Close()
		if err != nil {
			t.Error(err)
		}
		seen := map[string]bool{}
		for _, s := range all {
			if seen[s.ID] {
				t.Errorf("%s: sentence %s is there twice", name, s.ID)
			}
			seen[s.ID] = true
		}
	}
}
