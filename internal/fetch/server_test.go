package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// clock is a clock that moves only when somebody waits.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept time.Duration
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept += d
	return ctx.Err()
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func loopback() []netip.Prefix {
	return []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
}

// misbehave serves path by path; /robots.txt is missing unless given.
func misbehave(t *testing.T, paths map[string]http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h := paths[r.URL.Path]; h != nil {
			h(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	s.Config.ErrorLog = nil
	t.Cleanup(s.Close)
	return s
}

func client(c *clock) *Client {
	return New(Options{Version: "test", Contact: "https://reader.example/", Allow: loopback(), Now: c.Now, Sleep: c.Sleep, Jitter: func() float64 { return 0.5 }, MaxPage: 1 << 20, MaxList: 2 << 20, Timeout: 2 * time.Minute})
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, s) //nolint:errcheck // a test server
	}
}

func redirect(to string, status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	}
}

// raw answers with these bytes and closes the connection.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		io.WriteString(conn, answer) //nolint:errcheck // a test server
		conn.Close()
	}
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data) //nolint:errcheck // into memory
	z.Close()
	return b.Bytes()
}

func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	for r.Context().Err() == nil {
		if _, err := w.Write(bytes.Repeat([]byte("and so on "), 1000)); err != nil {
			return
		}
	}
}

// hostile lists what servers do, and what class of error a reader is told; "" is success.
func hostile() map[string]struct {
	do      http.HandlerFunc
	class   Class
	message string
} {
	return map[string]struct {
		do      http.HandlerFunc
		class   Class
		message string
	}{
		"/ok":        {text("<p>hello"), "", ""},
		"/endless":   {endless, TooBig, "too large"},
		"/announced": {raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\nx"), TooBig, "99999999999 bytes"},
		"/short":     {raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\nonly this"), Cut, "cut short"},
		"/chunk":     {raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this"), Cut, "cut short"},
		"/badchunk":  {raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nonly this"), Protocol, "chunk"},
		"/silent":    {raw(""), Cut, "cut short"},
		"/half-head": {raw("HTTP/1.1 200 OK\r\nContent-Ty"), Protocol, "malformed"},
		"/nonsense":  {raw("SSH-2.0-OpenSSH_9.9\r\n"), Protocol, "malformed"},
		"/headers":   {raw("HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Fill: "+strings.Repeat("x", 1000)+"\r\n", 400) + "\r\nhello"), Protocol, "headers exceeded"},
		"/loop":      {redirect("/loop2", 302), Redirect, "circle"},
		"/loop2":     {redirect("/loop", 302), Redirect, "circle"},
		"/self":      {redirect("/self", 301), Redirect, "circle"},
		"/far":       {func(w http.ResponseWriter, r *http.Request) { redirect("/far?"+r.URL.RawQuery+"x", 302)(w, r) }, Redirect, "more than 5"},
		"/nowhere":   {redirect("", 302), Redirect, "without saying where"},
		"/file":      {redirect("file:///etc/passwd", 302), Redirect, "only http and https"},
		"/password":  {redirect("http://a:b@127.0.0.1/", 302), Redirect, "password"},
		"/metadata":  {redirect("http://169.254.169.254/latest/meta-data/", 302), Blocked, "refused before dialling"},
		"/private":   {redirect("http://10.0.0.1/", 302), Blocked, "refused before dialling"},
		"/mapped":    {redirect("http://[::ffff:10.0.0.1]/", 302), Blocked, "refused before dialling"},
		"/bomb": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped(make([]byte, 4<<20)))
		}, Bomb, "inflates too much"}, //nolint:errcheck // a test server
		"/notgzip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "hello")
		}, Cut, "gzip"}, //nolint:errcheck // a test server
		"/zstd": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "zstd")
			io.WriteString(w, "hello")
		}, Protocol, "unknown content"}, //nolint:errcheck // a test server
		"/zip": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(zipped([]byte("hello")))
		}, "", ""}, //nolint:errcheck // a test server
		"/video": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "video/mp4"); endless2(w) }, Type, "video/mp4"},
		"/404":   {http.NotFound, Status, "404"},
		"/410":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, Status, "410"},
		"/403":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, Status, "403"},
		"/challenge": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(403)
		}, Status, "only a browser passes"},
		"/204":        {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, Status, "204"},
		"/500":        {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, Status, "500"},
		"/unasked304": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(304) }, Protocol, "not asked"},
		"/odd-status": {raw("HTTP/1.1 abc OK\r\n\r\n"), Protocol, "malformed"},
		"/panic":      {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Cut, "cut short"},
		"/panic-in-between": {func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "begin")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, Cut, "cut short"}, //nolint:errcheck // a test server
	}
}

func endless2(w http.ResponseWriter) {
	for {
		if _, err := w.Write(make([]byte, 4096)); err != nil {
			return
		}
	}
}

func TestHostileServers(t *testing.T) {
	t.Parallel()
	paths := map[string]http.HandlerFunc{}
	for path, c := range hostile() {
		paths[path] = c.do
	}
	s := misbehave(t, paths)
	c := client(newClock())
	defer c.Close()
	for path, want := range hostile() {
		res, err := c.Get(t.Context(), Request{URL: s.URL + path})
		if want.class == "" {
			if err != nil || !strings.Contains(string(res.Body), "hello") {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: error %v", path, err)
			continue
		}
		if e.Class != want.class || !strings.Contains(err.Error(), want.message) {
			t.Errorf("%s: class %q, message %q; want %q, %q", path, e.Class, err, want.class, want.message)
		}
	}
	if res, err := c.Get(t.Context(), Request{URL: s.URL + "/ok"}); err != nil || res.Status != 200 {
		t.Errorf("after all that: %v", err)
	}
}

// pipes is a network in memory, whose time a synctest bubble can move.
type pipes struct{ conns chan net.Conn }

func (p *pipes) Accept() (net.Conn, error) {
	c, ok := <-p.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (p *pipes) Close() error   { close(p.conns); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }
func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	p.conns <- theirs
	return ours, nil
}

func TestSlowServers(t *testing.T) {
	for name, do := range map[string]func(conn net.Conn){
		"no headers":   func(net.Conn) {},
		"half a head":  func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-") },                     //nolint:errcheck // a test server
		"no body":      func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n") }, //nolint:errcheck // a test server
		"body by byte": drip,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &pipes{conns: make(chan net.Conn)}
				var served sync.WaitGroup
				served.Go(func() {
					for {
						conn, err := p.Accept()
						if err != nil {
							return
						}
						served.Go(func() {
							if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
								do(conn)
							}
							io.Copy(io.Discard, conn) //nolint:errcheck // until the client hangs up
							conn.Close()
						})
					}
				})
				c := New(Options{IgnoreRobots: true, dial: p.dial})
				begin := time.Now()
				_, err := c.Get(t.Context(), Request{URL: "http://news.example/slow"})
				var e *Error
				if !errors.As(err, &e) || e.Class != Timeout {
					t.Errorf("error %v", err)
				}
				if took := time.Since(begin); took != defaultTimeout {
					t.Errorf("given up after %v, want %v", took, defaultTimeout)
				}
				begin = time.Now()
				stream, err := c.Open(t.Context(), "http://news.example/a.warc", 0)
				if name == "body by byte" { // it is slow, but never silent
					n, err := io.ReadFull(stream, make([]byte, 100))
					if n != 100 || err != nil || time.Since(begin) < 100*time.Second {
						t.Errorf("a slow stream: %d bytes in %v, %v", n, time.Since(begin), err)
					}
				} else if err == nil {
					_, err = stream.Read(make([]byte, 1))
				}
				if name != "body by byte" && (!errors.As(err, &e) || e.Class != Timeout || time.Since(begin) != defaultTimeout) {
					t.Errorf("a silent stream: %v after %v", err, time.Since(begin))
				}
				if stream != nil {
					stream.Close()
				}
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(7*time.Second, cancel)
				if _, err := c.Get(ctx, Request{URL: "http://news.example/slow"}); !errors.As(err, &e) || e.Class != Stopped {
					t.Errorf("stopped by the caller: %v", err)
				}
				c.Close()
				p.Close()
				served.Wait()
			})
		})
	}
}

func drip(c net.Conn) {
	io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n") //nolint:errcheck // a test server
	for {
		time.Sleep(time.Second) // in the bubble's time
		if _, err := c.Write([]byte("x")); err != nil {
			return
		}
	}
}

func TestConnections(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(text("hello"))
	secure.Config.ErrorLog = discard()
	defer secure.Close()
	plain := httptest.NewServer(text("hello"))
	defer plain.Close()
	gone := httptest.NewServer(text("hello"))
	gone.Close()
	c := client(newClock())
	defer c.Close()
	guarded := New(Options{Spacing: 1})
	for _, x := range []struct {
		c     *Client
		url   string
		class Class
	}{
		{c, secure.URL, TLS}, // nobody vouches for its certificate
		{c, strings.Replace(plain.URL, "http:", "https:", 1), TLS},
		{c, gone.URL, Refused},
		{c, "http://user:secret@127.0.0.1/", Address},
		{c, "gopher://127.0.0.1/", Address},
		{guarded, plain.URL, Blocked},
		{guarded, "http://localhost/", Blocked}, // the name is looked up, the address refused
		{guarded, "http://127.0.0.1/", Blocked},
		{guarded, "http://[::1]/", Blocked},
		{guarded, "http://0.0.0.0/", Blocked},
		{guarded, "http://10.1.2.3/", Blocked},
		{guarded, "http://192.168.1.1/", Blocked},
		{guarded, "http://172.16.0.1/", Blocked},
		{guarded, "http://100.64.0.1/", Blocked},
		{guarded, "http://169.254.169.254/", Blocked},
		{guarded, "http://[fd00::1]/", Blocked},
		{guarded, "http://[fe80::1]/", Blocked},
		{guarded, "http://[64:ff9b::a00:1]/", Blocked},
		{guarded, "http://93.184.215.14:22/", Blocked},
		{New(Options{Spacing: 1, dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "news.example", IsNotFound: true}}
		}}), "http://news.example/", DNS},
	} {
		_, err := x.c.Get(t.Context(), Request{URL: x.url})
		var e *Error
		if !errors.As(err, &e) || e.Class != x.class {
			t.Errorf("%s: %v, want class %q", x.url, err, x.class)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the message repeats the password: %v", err)
		}
	}
}

func TestProxy(t *testing.T) {
	t.Parallel()
	asked := ""
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		fmt.Fprint(w, "through the proxy")
	}))
	defer proxy.Close()
	at, err := proxyURL(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := New(Options{Proxy: at, IgnoreRobots: true, Spacing: 1})
	res, err := c.Get(t.Context(), Request{URL: "http://news.example/x"})
	if err != nil || string(res.Body) != "through the proxy" || asked != "http://news.example/x" {
		t.Errorf("%v, asked for %q", err, asked)
	}
	for _, private := range []string{"http://10.0.0.1/", "http://localhost/", "http://[::1]/"} {
		_, err := c.Get(t.Context(), Request{URL: private})
		var e *Error
		if !errors.As(err, &e) || e.Class != Blocked {
			t.Errorf("%s through the proxy: %v", private, err)
		}
	}
}
