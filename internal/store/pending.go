package store

import (
	"cmp"
	"maps"
	"slices"
)

// What a transaction writes at its end. Full text goes in last and in the order of the row numbers: FTS5 gathers words in
// memory and writes them out whenever a number is lower than the one before, or a savepoint of another statement begins,
// and what it wrote in small pieces it has to join again. Names are counted once for all articles of a batch.

// textRow is full text to be put in or taken out.
type textRow struct {
	n       int64
	remove  bool
	columns []string
}

// index and unindex keep the full text of a row in step.
func (t *tx) index(table string, n int64, columns ...string) {
	t.later(table, textRow{n: n, columns: columns})
}

func (t *tx) unindex(table string, n int64, columns ...string) {
	t.later(table, textRow{n: n, remove: true, columns: columns})
}

func (t *tx) later(table string, r textRow) {
	if t.texts == nil {
		t.texts = map[string][]textRow{}
	}
	t.texts[table] = append(t.texts[table], r)
}

func (t *tx) writeTexts() error {
	for _, table := range slices.Sorted(maps.Keys(t.texts)) {
		rows := t.texts[table]
		slices.SortStableFunc(rows, func(a, b textRow) int { return cmp.Compare(a.n, b.n) })
		for _, r := range rows {
			write := t.s.dialect.index
			if r.remove {
				write = t.s.dialect.unindex
			}
			if err := write(t, table, r.n, r.columns...); err != nil {
				return err
			}
		}
	}
	t.texts = nil
	return nil
}

// nameKey and nameCount are a name, and how many events more bear it, with how it is to be shown. Without one of those
// (fresh is false) the name is there.
type nameKey struct{ role, what string }

type nameCount struct {
	by    int
	fresh bool
	shown Party
}

func (t *tx) countName(k nameKey, by int, shown Party) {
	if t.named == nil {
		t.named = map[nameKey]nameCount{}
	}
	c, have := t.named[k]
	c.by += by
	if by > 0 {
		// The name as it is shown must not depend on the order of arrival: of two spellings the lower one stays.
		if have && c.fresh {
			shown = Party{min(shown.Name, c.shown.Name), max(shown.Code, c.shown.Code), max(shown.Sector, c.shown.Sector)}
		}
		c.fresh, c.shown = true, shown
	}
	t.named[k] = c
}

func (t *tx) writeNames() error {
	keys := slices.SortedFunc(maps.Keys(t.named), func(a, b nameKey) int { return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.what, b.what)) })
	for _, k := range keys {
		c := t.named[k]
		var err error
		if c.fresh {
			_, err = t.exec(`INSERT INTO name (role, what, shown, code, sector, n) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (role, what) DO UPDATE SET n = name.n + excluded.n,
				shown = CASE WHEN excluded.shown < name.shown THEN excluded.shown ELSE name.shown END,
				code = CASE WHEN excluded.code > name.code THEN excluded.code ELSE name.code END,
				sector = CASE WHEN excluded.sector > name.sector THEN excluded.sector ELSE name.sector END`, k.role, k.what, c.shown.Name, c.shown.Code, c.shown.Sector, c.by)
		} else {
			_, err = t.exec(`UPDATE name SET n = n + $1 WHERE role = $2 AND what = $3`, c.by, k.role, k.what)
		}
		if err != nil {
			return err
		}
	}
	t.named = nil
	return nil
}
