package source

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"onrecord/internal/fetch"
)

// Item is one article, not yet cleaned.
type Item struct {
	Key    string // the same each time the same article is met in the same source
	Mark   string // Options.Resume with it goes on behind this item; "" where the source has no order
	Name   string // to show: file, file:line, file@offset or address
	Data   []byte
	Format string // for clean: html | text | jsonl, or "" to find out

	// What the source says of the article; "" where it does not.
	URL       string
	Canonical string // the page's own word for its address
	Title     string // of the entry in a list, which may not be the headline
	Publisher string
	Published string // RFC 3339 or YYYY-MM-DD
	Language  string
	Fetched   time.Time // when the page was fetched, by us or by the crawler that made the archive
	FromList  bool      // Data is the text of the list's entry, because the page could not be fetched
	Note      string    // why, in plain words

	Progress Progress
}

// Progress is how far a source has been read.
type Progress struct {
	Done, Total int64  // Total -1: not known. It grows while lists are read
	Unit        string // bytes or items
}

// Problem is a part of a source that could not be read.
type Problem struct {
	Name     string // file, place in it, or address
	Key      string // of the item, if it has come to that; "" if not
	Err      error
	Progress Progress
}

func (p *Problem) Error() string { return fmt.Sprintf("source: %s: %v", p.Name, p.Err) }
func (p *Problem) Unwrap() error { return p.Err }

// MaxItem is the largest article that is read, in bytes.
const MaxItem = 10 << 20

// Options say how to read a source.
type Options struct {
	Fetch   *fetch.Client         // for addresses; nil: they are a Problem
	Stdin   io.Reader             // for "-"
	Skip    func(key string) bool // items that need not be read again; nil: none
	Resume  string                // the Mark of the last item that is done
	End     int64                 // of an archive: records that begin at this offset or behind it are left to others; 0: none
	Workers int                   // hosts that are asked at the same time; 16
	Since   time.Time             // entries of lists that say they are older are left out
	Full    bool                  // take the text from a feed that carries it in full and do not fetch the page
}

// Items yields the articles of a source. An error is a *Problem: what stands in its place could not be read, and the rest
// goes on. Only the end of ctx ends the stream early, with ctx's error.
func Items(ctx context.Context, s Spec, o Options) iter.Seq2[Item, error] {
	if o.Skip == nil {
		o.Skip = func(string) bool { return false }
	}
	if o.Workers <= 0 {
		o.Workers = 16
	}
	return func(yield func(Item, error) bool) {
		r := &reader{ctx: ctx, o: o, yield: yield, total: s.Size}
		switch s.Kind {
		case Web:
			if remoteWARC(s.Arg) {
				r.remote(s.Arg)
			} else {
				crawl(r, task{url: s.Arg, name: s.Arg})
			}
		case Stdin:
			r.stdin()
		default:
			r.files(s)
		}
		if err := ctx.Err(); err != nil && !r.stopped {
			yield(Item{}, err)
		}
	}
}

// reader reads one source.
type reader struct {
	ctx     context.Context
	o       Options
	yield   func(Item, error) bool
	stopped bool // the consumer wants no more
	done    int64
	total   int64
}

// out hands an item on; false: stop.
func (r *reader) out(i Item) bool {
	if r.stopped = r.stopped || !r.yield(i, nil); r.stopped {
		return false
	}
	return r.ctx.Err() == nil
}

func (r *reader) problem(name, key string, p Progress, err error) bool {
	if r.ctx.Err() != nil {
		return false
	}
	if r.stopped = r.stopped || !r.yield(Item{}, &Problem{Name: name, Key: key, Err: err, Progress: p}); r.stopped {
		return false
	}
	return true
}

func (r *reader) bytes(done int64) Progress {
	return Progress{Done: done, Total: r.total, Unit: "bytes"}
}

// mark names a place: within a file, and the file.
func mark(place, file string) string { return place + "@" + file }

func parseMark(m string) (place, file string) {
	place, file, _ = strings.Cut(m, "@")
	return place, file
}

// files reads files in order, behind the mark if there is one.
func (r *reader) files(s Spec) {
	place, at := parseMark(r.o.Resume)
	for _, f := range s.files {
		from := ""
		switch {
		case r.o.Resume == "":
		case f.name < at:
			r.done += f.size
			continue
		case f.name == at:
			from = place
		}
		if !r.file(f, from) {
			return
		}
		r.done += f.size
	}
}

func (r *reader) file(f file, from string) bool {
	key := fileKey(f)
	if r.o.Skip(key) {
		return true
	}
	kind, err := kindOf(f.path)
	if err != nil {
		return r.problem(f.name, key, r.bytes(r.done+f.size), err)
	}
	if kind == File && from != "" {
		return true
	}
	in, err := os.Open(f.path)
	if err != nil {
		return r.problem(f.name, "", r.bytes(r.done+f.size), err)
	}
	defer in.Close()
	return r.read(in, kind, f, key, from)
}

// fileKey knows a file again as long as it is not changed.
func fileKey(f file) string {
	path, err := filepath.Abs(f.path)
	if err != nil {
		path = f.path
	}
	key := "file:" + filepath.ToSlash(path)
	if f.info != nil {
		key += "?" + strconv.FormatInt(f.info.Size(), 36) + "-" + strconv.FormatInt(f.info.ModTime().UnixNano(), 36)
	}
	return key
}

// stdin reads standard input as the file it would be.
func (r *reader) stdin() {
	if r.o.Stdin == nil {
		r.problem("-", "", r.bytes(0), fmt.Errorf("there is no standard input"))
		return
	}
	in, head, err := peek(r.o.Stdin)
	if err != nil {
		r.problem("-", "", r.bytes(0), err)
		return
	}
	from, _ := parseMark(r.o.Resume)
	r.read(in, byContent(head), file{path: "-", name: "-"}, "", from)
}

// read reads a file of a known kind from its beginning or a place within.
func (r *reader) read(in io.Reader, kind Kind, f file, key, from string) bool {
	switch kind {
	case WARC:
		return r.warc(in, f, from)
	case JSONL:
		return r.lines(in, f, from)
	}
	data, err := io.ReadAll(io.LimitReader(&bound{r.ctx, in}, MaxItem+1))
	switch {
	case err != nil:
		return r.problem(f.name, key, r.bytes(r.done+f.size), err)
	case len(data) > MaxItem && kind != List:
		return r.problem(f.name, key, r.bytes(r.done+f.size), fmt.Errorf("more than %d MB: not an article", MaxItem>>20))
	case kind == List:
		rest, err := io.ReadAll(io.LimitReader(in, maxListFile))
		if err != nil {
			return r.problem(f.name, key, r.bytes(r.done+f.size), err)
		}
		return crawl(r, task{name: f.name, data: append(data, rest...)})
	}
	if key == "" {
		key = contentKey(data)
	}
	return r.out(Item{Key: key, Mark: mark("end", f.name), Name: f.name, Data: data, Progress: r.bytes(r.done + f.size)})
}

const maxListFile = 50 << 20

// contentKey knows an article again by its bytes.
func contentKey(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:16])
}

// bound ends reading when the context ends.
type bound struct {
	ctx context.Context
	r   io.Reader
}

func (b *bound) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	return b.r.Read(p)
}
