package drill

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/queue"
	"onrecord/internal/queue/queuetest"
	"onrecord/internal/read"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/worker"
)

// orders tell a worker process what to do.
type orders struct {
	Store, Queue, Owner string
	Seed                uint64
	Articles            int
	Pause               time.Duration // reading takes up to so long
	Skew                time.Duration // the worker's clock is wrong by so much
	Archives            bool          // read archives and articles with the real reader
}

const ordersKey = "ONRECORD_DRILL_ORDERS"

// TestMain is also the main program of the worker processes.
func TestMain(m *testing.M) {
	if o := os.Getenv(ordersKey); o != "" {
		if err := obey(o); err != nil {
			fmt.Fprintln(os.Stderr, "drill worker:", err)
			os.Exit(1)
		}
		return
	}
	if o := os.Getenv(natsKey); o != "" {
		fmt.Fprintln(os.Stderr, "drill NATS:", serveNATS(o))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// leaseTime is short, so that the work of the dead comes back soon.
const leaseTime = 3 * time.Second

func obey(text string) error {
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	fmt.Println("started") // from now on SIGTERM drains
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	var s *store.Store
	for {
		var err error
		if s, err = store.Open(ctx, o.Store, store.Options{Now: o.now}); err == nil {
			break
		}
		log.Warn("drill worker: the store is away", "error", err)
		select {
		case <-ctx.Done():
			log.Info("drill worker: stopped before it began")
			return nil // as the program does
		case <-time.After(200 * time.Millisecond):
		}
	}
	q, err := openQueue(s, &o, log)
	if err != nil {
		return err
	}
	if o.Archives {
		return obeyReally(ctx, s, q, o, log)
	}
	w := storetest.New(storetest.Options{Seed: o.Seed, Articles: o.Articles, Copies: 0.2})
	read := queuetest.Reader(w, o.Articles)
	x := worker.Worker{Store: s, Queue: q, Pipeline: queuetest.Pipeline, Slots: 2, Batch: 8, Log: log, Pause: 200 * time.Millisecond,
		Read: func(l *store.Lease) (*doc.Record, error) {
			if o.Pause > 0 {
				time.Sleep(rand.N(o.Pause))
			}
			return read(l)
		}}
	return x.Run(ctx)
}

// obeyReally reads articles and archives as the program does.
func obeyReally(ctx context.Context, s *store.Store, q queue.Queue, o orders, log *slog.Logger) error {
	g, err := realIngester(s)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- readArchives(ctx, s, o, log) }()
	x := worker.Worker{Store: s, Queue: q, Pipeline: read.Pipeline(), Slots: 1, Batch: 8, Log: log, Pause: 200 * time.Millisecond, Read: g.ReadLease}
	err = x.Run(ctx)
	return errors.Join(err, <-ended)
}

// now is the worker's clock.
func (o *orders) now() time.Time { return time.Now().Add(o.Skew) }

func openQueue(s *store.Store, o *orders, log *slog.Logger) (queue.Queue, error) {
	if o.Queue == "" {
		return &queue.Leases{Store: s, Owner: o.Owner, Time: leaseTime, Poll: 50 * time.Millisecond, Now: o.now}, nil
	}
	return queue.Connect(queue.NATSOptions{URL: o.Queue, Store: s, Now: o.now, AckWait: leaseTime, Settled: time.Second, Tick: 100 * time.Millisecond, Log: log})
}

// fleet is a number of worker processes.
type fleet struct {
	t       *testing.T
	orders  orders
	workers []*exec.Cmd
	started int
	kills   int
	skewed  int // workers with wrong clocks
	log     *os.File
	attach  func(pid int) // is told of every process that is started; nil = nobody
}

func newFleet(t *testing.T, o orders, n int) *fleet {
	t.Helper()
	log, err := os.CreateTemp(t.TempDir(), "workers-*.log")
	if err != nil {
		t.Fatal(err)
	}
	f := &fleet{t: t, orders: o, log: log}
	for range n {
		f.workers = append(f.workers, f.start())
	}
	t.Cleanup(func() {
		for _, c := range f.workers {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
		if t.Failed() {
			b, _ := os.ReadFile(log.Name())
			t.Logf("the workers said, at the end:\n%s", b[max(0, len(b)-6000):])
		}
		_ = log.Close()
	})
	return f
}

func (f *fleet) start() *exec.Cmd {
	f.t.Helper()
	f.started++
	o := f.orders
	o.Owner = fmt.Sprint("w", f.started)
	if f.started%3 == 0 { // by up to five seconds, where a lease holds for three
		o.Skew = time.Duration(f.started*7%11-5) * time.Second
		f.skewed++
	}
	text, err := json.Marshal(o)
	if err != nil {
		f.t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), ordersKey+"="+string(text), "GOMAXPROCS=1")
	c.Stderr = f.log
	said, err := c.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		f.t.Fatal(err)
	}
	if f.attach != nil {
		f.attach(c.Process.Pid)
	}
	if _, err := io.ReadFull(said, make([]byte, 1)); err != nil {
		f.t.Errorf("a worker does not start: %v", err)
	}
	return c
}

// kill kills a worker at random, at once and without a word, and starts another in its place.
func (f *fleet) kill(r *rand.Rand) {
	i := r.IntN(len(f.workers))
	_ = f.workers[i].Process.Kill()
	_ = f.workers[i].Wait()
	f.kills++
	f.workers[i] = f.start()
}

// drain ends all workers by SIGTERM and expects that each ends well.
func (f *fleet) drain() {
	f.t.Helper()
	f.stop()
	f.drained()
}

// stop tells all workers to drain.
func (f *fleet) stop() {
	for _, c := range f.workers {
		_ = c.Process.Signal(syscall.SIGTERM)
	}
}

// drained waits for the workers that were told to drain.
func (f *fleet) drained() {
	f.t.Helper()
	for _, c := range f.workers {
		if err := c.Wait(); err != nil {
			f.t.Errorf("a worker did not drain: %v", err)
		}
	}
	f.workers = nil
}
