package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"onrecord/internal/api"
	"onrecord/internal/export"
	"onrecord/internal/review"
	"onrecord/internal/store"
)

type exportCmd struct {
	storeFlag   `embed:""`
	filterFlags `embed:""`
	Format      string `arg:"" help:"csv, jsonl, geojson, parquet, plover, polecat, cameo, acled, gdelt, atom or prov; or what people decided: annotations, standoff or decisions."`
	Texts       string `help:"With annotations or standoff: write a folder that the trainers and scorers read, one file an article with its text, in place of lines on stdout." placeholder:"FOLDER"`
	Title       string `help:"Title, for formats that have one." default:"onrecord"`
}

// Run writes every event under the filter to stdout, in memory that does not grow with their number, and says on stderr
// how many it wrote.
func (c *exportCmd) Run(s *streams) error {
	if slices.Contains(review.Forms(), c.Format) {
		return c.reviews(s)
	}
	format, err := export.Find(c.Format)
	if err != nil {
		return errUsage{err}
	}
	if c.Texts != "" {
		return errUsage{errors.New("export: --texts goes with annotations and standoff only")}
	}
	filter, err := c.filter()
	if err != nil {
		return err
	}
	return c.use(true, func(ctx context.Context, st *store.Store) error {
		count, err := export.Copy(format.New(s.out, export.Meta{Title: c.Title}), api.Rows(ctx, st, filter))
		if err != nil {
			return err
		}
		fmt.Fprintf(s.err, "onrecord: %d rows", count.Written)
		if count.Skipped > 0 {
			fmt.Fprintf(s.err, "; %d events have no place in this format", count.Skipped)
		}
		fmt.Fprintln(s.err)
		return nil
	})
}
