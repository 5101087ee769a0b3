package store

import (
	"slices"
	"strings"
)

// table is a table of the store, for copying and comparing stores row by row.
type table struct {
	name string
	key  []string // its primary key; rows are read in its order
	// local are the columns that depend on when and where a row was written, not on the articles: clocks, leases, change
	// numbers. Two stores of the same articles are equal in all others.
	local []string
	// same is the query that gives the rows in terms of content, where the key itself is local; "" = all but the local columns.
	same string
	// serial says that the database numbers the rows.
	serial bool
}

// tables are all tables but those of the full text, in the order in which they are copied: what readers look at last.
var tables = []table{
	{name: "raw", key: []string{"article"}},
	{name: "record", key: []string{"article"}},
	{name: "publisher", key: []string{"host"}},
	{name: "reading", key: []string{"article"}},
	{name: "event", key: []string{"n"}},
	{name: "claim", key: []string{"n"}},
	{name: "force", key: []string{"n"}},
	{name: "about", key: []string{"kind", "role", "what", "n"}},
	{name: "name", key: []string{"role", "what"}, same: `SELECT role, what, shown, code, sector, n FROM name WHERE n <> 0 ORDER BY role, what`},
	{name: "tally", key: []string{"kind", "value", "day"}, same: `SELECT kind, value, day, n FROM tally WHERE n <> 0 ORDER BY kind, value, day`},
	{name: "total", key: []string{"kind", "value"}, same: `SELECT kind, value, n FROM total WHERE n <> 0 ORDER BY kind, value`},
	{name: "merge_article", key: []string{"id"}},
	{name: "posting", key: []string{"hash", "house", "host", "article"}},
	{name: "relation", key: []string{"a", "b"}},
	{name: "member", key: []string{"n"}, serial: true,
		same: `SELECT kind, id, article, says, day, tie, leader, leads, score, keys, body FROM member ORDER BY kind, id`},
	{name: "member_key", key: []string{"kind", "hash", "n"},
		same: `SELECT k.kind, k.hash, m.id FROM member_key k JOIN member m ON m.n = k.n ORDER BY k.kind, k.hash, m.id`},
	{name: "leader_key", key: []string{"kind", "hash", "n"},
		same: `SELECT k.kind, k.hash, m.id FROM leader_key k JOIN member m ON m.n = k.n ORDER BY k.kind, k.hash, m.id`},
	{name: "incident", key: []string{"n"}, local: []string{"seq"}},
	{name: "outline", key: []string{"n"}},
	{name: "article", key: []string{"n"}, local: []string{"added", "owner", "lease", "tries", "seq", "source", "fetched"}},
	{name: "seen", key: []string{"item"}, local: []string{"at"}},
	{name: "watch", key: []string{"url"}, local: []string{"added", "next_at", "since", "visited", "owner", "lease"}},
	{name: "archive", key: []string{"name", "start"}, same: `SELECT name FROM archive WHERE 1 = 0`}, // who read what; what was read stands elsewhere
	{name: "progress", key: []string{"source"}, same: `SELECT source, mark FROM progress WHERE source NOT LIKE 'onrecord %' ORDER BY source`},
	{name: "person", key: []string{"name"}, local: []string{"added"}},
	{name: "session", key: []string{"hash"}},
	{name: "token", key: []string{"hash"}},
	{name: "audit", key: []string{"n"}, serial: true, same: `SELECT person, what, detail FROM audit ORDER BY n`},
	{name: "decision", key: []string{"n"}, serial: true, local: []string{"at"}},
	{name: "search", key: []string{"id"}},
	{name: "delivery", key: []string{"id"}},
	{name: "counter", key: []string{"name"}, local: []string{"value"}},
}

// keyed writes the query for up to limit rows of a table behind a key; from the start when behind is false.
func (t *table) keyed(columns []string, behind bool) string {
	q := "SELECT " + strings.Join(columns, ", ") + " FROM " + t.name
	if behind {
		q += " WHERE (" + strings.Join(t.key, ", ") + ") > (" + placeholders(1, len(t.key)) + ")"
	}
	return q + " ORDER BY " + strings.Join(t.key, ", ") + " LIMIT " + copyBatchText
}

// content writes the query for the content of all rows.
func (t *table) content(columns []string) string {
	if t.same != "" {
		return t.same
	}
	var keep []string
	for _, c := range columns {
		if !slices.Contains(t.local, c) {
			keep = append(keep, c)
		}
	}
	return "SELECT " + strings.Join(keep, ", ") + " FROM " + t.name + " ORDER BY " + strings.Join(t.key, ", ")
}

// Tables names all tables that are copied and compared: all but those of the full text, which follow from them.
func Tables() []string {
	names := make([]string, 0, len(tables))
	for _, t := range tables {
		names = append(names, t.name)
	}
	return names
}
