package event

import (
	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// site is a place, date or figure as a candidate for a slot, with where its head stands.
type site struct {
	index     int // into Places, Dates or Figures
	sent, tok int
}

// fillWhere decides place, origin, date and figures of an act.
func (r *reader) fillWhere(x *cand) {
	best := r.c.cut.place
	for _, s := range r.placeSites(x) {
		if p := r.c.yes(r.placeFeatures(x, &s), labelFill); p >= best {
			best, x.place = p, s.index
		}
	}
	x.origin = r.originOf(x)
	if x.origin == x.place {
		x.origin = -1
	}
	best = r.c.cut.date
	for _, s := range r.dateSites(x) {
		if p := r.c.yes(r.dateFeatures(x, &s), labelFill); p >= best {
			best, x.date = p, s.index
		}
	}
	for _, s := range r.figureSites(x) {
		if r.c.yes(r.figureFeatures(x, &s), labelFill) >= r.c.cut.figure {
			x.figures = append(x.figures, s.index)
		}
	}
}

// headOf returns the head token of a span in its sentence, or -1.
func (r *reader) headOf(sent int, s doc.Span) int {
	if sent < 0 || sent >= len(r.trees) {
		return -1
	}
	t := r.trees[sent]
	first, last := -1, -1
	for i := range t.s.Tokens {
		if t.tok(i).Overlaps(s) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := first; i >= 0 && i <= last; i++ {
		if h := t.head(i); h < first || h > last {
			return i
		}
	}
	return last
}

// placeSites lists the places of the act's sentence, the literal ones of the six before it and of the opening.
func (r *reader) placeSites(x *cand) []site {
	var out []site
	for i := range r.d.Places {
		p := &r.d.Places[i]
		if p.Sentence == x.sent || p.Literal && (p.Sentence < x.sent && p.Sentence >= x.sent-6 || r.opening(p)) {
			out = append(out, site{i, p.Sentence, r.headOf(p.Sentence, p.Span)})
		}
	}
	return out
}

// opening tells whether a place stands in the dateline or the first sentence.
func (r *reader) opening(p *doc.Place) bool {
	return p.Sentence == 0 || r.dateline(p)
}

func (r *reader) dateline(p *doc.Place) bool {
	return r.d.Article.Dateline.Place.Overlaps(p.Span)
}

func (r *reader) placeFeatures(x *cand, s *site) []uint64 {
	b := &bag{base: argTemplates + 40*slotPlace, fs: make([]uint64, 0, 32)}
	p := &r.d.Places[s.index]
	t := r.trees[x.sent]
	pos := posKey(t.tok(x.tok).UPOS)
	lit := "actor"
	if p.Literal {
		lit = "literal"
	}
	b.add(0, lit, x.act)
	b.add(1, p.Precision, lit)
	b.add(2, x.act, pos)
	only := 0
	for i := range r.d.Places {
		if q := &r.d.Places[i]; q.Sentence == x.sent && q.Literal {
			only++
		}
	}
	if s.sent != x.sent {
		where := "earlier"
		if r.dateline(p) {
			where = "dateline"
		} else if p.Sentence == 0 {
			where = "first"
		}
		b.num(3, x.sent-s.sent, where)
		b.add(4, where, x.act)
		b.add(5, where, p.Precision)
		b.num(6, min(only, 2), where)
		b.add(7, where, t.lemma(x.tok))
		named, later := 0, 0
		for i := range r.d.Places {
			if q := &r.d.Places[i]; q.Literal && q.Sentence < x.sent {
				if q.Name == p.Name {
					named++
				}
				if q.Start > p.Start {
					later++
				}
			}
		}
		b.num(23, min(named, 4), where)
		b.num(24, min(later, 3), where)
		b.num(25, min(later, 3), p.Precision)
		b.num(26, min(only, 2), x.act)
		return b.fs
	}
	prep := ""
	path := "none"
	if s.tok >= 0 {
		prep = t.caseOf(s.tok)
		path = t.path(x.tok, s.tok)
		if h := t.head(s.tok); h >= 0 {
			if prep == "" {
				prep = t.caseOf(h) // "in the city of Mosul", "in Mosul airport"
			}
			b.add(8, t.lemma(h), prep)
			b.add(9, t.tok(s.tok).Rel, lit)
		}
		b.num(10, distance(s.tok-x.tok), lit)
		b.num(11, distance(s.tok-x.tok), prep)
		b.add(12, r.grammar(x, s.tok), x.act)
		b.add(13, r.grammar(x, s.tok), lit)
		b.num(14, r.nearest(x, s), lit)
	}
	b.add(15, path, pos, lit)
	b.add(16, path, prep)
	b.add(17, prep, x.act, lit)
	b.add(18, prep, lit)
	b.add(19, path, x.act)
	b.num(20, min(only, 3), lit)
	b.num(21, min(only, 3), prep)
	b.add(22, t.lemma(x.tok), prep)
	return b.fs
}

// nearest counts the literal places that lie nearer to the anchor than this one.
func (r *reader) nearest(x *cand, s *site) int {
	n := 0
	at := r.trees[x.sent].tok(x.tok).Start
	mine := r.d.Places[s.index].Start - at
	for i := range r.d.Places {
		q := &r.d.Places[i]
		if q.Sentence == x.sent && q.Literal && i != s.index && magnitude(q.Start-at) < magnitude(mine) {
			n++
		}
	}
	return min(n, 3)
}

func magnitude(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// originOf is the place that a movement starts from: "from Niamey".
func (r *reader) originOf(x *cand) int {
	switch x.act {
	case "MOBILIZE", "RETREAT", "CONSULT", "AID", "COERCE":
	default:
		return -1
	}
	t := r.trees[x.sent]
	for i := range r.d.Places {
		p := &r.d.Places[i]
		if p.Sentence != x.sent || !p.Literal {
			continue
		}
		k := r.headOf(x.sent, p.Span)
		if k < 0 || t.caseOf(k) != "from" {
			continue
		}
		if h := t.head(k); h == x.tok || h == x.light || h >= 0 && h == x.obj {
			return i
		}
	}
	return -1
}

// dateSites lists the resolved points and intervals of the sentence.
func (r *reader) dateSites(x *cand) []site {
	var out []site
	for i := range r.d.Dates {
		d := &r.d.Dates[i]
		if d.Sentence == x.sent && (d.Kind == "point" || d.Kind == "interval") && (d.From != "" || d.To != "") {
			out = append(out, site{i, x.sent, r.headOf(x.sent, d.Span)})
		}
	}
	return out
}

func (r *reader) dateFeatures(x *cand, s *site) []uint64 {
	b := &bag{base: argTemplates + 40*slotDate, fs: make([]uint64, 0, 24)}
	d := &r.d.Dates[s.index]
	t := r.trees[x.sent]
	pos := posKey(t.tok(x.tok).UPOS)
	path := "none"
	if s.tok >= 0 {
		path = t.path(x.tok, s.tok)
		b.num(0, distance(s.tok-x.tok))
		if h := t.head(s.tok); h >= 0 {
			b.add(1, t.tok(h).UPOS, t.rel(s.tok))
			if v := r.c.reports(t, h); v {
				b.add(2)
				b.add(3, path)
			}
			b.add(4, t.lemma(h))
		}
	}
	b.add(5, path)
	b.add(6, path, pos)
	b.add(7, path, x.act)
	b.add(8, x.act)
	b.add(9, d.Granularity)
	rel := relation(d, r.d.Article.Published)
	b.add(10, rel, x.status)
	b.add(11, d.Granularity, rel)
	n := 0
	for i := range r.d.Dates {
		if r.d.Dates[i].Sentence == x.sent && i != s.index && r.d.Dates[i].From != "" {
			n++
		}
	}
	b.num(12, min(n, 2))
	near := 0
	for i := range r.d.Dates {
		if q := &r.d.Dates[i]; q.Sentence == x.sent && i != s.index && q.From != "" &&
			magnitude(q.Start-t.tok(x.tok).Start) < magnitude(d.Start-t.tok(x.tok).Start) {
			near++
		}
	}
	b.num(13, min(near, 2))
	if d.Head != "" {
		b.add(14, d.Head, t.lemma(x.tok))
		if d.Head == t.lemma(x.tok) {
			b.add(15)
		}
	}
	return b.fs
}

// reports tells whether a verb only reports.
func (c *Coder) reports(t *tree, i int) bool {
	switch t.lemma(i) {
	case "say", "tell", "report", "add", "announce", "note", "state", "explain", "write", "tweet", "confirm":
		return true
	}
	return false
}

// figureSites lists the figures of the sentence that size something.
func (r *reader) figureSites(x *cand) []site {
	var out []site
	for i := range r.d.Figures {
		if f := &r.d.Figures[i]; f.Sentence == x.sent && f.Sizes {
			k := f.Head
			if k < 0 || k >= len(r.trees[x.sent].s.Tokens) {
				k = r.headOf(x.sent, f.Span)
			}
			out = append(out, site{i, x.sent, k})
		}
	}
	return out
}

func (r *reader) figureFeatures(x *cand, s *site) []uint64 {
	b := &bag{base: argTemplates + 40*slotFigure, fs: make([]uint64, 0, 24)}
	f := &r.d.Figures[s.index]
	t := r.trees[x.sent]
	path := "none"
	if s.tok >= 0 {
		path = t.path(x.tok, s.tok)
		b.num(0, distance(s.tok-x.tok))
		b.add(1, r.grammar(x, s.tok))
		b.add(2, r.grammar(x, s.tok), x.act)
	}
	b.add(3, path)
	b.add(4, path, posKey(t.tok(x.tok).UPOS))
	b.add(5, f.Class, x.act)
	b.add(6, f.Role, x.act)
	b.add(7, f.Role, f.Class)
	b.add(8, f.Role, t.lemma(x.tok))
	mode := ""
	if x.best != nil {
		mode = x.best.mode
	}
	b.add(9, f.Role, x.act, mode)
	b.add(10, x.act)
	if f.Overlaps(x.anchor) {
		b.add(11)
	}
	for _, a := range x.actors {
		if a.span.Overlaps(f.Span) {
			b.fs = append(b.fs, uint64(linear.F(argTemplates+430).Int(0)))
		}
	}
	for _, a := range x.recipients {
		if a.span.Overlaps(f.Span) {
			b.fs = append(b.fs, uint64(linear.F(argTemplates+430).Int(1)))
		}
	}
	return b.fs
}
