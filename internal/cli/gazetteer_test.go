package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tableRow is a line of the form of GeoNames' allCountries.txt.
func tableRow(id, name, lat, lon string) string {
	f := make([]string, 19)
	f[0], f[1], f[2], f[4], f[5], f[6], f[7], f[8], f[10], f[14] = id, name, name, lat, lon, "P", "PPL", "NE", "01", "900"
	return strings.Join(f, "\t") + "\n"
}

func TestGazetteer(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	t.Setenv("HOME", dir) // where other systems keep their caches
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var messages bytes.Buffer
	s := &streams{err: &messages}
	table := write("places.txt", tableRow("99999001", "Wexbrookia", "17.5", "9.5"))
	first, err := s.gazetteer(t.Context(), table)
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := filepath.Glob(filepath.Join(dir, "*", "onrecord", "gazetteer-*.bin"))
	if len(kept) != 1 {
		t.Skipf("no cache folder on this system: %v", kept)
	}
	packed, err := s.gazetteer(t.Context(), kept[0]) // a packed file is read as it is
	if err != nil || packed.Len() != first.Len() {
		t.Errorf("packed: %v", err)
	}
	if err := os.WriteFile(kept[0], []byte("damaged"), 0o644); err != nil {
		t.Fatal(err)
	}
	if again, err := s.gazetteer(t.Context(), table); err != nil || again.Len() != first.Len() {
		t.Errorf("over a damaged cache: %v", err)
	}
	if messages.Len() > 0 {
		t.Errorf("off a terminal nothing is drawn: %q", messages.String())
	}
	for _, c := range []struct {
		path, want string
		usage      bool
	}{
		{filepath.Join(dir, "none.txt"), "no such file", true},
		{dir, "is a folder", true},
		{write("a.zip", "PK\x03\x04rest"), "unpack it", true},
		{write("bad.txt", tableRow("99999001", "Wexbrookia", "17.5", "9.5")+"Wexbrookia,17.5\n"), "line 2: has 1 columns", false},
		{write("north.txt", tableRow("99999001", "Wexbrookia", "97.5", "9.5")), "line 1: columns 5 and 6", false},
		{write("cut.bin", "onrgaz\x00\x01too short"), "pack it anew", false},
	} {
		_, err := s.gazetteer(t.Context(), c.path)
		var usage errUsage
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.As(err, &usage) != c.usage {
			t.Errorf("%s: %v, want %q", filepath.Base(c.path), err, c.want)
		}
	}
}

// TestGazetteerInterrupted: who stops the program does not wait until a table of gigabytes is packed, and nothing is kept of it.
func TestGazetteerInterrupted(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	t.Setenv("HOME", dir)
	table := filepath.Join(dir, "places.txt")
	if err := os.WriteFile(table, []byte(tableRow("99999001", "Wexbrookia", "17.5", "9.5")), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := (&streams{err: io.Discard}).gazetteer(ctx, table)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("%v", err)
	}
	if kept, _ := filepath.Glob(filepath.Join(dir, "*", "gazetteer-*")); len(kept) != 0 {
		t.Errorf("kept %v", kept)
	}
}

func TestPacking(t *testing.T) {
	for _, c := range []struct {
		done, size int64
		want       string
	}{
		{0, 100 << 20, "[                        ]   0%  packing places, 0 of 100 MB"},
		{50 << 20, 100 << 20, "[============            ]  50%  packing places, 50 of 100 MB"},
		{200 << 20, 100 << 20, "[========================] 100%  packing places, 200 of 100 MB"},
		{5, 0, "[========================] 100%  packing places, 0 of 0 MB"},
	} {
		if got := packing(c.done, c.size); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
