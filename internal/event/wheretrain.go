package event

import (
	"sort"
	"strconv"
	"strings"

	"onrecord/internal/actor"
	"onrecord/internal/linear"
)

// Labels of where.model: one per choice.
const (
	labelPlace = iota
	labelDate
	numWhere
)

// TrainWhere learns the choice of place and date from events whose words, act and status are given; parts of articles and
// single sentences teach nothing here. It is deterministic. The date of the event before is known in the annotations and only
// guessed in reading; so that it is not trusted too far, a model of each half of the articles guesses those of the other half.
func TrainWhere(articles []Annotated, coder *actor.Coder, meta linear.Meta) *linear.Model {
	var halves [2][]Annotated
	for i := range articles {
		halves[i%2] = append(halves[i%2], articles[i])
	}
	var other [2]*Coder
	for i := range halves {
		other[i] = NewWhere(trainWhere(halves[1-i], coder, linear.Meta{}, nil), coder)
	}
	return trainWhere(articles, coder, meta, func(i int) []Situation { return other[i%2].Situate(&articles[i]) })
}

// trainWhere learns with the dates of events before as guess gives them by number of the article, or as annotated without it.
func trainWhere(articles []Annotated, coder *actor.Coder, meta linear.Meta, guess func(int) []Situation) *linear.Model {
	c := newCoder(coder)
	var places, dates []example
	for i := range articles {
		a := &articles[i]
		if a.trust().Sites == 0 {
			continue
		}
		r := newReader(c, a.Doc)
		groups, order := grouped(r, a)
		var last *previous
		var guessed []Situation
		if guess != nil {
			guessed = guess(i)
		}
		for _, n := range order {
			e := &a.Events[n]
			now := &previous{x: groups[n][0], place: -1, date: -1}
			if m := r.spot(groups[n], last); len(m.sites) > 0 {
				var x example
				x, now.place = r.placeExample(m, e)
				places = append(places, weighted([]example{x}, a.trust().Sites)...)
			}
			if m := r.moment(groups[n], last); len(m.sites) > 0 {
				var x example
				x, now.date = r.dateExample(m, e)
				dates = append(dates, weighted([]example{x}, a.trust().Sites)...)
			}
			if guessed != nil {
				now.date = guessed[n].Date
			}
			last = now
		}
	}
	l := newLogit()
	l.train(places, epochs)
	l.train(dates, epochs)
	return l.modelOf(meta, "place", "date")
}

// placeExample is the choice of an annotated event's place, and the right one of the candidates, -1 = none.
func (r *reader) placeExample(m *spot, e *Annotation) (example, int) {
	ch := &choice{label: labelPlace, units: [][]uint64{r.noPlace(m)}}
	right := -1
	for k := range m.sites {
		p := &r.d.Places[m.sites[k].index]
		yes := e.Place != nil && (p.Overlaps(e.Place.Span) || plain(p.Name) == plain(e.Place.Name))
		ch.units = append(ch.units, r.placeUnit(m, k))
		ch.right = append(ch.right, yes)
		if yes && right < 0 {
			right = m.sites[k].index
		}
	}
	return ch.example(right < 0), right
}

// dateExample is the choice of an annotated event's date, and the right one of the candidates, -1 = none.
func (r *reader) dateExample(m *moment, e *Annotation) (example, int) {
	ch := &choice{label: labelDate, units: [][]uint64{r.noDate(m)}}
	right := -1
	for k := range m.sites {
		s := &m.sites[k]
		d := &r.d.Dates[s.index]
		yes := sameDays(d.From, d.To, e.From, e.To)
		ch.units = append(ch.units, r.dateUnit(m, k))
		ch.right = append(ch.right, yes)
		if yes && (right < 0 || s.sent == m.refs[k].sent) {
			right = s.index
		}
	}
	return ch.example(right < 0), right
}

// example completes a choice among one unit each, of which the first stands for none of the candidates.
func (c *choice) example(none bool) example {
	c.right = append([]bool{none}, c.right...)
	for k := range c.units {
		c.hyps = append(c.hyps, sumOf(int32(k)))
	}
	return example{choice: c, weight: 1}
}

// grouped lists the mentions of each annotated event that the document's words name, with act and status as annotated, and
// the events that have any in the order of the first of them.
func grouped(r *reader, a *Annotated) (groups [][]*cand, order []int) {
	hits, _ := align(r, r.candidates(), a.Events)
	groups = make([][]*cand, len(a.Events))
	for _, h := range hits {
		h.x.act, h.x.status = a.Events[h.event].Act, a.Events[h.event].Status
		groups[h.event] = append(groups[h.event], h.x)
	}
	for n := range groups {
		if len(groups[n]) > 0 {
			order = append(order, n)
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return groups[order[i]][0].anchor.Start < groups[order[j]][0].anchor.Start })
	return groups, order
}

// Situation is where and when a coder puts an annotated event: indexes into the document's places and dates, -1 = none.
type Situation struct {
	Found       bool // whether a word of the document names the event
	Place, Date int
}

// Situate chooses place and date of annotated events, whose words, act and status are given: what cross-validation scores.
func (c *Coder) Situate(a *Annotated) []Situation {
	r := newReader(c, a.Doc)
	groups, order := grouped(r, a)
	out := make([]Situation, len(a.Events))
	for n := range out {
		out[n] = Situation{Place: -1, Date: -1}
	}
	var in [][]*cand
	for _, n := range order {
		in = append(in, groups[n])
	}
	r.situate(in)
	for _, n := range order {
		out[n] = Situation{true, groups[n][0].place, groups[n][0].date}
	}
	return out
}

// sameDays tells whether two intervals of ISO dates are the same but for a day at the start and three at the end, as much
// as annotators are granted; an open end is where the interval begins.
func sameDays(from, to, wantFrom, wantTo string) bool {
	if to == "" {
		to = from
	}
	if wantTo == "" {
		wantTo = wantFrom
	}
	a, ok1 := dayOf(from, false)
	b, ok2 := dayOf(wantFrom, false)
	c, ok3 := dayOf(to, true)
	d, ok4 := dayOf(wantTo, true)
	return ok1 && ok2 && ok3 && ok4 && magnitude(a-b) <= 1 && magnitude(c-d) <= 3
}

// dayOf numbers the first or last day of an ISO day, month or year; it is not told whether the month has the day.
func dayOf(s string, last bool) (n int, ok bool) {
	part := [3]int{0, 1, 1}
	if last {
		part[1] = 12
	}
	fields := strings.Split(s, "-")
	if len(fields) > 3 {
		return 0, false
	}
	for i, f := range fields {
		v, err := strconv.Atoi(f)
		if err != nil {
			return 0, false
		}
		part[i] = v
	}
	if last && len(fields) < 3 { // the day before the next month begins
		part[1]++
		return civil(part) - 1, true
	}
	return civil(part), true
}

// civil numbers a day of the Gregorian calendar; by hand, since stages keep package time, and with it the clock, out.
func civil(d [3]int) int {
	y, m := d[0], d[1]
	if m > 12 {
		y, m = y+1, m-12
	}
	if m <= 2 {
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d[2]
}
