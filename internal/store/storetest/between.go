package storetest

import (
	"testing"

	"onrecord/internal/store"
)

// testBetween: between selects just those incidents on which two of the names speak or are the publisher, page by page and
// beside other conditions.
func testBetween(t *testing.T, open Open) {
	s := open(t, store.Options{})
	fill(t, s, New(Options{Seed: 26, Articles: 60}), upTo(60))
	var names []string
	for _, role := range []string{"publisher", "source"} {
		list, err := s.Names(t.Context(), role, "", 2)
		must(t, err)
		for _, n := range list {
			names = append(names, n.Name)
		}
	}
	for _, more := range []store.Filter{{}, {Status: []string{"occurred"}}} {
		count := map[string]int{}
		for _, n := range names {
			f := more
			f.Voice = []string{n}
			for _, r := range all(t, s.Incidents, f, 100) {
				count[r.ID]++
			}
		}
		want := 0
		for _, n := range count {
			if n > 1 {
				want++
			}
		}
		f := more
		f.Between = names
		got := all(t, s.Incidents, f, 3)
		for _, r := range got {
			if count[r.ID] < 2 {
				t.Errorf("%v: %d of %v speak of %s", more.Status, count[r.ID], names, r.ID)
			}
		}
		if want == 0 || len(got) != want {
			t.Errorf("%v: %d incidents, want %d", more.Status, len(got), want)
		}
	}
}
