package body

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func pack(t testing.TB, encoding string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		w, _ = flate.NewWriter(&b, 6)
	case "br":
		w = brotli.NewWriter(&b)
	default:
		return data
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	t.Parallel()
	text := []byte(strings.Repeat("The convoy left Agadez at dawn. ", 200))
	zeros := make([]byte, 3<<20)
	for _, c := range []struct {
		name, encoding string
		data           []byte
		want           []byte
		err            error
	}{
		{"plain", "", text, text, nil},
		{"identity", "identity", text, text, nil},
		{"gzip", "gzip", pack(t, "gzip", text), text, nil},
		{"x-gzip", "X-GZIP", pack(t, "gzip", text), text, nil},
		{"deflate as zlib", "deflate", pack(t, "zlib", text), text, nil},
		{"deflate bare", "deflate", pack(t, "flate", text), text, nil},
		{"br", "br", pack(t, "br", text), text, nil},
		{"two layers", "gzip, br", pack(t, "br", pack(t, "gzip", text)), text, nil},
		{"nothing", "gzip", nil, nil, nil},
		{"rubbish behind gzip", "gzip", append(pack(t, "gzip", text), "\r\nxx"...), text, nil},
		{"two gzip members", "gzip", append(pack(t, "gzip", text[:32]), pack(t, "gzip", text[32:])...), text, nil},
		{"cut gzip", "gzip", pack(t, "gzip", text)[:60], nil, ErrCut},
		{"cut br", "br", pack(t, "br", text)[:30], nil, ErrCut},
		{"not gzip", "gzip", text, nil, ErrCut},
		{"unknown", "zstd", text, nil, ErrEncoding},
		{"three layers", "gzip, gzip, gzip", text, nil, ErrEncoding},
		{"too large", "", zeros, nil, ErrTooLarge},
		{"gzip bomb", "gzip", pack(t, "gzip", zeros), nil, ErrBomb},
		{"br bomb", "br", pack(t, "br", zeros), nil, ErrBomb},
		{"deflate bomb", "deflate", pack(t, "zlib", zeros), nil, ErrBomb},
		{"bomb in a bomb", "gzip, gzip", pack(t, "gzip", pack(t, "gzip", zeros)), nil, ErrBomb},
	} {
		got, err := Read(bytes.NewReader(c.data), c.encoding, Limits{Max: 2 << 20})
		if !errors.Is(err, c.err) || c.err == nil && !bytes.Equal(got, c.want) {
			t.Errorf("%s: %d bytes, %v; want %d, %v", c.name, len(got), err, len(c.want), c.err)
		}
	}
}

// TestReadWire: an error of the connection is told as such, not as damage.
func TestReadWire(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection reset")
	for _, encoding := range []string{"", "gzip", "br", "deflate"} {
		kind := encoding
		if kind == "deflate" {
			kind = "zlib"
		}
		data := pack(t, kind, []byte(strings.Repeat("words and more words ", 5000)))
		_, err := Read(io.MultiReader(bytes.NewReader(data[:len(data)/2]), failing{broken}), encoding, Limits{})
		if !errors.Is(err, broken) {
			t.Errorf("%q: %v", encoding, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestStored(t *testing.T) {
	t.Parallel()
	text := []byte("<p>The convoy left Agadez at dawn.</p>")
	for name, data := range map[string][]byte{"as the header says": pack(t, "gzip", text), "already unpacked": text} {
		if got, err := Stored(data, "gzip", Limits{Max: 1000}); err != nil || !bytes.Equal(got, text) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	if _, err := Stored(text, "", Limits{Max: 5}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("limit: %v", err)
	}
}

func TestDechunk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, want string
		ok       bool
	}{
		{"5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n", "hello, world", true},
		{"5\nhello\n0\n", "hello", true},
		{"5\r\nhello\r\n", "hello", false},
		{"A\r\nhello", "hello", false},
		{"hello", "hello", false},
		{"<html>\n", "<html>\n", false},
		{"fffffff\r\nhello", "hello", false},
		{"ffffffffffffffffff\r\nhello", "ffffffffffffffffff\r\nhello", false},
		{"", "", false},
	} {
		got, ok := Dechunk([]byte(c.in))
		if string(got) != c.want || ok != c.ok {
			t.Errorf("%q: %q %v", c.in, got, ok)
		}
	}
}

// FuzzRead: whatever comes, the limits hold.
func FuzzRead(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	text := make([]byte, 3000)
	for i := range text {
		text[i] = "abc "[r.IntN(4)]
	}
	for _, e := range []string{"gzip", "br", "zlib", "flate"} {
		f.Add(pack(f, e, text), strings.NewReplacer("zlib", "deflate", "flate", "deflate").Replace(e))
	}
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		got, err := Read(bytes.NewReader(data), encoding, Limits{Max: 2000})
		if len(got) > 2000 {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if out, _ := Dechunk(data); len(out) > len(data) {
			t.Errorf("dechunked to more than there is")
		}
	})
}
