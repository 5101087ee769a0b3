// Package api is the HTTP API under /v1 over a store: lists, single things, counts, exports, a stream of changes, and
// reading of an article that is posted.
//
// In go requests, out come JSON objects as docs/formats/record.md and openapi.json describe them, errors as application/problem+json
// (RFC 9457). Lists are paged by opaque cursors and carry an ETag that changes when the store does. The package decides
// nothing about who may do what: Options.Who says it, and each route names the scope that it wants.
package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"onrecord/internal/charset"
	"onrecord/internal/doc"
	"onrecord/internal/ingest"
	"onrecord/internal/store"
)

// Scope is what a request may do.
type Scope string

// The scopes: each holds those before it.
const (
	Read  Scope = "read"  // look at everything
	Write Scope = "write" // add articles, decide on what was read
	Admin Scope = "admin" // change the watch list
)

// Options are what an API is made of.
type Options struct {
	Store    *store.Store
	Ingester *ingest.Ingester // for POST /v1/read and /v1/articles; nil = these are not offered
	// Who says whether a request may do what a scope allows; nil = everything is allowed, for a server that only its owner
	// can reach. ErrNobody and ErrScope become 401 and 403. person is who asks, for what is kept of who did what; "" = the owner.
	Who   func(*http.Request, Scope) (person string, err error)
	Log   *slog.Logger                         // nil = slog.Default
	Now   func() time.Time                     // nil = time.Now
	After func(time.Duration) <-chan time.Time // nil = time.After; paces the stream's heartbeat
}

// Errors of Options.Who.
var (
	ErrNobody = errors.New("the request carries no token, or one that is not known or no longer valid")
	ErrScope  = errors.New("the token does not have the scope that this needs")
)

// API is the API. It is safe for concurrent use.
type API struct {
	o      Options
	routes []Route
}

// Route is one operation.
type Route struct {
	Method, Path string
	Scope        Scope
	handle       func(http.ResponseWriter, *http.Request) error

	// For the document.
	summary  string
	filtered bool     // takes the fields of a filter
	fields   []string // query fields besides
	body     any      // of the type that is posted
	answer   any      // of the type that it answers with; nil = nothing
	media    []string // media types, where the answer is not JSON
	statuses []string // of good answers; nil = 200, or 204 where there is nothing to answer
}

// MaxBody is the largest request body that is read, in bytes.
const MaxBody = 10 << 20

// New makes an API.
func New(o Options) *API {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.After == nil {
		o.After = time.After
	}
	a := &API{o: o}
	paged := []string{"limit", "cursor"}
	a.routes = []Route{
		{Method: "GET", Path: "/v1/articles", Scope: Read, handle: a.articles, summary: "List articles", filtered: true, fields: paged, answer: List[store.ArticleRow]{}},
		{Method: "POST", Path: "/v1/articles", Scope: Write, handle: a.addArticles, summary: "Add articles: one JSON object, or one a line", body: Posted{}, answer: Stored{}, statuses: []string{"200", "201"}},
		{Method: "GET", Path: "/v1/articles/{article}", Scope: Read, handle: a.article, summary: "One article with its whole record", answer: store.ArticleView{}},
		{Method: "GET", Path: "/v1/events", Scope: Read, handle: a.events, summary: "List events, one for each act that an article reports", filtered: true, fields: paged, answer: List[store.EventRow]{}},
		{Method: "GET", Path: "/v1/claims", Scope: Read, handle: a.claims, summary: "List claims: who says what", filtered: true, fields: paged, answer: List[store.ClaimRow]{}},
		{Method: "GET", Path: "/v1/forces", Scope: Read, handle: a.forces, summary: "List the ledger: who keeps how many where", filtered: true, fields: paged, answer: List[store.ForceRow]{}},
		{Method: "GET", Path: "/v1/incidents", Scope: Read, handle: a.incidents, summary: "List incidents: acts in the world", filtered: true, fields: paged, answer: List[store.IncidentRow]{}},
		{Method: "GET", Path: "/v1/incidents/{article}/{event}", Scope: Read, handle: a.incident, summary: "One incident with its reports; its id is that of the leading report", answer: store.IncidentView{}},
		{Method: "GET", Path: "/v1/timeline", Scope: Read, handle: a.timeline, summary: "Count incidents through time", filtered: true, answer: store.Timeline{}},
		{Method: "GET", Path: "/v1/map", Scope: Read, handle: a.tiles, summary: "Gather incidents into tiles of a map", filtered: true, fields: []string{"zoom"}, answer: store.Map{}},
		{Method: "GET", Path: "/v1/facets", Scope: Read, handle: a.facets, summary: "Count acts, statuses and countries", filtered: true, answer: store.Facets{}},
		{Method: "GET", Path: "/v1/names/{role}", Scope: Read, handle: a.names, summary: "The most frequent names", fields: []string{"like"}, answer: List[store.Name]{}},
		{Method: "GET", Path: "/v1/search", Scope: Read, handle: a.search, summary: "Search everything; text is needed", filtered: true, answer: Found{}},
		{Method: "GET", Path: "/v1/sources", Scope: Read, handle: a.sources, summary: "The watch list with the health of every source", answer: List[store.Watch]{}},
		{Method: "POST", Path: "/v1/sources", Scope: Admin, handle: a.addSource, summary: "Put sources on the watch list", body: Source{}, answer: SourcesAdded{}, statuses: []string{"201"}},
		{Method: "DELETE", Path: "/v1/sources", Scope: Admin, handle: a.removeSource, summary: "Take a source off the watch list", fields: []string{"url"}},
		{Method: "GET", Path: "/v1/stream", Scope: Read, handle: a.stream, summary: "Server-sent events: one for every change of the store", media: []string{"text/event-stream"}},
		{Method: "GET", Path: "/v1/export/{format}", Scope: Read, handle: a.export, summary: "Stream all events under a filter in another format", filtered: true, fields: []string{"title"}, media: exportMedia()},
		{Method: "GET", Path: "/v1/reviews", Scope: Read, handle: a.reviews, summary: "List what people decided about what was read, latest first; with a form, stream all of it as JSON lines: annotations, standoff or decisions",
			fields: []string{"article", "form", "limit", "cursor"}, answer: List[store.Decision]{}},
		{Method: "POST", Path: "/v1/reviews", Scope: Write, handle: a.decide, summary: "Decide on what was read: accept, correct or reject it, or add an event; person and at are the sender's and now", body: store.Decision{}, answer: store.Decision{},
			statuses: []string{"201"}},
		{Method: "POST", Path: "/v1/read", Scope: Read, handle: a.read, summary: "Read an article without storing it", fields: []string{"explain"}, body: Posted{}, answer: doc.Record{}},
		{Method: "GET", Path: "/v1/status", Scope: Read, handle: a.status, summary: "How much there is", answer: Status{}},
		{Method: "GET", Path: "/v1/openapi.json", Scope: Read, handle: a.document, summary: "This document", media: []string{"application/json"}},
	}
	return a
}

// Routes lists all operations.
func (a *API) Routes() []Route { return a.routes }

// Handler serves everything under /v1.
func (a *API) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range a.routes {
		mux.HandleFunc(r.Method+" "+r.Path, func(w http.ResponseWriter, q *http.Request) {
			q.Body = http.MaxBytesReader(w, q.Body, MaxBody)
			person, err := a.allowed(q, r.Scope)
			if err == nil {
				err = noText(q)
			}
			q = q.WithContext(context.WithValue(q.Context(), asks{}, person))
			if err == nil {
				err = r.handle(w, q)
			}
			if err != nil {
				a.fail(w, q, err)
			}
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, q *http.Request) {
		a.fail(w, q, &httpError{http.StatusNotFound, "There is no such address", "the addresses are listed in /v1/openapi.json", nil})
	})
	return mux
}

// noText refuses an address with what is no text: no kind of store keeps it, and PostgreSQL does not even look for it.
func noText(q *http.Request) error {
	if !charset.IsText(q.URL.Path) {
		return bad("the address " + isNoText)
	}
	if name, ok := charset.NoText(q.URL.Query()); ok {
		return bad("", Field{strings.ToValidUTF8(name, "\ufffd"), isNoText})
	}
	return nil
}

const isNoText = "holds a zero byte or is not UTF-8"

func (a *API) allowed(q *http.Request, s Scope) (person string, err error) {
	if a.o.Who != nil {
		person, err = a.o.Who(q, s)
	}
	return cmp.Or(person, "you"), err // as the page calls its owner
}

// asks is the key of a request's context under which stands who asks.
type asks struct{}

// reply writes a JSON object.
func reply(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n')) // the client went away: nothing to do
	return nil
}
