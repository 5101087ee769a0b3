package event

// deadline is what a verb gives somebody so much time to do, "gave the rebels 72 hours to withdraw"; -1 = it gives none. Who sets a deadline demands what has to be done by then.
func (t *tree) deadline(verb int) int {
	if t.lemma(verb) != "give" || t.tok(verb).UPOS != "VERB" {
		return -1
	}
	time, to := -1, -1
	for _, k := range t.kids[verb] {
		switch t.tok(k).Rel {
		case "obj", "iobj", "nsubj:pass", "obl:unmarked":
			if t.caseOf(k) == "" && t.allotted(k) {
				time = k
			} else if t.rel(k) != "obl" {
				to = k
			}
		}
	}
	if time < 0 && to >= 0 { // parsers hang the time on whom it is given
		for _, k := range t.kids[to] {
			if k > to && t.caseOf(k) == "" && t.allotted(k) {
				time = k
			}
		}
	}
	if time < 0 || to < 0 {
		return -1
	}
	for _, h := range [...]int{time, verb} {
		for _, k := range t.kids[h] {
			if k > time && t.tok(k).XPOS == "VB" && t.verbGroup(k).to {
				return k
			}
		}
	}
	return -1
}

// allotted tells whether a noun is so much time: "72 hours", "a week".
func (t *tree) allotted(i int) bool {
	switch t.lemma(i) {
	case "minute", "hour", "day", "week", "month":
	default:
		return false
	}
	for _, k := range t.kids[i] {
		if t.rel(k) == "nummod" || t.rel(k) == "det" && t.lemma(k) == "a" {
			return true
		}
	}
	return false
}

// due tells whether an act is what a deadline is set for, or what somebody is invited to, and the verb that says so.
func (t *tree) due(i int) (verb int, ok bool) {
	for h, n := t.head(i), 0; h >= 0 && n < 3; h, n = t.head(h), n+1 {
		if t.tok(h).UPOS == "VERB" {
			return h, t.deadline(h) == i || t.lemma(h) == "invite" && t.head(i) == h && t.rel(i) == "obl" && t.caseOf(i) == "to"
		}
	}
	return -1, false
}
