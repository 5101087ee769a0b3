package live

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"onrecord/internal/store"
	"onrecord/internal/web"
)

// Sides implements web.Store.
func (l Store) Sides(ctx context.Context, q web.Query, sources []string) ([]web.SideRow, string, error) {
	q.Source, q.Limit = "", cmp.Or(q.Limit, 40)
	f := filter(q)
	f.Between = sources
	common, next, err := l.list(ctx, f, q)
	if err != nil {
		return nil, "", err
	}
	var out []web.SideRow
	for _, r := range common {
		v, err := l.s.Incident(ctx, r.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue // merged with another one meanwhile
		}
		if err != nil {
			return nil, "", err
		}
		figures := figureWords(v.Incident)
		x := web.SideRow{Row: row(r)}
		fill(&x.Row, v.Incident)
		for _, name := range sources {
			x.Sides = append(x.Sides, said(v.Events, figures, name))
		}
		out = append(out, x)
	}
	return out, next, nil
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
