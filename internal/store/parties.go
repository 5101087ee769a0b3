package store

import (
	"context"
	"fmt"
	"time"
)

// Involved says in how many incidents a party takes part.
type Involved struct {
	Did      int    // as the one who acts
	Suffered int    // as the one acted upon
	Last     string // day of the latest of them, "" when none has a known one
}

// Involved counts the incidents in which a party, named as in Filter.Actor and Filter.Recipient, acts and is acted upon,
// each up to most+1.
func (s *Store) Involved(ctx context.Context, party string, most int) (Involved, error) {
	var out Involved
	names, err := s.expand(ctx, "a", []string{party})
	if err != nil {
		return out, err
	}
	args := make([]any, len(names), len(names)+1)
	for i, n := range names {
		args[i] = n
	}
	distinct := ""
	if len(names) > 1 { // an incident may bear several of them
		distinct = "DISTINCT "
	}
	newest := int64(0)
	for role, into := range map[string]*int{"a": &out.Did, "r": &out.Suffered} {
		where := fmt.Sprintf("kind = 'i' AND role = '%s' AND what IN (%s)", role, placeholders(1, len(names)))
		q := fmt.Sprintf("SELECT count(*) FROM (SELECT %sn FROM about WHERE %s LIMIT $%d) AS counted", distinct, where, len(names)+1)
		if err := s.reader.QueryRowContext(ctx, q, append(args, most+1)...).Scan(into); err != nil {
			return out, s.explain(err)
		}
		for _, n := range names { // each by the end of its own stretch of the index
			var last int64
			q := "SELECT coalesce(max(n), 0) FROM about WHERE kind = 'i' AND role = '" + role + "' AND what = $1"
			if err := s.reader.QueryRowContext(ctx, q, n).Scan(&last); err != nil {
				return out, s.explain(err)
			}
			newest = max(newest, last)
		}
	}
	if day := dayOfNumber(newest); day != noDay {
		out.Last = time.Unix(day*24*60*60, 0).UTC().Format(time.DateOnly)
	}
	return out, nil
}
