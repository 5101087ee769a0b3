package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"onrecord/internal/queue"
	"onrecord/internal/store"
)

// queueFlag says where the workers' queue is.
type queueFlag struct {
	Queue       string `help:"NATS server with JetStream that hands out the work: nats://host:4222. Default: leases in the store." name:"queue" placeholder:"URL" env:"ONRECORD_QUEUE"`
	QueuePrefix string `help:"Prefix of the names on the NATS server; two stores on one server want two." default:"ONRECORD" env:"ONRECORD_QUEUE_PREFIX"`
	Replicas    int    `help:"Copies of the stream in a NATS cluster." default:"1"`
}

func (f *queueFlag) open(s *streams, st *store.Store, owner string) (queue.Queue, error) {
	if f.Queue == "" {
		return &queue.Leases{Store: st, Owner: owner}, nil
	}
	return queue.Connect(queue.NATSOptions{URL: f.Queue, Prefix: f.QueuePrefix, Store: st, Replica: f.Replicas, Log: jsonLog(s)})
}

type queueCmd struct {
	Add    queueAddCmd    `cmd:"" help:"Let all workers of the store read a list of web archives together."`
	Status queueStatusCmd `cmd:"" help:"Show what waits, how old it is, and what has failed."`
	Retry  queueRetryCmd  `cmd:"" help:"Let failed articles and archives wait again."`
	Drop   queueDropCmd   `cmd:"" help:"Take failed articles and archives off the list for good; articles stay in the store, unread."`
}

// with opens store and queue and runs f.
func (f *queueFlag) with(s *streams, sf *storeFlag, run func(context.Context, queue.Queue) error) error {
	return sf.use(false, func(ctx context.Context, st *store.Store) error {
		q, err := f.open(s, st, owner())
		if err != nil {
			return err
		}
		defer q.Close()
		return run(ctx, q)
	})
}

type queueStatusCmd struct {
	storeFlag `embed:""`
	queueFlag `embed:""`
	JSON      bool `help:"Print JSON."`
}

func (c *queueStatusCmd) Run(s *streams) error {
	return c.with(s, &c.storeFlag, func(ctx context.Context, q queue.Queue) error {
		st, err := q.Status(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			e := json.NewEncoder(s.out)
			e.SetIndent("", "  ")
			return e.Encode(st)
		}
		age := ""
		if !st.Oldest.IsZero() {
			age = ", the oldest since " + st.Oldest.Format(time.DateTime) + " UTC"
		}
		fmt.Fprintf(s.out, "%d waiting%s\n%d failed\n", st.Waiting, age, st.Failed)
		if x := st.Stream; x != nil {
			fmt.Fprintf(s.out, "stream: %d messages (%d bytes) for %d articles, %d being worked on, %d delivered again\n", x.Messages, x.Bytes, x.Handed, x.AckPending, x.Redelivered)
		}
		if st.Archives != nil {
			printArchives(s.out, st.Archives)
		}
		if len(st.Dead) == 0 {
			return nil
		}
		t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "FAILED\tADDRESS\tWHY")
		for _, d := range st.Dead {
			fmt.Fprintf(t, "%s\t%s\t%.120q\n", d.Article, d.URL, d.Why)
		}
		return t.Flush()
	})
}

// which names failed articles.
type which struct {
	Articles []string `arg:"" optional:"" help:"Ids of articles or names of archives, as in \"queue status\"."`
	All      bool     `help:"All that failed."`
}

func (w *which) each(s *streams, done string, f func(id string) (int, error)) error {
	ids := w.Articles
	switch {
	case w.All && len(ids) > 0, !w.All && len(ids) == 0:
		return errUsage{fmt.Errorf("queue: give ids, or --all")}
	case w.All:
		ids = []string{""}
	}
	total := 0
	for _, id := range ids {
		n, err := f(id)
		if err != nil {
			return err
		}
		if n == 0 && id != "" {
			fmt.Fprintf(s.err, "onrecord: %s is not among the failed\n", id)
		}
		total += n
	}
	fmt.Fprintf(s.err, "onrecord: %d %s\n", total, done)
	if total == 0 && !w.All {
		return errSilent
	}
	return nil
}

type queueRetryCmd struct {
	storeFlag `embed:""`
	queueFlag `embed:""`
	which     `embed:""`
}

func (c *queueRetryCmd) Run(s *streams) error {
	return c.with(s, &c.storeFlag, func(ctx context.Context, q queue.Queue) error {
		return c.each(s, "will be tried again", func(id string) (int, error) { return q.Retry(ctx, id) })
	})
}

type queueDropCmd struct {
	storeFlag `embed:""`
	queueFlag `embed:""`
	which     `embed:""`
}

func (c *queueDropCmd) Run(s *streams) error {
	return c.with(s, &c.storeFlag, func(ctx context.Context, q queue.Queue) error {
		return c.each(s, "dropped", func(id string) (int, error) { return q.Drop(ctx, id) })
	})
}
