package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"onrecord/internal/access"
	"onrecord/internal/alert"
	"onrecord/internal/api"
	"onrecord/internal/fetch"
	"onrecord/internal/ingest"
	"onrecord/internal/queue"
	"onrecord/internal/store"
	"onrecord/internal/web"
	"onrecord/internal/web/live"
	"onrecord/internal/worker"
)

type serveCmd struct {
	storeFlag  `embed:""`
	fetchFlags `embed:""`
	ownFlags   `embed:""`
	Listen     string `help:"Address to serve at. Any other than loopback wants at least one user (\"onrecord user add\")." default:"127.0.0.1:8080"`
	Base       string `help:"Address under which people reach the page, for links in alerts and for a proxy: https://onrecord.example."`
	NoPoll     bool   `help:"Do not visit the watch list."`
	Workers    int    `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
}

// shutdownTime is how long requests may take to end when the server stops.
const shutdownTime = 20 * time.Second

func (c *serveCmd) Run(s *streams) error {
	ctx, stop := interruptible()
	defer stop()
	log := slog.New(slog.NewTextHandler(s.err, nil))
	g, err := newIngester(ctx, s, &c.storeFlag, &c.ownFlags, &c.fetchFlags, c.Workers)
	if err != nil {
		return atStart(ctx, log, err)
	}
	defer g.Store.Close()
	guard := access.New(g.Store, nil)
	open, err := guard.Open(ctx)
	if err != nil {
		return atStart(ctx, log, err)
	}
	if open && !access.Loopback(c.Listen) {
		return errUsage{fmt.Errorf("serve: %s can be reached from elsewhere and there are no users: add one with \"onrecord user add NAME --role admin\", or listen on 127.0.0.1", c.Listen)}
	}
	if !access.Loopback(c.Listen) {
		guard.Public()
	}
	handler, err := c.handler(g, guard, log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	fmt.Fprintf(s.err, "onrecord: serving %s at http://%s\n", g.Store.Name(), listener.Addr())
	return c.serve(ctx, listener, handler, g, log)
}

// serve answers requests and does the jobs of the background until ctx ends, or so many readings hang that nothing else is read.
// Requests that were begun are answered, and nothing runs any more when it returns.
func (c *serveCmd) serve(ctx context.Context, l net.Listener, h http.Handler, g *ingest.Ingester, log *slog.Logger) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	watchReadings(g, log, nil, g.Slots(), end)
	server := &http.Server{Handler: untilStop(ctx, h), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	var jobs sync.WaitGroup
	c.background(ctx, &jobs, g, log)
	err := worker.ServeUntil(ctx, server, l, shutdownTime)
	if err == nil {
		err = hung(ctx)
	}
	end(nil)
	jobs.Wait()
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// untilStop ends streams, which never end by themselves, when ctx does; other requests are answered to their end.
func untilStop(ctx context.Context, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Path == "/v1/stream" {
			own, end := context.WithCancel(q.Context())
			defer end()
			defer context.AfterFunc(ctx, end)()
			q = q.WithContext(own)
		}
		h.ServeHTTP(w, q)
	})
}

// background warms the store up, polls the watch list and sends alerts until ctx ends.
func (c *serveCmd) background(ctx context.Context, jobs *sync.WaitGroup, g *ingest.Ingester, log *slog.Logger) {
	run := func(name string, f func(context.Context) error) {
		jobs.Go(func() {
			if err := f(ctx); err != nil && ctx.Err() == nil {
				log.Error("serve: a background job ended", "job", name, "error", err)
			}
		})
	}
	if !c.NoPoll {
		p := &ingest.Poller{Ingester: g, Owner: owner(), Visited: func(w store.Watch, t ingest.Tally) {
			log.Info("visited", "url", w.URL, "new", t.New, "problems", t.Problems, "state", w.State, "why", w.Why, "next", w.Next)
		}}
		run("watch list", p.Run)
	}
	sender := &alert.Sender{Store: g.Store, Client: fetch.Guarded(c.options(nil)), Base: strings.TrimSuffix(c.Base, "/"), Now: time.Now, Log: log}
	run("alerts", sender.Run)
	run("warming up", g.Store.Warm)
	run("waiting articles", func(ctx context.Context) error { return readWaiting(ctx, g, c.Workers, log, time.Minute) })
}

// readWaiting reads articles that wait in the store, as a guest among its workers: while they run another version of the
// reading it reads nothing, and looks again after a pause.
func readWaiting(ctx context.Context, g *ingest.Ingester, slots int, log *slog.Logger, pause time.Duration) error {
	w := worker.Worker{Store: g.Store, Queue: &queue.Leases{Store: g.Store, Owner: owner()}, Read: g.ReadLease, Pipeline: g.Reader.Pipeline(), Slots: slots, Guest: true, Log: log}
	for said := false; ; said = true {
		err := w.Run(ctx)
		if !errors.Is(err, worker.ErrPipeline) {
			return err
		}
		if !said {
			log.Warn("serve: waiting articles are left to the workers", "error", err)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// handler puts page, API and log-in together.
func (c *serveCmd) handler(g *ingest.Ingester, guard *access.Access, log *slog.Logger) (http.Handler, error) {
	reader := pageReader{g}
	l := live.New(g.Store)
	places, err := live.Places()
	if err != nil {
		return nil, err
	}
	site, err := web.New(web.Options{Reader: reader, Store: l, Watches: l, Searches: l, Reviews: l, Places: places, Stream: "/v1/stream", Guarded: true, Log: log,
		User: func(r *http.Request) web.User { return userOf(guard, r) },
		Fetch: func(ctx context.Context, address string) ([]byte, error) {
			res, err := g.Fetch.Get(ctx, fetch.Request{URL: address})
			if err != nil {
				return nil, err
			}
			return res.Text(), nil
		}})
	if err != nil {
		return nil, err
	}
	v1 := api.New(api.Options{Store: g.Store, Ingester: g, Who: guard.Who, Log: log}).Handler()
	mux := http.NewServeMux()
	mux.Handle("/v1/", v1)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if _, err := g.Store.Seq(r.Context()); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	login := logins{guard: guard, site: site}
	mux.HandleFunc("GET /login", login.form)
	mux.HandleFunc("POST /login", login.login)
	mux.HandleFunc("POST /logout", login.logout)
	mux.Handle("/", login.only(site.Handler()))
	csrf := http.NewCrossOriginProtection()
	base := ""
	if c.Base != "" {
		u, err := url.Parse(c.Base)
		if err != nil || u.Host == "" {
			return nil, errUsage{fmt.Errorf("serve: --base %q is no address; give https://name", c.Base)}
		}
		if err := csrf.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, errUsage{fmt.Errorf("serve: --base %s: %w", c.Base, err)}
		}
		base = u.Hostname()
	}
	zipped, err := gzhttp.NewWrapper(gzhttp.ExceptContentTypes([]string{"text/event-stream", "application/vnd.apache.parquet", "image/png"}))
	if err != nil {
		return nil, err
	}
	return web.Secure(ours(guard, base, csrf.Handler(zipped(mux)))), nil
}

// userOf says who looks at the page.
func userOf(guard *access.Access, r *http.Request) web.User {
	if open, err := guard.Open(r.Context()); err == nil && open {
		return web.User{Name: "you", Review: true, Admin: true}
	}
	p, err := guard.Person(r)
	if err != nil {
		return web.User{}
	}
	return web.User{Name: p.Name, Session: true, Review: access.May(p.Role, access.Reviewer), Admin: access.May(p.Role, access.Admin)}
}
