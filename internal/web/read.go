package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"onrecord"
)

// maxPaste bounds what may be pasted: an article has some 10 kB, a long page with its markup 1 MB.
const maxPaste = 5 << 20

// Fetch gets what an address holds. It must refuse addresses of private networks.
type Fetch func(ctx context.Context, address string) (body []byte, err error)

// readView is the form of the reading page, with what was typed and what is wrong with it.
type readView struct {
	Text, URL, Title, Publisher, Published string
	Fetches                                bool
	Problem, Field                         string
	Today                                  string
	Example                                string
}

// example is what the page offers to try: written for this program.
const example = `Lake Chad Dispatch
MAROUA, March 14 (LCD) - Cameroon is moving two battalions from Maroua to the Logone river after gunmen killed at least 12 soldiers at a frontier post on Tuesday, the defence ministry said.
The ministry's spokesman, Colonel Bertrand Ateba, told Radio Sahel that about 800 troops had left barracks by Wednesday evening and that the rest would follow "within days".
Two officials in N'Djamena, who asked not to be named, said Chad had agreed to share intelligence and was considering a joint patrol. Chad's foreign ministry declined to confirm the plan.
France keeps about 100 military advisers in Maroua, according to two diplomats.`

func (s *Site) readForm(w http.ResponseWriter, r *http.Request) {
	v := readView{Fetches: s.o.Fetch != nil, Today: s.now().Format(time.DateOnly)}
	if r.URL.Query().Has("example") {
		v.Text, v.Published, v.Publisher = example, "2024-03-14", "Lake Chad Dispatch"
	}
	s.render(w, r, http.StatusOK, "read", page{Title: "Read an article", Nav: "/read", Body: v})
}

// readArticle reads what was pasted and shows it. Nothing is stored.
func (s *Site) readArticle(w http.ResponseWriter, r *http.Request) {
	v, err := s.pasted(w, r)
	if err == nil && v.Problem == "" && v.Text == "" && v.URL != "" {
		s.fetched(r.Context(), &v)
	}
	if err != nil || v.Problem != "" {
		status := http.StatusUnprocessableEntity
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			status, v.Problem, v.Field = http.StatusRequestEntityTooLarge, "The text is longer than 5 million characters. Paste the article alone, without the rest of the site.", "text"
		} else if err != nil {
			status, v.Problem = http.StatusBadRequest, "The form did not arrive whole. Send it again."
		}
		s.render(w, r, status, "read", page{Title: "Read an article", Nav: "/read", Body: v})
		return
	}
	record := s.o.Reader.Read(onrecord.Article{Text: v.Text, URL: v.URL, Title: v.Title, Publisher: v.Publisher, Published: v.Published})
	view := s.article(&record)
	view.Pasted = true
	s.render(w, r, http.StatusOK, "article", page{Title: view.Title, Nav: "/read", Body: view})
}

// pasted takes the form apart. A text that is nothing but an address is an address.
func (s *Site) pasted(w http.ResponseWriter, r *http.Request) (readView, error) {
	v := readView{Fetches: s.o.Fetch != nil, Today: s.now().Format(time.DateOnly)}
	r.Body = http.MaxBytesReader(w, r.Body, maxPaste)
	if err := r.ParseForm(); err != nil { // ParseMultipartForm alone would hide what is wrong with a plain form
		return v, err
	}
	if err := r.ParseMultipartForm(maxPaste); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return v, err
	}
	get := func(k string) string { return strings.TrimSpace(r.PostFormValue(k)) }
	v.Text, v.URL, v.Title, v.Publisher, v.Published = r.PostFormValue("text"), get("url"), get("title"), get("publisher"), get("published")
	if f, _, err := r.FormFile("file"); err == nil {
		b, err := io.ReadAll(f)
		if err != nil {
			return v, err
		}
		if len(b) > 0 {
			v.Text = string(b)
		}
	}
	if only := strings.TrimSpace(v.Text); v.URL == "" && address.MatchString(only) {
		v.URL, v.Text = only, ""
	}
	switch {
	case strings.TrimSpace(v.Text) == "" && v.URL == "":
		v.Problem, v.Field = "There is nothing to read yet. Paste the text of an article, or choose a file.", "text"
	case v.URL != "" && !isHTTP(v.URL):
		v.Problem, v.Field = "This is not the address of a web page. It should start with http:// or https://, or be left empty.", "url"
	case v.Published != "" && !isDay(v.Published):
		v.Problem, v.Field = "The day of publication should look like 2024-03-14.", "published"
	}
	return v, nil
}

var address = regexp.MustCompile(`^https?://\S+$`)

func isHTTP(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// fetched gets the text from the address.
func (s *Site) fetched(ctx context.Context, v *readView) {
	if s.o.Fetch == nil {
		v.Problem, v.Field = "This server does not fetch pages. Open the address yourself, and paste the text of the article here.", "text"
		return
	}
	b, err := s.o.Fetch(ctx, v.URL)
	if err != nil {
		v.Problem, v.Field = "The page could not be fetched: "+err.Error()+". Open it yourself, and paste its text here.", "url"
		return
	}
	v.Text = string(b)
}

func (s *Site) help(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, http.StatusOK, "help", page{Title: "What the words mean", Nav: "/help", Body: helpView{}})
}
