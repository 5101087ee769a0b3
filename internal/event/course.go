package event

import "strings"

// courseTemplates start the templates of what tells how far an act has come.
const courseTemplates = 1400

// courseFeatures tell how far an act has come: whether its words speak of a state or of a deed done, what of its clause is
// present and what past, whose words they are and when that was.
func (r *reader) courseFeatures(fs []uint64, c *cand) []uint64 {
	t, i := r.trees[c.sent], c.tok
	b := &bag{base: courseTemplates, fs: fs}
	k := t.tok(i)
	lemma, pos := t.lemma(i), posKey(k.UPOS)
	g := t.verbGroup(i)
	tense := r.clauseTense(t, i)
	perfect := "simple"
	if g.aux == "have" && k.XPOS == "VBN" {
		perfect = "perfect"
	}
	shape := k.XPOS + "/" + g.aux + "/" + g.tense
	if pos == "n" {
		shape = k.XPOS + "/" + t.definiteness(i)
	}
	if t.passive(i) {
		shape += "/passive"
	}
	b.add(0, shape)
	b.add(1, shape, c.act)
	b.add(2, lemma, k.XPOS)
	b.add(3, lemma, shape)
	b.add(4, tense, shape)
	b.add(5, tense, c.act, pos)
	b.add(6, tense, lemma)
	b.add(7, perfect, c.act)
	mode := ""
	if c.best != nil {
		mode = c.best.act + c.best.mode
		b.add(8, c.best.text, shape)
		b.add(9, c.best.text, tense)
	}
	b.add(10, mode, tense)
	b.add(11, mode, shape)
	if h := t.head(i); h >= 0 {
		b.add(12, t.lemma(h), t.rel(i), k.XPOS)
		b.add(13, t.tok(h).XPOS, t.rel(i), t.caseOf(i))
		b.add(14, t.tok(h).XPOS, t.rel(i), c.act)
	} else {
		b.add(15, shape)
	}
	for _, m := range t.kids[i] {
		switch t.rel(m) {
		case "advmod", "amod", "nummod":
			b.add(16, t.lemma(m), c.act)
		case "obl", "nmod":
			b.add(17, t.caseOf(m), t.lemma(m))
			if r.dated[c.sent][m] {
				b.add(18, t.caseOf(m), pos)
			}
		}
	}
	r.timeFeatures(b, c, t, pos)
	quoted := "said"
	if !k.Quoted {
		quoted = "told"
	}
	if c.claim < 0 {
		quoted = "own"
	}
	b.add(19, quoted, tense, pos)
	b.add(20, quoted, c.act)
	if c.claim >= 0 && !r.d.Claims[c.claim].Cue.Empty() {
		b.add(21, strings.ToLower(r.d.Text(r.d.Claims[c.claim].Cue)), tense)
	}
	b.num(22, min(c.sent, 2), c.act)
	b.num(23, min(c.sent, 2), shape)
	return b.fs
}

// timeFeatures are the dates nearest to an act and the words that say how long.
func (r *reader) timeFeatures(b *bag, c *cand, t *tree, pos string) {
	best, near := -1, 12
	for _, n := range r.at[c.sent].dates {
		d := &r.d.Dates[n]
		if _, k := r.d.TokenAt(d.Start); k >= 0 && steps(k, c.tok) < near {
			best, near = n, steps(k, c.tok)
		}
	}
	when := "none"
	if best >= 0 {
		d := &r.d.Dates[best]
		when = d.Granularity + relation(d, r.d.Article.Published)
	}
	b.add(24, when, c.act)
	b.add(25, when, pos)
	for k := max(0, c.tok-6); k < min(len(t.s.Tokens), c.tok+7); k++ {
		switch l := t.lemma(k); l {
		case "since", "still", "continue", "continued", "ongoing", "remain", "currently", "now", "already", "again", "repeatedly", "every", "daily", "always",
			"until", "pending", "amid", "during", "after", "before", "under", "face", "keep", "underway", "month", "year", "recent", "last", "yet", "soon", "next", "today",
			"yesterday", "ago", "earlier", "previous", "previously", "further", "last-minute", "constant", "increasingly":
			side := "<"
			if k > c.tok {
				side = ">"
			}
			b.add(26, l, side)
			b.add(27, l, c.act)
			b.add(28, l, side, pos)
		}
	}
}

// clauseTense is the tense of the finite verb that governs a word: the form of the verb itself and of its first auxiliary.
func (r *reader) clauseTense(t *tree, i int) string {
	for n, k := 0, i; k >= 0 && n < 6; n, k = n+1, t.head(k) {
		switch x := t.tok(k).XPOS; x {
		case "VBD", "VBZ", "VBP":
			return x
		case "VBN", "VBG", "VB", "NN", "NNS", "JJ":
			g := t.verbGroup(k)
			if g.aux != "" {
				return g.aux + g.tense
			}
		}
	}
	return "none"
}
