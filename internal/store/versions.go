package store

import (
	"database/sql"
	"errors"
)

// fetched is when the text of an entry was fetched, as a column.
func (t *tx) fetched(e *Entry) int64 {
	if e.Fetched.IsZero() {
		return micros(t.s.now())
	}
	return micros(e.Fetched)
}

// version puts a new article among the other texts of its address and tells whether there are any. Each names the next one as
// newer, in the order in which they were fetched, whichever is stored first.
func (t *tx) version(n int64, id, url string, fetched int64) (bool, error) {
	if url == "" {
		return false, nil
	}
	var older int64
	var newer string
	before := t.row(`SELECT n FROM article WHERE url = $1 AND (fetched, n) < ($2, $3) ORDER BY fetched DESC, n DESC LIMIT 1`, url, fetched, n).Scan(&older)
	behind := t.row(`SELECT id FROM article WHERE url = $1 AND (fetched, n) > ($2, $3) ORDER BY fetched, n LIMIT 1`, url, fetched, n).Scan(&newer)
	for _, err := range []error{before, behind} {
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return false, err
		}
	}
	if before == nil {
		if _, err := t.exec(`UPDATE article SET newer = $1 WHERE n = $2`, id, older); err != nil {
			return false, err
		}
	}
	if behind == nil {
		if _, err := t.exec(`UPDATE article SET newer = $1 WHERE n = $2`, newer, n); err != nil {
			return false, err
		}
	}
	return before == nil || behind == nil, nil
}

// fetchedBefore notes that a text which is there was fetched earlier than was known, and moves it among the versions of its
// address: the crawls of a page reach the store in any order, and its versions must not depend on it.
func (t *tx) fetchedBefore(n int64, e *Entry) error {
	if e.Fetched.IsZero() {
		return nil
	}
	var id, url, newer string
	var known int64
	if err := t.row(`SELECT id, url, newer, fetched FROM article WHERE n = $1`, n).Scan(&id, &url, &newer, &known); err != nil {
		return err
	}
	fetched := t.fetched(e)
	if fetched >= known {
		return nil
	}
	if url != "" {
		if _, err := t.exec(`UPDATE article SET newer = $1 WHERE url = $2 AND newer = $3`, newer, url, id); err != nil {
			return err
		}
	}
	if _, err := t.exec(`UPDATE article SET newer = '', fetched = $1 WHERE n = $2`, fetched, n); err != nil {
		return err
	}
	_, err := t.version(n, id, url, fetched)
	return err
}
