package source

import (
	"context"
	"time"

	"onrecord/internal/feed"
	"onrecord/internal/fetch"
	"onrecord/internal/source/watch"
)

// Poll is what a visit to a watched source brought.
type Poll struct {
	State    watch.State  // to be kept until the next visit
	Fresh    []feed.Entry // entries not known before, for FromEntry
	Page     *Item        // of a watched page, if it has changed
	Title    string       // of the list, "" when it says none
	Moved    string       // the source's new address, if it has moved for good
	Problems []string     // what was wrong with the list, in plain words
}

// maxParts is how many sitemaps of an index are fetched in one visit.
const maxParts = 20

// Visit visits a watched source at the time at. known reports whether an entry's key (EntryKey) is known; chance in [0,1) spreads
// the visits. What goes wrong stands in the state; nothing is stored.
func Visit(ctx context.Context, c *fetch.Client, p watch.Policy, s watch.State, known func(key string) bool, at time.Time, chance float64) Poll {
	req := p.Request(s, at)
	if s.Kind == "page" {
		return visitPage(ctx, c, p, s, req, at, chance)
	}
	res, list, err := c.List(ctx, req, 0)
	var out Poll
	seen := 0
	if err == nil && list != nil {
		out.Title, out.Problems = list.Title, list.Problems
		entries := list.Entries
		if len(list.Parts) > 0 {
			entries = append(entries, out.parts(ctx, c, list.Parts, s.LastFull)...)
			list.Entries = entries
		}
		met := map[string]bool{}
		for _, e := range entries {
			key := EntryKey(e)
			switch {
			case known(key):
				seen++
			case !met[key]:
				out.Fresh = append(out.Fresh, e)
			}
			met[key] = true
		}
	}
	if res != nil && err == nil {
		out.Moved = res.Moved
	}
	out.State = p.Next(s, watch.FromFetch(at, res, list, err, seen), chance)
	return out
}

func visitPage(ctx context.Context, c *fetch.Client, p watch.Policy, s watch.State, req fetch.Request, at time.Time, chance float64) Poll {
	res, err := c.Get(ctx, req)
	v := watch.FromFetch(at, res, nil, err, 0)
	var out Poll
	if err == nil {
		out.Moved = res.Moved
		if !res.NotModified && res.Hash != s.BodyHash {
			item := fromResult(res)
			out.Page = &item
			v.Items = 1 // a page is a list of one
		}
	}
	out.State = p.Next(s, v, chance)
	return out
}

// parts reads the sitemaps of an index that have changed since the last visit, one level deep.
func (out *Poll) parts(ctx context.Context, c *fetch.Client, parts []feed.Part, since time.Time) []feed.Entry {
	var entries []feed.Entry
	n := 0
	for _, part := range newest(parts) {
		if u := part.Updated; !u.IsZero() && u.Time.Before(since) && (u.Exact || u.Time.AddDate(0, 0, 1).Before(since)) {
			continue
		}
		if n++; n > maxParts {
			out.Problems = append(out.Problems, "the index names more sitemaps that have changed than are read in one visit")
			break
		}
		_, list, err := c.List(ctx, fetch.Request{URL: part.URL}, 0)
		if err != nil {
			out.Problems = append(out.Problems, err.Error())
			continue
		}
		out.Problems = append(out.Problems, list.Problems...)
		entries = append(entries, list.Entries...)
	}
	return entries
}
