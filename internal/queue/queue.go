// Package queue hands out the articles that wait in a store to any number of workers.
//
// In go pointers to articles, out come deliveries, each to be answered: Ack after its record is stored, Nak to try again
// later, Term to give it up. The store is the truth and the queue a hint: what a queue loses is handed out again, what it
// delivers twice is read twice with the same result. Two kinds: leases in the store itself (New), and NATS JetStream
// (Connect). A queue never carries text, and never decides whether an article was read: the store does.
package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"onrecord/internal/store"
)

// Queue is where workers get their work.
type Queue interface {
	// Consume calls fn with batches of up to n deliveries until ctx ends, one batch at a time. While fn runs its deliveries
	// are kept from others. What fn does not answer is given back when it returns. Consume returns the error of fn, of the
	// store, or nil when ctx ended.
	Consume(ctx context.Context, n int, fn func(context.Context, []*Delivery) error) error
	// Status says how much waits, is worked on and has failed.
	Status(ctx context.Context) (Status, error)
	// Retry makes failed articles and parts of archives wait again, Drop takes them off the list for good: one article by its
	// id, an archive by its name, or all with "".
	Retry(ctx context.Context, id string) (int, error)
	Drop(ctx context.Context, id string) (int, error)
	// Ready returns an error when the queue cannot be reached.
	Ready(ctx context.Context) error
	Close() error
}

// Status of a queue.
type Status struct {
	Kind    string       `json:"kind"`    // store | nats
	Waiting int          `json:"waiting"` // articles to be read, those being worked on included
	Oldest  time.Time    `json:"oldest"`  // of these; zero when there are none
	Failed  int          `json:"failed"`
	Dead    []store.Dead `json:"dead"` // the latest of the failed ones
	Stream  *Stream      `json:"stream,omitempty"`
	// Archives sums up the archives that were queued; nil when none ever was.
	Archives *store.Archives `json:"archives,omitempty"`
}

// Stream is what NATS says.
type Stream struct {
	Messages    uint64 `json:"messages"`
	Bytes       uint64 `json:"bytes"`
	AckPending  int    `json:"ack_pending"`
	Redelivered int    `json:"redelivered"`
	Handed      int    `json:"handed"` // waiting articles whose pointers should be in the stream
}

// MaxTries is how often an article is delivered before it is given up.
const MaxTries = 5

// deadShown is how many failed articles a Status names.
const deadShown = 50

// Delivery is an article to be read, and to be answered once.
type Delivery struct {
	Lease store.Lease
	Tries int // this one included

	mu       sync.Mutex
	answered bool
	answer   answerer
}

// Answers are the answers to a delivery, for queues of other kinds and for tests.
type Answers struct {
	Ack  func(ctx context.Context) error
	Nak  func(ctx context.Context, after time.Duration) error
	Term func(ctx context.Context, why string) error
}

// NewDelivery makes a delivery that is answered so.
func NewDelivery(l store.Lease, tries int, a Answers) *Delivery {
	return &Delivery{Lease: l, Tries: tries, answer: answers(a)}
}

type answers Answers

func (a answers) ack(ctx context.Context) error                      { return a.Ack(ctx) }
func (a answers) nak(ctx context.Context, after time.Duration) error { return a.Nak(ctx, after) }
func (a answers) term(ctx context.Context, why string) error         { return a.Term(ctx, why) }

// answerer carries an answer to where the delivery came from.
type answerer interface {
	ack(ctx context.Context) error
	nak(ctx context.Context, after time.Duration) error
	term(ctx context.Context, why string) error
}

func (d *Delivery) once(f func() error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.answered {
		return errors.New("queue: this delivery was answered before")
	}
	err := f()
	d.answered = err == nil
	return err
}

// Ack says that the record is stored. An error means that the article may be delivered again, which does no harm.
func (d *Delivery) Ack(ctx context.Context) error {
	return d.once(func() error { return d.answer.ack(ctx) })
}

// Nak gives the article back, to be delivered again after a while: 5 s, doubled with every try.
func (d *Delivery) Nak(ctx context.Context) error {
	return d.once(func() error { return d.answer.nak(ctx, pause(d.Tries)) })
}

// Term gives the article up: the store notes why, and people may Retry or Drop it.
func (d *Delivery) Term(ctx context.Context, why string) error {
	return d.once(func() error { return d.answer.term(ctx, why) })
}

func pause(tries int) time.Duration { return 5 * time.Second << min(max(tries, 1)-1, 6) }

// giveBack naks what was not answered, at once for others to take.
func giveBack(ctx context.Context, ds []*Delivery) {
	for _, d := range ds {
		_ = d.once(func() error { return d.answer.nak(ctx, 0) })
	}
}

// status is the part of Status that the store knows.
func status(ctx context.Context, s *store.Store, kind string) (Status, error) {
	c, err := s.Waiting(ctx)
	if err != nil {
		return Status{}, err
	}
	st := Status{Kind: kind, Waiting: c.New, Oldest: c.Oldest, Failed: c.Failed}
	if st.Dead, err = s.Dead(ctx, deadShown); err != nil {
		return st, err
	}
	a, err := s.Archives(ctx)
	if a.Parts > 0 {
		st.Archives = &a
	}
	return st, err
}

// retry and drop are Retry and Drop of both kinds of work.
func retry(ctx context.Context, s *store.Store, id string) (int, error) {
	return both(ctx, id, s.Retry, s.RetryParts)
}

func drop(ctx context.Context, s *store.Store, id string) (int, error) {
	return both(ctx, id, s.Drop, s.DropParts)
}

func both(ctx context.Context, id string, articles, parts func(context.Context, string) (int, error)) (int, error) {
	n, err := articles(ctx, id)
	if err != nil {
		return n, err
	}
	k, err := parts(ctx, id)
	return n + k, err
}

// exhausted gives up deliveries that took several workers down, and returns the others.
func exhausted(ctx context.Context, ds []*Delivery) ([]*Delivery, error) {
	good := ds[:0]
	for _, d := range ds {
		if d.Tries <= MaxTries {
			good = append(good, d)
			continue
		}
		if err := d.Term(ctx, fmt.Sprintf("given up: %d workers began to read it and none came to an end", d.Tries-1)); err != nil {
			return nil, err
		}
	}
	return good, nil
}

// sleep waits, or returns false when ctx ends.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
