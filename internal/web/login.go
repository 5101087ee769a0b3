package web

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/review"
)

// loginView is the form to log in with, and what was sent when a session had ended: it is carried along, so that nothing
// that somebody typed is lost.
type loginView struct {
	Message, Next string
	Kept          []hidden
}

// resumeView is what was sent when a session had ended, to be sent again.
type resumeView struct {
	Path   string
	Fields []hidden
	Shown  []hidden // those that a person filled in
}

const (
	// keptPrefix stands before the names of inputs that are carried through the log-in; keptPath is where they were sent to.
	keptPrefix = "kept."
	keptPath   = "kept-path"
	// MaxLogin bounds the form of the log-in, in bytes: it may carry an article that was pasted.
	MaxLogin = maxPaste + 1<<16
)

// Login shows the form to log in with. message says why it failed, "" when nobody tried; next is the page to go on to. What
// a form sent before carried along is carried on.
func (s *Site) Login(w http.ResponseWriter, r *http.Request, status int, message, next string) {
	v := loginView{Message: message, Next: next}
	for k, list := range r.PostForm {
		for _, x := range list {
			if strings.HasPrefix(k, keptPrefix) || k == keptPath {
				v.Kept = append(v.Kept, hidden{k, x})
			}
		}
	}
	s.login(w, r, status, v)
}

func (s *Site) login(w http.ResponseWriter, r *http.Request, status int, v loginView) {
	slices.SortStableFunc(v.Kept, func(a, b hidden) int { return cmp.Compare(a.Name, b.Name) }) // values of one name keep their order
	s.render(w, r, status, "login", page{Title: "Log in", Body: v})
}

// LoggedOut answers a form that was sent after its session ended with the log-in, which carries along what was sent.
func (s *Site) LoggedOut(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxPaste)
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		err = r.ParseMultipartForm(maxPaste)
	}
	if err != nil {
		s.Fail(w, r, http.StatusBadRequest, "The form did not arrive whole", "It is damaged or too large, and you are no longer logged in.", "Go back, copy what you typed, log in, and send it again.")
		return
	}
	v := loginView{Message: "You are no longer logged in. What you sent is not stored yet, and not lost: log in, and you will find it in its form.", Next: "/"}
	v.Kept = append(v.Kept, hidden{keptPath, r.URL.Path})
	for k, list := range r.PostForm {
		for _, x := range list {
			v.Kept = append(v.Kept, hidden{keptPrefix + k, x})
		}
	}
	if f, _, err := r.FormFile("file"); err == nil {
		if b, err := io.ReadAll(f); err == nil && len(b) > 0 {
			v.Kept = append(v.Kept, hidden{keptPrefix + "text", string(b)})
		}
	}
	s.login(w, r, http.StatusUnauthorized, v)
}

// Resume shows what a log-in carried along in its form again, and tells whether it did. The request must be of the new session.
func (s *Site) Resume(w http.ResponseWriter, r *http.Request) bool {
	path := r.PostForm.Get(keptPath)
	u, err := url.Parse(path)
	if path == "" || err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") {
		return false
	}
	form := url.Values{}
	for k, list := range r.PostForm {
		if name, ok := strings.CutPrefix(k, keptPrefix); ok {
			form[name] = list
		}
	}
	switch verdict := form.Get("verdict"); {
	case path == "/read":
		v := readView{Fetches: s.o.Fetch != nil, Text: strings.Join(form["text"], "\n"), URL: form.Get("url"), Title: form.Get("title"), Publisher: form.Get("publisher"), Published: form.Get("published")}
		v.Problem = "You are logged in again. What you pasted is still here."
		s.render(w, r, http.StatusOK, "read", page{Title: "Read an article", Nav: "/read", Body: v})
	case path == "/review" && (verdict == review.Correct || verdict == review.Add) && s.o.Store != nil && s.o.Reviews != nil:
		if d, again, ok := s.decision(w, r, form); ok {
			s.showReview(w, r, http.StatusOK, d.Article, nil, again, true)
		}
	default:
		s.render(w, r, http.StatusOK, "resume", page{Title: "You are logged in again", Body: resumed(path, form)})
	}
	return true
}

// resumed lists the fields of a form; long ids and the like need not be read.
func resumed(path string, form url.Values) resumeView {
	v := resumeView{Path: path}
	names := map[string]string{"name": "Name", "query": "Search", "webhook": "Webhook", "address": "Address", "verdict": "Decision", "note": "Note", "text": "Text"}
	for k, list := range form {
		for _, x := range list {
			v.Fields = append(v.Fields, hidden{k, x})
			if names[k] != "" && x != "" {
				v.Shown = append(v.Shown, hidden{names[k], clipped(x, 300)})
			}
		}
	}
	byName := func(a, b hidden) int { return cmp.Compare(a.Name, b.Name) }
	slices.SortStableFunc(v.Fields, byName)
	slices.SortStableFunc(v.Shown, byName)
	return v
}
