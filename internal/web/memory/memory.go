// Package memory is a store for the page that lives in memory: for tests and for a look at the page without a database.
// In go records and the incidents made of them; it answers as web.Store asks. It knows no full-text search beyond "all
// words occur", and it forgets everything when the program ends. Decisions change its articles; its incidents are invented
// whole, not merged of reports, and stay as they are.
package memory

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"onrecord/internal/doc"
	"onrecord/internal/merge"
	"onrecord/internal/review"
	"onrecord/internal/web"
)

// Store is a web.Store in memory. It is safe for concurrent use.
type Store struct {
	mu        sync.Mutex
	incidents []*web.Incident
	rows      []web.Row
	articles  map[string]*web.Article
	standings []web.Standing
	watches   []web.Watch
	searches  []web.Search
	decisions []web.Decision
	next      int
}

var (
	_ web.Store    = (*Store)(nil)
	_ web.Watches  = (*Store)(nil)
	_ web.Searches = (*Store)(nil)
	_ web.Reviews  = (*Store)(nil)
)

// New returns an empty store.
func New() *Store { return &Store{articles: map[string]*web.Article{}} }

// AddArticle puts an article in, with its standing forces.
func (s *Store) AddArticle(r doc.Record, copies ...web.ArticleLine) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.articles[r.Article.ID] = &web.Article{Record: r, Incidents: map[string]string{}, Copies: copies}
	places, figures, dates, claims := map[string]doc.RecordPlace{}, map[string]doc.RecordFigure{}, map[string]doc.RecordDate{}, map[string]doc.RecordClaim{}
	for _, p := range r.Places {
		places[p.ID] = p
	}
	for _, f := range r.Figures {
		figures[f.ID] = f
	}
	for _, d := range r.Dates {
		dates[d.ID] = d
	}
	for _, c := range r.Claims {
		claims[c.ID] = c
	}
	for _, f := range r.Forces {
		st := web.Standing{Owner: web.Party{Code: str(f.Owner.Code), Sector: str(f.Owner.Sector)}, OwnerName: f.Owner.Name, AsOf: str(r.Article.Published), Article: r.Article.ID, Force: f.ID,
			Publisher: str(r.Article.Publisher), Published: str(r.Article.Published), Words: f.Span.Text}
		if p, ok := places[str(f.Place)]; ok {
			st.Place, st.Country = p.Name, str(p.Country)
		}
		if n, ok := figures[str(f.Figure)]; ok {
			st.Low, st.High, st.Best, st.Words, st.Class = n.Low, n.High, n.Best, n.Span.Text, n.Class
		}
		if d, ok := dates[str(f.AsOf)]; ok && d.From != nil {
			st.AsOf, st.Dated = *d.From, true
		}
		if c, ok := claims[str(f.Claim)]; ok {
			st.Chain = c.Chain
		}
		s.standings = append(s.standings, st)
	}
}

// AddIncident puts an incident in. Its articles should be in already.
func (s *Store) AddIncident(x web.Incident) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.incidents = append(s.incidents, &x)
	s.rows = append(s.rows, row(&x))
	for _, r := range x.Reports {
		if a := s.articles[r.Article]; a != nil {
			a.Incidents[r.Event] = x.ID
		}
	}
}

// AddWatch puts a source on the watch list as it is.
func (s *Store) AddWatch(w web.Watch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watches = append(s.watches, w)
}

func str(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func row(x *web.Incident) web.Row {
	r := web.Row{ID: x.ID, Sentence: x.Sentence, Independent: x.Independent, OneSided: x.OneSided, Disputed: len(x.Denies) > 0, Published: x.Latest.Published}
	r.Modes = x.Modes
	if len(x.Act) > 0 {
		r.Act = x.Act[0].Value
	}
	if len(x.Status) > 0 {
		r.Status = x.Status[0].Value
	}
	for _, v := range x.Actors {
		r.Actors = append(r.Actors, v.Value)
	}
	for _, v := range x.Recips {
		r.Recipients = append(r.Recipients, v.Value)
	}
	if len(x.Place) > 0 {
		r.Place, r.Country, r.Precision = x.Place[0].Value, x.Place[0].Code, x.Place[0].Prec
	}
	if len(x.Date) > 0 {
		r.From, r.To = x.Date[0].From, x.Date[0].To
	}
	outlets := map[string]bool{}
	for _, a := range x.Articles {
		outlets[a.Publisher] = true
	}
	r.Outlets = len(outlets)
	if len(x.Figures) > 0 {
		r.Figure = x.Figures[0].Values[x.Figures[0].Latest].Words
	}
	return r
}

// fits says whether an incident answers a query.
func (s *Store) fits(i int, q *web.Query) bool {
	x, r := s.incidents[i], s.rows[i]
	if q.Country != "" && r.Country != q.Country || q.Act != "" && r.Act != q.Act || len(q.Status) > 0 && !slices.Contains(q.Status, r.Status) {
		return false
	}
	if q.From != "" && (r.To == "" || r.To < q.From) || q.To != "" && (r.From == "" || r.From > q.To) {
		return false
	}
	if !party(x.Actors, q.Actor) || !party(x.Recips, q.Recipient) || q.Source != "" && !speaks(x, q.Source) {
		return false
	}
	if q.Box != nil {
		lat, lon, ok := spot(x)
		if !ok || lat < q.Box.South || lat > q.Box.North || lon < q.Box.West || lon > q.Box.East {
			return false
		}
	}
	text := strings.ToLower(x.Sentence)
	for _, rep := range x.Reports {
		text += " " + strings.ToLower(rep.Evidence)
	}
	for w := range strings.FieldsSeq(strings.ToLower(q.Text)) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func party(values []merge.Value, p web.Party) bool {
	if p == (web.Party{}) {
		return true
	}
	return slices.ContainsFunc(values, func(v merge.Value) bool {
		return (p.Code == "" || v.Code == p.Code) && (p.Sector == "" || v.Sector == p.Sector) && strings.Contains(strings.ToLower(v.Value), strings.ToLower(p.Name))
	})
}

func speaks(x *web.Incident, name string) bool { return len(said(x, name)) > 0 }

// said is what a source or outlet says of an incident.
func said(x *web.Incident, name string) []web.Statement {
	var out []web.Statement
	for _, r := range x.Reports {
		stance := ""
		if strings.EqualFold(x.Articles[r.Article].Publisher, name) {
			stance = "asserts"
			if len(r.Chain) > 0 {
				stance = r.Chain[len(r.Chain)-1].Stance
			}
		}
		for _, h := range r.Chain {
			if strings.EqualFold(h.Name, name) {
				stance = h.Stance
			}
		}
		if stance == "" {
			continue
		}
		st := web.Statement{Status: r.Status, Stance: stance, Words: r.Evidence, Article: r.Article, Event: r.Event, Published: x.Articles[r.Article].Published}
		for _, f := range r.Figures {
			st.Figures = append(st.Figures, f.Words)
		}
		out = append(out, st)
	}
	slices.SortFunc(out, func(a, b web.Statement) int { return cmp.Compare(a.Published, b.Published) })
	return out
}

func spot(x *web.Incident) (lat, lon float64, ok bool) {
	if len(x.Place) == 0 || x.Place[0].Lat == nil || x.Place[0].Lon == nil {
		return 0, 0, false
	}
	return *x.Place[0].Lat, *x.Place[0].Lon, true
}

func (s *Store) selected(q web.Query) []int {
	var out []int
	for i := range s.incidents {
		if s.fits(i, &q) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.rows[b].From, s.rows[a].From), cmp.Compare(s.rows[a].ID, s.rows[b].ID))
	})
	return out
}

// Incidents implements web.Store. The cursor is the id of the last row shown.
func (s *Store) Incidents(_ context.Context, q web.Query) (web.Page, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.selected(q)
	p := web.Page{Total: len(list)}
	if q.Cursor != "" {
		at := slices.IndexFunc(list, func(i int) bool { return s.rows[i].ID == q.Cursor })
		if at < 0 {
			return web.Page{}, web.ErrCursor
		}
		list = list[at+1:]
	}
	for _, i := range list[:min(len(list), cmp.Or(q.Limit, 50))] {
		p.Rows = append(p.Rows, s.rows[i])
	}
	if n := len(p.Rows); n < len(list) {
		p.Next = p.Rows[n-1].ID
	}
	return p, nil
}

// Timeline implements web.Store.
func (s *Store) Timeline(_ context.Context, q web.Query) (web.Timeline, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.From, q.To = "", ""
	var t web.Timeline
	var days []string
	for _, i := range s.selected(q) {
		if s.rows[i].From == "" {
			t.Undated++
			continue
		}
		days = append(days, s.rows[i].From)
	}
	if len(days) == 0 {
		return t, nil
	}
	first, err := time.Parse(time.DateOnly, slices.Min(days))
	if err != nil {
		return t, fmt.Errorf("memory: %w", err)
	}
	last, err := time.Parse(time.DateOnly, slices.Max(days))
	if err != nil {
		return t, fmt.Errorf("memory: %w", err)
	}
	t.Unit, t.Buckets = web.Buckets(first, last)
	for _, d := range days {
		for i := range t.Buckets {
			if b := &t.Buckets[i]; b.From <= d && d <= b.To {
				b.N++
			}
		}
	}
	return t, nil
}

// Cells implements web.Store: incidents on the same tenth of a tile of the zoom level are one cell.
func (s *Store) Cells(_ context.Context, q web.Query, zoom int) ([]web.Cell, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	size := 36 / float64(int(1)<<min(zoom, 20))
	type spotKey struct {
		lat, lon  int
		precision string // what is known to the town is never summed with what is known to the country
	}
	index := map[spotKey]int{}
	var out []web.Cell
	for _, i := range s.selected(q) {
		lat, lon, ok := spot(s.incidents[i])
		if !ok {
			continue
		}
		key := spotKey{int(lat / size), int(lon / size), s.rows[i].Precision}
		at, seen := index[key]
		if !seen {
			index[key] = len(out)
			r := s.rows[i]
			out = append(out, web.Cell{Lat: lat, Lon: lon, N: 1, Precision: r.Precision, Place: r.Place, Incident: r.ID, Sentence: r.Sentence, Status: r.Status, Box: web.Box{West: lon - .05, South: lat - .05, East: lon + .05, North: lat + .05}})
			continue
		}
		c := &out[at]
		c.N++
		c.Incident, c.Sentence, c.Status = "", "", ""
		c.Box = web.Box{West: min(c.Box.West, lon-.05), South: min(c.Box.South, lat-.05), East: max(c.Box.East, lon+.05), North: max(c.Box.North, lat+.05)}
	}
	return out, nil
}

// Facets implements web.Store.
func (s *Store) Facets(_ context.Context, q web.Query) (web.Facets, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	acts, statuses, countries, actors, recipients, sources := counter{}, counter{}, counter{}, counter{}, counter{}, counter{}
	for _, i := range s.selected(q) {
		x, r := s.incidents[i], s.rows[i]
		acts.add(r.Act)
		statuses.add(r.Status)
		countries.add(r.Country)
		for _, v := range x.Actors {
			actors.add(strings.TrimSpace(v.Code + " " + v.Sector))
		}
		for _, v := range x.Recips {
			recipients.add(strings.TrimSpace(v.Code + " " + v.Sector))
		}
		seen := map[string]bool{}
		for _, rep := range x.Reports {
			names := []string{x.Articles[rep.Article].Publisher}
			for _, h := range rep.Chain {
				names = append(names, h.Name)
			}
			for _, n := range names {
				if !seen[n] {
					seen[n] = true
					sources.add(n)
				}
			}
		}
	}
	return web.Facets{Acts: acts.list(), Statuses: statuses.list(), Countries: countries.list(), Actors: actors.list(), Recipients: recipients.list(), Sources: sources.list()}, nil
}

type counter map[string]int

func (c counter) add(s string) {
	if s != "" {
		c[s]++
	}
}

func (c counter) list() []web.Facet {
	var out []web.Facet
	for v, n := range c {
		out = append(out, web.Facet{Value: v, N: n})
	}
	slices.SortFunc(out, func(a, b web.Facet) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value)) })
	return out[:min(len(out), 50)]
}

// Incident implements web.Store.
func (s *Store) Incident(_ context.Context, id string) (*web.Incident, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.incidents {
		if x.ID == id {
			return x, nil
		}
	}
	return nil, web.ErrNotFound
}

// Article implements web.Store.
func (s *Store) Article(_ context.Context, id string) (*web.Article, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.articles[id]
	if !ok {
		return nil, web.ErrNotFound
	}
	c := *a
	c.Record.Events = slices.Clone(a.Record.Events)
	rec, _ := review.Apply(&c.Record, s.decisionsOn(id))
	c.Record = *rec
	return &c, nil
}

// Sides implements web.Store. The cursor is the id of the last incident shown.
func (s *Store) Sides(_ context.Context, q web.Query, sources []string) ([]web.SideRow, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []web.SideRow
	for _, i := range s.selected(q) {
		r := web.SideRow{Row: s.rows[i]}
		speaking := 0
		for _, name := range sources {
			list := said(s.incidents[i], name)
			r.Sides = append(r.Sides, list)
			if len(list) > 0 {
				speaking++
			}
		}
		if speaking > 1 {
			out = append(out, r)
		}
	}
	if q.Cursor != "" {
		at := slices.IndexFunc(out, func(r web.SideRow) bool { return r.Row.ID == q.Cursor })
		if at < 0 {
			return nil, "", web.ErrCursor
		}
		out = out[at+1:]
	}
	n := min(len(out), cmp.Or(q.Limit, 50))
	next := ""
	if n < len(out) {
		next = out[n-1].Row.ID
	}
	return out[:n], next, nil
}
