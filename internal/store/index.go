package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"onrecord/internal/merge"
)

// mergeIndex is merge.Index on the tables of a transaction.
type mergeIndex struct {
	t         *tx
	known     *articles
	article   int64  // number of the article being put in
	id        string // its id
	threads   clusters[*merge.Article]
	stories   clusters[*merge.Thread]
	incidents clusters[*merge.Report]
}

// shadowOf is the store's shadow for a transaction that writes, and an empty one for others.
func shadowOf[T any](t *tx, s *shadow[T]) *shadow[T] {
	switch {
	case t.stmts == nil:
		return newShadow[T]()
	case t.seq == 0: // whether somebody else wrote is not known
		s.forget()
	}
	return s
}

func newMergeIndex(t *tx, article int64, id string) *mergeIndex {
	return &mergeIndex{t: t, known: articlesOf(t), article: article, id: id,
		threads:   clusters[*merge.Article]{t: t, kind: "t", fresh: func() *merge.Article { return &merge.Article{} }, owner: func(a *merge.Article) string { return a.ID }, short: topicOnly, cache: t.s.articleItems, shadow: shadowOf(t, t.s.articleShadow)},
		stories:   clusters[*merge.Thread]{t: t, kind: "s", fresh: func() *merge.Thread { return &merge.Thread{} }, owner: func(x *merge.Thread) string { return x.ID }, cache: t.s.threadItems, shadow: shadowOf(t, t.s.threadShadow)},
		incidents: clusters[*merge.Report]{t: t, kind: "i", led: pointEvent(article, id), fresh: func() *merge.Report { return &merge.Report{} }, owner: func(r *merge.Report) string { return r.Article }, cache: t.s.reportItems, shadow: shadowOf(t, t.s.reportShadow)}}
}

// placeholders returns "$from, …" for a list of n values.
func placeholders(from, n int) string {
	b := make([]byte, 0, 5*n)
	for i := range n {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = strconv.AppendInt(append(b, '$'), int64(from+i), 10)
	}
	return string(b)
}

// chunks are how many values one query names: few numbers, so that few statements are prepared. A list in between is
// filled up with its last value.
var chunks = []int{1, 4, 16, 64, 256}

// inChunks calls f with some of the values at a time.
func inChunks[T any](values []T, f func(args []any) error) error {
	for len(values) > 0 {
		size := chunks[len(chunks)-1]
		for _, c := range chunks {
			if len(values) <= c {
				size = c
				break
			}
		}
		n := min(len(values), size)
		args := make([]any, size)
		for i := range args {
			args[i] = values[min(i, n-1)]
		}
		if err := f(args); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}

func decode[T any](s *Store, b []byte) (T, error) {
	var v T
	raw, err := s.unpack(b)
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	return v, err
}

// number finds the number of an article by its id.
func (x *mergeIndex) number(id string) (int64, error) {
	if id == x.id {
		return x.article, nil
	}
	if n, ok := x.known.numbers[id]; ok {
		return n, nil
	}
	var n int64
	err := x.t.row(`SELECT n FROM article WHERE id = $1`, id).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("article %s: %w", id, err)
	}
	return n, nil
}

// dayOf and asDay turn merge's unknown day into the store's and back.
func dayOf(d merge.Day) int64 {
	if d == merge.NoDay {
		return noDay
	}
	return int64(d)
}

func asDay(n int64) merge.Day {
	if n == noDay {
		return merge.NoDay
	}
	return merge.Day(n)
}

func asInts[T ~uint32 | ~uint64](vs []T) []int64 {
	out := make([]int64, len(vs))
	for i, v := range vs {
		out[i] = int64(v)
	}
	return out
}

// SetHouse moves the rows of a hash: house text stands apart.
func (x *mergeIndex) SetHouse(host string, h merge.Hash, on bool) ([]*merge.Article, error) {
	var ns []int64
	err := x.t.query(func(r *sql.Rows) error {
		var n int64
		err := r.Scan(&n)
		ns = append(ns, n)
		return err
	}, `UPDATE posting SET house = $1 WHERE hash = $2 AND house = $3 AND host = $4 RETURNING article`, flag(on), int64(h), flag(!on), host)
	if err != nil {
		return nil, err
	}
	return x.numbered(ns)
}

func (x *mergeIndex) ids(query string, args ...any) ([]string, error) {
	var out []string
	err := x.t.query(func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		out = append(out, id)
		return err
	}, query, args...)
	return out, err
}

func (x *mergeIndex) Days(host string, h merge.Hash, house bool, atMost int) (int, error) {
	var dated, undated int
	err := x.t.row(`SELECT count(DISTINCT CASE WHEN day > $4 THEN day END), count(CASE WHEN day <= $4 THEN 1 END)
		FROM posting WHERE hash = $1 AND house = $2 AND host = $3`, int64(h), flag(house), host, noDay).Scan(&dated, &undated)
	return min(dated+undated, atMost), err
}

func (x *mergeIndex) Relations(ids []string) ([]merge.Relation, error) {
	var out []merge.Relation
	have := map[[2]string]bool{}
	err := inChunks(ids, func(args []any) error {
		in := placeholders(1, len(args))
		for _, side := range []string{"a", "b"} {
			err := x.t.query(func(r *sql.Rows) error {
				v, err := scanRelation(r)
				if k := [2]string{v.A, v.B}; !have[k] {
					have[k] = true
					out = append(out, v)
				}
				return err
			}, selectRelation+` WHERE `+side+` IN (`+in+`)`, args...)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

const selectRelation = `SELECT a, b, kind, a_in_b, b_in_a, quote_a_in_b, quote_b_in_a FROM relation`

func scanRelation(r *sql.Rows) (merge.Relation, error) {
	var v merge.Relation
	err := r.Scan(&v.A, &v.B, &v.Kind, &v.AinB, &v.BinA, &v.QuoteAinB, &v.QuoteBA)
	return v, err
}

func (x *mergeIndex) PutRelation(r merge.Relation) error {
	_, err := x.t.exec(`INSERT INTO relation (a, b, kind, a_in_b, b_in_a, quote_a_in_b, quote_b_in_a) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (a, b) DO UPDATE SET kind = excluded.kind, a_in_b = excluded.a_in_b, b_in_a = excluded.b_in_a,
		quote_a_in_b = excluded.quote_a_in_b, quote_b_in_a = excluded.quote_b_in_a`, r.A, r.B, string(r.Kind), r.AinB, r.BinA, r.QuoteAinB, r.QuoteBA)
	return err
}

func (x *mergeIndex) DeleteRelation(a, b string) error {
	_, err := x.t.exec(`DELETE FROM relation WHERE (a = $1 AND b = $2) OR (a = $2 AND b = $1)`, a, b)
	return err
}

func (x *mergeIndex) Threads() merge.Clusters[*merge.Article]  { return &x.threads }
func (x *mergeIndex) Stories() merge.Clusters[*merge.Thread]   { return &x.stories }
func (x *mergeIndex) Incidents() merge.Clusters[*merge.Report] { return &x.incidents }

func (x *mergeIndex) ReportsOf(article string) ([]string, error) {
	return x.ids(`SELECT id FROM member WHERE kind = 'i' AND article = $1`, article)
}
