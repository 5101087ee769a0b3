package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// says checks that an error tells what is wrong and names the store.
func says(t *testing.T, err error, path, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), path) {
		t.Errorf("the error is %v; it should name %s and say %q", err, path, words)
	}
}

func filled(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w := storetest.New(storetest.Options{Seed: 30, Articles: n})
	for i := range n {
		if _, err := s.Put(t.Context(), "p", []store.Entry{{Record: w.Record(i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		// Root may write anywhere; a folder that cannot be made is as good.
		path := "/proc/onrecord/store.db"
		_, err := store.Open(t.Context(), path, store.Options{})
		says(t, err, path, "")
		return
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), filepath.Join(dir, "store.db"), store.Options{})
	says(t, err, dir, "rights")
}

func TestNoStoreToRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "none.db")
	_, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	says(t, err, path, "no store there")
}

func TestNotAStore(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "news.html")
	if err := os.WriteFile(path, []byte(strings.Repeat("<p>news</p>", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), path, store.Options{})
	says(t, err, path, "damaged or is no store")
}

// TestDamaged: a file with a hole in it is found out, by a query or by doctor, and never read as if nothing were wrong.
func TestDamaged(t *testing.T) {
	t.Parallel()
	path := filled(t, 30)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	hole := make([]byte, 4096)
	for at := info.Size() / 4 / 4096 * 4096; at < info.Size()*3/4; at += 5 * 4096 {
		if _, err := f.WriteAt(hole, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	if err != nil {
		says(t, err, path, "damaged")
		return
	}
	defer func() { _ = s.Close() }()
	h, err := s.Check(t.Context(), true)
	if err == nil && len(h.Problems) == 0 {
		t.Error("doctor finds nothing wrong with a file full of holes")
	}
	if err != nil {
		says(t, err, path, "damaged")
	}
}

// TestNewer: a store of a newer program, and one whose migrations were changed, are refused.
func TestNewer(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	change := func(query string) {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	change(`INSERT INTO migration (number, name, sum, applied) VALUES (999, 'later', 'x', 0)`)
	_, err := store.Open(t.Context(), path, store.Options{})
	says(t, err, path, "update onrecord")
	if !errors.Is(err, store.ErrNewer) {
		t.Errorf("%v is not ErrNewer", err)
	}
	change(`DELETE FROM migration WHERE number = 999`)
	change(`UPDATE migration SET sum = 'other' WHERE number = 1`)
	_, err = store.Open(t.Context(), path, store.Options{})
	says(t, err, path, "was changed after it was run")
}

// TestLocked: a store that another program writes to is waited for, and then given up with words. The context's end
// stands for the ten seconds of patience.
func TestLocked(t *testing.T) {
	t.Parallel()
	path := filled(t, 1)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path, store.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rec := storetest.New(storetest.Options{Seed: 31}).Record(0)
	if _, err := s.Put(ctx, "p", []store.Entry{{Record: rec}}); err == nil {
		t.Error("written though locked")
	}
	if _, _, err := s.Events(t.Context(), store.Filter{}, store.Page{}); err != nil {
		t.Errorf("a reader was kept out: %v", err)
	}
	if _, err := c.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), "p", []store.Entry{{Record: rec}}); err != nil {
		t.Errorf("after the lock was gone: %v", err)
	}
}

// TestBackup: the copy is a store with the same contents, made while the store is in use.
func TestBackup(t *testing.T) {
	t.Parallel()
	path := filled(t, 8)
	s := openAt(t, path, store.Options{ReadOnly: true})
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	says(t, s.Backup(t.Context(), copied), copied, "there already")
	c := openAt(t, copied, store.Options{})
	a, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Counts(t.Context())
	if err != nil || a != b || a.Events != 40 {
		t.Errorf("%+v became %+v, %v", a, b, err)
	}
	if h, err := c.Check(t.Context(), true); err != nil || len(h.Problems) > 0 {
		t.Errorf("the copy: %+v, %v", h, err)
	}
}

// TestVersionsOfTheDriver: modernc.org/sqlite works with the version of modernc.org/libc that it was made with only.
func TestVersionsOfTheDriver(t *testing.T) {
	t.Parallel()
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Skip("no build information")
	}
	want := map[string]string{"modernc.org/sqlite": "v1.62.0", "modernc.org/libc": "v1.80.1"} // the second from the go.mod of the first
	for _, d := range info.Deps {
		if v := want[d.Path]; v != "" && d.Version != v {
			t.Errorf("%s is %s, want %s: change both together", d.Path, d.Version, v)
		}
	}
}
