package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"

	"onrecord/internal/doc"
)

// Open articles are those that wait to be read. A worker leases some, reads them, and puts their records; when it dies
// the lease ends and another worker gets them. Reading twice gives the same rows, so a late worker does no harm.

// Lease is an article handed out to be read.
type Lease struct {
	Article doc.RecordArticle // ID, URL, Title, Publisher, Published and Text; the text is cleaned already
	Raw     []byte            // as fetched; nil when the text is all there is
	Type    string            // media type of Raw
	Tries   int               // how often it was handed out, this time included
}

// Lease hands out up to limit articles that wait to be read, to one owner until a point in time.
func (s *Store) Lease(ctx context.Context, owner string, limit int, until time.Time) ([]Lease, error) {
	var out []Lease
	if any, err := s.any(ctx, `article WHERE state = 'new' AND lease < $1`, micros(s.now())); err != nil || !any {
		return nil, err
	}
	err := s.write(ctx, func(t *tx) error {
		out = out[:0]
		var ns []int64
		err := t.query(func(r *sql.Rows) error {
			var n int64
			err := r.Scan(&n)
			ns = append(ns, n)
			return err
		}, s.dialect.skipLocked(`SELECT n FROM article WHERE state = 'new' AND lease < $1 ORDER BY lease, n LIMIT $2`), micros(s.now()), limit)
		if err != nil {
			return err
		}
		for _, n := range ns {
			if _, err := t.exec(`UPDATE article SET owner = $1, lease = $2, tries = tries + 1 WHERE n = $3`, owner, micros(until), n); err != nil {
				return err
			}
			l, err := t.leased(n)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

func (t *tx) leased(n int64) (Lease, error) {
	var l Lease
	var url, title, publisher, published, language string
	var body []byte
	var mediaType sql.NullString
	err := t.QueryRowContext(t.ctx, `SELECT a.id, a.url, a.title, a.publisher, a.published, a.language, a.text, a.sha256, a.tries, r.type, r.body
		FROM article a LEFT JOIN raw r ON r.article = a.n WHERE a.n = $1`, n).
		Scan(&l.Article.ID, &url, &title, &publisher, &published, &language, &l.Article.Text, &l.Article.SHA256, &l.Tries, &mediaType, &body)
	if err != nil {
		return l, err
	}
	for _, f := range []struct {
		v    string
		into **string
	}{{url, &l.Article.URL}, {title, &l.Article.Title}, {publisher, &l.Article.Publisher}, {published, &l.Article.Published}, {language, &l.Article.Language}} {
		if f.v != "" {
			v := f.v
			*f.into = &v
		}
	}
	if body != nil {
		l.Type = mediaType.String
		l.Raw, err = t.s.unpack(body)
	}
	return l, err
}

// Fail records that an article could not be read, and why; it is not handed out again until Retry.
func (s *Store) Fail(ctx context.Context, id, why string) error {
	return s.write(ctx, func(t *tx) error { return t.fail(id, why) })
}

func (t *tx) fail(id, why string) error {
	seq, err := t.change()
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE article SET state = 'failed', problem = $1, owner = '', lease = 0, seq = $2 WHERE id = $3 AND state = 'new'`, why, seq, id)
	return err
}

// Release gives leased articles back before their lease ends.
func (s *Store) Release(ctx context.Context, owner string) error {
	return s.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE article SET owner = '', lease = 0 WHERE owner = $1 AND state = 'new'`, owner)
		return err
	})
}

// Retry makes failed articles wait to be read again: one, or all of them when id is "". It returns how many.
func (s *Store) Retry(ctx context.Context, id string) (int, error) {
	n := 0
	err := s.write(ctx, func(t *tx) error {
		r, err := t.exec(`UPDATE article SET state = 'new', problem = '', tries = 0, lease = 0 WHERE state = 'failed' AND ($1 = '' OR id = $1)`, id)
		if err != nil {
			return err
		}
		k, err := r.RowsAffected()
		n = int(k)
		return err
	})
	return n, err
}

// Stale goes through the articles whose record is of another pipeline than this one, in the order in which they were
// stored: what `onrecord reread` reads again. Putting their new records while going on is allowed.
func (s *Store) Stale(ctx context.Context, pipeline string) iter.Seq2[Lease, error] {
	return func(yield func(Lease, error) bool) {
		last := int64(0)
		for {
			var ns []int64
			err := s.query(ctx, func(r *sql.Rows) error {
				var n int64
				err := r.Scan(&n)
				ns = append(ns, n)
				return err
			}, `SELECT n FROM article WHERE n > $1 AND state <> 'new' AND pipeline <> $2 ORDER BY n LIMIT 100`, last, pipeline)
			if err != nil {
				yield(Lease{}, err)
				return
			}
			if len(ns) == 0 {
				return
			}
			for _, n := range ns {
				last = n
				var l Lease
				err := s.read(ctx, func(t *tx) error {
					var err error
					l, err = t.leased(n)
					return err
				})
				if !yield(l, err) || err != nil {
					return
				}
			}
		}
	}
}

// any tells whether a table has a row that fulfils a condition (`table WHERE condition`). Whoever polls asks this first: most
// of the time there is nothing to do, and finding that out must not cost a turn to write.
func (s *Store) any(ctx context.Context, rows string, args ...any) (bool, error) {
	var one int
	err := s.reader.QueryRowContext(ctx, `SELECT 1 FROM `+rows+` LIMIT 1`, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, s.explain(err)
}

// Warm reads what views under a filter look at (outline) from one end to the other, so that the first of them do not wait for
// thousands of reads of a cold disk: some seconds at a million articles.
func (s *Store) Warm(ctx context.Context) error {
	for _, q := range []string{`SELECT count(*) FROM outline WHERE lat > 100`, `SELECT count(*) FROM outline WHERE cell >= 0`, `SELECT count(*) FROM outline WHERE act > ''`} {
		var n int
		if err := s.reader.QueryRowContext(ctx, q).Scan(&n); err != nil {
			return s.explain(err)
		}
	}
	return nil
}

// read runs f in a transaction that only reads.
func (s *Store) read(ctx context.Context, f func(*tx) error) error {
	t, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.explain(err)
	}
	defer func() { _ = t.Rollback() }()
	return s.explain(f(&tx{Tx: t, ctx: ctx, s: s}))
}

// Counts are how many articles are in which state, how old the oldest is that waits, and how many of everything there is.
type Counts struct {
	New       int       `json:"new"`
	Read      int       `json:"read"`
	Failed    int       `json:"failed"`
	Oldest    time.Time `json:"oldest"` // of those that wait; zero when none does
	Events    int       `json:"events"`
	Claims    int       `json:"claims"`
	Incidents int       `json:"incidents"`
	Forces    int       `json:"forces"`
}

// Counts counts. On a store of millions this takes a while.
func (s *Store) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	err := s.query(ctx, func(r *sql.Rows) error {
		var state string
		var n int
		var oldest int64
		err := r.Scan(&state, &n, &oldest)
		switch state {
		case stateNew:
			c.New, c.Oldest = n, time.UnixMicro(oldest).UTC()
		case stateRead:
			c.Read = n
		case stateFailed:
			c.Failed = n
		}
		return err
	}, `SELECT state, count(*), min(added) FROM article GROUP BY state`)
	for table, into := range map[string]*int{"event": &c.Events, "claim": &c.Claims, "incident": &c.Incidents, "force": &c.Forces} {
		if err == nil {
			err = s.reader.QueryRowContext(ctx, `SELECT count(*) FROM `+table).Scan(into)
		}
	}
	return c, s.explain(err)
}

// Backup copies the store into a new file while it is in use. The copy is a store like the first, as of one moment.
func (s *Store) Backup(ctx context.Context, path string) error {
	return s.dialect.backup(ctx, s, path)
}

// Health is what Check finds.
type Health struct {
	Name      string         `json:"name"`
	Schema    int            `json:"schema"`
	Size      int64          `json:"size"` // bytes on disk
	Pipelines map[string]int `json:"pipelines"`
	Counts    Counts         `json:"counts"`
	Problems  []string       `json:"problems"`
}

// orphans are rows that belong to nothing: there must be none.
var orphans = []struct{ what, query string }{
	{"events without an article", `SELECT count(*) FROM event WHERE article NOT IN (SELECT n FROM article)`},
	{"claims without an article", `SELECT count(*) FROM claim WHERE article NOT IN (SELECT n FROM article)`},
	{"records without an article", `SELECT count(*) FROM record WHERE article NOT IN (SELECT n FROM article)`},
	{"read articles without a record", `SELECT count(*) FROM article WHERE state = 'read' AND n NOT IN (SELECT article FROM record)`},
	{"articles with another number of events than their record gave", `SELECT count(*) FROM article a WHERE a.state = 'read' AND a.events <> (SELECT count(*) FROM event e WHERE e.article = a.n)`},
	{"events whose incident is not there", `SELECT count(*) FROM event WHERE incident <> '' AND incident NOT IN (SELECT id FROM incident)`},
	{"incidents without an event", `SELECT count(*) FROM incident WHERE id NOT IN (SELECT incident FROM event)`},
	{"outlines that are not those of the incidents", `SELECT abs((SELECT count(*) FROM incident) - (SELECT count(*) FROM incident i JOIN outline o ON o.n = i.n AND o.id = i.id
		AND o.act = i.act AND o.status = i.status AND o.country = i.country AND o.cell = i.cell AND o.place = i.place)) + abs((SELECT count(*) FROM incident) - (SELECT count(*) FROM outline))`},
	{"incidents that the counts for the timeline miss", `SELECT abs((SELECT count(*) FROM incident) - (SELECT coalesce(sum(n), 0) FROM tally WHERE kind = 'all'))`},
	{"acts that the counts for the facets miss", `SELECT abs((SELECT count(*) FROM incident) - (SELECT coalesce(sum(n), 0) FROM total WHERE kind = 'act'))`},
}

// Size is what the store takes on disk, in bytes.
func (s *Store) Size(ctx context.Context) (int64, error) { return s.dialect.size(ctx, s) }

// Check looks for damage: quickly, or deep with every page, index and reference.
func (s *Store) Check(ctx context.Context, deep bool) (*Health, error) {
	h := &Health{Name: s.name, Pipelines: map[string]int{}, Problems: []string{}}
	var err error
	if h.Size, err = s.dialect.size(ctx, s); err != nil {
		return nil, err
	}
	if err := s.reader.QueryRowContext(ctx, `SELECT max(number) FROM migration`).Scan(&h.Schema); err != nil {
		return nil, s.explain(err)
	}
	if h.Counts, err = s.Counts(ctx); err != nil {
		return nil, err
	}
	err = s.query(ctx, func(r *sql.Rows) error {
		var p string
		var n int
		err := r.Scan(&p, &n)
		h.Pipelines[p] = n
		return err
	}, `SELECT pipeline, count(*) FROM article WHERE state = 'read' GROUP BY pipeline`)
	if err != nil {
		return nil, err
	}
	if h.Problems, err = s.dialect.check(ctx, s, deep); err != nil {
		return nil, err
	}
	if !deep {
		return h, nil
	}
	for _, o := range orphans {
		var n int
		if err := s.reader.QueryRowContext(ctx, o.query).Scan(&n); err != nil {
			return nil, s.explain(err)
		}
		if n > 0 {
			h.Problems = append(h.Problems, fmt.Sprintf("%d %s", n, o.what))
		}
	}
	return h, nil
}
