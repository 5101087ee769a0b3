package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"onrecord/internal/merge"
)

const (
	copyBatch     = 1000
	copyBatchText = "1000"
	// copying is the mark in the target that a copy into it was begun; it names the source.
	copying = "onrecord migrate"
)

// Copied is told while a store is copied: rows of a table so far.
type Copied func(table string, rows int)

// Copy copies a whole store into an empty one, of the same or another kind, and compares them row by row at the end. It
// returns how many rows there are. An interrupted copy goes on where it was when it is called again. Nobody may write into
// either store meanwhile: when the source has changed since the copy was begun, Copy says so and stops.
func Copy(ctx context.Context, from, to *Store, report Copied) (int, error) {
	if report == nil {
		report = func(string, int) {}
	}
	seq, err := from.Seq(ctx)
	if err != nil {
		return 0, err
	}
	if err := to.beginCopy(ctx, from, seq); err != nil {
		return 0, err
	}
	for i := range tables {
		if err := copyTable(ctx, from, to, &tables[i], report); err != nil {
			return 0, err
		}
	}
	if err := to.reindex(ctx, report); err != nil {
		return 0, err
	}
	to.forget()
	if now, err := from.Seq(ctx); err != nil || now != seq {
		return 0, errors.Join(err, fmt.Errorf("store: %s was written while it was copied: stop what writes, empty %s and copy again", from.name, to.name))
	}
	// The mark goes before the comparison: it is no row of the source.
	if err := to.SetMark(ctx, copying, ""); err != nil {
		return 0, err
	}
	rows, err := Compare(ctx, from, to, false)
	if err != nil {
		return rows, errors.Join(err, to.SetMark(ctx, copying, fmt.Sprintf("%s at %d", from.name, seq)))
	}
	return rows, nil
}

// beginCopy notes in an empty store what is copied into it, or finds such a note.
func (s *Store) beginCopy(ctx context.Context, from *Store, seq int64) error {
	note := fmt.Sprintf("%s at %d", from.name, seq)
	mark, err := s.Mark(ctx, copying)
	if err != nil {
		return err
	}
	switch mark {
	case note:
		return nil
	case "":
		for _, t := range tables {
			var one int
			err := s.reader.QueryRowContext(ctx, `SELECT 1 FROM `+t.name+` LIMIT 1`).Scan(&one)
			if err == nil && t.name != "counter" {
				return fmt.Errorf("store: %s is not empty (it has rows in %s): copy into a new store", s.name, t.name)
			}
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return s.explain(err)
			}
		}
		return s.SetMark(ctx, copying, note)
	}
	return fmt.Errorf("store: a copy of %q into %s was begun, this would be %q: the source is another or has changed; empty the target and copy again", mark, s.name, note)
}

// columns of a table, in the order of the schema.
func (s *Store) columns(ctx context.Context, t *table) ([]string, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT * FROM `+t.name+` LIMIT 0`)
	if err != nil {
		return nil, s.explain(err)
	}
	names, err := rows.Columns()
	return names, errors.Join(err, rows.Close())
}

// copyTable copies the rows of a table that lie behind the last one in the target.
func copyTable(ctx context.Context, from, to *Store, t *table, report Copied) error {
	columns, err := from.columns(ctx, t)
	if err != nil {
		return err
	}
	last, err := to.lastKey(ctx, t)
	if err != nil {
		return err
	}
	if t.name == "progress" || t.name == "counter" { // small, and the target has rows of its own
		last = nil
	}
	done := 0
	for {
		rows, err := from.rowsBehind(ctx, t, columns, last)
		if err != nil || len(rows) == 0 {
			if err == nil && t.serial {
				err = to.write(ctx, func(x *tx) error { return to.dialect.restart(x, t.name) })
			}
			return err
		}
		err = to.write(ctx, func(x *tx) error {
			if t.name == "counter" {
				if _, err := x.exec(`DELETE FROM counter`); err != nil {
					return err
				}
			}
			return to.dialect.load(x, t.name, columns, rows)
		})
		if err != nil {
			return err
		}
		done += len(rows)
		report(t.name, done)
		last = keyOf(t, columns, rows[len(rows)-1])
	}
}

func keyOf(t *table, columns []string, row []any) []any {
	var key []any
	for _, k := range t.key {
		key = append(key, row[slices.Index(columns, k)])
	}
	return key
}

// lastKey is the highest key of a table, nil when it is empty.
func (s *Store) lastKey(ctx context.Context, t *table) ([]any, error) {
	var down []string
	for _, k := range t.key {
		down = append(down, k+" DESC")
	}
	var last []any
	err := s.query(ctx, func(r *sql.Rows) error {
		var err error
		last, err = scanRow(r, len(t.key))
		return err
	}, "SELECT "+strings.Join(t.key, ", ")+" FROM "+t.name+" ORDER BY "+strings.Join(down, ", ")+" LIMIT 1")
	return last, err
}

func (s *Store) rowsBehind(ctx context.Context, t *table, columns []string, last []any) ([][]any, error) {
	var rows [][]any
	err := s.query(ctx, func(r *sql.Rows) error {
		row, err := scanRow(r, len(columns))
		rows = append(rows, row)
		return err
	}, t.keyed(columns, last != nil), last...)
	return rows, err
}

// scanRow reads a row of any table: integers, floats, texts, bytes and nothing.
func scanRow(r *sql.Rows, n int) ([]any, error) {
	row := make([]any, n)
	into := make([]any, n)
	for i := range row {
		into[i] = &row[i]
	}
	err := r.Scan(into...)
	return row, err
}

// loadRows is load for dialects without a faster way.
func loadRows(t *tx, name string, columns []string, rows [][]any) error {
	return t.insertAll(name+" ("+strings.Join(columns, ", ")+")", rows)
}

// reindex makes the full text anew from the rows.
func (s *Store) reindex(ctx context.Context, report Copied) error {
	for _, name := range []string{"article", "claim", "event", "incident"} {
		if err := s.write(ctx, func(t *tx) error { return s.dialect.clearText(t, name) }); err != nil {
			return err
		}
	}
	for _, name := range []string{"article", "claim", "event"} {
		width := strings.Count(columnsOf[name], ",") + 1
		err := s.eachBatch(ctx, name, "n, "+columnsOf[name], width+1, func(t *tx, row []any) error {
			texts := make([]string, width)
			for i := range texts {
				texts[i] = asText(row[i+1])
			}
			t.index(name, row[0].(int64), texts...)
			return nil
		}, report)
		if err != nil {
			return err
		}
	}
	return s.eachBatch(ctx, "incident", "n, id, body", 3, func(t *tx, row []any) error {
		in, err := s.incidentBody(row[2].([]byte))
		if err != nil {
			return err
		}
		members, err := newMergeIndex(t, 0, "").Incidents().Cluster(asText(row[1]))
		if err != nil {
			return err
		}
		var reports []*merge.Report
		for _, m := range members {
			reports = append(reports, m.Item)
		}
		t.index("incident", row[0].(int64), in.Sentence, incidentWords(in, reports))
		return nil
	}, report)
}

// incidentWords are the words an incident is found by besides its sentence, as putIncident writes them.
func incidentWords(in *merge.Incident, reports []*merge.Report) string {
	var words []string
	for _, list := range [][]merge.Value{in.Actors, in.Recips} {
		for _, v := range list {
			words = append(words, v.Value)
		}
	}
	for _, r := range reports {
		words = append(words, r.Evidence)
	}
	return strings.Join(words, "\n")
}

func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	}
	return ""
}

// eachBatch calls f for every row of a table with a number, a transaction for a batch of them.
func (s *Store) eachBatch(ctx context.Context, name, columns string, width int, f func(*tx, []any) error, report Copied) error {
	last, done := int64(math.MinInt64), 0
	for {
		var rows [][]any
		err := s.query(ctx, func(r *sql.Rows) error {
			row, err := scanRow(r, width)
			rows = append(rows, row)
			return err
		}, `SELECT `+columns+` FROM `+name+` WHERE n > $1 ORDER BY n LIMIT `+copyBatchText, last)
		if err != nil || len(rows) == 0 {
			return err
		}
		err = s.write(ctx, func(t *tx) error {
			for _, row := range rows {
				if err := f(t, row); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		last = rows[len(rows)-1][0].(int64)
		done += len(rows)
		report("words of "+name, done)
	}
}

// Compare reads two stores side by side and tells where they differ first; nil error means they are equal. It returns how
// many rows it compared. With content only what follows from the articles is compared: not clocks, leases, change numbers
// or what names a source.
func Compare(ctx context.Context, a, b *Store, content bool) (int, error) {
	total := 0
	for i := range tables {
		n, err := compareTable(ctx, a, b, &tables[i], content)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func compareTable(ctx context.Context, a, b *Store, t *table, content bool) (int, error) {
	columns, err := a.columns(ctx, t)
	if err != nil {
		return 0, err
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM " + t.name + " ORDER BY " + strings.Join(t.key, ", ")
	if content {
		query = t.content(columns)
	}
	x, err := a.reader.QueryContext(ctx, query)
	if err != nil {
		return 0, a.explain(err)
	}
	defer func() { _ = x.Close() }()
	y, err := b.reader.QueryContext(ctx, query)
	if err != nil {
		return 0, b.explain(err)
	}
	defer func() { _ = y.Close() }()
	names, err := x.Columns()
	if err != nil {
		return 0, err
	}
	for n := 0; ; n++ {
		p, q := x.Next(), y.Next()
		if err := errors.Join(x.Err(), y.Err()); err != nil {
			return n, err
		}
		if !p && !q {
			return n, nil
		}
		if p != q {
			return n, fmt.Errorf("store: table %s: after %d equal rows one of %s and %s has no more", t.name, n, a.name, b.name)
		}
		v, err := scanRow(x, len(names))
		if err != nil {
			return n, err
		}
		w, err := scanRow(y, len(names))
		if err != nil {
			return n, err
		}
		for i := range v {
			if !sameValue(v[i], w[i]) {
				return n, fmt.Errorf("store: table %s, row %d (%s): column %s is %.80v in %s and %.80v in %s", t.name, n+1, rowName(v), names[i], v[i], a.name, w[i], b.name)
			}
		}
	}
}

func rowName(row []any) string {
	return strings.TrimSuffix(fmt.Sprintf("%.60v, %.60v", row[0], row[min(1, len(row)-1)]), ", <nil>")
}

func sameValue(a, b any) bool {
	x, isX := a.([]byte)
	y, isY := b.([]byte)
	if isX && isY {
		return bytes.Equal(x, y)
	}
	if isX || isY {
		return asText(a) == asText(b) && a != nil && b != nil
	}
	return a == b
}
