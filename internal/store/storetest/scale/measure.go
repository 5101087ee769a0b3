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
	h, err := s.Check(ctx, false)
	if err != nil {
		return err
	}
	fmt.Printf("%+v, %d MB on disk\n", h.Counts, h.Size>>20)
	for _, q := range storetest.Queries(w, h.Counts.Read) {
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

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
