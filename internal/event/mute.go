package event

// unnaming tells whether a word only says that a source stays unnamed: "asked not to be identified", "requested anonymity".
func (r *reader) unnaming(x *cand) bool {
	t := r.trees[x.sent]
	switch t.lemma(x.tok) {
	case "ask", "request", "refuse", "decline", "insist", "demand":
	default:
		return false
	}
	for k := x.tok + 1; k < min(x.tok+7, len(t.s.Tokens)); k++ {
		switch t.lemma(k) {
		case "anonymity":
			return true
		case "name", "identify", "quote":
			if t.lemma(k-1) == "be" && (t.lemma(k-2) == "to" || t.lemma(k-2) == "not") {
				return true
			}
		case ",", ";", ".":
			return false
		}
	}
	return false
}

// wishing tells whether a word only says that somebody wants to do something: who "wants to withdraw" asks nobody for it, who "wants to see
// the minister" may.
func (r *reader) wishing(x *cand) bool {
	t := r.trees[x.sent]
	for _, k := range t.kids[x.tok] {
		if t.wish(k) {
			switch t.lemma(k) {
			case "see", "know", "hear", "meet", "talk":
				return false
			}
			return true
		}
	}
	return false
}

// mute tells whether a word is no act for what stands beside it: who "neither confirmed nor denied" has said nothing, who "stopped short of"
// something stopped nothing.
func (r *reader) mute(x *cand) bool {
	t := r.trees[x.sent]
	switch t.lemma(x.tok) {
	case "stop":
		return t.precedes(x.tok, "short")
	case "call": // "called off the evacuation", where the parser took "off" for a preposition
		return t.precedes(x.tok, "off") && t.kidExact(x.tok, "compound:prt") < 0
	case "coup": // "the coup leaders"
		h := t.head(x.tok)
		if h <= x.tok || t.rel(x.tok) != "compound" {
			return false
		}
		w := meaning(t, h)
		return w != nil && w.Field == "person"
	case "war": // "prisoners of war"
		h := t.head(x.tok)
		return h >= 0 && t.caseOf(x.tok) == "of" && captive(t.lemma(h))
	case "offer", "give", "provide": // "offered no evidence"
		o := t.kid(x.tok, "obj")
		return o >= 0 && toldOf(t.lemma(o))
	case "protest": // "resigned in protest at the raid"
		return t.tok(x.tok).UPOS == "NOUN" && t.caseOf(x.tok) == "in" && t.kid(x.tok, "det", "amod", "nummod", "compound") < 0
	case "decline", "refuse": // "declined to comment"
		k := t.kid(x.tok, "xcomp")
		return k >= 0 && discloses(t, k)
	case "rule": // "has not ruled out an attack"
		return t.kidExact(x.tok, "compound:prt") >= 0 && t.verbGroup(x.tok).negated
	case "deny":
	default:
		return false
	}
	for _, k := range t.kids[x.tok] {
		if t.lemma(k) == "nor" {
			return true
		}
	}
	return false
}

// discloses tells verbs for giving information: who declines to do so refuses nobody anything.
func discloses(t *tree, verb int) bool {
	switch t.lemma(verb) {
	case "comment", "elaborate", "say", "specify", "speculate", "identify", "disclose":
		return true
	case "give", "provide", "offer":
		o := t.kid(verb, "obj")
		return o >= 0 && toldOf(t.lemma(o)) && t.kidExact(verb, "compound:prt") < 0 // not "give up information"
	}
	return false
}

// captive tells nouns that "of war" makes no war of.
func captive(noun string) bool {
	switch noun {
	case "prisoner", "law", "weapon", "spoil", "rule", "tool":
		return true
	}
	return false
}

// toldOf tells nouns for what is given by saying it: who offers an explanation, or none, helps nobody and agrees to nothing.
func toldOf(noun string) bool {
	switch noun {
	case "evidence", "proof", "detail", "explanation", "reason", "comment", "estimate", "timeline", "figure", "information", "timetable", "breakdown", "account":
		return true
	}
	return false
}

// likened tells whether a word only says what somebody calls a deed: "called the arrest a kidnapping" tells of no kidnapping. In "what
// they described as a raid" nothing else names the deed.
func (r *reader) likened(x *cand) bool {
	t, i := r.trees[x.sent], x.tok
	if h := t.head(i); h >= 0 && t.rel(i) == "nmod" && t.caseOf(i) == "of" && t.tok(h).UPOS == "NOUN" {
		i = h // "an act of war"
	}
	h := t.head(i)
	if h < 0 || t.tok(i).UPOS != "NOUN" || t.definiteness(i) != "indefinite" {
		return false
	}
	switch t.lemma(h) {
	case "call", "term", "dub", "label", "brand":
		if t.rel(i) != "xcomp" {
			return false
		}
	case "describe", "characterise", "characterize", "denounce", "condemn", "portray", "depict", "decry":
		if t.rel(i) != "obl" && t.rel(i) != "xcomp" || t.caseOf(i) != "as" {
			return false
		}
	default:
		return false
	}
	o := t.kid(h, "obj")
	if o < 0 {
		o = t.kidExact(h, "nsubj:pass")
	}
	return o >= 0 && o != i && t.lemma(o) != "what"
}
