// Command vendoring fetches the few JavaScript packages that the page uses, pinned by version, through npm, and
// writes what is needed of them to internal/web/static/vendor: gzipped files, VENDOR.md and LICENSES.txt, and the
// borders of the world as GeoJSON. Run it with
//
//	go generate ./internal/web
//
// Files are deterministic: the same versions give the same bytes, and VENDOR.md has the SHA-256 of each raw file.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// pkg is a package of npm and what is taken of it.
type pkg struct {
	name, version, licence string
	files                  []string // paths inside the package
	licenceFile            string
	note                   string
}

var packages = []pkg{
	{"htmx.org", "4.0.1", "0BSD", []string{"dist/htmx.min.js"}, "LICENSE", "swaps parts of a page"},
	{"maplibre-gl", "6.17.0", "BSD-3-Clause", []string{"dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl-shared.mjs", "dist/maplibre-gl.css"}, "LICENSE.txt", "the map"},
	{"uplot", "1.6.32", "MIT", []string{"dist/uPlot.esm.js", "dist/uPlot.min.css"}, "LICENSE", "the chart of force levels"},
	{"world-atlas", "2.0.2", "ISC", []string{"countries-50m.json"}, "LICENSE", "borders, from Natural Earth (public domain), cut at the antimeridian: countries.json, borders.json"},
}

func main() {
	out := flag.String("out", "static/vendor", "folder to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		log.Fatal("vendoring: ", err)
	}
}

func run(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var table, licences strings.Builder
	for _, p := range packages {
		content, err := fetch(p)
		if err != nil {
			return fmt.Errorf("%s %s: %w", p.name, p.version, err)
		}
		fmt.Fprintf(&licences, "%s %s (%s)\n\n%s\n\n%s\n\n", p.name, p.version, p.licence, strings.TrimSpace(string(content[p.licenceFile])), strings.Repeat("-", 72))
		files := map[string][]byte{}
		for _, f := range p.files {
			b, ok := content[f]
			if !ok {
				return fmt.Errorf("%s %s has no file %s", p.name, p.version, f)
			}
			files[path.Base(f)] = b
		}
		if p.name == "world-atlas" {
			if files, err = world(files["countries-50m.json"]); err != nil {
				return fmt.Errorf("countries: %w", err)
			}
		}
		for _, name := range sorted(files) {
			if err := write(filepath.Join(out, name+".gz"), files[name]); err != nil {
				return err
			}
			fmt.Fprintf(&table, "| `%s` | %s %s | %s | %s | `%x` |\n", name, p.name, p.version, p.licence, p.note, sha256.Sum256(files[name]))
		}
	}
	head := "# Vendored files\n\nWritten by `go generate ./internal/web` (`make vendor-web`), never by hand. Kept gzipped; the SHA-256 is of the file inside.\nThe licences stand in LICENSES.txt.\n\n| file | package | licence | for | sha256 |\n|---|---|---|---|---|\n"
	if err := os.WriteFile(filepath.Join(out, "VENDOR.md"), []byte(head+table.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "LICENSES.txt"), []byte(licences.String()), 0o644)
}

// fetch returns the files of a package, as `npm pack` delivers them (npm checks the registry's own checksum).
func fetch(p pkg) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "vendoring")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("npm", "pack", "--silent", p.name+"@"+p.version)
	cmd.Dir = dir
	cmd.Stderr = os.Stderr
	name, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("npm pack (is npm installed?): %w", err)
	}
	b, err := os.ReadFile(filepath.Join(dir, strings.TrimSpace(string(name))))
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for t := tar.NewReader(z); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if files[strings.TrimPrefix(h.Name, "package/")], err = io.ReadAll(t); err != nil {
			return nil, err
		}
	}
}

// write gzips b to a file; the header has no time and no name, so that the bytes depend on b alone.
func write(name string, b []byte) error {
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(b); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, z.Bytes(), 0o644)
}

func sorted(m map[string][]byte) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
