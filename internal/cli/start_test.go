package cli

import (
	"bytes"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// argsKey makes the test program the real one, with these arguments, one a line.
const argsKey = "ONRECORD_TEST_ARGS"

// process is the program as a process of its own.
type process struct {
	*exec.Cmd
	t     *testing.T
	said  bytes.Buffer
	ended chan struct{}
	err   error // how it ended
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(os.Args[0]), t: t, ended: make(chan struct{})}
	p.Env = append(os.Environ(), argsKey+"="+strings.Join(args, "\n"))
	p.Stdout, p.Stderr = &p.said, &p.said
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		p.err = p.Wait()
	}()
	t.Cleanup(func() {
		_ = p.Process.Kill()
		<-p.ended
	})
	return p
}

// stop tells the process to end and expects that it does, well, and says what is wanted.
func (p *process) stop(want string) {
	p.t.Helper()
	_ = p.Process.Signal(syscall.SIGTERM)
	<-p.ended
	if p.err != nil || !strings.Contains(p.said.String(), want) {
		p.t.Errorf("%v, and not %q:\n%s", p.err, want, &p.said)
	}
}

// silent is a server that takes connections and says nothing.
func silent(t *testing.T) *net.TCPListener {
	t.Helper()
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// called waits until somebody calls a silent server.
func called(t *testing.T, l *net.TCPListener) {
	t.Helper()
	if err := l.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
}

// TestStopBeforeStart: what runs until it is stopped may be stopped while it starts. It has nothing to drain, says so in one
// line, and ends well.
func TestStopBeforeStart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "s.db")
	for _, role := range []string{"worker --listen=", "worker --listen= --pin", "serve --listen=127.0.0.1:0", "watch poll"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			l := silent(t)
			p := start(t, append(strings.Fields(role), "--store=postgres://onrecord@"+l.Addr().String()+"/onrecord?sslmode=disable")...)
			called(t, l)
			p.stop("stopped before it began")
		})
	}
	t.Run("queue", func(t *testing.T) {
		t.Parallel()
		l := silent(t)
		p := start(t, "worker", "--listen=", "--store="+file, "--queue=nats://"+l.Addr().String())
		called(t, l)
		p.stop("worker ended")
	})
}

// TestStopInTurn: as TestStopBeforeStart, while the program waits for its turn to write, which somebody else has: to note the
// user's own tables, to pin its pipeline, and when it asks for the first time whether it may read.
func TestStopInTurn(t *testing.T) {
	t.Parallel()
	dsn := storetest.Schema(t, storetest.Postgres(t))
	st, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	turn, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = turn.Rollback() }()
	if _, err := turn.ExecContext(t.Context(), `SELECT pg_advisory_xact_lock(hashtext('onrecord ' || current_schema()), 2)`); err != nil {
		t.Fatal(err)
	}
	for i, x := range []struct{ args, want string }{{"--actors=../../examples/own/actors.csv", "stopped before it began"}, {"--pin", "stopped before it began"}, {"--no-archives", "worker ended"}} {
		name := fmt.Sprintf("turn_%d_%d", os.Getpid(), i)
		p := start(t, "worker", "--listen=", "--store="+dsn+"&application_name="+name, x.args)
		for waits := false; !waits; {
			q := `SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock')`
			if err := db.QueryRowContext(t.Context(), q, name).Scan(&waits); err != nil {
				t.Fatal(err)
			}
			select {
			case <-p.ended:
				t.Fatalf("%s: %v, and did not wait for its turn:\n%s", x.args, p.err, &p.said)
			case <-time.After(10 * time.Millisecond):
			}
		}
		p.stop(x.want)
	}
}

// TestListenTaken: a worker whose page cannot be served ends with an error, so that it is noticed.
func TestListenTaken(t *testing.T) {
	t.Parallel()
	l := silent(t)
	p := start(t, "worker", "--listen="+l.Addr().String(), "--store="+filepath.Join(t.TempDir(), "s.db"))
	<-p.ended
	if p.err == nil || !strings.Contains(p.said.String(), "address already in use") {
		t.Errorf("%v:\n%s", p.err, &p.said)
	}
}
