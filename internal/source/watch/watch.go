// Package watch decides when a watched source is visited next and what its condition is. What goes in is the source's last state
// and what the visit brought; what comes out is the next state. It is arithmetic on values: it fetches nothing,
// stores nothing and has no clock, so that a whole year of visits can be played through in a test.
//
// A source is never given up: one that fails long enough is visited once a week, and says so.
package watch

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/feed"
	"onrecord/internal/fetch"
)

// Health is the condition of a source.
type Health string

// The conditions.
const (
	New     Health = ""        // not visited yet
	OK      Health = "ok"      // the last visit brought an answer
	Slow    Health = "slow"    // it asks us to come less often, or its robots.txt cannot be read; nothing is wrong with it
	Failing Health = "failing" // the last visits failed; Since says since when, Why says why
	Gone    Health = "gone"    // it is not there any more, as far as can be told
)

// State is what is known of a source between two visits: a row of the watch list.
type State struct {
	URL           string
	Kind          string        // feed, sitemap, page
	Interval      time.Duration // as adapted so far; 0: not yet
	ETag          string        // validators of the last answer
	LastModified  string
	NextAt        time.Time // of the next visit; zero: at once
	State         Health
	Since         time.Time // when the present condition began; for gone, when the failures began
	Why           string    // in plain words; "" if all is well
	Errors        int       // failures in a row
	LastAt        time.Time // of the last visit that brought an answer
	LastFull      time.Time // of the last visit that brought the whole document
	BodyHash      string    // of that document
	Unconditional bool      // its validators stay the same when the content changes: it is always fetched whole
}

// Visit is what a visit brought.
type Visit struct {
	At           time.Time
	Err          *fetch.Error // why it failed; nil: it did not
	NotModified  bool
	Hash         string // of the document, "" if not modified
	ETag         string
	LastModified string
	Floor        time.Duration // how long the server or the list asks to wait (max-age, TTL, Retry-After)
	Items        int           // entries in the list
	Seen         int           // of these, known from before
}

// FromFetch gathers a Visit from what fetching returned. at is when the visit began, seen how many of the list's entries were known.
func FromFetch(at time.Time, res *fetch.Result, list *feed.Feed, err error, seen int) Visit {
	v := Visit{At: at}
	if err != nil {
		if !errors.As(err, &v.Err) {
			v.Err = &fetch.Error{Class: fetch.Protocol, Err: err}
		}
		return v
	}
	v.NotModified, v.Hash, v.ETag, v.LastModified, v.Floor = res.NotModified, res.Hash, res.ETag, res.LastModified, res.MaxAge
	if list != nil {
		v.Items, v.Seen, v.Floor = len(list.Entries), seen, max(v.Floor, list.TTL)
	}
	return v
}

// Policy holds the times that decisions are made by. The zero Policy gives the defaults named.
type Policy struct {
	First    time.Duration // interval of a new source; 1 h
	Shortest time.Duration // 10 min
	Longest  time.Duration // 24 h; also the most that a server's wishes are followed
	Full     time.Duration // after which a whole document is fetched whatever the validators say; 24 h
	Weekly   time.Duration // interval of sources that fail for long; 7 days
	Patience int           // failures in a row after which a source is visited weekly; 30
}

func (p Policy) fill() Policy {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	const day = 24 * time.Hour
	def(&p.First, time.Hour)
	def(&p.Shortest, 10*time.Minute)
	def(&p.Longest, day)
	def(&p.Full, day)
	def(&p.Weekly, 7*day)
	if p.Patience <= 0 {
		p.Patience = 30
	}
	return p
}

// Request returns what to ask the server for at a visit. Once a day it is the whole document: some servers say "not modified" when it is not so.
func (p Policy) Request(s State, now time.Time) fetch.Request {
	p = p.fill()
	r := fetch.Request{URL: s.URL, List: s.Kind != "page"}
	if !s.Unconditional && now.Sub(s.LastFull) < p.Full {
		r.ETag, r.LastModified = s.ETag, s.LastModified
	}
	return r
}

// Next returns the state behind a visit. chance in [0,1) spreads the next visit, so that sources added together do not stay together.
func (p Policy) Next(s State, v Visit, chance float64) State {
	p = p.fill()
	if v.Err == nil {
		return p.answered(s, v, chance)
	}
	e := v.Err
	switch {
	case e.Class == fetch.Stopped:
		return s
	case e.Class == fetch.Waiting, e.Class == fetch.Robots && !e.Until.IsZero(), e.Class == fetch.Status && (e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable):
		return p.asked(s, v, chance)
	}
	return p.failed(s, v, chance)
}

func (s *State) turn(h Health, at time.Time, why string) {
	if s.State != h {
		s.State, s.Since = h, at
	}
	s.Why = why
}

// words is what a person reads about a failure.
func words(e *fetch.Error) string {
	if advice := e.Advice(); advice != "" && e.Until.IsZero() {
		return e.Message() + "; " + advice
	}
	return e.Message()
}

// answered takes over an answer and adapts the interval.
func (p Policy) answered(s State, v Visit, chance float64) State {
	fresh := v.Items - v.Seen
	if !v.NotModified {
		same := s.ETag != "" && s.ETag == v.ETag || s.ETag == "" && v.ETag == "" && s.LastModified != "" && s.LastModified == v.LastModified
		if same && s.BodyHash != "" && v.Hash != s.BodyHash && fresh > 0 {
			s.Unconditional = true // with these validators the new entries would have been missed
		}
		s.LastFull, s.BodyHash = v.At, v.Hash
	}
	s.Interval = p.adapt(s, v, fresh)
	s.ETag, s.LastModified, s.LastAt, s.Errors = v.ETag, v.LastModified, v.At, 0
	s.turn(OK, v.At, "")
	wait := max(s.Interval, min(v.Floor, p.Longest))
	s.NextAt = v.At.Add(wait + time.Duration(float64(wait)*chance/10))
	return s
}

// adapt aims at visits that find half of the list known: then nothing is missed and little is asked for in vain. One visit changes the
// interval by no more than a factor of two, but where all entries are new, so that some may have been missed, by four.
func (p Policy) adapt(s State, v Visit, fresh int) time.Duration {
	old := s.Interval
	if old <= 0 {
		old = p.First
	}
	elapsed := v.At.Sub(s.LastAt)
	next := old
	switch {
	case s.LastAt.IsZero() || elapsed <= 0: // the first visit finds everything new
	case fresh <= 0:
		next = old + old/2
	case v.Seen == 0:
		next = old / 4
	default:
		aim := time.Duration(float64(elapsed) * float64(v.Items) / float64(2*fresh))
		next = min(max(aim, old/2), 2*old)
	}
	return min(max(next, p.Shortest), p.Longest)
}

// asked follows a server that wants us to wait. That is no failure; but after two weeks of it the source is visited weekly.
func (p Policy) asked(s State, v Visit, chance float64) State {
	s.turn(Slow, v.At, words(v.Err))
	wait := max(s.Interval, p.Shortest)
	if v.At.Sub(s.Since) > 2*p.Weekly {
		wait = p.Weekly
	}
	if until := v.Err.Until; until.Sub(v.At) > wait {
		wait = min(until.Sub(v.At), max(p.Longest, wait))
	}
	s.NextAt = v.At.Add(wait + time.Duration(float64(wait)*chance/10))
	return s
}

// failed notes a failure: the next visit comes after the shortest interval, then twice that and so on to the longest, then weekly.
func (p Policy) failed(s State, v Visit, chance float64) State {
	s.Errors++
	if s.State != Gone {
		s.turn(Failing, v.At, "")
	}
	s.Why = words(v.Err)
	wait := fetch.Backoff(s.Errors-1, p.Shortest, p.Longest, chance)
	if until := v.Err.Until; until.Sub(v.At) > wait {
		wait = min(until.Sub(v.At), p.Longest)
	}
	if p.gone(s, v) {
		s.State = Gone
	} else if s.State == Gone { // it is there again, with other troubles
		s.State, s.Since = Failing, v.At
	}
	if s.State == Gone || s.Errors >= p.Patience {
		wait = p.Weekly - time.Duration(float64(p.Weekly)*chance/10)
		s.Why = strings.TrimSuffix(s.Why, ".") + "; visited once a week"
	}
	s.NextAt = v.At.Add(wait)
	return s
}

// gone reports whether the failures mean that the source is not there any more: 410 at once, 404 after five times in three days, a host without
// a name after ten times in two weeks.
func (p Policy) gone(s State, v Visit) bool {
	lasted := v.At.Sub(s.Since)
	switch {
	case v.Err.Class == fetch.Status && v.Err.Status == http.StatusGone:
		return true
	case v.Err.Class == fetch.Status && v.Err.Status == http.StatusNotFound:
		return s.State == Gone || s.Errors >= 5 && lasted >= 72*time.Hour
	case v.Err.Class == fetch.DNS:
		return s.State == Gone || s.Errors >= 10 && lasted >= 14*24*time.Hour
	}
	return false
}
