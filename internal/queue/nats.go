package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"onrecord/internal/store"
)

// Names of what lies on the server. They may be shared with other uses of it, but not with a second store: give that one
// another prefix.
const (
	defaultPrefix = "ONRECORD"
	maxBytes      = 2 << 30
	maxMessage    = 64 << 10
	deliveries    = MaxTries + 1
)

// NATSOptions set up a NATS queue; zero values are the defaults.
type NATSOptions struct {
	URL    string // nats://user:password@host:4222, several separated by commas
	Prefix string // of the names of streams and subjects; "" = ONRECORD
	Store  *store.Store
	// AckWait is how long a message is a worker's own after its last sign of life; 0 = 60 s.
	AckWait time.Duration
	// Settled is how long a message that was handed out may be missing from the stream before it is published again; 0 = 2 minutes.
	Settled time.Duration
	Tick    time.Duration // how often the stream is filled and looked at; 0 = 1 s
	Now     func() time.Time
	Log     *slog.Logger
	Replica int // copies of the stream in a cluster; 0 = 1
}

// NATS is the queue of many machines: a work queue of pointers in JetStream.
//
// What waits in the store is published as pointers by any worker; an acknowledged write of JetStream may be lost with the
// power or its disk, so the store counts what should be in the stream, and what is missing is published again.
type NATS struct {
	o    NATSOptions
	conn *nats.Conn
	js   jetstream.JetStream

	stream   jetstream.Stream
	consumer jetstream.Consumer
	dead     jetstream.Consumer
}

// message is what the stream carries.
type message struct {
	store.Pointer
	Pipeline string `json:"pipeline,omitempty"`
}

// Connect connects to a server, which may be away for the moment: Ready says whether it is there.
func Connect(o NATSOptions) (*NATS, error) {
	if o.AckWait <= 0 {
		o.AckWait = time.Minute
	}
	if o.Settled <= 0 {
		o.Settled = 2 * time.Minute
	}
	if o.Tick <= 0 {
		o.Tick = time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Prefix == "" {
		o.Prefix = defaultPrefix
	}
	conn, err := nats.Connect(o.URL, nats.Name("onrecord"), nats.MaxReconnects(-1), nats.RetryOnFailedConnect(true), nats.ReconnectWait(200*time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 200*time.Millisecond), nats.PingInterval(20*time.Second), nats.MaxPingsOutstanding(3))
	if err != nil {
		var bad *url.Error
		if errors.As(err, &bad) { // it quotes the address, with the password
			err = bad.Err
		}
		if strings.Contains(err.Error(), "://") || strings.Contains(err.Error(), "@") {
			err = errors.New("it is not understood")
		}
		return nil, fmt.Errorf("queue: %s: the address cannot be used (it should look like nats://host:4222): %w", maskURL(o.URL), err)
	}
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, fmt.Errorf("queue: %w", err)
	}
	return &NATS{o: o, conn: conn, js: js}, nil
}

// maskURL is an address without passwords.
func maskURL(list string) string {
	var out []string
	for _, a := range strings.Split(list, ",") {
		u, err := url.Parse(strings.TrimSpace(a))
		if err != nil {
			out = append(out, "nats://…")
			continue
		}
		out = append(out, u.Redacted())
	}
	return strings.Join(out, ",")
}

func (q *NATS) work() string    { return q.o.Prefix + "_WORK" }
func (q *NATS) subject() string { return strings.ToLower(q.o.Prefix) + ".work.read" }

// ensure makes streams and consumers, or finds them; after a server lost its disk they are made anew.
func (q *NATS) ensure(ctx context.Context) error {
	if q.consumer != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	stream, err := q.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{Name: q.work(), Subjects: []string{q.subject()}, Retention: jetstream.WorkQueuePolicy,
		Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew, MaxBytes: maxBytes, MaxMsgSize: maxMessage, Duplicates: 10 * time.Minute,
		Compression: jetstream.S2Compression, Replicas: max(1, q.o.Replica)})
	if err != nil {
		return q.explain("the stream "+q.work(), err)
	}
	consumer, err := stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{Durable: "read", AckPolicy: jetstream.AckExplicitPolicy, AckWait: q.o.AckWait,
		MaxDeliver: deliveries, MaxAckPending: 2000, FilterSubject: q.subject()})
	if err != nil {
		return q.explain("the consumer of "+q.work(), err)
	}
	advisories := "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES." + q.work() + ".>"
	deadStream, err := q.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{Name: q.o.Prefix + "_DEAD", Subjects: []string{advisories},
		Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage, MaxBytes: 64 << 20})
	if err != nil {
		return q.explain("the stream of the dead", err)
	}
	dead, err := deadStream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{Durable: "janitor", AckPolicy: jetstream.AckExplicitPolicy, AckWait: 30 * time.Second})
	if err != nil {
		return q.explain("the consumer of the dead", err)
	}
	q.stream, q.consumer, q.dead = stream, consumer, dead
	return nil
}

// lost forgets streams and consumers, to be made anew.
func (q *NATS) lost() { q.stream, q.consumer, q.dead = nil, nil, nil }

// explain puts into words what the server says.
func (q *NATS) explain(what string, err error) error {
	hint := ""
	switch {
	case errors.Is(err, nats.ErrNoResponders), errors.Is(err, jetstream.ErrJetStreamNotEnabled):
		hint = "the server runs without JetStream: start it with -js"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout), errors.Is(err, nats.ErrNoServers):
		hint = "the server does not answer: look whether it runs and whether the address is right; nothing is lost, the work stands in the store"
	case errors.Is(err, jetstream.ErrStreamNameAlreadyInUse):
		hint = "the stream belongs to something else: choose another --queue-prefix"
	}
	var api *jetstream.APIError
	if errors.As(err, &api) && api.ErrorCode == 10065 {
		hint = "another stream has these subjects: choose another --queue-prefix"
	}
	if hint != "" {
		return fmt.Errorf("queue: %s: %s: %s: %w", maskURL(q.o.URL), what, hint, err)
	}
	return fmt.Errorf("queue: %s: %s: %w", maskURL(q.o.URL), what, err)
}

// Ready implements Queue.
func (q *NATS) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if _, err := q.js.AccountInfo(ctx); err != nil {
		return q.explain("the server", err)
	}
	return nil
}

// Status implements Queue.
func (q *NATS) Status(ctx context.Context) (Status, error) {
	st, err := status(ctx, q.o.Store, "nats")
	if err != nil {
		return st, err
	}
	if err := q.ensure(ctx); err != nil {
		return st, err
	}
	s, err := q.stream.Info(ctx)
	if err != nil {
		return st, q.explain("the stream", err)
	}
	c, err := q.consumer.Info(ctx)
	if err != nil {
		return st, q.explain("the consumer", err)
	}
	st.Stream = &Stream{Messages: s.State.Msgs, Bytes: s.State.Bytes, AckPending: c.NumAckPending, Redelivered: c.NumRedelivered}
	st.Stream.Handed, err = q.o.Store.HandedOut(ctx)
	return st, err
}

// Retry implements Queue.
func (q *NATS) Retry(ctx context.Context, id string) (int, error) { return retry(ctx, q.o.Store, id) }

// Drop implements Queue.
func (q *NATS) Drop(ctx context.Context, id string) (int, error) { return drop(ctx, q.o.Store, id) }

// Close implements Queue.
func (q *NATS) Close() error {
	q.conn.Close()
	return nil
}

// decode reads a message; whatever else lies in the stream is an error.
func decode(b []byte) (message, error) {
	var m message
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("this is no message of onrecord: %w", err)
	}
	if m.Article == "" {
		return m, errors.New("this is no message of onrecord: it names no article")
	}
	return m, nil
}
