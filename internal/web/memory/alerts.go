package memory

import (
	"context"

	"onrecord/internal/web"
)

// change calls f with a search of somebody.
func (s *Store) change(id, user string, f func(*web.Search)) (web.Search, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.searches {
		if x := &s.searches[i]; x.ID == id && x.User == user {
			f(x)
			return *x, nil
		}
	}
	return web.Search{}, web.ErrNotFound
}

// Look implements web.Searches.
func (s *Store) Look(_ context.Context, id, user string) (web.Search, error) {
	return s.change(id, user, func(x *web.Search) { x.New = 0 })
}

// ChangeAlert implements web.Searches. Nothing is sent.
func (s *Store) ChangeAlert(_ context.Context, id, user string, do web.AlertAction, address string) error {
	_, err := s.change(id, user, func(x *web.Search) {
		switch do {
		case web.AlertSet:
			x.Webhook, x.Alert.Secret = address, "whsec_bm90IGEgc2VjcmV0"
		case web.AlertStart:
			x.Alert.Stopped = ""
		case web.AlertTest:
			x.Alert.Waiting++
		}
	})
	return err
}
