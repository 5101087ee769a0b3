package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"onrecord/internal/ingest"
	"onrecord/internal/source"
	"onrecord/internal/store"
)

type addCmd struct {
	storeFlag  `embed:""`
	fetchFlags `embed:""`
	ownFlags   `embed:""`
	Sources    []string `arg:"" name:"src" help:"Files, folders, patterns, addresses, feeds, sitemaps, OPML lists, WARC archives, JSONL; - is standard input."`
	Published  string   `help:"Day of publication, where the article does not say: YYYY-MM-DD or RFC 3339."`
	Publisher  string   `help:"Name of the outlet, where the article does not say."`
	Workers    int      `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
	Unread     bool     `help:"Only store the articles; \"onrecord work\" reads them later."`
	Quiet      bool     `help:"Say only what went wrong." short:"q"`
}

func (c *addCmd) Run(s *streams) error {
	given, err := (&readCmd{Published: c.Published, Publisher: c.Publisher}).given()
	if err != nil {
		return err
	}
	var specs []source.Spec
	for _, name := range c.Sources {
		spec, err := source.Classify(name)
		if err != nil {
			return errUsage{err}
		}
		specs = append(specs, spec)
	}
	ctx, stop := interruptible()
	defer stop()
	g, err := newIngester(ctx, s, &c.storeFlag, &c.ownFlags, &c.fetchFlags, c.Workers)
	if err != nil {
		return err
	}
	defer g.Store.Close()
	g.Given, g.Unread = given, c.Unread
	problems := 0
	for _, spec := range specs {
		t, err := c.one(ctx, s, g, spec)
		if err != nil {
			return err
		}
		problems += t.Problems
		if ctx.Err() != nil {
			fmt.Fprintln(s.err, "onrecord: interrupted; run the same command again to go on")
			return errSilent
		}
	}
	if problems > 0 {
		return errSilent
	}
	return nil
}

// one adds one source and says how it went.
func (c *addCmd) one(ctx context.Context, s *streams, g *ingest.Ingester, spec source.Spec) (ingest.Tally, error) {
	b := newBar(s.err, s.errTerminal && !c.Quiet)
	g.Report = func(step ingest.Step) {
		if step.Problem != "" {
			b.say(s.err, "onrecord: %s: %s", step.Name, step.Problem)
		}
		b.step(step.Progress)
	}
	t, err := g.Add(ctx, spec, source.Options{Stdin: s.in})
	b.clear()
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	if !c.Quiet {
		fmt.Fprintf(s.err, "onrecord: %s: %s\n", spec.Arg, summary(t))
	}
	return t, err
}

// summary says in words how a run went.
func summary(t ingest.Tally) string {
	s := fmt.Sprintf("%d new", t.New)
	if t.Versions > 0 {
		s += fmt.Sprintf(" (%d of them new versions)", t.Versions)
	}
	if t.Known > 0 {
		s += fmt.Sprintf(", %d known", t.Known)
	}
	if t.Problems > 0 {
		s += fmt.Sprintf(", %d with problems", t.Problems)
	}
	return s
}

type rereadCmd struct {
	storeFlag  `embed:""`
	ownFlags   `embed:""`
	Workers    int  `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
	Publishers bool `help:"First learn anew, from the articles in the store, which country each publisher mostly writes about. All later reading in this store, also by add, work, serve and worker, then looks for places there first."`
}

func (c *rereadCmd) Run(s *streams) error {
	if c.Publishers {
		if err := c.learn(s); err != nil {
			return err
		}
	}
	return again(s, &c.storeFlag, &c.ownFlags, c.Workers, func(ctx context.Context, g *ingest.Ingester) (ingest.Tally, error) { return g.Reread(ctx) })
}

// learn puts what the store tells about publishers into it.
func (c *rereadCmd) learn(s *streams) error {
	return c.use(false, func(ctx context.Context, st *store.Store) error {
		known, err := ingest.LearnPublishers(ctx, st)
		if err != nil {
			return err
		}
		changed, err := st.SetPublishers(ctx, known)
		if err != nil {
			return err
		}
		news := "as before"
		if changed {
			news = "which is new: programs that read into this store are to be started again"
		}
		fmt.Fprintf(s.err, "onrecord: the main country of %d publishers is known, %s\n", len(known), news)
		return nil
	})
}

// again runs a job over articles that are in the store.
func again(s *streams, f *storeFlag, own *ownFlags, workers int, run func(context.Context, *ingest.Ingester) (ingest.Tally, error)) error {
	ctx, stop := interruptible()
	defer stop()
	g, err := newIngester(ctx, s, f, own, nil, workers)
	if err != nil {
		return err
	}
	defer g.Store.Close()
	b := newBar(s.err, s.errTerminal)
	g.Report = func(step ingest.Step) {
		if step.Problem != "" {
			b.say(s.err, "onrecord: %s: %s", step.Name, step.Problem)
		}
		b.step(step.Progress)
	}
	t, err := run(ctx, g)
	b.clear()
	fmt.Fprintf(s.err, "onrecord: %d read, %d with problems\n", t.Known+t.New, t.Problems)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(s.err, "onrecord: interrupted; run the same command again to go on")
		return errSilent
	}
	if err == nil && t.Problems > 0 {
		return errSilent
	}
	return err
}

type workCmd struct {
	storeFlag `embed:""`
	ownFlags  `embed:""`
	Workers   int           `help:"Articles read at the same time; 0 is one for each processor." default:"0"`
	Wait      time.Duration `help:"Go on and look for more after this time; 0 ends when nothing waits." default:"0s"`
}

func (c *workCmd) Run(s *streams) error {
	return again(s, &c.storeFlag, &c.ownFlags, c.Workers, func(ctx context.Context, g *ingest.Ingester) (ingest.Tally, error) {
		return g.Work(ctx, owner(), c.Wait)
	})
}
