package drill

import (
	"bytes"
	"encoding/json"
	"flag"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"onrecord/internal/queue/queuetest"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

var (
	binary   = flag.String("binary", "", "program whose workers are measured by TestScale")
	articles = flag.Int("articles", 300, "articles that TestScale reads")
)

// TestScale measures, and asserts nothing: how many articles a second 1, 2 and 4 workers read with PostgreSQL and NATS on
// this machine, and how many one process alone, on SQLite. Build the program and name it with -binary.
func TestScale(t *testing.T) {
	if *binary == "" {
		t.Skip("a measurement: give -binary bin/onrecord (absolute path)")
	}
	pg := storetest.Postgres(t)
	nats := queuetest.NATS(t)
	w := storetest.New(storetest.Options{Seed: 300, Articles: *articles, Copies: 0.2})
	measure := func(name, dsn string, workers int, args ...string) {
		s, err := store.Open(t.Context(), dsn, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		queuetest.Wait(t, s, w, 0, *articles)
		var cmds []*exec.Cmd
		var said bytes.Buffer
		defer func() {
			for _, c := range cmds {
				_ = c.Process.Kill()
			}
		}()
		for range workers {
			c := exec.Command(*binary, append([]string{"worker", "--workers", "1", "--batch", "16", "--listen", "", "--store", dsn}, args...)...)
			c.Env = append(c.Environ(), "GOMAXPROCS=1")
			c.Stderr = &said
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			cmds = append(cmds, c)
		}
		var started time.Time
		first := 0
		for {
			c, err := s.Waiting(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if read := *articles - c.New; started.IsZero() && read > 0 { // models are loaded
				started, first = time.Now(), read
			}
			if c.New == 0 {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		took := time.Since(started)
		var cpu time.Duration
		for _, c := range cmds {
			_ = c.Process.Signal(syscall.SIGTERM)
			_ = c.Wait()
			cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		}
		b, _ := json.Marshal(map[string]any{"what": name, "workers": workers, "articles_per_s": strconv.FormatFloat(float64(*articles-first)/took.Seconds(), 'f', 1, 64),
			"worker_cpu_ms_per_article": strconv.FormatFloat(float64(cpu.Milliseconds())/float64(*articles), 'f', 1, 64)})
		t.Log(string(b))
	}
	measure("sqlite, leases", filepath.Join(t.TempDir(), "s.db"), 1)
	for _, n := range []int{1, 2, 4} {
		measure("postgres, leases", storetest.Schema(t, pg), n)
	}
	for _, n := range []int{1, 2, 4} {
		measure("postgres, nats", storetest.Schema(t, pg), n, "--queue", nats.URL(), "--queue-prefix", "S"+strconv.Itoa(n))
	}
}
