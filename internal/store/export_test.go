package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"testing"

	"onrecord/internal/merge"
)

// ShadowErrors says where what is remembered of clusterings differs from the tables.
func (s *Store) ShadowErrors(ctx context.Context) []string {
	var found []string
	seq, err := s.Seq(ctx)
	if err != nil || seq != s.written {
		return nil // not used
	}
	found = append(found, shadowErrors(ctx, s, "t", s.articleShadow)...)
	found = append(found, shadowErrors(ctx, s, "s", s.threadShadow)...)
	found = append(found, shadowErrors(ctx, s, "i", s.reportShadow)...)
	for n, a := range s.copies.byNumber {
		var b []byte
		err := s.reader.QueryRowContext(ctx, `SELECT body FROM merge_article WHERE article = $1 AND id = $2`, n, a.ID).Scan(&b)
		if now, _ := a.MarshalBinary(); err != nil || !bytes.Equal(now, b) || s.copies.numbers[a.ID] != n {
			found = append(found, fmt.Sprintf("article %s: %v, number %d, remembered %d", a.ID, err, n, s.copies.numbers[a.ID]))
		}
	}
	if len(s.copies.byNumber) != len(s.copies.numbers) {
		found = append(found, fmt.Sprintf("%d articles are remembered, and %d numbers", len(s.copies.byNumber), len(s.copies.numbers)))
	}
	return found
}

// HashRow is a row of posting, with the id of its article.
type HashRow struct {
	Hash    merge.Hash
	House   bool
	Host    string
	Article string
	Day     merge.Day
}

// Copies returns all that is stored of copies.
func (s *Store) Copies(t *testing.T) (articles []*merge.Article, relations []merge.Relation, hashes map[HashRow]bool) {
	t.Helper()
	hashes = map[HashRow]bool{}
	fail := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	fail(s.query(t.Context(), func(r *sql.Rows) error {
		var b []byte
		if err := r.Scan(&b); err != nil {
			return err
		}
		a := &merge.Article{}
		articles = append(articles, a)
		return a.UnmarshalBinary(b)
	}, `SELECT body FROM merge_article`))
	fail(s.query(t.Context(), func(r *sql.Rows) error {
		x, err := scanRelation(r)
		relations = append(relations, x)
		return err
	}, selectRelation))
	fail(s.query(t.Context(), func(r *sql.Rows) error {
		var x HashRow
		var hash, house, day int64
		err := r.Scan(&hash, &house, &x.Host, &x.Article, &day)
		x.Hash, x.House, x.Day = merge.Hash(hash), house == 1, asDay(day)
		hashes[x] = true
		return err
	}, `SELECT p.hash, p.house, p.host, a.id, p.day FROM posting p JOIN article a ON a.n = p.article`))
	return articles, relations, hashes
}

func shadowErrors[T any](ctx context.Context, s *Store, kind string, x *shadow[T]) []string {
	var found []string
	numbers := func(query string, args ...any) []int64 {
		var out []int64
		err := s.query(ctx, func(r *sql.Rows) error {
			var n int64
			err := r.Scan(&n)
			out = append(out, n)
			return err
		}, query, args...)
		if err != nil {
			found = append(found, err.Error())
		}
		return slices.Sorted(slices.Values(out))
	}
	differ := func(what string, remembered, stored []int64) {
		if got := slices.Sorted(slices.Values(remembered)); !slices.Equal(got, stored) {
			found = append(found, fmt.Sprintf("%s %s: %v remembered, %v stored", kind, what, got, stored))
		}
	}
	for lead, keys := range x.keys {
		for k, ns := range keys {
			differ(fmt.Sprint("key ", k), ns, numbers(`SELECT n FROM `+keyTable(lead == 1)+` WHERE kind = $1 AND hash = $2`, kind, int64(k)))
		}
	}
	for leader, ns := range x.clusters {
		differ("cluster "+leader, ns, numbers(`SELECT n FROM member WHERE kind = $1 AND leader = $2`, kind, leader))
	}
	for _, n := range slices.Sorted(maps.Keys(x.rows)) {
		m := x.rows[n]
		differ("member "+m.ID, []int64{n}, numbers(`SELECT n FROM member WHERE kind = $1 AND id = $2 AND leader = $3 AND score = $4`, kind, m.ID, m.Leader, m.Score))
		if x.numbers[m.ID] != n {
			found = append(found, fmt.Sprintf("%s member %s has the number %d, remembered %d", kind, m.ID, n, x.numbers[m.ID]))
		}
	}
	return found
}
