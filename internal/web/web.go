// Package web is the page: what an analyst looks at all day. In go HTTP requests, a Store that holds articles and
// incidents and a Reader that reads a pasted article; out comes HTML that works without JavaScript (all but the map),
// with everything embedded and nothing taken from another host.
//
// The package never decides who somebody is (Options.User says it), never shows the HTML of an article (only its cleaned
// text, escaped), and never changes anything on a GET.
package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"onrecord"
	"onrecord/internal/doc"
	"onrecord/internal/review"
	"onrecord/internal/wording"
)

//go:generate go run ./vendoring

//go:embed templates/*.html
var templates embed.FS

// Reader reads an article without storing it; *onrecord.Reader is one.
type Reader interface {
	Read(onrecord.Article) doc.Record
}

// User is who looks at the page. The zero value may read and nothing else.
type User struct {
	Name   string
	Review bool // may accept, correct and reject
	Admin  bool // may change the watch list
	// Session says that the user logged in, and may log out by a POST to /logout.
	Session bool
}

// Options are what a Site is made of. Reader is needed; without a Store only reading by paste is offered, and without
// one of the other three its view is not.
type Options struct {
	Reader   Reader
	Store    Store
	Watches  Watches  // the watch list
	Searches Searches // saved searches
	Reviews  Reviews  // what people decide about what was read
	// User says who sends a request; nil means that everybody may do everything, for a page that only its owner can reach.
	User func(*http.Request) User
	// Places finds a place by its name and country ("" = any), for corrections; nil = corrected places are not on the map.
	Places func(name, country string) (review.Place, bool)
	// Fetch gets what an address holds, for reading by address; nil means that addresses are not read.
	Fetch Fetch
	// Guarded says that whoever serves the site refuses posts from other sites already, knowing its own addresses better.
	Guarded bool
	// Stream is the address of server-sent events named "change", one for every change of the store. With it the overview
	// says what is new instead of moving rows about; "" = it does not.
	Stream string
	Now    func() time.Time // nil = time.Now
	Log    *slog.Logger     // nil = slog.Default
}

// Site is the page. It is safe for concurrent use.
type Site struct {
	o      Options
	assets *assets
	pages  map[string]*template.Template
	names  *wording.Names
	log    *slog.Logger
	now    func() time.Time
}

// New prepares templates and assets.
func New(o Options) (*Site, error) {
	if o.Reader == nil {
		return nil, errors.New("web: a Reader is needed")
	}
	a, err := newAssets()
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s := &Site{o: o, assets: a, names: wording.Load(), log: o.Log, now: o.Now, pages: map[string]*template.Template{}}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.o.User == nil {
		s.o.User = func(*http.Request) User { return User{Name: "you", Review: true, Admin: true} }
	}
	return s, s.parse()
}

// parse makes one template set per page: the layout, the parts that pages share, and the page.
func (s *Site) parse() error {
	shared, err := template.New("").Funcs(s.funcs()).ParseFS(templates, "templates/layout.html", "templates/part-*.html")
	if err != nil {
		return fmt.Errorf("web: templates: %w", err)
	}
	files, err := fs.Glob(templates, "templates/*.html")
	if err != nil {
		return fmt.Errorf("web: templates: %w", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(f, "templates/"), ".html")
		if name == "layout" || strings.HasPrefix(name, "part-") {
			continue
		}
		t, err := shared.Clone()
		if err == nil {
			t, err = t.ParseFS(templates, f)
		}
		if err != nil {
			return fmt.Errorf("web: template %s: %w", name, err)
		}
		s.pages[name] = t
	}
	return nil
}

// page is what the layout needs.
type page struct {
	Title string // of the window, without the name of the program
	Nav   string // path of the entry of the navigation that is current
	Views []view // entries of the navigation
	User  User
	Query template.URL // filter to carry along, "?actor=…" or ""
	Body  any
}

// render writes a page. Nothing is sent before all of it is made, so that an error still gives a whole page.
func (s *Site) render(w http.ResponseWriter, r *http.Request, status int, name string, p page) {
	p.User = s.o.User(r)
	p.Views = s.views(p)
	var b bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&b, "layout", p); err != nil {
		s.log.Error("web: template", "page", name, "error", err)
		http.Error(w, "The page could not be made. The server's log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client went away: nothing to do
}

// view is an entry of the navigation.
type view struct {
	Path, Name string
	Address    template.URL // with the filter, where it is carried along
	Current    bool
}

// views are those that this site has and this user may see.
func (s *Site) views(p page) []view {
	var out []view
	add := func(ok bool, path, name string, query template.URL) {
		if ok {
			out = append(out, view{path, name, template.URL(path) + query, path == p.Nav}) //nolint:gosec // a constant path
		}
	}
	store := s.o.Store != nil
	add(store, "/", "Overview", p.Query)
	add(store, "/sides", "Who says what", p.Query)
	add(store, "/forces", "Forces", "")
	add(store, "/actors", "Actors", "")
	add(s.o.Watches != nil, "/sources", "Sources", "")
	add(s.o.Searches != nil, "/searches", "Saved searches", "")
	add(store && s.o.Reviews != nil && p.User.Review, "/review", "Review", "")
	add(true, "/read", "Read an article", "")
	add(true, "/help", "Help", "")
	return out
}

// problem is a page that says what went wrong and what to do.
type problem struct {
	Title, Detail, Do string
	Link, LinkText    string
}

// Fail shows an error as a page: what went wrong, and what the reader can do.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, status int, title, detail, do string) {
	s.render(w, r, status, "problem", page{Title: title, Body: problem{Title: title, Detail: detail, Do: do, Link: "/", LinkText: "Back to the overview"}})
}

// broken logs an error that the reader can do nothing about.
func (s *Site) broken(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the reader went away
	}
	s.log.Error("web", "path", r.URL.Path, "error", err)
	s.Fail(w, r, http.StatusInternalServerError, "Something went wrong on our side", "The store could not answer: "+err.Error()+".", "Try again in a moment. If it stays, run “onrecord doctor” on the server.")
}
