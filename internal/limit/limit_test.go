package limit_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/limit"
	"onrecord/internal/read"
)

// stages is a reader of one stage.
type stages func(d *doc.Document, w *read.Watch)

func (s stages) ReadWatched(w *read.Watch, a doc.Article, problems ...doc.Problem) *doc.Document {
	d := &doc.Document{Article: a, Problems: problems, Stop: w.Stopped}
	w.At("event")
	s(d, w)
	return d
}

var article = doc.Article{ID: "0123456789abcdef", Text: "Rebels took the town."}

func one(t *limit.Turn) doc.Record { return read.Record(t.Read(article), false) }

// TestInTime: what ends in time is not touched.
func TestInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limit.Limit{Time: time.Minute, Tell: func(e *limit.Exceeded) { t.Errorf("told of %v", e) }}
		rec, e := l.Do(stages(func(*doc.Document, *read.Watch) { time.Sleep(59 * time.Second) }), one)
		if e != nil || rec.Article.ID != article.ID {
			t.Errorf("%v, %+v", e, rec.Article)
		}
	})
}

// TestGivenUp: a reading that looks whether it is waited for ends soon after its limit, and does not hang.
func TestGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []*limit.Exceeded
		l := limit.Limit{Time: time.Minute, Tell: func(e *limit.Exceeded) { told = append(told, e) }}
		started := time.Now()
		rec, e := l.Do(stages(func(d *doc.Document, _ *read.Watch) {
			for !d.GivenUp() {
				time.Sleep(time.Second)
			}
		}), one)
		if e == nil || e.Hangs || l.Hanging() != 0 || len(told) != 1 || told[0] != e || rec.Schema != "" {
			t.Fatalf("%+v, %d hang, told %v", e, l.Hanging(), told)
		}
		if took := time.Since(started); took < time.Minute || took > 62*time.Second {
			t.Errorf("given up after %v", took)
		}
		if e.Error() != "event: reading did not end in 1m0s" {
			t.Error(e)
		}
		alone := e.Record()
		if alone.Article.ID != article.ID || alone.Article.Text != article.Text || len(alone.Problems) != 1 || alone.Problems[0].Stage != "event" || len(alone.Events) != 0 {
			t.Errorf("%+v", alone)
		}
	})
}

// TestHangs: a reading that does not look is let go of, counted, and no longer counted when it ends after all.
func TestHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limit.Limit{Time: time.Minute}
		end := make(chan bool)
		_, e := l.Do(stages(func(*doc.Document, *read.Watch) { <-end }), one)
		if e == nil || !e.Hangs || l.Hanging() != 1 || e.Article.ID != article.ID {
			t.Fatalf("%+v, %d hang", e, l.Hanging())
		}
		_, e = l.Do(nil, func(*limit.Turn) doc.Record { <-end; return doc.Record{} })
		if e == nil || e.Stage != "clean" || e.Article.ID != "" || l.Hanging() != 2 {
			t.Errorf("while cleaning: %+v, %d hang", e, l.Hanging())
		}
		close(end)
		synctest.Wait()
		if l.Hanging() != 0 {
			t.Errorf("%d hang after they ended", l.Hanging())
		}
	})
}

// TestFrozen: a process that was stopped for hours, or a machine that slept, has one tick due, not hours of reading behind it.
func TestFrozen(t *testing.T) {
	t.Parallel()
	tick := make(chan time.Time)
	l := limit.Limit{Time: time.Minute, Tick: func(time.Duration) (<-chan time.Time, func()) { return tick, func() {} }}
	rec, e := l.Do(stages(func(*doc.Document, *read.Watch) {
		tick <- time.Now().Add(5 * time.Hour)
	}), one)
	if e != nil || rec.Article.ID != article.ID {
		t.Errorf("%v", e)
	}
}

// TestBreaksOff: who waits gets the panic of the reading, with the place where it was.
func TestBreaksOff(t *testing.T) {
	t.Parallel()
	for _, l := range []*limit.Limit{nil, {}, {Time: time.Hour}} {
		func() {
			defer func() {
				if p := recover(); p == nil || l != nil && l.Time > 0 && !strings.Contains(p.(string), "TestBreaksOff") {
					t.Errorf("%v", p)
				}
			}()
			l.Do(nil, func(*limit.Turn) doc.Record { panic("odd bytes") })
		}()
	}
}

// TestNoLimit: without a limit nothing is counted.
func TestNoLimit(t *testing.T) {
	t.Parallel()
	var none *limit.Limit
	if rec, e := none.Do(stages(func(*doc.Document, *read.Watch) {}), one); e != nil || rec.Article.ID != article.ID || none.Hanging() != 0 {
		t.Errorf("%v", e)
	}
}

// BenchmarkDo is what a limit costs.
func BenchmarkDo(b *testing.B) {
	l := limit.Limit{Time: limit.Default}
	b.ReportAllocs()
	for b.Loop() {
		l.Do(nil, func(*limit.Turn) doc.Record { return doc.Record{} })
	}
}
