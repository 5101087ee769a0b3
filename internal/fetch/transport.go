package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// errBlocked: the address belongs to a private or special network, or the port is not one of the web.
var errBlocked = errors.New("refused before dialling")

// guard checks the very address that is about to be dialled. It runs behind the look-up of the name, so that a
// name cannot pass with one address and be dialled with another, and for each hop of a redirect.
type guard struct {
	allow []netip.Prefix
	rest  *ssrf.Guardian
}

func newGuard(o Options) *guard {
	return &guard{allow: o.Allow, rest: ssrf.New(ssrf.WithPorts(o.Ports...))}
}

func (g *guard) control(network, addr string, c syscall.RawConn) error {
	if ap, err := netip.ParseAddrPort(addr); err == nil {
		for _, p := range g.allow {
			if p.Contains(ap.Addr().Unmap()) {
				return nil
			}
		}
	}
	if err := g.rest.Safe(network, addr, c); err != nil {
		return fmt.Errorf("%w: %w", errBlocked, err)
	}
	return nil
}

func newTransport(o Options) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: newGuard(o).control}
	t := &http.Transport{
		DialContext:            dialer.DialContext,
		DisableCompression:     true, // undone in package body, within limits
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           200,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        60 * time.Second,
	}
	if o.dial != nil {
		t.DialContext = o.dial
	}
	if o.Proxy != nil {
		t.Proxy = http.ProxyURL(o.Proxy)
		t.DialContext = proxyDial(o, t.DialContext)
	}
	return t
}

// proxyDial dials the proxy unchecked, since it was named on purpose. Behind a proxy the address of the target is not seen; what can be
// refused then is refused in Get: targets given as addresses in place of names.
func proxyDial(o Options, guarded func(context.Context, string, string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	port := o.Proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[o.Proxy.Scheme]
		if port == "" {
			port = "80"
		}
	}
	proxy := net.JoinHostPort(o.Proxy.Hostname(), port)
	free := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr == proxy {
			return free.DialContext(ctx, network, addr)
		}
		return guarded(ctx, network, addr)
	}
}

// literalBlocked refuses a host that is an address of a private network. It matters behind a proxy only; else the dialer checks.
func (c *Client) literalBlocked(host, port string) error {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		if host == "localhost" {
			return fmt.Errorf("%w: %s is this machine", errBlocked, host)
		}
		return nil
	}
	network := "tcp4"
	if ip.Is6() {
		network = "tcp6"
	}
	return newGuard(c.o).control(network, net.JoinHostPort(host, port), nil)
}
