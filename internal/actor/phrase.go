package actor

import "onrecord/internal/doc"

// role is the grammatical task of a part of a noun phrase.
type role uint8

const (
	head       role = iota // the phrase proper
	possessor              // "Niger's" in "Niger's new military leadership"
	complement             // after a preposition or a participle: "of Ukraine", "led by the police"
	apposition             // after a comma: ", the chair of the parliament"
	conjunct               // after "and"
)

// part is a stretch of a noun phrase with one role.
type part struct {
	role        role
	prep        string // the word that opens a complement
	first, last int    // tokens, both included; empty when last < first
	hits        []hit  // the terms in it
}

const (
	prepositions = " of in from to for by at on with against between under near among into within across around during after before since behind toward towards via inside outside over alongside without "
	participles  = " who whom which that whose where when while as led headed including based backed accused loyal belonging working living opposed fleeing crossing seeking protesting wounded killed dressed taking calling demanding "
	naming       = " named called alias nicknamed aka "
	determiners  = " the a an this that these those his her their its our my your some any all several both each every another other many more most few no such said "
)

// parts cuts a noun phrase at possessives, prepositions, participles, commas and conjunctions that
// are not inside a term.
func parts(toks []tok, hits []hit) []part {
	var ps []part
	cur := part{role: head}
	before := head // role outside the brackets
	h := 0
	closePart := func(last int, r role) {
		cur.last, cur.role = last, r
		if cur.last >= cur.first {
			ps = append(ps, cur)
		}
	}
	open := func(r role, prep string, first int) { cur = part{role: r, prep: prep, first: first} }
	for i := 0; i < len(toks); i++ {
		if h < len(hits) && hits[h].first == i {
			cur.hits = append(cur.hits, hits[h])
			i = hits[h].last
			h++
			continue
		}
		t := &toks[i]
		empty := i == cur.first
		joined := i > 0 && toks[i-1].joined
		switch {
		case t.norm == "'s":
			r, prep := cur.role, cur.prep
			closePart(i-1, possessor)
			open(r, prep, i+1)
		case t.punct == '(':
			before = cur.role
			closePart(i-1, cur.role)
			open(apposition, "(", i+1)
		case t.punct == ')':
			closePart(i-1, cur.role)
			open(before, "", i+1)
			if k := resumed(ps, before); k >= 0 && i+1 < len(toks) && toks[i+1].punct == 0 {
				// "Progressive Party (PP) Legislator Ms Lee": the phrase goes on.
				cur = ps[k]
				ps = append(ps[:k], ps[k+1:]...)
			}
		case t.punct == ',' || t.punct == '.':
			closePart(i-1, cur.role)
			open(apposition, "", i+1)
		case t.punct == '"' || empty || joined || t.cap && i > 0:
		case t.norm == "and" || t.norm == "or" || t.punct == '&':
			closePart(i-1, cur.role)
			open(conjunct, "", i+1)
		case has(naming, t.norm):
			closePart(i-1, cur.role)
			open(apposition, t.norm, i+1)
		case has(prepositions, t.norm) || has(participles, t.norm):
			closePart(i-1, cur.role)
			open(complement, t.norm, i+1)
		}
	}
	closePart(len(toks)-1, cur.role)
	return ps
}

// resumed returns the index of the part that a closing bracket gives back to, -1 when there is none.
func resumed(ps []part, r role) int {
	for k := len(ps) - 1; k >= 0; k-- {
		if ps[k].prep != "(" {
			if ps[k].role == r {
				return k
			}
			return -1
		}
	}
	return -1
}

// sectorIn reads the sector from the terms of a part. firm says that a word gives it; otherwise it
// is the default of a weak word such as "official", and a word elsewhere may give a better one.
func (p *part) sectorIn(toks []tok) (sector string, firm bool, by *hit) {
	var weak, rank *hit
	modifier := ""
	for i := len(p.hits) - 1; i >= 0; i-- {
		h := &p.hits[i]
		if h.indirect {
			continue
		}
		t := h.term()
		switch h.kind() {
		case agent, office:
			switch t.class {
			case "head", "strong":
				if t.sector == "UAF" {
					if g := p.fighters(i); g != nil {
						return g.term().sector, true, g
					}
				}
				return t.sector, true, h
			case "title":
				if rank == nil && titleFits(toks, h, p) {
					rank = h
				}
			case "modifier":
				modifier = t.sector
			default:
				if weak == nil || weak.term().sector == "" {
					weak = h
				}
			}
		case group, org:
			if rank != nil {
				return rank.term().sector, true, rank
			}
			return t.sector, true, h
		case seat:
			if weak != nil || h.last == p.last {
				return t.sector, weak != nil, h
			}
		case country, region:
			if h.last == p.last && weak == nil && bare(toks, h, p) {
				return "GOV", false, h
			}
		}
	}
	if rank != nil {
		return rank.term().sector, true, rank
	}
	if modifier != "" {
		return modifier, true, weak
	}
	if weak != nil {
		return weak.term().sector, false, weak
	}
	return "", false, nil
}

// fighters returns the group named before hit i, whose gunmen are not unidentified.
func (p *part) fighters(i int) *hit {
	for k := range p.hits[:i] {
		if g := &p.hits[k]; g.kind() == group && !g.indirect {
			return g
		}
	}
	return nil
}

// titleFits reports whether a rank or title stands before a name, or alone with a capital or behind an article: "the retired general", not
// "a general strike".
func titleFits(toks []tok, h *hit, p *part) bool {
	if !toks[h.first].cap {
		switch h.term().sector {
		case "MIL", "COP", "GOV":
			return h.last == p.last && h.first > p.first && (has(determiners, toks[p.first].norm) || number(&toks[p.first]) || has(quantities, toks[p.first].norm))
		}
		return false
	}
	if h.term().sector == "REL" && h.last == p.last && h.last+1 < len(toks) {
		return false // "Father of two"
	}
	return h.last == p.last || toks[h.last+1].cap
}

// bare reports whether nothing but determiners and adjectives in lower case stands before the hit in its part.
func bare(toks []tok, h *hit, p *part) bool {
	for i := p.first; i < h.first; i++ {
		if toks[i].cap && !has(determiners, toks[i].norm) && i > p.first {
			return false
		}
	}
	return true
}

// igo reports whether the code is one of an organisation of states, which no adjective turns into a country.
func igo(code string) bool { return doc.StateBody(code) }

// loose reports whether the code names no country, so that an adjective beside it can.
func loose(code string) bool {
	return code == "" || doc.KindCode(code) && !igo(code)
}

// codeIn reads the country or non-state code from the terms of a part.
func (p *part) codeIn() (code string, by *hit) {
	var owner, nation, place *hit
	if n := len(p.hits); n > 2 {
		if h := &p.hits[n-1]; h.kind() == country && h.last == p.last && p.hits[n-2].kind() == agent && p.hits[n-2].last == h.first-1 {
			return h.code(), h // "NATO ally Germany"
		}
	}
	name := 0 // the first hit behind the last office: what follows is a name
	for i := range p.hits {
		if h := &p.hits[i]; h.kind() == office && !h.term().plural && !h.indirect {
			name = i + 1
		}
	}
	for i := range p.hits {
		h := &p.hits[i]
		if h.indirect {
			continue
		}
		named := name > 0 && i >= name
		switch h.kind() {
		case group, org:
			if igo(h.code()) {
				return h.code(), h
			}
			if owner == nil || loose(owner.code()) {
				owner = h
			}
		case country, demonym:
			if !named || h.last == p.last && h.first == p.hits[max(i-1, 0)].last+1 && h.kind() == demonym {
				nation = h
			}
		case seat, region:
			if !named {
				place = h
			}
		}
	}
	switch {
	case owner != nil && nation != nil && loose(owner.code()):
		return nation.code(), nation
	case owner != nil && owner.code() != "":
		if h := p.before(owner); h != nil && national(owner.term()) && h.code() != "" {
			return h.code(), h
		}
		return owner.code(), owner
	case nation != nil:
		return nation.code(), nation
	case place != nil:
		return place.code(), place
	}
	return "", nil
}

// before returns the country or place right before a hit, nil where there is none.
func (p *part) before(g *hit) *hit {
	for i := range p.hits {
		if h := &p.hits[i]; h.last == g.first-1 && !h.indirect {
			switch h.kind() {
			case country, seat, region, demonym:
				return h
			}
		}
	}
	return nil
}

// national reports whether a body is one of those that other countries have by the same name: "the Jordan Food and Drug Administration".
func national(t *term) bool { return len(t.code) == 3 && has(" GOV MIL COP JUD LEG ", t.sector) }

// person returns the office holder named in the part, if any.
func (p *part) person() *hit {
	for i := range p.hits {
		if p.hits[i].kind() == person && !p.hits[i].indirect {
			return &p.hits[i]
		}
	}
	return nil
}

// name returns the tokens of a proper name that no table holds, [first, last] within the part:
// the last run of two capitalised words, or of one. ok is false when there is none.
func (p *part) name(toks []tok) (first, last int, ok bool) {
	end := p.last
	for end >= p.first && (toks[end].punct != 0 || !toks[end].cap && !(end > p.first && toks[end-1].joined && toks[end-1].cap && !has(dependent, toks[end].norm))) {
		if toks[end].punct == 0 {
			return 0, 0, false
		}
		end--
	}
	if end < p.first {
		return 0, 0, false
	}
	stop := p.first
	for i := range p.hits {
		if h := &p.hits[i]; h.last >= end {
			if h.kind() != person && h.kind() != region && h.kind() != seat && h.kind() != country {
				return 0, 0, false
			}
			end = h.last
		} else if h.kind() == office || h.kind() == agent || h.kind() == demonym || h.kind() == org || h.kind() == group || h.kind() == country {
			stop = h.last + 1
		}
	}
	i := end
	for i > stop && (toks[i-1].cap || has(particles, toks[i-1].norm) && i-1 > stop || toks[i-1].joined) && toks[i-1].punct == 0 {
		i--
	}
	for i <= end && has(determiners+honorifics, toks[i].norm) {
		i++
	}
	if i > end {
		return 0, 0, false
	}
	return i, end, true
}

const (
	particles  = " al el bin ibn de da dos del der den von van la le du ul ur ed abu ben y e bint di "
	honorifics = " mr mrs ms miss dr sir lady lord dame madam sheikh shaikh hh he excellency highness majesty honourable honorable hon rtd prof professor rt haji datuk tan sri dato seri tun ustad mullah maulana maulvi syed comrade brother sister engr barr barrister chief alhaji "
	past       = " former ex erstwhile onetime late retired "
)

// former reports whether "former" or the like stands before the hit in its part.
func (p *part) former(toks []tok, h *hit) bool {
	for i := h.first - 1; i >= p.first && i >= h.first-5; i-- {
		if has(past, toks[i].norm) && toks[i].norm != "late" {
			return true
		}
	}
	return false
}
