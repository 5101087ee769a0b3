package export

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestDocs: docs/formats/export.md has a section for every format, and names every column and field of each in it.
func TestDocs(t *testing.T) {
	b, err := os.ReadFile("../../docs/formats/export.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, s := range strings.Split(string(b), "\n## ") {
		name, rest, _ := strings.Cut(s, "\n")
		sections[name] = rest
	}
	fields := func(v any) (out []string) {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			out = append(out, name)
		}
		return out
	}
	columns := func(cs []column) (out []string) {
		for _, c := range cs {
			out = append(out, c.name)
		}
		return out
	}
	names := map[string][]string{"csv": columns(csvColumns()), "polecat": columns(polecatColumns()), "cameo": columns(cameoColumns()), "acled": columns(acledColumns()),
		"gdelt": columns(gdeltColumns()), "plover": fields(ploverRecord{}), "geojson": fields(properties{})}
	for _, f := range Formats() {
		text, ok := sections[f.Name]
		if !ok || !strings.Contains(string(b), "| `"+f.Name+"` |") || !strings.Contains(string(b), "`"+f.Ending+"`") {
			t.Errorf("%s has no section, or is not in the list of formats with its ending %s", f.Name, f.Ending)
		}
		words := strings.FieldsFunc(text, func(r rune) bool { return r == '`' || r == '\n' || r == '|' })
		all := " " + strings.Join(words, " ") + " " + strings.NewReplacer("`", " ", "[]", " ", "|", " ").Replace(text)
		for _, c := range names[f.Name] {
			if !strings.Contains(text, "`"+c+"`") && !strings.Contains(all, " "+c+" ") && !strings.Contains(text, "`"+c+"[]`") {
				t.Errorf("%s: nothing says where %s comes from", f.Name, c)
			}
		}
	}
}
