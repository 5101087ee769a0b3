package live

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"onrecord/internal/store"
	"onrecord/internal/web"
)

const (
	sideRows   = 40  // incidents shown side by side
	sideSearch = 400 // latest incidents of each source among which common ones are looked for
)

// Sides implements web.Store: the latest incidents on which at least two of the sources speak.
func (l Store) Sides(ctx context.Context, q web.Query, sources []string) ([]web.SideRow, error) {
	found := map[string]int{}
	rows := map[string]store.IncidentRow{}
	for _, name := range sources {
		q.Source = name
		list, _, err := l.s.Incidents(ctx, filter(q), store.Page{Limit: sideSearch})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			found[r.ID]++
			rows[r.ID] = r
		}
	}
	var common []store.IncidentRow
	for id, n := range found {
		if n > 1 {
			common = append(common, rows[id])
		}
	}
	slices.SortFunc(common, func(a, b store.IncidentRow) int {
		return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(b.Last, a.Last), cmp.Compare(a.ID, b.ID))
	})
	var out []web.SideRow
	for _, r := range common[:min(len(common), sideRows)] {
		v, err := l.s.Incident(ctx, r.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue // merged with another one meanwhile
		}
		if err != nil {
			return nil, err
		}
		figures := figureWords(v.Incident)
		x := web.SideRow{Row: row(r)}
		fill(&x.Row, v.Incident)
		for _, name := range sources {
			x.Sides = append(x.Sides, said(v.Events, figures, name))
		}
		out = append(out, x)
	}
	return out, nil
}

// said is what a source or outlet says in the reports of an incident, earliest first.
func said(events []store.EventRow, figures map[string][]string, name string) []web.Statement {
	var out []web.Statement
	for _, e := range events {
		stance := ""
		if strings.EqualFold(e.Article.Publisher, name) {
			stance = "asserts"
			if n := len(e.Chain); n > 0 {
				stance = e.Chain[n-1].Stance
			}
		}
		for _, h := range e.Chain {
			if strings.Contains(strings.ToLower(h.Name), strings.ToLower(name)) {
				stance = cmp.Or(h.Stance, "asserts")
			}
		}
		if stance != "" {
			out = append(out, web.Statement{Status: e.Status, Stance: stance, Figures: figures[e.Article.ID+"/"+e.ID], Words: e.Evidence, Article: e.Article.ID, Event: e.ID, Published: e.Article.Published})
		}
	}
	return out
}
