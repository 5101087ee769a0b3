package event

// ended is the status of what the verb above it does away with, and that verb: a truce that was suspended is not in force, and what was ruled
// out is not done. "" where there is none.
func (r *reader) ended(x *cand) (status, evidence string) {
	t := r.trees[x.sent]
	if x.act == "RETREAT" {
		if v := t.lapse(x.tok); v >= 0 && t.fact(v) {
			return "not_occurred", t.tok(v).Text
		} else if v >= 0 && t.denied(v) {
			return "ongoing", "not " + t.tok(v).Text
		}
	}
	if !physical(x.act) && x.act != "CONSULT" {
		return "", ""
	}
	if v := t.stopped(x.tok); v >= 0 && x.act != "RETREAT" && t.fact(v) {
		return "not_occurred", t.tok(v).Text
	}
	i := x.tok
	if h := t.head(i); h >= 0 && t.rel(i) == "nmod" && t.caseOf(i) == "of" && possibility(t.lemma(h)) {
		i = h // "ruled out the possibility of an attack"
	}
	v := t.head(i)
	if v < 0 || t.lemma(v) != "rule" || t.kidExact(v, "compound:prt") < 0 {
		return "", ""
	}
	switch t.rel(i) {
	case "obj", "xcomp", "ccomp", "advcl", "nsubj":
	default:
		return "", ""
	}
	switch g := t.verbGroup(v); {
	case g.negated:
		return "possible", "not " + t.tok(v).Text + " out"
	case t.fact(v):
		return "not_occurred", t.tok(v).Text + " out"
	}
	return "", ""
}

func possibility(noun string) bool {
	switch noun {
	case "possibility", "use", "option", "prospect", "chance", "idea":
		return true
	}
	return false
}

// stopped is the verb that does away with what a noun names before or while it is done: "cancelled a visit", "called off a strike", "suspended food
// deliveries"; -1 = none. What is ended was done.
func (t *tree) stopped(i int) int {
	v := t.head(i)
	if v < 0 || posKey(t.tok(i).UPOS) != "n" || t.rel(i) != "obj" && t.tok(i).Rel != "nsubj:pass" && !t.calledOff(v, i) {
		return -1
	}
	switch t.lemma(v) {
	case "cancel", "postpone", "shelve", "scrap", "abandon", "suspend", "pause", "freeze", "discontinue":
		return v
	case "call":
		if t.calledOff(v, i) && t.definiteness(i) != "definite" { // "called off the search": it was under way
			return v
		}
	}
	return -1
}

// calledOff tells whether "off" goes with a verb and its object, whichever of them the parser hangs it on.
func (t *tree) calledOff(verb, object int) bool {
	p := t.kidExact(verb, "compound:prt")
	return t.rel(object) == "obl" && t.caseOf(object) == "off" && t.precedes(verb, "off") || t.rel(object) != "obl" && p >= 0 && t.lemma(p) == "off"
}

// lapse is the verb by which a truce ends that a word names or that is the word's object: "suspended the ceasefire", "the truce collapsed"; -1 =
// none. A truce that is broken may still be in force.
func (t *tree) lapse(i int) int {
	v, n := t.head(i), i
	if posKey(t.tok(i).UPOS) == "v" {
		v, n = i, t.object(i)
		if n < 0 {
			n = t.kid(i, "nsubj")
		}
	}
	if v < 0 || n < 0 || !truce(t.lemma(n)) {
		return -1
	}
	switch t.lemma(v) {
	case "suspend", "end", "terminate", "scrap", "abandon", "renounce", "revoke", "cancel", "rescind", "repudiate":
		if t.object(v) == n || t.rel(n) == "nsubj" && t.lemma(v) == "end" {
			return v
		}
	case "call":
		if t.calledOff(v, n) {
			return v
		}
	case "collapse", "expire", "lapse", "unravel":
		if t.rel(n) == "nsubj" {
			return v
		}
	}
	return -1
}

func truce(noun string) bool {
	switch noun {
	case "ceasefire", "cease-fire", "truce", "armistice":
		return true
	}
	return false
}
