package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"onrecord/internal/feed"
	"onrecord/internal/fetch/body"
)

// Class says what kind of thing went wrong.
type Class string

// The classes.
const (
	Address  Class = "address"         // the address itself cannot be fetched
	DNS      Class = "dns"             // the host's name is not known
	Refused  Class = "refused"         // nobody answers there, or the network is not reachable
	TLS      Class = "tls"             // no safe connection
	Timeout  Class = "timeout"         // it took too long
	Cut      Class = "cut"             // the answer ended early or was damaged on its way
	TooBig   Class = "too big"         // more bytes than the limit
	Bomb     Class = "bomb"            // inflates beyond reason
	Robots   Class = "robots"          // robots.txt forbids it, or cannot be read now
	Blocked  Class = "blocked address" // a private network or an unusual port
	Status   Class = "http status"     // the server says no
	Redirect Class = "redirect"        // too many redirects, a loop, or one that leads nowhere
	Protocol Class = "protocol"        // not an HTTP answer, or one against the rules
	Type     Class = "type"            // not a text
	NotFeed  Class = "not a feed"
	Waiting  Class = "waiting" // the host has asked for a pause that is not over
	Stopped  Class = "stopped" // by the caller
)

// Error is why an address could not be fetched.
type Error struct {
	Class  Class
	URL    string    // at which it happened: behind redirects, not the one asked for
	Status int       // of the answer; 0: none
	Until  time.Time // when to try again at the earliest, if the server or our own back-off says so
	Err    error     // the cause
}

func (e *Error) Error() string {
	s := fmt.Sprintf("fetch: %s: %s", e.URL, e.Message())
	if advice := e.Advice(); advice != "" {
		s += "; " + advice
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// Message says in plain words what happened, without the address.
func (e *Error) Message() string {
	cause := ""
	if e.Err != nil {
		cause = e.Err.Error()
	}
	switch e.Class {
	case DNS:
		return "the name of the host is not known"
	case Refused:
		return "the host does not answer: " + cause
	case TLS:
		return "no safe connection: " + cause
	case Timeout:
		return "no full answer in time"
	case Cut:
		return "the answer is cut short or damaged: " + cause
	case TooBig:
		return "the document is " + cause
	case Bomb:
		return "the document " + cause
	case Status:
		said := fmt.Sprintf("the server answers %d %s", e.Status, http.StatusText(e.Status))
		if cause != "" {
			said += " and " + cause
		}
		return said
	case Blocked:
		return "it leads to a private network or an unusual port: " + cause
	case Waiting:
		return "the host has asked for a pause"
	case Stopped:
		return "stopped"
	}
	return strings.TrimPrefix(cause, "feed: ")
}

// Advice says what a person can do about it, "" if nothing but wait.
func (e *Error) Advice() string {
	switch e.Class {
	case DNS:
		return "check the spelling and your connection"
	case TLS:
		return "the site's certificate is at fault, or something between you and it"
	case TooBig:
		return "raise the limit if this is really an article or a feed"
	case Bomb:
		return "it is left alone"
	case Blocked:
		return "allow the network in the configuration if the server is your own"
	case NotFeed:
		if len(e.Alternates()) > 0 {
			return "add one of these addresses instead"
		}
		return "look for the address of the feed on the site"
	case Robots:
		if e.Until.IsZero() {
			return "the site does not want programs there; ask its owner or save the page yourself"
		}
	case Status:
		switch e.Status {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusPaymentRequired:
			return "the site does not let programs in; save the page yourself and add the file"
		case http.StatusNotFound, http.StatusGone:
			return "check the address"
		}
	}
	if !e.Until.IsZero() {
		return "tried again after " + e.Until.UTC().Format("2006-01-02 15:04 MST")
	}
	return ""
}

// Alternates returns the feeds that a page named which was asked for as a feed.
func (e *Error) Alternates() []feed.Alternate {
	var n *feed.NotFeed
	if errors.As(e.Err, &n) {
		return n.Alternates
	}
	return nil
}

// Temporary reports whether the same request may succeed later without anybody's doing.
func (e *Error) Temporary() bool {
	switch e.Class {
	case DNS, Refused, Timeout, Cut, Waiting:
		return true
	case Robots:
		return !e.Until.IsZero()
	case Status:
		return e.Status >= 500 || e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout
	}
	return false
}

// classify turns an error of the connection or of reading the body into an Error. asked is the caller's own context: its end
// is no fault of the server.
func classify(asked context.Context, url string, err error) *Error {
	e := &Error{URL: url, Err: rootCause(err), Class: Protocol}
	var (
		dns      *net.DNSError
		op       *net.OpError
		cert     *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		alert    tls.AlertError
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		netErr   net.Error
	)
	switch {
	case asked.Err() != nil:
		e.Class = Stopped
	case errors.Is(err, errBlocked):
		e.Class = Blocked
	case errors.Is(err, body.ErrTooLarge):
		e.Class = TooBig
	case errors.Is(err, body.ErrBomb):
		e.Class = Bomb
	case errors.Is(err, context.DeadlineExceeded):
		e.Class = Timeout
	case errors.As(err, &dns):
		e.Class = DNS
		if dns.IsTimeout {
			e.Class = Timeout
		}
	case errors.As(err, &netErr) && netErr.Timeout():
		e.Class = Timeout
	case errors.As(err, &cert), errors.As(err, &record), errors.As(err, &alert), errors.As(err, &unknown), errors.As(err, &hostname), errors.As(err, &invalid),
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"), strings.Contains(err.Error(), "tls:"):
		e.Class = TLS
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH), errors.As(err, &op) && op.Op == "dial":
		e.Class = Refused
	case errors.Is(err, body.ErrCut), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed),
		strings.Contains(err.Error(), "server closed idle connection"), errors.As(err, &op):
		e.Class = Cut
	}
	return e
}

// rootCause drops the wrapping that only repeats method and address.
func rootCause(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		return op.Err
	}
	return err
}
