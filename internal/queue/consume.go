package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"onrecord/internal/store"
)

// inStream is how many messages a worker lets lie in the stream beyond what it takes itself: enough to keep a fleet busy
// between two ticks, few enough that a wiped stream is soon filled again.
const inStream = 5000

// Consume implements Queue.
func (q *NATS) Consume(ctx context.Context, n int, fn func(context.Context, []*Delivery) error) error {
	next := time.Time{}
	for ctx.Err() == nil {
		if err := q.ensure(ctx); err != nil {
			q.o.Log.Warn("queue: waiting for the server", "error", err)
			sleep(ctx, q.o.Tick)
			continue
		}
		if !time.Now().Before(next) {
			next = time.Now().Add(q.o.Tick)
			if err := q.tend(ctx); err != nil {
				if ctx.Err() != nil {
					return nil
				}
				q.o.Log.Warn("queue: the stream could not be filled", "error", err)
				q.lost()
				sleep(ctx, q.o.Tick)
				continue
			}
		}
		ds, err := q.fetch(ctx, n)
		if err != nil && ctx.Err() == nil {
			q.o.Log.Warn("queue: nothing could be fetched", "error", err)
			q.lost()
			sleep(ctx, q.o.Tick)
		}
		if len(ds) == 0 {
			continue
		}
		if ds, err = exhausted(ctx, ds); err != nil {
			return err
		}
		alive := KeepAlive(ctx, q.o.AckWait/3, func(context.Context) {
			for _, d := range ds {
				_ = d.answer.(*natsAnswer).m.InProgress()
			}
		})
		err = fn(ctx, ds)
		alive()
		giveBack(context.WithoutCancel(ctx), ds)
		if err != nil {
			return err
		}
	}
	return nil
}

// fetch takes up to n messages and looks up what they point to. What was read meanwhile is acknowledged, what is foreign
// is thrown out.
func (q *NATS) fetch(ctx context.Context, n int) ([]*Delivery, error) {
	batch, err := q.consumer.Fetch(n, jetstream.FetchMaxWait(q.o.Tick))
	if err != nil {
		return nil, q.explain("fetching", err)
	}
	var ds []*Delivery
	for m := range batch.Messages() {
		d, err := q.lookUp(ctx, m)
		if err != nil {
			_ = m.NakWithDelay(q.o.Tick)
			q.o.Log.Warn("queue: a message could not be looked up", "error", err)
			continue
		}
		if d != nil {
			ds = append(ds, d)
		}
	}
	if err := batch.Error(); err != nil && !errors.Is(err, nats.ErrTimeout) {
		return ds, q.explain("fetching", err)
	}
	return ds, nil
}

// lookUp turns a message into a delivery; nil when there is nothing to do.
func (q *NATS) lookUp(ctx context.Context, m jetstream.Msg) (*Delivery, error) {
	p, err := decode(m.Data())
	if err != nil {
		q.o.Log.Warn("queue: a foreign message was thrown out", "subject", m.Subject(), "bytes", len(m.Data()), "error", err)
		return nil, m.TermWithReason("foreign")
	}
	l, waits, err := q.o.Store.Unread(ctx, p.Article)
	if errors.Is(err, store.ErrNotFound) {
		q.o.Log.Warn("queue: a message names an article that the store does not hold", "article", p.Article)
		return nil, m.TermWithReason("unknown article")
	}
	if err != nil {
		return nil, err
	}
	if !waits {
		return nil, m.Ack()
	}
	meta, err := m.Metadata()
	if err != nil {
		return nil, err
	}
	return &Delivery{Lease: l, Tries: int(meta.NumDelivered), answer: &natsAnswer{q: q, m: m, id: p.Article}}, nil
}

// natsAnswer answers a message.
type natsAnswer struct {
	q  *NATS
	m  jetstream.Msg
	id string
}

func (a *natsAnswer) ack(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	return a.m.DoubleAck(ctx)
}

func (a *natsAnswer) nak(_ context.Context, after time.Duration) error {
	if after <= 0 {
		return a.m.Nak()
	}
	return a.m.NakWithDelay(after)
}

// term writes to the store first: a message must not go before somebody else knows what became of the article.
func (a *natsAnswer) term(ctx context.Context, why string) error {
	if err := a.q.o.Store.Fail(ctx, a.id, why); err != nil {
		return err
	}
	return a.m.TermWithReason(why)
}

// tend fills the stream from the store, finds what the stream lost, and buries what died.
func (q *NATS) tend(ctx context.Context) error {
	if err := q.bury(ctx); err != nil {
		return err
	}
	info, err := q.stream.Info(ctx)
	if err != nil {
		return q.explain("the stream", err)
	}
	should, err := q.o.Store.HandedOut(ctx)
	if err != nil {
		return err
	}
	// Messages outnumber the articles that wait, if anything: an article is read before its message goes. Fewer messages
	// mean that the stream lost some, or that a worker died between marking an article and publishing it.
	if uint64(should) > info.State.Msgs {
		n, err := q.o.Store.TakeBack(ctx, nil, q.o.Now().Add(-q.o.Settled))
		if err != nil {
			return err
		}
		if n > 0 {
			q.o.Log.Warn("queue: the stream holds fewer messages than it should; publishing again", "messages", info.State.Msgs, "should", should, "again", n)
		}
	}
	if info.State.Msgs >= inStream {
		return nil
	}
	return q.publish(ctx)
}

// publish hands waiting articles to the stream.
func (q *NATS) publish(ctx context.Context) error {
	stamp := q.o.Now().UnixNano()
	ps, err := q.o.Store.HandOut(ctx, 1000)
	if err != nil || len(ps) == 0 {
		return err
	}
	type sent struct {
		article string
		confirm jetstream.PubAckFuture
	}
	var futures []sent
	failed := []string{}
	for _, p := range ps {
		b, err := json.Marshal(message{Pointer: p})
		if err != nil {
			return err
		}
		// One id for one handing out: an article that failed and is tried again within the window must not be taken for a
		// duplicate, nor two articles with one text.
		f, e := q.js.PublishMsgAsync(&nats.Msg{Subject: q.subject(), Data: b}, jetstream.WithMsgID(fmt.Sprintf("%s:%d", p.Article, stamp)))
		if e != nil {
			failed, err = append(failed, p.Article), e
			continue
		}
		futures = append(futures, sent{p.Article, f})
	}
	late := time.After(10 * time.Second)
	for _, f := range futures {
		select {
		case <-f.confirm.Ok():
			continue
		case err = <-f.confirm.Err():
		case <-late:
			err = errors.New("the server did not confirm in 10 s")
			late = time.After(0)
		case <-ctx.Done():
		}
		failed = append(failed, f.article)
	}
	if len(failed) == 0 {
		return nil
	}
	// A full stream (DiscardNew) comes here as well: the articles wait in the store until there is room.
	if _, e := q.o.Store.TakeBack(context.WithoutCancel(ctx), failed, time.Time{}); e != nil {
		return e
	}
	if err == nil {
		err = ctx.Err()
	}
	return q.explain(fmt.Sprintf("publishing (%d of %d refused)", len(failed), len(ps)), err)
}

// bury gives up articles whose messages were delivered as often as they may: each time the worker died.
func (q *NATS) bury(ctx context.Context) error {
	batch, err := q.dead.FetchNoWait(100)
	if err != nil {
		return q.explain("the dead", err)
	}
	for m := range batch.Messages() {
		var advisory struct {
			Seq uint64 `json:"stream_seq"`
		}
		if err := json.Unmarshal(m.Data(), &advisory); err != nil {
			_ = m.TermWithReason("foreign")
			continue
		}
		raw, err := q.stream.GetMsg(ctx, advisory.Seq)
		if err == nil {
			if p, err := decode(raw.Data); err == nil {
				if err := q.o.Store.Fail(ctx, p.Article, fmt.Sprintf("given up: %d workers began to read it and none came to an end", deliveries)); err != nil {
					return err
				}
			}
			err = q.stream.DeleteMsg(ctx, advisory.Seq)
		}
		if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
			return q.explain("the dead", err)
		}
		if err := m.Ack(); err != nil {
			return q.explain("the dead", err)
		}
	}
	return nil
}
