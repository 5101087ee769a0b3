package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"onrecord/internal/fetch"
	"onrecord/internal/ingest"
	"onrecord/internal/store"
)

// storeFlag names the store; every command that needs one has it.
type storeFlag struct {
	Store string `help:"The store: a SQLite file, or postgres://user@host/database. Default: ${store}." name:"store" placeholder:"FILE" env:"ONRECORD_STORE"`
}

func (f *storeFlag) path() string {
	if f.Store == "" {
		return store.DefaultPath()
	}
	return f.Store
}

// open opens the store for writing, or, for commands that only look, for reading.
func (f *storeFlag) open(ctx context.Context, readOnly bool) (*store.Store, error) {
	return store.Open(ctx, f.path(), store.Options{ReadOnly: readOnly})
}

// use opens the store and lets run work on it until that is done or somebody interrupts it.
func (f *storeFlag) use(readOnly bool, run func(context.Context, *store.Store) error) error {
	ctx, stop := interruptible()
	defer stop()
	st, err := f.open(ctx, readOnly)
	if err != nil {
		return err
	}
	defer st.Close()
	return run(ctx, st)
}

// interruptible returns a context that ends with the first Ctrl-C or SIGTERM; a second one ends the program.
func interruptible() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// atStart judges an error of starting what runs until it is stopped. Who is told to stop before it began has nothing to drain:
// it says so and ends well, whatever the step it was at makes of that. A command line that is wrong stays wrong.
func atStart(ctx context.Context, log *slog.Logger, err error) error {
	if err == nil || ctx.Err() == nil || errors.As(err, new(errUsage)) {
		return err
	}
	log.Info("stopped before it began", "at", err.Error())
	return nil
}

// fetchFlags say how pages are fetched.
type fetchFlags struct {
	Contact string   `help:"Address of a page or mailbox that tells who fetches; it is sent to every site." env:"ONRECORD_CONTACT"`
	Allow   []string `help:"Private networks that may be fetched from, for example 10.0.0.0/8; all of them are refused otherwise." placeholder:"NETWORK"`
	Spacing float64  `help:"Seconds between two requests to one site." default:"5"`
}

// options are those of the fetcher; errs collects what is wrong with the flags, nil = they were looked at before.
func (f *fetchFlags) options(errs *[]error) fetch.Options {
	o := fetch.Options{Version: Version, Contact: f.Contact, Spacing: time.Duration(f.Spacing * float64(time.Second))}
	for _, a := range f.Allow {
		p, err := netip.ParsePrefix(a)
		if err == nil {
			o.Allow = append(o.Allow, p)
		} else if errs != nil {
			*errs = append(*errs, fmt.Errorf("--allow %s: give a network such as 10.0.0.0/8: %w", a, err))
		}
	}
	return o
}

func (f *fetchFlags) client() (*fetch.Client, error) {
	var errs []error
	o := f.options(&errs)
	if len(errs) > 0 {
		return nil, errUsage{errors.Join(errs...)}
	}
	return fetch.New(o), nil
}

// newIngester opens the store for writing and loads the reader with the user's own tables and with what the store knows of
// publishers. It notes in the store which tables these are.
func newIngester(ctx context.Context, s *streams, f *storeFlag, own *ownFlags, web *fetchFlags, workers int) (*ingest.Ingester, error) {
	g := &ingest.Ingester{Workers: workers}
	var err error
	if g.Limit, err = own.limit(); err != nil {
		return nil, err
	}
	if web != nil {
		if g.Fetch, err = web.client(); err != nil {
			return nil, err
		}
	}
	if g.Store, err = f.open(ctx, false); err != nil {
		return nil, err
	}
	if err = own.into(ctx, s, g); err != nil {
		_ = g.Store.Close()
		return nil, err
	}
	return g, nil
}

type backupCmd struct {
	storeFlag `embed:""`
	File      string `arg:"" help:"New file for the copy." type:"path"`
}

func (c *backupCmd) Run(s *streams) error {
	return c.use(true, func(ctx context.Context, st *store.Store) error {
		if err := os.MkdirAll(filepath.Dir(c.File), 0o755); err != nil {
			return err
		}
		if err := st.Backup(ctx, c.File); err != nil {
			return err
		}
		fmt.Fprintf(s.err, "onrecord: copied %s to %s; it is a store of its own: use it with --store\n", st.Name(), c.File)
		return nil
	})
}
