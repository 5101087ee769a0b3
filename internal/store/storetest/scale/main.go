// Command scale fills a store with the articles of a storetest.World and measures what its queries take: the figures of
// docs/formats/store.md.
//
//	go run ./internal/store/storetest/scale -articles 1000000 -store /tmp/scale.db
//
// A store that holds the articles already is only measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

func main() {
	articles := flag.Int("articles", 10_000, "how many articles")
	path := flag.String("store", "", "the store, a file that is made")
	merging := flag.Bool("merge", false, "merge for real, and not by what the world knows")
	raw := flag.Bool("raw", true, "keep the fetched bytes")
	fill := flag.Bool("fill", true, "put what is missing; without it the store is only measured")
	rounds := flag.Int("rounds", 20, "how often each query is asked, with different values")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *path, *articles, *merging, *raw, *fill, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, path string, articles int, merging, raw, filling bool, rounds int) error {
	if path == "" {
		return errors.New("scale: give -store FILE")
	}
	known, err := storetest.NewKnown()
	if err != nil {
		return err
	}
	o := store.Options{Merger: known}
	if merging {
		o.Merger = nil
	}
	o.ReadOnly = !filling
	s, err := store.Open(ctx, path, o)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	w := storetest.New(storetest.Options{Seed: 1, Articles: articles, Copies: 0.1})
	if filling {
		if err := fill(ctx, s, w, known, articles, raw); err != nil {
			return err
		}
	}
	return measure(ctx, s, w, rounds)
}

const batch = 200

// fill puts what is missing, from where an earlier run stopped.
func fill(ctx context.Context, s *store.Store, w *storetest.World, known *storetest.Known, articles int, raw bool) error {
	c, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	type made struct {
		rec   *doc.Record
		truth storetest.Truth
	}
	ch := make(chan made, 2*batch)
	go func() {
		defer close(ch)
		for i := c.Read; i < articles && ctx.Err() == nil; i++ {
			ch <- made{w.Record(i), w.Truth(i)}
		}
	}()
	started, putting, n := time.Now(), time.Duration(0), 0
	var entries []store.Entry
	put := func() error {
		t := time.Now()
		_, err := s.Put(ctx, "scale/1", entries)
		putting += time.Since(t)
		n += len(entries)
		entries = entries[:0]
		if n%20_000 == 0 {
			fmt.Printf("%d articles, %.2f ms each to put, %.0f s\n", c.Read+n, putting.Seconds()*1000/float64(n), time.Since(started).Seconds())
		}
		return err
	}
	for m := range ch {
		known.Tell(m.rec, m.truth)
		e := store.Entry{Record: m.rec}
		if raw {
			e.Raw, e.Type = []byte(m.rec.Article.Text), "text/plain"
		}
		if entries = append(entries, e); len(entries) == batch {
			if err := put(); err != nil {
				return err
			}
		}
	}
	if len(entries) > 0 {
		if err := put(); err != nil {
			return err
		}
	}
	if n > 0 {
		fmt.Printf("put %d articles in %.0f s, %.2f ms each\n", n, time.Since(started).Seconds(), putting.Seconds()*1000/float64(n))
	}
	return ctx.Err()
}

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
