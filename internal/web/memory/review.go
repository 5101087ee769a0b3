package memory

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"onrecord/internal/doc"
	"onrecord/internal/review"
	"onrecord/internal/web"
)

// Queue implements web.Reviews. The cursor is the article and event of the last task.
func (s *Store) Queue(_ context.Context, q web.Query, limit int) ([]web.Task, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	decided := map[string]bool{}
	for _, d := range s.decisions {
		decided[d.Article+"/"+d.Item] = true
	}
	type scored struct {
		t    web.Task
		sure float64
	}
	var all []scored
	for _, a := range s.articles {
		r := a.Record
		line := web.ArticleLine{ID: r.Article.ID, Title: str(r.Article.Title), Publisher: str(r.Article.Publisher), Published: str(r.Article.Published), URL: str(r.Article.URL)}
		for _, e := range r.Events {
			if !decided[r.Article.ID+"/"+e.ID] || q.Cursor == r.Article.ID+"/"+e.ID {
				all = append(all, scored{web.Task{Article: line, Record: r, Event: e.ID}, e.Confidence})
			}
		}
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.sure, b.sure), cmp.Compare(a.t.Article.ID+a.t.Event, b.t.Article.ID+b.t.Event))
	})
	if q.Cursor != "" {
		at := slices.IndexFunc(all, func(x scored) bool { return x.t.Article.ID+"/"+x.t.Event == q.Cursor })
		if at < 0 {
			return nil, "", web.ErrCursor
		}
		all = all[at+1:]
	}
	var out []web.Task
	next := ""
	for i, x := range all {
		if i == limit {
			next = all[i-1].t.Article.ID + "/" + all[i-1].t.Event
			break
		}
		out = append(out, x.t)
	}
	return out, next, nil
}

// Reading implements web.Reviews.
func (s *Store) Reading(_ context.Context, article string) (*doc.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.articles[article]
	if !ok {
		return nil, web.ErrNotFound
	}
	return &a.Record, nil
}

func (s *Store) decisionsOn(article string) []web.Decision {
	var out []web.Decision
	for _, d := range s.decisions {
		if d.Article == article {
			out = append(out, d)
		}
	}
	return out
}

// Decisions implements web.Reviews.
func (s *Store) Decisions(_ context.Context, articles ...string) ([]web.Decision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []web.Decision
	for _, a := range articles {
		out = append(out, s.decisionsOn(a)...)
	}
	return out, nil
}

// Decide implements web.Reviews. Incidents stay as they are: a store in memory merges nothing.
func (s *Store) Decide(_ context.Context, d web.Decision) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.articles[d.Article]
	if !ok {
		return web.ErrNotFound
	}
	if d.Kind == "" {
		d.Kind = review.Event
	}
	if err := d.Check(); err != nil {
		return &web.Refused{Reason: err.Error()}
	}
	decisions := s.decisionsOn(d.Article)
	now, _ := review.Apply(&a.Record, decisions)
	switch {
	case d.Verdict == review.Add:
		d.Item = review.MissedID(d.Article, d.Start, d.End)
	case d.Kind != review.Article:
		if review.Find(now, &d) == "" && review.Find(&a.Record, &d) == "" {
			return web.ErrNotFound
		}
	}
	value := review.Value(now, d.Kind, d.Item, d.Field)
	for _, old := range slices.Backward(decisions) {
		if old.Kind == d.Kind && old.Item == d.Item && old.Field == d.Field && old.Verdict == review.Correct {
			if value != d.Before {
				return &web.Conflict{Now: old.After, By: old.Person, At: old.At}
			}
			break
		}
	}
	if d.Verdict == review.Correct {
		after, _ := review.Apply(now, []review.Decision{d})
		d.After = review.Value(after, d.Kind, d.Item, d.Field)
	}
	s.decisions = append(s.decisions, d)
	return nil
}

// EachReviewed implements web.Reviews.
func (s *Store) EachReviewed(context.Context) iter.Seq2[review.Reviewed, error] {
	return func(yield func(review.Reviewed, error) bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, id := range slices.Sorted(maps.Keys(s.articles)) {
			decisions := s.decisionsOn(id)
			if len(decisions) == 0 {
				continue
			}
			rec, _ := review.Apply(&s.articles[id].Record, decisions)
			if !yield(review.Reviewed{Record: rec, Decisions: decisions}, nil) {
				return
			}
		}
	}
}
