package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// measure asks each query several times, with other values each time, and prints median, 95th percentile and worst.
func measure(ctx context.Context, s *store.Store, w *storetest.World, rounds int) error {
	c, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	size, err := s.Size(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%+v, %d MB on disk\n", c, size>>20)
	for _, q := range storetest.Queries(w, c.Read) {
		var took []time.Duration
		rows := 0
		for i := range rounds {
			t := time.Now()
			n, err := q.Ask(ctx, s, i)
			if err != nil {
				return fmt.Errorf("%s: %w", q.Name, err)
			}
			took = append(took, time.Since(t))
			rows += n
		}
		slices.Sort(took)
		fmt.Printf("%-58s median %7.1f ms  p95 %7.1f ms  worst %7.1f ms  %6.1f rows\n", q.Name, ms(took[len(took)/2]), ms(took[len(took)*95/100]), ms(took[len(took)-1]), float64(rows)/float64(rounds))
	}
	return nil
}

// rolledBack puts articles like any Merger and, when the last has come, has the transaction undone.
type rolledBack struct {
	*storetest.Known
	left int
}

var errEnough = errors.New("measured")

func (r *rolledBack) AddArticle(ix merge.Index, rec *doc.Record) (merge.Change, error) {
	c, err := r.Known.AddArticle(ix, rec)
	if r.left--; r.left == 0 && err == nil {
		err = errEnough
	}
	return c, err
}

// searching puts new articles, for which copies are looked up as ever among all that are stored, and says what that takes of
// each: the look-up, and writing its own hashes. The first settle of them are not counted: they bring into memory what
// a program that runs has there. Each batch is rolled back, so that the
// store can be measured again.
func searching(ctx context.Context, w *storetest.World, o settings) error {
	known, err := storetest.NewKnown()
	if err != nil {
		return err
	}
	known.Search = true
	merger := &rolledBack{Known: known}
	s, err := store.Open(ctx, o.path, store.Options{Merger: merger, Cache: o.cache})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	var entries []store.Entry
	have := map[string]bool{}
	for i := o.until; len(entries) < o.settle+o.search; i++ {
		rec := w.Record(i)
		if have[rec.Article.ID] { // a copy at the same publisher
			continue
		}
		have[rec.Article.ID] = true
		known.Tell(known.Told(w, i, rec))
		entries = append(entries, store.Entry{Record: rec})
	}
	began := time.Now()
	for part := range slices.Chunk(entries, o.batch) {
		merger.left = len(part)
		if _, err := s.Put(ctx, "scale/1", part); err == nil {
			return fmt.Errorf("scale: articles behind number %d are there already: give a higher -until", o.until)
		} else if !errors.Is(err, errEnough) {
			return err
		}
	}
	whole := time.Since(began)
	for _, part := range []struct {
		name string
		took []storetest.Took
	}{{"first", known.Searched[:o.settle]}, {"then", known.Searched[o.settle:]}} {
		if n := len(part.took); n > 0 {
			var sum storetest.Took
			for _, d := range part.took {
				sum.Time += d.Time
				sum.CPU += d.CPU
			}
			slices.SortFunc(part.took, func(a, b storetest.Took) int { return cmp.Compare(a.Time, b.Time) })
			fmt.Printf("%-5s %5d new articles beside %d: copies mean %.2f ms (CPU %.2f), median %.2f ms, p95 %.2f ms, worst %.2f ms\n", part.name, n, o.until,
				ms(sum.Time)/float64(n), ms(sum.CPU)/float64(n), ms(part.took[n/2].Time), ms(part.took[n*95/100].Time), ms(part.took[n-1].Time))
		}
	}
	fmt.Printf("all that is written of them before the end of a transaction: %.2f ms each\n", ms(whole)/float64(len(entries)))
	return nil
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
