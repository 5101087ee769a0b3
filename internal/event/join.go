package event

import (
	"slices"
	"sort"

	"onrecord/internal/linear"
	"onrecord/internal/wordnet"
)

// join groups the mentions that name the same act, in text order; the first of each group gives the event its fields,
// completed from the others where it has none.
func (r *reader) join(found []*cand) [][]*cand {
	sort.SliceStable(found, func(i, j int) bool { return found[i].anchor.Start < found[j].anchor.Start })
	var groups [][]*cand
	recent := map[string][]int{} // per act its groups, the oldest first
	for _, y := range found {
		if r.d.GivenUp() {
			break
		}
		best, at := r.c.cut.same, -1
		near, by := 0.0, -1
		open := recent[y.kind()]
		for _, g := range open[max(0, len(open)-maxGroups):] {
			if clash(groups[g], y) {
				continue
			}
			p := r.further(groups[g], y)
			if p >= best {
				best, at = p, g
			}
			if p > near {
				near, by = p, g
			}
		}
		if at < 0 {
			if by >= 0 {
				y.near, groups[by][0].reached = near, max(groups[by][0].reached, near)
			}
			recent[y.kind()] = append(open, len(groups))
			groups = append(groups, []*cand{y})
		} else {
			groups[at] = append(groups[at], y)
		}
	}
	for _, g := range groups {
		r.lead(g)
		settleStatus(g)
		complete(g)
	}
	return groups
}

// further is the probability that y names the act of a group once more.
func (r *reader) further(g []*cand, y *cand) float64 {
	p := 0.0
	for _, x := range telling(g) {
		a, b := x, y
		if b.anchor.Start < a.anchor.Start {
			a, b = b, a
		}
		if linked(a, b) || r.toll(a, b) {
			return 1
		}
		if r.apart(a, b) {
			continue
		}
		p = max(p, r.c.yes(r.sameFeatures(a, b), labelSame))
	}
	return p
}

// apart tells whether two mentions cannot name one act, whatever else speaks for it.
func (r *reader) apart(x, y *cand) bool {
	return disparate(x, y) || r.anew(y) || r.daysApart(x, y) || r.placesApart(x, y)
}

// kinds are the modes by which acts of one type are of different kinds, so that an act of one is none of another: who arrests makes no coup.
var kinds = map[string][]string{
	"COERCE":   {"coup", "martial-law", "curfew", "censor", "arrest", "deport", "cyber", "withhold"},
	"RETREAT":  {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
	"SANCTION": {"convict", "expel", "withdraw", "discontinue"},
}

// disparate tells whether the words of two mentions name acts of different kinds.
func disparate(x, y *cand) bool {
	if x.best == nil || y.best == nil || !x.met || !y.met {
		return false
	}
	a, b := x.best.mode, y.best.mode
	return a != b && slices.Contains(kinds[x.act], a) && slices.Contains(kinds[x.act], b)
}

// anew tells whether a mention is of one more act beside those told: "after a similar attack last month".
func (r *reader) anew(y *cand) bool {
	t := r.trees[y.sent]
	if posKey(t.tok(y.tok).UPOS) != "n" || t.definiteness(y.tok) == "definite" {
		return false
	}
	for _, k := range t.kids[y.tok] {
		switch t.lemma(k) {
		case "similar", "another", "separate", "subsequent", "previous", "earlier":
			return true
		}
	}
	return false
}

// daysApart tells whether two mentions have each a day of their own.
func (r *reader) daysApart(x, y *cand) bool {
	if x.date < 0 || y.date < 0 || x.date == y.date || x.sent == y.sent {
		return false
	}
	p, q := &r.d.Dates[x.date], &r.d.Dates[y.date]
	return p.Sentence == x.sent && q.Sentence == y.sent && p.From != "" && q.From != "" && (p.To < q.From || q.To < p.From)
}

// placesApart tells whether two mentions have each a town of their own.
func (r *reader) placesApart(x, y *cand) bool {
	if x.place < 0 || y.place < 0 || x.place == y.place || x.sent == y.sent {
		return false
	}
	p, q := &r.d.Places[x.place], &r.d.Places[y.place]
	return p.Sentence == x.sent && q.Sentence == y.sent && p.Name != q.Name && p.Precision == "city" && q.Precision == "city"
}

// attach adds to the acts that stand the words that name them though each is too doubtful to name an act by itself: "the incident" once
// an attack is told. They help to say where, when and on whose word, but make no event, and who did it to whom is not asked of them.
func (r *reader) attach(groups [][]*cand) {
	by := map[string][]int{}
	for i, g := range groups {
		by[g[0].kind()] = append(by[g[0].kind()], i)
	}
	for _, y := range r.faint {
		if r.d.GivenUp() {
			break
		}
		open := by[y.kind()]
		best, at, filled := r.c.cut.same, -1, false
		for _, i := range open[max(0, len(open)-maxGroups):] {
			if clash(groups[i], y) || !r.kin(groups[i], y) {
				continue
			}
			if !filled {
				filled = true
				r.fill(y)
			}
			if p := r.further(groups[i], y); p >= best {
				best, at = p, i
			}
		}
		if at >= 0 {
			groups[at] = append(groups[at], y)
		}
	}
}

// kin tells whether grammar or the words themselves speak for y naming the act of a group. What else a classifier would join is so little that
// it is not worth the reading: 0.2 of event + act.
func (r *reader) kin(g []*cand, y *cand) bool {
	for _, x := range telling(g) {
		if linked(x, y) || r.toll(x, y) || r.toll(y, x) || r.relation(x, y) != "other" {
			return true
		}
	}
	return false
}

// lead puts the mention that an event is written from first: the first that is likely to name it, else the likeliest. A headline gives way to
// the text below: it leaves out who said so, when, and the tense ("moves" for "is moving"), and the guidelines want the first full mention.
func (r *reader) lead(g []*cand) {
	best, sure := 0, false
	for i, x := range g {
		switch likely := x.sure >= leadSure; {
		case likely && !sure, likely && r.headline(g[best]) && !r.headline(x):
			best, sure = i, true
		case !sure && x.sure > g[best].sure:
			best = i
		}
		if sure && !r.headline(g[best]) {
			break
		}
	}
	x := g[best]
	x.near, x.reached = g[0].near, g[0].reached
	copy(g[1:best+1], g[:best])
	g[0] = x
}

// headline tells whether a mention stands in the article's headline.
func (r *reader) headline(x *cand) bool {
	b := r.d.Sentences[x.sent].Block
	return b >= 0 && b < len(r.d.Article.Blocks) && r.d.Article.Blocks[b].Role == "headline"
}

// leadSure is how likely a mention must name an event for the event to be written from it though a later one is likelier.
const leadSure = 0.4

// laterSay is what all further mentions of an act together count for in saying what became of it, against 1 for the first.
const laterSay = 0.45

// settleStatus decides what became of an act by all its mentions: "the protests" says little where "protesters have been
// marching for a week" stands below.
func settleStatus(g []*cand) {
	if len(g) < 2 {
		return
	}
	p := slices.Clone(g[0].course)
	for _, y := range g[1:] {
		for i, v := range y.course {
			p[i] += laterSay * v / float64(len(g)-1)
		}
	}
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	g[0].settled = statuses[best] != g[0].status
	g[0].status = statuses[best]
}

// maxGroups is how many acts of a type a mention is compared with, and maxTold with how many mentions of each: more than
// any usual article has, and a bound on the work in one that says a word a thousand times.
const (
	maxGroups = 40
	maxTold   = 8
)

// telling returns the mentions of an act that stand for it: the first and the latest.
func telling(g []*cand) []*cand {
	if len(g) <= maxTold {
		return g
	}
	return append([]*cand{g[0]}, g[len(g)-maxTold+1:]...)
}

// linked tells whether grammar makes two mentions one: "launched an attack", "the attack killed".
func linked(x, y *cand) bool {
	return x.sent == y.sent && (x.light == y.tok || y.light == x.tok || x.subj == y.tok || y.subj == x.tok)
}

// toll tells whether the second of two verbs says what the first one's deed cost: "attacked the village and killed ten",
// "opened fire, wounding two". The guidelines size an attack by its victims.
func (r *reader) toll(x, y *cand) bool {
	t := r.trees[y.sent]
	if x.sent != y.sent || x.tok >= y.tok || t.head(y.tok) != x.tok || y.subj >= 0 && y.subj != x.subj {
		return false
	}
	switch t.rel(y.tok) {
	case "conj", "advcl", "xcomp", "parataxis":
	default:
		return false
	}
	return tolls(t.lemma(y.tok)) && t.lemma(x.tok) != t.lemma(y.tok)
}

// tolls tells verbs that say what an attack cost.
func tolls(verb string) bool {
	switch verb {
	case "kill", "wound", "injure", "maim", "hurt":
		return true
	}
	return false
}

// complete fills what the first mention of an act leaves open from the later ones.
func complete(g []*cand) {
	x := g[0]
	for _, y := range g[1:] {
		if len(x.actors) == 0 || x.actors[0].implied && len(y.actors) > 0 && !y.actors[0].implied {
			if !sharesParty(y.actors, x.recipients) {
				x.actors = y.actors
			}
		}
		if len(x.recipients) == 0 && !sharesParty(y.recipients, x.actors) {
			x.recipients = y.recipients
		}
		if x.place < 0 {
			x.place = y.place
		}
		if x.date < 0 && x.status == y.status {
			x.date = y.date
		}
		if x.origin < 0 {
			x.origin = y.origin
		}
		for _, f := range y.figures {
			known := false
			for _, have := range x.figures {
				known = known || have == f
			}
			if !known {
				x.figures = append(x.figures, f)
			}
		}
		for _, m := range y.mode {
			known := false
			for _, have := range x.mode {
				known = known || have == m
			}
			if !known && len(x.mode) == 0 {
				x.mode = append(x.mode, m)
			}
		}
	}
}

func sharesParty(a, b []scored) bool {
	for i := range a {
		for j := range b {
			if a[i].actor.Name == b[j].actor.Name {
				return true
			}
		}
	}
	return false
}

// relation tells how the words of two mentions are akin.
func (r *reader) relation(x, y *cand) string {
	tx, ty := r.trees[x.sent], r.trees[y.sent]
	lx, ly := tx.lemma(x.tok), ty.lemma(y.tok)
	switch {
	case lx == ly:
		return "lemma"
	case len(lx) >= 4 && len(ly) >= 4 && lx[:4] == ly[:4]:
		return "stem"
	case tx.tok(x.tok).Cluster[2] != 0 && tx.tok(x.tok).Cluster[2] == ty.tok(y.tok).Cluster[2]:
		return "cluster"
	case akin(meaning(tx, x.tok), meaning(ty, y.tok)):
		return "kind"
	}
	return "other"
}

// sameFeatures describe two mentions of acts of one type, the earlier first.
func (r *reader) sameFeatures(x, y *cand) []uint64 {
	b := &bag{base: joinTemplates, fs: make([]uint64, 0, 40)}
	tx, ty := r.trees[x.sent], r.trees[y.sent]
	lx, ly := tx.lemma(x.tok), ty.lemma(y.tok)
	same := r.relation(x, y)
	far := min(y.sent-x.sent, 5)
	b.add(0)
	b.add(1, same)
	b.add(2, same, x.act)
	b.num(3, far)
	b.num(4, far, same)
	b.num(5, far, x.act)
	a, rec := agree(x.actors, y.actors), agree(x.recipients, y.recipients)
	b.add(6, a)
	b.add(7, rec)
	b.add(8, a, rec)
	b.add(9, a, rec, same)
	b.add(10, a, rec, x.act)
	cross := agree(x.actors, y.recipients)
	b.add(11, cross)
	b.add(12, placesAgree(r, x, y))
	b.add(13, placesAgree(r, x, y), same)
	status := x.status + "/" + y.status
	b.add(14, status)
	if x.status == y.status {
		b.add(15, same)
	}
	b.add(16, datesAgree(r, x, y))
	ny := ty.definiteness(y.tok)
	b.add(17, ny)
	b.add(18, ny, same)
	b.add(19, ny, x.act)
	b.add(20, lx, ly)
	if x.best != nil && y.best != nil {
		if x.best.mode == y.best.mode {
			b.add(21, x.act)
			b.add(22, same)
		} else {
			b.add(23, x.best.mode, y.best.mode)
		}
	}
	if far == 0 {
		b.add(24, tx.path(x.tok, y.tok))
		b.add(25, tx.path(x.tok, y.tok), x.act)
		b.num(26, distance(y.tok-x.tok))
	}
	if x.sent == 0 {
		b.add(27, same)
		b.fs = append(b.fs, uint64(linear.F(joinTemplates+40).Str(a).Str(rec).Int(far)))
	}
	if x.claim >= 0 && x.claim == y.claim {
		b.add(28)
	}
	return b.fs
}

// akin tells whether two words share a narrow class: "raid" and "attack".
func akin(a, b *wordnet.Word) bool {
	if a == nil || b == nil {
		return false
	}
	narrow := func(w *wordnet.Word) []uint16 {
		var out []uint16
		for _, u := range [...]*wordnet.Word{w, wordnet.Verb(w.Verb)} {
			if u == nil {
				continue
			}
			for _, s := range u.Senses {
				out = append(out, s[:min(2, len(s))]...)
			}
		}
		return out
	}
	theirs := narrow(b)
	for _, id := range narrow(a) {
		if slices.Contains(theirs, id) {
			return true
		}
	}
	return false
}

// definiteness tells how a mention refers: a verb, or a noun with or without an article that points back.
func (t *tree) definiteness(i int) string {
	if posKey(t.tok(i).UPOS) != "n" {
		return "verb"
	}
	kind := "noun"
	for _, k := range t.kids[i] {
		switch l := t.lemma(k); {
		case l == "the" || l == "this" || l == "that" || l == "these":
			kind = "definite"
		case l == "a" || l == "an" || l == "another" || l == "new" || l == "second" || l == "other":
			kind = "indefinite"
		}
	}
	return kind
}

// agree compares parties: same, code (same country and sector), country, differ, or which side is open.
func agree(a, b []scored) string {
	switch {
	case len(a) == 0 && len(b) == 0:
		return "none"
	case len(a) == 0 || len(b) == 0:
		return "open"
	}
	best := "differ"
	for i := range a {
		for j := range b {
			x, y := &a[i].actor, &b[j].actor
			switch {
			case x.Name == y.Name || x.Entity >= 0 && x.Entity == y.Entity || x.Overlaps(y.Span):
				return "same"
			case x.Code != "" && x.Code == y.Code && x.Sector == y.Sector:
				best = "code"
			case x.Code != "" && x.Code == y.Code && best == "differ":
				best = "country"
			}
		}
	}
	return best
}

func placesAgree(r *reader, x, y *cand) string {
	if x.place < 0 || y.place < 0 {
		return "open"
	}
	p, q := &r.d.Places[x.place], &r.d.Places[y.place]
	switch {
	case p.Name == q.Name:
		return "same"
	case p.Country == q.Country && (p.Precision == "country" || q.Precision == "country"):
		return "within"
	case p.Country == q.Country:
		return "country"
	}
	return "differ"
}

func datesAgree(r *reader, x, y *cand) string {
	if x.date < 0 || y.date < 0 {
		return "open"
	}
	p, q := &r.d.Dates[x.date], &r.d.Dates[y.date]
	if p.From == q.From && p.To == q.To {
		return "same"
	}
	return "differ"
}
