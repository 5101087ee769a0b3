package fetch

import (
	"context"
	"sync"
	"time"
)

const (
	firstBackoff = 30 * time.Second
	maxBackoff   = 24 * time.Hour
	manyHosts    = 10_000 // above which hosts not asked for long are forgotten
)

// hosts sees to it that each host is asked for one thing at a time, with a pause between, and left alone while it wants to be.
type hosts struct {
	o  Options
	mu sync.Mutex
	by map[string]*host
}

type host struct {
	turn    chan struct{} // holds one value while a request is under way
	waiting int           // how many want a turn
	next    time.Time     // when the next request may begin
	until   time.Time     // back-off
	strikes int           // 429 and 503 in a row
}

func newHosts(o Options) *hosts { return &hosts{o: o, by: map[string]*host{}} }

// enter waits until the host may be asked and returns the function that ends the turn. If the pause is longer than Options.MaxWait
// it returns at once when it ends. With redirected, the pause between requests is left out, but not a back-off.
func (h *hosts) enter(ctx context.Context, name string, redirected bool) (leave func(), until time.Time, err error) {
	h.mu.Lock()
	e := h.by[name]
	if e == nil {
		h.forget()
		e = &host{turn: make(chan struct{}, 1)}
		h.by[name] = e
	}
	e.waiting++
	h.mu.Unlock()
	giveUp := func() {
		h.mu.Lock()
		e.waiting--
		h.mu.Unlock()
	}
	select {
	case e.turn <- struct{}{}:
	case <-ctx.Done():
		giveUp()
		return nil, time.Time{}, ctx.Err()
	}
	leave = func() { giveUp(); <-e.turn }
	for {
		h.mu.Lock()
		now := h.o.Now()
		free := e.next
		if redirected {
			free = now
		}
		if e.until.After(free) {
			free = e.until
		}
		pause := free.Sub(now)
		if pause <= 0 {
			if next := now.Add(h.o.Spacing); next.After(e.next) {
				e.next = next
			}
			h.mu.Unlock()
			return leave, time.Time{}, nil
		}
		h.mu.Unlock()
		if pause > h.o.MaxWait {
			leave()
			return nil, free, nil
		}
		if err := h.o.Sleep(ctx, pause); err != nil {
			leave()
			return nil, time.Time{}, err
		}
	}
}

// forget drops hosts that nobody waits for and whose pauses are over, when there are many. The caller holds the lock.
func (h *hosts) forget() {
	if len(h.by) < manyHosts {
		return
	}
	now := h.o.Now()
	for name, e := range h.by {
		if e.waiting == 0 && now.After(e.next) && now.After(e.until) && e.strikes == 0 {
			delete(h.by, name)
		}
	}
}

// space puts off the next request to a host, if its robots.txt asks for more than the usual pause.
func (h *hosts) space(name string, delay time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if e := h.by[name]; e != nil {
		if next := h.o.Now().Add(delay); next.After(e.next) {
			e.next = next
		}
	}
}

// strike notes that a host answered 429 or 503 and returns when it may be asked again: after 30 s, twice that each
// time, up to a day, give or take a fifth; later if the host says so.
func (h *hosts) strike(name string, retryAfter time.Duration) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.by[name]
	if e == nil {
		return time.Time{}
	}
	wait := Backoff(e.strikes, firstBackoff, maxBackoff, h.o.Jitter())
	e.strikes++
	e.until = h.o.Now().Add(min(max(wait, retryAfter), maxBackoff))
	return e.until
}

// ok notes that a host answered otherwise.
func (h *hosts) ok(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if e := h.by[name]; e != nil {
		e.strikes, e.until = 0, time.Time{}
	}
}

// Backoff returns the wait after the given number of earlier failures: first, doubled for each, at most most, and
// spread by a fifth either way by chance in [0,1). The result is never above most.
func Backoff(failures int, first, most time.Duration, chance float64) time.Duration {
	wait := most
	if failures < 32 && first<<failures > 0 && first<<failures < most {
		wait = first << failures
	}
	return min(time.Duration(float64(wait)*(0.8+0.4*chance)), most)
}
