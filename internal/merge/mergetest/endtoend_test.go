package mergetest

import (
	"fmt"
	"sync"
	"testing"

	"onrecord/internal/clean"
	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/read"
)

func readAll(t *testing.T, w *World) []*doc.Record {
	r, err := read.New(read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := make([]*doc.Record, len(w.Articles))
	var wg sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wg.Go(func() {
			for i := range next {
				a := &w.Articles[i]
				article, problems := clean.Read([]byte(a.Text), clean.Given{URL: a.URL, Publisher: a.Publisher, Published: a.Published, Title: a.Title, Format: "text"})
				rec := read.Record(r.Read(article, problems...), false)
				out[i] = &rec
			}
		})
	}
	for i := range w.Articles {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// TestExactCounts reads made articles with the real reader, merges them, and wants every copy and every act, no more. Articles in which
// the reader misses the event, or finds another, say nothing about merging; they may be one in two hundred.
func TestExactCounts(t *testing.T) {
	t.Parallel()
	w := New(1000, 1)
	recs := readAll(t, w)
	m, err := merge.New()
	if err != nil {
		t.Fatal(err)
	}
	ix := merge.NewMemory()
	for _, rec := range recs {
		if _, err := m.Add(ix, rec); err != nil {
			t.Fatal(err)
		}
	}
	texts, acts, made, misread := groups{}, groups{}, map[int]bool{}, 0
	for i, rec := range recs {
		a, err := ix.Articles([]string{rec.Article.ID})
		if err != nil || len(a) != 1 {
			t.Fatalf("article %d is not there: %v", i, err)
		}
		texts.add(fmt.Sprint(w.Articles[i].Wording), a[0].Origin, i)
		if w.Articles[i].Origin && a[0].Origin != a[0].ID {
			t.Errorf("article %d is an original, and taken for a copy:\n%s", i, w.Articles[i].Text)
		}
		ids, err := ix.ReportsOf(rec.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		members, err := ix.Incidents().Members(ids)
		if err != nil {
			t.Fatal(err)
		}
		want := 1
		if w.Articles[i].Denial >= 0 {
			want = 2
		}
		if len(members) != want {
			misread++
			t.Logf("article %d has %d events:\n%s", i, len(members), w.Articles[i].Text)
			continue
		}
		made[w.Articles[i].Act] = true
		if d := w.Articles[i].Denial; d >= 0 {
			made[d] = true
		}
		for _, x := range members {
			act := w.Articles[i].Act
			if x.Item.Act == "REJECT" {
				act = w.Articles[i].Denial
			}
			acts.add(fmt.Sprint(act), x.Leader, i)
		}
	}
	show := func(i int) string {
		a := &w.Articles[i]
		return a.Published + " " + a.Publisher + ": " + a.Text[:min(len(a.Text), 150)]
	}
	texts.check(t, "texts", w.Texts, show)
	acts.check(t, "acts", len(made), show)
	if misread > len(recs)/50 { // what the reader finds is measured elsewhere; here it must only not be the rule
		t.Errorf("the reader finds other events than the one of the text in %d articles", misread)
	}
}

// groups compares true groups with found ones.
type groups map[[2]string][]int

func (g groups) add(gold, got string, i int) {
	g[[2]string{gold, got}] = append(g[[2]string{gold, got}], i)
}

func (g groups) check(t *testing.T, what string, want int, show func(int) string) {
	t.Helper()
	gold, got := map[string][]int{}, map[string][]int{}
	for k, is := range g {
		gold[k[0]] = append(gold[k[0]], is[0])
		got[k[1]] = append(got[k[1]], is[0])
	}
	if len(got) != want || len(gold) != want {
		t.Errorf("%d %s found, %d made", len(got), what, want)
	}
	faults := 0
	for side, m := range map[string]map[string][]int{"parted": gold, "joined": got} {
		for _, is := range m {
			if len(is) > 1 {
				if faults++; faults < 8 {
					t.Errorf("%s: %s:\n  %s\n  %s", what, side, show(is[0]), show(is[1]))
				}
			}
		}
	}
	if faults > 0 {
		t.Errorf("%s: %d faults", what, faults)
	}
}
