// Package models embeds the trained models. MODELS.md says for each what it was
// trained on, under which licence, and what it scores; cmd/train writes them.
package models

import (
	"embed"
	"fmt"
)

//go:embed *.m*
var files embed.FS

// Get returns the bytes of an embedded model, by its name without the ".model" ending.
func Get(name string) ([]byte, error) {
	b, err := files.ReadFile(name + ".model")
	if err != nil {
		return nil, fmt.Errorf("models: no model %q is built in; `make models` trains what is missing", name)
	}
	return b, nil
}

// Names lists the embedded models.
func Names() []string {
	var names []string
	entries, _ := files.ReadDir(".")
	for _, e := range entries {
		if n, ok := cutSuffix(e.Name()); ok {
			names = append(names, n)
		}
	}
	return names
}

func cutSuffix(file string) (string, bool) {
	const ending = ".model"
	if len(file) <= len(ending) || file[len(file)-len(ending):] != ending {
		return "", false
	}
	return file[:len(file)-len(ending)], true
}
