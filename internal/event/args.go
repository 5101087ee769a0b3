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
func (t *tree) path(from, to int) string { return t.way(from, to).path }

// way is a path, and what coarse makes of it.
type way struct{ path, coarse string }

// way returns how a word is reached from another. It is made once.
func (t *tree) way(from, to int) *way {
	at := [2]int32{int32(from), int32(to)}
	w := t.ways[at]
	if w == nil {
		path := t.walk(from, to)
		w = &way{path, coarse(path)}
		if t.ways == nil {
			t.ways = map[[2]int32]*way{}
		}
		t.ways[at] = w
	}
	return w
}

func (t *tree) walk(from, to int) string {
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
	var room [96]byte
	b := room[:0]
	var down [8]string
	deep := 0
	for k, steps := to, 0; k >= 0 && steps < 8; k, steps = t.head(k), steps+1 {
		for j := 0; j < n; j++ {
			if up[j] != k {
				continue
			}
			if j > 4 || deep > 3 {
				return "far"
			}
			for _, u := range up[:j] {
				b = append(append(b, '^'), t.tok(u).Rel...)
			}
			for m := deep - 1; m >= 0; m-- {
				b = append(append(b, ' '), down[m]...)
			}
			return string(b)
		}
		down[deep] = t.tok(k).Rel
		deep++
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

// filler is a word of the act's sentence as a candidate for a role, with what the features of both roles see of it.
type filler struct {
	tok              int
	as               *known
	path, gram, kind string
	way              string // the path, coarsely
	// The same and more, hashed: the part of kind before the stroke, the preposition, the word, way with the preposition, and
	// the sector, what it does in another act and whether it is the source, as sectorOf, other and sourceRole say.
	hpath, hgram, hkind, short, prep, lemma, hway, sector, other, source uint64
	order                                                                int
}

func (r *reader) filler(c *cand, i int, p *known) filler {
	t := r.trees[c.sent]
	w := t.way(c.tok, i)
	f := filler{tok: i, as: p, path: w.path, way: w.coarse, gram: r.grammar(c, i), kind: r.kindOf(c.sent, i)}
	short, _, _ := strings.Cut(f.kind, "/")
	f.hpath, f.hgram, f.hkind, f.short = linear.String(f.path), linear.String(f.gram), linear.String(f.kind), linear.String(short)
	f.prep, f.lemma, f.hway = linear.String(t.caseOf(i)), linear.String(t.lemma(i)), linear.String(f.way+"/"+t.caseOf(i))
	f.sector, f.other, f.source = linear.String(sectorOf(p)), linear.String(r.other(c, i)), linear.String(r.sourceRole(c, i))
	f.order = r.order(c, i)
	return f
}

// sectorOf is the sector of a party, "?" where it has a code alone.
func sectorOf(p *known) string {
	if p.actor.Sector == "" && p.actor.Code != "" {
		return "?"
	}
	return p.actor.Sector
}

// argFeatures describe a word of the event's sentence as a filler of a role.
func (r *reader) argFeatures(b *bag, slot int, c *cand, w *spoken, f *filler) {
	t := r.trees[c.sent]
	i, k, p := f.tok, t.tok(f.tok), f.as
	rel := linear.String(k.Rel)
	b.base = argTemplates + 40*slot
	b.hashed(0, w.pos)
	b.hashed(1, f.hpath, w.pos)
	b.hashed(2, f.hpath, w.act)
	b.hashed(3, f.hgram, w.pos)
	b.hashed(4, f.hgram, w.act)
	b.hashed(5, f.hgram, f.hpath, f.prep)
	b.hashed(6, f.hgram, w.lemma)
	b.hashed(7, f.hkind, w.act)
	b.hashed(8, f.hkind, f.hgram)
	b.hashed(9, f.lemma)
	b.hashed(10, f.lemma, w.act)
	b.counted(11, int(k.Cluster[1]))
	b.counted(12, int(k.Cluster[1]), w.act)
	b.hashed(13, f.prep, w.pos, w.act)
	b.hashed(14, f.prep, f.hgram, f.short)
	b.counted(15, distance(i-c.tok), w.pos)
	b.counted(16, distance(i-c.tok), f.hgram)
	b.hashed(17, linear.String(k.UPOS), linear.String(k.XPOS), f.hgram)
	b.hashed(18, rel, f.hgram)
	if h := t.head(i); h >= 0 {
		b.hashed(19, linear.String(t.lemma(h)), f.prep)
		b.hashed(20, linear.String(t.tok(h).UPOS), linear.String(t.rel(i)), f.hgram)
		if rows, hold := r.c.lex.find(t, h); hold > 0 && h != c.tok {
			b.hashed(21, linear.String(rows[0].act), w.act, linear.String(t.rel(i)))
		}
	}
	if w.passive {
		b.hashed(22, f.hgram, f.hpath)
	}
	if w.listed {
		b.hashed(23, w.text, w.listedAct, f.hgram, f.prep)
	}
	b.hashed(26, f.sector, w.act)
	b.hashed(31, f.sector, f.hgram)
	if w.listed {
		b.hashed(32, f.sector, w.listedAct, w.mode)
	}
	if c.subj >= 0 {
		b.hashed(33, f.hgram)
	}
	if c.obj >= 0 {
		b.hashed(34, f.hgram)
	}
	if rows, hold := r.c.lex.find(t, i); hold > 0 && !rows[0].weak && p.entity < 0 {
		b.hashed(27)
		b.hashed(28, f.hgram)
	}
	b.hashed(29, f.source, f.hgram)
	if c.parties != nil {
		b.counted(30, f.order)
	}
	// A verb with a subject of its own does not borrow that of the clause it is joined to, a verb without one does.
	own := "0"
	if c.subj >= 0 {
		own = "1"
	}
	b.fs = append(b.fs, uint64(linear.F(argTemplates+440+slot).Add(f.hpath).Str(own).Add(w.pos)))
	b.fs = append(b.fs, uint64(linear.F(argTemplates+450+slot).Str(own).Add(f.prep).Add(rel).Int(distance(i-c.tok))))
	if p.entity >= 0 {
		b.counted(24, min(r.salience[p.entity], 6))
		b.counted(25, min(r.salience[p.entity], 6), f.hgram)
	}
	r.roleFeatures(b, slot, c, w, f)
}

// roleFeatures are the second part of argFeatures.
func (r *reader) roleFeatures(b *bag, slot int, c *cand, w *spoken, f *filler) {
	b.base = roleTemplates + 240 + 30*slot
	t := r.trees[c.sent]
	k, p := t.tok(f.tok), f.as
	b.hashed(0, f.hway, w.act)
	b.hashed(1, f.hway, w.lemma)
	b.hashed(2, f.hway, linear.String(p.actor.Sector))
	if w.listed {
		b.hashed(3, f.hway, w.text)
	}
	kind := linear.String(k.UPOS)
	if p.entity >= 0 {
		kind = linear.String(r.d.Entities[p.entity].Type)
		b.counted(4, r.rank(p.entity))
		b.counted(5, r.rank(p.entity), w.act)
	}
	b.hashed(6, kind, f.hway)
	b.counted(7, int(k.Cluster[0]), f.hgram)
	b.counted(8, int(k.Cluster[0]), w.act)
	if f.other != linear.Empty {
		b.hashed(9, f.other, w.act, f.hgram)
		b.hashed(10, f.other, f.hgram)
	}
	if k.Quoted != t.tok(c.tok).Quoted {
		b.hashed(11, w.act, f.hgram)
		b.hashed(12, f.source, f.hgram)
	}
	if k.UPOS == "PRON" {
		b.hashed(13, f.lemma, f.hgram)
	}
	if t.kid(f.tok, "nummod") >= 0 {
		b.hashed(14, w.act, f.hgram)
		b.hashed(15, f.hgram)
	}
	if p.actor.Code == "" {
		b.hashed(16, f.hgram)
		b.hashed(17, kind)
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

// other tells what a party does in another act of the sentence that is sure to be one: "ASSAULT subj", "" for linear.Empty.
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
