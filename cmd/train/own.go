package main

import (
	"path/filepath"

	"onrecord/internal/gold"
)

// ownArticles returns the articles annotated to the project's guidelines: gold/train, and the standoff files of annotations/.
func ownArticles(e env) ([]gold.Article, error) {
	articles, err := gold.Load(filepath.Join(e.shared, "gold", "train"))
	if err != nil {
		return nil, err
	}
	more, err := gold.LoadStandoff("annotations", e.shared)
	return append(articles, more...), err
}
