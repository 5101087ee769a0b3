package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed migrations
var migrationFiles embed.FS

// migration is one step of the schema. There is no way back: a new step undoes an old one.
type migration struct {
	number int
	name   string
	text   string
	sum    string // of the text, to see that it was not changed after it was run
}

// migrations lists the steps for a dialect, in order.
func migrations(d dialect) ([]migration, error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var out []migration
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "migrations/"), ".sql")
		if base, own, ok := strings.Cut(name, "."); ok {
			if own != d.suffix() {
				continue
			}
			name = base
		}
		number, err := strconv.Atoi(name[:4])
		if err != nil {
			return nil, fmt.Errorf("store: migration %s has no number", f)
		}
		b, err := migrationFiles.ReadFile(f)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		out = append(out, migration{number, name, d.ddl(string(b)), hex.EncodeToString(sum[:8])})
	}
	for i := range out {
		if out[i].number != i+1 {
			return nil, fmt.Errorf("store: migration %d is missing", i+1)
		}
	}
	return out, nil
}

// schemaLock is the key under which the schema is changed.
const schemaLock = 1

// migrate brings the tables up to date, each step in a transaction of its own.
func (s *Store) migrate(ctx context.Context, readOnly bool) error {
	steps, err := migrations(s.dialect)
	if err != nil {
		return err
	}
	done, err := s.applied(ctx)
	if err != nil && readOnly {
		return fmt.Errorf("store: %s holds no store (or it cannot be read): %w", s.name, err)
	}
	if err := s.compare(steps, done); err != nil {
		return err
	}
	if len(done) == len(steps) {
		return nil
	}
	if readOnly {
		return fmt.Errorf("store: %s was written by an older version of onrecord: open it once for writing, for example with \"onrecord doctor\", to bring it up to date", s.name)
	}
	return s.write(ctx, func(t *tx) error {
		if err := s.dialect.lock(t, schemaLock); err != nil {
			return err
		}
		if _, err := t.exec(`CREATE TABLE IF NOT EXISTS migration (number bigint PRIMARY KEY, name text NOT NULL, sum text NOT NULL, applied bigint NOT NULL)`); err != nil {
			return err
		}
		for _, m := range steps {
			r, err := t.exec(`INSERT INTO migration (number, name, sum, applied) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, m.number, m.name, m.sum, micros(s.now()))
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n == 0 {
				continue // done before, or by another program meanwhile
			}
			if _, err := t.ExecContext(ctx, m.text); err != nil { // many statements: not to be prepared as one
				return fmt.Errorf("migration %s: %w", m.name, err)
			}
		}
		return nil
	})
}

// applied reads which steps were taken, number → checksum.
func (s *Store) applied(ctx context.Context) (map[int]string, error) {
	done := map[int]string{}
	rows, err := s.writer.QueryContext(ctx, `SELECT number, sum FROM migration`)
	return done, each(rows, err, func(r *sql.Rows) error {
		var n int
		var sum string
		err := r.Scan(&n, &sum)
		done[n] = sum
		return err
	})
}

func (s *Store) compare(steps []migration, done map[int]string) error {
	for n, sum := range done {
		if n > len(steps) {
			return fmt.Errorf("store: %s has schema %d, this program knows %d: %w; update onrecord", s.name, n, len(steps), ErrNewer)
		}
		if steps[n-1].sum != sum {
			return fmt.Errorf("store: %s: migration %s was changed after it was run: this program and the store do not belong together", s.name, steps[n-1].name)
		}
	}
	return nil
}
