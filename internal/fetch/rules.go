package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"onrecord/internal/fetch/address"
	"onrecord/internal/fetch/body"
	"onrecord/internal/fetch/robots"
)

const (
	rulesKept      = 24 * time.Hour   // RFC 9309, 2.4
	rulesRetry     = 15 * time.Minute // after an answer that means "not now"
	rulesRedirects = 5                // RFC 9309, 2.3.1.2
)

// rules keeps the robots.txt files of the servers that were asked.
type rules struct {
	o  Options
	mu sync.Mutex
	by map[string]*rule // by scheme and host
}

type rule struct {
	file  *robots.File // the last one that could be read; nil: none ever
	wait  bool         // the last attempt says "not now"
	until time.Time    // when to ask again
}

func newRules(o Options) *rules { return &rules{o: o, by: map[string]*rule{}} }

// permit checks that robots.txt lets us fetch u, reading it first if need be. It returns the crawl delay. The caller holds the host's turn.
func (c *Client) permit(ctx context.Context, u *url.URL) (time.Duration, *Error) {
	key := u.Scheme + "://" + u.Host
	now := c.o.Now()
	c.rules.mu.Lock()
	r := c.rules.by[key]
	c.rules.mu.Unlock()
	if r == nil || !now.Before(r.until) {
		fresh, err := c.readRules(ctx, key, r)
		if err != nil {
			if err.Class == DNS || err.Class == Refused || err.Class == TLS || err.Class == Blocked || err.Class == Stopped {
				err.URL = u.String() // it is the host's trouble, not the file's
			}
			return 0, err
		}
		r = fresh
		c.rules.mu.Lock()
		if len(c.rules.by) >= manyHosts {
			for k, old := range c.rules.by {
				if now.After(old.until) {
					delete(c.rules.by, k)
				}
			}
		}
		c.rules.by[key] = r
		c.rules.mu.Unlock()
	}
	if r.file == nil && r.wait {
		return 0, &Error{Class: Robots, URL: u.String(), Until: r.until, Err: fmt.Errorf("%s/robots.txt cannot be read now, and without it nothing may be fetched", key)}
	}
	if r.file != nil && !r.file.Allowed(product, u.RequestURI()) {
		return 0, &Error{Class: Robots, URL: u.String(), Err: fmt.Errorf("the site's robots.txt forbids it")}
	}
	if r.file == nil {
		return 0, nil
	}
	return r.file.Delay(product), nil
}

// readRules fetches a robots.txt. No file (4xx) allows everything, RFC 9309, 2.3.1.3; an overloaded or failing server (429, 5xx)
// is to be left alone, 2.3.1.4, unless an earlier file is known. Errors of the connection would hit the page as well and are told as they are.
func (c *Client) readRules(ctx context.Context, key string, old *rule) (*rule, *Error) {
	now := c.o.Now()
	at := key + "/robots.txt"
	for range rulesRedirects + 1 {
		u, err := address.Parse(at)
		if err != nil {
			break
		}
		status, header, data, err := c.small(ctx, u)
		if err != nil {
			return nil, classify(ctx, at, err)
		}
		switch {
		case status >= 200 && status < 300:
			return &rule{file: robots.Parse(data), until: now.Add(rulesKept)}, nil
		case status >= 300 && status < 400 && header.Get("Location") != "":
			if at, err = address.Resolve(at, header.Get("Location")); err != nil {
				return &rule{until: now.Add(rulesKept)}, nil
			}
			continue
		case status == http.StatusTooManyRequests || status >= 500:
			wait := rulesRetry
			if after, ok := RetryAfter(header.Get("Retry-After"), now); ok {
				wait = max(wait, after)
			}
			r := &rule{wait: true, until: now.Add(wait)}
			if old != nil {
				r.file = old.file
			}
			return r, nil
		}
		return &rule{until: now.Add(rulesKept)}, nil
	}
	return &rule{until: now.Add(rulesKept)}, nil // redirected too often: as if there were none
}

// small gets the beginning of a file.
func (c *Client) small(ctx context.Context, u *url.URL) (status int, header http.Header, data []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	resp, err := c.send(ctx, u, nil)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 == 2 {
		data, err = body.Read(resp.Body, resp.Header.Get("Content-Encoding"), body.Limits{Max: robots.MaxBytes, Ratio: c.o.MaxRatio})
		if err != nil && !errors.Is(err, body.ErrTooLarge) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, body.ErrCut) {
			return 0, nil, nil, err
		}
	}
	return resp.StatusCode, resp.Header, data, nil
}

// Sitemaps returns the sitemaps that the robots.txt of an address's server names.
func (c *Client) Sitemaps(ctx context.Context, raw string) ([]string, error) {
	u, err := address.Parse(raw)
	if err != nil {
		return nil, &Error{Class: Address, URL: raw, Err: err}
	}
	leave, err := c.enter(ctx, u, false)
	if err != nil {
		return nil, err
	}
	defer leave()
	root := *u
	root.Path, root.RawPath, root.RawQuery = "/robots.txt", "", ""
	if _, e := c.permit(ctx, &root); e != nil {
		return nil, e
	}
	c.rules.mu.Lock()
	defer c.rules.mu.Unlock()
	r := c.rules.by[u.Scheme+"://"+u.Host]
	if r == nil || r.file == nil {
		return nil, nil
	}
	var out []string
	for _, s := range r.file.Sitemaps() {
		if abs, err := address.Resolve(u.String(), s); err == nil {
			out = append(out, abs)
		}
	}
	return out, nil
}
