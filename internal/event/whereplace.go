package event

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// spot is what the choice of an event's place looks at: its mentions and the places that it may have.
type spot struct {
	group []*cand
	sites []site
	refs  []*cand   // per site the mention that it is seen from
	last  *previous // the event before
}

// spot lists the places that an event may have: those of the sentences of its mentions, the literal ones of the six before
// and of the opening.
func (r *reader) spot(group []*cand, last *previous) *spot {
	m := &spot{group: group, last: last, sites: make([]site, 0, 8), refs: make([]*cand, 0, 8)}
	add := func(i, sent int, x *cand) {
		if p := &r.d.Places[i]; !slices.ContainsFunc(m.sites, func(s site) bool { return s.index == i }) {
			m.sites = append(m.sites, site{i, sent, r.headOf(sent, p.Span)})
			m.refs = append(m.refs, r.closest(group, sent, p.Start, x))
		}
	}
	for _, x := range group {
		for _, i := range r.at[x.sent].places {
			add(i, x.sent, x)
		}
	}
	x := group[0]
	for _, sent := range window(x.sent, 6, len(r.trees)) {
		for _, i := range r.at[sent].places {
			p := &r.d.Places[i]
			if p.Literal && sent != x.sent && (sent >= x.sent-6 && sent < x.sent || r.opening(p)) {
				add(i, sent, x)
			}
		}
	}
	return m
}

func (p *spot) literal(r *reader) (own, back int) {
	for i, s := range p.sites {
		if r.d.Places[s.index].Literal {
			if s.sent == p.refs[i].sent {
				own++
			} else {
				back++
			}
		}
	}
	return min(own, 3), min(back, 3)
}

// noPlace are the features of leaving the place open.
func (r *reader) noPlace(m *spot) []uint64 {
	b := r.bag(placeTemplates)
	x := m.group[0]
	t := r.trees[x.sent]
	own, back := m.literal(r)
	pos := posKey(t.tok(x.tok).UPOS)
	cue := r.voiced(x)
	b.num(0, own)
	b.num(1, own*4+back)
	b.num(2, own, x.act)
	b.num(3, own, x.status)
	b.num(4, own, pos, t.definiteness(x.tok))
	b.num(5, own, t.lemma(x.tok))
	b.num(6, own, x.act, x.status)
	b.num(7, own, x.act, cue)
	b.num(8, own, cue)
	b.num(9, own, r.tenseOf(x))
	b.num(10, min(len(m.group), 3), x.act)
	b.add(11, x.act, cue)
	b.add(12, t.lemma(x.tok))
	b.add(16, x.act, x.status)
	if x.best != nil {
		b.add(17, x.act, x.best.mode)
	}
	b.num(18, min(x.sent, 3), x.act)
	if last, gap := r.lastPlace(m.last, x); last != nil {
		b.num(13, gap)
		b.num(14, gap, x.act)
	} else {
		b.add(15, x.act)
	}
	return b.fs
}

// placeUnit are the features of one place for an event.
func (r *reader) placeUnit(m *spot, n int) []uint64 {
	s, x := m.sites[n], m.refs[n]
	p := &r.d.Places[s.index]
	b := r.bag(placeTemplates + 40)
	t := r.trees[s.sent]
	lit := "actor"
	if p.Literal {
		lit = "literal"
	}
	where := "same"
	if s.sent != x.sent {
		switch {
		case r.dateline(p):
			where = "dateline"
		case p.Sentence == 0:
			where = "first"
		default:
			where = "earlier"
		}
	}
	cue := r.voiced(x)
	b.add(0, where, lit)
	b.add(1, where, lit, p.Precision)
	b.add(2, where, lit, x.act)
	b.add(3, where, p.Precision, x.act)
	b.add(4, where, lit, x.status)
	b.add(5, where, cue, x.act)
	mode := ""
	if x.best != nil {
		mode = x.best.mode
	}
	b.add(6, where, x.act, mode)
	if last, gap := r.lastPlace(m.last, x); last != nil {
		how := "other"
		switch {
		case p.Name == last.Name:
			how = "same"
		case p.Country == last.Country && p.Country != "":
			how = "country"
		}
		b.num(7, gap, how, where)
		b.num(8, gap, how, x.act)
		b.add(9, how, lit)
		if j := r.joined(m.last, x); j != "" {
			b.add(18, how, j, where)
			b.add(19, how, j, x.act)
		}
	}
	finer, rest := r.finer(m, n)
	b.add(10, finer, where)
	b.add(11, finer, rest, where)
	sure := int(p.Confidence * 4)
	b.num(12, sure, where)
	prep, lead := "", ""
	gov := -1
	if s.tok >= 0 {
		prep = t.caseOf(s.tok)
		lead = r.leads(t, s.tok)
		gov = r.verbOver(t, s.tok)
	}
	b.add(17, lead, where, lit)
	if where != "same" {
		r.placeBefore(b, m, n, where, lead)
		return b.fs
	}
	r.placeInside(b, m, n, lit, prep, lead, gov)
	return b.fs
}

// placeInside are the features of a place in the sentence of the act.
func (r *reader) placeInside(b *bag, m *spot, n int, lit, prep, lead string, gov int) {
	s, x := m.sites[n], m.refs[n]
	t := r.trees[s.sent]
	path, cue := "none", r.voiced(x)
	b.base = placeTemplates + 120
	if s.tok >= 0 {
		path = t.path(x.tok, s.tok)
		if h := t.head(s.tok); h >= 0 {
			b.add(0, t.lemma(h), lead)
			b.add(1, t.tok(s.tok).Rel, lit)
			b.add(2, t.tok(s.tok).Rel, lead, lit)
		}
		b.num(3, distance(s.tok-x.tok), lit)
		b.num(4, distance(s.tok-x.tok), lead)
		g := r.grammar(x, s.tok)
		b.add(5, g, x.act)
		b.add(6, g, lit)
		b.add(7, g, lead, x.act)
		b.num(8, r.nearest(x, &s), lit)
	}
	how := standing(t, gov, x.tok)
	short, _, _ := strings.Cut(how, " ")
	own, _ := m.literal(r)
	b.add(9, path, posKey(t.tok(x.tok).UPOS), lit)
	b.add(10, path, prep)
	b.add(11, lead, x.act, lit)
	b.add(12, lead, lit)
	b.add(13, path, x.act)
	b.num(14, own, lit)
	b.num(15, own, lead)
	b.add(16, t.lemma(x.tok), lead)
	b.add(17, how, lead)
	b.add(18, how, lit)
	b.add(19, short, lead, lit)
	b.add(20, short, x.act)
	b.add(21, short, cue)
	if gov >= 0 && gov != x.tok && r.c.reports(t, gov) {
		b.add(22, short)
	}
	if i := r.goal(x); i == s.index {
		b.add(23)
		b.add(24, x.act)
	}
	if x != m.group[0] {
		b.add(25)
	}
	b.num(26, r.verbsBetween(x, s), lit)
}

// verbsBetween counts the verbs between an act and a place.
func (r *reader) verbsBetween(x *cand, s site) int {
	t := r.trees[x.sent]
	n := 0
	for i := min(s.tok, x.tok) + 1; i < max(s.tok, x.tok); i++ {
		n += btoi(t.tok(i).UPOS == "VERB")
	}
	return min(n, 3)
}

// finer tells whether a further place among the candidates lies within this one, or it within one, in the same sentence.
func (r *reader) finer(m *spot, n int) (how, rest string) {
	s := m.sites[n]
	p := &r.d.Places[s.index]
	how, rest = "alone", ""
	for i, q := range m.sites {
		o := &r.d.Places[q.index]
		if i == n || q.sent != s.sent || !o.Literal || o.Country != p.Country || o.Name == p.Name {
			continue
		}
		if breadth(o) < breadth(p) {
			how = "has a finer"
			if magnitude(o.Start-p.End) < 4 || magnitude(p.Start-o.End) < 4 {
				rest = "beside"
			}
			return how, rest
		}
		if breadth(o) > breadth(p) {
			how = "is finer"
		}
	}
	return how, rest
}

func breadth(p *doc.Place) int {
	switch p.Precision {
	case "point":
		return 0
	case "city":
		return 1
	case "admin2":
		return 2
	case "admin1":
		return 3
	case "country":
		return 4
	}
	return 5
}

// placeBefore are the features of a place in another sentence.
func (r *reader) placeBefore(b *bag, m *spot, n int, where, lead string) {
	s, x := m.sites[n], m.refs[n]
	p := &r.d.Places[s.index]
	t, tx := r.trees[s.sent], r.trees[x.sent]
	own, _ := m.literal(r)
	own = min(own, 2)
	far := min(x.sent-s.sent, 6)
	b.base = placeTemplates + 180
	b.num(0, far, where)
	b.num(1, own, where)
	b.num(2, own, where, x.act)
	b.num(3, own, where, p.Precision)
	b.add(4, where, tx.lemma(x.tok))
	named, later := r.namedBefore(x.sent, p)
	b.num(5, min(named, 4), where)
	b.num(6, min(later, 3), where)
	b.num(7, min(later, 3), p.Precision)
	b.num(8, min(named, 4), p.Precision, where)
	b.num(9, own, x.act)
	b.add(10, tx.definiteness(x.tok), where)
	b.add(11, tx.definiteness(x.tok), x.act)
	para := min(r.d.Sentences[x.sent].Paragraph-r.d.Sentences[s.sent].Paragraph, 3)
	b.num(12, para, where)
	b.num(13, para*4+min(later, 3))
	if s.tok >= 0 {
		if gov := r.verbOver(t, s.tok); gov >= 0 {
			if t.lemma(gov) == tx.lemma(x.tok) {
				b.add(14)
			}
			if rows, hold := r.c.lex.find(t, gov); hold > 0 {
				b.add(15, rows[0].act, x.act)
				if rows[0].act == x.act {
					b.add(16)
				}
			}
			if r.c.reports(t, gov) {
				b.add(17, lead)
			}
		}
	}
	b.num(18, min(later, 3), lead)
	if o := r.overview(); o.places > 0 {
		mine, total := o.countries[p.Country], o.places
		b.num(19, 4*mine/total, where)
		b.num(20, 4*mine/total, p.Precision)
	}
}
