package main

import (
	"path/filepath"
	"slices"

	"onrecord/internal/gold"
)

// ownArticles returns the articles annotated to the project's guidelines: the first so many are those of gold/train, then come
// the standoff files of annotations/ without the tenth that is held out for scoring.
func ownArticles(e env) (articles []gold.Article, golden int, err error) {
	if articles, err = gold.Load(filepath.Join(e.shared, "gold", "train")); err != nil {
		return nil, 0, err
	}
	golden = len(articles)
	more, err := gold.LoadStandoff("annotations", e.shared)
	more = slices.DeleteFunc(more, func(a gold.Article) bool { return gold.HeldOut(a.Doc) })
	return append(articles, more...), golden, err
}
