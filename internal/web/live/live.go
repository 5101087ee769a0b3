// Package live answers the page from the store. In go the page's queries, out come its lists and views; it keeps counts
// while the store stays as it is, and changes nothing by itself.
package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/store"
	"onrecord/internal/web"
)

// Store is a web.Store over a store.Store.
type Store struct {
	s    *store.Store
	memo *memo
}

var _ web.Store = Store{}

// New wraps a store.
func New(s *store.Store) Store { return Store{s, &memo{}} }

// filter puts the page's query into the store's words.
func filter(q web.Query) store.Filter {
	f := store.Filter{Text: q.Text, Actor: party(q.Actor), Recipient: party(q.Recipient), Country: one(q.Country), Act: one(q.Act), Status: q.Status, Since: q.From, Until: q.To}
	if q.Box != nil {
		f.Box = &store.Box{South: q.Box.South, West: q.Box.West, North: q.Box.North, East: q.Box.East}
	}
	f.Voice = one(q.Source)
	return f
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// party is a code ("TCD MIL", "* MIL") or a name.
func party(p web.Party) []string {
	switch {
	case p.Code != "":
		return one(strings.TrimSpace(p.Code + " " + p.Sector))
	case p.Sector != "":
		return one("* " + p.Sector)
	default:
		return one(p.Name)
	}
}

// Incidents implements web.Store.
func (l Store) Incidents(ctx context.Context, q web.Query) (web.Page, error) {
	f := filter(q)
	rows, next, err := l.list(ctx, f, q)
	if err != nil {
		return web.Page{}, err
	}
	o, err := remembered(ctx, l, "overview", f, l.s.Overview)
	if err != nil {
		return web.Page{}, err
	}
	p := web.Page{Total: o.Timeline.Total, Capped: o.Timeline.Capped, Next: next}
	p.Rows, err = l.rows(ctx, rows)
	return p, err
}

// tries is how often the store is asked for one page.
const tries = 4

// list asks for a page. The store may answer with less than a page and a cursor when what fits is rare; it is asked again
// a few times, and then the reader decides whether to look further back.
func (l Store) list(ctx context.Context, f store.Filter, q web.Query) ([]store.IncidentRow, string, error) {
	var out []store.IncidentRow
	limit := cmp.Or(q.Limit, 50)
	next := q.Cursor
	for range tries {
		rows, more, err := l.s.Incidents(ctx, f, store.Page{Limit: limit - len(out), Cursor: next})
		var bad *store.ErrCursor
		if errors.As(err, &bad) {
			return nil, "", web.ErrCursor
		}
		if err != nil {
			return nil, "", err
		}
		out = append(out, rows...)
		if next = more; next == "" || len(out) >= limit {
			break
		}
	}
	return out, next, nil
}

// rows fills in what the rows of the store lack from the incidents themselves.
func (l Store) rows(ctx context.Context, list []store.IncidentRow) ([]web.Row, error) {
	ids := make([]string, 0, len(list))
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	whole, err := l.s.Summaries(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]web.Row, 0, len(list))
	for _, r := range list {
		x := row(r)
		if in := whole[r.ID]; in != nil {
			fill(&x, in)
		}
		out = append(out, x)
	}
	return out, nil
}

func fill(x *web.Row, in *merge.Incident) {
	for _, v := range in.Actors {
		x.Actors = append(x.Actors, v.Value)
	}
	for _, v := range in.Recips {
		x.Recipients = append(x.Recipients, v.Value)
	}
	x.Modes = in.Modes
}

func row(r store.IncidentRow) web.Row {
	x := web.Row{ID: r.ID, Sentence: r.Sentence, Act: r.Act, Status: r.Status, From: r.From, To: r.To, Independent: r.Independent, Outlets: cmp.Or(r.Outlets, r.Articles), Disputed: r.Denied, OneSided: r.OneSided, Figure: r.Figure, Published: r.Last}
	if p := r.Place; p != nil {
		x.Place, x.Country, x.Precision = p.Name, p.Country, p.Precision
	}
	return x
}

// Timeline implements web.Store.
func (l Store) Timeline(ctx context.Context, q web.Query) (web.Timeline, error) {
	q.From, q.To = "", ""
	o, err := remembered(ctx, l, "overview", filter(q), l.s.Overview)
	if err != nil {
		return web.Timeline{}, err
	}
	t := o.Timeline
	out := web.Timeline{Unit: t.Step, Undated: t.Undated, Capped: t.Capped}
	for _, b := range t.Bins {
		out.Buckets = append(out.Buckets, web.Bucket{From: b.From, To: b.To, N: b.Count})
	}
	return out, nil
}

// maxCells is how many cells a map gets.
const maxCells = 5000

// Cells implements web.Store. A tile of the store is an eighth of a tile of the map, so that dots have room.
func (l Store) Cells(ctx context.Context, q web.Query, zoom int) ([]web.Cell, error) {
	m, err := remembered(ctx, l, fmt.Sprint("map", zoom), filter(q), func(ctx context.Context, f store.Filter) (*store.Map, error) { return l.s.Map(ctx, f, zoom+3) })
	if err != nil {
		return nil, err
	}
	var out []web.Cell
	for _, t := range m.Tiles {
		c := web.Cell{Lat: t.Lat, Lon: t.Lon, N: t.Count, Precision: t.Precision, Place: t.Place, Incident: t.Incident, Box: web.Box{West: t.West, South: t.South, East: t.East, North: t.North}}
		if t.Precision == "mixed" && t.Exact > 0 {
			rest := c
			c.N, c.Precision = t.Exact, "city"
			rest.N, rest.Precision = t.Count-t.Exact, "admin1"
			out = append(out, rest)
		}
		out = append(out, c)
		if len(out) >= maxCells {
			break
		}
	}
	return out, nil
}

// Facets implements web.Store. Names are those of the whole store, not only of what the query selects.
func (l Store) Facets(ctx context.Context, q web.Query) (web.Facets, error) {
	o, err := remembered(ctx, l, "overview", filter(q), l.s.Overview)
	if err != nil {
		return web.Facets{}, err
	}
	c := o.Facets
	out := web.Facets{Acts: facets(c.Act), Statuses: facets(c.Status), Countries: facets(c.Country)}
	actors, err := l.s.Names(ctx, "actor", "", 100)
	if err != nil {
		return web.Facets{}, err
	}
	seen := map[string]bool{}
	for _, n := range actors {
		v := strings.TrimSpace(n.Code + " " + n.Sector)
		if n.Code == "" || doc.KindCode(n.Code) {
			v = n.Name
		}
		if !seen[v] {
			seen[v] = true
			out.Actors = append(out.Actors, web.Facet{Value: v, N: n.Events})
		}
	}
	for _, role := range []string{"publisher", "source"} {
		names, err := l.s.Names(ctx, role, "", 50)
		if err != nil {
			return web.Facets{}, err
		}
		for _, n := range names {
			out.Sources = append(out.Sources, web.Facet{Value: n.Name, N: n.Events})
		}
	}
	slices.SortStableFunc(out.Sources, func(a, b web.Facet) int { return cmp.Compare(b.N, a.N) })
	return out, nil
}

func facets(list []store.Facet) []web.Facet {
	out := make([]web.Facet, 0, len(list))
	for _, f := range list {
		out = append(out, web.Facet{Value: f.Value, N: f.Count})
	}
	return out
}

// Values implements web.Store.
func (l Store) Values(_ context.Context, q web.Query) (url.Values, error) {
	f := filter(q)
	return f.Values(), nil
}

// Incident implements web.Store.
func (l Store) Incident(ctx context.Context, id string) (*web.Incident, error) {
	v, err := l.s.Incident(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, web.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	x := &web.Incident{Incident: *v.Incident, Articles: map[string]web.ArticleLine{}}
	x.ID = id // the store's id, by which it is found again
	x.Decisions = v.Decisions
	var articles []string
	for _, e := range v.Events {
		a := e.Article
		if _, ok := x.Articles[a.ID]; !ok {
			x.Articles[a.ID] = web.ArticleLine{ID: a.ID, Title: a.Title, Publisher: a.Publisher, Published: a.Published, URL: a.URL}
			articles = append(articles, a.ID)
		}
	}
	lead, err := l.s.Families(ctx, articles)
	if err != nil {
		return nil, err
	}
	x.Families = families(articles, lead)
	figures := figureWords(v.Incident)
	for _, e := range v.Events {
		r := report(e)
		for _, w := range figures[r.ID] {
			r.Figures = append(r.Figures, merge.Figure{Words: w})
		}
		x.Reports = append(x.Reports, r)
	}
	return x, nil
}

// families groups articles by the one that leads their family; those alone are left out.
func families(articles []string, leads map[string]string) []web.Family {
	members := map[string][]string{}
	var order []string
	for _, a := range articles {
		lead := cmp.Or(leads[a], a)
		if members[lead] == nil {
			order = append(order, lead)
		}
		members[lead] = append(members[lead], a)
	}
	var out []web.Family
	for _, lead := range order {
		if len(members[lead]) > 1 {
			out = append(out, web.Family{Origin: lead, Members: members[lead]})
		}
	}
	return out
}

// figureWords are the numbers that each report gives.
func figureWords(x *merge.Incident) map[string][]string {
	out := map[string][]string{}
	for _, t := range x.Figures {
		for _, n := range t.Values {
			for _, r := range n.Reports {
				out[r] = append(out[r], n.Words)
			}
		}
	}
	return out
}

func report(e store.EventRow) merge.Report {
	r := merge.Report{ID: e.Article.ID + "/" + e.ID, Article: e.Article.ID, Event: e.ID, Act: e.Act, Plover: e.Plover, Status: e.Status, Anchor: e.Anchor, Evidence: e.Evidence, Confidence: e.Confidence}
	for _, h := range e.Chain {
		r.Chain = append(r.Chain, merge.Source{Name: h.Name, Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance})
	}
	return r
}

// Article implements web.Store.
func (l Store) Article(ctx context.Context, id string) (*web.Article, error) {
	v, err := l.s.Article(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && v.Record == nil {
		return nil, web.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	a := &web.Article{Record: *v.Record, Incidents: v.Incidents, Added: v.Added}
	for _, c := range v.Copies {
		a.Copies = append(a.Copies, web.ArticleLine{ID: c.ID, Title: c.Title, Publisher: c.Publisher, Published: c.Published, URL: c.URL})
	}
	return a, nil
}

// Forces implements web.Store.
func (l Store) Forces(ctx context.Context, q web.ForceQuery) ([]web.Standing, error) {
	f := store.Filter{Actor: party(q.Owner)}
	if len(q.Place) == 3 && strings.ToUpper(q.Place) == q.Place {
		f.Country = one(q.Place)
	} else {
		f.Place = one(q.Place)
	}
	rows, _, err := l.s.Forces(ctx, f, store.Page{Limit: q.Limit})
	if err != nil {
		return nil, err
	}
	var out []web.Standing
	for _, r := range rows {
		s := web.Standing{Owner: web.Party{Code: r.Owner.Code, Sector: r.Owner.Sector}, OwnerName: r.Owner.Name, AsOf: cmp.Or(r.From, r.Article.Published), Dated: r.From != "",
			Low: r.Low, High: r.High, Best: r.Best, Words: cmp.Or(r.Words, r.Evidence), Class: r.Class, Article: r.Article.ID, Force: r.ID, Publisher: r.Article.Publisher, Published: r.Article.Published}
		if p := r.Place; p != nil {
			s.Place, s.Country = p.Name, p.Country
		}
		for _, h := range r.Chain {
			s.Chain = append(s.Chain, doc.RecordHop{Name: h.Name, Kind: h.Kind, Anonymity: h.Anonymity, Stance: h.Stance})
		}
		out = append(out, s)
	}
	return out, nil
}

// Actors implements web.Store: the names of the store, gathered by the party that they belong to.
func (l Store) Actors(ctx context.Context, text string, limit int) ([]web.ActorRow, error) {
	code, sector, _ := strings.Cut(text, " ")
	byCode := len(code) == 3 && strings.ToUpper(code) == code
	like := text
	if byCode {
		like = ""
	}
	names, err := l.s.Names(ctx, "actor", like, 1000)
	if err != nil {
		return nil, err
	}
	index := map[web.Party]int{}
	var out []web.ActorRow
	for _, n := range names {
		if byCode && (n.Code != code || sector != "" && n.Sector != sector) {
			continue
		}
		p := web.Party{Code: n.Code, Sector: n.Sector}
		if n.Code == "" || doc.KindCode(n.Code) {
			p.Name = n.Name
		}
		i, ok := index[p]
		if !ok {
			i = len(out)
			index[p] = i
			out = append(out, web.ActorRow{Party: p})
		}
		out[i].Events += n.Events
		if p.Name == "" && len(out[i].Names) < 8 {
			out[i].Names = append(out[i].Names, web.Facet{Value: n.Name, N: n.Events})
		}
	}
	slices.SortStableFunc(out, func(a, b web.ActorRow) int { return cmp.Compare(b.Events, a.Events) })
	out = out[:min(len(out), limit)]
	for i := range out {
		in, err := l.s.Involved(ctx, party(out[i].Party)[0], web.MostCounted)
		if err != nil {
			return nil, err
		}
		out[i].Did, out[i].Suffered, out[i].Last = in.Did, in.Suffered, in.Last
	}
	return out, nil
}
