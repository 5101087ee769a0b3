package event

import "slices"

// told is what the words around an act leave no doubt about: who has a role, and who has none. It stands above the learned choice.
type told struct {
	who  []int     // seats that do it, all of them; nil = the words do not say
	bars [2][]bool // per slot the seats that cannot have it
}

// heed gives up the hypotheses that the words rule out, unless they rule out all.
func (r *reader) heed(c *cast, x *cand, p []float64) {
	w := r.told(c, x)
	left := 0.0
	fits := make([]bool, len(p))
	for i := range p {
		h := &c.hyps[i]
		as, bs := c.sets[slotActor][h.set[slotActor]], c.sets[slotRecipient][h.set[slotRecipient]]
		fits[i] = w.allows(slotActor, as) && w.allows(slotRecipient, bs) && !c.parted(as) && !c.parted(bs) && !r.torn(c, x, slotActor, as) && !r.torn(c, x, slotRecipient, bs)
		if fits[i] {
			left += p[i]
		}
	}
	if left == 0 {
		return
	}
	for i := range p {
		if fits[i] {
			p[i] /= left
		} else {
			p[i] = 0
		}
	}
}

// allows tells whether a set may have a role.
func (w *told) allows(slot int, set []int) bool {
	if slot == slotActor && w.who != nil && !slices.Equal(w.who, set) {
		return false
	}
	return !slices.ContainsFunc(set, func(i int) bool { return w.bars[slot][i] })
}

// parted tells whether a set has some but not all of the parties that one noun names: "French and German officials" act together.
func (c *cast) parted(set []int) bool {
	for _, i := range set {
		for j := range c.seats {
			if a, b := &c.seats[i], &c.seats[j]; a.how == "" && b.how == "" && a.tok == b.tok && !slices.Contains(set, j) {
				return true
			}
		}
	}
	return false
}

// told reads what the grammar around an act says of its seats.
func (r *reader) told(c *cast, x *cand) *told {
	w := &told{}
	for slot := range w.bars {
		w.bars[slot] = make([]bool, len(c.seats))
	}
	t := r.trees[x.sent]
	if w.who = c.between(t, x); w.who != nil {
		for i := range w.bars[slotRecipient] {
			w.bars[slotRecipient][i] = true // what is between two is done by both, to nobody
		}
		return w
	}
	w.who = c.speaker(t, x)
	mutual := t.mutual(x)
	for i := range c.seats {
		s := &c.seats[i]
		if s.how != "" {
			w.bars[slotRecipient][i] = mutual
			continue
		}
		with := t.caseOf(s.tok) == "with" && crewless(t.lemma(s.tok)) // it is done with them, not by or to them
		w.bars[slotActor][i] = with || r.scene(x, s) || r.site(x, s) || r.handOfAnother(x, s) || r.condemns(x, s)
		w.bars[slotRecipient][i] = with || r.objectOfAnother(x, s) || r.possessor(x, s) || mutual
	}
	return w
}

// group is the seat of a word of the sentence and those coordinated with it, nil where the word has none.
func (c *cast) group(tok int) (out []int) {
	for i := range c.seats {
		s := &c.seats[i]
		if s.how != "" {
			continue
		}
		if len(out) == 0 && s.tok == tok || len(out) > 0 && s.conj == out[0] && !c.clash(out, i) {
			out = append(out, i)
		}
	}
	return out
}

// between are the parties of what the words say is between two: "talks between Kenya and Somalia". They are read by their order, since parsers
// lose the second of them.
func (c *cast) between(t *tree, x *cand) []int {
	at := x.tok + 1
	k := t.prep(x.tok, "between")
	if v := t.kid(x.tok, "acl"); k < 0 && v >= 0 { // "talks mediated by Kenya between Peru and Chile"
		k = t.prep(v, "between")
	}
	if k >= 0 {
		at = t.kid(k, "case", "mark")
	}
	if at < 0 || at >= len(t.s.Tokens) || t.lemma(at) != "between" {
		return nil
	}
	switch x.act {
	case "CONSULT", "COOPERATE", "ASSAULT", "AGREE", "SUPPORT":
	default:
		return nil
	}
	for i := range c.seats {
		if c.seats[i].how != "" || c.seats[i].tok < at {
			continue
		}
		if all := c.group(c.seats[i].tok); len(all) > 1 {
			return all
		}
		if i+1 < len(c.seats) && c.seats[i+1].how == "" && !c.clash([]int{i}, i+1) && t.links(at, c.seats[i].tok, c.seats[i+1].tok) {
			return []int{i, i + 1}
		}
		break
	}
	return nil
}

// links tells whether nothing but "and" and words of noun phrases stand between the words at i and k, and no verb or comma before i, from at on.
func (t *tree) links(at, i, k int) bool {
	and := false
	for n := at; n < k; n++ {
		switch x := t.tok(n); {
		case x.UPOS == "VERB" || x.UPOS == "AUX" || x.UPOS == "PUNCT":
			return false
		case n > i && t.lemma(n) == "and":
			and = true
		}
	}
	return and
}

// speaker is whose call, refusal or threat a noun names: the possessor says it.
func (c *cast) speaker(t *tree, x *cand) []int {
	if x.how != "own" || x.subj > x.tok || !uttered(t.lemma(x.tok)) {
		return nil
	}
	switch x.act {
	case "REQUEST", "REJECT", "ACCUSE", "THREATEN", "AGREE", "SUPPORT":
		who := c.group(x.subj)
		if len(who) > 0 && t.tok(x.subj).UPOS == "PRON" && c.seats[who[0]].entity < 0 {
			return nil // nobody knows whose
		}
		return who
	}
	return nil
}

// uttered: nouns for what is said, by whoever they are said to be of.
func uttered(lemma string) bool {
	switch lemma {
	case "call", "demand", "request", "appeal", "plea", "refusal", "denial", "threat", "warning", "promise", "pledge", "offer", "vow", "accusation", "allegation",
		"criticism", "condemnation", "insistence", "ultimatum", "proposal", "invitation", "praise", "objection", "complaint":
		return true
	}
	return false
}

// scene tells whether a seat is a place within a country that only says where an attack or a protest was: "the Lyon shootings".
func (r *reader) scene(x *cand, s *seat) bool {
	t := r.trees[x.sent]
	if t.head(s.tok) != x.tok || s.entity < 0 || r.d.Entities[s.entity].Type != "place" {
		return false
	}
	if rel := t.rel(s.tok); rel != "amod" && rel != "compound" && rel != "nmod" || t.caseOf(s.tok) != "" {
		return false
	}
	if x.act != "ASSAULT" && x.act != "PROTEST" && x.act != "COERCE" {
		return false
	}
	for _, n := range r.at[x.sent].places {
		p := &r.d.Places[n]
		if p.Span.Overlaps(t.tok(s.tok).Span) {
			return p.Precision != "country"
		}
	}
	return false
}
