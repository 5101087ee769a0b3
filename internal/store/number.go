package store

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// Rows of articles, events, claims, forces and incidents are numbered by their day and, within a day, by their id: the
// newest row has the highest number. So the order of a list is the order of the numbers, which every index and the full
// text keep anyway; a list under any filter begins with its first page and stops there; and a store does not depend on
// the order in which articles came.
const (
	dayBits  = 20
	hashBits = 63 - dayBits
	dayZero  = 719_163 // days from 0001-01-01 to 1970-01-01; 0 stands for a day that is not known
)

// firstOf is the least number of a day; firstOf(day+1) is the least that is too high.
func firstOf(day int64) int64 {
	d := int64(0)
	if day != noDay {
		d = min(max(day+dayZero, 1), 1<<dayBits-2)
	}
	return d << hashBits
}

// dayOfNumber is the day in a number.
func dayOfNumber(n int64) int64 {
	if d := n >> hashBits; d != 0 {
		return d - dayZero
	}
	return noDay
}

// numberOf makes the number of a row.
func numberOf(day int64, id ...string) int64 {
	sum := sha256.Sum256([]byte(strings.Join(id, "\x00")))
	return firstOf(day) | int64(binary.BigEndian.Uint64(sum[:8])>>(64-hashBits))
}

// insert runs an INSERT whose first value is the row's number and returns the number it got: where two ids of one day
// fall on the same number, which happens to one in millions of rows, the later row takes the next one.
func (t *tx) insert(n int64, query string, args ...any) (int64, error) {
	all := append([]any{n}, args...)
	for range 100 {
		r, err := t.exec(query+" ON CONFLICT (n) DO NOTHING", all...)
		if err != nil {
			return 0, err
		}
		if k, err := r.RowsAffected(); err != nil || k > 0 {
			return n, err
		}
		n++
		all[0] = n
	}
	return 0, errNumbers
}

// serial runs an INSERT into a table that numbers its rows itself, and returns the number.
func (t *tx) serial(query string, args ...any) (int64, error) {
	var n int64
	if err := t.row(query+" RETURNING n", args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("%w in %s", err, query)
	}
	return n, nil
}

// sizes are the numbers of rows that one statement inserts: few, so that few statements are prepared.
var sizes = []int{64, 16, 4, 1}

// insertKey names a statement of insertAll.
type insertKey struct {
	into string
	size int
}

// insertText writes the statement that inserts so many rows; only the transaction that writes asks.
func (s *Store) insertText(into string, size, width int) string {
	k := insertKey{into, size}
	if q, ok := s.inserts[k]; ok {
		return q
	}
	var b strings.Builder
	for i := range size {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + placeholders(1+width*i, width) + ")")
	}
	s.inserts[k] = s.dialect.insertMany() + into + " VALUES " + b.String() + " ON CONFLICT DO NOTHING"
	return s.inserts[k]
}

// insertAll inserts rows into a table, given with its columns; rows that are there already are left alone.
func (t *tx) insertAll(into string, rows [][]any) error {
	for len(rows) > 0 {
		size := 1
		for _, s := range sizes {
			if s <= len(rows) {
				size = s
				break
			}
		}
		args := make([]any, 0, size*len(rows[0]))
		for _, r := range rows[:size] {
			args = append(args, r...)
		}
		if _, err := t.exec(t.s.insertText(into, size, len(rows[0])), args...); err != nil {
			return err
		}
		rows = rows[size:]
	}
	return nil
}
