// Command demo serves the page over the invented world of package memory, in which every part of the page has something
// to show, for a look at it and for the journeys (journeys/run.sh). It reads pasted articles as the real server does.
// Nothing is kept when it ends.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"onrecord"
	"onrecord/internal/web"
	"onrecord/internal/web/memory"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "address to serve at; port 0 takes a free one")
	flag.Parse()
	if err := run(*listen); err != nil {
		log.Fatal("demo: ", err)
	}
}

// today of the demo, so that the page looks the same whenever it is started.
func today() time.Time { return time.Date(2024, 3, 20, 12, 0, 0, 0, time.UTC) }

func run(listen string) error {
	reader, err := onrecord.New(onrecord.Options{Explain: true})
	if err != nil {
		return err
	}
	m := memory.Sample()
	site, err := web.New(web.Options{Reader: reader, Store: m, Watches: m, Searches: m, Reviews: m, Now: today})
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
