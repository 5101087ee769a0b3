package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// sqlite is the dialect of SQLite, through modernc.org/sqlite (no cgo, full text built in).
type sqlite struct{}

// pragmas are set on every connection and read back from one: the driver ignores what it does not understand, and a
// store that runs without them would lose data or fail under load (docs/decisions/0004-store.md).
var pragmas = []struct{ name, set, want string }{
	{"busy_timeout", "10000", "10000"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "NORMAL", "1"},
	{"foreign_keys", "1", "1"},
	{"temp_store", "MEMORY", "2"},
	{"journal_size_limit", "200000000", "200000000"},
	{"cache_size", "-65536", "-65536"},
	{"mmap_size", "1073741824", ""},
}

func (sqlite) open(ctx context.Context, dsn string, o Options) (string, *sql.DB, *sql.DB, error) {
	path := strings.TrimPrefix(strings.TrimPrefix(dsn, "sqlite:"), "//")
	fail := func(err error) (string, *sql.DB, *sql.DB, error) {
		return "", nil, nil, fmt.Errorf("store: %s: %w", path, err)
	}
	if o.ReadOnly {
		if _, err := os.Stat(path); err != nil {
			return fail(errors.New("there is no store there: \"onrecord add\" makes one"))
		}
	} else if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fail(err)
	}
	if o.Cache == 0 && !o.ReadOnly {
		o.Cache = writerCache(path)
	}
	connect := func(reader bool) (*sql.DB, error) {
		q := url.Values{}
		for _, p := range pragmas {
			set := p.set
			switch {
			case p.name == "synchronous" && o.Full:
				set = "FULL"
			case p.name == "cache_size" && o.Cache > 0 && !reader:
				set = cacheSize(o)
			}
			q.Add("_pragma", p.name+"("+set+")")
		}
		if reader {
			q.Add("_pragma", "query_only(1)")
		} else {
			q.Add("_txlock", "immediate")
		}
		return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	}
	writer, err := connect(o.ReadOnly)
	if err != nil {
		return fail(err)
	}
	writer.SetMaxOpenConns(1)
	if err := readBack(ctx, writer, o); err != nil {
		_ = writer.Close()
		return fail(explainSQLite(err))
	}
	reader, err := connect(true)
	if err != nil {
		_ = writer.Close()
		return fail(err)
	}
	reader.SetMaxOpenConns(4)
	reader.SetMaxIdleConns(4)
	return path, writer, reader, nil
}

// writerCache is how many MiB of a store the connection that writes keeps in memory: merging looks up some hundred hashes for
// each article, at random places of indexes that grow with the store. With 64 MiB a new article among a million costs half as
// much again as with 512.
func writerCache(path string) int {
	const least, most, share = 64, 512, 32
	info, err := os.Stat(path)
	if err != nil {
		return least // the store is yet to be made
	}
	return int(min(most, max(least, info.Size()>>20/share)))
}

// cacheSize is the pragma's value: KiB, negative.
func cacheSize(o Options) string { return strconv.Itoa(-1024 * o.Cache) }

// readBack refuses a connection on which a pragma did not take.
func readBack(ctx context.Context, db *sql.DB, o Options) error {
	for _, p := range pragmas {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return err
		}
		want := p.want
		switch {
		case p.name == "synchronous" && o.Full:
			want = "2"
		case p.name == "cache_size" && o.Cache > 0:
			want = cacheSize(o)
		}
		if want != "" && got != want {
			return fmt.Errorf("SQLite did not take %s = %s (it says %q): the folder may be on a network drive; put the store on a local disk", p.name, p.set, got)
		}
	}
	return nil
}

func explainSQLite(err error) error {
	if hint := (sqlite{}).hint(err); hint != "" {
		return fmt.Errorf("%s: %w", hint, err)
	}
	return err
}

func (sqlite) ddl(text string) string {
	return strings.NewReplacer("{{key}}", "integer PRIMARY KEY", "{{serial}}", "integer PRIMARY KEY AUTOINCREMENT", "{{n}}", "", "{{bytes}}", "blob", "{{clustered}}", "WITHOUT ROWID").Replace(text)
}

func (sqlite) suffix() string                { return "sqlite" }
func (sqlite) forUpdate(query string) string { return query } // one writer at a time
func (sqlite) skipLocked(q string) string    { return q }
func (sqlite) lock(*tx, int64) error         { return nil }
func (sqlite) exclude(*tx) error             { return nil } // BEGIN IMMEDIATE did
func (sqlite) again(error) bool              { return false }

// insertMany: OR FAIL spares SQLite the savepoint by which it could take back a statement that fails halfway.
func (sqlite) insertMany() string { return "INSERT OR FAIL INTO " }

// by: without statistics SQLite takes the index on countries for a country and an act, and looks up all of the country.
func (sqlite) by(index string) string { return " INDEXED BY " + index }

func (sqlite) list(column string) string { return "group_concat(" + column + ")" }

func (sqlite) match(table, n string) cond {
	text := table + "_text"
	return cond{test: fmt.Sprintf("EXISTS (SELECT 1 FROM %[1]s WHERE %[1]s MATCH $1 AND %[1]s.rowid = %[2]s)", text, n),
		number: text + ".rowid", from: text, where: text + " MATCH $1", ordered: true}
}

// words quotes each word for FTS5 and keeps "phrases", a trailing * and a leading - (not).
func (sqlite) words(search string) string {
	var yes, no []string
	for _, w := range searchTerms(search) {
		text := `"` + strings.ReplaceAll(w.text, `"`, "") + `"`
		if w.prefix {
			text += "*"
		}
		if w.not {
			no = append(no, text)
		} else {
			yes = append(yes, text)
		}
	}
	if len(yes) == 0 {
		return ""
	}
	q := strings.Join(yes, " AND ")
	if len(no) > 0 {
		q = "(" + q + ") NOT (" + strings.Join(no, " OR ") + ")"
	}
	return q
}

// columnsOf are the columns of the full-text tables.
var columnsOf = map[string]string{
	"article": "title, text", "claim": "content, chain", "event": "evidence, actors, recipients, place", "incident": "sentence, words",
}

func (sqlite) index(t *tx, table string, n int64, columns ...string) error {
	names := columnsOf[table]
	args, marks := []any{n}, "$1"
	for i, c := range columns {
		args = append(args, c)
		marks += fmt.Sprintf(", $%d", i+2)
	}
	_, err := t.exec("INSERT INTO "+table+"_text (rowid, "+names+") VALUES ("+marks+")", args...)
	return err
}

func (sqlite) unindex(t *tx, table string, n int64, columns ...string) error {
	if table == "incident" { // contentless
		_, err := t.exec("DELETE FROM incident_text WHERE rowid = $1", n)
		return err
	}
	args, marks := []any{"delete", n}, "$1, $2"
	for i, c := range columns {
		args = append(args, c)
		marks += fmt.Sprintf(", $%d", i+3)
	}
	_, err := t.exec("INSERT INTO "+table+"_text ("+table+"_text, rowid, "+columnsOf[table]+") VALUES ("+marks+")", args...)
	return err
}

func (sqlite) load(t *tx, table string, columns []string, rows [][]any) error {
	return loadRows(t, table, columns, rows)
}

func (sqlite) restart(*tx, string) error { return nil }

func (sqlite) clearText(t *tx, table string) error {
	_, err := t.exec("INSERT INTO " + table + "_text (" + table + "_text) VALUES ('delete-all')")
	return err
}

func (sqlite) backup(ctx context.Context, s *Store, path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("store: %s is there already: name a new file for the backup", path)
	}
	// A connection of its own: readers may not write, not even into another file, and the writer has other work.
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: s.name}).EscapedPath()+"?_pragma=busy_timeout(10000)")
	if err != nil {
		return s.explain(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO $1", path); err != nil {
		_ = os.Remove(path)
		return s.explain(err)
	}
	return nil
}

func (sqlite) check(ctx context.Context, s *Store, deep bool) ([]string, error) {
	pragma := "PRAGMA quick_check"
	if deep {
		pragma = "PRAGMA integrity_check"
	}
	var found []string
	err := s.query(ctx, func(r *sql.Rows) error {
		var line string
		err := r.Scan(&line)
		if line != "ok" {
			found = append(found, line)
		}
		return err
	}, pragma)
	if err != nil || !deep {
		return found, err
	}
	for table := range columnsOf {
		if table == "incident" {
			continue // has no content to compare with
		}
		err := s.write(ctx, func(t *tx) error {
			_, err := t.exec("INSERT INTO " + table + "_text (" + table + "_text, rank) VALUES ('integrity-check', 1)")
			return err
		})
		if err != nil {
			found = append(found, "full text of "+table+": "+err.Error())
		}
	}
	return found, nil
}

func (sqlite) size(_ context.Context, s *Store) (int64, error) {
	total := int64(0)
	for _, end := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(s.name + end); err == nil {
			total += info.Size()
		}
	}
	return total, nil
}

func (sqlite) hint(err error) string {
	var e *sqliteError
	if !errors.As(err, &e) {
		return ""
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL:
		return "the disk is full: free some space and run the command again; what was stored before is safe"
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return "the file or its folder may not be written: change its rights, or name another with --store"
	case lib.SQLITE_CANTOPEN:
		return "the file cannot be opened or made: look at the path and the rights of its folder"
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return "another program holds the store: wait until it is done"
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return "the file is damaged or is no store: restore a backup, or name another with --store"
	case lib.SQLITE_IOERR:
		return "the disk reports an error"
	}
	return ""
}

type sqliteError = driver.Error

// term is one word or phrase of a search.
type term struct {
	text        string
	not, prefix bool
}

// searchTerms reads a person's search: words, "phrases in quotation marks", word* and -word.
func searchTerms(search string) []term {
	var out []term
	runes := []rune(strings.ReplaceAll(search, "\x00", " ")) // FTS5 ends at a zero byte, in the middle of a string
	for i := 0; i < len(runes); {
		if unicode.IsSpace(runes[i]) {
			i++
			continue
		}
		var t term
		if runes[i] == '-' {
			t.not = true
			i++
		}
		start := i
		if i < len(runes) && isQuote(runes[i]) {
			i++
			for start = i; i < len(runes) && !isQuote(runes[i]); i++ {
			}
			t.text = string(runes[start:i])
			i++
		} else {
			for i < len(runes) && !unicode.IsSpace(runes[i]) && !isQuote(runes[i]) {
				i++
			}
			t.text = string(runes[start:i])
			if rest, ok := strings.CutSuffix(t.text, "*"); ok {
				t.text, t.prefix = rest, true
			}
		}
		if strings.ContainsFunc(t.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			out = append(out, t)
		}
	}
	return out
}

func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' }
