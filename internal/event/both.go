package event

import "onrecord/internal/doc"

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
		found = r.nations(found, s, i)
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

// nations adds the countries, by one of their names or somebody who acts for them, that a sentence names before the word
// at i (all, if it is not the word's own sentence): of more than two new ones those that the article names most.
func (r *reader) nations(found []known, s, i int) []known {
	t := r.trees[s]
	for k := range t.s.Tokens {
		m := r.mentions[s][k]
		if m < 0 || r.d.Mentions[m].Head != k || r.d.Mentions[m].Entity < 0 {
			continue
		}
		x := *r.known(s, k)
		if c := x.actor.Code; x.entity < 0 || len(c) != 3 || doc.KindCode(c) {
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
