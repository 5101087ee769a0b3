package drill

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/queue/queuetest"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

var long = flag.Int("drill", 1, "how many times as long the drills are")

// rig is a drill: a store, a fleet, and the faults that it goes through.
type rig struct {
	t      *testing.T
	n      int
	seed   uint64
	r      *rand.Rand
	w      *storetest.World
	s      *store.Store
	faults map[string]int
}

func newRig(t *testing.T, dsn string, seed uint64) *rig {
	t.Helper()
	seed += *firstSeed - 1
	x := &rig{t: t, n: 80 * *long, seed: seed, r: rand.New(rand.NewPCG(seed, 2)), faults: map[string]int{}}
	x.w = storetest.New(storetest.Options{Seed: seed, Articles: x.n, Copies: 0.2})
	x.open(dsn)
	return x
}

func (x *rig) open(dsn string) {
	x.t.Helper()
	var err error
	if x.s, err = store.Open(x.t.Context(), dsn, store.Options{}); err != nil {
		x.t.Fatal(err)
	}
	x.t.Cleanup(func() { _ = x.s.Close() })
}

func (x *rig) orders(dsn, queue string) orders {
	return orders{Store: dsn, Queue: queue, Seed: x.seed, Articles: x.n, Pause: 60 * time.Millisecond}
}

// patience is how long a drill waits for one more article: the machine may be busy.
const patience = 2 * time.Minute

// run puts the articles in bit by bit with a fault after each bit, waits until all are read, and compares.
func (x *rig) run(f *fleet, faults map[string]func()) {
	x.t.Helper()
	var names []string
	for name := range faults {
		names = append(names, name)
	}
	for from := 0; from < x.n; from += 8 {
		to := min(x.n, from+8)
		queuetest.Wait(x.t, x.s, x.w, from, to)
		if x.r.IntN(3) == 0 { // delivered again from outside
			queuetest.Wait(x.t, x.s, x.w, max(0, from-8), to)
			x.faults["added twice"]++
		}
		time.Sleep(time.Duration(x.r.IntN(300)) * time.Millisecond)
		if name := pick(x.r, names); name != "" {
			faults[name]()
			x.faults[name]++
		}
	}
	deadline, waiting := time.Now().Add(patience), x.n
	for {
		c, err := x.s.Waiting(x.t.Context())
		if err == nil && c.New == 0 {
			break
		}
		if err == nil && c.New < waiting { // it goes on, however slowly
			deadline, waiting = time.Now().Add(patience), c.New
		}
		if err == nil && c.Failed > 0 { // killed too often while it was read: people look at it and try again
			x.faults["given up"] += c.Failed
			if _, err := x.s.Retry(x.t.Context(), ""); err != nil {
				x.t.Log(err)
			}
		}
		if time.Now().After(deadline) {
			x.t.Fatalf("articles still wait: %+v, %v; faults %v", c, err, x.faults)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if _, err := x.s.Retry(x.t.Context(), ""); err != nil {
		x.t.Fatal(err)
	}
	for {
		if c, err := x.s.Waiting(x.t.Context()); err == nil && c.New == 0 && c.Failed == 0 || time.Now().After(deadline) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	f.drain()
	x.faults["worker with a wrong clock"] = f.skewed
	x.compare()
}

func pick(r *rand.Rand, names []string) string {
	if len(names) == 0 {
		return ""
	}
	sorted := slices.Sorted(slices.Values(names))
	return sorted[r.IntN(len(sorted))]
}

// compare looks whether the store is that of an undisturbed run.
func (x *rig) compare() {
	x.t.Helper()
	rows, err := store.Compare(x.t.Context(), alone(x.t, x.w, x.n), x.s, true)
	if err != nil {
		x.t.Fatalf("seed %d: %v; faults %v", x.seed, err, x.faults)
	}
	h, err := x.s.Check(x.t.Context(), true)
	if err != nil || len(h.Problems) > 0 {
		x.t.Errorf("%v, %v", h, err)
	}
	x.t.Logf("seed %d: %d articles, faults %v: %d rows equal to those of an undisturbed run of one thread", x.seed, x.n, x.faults, rows)
}

// postgres is a PostgreSQL that may be ended without a word and started again on its data.
type postgres struct{ stop, start, crash func() }

// cluster starts a PostgreSQL for this test alone, to be crashed.
func cluster(t *testing.T) (string, postgres) {
	t.Helper()
	storetest.Postgres(t) // skips without one
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("onrecord-drill-%d-%s", os.Getpid(), strings.ToLower(t.Name()[4:8])))
	script := func(args ...string) string {
		c := exec.Command("../../.ci/postgres", args...)
		c.Env = append(os.Environ(), "ONRECORD_POSTGRES_DIR="+dir)
		var said strings.Builder
		c.Stderr = &said
		out, err := c.Output()
		if err != nil {
			t.Errorf("postgres %v: %v\n%s", args, err, said.String())
		}
		return strings.TrimSpace(string(out))
	}
	dsn := script()
	t.Cleanup(func() {
		script("stop")
		_ = os.RemoveAll(dir)
	})
	return dsn, postgres{stop: func() { script("stop") }, start: func() { script() }, crash: func() { script("crash") }}
}

// drainInCrash tells all workers to drain, some of them hardly begun, while the server is down, and starts others.
func drainInCrash(f *fleet, stop, start func()) {
	n := len(f.workers)
	i := f.started % n
	_ = f.workers[i].Process.Kill()
	_ = f.workers[i].Wait()
	stop()
	f.workers[i] = f.start()
	f.stop()
	start()
	f.drained()
	for range n {
		f.workers = append(f.workers, f.start())
	}
}

// TestKill9SQLite: workers on one SQLite file, killed at random.
func TestKill9SQLite(t *testing.T) {
	t.Parallel()
	dsn := filepath.Join(t.TempDir(), "s.db")
	x := newRig(t, dsn, 201)
	f := newFleet(t, x.orders(dsn, ""), 2)
	x.run(f, map[string]func(){"worker killed": func() { f.kill(x.r) }})
}

// TestKill9Postgres: workers with leases on PostgreSQL, killed at random, and the server crashed.
func TestKill9Postgres(t *testing.T) {
	t.Parallel()
	dsn, pg := cluster(t)
	x := newRig(t, dsn, 202)
	f := newFleet(t, x.orders(dsn, ""), 3)
	x.run(f, map[string]func(){"worker killed": func() { f.kill(x.r) }, "PostgreSQL crashed": pg.crash,
		"all drained while PostgreSQL was down": func() { drainInCrash(f, pg.stop, pg.start) }})
}

// TestEverythingBreaks: PostgreSQL, NATS and workers, with all of them killed, the disk of NATS wiped, and the network cut
// between the workers and both.
func TestEverythingBreaks(t *testing.T) {
	t.Parallel()
	dsn, pg := cluster(t)
	x := newRig(t, dsn, 203)
	folder := t.TempDir()
	nats := startNATS(t, folder)
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	toStore := proxy(t, u.Host)
	toQueue := proxy(t, strings.TrimPrefix(nats.URL(), "nats://"))
	u.Host = toStore.Addr()
	f := newFleet(t, x.orders(u.String(), "nats://"+toQueue.Addr()), 3)
	cut := func(p *Proxy) func() {
		return func() {
			p.Cut()
			time.Sleep(time.Duration(200+x.r.IntN(1500)) * time.Millisecond)
			p.Mend()
		}
	}
	restart := func(dir string) {
		nats.kill()
		folder = dir
		nats.start(folder)
	}
	x.run(f, map[string]func(){
		"worker killed": func() { f.kill(x.r) }, "PostgreSQL crashed": pg.crash,
		"NATS killed": func() { restart(folder) }, "NATS wiped": func() { restart(t.TempDir()) },
		"network to PostgreSQL cut": cut(toStore), "network to NATS cut": cut(toQueue)})
}

func proxy(t *testing.T, target string) *Proxy {
	t.Helper()
	p, err := NewProxy(target)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

// TestTwoSchedulers: two programs that put the same articles and work on them at once do no harm.
func TestTwoSchedulers(t *testing.T) {
	t.Parallel()
	dsn := storetest.Schema(t, storetest.Postgres(t))
	x := newRig(t, dsn, 204)
	other, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	f := newFleet(t, x.orders(dsn, ""), 2)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for from := 0; from < x.n; from += 4 {
			queuetest.Wait(t, other, x.w, from, min(x.n, from+4))
		}
	}()
	x.run(f, nil)
	<-done
}
