package live

import (
	"context"

	"onrecord/internal/store"
	"onrecord/internal/web"
)

var _ web.Watches = Store{}

// Sources implements web.Watches.
func (l Store) Sources(ctx context.Context) ([]web.Watch, error) {
	list, err := l.s.Watches(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]web.Watch, 0, len(list))
	for _, w := range list {
		x := web.Watch{ID: w.URL, Address: w.URL, Title: w.Name, Kind: w.Kind, State: w.State, Why: w.Why, Since: w.Since, Last: w.Visited, Next: w.Next, Articles: w.Articles, Today: w.Today}
		if x.State == "" {
			x.State = "new"
		}
		out = append(out, x)
	}
	return out, nil
}

// AddSource implements web.Watches. What kind of source it is, is found out at the first visit.
func (l Store) AddSource(ctx context.Context, address, _ string) error {
	_, err := l.s.AddWatch(ctx, store.Watch{URL: address})
	return err
}

// RemoveSource implements web.Watches.
func (l Store) RemoveSource(ctx context.Context, id, _ string) error {
	return l.s.RemoveWatch(ctx, id)
}
