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
		if t.object(v) == n && t.precedes(v, "off") {
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
