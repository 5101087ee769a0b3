package live

import (
	"context"
	"errors"
	"net/url"
	"time"

	"onrecord/internal/alert"
	"onrecord/internal/store"
	"onrecord/internal/web"
)

// alertOf says how the alerts of a search stand.
func (l Store) alertOf(ctx context.Context, x *store.Search) (web.Alert, error) {
	t, err := l.s.Told(ctx, x.ID)
	a := web.Alert{Secret: x.Secret, OldUntil: x.OldUntil, Stopped: x.Stopped, Waiting: t.Waiting, Done: t.Done, Failed: t.Failed, Last: t.Last, Next: t.Next, Why: t.Why}
	if a.Next.Before(x.Pause) && t.Waiting > 0 {
		a.Next = x.Pause
	}
	return a, err
}

// own returns a search of somebody.
func (l Store) own(ctx context.Context, id, user string) (store.Search, error) {
	x, err := l.s.Search(ctx, id)
	if err == nil && x.Person != user || errors.Is(err, store.ErrNotFound) {
		err = web.ErrNotFound
	}
	return x, err
}

// Look implements web.Searches.
func (l Store) Look(ctx context.Context, id, user string) (web.Search, error) {
	x, err := l.own(ctx, id, user)
	if err != nil {
		return web.Search{}, err
	}
	seq, err := l.s.Seq(ctx)
	if err == nil {
		err = l.s.Looked(ctx, id, seq)
	}
	return web.Search{ID: x.ID, Name: x.Name, Query: x.Query, User: x.Person}, err
}

// ChangeAlert implements web.Searches.
func (l Store) ChangeAlert(ctx context.Context, id, user string, do web.AlertAction, address string) error {
	x, err := l.own(ctx, id, user)
	if err != nil {
		return err
	}
	switch do {
	case web.AlertSet:
		if x.Webhook = address; x.Secret == "" && address != "" {
			x.Secret = alert.NewSecret()
		}
		_, err = l.s.SaveSearch(ctx, x)
	case web.AlertSecret:
		err = l.s.RotateSecret(ctx, id, user, alert.NewSecret(), time.Now().Add(alert.GraceTime))
	case web.AlertStart:
		err = l.s.StartSearch(ctx, id, user)
	case web.AlertTest:
		err = alert.Test(ctx, l.s, id, time.Now())
	default:
		return web.ErrNotFound
	}
	if errors.Is(err, store.ErrNotFound) {
		return web.ErrNotFound // deleted meanwhile
	}
	return err
}

// fresh counts the incidents of a search that its owner has not seen; a search that cannot be read finds none.
func (l Store) fresh(ctx context.Context, x *store.Search) (int, error) {
	q, err := url.ParseQuery(x.Query)
	if err != nil {
		return 0, nil
	}
	f, errs := store.ParseFilter(q)
	if len(errs) > 0 {
		return 0, nil
	}
	rows, err := l.s.ChangedIncidents(ctx, f, x.Looked, counted)
	return len(rows), err
}
