package api

import (
	"context"
	"iter"

	"onrecord/internal/export"
	"onrecord/internal/store"
)

// Rows are the events of a store under a filter, as exports want them, in memory that does not grow with their number.
func Rows(ctx context.Context, s *store.Store, f store.Filter) iter.Seq2[*export.Row, error] {
	return func(yield func(*export.Row, error) bool) {
		for r, err := range s.EachReport(ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			row := export.RowAt(r.Record, r.Event)
			if r.Incident != "" {
				row.Incident = &export.Incident{ID: r.Incident}
			}
			if !yield(&row, nil) {
				return
			}
		}
	}
}
