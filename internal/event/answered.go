package event

import "slices"

// answered tells whether all mentions of an act only name what somebody answers to.
func (r *reader) answered(g []*cand) bool {
	return !slices.ContainsFunc(g, func(x *cand) bool { return x.own != nil || !r.answers(x) })
}

// answers tells whether a noun only names what somebody answers to: who "denied the allegation" or "turned down the proposal" refuses, and nobody
// accuses or asks once more. Where the words say whose it is, "rejected criticism from Chile", that is told as well.
func (r *reader) answers(x *cand) bool {
	t, i := r.trees[x.sent], x.tok
	if t.tok(i).UPOS != "NOUN" || !answerable(t.lemma(i)) {
		return false
	}
	v := t.answer(i)
	if v < 0 || t.prep(v, "from") > v {
		return false // parsers hang whose criticism it is on the verb as well
	}
	for _, k := range t.kids[i] {
		switch t.rel(k) {
		case "nmod", "amod", "compound", "det", "obl":
			switch t.caseOf(k) {
			case "of", "about", "on", "over", "against":
				continue // what it is about
			}
			if t.tok(k).Rel == "nmod:poss" || t.caseOf(k) == "by" || t.caseOf(k) == "from" || r.mentions[x.sent][k] >= 0 {
				return false
			}
		}
	}
	return true
}

// answer is the verb that refuses or denies what a noun names: "denied the claim", "the claim was denied", "a claim which the minister denied";
// -1 = none.
func (t *tree) answer(i int) int {
	if v := t.head(i); v >= 0 && (t.rel(i) == "obj" || t.tok(i).Rel == "nsubj:pass") && t.refuses(v) {
		return v
	}
	for _, v := range t.kids[i] {
		if t.tok(v).Rel == "acl:relcl" && t.refuses(v) && (t.object(v) == i || t.object(v) >= 0 && relative(t.lemma(t.object(v)))) {
			return v
		}
	}
	return -1
}

// refuses tells verbs by which what is said or asked is answered with a no.
func (t *tree) refuses(v int) bool {
	switch t.lemma(v) {
	case "deny", "reject", "dismiss", "refute", "rebuff", "rebut", "repudiate", "decline", "refuse", "spurn", "dispute":
		return true
	case "turn":
		return t.precedes(v, "down") || t.kidExact(v, "compound:prt") >= 0 && t.lemma(t.kidExact(v, "compound:prt")) == "down"
	case "brush", "shrug", "laugh", "wave":
		p := t.kidExact(v, "compound:prt")
		return p >= 0 && (t.lemma(p) == "off" || t.lemma(p) == "aside" || t.lemma(p) == "away")
	}
	return false
}

func relative(lemma string) bool { return lemma == "which" || lemma == "that" }

// answerable tells nouns for what is said or asked and can be answered with a no.
func answerable(noun string) bool {
	switch noun {
	case "allegation", "accusation", "claim", "charge", "criticism", "assertion", "insinuation", "suggestion",
		"proposal", "request", "offer", "demand", "invitation", "appeal", "plea", "overture":
		return true
	}
	return false
}

// noted tells whether a protest is one in words: "lodged a protest with the ambassador", "a note of protest".
func (t *tree) noted(i int) bool {
	h := t.head(i)
	if t.lemma(i) != "protest" || t.tok(i).UPOS != "NOUN" || h < 0 {
		return false
	}
	switch t.lemma(h) {
	case "lodge", "file", "register", "deliver", "submit", "send", "convey":
		return t.rel(i) == "obj" || t.tok(i).Rel == "nsubj:pass"
	case "note", "letter":
		return t.rel(i) == "nmod" && t.caseOf(i) == "of" || t.rel(i) == "compound"
	}
	return false
}
