package onrecord

import (
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// order is the way the data flows: a stage may import doc, linear, lstm, dense, wordnet, wording, charset, data, models and stages before it.
// docs/architecture.md draws it.
var order = []string{"clean", "split", "tag", "parse", "find/entity", "find/place", "find/when", "find/amount", "actor", "attrib", "event", "force", "merge"}

// shared may be imported by every stage; they import nothing of the project but what is named.
var shared = map[string][]string{
	"onrecord/internal/doc":     {},
	"onrecord/internal/linear":  {"onrecord/internal/dense"},
	"onrecord/internal/lstm":    {"onrecord/internal/dense", "onrecord/models"},
	"onrecord/internal/dense":   {},
	"onrecord/internal/wordnet": {},
	"onrecord/internal/charset": {},
	"onrecord/internal/wording": {"onrecord/data"},
	"onrecord/data":             {},
	"onrecord/models":           {},
}

// forbidden are standard packages that nothing left of storage may use: reading is pure and offline.
var forbidden = []string{"net", "net/http", "database/sql", "os/exec"}

func TestArrows(t *testing.T) {
	t.Parallel()
	imports := listImports(t)
	for i, stage := range order {
		pkg := "onrecord/internal/" + stage
		for _, imp := range imports[pkg] {
			if slices.Contains(forbidden, imp) {
				t.Errorf("%s imports %s: stages are pure, offline and deterministic", stage, imp)
			}
			rest, ours := strings.CutPrefix(imp, "onrecord/")
			if !ours {
				continue
			}
			if _, ok := shared[imp]; ok {
				continue
			}
			at := slices.Index(order, strings.TrimPrefix(rest, "internal/"))
			if at < 0 || at >= i {
				t.Errorf("%s imports %s: a stage imports doc, linear, lstm, dense, wordnet, wording, charset, data, models and stages to its left", stage, imp)
			}
		}
	}
	for pkg, allowed := range shared {
		for _, imp := range imports[pkg] {
			if strings.HasPrefix(imp, "onrecord/") && !slices.Contains(allowed, imp) {
				t.Errorf("%s imports %s: it must import nothing of the project", pkg, imp)
			}
		}
	}
	for pkg, imps := range imports {
		if strings.HasPrefix(pkg, "onrecord/cmd/") || strings.HasPrefix(pkg, "onrecord/internal/eval") {
			continue
		}
		if slices.Contains(imps, "onrecord/internal/corpus") {
			t.Errorf("%s imports corpus: only the trainers and the scorers read corpora", pkg)
		}
	}
}

// gettingIn are the packages by which news comes in, and what of the project each may import. Only fetch dials out.
var gettingIn = map[string][]string{
	"fetch/address": {},
	"fetch/robots":  {"fetch/address"},
	"fetch/body":    {},
	"feed":          {"charset", "fetch/address"},
	"warc":          {"fetch/body"},
	"fetch":         {"charset", "fetch/address", "fetch/robots", "fetch/body", "feed"},
	"source":        {"charset", "fetch/address", "fetch/body", "feed", "warc", "fetch", "source/watch"},
	"source/watch":  {"feed", "fetch"},
}

// TestGettingIn: what eats foreign bytes is pure, and what dials is one package behind one guard.
func TestGettingIn(t *testing.T) {
	t.Parallel()
	imports := listImports(t)
	for name, allowed := range gettingIn {
		imps, ok := imports["onrecord/internal/"+name]
		if !ok {
			t.Errorf("there is no internal/%s", name)
		}
		for _, imp := range imps {
			rest, ours := strings.CutPrefix(imp, "onrecord/internal/")
			dials := imp == "net" || imp == "net/http" && name != "source/watch" // watch knows the numbers of statuses
			if name != "fetch" && (dials || imp == "os/exec" || imp == "database/sql") {
				t.Errorf("%s imports %s: only fetch dials out, and nothing here stores", name, imp)
			}
			if ours && !slices.Contains(allowed, rest) || !ours && strings.HasPrefix(imp, "onrecord/") {
				t.Errorf("%s imports %s, which it must not know", name, imp)
			}
		}
	}
}

// TestNoRandomReading: chance, with a fixed seed, is for the trainers that live beside the stages, in files named train*.go.
func TestNoRandomReading(t *testing.T) {
	t.Parallel()
	for _, stage := range order {
		files, err := filepath.Glob("internal/" + stage + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files: %v", stage, err)
		}
		for _, f := range files {
			name := filepath.Base(f)
			if strings.HasPrefix(name, "train") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, imp := range file.Imports {
				if strings.HasPrefix(imp.Path.Value, `"math/rand`) || imp.Path.Value == `"time"` && stage != "clean" && stage != "find/when" && stage != "actor" {
					t.Errorf("%s imports %s: the same article must give the same record", f, imp.Path.Value)
				}
			}
		}
	}
}

func listImports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		imports[f[0]] = f[1:]
	}
	return imports
}
