package amount

import "onrecord/internal/doc"

// Concept returns, in order, the tokens of what a figure says something of: the shares in "the shares fell 5 percent", the fine
// in "a fine of $3 million", the party whose 400 soldiers they are. It goes by the syntax of the figure's sentence and is empty
// where that shows nothing; what is counted itself ("soldiers") is in the figure's Head and Class. After the rules of CQE
// (Almasian and others 2023), which takes the words that the verb or noun over a quantity is said of.
func Concept(s *doc.Sentence, f *doc.Figure) []int {
	top := -1
	for i := range s.Tokens {
		if t := &s.Tokens[i]; t.Overlaps(f.Span) && (t.Head < 0 || t.Head >= len(s.Tokens) || !s.Tokens[t.Head].Overlaps(f.Span)) {
			if top < 0 || t.Overlaps(f.Number) {
				top = i
			}
		}
	}
	if top < 0 {
		return nil
	}
	c := conceptOf{s: s, f: f, in: make([]bool, len(s.Tokens)), other: -1}
	c.from(top)
	if c.n == 0 && f.Unit != "" {
		c.about(top)
	}
	var out []int
	for i, in := range c.in {
		if in {
			out = append(out, i)
		}
	}
	return out
}

// conceptOf collects the tokens of a concept.
type conceptOf struct {
	s  *doc.Sentence
	f  *doc.Figure
	in []bool
	n  int

	other int // token of the same quantity before the bracket, -1 = none
}

func (c *conceptOf) tok(i int) *doc.Token { return &c.s.Tokens[i] }

// up is the head of a token, -1 = none.
func (c *conceptOf) up(i int) int {
	if h := c.tok(i).Head; h >= 0 && h < len(c.s.Tokens) && h != i {
		return h
	}
	return -1
}

// base is a relation without its subtype.
func base(rel string) string {
	for i := range rel {
		if rel[i] == ':' {
			return rel[:i]
		}
	}
	return rel
}

// kid is the first dependent of i in a relation, -1 = none.
func (c *conceptOf) kid(i int, rels ...string) int {
	for k := range c.s.Tokens {
		if c.up(k) != i {
			continue
		}
		for _, r := range rels {
			if base(c.tok(k).Rel) == r {
				return k
			}
		}
	}
	return -1
}

// from collects the concept of a figure whose highest token is top.
func (c *conceptOf) from(top int) {
	if o := c.bracketed(); o >= 0 { // "seven miles (11 km)": what the first says
		top = o
	}
	for n := 0; c.tok(top).Rel == "conj" && c.up(top) >= 0 && c.kid(top, "nsubj") < 0 && n < 4; n++ { // said of the same as the first of a list
		top = c.up(top)
	}
	if c.f.Best != nil && *c.f.Best == 1 && c.member() {
		return // "one of the best": nothing but what is counted
	}
	if c.f.Unit != "" && c.f.Head > top && c.f.Head < len(c.s.Tokens) { // "a 278 kg tuna"
		c.of(c.f.Head)
	}
	// What is counted is named, so the rest is who has or does it; but points and times only measure.
	things := c.f.Unit == "" && c.tok(top).UPOS == "NOUN" && !measures[lowerWord(c.s.Tokens, top)]
	for k := range c.s.Tokens {
		h := c.up(k)
		if h < 0 || !(h == top || c.tok(h).Overlaps(c.f.Span)) || c.tok(k).Overlaps(c.f.Span) && !c.shared(k) {
			continue
		}
		switch base(c.tok(k).Rel) {
		case "nmod": // "6 percent of the company"
			if !c.rate(k) && !c.measure(k) {
				c.phrase(k, 1)
			}
		case "appos", "flat": // "an $800 oven", when the sign heads it
			if c.f.Unit != "" && k > top && c.tok(k-1).UPOS != "PUNCT" && !c.measure(k) {
				c.phrase(k, 1)
			}
		case "nsubj": // "the fine is $3 million"
			if c.subject(k) {
				return
			}
		}
	}
	for n := 0; n < 3; n++ { // "worth up to $8 million", "down 68 pence", "0.03 millimetres thick"
		h := c.up(top)
		if h < 0 || c.tok(h).UPOS != "ADJ" && c.tok(h).UPOS != "ADV" && c.tok(h).UPOS != "ADP" {
			break
		}
		top = h
		if k := c.kid(top, "nsubj"); k >= 0 && c.subject(k) {
			return
		}
	}
	h := c.up(top)
	if h < 0 {
		return
	}
	if things {
		switch base(c.tok(top).Rel) {
		case "nsubj":
			return
		}
	}
	switch base(c.tok(top).Rel) {
	case "nummod", "compound", "amod", "nmod", "appos", "det", "dep", "parataxis", "list":
		if u := c.tok(h).UPOS; u != "VERB" && u != "AUX" {
			c.phrase(h, 1)
			c.said(h) // the turnover, and whose
			return
		}
	}
	c.said(top)
}

// exchange are the prepositions of what a quantity is given for or taken from.
var exchange = wordSet("for from off on into of")

// shared reports whether a token of the figure is what a measure is of: "64 GB of storage", "70 percent of the firms".
func (c *conceptOf) shared(i int) bool {
	if c.f.Unit == "" || !c.tok(i).Overlaps(c.f.Span) {
		return false
	}
	for k := i - 1; k >= 0 && c.tok(k).Start >= c.f.Number.End; k-- {
		if lowerWord(c.s.Tokens, k) == "of" {
			return true
		}
	}
	return false
}

// member reports whether the figure picks out of a number: "one of the".
func (c *conceptOf) member() bool {
	for i := range c.s.Tokens {
		if c.tok(i).Start >= c.f.Number.End {
			return lowerWord(c.s.Tokens, i) == "of"
		}
	}
	return false
}

// measures are counted nouns that measure something else.
var measures = wordSet("points times percentage degrees yards feet miles inches years year hours days months weeks minutes seconds")

// rate reports whether a phrase says per what: "per square foot", "a year".
func (c *conceptOf) rate(k int) bool {
	w := ""
	if m := c.kid(k, "case", "det"); m >= 0 {
		w = lowerWord(c.s.Tokens, m)
	}
	return w == "per" || w == "a" || w == "an" || w == "each" || w == "every"
}

// measure reports whether a noun is itself a quantity: it has a number.
func (c *conceptOf) measure(i int) bool { return c.tok(i).UPOS == "NUM" || c.kid(i, "nummod") >= 0 }

// bracketed is the last token before a bracket that opens just before the figure, -1 = none.
func (c *conceptOf) bracketed() int {
	for i := range c.s.Tokens {
		if !c.tok(i).Overlaps(c.f.Span) {
			continue
		}
		if i < 2 || c.tok(i-1).Text != "(" || !c.measure(i-2) && c.tok(i-2).UPOS != "SYM" {
			return -1
		}
		k := i - 2
		for n := 0; n < 3 && c.up(k) >= 0 && c.up(k) >= i-6 && c.up(k) < i && (c.measure(c.up(k)) || c.tok(k).Rel == "nummod"); n++ {
			k = c.up(k)
		}
		c.other = k
		return k
	}
	return -1
}

// said collects what the verb over a noun is said of.
func (c *conceptOf) said(i int) {
	v := c.up(i)
	rel := base(c.tok(i).Rel)
	if v < 0 {
		return
	}
	if u := c.tok(v).UPOS; u != "VERB" && u != "AUX" {
		c.phrase(v, 1)
	}
	if rel == "nsubj" {
		if k := c.kid(v, "obj", "obl"); k >= 0 {
			c.phrase(k, 1)
		}
		return
	}
	switch rel {
	case "obl", "advmod":
		if k := c.kid(v, "obj"); k >= 0 && k != i {
			c.phrase(k, 1)
		}
	case "obj": // "paid $300 for the roof", "wiped $1 million from its value"
		for k := range c.s.Tokens {
			if c.up(k) != v || base(c.tok(k).Rel) != "obl" || c.measure(k) {
				continue
			}
			if m := c.kid(k, "case"); m >= 0 && exchange[lowerWord(c.s.Tokens, m)] && c.f.Unit != "" {
				c.phrase(k, 1)
			}
		}
	}
	for n := 0; v >= 0 && n < 6; n++ {
		if k := c.kid(v, "nsubj", "csubj"); k >= 0 && k != i && c.subject(k) {
			return
		}
		if base(c.tok(v).Rel) == "acl" { // "shares that fell 5 percent"
			if h := c.up(v); h >= 0 && c.tok(h).UPOS != "VERB" {
				c.phrase(h, 1)
			}
			if c.n > 0 {
				return
			}
		}
		v = c.up(v)
	}
}

// about collects what the sentence is about: the nearest subject or object over the figure, or the noun that heads it all.
func (c *conceptOf) about(top int) {
	for v, n := top, 0; v >= 0 && c.n == 0 && n < 12; v, n = c.up(v), n+1 {
		for _, rel := range []string{"nsubj", "obj", "obl"} {
			if k := c.kid(v, rel); k >= 0 && c.n == 0 && !c.tok(k).Overlaps(c.f.Span) && !c.measure(k) {
				c.subject(k)
			}
		}
		if c.n == 0 && v != top {
			if u := c.tok(v).UPOS; u == "NOUN" || u == "PROPN" {
				c.phrase(v, 1)
			}
		}
	}
}

// of collects what a measure is of, which stands in the figure itself.
func (c *conceptOf) of(i int) {
	for k := range c.s.Tokens {
		if k == i || c.up(k) == i && c.tok(k).Start >= c.f.Number.End {
			switch c.tok(k).UPOS {
			case "NOUN", "PROPN", "ADJ":
				c.in[k] = true
				c.n++
			}
		}
	}
}

// subject collects the noun phrase of the subject k, for a relative pronoun that of the noun it stands for, and tells whether
// there is any: a personal pronoun has none.
func (c *conceptOf) subject(k int) bool {
	before := c.n
	if p := c.tok(k).XPOS; p == "WDT" || p == "WP" {
		v := c.up(k)
		for n := 0; v >= 0 && base(c.tok(v).Rel) == "conj" && n < 4; n++ {
			v = c.up(v)
		}
		if v < 0 || base(c.tok(v).Rel) != "acl" {
			return false
		}
		if k = c.up(v); k < 0 {
			return false
		}
	}
	c.phrase(k, 1)
	return c.n > before
}

// phrase collects the content words of the noun phrase that i is the head of, with deep levels of phrases in it.
func (c *conceptOf) phrase(i, deep int) {
	t := c.tok(i)
	if w := lowerWord(c.s.Tokens, i); temporal[w] || measures[w] || w == "year" || w == "month" || w == "quarter" {
		return
	}
	switch t.UPOS {
	case "NOUN", "PROPN", "ADJ", "X", "VERB":
		if (!t.Overlaps(c.f.Span) || c.shared(i)) && i != c.other {
			if !c.in[i] {
				c.n++
			}
			c.in[i] = true
		}
	}
	for k := range c.s.Tokens {
		if c.up(k) != i {
			continue
		}
		switch base(c.tok(k).Rel) {
		case "compound", "flat", "amod", "appos":
			if deep > -2 && (!c.tok(k).Overlaps(c.f.Span) || c.shared(k)) {
				c.phrase(k, deep-1)
			}
		case "nmod":
			if deep > 0 && !c.measure(k) { // what another quantity says is its own
				c.phrase(k, deep-1)
			}
		}
	}
}
