package source

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"onrecord/internal/source/watch"
)

// TestVisit plays the days of a watched feed: new entries, none, a server in trouble, one that says "not modified" when it is not so.
func TestVisit(t *testing.T) {
	t.Parallel()
	from, to, status, tag := 0, 10, 200, ""
	conditional := false
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/rss" {
			http.NotFound(w, r)
			return
		}
		conditional = r.Header.Get("If-None-Match") != ""
		if tag != "" {
			w.Header().Set("ETag", tag)
		}
		if status != 200 || conditional && r.Header.Get("If-None-Match") == tag {
			if status == 200 {
				status = 304
			}
			w.WriteHeader(status)
			return
		}
		fmt.Fprint(w, "<rss><channel><title>T</title>")
		for i := from; i < to; i++ {
			fmt.Fprintf(w, "<item><link>/%d</link></item>", i)
		}
	}))
	defer s.Close()
	c := hasty()
	known := map[string]bool{}
	var p watch.Policy
	state := watch.State{URL: s.URL + "/rss", Kind: "feed"}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	visit := func() (fresh int) {
		t.Helper()
		got := Visit(t.Context(), c, p, state, func(key string) bool { return known[key] }, now, 0)
		for _, e := range got.Fresh {
			known[EntryKey(e)] = true
		}
		state = got.State
		now = state.NextAt
		return len(got.Fresh)
	}
	if n := visit(); n != 10 || state.State != watch.OK || state.Interval != time.Hour {
		t.Errorf("the first visit: %d, %+v", n, state)
	}
	from, to, tag = 5, 15, `"a"`
	if n := visit(); n != 5 || state.Interval != time.Hour || state.ETag != `"a"` {
		t.Errorf("half is new: %d, %+v", n, state)
	}
	from, to = 10, 20 // with the same tag
	if n := visit(); n != 0 || !conditional || state.Interval != 90*time.Minute {
		t.Errorf("a false 304: %d, %+v", n, state)
	}
	status, now = 200, now.Add(25*time.Hour)
	if n := visit(); n != 5 || conditional || !state.Unconditional {
		t.Errorf("a day later, the whole list: %d, %+v", n, state)
	}
	from, to = 15, 25
	if n := visit(); n != 5 || conditional {
		t.Errorf("never conditional again: %d, %+v", n, state)
	}
	status = 500
	if n := visit(); n != 0 || state.State != watch.Failing || state.Errors != 1 || !strings.Contains(state.Why, "500") {
		t.Errorf("trouble: %d, %+v", n, state)
	}
	status = 200
	if n := visit(); n != 0 || state.State != watch.OK || state.Why != "" {
		t.Errorf("well again: %d, %+v", n, state)
	}
}

func TestVisitKinds(t *testing.T) {
	t.Parallel()
	s := site(t)
	c := hasty()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	none := func(string) bool { return false }
	var p watch.Policy
	page := Visit(t.Context(), c, p, watch.State{URL: s.URL + "/1", Kind: "page"}, none, at, 0)
	if page.Page == nil || page.Page.URL != s.URL+"/1" || page.State.State != watch.OK {
		t.Errorf("%+v", page)
	}
	if again := Visit(t.Context(), c, p, page.State, none, page.State.NextAt, 0); again.Page != nil {
		t.Error("an unchanged page comes again")
	}
	index := Visit(t.Context(), c, p, watch.State{URL: s.URL + "/index", Kind: "sitemap"}, none, at, 0)
	var urls []string
	for _, e := range index.Fresh {
		urls = append(urls, e.URL)
	}
	if !slices.Equal(urls, []string{s.URL + "/2"}) || index.State.State != watch.OK {
		t.Errorf("%q %+v", urls, index)
	}
	start := Visit(t.Context(), c, p, watch.State{URL: s.URL + "/", Kind: "feed"}, none, at, 0)
	if start.State.State != watch.Failing || !strings.Contains(start.State.Why, s.URL+"/rss") {
		t.Errorf("a page watched as a feed: %+v", start.State)
	}
}
