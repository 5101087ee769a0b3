package ingest

import (
	"context"
	"fmt"
	"time"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/limit"
	"onrecord/internal/source"
	"onrecord/internal/store"
)

// Reread reads every article again that another pipeline read. It can be interrupted and run again: what has the new
// record is not read a second time, and what has not keeps its old one.
func (g *Ingester) Reread(ctx context.Context) (Tally, error) {
	return g.run(ctx, "", g.stored(g.Store.Stale(ctx, g.Reader.Pipeline())))
}

// stored makes jobs of articles that are in the store.
func (g *Ingester) stored(leases func(yield func(store.Lease, error) bool)) func(yield func(job) bool) {
	return func(yield func(job) bool) {
		for l, err := range leases {
			if !yield(job{item: source.Item{Name: l.Article.ID, Progress: source.Progress{Total: -1, Unit: "items"}}, err: err, lease: &l}) {
				return
			}
		}
	}
}

// again reads an article that is in the store. Its text stays as it is: offsets and highlights point into it.
func (g *Ingester) again(l *store.Lease) (doc.Record, *limit.Exceeded) {
	return g.Limit.Do(g.Reader, func(t *limit.Turn) doc.Record {
		a, problems := restore(l)
		return g.record(t, a, problems)
	})
}

// restore makes the article that was stored. The blocks of the text (headline, byline, boilerplate) are found anew, from
// the page as fetched where it still gives the same text, else from the text.
func restore(l *store.Lease) (doc.Article, []doc.Problem) {
	given := clean.Given{URL: value(l.Article.URL)}
	var a doc.Article
	var problems []doc.Problem
	if l.Raw != nil {
		given.Format = formatOf(l.Type)
		a, problems = clean.Read(l.Raw, given)
	}
	if l.Raw == nil || a.Text != l.Article.Text {
		given.Format = "text"
		a, problems = clean.Read([]byte(l.Article.Text), given)
	}
	a.ID, a.SHA256 = l.Article.ID, l.Article.SHA256
	// A day that the text does not say itself was given when it was added.
	if p := value(l.Article.Published); p != "" && p != a.Published {
		a.Published, a.PublishedFrom, a.PublishedConf = p, "given", 1
	}
	for _, f := range []struct {
		into *string
		v    *string
	}{{&a.Title, l.Article.Title}, {&a.Publisher, l.Article.Publisher}, {&a.Language, l.Article.Language}} {
		if f.v != nil {
			*f.into = *f.v
		}
	}
	return a, problems
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// Settings of Work: how long an article is a worker's own, and how often one may be handed out before it is given up.
const (
	leaseTime = 5 * time.Minute
	maxTries  = 5
)

// Work reads articles that wait in the store until none is left (wait = 0) or ctx ends; with wait it looks again after
// that time. owner names the worker. An article that took several workers down is given up as failed.
func (g *Ingester) Work(ctx context.Context, owner string, wait time.Duration) (Tally, error) {
	var total Tally
	defer func() { _ = g.Store.Release(context.WithoutCancel(ctx), owner) }()
	for ctx.Err() == nil {
		leases, err := g.Store.Lease(ctx, owner, batch, time.Now().Add(leaseTime))
		if err != nil {
			return total, err
		}
		var good []store.Lease
		for _, l := range leases {
			if l.Tries <= maxTries {
				good = append(good, l)
				continue
			}
			if err := g.Store.Fail(ctx, l.Article.ID, fmt.Sprintf("given up: %d workers began to read it and none came to an end", l.Tries-1)); err != nil {
				return total, err
			}
		}
		t, err := g.run(ctx, "", g.stored(func(yield func(store.Lease, error) bool) {
			for _, l := range good {
				if !yield(l, nil) {
					return
				}
			}
		}))
		total.New, total.Versions, total.Known, total.Problems = total.New+t.New, total.Versions+t.Versions, total.Known+t.Known, total.Problems+t.Problems
		if err != nil {
			return total, err
		}
		if len(leases) > 0 {
			continue
		}
		if wait <= 0 {
			return total, nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
	return total, ctx.Err()
}
