package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"onrecord/internal/access"
	"onrecord/internal/ingest"
	"onrecord/internal/metric"
	"onrecord/internal/queue"
	"onrecord/internal/store"
	"onrecord/internal/worker"
)

type workerCmd struct {
	storeFlag  `embed:""`
	queueFlag  `embed:""`
	fetchFlags `embed:""`
	ownFlags   `embed:""`
	Workers    int    `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
	Batch      int    `help:"Articles that one transaction stores at most." default:"32"`
	Listen     string `help:"Address for /healthz, /readyz and /metrics; empty = none." default:"127.0.0.1:9090"`
	Debug      string `help:"Loopback address for profiles and the flight recorder; empty = none." placeholder:"ADDRESS"`
	Archives   bool   `help:"Read archives as well that were queued with \"queue add\"; --no-archives for a machine that does not have the files." default:"true" negatable:""`
	Pin        bool   `help:"Make this program's version of the reading the one that all workers of the store must run."`
}

// jsonLog is the log of what runs for long: one JSON object a line.
func jsonLog(s *streams) *slog.Logger { return slog.New(slog.NewJSONHandler(s.err, nil)) }

func (c *workerCmd) Run(s *streams) error {
	if c.Debug != "" && !access.Loopback(c.Debug) {
		return errUsage{fmt.Errorf("worker: --debug %s: profiles are served on a loopback address only, such as 127.0.0.1:6060", c.Debug)}
	}
	ctx, stop := interruptible()
	defer stop()
	name, log := owner(), jsonLog(s)
	g, q, err := c.start(ctx, s, name)
	if err != nil {
		return atStart(ctx, log, err)
	}
	defer g.Store.Close()
	defer q.Close()
	return c.work(ctx, log, g, q, name)
}

// work reads what waits until ctx ends, a page cannot be served any longer, or a reading hangs.
func (c *workerCmd) work(ctx context.Context, log *slog.Logger, g *ingest.Ingester, q queue.Queue, name string) error {
	w := worker.Worker{Store: g.Store, Queue: q, Read: g.ReadLease, Pipeline: g.Reader.Pipeline(), Slots: c.Workers, Batch: c.Batch,
		Log: log, Metrics: metric.New(Version, g.Reader.Pipeline())}
	w.Metrics.Watch(g.Store, time.Now)
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	watchReadings(g, log, w.Metrics, 1, end)
	w.Log.Info("worker", "store", g.Store.Name(), "pipeline", w.Pipeline, "owner", name)
	stop := func() { end(nil) }
	pages, err := c.pages(&w, g, stop)
	if err != nil {
		return err
	}
	err = cmp.Or(c.run(ctx, stop, &w, g, name), hung(ctx))
	err = errors.Join(err, pages.close()) // after the last batch
	w.Log.Info("worker ended")
	return err
}

// start opens store and queue and loads the reader.
func (c *workerCmd) start(ctx context.Context, s *streams, name string) (*ingest.Ingester, queue.Queue, error) {
	g, err := newIngester(ctx, s, &c.storeFlag, &c.ownFlags, &c.fetchFlags, c.Workers)
	if err != nil {
		return nil, nil, err
	}
	if c.Pin {
		_, err = g.Store.Pin(ctx, g.Reader.Pipeline(), true)
	}
	var q queue.Queue
	if err == nil {
		q, err = c.queueFlag.open(s, g.Store, name)
	}
	if err != nil {
		_ = g.Store.Close()
		return nil, nil, err
	}
	return g, q, nil
}

// run reads articles and archives until ctx ends or one of the two may not go on.
func (c *workerCmd) run(ctx context.Context, stop func(), w *worker.Worker, g *ingest.Ingester, name string) error {
	if !c.Archives {
		return w.Run(ctx)
	}
	g.Report = func(step ingest.Step) {
		if step.Problem != "" {
			w.Log.Warn("archive", "record", step.Name, "problem", step.Problem)
		}
	}
	a := worker.Archives{Store: g.Store, Owner: name, Pipeline: w.Pipeline, Log: w.Log, Read: readPart(g)}
	ended := make(chan error, 1)
	go func() {
		defer stop()
		ended <- a.Run(ctx)
	}()
	err := w.Run(ctx)
	stop()
	return cmp.Or(err, <-ended)
}

// readPart reads parts of archives with an ingester.
func readPart(g *ingest.Ingester) func(context.Context, *store.Part, worker.Keep) (int, error) {
	return func(ctx context.Context, p *store.Part, keep worker.Keep) (int, error) {
		return g.AddPart(ctx, ingest.PartOf{Part: p, Keep: keep})
	}
}

// pages are what a worker serves: health and metrics, and profiles.
type pages struct {
	ctx     context.Context
	end     context.CancelFunc
	servers sync.WaitGroup
	broke   chan error
	stop    func() // called when a page breaks
}

// pages serves health, metrics and profiles until they are closed. An address that cannot be had is an error, and nothing is
// served then; a page that breaks later calls stop, and close says why.
func (c *workerCmd) pages(w *worker.Worker, g *ingest.Ingester, stop func()) (*pages, error) {
	p := &pages{broke: make(chan error, 2), stop: stop}
	p.ctx, p.end = context.WithCancel(context.Background())
	err := p.all(c, w, g)
	if err != nil {
		_ = p.close()
		return nil, err
	}
	return p, nil
}

func (p *pages) all(c *workerCmd, w *worker.Worker, g *ingest.Ingester) error {
	if c.Listen != "" {
		checks := map[string]func(context.Context) error{"queue": w.Queue.Ready,
			"store": func(ctx context.Context) error { _, err := g.Store.Seq(ctx); return err }}
		if err := p.serve(c.Listen, worker.Health(w.Metrics, checks)); err != nil {
			return err
		}
	}
	if c.Debug == "" {
		return nil
	}
	h, end, err := worker.Debug()
	if err != nil {
		return err
	}
	context.AfterFunc(p.ctx, end)
	return p.serve(c.Debug, h)
}

func (p *pages) serve(address string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	p.servers.Go(func() {
		if err := worker.ServeOn(p.ctx, l, h); err != nil {
			p.broke <- err
			p.stop()
		}
	})
	return nil
}

// close ends the pages, waits until they have ended, and says why one broke before.
func (p *pages) close() error {
	p.end()
	p.servers.Wait()
	close(p.broke)
	return <-p.broke
}
