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
	two := false
	for _, k := range t.kids[i] {
		switch t.lemma(k) {
		case "two", "both":
			two = true
		}
	}
	if !two {
		return pair, false
	}
	var found []known
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
	}
	return pair, true
}

// nations adds the countries, by one of their names or somebody who acts for them (persons: only so), that a sentence names before
// a word: of more than two new ones those that the article names most.
func (r *reader) nations(found []known, s, before int, persons bool) []known {
	for k := range before {
		m := r.mentions[s][k]
		if m < 0 || r.d.Mentions[m].Head != k || r.d.Mentions[m].Entity < 0 {
			continue
		}
		x := *r.known(s, k)
		if c := x.actor.Code; x.entity < 0 || len(c) != 3 || doc.KindCode(c) || x.actor.Sector == "JRN" || persons && r.d.Entities[x.entity].Type != "person" {
			continue
		}
		at, n := -1, len(found)
		for j := range found {
			if found[j].actor.Code == x.actor.Code {
				at = j
			}
		}
		switch {
		case at >= 0 && r.salience[found[at].entity] < r.salience[x.entity]:
			found[at] = x
		case at < 0 && n < 2:
			found = append(found, x)
		case at < 0 && r.salience[x.entity] > r.salience[found[1].entity]:
			found[1] = x
		}
	}
	return found
}

// sided tells whether two of what a noun names may be two countries.
func sided(lemma string) bool {
	switch lemma {
	case "country", "nation", "side", "state", "neighbour", "neighbor", "government", "leader", "president", "minister", "party", "people", "power", "ally", "capital", "premier":
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
	if x := t.tok(i); x.UPOS != "NOUN" || x.XPOS != "NNS" {
		return nil
	}
	for _, k := range t.kids[i] {
		if k < i && (t.rel(k) == "amod" || t.rel(k) == "compound") {
			if all := t.joined(k, i); len(all) > 1 {
				return r.compatriots(sent, i, all)
			}
		}
	}
	return nil
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
