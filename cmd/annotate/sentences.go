package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/gold"
)

// sentences packs annotated sentences of a set of corpus.SentenceTexts into one file without text. Faulty lines are left out and reported; the
// file is written all the same, so that one wrong quote does not hold up a thousand sentences.
func sentences(shared, set string, files []string, dir string) error {
	text, err := corpus.SentenceTexts(shared, set)
	if err != nil {
		return err
	}
	var b strings.Builder
	var errs []error
	seen := map[string]bool{}
	events := 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		packed, err := gold.PackSentences(f, name, text)
		errs = append(errs, err, f.Close())
		for i := range packed {
			if seen[packed[i].ID] {
				errs = append(errs, fmt.Errorf("%s: sentence %s is there twice", name, packed[i].ID))
				continue
			}
			seen[packed[i].ID] = true
			events += len(packed[i].Events)
			line, err := json.Marshal(&packed[i])
			if err != nil {
				return err
			}
			b.Write(line)
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(os.Stderr, "%d sentences, %d events\n", len(seen), events)
	return errors.Join(append(errs, os.WriteFile(filepath.Join(dir, set+".jsonl"), []byte(b.String()), 0o644))...)
}
