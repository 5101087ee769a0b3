package event

import (
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/wordnet"
)

// tree is a sentence with its dependents listed per head. It copes with sentences that are not parsed
// (no token has dependents) and with broken trees (walks are bounded by the sentence's length).
type tree struct {
	s     *doc.Sentence
	n     int     // number of the sentence
	kids  [][]int // dependents of each token, in order
	words []word
	ways  map[[2]int32]*way // those that were asked for, see way
}

// word is what is asked of a token again and again.
type word struct {
	lemma, rel, prep string // as lemma, rel and caseOf say

	looked bool // whether the next two are known, see lexicon.find
	rows   []*entry
	hold   int

	weighed bool // whether the next is known, see meaning
	sense   *wordnet.Word

	group *group  // see verbGroup, nil until asked for
	tense string  // see tenseOf, "" until asked for
	rule  *ruling // see statusRule, nil until asked for
}

func newTree(s *doc.Sentence, number int) *tree {
	s = mended(s)
	n := len(s.Tokens)
	t := &tree{s: s, n: number, kids: make([][]int, n), words: make([]word, n)}
	count := make([]int, n)
	for i := range s.Tokens {
		t.words[i].lemma, t.words[i].rel = lemmaOf(&s.Tokens[i]), base(s.Tokens[i].Rel)
		if h := s.Tokens[i].Head; h >= 0 && h < n && h != i {
			count[h]++
		}
	}
	back := make([]int, n)
	for i, at := 0, 0; i < n; i++ {
		t.kids[i] = back[at : at : at+count[i]]
		at += count[i]
	}
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 && h < n && h != i {
			t.kids[h] = append(t.kids[h], i)
			t.prepose(h, i)
		}
	}
	return t
}

// prepose notes the preposition of a noun, if its dependent k is one: of several the first, but any before "'s".
func (t *tree) prepose(i, k int) {
	if r := t.rel(k); r != "case" && (r != "mark" || t.tok(k).UPOS != "ADP") {
		return
	}
	switch p, l := &t.words[i].prep, t.lemma(k); l {
	case "'s", "’s", "'", "’":
		if *p == "" {
			*p = "'s"
		}
	default:
		if *p == "" || *p == "'s" {
			*p = l
		}
	}
}

func (t *tree) tok(i int) *doc.Token { return &t.s.Tokens[i] }

func (t *tree) head(i int) int {
	if h := t.s.Tokens[i].Head; h < len(t.s.Tokens) && h != i {
		return h
	}
	return -1
}

// rel is the relation without its subtype.
func (t *tree) rel(i int) string { return t.words[i].rel }

func base(rel string) string {
	if k := strings.IndexByte(rel, ':'); k >= 0 {
		return rel[:k]
	}
	return rel
}

// lemma is the lower-cased lemma, the lower-cased word where there is none. Plural nouns that the treebanks
// leave as they are ("troops") lose their ending, so that the tables need name one form only.
func (t *tree) lemma(i int) string { return t.words[i].lemma }

func lemmaOf(k *doc.Token) string {
	l := strings.ToLower(k.Lemma)
	if l == "" {
		l = strings.ToLower(k.Text)
	}
	if k.XPOS == "NNS" && len(l) > 4 && strings.HasSuffix(l, "s") && !strings.HasSuffix(l, "ss") && l == strings.ToLower(k.Text) {
		l = l[:len(l)-1]
	}
	return l
}

// kid returns the first dependent with one of the relations (without subtype), or -1.
func (t *tree) kid(i int, rels ...string) int {
	for _, k := range t.kids[i] {
		r := t.rel(k)
		for _, want := range rels {
			if r == want {
				return k
			}
		}
	}
	return -1
}

// kidExact is kid with the full relation, subtype included.
func (t *tree) kidExact(i int, rel string) int {
	for _, k := range t.kids[i] {
		if t.s.Tokens[k].Rel == rel {
			return k
		}
	}
	return -1
}

// caseOf returns the preposition of a noun ("because of" = "because"), "'s" for a possessive, "" when there is none.
func (t *tree) caseOf(i int) string { return t.words[i].prep }

// prep returns the dependent noun with the preposition, or -1.
func (t *tree) prep(i int, p string) int {
	for _, k := range t.kids[i] {
		switch t.rel(k) {
		case "obl", "nmod", "advcl", "acl", "xcomp":
			if t.caseOf(k) == p {
				return k
			}
		}
	}
	return -1
}

// passive tells whether a verb is in the passive or is a past participle that modifies a noun.
func (t *tree) passive(i int) bool {
	for _, k := range t.kids[i] {
		switch t.tok(k).Rel {
		case "nsubj:pass", "aux:pass", "csubj:pass":
			return true
		}
	}
	if t.tok(i).XPOS != "VBN" || t.kid(i, "aux") >= 0 {
		return false
	}
	switch t.rel(i) {
	case "acl", "amod":
		return true
	case "conj": // "was arrested and charged"
		h := t.head(i)
		return h >= 0 && t.kid(i, "nsubj") < 0 && h < i && t.rel(h) != "conj" && t.passive(h)
	}
	return false
}

// object is the object of an active verb or the subject of a passive one, or -1.
func (t *tree) object(i int) int {
	if k := t.kid(i, "obj"); k >= 0 {
		return k
	}
	if k := t.kidExact(i, "nsubj:pass"); k >= 0 {
		return k
	}
	if t.passive(i) {
		if t.rel(i) == "acl" || t.rel(i) == "amod" {
			return t.head(i)
		}
		return t.climb(i, true)
	}
	if t.rel(i) == "acl" && t.tok(i).Rel == "acl:relcl" && t.kid(i, "nsubj") >= 0 {
		return t.head(i) // "the attack that they launched"
	}
	if t.gerund(i) >= 0 {
		return t.head(i)
	}
	return -1
}

// subject is the one who does a verb: its subject, the agent of a passive, or the subject that it shares with
// the verb it hangs on (coordination, control, participles, relative clauses). -1 when not expressed.
func (t *tree) subject(i int) int {
	if t.passive(i) {
		if k := t.kidExact(i, "obl:agent"); k >= 0 {
			return k
		}
		return t.prep(i, "by")
	}
	return t.climb(i, false)
}

// climb finds the grammatical subject of a verb (pass: of a passive one), own or shared.
func (t *tree) climb(i int, pass bool) int {
	for range len(t.s.Tokens) {
		if k := t.kid(i, "nsubj"); k >= 0 {
			return t.antecedent(k, i)
		}
		h := t.head(i)
		if h < 0 {
			return -1
		}
		if v := t.gerund(i); v >= 0 {
			i = v
			continue
		}
		switch t.rel(i) {
		case "conj", "advcl", "xcomp", "parataxis":
			if t.rel(i) == "xcomp" && !pass {
				// "urged Iran to release": the object of the governing verb does it; "promised X to release": rare.
				if o := t.kid(h, "obj", "iobj"); o >= 0 && !subjectControl(t.lemma(h)) {
					return o
				}
				if p := t.kidExact(h, "nsubj:pass"); p >= 0 {
					return p
				}
			}
			if t.rel(i) == "advcl" && t.kid(h, "nsubj") < 0 && t.rel(h) != "conj" && t.rel(h) != "xcomp" {
				return -1
			}
			if t.tok(h).UPOS == "NOUN" || t.tok(h).UPOS == "PROPN" {
				if t.rel(i) != "conj" && t.kid(h, "nsubj", "cop") < 0 {
					return -1
				}
			}
			i = h
		case "acl":
			if t.tok(i).Rel == "acl:relcl" || t.tok(i).XPOS == "VBG" {
				return h // "rebels attacking the town", "the man who ..." without a parsed pronoun
			}
			// "plans to attack": who has the plan
			k, _ := t.owner(h)
			return k
		case "ccomp":
			if t.tok(i).XPOS == "VB" || t.tok(i).XPOS == "VBG" {
				if o := t.kid(h, "obj", "iobj"); o >= 0 {
					return o
				}
				i = h
				continue
			}
			return -1
		default:
			return -1
		}
	}
	return -1
}

// gerund is the verb that a participle is the object of though the parser took it for an attribute, -1 where it is none: in "is
// considering withdrawing forces" nobody's forces withdraw.
func (t *tree) gerund(i int) int {
	h := t.head(i)
	if h <= i || t.rel(i) != "amod" || t.tok(i).XPOS != "VBG" || t.rel(h) != "obj" {
		return -1
	}
	v := t.head(h)
	if v != i-1 {
		return -1
	}
	switch t.lemma(v) {
	case "consider", "discuss", "begin", "start", "stop", "avoid", "deny", "admit", "resume", "continue", "suggest", "propose", "recommend", "risk", "oppose", "mull",
		"contemplate", "favour", "favor", "weigh", "postpone", "delay", "finish", "quit", "keep":
		return v
	}
	return -1
}

func subjectControl(verb string) bool {
	switch verb {
	case "promise", "vow", "threaten", "use", "take", "make", "have", "need", "lose", "give", "spend":
		return true
	}
	return false
}

// antecedent replaces a relative pronoun by the noun its clause hangs on.
func (t *tree) antecedent(k, verb int) int {
	switch t.lemma(k) {
	case "who", "which", "that", "whom", "whose":
		for v := verb; v >= 0; v = t.head(v) {
			if t.rel(v) == "acl" && t.head(v) >= 0 {
				return t.head(v)
			}
			if t.rel(v) != "conj" && t.rel(v) != "xcomp" {
				break
			}
		}
	}
	return k
}

// owner is who does what a noun names, and how it was found: "own" for a possessive or "by"; "light" for the subject of a verb
// that only carries the noun ("launched an attack", "are in talks"), "shared" for the subject of another verb that it is the object of or
// hangs on ("condemned the violence": seldom the one who does it); "named" for a leading country or group ("French withdrawal").
// -1 when not expressed.
func (t *tree) owner(n int) (who int, how string) {
	if k := t.kidExact(n, "nmod:poss"); k >= 0 {
		return k, "own"
	}
	for _, k := range t.kids[n] {
		if t.rel(k) == "nmod" && t.caseOf(k) == "'s" {
			return k, "own"
		}
	}
	if k := t.prep(n, "by"); k >= 0 {
		return k, "own"
	}
	if k, how := t.carrier(n); k >= 0 {
		return k, how
	}
	for _, k := range t.kids[n] {
		if r := t.rel(k); (r == "amod" || r == "compound" || r == "nmod") && t.tok(k).UPOS == "PROPN" && t.caseOf(k) == "" {
			return k, "named"
		}
	}
	return -1, ""
}

// carrier is the subject of the verb that a noun is an argument of, as owner says.
func (t *tree) carrier(n int) (who int, how string) {
	h := t.head(n)
	if h < 0 || t.tok(h).UPOS != "VERB" {
		return -1, ""
	}
	rel := t.rel(n)
	switch {
	case rel == "nsubj" && t.passive(h): // "the attack was launched by rebels"
		return t.subject(h), t.weight(h)
	case rel != "obj" && rel != "obl":
		return -1, ""
	case t.passive(h):
		return t.subject(h), "shared"
	}
	how = "shared"
	if rel == "obj" || sameHand(t.caseOf(n)) {
		how = t.weight(h)
	}
	return t.climb(h, false), how
}

// weight tells verbs that only carry what their object names from others.
func (t *tree) weight(verb int) string {
	if carries(t.lemma(verb)) {
		return "light"
	}
	return "shared"
}

// sameHand: in a raid, during an operation, with an attack.
func sameHand(prep string) bool {
	switch prep {
	case "in", "during", "with", "through", "for", "to", "into":
		return true
	}
	return false
}

// carries: verbs whose subject does what their object names.
func carries(verb string) bool {
	switch verb {
	case "launch", "carry", "conduct", "make", "hold", "stage", "mount", "begin", "start", "open", "wage", "execute", "commit", "perform", "undertake",
		"impose", "issue", "give", "offer", "provide", "deliver", "lodge", "file", "level", "raise", "sign", "reach", "enter", "resume", "continue", "plan", "order",
		"take", "put", "place", "pay", "join", "organise", "organize", "lead", "step", "intensify", "expand", "announce", "voice", "express", "declare",
		"threaten", "complete", "have", "do", "engage", "participate", "meet", "unleash", "inflict", "orchestrate", "prepare", "send", "extend", "grant", "implement":
		return true
	}
	return false
}

// together returns a noun and the nouns coordinated with it.
func (t *tree) together(i int) []int {
	out := []int{i}
	for n := 0; n < len(out) && len(out) < 12; n++ {
		for _, k := range t.kids[out[n]] {
			if t.rel(k) == "conj" && nominal(t.tok(k)) {
				out = append(out, k)
			}
		}
	}
	return out
}

func nominal(k *doc.Token) bool {
	switch k.UPOS {
	case "NOUN", "PROPN", "PRON", "NUM":
		return true
	}
	return false
}

// charge is what a noun is accused or convicted of, where it is the object of such a verb; -1 = none. "Accused the rebels of shelling the
// town" does not say whose rebels they are, "accused the mayor of Lima" does.
func (t *tree) charge(i int) int {
	h := t.head(i)
	if h < 0 || h > i || t.rel(i) != "obj" {
		return -1
	}
	switch t.lemma(h) {
	case "accuse", "suspect", "convict", "acquit", "clear", "absolve", "exonerate", "warn", "inform", "notify", "remind", "assure", "convince",
		"persuade", "deprive", "strip", "rob", "rid", "relieve":
	default:
		return -1
	}
	last := -1
	for _, k := range t.kids[i] {
		if k > i && t.rel(k) == "nmod" && t.caseOf(k) == "of" {
			last = k
		}
	}
	if last >= 0 && t.tok(last).UPOS == "PROPN" {
		return -1
	}
	return last
}

// phrase is the shortest full noun phrase of a head: without preposition, relative clause, apposition,
// coordination and what follows a comma.
func (t *tree) phrase(i int) (first, last int) {
	first, last = i, i
	stack := append(make([]int, 0, 16), i)
	for steps := 0; len(stack) > 0 && steps <= len(t.s.Tokens); steps++ {
		k := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		first, last = min(first, k), max(last, k)
		for _, c := range t.kids[k] {
			switch t.rel(c) {
			case "acl", "appos", "conj", "cc", "punct", "parataxis", "advcl", "cop", "nsubj", "obl", "advmod", "mark", "dep", "discourse", "csubj", "aux", "obj", "xcomp", "ccomp", "orphan", "list":
				continue
			case "case":
				if k == i && c < i {
					continue
				}
				if t.tok(c).UPOS == "PART" && k == i {
					continue // the 's of the head itself
				}
			case "nmod":
				if k == i && c > i {
					if p := t.caseOf(c); p != "of" && p != "for" || c == t.charge(k) {
						continue
					}
				}
			}
			stack = append(stack, c)
		}
	}
	// The phrase must be one run of words: a stray dependent beyond a comma is cut off.
	for j := i; j < last; j++ {
		if t.tok(j+1).Text == "," {
			last = j
			break
		}
	}
	for j := i; j > first; j-- {
		if x := t.tok(j - 1).Text; x == "," && t.tok(j).UPOS != "ADJ" || x == ";" || x == ":" {
			first = j
			break
		}
	}
	// It does not start within a word: "Secretary-General Guterres" is no general.
	for first >= 2 && t.tok(first-1).Text == "-" && t.tok(first-2).End == t.tok(first-1).Start && t.tok(first-1).End == t.tok(first).Start {
		first -= 2
	}
	return first, last
}
