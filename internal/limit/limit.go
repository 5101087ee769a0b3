// Package limit gives up the reading of an article that does not end.
//
// In goes the reading of one article, out comes its record, or word at which stage it was when its time ran out. Go cannot end a
// goroutine from outside: a reading that is given up is told so, and the stages look for that in every loop that grows with the
// article. One that does not look, because it is within a single sentence or cleans a page, hangs: it keeps its processor until it
// ends by itself or the process does. It is counted, so that who owns the process can have it started again. Nothing here reads,
// stores or ends a process.
package limit

import (
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/read"
)

// Default is the limit of every command. An article takes some 20 ms; what takes this long has a few megabytes or is made to.
const Default = time.Minute

// The time of a reading is counted in ticks, so that what a process was frozen or its machine asleep counts as one: it did not read
// meanwhile. After grace more ticks a reading that was told to end counts as hanging.
const (
	ticks = 20
	grace = 2
)

// Limit bounds the time of one reading. Its fields are set before use and not changed; nil is no limit. It is safe for
// concurrent use.
type Limit struct {
	Time time.Duration // 0 = none
	// Tell is called for each reading that is given up, from the goroutine that waited for it; nil = nobody.
	Tell func(*Exceeded)
	// Tick gives a tick at each interval until stop; nil is the clock.
	Tick func(every time.Duration) (tick <-chan time.Time, stop func())

	hanging atomic.Int64
}

// Reader reads articles: *read.Reader.
type Reader interface {
	ReadWatched(w *read.Watch, a doc.Article, problems ...doc.Problem) *doc.Document
}

// Exceeded says that a reading was given up.
type Exceeded struct {
	Time    time.Duration // the limit
	Stage   string        // where it was
	Article doc.Article   // as it was cleaned; without an id when it was not
	Hangs   bool          // it was told to end and did not
}

func (e *Exceeded) Error() string { return e.Stage + ": " + e.message() }

func (e *Exceeded) message() string { return fmt.Sprintf("reading did not end in %v", e.Time) }

// Record is the record of the article alone, with what became of its reading as its problem.
func (e *Exceeded) Record() doc.Record {
	return read.Record(&doc.Document{Article: e.Article, Problems: []doc.Problem{{Stage: e.Stage, Message: e.message()}}}, false)
}

// Turn is one reading: what a function that is given to Do reads with.
type Turn struct {
	r       Reader
	watch   read.Watch
	article atomic.Pointer[doc.Article]
}

// Read reads an article that was cleaned. Problems that clean found stay first.
func (t *Turn) Read(a doc.Article, problems ...doc.Problem) *doc.Document {
	t.Cleaned(a)
	return t.r.ReadWatched(&t.watch, a, problems...)
}

// Cleaned notes the article for Exceeded; Read does so itself.
func (t *Turn) Cleaned(a doc.Article) { t.article.Store(&a) }

// outcome is how a reading ended.
type outcome struct {
	rec   doc.Record
	broke any // what it panicked with
}

// Do runs f, which cleans and reads one article, and returns its record, or that it was given up. A panic of f is one of Do.
func (l *Limit) Do(r Reader, f func(*Turn) doc.Record) (doc.Record, *Exceeded) {
	t := &Turn{r: r}
	if l == nil || l.Time <= 0 {
		return f(t), nil
	}
	t.watch.At("clean")
	done := make(chan outcome, 1)
	go func() {
		var x outcome
		defer func() {
			if p := recover(); p != nil {
				x.broke = fmt.Sprintf("%v\n%s", p, debug.Stack()) // the stack of who waits says nothing
			}
			done <- x
		}()
		x.rec = f(t)
	}()
	tick, stop := l.tick(max(1, l.Time/ticks))
	defer stop()
	for n := 0; ; {
		select {
		case x := <-done:
			switch {
			case x.broke != nil:
				panic(x.broke)
			case n >= ticks:
				return doc.Record{}, l.exceeded(t, false)
			}
			return x.rec, nil
		case <-tick:
		}
		switch n++; n {
		case ticks:
			t.watch.Stop()
		case ticks + grace:
			l.hanging.Add(1)
			go func() {
				<-done
				l.hanging.Add(-1)
			}()
			return doc.Record{}, l.exceeded(t, true)
		}
	}
}

func (l *Limit) exceeded(t *Turn, hangs bool) *Exceeded {
	e := &Exceeded{Time: l.Time, Stage: t.watch.Stage(), Hangs: hangs}
	if a := t.article.Load(); a != nil {
		e.Article = *a
	}
	if l.Tell != nil {
		l.Tell(e)
	}
	return e
}

func (l *Limit) tick(every time.Duration) (<-chan time.Time, func()) {
	if l.Tick != nil {
		return l.Tick(every)
	}
	t := time.NewTicker(every)
	return t.C, t.Stop
}

// Hanging is how many readings hang now.
func (l *Limit) Hanging() int {
	if l == nil {
		return 0
	}
	return int(l.hanging.Load())
}
