package cli

import (
	"reflect"
	"strings"
	"testing"

	"onrecord/internal/export"
)

// TestFormatHelp: the help of --format names every format there is.
func TestFormatHelp(t *testing.T) {
	t.Parallel()
	f, ok := reflect.TypeOf(readCmd{}).FieldByName("Format")
	if !ok {
		t.Fatal("read has no --format")
	}
	for _, x := range export.Formats() {
		if !strings.Contains(strings.NewReplacer(",", " ", ".", " ").Replace(f.Tag.Get("help")), " "+x.Name+" ") {
			t.Errorf("the help of --format does not name %s", x.Name)
		}
	}
}
