package ingest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"onrecord/internal/source"
	"onrecord/internal/source/watch"
	"onrecord/internal/store"
)

// Poller visits the sources of the watch list when they are due.
type Poller struct {
	Ingester *Ingester
	Policy   watch.Policy
	Owner    string // names this poller in leases
	Visits   int    // sources visited at the same time; 0 = 16
	Now      func() time.Time
	Chance   func() float64 // in [0,1); spreads visits
	// Visited is told of every visit, from several goroutines. nil = nobody.
	Visited func(w store.Watch, t Tally)
}

const (
	visitLease = 15 * time.Minute
	pollEvery  = 30 * time.Second // how often the list is looked at for sources that others added
)

// Run visits what is due until ctx ends, and returns when the visits have ended that were begun.
func (p *Poller) Run(ctx context.Context) error {
	p.fill()
	slots := make(chan struct{}, p.Visits)
	var visits sync.WaitGroup
	defer visits.Wait()
	for {
		due, err := p.Ingester.Store.DueWatches(ctx, p.Owner, p.Visits, p.Now().Add(visitLease))
		if err != nil {
			return err
		}
		for _, w := range due {
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				return ctx.Err()
			}
			visits.Go(func() {
				defer func() { <-slots }()
				_, _, _ = p.Visit(ctx, w) // the store says what went wrong with a source; a broken store ends Run above
			})
		}
		if len(due) == p.Visits {
			continue
		}
		wait := pollEvery
		if next, err := p.Ingester.Store.NextVisit(ctx); err == nil && !next.IsZero() {
			wait = min(wait, max(time.Second, next.Sub(p.Now())))
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func (p *Poller) fill() {
	if p.Visits <= 0 {
		p.Visits = 16
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Chance == nil {
		p.Chance = rand.Float64
	}
	if p.Owner == "" {
		p.Owner = "poller"
	}
}

// Visit looks at one source, brings its new articles into the store, and writes down how it went. An error means that the
// store failed or ctx ended; what is wrong with the source stands in the Watch returned.
func (p *Poller) Visit(ctx context.Context, w store.Watch) (store.Watch, Tally, error) {
	p.fill()
	g := p.Ingester
	state := watch.State{URL: w.URL, Kind: w.Kind}
	if w.Body != "" {
		if err := json.Unmarshal([]byte(w.Body), &state); err != nil {
			return w, Tally{}, fmt.Errorf("ingest: what the store keeps of %s is damaged (remove it from the watch list and add it again): %w", w.URL, err)
		}
	}
	known := func(key string) bool {
		seen, err := g.Store.Seen(ctx, []string{key})
		return err == nil && seen[key]
	}
	poll := source.Visit(ctx, g.Fetch, p.Policy, state, known, p.Now(), p.Chance())
	tally, err := g.run(ctx, w.URL, func(yield func(job) bool) {
		if poll.Page != nil && !yield(job{item: *poll.Page}) {
			return
		}
		for _, e := range poll.Fresh {
			item, err := source.FromEntry(ctx, g.Fetch, e, false)
			if err != nil {
				err = &source.Problem{Name: e.URL, Err: err}
			}
			if ctx.Err() != nil || !yield(job{item: item, err: err}) {
				return
			}
		}
	})
	if err != nil || ctx.Err() != nil {
		return w, tally, errors.Join(err, ctx.Err())
	}
	body, err := json.Marshal(poll.State)
	if err != nil {
		return w, tally, err
	}
	s := &poll.State
	w.Kind, w.Next, w.State, w.Why, w.Since, w.Visited, w.Body = s.Kind, s.NextAt, string(s.State), s.Why, s.Since, s.LastAt, string(body)
	if w.Name == "" {
		w.Name = poll.Title
	}
	if w.Why == "" && poll.Moved != "" {
		w.Why = "it has moved for good to " + poll.Moved + ": watch that address instead"
	}
	err = g.Store.Visited(ctx, w)
	if p.Visited != nil {
		p.Visited(w, tally)
	}
	return w, tally, err
}
