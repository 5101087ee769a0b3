// Package fetch gets pages and lists of articles from web servers, as a good citizen and a hard target. What goes in is an
// address and what was known from the last visit; what comes out is the document with its encodings undone, or
// an error that says in plain words what happened and what to do.
//
// It is the only package of the project that dials out. It obeys robots.txt (RFC 9309), asks each host for one thing at a
// time with a pause between, waits when a host says so, refuses addresses of private networks on every hop after the name is looked up,
// and reads no more than its limits. It never sends cookies, credentials or a referrer, never runs what it
// fetched, and keeps nothing on disk.
package fetch

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

const (
	defaultPage      = 5 << 20
	defaultList      = 15 << 20
	defaultTimeout   = 30 * time.Second
	defaultSpacing   = 5 * time.Second
	defaultRedirects = 5
	defaultWait      = 2 * time.Minute
	maxHeaderBytes   = 256 << 10
	product          = "onrecord" // the token that robots.txt files name us by
)

// Options configure a Client. The zero value gives the defaults named.
type Options struct {
	Version      string         // of the program, for the user agent
	Contact      string         // address of a page or mailbox that tells who fetches; it stands in the user agent
	Timeout      time.Duration  // for one answer from dialling to its last byte; 30 s
	MaxPage      int64          // bytes of a page after inflation; 5 MB
	MaxList      int64          // bytes of a feed or sitemap after inflation; 15 MB
	MaxRatio     int64          // inflated bytes per byte; 200
	MaxRedirects int            // 5
	Spacing      time.Duration  // between the starts of two requests to a host; 5 s; robots.txt can ask for more
	MaxWait      time.Duration  // the longest pause that Get sits out; longer ones are an Error with Until; 2 min
	Allow        []netip.Prefix // networks that may be dialled although they are private, on any port
	Ports        []uint16       // ports that may be dialled; 80 and 443
	Proxy        *url.URL       // used only if set here; environment variables are not looked at
	IgnoreRobots bool           // for hosts of one's own

	Now    func() time.Time                                        // the clock; time.Now
	Sleep  func(ctx context.Context, d time.Duration) error        // waits; a timer
	Jitter func() float64                                          // chance in [0,1) that spreads waits; math/rand
	dial   func(context.Context, string, string) (net.Conn, error) // tests: in place of the network
}

func (o *Options) fill() {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&o.Timeout, defaultTimeout)
	def(&o.Spacing, defaultSpacing)
	def(&o.MaxWait, defaultWait)
	if o.MaxPage <= 0 {
		o.MaxPage = defaultPage
	}
	if o.MaxList <= 0 {
		o.MaxList = defaultList
	}
	if o.MaxRedirects <= 0 {
		o.MaxRedirects = defaultRedirects
	}
	if len(o.Ports) == 0 {
		o.Ports = []uint16{80, 443}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Client fetches. It is safe for concurrent use; requests to one host wait for one another.
type Client struct {
	o         Options
	userAgent string
	transport *http.Transport
	hosts     *hosts
	rules     *rules
}

// New returns a Client.
func New(o Options) *Client {
	o.fill()
	c := &Client{o: o, userAgent: userAgent(o.Version, o.Contact)}
	c.transport = newTransport(o)
	c.hosts = newHosts(o)
	c.rules = newRules(o)
	return c
}

// userAgent is how we introduce ourselves: product, version and where to complain.
func userAgent(version, contact string) string {
	ua := product
	if version != "" {
		ua += "/" + version
	}
	if contact != "" {
		ua += " (+" + contact + ")"
	}
	return ua
}

// Close drops the connections that are kept open.
func (c *Client) Close() { c.transport.CloseIdleConnections() }
