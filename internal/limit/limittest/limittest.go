// Package limittest has a reading that hangs, for the tests of those who read under a limit.
package limittest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/limit"
	"onrecord/internal/read"
)

// Reader does not come back from articles that hold a word, until the test ends.
type Reader struct {
	*read.Reader
	word  atomic.Pointer[string]
	hangs chan bool
	end   chan bool
}

// New makes r hang at articles that hold the word, and a limit of a minute whose clock runs only while it does. One article may be
// read at a time.
func New(t testing.TB, r *read.Reader, word string) (*Reader, *limit.Limit) {
	t.Helper()
	x := &Reader{Reader: r, hangs: make(chan bool), end: make(chan bool)}
	x.word.Store(&word)
	tick, done := make(chan time.Time), make(chan bool)
	var clock sync.WaitGroup
	clock.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-x.hangs:
			}
			for range 22 { // the minute, and six seconds to end in
				tick <- time.Time{}
			}
		}
	})
	t.Cleanup(func() {
		close(x.end)
		close(done)
		clock.Wait()
	})
	return x, &limit.Limit{Time: time.Minute, Tick: func(time.Duration) (<-chan time.Time, func()) { return tick, func() {} }}
}

// Three makes a folder of three articles; the second holds the word Agadez.
func Three(t testing.TB) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for i, place := range []string{"Mopti", "Agadez", "Gao"} {
		text := "Gunmen attacked an army post near " + place + " on Friday and killed six soldiers, the governor said."
		if err := os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".txt"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Mend lets it read everything.
func (x *Reader) Mend() { x.word.Store(new("")) }

// ReadWatched implements limit.Reader.
func (x *Reader) ReadWatched(w *read.Watch, a doc.Article, problems ...doc.Problem) *doc.Document {
	if word := *x.word.Load(); word != "" && strings.Contains(a.Text, word) {
		w.At("event")
		x.hangs <- true
		<-x.end
	}
	return x.Reader.ReadWatched(w, a, problems...)
}
