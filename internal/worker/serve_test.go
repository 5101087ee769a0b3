package worker_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onrecord/internal/worker"
)

// pipes is a listener in memory.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// ask sends a request and hands out its answer, nil when the connection was cut.
func (p *pipes) ask() <-chan *http.Response {
	here, there := net.Pipe()
	p.conns <- there
	out := make(chan *http.Response, 1)
	go func() {
		defer here.Close()
		_, _ = io.WriteString(here, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		r, err := http.ReadResponse(bufio.NewReader(here), nil)
		if err != nil {
			r = nil
		}
		out <- r
	}()
	return out
}

// TestServeUntil: what was asked before the end is answered, and waited for; what takes longer than patience is cut.
func TestServeUntil(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		takes    time.Duration
		answered bool
		ends     time.Duration
	}{{"in time", 3 * time.Second, true, 3 * time.Second}, {"too slow", time.Minute, false, 5 * time.Second}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := newPipes()
				s := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
					select {
					case <-time.After(c.takes):
					case <-q.Context().Done():
					}
				})}
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- worker.ServeUntil(ctx, s, l, 5*time.Second) }()
				answer := l.ask()
				synctest.Wait()
				started := time.Now()
				stop()
				synctest.Wait()
				select {
				case err := <-ended:
					t.Fatalf("it did not wait: %v", err)
				default:
				}
				if err := <-ended; err != nil {
					t.Error(err)
				}
				if took := time.Since(started); took < c.ends || took > c.ends+time.Second {
					t.Errorf("ended after %v, want %v", took, c.ends)
				}
				if r := <-answer; (r != nil) != c.answered {
					t.Errorf("answer: %v", r)
				}
			})
		})
	}
}

// TestServeBreaks: a listener that breaks is an error.
func TestServeBreaks(t *testing.T) {
	t.Parallel()
	l := newPipes()
	_ = l.Close()
	if err := worker.ServeUntil(t.Context(), &http.Server{}, l, time.Second); err == nil {
		t.Error("no error")
	}
}
