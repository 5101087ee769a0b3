package main

import (
	"path/filepath"
	"slices"

	"onrecord/internal/gold"
)

// ownArticles returns the articles annotated to the project's guidelines: gold/train, and the standoff files of annotations/
// without the tenth that is held out for scoring.
func ownArticles(e env) ([]gold.Article, error) {
	articles, err := gold.Load(filepath.Join(e.shared, "gold", "train"))
	if err != nil {
		return nil, err
	}
	more, err := gold.LoadStandoff("annotations", e.shared)
	more = slices.DeleteFunc(more, func(a gold.Article) bool { return gold.HeldOut(a.Doc) })
	return append(articles, more...), err
}
