package warc

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// TestSplit: whatever the size of the parts, they hold together what the whole archive holds, in its order; also where it is
// damaged, and where pages within uncompressed members look like records.
func TestSplit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		pages := some(r, 1+r.IntN(40), 3000)
		trap := "\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
		pages[r.IntN(len(pages))].body += trap
		data, starts := write(t, true, pages)
		if seed%3 == 0 {
			data, starts = stored(t, pages)
		}
		if seed%4 == 0 && len(data) > 100 {
			at := 20 + r.IntN(len(data)-40)
			for i := range 8 {
				data[at+i] ^= 0x55
			}
		}
		want := all(t, bytes.NewReader(data), Options{})
		size := int64(1 + r.IntN(len(data)))
		places, err := Split(bytes.NewReader(data), int64(len(data)), size)
		if err != nil || places[0] != 0 || !slices.IsSorted(places) {
			t.Fatalf("seed %d: %v, %v", seed, places, err)
		}
		if seed%4 != 0 {
			for _, p := range places {
				if !slices.Contains(starts, int(p)) {
					t.Errorf("seed %d: %d is no beginning of a record", seed, p)
				}
			}
		}
		var got []string
		for i, from := range places {
			o := Options{At: Position{Offset: from}}
			if i+1 < len(places) {
				o.End = places[i+1]
			}
			got = append(got, all(t, bytes.NewReader(data[from:]), o)...)
		}
		if !slices.Equal(want, got) {
			t.Errorf("seed %d, parts at %v: %d records and damages, want %d", seed, places, len(got), len(want))
		}
	}
}

// TestSplitWhole: what has no members of its own for its records stays whole.
func TestSplitWhole(t *testing.T) {
	t.Parallel()
	pages := some(rand.New(rand.NewPCG(1, 1)), 30, 2000)
	plain, _ := write(t, false, pages)
	for name, data := range map[string][]byte{"plain": plain, "one member": zip(t, string(plain)), "empty": nil, "short": {0x1f, 0x8b}} {
		places, err := Split(bytes.NewReader(data), int64(len(data)), 500)
		if err != nil || len(places) != 1 || places[0] != 0 {
			t.Errorf("%s: %v, %v", name, places, err)
		}
	}
	if _, err := Split(broken{bytes.NewReader(zip(t, string(plain)))}, 1<<20, 500); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("an archive that cannot be read: %v", err)
	}
}

// broken reads well at the beginning only.
type broken struct{ r io.ReaderAt }

func (b broken) ReadAt(p []byte, at int64) (int, error) {
	if at > 0 {
		return 0, io.ErrClosedPipe
	}
	return b.r.ReadAt(p, at)
}

// all lists what an archive yields: addresses and bodies of records, places of damages.
func all(t *testing.T, r io.Reader, o Options) []string {
	t.Helper()
	var out []string
	for rec, err := range NewReader(r, o).Records() {
		var d *Damage
		switch {
		case errors.As(err, &d):
			out = append(out, d.Error())
		case err != nil:
			t.Fatal(err)
		default:
			out = append(out, rec.At.String()+" "+rec.TargetURI+" "+string(rec.Block))
		}
	}
	return out
}

// stored writes an archive whose members are not compressed: text within them stands in the file as it is.
func stored(t *testing.T, pages []page) (archive []byte, starts []int) {
	t.Helper()
	var out bytes.Buffer
	for i := range pages {
		one, _ := write(t, false, pages[i:i+1])
		starts = append(starts, out.Len())
		z, err := gzip.NewWriterLevel(&out, gzip.NoCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(one); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes(), starts
}
