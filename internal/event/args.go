package event

import (
	"strings"

	"onrecord/internal/linear"
)

// Slots of an event that the argument classifier fills.
const (
	slotActor = iota
	slotRecipient
	slotPlace
	slotDate
	slotFigure
)

// path describes the way through the tree from an anchor to a word: "^xcomp^ nsubj".. Coordinated words are reached
// through the first of them. It is cut at four steps up and three down.
func (t *tree) path(from, to int) string {
	for range t.s.Tokens {
		if h := t.head(to); h >= 0 && t.rel(to) == "conj" && nominal(t.tok(to)) && nominal(t.tok(h)) && h != from {
			to = h
			continue
		}
		break
	}
	if from == to {
		return "self"
	}
	var up [8]int
	n := 0
	for k := from; k >= 0 && n < len(up); k = t.head(k) {
		up[n] = k
		n++
	}
	var b strings.Builder
	var down []string
	for k, steps := to, 0; k >= 0 && steps < 8; k, steps = t.head(k), steps+1 {
		for j := 0; j < n; j++ {
			if up[j] != k {
				continue
			}
			if j > 4 || len(down) > 3 {
				return "far"
			}
			for _, u := range up[:j] {
				b.WriteByte('^')
				b.WriteString(t.tok(u).Rel)
			}
			for m := len(down) - 1; m >= 0; m-- {
				b.WriteByte(' ')
				b.WriteString(down[m])
			}
			return b.String()
		}
		down = append(down, t.tok(k).Rel)
	}
	return "none"
}

// grammar is what the rules of grammar say of a word: does it ("subj"), is the subject of a verb that says something of a
// noun ("gov"), has it done to it, gets something by it ("dative"), or fills a slot that a row of acts.tsv names.
func (r *reader) grammar(c *cand, i int) string {
	t := r.trees[c.sent]
	subj, obj := c.subj, c.obj
	first := i
	for range 8 {
		if h := t.head(first); h >= 0 && t.rel(first) == "conj" && nominal(t.tok(h)) {
			first = h
			continue
		}
		break
	}
	switch {
	case first == subj && c.how == "shared":
		return "gov"
	case first == subj:
		return "subj"
	case first == obj:
		return "obj"
	}
	if h := t.head(first); h == c.tok || h >= 0 && h == c.light {
		if dative(t, c, first) {
			return "dative"
		}
		switch t.rel(first) {
		case "obl", "nmod":
			p := t.caseOf(first)
			if c.best != nil {
				for n, s := range c.best.slots {
					if s == p {
						if n == 0 {
							return "slot0"
						}
						return "slot1"
					}
				}
			}
			return "prep"
		}
	}
	return ""
}

// dative tells whether something is given to a word: "gave the army weapons", "the army was given weapons".
func dative(t *tree, c *cand, i int) bool {
	if t.rel(i) == "iobj" {
		return true
	}
	return t.tok(i).Rel == "nsubj:pass" && c.obj >= 0 && c.obj != i && t.rel(c.obj) == "obj"
}

// argFeatures describe a word of the event's sentence as a filler of a slot.
func (r *reader) argFeatures(slot int, c *cand, i int, p *known) []uint64 {
	t := r.trees[c.sent]
	b := &bag{base: argTemplates + 40*slot, fs: make([]uint64, 0, 48)}
	anchor := t.tok(c.tok)
	pos := posKey(anchor.UPOS)
	path := t.path(c.tok, i)
	gram := r.grammar(c, i)
	kind := r.kindOf(c.sent, i)
	short, _, _ := strings.Cut(kind, "/")
	prep := t.caseOf(i)
	lemma := t.lemma(i)
	b.add(0, pos)
	b.add(1, path, pos)
	b.add(2, path, c.act)
	b.add(3, gram, pos)
	b.add(4, gram, c.act)
	b.add(5, gram, path, prep)
	b.add(6, gram, t.lemma(c.tok))
	b.add(7, kind, c.act)
	b.add(8, kind, gram)
	b.add(9, lemma)
	b.add(10, lemma, c.act)
	b.num(11, int(t.tok(i).Cluster[1]))
	b.num(12, int(t.tok(i).Cluster[1]), c.act)
	b.add(13, prep, pos, c.act)
	b.add(14, prep, gram, short)
	b.num(15, distance(i-c.tok), pos)
	b.num(16, distance(i-c.tok), gram)
	b.add(17, t.tok(i).UPOS, t.tok(i).XPOS, gram)
	b.add(18, t.tok(i).Rel, gram)
	if h := t.head(i); h >= 0 {
		b.add(19, t.lemma(h), prep)
		b.add(20, t.tok(h).UPOS, t.rel(i), gram)
		if rows, hold := r.c.lex.find(t, h); hold > 0 && h != c.tok {
			b.add(21, rows[0].act, c.act, t.rel(i))
		}
	}
	if t.passive(c.tok) {
		b.add(22, gram, path)
	}
	if c.best != nil {
		b.add(23, c.best.text, c.best.act, gram, prep)
	}
	sectorFeatures(b, c, p, gram)
	if c.subj >= 0 {
		b.add(33, gram)
	}
	if c.obj >= 0 {
		b.add(34, gram)
	}
	if rows, hold := r.c.lex.find(t, i); hold > 0 && !rows[0].weak && p.entity < 0 {
		b.add(27)
		b.add(28, gram)
	}
	b.add(29, r.sourceRole(c, i), gram)
	if c.parties != nil {
		b.num(30, r.order(c, i))
	}
	// A verb with a subject of its own does not borrow that of the clause it is joined to, a verb without one does.
	own := "0"
	if c.subj >= 0 {
		own = "1"
	}
	b.fs = append(b.fs, uint64(linear.F(argTemplates+440+slot).Str(path).Str(own).Str(pos)))
	b.fs = append(b.fs, uint64(linear.F(argTemplates+450+slot).Str(own).Str(prep).Str(t.tok(i).Rel).Int(distance(i-c.tok))))
	if p.entity >= 0 {
		b.num(24, min(r.salience[p.entity], 6))
		b.num(25, min(r.salience[p.entity], 6), gram)
	}
	if slot == slotActor || slot == slotRecipient {
		r.roleFeatures(b, slot, c, i, p, path, gram)
	}
	return b.fs
}

// roleFeatures are what an actor or recipient is told by beside the features of every slot.
func (r *reader) roleFeatures(b *bag, slot int, c *cand, i int, p *known, path, gram string) {
	b.base = roleTemplates + 240 + 30*slot
	t := r.trees[c.sent]
	k := t.tok(i)
	way := coarse(path) + "/" + t.caseOf(i)
	lemma := t.lemma(c.tok)
	b.add(0, way, c.act)
	b.add(1, way, lemma)
	b.add(2, way, p.actor.Sector)
	if c.best != nil {
		b.add(3, way, c.best.text)
	}
	kind := k.UPOS
	if p.entity >= 0 {
		kind = r.d.Entities[p.entity].Type
		b.num(4, r.rank(p.entity))
		b.num(5, r.rank(p.entity), c.act)
	}
	b.add(6, kind, way)
	b.num(7, int(k.Cluster[0]), gram)
	b.num(8, int(k.Cluster[0]), c.act)
	if y := r.other(c, i); y != "" {
		b.add(9, y, c.act, gram)
		b.add(10, y, gram)
	}
	if k.Quoted != t.tok(c.tok).Quoted {
		b.add(11, c.act, gram)
		b.add(12, r.sourceRole(c, i), gram)
	}
	if k.UPOS == "PRON" {
		b.add(13, t.lemma(i), gram)
	}
	if t.kid(i, "nummod") >= 0 {
		b.add(14, c.act, gram)
		b.add(15, gram)
	}
	if p.actor.Code == "" {
		b.add(16, gram)
		b.add(17, kind)
	}
}

// rank is 0 for the entity that the article names most, 1 for the next and so on, 4 for all beyond.
func (r *reader) rank(e int) int {
	for i, k := range r.ranks {
		if k == e {
			return i
		}
	}
	return len(r.ranks)
}

// other tells what a party does in another act of the sentence that is sure to be one: "ASSAULT subj", "" for nothing.
func (r *reader) other(c *cand, i int) string {
	for n := max(0, c.n-12); n < min(len(r.cands), c.n+13); n++ {
		y := r.cands[n]
		if y == c || y.sent != c.sent || y.best == nil || !y.met || y.best.weak {
			continue
		}
		if i == y.subj {
			return y.best.act + " subj"
		}
		if i == y.obj {
			return y.best.act + " obj"
		}
	}
	return ""
}

// sectorFeatures tell what kind of party the actor tables make of a word.
func sectorFeatures(b *bag, c *cand, p *known, gram string) {
	sector := p.actor.Sector
	if sector == "" && p.actor.Code != "" {
		sector = "?"
	}
	b.add(26, sector, c.act)
	b.add(31, sector, gram)
	if c.best != nil {
		b.add(32, sector, c.best.act, c.best.mode)
	}
}

// order is the place of a word among the sentence's parties, counted from the anchor: -1 the nearest before it, 1 after.
func (r *reader) order(c *cand, i int) int {
	n := 0
	for _, k := range c.parties {
		if i < c.tok && k >= i && k < c.tok {
			n--
		}
		if i > c.tok && k <= i && k > c.tok {
			n++
		}
	}
	return max(-4, min(4, n))
}

// sourceRole tells whether a word is the source of the claim that covers the anchor, of another, or of none.
func (r *reader) sourceRole(c *cand, i int) string {
	t := r.trees[c.sent]
	at := t.tok(i).Span
	if c.claim >= 0 {
		for _, h := range r.d.Claims[c.claim].Chain {
			if h.Span.Overlaps(at) {
				return "source"
			}
		}
	}
	return ""
}

func distance(n int) int {
	sign := 1
	if n < 0 {
		sign, n = -1, -n
	}
	switch {
	case n <= 3:
		return sign * n
	case n <= 6:
		return sign * 4
	case n <= 12:
		return sign * 5
	}
	return sign * 6
}
