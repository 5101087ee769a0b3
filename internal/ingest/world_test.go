package ingest

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"onrecord/internal/merge"
	"onrecord/internal/merge/mergetest"
	"onrecord/internal/store"
)

// TestWorldInTheStore: made articles that go through reading and the store give the families and incidents that merging
// gives in memory, whatever comes first.
func TestWorldInTheStore(t *testing.T) {
	t.Parallel()
	g := newIngester(t)
	w := mergetest.New(150, 3)
	var objects []string
	for _, a := range w.Articles {
		b, err := json.Marshal(map[string]string{"url": a.URL, "publisher": a.Publisher, "published": a.Published, "title": a.Title, "text": a.Text})
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, string(b))
	}
	if _, err := g.Take(t.Context(), "world", objects); err != nil {
		t.Fatal(err)
	}
	m, err := merge.New()
	if err != nil {
		t.Fatal(err)
	}
	ix := merge.NewMemory()
	families, incidents := map[string]string{}, map[string]string{}
	rows, _, err := g.Store.Articles(t.Context(), store.Filter{}, store.Page{Limit: 1000})
	if err != nil || len(rows) != len(w.Articles) {
		t.Fatalf("%d articles, want %d: %v", len(rows), len(w.Articles), err)
	}
	for _, r := range rows {
		rec, err := g.Store.Record(t.Context(), r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Add(ix, rec); err != nil {
			t.Fatal(err)
		}
		families[r.ID] = r.Family
	}
	for r, err := range g.Store.EachReport(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		incidents[r.Article.ID+"/"+r.Record.Events[r.Event].ID] = r.Incident
	}
	for id, family := range families {
		a, err := ix.Articles([]string{id})
		if err != nil || len(a) != 1 || a[0].Origin != family {
			t.Errorf("article %s is of the family %s in the store, in memory: %+v %v", id, family, a, err)
		}
	}
	members, err := ix.Incidents().Members(slices.Collect(maps.Keys(incidents)))
	if err != nil || len(members) != len(incidents) {
		t.Fatalf("%d reports in memory, %d in the store: %v", len(members), len(incidents), err)
	}
	for _, x := range members {
		if incidents[x.ID] != x.Leader {
			t.Errorf("report %s is of the incident %s in the store, of %s in memory", x.ID, incidents[x.ID], x.Leader)
		}
	}
}
