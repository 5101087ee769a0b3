package web

import (
	"mime"
	"net/http"
	"slices"

	"onrecord/internal/review"
)

// exportReviews streams what people decided, as JSON lines: annotations in the guidelines' form, or the decisions themselves.
func (s *Site) exportReviews(w http.ResponseWriter, r *http.Request) {
	if !s.o.User(r).Review {
		s.forbidden(w, r, "take the decisions along")
		return
	}
	form := r.URL.Query().Get("form")
	if form == "" {
		form = review.Forms()[0]
	}
	if !slices.Contains(review.Forms(), form) {
		s.Fail(w, r, http.StatusNotFound, "There is no such form", "Decisions can be had as annotations, standoff and decisions.", "Choose one of them on the review page.")
		return
	}
	h := w.Header()
	begun := false
	for x, err := range s.o.Reviews.EachReviewed(r.Context()) {
		if err == nil && !begun {
			exportHeader(h, form)
			begun = true
		}
		if err == nil {
			err = review.Encode(w, form, &x)
		}
		if err != nil && !begun {
			s.broken(w, r, err)
			return
		}
		if err != nil {
			s.log.Error("web: export of decisions", "error", err)
			panic(http.ErrAbortHandler) // who gets it must see that it was cut off
		}
	}
	if !begun {
		exportHeader(h, form)
		w.WriteHeader(http.StatusOK)
	}
}

func exportHeader(h http.Header, form string) {
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "onrecord-" + form + ".jsonl"}))
}
