package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/review"
)

// Decision is what a person says about what was read; see review.Decision. Decisions are folded into the record of their
// article, and so into its events, claims, forces and incidents; what was read is kept beside it, and when the article is
// read again the decisions are applied anew.
type Decision = review.Decision

// Conflict says that somebody else decided on a field while a person had an older value before them.
type Conflict struct{ Now Decision }

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s changed %s to %q meanwhile", c.Now.Person, c.Now.Field, review.Words(c.Now.Field, c.Now.After))
}

// Refused says that a decision makes no sense, and why.
type Refused struct{ Reason error }

func (r *Refused) Error() string { return r.Reason.Error() }

func (r *Refused) Unwrap() error { return r.Reason }

// Decide keeps a decision and brings the article and its incidents up to date with it, all in one transaction. Of two
// people who change one field at the same time the second gets a *Conflict: what they saw (Before) is neither what the field
// is now nor what it was last changed to. *Refused when the decision makes no sense; ErrNotFound when the article is not
// there or not read, or does not have the event, claim or force.
func (s *Store) Decide(ctx context.Context, d Decision) error {
	_, err := s.Decided(ctx, d)
	return err
}

// Decided is Decide, and returns the decision as it was kept: with the words that it is about, its value as it is written, and when.
func (s *Store) Decided(ctx context.Context, d Decision) (Decision, error) {
	kept := d
	err := s.write(ctx, func(t *tx) error {
		kept = d
		return t.decide(&kept)
	})
	return kept, err
}

func (t *tx) decide(d *Decision) error {
	n, state, pipeline, err := t.find(d.Article)
	if err != nil {
		return err
	}
	if state != stateRead {
		return ErrNotFound
	}
	if err := d.Check(); err != nil {
		return &Refused{err}
	}
	rec, err := t.readingOf(n)
	if err != nil {
		return err
	}
	decisions, err := t.standing(rec)
	if err != nil {
		return err
	}
	now, items := review.Apply(rec, decisions)
	if err := locate(d, rec, now); err != nil {
		return err
	}
	if err := collides(d, now, decisions, items); err != nil {
		return err
	}
	was := review.Changes(decisions)
	if d.Verdict == review.Correct {
		after, _ := review.Apply(rec, append(slices.Clone(decisions), *d))
		if d.After = review.Value(after, d.Kind, d.Item, d.Field); d.After == review.Value(now, d.Kind, d.Item, d.Field) {
			d.Verdict = review.Accept // nothing was changed
		}
	}
	if d.Kind == review.Article {
		d.After = pipeline
	}
	d.At = instant(micros(t.s.now()))
	if _, err := t.exec(`INSERT INTO decision (article, kind, event, field, verdict, before_value, after_value, note, person, at, from_point, to_point) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		d.Article, d.Kind, d.Item, d.Field, d.Verdict, d.Before, d.After, d.Note, d.Person, micros(d.At), d.Start, d.End); err != nil {
		return err
	}
	if !was && d.Verdict == review.Accept {
		_, err = t.change()
		return err
	}
	touched := newTouched()
	if err := t.rewrite(n, pipeline, rec, touched); err != nil {
		return err
	}
	if err := t.rewriteCopies(d.Article, touched); err != nil {
		return err
	}
	return t.refresh(touched)
}

// rewrite puts a record anew as it stands after the decisions.
func (t *tx) rewrite(n int64, pipeline string, rec *doc.Record, touched *touched) error {
	rec, err := t.reviewed(n, rec)
	if err != nil {
		return err
	}
	return t.putRecord(n, pipeline, rec, touched)
}

// locate names what a decision is about as the record names it, with its words. What was rejected is there as it was read.
func locate(d *Decision, read, now *doc.Record) error {
	if d.Kind == "" {
		d.Kind = review.Event
	}
	switch {
	case d.Kind == review.Article:
		return nil
	case d.Verdict == review.Add:
		if length := len([]rune(read.Article.Text)); d.End > length {
			return &Refused{fmt.Errorf("end: the text has %d code points only", length)}
		}
		d.Item = review.MissedID(d.Article, d.Start, d.End)
		return nil
	}
	for _, rec := range []*doc.Record{now, read} {
		if id := review.Find(rec, d); id != "" {
			q, _ := review.AnchorOf(rec, d.Kind, id)
			d.Item, d.Start, d.End = id, q.Start, q.End
			return nil
		}
	}
	return ErrNotFound
}

// collides tells whether somebody changed the field after the person saw it.
func collides(d *Decision, now *doc.Record, decisions []Decision, items []string) error {
	if d.Whole() || d.Before == review.Value(now, d.Kind, d.Item, d.Field) {
		return nil
	}
	for i := len(decisions) - 1; i >= 0; i-- {
		x := &decisions[i]
		if items[i] != d.Item || x.Kind != d.Kind || x.Field != d.Field || x.Verdict != review.Correct {
			continue
		}
		if x.After != d.Before && (x.After != d.After || d.Verdict != review.Correct) {
			return &Conflict{*x}
		}
		return nil
	}
	return nil
}

// reviewed returns the record of an article as it stands after the decisions on it, given what was read, and keeps what was
// read when that is another one. Decisions on what has another id by now get that id.
func (t *tx) reviewed(n int64, rec *doc.Record) (*doc.Record, error) {
	decisions, err := t.standing(rec)
	if err != nil {
		return rec, err
	}
	out, items := review.Apply(rec, decisions)
	for i, d := range decisions {
		if items[i] != "" && d.Item != inherited && items[i] != d.Item && d.Verdict != review.Add {
			if _, err := t.exec(`UPDATE decision SET event = $1 WHERE article = $2 AND kind = $3 AND event = $4`, items[i], d.Article, d.Kind, d.Item); err != nil {
				return nil, err
			}
		}
	}
	if !review.Changes(decisions) {
		_, err := t.exec(`DELETE FROM reading WHERE article = $1`, n)
		return out, err
	}
	short := *rec
	short.Article.Text = "" // it stands in the article's row
	body, err := json.Marshal(&short)
	if err != nil {
		return nil, err
	}
	_, err = t.exec(`INSERT INTO reading (article, body) VALUES ($1, $2) ON CONFLICT (article) DO UPDATE SET body = excluded.body`, n, t.s.pack(body))
	return out, err
}

// readingOf returns what was read in an article, before any decision.
func (t *tx) readingOf(n int64) (*doc.Record, error) {
	var text string
	var b []byte
	if err := t.row(`SELECT a.text, coalesce(x.body, r.body) FROM article a JOIN record r ON r.article = a.n LEFT JOIN reading x ON x.article = a.n WHERE a.n = $1`, n).Scan(&text, &b); err != nil {
		return nil, err
	}
	rec, err := decode[*doc.Record](t.s, b)
	if err == nil {
		rec.Article.Text = text
	}
	return rec, err
}

// Reading returns what was read in an article, before any decision on it. ErrNotFound when it is not there or not read.
func (s *Store) Reading(ctx context.Context, id string) (*doc.Record, error) {
	var rec *doc.Record
	err := s.read(ctx, func(t *tx) error {
		n, _, _, err := t.find(id)
		if err == nil {
			rec, err = t.readingOf(n)
		}
		return err
	})
	return rec, err
}

const decisionColumns = `article, kind, event, field, verdict, before_value, after_value, note, person, at, from_point, to_point`

// decisionsOf names the columns of decision under an alias.
func decisionsOf(alias string) string {
	return alias + "." + strings.ReplaceAll(decisionColumns, ", ", ", "+alias+".")
}

func (d decisionRow) scan(r scanner) error {
	var at int64
	x := d.Decision
	err := r.Scan(append(d.before, &x.Article, &x.Kind, &x.Item, &x.Field, &x.Verdict, &x.Before, &x.After, &x.Note, &x.Person, &at, &x.Start, &x.End)...)
	x.At = instant(at)
	return err
}

// decisionRow is a row of decision, with columns before its own.
type decisionRow struct {
	*Decision
	before []any
}

func (t *tx) decisions(article string) ([]Decision, error) {
	var out []Decision
	err := t.query(func(r *sql.Rows) error {
		var d Decision
		err := decisionRow{&d, nil}.scan(r)
		out = append(out, d)
		return err
	}, `SELECT `+decisionColumns+` FROM decision WHERE article = $1 ORDER BY n`, article)
	return out, err
}

// Decisions returns the decisions on articles, oldest first.
func (s *Store) Decisions(ctx context.Context, articles ...string) ([]Decision, error) {
	out := []Decision{}
	err := inChunks(articles, func(args []any) error {
		return s.query(ctx, func(r *sql.Rows) error {
			var d Decision
			err := decisionRow{&d, nil}.scan(r)
			out = append(out, d)
			return err
		}, `SELECT `+decisionColumns+` FROM decision WHERE article IN (`+placeholders(1, len(args))+`) ORDER BY n`, args...)
	})
	return out, err
}

// DecisionLog lists decisions, latest first: all of them, or those on an article.
func (s *Store) DecisionLog(ctx context.Context, article string, at Page) (out []Decision, next string, err error) {
	name := key("decision", &Filter{Article: article})
	below := int64(1<<63 - 1)
	if at.Cursor != "" {
		c, err := decodeCursor(at.Cursor, name)
		if err != nil {
			return nil, "", err
		}
		below = c.n
	}
	out = []Decision{}
	var last int64
	err = s.query(ctx, func(r *sql.Rows) error {
		if len(out) == at.limit() {
			next = cursor{last}.encode(name)
			return nil
		}
		var d Decision
		err := decisionRow{&d, []any{&last}}.scan(r)
		out = append(out, d)
		return err
	}, `SELECT n, `+decisionColumns+` FROM decision WHERE n < $1 AND ($2 = '' OR article = $2) ORDER BY n DESC LIMIT $3`, below, article, at.limit()+1)
	return out, next, err
}

// EachReviewed goes through all articles that somebody decided on, by id, in memory that does not grow with their number.
func (s *Store) EachReviewed(ctx context.Context) iter.Seq2[review.Reviewed, error] {
	return func(yield func(review.Reviewed, error) bool) {
		last := ""
		for {
			var ids []string
			err := s.query(ctx, func(r *sql.Rows) error {
				var id string
				err := r.Scan(&id)
				ids = append(ids, id)
				return err
			}, `SELECT DISTINCT article FROM decision WHERE article > $1 ORDER BY article LIMIT 100`, last)
			if err != nil || len(ids) == 0 {
				if err != nil {
					yield(review.Reviewed{}, err)
				}
				return
			}
			for _, id := range ids {
				last = id
				x, err := s.oneReviewed(ctx, id)
				if errors.Is(err, ErrNotFound) {
					continue // it waits to be read again
				}
				if !yield(x, err) || err != nil {
					return
				}
			}
		}
	}
}

func (s *Store) oneReviewed(ctx context.Context, id string) (x review.Reviewed, err error) {
	err = s.read(ctx, func(t *tx) error {
		n, _, pipeline, err := t.find(id)
		if err != nil {
			return err
		}
		rec, err := t.readingOf(n)
		if err != nil {
			return err
		}
		x.Pipeline = pipeline
		if x.Decisions, err = t.decisions(id); err != nil {
			return err
		}
		all, err := t.standing(rec)
		x.Record, _ = review.Apply(rec, all)
		return err
	})
	return x, err
}
