package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Person is somebody who may log in.
type Person struct {
	Name  string    `json:"name"`
	Role  string    `json:"role"` // reader | reviewer | admin
	Added time.Time `json:"added"`
}

// ErrTaken says that a name is in use.
var ErrTaken = errors.New("this name is in use")

// AddPerson adds somebody; hash is of the password (internal/access makes it). ErrTaken when the name is in use.
func (s *Store) AddPerson(ctx context.Context, name, hash, role string) error {
	return s.write(ctx, func(t *tx) error {
		return changed(t.exec(`INSERT INTO person (name, hash, role, added) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, name, hash, role, micros(s.now())))(ErrTaken)
	})
}

// changed turns "no row was touched" into an error.
func changed(r sql.Result, err error) func(none error) error {
	return func(none error) error {
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(none, err)
		}
		return nil
	}
}

// Person returns somebody with the hash of the password. ErrNotFound when there is nobody of that name.
func (s *Store) Person(ctx context.Context, name string) (Person, string, error) {
	p := Person{Name: name}
	var hash string
	var added int64
	err := s.reader.QueryRowContext(ctx, `SELECT hash, role, added FROM person WHERE name = $1`, name).Scan(&hash, &p.Role, &added)
	p.Added = instant(added)
	return p, hash, s.explain(err)
}

// People lists everybody by name.
func (s *Store) People(ctx context.Context) ([]Person, error) {
	out := []Person{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var p Person
		var added int64
		err := r.Scan(&p.Name, &p.Role, &added)
		p.Added = instant(added)
		out = append(out, p)
		return err
	}, `SELECT name, role, added FROM person ORDER BY name`)
	return out, err
}

// ChangePerson sets the hash of the password and the role of somebody; "" leaves either as it is. All sessions of theirs
// end: who was logged in with the old password or role has to log in again.
func (s *Store) ChangePerson(ctx context.Context, name, hash, role string) error {
	return s.write(ctx, func(t *tx) error {
		err := changed(t.exec(`UPDATE person SET hash = CASE WHEN $1 = '' THEN hash ELSE $1 END, role = CASE WHEN $2 = '' THEN role ELSE $2 END WHERE name = $3`, hash, role, name))(ErrNotFound)
		if err != nil {
			return err
		}
		_, err = t.exec(`DELETE FROM session WHERE person = $1`, name)
		return err
	})
}

// RemovePerson removes somebody with their sessions and tokens; what they decided stays.
func (s *Store) RemovePerson(ctx context.Context, name string) error {
	return s.write(ctx, func(t *tx) error {
		if err := changed(t.exec(`DELETE FROM person WHERE name = $1`, name))(ErrNotFound); err != nil {
			return err
		}
		for _, q := range []string{`DELETE FROM session WHERE person = $1`, `DELETE FROM token WHERE person = $1`} {
			if _, err := t.exec(q, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// PutSession keeps a session under the hash of its secret, and forgets those that have ended.
func (s *Store) PutSession(ctx context.Context, hash, person string, until time.Time) error {
	return s.write(ctx, func(t *tx) error {
		if _, err := t.exec(`DELETE FROM session WHERE until < $1`, micros(s.now())); err != nil {
			return err
		}
		_, err := t.exec(`INSERT INTO session (hash, person, added, until) VALUES ($1, $2, $3, $4)`, hash, person, micros(s.now()), micros(until))
		return err
	})
}

// Session returns whose session it is. ErrNotFound when there is none or it has ended.
func (s *Store) Session(ctx context.Context, hash string) (Person, error) {
	var p Person
	var added int64
	err := s.reader.QueryRowContext(ctx, `SELECT p.name, p.role, p.added FROM session s JOIN person p ON p.name = s.person WHERE s.hash = $1 AND s.until >= $2`,
		hash, micros(s.now())).Scan(&p.Name, &p.Role, &added)
	p.Added = instant(added)
	return p, s.explain(err)
}

// DropSession ends a session.
func (s *Store) DropSession(ctx context.Context, hash string) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`DELETE FROM session WHERE hash = $1`, hash)
		return err
	})
}

// Token is a key of a program. The key itself is not kept.
type Token struct {
	ID     string    `json:"id"` // the beginning of the key, to tell tokens apart
	Person string    `json:"person"`
	Name   string    `json:"name"`
	Scope  string    `json:"scope"` // read | write | admin
	Added  time.Time `json:"added"`
	Until  time.Time `json:"until"` // zero: it does not end
	Used   time.Time `json:"used"`  // to the hour; zero: never
}

// AddToken keeps a token under the hash of its key.
func (s *Store) AddToken(ctx context.Context, hash string, k Token) error {
	return s.write(ctx, func(t *tx) error {
		return changed(t.exec(`INSERT INTO token (hash, id, person, name, scope, added, until, used) VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO NOTHING`,
			hash, k.ID, k.Person, k.Name, k.Scope, micros(s.now()), instantOf(k.Until)))(ErrTaken)
	})
}

const tokenColumns = `id, person, name, scope, added, until, used`

func scanToken(r scanner) (Token, error) {
	var k Token
	var added, until, used int64
	err := r.Scan(&k.ID, &k.Person, &k.Name, &k.Scope, &added, &until, &used)
	k.Added, k.Until, k.Used = instant(added), instant(until), instant(used)
	return k, err
}

// Token returns the token with this hash of its key and notes that it was used. ErrNotFound when there is none or it has
// ended.
func (s *Store) Token(ctx context.Context, hash string) (Token, error) {
	now := s.now()
	k, err := scanToken(s.reader.QueryRowContext(ctx, `SELECT `+tokenColumns+` FROM token WHERE hash = $1 AND (until = 0 OR until >= $2)`, hash, micros(now)))
	if err != nil {
		return k, s.explain(err)
	}
	if now.Sub(k.Used) < time.Hour {
		return k, nil
	}
	return k, s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE token SET used = $1 WHERE hash = $2`, micros(now.Truncate(time.Hour)), hash)
		return err
	})
}

// Tokens lists the tokens of somebody, or all of them when person is "".
func (s *Store) Tokens(ctx context.Context, person string) ([]Token, error) {
	out := []Token{}
	err := s.query(ctx, func(r *sql.Rows) error {
		k, err := scanToken(r)
		out = append(out, k)
		return err
	}, `SELECT `+tokenColumns+` FROM token WHERE $1 = '' OR person = $1 ORDER BY person, added, id`, person)
	return out, err
}

// RemoveToken makes a token worthless.
func (s *Store) RemoveToken(ctx context.Context, id string) error {
	return s.write(ctx, func(t *tx) error {
		return changed(t.exec(`DELETE FROM token WHERE id = $1`, id))(ErrNotFound)
	})
}

// Audited is an entry of the audit log.
type Audited struct {
	At     time.Time `json:"at"`
	Person string    `json:"person"`
	What   string    `json:"what"` // "login", "login failed", "token added", "source removed", ...
	Detail string    `json:"detail"`
}

// Audit notes who did what.
func (s *Store) Audit(ctx context.Context, person, what, detail string) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO audit (at, person, what, detail) VALUES ($1, $2, $3, $4)`, micros(s.now()), person, what, detail)
		return err
	})
}

// AuditLog returns the latest entries, newest first.
func (s *Store) AuditLog(ctx context.Context, limit int) ([]Audited, error) {
	out := []Audited{}
	err := s.query(ctx, func(r *sql.Rows) error {
		var a Audited
		var at int64
		err := r.Scan(&at, &a.Person, &a.What, &a.Detail)
		a.At = instant(at)
		out = append(out, a)
		return err
	}, `SELECT at, person, what, detail FROM audit ORDER BY n DESC LIMIT $1`, limit)
	return out, err
}
