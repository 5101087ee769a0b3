package export

import (
	"encoding/csv"
	"io"
	"strings"
)

// column is one column of a table.
type column struct {
	name   string
	number bool // holds numbers only: not guarded, so that -5 stays a number
	value  func(*Row) string
}

// table writes rows as lines of cells.
type table struct {
	columns []column
	header  bool
	holds   func(*Row) bool // nil = every row
	put     func(cells []string) error
	flush   func() error
	cells   []string
}

// newTable makes a table that is comma-separated by RFC 4180, lines ending in CR LF; or tab-separated, where tabs and
// line ends inside cells become blanks, since that form has no way to quote them.
func newTable(w io.Writer, tabs bool, columns []column) *table {
	t := &table{columns: columns, header: true, cells: make([]string, len(columns))}
	if tabs {
		t.flush = func() error { return nil }
		t.put = func(cells []string) error {
			for i := range cells {
				cells[i] = line(cells[i])
			}
			_, err := io.WriteString(w, strings.Join(cells, "\t")+"\n")
			return err
		}
		return t
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	t.put = c.Write
	t.flush = func() error { c.Flush(); return c.Error() }
	return t
}

func (t *table) Begin() error {
	if !t.header {
		return nil
	}
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	if err := t.put(names); err != nil {
		return err
	}
	return t.flush()
}

func (t *table) Event(r *Row) (bool, error) {
	if t.holds != nil && !t.holds(r) {
		return false, nil
	}
	for i, c := range t.columns {
		v := plain(c.value(r))
		if !c.number {
			v = Guard(v)
		}
		t.cells[i] = v
	}
	return true, t.put(t.cells)
}

func (t *table) End(int) error { return t.flush() }

// coded tells whether an event has a PLOVER code.
func coded(r *Row) bool { return r.Event.Plover != nil }
