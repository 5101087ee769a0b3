package event

import (
	"slices"

	"onrecord/internal/doc"
)

// both resolves "the two countries", "both sides" or "the two leaders" to the two countries that the article has just
// spoken of; ok is false where the words say no such thing or the article does not name two.
func (r *reader) both(sent, i int) (pair [2]known, ok bool) {
	t := r.trees[sent]
	if t.tok(i).UPOS != "NOUN" || !sided(t.lemma(i)) {
		return pair, false
	}
	if !r.twofold(sent, i) {
		return pair, false
	}
	var found []known
	if opposed(t.lemma(i)) {
		found = r.facing(sent, i)
	}
	for s := sent; s >= max(0, sent-8) && len(found) < 2; s-- {
		before := len(r.trees[s].s.Tokens)
		if s == sent {
			before = i
		}
		found = r.nations(found, s, before, office(t.lemma(i)))
	}
	if len(found) < 2 {
		return pair, false
	}
	copy(pair[:], found)
	for n := range pair {
		pair[n].sent, pair[n].tok = sent, i
		if l := t.lemma(i); (l == "army" || l == "military") && pair[n].actor.Sector == "GOV" {
			pair[n].actor.Sector = "MIL"
		}
	}
	return pair, true
}

// pair tells whether a noun that names no party by itself, "sides", stands for two that the article has spoken of as such.
func (r *reader) pair(sent, i int) bool {
	t := r.trees[sent]
	return t.tok(i).UPOS == "NOUN" && opposed(t.lemma(i)) && r.twofold(sent, i) && r.facing(sent, i) != nil
}

// twofold tells whether a noun's words say that there are two: "both sides", "the warring factions".
func (r *reader) twofold(sent, i int) bool {
	t := r.trees[sent]
	for _, k := range t.kids[i] {
		switch t.lemma(k) {
		case "two", "both":
			return true
		case "warring", "rival", "opposing":
			return t.definiteness(i) == "definite"
		}
	}
	return false
}

// facing are the last two parties before a word, up to eight sentences back, that are set against one another.
func (r *reader) facing(sent, i int) []known {
	for s := sent; s >= max(0, sent-8); s-- {
		before := len(r.trees[s].s.Tokens)
		if s == sent {
			before = i
		}
		if x := r.opponents(s, before); x != nil {
			return x
		}
	}
	return nil
}

// opponents are the only two parties that a sentence coordinates or sets against one another before a word, where both are such as fight or bargain: "the army and the
// rebels". nil = none.
func (r *reader) opponents(s, before int) (out []known) {
	t := r.trees[s]
	for _, k := range r.parties(s) {
		if k >= before || t.rel(k) != "nsubj" && t.caseOf(k) != "between" || t.tok(k).UPOS == "PRON" {
			continue
		}
		all := t.together(k)
		if len(all) != 2 || all[1] >= before || !t.tight(all[0], all[1], true) {
			continue
		}
		x, y := r.known(s, all[0]), r.known(s, all[1])
		if !fights(x) || !fights(y) || r.identity(&x.party) == r.identity(&y.party) || x.actor.Code == y.actor.Code && (x.actor.Sector == y.actor.Sector || ofState(x) && ofState(y)) {
			continue
		}
		return []known{*x, *y}
	}
	return nil
}

// fights tells whether a party is one that has sides with others, and no body of states that stands between them.
func fights(k *known) bool {
	if doc.StateBody(k.actor.Code) {
		return false
	}
	switch k.actor.Sector {
	case "GOV", "MIL", "REB", "UAF", "PRM", "OPP", "PTY", "LAB", "COP":
		return k.actor.Code != ""
	}
	return false
}

// ofState tells whether a party is the state or its arm: soldiers and policemen are no two sides.
func ofState(k *known) bool {
	return k.actor.Sector == "GOV" || k.actor.Sector == "MIL" || k.actor.Sector == "COP"
}

// opposed tells nouns for parties of any kind that stand against one another.
func opposed(lemma string) bool {
	switch lemma {
	case "side", "party", "faction", "rival", "army", "camp", "force", "foe", "enemy", "group":
		return true
	}
	return false
}

// nations adds the countries, by one of their names or somebody who acts for them (persons: only so), that a sentence names before
// a word: of more than two new ones those that the article names most.
func (r *reader) nations(found []known, s, before int, persons bool) []known {
	for k := range before {
		m := r.mentions[s][k]
		holder := persons && m < 0 && r.trees[s].tok(k).UPOS == "NOUN" && heads(r.trees[s].lemma(k)) // "the president of Peru"
		if !holder && (m < 0 || r.d.Mentions[m].Head != k || r.d.Mentions[m].Entity < 0) {
			continue
		}
		x := *r.known(s, k)
		if c := x.actor.Code; len(c) != 3 || doc.KindCode(c) || doc.StateBody(c) || x.actor.Sector == "JRN" || r.townThere(s, k) {
			continue
		}
		if !holder && (x.entity < 0 || persons && r.d.Entities[x.entity].Type != "person") {
			continue
		}
		at, n := -1, len(found)
		for j := range found {
			if found[j].actor.Code == x.actor.Code {
				at = j
			}
		}
		switch {
		case at >= 0 && r.timesNamed(&found[at]) < r.timesNamed(&x):
			found[at] = x
		case at < 0 && n < 2:
			found = append(found, x)
		case at < 0 && r.timesNamed(&x) > r.timesNamed(&found[1]):
			found[1] = x
		}
	}
	return found
}

// townThere tells whether a word is a town that only says where something is or whose somebody is, "residents of Kousseri": no government speaks
// by its name as one does by that of its capital.
func (r *reader) townThere(s, i int) bool {
	t := r.trees[s]
	if rel := t.rel(i); rel != "nmod" && rel != "obl" || t.caseOf(i) != "of" && !located(t.caseOf(i)) {
		return false
	}
	for _, n := range r.at[s].places {
		if p := &r.d.Places[n]; p.Overlaps(t.tok(i).Span) {
			return p.Precision != "country"
		}
	}
	return false
}

// heads tells nouns for those who lead a country.
func heads(lemma string) bool {
	switch lemma {
	case "president", "minister", "premier", "king", "queen", "chancellor", "emperor", "leader":
		return true
	}
	return false
}

// timesNamed is how often the article names a party.
func (r *reader) timesNamed(k *known) int {
	if k.entity < 0 {
		return 0
	}
	return r.salience[k.entity]
}

// sided tells whether two of what a noun names may be two countries.
func sided(lemma string) bool {
	switch lemma {
	case "country", "nation", "side", "state", "neighbour", "neighbor", "government", "leader", "president", "minister", "party", "people", "power", "ally", "capital", "premier", "faction", "rival", "army", "military", "camp", "force", "foe", "enemy", "group":
		return true
	}
	return false
}

// several are the parties that one noun names at once: the two countries of "both sides", those of "French and German officials". None =
// it names one or none.
func (r *reader) several(sent, i int) []known {
	if pair, ok := r.both(sent, i); ok {
		return pair[:]
	}
	t := r.trees[sent]
	if t.tok(i).UPOS == "PRON" {
		return r.they(sent, i)
	}
	if x := t.tok(i); x.UPOS != "NOUN" || x.XPOS != "NNS" {
		return nil
	}
	if all := r.nationals(sent, i); all != nil {
		return all
	}
	for _, k := range t.kids[i] {
		if k < i && (t.rel(k) == "amod" || t.rel(k) == "compound") {
			if all := t.joined(k, i); len(all) > 1 {
				return r.compatriots(sent, i, all)
			}
			if all := t.ranged(k, i); len(all) > 1 {
				return r.compatriots(sent, i, all)
			}
		}
	}
	return nil
}

// they are all of a coordination that "they" goes back to: "a former minister and two generals .. they were accused".
func (r *reader) they(sent, i int) (out []known) {
	switch r.trees[sent].lemma(i) {
	case "they", "them":
	default:
		return nil
	}
	p := r.resolve(sent, i)
	if p.at < 0 || p.at >= sent || p.head < 0 || p.tok != i {
		return nil
	}
	t := r.trees[p.at]
	all := t.together(p.head)
	for n, k := range all {
		if n > 0 && !t.tight(all[n-1], k, n == len(all)-1) {
			return nil
		}
		x := *r.known(p.at, k)
		if x.actor.Sector == "" || r.thing(&x) {
			return nil
		}
		x.sent, x.tok = sent, i
		out = append(out, x)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// nationals are what a noun names of each of several countries that "of" or a possessive joins to it: "the presidents of Peru and Chile", "Peru and Chile's presidents",
// "the parliaments of both countries".
func (r *reader) nationals(sent, i int) (out []known) {
	t := r.trees[sent]
	all := r.known(sent, i)
	if all.actor.Sector == "" || all.entity >= 0 || r.thing(all) {
		return nil
	}
	for _, k := range t.kids[i] {
		if t.rel(k) != "nmod" || t.caseOf(k) != "of" {
			continue
		}
		if pair, ok := r.both(sent, k); ok {
			for n := range pair {
				out = append(out, r.of(all, &pair[n]))
			}
			return out
		}
		names := t.together(k)
		if len(names) < 2 {
			continue
		}
		for _, n := range names {
			m := r.mention(sent, n)
			if m == nil || m.Head != n || m.Type != "place" {
				return nil
			}
			x := r.known(sent, n)
			if c := x.actor.Code; len(c) != 3 || doc.KindCode(c) || slices.ContainsFunc(out, func(o known) bool { return o.actor.Code == c }) {
				return nil
			}
			y := r.of(all, x)
			y.span = t.tok(n).Span
			y.actor.Span = y.span
			out = append(out, y)
		}
		return out
	}
	return nil
}

// of is one of those whom a noun names, that of a country.
func (r *reader) of(all, country *known) known {
	p := *country
	p.sent, p.tok, p.entity = all.sent, all.tok, -1
	p.name = r.trees[all.sent].tok(all.tok).Text + " of " + country.name
	p.actor.Name, p.actor.Sector, p.actor.Entity = p.name, all.actor.Sector, -1
	return p
}

// compatriots are what a noun names of each of several countries, by their adjectives: "French officials", "German officials". None where an
// adjective is no country's.
func (r *reader) compatriots(sent, i int, adjectives []int) (out []known) {
	t, all := r.trees[sent], r.known(sent, i)
	last := t.tok(adjectives[len(adjectives)-1]).Start
	each := r.coded(&party{sent: sent, tok: i, at: sent, head: i, entity: -1, span: doc.Span{Start: last, End: t.tok(i).End}})
	for n, k := range adjectives {
		p, word := *all, t.tok(k).Span
		code := r.coded(&party{sent: sent, tok: k, at: sent, head: k, entity: -1, span: word}).Code
		if len(code) != 3 || doc.KindCode(code) || slices.ContainsFunc(out, func(o known) bool { return o.actor.Code == code }) {
			return nil
		}
		p.entity, p.span, p.name = -1, word, r.d.Text(word)+" "+t.tok(i).Text
		if n == len(adjectives)-1 {
			p.span.End = t.tok(i).End
		}
		p.actor = each
		p.actor.Span, p.actor.Name, p.actor.Code = p.span, p.name, code
		out = append(out, p)
	}
	return out
}

// ranged are the adjectives that stand before a noun with an "and" between them, each perhaps with a number of its own: "two Russian and three Iranian diplomats".
func (t *tree) ranged(k, before int) []int {
	out, and := []int{k}, false
	for n := k + 1; n < before; n++ {
		switch x := t.tok(n); {
		case x.UPOS == "CCONJ" && t.lemma(n) == "and":
			and = true
		case x.UPOS == "ADJ" && t.rel(n) == "amod" && t.head(n) == before:
			if and {
				out = append(out, n)
			}
			and = false
		case x.UPOS != "NUM" && x.Text != ",":
			return nil
		}
	}
	return out
}

// joined are a word and those coordinated with it that stand before another.
func (t *tree) joined(k, before int) []int {
	out := []int{k}
	for _, j := range t.kids[k] {
		if t.rel(j) == "conj" && j < before {
			out = append(out, j)
		}
	}
	return out
}
