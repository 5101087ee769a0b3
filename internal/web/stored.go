package web

import (
	"errors"
	"net/http"

	"onrecord"
	"onrecord/internal/doc"
	"onrecord/internal/wording"
)

// stored shows an article of the store.
func (s *Site) stored(w http.ResponseWriter, r *http.Request) {
	a, err := s.o.Store.Article(r.Context(), r.PathValue("id"))
	if errors.Is(err, ErrNotFound) {
		s.Fail(w, r, http.StatusNotFound, "This article is not in the store", "It was never added, or it was removed.", "Look for it by its words on the overview.")
		return
	}
	if err != nil {
		s.broken(w, r, err)
		return
	}
	s.explain(&a.Record)
	v := s.article(&a.Record)
	decided := map[string][]string{}
	may := s.o.Reviews != nil && s.o.User(r).Review
	if s.o.Reviews != nil {
		list, err := s.o.Reviews.Decisions(r.Context(), a.Record.Article.ID)
		if err != nil {
			s.broken(w, r, err)
			return
		}
		for _, d := range list {
			decided[d.Item] = append(decided[d.Item], wording.Upper(s.verdictWords(d))+" by "+d.Person)
		}
	}
	to := func(id string) string {
		if !may {
			return ""
		}
		return "/review/" + v.ID + "#" + id
	}
	v.Missed = to("missed")
	for i := range v.Events {
		e := &v.Events[i]
		e.Incident, e.Decided, e.Review = a.Incidents[e.ID], decided[e.ID], to(e.ID)
	}
	for i := range v.Claims {
		v.Claims[i].part = part{decided[v.Claims[i].ID], to(v.Claims[i].ID)}
	}
	for i := range v.Forces {
		v.Forces[i].part = part{decided[v.Forces[i].ID], to(v.Forces[i].ID)}
	}
	for _, c := range a.Copies {
		v.Copies = append(v.Copies, copyLine{c.ID, c.Publisher, wording.Day(c.Published), c.Title})
	}
	s.render(w, r, http.StatusOK, "article", page{Title: v.Title, Nav: "/", Body: v})
}

// explain fills in the reasons, which are not stored: reading is a pure function, so the same text gives the same events.
func (s *Site) explain(r *doc.Record) {
	for i := range r.Events {
		if len(r.Events[i].Why) > 0 {
			return
		}
	}
	a := &r.Article
	again := s.o.Reader.Read(onrecord.Article{Text: a.Text, URL: deref(a.URL), Title: deref(a.Title), Publisher: deref(a.Publisher), Published: deref(a.Published)})
	why := map[string][]doc.Reason{}
	for i := range again.Events {
		why[again.Events[i].ID] = again.Events[i].Why
	}
	for i := range r.Events {
		r.Events[i].Why = why[r.Events[i].ID]
	}
}
