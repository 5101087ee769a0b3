package web

import (
	"net/http"
	"strings"

	"onrecord/internal/charset"
)

// policy lets a page load from its own host only, and run no inline script and no inline style.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; " +
	"font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Secure sets the headers that keep a page to itself. Pages that others serve beside this package want them too.
func Secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if !strings.HasPrefix(r.URL.Path, "/s/") {
			h.Set("Cache-Control", "private, no-cache")
		}
		next.ServeHTTP(w, r)
	})
}

// Handler serves the page: everything but /v1. Posts from another site are refused, unless that is done already.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /s/", s.assets)
	mux.HandleFunc("GET /read", s.readForm)
	mux.HandleFunc("POST /read", s.readArticle)
	mux.HandleFunc("GET /help", s.help)
	s.storeRoutes(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.Fail(w, r, http.StatusNotFound, "There is no such page", "The address "+r.URL.Path+" leads nowhere.", "Check the address, or start from the overview.")
	})
	texts := s.texts(mux)
	if s.o.Guarded {
		return Secure(texts)
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Fail(w, r, http.StatusForbidden, "This was sent from another site", "A change may only be sent from this page itself.", "Go back, load the page again, and repeat the change here.")
	}))
	return Secure(guard.Handler(texts))
}

// texts refuses addresses with what is no text: no kind of store keeps it, and PostgreSQL does not even look for it.
func (s *Site) texts(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := charset.NoText(r.URL.Query()); ok || !charset.IsText(r.URL.Path) {
			s.noText(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Site) noText(w http.ResponseWriter, r *http.Request) {
	s.Fail(w, r, http.StatusBadRequest, "This is no text", "What was sent holds a zero byte, or bytes that are not UTF-8.", "Go back and type it again.")
}

// storeRoutes are the views of what this site has.
func (s *Site) storeRoutes(mux *http.ServeMux) {
	routes := map[string]http.HandlerFunc{}
	if s.o.Store == nil {
		routes["GET /{$}"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/read", http.StatusFound) }
	} else {
		routes["GET /{$}"], routes["GET /map.json"], routes["GET /count.json"] = s.overview, s.cells, s.count
		routes["GET /incident/{id...}"], routes["GET /article/{id}"] = s.incident, s.stored
		routes["GET /sides"], routes["GET /forces"], routes["GET /actors"] = s.sides, s.forces, s.actors
	}
	if s.o.Watches != nil {
		routes["GET /sources"], routes["POST /sources"] = s.sources, s.changeSources
	}
	if s.o.Searches != nil {
		routes["GET /searches"], routes["POST /searches"] = s.searches, s.changeSearches
		routes["GET /searches/{id}"] = s.lookAtSearch
	}
	if s.o.Store != nil && s.o.Reviews != nil {
		routes["GET /review"], routes["GET /review/{id}"], routes["POST /review"] = s.review, s.reviewArticle, s.decide
		routes["GET /review/export"] = s.exportReviews
	}
	for pattern, h := range routes {
		mux.HandleFunc(pattern, h)
	}
}
