package api

import (
	"errors"
	"net/http"
	"strings"

	"onrecord/internal/store"
)

// Problem is what an error looks like (RFC 9457).
type Problem struct {
	Type   string  `json:"type"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail,omitempty"`
	Errors []Field `json:"errors,omitempty"`
	// Now is the decision that stands where another would undo it unseen: send its after as before to put yours in its place.
	Now *store.Decision `json:"now,omitempty"`
}

// Field says what is wrong with one field of a request.
type Field struct {
	Field  string `json:"field"`
	Reason string `json:"reason"`
}

// TooOften is an error of Options.Who: somebody asks too often (429).
type TooOften struct{}

func (*TooOften) Error() string { return "too many requests" }

// httpError is an error with the status to answer with.
type httpError struct {
	status        int
	title, detail string
	fields        []Field
}

func (e *httpError) Error() string { return e.title + ": " + e.detail }

// bad says that the request is wrong.
func bad(detail string, fields ...Field) error {
	return &httpError{http.StatusBadRequest, "The request is not in the right form", detail, fields}
}

// problemOf turns an error into what the client is told. What is not the client's doing is not told in detail.
func problemOf(err error) Problem {
	p := Problem{Type: "about:blank"}
	var h *httpError
	var field *store.FieldError
	var cursor *store.ErrCursor
	var large *http.MaxBytesError
	var conflict *store.Conflict
	var refused *store.Refused
	switch {
	case errors.As(err, &h):
		p.Status, p.Title, p.Detail, p.Errors = h.status, h.title, h.detail, h.fields
	case errors.As(err, &field):
		p.Status, p.Title, p.Errors = http.StatusBadRequest, "The request is not in the right form", []Field{{field.Field, field.Reason}}
	case errors.As(err, &cursor):
		p.Status, p.Title, p.Errors = http.StatusBadRequest, "The cursor does not fit", []Field{{"cursor", cursor.Error()}}
	case errors.As(err, &conflict):
		p.Status, p.Title, p.Detail, p.Now = http.StatusConflict, "Somebody decided otherwise meanwhile", conflict.Error(), &conflict.Now
	case errors.As(err, &refused):
		field, reason, _ := strings.Cut(refused.Error(), ": ")
		p.Status, p.Title, p.Errors = http.StatusBadRequest, "The decision makes no sense", []Field{{field, reason}}
	case errors.As(err, &large):
		p.Status, p.Title, p.Detail = http.StatusRequestEntityTooLarge, "The request is too large", "the most that is read is 10 MB"
	case errors.Is(err, store.ErrNotFound):
		p.Status, p.Title, p.Detail = http.StatusNotFound, "Not in the store", "there is nothing with this id; an incident goes when its reports are found to belong to another"
	case errors.Is(err, ErrNobody):
		p.Status, p.Title, p.Detail = http.StatusUnauthorized, "Who are you?", ErrNobody.Error()+"; send \"Authorization: Bearer onr_…\""
	case errors.Is(err, ErrScope):
		p.Status, p.Title, p.Detail = http.StatusForbidden, "Not allowed", ErrScope.Error()
	case errors.As(err, new(*TooOften)):
		p.Status, p.Title, p.Detail = http.StatusTooManyRequests, "Too many requests", "wait a moment and ask again"
	default:
		p.Status, p.Title, p.Detail = http.StatusInternalServerError, "Something went wrong on our side", "the server's log says what"
	}
	return p
}

// fail answers with a problem.
func (a *API) fail(w http.ResponseWriter, q *http.Request, err error) {
	if q.Context().Err() != nil {
		return // the client went away
	}
	p := problemOf(err)
	if p.Status >= http.StatusInternalServerError {
		a.o.Log.Error("api", "path", q.URL.Path, "error", err)
	}
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="onrecord"`)
	}
	h := w.Header()
	h.Del("ETag")
	h.Del("Content-Disposition")
	_ = reply(problemWriter{w}, p.Status, p)
}

// problemWriter gives a JSON answer the media type of problems.
type problemWriter struct{ http.ResponseWriter }

func (w problemWriter) WriteHeader(status int) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.ResponseWriter.WriteHeader(status)
}
