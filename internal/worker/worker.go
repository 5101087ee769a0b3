// Package worker reads what a queue delivers and stores the records: any number of workers on any number of machines.
//
// In go deliveries, out come rows and answers: an article is acknowledged only after its record is stored. A worker keeps
// nothing itself; killed at any moment, it loses no article and stores none twice. It refuses to run beside workers of
// another version of the reading, never reads the watch list, and never serves the page.
package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/metric"
	"onrecord/internal/queue"
	"onrecord/internal/store"
)

// ErrPipeline says that the store's workers run another version of the reading.
var ErrPipeline = errors.New("the workers of this store run another version of the reading")

// Worker reads articles. Its fields are set before use and not changed.
type Worker struct {
	Store    *store.Store
	Queue    queue.Queue
	Read     func(*store.Lease) (*doc.Record, error) // safe for concurrent use; an error puts the article aside
	Pipeline string                                  // the version of Read
	Slots    int                                     // articles read at the same time; 0 = the number of processors
	Batch    int                                     // articles that one transaction stores at most; 0 = 32
	Log      *slog.Logger
	Metrics  *metric.Set
	// Guest says that other programs' version counts and this one's does not: the server reads what waits where no worker
	// does, and is no reason for a worker of another version to refuse.
	Guest bool
	// Pause is how long the worker waits after an error of store or queue; 0 = 2 s.
	Pause time.Duration
}

// Run works until ctx ends: then what is being read is finished and stored, and the rest given back. It returns
// ErrPipeline when this worker may not run; every other error is logged and tried anew.
func (w *Worker) Run(ctx context.Context) error {
	w.fill()
	for ctx.Err() == nil {
		err := w.may(ctx)
		if err == nil {
			err = w.Queue.Consume(ctx, w.Batch, w.Do)
		}
		switch {
		case err == nil || ctx.Err() != nil:
		case errors.Is(err, ErrPipeline):
			return err
		default:
			w.Metrics.Errors.WithLabelValues("store").Inc()
			w.Log.Error("worker: trying again", "error", err, "after", w.Pause)
			select {
			case <-ctx.Done():
			case <-time.After(w.Pause):
			}
		}
	}
	return nil
}

func (w *Worker) fill() {
	if w.Slots <= 0 {
		w.Slots = runtime.GOMAXPROCS(0)
	}
	if w.Batch <= 0 {
		w.Batch = 32
	}
	if w.Pause <= 0 {
		w.Pause = 2 * time.Second
	}
	if w.Log == nil {
		w.Log = slog.New(slog.DiscardHandler)
	}
	if w.Metrics == nil {
		w.Metrics = metric.New("", w.Pipeline)
	}
}

// result is what became of a delivery.
type result struct {
	d    *queue.Delivery
	rec  *doc.Record
	took time.Duration
	why  string // could not be read
}

// Do reads, stores and acknowledges a batch. It is not cut short when ctx ends: what was begun is finished.
func (w *Worker) Do(ctx context.Context, ds []*queue.Delivery) error {
	w.fill()
	started := time.Now()
	if err := w.may(ctx); err != nil {
		return err
	}
	results := w.readAll(ctx, ds)
	late := context.WithoutCancel(ctx)
	var good []result
	failed := 0
	for _, r := range results {
		if r.why == "" {
			good = append(good, r)
			continue
		}
		failed++
		if err := r.d.Term(late, r.why); err != nil {
			return err
		}
	}
	read := time.Since(started)
	again, err := w.put(late, good)
	if err != nil {
		return err
	}
	w.count(results, len(ds), failed, again)
	w.Log.Info("batch", "articles", len(ds), "read", len(good)-again, "failed", failed, "again", again, "given_back", len(ds)-len(results),
		"read_ms", read.Milliseconds(), "total_ms", time.Since(started).Milliseconds())
	return nil
}

func (w *Worker) count(results []result, all, failed, again int) {
	m := w.Metrics
	m.Batch.Observe(float64(all))
	m.Articles.WithLabelValues("read").Add(float64(len(results) - failed - again))
	m.Articles.WithLabelValues("failed").Add(float64(failed))
	m.Articles.WithLabelValues("again").Add(float64(again))
	m.Articles.WithLabelValues("given back").Add(float64(all - len(results)))
	for _, r := range results {
		m.Read.Observe(r.took.Seconds())
		if r.rec != nil {
			m.Events.Add(float64(len(r.rec.Events)))
		}
	}
}

// readAll reads deliveries on all slots; when ctx ends no further one is begun.
func (w *Worker) readAll(ctx context.Context, ds []*queue.Delivery) []result {
	results := make([]result, len(ds))
	next := make(chan int)
	var readers sync.WaitGroup
	for range min(w.Slots, len(ds)) {
		readers.Go(func() {
			for i := range next {
				results[i] = w.readOne(ds[i])
			}
		})
	}
	begun := 0
	for ; begun < len(ds); begun++ {
		select {
		case next <- begun:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	readers.Wait()
	return results[:begun]
}

// readOne reads one article. Where reading was given up, or panicked, which it does on no text that is known, the article is put
// aside with what happened: it would hold or take down one worker after the other.
func (w *Worker) readOne(d *queue.Delivery) (r result) {
	started := time.Now()
	r.d = d
	defer func() {
		if p := recover(); p != nil {
			r.rec, r.why = nil, fmt.Sprintf("reading broke off: %v\n%s", p, debug.Stack())
			w.Log.Error("worker: reading broke off", "article", d.Lease.Article.ID, "panic", p)
		}
		r.took = time.Since(started)
	}()
	rec, err := w.Read(&d.Lease)
	if err != nil {
		r.why = err.Error()
		return r
	}
	r.rec = rec
	return r
}

// put stores records and acknowledges them; one that the store refuses does not keep the others. It returns how many will be tried
// again.
func (w *Worker) put(ctx context.Context, rs []result) (again int, err error) {
	if len(rs) == 0 {
		return 0, nil
	}
	entries := make([]store.Entry, len(rs))
	for i, r := range rs {
		entries[i] = store.Entry{Record: r.rec}
	}
	stored := w.Metrics.Observe("put")
	added, err := w.Store.PutEach(ctx, w.Pipeline, entries)
	stored()
	if err != nil {
		return 0, err
	}
	for i, r := range rs {
		err := added[i].Refused
		if err == nil {
			w.ack(ctx, r.d)
			continue
		}
		again++
		w.Log.Warn("worker: an article could not be stored", "article", r.d.Lease.Article.ID, "tries", r.d.Tries, "error", err)
		if r.d.Tries >= queue.MaxTries {
			err = r.d.Term(ctx, "its record could not be stored: "+err.Error())
		} else {
			err = r.d.Nak(ctx)
		}
		if err != nil {
			return again, err
		}
	}
	return again, nil
}

// ack acknowledges what is stored. Where the answer gets lost the article is delivered again, found read, and thrown away.
func (w *Worker) ack(ctx context.Context, d *queue.Delivery) {
	defer w.Metrics.Observe("ack")()
	if err := d.Ack(ctx); err != nil {
		w.Metrics.Errors.WithLabelValues("queue").Inc()
		w.Log.Warn("worker: an acknowledgement was lost", "article", d.Lease.Article.ID, "error", err)
	}
}
