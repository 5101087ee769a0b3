package web

import (
	"net/http"
	"net/url"
	"strings"

	"onrecord/internal/web/words"
)

type actorsView struct {
	Text string
	Rows []actorView
	Max  int
}

type actorView struct {
	Name               string
	Did, Suffered      int
	DidW, SufferedW    float64 // widths of bars, of 100
	DidLink, SuffLink  string
	Acts, Where        string
	First, Last, Alone string
}

func (s *Site) actors(w http.ResponseWriter, r *http.Request) {
	v := actorsView{Text: strings.TrimSpace(r.URL.Query().Get("text"))}
	text := v.Text
	if p := s.findParty(text); p.Code != "" {
		text = strings.TrimSpace(p.Code + " " + p.Sector)
	}
	rows, err := s.o.Store.Actors(r.Context(), text, 200)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	for _, a := range rows {
		v.Max = max(v.Max, a.Did, a.Suffered)
	}
	for _, a := range rows {
		name := s.names.Party(a.Party.Code, a.Party.Sector)
		if name == "" || a.Party.Name != "" {
			name = a.Party.Name
		}
		x := actorView{Name: name, Did: a.Did, Suffered: a.Suffered, First: words.ShortDay(a.First), Last: words.ShortDay(a.Last),
			DidW: 100 * float64(a.Did) / float64(v.Max), SufferedW: 100 * float64(a.Suffered) / float64(v.Max),
			DidLink: "/?" + url.Values{"actor": {name}}.Encode(), SuffLink: "/?" + url.Values{"recipient": {name}}.Encode()}
		var acts, where []string
		for _, f := range a.Acts {
			acts = append(acts, words.Act(f.Value))
		}
		for _, f := range a.Countries {
			where = append(where, s.names.Country(f.Value))
		}
		x.Acts, x.Where = strings.Join(acts, ", "), strings.Join(where, ", ")
		v.Rows = append(v.Rows, x)
	}
	s.render(w, r, http.StatusOK, "actors", page{Title: "Actors", Nav: "/actors", Body: v})
}
