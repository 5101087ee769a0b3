package onrecord

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	mdLink   = regexp.MustCompile(`\]\(([^)#: ]+)(#[^)]*)?\)`)
	docName  = regexp.MustCompile(`\bdocs/[A-Za-z0-9_./-]+\.(md|json|png)\b`)
	testName = regexp.MustCompile(`\b(Test|Fuzz)[A-Z][A-Za-z0-9]+\b`)
)

// TestDocs: what the documents link to is there, the documents that documents and code name are there, and so are the tests that documents name as
// proof.
func TestDocs(t *testing.T) {
	t.Parallel()
	funcs := map[string]bool{}
	var docs, code []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "bin" || d.Name() == "node_modules"):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".md"):
			docs = append(docs, path)
		case strings.HasSuffix(path, ".go"):
			code = append(code, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	read := func(path string) string {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	exists := func(from, path string) {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s names %s, which is not there", from, path)
		}
	}
	for _, path := range code {
		text := read(path)
		for _, name := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllStringSubmatch(text, -1) {
			funcs[name[1]] = true
		}
		for _, name := range docName.FindAllString(text, -1) {
			exists(path, name)
		}
	}
	for _, path := range docs {
		text := read(path)
		for _, m := range mdLink.FindAllStringSubmatch(text, -1) {
			exists(path, filepath.Join(filepath.Dir(path), m[1]))
		}
		for _, name := range docName.FindAllString(text, -1) {
			if name := filepath.Clean(name); !strings.Contains(text, "../"+name) {
				exists(path, name)
			}
		}
		for _, name := range testName.FindAllString(text, -1) {
			if !funcs[name] {
				t.Errorf("%s names %s; there is no such test", path, name)
			}
		}
	}
}
