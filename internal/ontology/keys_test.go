package ontology

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestDocsNameKeys: docs/ontology.md names every key of the file.
func TestDocsNameKeys(t *testing.T) {
	b, err := os.ReadFile("../../docs/ontology.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{file{}, fileType{}, fileRoles{}, trigger{}} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			if key := typ.Field(i).Tag.Get("toml"); key == "" || !strings.Contains(string(b), key) {
				t.Errorf("docs/ontology.md does not name %q", key)
			}
		}
	}
}
