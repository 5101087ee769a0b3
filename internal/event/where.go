package event

import (
	"sort"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// site is a place, date or figure as a candidate for a slot, with where its head stands.
type site struct {
	index     int // into Places, Dates or Figures
	sent, tok int
}

// fillWhere decides place, origin, date and figures of one mention of an act; situate decides place and date anew for all
// mentions of it together.
func (r *reader) fillWhere(x *cand) {
	one := []*cand{x}
	if r.c.where != nil {
		x.place = r.placeOf(one, r.spot(one, nil))
		x.date = r.chooseDate(r.moment(one, nil))
	}
	x.origin = r.originOf(x)
	if x.origin == x.place {
		x.origin = -1
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
	first := sort.Search(len(t.s.Tokens), func(i int) bool { return t.tok(i).End > s.Start })
	last := first - 1
	for last+1 < len(t.s.Tokens) && t.tok(last+1).Start < s.End {
		last++
	}
	if last < first {
		return -1
	}
	for i := first; i <= last; i++ {
		if h := t.head(i); h < first || h > last {
			return i
		}
	}
	return last
}

// window lists, in order, the sentences that a slot may be filled from: the opening three, the given number before an
// act's sentence, and that one.
func window(sent, back, n int) []int {
	var out []int
	for i := range min(3, n) {
		out = append(out, i)
	}
	for i := max(len(out), sent-back); i <= sent; i++ {
		out = append(out, i)
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

// memory is how many sentences back places are counted: the whole of any usual article, and no more work than that in a long one.
const memory = 60

// namedBefore counts the literal places before a sentence that have the name of p, and those that come after p.
func (r *reader) namedBefore(sent int, p *doc.Place) (named, later int) {
	for s := max(0, sent-memory); s < sent; s++ {
		for _, i := range r.at[s].places {
			if q := &r.d.Places[i]; q.Literal {
				named += btoi(q.Name == p.Name)
				later += btoi(q.Start > p.Start)
			}
		}
	}
	return named, later
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// nearest counts the literal places that lie nearer to the anchor than this one.
func (r *reader) nearest(x *cand, s *site) int {
	n := 0
	at := r.trees[x.sent].tok(x.tok).Start
	mine := r.d.Places[s.index].Start - at
	for _, i := range r.at[x.sent].places {
		q := &r.d.Places[i]
		if q.Literal && i != s.index && magnitude(q.Start-at) < magnitude(mine) {
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

// goal is the place that forces are moved to: "from Maroua to the river". It goes by the words, not by the tree:
// where a relative clause stands between, parsers hang "to" on its verb. The place may not lie behind a further act.
func (r *reader) goal(x *cand) int {
	if x.act != "MOBILIZE" && x.act != "RETREAT" {
		return -1
	}
	t := r.trees[x.sent]
	for _, i := range r.at[x.sent].places {
		p := &r.d.Places[i]
		k := r.headOf(x.sent, p.Span)
		if !p.Literal || k <= x.tok {
			continue
		}
		switch r.leads(t, k) {
		case "to", "into", "toward", "towards", "onto":
		default:
			continue
		}
		for j := x.tok + 1; j < k; j++ {
			if rows, hold := r.c.lex.find(t, j); hold > 0 && !rows[0].weak && t.tok(j).UPOS == "VERB" {
				return -1
			}
		}
		return i
	}
	return -1
}

// leads is the preposition that a place stands under, its own or that of the noun it belongs to: "to the Agadez region",
// "from the capital, Niamey".
func (r *reader) leads(t *tree, k int) string { return t.caseOf(r.holder(t, k)) }

// holder is the noun that a place's name explains or modifies, the name itself where it stands alone.
func (r *reader) holder(t *tree, k int) int {
	if h := t.head(k); h >= 0 && t.caseOf(k) == "" {
		switch t.rel(k) {
		case "appos", "compound", "flat", "amod":
			return h
		}
	}
	return k
}

// originOf is the place that a movement starts from: "from Niamey".
func (r *reader) originOf(x *cand) int {
	switch x.act {
	case "MOBILIZE", "RETREAT", "CONSULT", "AID", "COERCE":
	default:
		return -1
	}
	t := r.trees[x.sent]
	for _, i := range r.at[x.sent].places {
		p := &r.d.Places[i]
		k := r.headOf(x.sent, p.Span)
		if !p.Literal || k < 0 || r.leads(t, k) != "from" {
			continue
		}
		if h := t.head(r.holder(t, k)); h >= 0 && (h == x.tok || h == x.light || h == x.obj) {
			return i
		}
	}
	return -1
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
	for _, i := range r.at[x.sent].figures {
		if f := &r.d.Figures[i]; f.Sizes {
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
