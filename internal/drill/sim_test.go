package drill

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/limit"
	"onrecord/internal/queue"
	"onrecord/internal/queue/queuetest"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/worker"
)

var (
	schedules = flag.Int("schedules", 300, "schedules of the simulation")
	firstSeed = flag.Uint64("seed", 1, "seed of the first schedule; the other drills' seeds move with it")
)

// size is how many articles a schedule has.
const size = 8

// sim is one schedule: a store, a stream that loses, doubles and reorders, and workers that die, all moved step by step by
// one random source. Every step runs the real code of store and worker; only the stream is a model.
type sim struct {
	t      *testing.T
	r      *rand.Rand
	s      *store.Store
	w      *storetest.World
	read   func(*store.Lease) (*doc.Record, error)
	clock  time.Time
	stream []string // ids of articles; in order, unless it is shuffled
	tries  map[string]int
	added  int
	faults map[string]int
	leases bool // workers take leases
	queue  bool // workers take messages
}

// now is the clock of whoever acts: machines disagree by up to a minute.
func (x *sim) now() time.Time { return x.clock.Add(time.Duration(x.r.IntN(120)-60) * time.Second) }

func (x *sim) fault(name string) { x.faults[name]++ }

func (x *sim) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// record is what is read in an article.
func (x *sim) record(d *queue.Delivery) *doc.Record {
	x.t.Helper()
	rec, err := x.read(&d.Lease)
	x.must(err)
	return rec
}

// step does one thing at random. calm leaves the faults out.
func (x *sim) step(calm bool) {
	ctx := context.Background()
	x.clock = x.clock.Add(time.Duration(x.r.IntN(40)) * time.Second)
	switch n := x.r.IntN(10); {
	case n < 2 && x.added < size:
		more := min(size-x.added, 1+x.r.IntN(3))
		queuetest.Wait(x.t, x.s, x.w, x.added, x.added+more)
		x.added += more
		if !calm && x.r.IntN(3) == 0 {
			x.fault("added twice")
			queuetest.Wait(x.t, x.s, x.w, 0, x.added)
		}
	case n < 4 && x.queue:
		x.publish(ctx, calm)
	case n < 6 && x.queue:
		x.deliver(ctx, calm)
	case n < 8 && x.leases:
		leases, err := x.s.Lease(ctx, fmt.Sprint("w", x.r.IntN(3)), 1+x.r.IntN(3), x.now().Add(time.Minute))
		x.must(err)
		for _, l := range leases {
			id, owner := l.Article.ID, l
			x.work(ctx, []*queue.Delivery{queue.NewDelivery(owner, l.Tries, queue.Answers{
				Ack: func(context.Context) error { return nil },
				Nak: func(ctx context.Context, d time.Duration) error {
					return x.s.GiveBack(ctx, "w0", id, x.now().Add(d), d == 0)
				},
				Term: func(ctx context.Context, why string) error { return x.s.Fail(ctx, id, why) }})}, calm)
		}
	case !calm:
		x.breakOne()
	}
}

// publish moves pointers from the store into the stream, as queue.NATS does.
func (x *sim) publish(ctx context.Context, calm bool) {
	should, err := x.s.HandedOut(ctx)
	x.must(err)
	if should > len(x.stream) {
		_, err := x.s.TakeBack(ctx, nil, x.now().Add(-time.Minute))
		x.must(err)
	}
	ps, err := x.s.HandOut(ctx, 1+x.r.IntN(4))
	x.must(err)
	for _, p := range ps {
		switch n := x.r.IntN(10); {
		case !calm && n == 0:
			x.fault("died before publishing")
		case !calm && n == 1:
			x.fault("publish refused")
			_, err := x.s.TakeBack(ctx, []string{p.Article}, time.Time{})
			x.must(err)
		case !calm && n == 2:
			x.fault("published twice")
			x.stream = append(x.stream, p.Article, p.Article)
		default:
			x.stream = append(x.stream, p.Article)
		}
	}
}

// deliver takes messages from the stream and works on them, as queue.NATS does.
func (x *sim) deliver(ctx context.Context, calm bool) {
	var ds []*queue.Delivery
	n := min(len(x.stream), 1+x.r.IntN(3))
	taken := x.stream[:n]
	x.stream = x.stream[n:]
	for _, id := range taken {
		back := func() { x.stream = append(x.stream, id) }
		l, waits, err := x.s.Unread(ctx, id)
		x.must(err)
		if !waits {
			continue
		}
		x.tries[id]++
		ds = append(ds, queue.NewDelivery(l, 1, queue.Answers{
			Ack: func(context.Context) error {
				if !calm && x.r.IntN(4) == 0 {
					x.fault("acknowledgement lost")
					back()
					return errors.New("lost")
				}
				return nil
			},
			Nak:  func(context.Context, time.Duration) error { back(); return nil },
			Term: func(ctx context.Context, why string) error { return x.s.Fail(ctx, id, why) }}))
	}
	if !calm && x.r.IntN(5) == 0 {
		x.fault("worker died before reading")
		x.stream = append(x.stream, taken...)
		return
	}
	x.work(ctx, ds, calm)
}

// work lets a worker do a batch; it may die before, or the store may fail under it.
func (x *sim) work(ctx context.Context, ds []*queue.Delivery, calm bool) {
	if len(ds) == 0 {
		return
	}
	w := worker.Worker{Store: x.s, Read: x.read, Pipeline: queuetest.Pipeline, Slots: 1, Log: slog.New(slog.DiscardHandler)}
	switch n := x.r.IntN(8); {
	case !calm && n == 0:
		x.fault("worker died with a lease")
	case !calm && n == 1:
		x.fault("worker died after storing")
		_, err := x.s.Put(ctx, queuetest.Pipeline, []store.Entry{{Record: x.record(ds[0])}})
		x.must(err)
	case !calm && n == 2:
		x.fault("store broke off a transaction")
		broken, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := x.s.Put(broken, queuetest.Pipeline, []store.Entry{{Record: x.record(ds[0])}}); err == nil {
			x.t.Fatal("a transaction without time was stored")
		}
	case !calm && n == 3:
		if x.r.IntN(2) == 0 {
			x.fault("reading broke off")
			w.Read = func(*store.Lease) (*doc.Record, error) { panic("drill") }
		} else {
			x.fault("reading given up")
			w.Read = func(*store.Lease) (*doc.Record, error) {
				return nil, &limit.Exceeded{Time: time.Minute, Stage: "event"}
			}
		}
		x.must(w.Do(ctx, ds))
		_, err := x.s.Retry(ctx, "")
		x.must(err)
	default:
		x.must(w.Do(ctx, ds))
	}
}

// breakOne does something to the stream or the clock.
func (x *sim) breakOne() {
	switch x.r.IntN(4) {
	case 0:
		x.fault("stream wiped")
		x.stream = nil
	case 1:
		x.fault("stream reordered")
		x.r.Shuffle(len(x.stream), func(i, j int) { x.stream[i], x.stream[j] = x.stream[j], x.stream[i] })
	case 2:
		x.fault("clock jumped")
		x.clock = x.clock.Add(time.Duration(x.r.IntN(40)-10) * time.Minute)
	case 3:
		if len(x.stream) > 0 {
			x.fault("message lost")
			x.stream = x.stream[1:]
		}
	}
}

// TestSimulation runs many schedules and compares each store with that of an undisturbed run.
func TestSimulation(t *testing.T) {
	t.Parallel()
	const worlds = 4
	n := *schedules
	if testing.Short() {
		n = min(n, 40)
	}
	total := map[string]int{}
	articles, rows := 0, 0
	root := t.TempDir()
	for k := range worlds {
		w := storetest.New(storetest.Options{Seed: 100 + uint64(k), Articles: size, Copies: 0.3})
		want := alone(t, w, size)
		for seed := *firstSeed + uint64(k); seed < *firstSeed+uint64(n); seed += worlds {
			dir := filepath.Join(root, strconv.FormatUint(seed, 10))
			x := schedule(t, w, seed, dir)
			m, err := store.Compare(t.Context(), want, x.s, true)
			if err != nil {
				t.Fatalf("seed %d (go test ./internal/drill -run Simulation -seed %d -schedules %d): %v\nfaults: %v", seed, seed, worlds, err, x.faults)
			}
			x.must(x.s.Close())
			x.must(os.RemoveAll(dir)) // thousands of schedules would fill the disk
			for f, k := range x.faults {
				total[f] += k
			}
			articles, rows = articles+size, rows+m
		}
	}
	sum := 0
	for _, k := range total {
		sum += k
	}
	t.Logf("%d schedules from seed %d: %d articles, %d faults, %d rows equal to those of undisturbed runs: %v", n, *firstSeed, articles, sum, rows, total)
	if sum < n {
		t.Errorf("only %d faults in %d schedules", sum, n)
	}
}

// schedule runs one in a folder: faults first, then in peace until everything is read.
func schedule(t *testing.T, w *storetest.World, seed uint64, dir string) *sim {
	t.Helper()
	x := &sim{t: t, r: rand.New(rand.NewPCG(seed, 1)), w: w, read: queuetest.Reader(w, size), clock: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		tries: map[string]int{}, faults: map[string]int{}}
	// Each kind of queue alone, for one would make good what the other loses, and sometimes both.
	kind := x.r.IntN(5)
	x.leases, x.queue = kind != 0 && kind != 1, kind != 2 && kind != 3
	var err error
	x.s, err = store.Open(t.Context(), filepath.Join(dir, "s.db"), store.Options{Now: func() time.Time { return x.now() }})
	x.must(err)
	for range 40 {
		x.step(false)
	}
	for range 4000 {
		x.step(true)
		if x.added < size {
			continue
		}
		if c, err := x.s.Waiting(t.Context()); err != nil || c.New == 0 {
			x.must(err)
			return x
		}
	}
	t.Fatalf("seed %d: articles still wait after 4000 steps in peace; faults %v", seed, x.faults)
	return nil
}

// alone is the store of an undisturbed run of one thread.
func alone(t testing.TB, w *storetest.World, n int) *store.Store {
	t.Helper()
	s := queuetest.Store(t, w, n)
	read := queuetest.Reader(w, n)
	for i := range n {
		l, ok, err := s.Unread(context.Background(), w.Record(i).Article.ID)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		rec, err := read(&l)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(context.Background(), queuetest.Pipeline, []store.Entry{{Record: rec}}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}
