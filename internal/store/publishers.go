package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"maps"
	"slices"

	"onrecord/internal/doc"
)

// Publishers returns the country that the articles of each host are mostly about, as ISO alpha-3, as it was last learned
// (SetPublishers); nil when it never was. It is a snapshot: articles that come in do not change it.
func (s *Store) Publishers(ctx context.Context) (map[string]string, error) {
	var out map[string]string
	err := s.query(ctx, func(r *sql.Rows) error {
		var host, country string
		err := r.Scan(&host, &country)
		if out == nil {
			out = map[string]string{}
		}
		out[host] = country
		return err
	}, `SELECT host, country FROM publisher`)
	return out, err
}

// SetPublishers puts a new snapshot in the place of the old one, and tells whether they differ.
func (s *Store) SetPublishers(ctx context.Context, countries map[string]string) (changed bool, err error) {
	old, err := s.Publishers(ctx)
	if err != nil || maps.Equal(old, countries) {
		return false, err
	}
	return true, s.write(ctx, func(t *tx) error {
		if _, err := t.exec(`DELETE FROM publisher`); err != nil {
			return err
		}
		var rows [][]any
		for _, h := range slices.Sorted(maps.Keys(countries)) {
			rows = append(rows, []any{h, countries[h]})
		}
		return t.insertAll("publisher (host, country)", rows)
	})
}

// Records goes through all articles that were read, with their records, in the order of their numbers. A record comes without
// its text.
func (s *Store) Records(ctx context.Context) iter.Seq2[*doc.Record, error] {
	return func(yield func(*doc.Record, error) bool) {
		last := int64(0)
		for {
			var bodies [][]byte
			err := s.query(ctx, func(r *sql.Rows) error {
				var body []byte
				err := r.Scan(&last, &body)
				bodies = append(bodies, body)
				return err
			}, `SELECT article, body FROM record WHERE article > $1 ORDER BY article LIMIT 200`, last)
			if err != nil || len(bodies) == 0 {
				if err != nil {
					yield(nil, err)
				}
				return
			}
			for _, b := range bodies {
				rec, err := decode[*doc.Record](s, b)
				if !yield(rec, err) || err != nil {
					return
				}
			}
		}
	}
}

// pipelineMark begins the marks that say of a pipeline which tables of the user's it reads with.
const pipelineMark = "onrecord pipeline "

// NotePipeline notes, for people, which tables of the user's a pipeline reads with; "" = none, which needs no note.
func (s *Store) NotePipeline(ctx context.Context, pipeline, words string) error {
	was, err := s.Mark(ctx, pipelineMark+pipeline)
	if err != nil || was == words {
		return err
	}
	if err := s.SetMark(ctx, pipelineMark+pipeline, words); err != nil {
		return fmt.Errorf("the note on the pipeline: %w", err)
	}
	return nil
}

// PipelineNote is what NotePipeline noted.
func (s *Store) PipelineNote(ctx context.Context, pipeline string) (string, error) {
	return s.Mark(ctx, pipelineMark+pipeline)
}
