package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// dialect is what differs between databases.
type dialect interface {
	// open connects: writer for transactions that write, reader for all else (they may be the same pool).
	open(ctx context.Context, dsn string, o Options) (name string, writer, reader *sql.DB, err error)
	// ddl fills in the {{…}} of a migration.
	ddl(text string) string
	// suffix names the migrations that are this dialect's own: NNNN_name.SUFFIX.sql.
	suffix() string
	// forUpdate makes a SELECT hold its rows until the transaction ends.
	forUpdate(query string) string
	// skipLocked makes a SELECT pass over rows that another transaction holds, and hold those it returns.
	skipLocked(query string) string
	// lock makes the transaction the only one that holds the key, until it ends.
	lock(t *tx, key int64) error
	// exclude makes the transaction the only one of all programs that writes, until it ends.
	exclude(t *tx) error
	// insertMany begins an INSERT of several rows, INTO included. The transaction is rolled back whenever it fails.
	insertMany() string
	// again tells whether a transaction that failed with this error may succeed when it is run anew.
	again(err error) bool
	// match is the condition that a row of a table (article, claim, event, incident) holds the words of $1, n being the
	// expression with the row's number.
	match(table, n string) cond
	// by is put behind a table to have an index used, where the database would take a worse one.
	by(index string) string
	// list puts the values of a column of whole numbers, in a group of rows, into one text with commas between them.
	list(column string) string
	// words turns a person's search into the text that match takes; "" when it holds no word.
	words(search string) string
	// index and unindex keep the full text of a row in step, for dialects that do not do it themselves.
	index(t *tx, table string, n int64, columns ...string) error
	unindex(t *tx, table string, n int64, columns ...string) error
	// load inserts rows into a table, the fastest way there is; restart lets the numbers of a table that numbers its rows
	// itself go on behind the highest one; clearText empties the full text of a table.
	load(t *tx, table string, columns []string, rows [][]any) error
	restart(t *tx, table string) error
	clearText(t *tx, table string) error
	// backup copies the whole store into a file.
	backup(ctx context.Context, s *Store, path string) error
	// check looks for damage; every line returned is a finding.
	check(ctx context.Context, s *Store, deep bool) ([]string, error)
	// size is what the store takes on disk, in bytes.
	size(ctx context.Context, s *Store) (int64, error)
	// hint says what to do about an error of the database, "" when nothing special is known.
	hint(err error) string
}

// dialectOf chooses the dialect by the DSN.
func dialectOf(dsn string) (dialect, error) {
	scheme, _, ok := strings.Cut(dsn, ":")
	switch {
	case dsn == "":
		return nil, fmt.Errorf("store: no store is named: give --store a file, or a postgres:// address")
	case ok && (scheme == "postgres" || scheme == "postgresql"):
		return postgres{}, nil
	}
	return sqlite{}, nil
}
