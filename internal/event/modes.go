package event

import (
	"sort"
	"strings"

	"onrecord/data"
)

// modeCues maps an act to its modes by the words that tell them, in the order of the table.
type modeCue struct {
	mode  string
	words map[string]bool
	sure  bool // whether the mode holds whatever is learned
}

// in tells whether a word is one of the cue's, by its lemma alone or as the part of speech that the table names ("call/n").
func (c *modeCue) in(t *tree, k int) bool {
	return c.words[t.lemma(k)] || c.words[t.lemma(k)+"/"+posKey(t.tok(k).UPOS)]
}

func newModeCues() map[string][]modeCue {
	cues := map[string][]modeCue{}
	for _, r := range data.Table("mode-cues") {
		m := modeCue{r["mode"], map[string]bool{}, r["sure"] == "yes"}
		for _, w := range strings.Fields(r["lemmas"]) {
			m.words[w] = true
		}
		cues[r["act"]] = append(cues[r["act"]], m)
	}
	return cues
}

func newContexts() map[string][]string {
	words := map[string][]string{}
	for _, r := range data.Table("contexts") {
		for _, w := range strings.Fields(r["lemmas"]) {
			words[w] = append(words[w], r["context"])
		}
	}
	return words
}

// newOfftopic reads offtopic.tsv: word -> topic.
func newOfftopic() map[string]string {
	words := map[string]string{}
	for _, r := range data.Table("offtopic") {
		for _, w := range strings.Fields(r["lemmas"]) {
			words[w] = r["topic"]
		}
	}
	return words
}

// offtopic tells whether a candidate stands among the words of sport or business with no official party near: the
// sentence holds two of them besides the candidate itself, or every thirtieth word of the article is one.
func (r *reader) offtopic(x *cand) bool {
	t := r.trees[x.sent]
	seen := map[string]bool{}
	counts := map[string]int{}
	person := false // who holds an office, of a state or of a club
	for i := range t.s.Tokens {
		l := t.lemma(i)
		if topic := r.c.offtopic[l]; topic != "" && i != x.tok && !seen[l] {
			seen[l] = true
			counts[topic]++
		}
		if m := r.mention(x.sent, i); m != nil && m.Entity >= 0 {
			switch r.d.Entities[m.Entity].Sector {
			case "GOV", "MIL", "COP", "JUD", "LEG", "REB", "PRM", "SPY", "UAF":
				switch {
				case m.Type == "place" || team(r.d.Text(m.Span)):
				case m.Type == "person" && r.sporty:
					person = true
				default:
					return false
				}
			}
		}
	}
	for _, n := range counts {
		if n >= 2 || n == 1 && r.sporty && !person {
			return true
		}
	}
	return false
}

// team tells names of clubs, also of those of the army and the police.
func team(name string) bool {
	for _, end := range [...]string{" FC", " F.C.", " SC", " Club"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

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

// playful tells whether every thirtieth word of an article, and ten at least, are of an off-topic field, or in a short one every twenty-fifth and six different ones.
func (r *reader) playful() bool {
	n, all := 0, 0
	seen := map[string]bool{}
	for _, t := range r.trees {
		for i := range t.s.Tokens {
			all++
			if l := t.lemma(i); r.c.offtopic[l] != "" {
				n++
				seen[l] = true
			}
		}
	}
	return n >= 10 && n*30 >= all || len(seen) >= 6 && n*25 >= all
}

// modes tell how the act is done: by the row of acts.tsv that holds, else by the words that hang on the anchor.
func (r *reader) modes(x *cand) []string {
	t := r.trees[x.sent]
	near := r.around(x)
	var out []string
	add := func(m string) {
		for _, have := range out {
			if have == m {
				return
			}
		}
		out = append(out, m)
	}
	for _, e := range x.rows[:x.hold] {
		if e.act == x.act && e.mode != "" && (x.act != "REQUEST" && x.act != "THREATEN" && x.act != "REJECT" || len(e.conds) > 0) {
			add(e.mode)
			break
		}
	}
	switch x.act {
	case "ASSAULT":
	case "REQUEST", "REJECT":
		if m := r.wanted(x); m != "" && len(out) == 0 {
			return []string{m}
		}
		fallthrough
	default:
		if len(out) > 0 {
			return out
		}
	}
	for _, c := range r.c.modes[x.act] {
		if c.mode == "crowd-control" && !forced(x) {
			continue
		}
		for _, k := range near {
			if c.in(t, k) {
				add(c.mode)
				break
			}
		}
		if len(out) > 0 && x.act != "ASSAULT" {
			break
		}
	}
	return out
}

// forced tells whether those who do an act may use force on a crowd by their office: what protesters do is no crowd control.
func forced(x *cand) bool {
	for _, a := range x.actors {
		switch a.actor.Sector {
		case "COP", "MIL", "GOV", "PRM":
			return true
		}
	}
	return false
}

// wanted tells the mode of a request or refusal from the act that is asked or refused.
func (r *reader) wanted(x *cand) string {
	t := r.trees[x.sent]
	for _, k := range t.kids[x.tok] {
		switch t.rel(k) {
		case "xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl":
		default:
			continue
		}
		rows, hold := r.c.lex.find(t, k)
		if hold == 0 {
			continue
		}
		switch rows[0].act {
		case "AID", "COOPERATE":
			return "assist"
		case "RETREAT", "CONCEDE":
			if rows[0].mode == "resign" {
				return "change"
			}
			return "yield"
		case "CONSULT":
			return "meet"
		}
	}
	return ""
}

// around lists the anchor, the words that hang on it within two steps, and those of the verb that carries it.
func (r *reader) around(x *cand) []int {
	t := r.trees[x.sent]
	out := []int{x.tok}
	if !t.s.Parsed {
		for k := max(0, x.tok-3); k <= min(len(t.s.Tokens)-1, x.tok+3); k++ {
			out = append(out, k)
		}
		return out
	}
	for _, k := range t.kids[x.tok] {
		out = append(out, k)
		for _, j := range t.kids[k] {
			if t.rel(k) != "conj" {
				out = append(out, j)
			}
		}
	}
	if x.light >= 0 {
		out = append(out, x.light)
		out = append(out, t.kids[x.light]...)
	}
	return out
}

// contexts lists what the event's sentence is about, in alphabetical order.
func (r *reader) contexts(x *cand) []string {
	t := r.trees[x.sent]
	set := map[string]bool{}
	for i := range t.s.Tokens {
		for _, c := range r.c.contexts[t.lemma(i)] {
			set[c] = true
		}
	}
	for _, m := range x.mode {
		if m == "cyber" || m == "misinformation" {
			set[m] = true
		}
	}
	out := make([]string, 0, len(set))
	for c := range set {
		out = append(out, c)
	}
	sort.Strings(out)
	return out
}
