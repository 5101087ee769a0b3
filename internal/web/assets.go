package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed static
var static embed.FS

// assets are the files of static/, each raw and gzipped. They are served under a path that holds a hash of all of them,
// so that they may be cached for ever; one hash for all lets a module import its neighbour by a relative path.
type assets struct {
	prefix string // "/s/0a1b2c3d4e5f/"
	files  map[string]asset
}

type asset struct {
	mime string
	raw  []byte // nil for vendored files, which hardly anybody wants unpacked
	gz   []byte
}

func newAssets() (*assets, error) {
	a := &assets{files: map[string]asset{}}
	sum := sha256.New()
	err := fs.WalkDir(static, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := static.ReadFile(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(b))
		sum.Write(b)
		name = strings.TrimPrefix(name, "static/")
		f, err := newAsset(name, b)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		a.files[strings.TrimSuffix(name, ".gz")] = f
		return nil
	})
	a.prefix = fmt.Sprintf("/s/%.6x/", sum.Sum(nil))
	return a, err
}

func newAsset(name string, b []byte) (asset, error) {
	if strings.HasSuffix(name, ".gz") {
		return asset{contentType(strings.TrimSuffix(name, ".gz")), nil, b}, nil
	}
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err != nil {
		return asset{}, err
	}
	if _, err := w.Write(b); err != nil {
		return asset{}, err
	}
	if err := w.Close(); err != nil { // before its bytes are taken: it writes the rest
		return asset{}, err
	}
	return asset{contentType(name), b, z.Bytes()}, nil
}

// contentType does not ask the operating system, whose tables differ; .mjs must be JavaScript for a browser to run it.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".mjs", ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".txt", ".md":
		return "text/plain; charset=utf-8"
	default:
		return mime.TypeByExtension(path.Ext(name))
	}
}

// url is where a page finds an asset.
func (a *assets) url(name string) string { return a.prefix + name }

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, a.prefix)
	f, found := a.files[name]
	if !ok || !found {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", f.mime)
	h.Add("Vary", "Accept-Encoding")
	body := f.raw
	switch {
	case acceptsGzip(r.Header.Get("Accept-Encoding")):
		h.Set("Content-Encoding", "gzip")
		body = f.gz
	case body == nil:
		z, err := gzip.NewReader(bytes.NewReader(f.gz))
		if err == nil {
			body, err = io.ReadAll(z)
		}
		if err != nil {
			http.Error(w, "a built-in file is damaged", http.StatusInternalServerError)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// acceptsGzip: "gzip" is listed and not refused with q=0 (RFC 9110, 12.5.3).
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
			x, err := strconv.ParseFloat(q, 64)
			return !ok || err != nil || x > 0
		}
	}
	return false
}
