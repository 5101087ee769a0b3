// Command demo serves the page over the example articles, for a look at it and for the journeys (journeys/run.sh):
// nothing is kept when it ends.
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
	reader, err := onrecord.New(onrecord.Options{Explain: true})
	if err != nil {
		log.Fatal(err)
	}
	store := memory.Sample()
	site, err := web.New(web.Options{Reader: reader, Store: store, Watches: store, Searches: store, Reviews: store, Now: func() time.Time { return time.Date(2024, 3, 20, 12, 0, 0, 0, time.UTC) }})
	if err != nil {
		log.Fatal(err)
	}
	l, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s/\n", l.Addr())
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.Serve(l))
}
