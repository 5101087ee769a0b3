// Command scale fills a store with the articles of a storetest.World and measures what its queries take: the figures of
// docs/formats/store.md.
//
//	go run ./internal/store/storetest/scale -articles 1000000 -store scale.db -batch 4000 -cache 2048 -raw=false
//
// A store that holds the articles already is only measured; an interrupted filling goes on where it was.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"runtime/pprof"
)

// settings are the flags.
type settings struct {
	articles, until, batch, cache, search, settle, rounds int
	path, profile                                         string
	merging, raw, fill, house                             bool
}

func main() {
	var o settings
	flag.IntVar(&o.articles, "articles", 10_000, "how many articles the world has")
	flag.IntVar(&o.until, "until", 0, "put the first so many of them only; 0 = all")
	flag.StringVar(&o.path, "store", "", "the store, a file that is made")
	flag.BoolVar(&o.merging, "merge", false, "merge for real, and not by what the world knows")
	flag.BoolVar(&o.raw, "raw", true, "keep the fetched bytes")
	flag.BoolVar(&o.fill, "fill", true, "put what is missing; without it the store is only measured")
	flag.IntVar(&o.batch, "batch", 200, "articles in a transaction")
	flag.IntVar(&o.cache, "cache", 0, "MiB of the file that are kept in memory while it is filled; 0 = as onrecord does")
	flag.IntVar(&o.search, "search", 0, "do nothing but put so many articles from number -until on, which is not to be there yet, measure what looking for copies takes, and roll back")
	flag.IntVar(&o.settle, "settle", 0, "of -search: so many more before them, told apart")
	flag.BoolVar(&o.house, "house", false, "do nothing but mark the house text of a store that was filled without -merge, so that -search finds it as merging would have left it")
	flag.IntVar(&o.rounds, "rounds", 20, "how often each query is asked, with different values; 0 = not at all")
	flag.StringVar(&o.profile, "cpuprofile", "", "write a CPU profile of all of it into this file")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := profiled(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func profiled(ctx context.Context, o settings) error {
	if o.path == "" {
		return errors.New("scale: give -store FILE")
	}
	if o.until <= 0 || o.until > o.articles && o.search == 0 {
		o.until = o.articles
	}
	if o.profile != "" {
		f, err := os.Create(o.profile)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	debug.SetGCPercent(400) // memory is there, and a filling makes much garbage
	return run(ctx, o)
}
