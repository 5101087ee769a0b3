package queue_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"onrecord/internal/queue"
	"onrecord/internal/queue/queuetest"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/worker"
)

func TestLeases(t *testing.T) {
	t.Parallel()
	queuetest.Run(t, func(_ *testing.T, s *store.Store, owner string) queue.Queue {
		return &queue.Leases{Store: s, Owner: owner, Poll: 10 * time.Millisecond}
	})
}

func connect(t *testing.T, x *queuetest.Server, s *store.Store) *queue.NATS {
	t.Helper()
	q, err := queue.Connect(queue.NATSOptions{URL: x.URL(), Store: s, AckWait: 5 * time.Second, Settled: 500 * time.Millisecond, Tick: 50 * time.Millisecond,
		Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Close() })
	return q
}

func TestNATS(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	servers := map[*store.Store]*queuetest.Server{}
	queuetest.Run(t, func(t *testing.T, s *store.Store, _ string) queue.Queue {
		mu.Lock()
		defer mu.Unlock()
		if servers[s] == nil {
			servers[s] = queuetest.NATS(t)
		}
		return connect(t, servers[s], s)
	})
}

// work runs one worker until nothing waits.
func work(t *testing.T, s *store.Store, q queue.Queue, w *storetest.World, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	changed, stop := s.Changed()
	defer stop()
	go func() {
		for range changed {
			if c, err := s.Waiting(ctx); err == nil && c.New == 0 {
				cancel()
			}
			if ctx.Err() != nil {
				return
			}
		}
	}()
	x := worker.Worker{Store: s, Queue: q, Read: queuetest.Reader(w, n), Pipeline: queuetest.Pipeline, Batch: 4}
	if err := x.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Waiting(t.Context()); err != nil || c.New != 0 || c.Failed != 0 {
		t.Fatalf("%+v, %v", c, err)
	}
}

// TestNATSWiped: the server is stopped and comes back with an empty disk: everything is read all the same.
func TestNATSWiped(t *testing.T) {
	t.Parallel()
	w := storetest.New(storetest.Options{Seed: 41, Articles: 30})
	s := queuetest.Store(t, w, 30)
	server := queuetest.NATS(t)
	q := connect(t, server, s)
	ctx, cancel := context.WithCancel(t.Context())
	_ = q.Consume(ctx, 3, func(context.Context, []*queue.Delivery) error { cancel(); return nil })
	if n, err := s.HandedOut(t.Context()); err != nil || n != 30 {
		t.Fatalf("%d handed out, %v", n, err)
	}
	server.Stop()
	if err := q.Ready(t.Context()); err == nil {
		t.Error("ready without a server")
	}
	if err := server.Start(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	work(t, s, q, w, 30)
}

// TestNATSForeign: messages that are not ours, name nothing, or come twice do no harm.
func TestNATSForeign(t *testing.T) {
	t.Parallel()
	w := storetest.New(storetest.Options{Seed: 42, Articles: 5})
	s := queuetest.Store(t, w, 5)
	server := queuetest.NATS(t)
	q := connect(t, server, s)
	if _, err := q.Status(t.Context()); err != nil { // makes the stream
		t.Fatal(err)
	}
	conn, err := nats.Connect(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	first := w.Record(0).Article.ID
	for _, b := range []string{"", "hello", `{"article":7}`, `{"article":""}`, `{"article":"nothing","sha256":"x"}`, `{"article":"` + first + `"}`, `{"article":"` + first + `"}`, "\xff\x00"} {
		if _, err := js.Publish(t.Context(), "onrecord.work.read", []byte(b)); err != nil {
			t.Fatal(err)
		}
	}
	work(t, s, q, w, 5)
	empty(t, q)
}

// empty takes what is left in the stream and expects that nothing stays.
func empty(t *testing.T, q queue.Queue) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		st, err := q.Status(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if st.Stream.Messages == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("messages stay in the stream: %+v", st.Stream)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		_ = q.Consume(ctx, 4, func(context.Context, []*queue.Delivery) error { return nil })
		cancel()
	}
}

// TestNATSKillsWorkers: an article at which every worker dies is given up, and its message does not stay.
func TestNATSKillsWorkers(t *testing.T) {
	t.Parallel()
	w := storetest.New(storetest.Options{Seed: 43, Articles: 1})
	s := queuetest.Store(t, w, 1)
	q := connect(t, queuetest.NATS(t), s)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	deaths := 0
	for ctx.Err() == nil {
		if c, err := s.Waiting(ctx); err != nil || c.Failed == 1 {
			break
		}
		// Unanswered and given back, as often as it is delivered: as if the worker had died.
		one, stop := context.WithTimeout(ctx, 400*time.Millisecond)
		_ = q.Consume(one, 1, func(context.Context, []*queue.Delivery) error { deaths++; stop(); return nil })
		stop()
	}
	st, err := q.Status(t.Context())
	// A worker that ends while it publishes leaves a second message: twice as many at the most.
	if err != nil || st.Failed != 1 || deaths < queue.MaxTries || deaths > 2*queue.MaxTries {
		t.Errorf("%d deaths, %+v, %v", deaths, st, err)
	}
	empty(t, q)
}
