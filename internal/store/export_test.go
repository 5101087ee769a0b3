package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
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
	return append(found, shadowErrors(ctx, s, "i", s.reportShadow)...)
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
