package warc

import (
	"bytes"
	"crypto/sha1"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
)

// page is one record of a test archive.
type page struct {
	url, head, body string
}

func (p page) block() string { return "HTTP/1.1 200 OK\r\n" + p.head + "\r\n\r\n" + p.body }

// write writes pages as an archive: gzipped with a member for each record, or plain. It returns where each record begins.
func write(t testing.TB, zipped bool, pages []page) (archive []byte, starts []int) {
	t.Helper()
	var out bytes.Buffer
	for i, p := range pages {
		starts = append(starts, out.Len())
		block := p.block()
		sum := sha1.Sum([]byte(block))
		rec := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Date: 2024-09-03T10:00:00Z\r\nWARC-Target-URI: %s\r\n"+
			"WARC-Block-Digest: sha1:%s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			i, p.url, base32.StdEncoding.EncodeToString(sum[:]), len(block), block)
		if !zipped {
			out.WriteString(rec)
			continue
		}
		out.Write(zip(t, rec))
	}
	return out.Bytes(), starts
}

func zip(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// some makes pages of random words, sizes from nothing to most bytes.
func some(r *rand.Rand, n, most int) []page {
	words := []string{"convoy", "left", "the", "base", "on", "Tuesday", "officials", "said", "\r\n\r\n", "WARC/1.0", "\nWARC/1.0\r\n", "<p>", "\x1f\x8b\x08", "été"}
	pages := make([]page, n)
	for i := range pages {
		var b strings.Builder
		for size := r.IntN(most); b.Len() < size; {
			b.WriteString(words[r.IntN(len(words))])
			fmt.Fprintf(&b, " %x ", r.Uint64())
		}
		pages[i] = page{fmt.Sprintf("https://news.example/%d", i), "Content-Type: text/html", b.String()}
	}
	return pages
}

// read reads all records and damages.
func read(t testing.TB, r io.Reader, o Options) (recs []*Record, damages []*Damage) {
	t.Helper()
	for rec, err := range NewReader(r, o).Records() {
		var d *Damage
		switch {
		case err == nil:
			recs = append(recs, rec)
		case errors.As(err, &d):
			damages = append(damages, d)
		default:
			t.Fatal(err)
		}
	}
	return recs, damages
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for _, zipped := range []bool{true, false} {
		for range 20 {
			pages := some(rng, 1+rng.IntN(30), 1+rng.IntN(100_000))
			archive, starts := write(t, zipped, pages)
			recs, damages := read(t, bytes.NewReader(archive), Options{})
			if len(recs) != len(pages) || len(damages) > 0 {
				t.Fatalf("zipped %v: %d records of %d, damages %v", zipped, len(recs), len(pages), damages)
			}
			for i, rec := range recs {
				p, err := rec.Payload(1 << 20)
				if err != nil || string(p.Body) != pages[i].body || rec.TargetURI != pages[i].url || rec.At.Offset != int64(starts[i]) {
					t.Fatalf("zipped %v: record %d differs (%v)", zipped, i, err)
				}
				rest, _ := read(t, bytes.NewReader(archive[rec.Next.Offset:]), Options{At: rec.Next})
				if len(rest) != len(pages)-i-1 || len(rest) > 0 && rest[0].At.Offset != int64(starts[i+1]) {
					t.Fatalf("zipped %v: going on behind record %d gives %d records", zipped, i, len(rest))
				}
				if i > 3 {
					break
				}
			}
		}
	}
}

// TestDamage flips, cuts, removes and inserts bytes at random places: every record that the damage does not touch is found,
// and no record comes out that was not put in.
func TestDamage(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	for round := range 400 {
		zipped := round%2 == 0
		pages := some(rng, 3+rng.IntN(12), 1+rng.IntN(20_000))
		archive, starts := write(t, zipped, pages)
		end := func(i int) int { return append(starts, len(archive))[i+1] }
		at := rng.IntN(len(archive))
		size := 1 + rng.IntN(64)
		if rng.IntN(4) == 0 {
			size = 1 + rng.IntN(40_000)
		}
		until := min(at+size, len(archive))
		damaged := bytes.Clone(archive)
		what := []string{"flip", "cut", "remove", "insert", "overwrite"}[rng.IntN(5)]
		switch what {
		case "flip":
			until = at + 1
			damaged[at] ^= 1 << rng.IntN(8)
		case "cut":
			until = len(archive)
			damaged = damaged[:at]
		case "remove":
			damaged = append(damaged[:at], archive[until:]...)
		case "insert":
			until = at
			junk := make([]byte, size)
			for i := range junk {
				junk[i] = byte(rng.Uint32())
			}
			damaged = append(append(damaged[:at], junk...), archive[at:]...)
		case "overwrite":
			for i := at; i < until; i++ {
				damaged[i] = byte(rng.Uint32())
			}
		}
		recs, damages := read(t, bytes.NewReader(damaged), Options{})
		found := map[string]bool{}
		for _, rec := range recs {
			found[rec.TargetURI] = true
			var i int
			if n, err := fmt.Sscanf(rec.TargetURI, "https://news.example/%d", &i); n != 1 || err != nil || i >= len(pages) {
				continue // the address itself was hit; the digest covers the block only
			}
			if string(rec.Block) != pages[i].block() {
				t.Errorf("round %d (%s, zipped %v): record %d comes out changed", round, what, zipped, i)
			}
		}
		for i, p := range pages {
			// The two line ends behind a block belong to no record in particular: damage there may be blamed on either.
			touched := until > starts[i]-4 && at < end(i)+4
			if !touched && !found[p.url] {
				t.Errorf("round %d (%s at %d-%d, zipped %v): record %d at %d-%d is lost; damages %v", round, what, at, until, zipped, i, starts[i], end(i), damages)
			}
		}
		// A changed type or address in a head makes a record of another kind, which nobody asked for.
		if len(recs) < len(pages) && len(damages) == 0 && (zipped || what == "insert") && what != "cut" && what != "remove" {
			t.Errorf("round %d (%s): %d records of %d and no damage told", round, what, len(recs), len(pages))
		}
	}
}

func TestForms(t *testing.T) {
	t.Parallel()
	const head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://news.example/1>\r\nContent-Type: application/http\r\n"
	rec := func(block string) string {
		return head + fmt.Sprintf("Content-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
	}
	other := "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
	plain := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello"
	for _, c := range []struct {
		name, archive, want, damage string
	}{
		{"plain", rec(plain), "hello", ""},
		{"after other records", other + rec(plain) + other, "hello", ""},
		{"all in one gzip member", string(zip(t, other+rec(plain)+rec(plain))), "hello|hello", ""},
		{"two members with two each", string(zip(t, other+rec(plain))) + string(zip(t, rec(plain)+other)), "hello|hello", ""},
		{"line feeds only", strings.ReplaceAll(rec("x"), "\r\n", "\n"), "error: no status line", ""},
		{"no line ends at the end", strings.TrimRight(rec(plain), "\r\n"), "hello", ""},
		{"blank lines between", "\r\n\r\n" + rec(plain) + "\r\n\n\n" + rec(plain), "hello|hello", ""},
		{"chunked", rec("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "hello", ""},
		{"chunked in the head only", rec("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello"), "hello", ""},
		{"gzip", rec("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + string(zip(t, "hello"))), "hello", ""},
		{"gzip in the head only", rec("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nhello"), "hello", ""},
		{"folded and odd header lines", rec("HTTP/2 200\nContent-Type: text/html;\n charset=utf-8\nnonsense\n\nhello"), "hello", ""},
		{"no HTTP head end", rec("HTTP/1.1 200 OK\r\nContent-Type: text/html"), "error: HTTP header is cut", ""},
		{"resource", "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://news.example/r\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n", "hello", ""},
		{"not a page", "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: dns:news.example\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n", "", ""},
		{"rubbish first", "rubbish\n" + rec(plain), "hello", "no record begins here"},
		{"an HTML page", "<html><body>hello</body></html>", "", "no record begins here"},
		{"bad length", strings.Replace(rec(plain), "Content-Length: ", "Content-Length: x", 1) + rec(plain), "hello", "is no number"},
		{"negative length", strings.Replace(rec(plain), "Content-Length: ", "Content-Length: -", 1) + rec(plain), "hello", "is no number"},
		{"no length", head + "\r\n" + rec(plain), "hello", "no Content-Length"},
		{"too long a length", strings.Replace(rec(plain), "Content-Length: ", "Content-Length: 1", 1) + rec(plain), "hello", "longer or shorter"},
		{"a length of terabytes", strings.Replace(rec(plain), "Content-Length: ", "Content-Length: 9999999999", 1) + rec(plain), "hello", "another record begins within"},
		{"too short a length", strings.Replace(rec(plain), "Content-Length: 4", "Content-Length: 2", 1) + rec(plain), "hello", "longer or shorter"},
		{"wrong digest", strings.Replace(rec(plain), "Content-Type", "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nContent-Type", 1) + rec(plain), "hello", "digest"},
		{"cut member", string(zip(t, rec(plain))[:60]), "", "ends within"},
		{"member of something else", string(zip(t, "hello")) + string(zip(t, rec(plain))), "hello", "no record begins here"},
		{"a header without end", "WARC/1.0\r\n" + strings.Repeat("a: b\r\n", 20_000) + rec(plain), "hello", "larger than"},
		{"empty", "", "", ""},
	} {
		recs, damages := read(t, strings.NewReader(c.archive), Options{})
		var got []string
		for _, rec := range recs {
			p, err := rec.Payload(1000)
			if err != nil {
				got = append(got, "error: "+err.Error())
				continue
			}
			got = append(got, string(p.Body))
		}
		all := strings.Join(got, "|")
		if want, isError := strings.CutPrefix(c.want, "error: "); isError && !strings.Contains(all, want) || !isError && all != c.want {
			t.Errorf("%s: %q, want %q (damages %v)", c.name, all, c.want, damages)
		}
		if (c.damage == "") != (len(damages) == 0) || c.damage != "" && !strings.Contains(damages[0].Error(), c.damage) {
			t.Errorf("%s: damages %v, want %q", c.name, damages, c.damage)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	small := page{"https://news.example/small", "Content-Type: text/html", "hello"}
	long := page{"https://news.example/long", "Content-Type: video/mp4", ""}
	noise := make([]byte, 3<<20)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	long.body = string(noise)
	zeros := page{"https://news.example/bomb", "Content-Type: text/html", strings.Repeat("\x00", 12<<20)}
	for _, zipped := range []bool{true, false} {
		archive, _ := write(t, zipped, []page{small, long, small})
		recs, damages := read(t, bytes.NewReader(archive), Options{MaxRecord: 1 << 20})
		if len(recs) != 2 || len(damages) != 1 || !strings.Contains(damages[0].Reason, "more than 1048576") {
			t.Errorf("long record, zipped %v: %d records, %v", zipped, len(recs), damages)
		}
		archive, _ = write(t, zipped, []page{small, zeros, small})
		recs, damages = read(t, bytes.NewReader(archive), Options{})
		if zipped && (len(recs) != 2 || len(damages) != 1 || !strings.Contains(damages[0].Reason, "inflates to more than 200")) {
			t.Errorf("bomb: %d records, %v", len(recs), damages)
		}
	}
	archive, _ := write(t, true, []page{small})
	_, err := (&Record{Header: Header{TargetURI: small.url}, Block: []byte(small.block())}).Payload(3)
	if err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("payload over the limit: %v", err)
	}
	broken := errors.New("the disk is gone")
	for _, err := range NewReader(io.MultiReader(bytes.NewReader(archive[:40]), failing{broken}), Options{}).Records() {
		if !errors.Is(err, broken) {
			t.Errorf("an error of the stream comes as %v", err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// endless repeats an archive.
type endless struct {
	archive []byte
	at      int
	left    int64
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), e.left)], e.archive[e.at:])
	e.at = (e.at + n) % len(e.archive)
	e.left -= int64(n)
	return n, nil
}

// TestMemory reads 100 MB and looks at what is still in use.
func TestMemory(t *testing.T) {
	archive, _ := write(t, true, some(rand.New(rand.NewPCG(4, 4)), 50, 60_000))
	times := int64(100<<20)/int64(len(archive)) + 1
	n, most := 0, uint64(0)
	for rec, err := range NewReader(&endless{archive: archive, left: times * int64(len(archive))}, Options{}).Records() {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%1000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		_ = rec
	}
	if n != int(times)*50 || most > 40<<20 {
		t.Errorf("%d records of %d, %d MB in use", n, times*50, most>>20)
	}
}

func FuzzRecords(f *testing.F) {
	small := []page{{"https://news.example/1", "Content-Encoding: gzip", "hello"}, {"https://news.example/2", "Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n"}}
	for _, zipped := range []bool{true, false} {
		archive, _ := write(f, zipped, small)
		f.Add(archive)
		f.Add(archive[7:])
	}
	whole, _ := write(f, false, small[:1])
	f.Fuzz(func(t *testing.T, data []byte) {
		last := int64(-1)
		check := func(o Options, data []byte) (n int) {
			for rec, err := range NewReader(bytes.NewReader(data), o).Records() {
				if err != nil {
					var d *Damage
					if !errors.As(err, &d) {
						t.Fatal(err)
					}
					continue
				}
				n++
				if rec.At.Offset < last {
					t.Errorf("record at %s behind %d", rec.At, last)
				}
				last = rec.At.Offset
				if p, _ := rec.Payload(1 << 16); len(p.Body) > 1<<16 {
					t.Errorf("payload of %d bytes", len(p.Body))
				}
			}
			return n
		}
		check(Options{MaxRecord: 1 << 16}, data)
		last = -1
		// Whatever comes first, a whole record behind it is found.
		if n := check(Options{MaxRecord: 1 << 16}, append(append(bytes.Clone(data), "\n\r\n\r\n"...), whole...)); n == 0 {
			t.Errorf("%q hides the record behind it", data)
		}
	})
}

func BenchmarkRecords(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 5))
	words := strings.Fields("the convoy left base on Tuesday officials said after talks with <p> </p> <div class=\"x\"> that two were hurt near town")
	pages := make([]page, 200)
	for i := range pages {
		var t strings.Builder
		for t.Len() < 100_000 {
			t.WriteString(words[rng.IntN(len(words))] + " ")
		}
		pages[i] = page{fmt.Sprintf("https://news.example/%d", i), "Content-Type: text/html", t.String()}
	}
	for _, zipped := range []bool{true, false} {
		archive, _ := write(b, zipped, pages)
		inflated, _ := write(b, false, pages)
		b.Run(fmt.Sprintf("zipped=%v", zipped), func(b *testing.B) {
			b.SetBytes(int64(len(inflated)))
			n := 0
			for b.Loop() {
				for rec, err := range NewReader(bytes.NewReader(archive), Options{}).Records() {
					if err != nil {
						b.Fatal(err)
					}
					if _, err := rec.Payload(1 << 20); err != nil {
						b.Fatal(err)
					}
					n++
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
