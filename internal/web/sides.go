package web

import (
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"onrecord/internal/wording"
)

// sidesView sets sources side by side.
type sidesView struct {
	Filter  filter
	Chosen  []string
	Options []option
	Rows    []sideRow
	Hidden  []hidden
	Ask     bool // fewer than two sources are chosen
	Pairs   []pair
	Next    string // address of the next page
	Later   bool   // this is not the first page
}

// sidesShown is how many incidents stand on a page.
const sidesShown = 40

type hidden struct{ Name, Value string }

type pair struct{ A, B, Address string }

type sideRow struct {
	Row    rowView
	Sides  []side
	Differ []string // what they disagree on
}

type side struct {
	Statements []statementView
	Silent     bool
}

type statementView struct {
	Statement
	Day     string
	Status  wording.Term
	Stance  wording.Term
	Figures string
}

func (s *Site) sides(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	f, q := s.parseFilter(query)
	f.Source, q.Source = "", "" // here it is the sides
	v := sidesView{Filter: f}
	for _, name := range query["side"] {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(v.Chosen, name) && len(v.Chosen) < 4 {
			v.Chosen = append(v.Chosen, name)
		}
	}
	facets, err := s.o.Store.Facets(r.Context(), q)
	if err != nil {
		s.broken(w, r, err)
		return
	}
	for _, x := range facets.Sources {
		v.Options = append(v.Options, option{Value: x.Value, N: x.N})
	}
	for name, list := range f.values() {
		for _, x := range list {
			v.Hidden = append(v.Hidden, hidden{name, x})
		}
	}
	slices.SortFunc(v.Hidden, func(a, b hidden) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	if v.Ask = len(v.Chosen) < 2; v.Ask {
		for i := 0; i+1 < min(len(v.Options), 6); i++ {
			p := f.values()
			p["side"] = []string{v.Options[0].Value, v.Options[i+1].Value}
			v.Pairs = append(v.Pairs, pair{v.Options[0].Value, v.Options[i+1].Value, "/sides?" + p.Encode()})
		}
	} else {
		q.Cursor, q.Limit = query.Get("cursor"), sidesShown
		rows, next, err := s.o.Store.Sides(r.Context(), q, v.Chosen)
		if errors.Is(err, ErrCursor) {
			http.Redirect(w, r, v.address(""), http.StatusSeeOther)
			return
		}
		if err != nil {
			s.broken(w, r, err)
			return
		}
		for _, x := range rows {
			v.Rows = append(v.Rows, s.sideRow(x))
		}
		if v.Later = q.Cursor != ""; next != "" {
			v.Next = v.address(next)
		}
	}
	s.render(w, r, http.StatusOK, "sides", page{Title: "Who says what", Nav: "/sides", Query: template.URL(f.Address()), Body: v}) //nolint:gosec // made by url.Values.Encode
}

// Field is the nth source chosen, for the form, which has always room for one more.
func (v sidesView) Fields() []string {
	out := slices.Clone(v.Chosen)
	for len(out) < 2 || len(out) < 4 && len(out) == len(v.Chosen) {
		out = append(out, "")
	}
	return out
}

// address is that of a page of this comparison; the first one when cursor is "".
func (v sidesView) address(cursor string) string {
	p := v.Filter.values()
	p["side"] = v.Chosen
	if cursor != "" {
		p.Set("cursor", cursor)
	}
	return "/sides?" + p.Encode()
}

// First is the address of the first page.
func (v sidesView) First() string { return v.address("") }

// Reset is the address with the filter and without sides.
func (v sidesView) Reset() string { return "/sides" + v.Filter.Address() }

func (s *Site) sideRow(x SideRow) sideRow {
	out := sideRow{Row: s.row(x.Row)}
	statuses, figures, stances := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, list := range x.Sides {
		sd := side{Silent: len(list) == 0}
		for _, st := range list {
			sv := statementView{Statement: st, Day: wording.Day(st.Published), Status: wording.Status(st.Status), Stance: wording.Stance(st.Stance)}
			var quoted []string
			for _, n := range st.Figures {
				quoted = append(quoted, "“"+n+"”")
			}
			sv.Figures = strings.Join(quoted, ", ")
			sd.Statements = append(sd.Statements, sv)
		}
		if n := len(list); n > 0 { // what the source said last counts
			last := list[n-1]
			statuses[last.Status] = true
			if last.Stance == "denies" || last.Stance == "doubts" {
				stances["against"] = true
			} else {
				stances["for"] = true
			}
			if len(last.Figures) > 0 {
				figures[strings.Join(last.Figures, "|")] = true
			}
		}
		out.Sides = append(out.Sides, sd)
	}
	if len(stances) > 1 {
		out.Differ = append(out.Differ, "whether it is so")
	}
	if len(statuses) > 1 {
		out.Differ = append(out.Differ, "whether it has happened")
	}
	if len(figures) > 1 {
		out.Differ = append(out.Differ, "the numbers")
	}
	return out
}
