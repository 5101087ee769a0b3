package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/store"
)

// testArchives: parts are handed out once, come further only with the articles they brought, and come back from the dead at
// their mark; who lost a part writes nothing.
func testArchives(t *testing.T, open Open) {
	now := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	s := open(t, store.Options{Now: func() time.Time { return now }})
	w := New(Options{Seed: 8, Articles: 10})
	entries := func(from, to int) []store.Entry {
		var out []store.Entry
		for i := from; i < to; i++ {
			out = append(out, store.Entry{Record: w.Record(i)})
		}
		return out
	}
	parts := []store.Part{{Name: "a.warc.gz", Stop: 100, Size: 100}, {Name: "a.warc.gz", Start: 100, Size: 50}, {Name: "b.warc.gz", Size: 70}}
	fresh, err := s.QueueParts(t.Context(), parts)
	if err != nil || !slices.Equal(fresh, []string{"a.warc.gz", "b.warc.gz"}) {
		t.Fatalf("queued %v, %v", fresh, err)
	}
	if fresh, err = s.QueueParts(t.Context(), append(parts[2:3:3], store.Part{Name: "a.warc.gz", Size: 150})); err != nil || len(fresh) != 0 {
		t.Errorf("queued again, in other parts: %v, %v", fresh, err)
	}
	take := func(owner string) *store.Part {
		t.Helper()
		p, err := s.TakePart(t.Context(), owner, now.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	a, b, c := take("w1"), take("w2"), take("w3")
	if a.Start != 0 || b.Start != 100 || c.Name != "b.warc.gz" || take("w4") != nil {
		t.Fatalf("handed out %+v, %+v, %+v", a, b, c)
	}
	if _, err := s.PutPart(t.Context(), pipeline, entries(0, 4), a, store.PartStep{Mark: "40@a", Done: 40, Problems: 1, Until: now.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	broken, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.PutPart(broken, pipeline, entries(4, 5), a, store.PartStep{Mark: "50@a", Done: 50}); err == nil || a.Mark != "40@a" {
		t.Errorf("a transaction without time: %v, %+v", err, a)
	}
	// w1 is gone for longer than its lease holds. Who takes over goes on at its mark; what w1 writes then is not stored.
	now = now.Add(2 * time.Minute)
	late := *a
	again := take("w5")
	if again.Name != "a.warc.gz" || again.Start != 0 || again.Mark != "40@a" || again.Tries != 2 || again.Articles != 4 || again.Problems != 1 {
		t.Fatalf("handed out again: %+v", again)
	}
	if _, err := s.PutPart(t.Context(), pipeline, entries(4, 6), &late, store.PartStep{Mark: "60@a", Done: 60}); !errors.Is(err, store.ErrPartTaken) {
		t.Errorf("a worker without the part wrote: %v", err)
	}
	for _, err := range []error{s.KeepPart(t.Context(), &late, now), s.EndPart(t.Context(), &late, 0), s.FailPart(t.Context(), &late, "x"), s.GiveBackPart(t.Context(), &late, now, false, "")} {
		if !errors.Is(err, store.ErrPartTaken) {
			t.Errorf("a worker without the part changed it: %v", err)
		}
	}
	if n, err := s.Counts(t.Context()); err != nil || n.Read != 4 {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := s.PutPart(t.Context(), pipeline, entries(3, 7), again, store.PartStep{Mark: "80@a", Done: 80, Until: now.Add(time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if err := s.EndPart(t.Context(), again, 2); err != nil {
		t.Fatal(err)
	}
	endOfArchives(t, s, &now, take)
	healthy(t, s)
}

// endOfArchives gives up a part, tries it again, and looks at the sums.
func endOfArchives(t *testing.T, s *store.Store, now *time.Time, take func(string) *store.Part) {
	t.Helper()
	b := take("w6")
	if err := s.FailPart(t.Context(), b, "no such file"); err != nil {
		t.Fatal(err)
	}
	x, err := s.Archives(t.Context())
	if err != nil || x.Files != 2 || x.Ended != 1 || x.Parts != 3 || x.Open != 1 || x.Failed != 1 || x.Size != 220 || x.Left != 70 || x.Articles != 7 || x.Known != 1 || x.Problems != 3 ||
		len(x.Dead) != 1 || x.Dead[0].Why != "no such file" {
		t.Errorf("%+v, %v", x, err)
	}
	if n, err := s.RetryParts(t.Context(), "b.warc.gz"); err != nil || n != 0 {
		t.Errorf("%d parts of an archive that did not fail are tried again, %v", n, err)
	}
	if n, err := s.RetryParts(t.Context(), ""); err != nil || n != 1 {
		t.Errorf("%d parts are tried again, %v", n, err)
	}
	for range 2 {
		p := take("w7")
		if p == nil {
			t.Fatal("nothing is handed out")
		}
		if err := s.GiveBackPart(t.Context(), p, now.Add(time.Hour), true, ""); err != nil {
			t.Fatal(err)
		}
	}
	if take("w7") != nil {
		t.Error("a part came again before its time")
	}
	if err := s.ForgetParts(t.Context(), []string{"a.warc.gz", "b.warc.gz"}); err != nil {
		t.Fatal(err)
	}
	if x, err := s.Archives(t.Context()); err != nil || x.Parts != 3 {
		t.Errorf("archives that wait were forgotten: %+v, %v", x, err)
	}
	*now = now.Add(2 * time.Hour)
	for p := take("w8"); p != nil; p = take("w8") {
		if err := s.FailPart(t.Context(), p, "again"); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.DropParts(t.Context(), "b.warc.gz"); err != nil || n != 1 {
		t.Errorf("%d dropped, %v", n, err)
	}
	if err := s.ForgetParts(t.Context(), []string{"a.warc.gz"}); err != nil {
		t.Fatal(err)
	}
	if x, err := s.Archives(t.Context()); err != nil || x.Parts != 1 || x.Failed != 0 || x.Open != 0 {
		t.Errorf("%+v, %v", x, err)
	}
}

// testFetched: which text of an address is the newer one depends on when they were first fetched, not on which is stored
// first. The page changed three times; the second text was fetched twice, the later time after the third text had come.
func testFetched(t *testing.T, open Open) {
	w := New(Options{Seed: 9, Articles: 6})
	day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	fetches := []int{0, 1, 2, 1, 3} // the text of each fetch, an hour apart
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 3, 1, 4}, {3, 4, 0, 2, 1}, {3, 2, 1, 4, 0}} {
		s := open(t, store.Options{})
		ids := map[int]string{}
		for _, i := range order {
			text := fetches[i]
			rec := *w.Record(text)
			rec.Article.URL = w.Record(0).Article.URL
			_, known := ids[text]
			version := len(ids) > 0 && !known
			ids[text] = rec.Article.ID
			added, err := s.Put(t.Context(), pipeline, []store.Entry{{Record: &doc.Record{Article: rec.Article}, Unread: true, Fetched: day.Add(time.Duration(i) * time.Hour)}})
			if err != nil || added[0].Version != version || added[0].New == known {
				t.Fatalf("order %v: %+v, %v", order, added, err)
			}
		}
		for text, id := range ids {
			if a, err := s.Article(t.Context(), id); err != nil || a.Newer != ids[text+1] {
				t.Errorf("order %v: text %d names %q as newer, want %q (%v)", order, text, a.Newer, ids[text+1], err)
			}
		}
	}
}
