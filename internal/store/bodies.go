package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"onrecord/internal/merge"
)

// Summaries returns incidents whole, without their reports, by id: what a list shows beyond its rows. Ids that are
// unknown are left out.
func (s *Store) Summaries(ctx context.Context, ids []string) (map[string]*merge.Incident, error) {
	bodies := map[string][]byte{}
	err := inChunks(ids, func(args []any) error {
		return s.query(ctx, func(r *sql.Rows) error {
			var id string
			var b []byte
			err := r.Scan(&id, &b)
			bodies[id] = b
			return err
		}, `SELECT id, body FROM incident WHERE id IN (`+placeholders(1, len(args))+`)`, args...)
	})
	if err != nil {
		return nil, err
	}
	out := make(map[string]*merge.Incident, len(bodies))
	for _, id := range slices.Sorted(maps.Keys(bodies)) {
		if out[id], err = s.incidentBody(bodies[id]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Families returns for articles, by id, the one that leads their family of copies: their own id when they are no copies.
// Articles that are unknown or not merged yet are left out.
func (s *Store) Families(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	err := inChunks(ids, func(args []any) error {
		return s.query(ctx, func(r *sql.Rows) error {
			var id, family string
			err := r.Scan(&id, &family)
			out[id] = family
			return err
		}, `SELECT id, family FROM article WHERE family <> '' AND id IN (`+placeholders(1, len(args))+`)`, args...)
	})
	return out, err
}
