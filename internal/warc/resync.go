package warc

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

// tape reads a stream and keeps what was read since the last mark, to read it again.
type tape struct {
	r    io.Reader
	kept []byte // the bytes from offset from on
	from int64
	pos  int64 // the offset that Read reads next
	most int   // bytes to keep
	err  error // of r
}

func (t *tape) Read(p []byte) (int, error) {
	if i := t.pos - t.from; i < int64(len(t.kept)) {
		n := copy(p, t.kept[i:])
		t.pos += int64(n)
		return n, nil
	}
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.r.Read(p)
	t.err = err
	t.pos += int64(n)
	if len(t.kept)+n > t.most { // the record is longer than is ever read again
		t.drop(len(t.kept) / 2)
	}
	t.kept = append(t.kept, p[:n]...)
	if n > 0 {
		return n, nil
	}
	return 0, err
}

// failed reports whether the stream ended with an error of its own.
func (t *tape) failed() bool { return t.err != nil && t.err != io.EOF }

func (t *tape) drop(n int) {
	t.kept = t.kept[:copy(t.kept, t.kept[n:])]
	t.from += int64(n)
}

// mark gives up what lies before offset.
func (t *tape) mark(offset int64) {
	if n := int(offset - t.from); n > len(t.kept)/2 && n >= bufferSize { // seldom, since it moves what it keeps
		t.drop(n)
	}
}

// resync moves to the next place behind start where a record begins, as far back as the tape goes; false at the end of the
// stream. A damaged record may have swallowed whole ones behind it, so all of it is searched.
func (r *Reader) resync(start int64) bool {
	here := r.Offset()
	again := max(start+1, r.tape.from)
	if r.spent += here - again; r.spent <= 8*here+64<<20 { // else the archive is made to cost time
		r.tape.pos = again
		r.in.Reset(r.tape)
	}
	previous := byte('\n')
	for {
		r.tape.mark(r.Offset())
		window, err := r.in.Peek(bufferSize)
		if len(window) == 0 {
			return false
		}
		whole := err != nil // nothing comes behind this window
		end := len(window)
		if !whole {
			end -= lookahead
		}
		if i := begin(window, end, previous); i >= 0 {
			r.in.Discard(i) //nolint:errcheck // it was peeked
			return true
		}
		if whole {
			r.in.Discard(len(window)) //nolint:errcheck // it was peeked
			return false
		}
		previous = window[end-1]
		r.in.Discard(end) //nolint:errcheck // it was peeked
	}
}

// begin finds the first place before end where a record or a gzip member with one begins.
func begin(window []byte, end int, previous byte) int {
	for i := 0; i < end; i++ {
		z, w := bytes.Index(window[i:], []byte{0x1f, 0x8b, 8}), bytes.Index(window[i:], []byte("WARC/1."))
		if z < 0 || w >= 0 && w < z {
			z = w
		}
		if z < 0 || i+z >= end {
			return -1
		}
		i += z
		before := previous
		if i > 0 {
			before = window[i-1]
		}
		if rest := window[i:min(len(window), i+lookahead)]; rest[0] == 0x1f && memberBegins(rest) || rest[0] == 'W' && before == '\n' && recordBegins(rest) {
			return i
		}
	}
	return -1
}

func memberBegins(rest []byte) bool {
	if len(rest) < 10 || rest[3]&0xe0 != 0 {
		return false
	}
	z, err := gzip.NewReader(bytes.NewReader(rest))
	if err != nil {
		return false
	}
	head := make([]byte, 7)
	_, err = io.ReadFull(z, head)
	return err == nil && string(head) == "WARC/1."
}

func recordBegins(rest []byte) bool {
	head, _, found := bytes.Cut(rest, []byte("\r\n\r\n"))
	if !found {
		head, _, found = bytes.Cut(rest, []byte("\n\n"))
	}
	return found && bytes.Contains(bytes.ToLower(head), []byte("\nwarc-type:"))
}

// pass reads over a block that is too long to be kept. If its length is wrong it holds the records behind it; so it is watched for
// the beginning of one.
func (r *Reader) pass(in *bufio.Reader, length int64) error {
	for length > 0 {
		window, err := in.Peek(int(min(bufferSize, length)))
		if len(window) == 0 {
			return cut(err, "the block")
		}
		end := len(window)
		if err == nil && length > bufferSize {
			end -= lookahead
		}
		if i := bytes.Index(window, []byte("\n\r\nWARC/1.")); i >= 0 && i < end && recordBegins(window[i+3:min(len(window), i+3+lookahead)]) {
			in.Discard(i) //nolint:errcheck // it was peeked
			r.tape.mark(r.Offset())
			r.tape.drop(max(0, min(len(r.tape.kept), int(r.Offset()-r.tape.from))))
			return fmt.Errorf("the Content-Length is wrong: another record begins within the block")
		}
		in.Discard(end) //nolint:errcheck // it was peeked
		length -= int64(end)
	}
	return nil
}
