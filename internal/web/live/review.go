package live

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"iter"
	"slices"

	"onrecord/internal/doc"
	"onrecord/internal/review"
	"onrecord/internal/store"
	"onrecord/internal/web"
)

var _ web.Reviews = Store{}

// stretch is how many events are put in order of how sure they are: sorting all of them would be a walk through the store.
const stretch = 300

// standing is where a queue stands: behind an event of a stretch. The stretches are pages of the store's list of events.
type standing struct {
	Cursor     string  `json:"c"` // of the stretch
	Confidence float64 `json:"p"`
	Event      string  `json:"e"` // article id and event id
}

func (p standing) encode() string {
	b, _ := json.Marshal(p) // strings and a number
	return base64.RawURLEncoding.EncodeToString(b)
}

// Queue implements web.Reviews: of each stretch of events, the latest first, those that the reader is least sure of, without
// those of copies.
func (l Store) Queue(ctx context.Context, q web.Query, limit int) ([]web.Task, string, error) {
	var at standing
	if q.Cursor != "" {
		b, err := base64.RawURLEncoding.DecodeString(q.Cursor)
		if err != nil || json.Unmarshal(b, &at) != nil {
			return nil, "", web.ErrCursor
		}
	}
	var out []web.Task
	for range tries {
		rows, next, err := l.s.Events(ctx, filter(q), store.Page{Limit: stretch, Cursor: at.Cursor})
		var bad *store.ErrCursor
		if errors.As(err, &bad) {
			return nil, "", web.ErrCursor
		}
		if err != nil {
			return nil, "", err
		}
		rows, err = l.undecided(ctx, rows)
		if err != nil {
			return nil, "", err
		}
		for _, e := range rows {
			if at.Event != "" && compare(e.Confidence, nameOf(e), at.Confidence, at.Event) <= 0 {
				continue
			}
			if len(out) == limit {
				return out, at.encode(), nil
			}
			rec, err := l.s.Record(ctx, e.Article.ID)
			if errors.Is(err, store.ErrNotFound) {
				continue // taken out meanwhile
			}
			if err != nil {
				return nil, "", err
			}
			at.Confidence, at.Event = e.Confidence, nameOf(e)
			out = append(out, web.Task{Article: web.ArticleLine{ID: e.Article.ID, Title: e.Article.Title, Publisher: e.Article.Publisher, Published: e.Article.Published, URL: e.Article.URL}, Record: *rec, Event: e.ID})
		}
		if next == "" {
			return out, "", nil
		}
		at = standing{Cursor: next}
	}
	return out, at.encode(), nil
}

func nameOf(e store.EventRow) string { return e.Article.ID + "/" + e.ID }

// compare orders events: the least sure first.
func compare(p float64, a string, q float64, b string) int {
	return cmp.Or(cmp.Compare(p, q), cmp.Compare(a, b))
}

// undecided leaves out events that somebody decided on, and those of copies: who looks at the original need not look at them.
func (l Store) undecided(ctx context.Context, rows []store.EventRow) ([]store.EventRow, error) {
	var ids []string
	for _, e := range rows {
		ids = append(ids, e.Article.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	lead, err := l.s.Families(ctx, ids)
	if err != nil {
		return nil, err
	}
	list, err := l.s.Decisions(ctx, ids...)
	if err != nil {
		return nil, err
	}
	decided := map[string]bool{}
	for _, d := range list {
		switch d.Kind {
		case review.Event:
			decided[d.Article+"/"+d.Item] = true
		case review.Article:
			decided[d.Article] = true
		}
	}
	rows = slices.DeleteFunc(rows, func(e store.EventRow) bool {
		id := e.Article.ID
		return decided[id] || decided[nameOf(e)] || lead[id] != "" && lead[id] != id
	})
	slices.SortFunc(rows, func(a, b store.EventRow) int { return compare(a.Confidence, nameOf(a), b.Confidence, nameOf(b)) })
	return rows, nil
}

// Reading implements web.Reviews.
func (l Store) Reading(ctx context.Context, article string) (*doc.Record, error) {
	rec, err := l.s.Reading(ctx, article)
	if errors.Is(err, store.ErrNotFound) {
		return nil, web.ErrNotFound
	}
	return rec, err
}

// Decisions implements web.Reviews.
func (l Store) Decisions(ctx context.Context, articles ...string) ([]web.Decision, error) {
	return l.s.Decisions(ctx, articles...)
}

// Decide implements web.Reviews.
func (l Store) Decide(ctx context.Context, d web.Decision) error {
	err := l.s.Decide(ctx, d)
	var c *store.Conflict
	var r *store.Refused
	switch {
	case errors.As(err, &c):
		return &web.Conflict{Now: c.Now.After, By: c.Now.Person, At: c.Now.At}
	case errors.As(err, &r):
		return &web.Refused{Reason: r.Error()}
	case errors.Is(err, store.ErrNotFound):
		return web.ErrNotFound
	}
	return err
}

// EachReviewed implements web.Reviews.
func (l Store) EachReviewed(ctx context.Context) iter.Seq2[review.Reviewed, error] {
	return l.s.EachReviewed(ctx)
}
