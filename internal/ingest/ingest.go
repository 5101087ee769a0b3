// Package ingest brings articles into a store: it takes what a source yields, has it cleaned and read on all cores, and
// puts it into the store in the order in which it came, a batch at a time. It also reads again what an older pipeline
// read, works off articles that wait in the store, and visits the sources of the watch list.
//
// In go sources, out come rows and a Tally; what could not be read is reported and the rest goes on. An interrupted run
// goes on where it was: every item that is stored is known by its key, and archives are entered at the last mark. What
// the store reports as stored is stored; nothing is told before.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/fetch"
	"onrecord/internal/limit"
	"onrecord/internal/read"
	"onrecord/internal/source"
	"onrecord/internal/store"
)

// Ingester brings articles into a store. Its fields are set before use and not changed.
type Ingester struct {
	Store   *store.Store
	Reader  Reader
	Limit   *limit.Limit  // of the reading of one article; nil = none
	Fetch   *fetch.Client // nil: addresses cannot be fetched
	Workers int           // articles read at the same time; 0 = the number of processors
	Unread  bool          // only store the articles; workers read them later
	Given   clean.Given   // what the caller knows of all articles, where they do not say themselves
	// Report is told of every step; it is called from one goroutine at a time. nil = nobody.
	Report func(Step)
}

// Reader reads articles: *read.Reader.
type Reader interface {
	limit.Reader
	Pipeline() string
}

// Step is what happened to one item.
type Step struct {
	Name     string // file, place in it, or address
	Added    store.Added
	Stored   bool   // Added holds; false when the item could not be read or was left out
	Problem  string // in plain words, "" when all went well
	Progress source.Progress
}

// Tally sums up a run.
type Tally struct {
	New      int `json:"new"`      // articles that were not there before
	Versions int `json:"versions"` // of these, new texts of known addresses
	Known    int `json:"known"`    // articles that were there
	Problems int `json:"problems"` // items that could not be read, or only in part
}

// Count adds what happened to one item.
func (t *Tally) Count(s Step) {
	switch {
	case s.Stored && s.Added.New:
		t.New++
	case s.Stored:
		t.Known++
	}
	if s.Stored && s.Added.Version {
		t.Versions++
	}
	if s.Problem != "" {
		t.Problems++
	}
}

// batch is how many articles one transaction takes at most, and flushAfter how long a stored article waits for others.
const (
	batch      = 64
	flushAfter = time.Second
)

// Add brings all articles of a source into the store. It returns early only when ctx ends or the store fails; what was
// counted by then is stored.
func (g *Ingester) Add(ctx context.Context, spec source.Spec, o source.Options) (Tally, error) {
	o.Fetch = g.Fetch
	resume, err := g.Store.Mark(ctx, text(spec.Arg))
	if err != nil {
		return Tally{}, err
	}
	o.Resume = resume
	o.Skip = func(key string) bool {
		key = text(key)
		seen, err := g.Store.Seen(ctx, []string{key})
		return err == nil && seen[key]
	}
	items := func(yield func(job) bool) {
		for item, err := range source.Items(ctx, spec, o) {
			if !yield(job{item: item, err: err}) {
				return
			}
		}
	}
	tally, err := g.run(ctx, text(spec.Arg), items)
	if err != nil || ctx.Err() != nil {
		return tally, errors.Join(err, ctx.Err())
	}
	return tally, g.Store.SetMark(ctx, text(spec.Arg), "") // done: the next run looks at everything again
}

// text is what the store keeps of a name: that of a file may be any bytes, and PostgreSQL keeps none but UTF-8.
func text(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	return strconv.Quote(name)
}

// job is an item on its way: as it came, then as it was read.
type job struct {
	item    source.Item
	err     error
	lease   *store.Lease // of an article that is in the store already
	entry   store.Entry
	problem string
}

// Slots is how many articles are read at the same time.
func (g *Ingester) Slots() int {
	if g.Workers > 0 {
		return g.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// run reads the jobs on all cores and stores them in their order. sourceName is what the store notes as their source.
func (g *Ingester) run(ctx context.Context, sourceName string, jobs func(yield func(job) bool)) (Tally, error) {
	c := collector{g: g, source: sourceName}
	c.store = c.put
	return g.runInto(ctx, &c, jobs)
}

// runInto is run with a collector that may store elsewhere.
func (g *Ingester) runInto(ctx context.Context, c *collector, jobs func(yield func(job) bool)) (Tally, error) {
	workers := g.Slots()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// A job waits in line for its turn to be stored while it is read: results holds the line.
	line := make(chan chan job, 4*workers)
	work := make(chan func())
	var readers sync.WaitGroup
	for range workers {
		readers.Go(func() {
			for f := range work {
				f()
			}
		})
	}
	go func() {
		defer close(line)
		defer close(work)
		jobs(func(j job) bool {
			done := make(chan job, 1)
			select {
			case line <- done:
			case <-ctx.Done():
				return false
			}
			select {
			case work <- func() { done <- g.read(j, c.source) }:
				return true
			case <-ctx.Done():
				close(done)
				return false
			}
		})
	}()
	err := c.collect(ctx, line)
	cancel()
	for range line { // let the producer end
	}
	readers.Wait()
	return c.tally, err
}

// read cleans and reads one item.
func (g *Ingester) read(j job, sourceName string) job {
	if j.err != nil {
		var p *source.Problem
		if errors.As(j.err, &p) {
			j.item.Name, j.item.Key, j.item.Progress = p.Name, "", p.Progress
			j.problem = p.Err.Error()
		} else {
			j.problem = j.err.Error()
		}
		return j
	}
	if j.lease != nil {
		rec, e := g.again(j.lease)
		if j.problem, j.entry = words(rec.Problems), (store.Entry{Record: &rec}); e != nil {
			j.problem, j.entry = e.Error(), store.Entry{Record: &doc.Record{Article: j.lease.Article}, Unread: true, Failed: e.Error()}
		}
		return j
	}
	i := &j.item
	i.Key = text(i.Key)
	given := g.Given
	given.Format = i.Format
	for _, f := range []struct{ into, v *string }{{&given.URL, &i.URL}, {&given.Published, &i.Published}} {
		if *f.v != "" {
			*f.into = *f.v
		}
	}
	if i.Canonical != "" {
		given.URL = i.Canonical
	}
	rec, e := g.Limit.Do(g.Reader, func(t *limit.Turn) doc.Record {
		a, problems := clean.Read(i.Data, given)
		if a.Title == "" {
			a.Title = i.Title
		}
		if a.Publisher == "" {
			a.Publisher = i.Publisher
		}
		return g.record(t, a, problems)
	})
	j.entry = store.Entry{Item: i.Key, Source: sourceName, Type: mediaType(i.Format), Record: &rec, Unread: g.Unread, Fetched: i.Fetched}
	if e != nil {
		j.problem, rec = e.Error(), e.Record()
		if rec.Article.ID == "" { // nothing is known of it: cleaning did not end
			j.entry = store.Entry{}
			return j
		}
		j.entry.Unread, j.entry.Failed = true, e.Error()
	} else if j.problem = words(rec.Problems); j.problem == "" {
		j.problem = i.Note
	}
	if string(i.Data) != rec.Article.Text {
		j.entry.Raw = i.Data
	}
	return j
}

// record reads an article, or, when only storing is asked for, writes down the article alone.
func (g *Ingester) record(t *limit.Turn, a doc.Article, problems []doc.Problem) doc.Record {
	if g.Unread {
		t.Cleaned(a) // cleaning may have taken all of its time: it is put aside as well
		return read.Record(&doc.Document{Article: a, Problems: problems}, false)
	}
	return read.Record(t.Read(a, problems...), false)
}

func words(problems []doc.Problem) string {
	if len(problems) == 0 {
		return ""
	}
	s := problems[0].Stage + ": " + problems[0].Message
	if len(problems) > 1 {
		s += fmt.Sprintf(" (and %d more)", len(problems)-1)
	}
	return s
}

func mediaType(format string) string {
	switch format {
	case "html":
		return "text/html; charset=utf-8"
	case "jsonl":
		return "application/json"
	case "text":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// formatOf is the inverse of mediaType.
func formatOf(mediaType string) string {
	switch mediaType {
	case "text/html; charset=utf-8":
		return "html"
	case "application/json":
		return "jsonl"
	case "text/plain; charset=utf-8":
		return "text"
	}
	return ""
}

// collector puts jobs into the store in their order.
type collector struct {
	g      *Ingester
	source string
	tally  Tally
	held   []job
	// store stores what is held and notes the mark behind it.
	store func(ctx context.Context, entries []store.Entry) ([]store.Added, error)
}

func (c *collector) collect(ctx context.Context, line <-chan chan job) error {
	timer := time.NewTicker(flushAfter)
	defer timer.Stop()
	for {
		select {
		case done, ok := <-line:
			if !ok {
				return c.flush(ctx)
			}
			j, ok := <-done
			if !ok {
				continue
			}
			if c.held = append(c.held, j); len(c.held) < batch {
				continue
			}
		case <-timer.C:
		}
		if err := c.flush(ctx); err != nil {
			return err
		}
	}
}

// flush stores what is held, then tells about it. It also runs to its end when ctx has just ended: what was read is not
// thrown away.
func (c *collector) flush(ctx context.Context) error {
	if len(c.held) == 0 {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	var entries []store.Entry
	for i := range c.held {
		if c.held[i].entry.Record != nil {
			entries = append(entries, c.held[i].entry)
		}
	}
	added, err := c.store(ctx, entries)
	if err != nil {
		return err
	}
	for i := range c.held {
		j := &c.held[i]
		s := Step{Name: j.item.Name, Problem: j.problem, Progress: j.item.Progress}
		if j.entry.Record != nil {
			s.Added, s.Stored, added = added[0], true, added[1:]
			if err := s.Added.Refused; err != nil {
				s.Problem = "its record could not be stored: " + err.Error()
			}
		}
		c.tally.Count(s)
		if c.g.Report != nil {
			c.g.Report(s)
		}
	}
	c.held = c.held[:0]
	return nil
}

// put stores into the store, and sets the mark of the source.
func (c *collector) put(ctx context.Context, entries []store.Entry) ([]store.Added, error) {
	added, err := c.g.Store.PutOrAside(ctx, c.g.Reader.Pipeline(), entries)
	if err != nil {
		return nil, err
	}
	if last := c.held[len(c.held)-1].item.Mark; last != "" && utf8.ValidString(last) { // the next one will do
		err = c.g.Store.SetMark(ctx, c.source, last)
	}
	return added, err
}

// Take brings articles that are handed in directly into the store, each a JSON object as in JSONL, and says for each what
// became of it. sourceName is what the store notes as their source.
func (g *Ingester) Take(ctx context.Context, sourceName string, objects []string) ([]Step, error) {
	quiet := *g
	var steps []Step
	quiet.Report = func(s Step) { steps = append(steps, s) }
	_, err := quiet.run(ctx, sourceName, func(yield func(job) bool) {
		for i, o := range objects {
			if !yield(job{item: source.Item{Name: fmt.Sprintf("%s:%d", sourceName, i+1), Data: []byte(o), Format: "jsonl"}}) {
				return
			}
		}
	})
	return steps, err
}
