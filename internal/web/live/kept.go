package live

import (
	"context"
	"errors"

	"onrecord/internal/alert"
	"onrecord/internal/store"
	"onrecord/internal/web"
)

var _ web.Searches = Store{}

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
		if w.New, err = l.fresh(ctx, &x); err != nil {
			return nil, err
		}
		if w.Alert, err = l.alertOf(ctx, &x); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// SaveSearch implements web.Searches. A new one with a webhook gets a secret to sign with.
func (l Store) SaveSearch(ctx context.Context, x web.Search) error {
	s := store.Search{ID: x.ID, Person: x.User, Name: x.Name, Query: x.Query, Webhook: x.Webhook}
	if x.ID == "" && x.Webhook != "" {
		s.Secret = alert.NewSecret()
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
