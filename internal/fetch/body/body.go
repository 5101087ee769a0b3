// Package body turns the payload of an HTTP answer into the bytes of a document: content
// encodings undone within limits. What goes in is bytes and header values; what comes out is bytes,
// or an error that says which limit was met. It dials nobody, opens no file and trusts no length.
package body

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

var (
	// ErrTooLarge: the document has more bytes than the limit, after inflation.
	ErrTooLarge = errors.New("too large")
	// ErrBomb: the document inflates by more than the limit allows.
	ErrBomb = errors.New("inflates too much")
	// ErrCut: the compressed data ends before its end or is damaged within.
	ErrCut = errors.New("cut short or damaged")
	// ErrEncoding: the content encoding is one that nobody asked for and that is not known here.
	ErrEncoding = errors.New("unknown content encoding")
)

const (
	// DefaultRatio is the growth above which compressed data counts as a bomb: web pages shrink by 3 to 20
	// times, pages of much repetition by up to 100.
	DefaultRatio = 200
	// freeBytes may be inflated from however little: short texts of one repeated letter are no danger.
	freeBytes = 1 << 20
	maxLayers = 2
)

// Limits are what a payload may cost. Zero fields mean no limit on size, DefaultRatio for the ratio.
type Limits struct {
	Max   int64 // bytes after inflation
	Ratio int64 // bytes after inflation per byte before
}

// Read reads r to its end and undoes the content encodings named in encoding (the value of the header field).
// Together with ErrTooLarge, ErrCut or an error of r it returns what was read up to there.
func Read(r io.Reader, encoding string, l Limits) ([]byte, error) {
	if l.Ratio <= 0 {
		l.Ratio = DefaultRatio
	}
	layers := encodings(encoding)
	if len(layers) > maxLayers {
		return nil, fmt.Errorf("%w: %d layers", ErrEncoding, len(layers))
	}
	for i := len(layers) - 1; i >= 0; i-- {
		in := &counter{r: r}
		z, err := inflater(in, layers[i])
		if err == io.EOF { // an empty payload, whatever its encoding
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		r = &guarded{z: z, in: in, ratio: l.Ratio}
	}
	if l.Max <= 0 {
		return io.ReadAll(r)
	}
	out, err := io.ReadAll(io.LimitReader(r, l.Max+1))
	if int64(len(out)) > l.Max {
		return out[:l.Max], fmt.Errorf("%w: more than %d bytes", ErrTooLarge, l.Max)
	}
	return out, err
}

func encodings(header string) []string {
	var out []string
	for e := range strings.SplitSeq(header, ",") {
		switch e = strings.ToLower(strings.TrimSpace(e)); e {
		case "", "identity", "none", "utf-8", "binary": // the last two are no encodings, but servers send them
		default:
			out = append(out, strings.TrimPrefix(e, "x-"))
		}
	}
	return out
}

func inflater(r io.Reader, encoding string) (io.Reader, error) {
	in := bufio.NewReader(r)
	head, err := in.Peek(2)
	if len(head) == 0 {
		if err == nil || errors.Is(err, io.EOF) {
			return nil, io.EOF
		}
		return nil, err
	}
	switch encoding {
	case "gzip":
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("%w: gzip: %w", ErrCut, err)
		}
		z.Multistream(false)
		return &members{in, z}, nil
	case "deflate": // zlib by the standard, bare deflate by some servers
		if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			z, err := zlib.NewReader(in)
			if err != nil {
				return nil, fmt.Errorf("%w: deflate: %w", ErrCut, err)
			}
			return z, nil
		}
		return flate.NewReader(in), nil
	case "br":
		return brotli.NewReader(in), nil
	}
	return nil, fmt.Errorf("%w %q", ErrEncoding, encoding)
}

// members reads the members of a gzip stream one after the other and ends at what is none: servers send rubbish behind.
type members struct {
	in *bufio.Reader
	z  *gzip.Reader
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if err != io.EOF {
			return n, err
		}
		if n > 0 {
			return n, nil // the end comes again with the next call
		}
		if head, _ := m.in.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
			return 0, io.EOF
		}
		if err := m.z.Reset(m.in); err != nil {
			return 0, err
		}
		m.z.Multistream(false)
	}
}

type counter struct {
	r   io.Reader
	n   int64
	err error // the error of the wire, which the inflaters would rename
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}

// guarded reads an inflater and stops it at the ratio.
type guarded struct {
	z     io.Reader
	in    *counter
	out   int64
	ratio int64
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.z.Read(p)
	g.out += int64(n)
	switch {
	case g.out > freeBytes && g.out > g.ratio*g.in.n:
		return 0, fmt.Errorf("%w: more than %d times its size", ErrBomb, g.ratio)
	case err == nil || err == io.EOF:
		return n, err
	case g.in.err != nil:
		return n, g.in.err
	case errors.Is(err, ErrBomb) || errors.Is(err, ErrCut): // of the layer below
		return n, err
	}
	return n, fmt.Errorf("%w: %w", ErrCut, err)
}

// Stored undoes the content encoding of a payload kept in an archive. Many archives keep the header field but the
// inflated bytes; so data that is not in the named encoding and looks like text is returned as it is.
func Stored(data []byte, encoding string, l Limits) ([]byte, error) {
	if len(encodings(encoding)) == 0 {
		if l.Max > 0 && int64(len(data)) > l.Max {
			return data[:l.Max], fmt.Errorf("%w: more than %d bytes", ErrTooLarge, l.Max)
		}
		return data, nil
	}
	if LooksText(data) {
		return Stored(data, "", l)
	}
	return Read(bytes.NewReader(data), encoding, l)
}

// LooksText reports whether the start of data has the bytes of a text in some single-byte or UTF-8 encoding: no
// control characters but white space. Compressed data practically never has.
func LooksText(data []byte) bool {
	for _, c := range data[:min(len(data), 256)] {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			return false
		}
	}
	return true
}

// dechunkLimit is the longest chunk-size line that is read as one.
const dechunkLimit = 1 << 10

// Dechunk undoes "Transfer-Encoding: chunked" for a payload kept in an archive. Data that is not chunked, and chunks
// that end early, are returned as far as they go; ok says whether all was well.
func Dechunk(data []byte) (out []byte, ok bool) {
	rest := data
	for {
		line, _, found := bytes.Cut(rest[:min(len(rest), dechunkLimit)], []byte("\n"))
		if !found {
			break
		}
		size, valid := chunkSize(line)
		if !valid {
			break
		}
		rest = rest[len(line)+1:]
		if size == 0 {
			return out, true
		}
		if size > len(rest) {
			return append(out, rest...), false
		}
		out = append(out, rest[:size]...)
		rest = rest[size:]
		rest = bytes.TrimPrefix(rest, []byte("\r"))
		rest = bytes.TrimPrefix(rest, []byte("\n"))
	}
	if out == nil {
		return data, false
	}
	return out, false
}

func chunkSize(line []byte) (int, bool) {
	digits, _, _ := bytes.Cut(line, []byte(";"))
	digits = bytes.TrimSpace(digits)
	if len(digits) == 0 || len(digits) > 7 {
		return 0, false
	}
	n := 0
	for _, c := range digits {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | int(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			n = n<<4 | int(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return n, true
}

// MediaType returns the media type of a Content-Type header value in lower case without parameters.
func MediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}
