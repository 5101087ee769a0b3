package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"
)

// Delivery is an incident to be told to a webhook.
type Delivery struct {
	ID       string // the same for one search and incident: nobody is told twice
	Search   string
	Incident string
	Added    time.Time // when it was found; deliveries go out in this order
	Tries    int
	Next     time.Time // when it is tried next; when it was delivered or given up
	State    string    // waiting | done | failed
	Why      string    // of the last failure
}

// ChangedIncidents lists all incidents that are new or changed after a change, under a filter, newest first; up to limit,
// 0 = all of them.
func (s *Store) ChangedIncidents(ctx context.Context, f Filter, after int64, limit int) ([]IncidentRow, error) {
	rows := []IncidentRow{}
	for at := (Page{}); ; { // a page may end early where what fits is rare: it is asked on
		at.Limit = maxLimit
		if limit > 0 {
			at.Limit = min(maxLimit, limit-len(rows))
		}
		p := s.incidentPlan(ctx, &f).whole()
		p.in("changed.n", "incident changed", "changed.seq > $1", after)
		next, err := p.page(incidentColumns, &f, at, func(r scanner) (int64, float64, float64, func(), error) {
			x, n, lat, lon, err := scanIncident(r)
			return n, lat, lon, func() { rows = append(rows, x) }, err
		})
		if err != nil || next == "" || limit > 0 && len(rows) >= limit {
			return rows, err
		}
		at.Cursor = next
	}
}

// Tell puts incidents that a search found into its queue of deliveries, in this order and once each, and notes how far it
// was told.
func (s *Store) Tell(ctx context.Context, search string, incidents []string, change int64) error {
	return s.write(ctx, func(t *tx) error {
		now := micros(s.now())
		for i, in := range incidents {
			sum := sha256.Sum256([]byte(search + "\x00" + in))
			if _, err := t.exec(`INSERT INTO delivery (id, search, incident, added, next_at, tries, state, why) VALUES ($1, $2, $3, $4, $5, 0, 'waiting', '') ON CONFLICT DO NOTHING`,
				"msg_"+hex.EncodeToString(sum[:12]), search, in, now+int64(i), now); err != nil { // a microsecond apart keeps the order
				return err
			}
		}
		_, err := t.exec(`UPDATE search SET told = $1 WHERE id = $2 AND told < $1`, change, search)
		return err
	})
}

// DueSearches lists the searches that have something to deliver now: not stopped, not paused, with a delivery that is due.
func (s *Store) DueSearches(ctx context.Context) ([]string, error) {
	var out []string
	err := s.query(ctx, func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, `SELECT id FROM search WHERE webhook <> '' AND stopped = '' AND pause_until <= $1
		AND EXISTS (SELECT 1 FROM delivery d WHERE d.search = search.id AND d.state = 'waiting' AND d.next_at <= $1) ORDER BY id`, micros(s.now()))
	return out, err
}

// TakeSearch makes the deliveries of a search the caller's own until a point in time, and says whether they are: another
// sender, here or in another program, may have been faster. Give them back with PauseSearch.
func (s *Store) TakeSearch(ctx context.Context, id string, until time.Time) (bool, error) {
	ok := false
	err := s.write(ctx, func(t *tx) error {
		r, err := t.exec(`UPDATE search SET pause_until = $1 WHERE id = $2 AND stopped = '' AND pause_until <= $3`, micros(until), id, micros(s.now()))
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		ok = n > 0
		return err
	})
	return ok, err
}

// PauseSearch lets nothing be delivered for a search before a point in time; the zero time ends a pause.
func (s *Store) PauseSearch(ctx context.Context, id string, until time.Time) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE search SET pause_until = $1 WHERE id = $2`, instantOf(until), id)
		return err
	})
}

// StopSearch lets nothing be delivered for a search until StartSearch; what it finds meanwhile waits.
func (s *Store) StopSearch(ctx context.Context, id, why string) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE search SET stopped = $1, pause_until = 0 WHERE id = $2`, why, id)
		return err
	})
}

// StartSearch delivers again for a search of somebody, what was given up included, from the first try on.
func (s *Store) StartSearch(ctx context.Context, id, person string) error {
	return s.write(ctx, func(t *tx) error {
		if err := changed(t.exec(`UPDATE search SET stopped = '', pause_until = 0 WHERE id = $1 AND person = $2`, id, person))(ErrNotFound); err != nil {
			return err
		}
		_, err := t.exec(`UPDATE delivery SET state = 'waiting', tries = 0, next_at = $1 WHERE search = $2 AND state <> 'done'`, micros(s.now()), id)
		return err
	})
}

// DueDeliveries returns up to limit deliveries of a search that are due, in the order in which they were found.
func (s *Store) DueDeliveries(ctx context.Context, search string, limit int) ([]Delivery, error) {
	out := []Delivery{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var d Delivery
		var added, next int64
		err := r.Scan(&d.ID, &d.Search, &d.Incident, &added, &d.Tries, &next, &d.State, &d.Why)
		d.Added, d.Next = instant(added), instant(next)
		out = append(out, d)
		return err
	}, `SELECT id, search, incident, added, tries, next_at, state, why FROM delivery WHERE search = $1 AND state = 'waiting' AND next_at <= $2 ORDER BY added, id LIMIT $3`,
		search, micros(s.now()), limit)
	return out, err
}

// Delivered writes down how a try went.
func (s *Store) Delivered(ctx context.Context, d Delivery) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE delivery SET tries = $1, next_at = $2, state = $3, why = $4 WHERE id = $5`, d.Tries, instantOf(d.Next), d.State, d.Why, d.ID)
		return err
	})
}

// Told says how the deliveries of a search stand.
type Told struct {
	Waiting, Done, Failed int
	Last                  time.Time // of those done, when the last one was; zero when none was
	Next                  time.Time // of those that wait, when the first is tried; zero when none waits
	Why                   string    // of the last failure among those not done, "" when there was none
}

// Told counts the deliveries of a search.
func (s *Store) Told(ctx context.Context, search string) (Told, error) {
	var t Told
	err := s.query(ctx, func(r *sql.Rows) error {
		var state string
		var n int
		var first, last int64
		err := r.Scan(&state, &n, &first, &last)
		switch state {
		case "waiting":
			t.Waiting, t.Next = n, instant(first)
		case "done":
			t.Done, t.Last = n, instant(last)
		case "failed":
			t.Failed = n
		}
		return err
	}, `SELECT state, count(*), min(next_at), max(next_at) FROM delivery WHERE search = $1 GROUP BY state`, search)
	if err != nil || t.Waiting+t.Failed == 0 {
		return t, err
	}
	err = s.query(ctx, func(r *sql.Rows) error { return r.Scan(&t.Why) },
		`SELECT why FROM delivery WHERE search = $1 AND state <> 'done' AND why <> '' ORDER BY next_at DESC, id LIMIT 1`, search)
	return t, err
}
