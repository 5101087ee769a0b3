package drill

import (
	"bytes"
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
	binary     = flag.String("binary", "", "program whose workers are measured by TestScale")
	articles   = flag.Int("articles", 300, "articles that TestScale reads")
	fleetSizes = flag.Int("fleets", 3, "1: one worker, 2: one and two, 3: one, two and four")
	rounds     = flag.Int("rounds", 3, "times that TestScale measures everything")
)

// TestScale measures, and asserts nothing: how much processor time an article costs with 1, 2 and 4 workers on PostgreSQL and
// NATS, and in one process alone on SQLite, from the first article read to the last, without starting. The machine may be
// busy: every setting is measured in each of several rounds, and the medians are compared. Build the program and name it with
// -binary.
func TestScale(t *testing.T) {
	if *binary == "" {
		t.Skip("a measurement: give -binary bin/onrecord (absolute path)")
	}
	pg := storetest.Postgres(t)
	nats := queuetest.NATS(t)
	w := storetest.New(storetest.Options{Seed: 300, Articles: *articles, Copies: 0.2})
	cost := map[string][]float64{}
	settings, fleets := []string{"alone, SQLite"}, []int{1, 2, 4}
	fleets = fleets[:min(len(fleets), *fleetSizes)]
	measure := func(name, dsn string, workers int, command string, args ...string) {
		cost[name] = append(cost[name], scale(t, w, dsn, workers, append([]string{command, "--workers", "1", "--store", dsn}, args...)))
		if !slices.Contains(settings, name) {
			settings = append(settings, name)
		}
	}
	for round := range *rounds {
		measure("alone, SQLite", filepath.Join(t.TempDir(), "s.db"), 1, "work")
		measure("1 worker, SQLite, leases", filepath.Join(t.TempDir(), "s.db"), 1, "worker", "--listen", "", "--no-archives")
		for _, n := range fleets {
			measure(strconv.Itoa(n)+" workers, PostgreSQL, leases", storetest.Schema(t, pg), n, "worker", "--listen", "", "--no-archives")
			measure(strconv.Itoa(n)+" workers, PostgreSQL, NATS", storetest.Schema(t, pg), n, "worker", "--listen", "", "--no-archives", "--queue", nats.URL(), "--queue-prefix", fmt.Sprintf("S%d_%d", n, round))
		}
	}
	base := median(cost[settings[0]])
	for _, name := range settings {
		t.Logf("%-30s %5.1f ms an article: %3.0f %% of alone (%.1f)", name, median(cost[name]), 100*base/median(cost[name]), cost[name])
	}
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

// scale lets workers read what waits, and returns the processor time of an article in milliseconds.
func scale(t *testing.T, w *storetest.World, dsn string, workers int, command []string) float64 {
	t.Helper()
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	queuetest.Wait(t, s, w, 0, *articles)
	var cmds []*exec.Cmd
	defer func() {
		for _, c := range cmds {
			_ = c.Process.Signal(syscall.SIGTERM)
			_ = c.Wait()
		}
	}()
	for range workers {
		c := exec.Command(*binary, command...)
		c.Env = append(c.Environ(), "GOMAXPROCS=1")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, c)
	}
	spent := func() (sum float64) {
		for _, c := range cmds {
			sum += processorTime(t, c.Process.Pid)
		}
		return sum
	}
	first, before := 0, 0.0
	for {
		c, err := s.Waiting(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if read := *articles - c.New; first == 0 && read > *articles/5 { // all have started
			first, before = read, spent()
		}
		if c.New == 0 {
			return (spent() - before) / float64(*articles-first)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// processorTime is what a process used so far, in milliseconds.
func processorTime(t *testing.T, pid int) float64 {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, err1 := strconv.ParseFloat(f[11], 64)
	system, err2 := strconv.ParseFloat(f[12], 64)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	return (user + system) * 10 // hundredths of a second
}
