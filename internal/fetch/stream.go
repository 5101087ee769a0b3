package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/fetch/address"
)

// Stream is a large file that is read as it comes, such as a web archive. The host's turn lasts until Close.
type Stream struct {
	Final string // where it comes from, behind redirects
	Size  int64  // of the whole file in bytes; -1: not said
	ctx   context.Context
	body  io.ReadCloser
	idle  *time.Timer
	limit time.Duration
	end   func()
}

// Open asks for a file from a byte offset on. There is no limit on its size and time, but no pause within may be longer than
// Options.Timeout. Any error is an *Error, also those of Read.
func (c *Client) Open(ctx context.Context, raw string, offset int64) (*Stream, error) {
	u, err := address.Parse(raw)
	if err != nil {
		return nil, &Error{Class: Address, URL: withoutUser(raw), Err: err}
	}
	for range c.o.MaxRedirects + 1 {
		s, to, e := c.openOnce(ctx, u, offset)
		if e != nil {
			return nil, e
		}
		if to == "" {
			return s, nil
		}
		next, err := address.Resolve(u.String(), to)
		if err == nil {
			u, err = address.Parse(next)
		}
		if err != nil {
			return nil, &Error{Class: Redirect, URL: u.String(), Err: fmt.Errorf("it redirects to %q: %w", to, err)}
		}
	}
	return nil, &Error{Class: Redirect, URL: u.String(), Err: fmt.Errorf("more than %d redirects", c.o.MaxRedirects)}
}

func (c *Client) openOnce(ctx context.Context, u *url.URL, offset int64) (s *Stream, to string, e *Error) {
	leave, err := c.enter(ctx, u, false)
	if err != nil {
		errors.As(err, &e)
		return nil, "", e
	}
	inner, cancel := context.WithCancelCause(ctx)
	s = &Stream{Final: u.String(), Size: -1, ctx: ctx, limit: c.o.Timeout, end: func() { cancel(nil); leave() }}
	s.idle = time.AfterFunc(s.limit, func() { cancel(context.DeadlineExceeded) })
	to, e = c.begin(inner, u, offset, s)
	if e != nil || to != "" {
		if e != nil && context.Cause(inner) == context.DeadlineExceeded {
			e.Class = Timeout
		}
		s.Close()
		return nil, to, e
	}
	s.body = &timed{ReadCloser: s.body, inner: inner}
	return s, "", nil
}

// begin makes the request and passes over what comes before the offset.
func (c *Client) begin(ctx context.Context, u *url.URL, offset int64, s *Stream) (to string, e *Error) {
	if c.o.Proxy != nil {
		if err := c.literalBlocked(u.Hostname(), portOf(u)); err != nil {
			return "", classify(s.ctx, u.String(), err)
		}
	}
	if !c.o.IgnoreRobots {
		if _, e := c.permit(ctx, u); e != nil {
			return "", e
		}
	}
	resp, err := c.send(ctx, u, &Request{offset: offset, plain: true})
	if err != nil {
		return "", classify(s.ctx, u.String(), err)
	}
	s.body = resp.Body
	switch status := resp.StatusCode; {
	case status >= 300 && status < 400 && resp.Header.Get("Location") != "":
		return resp.Header.Get("Location"), nil
	case status == http.StatusOK:
		s.Size = resp.ContentLength
		if _, err := io.CopyN(io.Discard, s, offset); err != nil {
			return "", classify(s.ctx, u.String(), err)
		}
		return "", nil
	case status == http.StatusPartialContent && strings.HasPrefix(resp.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", offset)):
		if resp.ContentLength >= 0 {
			s.Size = offset + resp.ContentLength
		}
		return "", nil
	case status == http.StatusPartialContent:
		return "", &Error{Class: Protocol, URL: u.String(), Status: status, Err: errors.New("the server sends another part than the one asked for")}
	default:
		return "", c.refusal(u, resp)
	}
}

// Read reads on. It fails with an *Error of class Timeout if nothing comes for too long.
func (s *Stream) Read(p []byte) (int, error) {
	n, err := s.body.Read(p)
	s.idle.Reset(s.limit)
	if err != nil && err != io.EOF {
		var e *Error
		if !errors.As(err, &e) {
			e = classify(s.ctx, s.Final, err)
		}
		return n, e
	}
	return n, err
}

// Close ends the transfer and the host's turn.
func (s *Stream) Close() error {
	s.idle.Stop()
	var err error
	if s.body != nil {
		err = s.body.Close()
	}
	if s.end != nil {
		s.end()
		s.end = nil
	}
	return err
}

// timed tells an end by idleness from other ends.
type timed struct {
	io.ReadCloser
	inner context.Context
}

func (t *timed) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if err != nil && err != io.EOF && context.Cause(t.inner) == context.DeadlineExceeded {
		err = context.DeadlineExceeded
	}
	return n, err
}
