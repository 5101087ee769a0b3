package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/ingest"
	"onrecord/internal/limit"
	"onrecord/internal/limit/limittest"
	"onrecord/internal/metric"
	"onrecord/internal/queue"
	"onrecord/internal/source"
	"onrecord/internal/store"
	"onrecord/internal/worker"
)

// hanging is an ingester over a store of three articles that wait; the reading of the second does not end.
func hanging(t *testing.T) *ingest.Ingester {
	t.Helper()
	spec, err := source.Classify(limittest.Three(t))
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "t.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	g := &ingest.Ingester{Store: s, Reader: r, Unread: true, Workers: 1}
	if _, err := g.Add(t.Context(), spec, source.Options{}); err != nil {
		t.Fatal(err)
	}
	g.Unread = false
	g.Reader, g.Limit = limittest.New(t, r, "Agadez")
	return g
}

// TestWorkerHangs: a worker in which a reading hangs puts the article aside, finishes what it has begun, and ends with an error
// for its supervisor to start it again. Nothing is lost.
func TestWorkerHangs(t *testing.T) {
	t.Parallel()
	g := hanging(t)
	var said bytes.Buffer
	c := workerCmd{Workers: 1, Batch: 1}
	q := &queue.Leases{Store: g.Store, Owner: "a", Poll: time.Millisecond}
	err := c.work(t.Context(), slog.New(slog.NewJSONHandler(&said, nil)), g, q, "a")
	if !errors.Is(err, errHangs) {
		t.Fatalf("%v\n%s", err, &said)
	}
	if log := said.String(); strings.Contains(log, "trying again") || !strings.Contains(log, `"stage":"event"`) || !strings.Contains(log, `"hangs":true`) || !strings.Contains(log, "worker ended") {
		t.Error(log)
	}
	counts, err := g.Store.Counts(t.Context())
	if err != nil || counts.Failed != 1 || counts.New+counts.Read != 2 {
		t.Errorf("%+v, %v", counts, err)
	}
	dead, err := g.Store.Dead(t.Context(), 10)
	if err != nil || len(dead) != 1 || !strings.Contains(dead[0].Why, "did not end in 1m0s") {
		t.Errorf("%+v, %v", dead, err)
	}
	// The next process has a processor again; it is not handed the article that hangs.
	next := hanging(t)
	next.Store, next.Limit = g.Store, nil
	if _, err := next.Work(t.Context(), "b", 0); err != nil {
		t.Fatal(err)
	}
	if counts, err = g.Store.Counts(t.Context()); err != nil || counts.Failed != 1 || counts.Read != 2 {
		t.Errorf("%+v, %v", counts, err)
	}
}

// TestServeHangs: a server all of whose slots hang ends with an error, for its supervisor to start it again.
func TestServeHangs(t *testing.T) {
	t.Parallel()
	g := hanging(t)
	var said bytes.Buffer
	c := serveCmd{NoPoll: true, Workers: 1}
	err := c.serve(t.Context(), loopback(t), http.NotFoundHandler(), g, slog.New(slog.NewTextHandler(&said, nil)))
	if !errors.Is(err, errHangs) || !strings.Contains(said.String(), "an article was given up") {
		t.Fatalf("%v\n%s", err, &said)
	}
	if counts, err := g.Store.Counts(t.Context()); err != nil || counts.Failed != 1 || counts.New+counts.Read != 2 {
		t.Errorf("%+v, %v", counts, err)
	}
}

// TestReadGivesUp: the command says what was given up at which stage, prints the article all the same, and ends with 1.
func TestReadGivesUp(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "long.txt")
	// A megabyte takes half a minute to read: the first tick of a limit of a moment is due long before.
	text := strings.Repeat("Gunmen attacked an army post near Mopti on Friday and killed six soldiers, the governor said.\n\n", 10_000)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := Run([]string{"read", "--format", "json", "--article-limit", "1ms", name}, nil, &out, &errs, false, false); code != 1 {
		t.Errorf("ended with %d", code)
	}
	if !strings.Contains(errs.String(), "reading did not end in 1ms") {
		t.Errorf("said %.300q", errs.String())
	}
	var rec doc.Record
	if err := json.Unmarshal(out.Bytes(), &rec); err != nil || len(rec.Problems) != 1 || len(rec.Events) != 0 {
		t.Errorf("%v: %v, %d events", err, rec.Problems, len(rec.Events))
	}
	if code := Run([]string{"read", "--article-limit", "-1s", name}, nil, &out, &errs, false, false); code != 2 {
		t.Errorf("a limit below nothing ended with %d", code)
	}
}

func loopback(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// closing says when it is closed.
type closing struct {
	net.Listener
	closed chan bool
}

func (l closing) Close() error {
	defer close(l.closed)
	return l.Listener.Close()
}

// TestServeFinishes: a server that is told to stop answers what it was asked before, and returns only then; a stream ends.
func TestServeFinishes(t *testing.T) {
	t.Parallel()
	g := hanging(t)
	g.Reader.(*limittest.Reader).Mend()
	begun, release := make(chan bool), make(chan bool)
	var cut error
	answered := false
	h := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		begun <- true
		if q.URL.Path == "/v1/stream" {
			<-q.Context().Done()
			return
		}
		<-release
		cut = q.Context().Err()
		_, _ = w.Write([]byte("stored"))
		answered = true
	})
	ctx, stop := context.WithCancel(t.Context())
	l := closing{loopback(t), make(chan bool)}
	c := serveCmd{NoPoll: true, Workers: 1}
	ended := make(chan error, 1)
	go func() { ended <- c.serve(ctx, l, h, g, slog.New(slog.DiscardHandler)) }()
	answers := make(chan string, 2)
	for _, path := range []string{"/v1/stream", "/v1/articles"} {
		go func() {
			r, err := http.Post("http://"+l.Addr().String()+path, "application/json", nil)
			if err != nil {
				answers <- err.Error()
				return
			}
			defer r.Body.Close()
			b, err := io.ReadAll(r.Body)
			answers <- fmt.Sprint(string(b), err)
		}()
		<-begun
	}
	stop()
	if a := <-answers; a != "<nil>" {
		t.Errorf("the stream ended with %q", a)
	}
	<-l.closed // it takes no more
	close(release)
	if err := <-ended; err != nil || !answered || cut != nil {
		t.Errorf("it ended with %v; the request was answered: %v, cut off: %v", err, answered, cut)
	}
	if a := <-answers; a != "stored<nil>" {
		t.Errorf("the answer was %q", a)
	}
}

// TestPagesEnd: where profiles cannot be served, the other page does not stay behind.
func TestPagesEnd(t *testing.T) {
	t.Parallel()
	taken, free := loopback(t), loopback(t)
	defer taken.Close()
	listen := free.Addr().String()
	_ = free.Close()
	g := hanging(t)
	c := workerCmd{Listen: listen, Debug: taken.Addr().String()}
	w := worker.Worker{Store: g.Store, Queue: &queue.Leases{Store: g.Store}, Metrics: metric.New("", "")}
	if _, err := c.pages(&w, g, func() {}); err == nil || !strings.Contains(err.Error(), taken.Addr().String()) {
		t.Fatalf("%v", err)
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		t.Fatalf("the page is served still: %v", err)
	}
	_ = l.Close()
}

// TestGivenUpIsCounted: what is given up is logged and counted by its stage; where nothing hangs the program goes on.
func TestGivenUpIsCounted(t *testing.T) {
	t.Parallel()
	g := &ingest.Ingester{Limit: &limit.Limit{Time: time.Minute}}
	m := metric.New("", "")
	var said bytes.Buffer
	watchReadings(g, slog.New(slog.NewTextHandler(&said, nil)), m, 1, func(err error) { t.Errorf("ended: %v", err) })
	g.Limit.Tell(&limit.Exceeded{Time: time.Minute, Stage: "event", Article: doc.Article{ID: "0123", URL: "https://a.example/\nlevel=ERROR msg=forged"}})
	r := httptest.NewRecorder()
	m.Handler().ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`onrecord_readings_given_up_total{stage="event"} 1`, "onrecord_readings_hanging 0"} {
		if !strings.Contains(r.Body.String(), want) {
			t.Errorf("no %q in\n%s", want, r.Body)
		}
	}
	if strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), `"https://a.example/\nlevel=ERROR msg=forged"`) {
		t.Errorf("what an article says became a line of the log: %s", &said)
	}
	if !strings.Contains(said.String(), "article=0123") || !strings.Contains(said.String(), "stage=event") {
		t.Error(said.String())
	}
}
