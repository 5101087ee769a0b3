package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"onrecord/internal/charset"
	"onrecord/internal/feed"
	"onrecord/internal/fetch/address"
	"onrecord/internal/fetch/body"
)

// Request is what to get. Only URL is needed.
type Request struct {
	URL          string
	List         bool   // a feed or sitemap: the larger limit, and gzip files are unpacked
	ETag         string // of the last answer, to be told if nothing has changed
	LastModified string
	offset       int64 // Open: where to begin
	plain        bool  // Open: no content encoding
}

// Result is one answer.
type Result struct {
	URL          string // as asked for
	Final        string // where the answer came from, behind redirects
	Moved        string // the new address if the one asked for has moved for good, "" if not
	Canonical    string // the address that the page says is its own, absolute; "" if it says none
	Hops         int    // redirects followed
	Status       int
	NotModified  bool // the document is as it was; no Body then
	ContentType  string
	Header       http.Header
	Body         []byte
	Hash         string // SHA-256 of Body in hexadecimal
	ETag         string // for the next request
	LastModified string
	MaxAge       time.Duration // how long the server says the answer stays good; 0: not said; at most a day
	At           time.Time
	Took         time.Duration
}

// Text returns the body as UTF-8 where the header is needed to know the character set; else as it came.
func (r *Result) Text() []byte {
	text, _ := charset.UTF8(r.Body, r.ContentType, "")
	return text
}

// Get fetches one document. It waits for the host's turn first, which may take as long as Options.MaxWait. Any error is an *Error.
func (c *Client) Get(ctx context.Context, req Request) (*Result, error) {
	u, err := address.Parse(req.URL)
	if err != nil {
		return nil, &Error{Class: Address, URL: withoutUser(req.URL), Err: err}
	}
	res := &Result{URL: req.URL}
	permanent := true
	seen := []string{u.String()}
	for {
		to, status, e := c.hop(ctx, u, req, res)
		if e != nil {
			return nil, e
		}
		if to == "" {
			return res, nil
		}
		res.Hops++
		next, err := address.Resolve(u.String(), to)
		switch {
		case err != nil:
			return nil, &Error{Class: Redirect, URL: u.String(), Status: status, Err: fmt.Errorf("it redirects to %q: %w", to, err)}
		case slices.Contains(seen, next):
			return nil, &Error{Class: Redirect, URL: u.String(), Status: status, Err: fmt.Errorf("it redirects in a circle, back to %s", next)}
		case res.Hops > c.o.MaxRedirects:
			return nil, &Error{Class: Redirect, URL: u.String(), Status: status, Err: fmt.Errorf("more than %d redirects", c.o.MaxRedirects)}
		}
		seen = append(seen, next)
		if permanent = permanent && (status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect); permanent {
			res.Moved = next
		}
		if u, err = address.Parse(next); err != nil {
			return nil, &Error{Class: Redirect, URL: next, Err: err}
		}
	}
}

// withoutUser is an address to show: passwords do not go into messages.
func withoutUser(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.User == nil {
		return raw
	}
	u.User = nil
	return u.String()
}

// enter waits for the turn of the address's host. A redirect within a host is followed without the usual pause.
func (c *Client) enter(ctx context.Context, u *url.URL, redirected bool) (func(), error) {
	leave, until, err := c.hosts.enter(ctx, u.Hostname(), redirected)
	if err != nil {
		return nil, &Error{Class: Stopped, URL: u.String(), Err: err}
	}
	if leave == nil {
		return nil, &Error{Class: Waiting, URL: u.String(), Until: until}
	}
	return leave, nil
}

// hop makes one request and fills res, or returns where to go instead.
func (c *Client) hop(ctx context.Context, u *url.URL, req Request, res *Result) (to string, status int, e *Error) {
	from, err := url.Parse(res.Final)
	leave, err := c.enter(ctx, u, err == nil && from.Hostname() == u.Hostname())
	if err != nil {
		errors.As(err, &e)
		return "", 0, e
	}
	defer leave()
	if c.o.Proxy != nil {
		if err := c.literalBlocked(u.Hostname(), portOf(u)); err != nil {
			return "", 0, classify(ctx, u.String(), err)
		}
	}
	if !c.o.IgnoreRobots {
		delay, e := c.permit(ctx, u)
		if e != nil {
			return "", 0, e
		}
		c.hosts.space(u.Hostname(), delay)
	}
	limited, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	res.At = c.o.Now()
	resp, err := c.send(limited, u, &req)
	if err != nil {
		return "", 0, classify(ctx, u.String(), err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable {
		c.hosts.ok(u.Hostname())
	}
	switch status = resp.StatusCode; {
	case status == http.StatusMovedPermanently || status == http.StatusFound || status == http.StatusSeeOther || status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect:
		if to = resp.Header.Get("Location"); to == "" {
			return "", status, &Error{Class: Redirect, URL: u.String(), Status: status, Err: errors.New("it redirects without saying where")}
		}
		res.Final = u.String()
		return to, status, nil
	case status == http.StatusNotModified:
		return "", status, c.notModified(u, req, resp, res)
	case status != http.StatusOK && status != http.StatusNonAuthoritativeInfo:
		return "", status, c.refusal(u, resp)
	}
	res.fill(u, resp)
	if e := c.readBody(ctx, u, req, resp, res); e != nil {
		return "", status, e
	}
	res.Took = c.o.Now().Sub(res.At)
	return "", status, nil
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// send makes the request itself; req nil is a plain one.
func (c *Client) send(ctx context.Context, u *url.URL, req *Request) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", c.userAgent)
	r.Header.Set("Accept-Encoding", "gzip, br, deflate")
	r.Header.Set("Accept-Language", "en, *;q=0.5")
	r.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5")
	if req != nil {
		if req.List {
			r.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml, text/xml;q=0.9, */*;q=0.5")
		}
		if req.plain {
			r.Header.Set("Accept-Encoding", "identity")
			r.Header.Set("Accept", "*/*")
		}
		if req.offset > 0 {
			r.Header.Set("Range", fmt.Sprintf("bytes=%d-", req.offset))
		}
		if req.ETag != "" {
			r.Header.Set("If-None-Match", req.ETag)
		}
		if req.LastModified != "" {
			r.Header.Set("If-Modified-Since", req.LastModified)
		}
	}
	return c.transport.RoundTrip(r)
}

// fill takes over what the head of an answer says.
func (r *Result) fill(u *url.URL, resp *http.Response) {
	r.Final = u.String()
	r.Status = resp.StatusCode
	r.Header = resp.Header
	r.ContentType = resp.Header.Get("Content-Type")
	r.ETag = resp.Header.Get("ETag")
	r.LastModified = resp.Header.Get("Last-Modified")
	r.MaxAge = MaxAge(resp.Header, r.At)
}

// notModified takes over a 304. The validators are those of this answer, if it has any: servers change them without changing the document.
func (c *Client) notModified(u *url.URL, req Request, resp *http.Response, res *Result) *Error {
	if req.ETag == "" && req.LastModified == "" {
		return &Error{Class: Protocol, URL: u.String(), Status: resp.StatusCode, Err: errors.New("the server says that the document has not changed, which it was not asked")}
	}
	res.fill(u, resp)
	if res.ETag == "" {
		res.ETag = req.ETag
	}
	if res.LastModified == "" {
		res.LastModified = req.LastModified
	}
	res.NotModified = true
	res.Took = c.o.Now().Sub(res.At)
	return nil
}

// refusal makes an Error of an answer that is no document.
func (c *Client) refusal(u *url.URL, resp *http.Response) *Error {
	e := &Error{Class: Status, URL: u.String(), Status: resp.StatusCode}
	if resp.Header.Get("Cf-Mitigated") == "challenge" {
		e.Err = errors.New("asks for a check that only a browser passes")
	}
	after, said := RetryAfter(resp.Header.Get("Retry-After"), c.o.Now())
	switch {
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable:
		e.Until = c.hosts.strike(u.Hostname(), after)
	case said:
		e.Until = c.o.Now().Add(min(after, maxBackoff))
	}
	return e
}

// readBody reads the document within the limits.
func (c *Client) readBody(ctx context.Context, u *url.URL, req Request, resp *http.Response, res *Result) *Error {
	most := c.o.MaxPage
	if req.List {
		most = c.o.MaxList
	}
	if kind := body.MediaType(res.ContentType); !readable(kind, req.List) {
		return &Error{Class: Type, URL: u.String(), Status: res.Status, Err: fmt.Errorf("the document is %s, not a text", kind)}
	}
	encoding := resp.Header.Get("Content-Encoding")
	if encoding == "" && resp.ContentLength > most {
		return &Error{Class: TooBig, URL: u.String(), Status: res.Status, Err: fmt.Errorf("%w: %d bytes, more than %d", body.ErrTooLarge, resp.ContentLength, most)}
	}
	limits := body.Limits{Max: most, Ratio: c.o.MaxRatio}
	data, err := body.Read(resp.Body, encoding, limits)
	if err == nil && req.List && bytes.HasPrefix(data, []byte{0x1f, 0x8b}) { // sitemap.xml.gz
		data, err = body.Read(bytes.NewReader(data), "gzip", limits)
	}
	if err != nil {
		e := classify(ctx, u.String(), err)
		e.Status = res.Status
		return e
	}
	res.Body = data
	sum := sha256.Sum256(data)
	res.Hash = hex.EncodeToString(sum[:])
	if !req.List {
		res.Canonical = canonicalLink(data, res.Final)
	}
	return nil
}

// readable reports whether a media type can hold an article or a list. Unknown types pass: what they hold is seen later.
func readable(kind string, list bool) bool {
	switch {
	case strings.HasPrefix(kind, "image/svg"):
		return list
	case strings.HasPrefix(kind, "image/"), strings.HasPrefix(kind, "video/"), strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "font/"):
		return false
	case kind == "application/pdf", kind == "application/zip", kind == "application/msword", strings.HasPrefix(kind, "application/vnd.openxmlformats"):
		return false
	case kind == "application/gzip" || kind == "application/x-gzip" || kind == "application/octet-stream":
		return list
	}
	return true
}

// canonicalLink finds <link rel="canonical"> in the head of a page.
func canonicalLink(page []byte, base string) string {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), 512<<10)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom == atom.Body {
				return ""
			}
			if t.DataAtom != atom.Link {
				continue
			}
			var rel, href string
			for _, a := range t.Attr {
				switch a.Key {
				case "rel":
					rel = strings.ToLower(a.Val)
				case "href":
					href = a.Val
				}
			}
			if slices.Contains(strings.Fields(rel), "canonical") {
				if abs, err := address.Resolve(base, href); err == nil {
					return abs
				}
			}
		}
	}
}

// List fetches a feed or sitemap and reads it. Where nothing has changed the list is nil.
func (c *Client) List(ctx context.Context, req Request, most int) (*Result, *feed.Feed, error) {
	req.List = true
	res, err := c.Get(ctx, req)
	if err != nil || res.NotModified {
		return res, nil, err
	}
	f, err := feed.Parse(res.Body, feed.Options{URL: res.Final, ContentType: res.ContentType, Max: most})
	if err != nil {
		return res, nil, &Error{Class: NotFeed, URL: res.Final, Status: res.Status, Err: err}
	}
	return res, f, nil
}
