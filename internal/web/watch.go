package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"onrecord/internal/charset"
	"onrecord/internal/wording"
)

// sourcesView is the watch list with the health of each source.
type sourcesView struct {
	Rows    []watchView
	Admin   bool
	Problem string
	Typed   string
	Done    string
	Bad     int
}

type watchView struct {
	Watch
	Href, Host        string
	State             wording.Term
	SinceText         string
	LastText, NextTxt string
}

// states of a source, in words.
var states = map[string]wording.Term{
	"ok":      {Code: "ok", Name: "works", Means: "The last visit went well.", Icon: "check"},
	"slow":    {Code: "slow", Name: "slow", Means: "It answers, but slowly or seldom.", Icon: "ongoing"},
	"failing": {Code: "failing", Name: "fails", Means: "It does not answer, or not with what it should. It is tried again, ever more seldom.", Icon: "threatened"},
	"gone":    {Code: "gone", Name: "gone", Means: "The server says that it is gone for good. It is not visited any more.", Icon: "not_occurred"},
	"new":     {Code: "new", Name: "not visited yet", Means: "It waits for its first visit.", Icon: "possible"},
	"paused":  {Code: "paused", Name: "paused", Means: "It is not visited until somebody lets it go on.", Icon: "possible"},
}

func (s *Site) sources(w http.ResponseWriter, r *http.Request) {
	v := sourcesView{}
	switch {
	case r.URL.Query().Has("added"):
		v.Done = "The source is on the watch list. It is visited within a minute."
	case r.URL.Query().Has("removed"):
		v.Done = "The source is off the watch list. Its articles stay."
	}
	s.showSources(w, r, http.StatusOK, v)
}

func (s *Site) showSources(w http.ResponseWriter, r *http.Request, status int, v sourcesView) {
	list, err := s.o.Watches.Sources(r.Context())
	if err != nil {
		s.broken(w, r, err)
		return
	}
	now := s.now()
	for _, x := range list {
		t, ok := states[x.State]
		if !ok {
			t = wording.Term{Code: x.State, Name: x.State}
		}
		if x.State == "failing" || x.State == "gone" {
			v.Bad++
		}
		wv := watchView{Watch: x, State: t, LastText: wording.Ago(x.Last, now), NextTxt: wording.Ago(x.Next, now)}
		if !x.Next.IsZero() && x.Next.Before(now) {
			wv.NextTxt = "due"
		}
		if x.Next.IsZero() {
			wv.NextTxt = ""
		}
		if !x.Since.IsZero() {
			wv.SinceText = "since " + x.Since.Format("2 January 2006, 15:04")
		}
		wv.Href, wv.Host = link(x.Address)
		v.Rows = append(v.Rows, wv)
	}
	v.Admin = s.o.User(r).Admin
	s.render(w, r, status, "sources", page{Title: "Sources", Nav: "/sources", Body: v})
}

// form reads a posted form of moderate size; it answers itself, and returns false, when there is none.
func (s *Site) form(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
	if err := r.ParseForm(); err != nil {
		s.Fail(w, r, http.StatusBadRequest, "The form did not arrive whole", "It is damaged or too large.", "Go back and send it again.")
		return false
	}
	if _, ok := charset.NoText(r.PostForm); ok {
		s.noText(w, r)
		return false
	}
	return true
}

func (s *Site) changeSources(w http.ResponseWriter, r *http.Request) {
	u := s.o.User(r)
	if !u.Admin {
		s.forbidden(w, r, "change the watch list")
		return
	}
	if !s.form(w, r) {
		return
	}
	if id := r.PostForm.Get("remove"); id != "" {
		if err := s.o.Watches.RemoveSource(r.Context(), id, u.Name); err != nil {
			s.broken(w, r, err)
			return
		}
		http.Redirect(w, r, "/sources?removed", http.StatusSeeOther)
		return
	}
	typed := strings.TrimSpace(r.PostForm.Get("address"))
	if !isHTTP(typed) {
		s.showSources(w, r, http.StatusUnprocessableEntity, sourcesView{Typed: typed, Problem: "This is not the address of a feed or site. It starts with https:// or http://."})
		return
	}
	if err := s.o.Watches.AddSource(r.Context(), typed, u.Name); err != nil {
		s.showSources(w, r, http.StatusUnprocessableEntity, sourcesView{Typed: typed, Problem: "It could not be added: " + err.Error() + "."})
		return
	}
	http.Redirect(w, r, "/sources?added", http.StatusSeeOther)
}

func (s *Site) forbidden(w http.ResponseWriter, r *http.Request, what string) {
	s.Fail(w, r, http.StatusForbidden, "You may not "+what, "Your account has another role.", "Ask whoever runs this server for the role, or sign in with another account.")
}

// searchesView lists saved searches.
type searchesView struct {
	Rows               []searchView
	Done               string
	Problem, ProblemID string // what is wrong with what was typed for a search
	Typed              string
}

type searchView struct {
	Search
	Words, Feed, Age string
	Alert            alertView
	Typed            string // in the field of the webhook
	Problem          string
}

func (s *Site) searches(w http.ResponseWriter, r *http.Request) {
	v := searchesView{Done: alertDone(AlertAction(r.URL.Query().Get("alert")))}
	if r.URL.Query().Has("deleted") {
		v.Done = "The search is deleted."
	}
	s.showSearches(w, r, http.StatusOK, v)
}

// queryValues reads the query of a saved search; a damaged one is empty.
func queryValues(query string) url.Values {
	values, err := url.ParseQuery(strings.TrimPrefix(query, "?"))
	if err != nil {
		return nil
	}
	return values
}

func (s *Site) showSearches(w http.ResponseWriter, r *http.Request, status int, v searchesView) {
	u := s.o.User(r)
	list, err := s.o.Searches.Searches(r.Context(), u.Name)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	for _, x := range list {
		values := queryValues(x.Query)
		f, _ := s.parseFilter(values) // what is stored is read as any address is: it may be old, or another's
		row := searchView{Search: x, Words: s.describe(f), Feed: "/v1/export/atom" + string(queryOf(values)), Age: wording.Day(x.Created.Format(time.DateOnly)), Alert: viewAlert(&x, s.now()), Typed: x.Webhook}
		if x.ID == v.ProblemID {
			row.Problem, row.Typed = v.Problem, v.Typed
		}
		v.Rows = append(v.Rows, row)
	}
	s.render(w, r, status, "searches", page{Title: "Saved searches", Nav: "/searches", Body: v})
}

func (s *Site) changeSearches(w http.ResponseWriter, r *http.Request) {
	u := s.o.User(r)
	if u.Name == "" {
		s.forbidden(w, r, "save searches without signing in")
		return
	}
	if !s.form(w, r) {
		return
	}
	if id := r.PostForm.Get("alert"); id != "" {
		s.changeAlert(w, r, id)
		return
	}
	if id := r.PostForm.Get("delete"); id != "" {
		if err := s.o.Searches.DeleteSearch(r.Context(), id, u.Name); err != nil {
			s.broken(w, r, err)
			return
		}
		http.Redirect(w, r, "/searches?deleted", http.StatusSeeOther)
		return
	}
	values, err := url.ParseQuery(strings.TrimPrefix(r.PostForm.Get("query"), "?"))
	if _, ok := charset.NoText(values); ok || err != nil {
		s.Fail(w, r, http.StatusBadRequest, "This search cannot be saved", "Its address is damaged.", "Set the filter again on the overview, and save it from there.")
		return
	}
	f, q := s.parseFilter(values)
	if s.o.Store != nil { // in the words of the API, so that alerts and feeds understand it
		if values, err = s.o.Store.Values(r.Context(), q); err != nil {
			s.broken(w, r, err)
			return
		}
	}
	name := clipped(strings.TrimSpace(r.PostForm.Get("name")), 200)
	if name == "" {
		name = wording.Upper(s.describe(f))
	}
	if err := s.o.Searches.SaveSearch(r.Context(), Search{Name: name, Query: values.Encode(), User: u.Name, Created: s.now()}); err != nil {
		s.broken(w, r, err)
		return
	}
	http.Redirect(w, r, "/"+f.With("saved", "1"), http.StatusSeeOther)
}
