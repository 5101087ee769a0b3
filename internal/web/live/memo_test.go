package live

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// TestMemo: what is asked for at once is counted once, an error is not kept, and a count that somebody gave up is taken over.
func TestMemo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m memo
		var counts atomic.Int64
		ready := make(chan struct{})
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				v, err := m.get(t.Context(), "a", func() (any, error) { counts.Add(1); <-ready; return 7, nil })
				if v != 7 || err != nil {
					t.Errorf("%v %v", v, err)
				}
			})
		}
		synctest.Wait()
		close(ready)
		all.Wait()
		if counts.Load() != 1 {
			t.Errorf("counted %d times", counts.Load())
		}
		bad := errors.New("the disk is full")
		if _, err := m.get(t.Context(), "b", func() (any, error) { return nil, bad }); !errors.Is(err, bad) {
			t.Error(err)
		}
		if v, err := m.get(t.Context(), "b", func() (any, error) { return 8, nil }); v != 8 || err != nil {
			t.Errorf("an error was kept: %v %v", v, err)
		}
		first, leave := context.WithCancel(t.Context())
		all.Go(func() {
			_, _ = m.get(first, "c", func() (any, error) { <-first.Done(); return nil, first.Err() })
		})
		synctest.Wait()
		all.Go(func() {
			if v, err := m.get(t.Context(), "c", func() (any, error) { return 9, nil }); v != 9 || err != nil {
				t.Errorf("after the first one left: %v %v", v, err)
			}
		})
		synctest.Wait()
		leave()
		all.Wait()
		func() {
			defer func() { _ = recover() }()
			_, _ = m.get(t.Context(), "d", func() (any, error) { panic("x") })
		}()
		if v, err := m.get(t.Context(), "d", func() (any, error) { return 1, nil }); v != 1 || err != nil {
			t.Errorf("after a panic: %v %v", v, err)
		}
	})
}
