package live

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/url"

	"onrecord/internal/store"
	"onrecord/internal/web"
)

var (
	_ web.Searches = Store{}
	_ Decided      = Store{}
)

// counted is how many new incidents of a search are counted at most.
const counted = 100

// Searches implements web.Searches.
func (l Store) Searches(ctx context.Context, user string) ([]web.Search, error) {
	list, err := l.s.Searches(ctx, user)
	if err != nil {
		return nil, err
	}
	out := make([]web.Search, 0, len(list))
	for _, x := range list {
		w := web.Search{ID: x.ID, Name: x.Name, Query: x.Query, User: x.Person, Webhook: x.Webhook, Created: x.Added}
		if q, err := url.ParseQuery(x.Query); err == nil {
			if f, errs := store.ParseFilter(q); len(errs) == 0 {
				fresh, err := l.s.ChangedIncidents(ctx, f, x.Looked, counted)
				if err != nil {
					return nil, err
				}
				w.New = len(fresh)
			}
		}
		out = append(out, w)
	}
	return out, nil
}

// SaveSearch implements web.Searches. A new one with a webhook gets a secret to sign with.
func (l Store) SaveSearch(ctx context.Context, x web.Search) error {
	s := store.Search{ID: x.ID, Person: x.User, Name: x.Name, Query: x.Query, Webhook: x.Webhook}
	if x.ID == "" && x.Webhook != "" {
		b := make([]byte, 32)
		_, _ = rand.Read(b) // never fails (crypto/rand)
		s.Secret = "whsec_" + base64.StdEncoding.EncodeToString(b)
	}
	_, err := l.s.SaveSearch(ctx, s)
	return err
}

// DeleteSearch implements web.Searches.
func (l Store) DeleteSearch(ctx context.Context, id, user string) error {
	err := l.s.DeleteSearch(ctx, id, user)
	if errors.Is(err, store.ErrNotFound) {
		return web.ErrNotFound
	}
	return err
}

// Decisions implements Decided.
func (l Store) Decisions(ctx context.Context, article string) ([]web.Decision, error) {
	list, err := l.s.Decisions(ctx, article)
	if err != nil {
		return nil, err
	}
	out := make([]web.Decision, 0, len(list))
	for _, d := range list {
		out = append(out, web.Decision{Article: d.Article, Event: d.Event, Field: d.Field, Verdict: d.Verdict, Before: d.Before, After: d.After, Note: d.Note, By: d.Person, At: d.At})
	}
	return out, nil
}

// Keep implements Decided.
func (l Store) Keep(ctx context.Context, d web.Decision) error {
	err := l.s.Decide(ctx, store.Decision{Article: d.Article, Event: d.Event, Field: d.Field, Verdict: d.Verdict, Before: d.Before, After: d.After, Note: d.Note, Person: d.By})
	var c *store.Conflict
	switch {
	case errors.As(err, &c):
		return &web.Conflict{Now: c.Now.After, By: c.Now.Person, At: c.Now.At}
	case errors.Is(err, store.ErrNotFound):
		return web.ErrNotFound
	}
	return err
}
