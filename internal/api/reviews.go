package api

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"onrecord/internal/review"
	"onrecord/internal/store"
)

// reviews lists what people decided, latest first; with a form it streams the articles decided on, or all decisions, as JSON
// lines. An answer that was cut off ends in an error of the connection.
func (a *API) reviews(w http.ResponseWriter, q *http.Request) error {
	query := q.URL.Query()
	for name := range query {
		if !slices.Contains([]string{"article", "form", "limit", "cursor"}, name) {
			return bad("", Field{name, "is not known here; the fields are article, form, limit, cursor"})
		}
	}
	if form := query.Get("form"); form != "" {
		return a.exportReviews(w, q, form)
	}
	p, fields := pageOf(query)
	if len(fields) > 0 {
		return bad("", fields...)
	}
	if done, err := a.unchanged(w, q); done || err != nil {
		return err
	}
	rows, next, err := a.o.Store.DecisionLog(q.Context(), query.Get("article"), p)
	if err != nil {
		return err
	}
	nextPage(w, q, next)
	return reply(w, http.StatusOK, List[store.Decision]{rows, next})
}

// decide keeps a decision, and answers with it as it was kept.
func (a *API) decide(w http.ResponseWriter, q *http.Request) error {
	b, lines, err := body(q)
	if err != nil {
		return err
	}
	if lines {
		return bad("one decision at a time: send one JSON object")
	}
	var d store.Decision
	in := json.NewDecoder(bytes.NewReader(b))
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil || in.More() {
		return bad("the body is not one decision, as GET /v1/reviews lists them: " + fmt.Sprint(cmp.Or(err, errors.New("something follows it"))))
	}
	d.Person, _ = q.Context().Value(asks{}).(string)
	if d, err = a.o.Store.Decided(q.Context(), d); err != nil {
		return err
	}
	return reply(w, http.StatusCreated, d)
}

func (a *API) exportReviews(w http.ResponseWriter, q *http.Request, form string) error {
	if !slices.Contains(review.Forms(), form) {
		return bad("", Field{"form", "is annotations (quoting), standoff (offsets without text) or decisions"})
	}
	if v := q.URL.Query(); v.Has("cursor") || v.Has("limit") || v.Has("article") {
		return bad("", Field{"form", "gives everything: leave article, limit and cursor out"})
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	counted := &counting{ResponseWriter: w}
	for x, err := range a.o.Store.EachReviewed(q.Context()) {
		if err == nil {
			err = review.Encode(counted, form, &x)
		}
		if err != nil && !counted.begun {
			return err
		}
		if err != nil {
			a.o.Log.Error("api: reviews", "form", form, "error", err)
			panic(http.ErrAbortHandler) // the client must see that it was cut off
		}
	}
	return nil
}
