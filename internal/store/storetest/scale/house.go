package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"onrecord/internal/merge"
)

// houseDays as merging has it: on more days than this the same five words of one host are its house text.
const houseDays = 8

// mark is a hash that is house text in an article.
type mark struct {
	article int64
	hash    merge.Hash
}

// house marks the house text of a store that was filled with storetest.Known, which knows copies and never looks for it. Merging
// would have found it little by little; without the marks, articles that come next are held to have brought all of it.
func house(ctx context.Context, path string) error {
	began := time.Now()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=cache_size(-1000000)&_pragma=synchronous(NORMAL)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(2)
	marks, rows, err := findHouse(ctx, db)
	if err != nil {
		return err
	}
	fmt.Printf("%d of %d hashes of articles are house text (%.0f s)\n", len(marks), rows, time.Since(began).Seconds())
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.article, b.article)) })
	if err := inBatches(ctx, db, marks, `UPDATE posting SET house = 1 WHERE hash = $1 AND house = 0 AND article = $2`, func(s *sql.Stmt, m mark) error {
		_, err := s.ExecContext(ctx, int64(m.hash), m.article)
		return err
	}); err != nil {
		return err
	}
	fmt.Printf("marked beside the hashes (%.0f s)\n", time.Since(began).Seconds())
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.hash, b.hash)) })
	if err := houseOfArticles(ctx, db, marks); err != nil {
		return err
	}
	fmt.Printf("marked in the articles (%.0f s)\n", time.Since(began).Seconds())
	return nil
}

// findHouse goes through all hashes once, in their order.
func findHouse(ctx context.Context, db *sql.DB) (out []mark, rows int, err error) {
	r, err := db.QueryContext(ctx, `SELECT hash, article, host, day, house FROM posting ORDER BY hash`)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = r.Close() }()
	type at struct {
		articles []int64
		days     map[int64]bool
	}
	hosts, of := map[string]*at{}, int64(-1)
	done := func() {
		for _, h := range hosts {
			if len(h.days) > houseDays {
				for _, a := range h.articles {
					out = append(out, mark{a, merge.Hash(of)})
				}
			}
		}
		clear(hosts)
	}
	var hash, article, day, house int64
	var host sql.RawBytes
	for r.Next() {
		if err := r.Scan(&hash, &article, &host, &day, &house); err != nil {
			return nil, 0, err
		}
		if hash != of {
			done()
			of = hash
		}
		rows++
		h := hosts[string(host)]
		if h == nil {
			h = &at{days: map[int64]bool{}}
			hosts[string(host)] = h
		}
		h.days[day] = true
		h.articles = append(h.articles, article)
	}
	done()
	return out, rows, r.Err()
}

// houseOfArticles writes the marks into what merging keeps of each article. marks are sorted by article.
func houseOfArticles(ctx context.Context, db *sql.DB, marks []mark) error {
	const stretch = 20_000
	for from := int64(0); ; from += stretch {
		type kept struct {
			row  int64
			body []byte
		}
		var change []kept
		n := 0
		r, err := db.QueryContext(ctx, `SELECT rowid, article, body FROM merge_article WHERE rowid > $1 AND rowid <= $2`, from, from+stretch)
		if err != nil {
			return err
		}
		for r.Next() {
			n++
			var row, article int64
			var body []byte
			if err := r.Scan(&row, &article, &body); err != nil {
				return err
			}
			i, _ := slices.BinarySearchFunc(marks, article, func(m mark, a int64) int { return cmp.Compare(m.article, a) })
			var hashes []merge.Hash
			for ; i < len(marks) && marks[i].article == article; i++ {
				hashes = append(hashes, marks[i].hash)
			}
			if len(hashes) == 0 {
				continue
			}
			var a merge.Article
			if err := a.UnmarshalBinary(body); err != nil {
				return err
			}
			a.House = hashes
			if body, err = a.MarshalBinary(); err != nil {
				return err
			}
			change = append(change, kept{row, body})
		}
		if err := r.Err(); err != nil {
			return err
		}
		if err := inBatches(ctx, db, change, `UPDATE merge_article SET body = $1 WHERE rowid = $2`, func(s *sql.Stmt, k kept) error {
			_, err := s.ExecContext(ctx, k.body, k.row)
			return err
		}); err != nil || n == 0 {
			return err
		}
	}
}

// inBatches runs a statement for each of a list, some ten thousand in a transaction.
func inBatches[T any](ctx context.Context, db *sql.DB, list []T, statement string, do func(*sql.Stmt, T) error) error {
	for part := range slices.Chunk(list, 50_000) {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		s, err := tx.PrepareContext(ctx, statement)
		for i := 0; i < len(part) && err == nil; i++ {
			err = do(s, part[i])
		}
		if err != nil {
			_ = tx.Rollback()
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}
