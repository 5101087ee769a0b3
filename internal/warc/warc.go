// Package warc reads web archives: WARC 1.0 and 1.1 (ISO 28500), plain or gzipped, record by record. What
// goes in is a stream; what comes out is its records, and as values the places where it is damaged.
//
// Memory does not grow with the archive. Behind a damaged record reading goes on at the next whole one. A record's
// position lets a later run begin there. The package opens no file, fetches nothing and knows no clock.
package warc

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

const (
	// DefaultMaxRecord is how many bytes of a block are kept by default. Crawlers of news cut pages at 1 MB.
	DefaultMaxRecord = 16 << 20
	// DefaultRatio is the growth above which a gzip member counts as a bomb.
	DefaultRatio = 200
	freeBytes    = 1 << 20 // may be inflated from however little
	bufferSize   = 64 << 10
	lookahead    = 16 << 10 // bytes that tell whether a place is the beginning of a record
	maxHeader    = 64 << 10
	maxFields    = 500
)

// Position is a place in an archive where a record begins.
type Position struct {
	Offset int64 // byte offset into the file: of the record, or of the gzip member that holds it
	Inner  int64 // byte offset into the inflated member; 0 in archives with a member for each record, as they should be
}

func (p Position) String() string {
	if p.Inner == 0 {
		return fmt.Sprint(p.Offset)
	}
	return fmt.Sprintf("%d+%d", p.Offset, p.Inner)
}

// Options say what to read. The zero value is fine.
type Options struct {
	At        Position           // the stream begins at At.Offset of the file; records before At.Inner are passed over
	End       int64              // records (or members) that begin here or behind are another's; 0: none is
	MaxRecord int64              // longer blocks are reported as damage and passed over; 0: DefaultMaxRecord
	Ratio     int64              // inflated bytes per byte; 0: DefaultRatio
	Want      func(*Header) bool // records to yield; nil: Pages
}

// Header is the head of a record.
type Header struct {
	Version     string // "1.0", "1.1"
	Type        string // response, resource, request, metadata, warcinfo, revisit, conversion, continuation
	ID          string // a URI, without angle brackets
	TargetURI   string
	ContentType string // of the block
	Truncated   string // why the block was cut by the crawler, "" if it was not
	Date        time.Time
	Length      int64 // of the block in bytes
	Fields      Fields
}

// Record is one record.
type Record struct {
	Header
	At    Position
	Next  Position // where a later run goes on behind this record
	Block []byte
}

// Damage is a part of an archive that could not be read.
type Damage struct {
	At     Position
	Reason string
}

func (d *Damage) Error() string { return fmt.Sprintf("warc: at %s: %s", d.At, d.Reason) }

// Pages wants the records that hold a web page as it was fetched.
func Pages(h *Header) bool {
	return (h.Type == "response" || h.Type == "resource") && (strings.HasPrefix(h.TargetURI, "http://") || strings.HasPrefix(h.TargetURI, "https://"))
}

// Reader reads one archive once.
type Reader struct {
	o     Options
	tape  *tape
	in    *bufio.Reader // over tape
	z     *gzip.Reader
	plain *bufio.Reader // over an inflated member
	spent int64         // bytes read again because of damage
}

// NewReader returns a Reader of the archive that r streams.
func NewReader(r io.Reader, o Options) *Reader {
	if o.MaxRecord <= 0 {
		o.MaxRecord = DefaultMaxRecord
	}
	if o.Ratio <= 0 {
		o.Ratio = DefaultRatio
	}
	if o.Want == nil {
		o.Want = Pages
	}
	t := &tape{r: r, from: o.At.Offset, pos: o.At.Offset, most: int(o.MaxRecord) + maxHeader + bufferSize}
	return &Reader{o: o, tape: t, in: bufio.NewReaderSize(t, bufferSize), plain: bufio.NewReaderSize(nil, bufferSize)}
}

// Offset is how far into the file reading has come, in bytes: what a progress bar shows.
func (r *Reader) Offset() int64 { return r.tape.pos - int64(r.in.Buffered()) }

// Records yields the wanted records in order. A *Damage comes with a nil record and reading goes on behind it; any
// other error is one of the stream, and the last.
func (r *Reader) Records() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for {
			start := r.Offset()
			if r.o.End > 0 && start >= r.o.End {
				return
			}
			r.tape.mark(start)
			head, err := r.in.Peek(7)
			switch {
			case len(head) == 0:
				if err != io.EOF {
					yield(nil, fmt.Errorf("warc: at %d: %w", start, err))
				}
				return
			case head[0] == '\r' || head[0] == '\n':
				r.in.Discard(1) //nolint:errcheck // it was peeked
				continue
			case len(head) > 2 && head[0] == 0x1f && head[1] == 0x8b:
				err = r.member(start, yield)
			case strings.HasPrefix(string(head), "WARC/1."):
				err = r.record(start, yield)
			default:
				err = fmt.Errorf("no record begins here")
			}
			if err == errStop {
				return
			}
			if err == nil {
				continue
			}
			if r.tape.failed() {
				yield(nil, fmt.Errorf("warc: at %d: %w", start, r.tape.err))
				return
			}
			if !yield(nil, damage(start, err)) || !r.resync(start) {
				return
			}
		}
	}
}

func damage(start int64, err error) *Damage {
	d := &Damage{At: Position{Offset: start}, Reason: err.Error()}
	if inner, ok := err.(*innerError); ok {
		d.At.Inner, d.Reason = inner.at, inner.err.Error()
	}
	return d
}

// innerError is an error at a place within an inflated member.
type innerError struct {
	at  int64
	err error
}

func (e *innerError) Error() string { return e.err.Error() }

// errStop: the consumer wants no more.
var errStop = fmt.Errorf("stop")

// record reads a record that is not compressed.
func (r *Reader) record(start int64, yield func(*Record, error) bool) error {
	rec, err := r.read(r.in, true)
	if err != nil {
		return err
	}
	if rec == nil {
		return nil
	}
	rec.At = Position{Offset: start}
	rec.Next = Position{Offset: r.Offset()}
	if !digestHolds(&rec.Header, rec.Block) {
		if !yield(nil, &Damage{At: rec.At, Reason: "the block is not the one that the record's digest was made of"}) {
			return errStop
		}
		return nil
	}
	if !yield(rec, nil) {
		return errStop
	}
	return nil
}

// member reads the records of one gzip member: one in most archives, all of them in some.
func (r *Reader) member(start int64, yield func(*Record, error) bool) error {
	var err error
	if r.z == nil {
		r.z, err = gzip.NewReader(r.in)
	} else {
		err = r.z.Reset(r.in)
	}
	if err != nil {
		return fmt.Errorf("no gzip member: %w", err)
	}
	r.z.Multistream(false)
	g := &guard{r: r, start: start}
	r.plain.Reset(g)
	inner := func() int64 { return g.out - int64(r.plain.Buffered()) }
	if start == r.o.At.Offset && r.o.At.Inner > 0 {
		if _, err := io.CopyN(io.Discard, r.plain, r.o.At.Inner); err != nil {
			return fmt.Errorf("the member ends before byte %d, where reading was to go on: %w", r.o.At.Inner, err)
		}
	}
	for {
		at := inner()
		c, err := r.plain.ReadByte()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return &innerError{at, fmt.Errorf("the gzip data is damaged: %w", err)}
		}
		if c == '\r' || c == '\n' {
			continue
		}
		r.plain.UnreadByte() //nolint:errcheck // it was just read
		rec, err := r.read(r.plain, false)
		if err != nil {
			return &innerError{at, err}
		}
		next := Position{start, inner()}
		_, err = r.plain.Peek(1)
		if err == io.EOF {
			next = Position{Offset: r.Offset()}
		} else if err != nil { // the checksum at the member's end does not match
			return &innerError{at, fmt.Errorf("the gzip data is damaged: %w", err)}
		}
		if rec == nil {
			continue
		}
		rec.At, rec.Next = Position{start, at}, next
		if !yield(rec, nil) {
			return errStop
		}
	}
}

// guard reads the inflated member and stops at the ratio.
type guard struct {
	r     *Reader
	start int64
	out   int64
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.z.Read(p)
	g.out += int64(n)
	if g.out > freeBytes && g.out > g.r.o.Ratio*(g.r.Offset()-g.start) {
		return 0, fmt.Errorf("it inflates to more than %d times its size", g.r.o.Ratio)
	}
	return n, err
}

// read reads one record from in. It returns nil if the record is not wanted. watch says that a long block is to be watched for
// records within, because nothing but its length says where it ends.
func (r *Reader) read(in *bufio.Reader, watch bool) (*Record, error) {
	rec := &Record{}
	if err := readHeader(in, &rec.Header); err != nil {
		return nil, err
	}
	long := rec.Length > r.o.MaxRecord
	switch wanted := r.o.Want(&rec.Header); {
	case long && watch:
		if err := r.pass(in, rec.Length); err != nil {
			return nil, err
		}
	case long || !wanted:
		if _, err := io.CopyN(io.Discard, in, rec.Length); err != nil {
			return nil, cut(err, "the block")
		}
	}
	if !r.o.Want(&rec.Header) || long {
		if err := trailer(in); err != nil || !r.o.Want(&rec.Header) {
			return nil, err
		}
		return nil, fmt.Errorf("the record has %d bytes, more than %d: passed over", rec.Length, r.o.MaxRecord)
	}
	rec.Block = make([]byte, rec.Length)
	if _, err := io.ReadFull(in, rec.Block); err != nil {
		return nil, cut(err, "the block")
	}
	return rec, trailer(in)
}

func cut(err error, what string) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("the archive ends within %s", what)
	}
	return fmt.Errorf("the gzip data is damaged: %w", err)
}

// trailer reads the two line ends behind a block. Fewer are fine at the end of the stream.
func trailer(in *bufio.Reader) error {
	for range 2 {
		c, err := in.ReadByte()
		if err == nil && c == '\r' {
			c, err = in.ReadByte()
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return cut(err, "a record")
		}
		if c != '\n' {
			return fmt.Errorf("the block is longer or shorter than its Content-Length says")
		}
	}
	return nil
}
