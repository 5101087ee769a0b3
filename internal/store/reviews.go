package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Decision is what a person says about one field of one event: that it holds, that it should be another value, or, for the
// field "event", that there is no such event. Decisions are kept apart from what was read and outlive reading again.
type Decision struct {
	Article string    `json:"article"`
	Event   string    `json:"event"`
	Field   string    `json:"field"`   // as in a doc.RecordEvent, or "event" for the whole of it
	Verdict string    `json:"verdict"` // accept | correct | reject
	Before  string    `json:"before"`  // the value that the person saw
	After   string    `json:"after"`   // the value that it should be
	Note    string    `json:"note"`
	Person  string    `json:"person"`
	At      time.Time `json:"at"`
}

// Conflict says that somebody else decided on a field while a person had an older value before them.
type Conflict struct{ Now Decision }

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s changed %s to %q meanwhile", c.Now.Person, c.Now.Field, c.Now.After)
}

// Decide keeps a decision. Of two people who change one field at the same time the second gets a *Conflict: what they saw
// (Before) is not what the field was last changed to. ErrNotFound when the article is not there.
func (s *Store) Decide(ctx context.Context, d Decision) error {
	return s.write(ctx, func(t *tx) error {
		var n int
		if err := t.row(`SELECT count(*) FROM article WHERE id = $1`, d.Article).Scan(&n); err != nil || n == 0 {
			return errors.Join(ErrNotFound, err)
		}
		last, err := scanDecision(t.row(`SELECT `+decisionColumns+` FROM decision WHERE article = $1 AND event = $2 AND field = $3 AND verdict = 'correct' ORDER BY n DESC LIMIT 1`,
			d.Article, d.Event, d.Field))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err == nil && last.After != d.Before && (last.After != d.After || d.Verdict != "correct") {
			return &Conflict{last}
		}
		if _, err := t.exec(`INSERT INTO decision (article, event, field, verdict, before_value, after_value, note, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			d.Article, d.Event, d.Field, d.Verdict, d.Before, d.After, d.Note, d.Person, micros(s.now())); err != nil {
			return err
		}
		_, err = t.change()
		return err
	})
}

const decisionColumns = `article, event, field, verdict, before_value, after_value, note, person, at`

func scanDecision(r scanner) (Decision, error) {
	var d Decision
	var at int64
	err := r.Scan(&d.Article, &d.Event, &d.Field, &d.Verdict, &d.Before, &d.After, &d.Note, &d.Person, &at)
	d.At = instant(at)
	return d, err
}

// Decisions returns the decisions on an article, oldest first; on all articles when it is "".
func (s *Store) Decisions(ctx context.Context, article string) ([]Decision, error) {
	out := []Decision{}
	err := s.query(ctx, func(r *sql.Rows) error {
		d, err := scanDecision(r)
		out = append(out, d)
		return err
	}, `SELECT `+decisionColumns+` FROM decision WHERE $1 = '' OR article = $1 ORDER BY n`, article)
	return out, err
}
