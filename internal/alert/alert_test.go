package alert

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"onrecord/internal/fetch"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// stores runs a test on both databases; open opens the same store each time.
func stores(t *testing.T, run func(t *testing.T, open func(now func() time.Time) *store.Store)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, dsn string) {
		run(t, func(now func() time.Time) *store.Store { return open(t, dsn, now) })
	})
}

func open(t *testing.T, dsn string, now func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn, store.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// world has articles of two events each; nothing in it is a copy.
func world(n int) *storetest.World {
	return storetest.New(storetest.Options{Articles: n, Days: 20, Events: 2})
}

// put stores articles of a world, from and to by number.
func put(t *testing.T, s *store.Store, w *storetest.World, from, to int) {
	t.Helper()
	var entries []store.Entry
	for i := from; i < to; i++ {
		entries = append(entries, store.Entry{Record: w.Record(i)})
	}
	if _, err := s.Put(t.Context(), "test", entries); err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, s *store.Store, name, hook string) store.Search {
	t.Helper()
	x, err := s.SaveSearch(t.Context(), store.Search{Person: "ada", Name: name, Webhook: hook, Secret: NewSecret()})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// got is a message as a receiver sees it.
type got struct {
	at                   time.Time
	id, stamp, signature string
	body                 []byte
	message              Message
}

// receiver notes what it gets and answers as it is told.
type receiver struct {
	mu     sync.Mutex
	now    func() time.Time
	got    []got
	answer func(n int, g *got) (status int, retryAfter string) // n counts from 0; nil = 200
}

func (r *receiver) take(q *http.Request) (int, string) {
	body, _ := io.ReadAll(q.Body)
	g := got{at: r.now(), id: q.Header.Get("webhook-id"), stamp: q.Header.Get("webhook-timestamp"), signature: q.Header.Get("webhook-signature"), body: body}
	_ = json.Unmarshal(body, &g.message)
	r.mu.Lock()
	r.got = append(r.got, g)
	n, answer := len(r.got)-1, r.answer
	r.mu.Unlock()
	if answer == nil {
		return http.StatusOK, ""
	}
	return answer(n, &g)
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	status, after := r.take(q)
	if after != "" {
		w.Header().Set("Retry-After", after)
	}
	w.WriteHeader(status)
}

// RoundTrip lets a receiver stand in for the network, where time is not the real one. A status below 0 never comes.
func (r *receiver) RoundTrip(q *http.Request) (*http.Response, error) {
	status, after := r.take(q)
	if status < 0 {
		<-q.Context().Done()
		return nil, q.Context().Err()
	}
	return &http.Response{StatusCode: status, Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), Header: http.Header{"Retry-After": {after}}, Body: http.NoBody, Request: q}, nil
}

func (r *receiver) all() []got {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

// byHost sends requests to the receiver of their host.
type byHost map[string]*receiver

func (b byHost) RoundTrip(q *http.Request) (*http.Response, error) { return b[q.URL.Host].RoundTrip(q) }

func sender(s *store.Store, network http.RoundTripper, now func() time.Time) *Sender {
	return &Sender{Store: s, Client: &http.Client{Transport: network, Timeout: 30 * time.Second}, Now: now, Log: slog.New(slog.DiscardHandler)}
}

// guarded is the client that is used in earnest, with this machine allowed.
func guarded() *http.Client {
	return fetch.Guarded(fetch.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}})
}

// TestEveryIncidentOnce: a search is told of every incident from its saving on, however many come at once, oldest first,
// signed, and of none twice.
func TestEveryIncidentOnce(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, open func(func() time.Time) *store.Store) {
		s := open(nil)
		w := world(180)
		put(t, s, w, 0, 20)
		r := &receiver{now: time.Now}
		hook := httptest.NewServer(r)
		defer hook.Close()
		x := save(t, s, "everything", hook.URL)
		put(t, s, w, 20, 180)
		ctx := t.Context()
		x, err := s.Search(ctx, x.ID)
		must(t, err)
		fresh, err := s.ChangedIncidents(ctx, store.Filter{}, x.Told, 0)
		must(t, err)
		a := &Sender{Store: s, Client: guarded(), Base: "https://desk.example", Now: time.Now, Log: slog.New(slog.DiscardHandler)}
		for range 2 {
			must(t, a.Find(ctx), a.Send(ctx))
		}
		all := r.all()
		if len(fresh) < 101 || len(all) != len(fresh) {
			t.Fatalf("%d incidents are new, %d were told", len(fresh), len(all))
		}
		x, err = s.Search(ctx, x.ID)
		must(t, err)
		for i, g := range all {
			want := fresh[len(fresh)-1-i].ID
			if g.message.Data.Incident == nil || g.message.Data.Incident.ID != want || g.message.Data.Link != "https://desk.example/incident/"+want || g.message.Type != "incident.found" || g.message.Data.Search != "everything" {
				t.Fatalf("message %d: %s, want incident %s", i, g.body, want)
			}
			if sign, err := Sign([]string{x.Secret}, g.id, g.stamp, g.body); err != nil || sign != g.signature {
				t.Fatalf("message %d is signed %q, not %q (%v)", i, g.signature, sign, err)
			}
		}
		told, err := s.Told(ctx, x.ID)
		if err != nil || told.Done != len(fresh) || told.Waiting+told.Failed != 0 || told.Last.IsZero() {
			t.Errorf("%+v %v", told, err)
		}
	})
}

// TestTwoSenders: two programs on one store send each message once, and those of one search in order.
func TestTwoSenders(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, open func(func() time.Time) *store.Store) {
		s := open(nil)
		net := byHost{}
		for i := range 4 {
			host := fmt.Sprintf("hook%d.example", i)
			net[host] = &receiver{now: time.Now}
			save(t, s, host, "https://"+host+"/")
		}
		put(t, s, world(40), 0, 40)
		var both sync.WaitGroup
		for _, from := range []*store.Store{s, open(nil)} {
			both.Go(func() {
				a := sender(from, net, time.Now)
				if err := a.Find(t.Context()); err != nil {
					t.Error(err)
				}
				for due := []string{""}; len(due) > 0; { // until nothing is left to send, whoever sends it
					if err := a.Send(t.Context()); err != nil {
						t.Error(err)
						return
					}
					due, _ = from.DueSearches(t.Context())
				}
			})
		}
		both.Wait()
		var first []string
		for host, r := range net {
			var ids []string
			for _, g := range r.all() {
				ids = append(ids, g.message.Data.Incident.ID)
			}
			if first == nil {
				first = ids
			}
			if len(ids) < 30 || !slices.Equal(ids, first) {
				t.Errorf("%s got %d messages, another %d, or in another order", host, len(ids), len(first))
			}
		}
	})
}

// TestSeesOtherPrograms: what another program stores is told.
func TestSeesOtherPrograms(t *testing.T) {
	t.Parallel()
	stores(t, func(t *testing.T, open func(func() time.Time) *store.Store) {
		s, other := open(nil), open(nil)
		arrived := make(chan struct{}, 100)
		r := &receiver{now: time.Now, answer: func(int, *got) (int, string) { arrived <- struct{}{}; return 204, "" }}
		save(t, s, "everything", "https://hook.example/")
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- sender(s, r, time.Now).Run(ctx) }()
		put(t, other, world(1), 0, 1)
		<-arrived
		stop()
		<-ended
	})
}

// run lets a sender run in a bubble of its own time, over a store with n articles behind a search for each receiver, and
// calls check with the store and the moment at which all of that was found.
func run(t *testing.T, n int, net byHost, check func(t *testing.T, s *store.Store, searches map[string]store.Search, start time.Time)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, filepath.Join(t.TempDir(), "t.db"), nil)
		searches := map[string]store.Search{}
		for host, r := range net {
			r.now = time.Now
			searches[host] = save(t, s, host, "https://"+host+"/hook?key=private")
		}
		put(t, s, world(n), 0, n)
		ctx, stop := context.WithCancel(t.Context())
		var running sync.WaitGroup
		start := time.Now()
		running.Go(func() { _ = sender(s, net, time.Now).Run(ctx) })
		synctest.Wait()
		check(t, s, searches, start)
		stop()
		running.Wait()
		must(t, s.Close())
	})
}

// week lets a clock run for a week by minutes, with a sender that looks for what is due at each of them.
func week(t *testing.T, a *Sender, now *time.Time) {
	t.Helper()
	for range 7 * 24 * 60 {
		must(t, a.Send(t.Context()))
		*now = now.Add(time.Minute)
	}
}

// TestBackOff: a receiver that is down gets the first message again after growing pauses and nothing else meanwhile; after
// three days it is stopped, with the reason; its owner lets it go on, and everything arrives.
func TestBackOff(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := open(t, filepath.Join(t.TempDir(), "t.db"), clock)
	r := &receiver{now: clock, answer: func(int, *got) (int, string) { return 502, "" }}
	x := save(t, s, "everything", "https://down.example/")
	put(t, s, world(3), 0, 3)
	a := sender(s, r, clock)
	must(t, a.Find(t.Context()))
	week(t, a, &now)
	tries := r.all()
	if len(tries) != len(pauses())+1 {
		t.Fatalf("%d tries", len(tries))
	}
	for i, g := range tries[1:] {
		if late := g.at.Sub(tries[i].at.Add(pauses()[i])); late < 0 || late >= time.Minute {
			t.Errorf("try %d is %v late", i+1, late)
		}
		if g.id != tries[0].id || g.stamp == tries[i].stamp {
			t.Errorf("try %d has the id %s and the time %s; the id stays and the time does not", i+1, g.id, g.stamp)
		}
	}
	x, err := s.Search(t.Context(), x.ID)
	if err != nil || !strings.Contains(x.Stopped, "502") || !strings.Contains(x.Stopped, "three days") {
		t.Errorf("it is stopped because: %q %v", x.Stopped, err)
	}
	told, err := s.Told(t.Context(), x.ID)
	if err != nil || told.Waiting < 3 || told.Done+told.Failed != 0 || !strings.Contains(told.Why, "502") {
		t.Errorf("%+v %v", told, err)
	}
	r.answer = nil
	must(t, s.StartSearch(t.Context(), x.ID, "ada"), a.Send(t.Context()))
	if all := r.all()[len(tries):]; len(all) != told.Waiting || all[0].id != tries[0].id {
		t.Errorf("%d messages arrived of %d", len(all), told.Waiting)
	}
}

// TestGone: 410 ends it at once; what is found later waits.
func TestGone(t *testing.T) {
	t.Parallel()
	r := &receiver{answer: func(int, *got) (int, string) { return 410, "" }}
	run(t, 3, byHost{"gone.example": r}, func(t *testing.T, s *store.Store, searches map[string]store.Search, _ time.Time) {
		time.Sleep(time.Hour)
		x, err := s.Search(t.Context(), searches["gone.example"].ID)
		if err != nil || len(r.all()) != 1 || !strings.Contains(x.Stopped, "410") {
			t.Errorf("%d messages, stopped because %q, %v", len(r.all()), x.Stopped, err)
		}
		// Another address gets all of it.
		r.mu.Lock()
		r.answer = nil
		r.mu.Unlock()
		x.Webhook = "https://gone.example/new"
		_, err = s.SaveSearch(t.Context(), x)
		must(t, err)
		time.Sleep(time.Minute)
		if told, err := s.Told(t.Context(), x.ID); err != nil || told.Waiting != 0 || told.Done < 3 {
			t.Errorf("%+v %v", told, err)
		}
	})
}

// TestRetryAfter: a receiver says how long to leave it alone, in seconds or as a date; longer than our own pause counts.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		after  func(now time.Time) string
		want   time.Duration
	}{
		{429, func(time.Time) string { return "90" }, 90 * time.Second},
		{503, func(now time.Time) string { return now.Add(10 * time.Minute).UTC().Format(http.TimeFormat) }, 10 * time.Minute},
		{429, func(time.Time) string { return "1" }, 5 * time.Second},
		{429, func(time.Time) string { return "soon" }, 5 * time.Second},
		{500, func(time.Time) string { return "90" }, 5 * time.Second},
	} {
		r := &receiver{}
		r.answer = func(n int, g *got) (int, string) {
			if n == 0 {
				return c.status, c.after(g.at)
			}
			return 200, ""
		}
		run(t, 1, byHost{"busy.example": r}, func(t *testing.T, _ *store.Store, _ map[string]store.Search, _ time.Time) {
			time.Sleep(15 * time.Minute)
			all := r.all()
			if len(all) < 2 || all[1].id != all[0].id {
				t.Fatalf("%d: %d messages", c.status, len(all))
			}
			if wait := all[1].at.Sub(all[0].at); wait < c.want-time.Second || wait > c.want+every+gap {
				t.Errorf("%d: tried again after %v, want %v", c.status, wait, c.want)
			}
		})
	}
}

// TestOneMessageRefused: a message that the receiver cannot take does not keep those behind it, and is given up in the end.
func TestOneMessageRefused(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s := open(t, filepath.Join(t.TempDir(), "t.db"), clock)
	r, poison := &receiver{now: clock}, ""
	r.answer = func(n int, g *got) (int, string) {
		if n == 1 {
			poison = g.id
		}
		if g.id == poison {
			return 422, ""
		}
		return 200, ""
	}
	x := save(t, s, "everything", "https://picky.example/")
	put(t, s, world(6), 0, 6)
	a := sender(s, r, clock)
	must(t, a.Find(t.Context()), a.Send(t.Context()))
	told, err := s.Told(t.Context(), x.ID)
	if err != nil || told.Waiting != 1 || told.Done < 6 {
		t.Fatalf("at once: %+v %v", told, err)
	}
	week(t, a, &now)
	told, err = s.Told(t.Context(), x.ID)
	if err != nil || told.Failed != 1 || told.Waiting != 0 || !strings.Contains(told.Why, "422") {
		t.Errorf("after a week: %+v %v", told, err)
	}
	tries := 0
	for _, g := range r.all() {
		if g.id == poison {
			tries++
		}
	}
	if tries != len(pauses())+1 {
		t.Errorf("tried %d times", tries)
	}
	if x, err := s.Search(t.Context(), x.ID); err != nil || x.Stopped != "" {
		t.Errorf("it is stopped: %s %v", x.Stopped, err)
	}
}

// TestHanging: receivers that never answer keep nobody but themselves, and each try ends.
func TestHanging(t *testing.T) {
	t.Parallel()
	net := byHost{"prompt.example": {}}
	for i := range 3 {
		net[fmt.Sprintf("hang%d.example", i)] = &receiver{answer: func(int, *got) (int, string) { return -1, "" }}
	}
	run(t, 4, net, func(t *testing.T, s *store.Store, searches map[string]store.Search, start time.Time) {
		time.Sleep(time.Second)
		if n := len(net["prompt.example"].all()); n < 4 {
			t.Errorf("the prompt one got %d messages in a second", n)
		}
		time.Sleep(2 * time.Minute)
		all := net["hang0.example"].all()
		if len(all) != 2 {
			t.Fatalf("%d tries", len(all))
		}
		if d := all[1].at.Sub(all[0].at); d < 35*time.Second || d > 35*time.Second+every+gap {
			t.Errorf("the second try came after %v", d)
		}
		told, err := s.Told(t.Context(), searches["hang0.example"].ID)
		if err != nil || told.Why != "it does not answer in time" {
			t.Errorf("%+v %v", told, err)
		}
	})
}
