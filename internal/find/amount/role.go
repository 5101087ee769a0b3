package amount

import (
	"strings"

	"onrecord/internal/doc"
)

// roleOf says in which role the sentence puts what is counted: by the parse where there is one, by near words otherwise.
// num is the token of the number, head that of the counted noun or -1.
func (t *tables) roleOf(s *doc.Sentence, start, num, head, until int) string {
	if head >= 0 {
		if r, ok := t.nounRole(s.Tokens, head); ok {
			return r
		}
	}
	if s.Parsed {
		r := t.parsedRole(s, num, head)
		if r == "supplied" && head >= 0 { // who receives 98 wounded people is supplied with none
			if d := t.describedRole(s.Tokens, num, head); d != "" {
				return d
			}
		}
		if r != "" {
			return r
		}
	}
	if r := t.nearRole(s, start, num, until); r != "" || head < 0 {
		return r
	}
	return t.describedRole(s.Tokens, num, head)
}

// describedRole reads the role off a participle between the number and the counted noun, where nothing else tells: "received 98 wounded people".
func (t *tables) describedRole(toks []doc.Token, num, head int) string {
	for i := num + 1; i < head; i++ {
		if r := t.verbRole(toks, i, "adjective"); r != "" {
			return r
		}
		if past(&toks[i]) {
			if r := t.verbRole(toks, i, "object"); r != "" {
				return r
			}
		}
	}
	return ""
}

// nounRole reads the role off the counted noun: "12 deaths", "30 injured".
func (t *tables) nounRole(toks []doc.Token, head int) (string, bool) {
	r, ok := t.roles[predicate{singular(lowerWord(toks, head)), "noun"}]
	return r, ok
}

// roleBefore reads the role off a word between the article and the number: "the arrested five members", "the dead 21 victims".
func (t *tables) roleBefore(s *doc.Sentence, at int) string {
	if at < 2 || !definite[lowerWord(s.Tokens, at-2)] {
		return ""
	}
	if r := t.verbRole(s.Tokens, at-1, "adjective"); r != "" || !past(&s.Tokens[at-1]) {
		return r
	}
	return t.verbRole(s.Tokens, at-1, "object")
}

// verbRole returns the role that the word at token i gives to what stands in the slot, by its lemma or what its text can be
// a form of, alone or with the word behind it ("turned out", "shot dead", "lost their lives").
func (t *tables) verbRole(toks []doc.Token, i int, slot string) string {
	tok := &toks[i]
	if next := lowerWord(toks, i+1); slot != "adjective" && (pairs[next] || next == "their" && lives[lowerWord(toks, i+2)]) {
		if next == "their" {
			next = "life"
		}
		for _, b := range [...]string{strings.ToLower(tok.Lemma), bases(strings.ToLower(tok.Text))[1]} {
			if r, ok := t.roles[predicate{b + " " + next, slot}]; ok {
				return r
			}
		}
	}
	if tok.Lemma != "" {
		if r, ok := t.roles[predicate{strings.ToLower(tok.Lemma), slot}]; ok {
			return r
		}
	}
	for _, b := range bases(strings.ToLower(tok.Text)) {
		if b == "" {
			break
		}
		if r, ok := t.roles[predicate{b, slot}]; ok {
			return r
		}
	}
	return ""
}

// pairs are the second words of the predicates of two words.
var (
	pairs = wordSet("out up down dead to over life by back")
	lives = wordSet("life lives")
)

// clauseRole reads the role off the participles and relative clauses that hang on token at: "12 people killed in",
// "troops who were deployed".
func (t *tables) clauseRole(toks []doc.Token, at int) string {
	for i := range toks {
		if toks[i].Head != at {
			continue
		}
		switch rel := toks[i].Rel; {
		case strings.HasPrefix(rel, "acl"):
			slot := "subject"
			if toks[i].XPOS == "VBN" || passive(toks, i) {
				slot = "object"
			}
			if r := t.predicateRole(toks, i, slot); r != "" {
				return r
			}
		case rel == "amod" && i > at:
			if r := t.verbRole(toks, i, "adjective"); r != "" {
				return r
			}
			if r := t.verbRole(toks, i, "object"); r != "" {
				return r
			}
		}
	}
	return ""
}

// parsedRole climbs from the counted noun to its predicate.
func (t *tables) parsedRole(s *doc.Sentence, num, head int) string {
	toks := s.Tokens
	at := head
	if at < 0 {
		at = num
	}
	if r := t.clauseRole(toks, at); r != "" {
		return r
	}
	for i := at + 1; i < len(toks); i++ { // "120 soldiers and a general killed"
		if toks[i].Head == at && toks[i].Rel == "conj" {
			if r := t.clauseRole(toks, i); r != "" {
				return r
			}
		}
	}
	for range 4 {
		up := toks[at].Head
		if up < 0 || up >= len(toks) {
			return ""
		}
		switch rel, _, _ := strings.Cut(toks[at].Rel, ":"); rel {
		case "obj", "iobj", "ccomp", "xcomp":
			return t.predicateRole(toks, up, "object")
		case "nsubj", "csubj":
			if strings.HasSuffix(toks[at].Rel, ":pass") || passive(toks, up) {
				return t.predicateRole(toks, up, "object")
			}
			if r := t.predicateRole(toks, up, "subject"); r != "" {
				return r
			}
			return t.predicateRole(toks, up, "adjective")
		case "nmod":
			if r, ok := t.nounRole(toks, up); ok {
				return r
			}
		case "obl":
			return ""
		case "conj", "appos", "nummod", "amod", "dep", "flat", "compound":
			// climbs on
		default:
			return ""
		}
		at = up
	}
	return ""
}

// predicateRole returns the role that the verb at token v gives, or a verb coordinated with it: "were beaten up and kidnapped".
func (t *tables) predicateRole(toks []doc.Token, v int, slot string) string {
	if slot == "object" && hostage(toks, v) {
		return "abducted"
	}
	if r := t.verbRole(toks, v, slot); r != "" {
		return r
	}
	if slot != "object" {
		return ""
	}
	for i := v + 1; i < len(toks); i++ {
		if toks[i].Head == v && toks[i].Rel == "conj" && toks[i].XPOS == "VBN" {
			if r := t.verbRole(toks, i, slot); r != "" {
				return r
			}
		}
	}
	return ""
}

// hostage reports whether the verb at token v takes or holds its object hostage, with the object in between or not.
func hostage(toks []doc.Token, v int) bool {
	switch strings.ToLower(toks[v].Lemma) {
	case "take", "hold", "keep", "seize":
	default:
		return false
	}
	for i := v + 1; i < len(toks) && i < v+12; i++ {
		switch lowerWord(toks, i) {
		case "hostage", "captive":
			return true
		case ",", ";", ".", "that", "who", "which":
			return false
		}
	}
	return false
}

func passive(toks []doc.Token, verb int) bool {
	for i := range toks {
		if toks[i].Head == verb && strings.HasSuffix(toks[i].Rel, ":pass") {
			return true
		}
	}
	return false
}

// nearRole looks for a predicate in the words behind the number, up to token until, then before it.
func (t *tables) nearRole(s *doc.Sentence, start, num, until int) string {
	toks := s.Tokens
	for i := num + 1; i < len(toks) && i <= num+8 && i < until; i++ {
		w := lowerWord(toks, i)
		if w == "," || w == ";" || w == "." || w == "and" || w == "but" {
			break
		}
		if r := t.verbRole(toks, i, "adjective"); r != "" {
			return r
		}
		if past(&toks[i]) {
			if r := t.verbRole(toks, i, "object"); r != "" {
				return r
			}
		}
		if r := t.verbRole(toks, i, "subject"); r != "" {
			return r
		}
	}
	for i := start - 1; i >= 0 && i >= start-5; i-- {
		w := lowerWord(toks, i)
		if w == ";" || w == "." || w != "of" && (toks[i].UPOS == "ADP" || prepositions[w]) {
			break // "charged with 16 counts", "killed in two villages"
		}
		if r := t.verbRole(toks, i, "object"); r != "" {
			return r
		}
		if toks[i].UPOS == "VERB" {
			break // the nearest verb governs: "convicted of abusing two girls"
		}
		if w == "of" {
			if r, ok := t.nounRole(toks, max(0, i-1)); ok {
				return r
			}
		}
		if w == "and" || w == "," {
			break
		}
	}
	return ""
}

var prepositions = wordSet("by with in on at from for against near during after before since into")

// past reports whether a token can be a past participle.
func past(tok *doc.Token) bool {
	if tok.XPOS != "" {
		return tok.XPOS == "VBN" || tok.XPOS == "VBD" || tok.XPOS == "JJ"
	}
	w := tok.Text
	return strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "en") || strings.HasSuffix(w, "wn") || strings.HasSuffix(w, "nt") || strings.HasSuffix(w, "ain")
}
