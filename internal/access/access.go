// Package access says who sends a request and what they may do: people with passwords and sessions for the page, tokens
// with scopes for the API, and how often anybody may ask.
//
// In go requests, out come a name with a role, or a refusal. Passwords are kept as argon2id hashes, sessions and tokens as
// hashes of 256 bits of chance. As long as a store has no people the server must be reachable for its owner only: Open
// says so, and the command that serves refuses any other address.
package access

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"onrecord/internal/api"
	"onrecord/internal/charset"
	"onrecord/internal/store"
)

// Roles, each with what the one before it may do.
const (
	Reader   = "reader"   // looks at everything, saves searches
	Reviewer = "reviewer" // decides on what was read, adds articles
	Admin    = "admin"    // changes the watch list, people and tokens
)

// Roles lists them from the least.
var Roles = []string{Reader, Reviewer, Admin}

const (
	cookie      = "__Host-onrecord" // kept by browsers for this host, this path and HTTPS only
	plainCookie = "onrecord"        // for plain HTTP on loopback, where __Host- is refused
	// sessionTime is how long a session lasts from the login.
	sessionTime = 30 * 24 * time.Hour
	// TokenPrefix begins every token, so that scanners for lost secrets know one.
	TokenPrefix = "onr_"
)

// Access guards a store. It is safe for concurrent use.
type Access struct {
	store  *store.Store
	now    func() time.Time
	public bool          // others than the owner reach the server
	slow   chan struct{} // at most two passwords are checked at once: each takes 64 MiB

	mu     sync.Mutex
	limits map[string]*limit
}

type limit struct {
	*rate.Limiter
	used time.Time
}

// New guards a store. now is the clock, nil = time.Now.
func New(s *store.Store, now func() time.Time) *Access {
	if now == nil {
		now = time.Now
	}
	return &Access{store: s, now: now, slow: make(chan struct{}, 2), limits: map[string]*limit{}}
}

// Public says that others than the owner reach the server: it is never open from now on, also when the last of the people
// is removed while it runs. Call it before requests come.
func (a *Access) Public() { a.public = true }

// Open tells whether everybody who reaches the server may do everything: there are no people, and the owner alone reaches it.
func (a *Access) Open(ctx context.Context) (bool, error) {
	if a.public {
		return false, nil
	}
	people, err := a.store.People(ctx)
	return len(people) == 0, err
}

// Errors of Login.
var (
	ErrWrong = errors.New("the name or the password is wrong")
	ErrOften = errors.New("too many attempts; wait a minute and try again")
)

// How often somebody may try to log in, and ask: bursts, then so many a second.
const (
	loginBurst, loginRate = 5, 0.1
	askBurst, askRate     = 200, 50
)

// allow tells whether one more of something is allowed.
func (a *Access) allow(key string, r rate.Limit, burst int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	l := a.limits[key]
	if l == nil {
		const most = 10_000
		if len(a.limits) >= most {
			for k, x := range a.limits { // those that have their full burst again say nothing
				if now.Sub(x.used) > 10*time.Minute {
					delete(a.limits, k)
				}
			}
		}
		l = &limit{Limiter: rate.NewLimiter(r, burst)}
		a.limits[key] = l
	}
	l.used = now
	return l.AllowN(now, 1)
}

// Login checks a password and returns the cookie of a new session. from is the address of who asks; secure whether they
// came by HTTPS. ErrWrong says nothing about which of the two was wrong.
func (a *Access) Login(ctx context.Context, name, password, from string, secure bool) (*http.Cookie, error) {
	if !a.allow("login from "+from, loginRate, loginBurst) || !a.allow("login as "+name, loginRate, loginBurst) {
		return nil, ErrOften
	}
	if !charset.IsText(name) { // nobody is called that, and PostgreSQL would not look
		return nil, ErrWrong
	}
	_, hash, err := a.store.Person(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		hash = nobody
	} else if err != nil {
		return nil, err
	}
	select {
	case a.slow <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	ok := Verify(hash, password)
	<-a.slow
	if !ok {
		return nil, errors.Join(ErrWrong, a.store.Audit(ctx, name, "login failed", from))
	}
	s := secret()
	until := a.now().Add(sessionTime)
	if err := a.store.PutSession(ctx, hashOf(s), name, until); err != nil {
		return nil, err
	}
	return sessionCookie(s, until, secure), a.store.Audit(ctx, name, "login", from)
}

func sessionCookie(value string, until time.Time, secure bool) *http.Cookie {
	c := &http.Cookie{Name: plainCookie, Value: value, Path: "/", Expires: until, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if secure {
		c.Name, c.Secure = cookie, true
	}
	return c
}

// session returns the secret of the session that a request carries.
func session(r *http.Request) string {
	for _, name := range []string{cookie, plainCookie} {
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
	}
	return ""
}

// Logout ends the session of a request and returns the cookie that forgets it.
func (a *Access) Logout(r *http.Request) (*http.Cookie, error) {
	var err error
	if s := session(r); s != "" {
		err = a.store.DropSession(r.Context(), hashOf(s))
	}
	return sessionCookie("", time.Unix(1, 0), Secure(r)), err
}

// Person returns who sends a request, by the session's cookie. ErrNobody when nobody is logged in.
func (a *Access) Person(r *http.Request) (store.Person, error) {
	s := session(r)
	if s == "" {
		return store.Person{}, api.ErrNobody
	}
	p, err := a.store.Session(r.Context(), hashOf(s))
	if errors.Is(err, store.ErrNotFound) {
		err = api.ErrNobody
	}
	return p, err
}

// May tells whether a role may do what another may.
func May(role, what string) bool { return rank(role) >= rank(what) && rank(what) >= 0 }

func rank(role string) int {
	for i, r := range Roles {
		if r == role {
			return i
		}
	}
	return -1
}

// roleFor is the role whose session may do what a scope allows.
var roleFor = map[api.Scope]string{api.Read: Reader, api.Write: Reviewer, api.Admin: Admin}

// scopeRank orders the scopes.
var scopeRank = map[api.Scope]int{api.Read: 1, api.Write: 2, api.Admin: 3}

// Who says whether a request to the API may do what a scope allows: by its token, or by the session of the page. It is
// api.Options.Who.
func (a *Access) Who(r *http.Request, scope api.Scope) (person string, err error) {
	open, err := a.Open(r.Context())
	if err != nil || open {
		return "", err
	}
	if !a.allow("ask from "+From(r), askRate, askBurst) {
		return "", &api.TooOften{}
	}
	header := r.Header.Get("Authorization")
	key, bearer := strings.CutPrefix(header, "Bearer ")
	if !bearer && header != "" {
		return "", api.ErrNobody
	}
	if !bearer {
		p, err := a.Person(r)
		if err == nil && !May(p.Role, roleFor[scope]) {
			err = api.ErrScope
		}
		return p.Name, err
	}
	t, err := a.store.Token(r.Context(), hashOf(strings.TrimSpace(key)))
	switch {
	case errors.Is(err, store.ErrNotFound):
		err = api.ErrNobody
	case err == nil && scopeRank[api.Scope(t.Scope)] < scopeRank[scope]:
		err = api.ErrScope
	}
	return t.Person, err
}

// AddToken makes a token and returns its key, which is shown once and not kept.
func (a *Access) AddToken(ctx context.Context, person, name, scope string, until time.Time) (string, error) {
	if scopeRank[api.Scope(scope)] == 0 {
		return "", fmt.Errorf("access: %q is no scope; they are read, write, admin", scope)
	}
	key := TokenPrefix + secret()
	const shown = len(TokenPrefix) + 6
	t := store.Token{ID: key[:shown], Person: person, Name: name, Scope: scope, Until: until}
	return key, a.store.AddToken(ctx, hashOf(key), t)
}

// AddPerson adds somebody.
func (a *Access) AddPerson(ctx context.Context, name, password, role string) error {
	name = strings.TrimSpace(name)
	if name == "" || len(name) > 100 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		return errors.New("access: give a name of 1 to 100 letters")
	}
	if rank(role) < 0 {
		return fmt.Errorf("access: %q is no role; they are %s", role, strings.Join(Roles, ", "))
	}
	hash, err := Hash(password)
	if err != nil {
		return err
	}
	if err := a.store.AddPerson(ctx, name, hash, role); err != nil {
		return fmt.Errorf("access: %s: %w", name, err)
	}
	return nil
}

// From is the address that a request comes from, without the port. Behind a proxy that is the proxy's.
func From(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Secure tells whether a request came by HTTPS, here or at the proxy before us.
func Secure(r *http.Request) bool {
	return r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"
}

// Loopback tells whether only this machine can reach an address to listen on.
func Loopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
