package ontology

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestDocsNameKeys: docs/formats/ontology.md names every key of the file.
func TestDocsNameKeys(t *testing.T) {
	b, err := os.ReadFile("../../docs/formats/ontology.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{file{}, fileType{}, fileRoles{}, trigger{}} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			if key := typ.Field(i).Tag.Get("toml"); key == "" || !strings.Contains(string(b), key) {
				t.Errorf("docs/formats/ontology.md does not name %q", key)
			}
		}
	}
}
