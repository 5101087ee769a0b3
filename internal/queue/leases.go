package queue

import (
	"context"
	"time"

	"onrecord/internal/store"
)

// Leases is the queue made of leases in the store: enough for a few machines, with nothing to run besides.
type Leases struct {
	Store *store.Store
	Owner string        // names this worker; no two may have the same
	Time  time.Duration // how long an article is a worker's own after its last sign of life; 0 = 5 minutes
	Poll  time.Duration // how often an empty store is looked at; 0 = 2 s
	Now   func() time.Time
}

// fill sets what was left out.
func (q *Leases) fill() {
	if q.Time <= 0 {
		q.Time = 5 * time.Minute
	}
	if q.Poll <= 0 {
		q.Poll = 2 * time.Second
	}
	if q.Now == nil {
		q.Now = time.Now
	}
}

// Consume implements Queue.
func (q *Leases) Consume(ctx context.Context, n int, fn func(context.Context, []*Delivery) error) error {
	q.fill()
	defer func() { _ = q.Store.Release(context.WithoutCancel(ctx), q.Owner) }()
	for ctx.Err() == nil {
		leases, err := q.Store.Lease(ctx, q.Owner, n, q.Now().Add(q.Time))
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		ds := make([]*Delivery, 0, len(leases))
		for _, l := range leases {
			ds = append(ds, &Delivery{Lease: l, Tries: l.Tries, answer: &leaseAnswer{q: q, id: l.Article.ID}})
		}
		if ds, err = exhausted(ctx, ds); err != nil {
			return err
		}
		if len(ds) == 0 {
			if len(leases) == 0 {
				sleep(ctx, q.Poll)
			}
			continue
		}
		alive := KeepAlive(ctx, q.Time/3, func(ctx context.Context) { _ = q.Store.Extend(ctx, q.Owner, q.Now().Add(q.Time)) })
		err = fn(ctx, ds)
		alive()
		giveBack(context.WithoutCancel(ctx), ds)
		if err != nil {
			return err
		}
	}
	return nil
}

// KeepAlive calls f at every interval until stop.
func KeepAlive(ctx context.Context, every time.Duration, f func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for sleep(ctx, every) {
			f(ctx)
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// leaseAnswer answers a lease.
type leaseAnswer struct {
	q  *Leases
	id string
}

// ack has nothing to do: storing the record ended the lease.
func (a *leaseAnswer) ack(context.Context) error { return nil }

func (a *leaseAnswer) nak(ctx context.Context, after time.Duration) error {
	return a.q.Store.GiveBack(ctx, a.q.Owner, a.id, a.q.Now().Add(after-time.Microsecond), after == 0)
}

func (a *leaseAnswer) term(ctx context.Context, why string) error {
	return a.q.Store.Fail(ctx, a.id, why)
}

// Status implements Queue.
func (q *Leases) Status(ctx context.Context) (Status, error) { return status(ctx, q.Store, "store") }

// Retry implements Queue.
func (q *Leases) Retry(ctx context.Context, id string) (int, error) { return retry(ctx, q.Store, id) }

// Drop implements Queue.
func (q *Leases) Drop(ctx context.Context, id string) (int, error) { return drop(ctx, q.Store, id) }

// Ready implements Queue.
func (q *Leases) Ready(ctx context.Context) error {
	_, err := q.Store.Seq(ctx)
	return err
}

// Close implements Queue; the store is the caller's.
func (q *Leases) Close() error { return nil }
