// Package queuetest is what every kind of queue must pass, and the NATS server that tests run in their own process.
package queuetest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"onrecord/internal/doc"
	"onrecord/internal/queue"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// Pipeline is the version under which the tests store records.
const Pipeline = "test/1"

// Store opens a new store with n articles of a world that wait to be read.
func Store(t testing.TB, w *storetest.World, n int) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "store.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	Wait(t, s, w, 0, n)
	return s
}

// Wait puts articles into a store that wait to be read.
func Wait(t testing.TB, s *store.Store, w *storetest.World, from, to int) {
	t.Helper()
	var entries []store.Entry
	for i := from; i < to; i++ {
		rec := w.Record(i)
		entries = append(entries, store.Entry{Record: &doc.Record{Article: rec.Article}, Unread: true, Raw: []byte(rec.Article.Text), Type: "text/plain"})
	}
	if _, err := s.Put(context.Background(), "", entries); err != nil {
		t.Fatal(err)
	}
}

// Reader reads articles of a world by looking them up.
func Reader(w *storetest.World, n int) func(*store.Lease) (*doc.Record, error) {
	byID := map[string]int{}
	for i := range n {
		byID[w.Record(i).Article.ID] = i
	}
	return func(l *store.Lease) (*doc.Record, error) { return w.Record(byID[l.Article.ID]), nil }
}

// Open connects a worker to the queue in front of a store. Called twice for one store it gives two workers of one queue.
type Open func(t *testing.T, s *store.Store, owner string) queue.Queue

// Run is what every kind of queue must pass.
func Run(t *testing.T, open Open) {
	t.Helper()
	for _, c := range []struct {
		name string
		run  func(*testing.T, Open)
	}{{"Everything", testEverything}, {"GivenBack", testGivenBack}, {"Dead", testDead}, {"Later", testLater}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, open)
		})
	}
}

const world = 40

var errStop = errors.New("stop")

// consume takes batches until f returns false.
func consume(t *testing.T, q queue.Queue, n int, f func(ds []*queue.Delivery) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	err := q.Consume(ctx, n, func(_ context.Context, ds []*queue.Delivery) error {
		if !f(ds) {
			return errStop
		}
		return nil
	})
	if !errors.Is(err, errStop) {
		t.Fatalf("the queue ended with %v", err)
	}
}

// testEverything: several workers get every article, store it, and nothing is left.
func testEverything(t *testing.T, open Open) {
	w := storetest.New(storetest.Options{Seed: 31, Articles: world})
	s := Store(t, w, world)
	read := Reader(w, world)
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	var mu sync.Mutex
	count := map[string]int{}
	var workers sync.WaitGroup
	for i := range 3 {
		q := open(t, s, fmt.Sprint("w", i))
		workers.Go(func() {
			err := q.Consume(ctx, 4, func(ctx context.Context, ds []*queue.Delivery) error {
				for _, d := range ds {
					if d.Lease.Article.Text == "" || d.Tries < 1 {
						t.Errorf("delivery %+v", d)
					}
					rec, err := read(&d.Lease)
					if err != nil {
						return err
					}
					if _, err := s.Put(ctx, Pipeline, []store.Entry{{Record: rec}}); err != nil {
						return err
					}
					if err := d.Ack(ctx); err != nil {
						return err
					}
					if d.Ack(ctx) == nil {
						t.Error("a second answer was taken")
					}
					mu.Lock()
					if count[d.Lease.Article.ID]++; len(count) == world {
						cancel()
					}
					mu.Unlock()
				}
				return nil
			})
			if err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	st, err := open(t, s, "look").Status(t.Context())
	if err != nil || len(count) != world || st.Waiting != 0 || st.Failed != 0 {
		t.Errorf("%d of %d delivered, status %+v, %v", len(count), world, st, err)
	}
	for id, n := range count {
		if n != 1 {
			t.Errorf("%s was delivered %d times", id, n)
		}
	}
}

// testGivenBack: what a worker does not answer goes to others, and a worker that drains keeps nothing.
func testGivenBack(t *testing.T, open Open) {
	w := storetest.New(storetest.Options{Seed: 32, Articles: 6})
	s := Store(t, w, 6)
	var first []string
	consume(t, open(t, s, "a"), 3, func(ds []*queue.Delivery) bool {
		for _, d := range ds {
			first = append(first, d.Lease.Article.ID)
		}
		return len(first) < 3
	})
	have := map[string]bool{}
	consume(t, open(t, s, "b"), 6, func(ds []*queue.Delivery) bool {
		for _, d := range ds {
			have[d.Lease.Article.ID] = true
			if err := d.Term(t.Context(), "seen"); err != nil {
				t.Error(err)
			}
		}
		return len(have) < 6
	})
	for _, id := range first {
		if !have[id] {
			t.Errorf("%s was given back and never came again", id)
		}
	}
}

// testDead: what is given up is listed with the reason, can be tried again, and dropped.
func testDead(t *testing.T, open Open) {
	w := storetest.New(storetest.Options{Seed: 33, Articles: 3})
	s := Store(t, w, 3)
	q := open(t, s, "a")
	bury := func(n int) {
		consume(t, q, 1, func(ds []*queue.Delivery) bool {
			for _, d := range ds {
				if err := d.Term(t.Context(), "no good"); err != nil {
					t.Error(err)
				}
				n--
			}
			return n > 0
		})
	}
	bury(3)
	st, err := q.Status(t.Context())
	if err != nil || st.Failed != 3 || st.Waiting != 0 || len(st.Dead) != 3 || st.Dead[0].Why != "no good" {
		t.Fatalf("%+v, %v", st, err)
	}
	if n, err := q.Retry(t.Context(), st.Dead[0].Article); err != nil || n != 1 {
		t.Errorf("retry of one: %d, %v", n, err)
	}
	bury(1)
	if n, err := q.Retry(t.Context(), ""); err != nil || n != 3 {
		t.Errorf("retry of all: %d, %v", n, err)
	}
	bury(3)
	if n, err := q.Drop(t.Context(), st.Dead[1].Article); err != nil || n != 1 {
		t.Errorf("drop of one: %d, %v", n, err)
	}
	if n, err := q.Drop(t.Context(), ""); err != nil || n != 2 {
		t.Errorf("drop of all: %d, %v", n, err)
	}
	if n, err := q.Retry(t.Context(), ""); err != nil || n != 0 {
		t.Errorf("the dropped were tried again: %d, %v", n, err)
	}
}

// testLater: articles that come while workers wait are delivered.
func testLater(t *testing.T, open Open) {
	w := storetest.New(storetest.Options{Seed: 34, Articles: 4})
	s := Store(t, w, 1)
	q := open(t, s, "a")
	n := 0
	consume(t, q, 1, func(ds []*queue.Delivery) bool {
		for _, d := range ds {
			if err := d.Term(t.Context(), "seen"); err != nil {
				t.Error(err)
			}
			if n++; n < 4 {
				Wait(t, s, w, n, n+1)
			}
		}
		return n < 4
	})
}

// Server is a NATS server within the test, which can be killed, wiped and started again on its port.
type Server struct {
	dir  string
	port int
	s    *server.Server
}

// NATS starts a server on a free port of loopback, with a folder of its own.
func NATS(t testing.TB) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x := &Server{dir: t.TempDir(), port: l.Addr().(*net.TCPAddr).Port}
	_ = l.Close()
	if err := x.Start(""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Stop)
	return x
}

// URL of the server.
func (x *Server) URL() string { return fmt.Sprintf("nats://127.0.0.1:%d", x.port) }

// Start starts the server, on another folder when one is given: as if its disk had been wiped.
func (x *Server) Start(dir string) error {
	if dir != "" {
		x.dir = dir
	}
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: x.port, JetStream: true, StoreDir: x.dir, NoLog: true, NoSigs: true, SyncAlways: true})
	if err != nil {
		return err
	}
	x.s = s
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		return errors.New("queuetest: the NATS server does not start")
	}
	return nil
}

// Stop ends the server.
func (x *Server) Stop() {
	x.s.Shutdown()
	x.s.WaitForShutdown()
}
