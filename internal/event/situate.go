package event

import (
	"sync"

	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// builtInWhere is where.model, nil where none is built in (while it is made).
var builtInWhere = sync.OnceValue(func() *linear.Model { return builtInLinear("where", numWhere) })

// WithWhere returns a coder that chooses places and dates by another model than the one built in.
func (c *Coder) WithWhere(m *linear.Model) *Coder {
	d := *c
	d.where = m
	return &d
}

// NewWhere returns a coder that only chooses places and dates (Situate), by the model alone: the built-in network knows the annotated articles.
func NewWhere(m *linear.Model, coder *actor.Coder) *Coder {
	return newCoder(coder).WithWhere(m).WithNetwork(nil)
}

// previous is the event before, in the order of the text, with the place and date it was given: stories stay where they are.
type previous struct {
	x           *cand
	place, date int // -1 = none
}

func (r *reader) lastDate(s *previous, x *cand) (d *doc.Date, gap int) {
	if s == nil || s.date < 0 {
		return nil, 0
	}
	return &r.d.Dates[s.date], min(x.sent-s.x.sent, 4)
}

func (r *reader) lastPlace(s *previous, x *cand) (p *doc.Place, gap int) {
	if s == nil || s.place < 0 {
		return nil, 0
	}
	return &r.d.Places[s.place], min(x.sent-s.x.sent, 4)
}

// joined tells how an act stands to the event before where both are in one sentence: joined to it, over or under it, else "".
func (r *reader) joined(s *previous, x *cand) string {
	if s == nil || s.x.sent != x.sent || s.x.tok == x.tok {
		return ""
	}
	t := r.trees[x.sent]
	if h := t.head(x.tok); h == s.x.tok && t.rel(x.tok) == "conj" {
		return "conj"
	}
	return standing(t, s.x.tok, x.tok)
}

// overview is what the whole article says of days and places.
type overview struct {
	days      map[day]int    // how often each day, month, .. is named
	countries map[string]int // literal places per country
	places    int            // literal places
	cues      map[int][]doc.Span
}

func (r *reader) overview() *overview {
	if r.over != nil {
		return r.over
	}
	o := &overview{days: map[day]int{}, countries: map[string]int{}, cues: map[int][]doc.Span{}}
	for i := range r.d.Dates {
		if d := &r.d.Dates[i]; usable(d) && d.Granularity != "year" && d.Granularity != "decade" {
			o.days[value(d)]++
		}
	}
	for i := range r.d.Places {
		if p := &r.d.Places[i]; p.Literal {
			o.places++
			o.countries[p.Country]++
		}
	}
	for i := range r.d.Claims {
		c := &r.d.Claims[i]
		o.cues[c.Sentence] = append(o.cues[c.Sentence], c.Cue)
	}
	r.over = o
	return o
}

// voiced tells whether an act's word attributes a claim ("cue"), or stands in one ("said").
func (r *reader) voiced(x *cand) string {
	if overlapsAny(x.anchor, r.overview().cues[x.sent]) {
		return "cue"
	}
	if x.claim >= 0 {
		return "said"
	}
	return ""
}

// situate decides the places and dates of events, in the order of the text, each from all its mentions. A place that a
// user's type says where to look for stays.
func (r *reader) situate(groups [][]*cand) {
	if r.c.where == nil {
		return
	}
	var last *previous
	for _, g := range groups {
		if r.d.GivenUp() {
			return
		}
		x := g[0]
		if !pinned(g) {
			x.place = r.placeOf(g, r.spot(g, last))
		}
		if x.origin == x.place {
			x.origin = -1
		}
		x.date = r.chooseDate(r.moment(g, last))
		last = &previous{x, x.place, x.date}
	}
}

func pinned(g []*cand) bool {
	for _, x := range g {
		if x.own != nil && len(x.own.row.typ.Place) > 0 {
			return true
		}
	}
	return false
}

// placeOf is the place that forces are moved to, where a mention names one, else the one chosen.
func (r *reader) placeOf(g []*cand, m *spot) int {
	for _, x := range g {
		if to := r.goal(x); to >= 0 {
			return to
		}
	}
	return r.choosePlace(m)
}

// choosePlace returns the place of an event, -1 = none. Namings of one place count together, and so do the places of one
// country: whether the event has a place at all is more certain than which one.
func (r *reader) choosePlace(m *spot) int {
	if len(m.sites) == 0 {
		return -1
	}
	scores := []float64{r.whereScore(r.noPlace(m), labelPlace)}
	type naming struct{ place, country string }
	names, countries := make([]naming, len(m.sites)), make([]naming, len(m.sites))
	for n, s := range m.sites {
		scores = append(scores, r.whereScore(r.placeUnit(m, n), labelPlace))
		p := &r.d.Places[s.index]
		names[n], countries[n] = naming{p.Name, p.Country}, naming{country: p.Country}
		if p.Country == "" {
			countries[n] = names[n]
		}
	}
	x := m.group[0]
	tokens := make([]int, len(m.sites))
	for n, s := range m.sites {
		if tokens[n] = s.tok; s.sent != x.sent {
			tokens[n] = -1
		}
	}
	mix(scores, r.point(slotPlace, x, tokens), r.c.cut.netPlace)
	if n := likeliest(scores, names, countries, r.c.cut.place); n >= 0 {
		return m.sites[n].index
	}
	return -1
}

// chooseDate returns the date of an event, -1 = none. Namings of one day count together.
func (r *reader) chooseDate(m *moment) int {
	if len(m.sites) == 0 {
		return -1
	}
	scores := []float64{r.whereScore(r.noDate(m), labelDate)}
	same := make([]day, len(m.sites))
	for n, s := range m.sites {
		scores = append(scores, r.whereScore(r.dateUnit(m, n), labelDate))
		same[n] = value(&r.d.Dates[s.index])
	}
	if n := likeliest(scores, same, same, r.c.cut.date); n >= 0 {
		return m.sites[n].index
	}
	return -1
}

// likeliest returns the best candidate of the likeliest value in the likeliest group, if the group reaches cut, else -1. The
// first score is that of none of them.
func likeliest[V comparable](scores []float64, value, group []V, cut float64) int {
	p := softmax(scores, 0, len(scores))[1:]
	all, one := map[V]float64{}, map[V]float64{}
	for n := range p {
		all[group[n]] += p[n]
		one[value[n]] += p[n]
	}
	at := -1
	for n := range p {
		if at < 0 {
			at = n
			continue
		}
		switch g, h := all[group[n]], all[group[at]]; {
		case g > h, group[n] == group[at] && (one[value[n]] > one[value[at]] || value[n] == value[at] && p[n] > p[at]):
			at = n
		}
	}
	if at < 0 || all[group[at]] < cut {
		return -1
	}
	return at
}

// whereScore is what where.model says of features, which are spent by it.
func (r *reader) whereScore(fs []uint64, label int) float64 {
	var raw [numWhere]int32
	r.c.where.Score(fs, raw[:])
	r.spent(fs)
	return float64(raw[label]) / r.c.where.Scale
}
