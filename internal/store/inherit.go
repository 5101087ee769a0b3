package store

import (
	"database/sql"

	"onrecord/internal/doc"
	"onrecord/internal/review"
)

// inherited is the item of a decision that was made on another copy of the article (review.Transpose).
const inherited = "-"

// standing returns all decisions that hold for an article, given what was read in it: those on its copies, where they have
// the same sentence, and then its own.
func (t *tx) standing(rec *doc.Record) ([]Decision, error) {
	var others []Decision
	err := t.query(func(r *sql.Rows) error {
		var d Decision
		err := decisionRow{&d, nil}.scan(r)
		others = append(others, d)
		return err
	}, `SELECT `+decisionsOf("d")+` FROM article own JOIN article a ON a.family = own.family AND a.id <> own.id JOIN decision d ON d.article = a.id
		WHERE own.id = $1 AND own.family <> '' ORDER BY d.n`, rec.Article.ID)
	if err != nil {
		return nil, err
	}
	var out []Decision
	texts := map[string]*doc.Record{}
	for _, d := range others {
		from := texts[d.Article]
		if from == nil {
			from = &doc.Record{Article: doc.RecordArticle{ID: d.Article}}
			if err := t.row(`SELECT text FROM article WHERE id = $1`, d.Article).Scan(&from.Article.Text); err != nil {
				return nil, err
			}
			texts[d.Article] = from
		}
		if x, ok := review.Transpose(d, from, rec); ok {
			out = append(out, x)
		}
	}
	own, err := t.decisions(rec.Article.ID)
	return append(out, own...), err
}

// mostCopies is how many copies of an article follow a decision on it at once; the others follow when they are read again.
const mostCopies = 200

// rewriteCopies puts the copies of an article anew, so that an incident does not rest on a text that was corrected and on its
// copies that were not.
func (t *tx) rewriteCopies(article string, touched *touched) error {
	type copyOf struct {
		n        int64
		pipeline string
	}
	var list []copyOf
	err := t.query(func(r *sql.Rows) error {
		var c copyOf
		err := r.Scan(&c.n, &c.pipeline)
		list = append(list, c)
		return err
	}, `SELECT a.n, a.pipeline FROM article own JOIN article a ON a.family = own.family AND a.id <> own.id WHERE own.id = $1 AND own.family <> '' AND a.state = 'read' ORDER BY a.n LIMIT $2`, article, mostCopies)
	if err != nil {
		return err
	}
	for _, c := range list {
		rec, err := t.readingOf(c.n)
		if err != nil {
			return err
		}
		if err := t.rewrite(c.n, c.pipeline, rec, touched); err != nil {
			return err
		}
	}
	return nil
}
