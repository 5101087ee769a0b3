package memory

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"onrecord/internal/web"
)

// Forces implements web.Store.
func (s *Store) Forces(_ context.Context, q web.ForceQuery) ([]web.Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []web.Standing
	for _, f := range s.standings {
		if (q.Owner.Code == "" || f.Owner.Code == q.Owner.Code) && (q.Owner.Sector == "" || f.Owner.Sector == q.Owner.Sector) &&
			strings.Contains(strings.ToLower(f.OwnerName), strings.ToLower(q.Owner.Name)) && (q.Place == "" || f.Country == q.Place || strings.EqualFold(f.Place, q.Place)) {
			out = append(out, f)
		}
	}
	return out[:min(len(out), cmp.Or(q.Limit, 100))], nil
}

// Actors implements web.Store.
func (s *Store) Actors(_ context.Context, text string, limit int) ([]web.ActorRow, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := map[string]*web.ActorRow{}
	acts, where := map[string]counter{}, map[string]counter{}
	for i, x := range s.incidents {
		seen := map[string]bool{}
		for n, list := range [][]struct{ code, sector, name string }{names(x, true), names(x, false)} {
			for _, v := range list {
				key := strings.TrimSpace(v.code + " " + v.sector)
				if v.code == "" {
					key = v.name
				}
				if text != "" && !strings.Contains(strings.ToLower(key+" "+v.name), strings.ToLower(text)) || seen[key+strconv.Itoa(n)] {
					continue
				}
				seen[key+strconv.Itoa(n)] = true
				r := rows[key]
				if r == nil {
					r = &web.ActorRow{Party: web.Party{Code: v.code, Sector: v.sector}}
					if v.code == "" {
						r.Party.Name = v.name
					}
					rows[key], acts[key], where[key] = r, counter{}, counter{}
				}
				if n == 0 {
					r.Did++
				} else {
					r.Suffered++
				}
				acts[key].add(s.rows[i].Act)
				where[key].add(s.rows[i].Country)
				if d := s.rows[i].From; d != "" {
					r.Last = max(r.Last, d)
					if r.First == "" || d < r.First {
						r.First = d
					}
				}
			}
		}
	}
	out := make([]web.ActorRow, 0, len(rows))
	for key, r := range rows {
		r.Acts, r.Countries = acts[key].list(), where[key].list()
		r.Acts, r.Countries = r.Acts[:min(3, len(r.Acts))], r.Countries[:min(3, len(r.Countries))]
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b web.ActorRow) int {
		return cmp.Or(cmp.Compare(b.Did+b.Suffered, a.Did+a.Suffered), cmp.Compare(a.Party.Code+a.Party.Sector+a.Party.Name, b.Party.Code+b.Party.Sector+b.Party.Name))
	})
	return out[:min(len(out), limit)], nil
}

func names(x *web.Incident, actors bool) []struct{ code, sector, name string } {
	list := x.Recips
	if actors {
		list = x.Actors
	}
	var out []struct{ code, sector, name string }
	for _, v := range list {
		out = append(out, struct{ code, sector, name string }{v.Code, v.Sector, v.Value})
	}
	return out
}

// Sources implements web.Store.
func (s *Store) Sources(context.Context) ([]web.Watch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.watches), nil
}

// AddSource implements web.Store.
func (s *Store) AddSource(_ context.Context, address, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	s.watches = append(s.watches, web.Watch{ID: "w" + strconv.Itoa(s.next), Address: address, State: "new"})
	return nil
}

// RemoveSource implements web.Store.
func (s *Store) RemoveSource(_ context.Context, id, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watches = slices.DeleteFunc(s.watches, func(w web.Watch) bool { return w.ID == id })
	return nil
}

// Searches implements web.Store.
func (s *Store) Searches(_ context.Context, user string) ([]web.Search, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []web.Search
	for _, x := range s.searches {
		if x.User == user {
			out = append(out, x)
		}
	}
	return out, nil
}

// SaveSearch implements web.Store.
func (s *Store) SaveSearch(_ context.Context, x web.Search) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	x.ID = "s" + strconv.Itoa(s.next)
	s.searches = append(s.searches, x)
	return nil
}

// DeleteSearch implements web.Store.
func (s *Store) DeleteSearch(_ context.Context, id, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.searches = slices.DeleteFunc(s.searches, func(x web.Search) bool { return x.ID == id && x.User == user })
	return nil
}

// Values implements web.Store.
func (s *Store) Values(_ context.Context, q web.Query) (url.Values, error) {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	name := func(p web.Party) string { return cmp.Or(strings.TrimSpace(p.Code+" "+p.Sector), p.Name) }
	set("text", q.Text)
	set("actor", name(q.Actor))
	set("recipient", name(q.Recipient))
	set("country", q.Country)
	set("act", q.Act)
	set("source", q.Source)
	set("since", q.From)
	set("until", q.To)
	if len(q.Status) > 0 {
		v["status"] = q.Status
	}
	if b := q.Box; b != nil {
		set("box", fmt.Sprintf("%g,%g,%g,%g", b.South, b.West, b.North, b.East))
	}
	return v, nil
}
