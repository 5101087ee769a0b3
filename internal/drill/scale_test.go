package drill

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"onrecord/internal/queue/queuetest"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

var (
	binary   = flag.String("binary", "", "program whose workers are measured by TestScale (absolute path)")
	articles = flag.Int("articles", 800, "articles that wait at the beginning of each run of TestScale; there must be enough of them for the time")
	rounds   = flag.Int("rounds", 1, "times that TestScale measures everything")
	window   = flag.Duration("window", 8*time.Second, "how much processor time of the workers TestScale looks at in each setting, after warming up")
	fleets   = flag.String("fleets", "nats1 nats2 nats4", "settings that TestScale measures, in this order: nats or leases, with a number of workers")
)

// warming is how much processor time each worker has for it before it is looked at, from the moment at which all of them have
// stored something: the models are loaded and the connections made.
const warming = 0.7

// TestScale measures, and asserts nothing: how many articles one second of processor time reads in 1, 2 and 4 workers on
// PostgreSQL and NATS, against one process alone on SQLite. On a busy machine a second of processor time is worth less, by a
// third and more within minutes; so the process alone runs beside each fleet, and both are looked at over the same time.
func TestScale(t *testing.T) {
	if *binary == "" {
		t.Skip("a measurement: give -binary $PWD/bin/onrecord")
	}
	pg := storetest.Postgres(t)
	nats := queuetest.NATS(t)
	w := storetest.New(storetest.Options{Seed: 300, Articles: *articles, Copies: 0.2})
	shares := map[string][]float64{}
	for round := range *rounds {
		for _, name := range strings.Fields(*fleets) {
			kind := strings.TrimRight(name, "0123456789")
			n, err := strconv.Atoi(name[len(kind):])
			if err != nil {
				t.Fatalf("-fleets: %s: %v", name, err)
			}
			alone := &reading{t: t, w: w, workers: 1, dsn: filepath.Join(t.TempDir(), "s.db")}
			x := &reading{t: t, w: w, workers: n, app: fmt.Sprintf("scale_%d_%d_%s", os.Getpid(), round, name)}
			x.dsn = storetest.Schema(t, pg) + "&application_name=" + x.app
			command := []string{"worker", "--workers", "1", "--batch", "16", "--listen", "", "--no-archives", "--store", x.dsn}
			if kind == "nats" {
				command = append(command, "--queue", nats.URL(), "--queue-prefix", fmt.Sprintf("S%d_%s", round, name))
			}
			alone.fill()
			x.fill()
			x.begin(command)
			alone.begin([]string{"work", "--workers", "1", "--store", alone.dsn})
			for _, r := range []*reading{x, alone} {
				r.warmUp()
			}
			m, a := look(x, alone)
			x.end()
			alone.end()
			shares[name] = append(shares[name], 100*m.rate/a.rate)
			t.Logf("%-8s %s", name, m)
			t.Logf("%-8s %s", "alone", a)
		}
	}
	for _, name := range strings.Fields(*fleets) {
		t.Logf("%-8s %3.0f %% of alone (%.0f)", name, median(shares[name]), shares[name])
	}
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// reading is a run of one setting.
type reading struct {
	t       *testing.T
	w       *storetest.World
	dsn     string
	app     string // the name of its connections in PostgreSQL; "" = SQLite
	workers int
	store   *store.Store
	cmds    []*exec.Cmd
	logs    []string
}

// measured is what a run showed within its window.
type measured struct {
	rate      float64 // articles for a second of the workers' processor time
	from, to  int     // articles read at the begin and at the end
	clock     float64 // seconds
	processor float64 // of all workers, seconds
	server    float64 // of PostgreSQL for them, seconds
	read, put float64 // ms an article by the workers' own clocks, over the whole run: reading it, and waiting for the store
	workers   int
}

func (m measured) String() string {
	n := float64(m.to - m.from)
	return fmt.Sprintf("articles %d to %d in %.1f s: %.1f a second by the clock, %.1f a second of processor; a worker had %.2f of a core; PostgreSQL %.1f ms an article; read %.1f ms, store %.1f ms by the clock",
		m.from, m.to, m.clock, n/m.clock, m.rate, m.processor/m.clock/float64(m.workers), 1000*m.server/n, m.read, m.put)
}

// fill makes the store and lets articles wait in it.
func (x *reading) fill() {
	x.t.Helper()
	var err error
	if x.store, err = store.Open(x.t.Context(), strings.ReplaceAll(x.dsn, "&application_name="+x.app, ""), store.Options{}); err != nil {
		x.t.Fatal(err)
	}
	x.t.Cleanup(x.end)
	for from := 0; from < *articles; from += 100 {
		queuetest.Wait(x.t, x.store, x.w, from, min(from+100, *articles))
	}
}

// begin starts the workers.
func (x *reading) begin(command []string) {
	x.t.Helper()
	dir := x.t.TempDir()
	for i := range x.workers {
		log, err := os.Create(filepath.Join(dir, strconv.Itoa(i)))
		if err != nil {
			x.t.Fatal(err)
		}
		c := exec.Command(*binary, command...)
		c.Env = append(c.Environ(), "GOMAXPROCS=1")
		c.Stderr = log
		err = c.Start()
		_ = log.Close()
		if err != nil {
			x.t.Fatal(err)
		}
		x.cmds, x.logs = append(x.cmds, c), append(x.logs, log.Name())
	}
}

// end ends the workers and closes the store.
func (x *reading) end() {
	for _, c := range x.cmds {
		_ = c.Process.Signal(syscall.SIGTERM)
	}
	for _, c := range x.cmds {
		_ = c.Wait()
	}
	x.cmds = nil
	_ = x.store.Close()
}

// warmUp waits until all workers have begun.
func (x *reading) warmUp() {
	for !x.warm() {
		time.Sleep(50 * time.Millisecond)
	}
	for from := x.spent(); x.spent() < from+warming*float64(x.workers); {
		time.Sleep(50 * time.Millisecond)
	}
}

// warm says whether every worker has stored something.
func (x *reading) warm() bool {
	if x.app == "" {
		return x.done() > 0
	}
	return !slices.ContainsFunc(x.logs, func(name string) bool {
		b, err := os.ReadFile(name)
		return err != nil || !bytes.Contains(b, []byte(`"msg":"batch"`))
	})
}

// done is how many articles are read.
func (x *reading) done() int {
	x.t.Helper()
	c, err := x.store.Waiting(x.t.Context())
	if err != nil {
		x.t.Fatal(err)
	}
	return *articles - c.New
}

// look watches a fleet and the process beside it until both have used the window, or until few articles are left to one of
// them. Articles are stored in batches, so that what was read at the two ends is not known to a batch for each worker: the rate
// is the slope of the line through all that was seen.
func look(fleet, alone *reading) (measured, measured) {
	all := []*reading{fleet, alone}
	m, before, server := make([]measured, 2), make([]float64, 2), fleet.served()
	used, read := make([][]float64, 2), make([][]float64, 2)
	for i, x := range all {
		m[i] = measured{from: x.done(), workers: x.workers}
		before[i] = x.spent()
	}
	begin := time.Now()
	for end := false; !end; time.Sleep(100 * time.Millisecond) {
		end = true
		for i, x := range all {
			m[i].to, m[i].processor = x.done(), x.spent()-before[i]
			used[i], read[i] = append(used[i], m[i].processor), append(read[i], float64(m[i].to))
			end = end && m[i].processor > window.Seconds()
		}
		end = end || *articles-m[0].to < 32*fleet.workers || *articles-m[1].to < 64
	}
	for i, x := range all {
		m[i].clock = time.Since(begin).Seconds()
		m[i].rate = slope(used[i], read[i])
		m[i].read, m[i].put = x.told()
	}
	m[0].server = fleet.served() - server
	return m[0], m[1]
}

// slope is that of the straight line nearest to points.
func slope(x, y []float64) float64 {
	var sx, sy, sxx, sxy float64
	n := float64(len(x))
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// told is what the workers' own lines say of reading and of storing, in ms an article.
func (x *reading) told() (read, put float64) {
	n := 0.0
	for _, name := range x.logs {
		b, _ := os.ReadFile(name)
		for line := range bytes.Lines(b) {
			var l struct {
				Msg      string
				Articles float64
				Read     float64 `json:"read_ms"`
				Total    float64 `json:"total_ms"`
			}
			if json.Unmarshal(line, &l) == nil && l.Msg == "batch" {
				n, read, put = n+l.Articles, read+l.Read, put+l.Total-l.Read
			}
		}
	}
	return read / max(n, 1), put / max(n, 1)
}

// spent is the processor time of the workers so far, in seconds.
func (x *reading) spent() (sum float64) {
	for _, c := range x.cmds {
		s, err := processorTime(c.Process.Pid)
		if err != nil {
			x.t.Fatal(err)
		}
		sum += s
	}
	return sum
}

// served is the processor time of PostgreSQL's processes for the workers so far, in seconds.
func (x *reading) served() (sum float64) {
	if x.app == "" {
		return 0
	}
	pids, err := backends(x.t.Context(), x.dsn, x.app)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, pid := range pids {
		if s, err := processorTime(pid); err == nil { // else it has just ended
			sum += s
		}
	}
	return sum
}

// processorTime is what a process used so far, in seconds.
func processorTime(pid int) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, err := strconv.ParseFloat(f[11], 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100, err
}

// backends are the server's processes for the connections of a name.
func backends(ctx context.Context, dsn, app string) (pids []int, err error) {
	db, err := sql.Open("pgx", strings.ReplaceAll(dsn, "application_name="+app, "application_name=looks"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(ctx, `SELECT pid FROM pg_stat_activity WHERE application_name = $1`, app)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pid int
		if err := rows.Scan(&pid); err != nil {
			return nil, err
		}
		pids = append(pids, pid)
	}
	return pids, rows.Err()
}
