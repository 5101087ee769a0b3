package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"onrecord/internal/feed"
	"onrecord/internal/fetch/address"
	"onrecord/internal/ingest"
	"onrecord/internal/store"
)

type watchCmd struct {
	Add    watchAddCmd    `cmd:"" help:"Put feeds, sitemaps or pages on the watch list."`
	List   watchListCmd   `cmd:"" help:"Show the watch list with the health of every source."`
	Remove watchRemoveCmd `cmd:"" help:"Take a source off the watch list; its articles stay."`
	Import watchImportCmd `cmd:"" help:"Put all feeds of an OPML file on the watch list."`
	Poll   watchPollCmd   `cmd:"" help:"Visit what is due and bring in what is new; --once ends after one round."`
}

type watchAddCmd struct {
	storeFlag `embed:""`
	URLs      []string `arg:"" name:"url" help:"Addresses of feeds, sitemaps or pages."`
	Kind      string   `help:"What they are." enum:"feed,sitemap,page" default:"feed"`
	Name      string   `help:"Name to show; default: the feed's title."`
}

func (c *watchAddCmd) Run(s *streams) error {
	var list []store.Watch
	for _, raw := range c.URLs {
		if _, err := address.Parse(raw); err != nil {
			return errUsage{fmt.Errorf("watch: %w", err)}
		}
		list = append(list, store.Watch{URL: raw, Kind: c.Kind, Name: c.Name})
	}
	return addWatches(s, &c.storeFlag, list)
}

func addWatches(s *streams, f *storeFlag, list []store.Watch) error {
	return f.use(false, func(ctx context.Context, st *store.Store) error {
		added := 0
		for _, w := range list {
			fresh, err := st.AddWatch(ctx, w)
			if err != nil {
				return err
			}
			if fresh {
				added++
			} else {
				fmt.Fprintf(s.err, "onrecord: %s is on the watch list already\n", w.URL)
			}
		}
		fmt.Fprintf(s.err, "onrecord: %d added; \"onrecord serve\" or \"onrecord watch poll\" visits them\n", added)
		return nil
	})
}

type watchImportCmd struct {
	storeFlag `embed:""`
	File      string `arg:"" help:"OPML file." type:"existingfile"`
}

func (c *watchImportCmd) Run(s *streams) error {
	b, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	outlines, problems, err := feed.ParseOPML(b, feed.Options{})
	if err != nil {
		return fmt.Errorf("watch: %s: %w", c.File, err)
	}
	for _, p := range problems {
		fmt.Fprintf(s.err, "onrecord: %s: %s\n", c.File, p)
	}
	var list []store.Watch
	for _, x := range outlines {
		list = append(list, store.Watch{URL: x.URL, Kind: "feed", Name: x.Title})
	}
	return addWatches(s, &c.storeFlag, list)
}

type watchRemoveCmd struct {
	storeFlag `embed:""`
	URL       string `arg:"" help:"Address as in the list."`
}

func (c *watchRemoveCmd) Run(s *streams) error {
	return c.use(false, func(ctx context.Context, st *store.Store) error {
		if err := st.RemoveWatch(ctx, c.URL); err != nil {
			return fmt.Errorf("watch: %s: %w on the watch list", c.URL, err)
		}
		return nil
	})
}

type watchListCmd struct {
	storeFlag `embed:""`
}

func (c *watchListCmd) Run(s *streams) error {
	return c.use(true, func(ctx context.Context, st *store.Store) error {
		list, err := st.Watches(ctx)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(s.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "STATE\tARTICLES\tTODAY\tNEXT VISIT\tADDRESS\tWHY")
		for _, w := range list {
			state := w.State
			if state == "" {
				state = "new"
			}
			if w.State == "failing" || w.State == "gone" {
				state += " since " + w.Since.Format(time.DateOnly)
			}
			fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\t%s\n", state, w.Articles, w.Today, w.Next.Format("2006-01-02 15:04"), w.URL, w.Why)
		}
		return t.Flush()
	})
}

type watchPollCmd struct {
	storeFlag  `embed:""`
	fetchFlags `embed:""`
	ownFlags   `embed:""`
	Once       bool `help:"Visit what is due now and end."`
	Workers    int  `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
}

func (c *watchPollCmd) Run(s *streams) error {
	ctx, stop := interruptible()
	defer stop()
	g, err := newIngester(ctx, s, &c.storeFlag, &c.ownFlags, &c.fetchFlags, c.Workers)
	if err != nil {
		if !c.Once {
			err = atStart(ctx, slog.New(slog.NewTextHandler(s.err, nil)), err)
		}
		return err
	}
	defer g.Store.Close()
	p := ingest.Poller{Ingester: g, Owner: owner(), Visited: func(w store.Watch, t ingest.Tally) {
		line := fmt.Sprintf("onrecord: %s: %s", w.URL, summary(t))
		if w.Why != "" {
			line += "; " + w.State + ": " + w.Why
		}
		fmt.Fprintln(s.err, line)
	}}
	if !c.Once {
		ctx, end := context.WithCancelCause(ctx)
		defer end(nil)
		watchReadings(g, slog.New(slog.NewTextHandler(s.err, nil)), nil, g.Slots(), end)
		if err := p.Run(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		return hung(ctx)
	}
	for {
		due, err := g.Store.DueWatches(ctx, p.Owner, 16, time.Now().Add(15*time.Minute))
		if err != nil || len(due) == 0 {
			return err
		}
		for _, w := range due {
			if _, _, err := p.Visit(ctx, w); err != nil {
				return err
			}
		}
	}
}

// owner is a new name for this process in leases. Host and number of the process are not enough: in a container both stay the
// same when it is restarted, and the new process would keep the leases of the dead one alive.
func owner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "?"
	}
	return fmt.Sprintf("%s:%d:%s", host, os.Getpid(), rand.Text()[:6])
}
