package store

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// Page asks for a part of a list.
type Page struct {
	Limit  int    // rows, 1 to 1000; 0 = 50
	Cursor string // Next of the page before; "" = the first page
}

// ErrCursor says that a cursor is malformed or belongs to another list.
type ErrCursor struct{ Reason string }

func (e *ErrCursor) Error() string {
	return "cursor: " + e.Reason + "; start again without a cursor"
}

const (
	defaultLimit = 50
	maxLimit     = 1000
)

// limit returns the size of the page.
func (p Page) limit() int {
	if p.Limit <= 0 {
		return defaultLimit
	}
	return min(p.Limit, maxLimit)
}

// cursor is the place in a list behind which the next page begins.
type cursor struct{ day, n int64 }

const cursorVersion = 1

// key names a list: what it is of and under which filter. A cursor goes with one list.
func key(kind string, f *Filter) [8]byte {
	sum := sha256.Sum256([]byte(kind + "?" + f.Values().Encode()))
	return [8]byte(sum[:8])
}

func (c cursor) encode(list [8]byte) string {
	b := []byte{cursorVersion}
	b = append(b, list[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(c.day))
	b = binary.BigEndian.AppendUint64(b, uint64(c.n))
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(s string, list [8]byte) (cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != 25 {
		return cursor{}, &ErrCursor{"it is not one of ours"}
	}
	if b[0] != cursorVersion {
		return cursor{}, &ErrCursor{"it is from another version of onrecord"}
	}
	if [8]byte(b[1:9]) != list {
		return cursor{}, &ErrCursor{"it belongs to a list with another filter (" + hex.EncodeToString(b[1:5]) + ")"}
	}
	return cursor{int64(binary.BigEndian.Uint64(b[9:17])), int64(binary.BigEndian.Uint64(b[17:25]))}, nil
}

// list is a query for one page, newest day first, of equal days the last stored first.
type list struct {
	kind    string // article, event, claim, incident, force
	columns string
	from    string // table with its alias and joins
	alias   string
	where   *where
}

// run asks for one page and calls scan for each row; it returns the cursor of the next page, "" at the end. scan returns
// the day and number of the row.
func (s *Store) run(ctx context.Context, l list, f *Filter, p Page, scan func(row scanner) (cursor, error)) (next string, err error) {
	if l.where.err != nil {
		return "", s.explain(l.where.err)
	}
	name := key(l.kind, f)
	w := l.where
	if p.Cursor != "" {
		c, err := decodeCursor(p.Cursor, name)
		if err != nil {
			return "", err
		}
		w.and(fmt.Sprintf("(%s.day, %s.n) < (%s, %s)", l.alias, l.alias, w.arg(c.day), w.arg(c.n)))
	}
	order := fmt.Sprintf(" ORDER BY %[1]s.day DESC, %[1]s.n DESC", l.alias)
	if w.few {
		order = fmt.Sprintf(" ORDER BY +%[1]s.day DESC, +%[1]s.n DESC", l.alias) // not by the index of days
	}
	limit := p.limit()
	rows, err := s.reader.QueryContext(ctx, "SELECT "+l.columns+" FROM "+l.from+w.sql()+order+fmt.Sprintf(" LIMIT %d", limit+1), w.args...)
	if err != nil {
		return "", s.explain(fmt.Errorf("%w in %s", err, strings.Join(w.conds, " AND ")))
	}
	defer func() { _ = rows.Close() }()
	n := 0
	var last cursor
	for rows.Next() {
		if n++; n > limit {
			return last.encode(name), s.explain(rows.Err())
		}
		if last, err = scan(rows); err != nil {
			return "", s.explain(err)
		}
	}
	return "", s.explain(rows.Err())
}

// scanner is a row to read from.
type scanner interface{ Scan(into ...any) error }
