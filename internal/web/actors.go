package web

import (
	"net/http"
	"net/url"
	"strings"

	"onrecord/internal/web/words"
)

type actorsView struct {
	Text  string
	Rows  []actorView
	Split bool // whether acting and being acted upon are told apart
}

type actorView struct {
	Name, Note         string
	N                  int
	Did, Suffered      int
	W, DidW, SufferedW float64 // widths of bars, of 100
	DidLink, SuffLink  string
	Acts, Where        string
	First, Last        string
	Called             []nameLink
}

// nameLink is a name with the incidents in which it acts.
type nameLink struct {
	Name, Address string
	N             int
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
	most := 1
	for _, a := range rows {
		most = max(most, a.Events, a.Did, a.Suffered)
		v.Split = v.Split || a.Did+a.Suffered > 0
	}
	for _, a := range rows {
		name, belongs := a.Party.Name, s.names.Party(a.Party.Code, a.Party.Sector)
		if name == "" || name == belongs {
			name, belongs = belongs, ""
		}
		share := func(n int) float64 { return 100 * float64(n) / float64(most) }
		x := actorView{Name: name, Note: belongs, N: a.Events, Did: a.Did, Suffered: a.Suffered, First: words.ShortDay(a.First), Last: words.ShortDay(a.Last),
			W: share(a.Events), DidW: share(a.Did), SufferedW: share(a.Suffered),
			DidLink: "/?" + url.Values{"actor": {name}}.Encode(), SuffLink: "/?" + url.Values{"recipient": {name}}.Encode()}
		for _, f := range a.Names {
			x.Called = append(x.Called, nameLink{f.Value, "/?" + url.Values{"actor": {f.Value}}.Encode(), f.N})
		}
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
