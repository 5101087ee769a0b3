// Package address checks and compares the addresses of pages. What goes in is an address as a
// feed, a page or a person wrote it; what comes out is the address to dial, and the form under which
// two spellings of one address are the same. It dials nobody and looks nothing up.
package address

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// MaxLength is the longest address that is followed, in bytes: longer ones are made by broken templates.
const MaxLength = 2048

// Parse reads an absolute http or https address and refuses what must not be dialled: other schemes,
// user names and passwords, no host, control characters, more than MaxLength bytes.
// The host comes out in lower case and in its ASCII form.
func Parse(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > MaxLength {
		return nil, fmt.Errorf("the address has %d bytes, more than %d", len(raw), MaxLength)
	}
	u, err := url.Parse(raw)
	if err != nil {
		var inner *url.Error
		if errors.As(err, &inner) {
			err = inner.Err
		}
		return nil, fmt.Errorf("%q is no address: %w", raw, err)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q: only http and https addresses are fetched", raw)
	case u.User != nil:
		return nil, fmt.Errorf("%s://…@%s: addresses with a user name or password are not fetched", u.Scheme, u.Host)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%q names no host", raw)
	}
	host, err := hostASCII(u.Hostname())
	if err != nil {
		return nil, fmt.Errorf("%q: the host name is not valid: %w", raw, err)
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

func hostASCII(host string) (string, error) {
	if strings.Contains(host, ":") {
		return "[" + strings.ToLower(host) + "]", nil
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 }) {
		var err error
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", err
		}
	}
	switch {
	case host == "" || host[0] == '.' || strings.HasSuffix(host, ".") || strings.Contains(host, ".."):
		return "", errors.New("a part of it is empty")
	case strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-._") != "":
		return "", errors.New("it has characters that no host name has")
	}
	return host, nil
}

// Resolve reads a reference, absolute or relative to base, and returns the absolute address to dial. An empty reference,
// one that is only a fragment and one that is not http or https is an error.
func Resolve(base, ref string) (string, error) {
	ref = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return -1
		}
		return r
	}, ref))
	if ref == "" || ref[0] == '#' {
		return "", errors.New("the reference is empty")
	}
	if base == "" {
		u, err := Parse(ref)
		if err != nil {
			return "", err
		}
		return u.String(), nil
	}
	b, err := url.Parse(base)
	if err != nil {
		return "", fmt.Errorf("%q is no address", base)
	}
	r, err := url.Parse(ref)
	if err != nil {
		return "", fmt.Errorf("%q is no address", ref)
	}
	u, err := Parse(b.ResolveReference(r).String())
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// Canonical returns the form of an address under which the same page is known: scheme and host in lower case, no
// default port, no fragment (but "#!…", which names a page), no dot segments, percent-encoding in one form, no session id and none of the
// parameters that only say where the reader came from. All other parameters stay, in their order and as
// they are written, and so do "www.", the scheme and a slash at the end: servers may tell them apart.
func Canonical(raw string) (string, error) {
	u, err := Parse(raw)
	if err != nil {
		return "", err
	}
	if p := u.Port(); u.Scheme == "http" && p == "80" || u.Scheme == "https" && p == "443" || strings.HasSuffix(u.Host, ":") {
		u.Host = u.Host[:strings.LastIndexByte(u.Host, ':')]
	}
	u = u.ResolveReference(&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, Fragment: u.Fragment, RawFragment: u.RawFragment})
	path := Escapes(u.EscapedPath())
	if i := strings.Index(strings.ToLower(path), ";jsessionid="); i >= 0 {
		path = path[:i]
	}
	var b strings.Builder
	b.WriteString(u.Scheme + "://" + u.Host + path)
	sep := byte('?')
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if pair == "" || tracking(pair) {
			continue
		}
		b.WriteByte(sep)
		b.WriteString(Escapes(pair))
		sep = '&'
	}
	if strings.HasPrefix(u.Fragment, "!") {
		b.WriteString("#" + u.EscapedFragment())
	}
	return b.String(), nil
}

// Escapes writes percent-encoding as RFC 3986, 6.2.2 has it: capital hex digits, letters, digits and -._~ bare. What must
// be encoded and is not gets encoded.
func Escapes(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi >= 0 && lo >= 0 {
				if d := byte(hi<<4 | lo); unreserved(d) {
					b.WriteByte(d)
				} else {
					b.WriteByte('%')
					b.WriteByte(hex[hi])
					b.WriteByte(hex[lo])
				}
				i += 2
				continue
			}
		}
		if c <= 0x20 || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 || c == '%' {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
