package cli

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"

	"onrecord/internal/access"
	"onrecord/internal/api"
	"onrecord/internal/web"
)

// logins lets people in and out.
type logins struct {
	guard *access.Access
	site  *web.Site
}

func (l logins) form(w http.ResponseWriter, r *http.Request) {
	l.site.Login(w, r, http.StatusOK, "", here(r.URL.Query().Get("next")))
}

// here keeps an address to this site: anything else leads to the overview.
func here(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.Contains(next, "\\") {
		return "/"
	}
	return next
}

func (l logins) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, web.MaxLogin)
	next := here(r.PostFormValue("next"))
	c, err := l.guard.Login(r.Context(), r.PostFormValue("name"), r.PostFormValue("password"), access.From(r), access.Secure(r))
	switch {
	case errors.Is(err, access.ErrOften):
		l.site.Login(w, r, http.StatusTooManyRequests, "Too many attempts. Wait a minute and try again.", next)
	case errors.Is(err, access.ErrWrong):
		l.site.Login(w, r, http.StatusUnauthorized, "The name or the password is wrong.", next)
	case err != nil:
		l.site.Fail(w, r, http.StatusInternalServerError, "You could not be logged in", "The store could not answer.", "Try again in a moment.")
	default:
		http.SetCookie(w, c)
		r.Header.Del("Cookie") // who asks from here on has the new session
		r.AddCookie(c)
		if !l.site.Resume(w, r) {
			http.Redirect(w, r, next, http.StatusSeeOther)
		}
	}
}

func (l logins) logout(w http.ResponseWriter, r *http.Request) {
	c, err := l.guard.Logout(r)
	http.SetCookie(w, c)
	if err != nil {
		l.site.Fail(w, r, http.StatusInternalServerError, "You are logged out here, but your session could not be ended", "The store could not answer.", "Log in and out again.")
		return
	}
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// only lets people who are logged in through; the page's own files are for everybody.
func (l logins) only(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/s/") {
			next.ServeHTTP(w, r)
			return
		}
		open, err := l.guard.Open(r.Context())
		if err == nil && !open {
			_, err = l.guard.Person(r)
		}
		switch {
		case err == nil:
			next.ServeHTTP(w, r)
		case errors.Is(err, api.ErrNobody):
			to := "/login"
			if r.Header.Get("HX-Request") != "" { // a part of a page: the whole of it has to go to the log-in
				w.Header().Set("HX-Redirect", to+"?next="+url.QueryEscape(r.URL.RequestURI()))
				return
			}
			if r.Method == http.MethodPost {
				l.site.LoggedOut(w, r)
				return
			}
			if r.Method == http.MethodGet && r.URL.Path != "/" {
				to += "?next=" + url.QueryEscape(r.URL.RequestURI())
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
		default:
			l.site.Fail(w, r, http.StatusInternalServerError, "Something went wrong on our side", "The store could not answer.", "Try again in a moment.")
		}
	})
}

// ours refuses requests for hosts of other names while the server is open to whoever reaches it: a page of a stranger
// whose name is made to lead to this machine (DNS rebinding) would be of one origin with ours and could read and change
// everything. base is the name by which a proxy calls us, "" = none.
func ours(guard *access.Access, base string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		host = strings.Trim(host, "[]")
		if ip := net.ParseIP(host); ip != nil || strings.EqualFold(host, "localhost") || base != "" && strings.EqualFold(host, base) {
			next.ServeHTTP(w, r)
			return
		}
		if open, err := guard.Open(r.Context()); err == nil && !open {
			next.ServeHTTP(w, r)
			return
		}
		http.Error(w, "This server has no users and answers to this machine only: open it as http://127.0.0.1 or http://localhost with its port, "+
			"start it with --base and the address that you use, or add a user with \"onrecord user add\".", http.StatusMisdirectedRequest)
	})
}
