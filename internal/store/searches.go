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

	OldSecret string    `json:"-"` // that before Secret; it signs as well until OldUntil
	OldUntil  time.Time `json:"-"`
	Stopped   string    `json:"stopped,omitempty"` // why nothing is sent to the webhook any more, "" = it is
	Pause     time.Time `json:"-"`                 // before this nothing is sent to the webhook
}

// SaveSearch saves a search, or changes the one with its id; ErrNotFound when that is somebody else's. A new one, and one
// that gets its first webhook, is told of what comes from now on. Another webhook gets what waits, whatever the old one did.
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
		return changed(t.exec(`INSERT INTO search (id, person, name, query, webhook, secret, added, told, looked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, webhook = excluded.webhook,
			secret = CASE WHEN excluded.secret = '' THEN search.secret ELSE excluded.secret END,
			told = CASE WHEN search.webhook = '' THEN excluded.told ELSE search.told END,
			stopped = CASE WHEN search.webhook = excluded.webhook THEN search.stopped ELSE '' END,
			pause_until = CASE WHEN search.webhook = excluded.webhook THEN search.pause_until ELSE 0 END
			WHERE search.person = excluded.person`, x.ID, x.Person, x.Name, x.Query, x.Webhook, x.Secret, micros(s.now()), seq))(ErrNotFound)
	})
	return x, err
}

const searchColumns = `id, person, name, query, webhook, secret, added, told, looked, old_secret, old_until, stopped, pause_until`

func scanSearch(r scanner) (Search, error) {
	var x Search
	var added, until, pause int64
	err := r.Scan(&x.ID, &x.Person, &x.Name, &x.Query, &x.Webhook, &x.Secret, &added, &x.Told, &x.Looked, &x.OldSecret, &until, &x.Stopped, &pause)
	x.Added, x.OldUntil, x.Pause = instant(added), instant(until), instant(pause)
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

// RotateSecret gives a search of somebody a new secret; the old one signs as well until a point in time.
func (s *Store) RotateSecret(ctx context.Context, id, person, secret string, until time.Time) error {
	return s.write(ctx, func(t *tx) error {
		return changed(t.exec(`UPDATE search SET old_secret = secret, old_until = $1, secret = $2 WHERE id = $3 AND person = $4`, micros(until), secret, id, person))(ErrNotFound)
	})
}
