// Command demo serves the page over a handful of articles written for it, read and stored as any others, for a look at
// the page and for the journeys (journeys/run.sh). Nothing is kept when it ends. With -sample the page shows the
// invented world of package memory instead, in which every part of the page has something to show.
package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onrecord"
	"onrecord/internal/store"
	"onrecord/internal/web"
	"onrecord/internal/web/live"
	"onrecord/internal/web/memory"
)

//go:embed articles.jsonl
var articles string

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "address to serve at; port 0 takes a free one")
	sample := flag.Bool("sample", false, "show the invented world of package memory instead of a store")
	flag.Parse()
	if err := run(*listen, *sample); err != nil {
		log.Fatal("demo: ", err)
	}
}

// today of the demo, so that the page looks the same whenever it is started.
func today() time.Time { return time.Date(2024, 3, 20, 12, 0, 0, 0, time.UTC) }

func run(listen string, sample bool) error {
	reader, err := onrecord.New(onrecord.Options{Explain: true})
	if err != nil {
		return err
	}
	m := memory.Sample()
	o := web.Options{Reader: reader, Store: m, Watches: m, Searches: m, Reviews: m, Now: today}
	if !sample {
		dir, err := os.MkdirTemp("", "onrecord-demo")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		s, err := fill(reader, filepath.Join(dir, "demo.db"))
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		l := live.New(s)
		kept := memory.New() // searches and decisions, which the store does not keep yet
		o.Store, o.Watches, o.Searches, o.Reviews = l, l, kept, live.Reviews{Store: l, Kept: kept}
	}
	site, err := web.New(o)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s\n", l.Addr())
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(l)
}

// fill reads the articles and stores them.
func fill(reader *onrecord.Reader, file string) (*store.Store, error) {
	ctx := context.Background()
	s, err := store.Open(ctx, file, store.Options{Now: today})
	if err != nil {
		return nil, err
	}
	var entries []store.Entry
	for r := range reader.ReadAll(strings.NewReader(articles), "articles.jsonl") {
		entries = append(entries, store.Entry{Source: "demo", Record: &r})
	}
	if _, err := s.Put(ctx, "demo", entries); err != nil {
		return nil, err
	}
	for address, name := range map[string]string{"https://dispatch.example/feed.xml": "Lake Chad Dispatch", "https://sahel.example/rss": "Radio Sahel"} {
		if _, err := s.AddWatch(ctx, store.Watch{URL: address, Kind: "feed", Name: name}); err != nil {
			return nil, err
		}
	}
	return s, nil
}
