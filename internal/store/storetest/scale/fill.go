package main

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

func run(ctx context.Context, o settings) error {
	if o.house {
		return house(ctx, o.path)
	}
	w := storetest.New(storetest.Options{Seed: 1, Articles: o.articles, Copies: 0.1})
	if o.search > 0 {
		return searching(ctx, w, o)
	}
	known, err := storetest.NewKnown()
	if err != nil {
		return err
	}
	options := store.Options{Merger: known, ReadOnly: !o.fill, Cache: o.cache}
	if o.merging {
		options.Merger = nil
	}
	s, err := store.Open(ctx, o.path, options)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if o.fill {
		if err := fill(ctx, s, w, known, o); err != nil {
			return err
		}
	}
	if o.rounds <= 0 {
		return nil
	}
	return measure(ctx, s, w, o.rounds)
}

// every is how many articles are put between two lines of progress.
const every = 20_000

// again is how many articles a resumed filling goes through anew, so that Known knows the acts that are still reported.
const again = 40_000

type made struct {
	rec  *doc.Record
	told storetest.Told
}

// fill puts what is missing, from where an earlier run stopped.
func fill(ctx context.Context, s *store.Store, w *storetest.World, known *storetest.Known, o settings) error {
	c, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	if c.Read >= o.until {
		return nil
	}
	for i := max(0, c.Read-again); i < c.Read; i++ {
		known.Recall(w.Record(i), w.Truth(i))
	}
	ch := make(chan made, 2*o.batch)
	go func() {
		defer close(ch)
		for i := c.Read; i < o.until && ctx.Err() == nil; i++ {
			rec := w.Record(i)
			ch <- made{rec, known.Told(w, i, rec)}
		}
	}()
	started, putting, n := time.Now(), time.Duration(0), 0
	var entries []store.Entry
	put := func() error {
		t := time.Now()
		_, err := s.Put(ctx, "scale/1", entries)
		putting += time.Since(t)
		if n/every != (n+len(entries))/every {
			fmt.Printf("%d articles, %.2f ms each to put, %.0f s\n", c.Read+n, putting.Seconds()*1000/float64(n+len(entries)), time.Since(started).Seconds())
		}
		n += len(entries)
		entries = entries[:0]
		return err
	}
	for m := range ch {
		known.Tell(m.told)
		e := store.Entry{Record: m.rec}
		if o.raw {
			e.Raw, e.Type = []byte(m.rec.Article.Text), "text/plain"
		}
		if entries = append(entries, e); len(entries) == o.batch {
			if err := put(); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(entries) > 0 {
		if err := put(); err != nil {
			return err
		}
	}
	fmt.Printf("put %d articles in %.0f s, %.2f ms each\n", n, time.Since(started).Seconds(), putting.Seconds()*1000/float64(n))
	return nil
}
