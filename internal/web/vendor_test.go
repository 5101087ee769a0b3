package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"regexp"
	"testing"
)

func unzip(t *testing.T, b []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestVendored: each vendored file is the one that VENDOR.md names, and there is none that it does not name.
func TestVendored(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("static/vendor/VENDOR.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` .* `([0-9a-f]{64})` \\|$").FindAllStringSubmatch(string(table), -1) {
		named[m[1]+".gz"] = m[2]
	}
	files, err := os.ReadDir("static/vendor")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() == "VENDOR.md" || f.Name() == "LICENSES.txt" {
			continue
		}
		b, err := os.ReadFile("static/vendor/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(unzip(t, b)))); got != named[f.Name()] {
			t.Errorf("%s: sha256 %s, VENDOR.md has %q; run go generate ./internal/web", f.Name(), got, named[f.Name()])
		}
		delete(named, f.Name())
	}
	if len(named) > 0 {
		t.Errorf("named in VENDOR.md and not there: %v", named)
	}
}
