package event

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// Templates of the choice of date and place; they live in a model of their own.
const (
	dateTemplates  = 2000
	placeTemplates = 2200
)

// moment is what the choice of an event's date looks at: its mentions and the dates that it may have.
type moment struct {
	group []*cand
	sites []site
	refs  []*cand     // per site the mention that it is seen from
	last  *previous   // the event before
	days  map[day]int // how often the article names each day, month, .. that an event may have
	cue   string      // "cue" where the act's word itself attributes, "said" where it is within a claim, else ""
}

// reachBack is how many different days before an act's sentence are considered for it.
const reachBack = 6

// usable tells whether a date can be an event's.
func usable(d *doc.Date) bool {
	return (d.Kind == "point" || d.Kind == "interval") && (d.From != "" || d.To != "")
}

// moment lists the dates that an event may have: those of the sentences of its mentions, the days before, the opening.
func (r *reader) moment(group []*cand, last *previous) *moment {
	m := &moment{group: group, last: last, days: r.overview().days, cue: r.voiced(group[0]), sites: make([]site, 0, 8), refs: make([]*cand, 0, 8)}
	add := func(sent int, x *cand) int {
		n := 0
		for _, i := range r.at[sent].dates {
			if d := &r.d.Dates[i]; usable(d) && !slices.ContainsFunc(m.sites, func(s site) bool { return s.index == i }) {
				m.sites = append(m.sites, site{i, sent, r.headOf(sent, d.Span)})
				m.refs = append(m.refs, r.closest(group, sent, d.Start, x))
				n++
			}
		}
		return n
	}
	for _, x := range group {
		add(x.sent, x)
	}
	x := group[0]
	n := 0
	for s := x.sent - 1; s >= max(0, x.sent-memory) && n < reachBack; s-- {
		n += add(s, x)
	}
	for s := 0; s < min(2, x.sent); s++ {
		add(s, x)
	}
	if x.sent < 2 && x.sent+1 < len(r.trees) {
		add(x.sent+1, x)
	}
	return m
}

// closest is the mention from which a site is seen: the nearest in its sentence, else x.
func (r *reader) closest(group []*cand, sent, at int, x *cand) *cand {
	best := x
	for _, y := range group {
		if y.sent != sent {
			continue
		}
		if best.sent != sent || magnitude(y.anchor.Start-at) < magnitude(best.anchor.Start-at) {
			best = y
		}
	}
	return best
}

// day is what a date says: from when to when.
type day struct{ from, to string }

func value(d *doc.Date) day { return day{d.From, d.To} }

// tenseOf describes the verb group that a mention stands in or under.
func (r *reader) tenseOf(x *cand) string {
	w := &r.trees[x.sent].words[x.tok]
	if w.tense == "" {
		w.tense = r.tense(x)
	}
	return w.tense
}

func (r *reader) tense(x *cand) string {
	t := r.trees[x.sent]
	for i, n := x.tok, 0; i >= 0 && n < 4; i, n = t.head(i), n+1 {
		if k := t.tok(i); k.UPOS != "VERB" && k.UPOS != "AUX" && t.kid(i, "cop") < 0 {
			continue
		}
		g := t.verbGroup(i)
		switch {
		case g.aux != "":
			return g.aux + "+" + g.tense
		case g.to:
			return "to"
		}
		return g.tense
	}
	return "none"
}

// verbOver is the verb or act word that a word hangs under, itself excluded; -1 = none.
func (r *reader) verbOver(t *tree, i int) int {
	for n := 0; i >= 0 && n < 6; n++ {
		i = t.head(i)
		if i < 0 {
			return -1
		}
		if u := t.tok(i).UPOS; u == "VERB" || u == "AUX" {
			return i
		}
		if r.c.lex.plain(t, i) {
			return i
		}
	}
	return -1
}

// standing tells how the word v that a date hangs on stands to the act's word x: itself, above, below, beside.
func standing(t *tree, v, x int) string {
	switch {
	case v < 0:
		return "none"
	case v == x:
		return "self"
	}
	var b strings.Builder
	for k, n := x, 0; k >= 0 && n < 5; k, n = t.head(k), n+1 {
		if k == v {
			return "above " + b.String()
		}
		b.WriteString(t.rel(k))
		b.WriteByte(' ')
	}
	b.Reset()
	for k, n := v, 0; k >= 0 && n < 5; k, n = t.head(k), n+1 {
		if k == x {
			return "below " + b.String()
		}
		b.WriteString(t.rel(k))
		b.WriteByte(' ')
	}
	return "beside"
}

// hangs names the relations by which an act's word x hangs on a word v above it, each with its preposition or conjunction,
// and those by which v hangs on x: "obl after" of the clashes in "vowed yesterday to act after clashes".
func hangs(t *tree, x, v int) string {
	if v < 0 || v == x {
		return ""
	}
	up := map[int]bool{}
	for k, n := v, 0; k >= 0 && n < 8; k, n = t.head(k), n+1 {
		up[k] = true
	}
	var b strings.Builder
	k := x
	for n := 0; k >= 0 && n < 8 && !up[k]; k, n = t.head(k), n+1 {
		linkOf(&b, t, k)
	}
	if k >= 0 && k != v {
		b.WriteString("/ ")
		for j, n := v, 0; j >= 0 && j != k && n < 8; j, n = t.head(j), n+1 {
			linkOf(&b, t, j)
		}
	}
	return b.String()
}

// linkOf writes the relation of a word with the preposition or conjunction it stands under.
func linkOf(b *strings.Builder, t *tree, k int) {
	rel := t.rel(k)
	if rel == "conj" || rel == "compound" || rel == "flat" {
		return
	}
	b.WriteString(rel)
	w := t.caseOf(k)
	if m := t.kid(k, "mark"); w == "" && m >= 0 {
		w = t.lemma(m)
	}
	if w != "" {
		b.WriteString(" " + w)
	}
	b.WriteByte(' ')
}

// nearer counts the verbs that stand nearer to a date than the act does.
func nearer(t *tree, date, act int) int {
	n := 0
	far := magnitude(date - act)
	for i := max(0, date-far); i <= date+far && i < len(t.s.Tokens); i++ {
		n += btoi(t.tok(i).UPOS == "VERB" && i != act && magnitude(i-date) < far)
	}
	return min(n, 4)
}

// noDate are the features of leaving the date open.
func (r *reader) noDate(m *moment) []uint64 {
	b := r.bag(dateTemplates)
	x := m.group[0]
	t := r.trees[x.sent]
	own, back := 0, 0
	for i, s := range m.sites {
		if s.sent == m.refs[i].sent {
			own++
		} else {
			back++
		}
	}
	own, back = min(own, 2), min(back, 3)
	pos := posKey(t.tok(x.tok).UPOS)
	tense := r.tenseOf(x)
	rule, _ := r.statusRule(x.sent, x.tok)
	b.num(0, own)
	b.num(1, own*4+back)
	b.num(2, own, x.act)
	b.num(3, own, x.status)
	b.num(4, own, tense)
	b.num(5, own, rule)
	b.num(6, own, pos, t.definiteness(x.tok))
	b.num(7, own, t.rel(x.tok))
	b.num(8, own, t.lemma(x.tok))
	b.num(9, own, x.act, x.status)
	b.num(10, own, tense, x.status)
	if t.tok(x.tok).Quoted {
		b.num(11, own)
	}
	if x.claim >= 0 {
		b.num(12, own)
		b.num(13, own, rule)
	}
	b.num(14, min(len(m.group), 3), x.act)
	known := btoi(r.d.Article.Published != "") // without a day of publication few dates can be told
	b.num(23, known)
	b.num(24, known*4+own)
	b.num(25, known*4+own, tense)
	b.num(26, known*4+own, x.status)
	b.num(27, known*4+own, m.cue)
	b.num(28, known, x.act)
	days := min(len(m.days), 4)
	b.num(17, days*4+own)
	b.num(18, days, m.cue)
	b.num(19, own, m.cue)
	b.num(20, own, m.cue, x.act)
	b.num(21, own, m.cue, tense)
	b.num(22, days*4+own, tense)
	if last, gap := r.lastDate(m.last, x); last != nil {
		b.num(15, gap)
	} else {
		b.add(16)
	}
	return b.fs
}

// dateUnit are the features of one date for an event.
func (r *reader) dateUnit(m *moment, n int) []uint64 {
	b := r.bag(dateTemplates + 40)
	s, x := m.sites[n], m.refs[n]
	d := &r.d.Dates[s.index]
	t := r.trees[s.sent]
	pos := posKey(r.trees[x.sent].tok(x.tok).UPOS)
	rel := relation(d, r.d.Article.Published)
	tense := r.tenseOf(x)
	rule, _ := r.statusRule(x.sent, x.tok)
	place := "same"
	if s.sent > x.sent {
		place = "next"
	} else if s.sent < x.sent {
		place = "back"
	}
	b.add(0, place)
	b.add(1, place, d.Granularity, d.Kind)
	b.add(2, place, rel, x.status)
	b.add(3, place, rel, tense)
	b.add(4, place, rel, d.Granularity)
	b.add(5, place, rel, rule)
	b.add(6, place, d.Mod, d.Kind)
	b.add(7, place, x.act)
	b.add(8, place, d.Anchor, d.Granularity)
	last, gap := r.lastDate(m.last, x)
	if last != nil && value(d) == value(last) {
		b.num(9, gap, place)
		b.num(10, gap, place, x.act)
		b.num(11, gap, place, tense)
		b.num(12, gap, place, x.status)
		if how := r.joined(m.last, x); how != "" {
			b.add(43, how, place)
			b.add(44, how, x.act, place)
		}
		if y := m.last.x; y.claim >= 0 && y.claim == x.claim {
			b.add(13, place)
		}
	} else if last != nil {
		b.add(14, place)
	}
	prep := ""
	gov := -1
	if s.tok >= 0 {
		prep = t.caseOf(s.tok)
		gov = r.verbOver(t, s.tok)
	}
	govern := ""
	if gov >= 0 {
		govern = "other"
		if r.c.reports(t, gov) {
			govern = "report"
		} else if rows, hold := r.c.lex.find(t, gov); hold > 0 && !rows[0].weak {
			govern = "act"
		}
	}
	if place == "same" {
		r.dateInside(b, m, n, pos, prep, govern, gov)
		return b.fs
	}
	r.dateBefore(b, m, n, prep, govern, gov)
	return b.fs
}

// dateBefore are the features of a date in another sentence than the act.
func (r *reader) dateBefore(b *bag, m *moment, n int, prep, govern string, gov int) {
	s, x := m.sites[n], m.refs[n]
	d := &r.d.Dates[s.index]
	t, tx := r.trees[s.sent], r.trees[x.sent]
	rel, tense := relation(d, r.d.Article.Published), r.tenseOf(x)
	rule, _ := r.statusRule(x.sent, x.tok)
	far := min(x.sent-s.sent, 8)
	if far > 4 {
		far = 5 + (far-5)/2
	}
	para := min(r.d.Sentences[x.sent].Paragraph-r.d.Sentences[s.sent].Paragraph, 3)
	own, btw := r.others(m, n)
	lead := ""
	if s.sent < 2 {
		lead = "lead"
	}
	b.num(15, far, lead)
	b.num(16, far*2+own)
	b.num(17, para, lead)
	b.num(18, btw*2+own, lead)
	b.num(19, btw*2+own, tense)
	b.num(20, own, x.act, lead)
	b.num(21, own, tense, rel, d.Granularity)
	b.add(22, govern, lead)
	b.add(23, govern, prep)
	b.add(24, govern, rule)
	b.add(25, tx.definiteness(x.tok), rule)
	b.num(26, far, rule)
	if tx.tok(x.tok).Quoted {
		b.add(27, lead)
	}
	if x.claim >= 0 {
		b.add(28, lead)
		b.add(29, rule, tense)
	}
	if gov >= 0 {
		if t.lemma(gov) == tx.lemma(x.tok) {
			b.add(30)
		}
		gs := t.subject(gov)
		if gs >= 0 && x.subj >= 0 {
			same := "differ"
			p, q := r.known(s.sent, gs), r.known(x.sent, x.subj)
			if p.entity >= 0 && p.entity == q.entity || p.name == q.name {
				same = "same"
			}
			b.add(31, same)
			b.add(32, same, lead)
		}
	}
	b.add(33, rule, tense, rel)
	days := min(len(m.days), 4)
	share := min(m.days[value(d)], 3)
	b.num(36, days, lead, d.Granularity)
	b.num(37, days*4+share, lead)
	b.num(38, days, lead, m.cue, tense)
	b.num(39, days, m.cue, x.act)
	b.add(40, m.cue, lead)
	b.add(41, m.cue, govern)
	b.add(42, m.cue, govern, tense)
	b.add(34, tx.lemma(x.tok))
	if d.Head != "" && d.Head == tx.lemma(x.tok) {
		b.add(35)
	}
}

// dateInside are the features of a date in the sentence of the act.
func (r *reader) dateInside(b *bag, m *moment, n int, pos, prep, govern string, gov int) {
	s, x := m.sites[n], m.refs[n]
	d := &r.d.Dates[s.index]
	t := r.trees[s.sent]
	path := "none"
	if s.tok >= 0 {
		path = t.path(x.tok, s.tok)
	}
	how := standing(t, gov, x.tok)
	b.base = dateTemplates + 120
	b.add(0, path)
	b.add(1, path, pos)
	b.add(2, path, x.act)
	b.add(3, how)
	b.add(4, how, pos)
	b.add(5, how, prep)
	b.add(6, how, govern)
	b.add(7, how, d.Granularity)
	short, _, _ := strings.Cut(how, " ")
	b.add(8, short, govern)
	b.add(9, short, x.status)
	b.add(10, short, govern, x.status)
	if gov >= 0 && gov != x.tok {
		b.add(11, short, t.lemma(gov))
	}
	if s.tok >= 0 {
		b.num(12, distance(s.tok-x.tok))
		b.num(13, distance(s.tok-x.tok), short)
		verbs, commas := 0, 0
		lo, hi := min(s.tok, x.tok), max(s.tok, x.tok)
		for i := lo + 1; i < hi; i++ {
			switch k := t.tok(i); {
			case k.UPOS == "VERB":
				verbs++
			case k.Text == "," || k.Text == ";":
				commas++
			}
		}
		b.num(14, min(verbs, 3), short)
		b.num(15, min(commas, 3), short)
		b.num(16, min(verbs, 3)*4+min(commas, 3))
	}
	near, others := r.rivals(m, n)
	b.num(17, min(near, 2)*3+min(others, 2))
	b.num(18, min(near, 2), short)
	b.add(19, t.lemma(x.tok), short)
	if d.Head != "" {
		b.add(20, short)
		if d.Head == t.lemma(x.tok) {
			b.add(21)
		}
	}
	if x != m.group[0] {
		b.add(22, short)
		b.add(23)
	}
	b.add(24, prep, x.act)
	b.add(25, prep, x.status)
	b.add(26, short, pos, prep)
	b.add(27, short, m.cue)
	b.add(28, short, govern, m.cue)
	if x.claim >= 0 && gov >= 0 && r.d.Claims[x.claim].Cue.Overlaps(t.tok(gov).Span) {
		b.add(29)
		b.add(30, x.status)
	}
	b.num(31, min(len(m.days), 4), short)
	r.dateTie(b, t, s, x, prep, govern, gov, short)
}

// dateTie are the features of how the act hangs on the word that the date hangs on, and of what else stands between them.
func (r *reader) dateTie(b *bag, t *tree, s site, x *cand, prep, govern string, gov int, short string) {
	tense, pos := r.tenseOf(x), posKey(t.tok(x.tok).UPOS)
	how := hangs(t, x.tok, gov)
	up, _, _ := strings.Cut(how, "/")
	b.add(32, how)
	b.add(33, how, pos)
	b.add(34, how, prep)
	b.add(35, how, x.status)
	b.add(36, how, tense)
	b.add(37, up)
	b.add(38, up, govern)
	b.add(39, up, tense)
	b.add(40, short, tense)
	if s.tok >= 0 {
		near := nearer(t, s.tok, x.tok)
		b.num(41, near, short)
		b.num(42, near, govern)
		b.num(43, near, pos)
		if gov >= 0 {
			b.num(44, nearer(t, s.tok, gov), short)
		}
	}
	b.add(45, t.rel(x.tok), short)
	if t.head(x.tok) < 0 {
		b.add(46, short)
	}
	if gov >= 0 && t.head(gov) < 0 {
		b.add(47, short)
		b.add(48, short, t.rel(x.tok))
	}
}

// rivals counts the other days in the sentence of a date, and those of them nearer to the act.
func (r *reader) rivals(m *moment, n int) (near, others int) {
	s, x := m.sites[n], m.refs[n]
	d := &r.d.Dates[s.index]
	for _, q := range m.sites {
		if e := &r.d.Dates[q.index]; q.sent == s.sent && value(e) != value(d) {
			others++
			near += btoi(magnitude(e.Start-x.anchor.Start) < magnitude(d.Start-x.anchor.Start))
		}
	}
	return near, others
}

// others tells, of a date in an earlier sentence, whether the act's own has one, and how many other days stand between.
func (r *reader) others(m *moment, n int) (own, between int) {
	s, x := m.sites[n], m.refs[n]
	days := map[day]bool{}
	for _, q := range m.sites {
		if v := value(&r.d.Dates[q.index]); q.sent == x.sent {
			own = 1
		} else if q.sent > s.sent && q.sent < x.sent && v != value(&r.d.Dates[s.index]) {
			days[v] = true
		}
	}
	return own, min(len(days), 3)
}
