package store_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/store"
	"onrecord/internal/store/storetest"
)

// printed makes articles of three hosts, some of them copies, half of them with a prompt that thereby becomes house text of its host.
// The last have one in common that is house text of nine.example only: eight days are too few, and what has no host has no house text.
// sameDay puts all on one day, on which nothing is house text.
func printed(sameDay bool) []*doc.Record {
	r := rand.New(rand.NewPCG(7, 7))
	say := func(words int) string {
		var b strings.Builder
		for range words {
			fmt.Fprintf(&b, "w%c%c%c ", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(5))
		}
		return strings.TrimSpace(b.String()) + ".\n"
	}
	prompts := []string{say(60), say(60)}
	var texts []string
	var out []*doc.Record
	put := func(host, text string, day int) {
		i := len(out)
		if sameDay {
			day = min(day, 1)
		}
		rec := &doc.Record{Schema: doc.Schema, Article: doc.RecordArticle{ID: fmt.Sprintf("a%03d", i), Text: text, SHA256: fmt.Sprint(i)}}
		if host != "" {
			url := fmt.Sprintf("https://%s/%d", host, i)
			rec.Article.URL = &url
		}
		if day > 0 {
			published := fmt.Sprintf("2024-03-%02d", day)
			rec.Article.Published = &published
		}
		out = append(out, rec)
	}
	for range 80 {
		text := say(40) + say(40)
		if len(texts) > 0 && r.IntN(3) == 0 {
			text = texts[r.IntN(len(texts))]
		}
		texts = append(texts, text)
		if r.IntN(2) == 0 {
			text += prompts[0]
		}
		put(fmt.Sprintf("h%d.example", r.IntN(3)), text, max(0, r.IntN(21)-1))
	}
	for day := range 9 {
		put("nine.example", say(40)+prompts[1], 1+day)
		put("eight.example", say(40)+prompts[1], 1+min(day, 7))
		put("", say(40)+prompts[1], 1+day)
	}
	return out
}

// TestHouse: what the store remembers of copies, in any order and batches and after reading again, is what memory holds; house text
// comes and goes.
func TestHouse(t *testing.T) {
	t.Parallel()
	house(t, filepath.Join(t.TempDir(), "house.db"))
}

func TestHouseOnPostgres(t *testing.T) {
	t.Parallel()
	house(t, storetest.Schema(t, storetest.Postgres(t)))
}

func house(t *testing.T, dsn string) {
	t.Helper()
	s := openAt(t, dsn, store.Options{})
	r := rand.New(rand.NewPCG(1, 2))
	for pass, sameDay := range []bool{false, true, false} {
		recs := printed(sameDay)
		order := r.Perm(len(recs))
		for len(order) > 0 {
			size := min(len(order), 1+r.IntN(20))
			var entries []store.Entry
			for _, i := range order[:size] {
				entries = append(entries, store.Entry{Record: recs[i]})
			}
			if _, err := s.Put(t.Context(), fmt.Sprint("test/", pass), entries); err != nil {
				t.Fatal(err)
			}
			if d := s.ShadowErrors(t.Context()); len(d) > 0 {
				t.Fatalf("pass %d: what is remembered is not what is stored: %v", pass, d)
			}
			order = order[size:]
		}
		if marked := sameAsMemory(t, s, recs); (marked > 0) == sameDay {
			t.Errorf("pass %d: %d hashes are house text", pass, marked)
		}
	}
}

// sameAsMemory compares what the store remembers of copies with what memory does, and returns how many
// hashes are house text of nine.example.
func sameAsMemory(t *testing.T, s *store.Store, recs []*doc.Record) int {
	t.Helper()
	m, err := merge.New()
	if err != nil {
		t.Fatal(err)
	}
	want := merge.NewMemory()
	var ids []string
	for _, rec := range recs {
		if _, err := m.Add(want, rec); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, rec.Article.ID)
	}
	articles, err := want.Articles(ids)
	if err != nil {
		t.Fatal(err)
	}
	relations, err := want.Relations(ids)
	if err != nil {
		t.Fatal(err)
	}
	gotArticles, gotRelations, gotHashes := s.Copies(t)
	byID := cmpopts.SortSlices(func(a, b *merge.Article) bool { return a.ID < b.ID })
	byPair := cmpopts.SortSlices(func(a, b merge.Relation) bool { return a.A+" "+a.B < b.A+" "+b.B })
	if d := cmp.Diff(articles, gotArticles, byID, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("articles, memory and store: %s", d)
	}
	if d := cmp.Diff(relations, gotRelations, byPair); d != "" {
		t.Errorf("relations, memory and store: %s", d)
	}
	hashes := map[store.HashRow]bool{}
	hosts := map[string]int{}
	for _, a := range articles {
		hosts[a.Host] += len(a.House)
		house := map[merge.Hash]bool{}
		for _, h := range a.House {
			house[h] = true
		}
		for _, h := range a.Sketch.Hashes() {
			hashes[store.HashRow{Hash: h, House: house[h], Host: a.Host, Article: a.ID, Day: a.Day}] = true
		}
	}
	if d := cmp.Diff(hashes, gotHashes); d != "" {
		t.Errorf("hashes, memory and store: %s", d)
	}
	if hosts["eight.example"] > 0 || hosts[""] > 0 {
		t.Errorf("house text by host: %v", hosts)
	}
	return hosts["nine.example"]
}

// undo0012 is the schema as it was before migration 0012.
var undo0012 = map[string]string{
	"sqlite": `ALTER TABLE posting RENAME TO now;
CREATE TABLE posting (hash bigint NOT NULL, article bigint NOT NULL, host text NOT NULL, day bigint NOT NULL, house bigint NOT NULL, PRIMARY KEY (hash, article)) WITHOUT ROWID;
INSERT INTO posting SELECT hash, article, host, day, house FROM now;
DROP TABLE now;
CREATE INDEX posting_article ON posting (article);
DROP INDEX merge_article_number;
DELETE FROM migration WHERE number = 12`,
	"pgx": `ALTER TABLE posting DROP CONSTRAINT posting_pkey;
ALTER TABLE posting ADD PRIMARY KEY (hash, article);
CREATE INDEX posting_article ON posting (article);
DROP INDEX merge_article_number;
DELETE FROM migration WHERE number = 12`,
}

// TestOlderCopies: a store from before migration 0012 keeps what it remembers of copies, and goes on as one that was never older.
func TestOlderCopies(t *testing.T) {
	t.Parallel()
	olderCopies(t, "sqlite", filepath.Join(t.TempDir(), "older.db"))
}

func TestOlderCopiesOnPostgres(t *testing.T) {
	t.Parallel()
	olderCopies(t, "pgx", storetest.Schema(t, storetest.Postgres(t)))
}

func olderCopies(t *testing.T, driver, dsn string) {
	t.Helper()
	recs := printed(false)
	put := func(s *store.Store, recs []*doc.Record) {
		t.Helper()
		for _, rec := range recs {
			if _, err := s.Put(t.Context(), "test/1", []store.Entry{{Record: rec}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(s, recs[:90])
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(undo0012[driver]); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, dsn, store.Options{})
	sameAsMemory(t, s, recs[:90])
	put(s, recs[90:])
	if marked := sameAsMemory(t, s, recs); marked == 0 {
		t.Error("nothing is house text")
	}
	h, err := s.Check(t.Context(), true)
	if err != nil || len(h.Problems) > 0 {
		t.Errorf("%v %v", h, err)
	}
}
