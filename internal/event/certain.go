package event

// certain is the status that the words leave no doubt of, and which words; "" where the classifier is to decide.
func (r *reader) certain(x *cand) (status, evidence string) {
	switch t := r.trees[x.sent]; {
	case r.undone(x):
		return "not_occurred", "not"
	case r.wished(x):
		return "possible", t.lemma(t.head(x.tok))
	}
	t, i := r.trees[x.sent], r.doing(x)
	if status, evidence = t.unmade(i); status != "" {
		return status, evidence
	}
	if status, evidence = t.underWay(x.tok); status != "" {
		return status, evidence
	}
	if x.act == "ASSAULT" || x.act == "COERCE" {
		if words := t.plotted(x.tok); words != "" {
			return "planned", words
		}
	}
	if v, ok := t.due(x.tok); ok && t.fact(v) && (physical(x.act) || x.act == "CONSULT" || x.act == "CONCEDE") {
		return "demanded", t.tok(v).Text + " to"
	}
	if status, evidence = r.ended(x); status != "" {
		return status, evidence
	}
	return r.barred(x)
}

// doing is the verb that says what became of an act: its own, or the one that carries it, "make" in "make an arrest".
func (r *reader) doing(x *cand) int {
	if t := r.trees[x.sent]; x.light >= 0 && t.rel(x.tok) == "obj" && carries(t.lemma(x.light)) {
		return x.light
	}
	return x.tok
}

// unmade is what a verb becomes by words that say that nobody did it, and these: "has yet to withdraw", "prevented the army from
// withdrawing", "backed away from withdrawing", "dropped plans to withdraw". "" where there are none.
func (t *tree) unmade(i int) (status, evidence string) {
	if i >= 2 && t.lemma(i-1) == "to" && t.lemma(i-2) == "yet" {
		return "not_occurred", "yet to"
	}
	if words := t.forestalled(i); words != "" {
		return "not_occurred", words
	}
	h := t.head(i)
	if h < 0 {
		return "", ""
	}
	switch {
	case t.tok(i).XPOS == "VBG" && t.lemma(max(i-1, 0)) == "from":
		switch t.lemma(h) {
		case "prevent", "stop", "keep", "block", "hinder":
			if status = t.foiled(h); status == "occurred" || t.fact(h) {
				return status, t.tok(h).Text + " from"
			}
		case "back":
			if t.precedes(h, "away", "off", "down") && t.fact(h) {
				return "not_occurred", t.tok(h).Text + " " + t.tok(h+1).Text
			}
		}
	default:
		if v := t.planned(i); v >= 0 {
			switch t.lemma(v) {
			case "cancel", "scrap", "drop", "abandon", "shelve", "ditch", "axe":
				if t.fact(v) {
					return "not_occurred", t.tok(v).Text + " plans"
				}
				if t.denied(v) {
					return "planned", "not " + t.tok(v).Text + " plans"
				}
			}
		}
	}
	return "", ""
}

// planned is the verb that tells what becomes of the plan for a deed: "dropped" in "dropped plans to withdraw"; -1 = there is no plan.
func (t *tree) planned(i int) int {
	h := t.head(i)
	if t.tok(h).UPOS == "VERB" && t.rel(i) == "advcl" && t.verbGroup(i).to && i >= 2 && t.object(h) == i-2 && t.lemma(i-2) == "plan" {
		return h // parsers hang the deed on the verb as well
	}
	if t.lemma(h) != "plan" || t.tok(h).UPOS != "NOUN" || t.rel(i) != "acl" && (t.rel(i) != "nmod" || t.caseOf(i) != "for") {
		return -1
	}
	if t.rel(h) != "obj" && t.tok(h).Rel != "nsubj:pass" {
		return -1
	}
	return t.head(h)
}

// forestalled is what says that something came before a deed could be done: "before they could fire", "before he was able to escape".
func (t *tree) forestalled(i int) string {
	verb := i
	if h := t.head(i); h >= 0 && t.rel(i) == "xcomp" && t.lemma(h) == "able" {
		verb = h
	} else if g := t.verbGroup(i); g.aux != "could" && g.aux != "can" {
		return ""
	}
	for _, k := range t.kids[verb] {
		if t.rel(k) == "mark" && t.lemma(k) == "before" {
			return "before"
		}
	}
	return ""
}

// underWay is the status of a visit that somebody is on: "who is on a three-day visit to Peru". "" where the words say nothing like that.
func (t *tree) underWay(i int) (status, evidence string) {
	switch t.lemma(i) {
	case "visit", "trip", "tour", "mission":
	default:
		return "", ""
	}
	if t.caseOf(i) != "on" {
		return "", ""
	}
	be, h := t.kid(i, "cop"), t.head(i)
	if h >= 0 && (be < 0 && t.rel(i) == "obl" || t.rel(i) == "nmod" && t.kid(h, "cop") >= 0) {
		be = t.kid(h, "cop") // "is in Peru on a visit"
	}
	if be >= 0 && t.lemma(be) == "be" && (t.tok(be).XPOS == "VBZ" || t.tok(be).XPOS == "VBP") {
		return "ongoing", t.tok(be).Text + " on"
	}
	return "", ""
}

// plotted is the verb that tells of a deed only that somebody planned it, "accused of plotting attacks"; "" = none.
func (t *tree) plotted(i int) string {
	h := t.head(i)
	if posKey(t.tok(i).UPOS) == "v" && (t.lemma(i) == "plot" || t.lemma(i) == "plan") {
		h = i // it was found to be what is planned
	} else if h < 0 || t.rel(i) != "obj" && t.rel(i) != "xcomp" {
		return ""
	}
	if t.verbGroup(h).negated {
		return ""
	}
	switch t.lemma(h) {
	case "plot", "plan", "prepare":
		return t.tok(h).Text
	}
	return ""
}

// fact tells whether a verb group says that something is so: "prevented", "has dropped", not "to prevent" or "will not drop".
func (t *tree) fact(verb int) bool {
	g := t.verbGroup(verb)
	return !g.negated && !g.to && !modal(g.aux) && g.cond != "if" && g.cond != "unless" && g.cond != "whether"
}

// undone tells whether the words say plainly that an act did not happen: its own word is negated in a statement of fact, "no troops were
// sent", or the verb that only carries it is, "held no talks". A word that names its act by the negation ("will not tolerate") is no such
// word. Of words of speech a negation makes another act: who does not agree refuses.
func (r *reader) undone(x *cand) bool {
	switch x.act {
	case "AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN":
		return false
	}
	if !x.met || x.best.act != x.act || x.best.denies() {
		return false
	}
	t := r.trees[x.sent]
	switch posKey(t.tok(x.tok).UPOS) {
	case "v":
		return t.denied(x.tok) && !tolls(t.lemma(x.tok)) // "nobody was hurt in the attack"
	case "n":
		return x.light >= 0 && t.rel(x.tok) != "obl" && carries(t.lemma(x.light)) && t.denied(x.light)
	}
	return false
}

// wished tells whether a deed is only what its doer wants to do.
func (r *reader) wished(x *cand) bool {
	if !physical(x.act) {
		return false // "wants to thank"
	}
	t := r.trees[x.sent]
	return t.wish(x.tok) && !t.verbGroup(t.head(x.tok)).negated
}

// physical tells acts that are more than words.
func physical(act string) bool {
	switch act {
	case "COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT":
		return true
	}
	return false
}

// wish tells whether a verb is what the subject of "want" would do itself: "wants to withdraw", not "wants the army to withdraw".
func (t *tree) wish(i int) bool {
	h := t.head(i)
	return h >= 0 && t.rel(i) == "xcomp" && t.tok(i).XPOS == "VB" && (t.lemma(h) == "want" || t.lemma(h) == "wish") && t.kid(h, "obj", "iobj") < 0 && t.kid(i, "nsubj") < 0
}

// barred is what a word above a deed makes of it beyond doubt, and that word: "stopped short of expelling", "foiled a bombing", "warned
// against attacking". "" where there is none.
func (r *reader) barred(x *cand) (status, evidence string) {
	t, i := r.trees[x.sent], x.tok
	if i >= 2 && t.lemma(i-1) == "of" && t.lemma(i-2) == "short" && t.tok(i).XPOS == "VBG" {
		return "not_occurred", "short of"
	}
	if x.act == "ASSAULT" && foils(t.lemma(i)) {
		return t.foiled(i), t.tok(i).Text // the verb was found to be what it foils
	}
	h := t.head(i)
	switch {
	case h < 0:
	case i > 0 && t.tok(i).XPOS == "VBG" && t.lemma(i-1) == "against" && (t.lemma(h) == "warn" || t.lemma(h) == "caution"):
		return "possible", t.tok(h).Text + " against"
	case t.rel(i) == "obl" && t.caseOf(i) == "against" && posKey(t.tok(i).UPOS) == "n" && physical(x.act) && (t.lemma(h) == "warn" || t.lemma(h) == "caution"):
		return "possible", t.tok(h).Text + " against" // "warned against any attack"
	case x.act == "ASSAULT" && foils(t.lemma(h)) && (t.rel(i) == "obj" || t.tok(i).Rel == "nsubj:pass"):
		return t.foiled(h), t.tok(h).Text
	}
	return "", ""
}

// foils tells verbs that keep something from happening.
func foils(verb string) bool {
	switch verb {
	case "foil", "thwart", "avert":
		return true
	}
	return false
}

// foiled is what such a verb makes of a deed: it happened where it was not kept from it.
func (t *tree) foiled(verb int) string {
	if h := t.head(verb); t.verbGroup(verb).negated || h >= 0 && t.lemma(h) == "fail" {
		return "occurred"
	}
	return "not_occurred"
}

// denied tells whether a verb is negated in a statement of fact.
func (t *tree) denied(verb int) bool {
	g := t.verbGroup(verb)
	if !g.negated || g.to {
		return false
	}
	switch g.tense {
	case "VBD", "VBZ", "VBP", "MD":
	default:
		return false
	}
	switch g.aux {
	case "must", "should", "ought", "shall", "may", "might":
		return false
	}
	switch g.cond {
	case "if", "unless", "until", "before", "whether":
		return false
	}
	return true
}
