// Package source turns what a person names on the command line - a file, a folder, a pattern, an address, a list of feeds, an archive - into
// a stream of articles in the form that package clean reads. What goes in is a name; what comes out, one by one, is the bytes of each
// article with what its list says of it, a key under which it is known again, and a mark to go on from.
//
// What cannot be read comes out as an error in its place, and the rest goes on. The package stores nothing and reads into no text; all
// dialling out is done by package fetch.
package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"onrecord/internal/feed"
	"onrecord/internal/fetch/address"
)

// Kind says what a source is.
type Kind string

// The kinds.
const (
	File   Kind = "file"   // one article
	Folder Kind = "folder" // all files below it
	Glob   Kind = "glob"   // a pattern of file names
	Web    Kind = "web"    // an address: a page, feed, sitemap, OPML list or archive; which one is seen when it is fetched
	List   Kind = "list"   // a file that is a feed, sitemap or OPML list
	WARC   Kind = "warc"   // a file that is a web archive
	JSONL  Kind = "jsonl"  // a file of one JSON object a line
	Stdin  Kind = "stdin"  // "-": any of the kinds of files
)

// Spec is one source as named, and what it is.
type Spec struct {
	Arg  string
	Kind Kind
	Size int64 // bytes, all files together; -1: not known before
	// files are the files of a folder or pattern in order, or the file itself.
	files []file
}

type file struct {
	path string
	name string // to show and to mark: relative to the folder
	size int64
	info fs.FileInfo
}

// Files is how many files the source has; 0 for addresses and standard input.
func (s *Spec) Files() int { return len(s.files) }

// Classify tells what an argument is. It looks at files, but fetches nothing.
func Classify(arg string) (Spec, error) {
	s := Spec{Arg: arg, Size: -1}
	switch {
	case arg == "":
		return s, errors.New("source: an empty name")
	case arg == "-":
		s.Kind = Stdin
		return s, nil
	case strings.Contains(arg, "://"):
		if _, err := address.Parse(arg); err != nil {
			return s, fmt.Errorf("source: %w", err)
		}
		s.Kind = Web
		return s, nil
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		s.Kind = Folder
		s.files, err = walk(arg)
		if err != nil {
			return s, fmt.Errorf("source: %w", err)
		}
	case err == nil && !info.Mode().IsRegular() && info.Mode()&fs.ModeNamedPipe == 0:
		return s, fmt.Errorf("source: %s is neither a file nor a folder", arg)
	case err == nil:
		s.files = []file{{arg, filepath.Base(arg), info.Size(), info}}
		if s.Kind, err = kindOf(arg); err != nil {
			return s, fmt.Errorf("source: %w", err)
		}
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?["):
		s.Kind = Glob
		if s.files, err = match(arg); err != nil {
			return s, err
		}
	case errors.Is(err, fs.ErrNotExist):
		if looksHost(arg) {
			return s, fmt.Errorf("source: %s: no such file; if it is a site, write https://%s", arg, arg)
		}
		return s, fmt.Errorf("source: %s: no such file or folder", arg)
	default:
		return s, fmt.Errorf("source: %w", err)
	}
	s.Size = 0
	for _, f := range s.files {
		s.Size += f.size
	}
	return s, nil
}

// looksHost reports whether a name without a scheme looks like a site: no file ending, a dot within.
func looksHost(arg string) bool {
	host, _, _ := strings.Cut(arg, "/")
	return strings.Contains(host, ".") && filepath.Ext(arg) != ".txt" && filepath.Ext(arg) != ".html" && !strings.HasPrefix(arg, ".")
}

// walk lists the files below a folder in the order of their names. Hidden files, links and files whose ending says that they are no
// text are left out: saved pages come with pictures and scripts.
func walk(root string) ([]file, error) {
	var out []file
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		hidden := path != root && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil && d == nil:
			return err
		case err != nil: // a folder that may not be read: the rest goes on, the error comes when it is opened
			out = append(out, file{path: path, name: relative(root, path)})
			return fs.SkipDir
		case d.IsDir() && hidden:
			return fs.SkipDir
		case !d.Type().IsRegular() || hidden || furniture(d.Name()):
			return nil
		}
		f := file{path: path, name: relative(root, path)}
		if info, err := d.Info(); err == nil {
			f.info, f.size = info, info.Size()
		}
		out = append(out, f)
		return nil
	})
	slices.SortFunc(out, inOrder) // WalkDir has "a/b" before "a.txt"; marks compare names
	return out, err
}

func inOrder(a, b file) int { return strings.Compare(a.name, b.name) }

func relative(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil {
		return filepath.ToSlash(rel)
	}
	return path
}

// furniture reports whether a file belongs to a saved page but is none.
func furniture(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".avif", ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".eot", ".mp3", ".mp4", ".webm", ".m4a":
		return true
	}
	return false
}

func match(pattern string) ([]file, error) {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		return nil, fmt.Errorf("source: %s: not a pattern: %w", pattern, err)
	}
	var out []file
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil || info.IsDir() {
			continue
		}
		out = append(out, file{p, p, info.Size(), info})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("source: %s: no file matches", pattern)
	}
	slices.SortFunc(out, inOrder)
	return out, nil
}

const sniffBytes = 16 << 10

// kindOf tells the kind of a file by its name and its first bytes.
func kindOf(path string) (Kind, error) {
	if kind := byName(path); kind != "" {
		return kind, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return File, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, sniffBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", err
	}
	return byContent(head[:n]), nil
}

func byName(path string) Kind {
	name := strings.ToLower(strings.TrimSuffix(path, ".gz"))
	switch filepath.Ext(name) {
	case ".warc":
		return WARC
	case ".jsonl", ".ndjson":
		return JSONL
	case ".opml", ".rss", ".atom":
		return List
	}
	return ""
}

// byContent tells the kind by the first bytes, inflating them if need be.
func byContent(head []byte) Kind {
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(head))
		if err != nil {
			return File
		}
		inner := make([]byte, sniffBytes)
		n, _ := io.ReadFull(z, inner) // what the cut data holds
		head = inner[:n]
	}
	switch feed.Sniff(head) {
	case feed.RSS, feed.Atom, feed.JSON, feed.Sitemap, feed.Index, feed.URLs, feed.OPML:
		return List
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("WARC/1.")):
		return WARC
	case len(text) > 1 && text[0] == '{' && startsLine(text):
		return JSONL
	}
	return File
}

// startsLine reports whether the first line is a JSON object as a whole, or longer than what is at hand.
func startsLine(text []byte) bool {
	line, _, whole := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSpace(line)
	if !whole {
		return bytes.HasPrefix(bytes.TrimLeft(text[1:], " \t"), []byte(`"`))
	}
	return line[len(line)-1] == '}'
}

// peek reads the first bytes of a stream without taking them.
func peek(r io.Reader) (*bufio.Reader, []byte, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(sniffBytes)
	if err == io.EOF {
		err = nil
	}
	return in, head, err
}
