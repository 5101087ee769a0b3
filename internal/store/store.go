// Package store keeps articles and all that was read in them, for good.
//
// In go articles with their records (doc.Record); out come lists of articles, events, claims, incidents and forces
// under a Filter, single ones whole, counts for timelines and maps, and streams for exports. Copies, stories and
// incidents are brought up to date by internal/merge in the same transaction that writes an article, so that a reader
// sees an article with all that follows from it or not at all.
//
// The same SQL runs on SQLite (one file, the default) and on PostgreSQL; what differs is in a small dialect. Ids are
// made of content: the same articles give the same store, row by row, in whatever order and however often they come.
// The package never dials out, never reads text itself, and never deletes an article.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
)

// Options set up a Store.
type Options struct {
	// Now is the clock; nil is time.Now. It stamps rows and ends leases; it is never part of an id.
	Now func() time.Time
	// Full makes SQLite sync every commit to the disk: nothing is lost when the power goes, and writing is slower.
	// Without it a commit survives the end of the program, also by kill -9, but the last ones may not survive a power cut.
	Full bool
	// Merger decides which articles and events belong together; nil is that of internal/merge. storetest puts in its own,
	// to measure a large store without merging.
	Merger Merger
	// Cache is how many MiB of a SQLite file the connection that writes keeps in memory; 0 = by its size, 64 to 512. A store of millions of
	// articles is filled much faster when the tables whose rows come in no order (copies, names) fit.
	Cache int
	// ReadOnly opens for queries only.
	ReadOnly bool
	// Few is how many rows a condition of a query may select to be gone through as a whole; a larger set is walked newest
	// first. 0 = 5,000. Tests set it low, so that a small store answers by the plans of a large one.
	Few int
	// Patience is how long one page looks for rows that are rare among frequent ones before it says how far it came.
	// 0 = 100 ms.
	Patience time.Duration
}

// Merger is what brings records together; see merge.Merger.
type Merger interface {
	AddArticle(ix merge.Index, rec *doc.Record) (merge.Change, error)
	Restory(ix merge.Index, threads []string) (merge.Change, error)
	Incident(ix merge.Index, leader string) (merge.Incident, bool, error)
}

// Store is an open store. It is safe for concurrent use.
type Store struct {
	name    string // for messages: the path, or the DSN without its password
	dialect dialect
	writer  *sql.DB
	reader  *sql.DB
	few     int           // Options.Few
	patient time.Duration // Options.Patience
	now     func() time.Time
	merger  Merger
	zip     *zstd.Encoder
	unzip   *zstd.Decoder

	articleItems *items[kept[*merge.Article]]
	threadItems  *items[kept[*merge.Thread]]
	reportItems  *items[kept[*merge.Report]]

	// used by the transaction that writes only
	articleShadow *shadow[*merge.Article]
	threadShadow  *shadow[*merge.Thread]
	reportShadow  *shadow[*merge.Report]
	copies        *articles
	written       int64 // the change number that the shadows stand for

	writing sync.Mutex // held by the transaction that writes
	conn    *sql.Conn  // on which it runs
	stmts   map[string]*sql.Stmt
	inserts map[insertKey]string // texts of insertAll

	mu       sync.Mutex
	watchers map[chan struct{}]bool
	unlook   context.CancelFunc // ends looking for changes of other programs; nil while nobody watches
}

// Errors that callers tell apart.
var (
	// ErrNotFound says that there is nothing with this id.
	ErrNotFound = errors.New("not found")
	// ErrNewer says that the store was written by a newer program.
	ErrNewer = errors.New("the store was written by a newer version of onrecord")

	errNumbers = errors.New("too many rows with one number (this cannot happen by chance: please report it)")
)

// DefaultPath is where the store lies when nothing else is said: onrecord/onrecord.db in the user's data folder.
func DefaultPath() string {
	dir := os.Getenv("XDG_DATA_HOME")
	if dir == "" {
		if home, err := os.UserHomeDir(); err == nil {
			dir = filepath.Join(home, ".local", "share")
		}
	}
	return filepath.Join(dir, "onrecord", "onrecord.db")
}

// Open opens a store, and makes it or brings its tables up to date unless it is opened for reading only. dsn is the
// path of a SQLite file ("news.db", "sqlite:news.db") or a PostgreSQL address ("postgres://user@host/db").
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	d, err := dialectOf(dsn)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: d, few: cmp.Or(o.Few, fewRows), patient: cmp.Or(o.Patience, patience), now: o.Now, inserts: map[insertKey]string{}, watchers: map[chan struct{}]bool{},
		articleItems: newItems[kept[*merge.Article]](20_000), threadItems: newItems[kept[*merge.Thread]](10_000), reportItems: newItems[kept[*merge.Report]](50_000),
		articleShadow: newShadow[*merge.Article](), threadShadow: newShadow[*merge.Thread](), reportShadow: newShadow[*merge.Report](), copies: newArticles()}
	if s.now == nil {
		s.now = time.Now
	}
	if s.merger = o.Merger; s.merger == nil {
		if s.merger, err = merge.New(); err != nil {
			return nil, err
		}
	}
	if s.zip, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err != nil {
		return nil, err
	}
	if s.unzip, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30)); err != nil {
		return nil, err
	}
	if s.name, s.writer, s.reader, err = d.open(ctx, dsn, o); err != nil {
		return nil, err
	}
	if err := s.migrate(ctx, o.ReadOnly); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// Close ends all use of the store.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.unlook != nil {
		s.unlook()
	}
	s.mu.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	err := s.reader.Close()
	s.hangUp()
	if s.writer != s.reader {
		err = errors.Join(err, s.writer.Close())
	}
	s.unzip.Close()
	return err
}

// Name says which store this is, without secrets.
func (s *Store) Name() string { return s.name }

// tx is a transaction that writes.
type tx struct {
	*sql.Tx
	ctx context.Context
	s   *Store
	seq int64 // the last change number given out, 0 = none yet

	// what is written at the end
	tallies map[tallyKey]int
	named   map[nameKey]nameCount
	texts   map[string][]textRow

	stmts map[string]*sql.Stmt // prepared on the connection of the transaction; nil = prepare nothing
}

// begin starts a transaction on the one connection that writes. Its statements are prepared once: a batch of articles
// runs some twenty different statements thousands of times, and parsing them took a tenth of all time.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	if s.conn == nil {
		c, err := s.writer.Conn(ctx)
		if err != nil {
			return nil, err
		}
		s.conn, s.stmts = c, map[string]*sql.Stmt{}
	}
	t, err := s.conn.BeginTx(ctx, nil)
	if err != nil {
		s.disconnect(err)
	}
	return t, err
}

// disconnect gives up a connection that is broken.
func (s *Store) disconnect(err error) {
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || s.dialect.again(err) {
		s.hangUp()
	}
}

// hangUp gives the connection that writes back. Its statements are closed first: SQLite keeps a connection, with its file
// and its cache, for as long as one of them lives, and database/sql does not close those that were prepared on a Conn.
func (s *Store) hangUp() {
	if s.conn == nil {
		return
	}
	for _, st := range s.stmts {
		_ = st.Close()
	}
	_ = s.conn.Close()
	s.conn, s.stmts = nil, nil
}

// mostStmts is how many statements are kept prepared.
const mostStmts = 512

// stmt prepares a statement on the connection of the transaction, and so within it.
func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if st := t.stmts[query]; st != nil {
		return st, nil
	}
	st, err := t.s.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, query)
	}
	if len(t.stmts) >= mostStmts {
		for q, old := range t.stmts {
			_ = old.Close()
			delete(t.stmts, q)
		}
	}
	t.stmts[query] = st
	return st, nil
}

// row reads one row.
func (t *tx) row(query string, args ...any) interface{ Scan(into ...any) error } {
	if t.stmts == nil {
		return t.QueryRowContext(t.ctx, query, args...)
	}
	st, err := t.stmt(query)
	if err != nil {
		return failed{err}
	}
	return st.QueryRowContext(t.ctx, args...)
}

// failed is a row that could not be asked for.
type failed struct{ err error }

func (f failed) Scan(...any) error { return f.err }

// write runs f in one transaction that writes: all of it is stored, or nothing. Where the database says that a new try
// may succeed f is run anew: it must start afresh each time.
func (s *Store) write(ctx context.Context, f func(*tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	for try := 0; ; try++ {
		err := s.writeOnce(ctx, f)
		if err == nil || try == writeTries || ctx.Err() != nil || !s.dialect.again(err) {
			return s.explain(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(writePause << try):
		}
	}
}

// A server that is restarted is back within seconds: the tries reach over 12 s.
const (
	writeTries = 7
	writePause = 100 * time.Millisecond
)

func (s *Store) writeOnce(ctx context.Context, f func(*tx) error) error {
	t, err := s.begin(ctx)
	if err != nil {
		return err
	}
	x := &tx{Tx: t, ctx: ctx, s: s, stmts: s.stmts}
	if err = s.dialect.exclude(x); err == nil {
		err = f(x)
	}
	for _, write := range []func() error{x.writeTallies, x.writeNames, x.writeTexts} {
		if err == nil {
			err = write()
		}
	}
	if err == nil && x.seq > 0 {
		_, err = x.exec(`UPDATE counter SET value = $1 WHERE name = 'seq'`, x.seq)
	}
	if err == nil {
		err = t.Commit()
	} else {
		_ = t.Rollback()
	}
	if err != nil {
		s.forget() // numbers given out in vain will be given out again
		s.disconnect(err)
		return err
	}
	if x.seq > 0 {
		s.written = x.seq
		s.tell()
	}
	return nil
}

func (t *tx) exec(query string, args ...any) (sql.Result, error) {
	st, err := t.stmt(query)
	if err != nil {
		return nil, err
	}
	r, err := st.ExecContext(t.ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, query)
	}
	return r, nil
}

func (s *Store) forget() {
	s.articleItems.forget()
	s.threadItems.forget()
	s.reportItems.forget()
	s.forgetShadows()
}

func (s *Store) forgetShadows() {
	s.articleShadow.forget()
	s.threadShadow.forget()
	s.reportShadow.forget()
	s.copies.forget()
}

// query reads all rows of a query; scan is called for each.
func (t *tx) query(scan func(*sql.Rows) error, query string, args ...any) error {
	if t.stmts == nil {
		rows, err := t.QueryContext(t.ctx, query, args...)
		return each(rows, err, scan)
	}
	st, err := t.stmt(query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(t.ctx, args...)
	return each(rows, err, scan)
}

func (s *Store) query(ctx context.Context, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := s.reader.QueryContext(ctx, query, args...)
	return s.explain(each(rows, err, scan))
}

func each(rows *sql.Rows, err error, scan func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// change gives out the next change number.
func (t *tx) change() (int64, error) {
	if t.seq == 0 {
		if err := t.row(t.s.dialect.forUpdate(`SELECT value FROM counter WHERE name = 'seq'`)).Scan(&t.seq); err != nil {
			return 0, err
		}
		if t.seq != t.s.written { // somebody else wrote
			t.s.forgetShadows()
		}
	}
	t.seq++
	return t.seq, nil
}

// explain puts into plain words what a database says.
func (s *Store) explain(err error) error {
	if err == nil || errors.Is(err, ErrNotFound) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if hint := s.dialect.hint(err); hint != "" {
		return fmt.Errorf("store: %s: %s: %w", s.name, hint, err)
	}
	return fmt.Errorf("store: %s: %w", s.name, err)
}

func micros(t time.Time) int64 { return t.UnixMicro() }

// pack compresses; unpack is its inverse.
func (s *Store) pack(b []byte) []byte { return s.zip.EncodeAll(b, make([]byte, 0, len(b)/3+64)) }

func (s *Store) unpack(b []byte) ([]byte, error) {
	out, err := s.unzip.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("a compressed field is damaged (restore a backup, or read the articles again): %w", err)
	}
	return out, nil
}
