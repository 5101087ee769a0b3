package store

import "sync"

// items remembers decoded members by number, so that a busy day's reports are not decoded for every new one. When it is
// full everything is forgotten: what matters comes back at once.
type items[T any] struct {
	mu   sync.Mutex
	most int
	byN  map[int64]T
}

func newItems[T any](most int) *items[T] { return &items[T]{most: most, byN: map[int64]T{}} }

func (c *items[T]) get(n int64) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.byN[n]
	return v, ok
}

func (c *items[T]) put(n int64, v T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.byN) >= c.most {
		clear(c.byN)
	}
	c.byN[n] = v
}

func (c *items[T]) drop(n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.byN, n)
}

func (c *items[T]) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.byN)
}
