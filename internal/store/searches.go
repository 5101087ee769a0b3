package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"time"
)

// Search is a saved search. With a webhook its owner is told of new incidents.
type Search struct {
	ID      string    `json:"id"`
	Person  string    `json:"person"`
	Name    string    `json:"name"`
	Query   string    `json:"query"`   // as in the address of a list
	Webhook string    `json:"webhook"` // "" = none
	Secret  string    `json:"-"`       // to sign with
	Added   time.Time `json:"added"`
	Told    int64     `json:"-"` // number of the last change that was told about
	Looked  int64     `json:"-"` // number of the last change that its owner has seen
}

// SaveSearch saves a search, or changes the one with its id. A new one is told of what comes from now on.
func (s *Store) SaveSearch(ctx context.Context, x Search) (Search, error) {
	err := s.write(ctx, func(t *tx) error {
		seq, err := t.change()
		if err != nil {
			return err
		}
		if x.ID == "" {
			sum := sha256.Sum256([]byte(x.Person + "\x00" + x.Name + "\x00" + x.Query + "\x00" + s.now().String()))
			x.ID = "s" + hex.EncodeToString(sum[:8])
		}
		_, err = t.exec(`INSERT INTO search (id, person, name, query, webhook, secret, added, told, looked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, webhook = excluded.webhook,
			secret = CASE WHEN excluded.secret = '' THEN search.secret ELSE excluded.secret END`, x.ID, x.Person, x.Name, x.Query, x.Webhook, x.Secret, micros(s.now()), seq)
		return err
	})
	return x, err
}

const searchColumns = `id, person, name, query, webhook, secret, added, told, looked`

func scanSearch(r scanner) (Search, error) {
	var x Search
	var added int64
	err := r.Scan(&x.ID, &x.Person, &x.Name, &x.Query, &x.Webhook, &x.Secret, &added, &x.Told, &x.Looked)
	x.Added = instant(added)
	return x, err
}

// Search returns a saved search. ErrNotFound when there is none.
func (s *Store) Search(ctx context.Context, id string) (Search, error) {
	x, err := scanSearch(s.reader.QueryRowContext(ctx, `SELECT `+searchColumns+` FROM search WHERE id = $1`, id))
	return x, s.explain(err)
}

// Searches lists the searches of somebody by name; of everybody when person is "".
func (s *Store) Searches(ctx context.Context, person string) ([]Search, error) {
	out := []Search{}
	err := s.query(ctx, func(r *sql.Rows) error {
		x, err := scanSearch(r)
		out = append(out, x)
		return err
	}, `SELECT `+searchColumns+` FROM search WHERE $1 = '' OR person = $1 ORDER BY person, name, id`, person)
	return out, err
}

// DeleteSearch deletes a search of somebody, with what was to be told about it.
func (s *Store) DeleteSearch(ctx context.Context, id, person string) error {
	return s.write(ctx, func(t *tx) error {
		if err := changed(t.exec(`DELETE FROM search WHERE id = $1 AND ($2 = '' OR person = $2)`, id, person))(ErrNotFound); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM delivery WHERE search = $1`, id)
		return err
	})
}

// Looked notes that the owner of a search has seen everything up to a change.
func (s *Store) Looked(ctx context.Context, id string, change int64) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE search SET looked = $1 WHERE id = $2`, change, id)
		return err
	})
}

// Delivery is an incident to be told to a webhook.
type Delivery struct {
	ID       string // the same for one search and incident: nobody is told twice
	Search   string
	Incident string
	Tries    int
	Next     time.Time
	State    string // waiting | done | failed
	Why      string // of the last failure
}

// Tell puts incidents that a search found into its queue of deliveries, once each, and notes how far it was told.
func (s *Store) Tell(ctx context.Context, search string, incidents []string, change int64) error {
	return s.write(ctx, func(t *tx) error {
		now := micros(s.now())
		for _, in := range incidents {
			sum := sha256.Sum256([]byte(search + "\x00" + in))
			if _, err := t.exec(`INSERT INTO delivery (id, search, incident, added, next_at, tries, state, why) VALUES ($1, $2, $3, $4, $4, 0, 'waiting', '') ON CONFLICT DO NOTHING`,
				"msg_"+hex.EncodeToString(sum[:12]), search, in, now); err != nil {
				return err
			}
		}
		_, err := t.exec(`UPDATE search SET told = $1 WHERE id = $2`, change, search)
		return err
	})
}

// DueDeliveries returns up to limit deliveries that are due.
func (s *Store) DueDeliveries(ctx context.Context, limit int) ([]Delivery, error) {
	out := []Delivery{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var d Delivery
		var next int64
		err := r.Scan(&d.ID, &d.Search, &d.Incident, &d.Tries, &next, &d.State, &d.Why)
		d.Next = instant(next)
		out = append(out, d)
		return err
	}, `SELECT id, search, incident, tries, next_at, state, why FROM delivery WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2`, micros(s.now()), limit)
	return out, err
}

// Delivered writes down how a try went.
func (s *Store) Delivered(ctx context.Context, d Delivery) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE delivery SET tries = $1, next_at = $2, state = $3, why = $4 WHERE id = $5`, d.Tries, instantOf(d.Next), d.State, d.Why, d.ID)
		return err
	})
}

// ChangedIncidents lists incidents that are new or changed after a change, under a filter, newest first; up to limit.
func (s *Store) ChangedIncidents(ctx context.Context, f Filter, after int64, limit int) ([]IncidentRow, error) {
	rows := []IncidentRow{}
	p := s.incidentPlan(ctx, &f)
	p.in("changed.n", "incident changed", "changed.seq > $1", after)
	_, err := p.page(incidentColumns, &f, Page{Limit: limit}, func(r scanner) (int64, float64, float64, func(), error) {
		x, n, lat, lon, err := scanIncident(r)
		return n, lat, lon, func() { rows = append(rows, x) }, err
	})
	return rows, err
}
