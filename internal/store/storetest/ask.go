package storetest

import (
	"context"
	"math/rand/v2"
	"time"

	"onrecord/internal/store"
)

// Query is a question that people and programs ask a store often. Ask asks it with the values of a round and returns the
// number of rows that came back.
type Query struct {
	Name string
	Ask  func(ctx context.Context, s *store.Store, round int) (int, error)
}

// draw are the values of a round: parties, places, words as frequent as in the world.
type draw struct {
	w    *World
	span int // days that the store holds
	r    *rand.Rand
}

func (d draw) party() party   { return d.w.parties[d.w.zipf.pick(d.r, len(d.w.parties))] }
func (d draw) place() place   { return d.w.places[d.w.zipf.pick(d.r, len(d.w.places))] }
func (d draw) source() source { return d.w.sources[d.w.zipf.pick(d.r, len(d.w.sources))] }
func (d draw) word(least, most int) string {
	return d.w.words[least+d.r.IntN(most-least)]
}

func (d draw) days(length int) (since, until string) {
	from := first.AddDate(0, 0, d.r.IntN(max(1, d.span-length)))
	return from.Format(time.DateOnly), from.AddDate(0, 0, length-1).Format(time.DateOnly)
}

func (d draw) act() string { return verbs[d.w.zipf.pick(d.r, len(verbs))].act }

// Queries lists what is measured on a store that holds the first articles of a world.
func Queries(w *World, articlesIn int) []Query {
	days := w.day(articlesIn-1) + 1
	events := func(f func(draw) store.Filter) func(context.Context, *store.Store, draw) (int, error) {
		return func(ctx context.Context, s *store.Store, d draw) (int, error) {
			rows, _, err := s.Events(ctx, f(d), store.Page{})
			return len(rows), err
		}
	}
	incidents := func(f func(draw) store.Filter) func(context.Context, *store.Store, draw) (int, error) {
		return func(ctx context.Context, s *store.Store, d draw) (int, error) {
			rows, _, err := s.Incidents(ctx, f(d), store.Page{})
			return len(rows), err
		}
	}
	articles := func(f func(draw) store.Filter) func(context.Context, *store.Store, draw) (int, error) {
		return func(ctx context.Context, s *store.Store, d draw) (int, error) {
			rows, _, err := s.Articles(ctx, f(d), store.Page{})
			return len(rows), err
		}
	}
	var out []Query
	add := func(name string, ask func(context.Context, *store.Store, draw) (int, error)) {
		out = append(out, Query{name, func(ctx context.Context, s *store.Store, round int) (int, error) {
			return ask(ctx, s, draw{w, days, rand.New(rand.NewPCG(uint64(round), 99))})
		}})
	}
	add("article by id, with its record", func(ctx context.Context, s *store.Store, d draw) (int, error) {
		v, err := s.Article(ctx, d.w.Record(d.r.IntN(articlesIn)).Article.ID)
		if err != nil {
			return 0, err
		}
		return v.Events, nil
	})
	add("incident by id, with its events", func(ctx context.Context, s *store.Store, d draw) (int, error) {
		v, err := s.Article(ctx, d.w.Record(d.r.IntN(articlesIn)).Article.ID)
		if err != nil {
			return 0, err
		}
		for _, id := range v.Incidents {
			in, err := s.Incident(ctx, id)
			if err != nil {
				return 0, err
			}
			return len(in.Events), nil
		}
		return 0, nil
	})
	none := func(draw) store.Filter { return store.Filter{} }
	add("incidents, no filter", incidents(none))
	add("events, no filter", events(none))
	add("articles, no filter", articles(none))
	one := func(s string) []string { return []string{s} }
	add("events: act", events(func(d draw) store.Filter { return store.Filter{Act: one(d.act())} }))
	add("events: act, status, 30 days", events(func(d draw) store.Filter {
		since, until := d.days(30)
		return store.Filter{Act: one(d.act()), Status: one("planned"), Since: since, Until: until}
	}))
	add("events: actor by code, country", events(func(d draw) store.Filter {
		return store.Filter{Actor: one(d.party().code), Country: one(d.place().country)}
	}))
	add("events: actor and recipient by code and sector, act", events(func(d draw) store.Filter {
		a, b := d.party(), d.party()
		return store.Filter{Actor: one(a.code + " " + a.sector), Recipient: one(b.code), Act: one(d.act())}
	}))
	add("events: actor by name", events(func(d draw) store.Filter { return store.Filter{Actor: one(d.party().name)} }))
	add("events: source, act", events(func(d draw) store.Filter { return store.Filter{Source: one(d.source().name), Act: one(d.act())} }))
	add("events: within 50 km", events(func(d draw) store.Filter {
		p := d.place()
		return store.Filter{Near: &store.Circle{Lat: p.lat, Lon: p.lon, Km: 50}}
	}))
	add("events: within 300 km, act, 90 days", events(func(d draw) store.Filter {
		p := d.place()
		since, until := d.days(90)
		return store.Filter{Near: &store.Circle{Lat: p.lat, Lon: p.lon, Km: 300}, Act: one(d.act()), Since: since, Until: until}
	}))
	add("incidents: country, status, act", incidents(func(d draw) store.Filter {
		return store.Filter{Country: one(d.place().country), Status: one("occurred"), Act: one(d.act())}
	}))
	add("incidents: actor, 7 days", incidents(func(d draw) store.Filter {
		since, until := d.days(7)
		return store.Filter{Actor: one(d.party().code), Since: since, Until: until}
	}))
	add("incidents: box of 20 by 20 degrees, act", incidents(func(d draw) store.Filter {
		p := d.place()
		return store.Filter{Box: &store.Box{South: max(-90, p.lat-10), North: min(90, p.lat+10), West: max(-180, p.lon-10), East: min(180, p.lon+10)}, Act: one(d.act())}
	}))
	add("incidents: publisher or source by name", incidents(func(d draw) store.Filter { return store.Filter{Voice: one(d.source().name)} }))
	add("text: a frequent word, articles", articles(func(d draw) store.Filter { return store.Filter{Text: d.word(0, 20)} }))
	add("text: a middling word, articles", articles(func(d draw) store.Filter { return store.Filter{Text: d.word(200, 2000)} }))
	add("text: a rare word, articles", articles(func(d draw) store.Filter { return store.Filter{Text: d.word(8000, 30000)} }))
	add("text: two words, articles", articles(func(d draw) store.Filter { return store.Filter{Text: d.word(20, 300) + " " + d.word(20, 300)} }))
	add("text: a phrase, articles", articles(func(d draw) store.Filter { return store.Filter{Text: `"` + d.place().name + ` on"`} }))
	add("text: a frequent word and a country, articles", articles(func(d draw) store.Filter {
		return store.Filter{Text: d.word(0, 50), Country: one(d.place().country)}
	}))
	add("text: name of a place, events", events(func(d draw) store.Filter { return store.Filter{Text: d.place().name} }))
	add("text: a verb, and a country, events", events(func(d draw) store.Filter {
		return store.Filter{Text: verbs[d.w.zipf.pick(d.r, len(verbs))].past, Country: one(d.place().country)}
	}))
	add("text: a verb, incidents", incidents(func(d draw) store.Filter { return store.Filter{Text: verbs[d.w.zipf.pick(d.r, len(verbs))].past} }))
	add("text: claims", func(ctx context.Context, s *store.Store, d draw) (int, error) {
		rows, _, err := s.Claims(ctx, store.Filter{Text: d.place().name}, store.Page{})
		return len(rows), err
	})
	add("forces of a country", func(ctx context.Context, s *store.Store, d draw) (int, error) {
		rows, _, err := s.Forces(ctx, store.Filter{Actor: one(d.party().code)}, store.Page{})
		return len(rows), err
	})
	counts := func(name string, f func(draw) store.Filter) {
		add("timeline: "+name, func(ctx context.Context, s *store.Store, d draw) (int, error) {
			t, err := s.Timeline(ctx, f(d))
			if err != nil {
				return 0, err
			}
			return t.Total, nil
		})
		add("map: "+name, func(ctx context.Context, s *store.Store, d draw) (int, error) {
			m, err := s.Map(ctx, f(d), 4)
			if err != nil {
				return 0, err
			}
			return m.Total, nil
		})
		add("facets: "+name, func(ctx context.Context, s *store.Store, d draw) (int, error) {
			_, err := s.Facets(ctx, f(d))
			return 0, err
		})
	}
	counts("no filter", none)
	counts("country, act", func(d draw) store.Filter { return store.Filter{Country: one(d.place().country), Act: one(d.act())} })
	counts("actor by code", func(d draw) store.Filter { return store.Filter{Actor: one(d.party().code)} })
	counts("a verb", func(d draw) store.Filter { return store.Filter{Text: verbs[d.w.zipf.pick(d.r, len(verbs))].past} })
	return out
}
