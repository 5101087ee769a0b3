package export

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"onrecord/data"
	"onrecord/internal/doc"
)

var update = flag.Bool("update", false, "write the golden files anew")

func export(t testing.TB, format string, m Meta, rows ...Row) (string, Count) {
	t.Helper()
	f, err := Find(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	n, err := Copy(f.New(&b, m), seq(rows...))
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String(), n
}

// TestGolden shows every text format of the sample: testdata/sample.NAME.
func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		if f.Name == "parquet" {
			continue
		}
		got, _ := export(t, f.Name, Meta{Title: "Sample"}, sampleRows()...)
		file := filepath.Join("testdata", "sample"+f.Ending)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s (go test -update writes it anew):\n%s", f.Name, file, got)
		}
	}
}

// TestCount: formats of PLOVER codes skip what has none, ACLED what did not happen; all others hold every event.
func TestCount(t *testing.T) {
	want := map[string]Count{"plover": {2, 1}, "polecat": {2, 1}, "cameo": {2, 1}, "gdelt": {2, 1}, "acled": {1, 2}}
	for _, f := range Formats() {
		w, ok := want[f.Name]
		if !ok {
			w = Count{3, 0}
		}
		if _, n := export(t, f.Name, Meta{}, sampleRows()...); n != w {
			t.Errorf("%s: %+v, want %+v", f.Name, n, w)
		}
		if _, n := export(t, f.Name, Meta{}); n != (Count{}) {
			t.Errorf("%s without rows: %+v", f.Name, n)
		}
	}
}

func TestFormats(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		if f.Name == "" || f.Media == "" || !strings.HasPrefix(f.Ending, ".") || f.About == "" || seen[f.Name] || seen[f.Ending] {
			t.Errorf("format %+v lacks something or is there twice", f)
		}
		seen[f.Name], seen[f.Ending] = true, true
	}
	if _, err := Find("xls"); err == nil || !strings.Contains(err.Error(), "geojson") {
		t.Errorf("Find(xls): %v, want an error that lists the formats", err)
	}
}

// TestErrors: an error of the rows or of the writer ends the export and names the place.
func TestErrors(t *testing.T) {
	gone := errors.New("gone")
	for _, f := range Formats() {
		rows := func(yield func(*Row, error) bool) {
			if r := sampleRows()[0]; yield(&r, nil) {
				yield(nil, gone)
			}
		}
		if n, err := Copy(f.New(io.Discard, Meta{}), rows); !errors.Is(err, gone) || n.Written != 1 || !strings.Contains(err.Error(), "row 2") {
			t.Errorf("%s: %+v, %v", f.Name, n, err)
		}
		if _, err := Copy(f.New(shut{gone}, Meta{}), seq(sampleRows()...)); !errors.Is(err, gone) {
			t.Errorf("%s: a reader that went away gives %v", f.Name, err)
		}
	}
}

type shut struct{ err error }

func (s shut) Write([]byte) (int, error) { return 0, s.err }

// TestMemory: what a writer holds does not grow with the rows it has written.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes many rows")
	}
	const rows = 6*rowsPerGroup + 10
	row := sampleRows()[0]
	for _, f := range Formats() {
		var early, late uint64
		var many iter.Seq2[*Row, error] = func(yield func(*Row, error) bool) {
			for i := range rows {
				switch i {
				case 2*rowsPerGroup + 1:
					early = heap()
				case 6*rowsPerGroup + 1:
					late = heap()
				}
				row.Event.ID, row.Article.ID = "e"+string(rune('a'+i%26))+number(float64(i)), "a"+number(float64(i/7))
				if !yield(&row, nil) {
					return
				}
			}
		}
		n, err := Copy(f.New(io.Discard, Meta{}), many)
		if err != nil || n.Written != rows {
			t.Fatalf("%s: %+v, %v", f.Name, n, err)
		}
		if late > early+4<<20 {
			t.Errorf("%s: %d kB held after %d rows, %d kB after %d", f.Name, early>>10, 2*rowsPerGroup, late>>10, 6*rowsPerGroup)
		}
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // twice: the first leaves what lies in pools
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkCopy(b *testing.B) {
	row := sampleRows()[0]
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			w := f.New(io.Discard, Meta{})
			if err := w.Begin(); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := w.Event(&row); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestCountryNumbers: every state of countries.tsv has a Correlates of War number of its own, but those that the list has not.
func TestCountryNumbers(t *testing.T) {
	numbers, states := map[string]string{}, map[string]bool{}
	for _, r := range data.Table("countries") {
		states[r["state"]] = true
	}
	taken := map[string]bool{}
	for _, r := range data.Table("cow") {
		if numbers[r["code"]] != "" || taken[r["cow"]] || !states[r["code"]] {
			t.Errorf("cow.tsv: %v is there twice, or no state", r)
		}
		numbers[r["code"]], taken[r["cow"]] = r["cow"], true
	}
	for s := range states {
		if none := strings.Contains(" ATA ESH HKG PSE VAT ", s); none == (numbers[s] != "") {
			t.Errorf("%s: number %q", s, numbers[s])
		}
	}
	for code, want := range map[string]string{"KEN": "404", "USA": "840", "KOS": "", "": "", "IGO": "", "UNO": ""} {
		if got := isoNumber(&Row{Place: &doc.RecordPlace{Country: &code}}); got != want {
			t.Errorf("%s has ISO number %q, want %q", code, got, want)
		}
	}
}
