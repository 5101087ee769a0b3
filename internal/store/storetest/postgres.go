package storetest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// Postgres is the address of the PostgreSQL that tests may use, from ONRECORD_TEST_POSTGRES (.ci/postgres starts one);
// without one the test is skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("ONRECORD_TEST_POSTGRES")
	if dsn == "" {
		t.Skip("no PostgreSQL: set ONRECORD_TEST_POSTGRES=$(.ci/postgres)")
	}
	return dsn
}

// Each runs a test with the address of an empty store of every kind: SQLite, and PostgreSQL where there is one.
func Each(t *testing.T, run func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		run(t, filepath.Join(t.TempDir(), "t.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		run(t, Schema(t, Postgres(t)))
	})
}

// Schema makes an empty schema in a database, to be dropped with the test, and returns the address of a store in it.
func Schema(t testing.TB, dsn string) string {
	t.Helper()
	name := "t_" + strings.ToLower(rand.Text())
	do := func(query string) {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Exec(query); err != nil {
			t.Error(err)
		}
	}
	do("CREATE SCHEMA " + name)
	t.Cleanup(func() { do("DROP SCHEMA " + name + " CASCADE") })
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}
