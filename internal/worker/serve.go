package worker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"runtime/trace"
	"time"

	"onrecord/internal/metric"
)

// Health serves /healthz (the process lives), /readyz (each check passes) and /metrics.
func Health(m *metric.Set, checks map[string]func(context.Context) error) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
		defer cancel()
		for name, check := range checks {
			if err := check(ctx); err != nil {
				// What is wrong stands in the log; the page may be read by anybody who reaches it.
				http.Error(w, name+" does not answer", http.StatusServiceUnavailable)
				return
			}
		}
		fmt.Fprintln(w, "ok")
	})
	mux.Handle("GET /metrics", m.Handler())
	return mux
}

// Debug serves profiles under /debug/pprof/ and the last seconds of the execution trace under /debug/flight (to be looked
// at with "go tool trace"). It belongs on a loopback address only: profiles tell much about a program. Call stop when done.
func Debug() (h http.Handler, stop func(), err error) {
	r := trace.NewFlightRecorder(trace.FlightRecorderConfig{MinAge: 10 * time.Second, MaxBytes: 16 << 20})
	if err := r.Start(); err != nil {
		return nil, nil, fmt.Errorf("worker: the flight recorder: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/flight", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = r.WriteTo(w)
	})
	return mux, r.Stop, nil
}

// Serve serves a handler at an address until ctx ends.
func Serve(ctx context.Context, address string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	return ServeOn(ctx, l, h)
}

// ServeOn is Serve on a listener.
func ServeOn(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	if err := ServeUntil(ctx, s, l, 5*time.Second); err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	return nil
}

// ServeUntil serves on a listener until ctx ends, then answers what was asked before, for as long as patience, and returns: no
// request runs any longer, but those that patience ran out for were told to end and may still be on their way out.
func ServeUntil(ctx context.Context, s *http.Server, l net.Listener, patience time.Duration) error {
	down := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(down)
		late, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if s.Shutdown(late) != nil {
			_ = s.Close()
		}
	})
	err := s.Serve(l)
	if stop() { // it broke by itself
		return err
	}
	<-down
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}
