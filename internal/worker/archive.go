package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onrecord/internal/queue"
	"onrecord/internal/store"
)

// Archives reads parts of archives that wait in the store, one at a time, until it is stopped. Its fields are set before use and
// not changed.
type Archives struct {
	Store    *store.Store
	Owner    string // names this worker; no two may have the same
	Pipeline string
	// Read reads a part from its mark on, and hands every batch to keep. It returns how many problems were not told to keep, and
	// nil only when the part was read to its end.
	Read  func(ctx context.Context, p *store.Part, keep Keep) (problems int, err error)
	Time  time.Duration // how long a part is a worker's own after its last sign of life; 0 = 2 minutes
	Poll  time.Duration // how often is looked for parts when there are none; 0 = 5 s
	Pause time.Duration // after the first error with a part, doubled with every try; 0 = 5 s
	Now   func() time.Time
	Log   *slog.Logger
}

// Keep stores a batch of a part with how far it has come. An error ends the reading of the part.
type Keep func(ctx context.Context, entries []store.Entry, step store.PartStep) ([]store.Added, error)

func (a *Archives) fill() {
	if a.Time <= 0 {
		a.Time = 2 * time.Minute
	}
	if a.Poll <= 0 {
		a.Poll = 5 * time.Second
	}
	if a.Pause <= 0 {
		a.Pause = 5 * time.Second
	}
	if a.Now == nil {
		a.Now = time.Now
	}
	if a.Log == nil {
		a.Log = slog.New(slog.DiscardHandler)
	}
}

// Run reads until ctx ends: then what is being read is stored, and the rest of the part given back. It returns ErrPipeline when
// this worker may not run; every other error is logged and tried anew.
func (a *Archives) Run(ctx context.Context) error {
	a.fill()
	for ctx.Err() == nil {
		pause := a.Poll
		err := a.may(ctx)
		var p *store.Part
		if err == nil {
			p, err = a.Store.TakePart(ctx, a.Owner, a.Now().Add(a.Time))
		}
		if err == nil && p != nil {
			pause = 0
			err = a.part(ctx, p)
		}
		switch {
		case errors.Is(err, ErrPipeline):
			return err
		case err != nil && ctx.Err() == nil:
			a.Log.Error("archives: trying again", "error", err)
			pause = a.Pause
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	return nil
}

// may looks whether this worker may read, as Worker does.
func (a *Archives) may(ctx context.Context) error {
	return (&Worker{Store: a.Store, Pipeline: a.Pipeline}).may(ctx)
}

// part reads one part and says what became of it. The error is one of the store, or ErrPipeline.
func (a *Archives) part(ctx context.Context, p *store.Part) error {
	late := context.WithoutCancel(ctx)
	if p.Tries > queue.MaxTries {
		return a.taken(p, a.Store.FailPart(late, p, fmt.Sprintf("given up: %d workers began to read it at %s and none came further (%s)", p.Tries-1, place(p), orDied(p.Why))))
	}
	started := a.Now()
	a.Log.Info("archive", "name", p.Name, "start", p.Start, "size", p.Size, "at", place(p), "tries", p.Tries)
	alone, stop := context.WithCancel(ctx)
	defer stop()
	alive := queue.KeepAlive(ctx, a.Time/3, func(ctx context.Context) {
		if errors.Is(a.Store.KeepPart(ctx, p, a.Now().Add(a.Time)), store.ErrPartTaken) {
			stop() // what is read from now on is in vain
		}
	})
	problems, err := a.Read(alone, p, func(ctx context.Context, entries []store.Entry, step store.PartStep) ([]store.Added, error) {
		if err := a.may(ctx); err != nil {
			return nil, err
		}
		step.Until = a.Now().Add(a.Time)
		return a.Store.PutPart(ctx, a.Pipeline, entries, p, step)
	})
	alive()
	switch {
	case err == nil:
		err = a.Store.EndPart(late, p, problems)
		a.Log.Info("archive read", "name", p.Name, "start", p.Start, "articles", p.Articles, "known", p.Known, "problems", p.Problems+problems, "ms", a.Now().Sub(started).Milliseconds(), "error", err)
		return a.taken(p, err)
	case errors.Is(err, store.ErrPartTaken):
		return a.taken(p, err)
	case errors.Is(err, ErrPipeline), ctx.Err() != nil:
		a.Log.Info("archive given back", "name", p.Name, "start", p.Start, "at", place(p))
		return errors.Join(err, a.taken(p, a.Store.GiveBackPart(late, p, time.Time{}, true, "")))
	case p.Tries >= queue.MaxTries:
		a.Log.Warn("archive given up", "name", p.Name, "start", p.Start, "error", err)
		return a.taken(p, a.Store.FailPart(late, p, err.Error()))
	}
	a.Log.Warn("archive: to be tried again", "name", p.Name, "start", p.Start, "at", place(p), "tries", p.Tries, "error", err)
	return a.taken(p, a.Store.GiveBackPart(late, p, a.Now().Add(a.Pause<<min(p.Tries-1, 6)), false, err.Error()))
}

// taken takes it easy that a part went to another worker.
func (a *Archives) taken(p *store.Part, err error) error {
	if errors.Is(err, store.ErrPartTaken) {
		a.Log.Warn("archive: another worker took it over", "name", p.Name, "start", p.Start)
		return nil
	}
	return err
}

// place is where a part goes on, for people.
func place(p *store.Part) string {
	if p.Mark == "" {
		return fmt.Sprintf("byte %d", p.Start)
	}
	return "byte " + p.Mark
}

func orDied(why string) string {
	if why == "" {
		return "they died"
	}
	return why
}
