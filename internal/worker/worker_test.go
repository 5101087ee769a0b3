package worker_test

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/limit"
	"onrecord/internal/metric"
	"onrecord/internal/queue"
	"onrecord/internal/queue/queuetest"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/worker"
)

func setUp(t *testing.T, n int) (*store.Store, *worker.Worker) {
	t.Helper()
	w := storetest.New(storetest.Options{Seed: 51, Articles: n})
	s := queuetest.Store(t, w, n)
	return s, &worker.Worker{Store: s, Queue: &queue.Leases{Store: s, Owner: "a", Poll: 5 * time.Millisecond}, Read: queuetest.Reader(w, n),
		Pipeline: queuetest.Pipeline, Slots: 2, Batch: 4, Metrics: metric.New("test", queuetest.Pipeline), Pause: time.Millisecond}
}

// until runs a worker until the store is as wanted.
func until(t *testing.T, s *store.Store, w *worker.Worker, done func(c store.Counts) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	changed, stop := s.Changed()
	defer stop()
	go func() {
		for {
			select {
			case <-changed:
				if c, err := s.Waiting(ctx); err == nil && done(c) {
					cancel()
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	if err := w.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Waiting(t.Context()); err != nil || !done(c) {
		t.Fatalf("%+v, %v", c, err)
	}
}

func page(t *testing.T, m *metric.Set) string {
	t.Helper()
	r := httptest.NewRecorder()
	m.Handler().ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWork: everything is read and counted.
func TestWork(t *testing.T) {
	t.Parallel()
	s, w := setUp(t, 10)
	w.Metrics.Watch(s, time.Now)
	until(t, s, w, func(c store.Counts) bool { return c.New == 0 })
	text := page(t, w.Metrics)
	for _, want := range []string{`onrecord_articles_total{result="read"} 10`, "onrecord_events_total 50", "onrecord_read_seconds_count 10", "onrecord_waiting_articles 0", "onrecord_store_up 1",
		`onrecord_info{pipeline="test/1",version="test"} 1`, `onrecord_sources{state="failing"} 0`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestOtherPipeline: a worker of another version stops before it writes, and one that runs stops when the version changes.
func TestOtherPipeline(t *testing.T) {
	t.Parallel()
	s, w := setUp(t, 3)
	if now, err := s.Pin(t.Context(), "other/2", false); err != nil || now != "other/2" {
		t.Fatal(now, err)
	}
	if err := w.Run(t.Context()); !errors.Is(err, worker.ErrPipeline) || !strings.Contains(err.Error(), "--pin") {
		t.Fatalf("%v", err)
	}
	if c, err := s.Waiting(t.Context()); err != nil || c.New != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	if now, err := s.Pin(t.Context(), w.Pipeline, true); err != nil || now != w.Pipeline {
		t.Fatal(now, err)
	}
	read := w.Read
	w.Slots, w.Batch = 1, 1
	w.Read = func(l *store.Lease) (*doc.Record, error) {
		if _, err := s.Pin(t.Context(), "other/3", true); err != nil {
			t.Error(err)
		}
		return read(l)
	}
	if err := w.Run(t.Context()); !errors.Is(err, worker.ErrPipeline) {
		t.Errorf("the version changed under it: %v", err)
	}
}

// TestReadingBreaksOff: an article at which reading panics is put aside with the reason, the others are read.
func TestReadingBreaksOff(t *testing.T) {
	t.Parallel()
	s, w := setUp(t, 6)
	read, bad := w.Read, ""
	if list, _, err := s.Articles(t.Context(), store.Filter{}, store.Page{Limit: 1}); err != nil || len(list) != 1 {
		t.Fatal(err)
	} else {
		bad = list[0].ID
	}
	w.Read = func(l *store.Lease) (*doc.Record, error) {
		if l.Article.ID == bad {
			panic("odd bytes")
		}
		return read(l)
	}
	until(t, s, w, func(c store.Counts) bool { return c.New == 0 && c.Failed == 1 })
	dead, err := s.Dead(t.Context(), 10)
	if err != nil || len(dead) != 1 || dead[0].Article != bad || !strings.Contains(dead[0].Why, "odd bytes") {
		t.Errorf("%+v, %v", dead, err)
	}
}

// TestGivenUp: an article whose reading was given up is put aside at once with the reason; the others of its batch are stored.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	s, w := setUp(t, 6)
	read := w.Read
	list, _, err := s.Articles(t.Context(), store.Filter{}, store.Page{Limit: 1})
	if err != nil || len(list) != 1 {
		t.Fatal(err)
	}
	asked := 0
	w.Slots = 1
	w.Read = func(l *store.Lease) (*doc.Record, error) {
		if l.Article.ID == list[0].ID {
			asked++
			return nil, &limit.Exceeded{Time: time.Minute, Stage: "event"}
		}
		return read(l)
	}
	until(t, s, w, func(c store.Counts) bool { return c.New == 0 && c.Failed == 1 })
	if dead, err := s.Dead(t.Context(), 10); err != nil || len(dead) != 1 || dead[0].Why != "event: reading did not end in 1m0s" || asked != 1 {
		t.Errorf("%+v, %v, read %d times", dead, err, asked)
	}
	if text := page(t, w.Metrics); !strings.Contains(text, `onrecord_articles_total{result="failed"} 1`) || !strings.Contains(text, `onrecord_articles_total{result="read"} 5`) {
		t.Error(text)
	}
}

// TestBadRecord: a record that cannot be stored does not keep the others of its batch.
func TestBadRecord(t *testing.T) {
	t.Parallel()
	s, w := setUp(t, 5)
	read := w.Read
	list, _, err := s.Articles(t.Context(), store.Filter{}, store.Page{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.Batch = 5
	w.Read = func(l *store.Lease) (*doc.Record, error) {
		r, err := read(l)
		if err != nil {
			return nil, err
		}
		rec := *r
		if l.Article.ID == list[0].ID {
			rec.Article.ID = ""
		}
		return &rec, nil
	}
	until(t, s, w, func(c store.Counts) bool { return c.New == 1 })
	if !strings.Contains(page(t, w.Metrics), `onrecord_articles_total{result="again"}`) {
		t.Error("what is tried again is not counted")
	}
}

// TestHealth: ready when all checks pass; what is wrong is not told to strangers.
func TestHealth(t *testing.T) {
	t.Parallel()
	var err error
	h := worker.Health(metric.New("", ""), map[string]func(context.Context) error{"store": func(context.Context) error { return err }})
	get := func(path string) (int, string) {
		r := httptest.NewRecorder()
		h.ServeHTTP(r, httptest.NewRequest("GET", path, nil))
		return r.Code, r.Body.String()
	}
	if code, _ := get("/readyz"); code != 200 {
		t.Errorf("ready: %d", code)
	}
	err = errors.New("postgres://user:secret@host is away")
	if code, text := get("/readyz"); code != 503 || strings.Contains(text, "secret") || !strings.Contains(text, "store") {
		t.Errorf("not ready: %d %q", code, text)
	}
	if code, _ := get("/healthz"); code != 200 {
		t.Errorf("alive: %d", code)
	}
	d, stop, err := worker.Debug()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	r := httptest.NewRecorder()
	d.ServeHTTP(r, httptest.NewRequest("GET", "/debug/flight", nil))
	if r.Code != 200 || r.Body.Len() == 0 {
		t.Errorf("the flight recorder gives %d, %d bytes", r.Code, r.Body.Len())
	}
}
