package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Watch is a source on the watch list.
type Watch struct {
	URL     string    `json:"url"`
	Kind    string    `json:"kind"` // feed | sitemap | page
	Name    string    `json:"name"`
	Added   time.Time `json:"added"`
	Next    time.Time `json:"next"`    // of the next visit
	State   string    `json:"state"`   // "" not visited yet | ok | slow | failing | gone
	Why     string    `json:"why"`     // in plain words, "" when all is well
	Since   time.Time `json:"since"`   // when the state began
	Visited time.Time `json:"visited"` // last visit that brought an answer
	Body    string    `json:"-"`       // what the poller keeps of it besides (JSON); opaque here
	// Articles and Today are counted by Watches only.
	Articles int `json:"articles"`
	Today    int `json:"today"`
}

// AddWatch puts a source on the watch list, due at once. One that is there already is left as it is and false returned.
func (s *Store) AddWatch(ctx context.Context, w Watch) (bool, error) {
	added := false
	err := s.write(ctx, func(t *tx) error {
		now := micros(s.now())
		r, err := t.exec(`INSERT INTO watch (url, kind, name, added, next_at, state, why, since, visited, body) VALUES ($1, $2, $3, $4, $4, '', '', 0, 0, $5)
			ON CONFLICT DO NOTHING`, w.URL, w.Kind, w.Name, now, w.Body)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if added = n > 0; added {
			_, err = t.change()
		}
		return err
	})
	return added, err
}

// RemoveWatch takes a source off the list; its articles stay. ErrNotFound when it is not on it.
func (s *Store) RemoveWatch(ctx context.Context, url string) error {
	return s.write(ctx, func(t *tx) error {
		r, err := t.exec(`DELETE FROM watch WHERE url = $1`, url)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err == nil && n == 0 {
			return ErrNotFound
		}
		_, err = t.change()
		return err
	})
}

const watchColumns = `url, kind, name, added, next_at, state, why, since, visited, body`

func scanWatch(r scanner, more ...any) (Watch, error) {
	var w Watch
	var added, next, since, visited int64
	err := r.Scan(append([]any{&w.URL, &w.Kind, &w.Name, &added, &next, &w.State, &w.Why, &since, &visited, &w.Body}, more...)...)
	w.Added, w.Next, w.Since, w.Visited = instant(added), instant(next), instant(since), instant(visited)
	return w, err
}

// instant turns a column back into a time; 0 is the zero time.
func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

func instantOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return micros(t)
}

// Watches lists the watch list by address, with how many articles each source brought in all and in the last 24 hours.
func (s *Store) Watches(ctx context.Context) ([]Watch, error) {
	out := []Watch{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var all, today int
		w, err := scanWatch(r, &all, &today)
		w.Articles, w.Today = all, today
		out = append(out, w)
		return err
	}, `SELECT `+watchColumns+`, (SELECT count(*) FROM article a WHERE a.source = watch.url),
		(SELECT count(*) FROM article a WHERE a.source = watch.url AND a.added >= $1) FROM watch ORDER BY url`, micros(s.now().Add(-24*time.Hour)))
	return out, err
}

// DueWatches hands out up to limit sources whose visit is due, to one poller until a point in time.
func (s *Store) DueWatches(ctx context.Context, owner string, limit int, until time.Time) ([]Watch, error) {
	var out []Watch
	if any, err := s.any(ctx, `watch WHERE next_at <= $1 AND lease < $1`, micros(s.now())); err != nil || !any {
		return nil, err
	}
	err := s.write(ctx, func(t *tx) error {
		out = out[:0]
		now := micros(s.now())
		err := t.query(func(r *sql.Rows) error {
			w, err := scanWatch(r)
			out = append(out, w)
			return err
		}, s.dialect.skipLocked(`SELECT `+watchColumns+` FROM watch WHERE next_at <= $1 AND lease < $1 ORDER BY next_at, url LIMIT $2`), now, limit)
		if err != nil {
			return err
		}
		for _, w := range out {
			if _, err := t.exec(`UPDATE watch SET owner = $1, lease = $2 WHERE url = $3`, owner, micros(until), w.URL); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// Visited writes the state of a source after a visit and ends its lease. A source that was removed meanwhile stays removed.
func (s *Store) Visited(ctx context.Context, w Watch) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE watch SET kind = $1, name = CASE WHEN $2 = '' THEN name ELSE $2 END, next_at = $3, state = $4, why = $5, since = $6, visited = $7, body = $8,
			owner = '', lease = 0 WHERE url = $9`, w.Kind, w.Name, instantOf(w.Next), w.State, w.Why, instantOf(w.Since), instantOf(w.Visited), w.Body, w.URL)
		if err != nil {
			return err
		}
		_, err = t.change()
		return err
	})
}

// NextVisit is when the next source of the watch list is due; the zero time when the list is empty.
func (s *Store) NextVisit(ctx context.Context) (time.Time, error) {
	var n sql.NullInt64
	err := s.reader.QueryRowContext(ctx, `SELECT min(next_at) FROM watch`).Scan(&n)
	return instant(n.Int64), s.explain(err)
}

// Mark returns how far an archive or list was read, "" when it was not begun or has been finished.
func (s *Store) Mark(ctx context.Context, source string) (string, error) {
	var mark string
	err := s.reader.QueryRowContext(ctx, `SELECT mark FROM progress WHERE source = $1`, source).Scan(&mark)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return mark, s.explain(err)
}

// SetMark notes how far an archive or list was read; "" forgets it. What was read before the mark must be stored already.
func (s *Store) SetMark(ctx context.Context, source, mark string) error {
	return s.write(ctx, func(t *tx) error {
		if mark == "" {
			_, err := t.exec(`DELETE FROM progress WHERE source = $1`, source)
			return err
		}
		_, err := t.exec(`INSERT INTO progress (source, mark, at) VALUES ($1, $2, $3) ON CONFLICT (source) DO UPDATE SET mark = excluded.mark, at = excluded.at`,
			source, mark, micros(s.now()))
		return err
	})
}
