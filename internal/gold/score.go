package gold

import (
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"onrecord/internal/doc"
)

// Tally counts hits, gold and system items per measure.
type Tally map[string]*[3]float64

func (t Tally) add(k string, hit bool, gold, sys int) { t.addN(k, btoi(hit), gold, sys) }

func (t Tally) addN(k string, hit, gold, sys int) {
	c := t[k]
	if c == nil {
		c = new([3]float64)
		t[k] = c
	}
	c[0] += float64(hit)
	c[1] += float64(gold)
	c[2] += float64(sys)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Score is precision, recall and F1 in percent of one measure, and how many gold items there are.
type Score struct {
	Measure  string
	P, R, F1 float64
	N        int
}

// Measures lists the measures in the order in which they are shown.
var Measures = []string{"event, any act", "event + act", "status", "mode", "actors", "actors codes", "recipients", "recipients codes",
	"place", "place country", "date", "on whose word", "full event", "claim", "claim source", "claim whole chain", "stance", "anonymity",
	"figure", "figure value", "figure class", "figure role", "force", "boilerplate chars"}

// Scores returns the scores in the order of Measures, leaving out what was not counted.
func (t Tally) Scores() []Score {
	var out []Score
	for _, m := range Measures {
		c := t[m]
		if c == nil {
			continue
		}
		s := Score{Measure: m, N: int(c[1])}
		if c[2] > 0 {
			s.P = c[0] / c[2]
		}
		if c[1] > 0 {
			s.R = c[0] / c[1]
		}
		if s.P+s.R > 0 {
			s.F1 = 200 * s.P * s.R / (s.P + s.R)
		}
		s.P, s.R = 100*s.P, 100*s.R
		out = append(out, s)
	}
	return out
}

// Miss is an event that only the gold ("missed") or only the record ("extra") has.
type Miss struct{ Doc, Kind, Act, Words string }

// Add scores one record (nil = none was made) against its annotation and adds to the tally.
// It returns the events that found no partner.
func (t Tally) Add(a *Article, rec *doc.Record) []Miss {
	r := newRunes(string(a.Text))
	g := fromGold(&a.Annotation, r)
	s := &side{}
	if rec != nil {
		s = fromRecord(rec, r)
	}
	misses := t.events(a.Doc, r, g, s)
	t.claims(g, s)
	t.figures(g, s)
	fo := pair(len(g.forces), len(s.forces), func(i, j int) float64 {
		a, b := g.forces[i], s.forces[j]
		return float64(btoi(a.owner == b.owner && country(a.place) == country(b.place) && near(a.best, b.best)))
	})
	t.addN("force", len(fo), len(g.forces), len(s.forces))
	gb, sb := cover(g.boiler), cover(s.boiler)
	t.addN("boilerplate chars", common(gb, sb), len(gb), len(sb))
	return misses
}

func country(p *place) string {
	if p == nil {
		return ""
	}
	return p.country
}

func (t Tally) events(name string, r *runes, g, s *side) []Miss {
	match := func(typed bool) func(i, j int) float64 {
		return func(i, j int) float64 { return eventMatch(r, &g.events[i], &s.events[j], typed) }
	}
	loose := pair(len(g.events), len(s.events), match(false))
	t.addN("event, any act", len(loose), len(g.events), len(s.events))
	m := pair(len(g.events), len(s.events), match(true))
	t.addN("event + act", len(m), len(g.events), len(s.events))
	full := 0
	hitG, hitS := map[int]bool{}, map[int]bool{}
	for _, p := range m {
		hitG[p.i], hitS[p.j] = true, true
		if t.matched(g, s, &g.events[p.i], &s.events[p.j]) {
			full++
		}
	}
	t.addN("full event", full, len(g.events), len(s.events))
	var misses []Miss
	note := func(kind string, events []event, hit map[int]bool) {
		for i, e := range events {
			if !hit[i] {
				words := ""
				if len(e.anchors) > 0 {
					words = string([]rune(r.text)[e.anchors[0].Start:e.anchors[0].End])
				}
				misses = append(misses, Miss{name, kind, e.act, words})
			}
		}
	}
	note("missed", g.events, hitG)
	note("extra", s.events, hitS)
	return misses
}

// eventMatch: 3 for the same words and act, 2 for the same words, 1 for the same sentence.
func eventMatch(r *runes, g, s *event, typed bool) float64 {
	if typed && g.act != s.act {
		return 0
	}
	same := 0.0
	for _, a := range g.anchors {
		for _, b := range s.anchors {
			if a.overlaps(b) {
				if g.act == s.act {
					return 3
				}
				return 2
			}
			if r.sentence(a) == r.sentence(b) {
				same = 1
			}
		}
	}
	return same
}

// matched scores the fields of two events that match, and tells whether the whole event is right.
func (t Tally) matched(gs, ss *side, g, s *event) bool {
	status := g.status == s.status
	t.add("status", status, 1, 1)
	mode := len(g.mode) == 0 && len(s.mode) == 0
	for m := range g.mode {
		mode = mode || s.mode[m]
	}
	t.add("mode", mode, 1, 1)
	actors := t.args("actors", g.actors, s.actors)
	recipients := t.args("recipients", g.recipients, s.recipients)
	ga, sa := codes(g.actors), codes(s.actors)
	actorsRight := actors > 0 || len(ga) == 0 && len(sa) == 0
	recipientsRight := recipients == len(codes(g.recipients)) && recipients == len(codes(s.recipients))
	t.where(g, s)
	t.when(g, s)
	src := sameVoice(gs.claimOf(g.claim), ss.claimOf(s.claim))
	t.add("on whose word", src, 1, 1)
	return status && actorsRight && recipientsRight && src
}

// args scores actors or recipients and returns how many codes both sides have.
func (t Tally) args(role string, g, s []actor) int {
	pm := pair(len(g), len(s), func(i, j int) float64 { return float64(btoi(sameActor(&g[i], &s[j]))) })
	t.addN(role, len(pm), len(g), len(s))
	gc, sc := codes(g), codes(s)
	both := 0
	for c := range gc {
		both += btoi(sc[c])
	}
	t.addN(role+" codes", both, len(gc), len(sc))
	return both
}

func codes(as []actor) map[string]bool {
	m := map[string]bool{}
	for _, a := range as {
		if a.code != "" {
			m[a.code] = true
		}
	}
	return m
}

func sameActor(a, b *actor) bool {
	return overlap(a.span, b.span) || norm(a.name) != "" && norm(a.name) == norm(b.name) || a.code != "" && a.code == b.code && a.sector == b.sector
}

func overlap(a, b *Span) bool { return a != nil && b != nil && a.overlaps(*b) }

func (t Tally) where(g, s *event) {
	if g.place == nil {
		if s.place != nil {
			t.addN("place", 0, 0, 1)
		}
		return
	}
	has := s.place != nil
	t.add("place country", has && s.place.country == g.place.country, 1, btoi(has))
	t.add("place", has && (norm(s.place.name) == norm(g.place.name) || overlap(s.place.span, g.place.span)), 1, btoi(has))
}

func (t Tally) when(g, s *event) {
	g0, g1, gOK := days(g.date)
	s0, s1, sOK := days(s.date)
	switch {
	case gOK:
		t.add("date", sOK && abs(s0-g0) <= 1 && abs(s1-g1) <= 3, 1, btoi(sOK))
	case sOK:
		t.addN("date", 0, 0, 1)
	}
}

// days numbers the first and last day of an interval in months of 31 days, as score.py does.
func days(d *Date) (from, to int, ok bool) {
	if d == nil || d.From == "" {
		return 0, 0, false
	}
	from, ok1 := day(d.From, 1, 1)
	last := d.To
	if last == "" {
		last = d.From
	}
	to, ok2 := day(last, 12, 28)
	return from, to, ok1 && ok2
}

func day(v string, month, dayOfMonth int) (int, bool) {
	p := strings.Split(v, "-")
	y, err := strconv.Atoi(p[0])
	if err != nil {
		return 0, false
	}
	if len(p) > 1 {
		month, _ = strconv.Atoi(p[1])
	}
	if len(p) > 2 {
		dayOfMonth, _ = strconv.Atoi(p[2][:min(2, len(p[2]))])
	}
	return y*372 + month*31 + dayOfMonth, true
}

func (s *side) claimOf(id string) *claim {
	if i, ok := s.byID[id]; ok && id != "" {
		return &s.claims[i]
	}
	return nil
}

func sameVoice(g, s *claim) bool {
	if g == nil || s == nil {
		return g == nil && s == nil
	}
	return len(g.chain) > 0 && len(s.chain) > 0 && sameHop(&g.chain[len(g.chain)-1], &s.chain[len(s.chain)-1])
}

func sameHop(a, b *hop) bool {
	if overlap(a.span, b.span) {
		return true
	}
	x, y := norm(a.name), norm(b.name)
	return x != "" && y != "" && (strings.Contains(y, x) || strings.Contains(x, y))
}

func (t Tally) claims(g, s *side) {
	cm := pair(len(g.claims), len(s.claims), func(i, j int) float64 {
		if v := dice(g.claims[i].content, s.claims[j].content); v >= 0.5 {
			return v
		}
		return 0
	})
	t.addN("claim", len(cm), len(g.claims), len(s.claims))
	for _, p := range cm {
		a, b := g.claims[p.i].chain, s.claims[p.j].chain
		t.add("claim source", len(a) > 0 && len(b) > 0 && sameHop(&a[len(a)-1], &b[len(b)-1]), 1, 1)
		whole := len(a) == len(b)
		for k := 0; whole && k < len(a); k++ {
			whole = sameHop(&a[k], &b[k])
		}
		t.add("claim whole chain", whole, 1, 1)
		if len(a) > 0 && len(b) > 0 {
			t.add("stance", a[len(a)-1].stance == b[len(b)-1].stance, 1, 1)
			t.add("anonymity", a[len(a)-1].anon == b[len(b)-1].anon, 1, 1)
		}
	}
}

func (t Tally) figures(g, s *side) {
	fm := pair(len(g.figures), len(s.figures), func(i, j int) float64 { return float64(btoi(overlap(g.figures[i].span, s.figures[j].span))) })
	t.addN("figure", len(fm), len(g.figures), len(s.figures))
	for _, p := range fm {
		a, b := &g.figures[p.i], &s.figures[p.j]
		t.add("figure value", near(a.best, b.best) && (a.best != nil || near(a.low, b.low)), 1, 1)
		t.add("figure class", a.class == b.class, 1, 1)
		t.add("figure role", a.role == b.role, 1, 1)
	}
}

func near(x, y *float64) bool {
	if x == nil || y == nil {
		return x == nil && y == nil
	}
	return math.Abs(*x-*y) <= 0.02*max(math.Abs(*x), math.Abs(*y), 1)
}

type match struct {
	v    float64
	i, j int
}

// pair matches greedily one to one by descending score above zero, ties in order.
func pair(n, m int, score func(i, j int) float64) []match {
	var all []match
	for i := range n {
		for j := range m {
			if v := score(i, j); v > 0 {
				all = append(all, match{v, i, j})
			}
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].v > all[b].v })
	usedI, usedJ := map[int]bool{}, map[int]bool{}
	var out []match
	for _, c := range all {
		if !usedI[c.i] && !usedJ[c.j] {
			usedI[c.i], usedJ[c.j] = true, true
			out = append(out, c)
		}
	}
	return out
}

func cover(spans []Span) map[int]bool {
	m := map[int]bool{}
	for _, s := range spans {
		for i := s.Start; i < s.End; i++ {
			m[i] = true
		}
	}
	return m
}

func common(a, b map[int]bool) int {
	n := 0
	for i := range a {
		n += btoi(b[i])
	}
	return n
}

func dice(a, b []Span) float64 {
	x, y := cover(a), cover(b)
	if len(x)+len(y) == 0 {
		return 0
	}
	return 2 * float64(common(x, y)) / float64(len(x)+len(y))
}

// norm lowers a name, drops its article and all but ASCII letters, digits and blanks.
func norm(s string) string {
	s = strings.ToLower(s)
	for _, article := range []string{"the", "a", "an"} {
		if rest, ok := strings.CutPrefix(s, article); ok && rest != "" && unicode.IsSpace(rune(rest[0])) {
			s = strings.TrimLeftFunc(rest, unicode.IsSpace)
			break
		}
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == ' ' {
			return r
		}
		return -1
	}, s))
}

// SameDays reports whether the scorer takes one date for another.
func SameDays(s, g *Date) bool {
	g0, g1, gOK := days(g)
	s0, s1, sOK := days(s)
	return gOK && sOK && abs(s0-g0) <= 1 && abs(s1-g1) <= 3
}
