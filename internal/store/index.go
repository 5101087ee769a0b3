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
	return &mergeIndex{t: t, article: article, id: id,
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

// Articles returns what merging knows of articles. What this transaction wrote it need not read again.
func (x *mergeIndex) Articles(ids []string) ([]*merge.Article, error) {
	var out []*merge.Article
	var missing []string
	for _, id := range ids {
		if a := x.t.articles[id]; a != nil {
			out = append(out, a)
		} else {
			missing = append(missing, id)
		}
	}
	err := inChunks(missing, func(args []any) error {
		return x.t.query(func(r *sql.Rows) error {
			var b []byte
			if err := r.Scan(&b); err != nil {
				return err
			}
			a := &merge.Article{}
			out = append(out, a)
			return a.UnmarshalBinary(b)
		}, `SELECT body FROM merge_article WHERE id IN (`+placeholders(1, len(args))+`)`, args...)
	})
	return out, err
}

func (x *mergeIndex) PutArticle(a *merge.Article) error {
	n, err := x.number(a.ID)
	if err != nil {
		return err
	}
	b, err := a.MarshalBinary()
	if err != nil {
		return err
	}
	if x.t.articles == nil {
		x.t.articles = map[string]*merge.Article{}
	}
	x.t.articles[a.ID] = a
	_, err = x.t.exec(`INSERT INTO merge_article (id, article, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET body = excluded.body`, a.ID, n, b)
	return err
}

// number finds the number of an article by its id.
func (x *mergeIndex) number(id string) (int64, error) {
	if id == x.id {
		return x.article, nil
	}
	var n int64
	err := x.t.row(`SELECT n FROM article WHERE id = $1`, id).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("article %s: %w", id, err)
	}
	return n, nil
}

func (x *mergeIndex) DeleteArticle(id string) error {
	n, err := x.number(id)
	if err != nil {
		return err
	}
	delete(x.t.articles, id)
	if _, err := x.t.exec(`DELETE FROM merge_article WHERE id = $1`, id); err != nil {
		return err
	}
	if _, err := x.t.exec(`DELETE FROM posting WHERE article = $1`, n); err != nil {
		return err
	}
	_, err = x.t.exec(`DELETE FROM relation WHERE a = $1 OR b = $1`, id)
	return err
}

func (x *mergeIndex) AddPostings(a *merge.Article, hashes, house []merge.Hash) error {
	n, err := x.number(a.ID)
	if err != nil {
		return err
	}
	isHouse := map[merge.Hash]int{}
	for _, h := range house {
		isHouse[h] = 1
	}
	rows := make([][]any, 0, len(hashes))
	for _, h := range hashes {
		rows = append(rows, []any{int64(h), n, a.Host, dayOf(a.Day), isHouse[h]})
	}
	return x.t.insertAll("posting (hash, article, host, day, house)", rows)
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

// Own counts by day: some hosts print the same words in thousands of articles.
func (x *mergeIndex) Own(host string, hashes []merge.Hash) (house []merge.Hash, days map[merge.Hash][]merge.Day, err error) {
	days = map[merge.Hash][]merge.Day{}
	have := map[merge.Hash]bool{}
	err = inChunks(asInts(hashes), func(args []any) error {
		q := `SELECT hash, day, max(house), count(*) FROM posting WHERE hash IN (` + placeholders(1, len(args)) + fmt.Sprintf(`) AND host = $%d GROUP BY hash, day`, len(args)+1)
		return x.t.query(func(r *sql.Rows) error {
			var hash, day, is, n int64
			if err := r.Scan(&hash, &day, &is, &n); err != nil {
				return err
			}
			h := merge.Hash(hash)
			if is == 1 {
				if !have[h] {
					have[h] = true
					house = append(house, h)
				}
				return nil
			}
			for range n {
				days[h] = append(days[h], asDay(day))
			}
			return nil
		}, q, append(args, host)...)
	})
	for _, h := range house {
		delete(days, h)
	}
	return house, days, err
}

// Sharing counts by the numbers that stand beside each other in the table: an article is looked at only when it shares enough.
func (x *mergeIndex) Sharing(hashes []merge.Hash, least int) ([]string, error) {
	count := map[int64]int{}
	err := inChunks(asInts(hashes), func(args []any) error {
		return x.t.query(func(r *sql.Rows) error {
			var n int64
			var k int
			err := r.Scan(&n, &k)
			count[n] += k
			return err
		}, `SELECT article, count(*) FROM posting WHERE house = 0 AND hash IN (`+placeholders(1, len(args))+`) GROUP BY article`+sharing(len(hashes), len(args), least), args...)
	})
	if err != nil {
		return nil, err
	}
	var ns []int64
	for n, k := range count {
		if k >= least {
			ns = append(ns, n)
		}
	}
	var out []string
	err = inChunks(ns, func(args []any) error {
		more, err := x.ids(`SELECT id FROM article WHERE n IN (`+placeholders(1, len(args))+`)`, args...)
		out = append(out, more...)
		return err
	})
	return out, err
}

// sharing leaves it to the database to count where one query asks for all hashes.
func sharing(hashes, asked, least int) string {
	if hashes > asked {
		return ""
	}
	return fmt.Sprintf(" HAVING count(*) >= %d", least)
}

func asInts[T ~uint32 | ~uint64](vs []T) []int64 {
	out := make([]int64, len(vs))
	for i, v := range vs {
		out[i] = int64(v)
	}
	return out
}

func (x *mergeIndex) SetHouse(host string, h merge.Hash, on bool) ([]string, error) {
	flag := 0
	if on {
		flag = 1
	}
	if _, err := x.t.exec(`UPDATE posting SET house = $1 WHERE hash = $2 AND host = $3`, flag, int64(h), host); err != nil {
		return nil, err
	}
	return x.ids(`SELECT a.id FROM posting p JOIN article a ON a.n = p.article WHERE p.hash = $1 AND p.host = $2`, int64(h), host)
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

func (x *mergeIndex) HouseDays(host string, h merge.Hash, atMost int) (int, error) {
	var dated, undated int
	err := x.t.row(`SELECT count(DISTINCT CASE WHEN day > $3 THEN day END), count(CASE WHEN day <= $3 THEN 1 END)
		FROM posting WHERE hash = $1 AND host = $2 AND house = 1`, int64(h), host, noDay).Scan(&dated, &undated)
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
