package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// What a queue in front of several workers asks of the store, besides Lease, Release, Fail and Retry (work.go).

// Pointer names an article that waits to be read; it is all that a message carries.
type Pointer struct {
	Article string `json:"article"`
	SHA256  string `json:"sha256"`
}

// handed is the owner of articles whose pointers lie in a message queue.
const handed = "queue"

// HandOut gives out pointers to up to limit waiting articles that nobody was given yet, for a message queue. They count as
// given until TakeBack.
func (s *Store) HandOut(ctx context.Context, limit int) ([]Pointer, error) {
	var out []Pointer
	if any, err := s.any(ctx, `article WHERE state = 'new' AND lease < $1 AND owner <> '`+handed+`'`, micros(s.now())); err != nil || !any {
		return nil, err
	}
	err := s.write(ctx, func(t *tx) error {
		out = out[:0]
		now := micros(s.now())
		err := t.query(func(r *sql.Rows) error {
			var p Pointer
			err := r.Scan(&p.Article, &p.SHA256)
			out = append(out, p)
			return err
		}, s.dialect.skipLocked(`SELECT id, sha256 FROM article WHERE state = 'new' AND lease < $1 AND owner <> '`+handed+`' ORDER BY lease, n LIMIT $2`), now, limit)
		if err != nil {
			return err
		}
		for _, p := range out {
			if _, err := t.exec(`UPDATE article SET owner = '`+handed+`', lease = $1 WHERE id = $2`, now, p.Article); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// TakeBack makes articles wait again that were handed out: those with these ids, or, when there are none, all that were
// handed out before a point in time. It returns how many.
func (s *Store) TakeBack(ctx context.Context, ids []string, before time.Time) (int, error) {
	total := int64(0)
	if len(ids) == 0 {
		if any, err := s.any(ctx, `article WHERE state = 'new' AND owner = '`+handed+`' AND lease < $1`, micros(before)); err != nil || !any {
			return 0, err
		}
	}
	err := s.write(ctx, func(t *tx) error {
		total = 0
		if len(ids) == 0 {
			r, err := t.exec(`UPDATE article SET owner = '', lease = 0 WHERE state = 'new' AND owner = '`+handed+`' AND lease < $1`, micros(before))
			if err == nil {
				total, err = r.RowsAffected()
			}
			return err
		}
		for _, id := range ids {
			r, err := t.exec(`UPDATE article SET owner = '', lease = 0 WHERE state = 'new' AND owner = '`+handed+`' AND id = $1`, id)
			if err != nil {
				return err
			}
			n, err := r.RowsAffected()
			if total += n; err != nil {
				return err
			}
		}
		return nil
	})
	return int(total), err
}

// HandedOut counts the waiting articles whose pointers should lie in the message queue.
func (s *Store) HandedOut(ctx context.Context) (int, error) {
	var n int
	err := s.reader.QueryRowContext(ctx, `SELECT count(*) FROM article WHERE state = 'new' AND owner = '`+handed+`'`).Scan(&n)
	return n, s.explain(err)
}

// Unread fetches an article that a pointer names. ok is false when it was read, failed or dropped meanwhile; ErrNotFound
// when the store does not hold it at all.
func (s *Store) Unread(ctx context.Context, id string) (l Lease, ok bool, err error) {
	err = s.read(ctx, func(t *tx) error {
		var n int64
		var state string
		if err := t.QueryRowContext(ctx, `SELECT n, state FROM article WHERE id = $1`, id).Scan(&n, &state); err != nil {
			return err
		}
		if ok = state == stateNew; !ok {
			return nil
		}
		var err error
		l, err = t.leased(n)
		return err
	})
	return l, ok, err
}

// Extend lets the leases of an owner end later.
func (s *Store) Extend(ctx context.Context, owner string, until time.Time) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE article SET lease = $1 WHERE owner = $2 AND state = 'new'`, micros(until), owner)
		return err
	})
}

// GiveBack ends the lease of one article; it is handed out again after a point in time. untouched says that nobody began
// to read it: then it does not count as a try.
func (s *Store) GiveBack(ctx context.Context, owner, id string, after time.Time, untouched bool) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE article SET owner = '', lease = $1, tries = tries - $4 WHERE id = $2 AND owner = $3 AND state = 'new'`, micros(after), id, owner, flag(untouched))
		return err
	})
}

// Dead is an article that could not be read.
type Dead struct {
	Article string `json:"article"`
	URL     string `json:"url,omitempty"`
	Why     string `json:"why"`
	Tries   int    `json:"tries"`
}

// Dead lists articles that could not be read.
func (s *Store) Dead(ctx context.Context, limit int) ([]Dead, error) {
	out := []Dead{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var d Dead
		err := r.Scan(&d.Article, &d.URL, &d.Why, &d.Tries)
		out = append(out, d)
		return err
	}, `SELECT id, url, problem, tries FROM article WHERE state = 'failed' ORDER BY n DESC LIMIT $1`, limit)
	return out, err
}

// Drop takes failed articles off the list of the dead, one or all of them when id is "": they stay in the store, unread,
// and are not tried again. It returns how many.
func (s *Store) Drop(ctx context.Context, id string) (int, error) {
	n := int64(0)
	err := s.write(ctx, func(t *tx) error {
		seq, err := t.change()
		if err != nil {
			return err
		}
		r, err := t.exec(`UPDATE article SET state = 'dropped', seq = $2 WHERE state = 'failed' AND ($1 = '' OR id = $1)`, id, seq)
		if err == nil {
			n, err = r.RowsAffected()
		}
		return err
	})
	return int(n), err
}

// pin is where the store notes which pipeline its workers run.
const pin = "onrecord pipeline"

// Pin notes which pipeline the workers of this store run, if nobody did before or change is set, and returns the one that
// holds now.
func (s *Store) Pin(ctx context.Context, pipeline string, change bool) (string, error) {
	if now, err := s.Mark(ctx, pin); err != nil || now != "" && !change {
		return now, err
	}
	now := ""
	err := s.write(ctx, func(t *tx) error {
		on := "NOTHING"
		if change {
			on = "UPDATE SET mark = excluded.mark, at = excluded.at"
		}
		if _, err := t.exec(`INSERT INTO progress (source, mark, at) VALUES ($1, $2, $3) ON CONFLICT (source) DO `+on, pin, pipeline, micros(s.now())); err != nil {
			return err
		}
		if err := t.row(`SELECT mark FROM progress WHERE source = $1`, pin).Scan(&now); err != nil {
			return fmt.Errorf("the pipeline of the workers: %w", err)
		}
		return nil
	})
	return now, err
}

// Waiting counts the articles that wait or failed, by indexes alone.
func (s *Store) Waiting(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.query(ctx, func(r *sql.Rows) error {
		var oldest int64
		err := r.Scan(&c.New, &oldest)
		if c.New > 0 {
			c.Oldest = instant(oldest)
		}
		return err
	}, `SELECT count(*), coalesce(min(added), 0) FROM article WHERE state = 'new'`)
	if err != nil {
		return c, err
	}
	return c, s.explain(s.reader.QueryRowContext(ctx, `SELECT count(*) FROM article WHERE state = 'failed'`).Scan(&c.Failed))
}

// SourceStates counts the sources of the watch list by state; those not visited yet are "new".
func (s *Store) SourceStates(ctx context.Context) (map[string]int, error) {
	out := map[string]int{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var state string
		var n int
		err := r.Scan(&state, &n)
		if state == "" {
			state = "new"
		}
		out[state] = n
		return err
	}, `SELECT state, count(*) FROM watch GROUP BY state`)
	return out, err
}
