package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math"
)

// Page asks for a part of a list. What comes back may be less than asked for, even nothing, with a cursor all the same:
// where matches are rare among millions of rows, a page ends after a fifth of a second and says where it stands.
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
type cursor struct{ n int64 }

const cursorVersion = 1

// key names a list: what it is of and under which filter. A cursor goes with one list.
func key(kind string, f *Filter) [8]byte {
	sum := sha256.Sum256([]byte(kind + "?" + f.Values().Encode()))
	return [8]byte(sum[:8])
}

func (c cursor) encode(list [8]byte) string {
	b := []byte{cursorVersion}
	b = append(b, list[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(c.n))
	return base64.RawURLEncoding.EncodeToString(b)
}

func decodeCursor(s string, list [8]byte) (cursor, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != 17 || len(s) != base64.RawURLEncoding.EncodedLen(17) { // the decoder passes over line ends
		return cursor{}, &ErrCursor{"it is not one of ours"}
	}
	if b[0] != cursorVersion {
		return cursor{}, &ErrCursor{"it is from another version of onrecord"}
	}
	if [8]byte(b[1:9]) != list {
		return cursor{}, &ErrCursor{"it belongs to a list with another filter (" + hex.EncodeToString(b[1:5]) + ")"}
	}
	return cursor{int64(binary.BigEndian.Uint64(b[9:17]))}, nil
}

// page asks for one page of a list and calls scan for each row, which returns the row's number and its point. It returns
// the cursor of the next page, "" at the end.
func (p *plan) page(columns string, f *Filter, at Page, scan func(row scanner) (n int64, lat, lon float64, take func(), err error)) (next string, err error) {
	name := key(p.list, f)
	hi := int64(math.MaxInt64)
	if at.Cursor != "" {
		c, err := decodeCursor(at.Cursor, name)
		if err != nil {
			return "", err
		}
		hi = c.n
	}
	n, end, err := p.walk(columns, hi, at.limit(), func(r scanner) (int64, bool, error) {
		n, lat, lon, take, err := scan(r)
		if err != nil || p.circle != nil && !p.circle.Holds(lat, lon) {
			return n, false, err
		}
		take()
		return n, true, nil
	})
	if err != nil || end {
		return "", err
	}
	return cursor{n}.encode(name), nil
}

// scanner is a row to read from.
type scanner interface{ Scan(into ...any) error }
