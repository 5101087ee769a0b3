package live

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"onrecord/internal/store"
)

// memo keeps counts as long as the store does not change, also by other programs: the overview asks for some of them
// twice, and people who page, go back or look at the same search ask again. Of those who ask at the same time one counts.
type memo struct {
	mu      sync.Mutex
	entries map[string]*entry
}

type entry struct {
	done  chan struct{}
	value any
	err   error
}

// mostKept is how many counts are kept; one is some kilobytes.
const mostKept = 256

// remembered returns what count returned for this kind and filter at the present state of the store. It must not be changed.
func remembered[T any](ctx context.Context, l Store, kind string, f store.Filter, count func(context.Context, store.Filter) (T, error)) (T, error) {
	var none T
	seq, err := l.s.Seq(ctx)
	if err != nil {
		return none, err
	}
	v, err := l.memo.get(ctx, strconv.FormatInt(seq, 10)+" "+kind+"?"+f.Values().Encode(), func() (any, error) { return count(ctx, f) })
	if err != nil {
		return none, err
	}
	return v.(T), nil
}

func (m *memo) get(ctx context.Context, key string, count func() (any, error)) (any, error) {
	for {
		m.mu.Lock()
		e := m.entries[key]
		mine := e == nil
		if mine {
			if len(m.entries) >= mostKept || m.entries == nil {
				m.entries = map[string]*entry{}
			}
			e = &entry{done: make(chan struct{}), err: errBroken}
			m.entries[key] = e
		}
		m.mu.Unlock()
		if mine {
			m.count(key, e, count)
			return e.value, e.err
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		// Whoever counted may have gone away in the middle of it: then it is counted again.
		if e.err == nil || ctx.Err() != nil || !errors.Is(e.err, context.Canceled) && !errors.Is(e.err, errBroken) {
			return e.value, e.err
		}
	}
}

// errBroken stands for a count that did not come to its end.
var errBroken = errors.New("live: counting broke off")

func (m *memo) count(key string, e *entry, count func() (any, error)) {
	defer func() { // also when count panics
		if e.err != nil {
			m.mu.Lock()
			if m.entries[key] == e {
				delete(m.entries, key)
			}
			m.mu.Unlock()
		}
		close(e.done)
	}()
	e.value, e.err = count()
}
