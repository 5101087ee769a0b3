package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/store"
)

// filterFields are the query fields of all lists; others are refused, so that a misspelt filter is not taken for none.
var filterFields = []string{"text", "actor", "recipient", "country", "place", "act", "status", "source", "publisher", "since", "until", "near", "box",
	"story", "incident", "article"}

// query reads the filter and the page of a list. more names the fields that the route takes besides.
func query(q *http.Request, more ...string) (store.Filter, store.Page, error) {
	var p store.Page
	values, err := url.ParseQuery(q.URL.RawQuery)
	if err != nil {
		return store.Filter{}, p, bad("the query cannot be read: " + err.Error())
	}
	var fields []Field
	for name := range values {
		if !slices.Contains(filterFields, name) && !slices.Contains(more, name) {
			fields = append(fields, Field{name, "is not known here; the fields are " + strings.Join(append(more, filterFields...), ", ")})
		}
	}
	f, errs := store.ParseFilter(values)
	for _, err := range errs {
		var fe *store.FieldError
		if errors.As(err, &fe) {
			fields = append(fields, Field{fe.Field, fe.Reason})
		}
	}
	p, wrong := pageOf(values)
	if fields = append(fields, wrong...); len(fields) > 0 {
		slices.SortFunc(fields, func(a, b Field) int { return strings.Compare(a.Field, b.Field) })
		return f, p, bad("", fields...)
	}
	return f, p, nil
}

// pageOf reads which page of a list is asked for.
func pageOf(values url.Values) (p store.Page, wrong []Field) {
	if v := values.Get("limit"); v != "" {
		var err error
		if p.Limit, err = strconv.Atoi(v); err != nil || p.Limit < 1 || p.Limit > 1000 {
			wrong = append(wrong, Field{"limit", "wants a number from 1 to 1000"})
		}
	}
	p.Cursor = values.Get("cursor")
	return p, wrong
}

// nextPage names the next page in a header, as RFC 8288 has it.
func nextPage(w http.ResponseWriter, q *http.Request, next string) {
	if next == "" {
		return
	}
	u := *q.URL
	v := u.Query()
	v.Set("cursor", next)
	u.RawQuery = v.Encode()
	w.Header().Set("Link", fmt.Sprintf(`<%s>; rel="next"`, u.RequestURI()))
}

// List is a page of a list.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"` // cursor of the next page; not there at the end
}

// unchanged answers 304 when the client has the answer to this request already. The tag is made of the request and the
// number of the store's last change.
func (a *API) unchanged(w http.ResponseWriter, q *http.Request) (bool, error) {
	seq, err := a.o.Store.Seq(q.Context())
	if err != nil {
		return false, err
	}
	sum := sha256.Sum256([]byte(strconv.FormatInt(seq, 10) + " " + q.URL.Path + "?" + q.URL.RawQuery))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
	for t := range strings.SplitSeq(q.Header.Get("If-None-Match"), ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			w.WriteHeader(http.StatusNotModified)
			return true, nil
		}
	}
	return false, nil
}

// list answers with a page of a list.
func list[T any](a *API, w http.ResponseWriter, q *http.Request, get func(context.Context, store.Filter, store.Page) ([]T, string, error)) error {
	f, p, err := query(q, "limit", "cursor")
	if err != nil {
		return err
	}
	if done, err := a.unchanged(w, q); done || err != nil {
		return err
	}
	rows, next, err := get(q.Context(), f, p)
	if err != nil {
		return err
	}
	nextPage(w, q, next)
	return reply(w, http.StatusOK, List[T]{rows, next})
}

func (a *API) articles(w http.ResponseWriter, q *http.Request) error {
	return list(a, w, q, a.o.Store.Articles)
}

func (a *API) events(w http.ResponseWriter, q *http.Request) error {
	return list(a, w, q, a.o.Store.Events)
}

func (a *API) claims(w http.ResponseWriter, q *http.Request) error {
	return list(a, w, q, a.o.Store.Claims)
}

func (a *API) forces(w http.ResponseWriter, q *http.Request) error {
	return list(a, w, q, a.o.Store.Forces)
}

func (a *API) incidents(w http.ResponseWriter, q *http.Request) error {
	return list(a, w, q, a.o.Store.Incidents)
}

// single answers with one thing.
func single[T any](a *API, w http.ResponseWriter, q *http.Request, get func(context.Context) (T, error)) error {
	if done, err := a.unchanged(w, q); done || err != nil {
		return err
	}
	v, err := get(q.Context())
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, v)
}

func (a *API) article(w http.ResponseWriter, q *http.Request) error {
	return single(a, w, q, func(ctx context.Context) (*store.ArticleView, error) {
		return a.o.Store.Article(ctx, q.PathValue("article"))
	})
}

func (a *API) incident(w http.ResponseWriter, q *http.Request) error {
	return single(a, w, q, func(ctx context.Context) (*store.IncidentView, error) {
		return a.o.Store.Incident(ctx, q.PathValue("article")+"/"+q.PathValue("event"))
	})
}

func (a *API) timeline(w http.ResponseWriter, q *http.Request) error {
	f, _, err := query(q)
	if err != nil {
		return err
	}
	return single(a, w, q, func(ctx context.Context) (*store.Timeline, error) { return a.o.Store.Timeline(ctx, f) })
}

func (a *API) facets(w http.ResponseWriter, q *http.Request) error {
	f, _, err := query(q)
	if err != nil {
		return err
	}
	return single(a, w, q, func(ctx context.Context) (*store.Facets, error) { return a.o.Store.Facets(ctx, f) })
}

func (a *API) tiles(w http.ResponseWriter, q *http.Request) error {
	f, _, err := query(q, "zoom")
	if err != nil {
		return err
	}
	zoom := 5
	if v := q.URL.Query().Get("zoom"); v != "" {
		if zoom, err = strconv.Atoi(v); err != nil || zoom < 0 || zoom > 15 {
			return bad("", Field{"zoom", "wants a number from 0 (the world) to 15 (about a kilometre)"})
		}
	}
	return single(a, w, q, func(ctx context.Context) (*store.Map, error) { return a.o.Store.Map(ctx, f, zoom) })
}

func (a *API) names(w http.ResponseWriter, q *http.Request) error {
	return single(a, w, q, func(ctx context.Context) (List[store.Name], error) {
		rows, err := a.o.Store.Names(ctx, q.PathValue("role"), q.URL.Query().Get("like"), 100)
		return List[store.Name]{Items: rows}, err
	})
}

// Found is what a search finds, the first few of each kind.
type Found struct {
	Incidents []store.IncidentRow `json:"incidents"`
	Articles  []store.ArticleRow  `json:"articles"`
	Claims    []store.ClaimRow    `json:"claims"`
	Names     []store.Name        `json:"names"`
}

func (a *API) search(w http.ResponseWriter, q *http.Request) error {
	f, _, err := query(q)
	if err != nil {
		return err
	}
	if f.Text == "" {
		return bad("", Field{"text", "says what to look for"})
	}
	return single(a, w, q, func(ctx context.Context) (out Found, err error) {
		p := store.Page{Limit: 10}
		if out.Incidents, _, err = a.o.Store.Incidents(ctx, f, p); err != nil {
			return out, err
		}
		if out.Articles, _, err = a.o.Store.Articles(ctx, f, p); err != nil {
			return out, err
		}
		if out.Claims, _, err = a.o.Store.Claims(ctx, f, p); err != nil {
			return out, err
		}
		out.Names, err = a.o.Store.Names(ctx, "actor", f.Text, 10)
		return out, err
	})
}

// Status is how the store is.
type Status struct {
	Counts store.Counts `json:"counts"`
	Change int64        `json:"change"` // number of the last change
}

func (a *API) status(w http.ResponseWriter, q *http.Request) error {
	return single(a, w, q, func(ctx context.Context) (s Status, err error) {
		if s.Counts, err = a.o.Store.Counts(ctx); err != nil {
			return s, err
		}
		s.Change, err = a.o.Store.Seq(ctx)
		return s, err
	})
}
