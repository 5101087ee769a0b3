package drill

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"onrecord/internal/ingest"
	"onrecord/internal/merge/mergetest"
	"onrecord/internal/queue/queuetest"
	"onrecord/internal/read"
	"onrecord/internal/source"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
	"onrecord/internal/warc"
	"onrecord/internal/worker"
)

// realReader reads as the program does.
var realReader = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Options{}) })

// makeArchives writes archives of a made world as crawlers do: copies and other texts of one page in different files, answers
// that are no articles, a damaged record in each; the last file but one is not gzipped, the last one is one member as a whole.
func makeArchives(t *testing.T, seed uint64, files, pages int) []string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 9))
	w := mergetest.New(files*pages, seed)
	dir := t.TempDir()
	var names []string
	for f := range files {
		var out bytes.Buffer
		one := gzip.NewWriter(&out)
		for p := range pages {
			a := w.Articles[(f*pages+p)%len(w.Articles)]
			if p%9 == 4 && f > 0 { // a page of an earlier file that was fetched again: as it was, or with another text
				a = w.Articles[r.IntN(f*pages)]
				if p%2 == 0 {
					a.Text += " Officials gave no further details."
				}
			}
			rec := record(f*pages+p, 200, "text/html", a.URL, page(a))
			switch {
			case p%11 == 7:
				rec = record(f*pages+p, 404, "text/html", a.URL, "<p>not found")
			case p%11 == 8:
				rec = record(f*pages+p, 200, "image/png", a.URL, "\x89PNG\r\n")
			}
			switch f {
			case files - 1:
				_, _ = io.WriteString(one, rec)
			case files - 2:
				out.WriteString(rec)
			default:
				z := gzip.NewWriter(&out)
				_, _ = io.WriteString(z, rec)
				_ = z.Close()
				if p == pages/2 {
					out.Bytes()[out.Len()-20] ^= 0xff
				}
			}
		}
		if f == files-1 {
			_ = one.Close()
		}
		names = append(names, filepath.Join(dir, fmt.Sprintf("news-%02d.warc.gz", f)))
		if err := os.WriteFile(names[f], out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

func page(a mergetest.Article) string {
	return "<html><head><title>" + html.EscapeString(a.Title) + "</title><meta property=\"og:site_name\" content=\"" + html.EscapeString(a.Publisher) +
		"\"><meta property=\"article:published_time\" content=\"" + a.Published + "\"></head><body><article><h1>" + html.EscapeString(a.Title) + "</h1><p>" +
		strings.ReplaceAll(html.EscapeString(a.Text), "\n", "</p><p>") + "</p></article></body></html>"
}

func record(n, status int, kind, url, body string) string {
	block := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: %s; charset=utf-8\r\n\r\n%s", status, http.StatusText(status), kind, body)
	// Crawlers write in the order of their answers: dates are not in the order of the records.
	date := time.Date(2024, 3, 1, 0, 0, (n*7919)%86400, 0, time.UTC).Format(time.RFC3339)
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%08d>\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		n, date, url, len(block), block)
}

// oneMachine is the store that one undisturbed program makes of the archives, one after the other.
func oneMachine(t *testing.T, names []string) (*store.Store, ingest.Tally) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "one.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	reader, err := realReader()
	if err != nil {
		t.Fatal(err)
	}
	g := ingest.Ingester{Store: s, Reader: reader, Workers: 1}
	var sum ingest.Tally
	for _, name := range names {
		spec, err := source.Classify(name)
		if err != nil {
			t.Fatal(err)
		}
		tally, err := g.Add(t.Context(), spec, source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sum.New, sum.Known, sum.Problems = sum.New+tally.New, sum.Known+tally.Known, sum.Problems+tally.Problems
	}
	return s, sum
}

// queueArchives lets a fleet read archives, cut as small as they can be.
func queueArchives(t *testing.T, s *store.Store, names []string, size int64) {
	t.Helper()
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		starts, err := warc.Split(bytes.NewReader(b), int64(len(b)), size)
		if err != nil {
			t.Fatal(err)
		}
		var parts []store.Part
		for i, start := range starts {
			p := store.Part{Name: name, Start: start, Size: int64(len(b)) - start}
			if i+1 < len(starts) {
				p.Stop, p.Size = starts[i+1], starts[i+1]-start
			}
			parts = append(parts, p)
		}
		if fresh, err := s.QueueParts(t.Context(), parts); err != nil || len(fresh) != 1 {
			t.Fatalf("%s was queued before, or %v", name, err)
		}
	}
}

// readArchives is what a worker process does besides reading articles.
func readArchives(ctx context.Context, s *store.Store, o orders, log *slog.Logger) error {
	g, err := realIngester(s)
	if err != nil {
		return err
	}
	a := worker.Archives{Store: s, Owner: o.Owner, Pipeline: read.Pipeline(), Log: log, Time: leaseTime, Poll: 50 * time.Millisecond, Pause: 100 * time.Millisecond, Now: o.now,
		Read: func(ctx context.Context, p *store.Part, keep worker.Keep) (int, error) {
			return g.AddPart(ctx, ingest.PartOf{Part: p, Keep: keep})
		}}
	return a.Run(ctx)
}

func realIngester(s *store.Store) (*ingest.Ingester, error) {
	reader, err := realReader()
	return &ingest.Ingester{Store: s, Reader: reader, Workers: 1}, err
}

// archiveDrill lets a fleet read archives while faults happen, and compares the store with that of one machine. One archive
// comes as articles that wait in the queue, the others as parts.
func archiveDrill(t *testing.T, dsn, queue string, seed uint64, faults map[string]func(*rig, *fleet)) {
	t.Helper()
	seed += *firstSeed - 1
	pages := 24 + 16**long
	names := makeArchives(t, seed, 6, pages)
	want, tally := oneMachine(t, names)
	x := &rig{t: t, seed: seed, r: rand.New(rand.NewPCG(seed, 2)), faults: map[string]int{}}
	x.open(dsn)
	g, err := realIngester(x.s)
	if err != nil {
		t.Fatal(err)
	}
	g.Unread = true
	spec, err := source.Classify(names[0])
	if err != nil {
		t.Fatal(err)
	}
	unread, err := g.Add(t.Context(), spec, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	queueArchives(t, x.s, names[1:], 8_000)
	f := newFleet(t, orders{Store: dsn, Queue: queue, Archives: true}, 3)
	var kinds []string
	for name := range faults {
		kinds = append(kinds, name)
	}
	deadline := time.Now().Add(time.Duration(4+2**long) * time.Minute) // the machine may be busy
	for {
		a, err := x.s.Archives(t.Context())
		c, err2 := x.s.Waiting(t.Context())
		if err == nil && err2 == nil && a.Open == 0 && c.New == 0 {
			if a.Failed+c.Failed == 0 {
				break
			}
			x.faults["given up"] += a.Failed + c.Failed
			_, _ = x.s.Retry(t.Context(), "")
			_, _ = x.s.RetryParts(t.Context(), "")
		}
		if time.Now().After(deadline) {
			t.Fatalf("archives still wait: %+v, %+v, %v, %v; faults %v", a, c, err, err2, x.faults)
		}
		time.Sleep(time.Duration(100+x.r.IntN(600)) * time.Millisecond)
		for _, p := range a.Work {
			if p.Mark != "" {
				x.faults["(moments with a part half read)"]++
				break
			}
		}
		if name := pick(x.r, kinds); name != "" && x.sum() < 12**long {
			faults[name](x, f)
			x.faults[name]++
		}
	}
	f.drain()
	x.faults["worker with a wrong clock"] = f.skewed
	a, err := x.s.Archives(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if a.Articles+a.Known+unread.New+unread.Known != tally.New+tally.Known || a.Problems+unread.Problems != tally.Problems || a.Left != 0 {
		t.Errorf("the parts count %d + %d articles and %d problems (unread: %+v), one machine %+v", a.Articles, a.Known, a.Problems, unread, tally)
	}
	rows, err := store.Compare(t.Context(), want, x.s, true)
	if err != nil {
		t.Fatalf("seed %d: %.400v; faults %v", seed, err, x.faults)
	}
	if h, err := x.s.Check(t.Context(), true); err != nil || len(h.Problems) > 0 {
		t.Errorf("%v, %v", h, err)
	}
	t.Logf("seed %d: %d archives in %d parts, %d articles, %d damaged records, faults %v: %d rows equal to those of one machine", seed, len(names), a.Parts, tally.New, tally.Problems, x.faults, rows)
}

// sum is how many faults there were.
func (x *rig) sum() int {
	n := 0
	for name, k := range x.faults {
		if !strings.HasPrefix(name, "(") {
			n += k
		}
	}
	return n
}

func killOne(x *rig, f *fleet) { f.kill(x.r) }

// freeze stops a worker for longer than its leases hold, and lets it go on as if nothing had been.
func freeze(x *rig, f *fleet) {
	p := f.workers[x.r.IntN(len(f.workers))].Process
	_ = p.Signal(syscall.SIGSTOP)
	time.Sleep(leaseTime + 500*time.Millisecond)
	_ = p.Signal(syscall.SIGCONT)
}

// TestArchivesSQLite: several processes read archives into one file, and are killed and frozen.
func TestArchivesSQLite(t *testing.T) {
	t.Parallel()
	archiveDrill(t, filepath.Join(t.TempDir(), "s.db"), "", 301, map[string]func(*rig, *fleet){"worker killed": killOne, "worker frozen": freeze})
}

// TestArchivesPostgres: the same on PostgreSQL, which crashes as well.
func TestArchivesPostgres(t *testing.T) {
	t.Parallel()
	dsn, pg := cluster(t)
	archiveDrill(t, dsn, "", 302, map[string]func(*rig, *fleet){"worker killed": killOne, "worker frozen": freeze, "PostgreSQL crashed": func(*rig, *fleet) { pg.crash() },
		"all drained while PostgreSQL was down": func(_ *rig, f *fleet) { drainInCrash(f, pg.stop, pg.start) }})
}

// TestArchivesNATS: with the articles in NATS, which is wiped.
func TestArchivesNATS(t *testing.T) {
	t.Parallel()
	dsn := storetest.Schema(t, storetest.Postgres(t))
	nats := queuetest.NATS(t)
	archiveDrill(t, dsn, nats.URL(), 303, map[string]func(*rig, *fleet){"worker killed": killOne, "NATS wiped": func(x *rig, _ *fleet) {
		nats.Stop()
		if err := nats.Start(x.t.TempDir()); err != nil {
			x.t.Error(err)
		}
	}})
}
