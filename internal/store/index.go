package store

import (
	"database/sql"
	"encoding"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"

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

func newMergeIndex(t *tx, article int64, id string) *mergeIndex {
	return &mergeIndex{t: t, article: article, id: id,
		threads:   clusters[*merge.Article]{t: t, kind: "t", fresh: func() *merge.Article { return &merge.Article{} }, owner: func(a *merge.Article) string { return a.ID }, short: topicOnly, cache: t.s.articleItems},
		stories:   clusters[*merge.Thread]{t: t, kind: "s", fresh: func() *merge.Thread { return &merge.Thread{} }, owner: func(x *merge.Thread) string { return x.ID }, cache: t.s.threadItems},
		incidents: clusters[*merge.Report]{t: t, kind: "i", led: pointEvent(article, id), fresh: func() *merge.Report { return &merge.Report{} }, owner: func(r *merge.Report) string { return r.Article }, cache: t.s.reportItems}}
}

// marks returns "$from, …" for a list of n values.
func placeholders(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
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

func (x *mergeIndex) Postings(hashes []merge.Hash) ([]merge.Posting, error) {
	var out []merge.Posting
	err := inChunks(asInts(hashes), func(args []any) error {
		return x.t.query(func(r *sql.Rows) error {
			var h, day int64
			var p merge.Posting
			err := r.Scan(&h, &p.Article, &p.Host, &day)
			p.Hash, p.Day = merge.Hash(h), asDay(day)
			out = append(out, p)
			return err
		}, `SELECT p.hash, a.id, p.host, p.day FROM posting p JOIN article a ON a.n = p.article WHERE p.house = 0 AND p.hash IN (`+placeholders(1, len(args))+`)`, args...)
	})
	return out, err
}

func asInts[T ~uint32 | ~uint64](vs []T) []int64 {
	out := make([]int64, len(vs))
	for i, v := range vs {
		out[i] = int64(v)
	}
	return out
}

func (x *mergeIndex) House(host string, hashes []merge.Hash) ([]merge.Hash, error) {
	var out []merge.Hash
	err := inChunks(asInts(hashes), func(args []any) error {
		q := `SELECT DISTINCT hash FROM posting WHERE house = 1 AND hash IN (` + placeholders(1, len(args)) + fmt.Sprintf(`) AND host = $%d`, len(args)+1)
		return x.t.query(func(r *sql.Rows) error {
			var h int64
			err := r.Scan(&h)
			out = append(out, merge.Hash(h))
			return err
		}, q, append(args, host)...)
	})
	return out, err
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

// coded is an item of a clustering: a pointer to what writes and reads itself.
type coded interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// clusters is merge.Clusters on the tables member and member_key.
type clusters[T coded] struct {
	t     *tx
	kind  string
	owner func(T) string
	fresh func() T
	led   func(t *tx, id, leader string) error // tells that a member has a leader, nil = nobody needs to know
	short func(T) T                            // what of an item is kept, nil = all
	cache *items[kept[T]]
}

// topicOnly is what grouping articles into threads looks at; the rest of an article is in merge_article.
func topicOnly(a *merge.Article) *merge.Article {
	return &merge.Article{ID: a.ID, Day: a.Day, Topic: a.Topic}
}

// kept is what never changes of a member under its number: one that is written anew gets a new number, and numbers are
// not given out twice. So it may be remembered.
type kept[T any] struct {
	item T
	keys []merge.Key
}

// load reads members by condition. Items and keys that are remembered are not read again.
func (c *clusters[T]) load(where string, args ...any) ([]*merge.Member[T], error) {
	var out []*merge.Member[T]
	byN := map[int64]*merge.Member[T]{}
	var missing []int64
	err := c.t.query(func(r *sql.Rows) error {
		var n, says, day, tie int64
		m := &merge.Member[T]{}
		if err := r.Scan(&n, &m.ID, &says, &day, &tie, &m.Leader, &m.Score); err != nil || byN[n] != nil {
			return err
		}
		m.Rank = merge.Rank{Says: int32(says), Day: asDay(day), Tie: uint32(tie)}
		if k, ok := c.cache.get(n); ok {
			m.Item, m.Keys = k.item, k.keys
		} else {
			missing = append(missing, n)
		}
		byN[n] = m
		out = append(out, m)
		return nil
	}, `SELECT m.n, m.id, m.says, m.day, m.tie, m.leader, m.score FROM member m WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	err = inChunks(missing, func(args []any) error {
		return c.t.query(func(r *sql.Rows) error {
			var n int64
			var keys, body []byte
			if err := r.Scan(&n, &keys, &body); err != nil {
				return err
			}
			k := kept[T]{c.fresh(), unpackKeys(keys)}
			if err := k.item.UnmarshalBinary(body); err != nil {
				return err
			}
			byN[n].Item, byN[n].Keys = k.item, k.keys
			c.cache.put(n, k)
			return nil
		}, `SELECT n, keys, body FROM member WHERE n IN (`+placeholders(1, len(args))+`)`, args...)
	})
	return out, err
}

// byKeys returns the members that have any of the keys in these tables.
func (c *clusters[T]) byKeys(keys []merge.Key, tables ...string) ([]*merge.Member[T], error) {
	have := map[int64]bool{}
	var ns []int64
	for _, table := range tables {
		err := inChunks(asInts(keys), func(args []any) error {
			return c.t.query(func(r *sql.Rows) error {
				var n int64
				err := r.Scan(&n)
				if !have[n] {
					have[n] = true
					ns = append(ns, n)
				}
				return err
			}, `SELECT k.n FROM `+table+` k WHERE k.kind = '`+c.kind+`' AND k.hash IN (`+placeholders(1, len(args))+`)`, args...)
		})
		if err != nil {
			return nil, err
		}
	}
	var out []*merge.Member[T]
	err := inChunks(ns, func(args []any) error {
		part, err := c.load(`m.n IN (`+placeholders(1, len(args))+`)`, args...)
		out = append(out, part...)
		return err
	})
	return out, err
}

func (c *clusters[T]) Leaders(keys []merge.Key) ([]*merge.Member[T], error) {
	return c.byKeys(keys, "leader_key")
}

func (c *clusters[T]) All(keys []merge.Key) ([]*merge.Member[T], error) {
	return c.byKeys(keys, "leader_key", "member_key")
}

func (c *clusters[T]) Cluster(leader string) ([]*merge.Member[T], error) {
	return c.load(`m.kind = $1 AND m.leader = $2`, c.kind, leader)
}

func (c *clusters[T]) Members(ids []string) ([]*merge.Member[T], error) {
	var out []*merge.Member[T]
	err := inChunks(ids, func(args []any) error {
		part, err := c.load(`m.kind = '`+c.kind+`' AND m.id IN (`+placeholders(1, len(args))+`)`, args...)
		out = append(out, part...)
		return err
	})
	return out, err
}

// keyTable is where the keys of a member stand.
func keyTable(leads bool) string {
	if leads {
		return "leader_key"
	}
	return "member_key"
}

// putKeys writes the keys of a member.
func (c *clusters[T]) putKeys(n int64, keys []merge.Key, leads bool) error {
	rows := make([][]any, 0, len(keys))
	for _, k := range keys {
		rows = append(rows, []any{c.kind, int64(k), n})
	}
	return c.t.insertAll(keyTable(leads)+" (kind, hash, n)", rows)
}

// deleteKeys removes the keys of a member.
func (c *clusters[T]) deleteKeys(n int64, keys []merge.Key, leads bool) error {
	return inChunks(asInts(keys), func(args []any) error {
		k := len(args)
		_, err := c.t.exec(fmt.Sprintf(`DELETE FROM %s WHERE kind = '%s' AND hash IN (%s) AND n = $%d`, keyTable(leads), c.kind, placeholders(1, k), k+1), append(args, n)...)
		return err
	})
}

func (c *clusters[T]) Put(m *merge.Member[T]) error {
	item := m.Item
	if c.short != nil {
		item = c.short(item)
	}
	body, err := item.MarshalBinary()
	if err != nil {
		return err
	}
	n, err := c.t.serial(`INSERT INTO member (kind, id, article, says, day, tie, leader, leads, score, keys, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.kind, m.ID, c.owner(m.Item), int64(m.Rank.Says), dayOf(m.Rank.Day), int64(m.Rank.Tie), m.Leader, flag(m.Leads()), m.Score, packKeys(m.Keys), body)
	if err != nil {
		return err
	}
	if c.led != nil {
		if err := c.led(c.t, m.ID, m.Leader); err != nil {
			return err
		}
	}
	return c.putKeys(n, m.Keys, m.Leads())
}

func (c *clusters[T]) Assign(id, leader string, score float64) error {
	var n, led int64
	var keys []byte
	if err := c.t.row(`SELECT n, leads, keys FROM member WHERE kind = $1 AND id = $2`, c.kind, id).Scan(&n, &led, &keys); err != nil {
		return fmt.Errorf("member %s: %w", id, err)
	}
	leads := id == leader
	if leads != (led == 1) {
		list := unpackKeys(keys)
		if err := c.deleteKeys(n, list, !leads); err != nil {
			return err
		}
		if err := c.putKeys(n, list, leads); err != nil {
			return err
		}
	}
	if c.led != nil {
		if err := c.led(c.t, id, leader); err != nil {
			return err
		}
	}
	_, err := c.t.exec(`UPDATE member SET leader = $1, leads = $2, score = $3 WHERE n = $4`, leader, flag(leads), score, n)
	return err
}

// pointEvent points an event to the incident that its report is in. n and id are those of the article being put in.
func pointEvent(n int64, id string) func(t *tx, report, incident string) error {
	return func(t *tx, report, incident string) error {
		article, event, _ := strings.Cut(report, "/")
		if article == id {
			_, err := t.exec(`UPDATE event SET incident = $1 WHERE article = $2 AND id = $3`, incident, n, event)
			return err
		}
		_, err := t.exec(`UPDATE event SET incident = $1 WHERE article = (SELECT n FROM article WHERE id = $2) AND id = $3`, incident, article, event)
		return err
	}
}

func (c *clusters[T]) Delete(id string) error {
	var n, led int64
	var keys []byte
	if err := c.t.row(`SELECT n, leads, keys FROM member WHERE kind = $1 AND id = $2`, c.kind, id).Scan(&n, &led, &keys); err != nil {
		return fmt.Errorf("member %s: %w", id, err)
	}
	if err := c.deleteKeys(n, unpackKeys(keys), led == 1); err != nil {
		return err
	}
	c.cache.drop(n)
	_, err := c.t.exec(`DELETE FROM member WHERE n = $1`, n)
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func packKeys(keys []merge.Key) []byte {
	b := make([]byte, 0, 8*len(keys))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint64(b, uint64(k))
	}
	return b
}

func unpackKeys(b []byte) []merge.Key {
	keys := make([]merge.Key, 0, len(b)/8)
	for ; len(b) >= 8; b = b[8:] {
		keys = append(keys, merge.Key(binary.LittleEndian.Uint64(b)))
	}
	return keys
}
