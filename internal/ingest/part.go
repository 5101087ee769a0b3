package ingest

import (
	"context"
	"errors"
	"fmt"

	"onrecord/internal/source"
	"onrecord/internal/store"
)

// PartOf is a part of an archive, to be read by this program. Keep is called for each batch, with the articles and how far the
// part has come: it stores both at once (store.PutPart), or returns an error that ends the reading.
type PartOf struct {
	Part *store.Part
	Keep func(ctx context.Context, entries []store.Entry, step store.PartStep) ([]store.Added, error)
}

// AddPart brings the articles of a part of an archive into the store, from its mark on. The error is nil only when the part was
// read to its end; problems is then how many lie behind the last mark, and were not told to Keep. Records that are damaged are
// problems and passed over; an archive that cannot be opened, has another size than when it was queued, or cannot be read
// further is an error.
func (g *Ingester) AddPart(ctx context.Context, p PartOf) (problems int, err error) {
	spec, err := partSpec(p.Part)
	if err != nil {
		return 0, err
	}
	o := source.Options{Fetch: g.Fetch, Resume: p.Part.Mark, End: p.Part.Stop}
	if o.Resume == "" {
		o.Resume = source.PartMark(spec, p.Part.Start)
	}
	o.Skip = func(key string) bool {
		seen, err := g.Store.Seen(ctx, []string{key})
		return err == nil && seen[key]
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	c := collector{g: g, source: p.Part.Name}
	c.store = func(ctx context.Context, entries []store.Entry) ([]store.Added, error) {
		step := store.PartStep{Done: max(p.Part.Done, c.held[len(c.held)-1].item.Progress.Done-p.Part.Start)}
		// A problem has no mark: it is counted with the next item that has one, for until then it would be met again.
		for i := range c.held {
			if c.held[i].problem != "" {
				problems++
			}
			if m := c.held[i].item.Mark; m != "" {
				step.Mark, step.Problems, problems = m, step.Problems+problems, 0
			}
		}
		return p.Keep(ctx, entries, step)
	}
	_, err = g.runInto(ctx, &c, func(yield func(job) bool) {
		for item, err := range source.Items(ctx, spec, o) {
			var bad *source.Problem
			if errors.As(err, &bad) && bad.Fatal() {
				cancel(fmt.Errorf("ingest: %s: %w", bad.Name, bad.Err))
				return
			}
			if !yield(job{item: item, err: err}) {
				return
			}
		}
	})
	if err == nil {
		err = context.Cause(ctx)
	}
	return problems, err
}

// partSpec looks whether the archive of a part is there as it was when it was queued.
func partSpec(p *store.Part) (source.Spec, error) {
	spec, err := source.Classify(p.Name)
	if err != nil {
		return spec, err
	}
	if spec.Kind != source.WARC && spec.Kind != source.Web {
		return spec, fmt.Errorf("ingest: %s is no web archive", p.Name)
	}
	need := p.Start + p.Size
	if spec.Size >= 0 && (spec.Size < need || p.Stop == 0 && p.Size > 0 && spec.Size != need) {
		return spec, fmt.Errorf("ingest: %s has %d bytes here, which is not what it had when it was queued: it is another file, or not copied to its end yet", p.Name, spec.Size)
	}
	return spec, nil
}
