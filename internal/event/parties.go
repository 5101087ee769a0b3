package event

import (
	"sort"

	"onrecord/internal/doc"
)

// far is a party from elsewhere in the article and how it was found.
type far struct {
	party
	how string
}

// fars lists the parties from outside the sentence that may fill a slot that the sentence leaves open: the speaker,
// the subject of the sentence before, and whom the article is about.
func (r *reader) fars(x *cand) []far {
	var out []far
	seen := map[string]bool{}
	add := func(p party, how string) {
		k := r.identity(&p)
		if p.span.Empty() || seen[k] {
			return
		}
		seen[k] = true
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
	if x.sent > 0 {
		t := r.trees[x.sent-1]
		for i := range t.s.Tokens {
			if t.head(i) < 0 && t.s.Parsed {
				if s := t.subject(i); s >= 0 {
					add(r.resolve(x.sent-1, s), "before")
				}
				break
			}
		}
	}
	top := -1
	for e := range r.d.Entities {
		if k := r.d.Entities[e].Type; k == "outlet" || k == "document" || len(r.d.Entities[e].Mentions) == 0 {
			continue
		}
		if top < 0 || r.salience[e] > r.salience[top] {
			top = e
		}
	}
	if top >= 0 {
		m := &r.d.Mentions[r.d.Entities[top].Mentions[0]]
		p := party{sent: x.sent, tok: -1, at: m.Sentence, head: m.Head, entity: top}
		r.inform(&p)
		add(p, "topic")
	}
	return out
}

// identity tells parties apart: by entity, else by words.
func (r *reader) identity(p *party) string {
	if p.entity >= 0 {
		return "#" + r.d.Entities[p.entity].Name
	}
	return p.name
}

// fillParties decides which phrases are actors and recipients.
func (r *reader) fillParties(x *cand) {
	x.actors = r.pick(x, slotActor, r.c.cut.actor, r.c.cut.actorFloor)
	x.recipients = r.pick(x, slotRecipient, r.c.cut.recipient, r.c.cut.recipientFloor)
	// One phrase cannot be both: the surer role wins.
	taken := map[string]float64{}
	for _, a := range x.actors {
		taken[r.identity(&a.party)] = a.prob
	}
	var rec []scored
	for _, b := range x.recipients {
		if p, both := taken[r.identity(&b.party)]; both {
			if p >= b.prob {
				continue
			}
			x.actors = without(x.actors, func(a *scored) bool { return r.identity(&a.party) == r.identity(&b.party) })
		}
		rec = append(rec, b)
	}
	x.recipients = rec
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

// pick returns the parties that fill a slot, in text order, one per identity. Where none is sure enough the best
// one is taken if it reaches the floor; where the sentence has none, one from elsewhere in the article may be.
func (r *reader) pick(x *cand, slot int, cut, floor float64) []scored {
	var all []scored
	best := scored{prob: 0}
	for _, i := range x.parties {
		if i == x.tok {
			continue
		}
		k := r.known(x.sent, i)
		if r.thing(k) || r.vetoed(x, slot, i) {
			continue
		}
		a := scored{party: k.party, actor: k.actor, prob: r.c.yes(r.argFeatures(slot, x, i, k), labelFill)}
		if a.prob > best.prob {
			best = a
		}
		if a.prob >= cut || a.prob >= cut/2 && r.joined(all, x.sent, i) {
			all = append(all, a)
		}
	}
	if len(all) == 0 {
		for _, f := range r.fars(x) {
			if prob := r.c.yes(r.farFeatures(slot, x, &f.party, f.how, best.prob), labelFill); prob >= r.c.cut.far {
				all = append(all, scored{party: f.party, actor: r.coded(&f.party), prob: prob})
			}
		}
		sort.SliceStable(all, func(i, j int) bool { return all[i].prob > all[j].prob })
		all = all[:min(len(all), 1)]
	}
	if len(all) == 0 && best.prob >= floor {
		all = append(all, best)
	}
	return r.distinct(all)
}

// thing tells whether a common noun names no party at all, as far as the actor tables know: "20 ambulances".
func (r *reader) thing(k *known) bool {
	return k.entity < 0 && k.actor.Sector == "" && k.tok >= 0 && r.trees[k.sent].tok(k.tok).UPOS == "NOUN"
}

// vetoed tells whether grammar rules a word out of a slot: the object of an active verb does not do the act, and its
// subject does not suffer it, unless the verb itself is one of suffering.
func (r *reader) vetoed(x *cand, slot, i int) bool {
	t := r.trees[x.sent]
	if t.tok(x.tok).UPOS != "VERB" || t.passive(x.tok) {
		return false
	}
	gram := r.grammar(x, i)
	if slot == slotActor {
		switch x.act {
		case "CONSULT", "AGREE", "COOPERATE", "ASSAULT":
			return false // "met the minister", "fought the rebels": both may be actors
		}
		return gram == "obj"
	}
	switch t.lemma(x.tok) {
	case "face", "receive", "suffer", "undergo", "get", "win", "await", "stand", "appear", "die", "lose", "accept", "need":
		return false
	}
	return gram == "subj"
}

// joined tells whether a word is coordinated with one of the parties: "the U.S. and China" go together.
func (r *reader) joined(all []scored, sent, i int) bool {
	t := r.trees[sent]
	if t.rel(i) != "conj" {
		return false
	}
	for n := range all {
		if k := all[n].tok; k == t.head(i) || t.rel(k) == "conj" && t.head(k) == t.head(i) {
			return true
		}
	}
	return false
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

// coded gives a party its codes.
func (r *reader) coded(p *party) doc.Actor {
	a := doc.Actor{Span: p.span, Sentence: p.at, Head: p.head, Entity: p.entity, Name: p.name, Implied: p.implied}
	if a.Name == "" {
		a.Name = r.d.Text(p.span)
	}
	if r.codes != nil {
		r.codes.Code(&a)
	}
	return a
}
