package event

import (
	"slices"

	"onrecord/internal/doc"
)

// far is a party from elsewhere in the article and how it was found.
type far struct {
	party
	how string // as whence says
}

// whence says in words how a party from outside the sentence was found.
func whence(how string) string {
	switch how {
	case "source":
		return ": whose word it is"
	case "actor":
		return ": subject of an earlier word for such an act"
	case "target":
		return ": object of an earlier word for such an act"
	case "before":
		return ": subject of the sentence before"
	case "head":
		return ": subject of the headline or lead"
	case "armed":
		return ": the last police, court or armed party named"
	case "topic":
		return ": whom the article names most"
	}
	return ""
}

// fars lists the parties from outside the sentence that may fill a slot that the sentence leaves open.
func (r *reader) fars(x *cand) []far {
	out, seen := make([]far, 0, 6), make([]string, 0, 6)
	add := func(p party, how string) {
		k := r.identity(&p)
		if p.span.Empty() || slices.Contains(seen, k) {
			return
		}
		seen = append(seen, k)
		p.tok, p.sent, p.implied = -1, x.sent, true
		out = append(out, far{p, how})
	}
	if x.claim >= 0 {
		if ch := r.d.Claims[x.claim].Chain; len(ch) > 0 {
			if p, ok := r.hop(x.sent, x.tok, &ch[len(ch)-1]); ok {
				add(p, "source")
			}
		}
	}
	r.earlier(x, add)
	if x.sent > 0 {
		if s := r.rootSubject(x.sent - 1); s >= 0 && !r.thing(r.known(x.sent-1, s)) {
			add(r.resolve(x.sent-1, s), "before")
		}
		if s := r.rootSubject(0); s >= 0 && !r.thing(r.known(0, s)) {
			add(r.resolve(0, s), "head")
		}
	}
	if p, ok := r.armed(x.sent); ok {
		add(p, "armed")
	}
	if top := r.topical; top >= 0 {
		m := &r.d.Mentions[r.d.Entities[top].Mentions[0]]
		p := party{sent: x.sent, tok: -1, at: m.Sentence, head: m.Head, entity: top}
		r.inform(&p)
		add(p, "topic")
	}
	return out
}

// earlier adds the parties that an earlier word for the same act has by grammar.
func (r *reader) earlier(x *cand, add func(party, string)) {
	act := func(y *cand) string {
		if y.best != nil && y.met {
			return y.best.act
		}
		return ""
	}
	subj, obj := false, false
	for n := x.n - 1; n >= max(0, x.n-60) && !(subj && obj); n-- {
		y := r.cands[n]
		if act(y) != x.act && r.trees[y.sent].lemma(y.tok) != r.trees[x.sent].lemma(x.tok) {
			continue
		}
		if y.sent == x.sent {
			continue
		}
		// What is no party itself, the strikes in "five strikes destroyed two tanks", does not stand before one.
		if !subj && y.subj >= 0 && y.how != "shared" {
			if k := r.known(y.sent, y.subj); !r.thing(k) {
				subj = true
				add(k.party, "actor")
			}
		}
		if !obj && y.obj >= 0 {
			if k := r.known(y.sent, y.obj); !r.thing(k) {
				obj = true
				add(k.party, "target")
			}
		}
	}
}

// rootSubject is the subject of a sentence's main verb, -1 = none.
func (r *reader) rootSubject(sent int) int {
	t := r.trees[sent]
	for i := range t.s.Tokens {
		if t.head(i) < 0 && t.s.Parsed {
			return t.subject(i)
		}
	}
	return -1
}

// armed is the last party before a sentence that may use force: police, courts, soldiers, rebels.
func (r *reader) armed(sent int) (party, bool) {
	for s := sent - 1; s >= max(0, sent-40); s-- {
		if r.force[s] == 0 {
			r.force[s] = -1
			for _, i := range r.parties(s) {
				k := r.known(s, i)
				if r.thing(k) {
					continue
				}
				switch k.actor.Sector {
				case "COP", "JUD", "MIL", "REB", "UAF", "PRM":
					r.force[s] = i + 1
				}
			}
		}
		if i := r.force[s]; i > 0 {
			return r.known(s, i-1).party, true
		}
	}
	return party{}, false
}

// prominent finds the entities that the article names most: the first four, and the first that can be a party.
func (r *reader) prominent() {
	r.topical = -1
	for e := range r.d.Entities {
		n := len(r.ranks)
		for n > 0 && r.salience[r.ranks[n-1]] < r.salience[e] {
			n--
		}
		if n < 4 {
			r.ranks = slices.Insert(r.ranks, n, e)
			r.ranks = r.ranks[:min(4, len(r.ranks))]
		}
		if k := r.d.Entities[e].Type; k == "outlet" || k == "document" || len(r.d.Entities[e].Mentions) == 0 {
			continue
		}
		if r.topical < 0 || r.salience[e] > r.salience[r.topical] {
			r.topical = e
		}
	}
}

// identity tells parties apart: by entity, else by words.
func (r *reader) identity(p *party) string {
	if p.entity >= 0 {
		return "#" + r.d.Entities[p.entity].Name
	}
	return p.name
}

// thing tells whether a common noun names no party at all, as far as the actor tables know: "20 ambulances", "the minister's refusal",
// a weapon of nobody's.
func (r *reader) thing(k *known) bool {
	if k.entity >= 0 || k.tok < 0 || r.trees[k.sent].tok(k.tok).UPOS != "NOUN" {
		return false
	}
	return k.actor.Sector == "" || r.weapon(k.sent, k.tok) || r.abstract(k.sent, k.tok)
}

// abstract tells whether a noun is an act, a thing said or the like by its commonest meaning and no word of the actor tables: what it is said to
// be of is a party ("the court's ruling"), it is none.
func (r *reader) abstract(sent, i int) bool {
	t := r.trees[sent]
	switch fieldOf(t, i) {
	case "act", "event", "communication", "cognition", "state", "phenomenon", "process", "possession", "artifact", "time", "feeling", "substance", "food", "plant",
		"object", "shape", "relation":
		return r.codes != nil && !r.codes.Listed(t.tok(i).Start)
	}
	return false
}

// weapon tells whether a noun names a weapon without a crew that no word says the owner of: "drones struck the port".
func (r *reader) weapon(sent, i int) bool {
	t := r.trees[sent]
	if !crewless(t.lemma(i)) {
		return false
	}
	for _, k := range t.kids[i] {
		switch t.rel(k) {
		case "nmod":
			return false
		case "amod", "compound":
			if r.mentions[sent][k] >= 0 || r.known(sent, k).actor.Sector != "" {
				return false
			}
		}
	}
	return true
}

func crewless(weapon string) bool {
	switch weapon {
	case "drone", "missile", "rocket", "shell", "bomb", "mortar", "grenade", "munition", "projectile", "artillery":
		return true
	}
	return false
}

func without(as []scored, drop func(*scored) bool) []scored {
	var out []scored
	for i := range as {
		if !drop(&as[i]) {
			out = append(out, as[i])
		}
	}
	return out
}

// distinct keeps one of the parties that are the same or lie within one another: "Iraqi" in "the Iraqi foreign
// ministry" goes, and of a title and a name that overlap the surer stays.
func (r *reader) distinct(all []scored) []scored {
	var out []scored
	for i := range all {
		a, keep := &all[i], true
		for j := range all {
			b := &all[j]
			if i == j {
				continue
			}
			if r.identity(&a.party) == r.identity(&b.party) || a.span.Overlaps(b.span) {
				keep = keep && (a.prob > b.prob || a.prob == b.prob && i < j)
			} else if a.tok >= 0 && b.tok >= 0 && r.within(a.sent, a.tok, b.tok) {
				keep = false
			}
		}
		if keep {
			out = append(out, *a)
		}
	}
	return out
}

// within tells whether the word at i is a modifier inside the noun phrase of k.
func (r *reader) within(sent, i, k int) bool {
	first, last := r.trees[sent].phrase(k)
	return i != k && first <= i && i <= last
}

// nested tells whether one of two words is a modifier inside the noun phrase of the other: "Kenya" in "the president of Kenya".
func (r *reader) nested(sent, i, k int) bool { return r.within(sent, i, k) || r.within(sent, k, i) }

// codedFar gives a party from elsewhere its codes, once per phrase.
func (r *reader) codedFar(p *party) doc.Actor {
	key := farKey{p.span, p.entity}
	a, ok := r.far[key]
	if !ok {
		a = r.coded(p)
		if r.far == nil {
			r.far = map[farKey]doc.Actor{}
		}
		r.far[key] = a
	}
	return a
}

// farKey is what decides the codes of a party.
type farKey struct {
	doc.Span
	entity int
}

// coded gives a party its codes.
func (r *reader) coded(p *party) doc.Actor {
	a := doc.Actor{Span: p.span, Sentence: p.at, Head: p.head, Entity: p.entity, Name: p.name, Implied: p.implied}
	if a.Name == "" {
		a.Name = r.d.Text(p.span)
	}
	if r.codes != nil {
		r.codes.Fill(&a)
	}
	return a
}
