// Package alert tells people of what their saved searches find: it puts new incidents of every search with a webhook into
// a queue in the store and sends them, signed, until they arrive or too much time has gone by.
//
// Messages are those of Standard Webhooks 1.0: headers webhook-id, webhook-timestamp and webhook-signature, the latter
// "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body". A message keeps its id over all tries, so that a
// receiver can tell doubles. Addresses of private networks are refused when they are dialled, as for fetching.
package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"onrecord/internal/store"
)

// Sender sends what saved searches find.
type Sender struct {
	Store *store.Store
	// Client posts; its dialler must refuse private addresses (fetch.Guarded).
	Client *http.Client
	Base   string // of links to the page, without a slash at the end; "" = no links
	Now    func() time.Time
	Log    *slog.Logger
}

// Settings of delivery: how long between tries (Standard Webhooks recommends about these), and how many incidents of one
// search are told at once.
var pauses = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

const (
	mostAtOnce = 100
	every      = 30 * time.Second
	maxAnswer  = 64 << 10
)

// Run finds and sends until ctx ends: after every change of the store, and when a delivery is due again.
func (s *Sender) Run(ctx context.Context) error {
	changed, stop := s.Store.Changed()
	defer stop()
	for {
		if err := errors.Join(s.Find(ctx), s.Send(ctx)); err != nil && ctx.Err() == nil {
			s.Log.Error("alert", "error", err)
		}
		timer := time.NewTimer(every)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-changed:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// Find puts what is new under every search with a webhook into the queue.
func (s *Sender) Find(ctx context.Context) error {
	searches, err := s.Store.Searches(ctx, "")
	if err != nil {
		return err
	}
	change, err := s.Store.Seq(ctx)
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
		found, err := s.Store.ChangedIncidents(ctx, f, x.Told, mostAtOnce)
		if err != nil {
			return err
		}
		var ids []string
		for _, in := range found {
			ids = append(ids, in.ID)
		}
		if err := s.Store.Tell(ctx, x.ID, ids, change); err != nil {
			return err
		}
	}
	return nil
}

// Message is what is posted.
type Message struct {
	Type      string    `json:"type"` // "incident.found"
	Timestamp time.Time `json:"timestamp"`
	Data      Data      `json:"data"`
}

// Data is the search and the incident that it found.
type Data struct {
	Search   string             `json:"search"`
	Incident *store.IncidentRow `json:"incident"`
	Link     string             `json:"link,omitempty"`
}

// Send tries every delivery that is due once.
func (s *Sender) Send(ctx context.Context) error {
	due, err := s.Store.DueDeliveries(ctx, mostAtOnce)
	if err != nil {
		return err
	}
	for _, d := range due {
		if err := s.deliver(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// deliver tries one delivery and writes down how it went; an error means that the store failed.
func (s *Sender) deliver(ctx context.Context, d store.Delivery) error {
	x, err := s.Store.Search(ctx, d.Search)
	if err != nil {
		return err
	}
	in, err := s.Store.Incident(ctx, d.Incident)
	if errors.Is(err, store.ErrNotFound) {
		d.State, d.Why = "done", "the incident went into another before it was told"
		return s.Store.Delivered(ctx, d)
	}
	if err != nil {
		return err
	}
	now := s.Now()
	m := Message{Type: "incident.found", Timestamp: now.UTC(), Data: Data{Search: x.Name, Incident: &in.IncidentRow}}
	if s.Base != "" {
		m.Data.Link = s.Base + "/incident/" + d.Incident
	}
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	d.Tries++
	why := s.post(ctx, x, d.ID, now, body)
	switch {
	case why == "":
		d.State, d.Why = "done", ""
	case d.Tries > len(pauses):
		d.State, d.Why = "failed", why
	default:
		d.Next, d.Why = now.Add(pauses[d.Tries-1]), why
	}
	if why != "" {
		s.Log.Warn("alert: not delivered", "search", x.ID, "delivery", d.ID, "tries", d.Tries, "why", why)
	}
	return s.Store.Delivered(ctx, d)
}

// post sends a message and says why it did not arrive, "" when it did: any 2xx.
func (s *Sender) post(ctx context.Context, x store.Search, id string, now time.Time, body []byte) string {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, x.Webhook, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "onrecord")
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", stamp)
	r.Header.Set("webhook-signature", Sign(x.Secret, id, stamp, body))
	answer, err := s.Client.Do(r)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	if answer.StatusCode/100 != 2 {
		return fmt.Sprintf("it answers %s", answer.Status)
	}
	return ""
}

// Sign makes the signature of a message.
func Sign(secret, id, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%s.%s.", id, stamp)
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
