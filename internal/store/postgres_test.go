package store_test

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// TestPostgres runs what every kind of store must pass on PostgreSQL.
func TestPostgres(t *testing.T) {
	t.Parallel()
	dsn := storetest.Postgres(t)
	storetest.Run(t, func(t *testing.T, o store.Options) *store.Store {
		t.Helper()
		return openAt(t, storetest.Schema(t, dsn), o)
	})
}

// TestPostgresSaysWhatIsWrong: a wrong address is told in words, and never with the password.
func TestPostgresSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dsn := storetest.Postgres(t)
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	change := func(f func(u *url.URL)) string {
		v := *u
		f(&v)
		return v.String()
	}
	user := "u" + strings.ToLower(rand.Text()[:10])
	for _, c := range []struct{ name, dsn, want string }{
		{"no server", change(func(u *url.URL) { u.User = url.UserPassword("x", "secret1"); u.Host = "127.0.0.1:1" }), "the server cannot be reached"},
		{"no database", change(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "secret1"); u.Path = "/nothing" }), "there is no such database"},
		{"no user", change(func(u *url.URL) { u.User = url.UserPassword(user, "secret1") }), "refuses this user or password"},
		{"no schema", change(func(u *url.URL) { q := u.Query(); q.Set("search_path", "nowhere"); u.RawQuery = q.Encode() }), "there is no such schema"},
		{"no address", "postgres://host:port:port/secret1", "cannot be understood"},
		{"not a number", "postgres://me:secret1@host:99999999/x", "cannot be understood"},
	} {
		s, err := store.Open(t.Context(), c.dsn, store.Options{})
		if err == nil {
			_ = s.Close()
			t.Errorf("%s: opened", c.name)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret1") {
			t.Errorf("%s: %v, want %q and no password", c.name, err, c.want)
		}
	}
}

// TestPostgresNewer: a store of a newer program is left alone.
func TestPostgresNewer(t *testing.T) {
	t.Parallel()
	dsn := storetest.Schema(t, storetest.Postgres(t))
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(`INSERT INTO migration (number, name, sum, applied) VALUES (999, 'later', 'x', 0)`); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), dsn, store.Options{}); err == nil || !strings.Contains(err.Error(), "schema 999") {
		t.Errorf("a newer store: %v", err)
	}
}
