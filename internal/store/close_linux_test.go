package store

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestCloseLeavesNothing: stores that are opened, written, read and closed leave no files open and no goroutines behind. Each
// one left open would keep its page cache too, which no heap profile shows.
func TestCloseLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	use := func(n int) {
		s, err := Open(t.Context(), filepath.Join(dir, fmt.Sprint(n)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(t.Context(), "p", []Entry{{Record: small(n)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Counts(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, stop := s.Changed()
		defer stop()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	held := func() (files, goroutines int) {
		list, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("no list of open files here: ", err)
		}
		return len(list), runtime.NumGoroutine()
	}
	use(0) // what is set up once
	files, goroutines := held()
	const rounds = 20
	for i := range rounds {
		use(i + 1)
	}
	// Other tests do not run beside this one (it is not parallel), so what grows with the rounds is ours.
	if f, g := held(); f >= files+rounds || g >= goroutines+rounds {
		t.Errorf("after %d stores %d files are open, %d before; %d goroutines, %d before", rounds, f, files, g, goroutines)
	}
}
