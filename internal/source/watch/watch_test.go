package watch

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"onrecord/internal/fetch"
)

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// TestAdapt plays a month of a source that publishes steadily.
func TestAdapt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		perHour  float64
		list     int
		from, to time.Duration // where the interval must come to lie
	}{
		{10, 20, 40 * time.Minute, 100 * time.Minute}, // half of 20 is published in an hour
		{1, 20, 6 * time.Hour, 15 * time.Hour},
		{200, 20, 10 * time.Minute, 10 * time.Minute}, // it would be 3 minutes
		{0.01, 20, 24 * time.Hour, 24 * time.Hour},
		{0, 20, 24 * time.Hour, 24 * time.Hour},
	} {
		var p Policy
		s := State{URL: "https://news.example/feed", Kind: "feed"}
		now, published := noon(), 0.0
		var missed, shares, visits float64
		for i := 0; now.Before(noon().AddDate(0, 1, 0)); i++ {
			fresh := 20
			if i > 0 {
				before := published
				published += s.NextAt.Sub(now).Hours() * c.perHour
				now = s.NextAt
				fresh = int(published) - int(before)
			}
			v := Visit{At: now, Hash: fmt.Sprint(published), Items: c.list, Seen: max(0, c.list-fresh)}
			if now.After(noon().AddDate(0, 0, 7)) {
				missed += float64(max(0, fresh-c.list))
				shares += float64(v.Seen) / float64(v.Items)
				visits++
			}
			s = p.Next(s, v, 0.5)
		}
		if s.Interval < c.from || s.Interval > c.to {
			t.Errorf("%v an hour in a list of %d: interval %v, want %v to %v", c.perHour, c.list, s.Interval, c.from, c.to)
		}
		if share := shares / visits; c.perHour == 10 && (share < 0.33 || share > 0.67 || missed > 0) {
			t.Errorf("%v an hour: %.2f known at a visit, %v missed", c.perHour, share, missed)
		}
	}
}

func TestFloors(t *testing.T) {
	t.Parallel()
	var p Policy
	s := State{Interval: time.Hour, LastAt: noon().Add(-time.Hour)}
	for floor, want := range map[time.Duration]time.Duration{0: time.Hour, 3 * time.Hour: 3 * time.Hour, 90 * 24 * time.Hour: 24 * time.Hour} {
		next := p.Next(s, Visit{At: noon(), Items: 20, Seen: 10, Floor: floor}, 0)
		if got := next.NextAt.Sub(noon()); got != want {
			t.Errorf("asked to wait %v: %v, want %v", floor, got, want)
		}
	}
}

func TestConditional(t *testing.T) {
	t.Parallel()
	var p Policy
	s := State{URL: "https://news.example/feed", Kind: "feed", Interval: time.Hour, LastAt: noon().Add(-time.Hour)}
	s = p.Next(s, Visit{At: noon(), Hash: "a", ETag: `"1"`, LastModified: "x", Items: 20, Seen: 10}, 0)
	if r := p.Request(s, s.NextAt); r.ETag != `"1"` || r.LastModified != "x" || !r.List {
		t.Errorf("request %+v", r)
	}
	s = p.Next(s, Visit{At: noon().Add(time.Hour), NotModified: true, ETag: `"2"`, LastModified: "x"}, 0)
	if s.ETag != `"2"` || s.BodyHash != "a" || !s.LastFull.Equal(noon()) {
		t.Errorf("behind a 304: %+v", s)
	}
	if r := p.Request(s, noon().Add(25*time.Hour)); r.ETag != "" || r.LastModified != "" {
		t.Errorf("a day later the whole document must be asked for: %+v", r)
	}
	at := noon().Add(25 * time.Hour)
	same := p.Next(s, Visit{At: at, Hash: "a", ETag: `"2"`, LastModified: "x", Items: 20, Seen: 20}, 0)
	if same.Unconditional {
		t.Error("an unchanged document is no reason to distrust its validators")
	}
	other := p.Next(s, Visit{At: at, Hash: "b", ETag: `"3"`, LastModified: "y", Items: 20, Seen: 15}, 0)
	if other.Unconditional {
		t.Error("validators that changed with the document are good")
	}
	lied := p.Next(s, Visit{At: at, Hash: "b", ETag: `"2"`, LastModified: "x", Items: 20, Seen: 15}, 0)
	if !lied.Unconditional {
		t.Fatal("the same validators for new content: a false 304 in the making")
	}
	if r := p.Request(lied, lied.NextAt); r.ETag != "" || r.LastModified != "" {
		t.Errorf("request %+v", r)
	}
}

func status(n int) *fetch.Error { return &fetch.Error{Class: fetch.Status, Status: n} }

// TestHealth plays visits and compares what the watch list says.
func TestHealth(t *testing.T) {
	t.Parallel()
	good := Visit{Items: 20, Seen: 10}
	fails := func(e *fetch.Error, n int) []Visit {
		out := make([]Visit, n)
		for i := range out {
			out[i].Err = e
		}
		return out
	}
	for _, c := range []struct {
		name   string
		visits []Visit
		state  Health
		errors int
		why    string
		least  time.Duration // to the next visit
		most   time.Duration
	}{
		{"good", []Visit{good}, OK, 0, "", time.Hour, time.Hour},
		{"one failure", append([]Visit{good}, fails(status(500), 1)...), Failing, 1, "the server answers 500", 8 * time.Minute, 12 * time.Minute},
		{"four failures", append([]Visit{good}, fails(status(500), 4)...), Failing, 4, "500", 64 * time.Minute, 96 * time.Minute},
		{"many failures", fails(status(500), 29), Failing, 29, "500", 19 * time.Hour, 24 * time.Hour},
		{"too many failures", fails(status(500), 30), Failing, 30, "visited once a week", 6 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"well again", append(fails(status(500), 40), good), OK, 0, "", time.Hour, time.Hour},
		{"410", []Visit{good, {Err: status(410)}}, Gone, 1, "visited once a week", 6 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"404 for an hour", append([]Visit{good}, fails(status(404), 3)...), Failing, 3, "check the address", 32 * time.Minute, 48 * time.Minute},
		{"404 for a week", append([]Visit{good}, fails(status(404), 14)...), Gone, 14, "visited once a week", 6 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"no name for a month", fails(&fetch.Error{Class: fetch.DNS}, 30), Gone, 30, "name of the host is not known", 6 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"gone, then another trouble", append(fails(status(410), 2), fails(status(500), 1)...), Failing, 3, "500", 32 * time.Minute, 48 * time.Minute},
		{"gone and back", append(fails(status(410), 3), good), OK, 0, "", time.Hour, time.Hour},
		{"429", []Visit{good, {Err: status(429)}}, Slow, 0, "the server answers 429", time.Hour, time.Hour},
		{"waiting", []Visit{good, {Err: &fetch.Error{Class: fetch.Waiting}}}, Slow, 0, "asked for a pause", time.Hour, time.Hour},
		{"robots.txt forbids", fails(&fetch.Error{Class: fetch.Robots, Err: errors.New("the site's robots.txt forbids it")}, 1), Failing, 1, "does not want programs", 8 * time.Minute, 12 * time.Minute},
		{"429 for a month", fails(status(429), 5000), Slow, 0, "429", 7 * 24 * time.Hour, 7 * 24 * time.Hour},
		{"stopped by us", []Visit{good, {Err: &fetch.Error{Class: fetch.Stopped}}}, OK, 0, "", 0, 0},
	} {
		var p Policy
		var s State
		var wait time.Duration
		for now := noon(); len(c.visits) > 0; c.visits = c.visits[1:] {
			v := c.visits[0]
			v.At = now
			s = p.Next(s, v, 0)
			wait = s.NextAt.Sub(now)
			now = s.NextAt
		}
		if s.State != c.state || s.Errors != c.errors || !strings.Contains(s.Why, c.why) || (c.why == "") != (s.Why == "") {
			t.Errorf("%s: %s, %d errors, %q; want %s, %d, %q", c.name, s.State, s.Errors, s.Why, c.state, c.errors, c.why)
		}
		if wait < c.least || wait > c.most {
			t.Errorf("%s: next visit after %v, want %v to %v", c.name, wait, c.least, c.most)
		}
	}
}

// TestNeverGivenUp: whatever happens, the next visit lies ahead and no more than a week and a tenth away, and what a server asks for is kept.
func TestNeverGivenUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	classes := []fetch.Class{fetch.DNS, fetch.Refused, fetch.TLS, fetch.Timeout, fetch.Cut, fetch.TooBig, fetch.Bomb, fetch.Robots, fetch.Blocked, fetch.Status, fetch.Redirect, fetch.Protocol, fetch.Type, fetch.NotFeed, fetch.Waiting}
	for range 300 {
		var p Policy
		s := State{URL: "https://news.example/feed"}
		now := noon()
		for range 200 {
			v := Visit{At: now}
			if r.IntN(3) > 0 {
				v.Err = &fetch.Error{Class: classes[r.IntN(len(classes))], Status: []int{403, 404, 410, 429, 500, 503}[r.IntN(6)], Err: errors.New("x")}
				if r.IntN(2) == 0 {
					v.Err.Until = now.Add(time.Duration(r.Int64N(int64(90 * 24 * time.Hour))))
				}
			} else {
				v.Items = r.IntN(50)
				v.Seen = r.IntN(v.Items + 1)
				v.Hash, v.ETag = fmt.Sprint(r.IntN(3)), fmt.Sprint(r.IntN(3))
				v.Floor = time.Duration(r.Int64N(int64(48 * time.Hour)))
			}
			s = p.Next(s, v, r.Float64())
			wait := s.NextAt.Sub(now)
			if wait < 8*time.Minute || wait > 7*24*time.Hour*11/10 {
				t.Fatalf("next visit after %v: %+v", wait, s)
			}
			if asked := v.Floor; v.Err == nil && wait < min(asked, 24*time.Hour) {
				t.Fatalf("asked to wait %v, waits %v", asked, wait)
			}
			if v.Err != nil && !v.Err.Until.IsZero() && wait < min(v.Err.Until.Sub(now), 24*time.Hour)*9/10 {
				t.Fatalf("asked to wait till %v, waits %v", v.Err.Until, wait)
			}
			if s.Since.After(now) || s.Since.IsZero() || (s.State == OK) != (s.Why == "") {
				t.Fatalf("%+v", s)
			}
			now = s.NextAt
		}
	}
}
