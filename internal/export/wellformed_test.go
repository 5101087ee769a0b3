package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
)

// checks tell whether an export is well-formed; n is the number of rows it must hold.
var checks = map[string]func(out string, n int) error{
	"csv":     func(s string, n int) error { return checkCSV(s, n, csvColumns()) },
	"acled":   func(s string, n int) error { return checkCSV(s, n, acledColumns()) },
	"jsonl":   checkLines,
	"plover":  checkPlover,
	"geojson": checkGeoJSON,
	"parquet": checkParquet,
	"polecat": func(s string, n int) error { return checkTSV(s, n+1, 40) },
	"cameo":   func(s string, n int) error { return checkTSV(s, n+1, len(cameoColumns())) },
	"gdelt":   func(s string, n int) error { return checkTSV(s, n, 61) },
	"atom":    checkAtom,
	"prov":    checkPROV,
}

func TestWellFormed(t *testing.T) {
	rows := sampleRows()
	for _, s := range hostiles {
		rows = append(rows, hostile(s))
	}
	rows = append(rows, Row{})
	for _, f := range Formats() {
		for _, some := range [][]Row{nil, rows[:1], rows} {
			out, n := export(t, f.Name, Meta{Title: "a <b> & \"c\"", Self: "https://x.example/?a=1&b=2"}, some...)
			if err := checks[f.Name](out, n.Written); err != nil {
				t.Errorf("%s of %d rows: %v", f.Name, len(some), err)
			}
		}
	}
}

func FuzzWellFormed(f *testing.F) {
	for _, s := range hostiles {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, f := range Formats() {
			out, n := export(t, f.Name, Meta{Title: s, ID: s, Self: s, Updated: s}, hostile(s), sampleRows()[0], hostile(s))
			if n.Written != 3 {
				t.Errorf("%s: %d rows written", f.Name, n.Written)
			}
			if err := checks[f.Name](out, n.Written); err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	})
}

func checkCSV(s string, n int, columns []column) error {
	if strings.Count(s, "\n") < n+1 || strings.Contains(strings.ReplaceAll(s, "\r\n", ""), "\r") || !utf8.ValidString(s) {
		return fmt.Errorf("lines do not end in CR LF, or it is not UTF-8: %q", s)
	}
	all, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	if err != nil {
		return err
	}
	if len(all) != n+1 {
		return fmt.Errorf("%d lines, want %d", len(all), n+1)
	}
	for _, row := range all[1:] {
		for i, cell := range row {
			if cell == "" || columns[i].number {
				continue
			}
			if r, _ := utf8.DecodeRuneInString(cell); strings.ContainsRune(risky+"\r", r) {
				return fmt.Errorf("column %s: %q may run as a formula", columns[i].name, cell)
			}
		}
	}
	return nil
}

func checkTSV(s string, lines, cells int) error {
	if !utf8.ValidString(s) || strings.Count(s, "\n") != lines || strings.ContainsAny(s, "\r\x00") {
		return fmt.Errorf("%d lines, want %d; or bytes that do not belong: %q", strings.Count(s, "\n"), lines, s)
	}
	for line := range strings.Lines(s) {
		if n := strings.Count(line, "\t") + 1; n != cells {
			return fmt.Errorf("%d cells, want %d: %q", n, cells, line)
		}
	}
	return nil
}

// checkLines checks JSON lines: one object per line, no more and no less.
func checkLines(s string, n int) error {
	if strings.Count(s, "\n") != n {
		return fmt.Errorf("%d lines, want %d", strings.Count(s, "\n"), n)
	}
	for line := range strings.Lines(s) {
		var v Object
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&v); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
	}
	return nil
}

// checkPlover checks the fields that the PLOVER manual requires.
func checkPlover(s string, n int) error {
	if strings.Count(s, "\n") != n {
		return fmt.Errorf("%d lines, want %d", strings.Count(s, "\n"), n)
	}
	for line := range strings.Lines(s) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		for _, field := range []string{"id", "date", "actor", "event"} {
			if _, ok := v[field]; !ok {
				return fmt.Errorf("no %s in %s", field, line)
			}
		}
		if d, ok := v["date"].(string); ok {
			if _, err := time.Parse(time.DateOnly, d); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkGeoJSON checks the members and ranges that RFC 7946 asks for.
func checkGeoJSON(s string, n int) error {
	var c struct {
		Type     string
		Count    int
		Features []struct {
			Type       string
			ID         any
			Geometry   map[string]any
			Properties map[string]any
		}
	}
	if err := json.Unmarshal([]byte(s), &c); err != nil {
		return err
	}
	if c.Type != "FeatureCollection" || c.Features == nil || len(c.Features) != n || c.Count != n {
		return fmt.Errorf("a %s of %d features that says %d; want %d", c.Type, len(c.Features), c.Count, n)
	}
	for _, f := range c.Features {
		if _, ok := f.ID.(string); !ok || f.Type != "Feature" || f.Properties == nil {
			return fmt.Errorf("feature %+v", f)
		}
		if f.Geometry == nil {
			continue
		}
		at, ok := f.Geometry["coordinates"].([]any)
		if !ok || f.Geometry["type"] != "Point" || len(at) != 2 {
			return fmt.Errorf("geometry %v", f.Geometry)
		}
		if lon, lat := at[0].(float64), at[1].(float64); lon < -180 || lon > 180 || lat < -90 || lat > 90 || f.Properties["precision"] == nil {
			return fmt.Errorf("point %v with precision %v", at, f.Properties["precision"])
		}
	}
	return nil
}

func checkParquet(s string, n int) error {
	rows, err := parquet.Read[ParquetRow](bytes.NewReader([]byte(s)), int64(len(s)))
	if err != nil {
		return err
	}
	if len(rows) != n {
		return fmt.Errorf("%d rows, want %d", len(rows), n)
	}
	return nil
}

// checkAtom checks what RFC 4287 requires of feed and entries.
func checkAtom(s string, n int) error {
	type item struct {
		Title   string `xml:"title"`
		ID      string `xml:"id"`
		Updated string `xml:"updated"`
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		item
		Author  []string `xml:"author>name"`
		Entries []item   `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(s), &feed); err != nil {
		return err
	}
	if len(feed.Entries) != n || len(feed.Author) != 1 {
		return fmt.Errorf("%d entries, want %d; %d authors", len(feed.Entries), n, len(feed.Author))
	}
	for i, e := range append(feed.Entries, feed.item) {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		if i < n && !strings.HasPrefix(e.ID, "urn:uuid:") {
			return fmt.Errorf("entry %d has id %q", i, e.ID)
		}
	}
	for d := xml.NewDecoder(strings.NewReader(s)); ; {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "link" {
			for _, a := range e.Attr {
				if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "http") {
					return fmt.Errorf("link to %q", a.Value)
				}
			}
		}
	}
}

// checkPROV checks that every node that another names is there, that ids are IRIs and that the context knows every term.
func checkPROV(s string, _ int) error {
	var g struct {
		Context map[string]any   `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(s), &g); err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, n := range g.Graph {
		ids[fmt.Sprint(n["id"])] = true
	}
	for _, n := range g.Graph {
		for k, v := range n {
			if g.Context[k] == nil {
				return fmt.Errorf("the context does not know %q", k)
			}
			switch k {
			case "id":
				if !strings.HasPrefix(fmt.Sprint(v), "urn:uuid:") {
					return fmt.Errorf("id %v is no IRI", v)
				}
			case "wasDerivedFrom", "wasQuotedFrom", "wasAttributedTo", "hadPrimarySource":
				list, ok := v.([]any)
				if !ok {
					list = []any{v}
				}
				for _, id := range list {
					if !ids[fmt.Sprint(id)] {
						return fmt.Errorf("%v %s %v, which is not in the graph", n["id"], k, id)
					}
				}
			}
		}
	}
	return nil
}

// TestCSVRoundTrip: a reader of CSV gets back what the columns gave, once the guard is taken off.
func TestCSVRoundTrip(t *testing.T) {
	var rows []Row
	for _, s := range hostiles {
		rows = append(rows, hostile(s))
	}
	columns := csvColumns()
	out, _ := export(t, "csv", Meta{}, rows...)
	all, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for k, c := range columns {
			want, got := plain(c.value(&rows[i])), all[i+1][k]
			if !c.number {
				got = Unguard(got)
			}
			if got != want {
				t.Errorf("row %d, %s: %q, want %q", i, c.name, got, want)
			}
		}
	}
}

// TestNumbersStayNumbers: a negative score is not guarded, and every cell of a column of numbers is one or empty.
func TestNumbersStayNumbers(t *testing.T) {
	row := hostile("-1")
	for _, columns := range [][]column{csvColumns(), acledColumns(), polecatColumns(), cameoColumns(), gdeltColumns()} {
		for _, c := range columns {
			if v := c.value(&row); c.number && v != "" && v != "-1" && json.Unmarshal([]byte(strings.TrimLeft(v, "0")+"e0"), new(float64)) != nil && strings.Trim(v, "0") != "" {
				t.Errorf("%s: %q is no number", c.name, v)
			}
		}
	}
	out, _ := export(t, "csv", Meta{}, row)
	if !strings.Contains(out, ",-7,") || strings.Contains(out, "'-7") {
		t.Errorf("the score -7 is not a plain number: %s", out)
	}
}

func TestParquetRoundTrip(t *testing.T) {
	rows := sampleRows()
	out, _ := export(t, "parquet", Meta{}, rows...)
	got, err := parquet.Read[ParquetRow](strings.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		want := parquetRow(&rows[i])
		if a, b := asJSON(t, normal(got[i])), asJSON(t, normal(want)); a != b {
			t.Errorf("row %d:\n got %s\nwant %s", i, a, b)
		}
	}
}

// normal makes empty lists nil, which Parquet does not tell apart.
func normal(r ParquetRow) ParquetRow {
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() == 0 {
			f.SetZero()
		}
	}
	return r
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
