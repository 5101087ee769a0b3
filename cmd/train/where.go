package main

import (
	"fmt"
	"math/rand"
	"strings"
	"sync"

	"onrecord/internal/actor"
	"onrecord/internal/clean"
	"onrecord/internal/event"
	"onrecord/internal/gold"
	"onrecord/internal/linear"
	"onrecord/internal/read"
)

// trainWhere makes where.model, which chooses the place and the date of an event, from the annotated articles.
func trainWhere(e env) error {
	as, coder, err := whereLessons(e)
	if err != nil {
		return err
	}
	meta := linear.Meta{Task: "where", Data: "onrecord gold/train and annotations/ without the held-out tenth"}
	return e.save("where", event.TrainWhere(training(as), coder, meta))
}

// trainWhereCV cross-validates the choice of place and date on annotated events whose words, act and status are given, so
// that it is judged apart from finding events: five folds by article, three times over. It prints the measures of
// gold/score.py, once more for the articles of which the day of publication is known.
func trainWhereCV(e env) error {
	as, coder, err := whereLessons(e)
	if err != nil {
		return err
	}
	const folds, repeats = 5, 3
	t := whereTally{}
	for repeat := range repeats {
		fold := rand.New(rand.NewSource(int64(repeat))).Perm(len(as))
		var wait sync.WaitGroup
		var found [folds]whereTally
		for k := range folds {
			wait.Go(func() {
				var seen []goldArticle
				for i := range as {
					if fold[i]%folds != k {
						seen = append(seen, as[i])
					}
				}
				c := event.NewWhere(event.TrainWhere(training(seen), coder, linear.Meta{}), coder)
				found[k] = whereTally{}
				for i := range as {
					if fold[i]%folds == k {
						found[k].article(c, &as[i])
					}
				}
			})
		}
		wait.Wait()
		for _, f := range found {
			for name, n := range f {
				t[name] = t[name].plus(n)
			}
		}
	}
	for _, name := range []string{"place", "place country", "date", "date, publication known", "place can be right", "date can be right", "no word for it"} {
		n := t[name]
		fmt.Printf("%-26s F1 %5.1f  P %5.1f  R %5.1f  n %d\n", name, 200*n.hit/(n.gold+n.found), 100*n.hit/n.found, 100*n.hit/n.gold, int(n.gold)/repeats)
	}
	return nil
}

// whereLessons reads our annotated articles as act does, but for claims by the built-in models: only whether a word
// attributes or stands in a claim matters here.
func whereLessons(e env) ([]goldArticle, *actor.Coder, error) {
	coder, err := actor.New(nil)
	if err != nil {
		return nil, nil, err
	}
	r, err := read.New(read.Options{Until: "event"})
	if err != nil {
		return nil, nil, err
	}
	articles, err := ownArticles(e)
	if err != nil {
		return nil, nil, err
	}
	var out []goldArticle
	for i := range articles {
		g := &articles[i]
		a, _ := clean.Read(g.Text, clean.Given{URL: g.URL, Publisher: g.Publisher, Published: g.Published, Format: "text"})
		out = append(out, goldArticle{gold: *g, doc: r.Read(a), ev: annotations(g)})
	}
	return out, coder, nil
}

// counts are right, annotated and found ones.
type counts struct{ hit, gold, found float64 }

func (a counts) plus(b counts) counts {
	return counts{a.hit + b.hit, a.gold + b.gold, a.found + b.found}
}

type whereTally map[string]counts

func (t whereTally) add(name string, hit, gold, found bool) {
	one := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	t[name] = t[name].plus(counts{one(hit), one(gold), one(found)})
}

// article scores the places and dates that a coder gives the events of an annotated article.
func (t whereTally) article(c *event.Coder, a *goldArticle) {
	d := a.doc
	for n, s := range c.Situate(&event.Annotated{Doc: d, Events: a.ev}) {
		e, g := &a.ev[n], &a.gold.Events[n]
		if !s.Found {
			t.add("no word for it", false, true, false)
			continue
		}
		here := func(i int) bool {
			p := &d.Places[i]
			return e.Place != nil && (p.Overlaps(e.Place.Span) || strings.EqualFold(p.Name, e.Place.Name))
		}
		t.add("place", s.Place >= 0 && here(s.Place), e.Place != nil, s.Place >= 0)
		if e.Place != nil {
			t.add("place country", s.Place >= 0 && d.Places[s.Place].Country == e.Place.Code, true, s.Place >= 0)
			t.add("place can be right", some(len(d.Places), here), true, true)
		}
		then := func(i int) bool { return gold.SameDays(&gold.Date{From: d.Dates[i].From, To: d.Dates[i].To}, g.Date) }
		dated, found := gold.SameDays(g.Date, g.Date), s.Date >= 0 && d.Dates[s.Date].From != ""
		hit := found && then(s.Date)
		t.add("date", hit, dated, found)
		if d.Article.Published != "" {
			t.add("date, publication known", hit, dated, found)
		}
		if dated {
			t.add("date can be right", some(len(d.Dates), then), true, true)
		}
	}
}

func some(n int, is func(int) bool) bool {
	for i := range n {
		if is(i) {
			return true
		}
	}
	return false
}
