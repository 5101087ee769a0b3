package cli

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"onrecord/internal/access"
	"onrecord/internal/ingest"
	"onrecord/internal/metric"
	"onrecord/internal/read"
	"onrecord/internal/worker"
)

type workerCmd struct {
	storeFlag `embed:""`
	queueFlag `embed:""`
	Workers   int    `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
	Batch     int    `help:"Articles that one transaction stores at most." default:"32"`
	Listen    string `help:"Address for /healthz, /readyz and /metrics; empty = none." default:"127.0.0.1:9090"`
	Debug     string `help:"Loopback address for profiles and the flight recorder; empty = none." placeholder:"ADDRESS"`
	Pin       bool   `help:"Make this program's version of the reading the one that all workers of the store must run."`
}

// jsonLog is the log of what runs for long: one JSON object a line.
func jsonLog(s *streams) *slog.Logger { return slog.New(slog.NewJSONHandler(s.err, nil)) }

func (c *workerCmd) Run(s *streams) error {
	if c.Debug != "" && !access.Loopback(c.Debug) {
		return errUsage{fmt.Errorf("worker: --debug %s: profiles are served on a loopback address only, such as 127.0.0.1:6060", c.Debug)}
	}
	ctx, stop := interruptible()
	defer stop()
	g, err := newIngester(ctx, &c.storeFlag, nil, c.Workers)
	if err != nil {
		return err
	}
	defer g.Store.Close()
	if c.Pin {
		if _, err := g.Store.Pin(ctx, read.Pipeline(), true); err != nil {
			return err
		}
	}
	q, err := c.queueFlag.open(s, g.Store, owner())
	if err != nil {
		return err
	}
	defer q.Close()
	w := worker.Worker{Store: g.Store, Queue: q, Read: g.ReadLease, Pipeline: read.Pipeline(), Slots: c.Workers, Batch: c.Batch,
		Log: jsonLog(s), Metrics: metric.New(Version, read.Pipeline())}
	w.Metrics.Watch(g.Store, time.Now)
	w.Log.Info("worker", "store", g.Store.Name(), "pipeline", w.Pipeline, "owner", owner())
	var servers sync.WaitGroup
	defer servers.Wait()
	pages, end := context.WithCancel(context.Background())
	defer end() // after the last batch
	if err := c.pages(pages, &servers, &w, g, stop); err != nil {
		return err
	}
	err = w.Run(ctx)
	w.Log.Info("worker ended")
	return err
}

// pages serves health, metrics and profiles; a page that cannot be served ends the worker.
func (c *workerCmd) pages(ctx context.Context, servers *sync.WaitGroup, w *worker.Worker, g *ingest.Ingester, stop func()) error {
	if c.Listen != "" {
		checks := map[string]func(context.Context) error{"queue": w.Queue.Ready,
			"store": func(ctx context.Context) error { _, err := g.Store.Seq(ctx); return err }}
		servers.Go(func() {
			if err := worker.Serve(ctx, c.Listen, worker.Health(w.Metrics, checks)); err != nil {
				w.Log.Error("worker: --listen", "error", err)
				stop()
			}
		})
	}
	if c.Debug == "" {
		return nil
	}
	h, end, err := worker.Debug()
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, end)
	servers.Go(func() {
		if err := worker.Serve(ctx, c.Debug, h); err != nil {
			w.Log.Error("worker: --debug", "error", err)
			stop()
		}
	})
	return nil
}
