package main

import (
	"context"
	"fmt"
	"slices"
	"time"

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

// searching puts new articles, for which copies are looked up as ever among all that are stored, and says what that takes.
func searching(ctx context.Context, s *store.Store, w *storetest.World, known *storetest.Known, n int) error {
	c, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	known.Search = true
	var took []time.Duration
	whole := time.Duration(0)
	for i := c.Read; i < c.Read+n; i++ {
		rec := w.Record(i)
		known.Tell(known.Told(w, i, rec))
		known.Searching = 0
		began := time.Now()
		if _, err := s.Put(ctx, "scale/1", []store.Entry{{Record: rec}}); err != nil {
			return err
		}
		whole += time.Since(began)
		took = append(took, known.Searching)
	}
	slices.Sort(took)
	fmt.Printf("one new article among %d: copies median %.2f ms, p95 %.2f ms, worst %.2f ms; all of it, in a transaction of its own, %.1f ms\n", c.Read,
		ms(took[n/2]), ms(took[n*95/100]), ms(took[n-1]), ms(whole)/float64(n))
	return nil
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
