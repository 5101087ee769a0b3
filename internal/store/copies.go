package store

import (
	"bytes"
	"database/sql"
	"slices"
	"strconv"

	"onrecord/internal/merge"
)

// articles is what this program knows of merge_article without asking the database; it holds as long as a shadow does.
type articles struct {
	byNumber map[int64]*merge.Article
	numbers  map[string]int64 // by id
}

// mostArticles is how many are remembered at most, some 30 MB. When it is full everything is forgotten; what matters comes back
// at once.
const mostArticles = 10_000

func newArticles() *articles {
	x := &articles{}
	x.forget()
	return x
}

// articlesOf is what a transaction may go by: as for shadowOf.
func articlesOf(t *tx) *articles {
	switch {
	case t.stmts == nil:
		return newArticles()
	case t.seq == 0:
		t.s.copies.forget()
	}
	return t.s.copies
}

func (x *articles) forget() {
	x.byNumber, x.numbers = map[int64]*merge.Article{}, map[string]int64{}
}

// meet remembers an article as the database has it now.
func (x *articles) meet(n int64, a *merge.Article) {
	if len(x.byNumber) >= mostArticles {
		x.forget()
	}
	x.byNumber[n], x.numbers[a.ID] = a, n
}

func (x *articles) drop(id string) {
	delete(x.byNumber, x.numbers[id])
	delete(x.numbers, id)
}

// Articles returns what merging knows of articles.
func (x *mergeIndex) Articles(ids []string) ([]*merge.Article, error) {
	var out []*merge.Article
	var missing []string
	for _, id := range ids {
		if n, ok := x.known.numbers[id]; ok {
			out = append(out, x.known.byNumber[n])
		} else {
			missing = append(missing, id)
		}
	}
	err := inChunks(missing, func(args []any) error { return x.load(&out, `id`, args) })
	return out, err
}

// numbered returns what merging knows of articles, by their numbers.
func (x *mergeIndex) numbered(ns []int64) ([]*merge.Article, error) {
	var out []*merge.Article
	var missing []int64
	for _, n := range ns {
		if a := x.known.byNumber[n]; a != nil {
			out = append(out, a)
		} else {
			missing = append(missing, n)
		}
	}
	err := inChunks(missing, func(args []any) error { return x.load(&out, `article`, args) })
	return out, err
}

// load reads articles whose column is one of args.
func (x *mergeIndex) load(out *[]*merge.Article, column string, args []any) error {
	return x.t.query(func(r *sql.Rows) error {
		var n int64
		var b sql.RawBytes
		if err := r.Scan(&n, &b); err != nil {
			return err
		}
		a := &merge.Article{}
		if err := a.UnmarshalBinary(b); err != nil {
			return err
		}
		x.known.meet(n, a)
		*out = append(*out, a)
		return nil
	}, `SELECT article, body FROM merge_article WHERE `+column+` IN (`+placeholders(1, len(args))+`)`, args...)
}

// PutArticle writes an article over the one with its id.
func (x *mergeIndex) PutArticle(a *merge.Article) error {
	n, err := x.number(a.ID)
	if err != nil {
		return err
	}
	b, err := a.MarshalBinary()
	if err != nil {
		return err
	}
	x.known.meet(n, a)
	_, err = x.t.exec(`INSERT INTO merge_article (id, article, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET body = excluded.body`, a.ID, n, b)
	return err
}

// DeleteArticle removes an article, its hashes and its relations.
func (x *mergeIndex) DeleteArticle(id string) error {
	list, err := x.Articles([]string{id})
	if err != nil {
		return err
	}
	for _, a := range list {
		n, err := x.number(id)
		if err != nil {
			return err
		}
		err = inChunks(asInts(a.Sketch.Hashes()), func(args []any) error {
			_, err := x.t.exec(`DELETE FROM posting WHERE host = $1 AND article = $2 AND house IN (0, 1) AND hash IN (`+placeholders(3, len(args))+`)`, append([]any{a.Host, n}, args...)...)
			return err
		})
		if err != nil {
			return err
		}
	}
	x.known.drop(id)
	if _, err := x.t.exec(`DELETE FROM merge_article WHERE id = $1`, id); err != nil {
		return err
	}
	_, err = x.t.exec(`DELETE FROM relation WHERE a = $1 OR b = $1`, id)
	return err
}

// AddPostings adds the hashes of a new article.
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
		rows = append(rows, []any{int64(h), isHouse[h], a.Host, n, dayOf(a.Day)})
	}
	return x.t.insertAll("posting (hash, house, host, article, day)", rows)
}

// House returns which hashes are house text of a host.
func (x *mergeIndex) House(host string, hashes []merge.Hash) ([]merge.Hash, error) {
	var out []merge.Hash
	err := inChunks(asInts(hashes), func(args []any) error {
		return x.t.query(func(r *sql.Rows) error {
			var h int64
			err := r.Scan(&h)
			out = append(out, merge.Hash(h))
			return err
		}, `SELECT DISTINCT hash FROM posting WHERE host = $1 AND house = 1 AND hash IN (`+placeholders(2, len(args))+`)`, append([]any{host}, args...)...)
	})
	return out, err
}

// Sharing counts by the numbers that stand beside each other in the table: an article is looked at only when it shares enough.
// The numbers of a hash come as one text: as a row each, or counted by the database, they cost twice as much.
func (x *mergeIndex) Sharing(hashes []merge.Hash, least int, host string) ([]*merge.Article, map[merge.Hash]int, error) {
	own := map[merge.Hash]int{}
	var all []int64
	err := inChunks(asInts(hashes), func(args []any) error {
		return x.t.query(func(r *sql.Rows) error {
			var hash int64
			var of int
			var list sql.RawBytes
			if err := r.Scan(&hash, &of, &list); err != nil {
				return err
			}
			if of > 0 && host != "" {
				own[merge.Hash(hash)] = of
			}
			var err error
			all, err = appendNumbers(all, list)
			return err
		}, `SELECT hash, count(CASE WHEN host = $1 THEN 1 END), `+x.t.s.dialect.list("article")+`
			FROM posting WHERE house = 0 AND hash IN (`+placeholders(2, len(args))+`) GROUP BY hash`, append([]any{host}, args...)...)
	})
	if err != nil {
		return nil, nil, err
	}
	slices.Sort(all)
	var ns []int64
	for i := 0; i < len(all); {
		k := i + 1
		for k < len(all) && all[k] == all[i] {
			k++
		}
		if k-i >= least {
			ns = append(ns, all[i])
		}
		i = k
	}
	out, err := x.numbered(ns)
	return out, own, err
}

// appendNumbers reads numbers with commas between them.
func appendNumbers(to []int64, list []byte) ([]int64, error) {
	for len(list) > 0 {
		one, rest, _ := bytes.Cut(list, []byte{','})
		n, err := strconv.ParseInt(string(one), 10, 64)
		if err != nil {
			return nil, err
		}
		to, list = append(to, n), rest
	}
	return to, nil
}
