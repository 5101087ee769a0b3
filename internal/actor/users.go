package actor

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"onrecord/data"
)

// userColumns are the columns that a user's table may have.
var userColumns = [...]string{"name", "aliases", "kind", "code", "sector", "office", "from", "to", "source", "note"}

// maxUserTable bounds the size of a user's table in bytes.
const maxUserTable = 64 << 20

// ReadRows reads a user's own table of actors for New: comma- or tab-separated, told apart by the header line. The
// columns are those that New documents, in any order, of which only name is required; source and note are for people.
// Lines that start with # are comments. File is used in errors, which name file, line and column and what to do.
func ReadRows(file string, r io.Reader) ([]map[string]string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxUserTable+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(b) > maxUserTable {
		return nil, fmt.Errorf("%s: larger than %d MB", file, maxUserTable>>20)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return nil, fmt.Errorf("%s: not UTF-8; save it as UTF-8", file)
	}
	u := userTable{file: file, states: map[string]string{}}
	for _, c := range data.Table("countries") {
		u.states[c["iso3"]], u.states[c["state"]] = c["state"], c["state"]
	}
	if err := u.lines(string(b)); err != nil {
		return nil, err
	}
	if u.head == nil {
		return nil, fmt.Errorf("%s: empty; the first line names the columns: %s", file, strings.Join(userColumns[:], ", "))
	}
	return u.rows, nil
}

// userTable is a table being read.
type userTable struct {
	file   string
	states map[string]string
	head   []string
	rows   []map[string]string
}

// lines splits the table into cells, by tabs if the header has one, else as RFC 4180 has it.
func (u *userTable) lines(s string) error {
	if tabbed(s) {
		n := 0
		for line := range strings.Lines(s) {
			n++
			line = strings.TrimRight(line, "\r\n")
			if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if err := u.line(n, strings.Split(line, "\t")); err != nil {
				return err
			}
		}
		return nil
	}
	c := csv.NewReader(strings.NewReader(s))
	c.Comment, c.FieldsPerRecord = '#', -1
	for {
		cells, err := c.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			return fmt.Errorf("%s:%d:%d: %w; a cell with quotes in it is put in quotes, and they are doubled", u.file, bad.Line, bad.Column, bad.Err)
		case err != nil:
			return fmt.Errorf("%s: %w", u.file, err)
		}
		line, _ := c.FieldPos(0)
		if err := u.line(line, cells); err != nil {
			return err
		}
	}
}

// tabbed tells whether the header line holds a tab.
func tabbed(s string) bool {
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") {
			return strings.Contains(line, "\t")
		}
	}
	return false
}

// line takes the cells of a line, the first of which are the names of the columns.
func (u *userTable) line(n int, cells []string) error {
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	if u.head == nil {
		return u.header(n, cells)
	}
	if len(cells) != len(u.head) {
		return fmt.Errorf("%s:%d: %d cells, the header has %d columns; leave a cell empty rather than out, and quote a cell that holds a comma", u.file, n, len(cells), len(u.head))
	}
	row := map[string]string{}
	for i, c := range cells {
		row[u.head[i]] = c
	}
	if column, err := u.check(row); err != nil {
		return fmt.Errorf("%s:%d: column %s: %w", u.file, n, column, err)
	}
	u.rows = append(u.rows, row)
	return nil
}

func (u *userTable) header(n int, cells []string) error {
	for i, c := range cells {
		c = strings.ToLower(c)
		if !slices.Contains(userColumns[:], c) {
			return fmt.Errorf("%s:%d: column %d: there is no column %q; the columns are %s", u.file, n, i+1, c, strings.Join(userColumns[:], ", "))
		}
		if slices.Contains(cells[:i], c) {
			return fmt.Errorf("%s:%d: column %d: %s is there twice", u.file, n, i+1, c)
		}
		cells[i] = c
	}
	if !slices.Contains(cells, "name") {
		return fmt.Errorf("%s:%d: no column name; the first line names the columns: %s", u.file, n, strings.Join(userColumns[:], ", "))
	}
	u.head = cells
	return nil
}

// check returns the column of a row that is wrong, and what is.
func (u *userTable) check(row map[string]string) (column string, err error) {
	k, ok := userKind(row["kind"])
	switch {
	case row["name"] == "":
		return "name", errors.New("empty; every row names an actor")
	case !slices.ContainsFunc(tokenise(row["name"], 0, len(row["name"]), nil), func(k tok) bool { return k.punct == 0 }):
		return "name", fmt.Errorf("%q has no word in it", row["name"])
	case slices.Contains(strings.Split(row["aliases"], "|"), "") && row["aliases"] != "":
		return "aliases", fmt.Errorf("%q has an empty name between bars", row["aliases"])
	case !ok:
		return "kind", fmt.Errorf("%q is none; kinds are person, group, organisation, place, office, noun", row["kind"])
	case !validCode(row["code"], u.states):
		return "code", fmt.Errorf("%q is neither an ISO 3166 alpha-3 code (KEN) nor one of %s", row["code"], codesOfBodies())
	case !validSector(row["sector"]):
		return "sector", fmt.Errorf("%q is no PLOVER sector; sectors are%s", row["sector"], strings.TrimRight(sectors, " "))
	case row["code"] == "" && row["sector"] == "":
		return "code", errors.New("empty, and so is sector: the row says nothing; give one of them")
	case (k == office || k == agent) && row["code"] != "":
		return "code", errors.New("offices and nouns have no country of their own; leave it empty")
	}
	from, err := day(row["from"], false)
	if err != nil {
		return "from", fmt.Errorf("%w; write 2019, 2019-05 or 2019-05-21", err)
	}
	to, err := day(row["to"], true)
	if err != nil {
		return "to", fmt.Errorf("%w; write 2019, 2019-05 or 2019-05-21", err)
	}
	if from != 0 && to != 0 && to < from {
		return "to", fmt.Errorf("%s is before from, %s", row["to"], row["from"])
	}
	return "", nil
}

// codesOfBodies lists the codes of no country.
func codesOfBodies() string {
	var out []string
	for _, r := range data.Table("bodies") {
		out = append(out, r["code"])
	}
	return strings.Join(out, " ")
}
