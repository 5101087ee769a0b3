package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/fetch"
	"onrecord/internal/read"
	"onrecord/internal/store"
)

// site is a web site with a feed of as many articles as it is told to have.
func site(t *testing.T) (url string, articles *atomic.Int64) {
	t.Helper()
	articles = &atomic.Int64{}
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", http.NotFound)
	mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Border Wire</title>`)
		for i := range articles.Load() {
			fmt.Fprintf(w, `<item><title>Report %d</title><link>http://%s/a/%d</link><pubDate>Fri, 10 May 2024 08:00:00 GMT</pubDate></item>`, i, r.Host, i)
		}
		fmt.Fprint(w, `</channel></rss>`)
	})
	mux.HandleFunc("/a/{n}", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("n") == "2" {
			http.Error(w, "gone", http.StatusGone)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<html><head><title>Report %[1]s</title></head><body><article><h1>Report %[1]s</h1>
<p>Soldiers of brigade %[1]s shelled a village near Goma on Thursday, killing at least %[1]s0 people, the army said on Friday in a statement that was read on the radio.</p>
<p>The governor of the province said that the wounded had been taken to a hospital in the town, and that talks with the rebels would be held next week.</p></article></body></html>`, r.PathValue("n"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL, articles
}

// TestVisit: a watched feed brings each article once, a page that cannot be had is a problem and not the end, and the watch
// list says how it went.
func TestVisit(t *testing.T) {
	t.Parallel()
	url, articles := site(t)
	g := newIngester(t)
	g.Fetch = fetch.New(fetch.Options{Spacing: time.Nanosecond, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	p := &Poller{Ingester: g, Chance: func() float64 { return 0.5 }}
	ctx := t.Context()
	if added, err := g.Store.AddWatch(ctx, store.Watch{URL: url + "/feed.xml", Kind: "feed"}); err != nil || !added {
		t.Fatal(added, err)
	}
	visit := func() Tally {
		t.Helper()
		due, err := g.Store.DueWatches(ctx, "test", 10, time.Now().Add(time.Minute))
		if err != nil || len(due) != 1 {
			t.Fatalf("%d sources are due: %v", len(due), err)
		}
		w, tally, err := p.Visit(ctx, due[0])
		if err != nil {
			t.Fatal(err)
		}
		if w.State != "ok" || !w.Next.After(time.Now()) {
			t.Errorf("after the visit: %+v", w)
		}
		w.Next = time.Now() // the next one at once
		if err := g.Store.Visited(ctx, w); err != nil {
			t.Fatal(err)
		}
		return tally
	}
	articles.Store(2)
	if tally := visit(); tally.New != 2 || tally.Problems != 0 {
		t.Errorf("two articles: %+v", tally)
	}
	if tally := visit(); tally != (Tally{}) {
		t.Errorf("nothing new: %+v", tally)
	}
	articles.Store(4)
	if tally := visit(); tally.New != 1 || tally.Problems != 1 {
		t.Errorf("one more, and one that is gone: %+v", tally)
	}
	list, err := g.Store.Watches(ctx)
	if err != nil || len(list) != 1 || list[0].Articles != 3 || list[0].Name != "Border Wire" {
		t.Errorf("the watch list: %+v %v", list, err)
	}
	rows, _, err := g.Store.Articles(ctx, store.Filter{}, store.Page{})
	if err != nil || len(rows) != 3 || rows[0].Published == "" || rows[0].Events == 0 {
		t.Errorf("articles: %+v %v", rows, err)
	}
}

// slow is a reader whose first article waits to be let go.
type slow struct {
	*read.Reader
	begun, release chan bool
	done           atomic.Bool
}

func (s *slow) ReadWatched(w *read.Watch, a doc.Article, problems ...doc.Problem) *doc.Document {
	s.begun <- true
	<-s.release
	defer s.done.Store(true)
	return s.Reader.ReadWatched(w, a, problems...)
}

// TestPollerEnds: a poller that is told to end ends after its visits: nobody writes to the store behind its back.
func TestPollerEnds(t *testing.T) {
	t.Parallel()
	url, articles := site(t)
	articles.Store(1)
	g := newIngester(t)
	r := &slow{Reader: g.Reader.(*read.Reader), begun: make(chan bool), release: make(chan bool)}
	g.Reader = r
	g.Fetch = fetch.New(fetch.Options{Spacing: time.Nanosecond, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	if _, err := g.Store.AddWatch(t.Context(), store.Watch{URL: url + "/feed.xml", Kind: "feed"}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- (&Poller{Ingester: g}).Run(ctx) }()
	<-r.begun
	stop()
	close(r.release)
	if err := <-ended; !errors.Is(err, context.Canceled) || !r.done.Load() {
		t.Errorf("ended with %v; the visit had ended: %v", err, r.done.Load())
	}
}
