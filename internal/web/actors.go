package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/wording"
)

// actorsView lists the parties, and what one of them did and what was done to it.
type actorsView struct {
	Text                 string
	Sort                 string // "acts", "upon", or "" = by mentions
	ByActs, ByUpon       string // addresses that sort
	ByReports            string
	Rows                 []actorView
	Mentions             bool // whether it is known how often events name them
	Called, Mostly, When bool // whether these columns have anything in them
	Sides                []actorSide
}

// actorSide are the latest incidents in which a party has one role.
type actorSide struct {
	Title string
	Rows  []rowView
	All   string // address of all of them
	N     string // how many
}

type actorView struct {
	Name, Note         string
	N                  int
	Did, Suffered      string  // counts, "" = none
	W, DidW, SufferedW float64 // widths of bars, of 100
	DidLink, SuffLink  string
	Link               string // to this party alone
	Acts, Where        string
	First, Last        string
	Called             []nameLink
}

// nameLink is a name with the incidents in which it acts.
type nameLink struct {
	Name, Address string
	N             int
}

// Sizes of the page of actors.
const (
	actorRows  = 100
	actorSides = 10
)

func (s *Site) actors(w http.ResponseWriter, r *http.Request) {
	v := actorsView{Text: strings.TrimSpace(r.URL.Query().Get("text")), Sort: r.URL.Query().Get("sort")}
	party := s.findParty(v.Text)
	text := v.Text
	if party.Code != "" {
		text = strings.TrimSpace(party.Code + " " + party.Sector)
	}
	rows, err := s.o.Store.Actors(r.Context(), text, actorRows)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	by := func(a ActorRow) int { return a.Events }
	switch v.Sort {
	case "acts":
		by = func(a ActorRow) int { return a.Did }
	case "upon":
		by = func(a ActorRow) int { return a.Suffered }
	default:
		v.Sort = ""
	}
	sorted := func(by string) string {
		q := url.Values{}
		if v.Text != "" {
			q.Set("text", v.Text)
		}
		if by != "" {
			q.Set("sort", by)
		}
		return "/actors" + string(queryOf(q))
	}
	v.ByActs, v.ByUpon, v.ByReports = sorted("acts"), sorted("upon"), sorted("")
	slices.SortStableFunc(rows, func(a, b ActorRow) int { return cmp.Compare(by(b), by(a)) })
	most, mentions := 1, 1
	for _, a := range rows {
		most, mentions = max(most, a.Did, a.Suffered), max(mentions, a.Events)
	}
	for _, a := range rows {
		x := s.actor(&a, most, mentions)
		v.Rows = append(v.Rows, x)
		v.Mentions, v.Called = v.Mentions || a.Events > 0, v.Called || len(x.Called) > 0
		v.Mostly, v.When = v.Mostly || x.Acts+x.Where != "", v.When || x.First+x.Last != ""
	}
	if len(rows) == 1 || len(rows) > 0 && party.Code != "" && party.Sector != "" {
		if v.Sides, err = s.actorSides(r, &rows[0], &v.Rows[0]); err != nil {
			s.broken(w, r, err)
			return
		}
	}
	s.render(w, r, http.StatusOK, "actors", page{Title: "Actors", Nav: "/actors", Body: v})
}

func (s *Site) actor(a *ActorRow, most, mentions int) actorView {
	name, belongs := a.Party.Name, s.names.Party(a.Party.Code, a.Party.Sector)
	if name == "" || name == belongs {
		name, belongs = belongs, ""
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(of) }
	x := actorView{Name: name, Note: belongs, N: a.Events, Did: counted(a.Did), Suffered: counted(a.Suffered), First: wording.ShortDay(a.First), Last: wording.ShortDay(a.Last),
		W: share(a.Events, mentions), DidW: share(a.Did, most), SufferedW: share(a.Suffered, most), Link: "/actors?" + url.Values{"text": {name}}.Encode(),
		DidLink: "/?" + url.Values{"actor": {name}}.Encode(), SuffLink: "/?" + url.Values{"recipient": {name}}.Encode()}
	for _, f := range a.Names {
		x.Called = append(x.Called, nameLink{f.Value, "/?" + url.Values{"actor": {f.Value}}.Encode(), f.N})
	}
	var acts, where []string
	for _, f := range a.Acts {
		acts = append(acts, wording.Act(f.Value))
	}
	for _, f := range a.Countries {
		where = append(where, s.names.Country(f.Value))
	}
	x.Acts, x.Where = strings.Join(acts, ", "), strings.Join(where, ", ")
	return x
}

// counted writes a count that may have stopped at MostCounted; "" for none.
func counted(n int) string {
	switch {
	case n == 0:
		return ""
	case n > MostCounted:
		return "over " + wording.Number(MostCounted)
	}
	return wording.Number(float64(n))
}

// actorSides fetches the latest incidents in which a party acts, and in which it is acted upon.
func (s *Site) actorSides(r *http.Request, a *ActorRow, x *actorView) ([]actorSide, error) {
	sides := []actorSide{{Title: "Acts", All: x.DidLink, N: x.Did}, {Title: "Is acted upon", All: x.SuffLink, N: x.Suffered}}
	for i, q := range []Query{{Actor: a.Party, Limit: actorSides}, {Recipient: a.Party, Limit: actorSides}} {
		p, err := s.o.Store.Incidents(r.Context(), q)
		if err != nil {
			return nil, err
		}
		for _, row := range p.Rows {
			sides[i].Rows = append(sides[i].Rows, s.row(row))
		}
	}
	return sides, nil
}
