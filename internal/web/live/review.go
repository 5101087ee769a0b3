package live

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"onrecord/internal/store"
	"onrecord/internal/web"
)

// Decided keeps decisions; the queue is made from the store.
type Decided interface {
	Decisions(ctx context.Context, article string) ([]web.Decision, error)
	Keep(ctx context.Context, d web.Decision) error
}

// Reviews is a web.Reviews: events from the store, decisions kept beside it.
type Reviews struct {
	Store Store
	Kept  Decided
}

var _ web.Reviews = Reviews{}

// looked is how many of the latest events the queue is chosen from.
const looked = 300

// Queue implements web.Reviews: of the latest events those that the reader is least sure of, without those of copies.
func (r Reviews) Queue(ctx context.Context, q web.Query, limit int) ([]web.Task, error) {
	rows, _, err := r.Store.s.Events(ctx, filter(q), store.Page{Limit: looked})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b store.EventRow) int { return cmp.Compare(a.Confidence, b.Confidence) })
	var ids []string
	for _, e := range rows {
		ids = append(ids, e.Article.ID)
	}
	slices.Sort(ids)
	lead, err := r.Store.s.Families(ctx, slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	decided := map[string]map[string]bool{}
	var out []web.Task
	for _, e := range rows {
		if len(out) == limit {
			break
		}
		id := e.Article.ID
		if l := lead[id]; l != "" && l != id {
			continue // a copy: who looks at the original need not look at it again
		}
		if decided[id] == nil {
			list, err := r.Kept.Decisions(ctx, id)
			if err != nil {
				return nil, err
			}
			decided[id] = map[string]bool{}
			for _, d := range list {
				decided[id][d.Event] = true
			}
		}
		if decided[id][e.ID] {
			continue
		}
		rec, err := r.Store.s.Record(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			continue // taken out meanwhile
		}
		if err != nil {
			return nil, err
		}
		out = append(out, web.Task{Article: web.ArticleLine{ID: id, Title: e.Article.Title, Publisher: e.Article.Publisher, Published: e.Article.Published, URL: e.Article.URL}, Record: *rec, Event: e.ID})
	}
	return out, nil
}

// Decisions implements web.Reviews.
func (r Reviews) Decisions(ctx context.Context, article string) ([]web.Decision, error) {
	return r.Kept.Decisions(ctx, article)
}

// Decide implements web.Reviews.
func (r Reviews) Decide(ctx context.Context, d web.Decision) error {
	rec, err := r.Store.s.Record(ctx, d.Article)
	if errors.Is(err, store.ErrNotFound) {
		return web.ErrNotFound
	}
	if err != nil {
		return err
	}
	for i := range rec.Events {
		if rec.Events[i].ID == d.Event {
			return r.Kept.Keep(ctx, d)
		}
	}
	return web.ErrNotFound
}
