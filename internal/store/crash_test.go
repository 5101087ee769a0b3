package store_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

var crashes = flag.Int("crash", 10, "how often TestCrash kills the program that writes")

// crashChild names the store that this program, started anew by TestCrash, is to write to until it is killed.
const crashChild = "ONRECORD_TEST_CRASH_STORE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashChild); path != "" {
		if err := writeUntilKilled(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const crashArticles = 4000

func crashWorld() *storetest.World {
	return storetest.New(storetest.Options{Seed: 20, Articles: crashArticles, Copies: 0.2})
}

// writeUntilKilled goes on where the last program was killed, and says each number of an article that is stored.
func writeUntilKilled(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	w := crashWorld()
	fmt.Println("open")
	for i := 0; i < crashArticles; {
		var entries []store.Entry
		var items []string
		for n := i; n < min(i+1+i%5, crashArticles); n++ {
			items = append(items, fmt.Sprint(n))
		}
		seen, err := s.Seen(ctx, items)
		if err != nil {
			return err
		}
		for _, item := range items {
			if n, _ := strconv.Atoi(item); !seen[item] {
				rec := w.Record(n)
				entries = append(entries, store.Entry{Item: item, Raw: []byte(rec.Article.Text), Record: rec})
			}
		}
		if len(entries) > 0 {
			if _, err := s.Put(ctx, "crash/1", entries); err != nil {
				return err
			}
			for _, e := range entries {
				fmt.Println(e.Item)
			}
		}
		i += len(items)
	}
	return s.Close()
}

// TestCrash kills a program that writes, again and again, at random moments. What it reported as stored must be there,
// once, whole, and the file sound.
func TestCrash(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	r := rand.New(rand.NewPCG(21, 22))
	w := crashWorld()
	stored := map[int]bool{}
	for round := range *crashes {
		for n := range killed(t, path, r) {
			stored[n] = true
		}
		s := openAt(t, path, store.Options{})
		have := map[string]bool{}
		for p := (store.Page{Limit: 1000}); ; {
			rows, next, err := s.Articles(t.Context(), store.Filter{}, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range rows {
				if have[a.ID] || a.State != "read" {
					t.Errorf("round %d: article %s: twice %v, state %s", round, a.ID, have[a.ID], a.State)
				}
				have[a.ID] = true
			}
			if p.Cursor = next; next == "" {
				break
			}
		}
		for n := range stored {
			rec := w.Record(n)
			if !have[rec.Article.ID] {
				t.Fatalf("round %d: article %d was reported as stored and is not there", round, n)
			}
			got, err := s.Record(t.Context(), rec.Article.ID)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(rec, got); d != "" {
				t.Fatalf("round %d: article %d: %s", round, n, d)
			}
		}
		h, err := s.Check(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if len(h.Problems) > 0 {
			t.Fatalf("round %d: %s", round, strings.Join(h.Problems, "; "))
		}
	}
	if len(stored) < *crashes {
		t.Errorf("only %d articles were stored in %d rounds: the test does not kill while writing", len(stored), *crashes)
	}
	t.Logf("%d kills, %d articles reported as stored, all there", *crashes, len(stored))
}

// killed runs the writing program, kills it some time after it stored its first articles, and returns what it reported.
func killed(t *testing.T, path string, r *rand.Rand) map[int]bool {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), crashChild+"="+path)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	said := map[int]bool{}
	read := func() bool {
		line, err := lines.ReadString('\n')
		if err != nil {
			if err != io.EOF && !strings.Contains(err.Error(), "closed") {
				t.Error(err)
			}
			return false
		}
		if n, err := strconv.Atoi(strings.TrimSpace(line)); err == nil {
			said[n] = true
		}
		return true
	}
	for range 1 + r.IntN(30) { // then at a moment that nothing decides
		if !read() {
			break
		}
	}
	kill := time.AfterFunc(time.Duration(r.IntN(40_000))*time.Microsecond, func() { _ = c.Process.Kill() })
	defer kill.Stop()
	for read() {
	}
	_ = c.Wait() // killed
	return said
}
