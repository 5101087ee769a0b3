package event

import "slices"

// site tells whether a seat is only where the act was: "a blast at a mosque", "an ambush near Kidal". Whoever is at a place has not done what is done there.
func (r *reader) site(x *cand, s *seat) bool {
	if x.act != "ASSAULT" && x.act != "PROTEST" {
		return false
	}
	t := r.trees[x.sent]
	i := s.tok
	for range 4 {
		rel := t.rel(i)
		if rel == "conj" || rel == "appos" || rel == "flat" || rel == "compound" {
			i = t.head(i)
			if i < 0 {
				return false
			}
			continue
		}
		h := t.head(i)
		if h < 0 || rel != "nmod" && rel != "obl" || !located(t.caseOf(i)) {
			return false
		}
		if h == x.tok || h == x.light || h == x.subj || t.rel(h) == "nsubj" && t.head(h) == x.tok {
			return true
		}
		if t.rel(h) != "nmod" && t.rel(h) != "obl" {
			return false
		}
		i = h
	}
	return false
}

// foremost is the first of the words that a word is coordinated with, itself where there are none.
func (t *tree) foremost(i int) int {
	for range 8 {
		if t.rel(i) != "conj" || t.head(i) < 0 {
			break
		}
		i = t.head(i)
	}
	return i
}

// located tells prepositions of place that nobody who acts stands behind.
func located(prep string) bool {
	switch prep {
	case "at", "near", "outside", "inside", "in", "on", "around", "across", "over", "throughout":
		return true
	}
	return false
}

// handOfAnother tells whether a seat has done something else to who or what the act speaks of, by a participle: in "drones launched by Chile were shot down" and "rebels
// backed by Chile took the town" Chile neither shot nor took.
func (r *reader) handOfAnother(x *cand, s *seat) bool {
	t := r.trees[x.sent]
	i := t.foremost(s.tok)
	v := t.head(i)
	if v < 0 || v == x.tok || t.caseOf(i) != "by" || t.rel(v) != "acl" || !t.passive(v) {
		return false
	}
	n := t.head(v)
	switch {
	case n < 0 || n == x.tok:
		return false
	case n == x.obj && x.act == "ASSAULT":
		return true
	case x.subj < 0:
		return false
	case n == x.subj || t.head(n) == x.subj && t.caseOf(n) == "of": // "thousands of farmers backed by a union"
		k := r.known(x.sent, n)
		return k.actor.Sector != "" && !r.thing(k)
	}
	return false
}

// objectOfAnother tells whether a seat is the object of a further verb of the same subject and the act has one of its own: "condemned the raid and urged Chile".
func (r *reader) objectOfAnother(x *cand, s *seat) bool {
	t := r.trees[x.sent]
	i := t.foremost(s.tok)
	v := t.head(i)
	return v > x.tok && t.rel(i) == "obj" && t.rel(v) == "conj" && t.head(v) == x.tok && t.tok(v).UPOS == "VERB" && x.obj >= 0 && x.obj < v
}

// condemns tells whether a seat only speaks against the attack that a noun names: who "condemned the bombing" has not bombed.
func (r *reader) condemns(x *cand, s *seat) bool {
	t := r.trees[x.sent]
	v := t.head(x.tok)
	if x.act != "ASSAULT" || x.how != "shared" || v < 0 || t.rel(x.tok) != "obj" {
		return false
	}
	switch t.lemma(v) {
	case "condemn", "denounce", "deplore", "decry", "criticise", "criticize", "mourn", "slam", "investigate", "protest", "regret", "survive":
	default:
		return false
	}
	return t.foremost(s.tok) == x.subj
}

// possessor tells whether a seat only says whose the act's object is, where that is a party itself: "their leader was arrested".
func (r *reader) possessor(x *cand, s *seat) bool {
	t := r.trees[x.sent]
	h := t.head(s.tok)
	if h < 0 || h != x.obj || t.tok(s.tok).Rel != "nmod:poss" || t.tok(h).UPOS != "NOUN" {
		return false
	}
	switch fieldOf(t, h) {
	case "person", "group":
		k := r.known(x.sent, h)
		return k.actor.Sector != "" && !r.thing(k)
	}
	return false // "praised the student's courage"
}

// belongs tells whether a noun says of which kind, place or owner another is: "Niger" in "a delegation from Niger".
func (t *tree) belongs(i, of int) bool {
	if t.rel(i) != "nmod" || t.head(i) != of {
		return false
	}
	switch t.caseOf(i) {
	case "from", "of", "in", "at", "for":
		return true
	}
	return false
}

// mutual tells whether a verb's object is "each other": it is done by those who do it, to nobody else.
func (t *tree) mutual(x *cand) bool {
	o := t.kid(x.tok, "obj")
	if o < 1 {
		return false
	}
	l, before := t.lemma(o), t.lemma(o-1)
	return before == "each" && l == "other" || before == "one" && l == "another" || l == "each" && o+1 < len(t.s.Tokens) && t.lemma(o+1) == "other"
}

// torn tells whether a set has some but not all of the coordinated subjects (as actors) or objects (as recipients) of the act's verb: who "the junta and the rebels clashed" speaks of
// is both.
func (r *reader) torn(c *cast, x *cand, slot int, set []int) bool {
	t := r.trees[x.sent]
	k, rel := x.subj, "nsubj"
	if slot == slotRecipient {
		k, rel = x.obj, "obj"
	}
	if k < 0 || t.rel(k) != rel || t.head(k) != x.tok || t.tok(k).UPOS == "PRON" {
		return false
	}
	all := c.group(k)
	if len(all) < 2 {
		return false
	}
	for n := 1; n < len(all); n++ {
		if !t.tight(c.seats[all[n-1]].tok, c.seats[all[n]].tok, n == len(all)-1) {
			return false
		}
	}
	some := slices.ContainsFunc(set, func(i int) bool { return slices.Contains(all, i) })
	return some && !slices.Equal(set, all)
}

// tight tells whether nothing stands between two coordinated nouns but commas, "and" and words of noun phrases; last: and there must be an "and".
func (t *tree) tight(i, k int, last bool) bool {
	and := false
	for n := i + 1; n < k; n++ {
		switch x := t.tok(n); x.UPOS {
		case "VERB", "AUX", "SCONJ", "PRON":
			return false
		case "PUNCT":
			if x.Text != "," && x.Text != "-" {
				return false
			}
		case "CCONJ":
			if l := t.lemma(n); l != "and" && l != "or" && l != "nor" {
				return false
			}
			and = true
		}
	}
	return i < k && (and || !last)
}
