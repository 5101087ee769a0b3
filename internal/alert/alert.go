// Package alert tells people of what their saved searches find: it puts new incidents of every search with a webhook into
// a queue in the store and sends them, signed, in the order in which they were found, until they arrive or the receiver
// is given up.
//
// Messages are those of Standard Webhooks 1.0: headers webhook-id, webhook-timestamp and webhook-signature (sign.go). A
// message keeps its id over all tries, so that a receiver can tell doubles; it is sent twice only when the program or its
// store fails between the answer and noting it. Any number of senders may work on one store: each search is one sender's
// at a time. Private networks are refused where they are dialled, as for fetching, and redirects are not followed. The
// package decides nothing about who may save what.
package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/store"
)

// Sender sends what saved searches find.
type Sender struct {
	Store *store.Store
	// Client posts; its dialler must refuse private addresses, it must not follow redirects, and it must give up within
	// a minute (fetch.Guarded).
	Client *http.Client
	Base   string // of links to the page, without a slash at the end; "" = no links
	Now    func() time.Time
	Log    *slog.Logger
}

// pauses are how long after a try that failed the next one follows; Standard Webhooks recommends about these.
func pauses() []time.Duration {
	return []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
}

const (
	every     = 5 * time.Second // how often it is looked for what is due
	gap       = time.Second     // between two looks after changes: a store that is being filled changes many times a second
	parallel  = 8               // receivers that are sent to at the same time: one that hangs does not keep the others
	batch     = 20              // messages that are fetched from the queue of a search at once
	ownTime   = 5 * time.Minute // how long a search is a sender's own without a sign of life
	maxAnswer = 64 << 10        // bytes of an answer that are read
	maxTell   = 1000            // deliveries that one transaction puts into the queue
)

// Run finds and sends until ctx ends: after every change of the store, and when a delivery is due again.
func (s *Sender) Run(ctx context.Context) error {
	changed, stop := s.Store.Changed()
	defer stop()
	var sending sync.WaitGroup
	defer sending.Wait()
	slots := make(chan struct{}, parallel)
	fresh := true // whether the store changed since it was searched
	for {
		if fresh {
			s.log(ctx, s.Find(ctx))
		}
		due, err := s.Store.DueSearches(ctx)
		s.log(ctx, err)
		for _, id := range due {
			select {
			case slots <- struct{}{}:
				sending.Go(func() {
					defer func() { <-slots }()
					s.log(ctx, s.drain(ctx, id))
				})
			default: // all are busy: it stays due
			}
		}
		if fresh, err = wait(ctx, changed); err != nil {
			return err
		}
	}
}

// wait waits for the next round and says whether the store changed.
func wait(ctx context.Context, changed <-chan struct{}) (fresh bool, err error) {
	for _, d := range []time.Duration{gap, every} {
		timer := time.NewTimer(d)
		c := changed
		if d == gap { // whatever changes meanwhile is found afterwards
			c = nil
		}
		select {
		case <-ctx.Done():
			timer.Stop()
			return false, ctx.Err()
		case <-c:
			timer.Stop()
			return true, nil
		case <-timer.C:
		}
	}
	return false, nil
}

func (s *Sender) log(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		s.Log.Error("alert", "error", err)
	}
}

// Find puts what is new under every search with a webhook into the queue.
func (s *Sender) Find(ctx context.Context) error {
	change, err := s.Store.Seq(ctx) // first: what comes while it is searched is found again the next time, and told once
	if err != nil {
		return err
	}
	searches, err := s.Store.Searches(ctx, "")
	if err != nil {
		return err
	}
	for _, x := range searches {
		if x.Webhook == "" || x.Told >= change {
			continue
		}
		q, err := url.ParseQuery(x.Query)
		if err != nil {
			continue // saved by hand: it finds nothing
		}
		f, errs := store.ParseFilter(q)
		if len(errs) > 0 {
			continue
		}
		found, err := s.Store.ChangedIncidents(ctx, f, x.Told, 0)
		if err != nil {
			return err
		}
		ids := make([]string, 0, len(found))
		for _, in := range slices.Backward(found) { // the oldest first
			ids = append(ids, in.ID)
		}
		for chunk := range slices.Chunk(ids, maxTell) {
			if err := s.Store.Tell(ctx, x.ID, chunk, x.Told); err != nil {
				return err
			}
		}
		if err := s.Store.Tell(ctx, x.ID, nil, change); err != nil {
			return err
		}
	}
	return nil
}

// Send sends everything that is due, one search after the other, and returns when it has been tried once.
func (s *Sender) Send(ctx context.Context) error {
	due, err := s.Store.DueSearches(ctx)
	for _, id := range due {
		err = errors.Join(err, s.drain(ctx, id))
	}
	return err
}

// drain sends what is due for a search, in order, until there is no more or the receiver wants to be left alone. An error
// means that the store failed.
func (s *Sender) drain(ctx context.Context, id string) (err error) {
	own := s.Now().Add(ownTime)
	ok, err := s.Store.TakeSearch(ctx, id, own)
	if !ok || err != nil {
		return err
	}
	var until time.Time // of the pause when it ends: none
	defer func() {
		err = errors.Join(err, s.Store.PauseSearch(context.WithoutCancel(ctx), id, until))
	}()
	for {
		x, err := s.Store.Search(ctx, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && (x.Webhook == "" || x.Stopped != "") {
			return nil // its owner changed it meanwhile
		}
		if err != nil {
			return err
		}
		due, err := s.Store.DueDeliveries(ctx, id, batch)
		if err != nil || len(due) == 0 {
			return err
		}
		for _, d := range due {
			if now := s.Now(); own.Sub(now) < ownTime/2 {
				own = now.Add(ownTime)
				if err := s.Store.PauseSearch(ctx, id, own); err != nil {
					return err
				}
			}
			pause, on, err := s.deliver(ctx, x, d)
			if pause > 0 {
				until = s.Now().Add(pause)
			}
			if err != nil || !on || ctx.Err() != nil {
				return err
			}
		}
	}
}

// Message is what is posted.
type Message struct {
	Type      string    `json:"type"`      // "incident.found", or "search.test"
	Timestamp time.Time `json:"timestamp"` // when it was found
	Data      Data      `json:"data"`
}

// Data is the search and the incident that it found.
type Data struct {
	Search   string             `json:"search"`
	Incident *store.IncidentRow `json:"incident,omitempty"`
	Link     string             `json:"link,omitempty"`
}

// testPrefix begins the incident of a delivery that stands for none.
const testPrefix = "test "

// Test puts a message without an incident into the queue of a search, so that its owner sees that messages arrive.
func Test(ctx context.Context, s *store.Store, search string, now time.Time) error {
	return s.Tell(ctx, search, []string{testPrefix + now.UTC().Format(time.RFC3339Nano)}, 0)
}

// message makes what is posted for a delivery, nil when there is nothing left to tell.
func (s *Sender) message(ctx context.Context, x *store.Search, d *store.Delivery) (*Message, error) {
	m := &Message{Type: "incident.found", Timestamp: d.Added, Data: Data{Search: x.Name}}
	if strings.HasPrefix(d.Incident, testPrefix) {
		m.Type = "search.test"
		return m, nil
	}
	in, err := s.Store.Incident(ctx, d.Incident)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m.Data.Incident = &in.IncidentRow
	if s.Base != "" {
		m.Data.Link = s.Base + "/incident/" + d.Incident
	}
	return m, nil
}

// deliver tries one delivery and writes down how it went: whether those behind it may follow, and, if not, how long the
// receiver is to be left alone. An error means that the store failed.
func (s *Sender) deliver(ctx context.Context, x store.Search, d store.Delivery) (pause time.Duration, on bool, err error) {
	m, err := s.message(ctx, &x, &d)
	if err != nil {
		return 0, false, err
	}
	late := context.WithoutCancel(ctx) // what was answered is noted, also when the program is asked to end
	if m == nil {
		d.State, d.Next, d.Why = "done", s.Now(), "the incident went into another before it was told"
		return 0, true, s.Store.Delivered(late, d)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return 0, false, err
	}
	how := s.post(ctx, &x, d.ID, body)
	if ctx.Err() != nil && how.why != "" {
		return 0, false, nil // broken off by us: no try
	}
	on = how.why == "" || how.message
	d.Tries++
	d.Why, d.Next = how.why, s.Now()
	steps := pauses()
	switch {
	case how.why == "":
		d.State = "done"
	case how.gone || !how.message && d.Tries > len(steps):
		// The rest would fail as this one did: it waits until the owner lets it go on.
		d.Tries = 0
		why := how.why
		if !how.gone {
			why = fmt.Sprintf("nothing arrived for three days, after %d tries: %s", len(steps)+1, how.why)
		}
		err = s.Store.StopSearch(late, x.ID, why)
	case d.Tries > len(steps):
		d.State = "failed"
	default:
		after := max(steps[d.Tries-1], how.after)
		d.Next = d.Next.Add(after)
		if !on {
			pause = after
		}
	}
	if how.why != "" {
		s.Log.Warn("alert: not delivered", "search", x.ID, "delivery", d.ID, "tries", d.Tries, "why", how.why)
	}
	return pause, on, errors.Join(err, s.Store.Delivered(late, d))
}
