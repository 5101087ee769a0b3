package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"onrecord/internal/charset"
	"onrecord/internal/fetch/body"
	"onrecord/internal/warc"
)

// warc reads a web archive: the pages in it that were fetched well and are texts.
func (r *reader) warc(in io.Reader, f file, from string) bool {
	at, err := parsePosition(from)
	if err == nil {
		err = skipTo(in, at.Offset)
	}
	if err != nil {
		return r.problem(f.name, "", r.bytes(r.done), fmt.Errorf("going on at %s: %w", from, err))
	}
	return r.records(in, f, at)
}

// remoteWARC reports whether an address names a web archive, which is streamed.
func remoteWARC(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && byName(u.Path) == WARC
}

// remote reads a web archive as it comes over the net.
func (r *reader) remote(raw string) {
	if r.o.Fetch == nil {
		r.problem(raw, "", r.bytes(0), errors.New("addresses cannot be fetched here"))
		return
	}
	from, name := "", path.Base(raw)
	if r.o.Resume != "" {
		from, _ = parseMark(r.o.Resume)
	}
	at, err := parsePosition(from)
	if err != nil {
		r.problem(raw, "", r.bytes(0), err)
		return
	}
	s, err := r.o.Fetch.Open(r.ctx, raw, at.Offset)
	if err != nil {
		r.problem(raw, "", r.bytes(0), err)
		return
	}
	defer s.Close()
	r.total = s.Size
	r.records(s, file{path: raw, name: name}, at)
}

// records reads the records of an archive whose stream begins at a position.
func (r *reader) records(in io.Reader, f file, at warc.Position) bool {
	archive := warc.NewReader(&bound{r.ctx, in}, warc.Options{At: at, End: r.o.End})
	for rec, err := range archive.Records() {
		progress := r.bytes(r.done + archive.Offset())
		if r.ctx.Err() != nil {
			return false
		}
		if err != nil {
			var damage *warc.Damage
			if !r.problem(f.name, "", progress, err) {
				return false
			}
			if !errors.As(err, &damage) {
				return true // the file itself cannot be read further; others may
			}
			continue
		}
		item, ok, err := page(rec, f)
		item.Progress = progress
		switch {
		case r.o.Skip(item.Key):
		case err != nil:
			if !r.problem(item.Name, item.Key, progress, err) {
				return false
			}
		case ok && !r.out(item):
			return false
		}
	}
	return true
}

// page makes an item of an archive's record; ok is false for answers that hold no text.
func page(rec *warc.Record, f file) (item Item, ok bool, err error) {
	item = Item{
		Key: rec.ID, Mark: mark(rec.Next.String(), f.name), Name: f.name + "@" + rec.At.String(),
		URL: rec.TargetURI, Fetched: rec.Date,
	}
	if item.Key == "" {
		item.Key = "warc:" + f.name + "@" + rec.At.String()
	}
	p, err := rec.Payload(MaxItem)
	if err != nil || p.Status != 200 || len(bytes.TrimSpace(p.Body)) == 0 {
		return item, false, err
	}
	switch kind := body.MediaType(p.ContentType); {
	case kind == "text/html", kind == "application/xhtml+xml":
		item.Format = "html"
	case kind == "text/plain", kind == "":
	default:
		return item, false, nil
	}
	item.Data, _ = charset.UTF8(p.Body, p.ContentType, "")
	return item, true, nil
}

func parsePosition(s string) (warc.Position, error) {
	if s == "" {
		return warc.Position{}, nil
	}
	offset, inner, found := strings.Cut(s, "+")
	var p warc.Position
	var err error
	if p.Offset, err = strconv.ParseInt(offset, 10, 64); err == nil && found {
		p.Inner, err = strconv.ParseInt(inner, 10, 64)
	}
	if err != nil || p.Offset < 0 || p.Inner < 0 {
		return warc.Position{}, fmt.Errorf("%q is no place in an archive", s)
	}
	return p, nil
}

// skipTo moves a stream to an offset, by seeking where that is possible. A stream that is shorter is an error.
func skipTo(in io.Reader, offset int64) error {
	if offset == 0 {
		return nil
	}
	if seeker, ok := in.(io.Seeker); ok {
		end, err := seeker.Seek(0, io.SeekEnd)
		if err == nil && end < offset {
			return fmt.Errorf("there are only %d bytes", end)
		}
		if err == nil {
			_, err = seeker.Seek(offset, io.SeekStart)
		}
		return err
	}
	if _, err := io.CopyN(io.Discard, in, offset); err != nil {
		return fmt.Errorf("there are less than %d bytes", offset)
	}
	return nil
}

// lines reads JSONL: one article a line. Places are offsets into the inflated file.
func (r *reader) lines(in io.Reader, f file, from string) bool {
	counted := &counting{r: &bound{r.ctx, in}}
	buffered, head, err := peek(counted)
	if err != nil {
		return r.problem(f.name, "", r.bytes(r.done), err)
	}
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return r.problem(f.name, "", r.bytes(r.done), fmt.Errorf("the gzip data is damaged: %w", err))
		}
		buffered = bufio.NewReaderSize(z, 64<<10)
	}
	offset, number := int64(0), 0
	if from != "" {
		where, n, _ := strings.Cut(from, "+")
		offset, err = strconv.ParseInt(where, 10, 64)
		if err == nil {
			number, err = strconv.Atoi(n)
		}
		if err == nil {
			_, err = io.CopyN(io.Discard, buffered, offset)
		}
		if err != nil {
			return r.problem(f.name, "", r.bytes(r.done), fmt.Errorf("going on at %s: the file has changed: %w", from, err))
		}
	}
	for {
		line, size, err := readLine(buffered)
		offset += size
		number++
		name := f.name + ":" + strconv.Itoa(number)
		progress := r.bytes(r.done + counted.n)
		text := bytes.TrimSpace(line)
		switch {
		case r.ctx.Err() != nil:
			return false
		case err != nil && err != io.EOF: // what came of the line is not all of it
			return r.problem(name, "", progress, err)
		case size > MaxItem:
			if !r.problem(name, "", progress, fmt.Errorf("the line has %d bytes, more than %d MB", size, MaxItem>>20)) {
				return false
			}
		case len(text) > 0:
			item := Item{Key: contentKey(text), Mark: mark(fmt.Sprintf("%d+%d", offset, number), f.name), Name: name, Data: bytes.Clone(text), Format: "jsonl", Progress: progress}
			if !r.o.Skip(item.Key) && !r.out(item) {
				return false
			}
		}
		if err == io.EOF {
			return true
		}
	}
}

// readLine reads a line; of one longer than MaxItem only its beginning is kept. size is its length with its end.
func readLine(in *bufio.Reader) (line []byte, size int64, err error) {
	for {
		part, err := in.ReadSlice('\n')
		size += int64(len(part))
		if len(line) < MaxItem {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, size, err
		}
	}
}

type counting struct {
	r io.Reader
	n int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}
