package place

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// row is a line of a table: id, name, latitude, longitude, class, code, country, division, population.
func row(id, name, lat, lon, class, code, country, admin, population string) string {
	f := make([]string, numColumns)
	f[colID], f[colName], f[colASCII], f[colLat], f[colLon], f[colClass], f[colCode] = id, name, name, lat, lon, class, code
	f[colCountry], f[colAdmin1], f[colPop] = country, admin, population
	return strings.Join(f, "\t")
}

func TestExtend(t *testing.T) {
	g, err := Load(tiny(t))
	if err != nil {
		t.Fatal(err)
	}
	table := strings.Join([]string{
		"# a comment",
		row("3", "Ubu", "-12.3", "-179.9", "P", "PPLC", "QQ", "01", "500"), // known: tells that QQ.01 is Left
		row("10", "Wexbrook", "1.5", "2.5", "P", "PPL", "QQ", "01", "700"),
		row("11", "Hamlet", "1.5", "2.5", "P", "PPL", "QQ", "01", "20"),   // too small
		row("12", "Old Wexbrook", "1", "2", "P", "PPLH", "QQ", "01", "0"), // gone
		row("13", "Wexbrook Air Base", "1", "2", "S", "AIRB", "QQ", "01", ""),
		row("14", "Elsewhere", "1", "2", "P", "PPL", "ZZ", "01", "7000"), // no country of ours
		row("10", "Wexbrook again", "1.5", "2.5", "P", "PPL", "QQ", "01", "700"),
	}, "\n")
	var seen int64
	file, err := Extend(g, strings.NewReader(table), func(done int64) { seen = done })
	if err != nil {
		t.Fatal(err)
	}
	big, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	if big.Len() != g.Len()+2 || seen < int64(len(table)) {
		t.Errorf("%s after %d of %d bytes; want two places more", big, seen, len(table))
	}
	r := &Resolver{gaz: big}
	for name, want := range map[string]string{"Wexbrook": "Left", "Ubu": "Left", "Wexbrook Air Base": "Left"} {
		if cs := r.Lookup(name); len(cs) == 0 || cs[0].Name != name && name != "Ubu" || cs[0].Admin1 != want || cs[0].Country != "QQA" {
			t.Errorf("%s: %+v", name, cs)
		}
	}
	if r.Country("Qish") != "QQA" {
		t.Error("the names that were only filed are lost")
	}
}

func TestExtendSaysWhichLine(t *testing.T) {
	g, err := Load(tiny(t))
	if err != nil {
		t.Fatal(err)
	}
	good := row("10", "Wexbrook", "1.5", "2.5", "P", "PPL", "QQ", "01", "700")
	for _, c := range []struct{ line, want string }{
		{"Wexbrook,1.5,2.5", "line 2: has 1 columns"},
		{row("x", "Wexbrook", "1", "2", "P", "PPL", "QQ", "01", "1"), `line 2: column 1: "x"`},
		{row("1", "Wexbrook", "91", "2", "P", "PPL", "QQ", "01", "1"), "line 2: columns 5 and 6"},
		{row("1", "Wexbrook", "NaN", "2", "P", "PPL", "QQ", "01", "1"), "line 2: columns 5 and 6"},
		{row("1", "Wexbrook", "1", "2", "P", "PPL", "QQ", "01", "many"), `line 2: column 15: "many"`},
		{row("1", "Wexbrook", "1", "2", "P", "PPL", "Quux", "01", "1"), `line 2: column 9: "Quux"`},
		{"\xff" + good, "line 2: is not UTF-8"},
		{strings.Repeat("x", 2<<20), "line 2: "},
	} {
		_, err := Extend(g, strings.NewReader(good+"\n"+c.line+"\n"), nil)
		var bad *LineError
		if !errors.As(err, &bad) || bad.Line != 2 || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%.40q: %v, want %q", c.line, err, c.want)
		}
	}
}

func FuzzExtend(f *testing.F) {
	f.Add(row("10", "Wexbrook", "1.5", "2.5", "P", "PPL", "QQ", "01", "700"))
	f.Add(row("3", "Ubu", "90", "-180", "P", "PPLC", "QQ", "01", "") + "\n\n#\n" + row("4294967295", "Isle", "0", "0", "T", "ISL", "QQ", "", "0"))
	f.Add("\t\t\t\t\x00")
	g, err := Load(tiny(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, table string) {
		file, err := Extend(g, strings.NewReader(table), nil)
		if err != nil {
			return
		}
		big, err := Load(file)
		if err != nil {
			t.Fatalf("a file of our own does not load: %v", err)
		}
		(&Resolver{gaz: big}).All(func(c Candidate) {
			if math.Abs(c.Lat) > 90 || math.Abs(c.Lon) > 180 || c.Name == "" {
				t.Fatalf("%+v", c)
			}
		})
	})
}
