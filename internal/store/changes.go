package store

import (
	"context"
	"time"
)

// look is how often the store is asked whether another program changed it, while somebody wants to know.
const look = time.Second

// Seq is the number of the last change: it grows with everything that is written, and is the same as long as nothing is.
func (s *Store) Seq(ctx context.Context) (int64, error) {
	var n int64
	err := s.reader.QueryRowContext(ctx, `SELECT value FROM counter WHERE name = 'seq'`).Scan(&n)
	return n, s.explain(err)
}

// Changed returns a channel that receives after changes of the store: at once after those made through this Store, within
// a second after those of other programs. Several changes may come as one, and one may come that changed nothing. Call
// stop when done.
func (s *Store) Changed() (c <-chan struct{}, stop func()) {
	ch := make(chan struct{}, 1)
	s.mu.Lock()
	s.watchers[ch] = true
	if s.unlook == nil {
		ctx, cancel := context.WithCancel(context.Background())
		s.unlook = cancel
		go s.lookOut(ctx)
	}
	s.mu.Unlock()
	return ch, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, ch)
		if len(s.watchers) == 0 && s.unlook != nil {
			s.unlook()
			s.unlook = nil
		}
	}
}

// lookOut asks for the number of the last change until ctx ends: one row by its key, which costs less than keeping a
// connection of its own to be notified on, and is the same on every database.
func (s *Store) lookOut(ctx context.Context) {
	timer := time.NewTicker(look)
	defer timer.Stop()
	last := int64(-1) // the first look tells: a change may have come between Changed and now
	for {
		if seq, err := s.Seq(ctx); err == nil && seq != last {
			last = seq
			s.tell()
		}
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
	}
}

func (s *Store) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ch := range s.watchers {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

// Pinned returns the version of the reading that the workers of this store run, "" when there was never one (see Pin).
func (s *Store) Pinned(ctx context.Context) (string, error) { return s.Mark(ctx, pin) }
