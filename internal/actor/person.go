package actor

import "strings"

// intro is a person or organisation that the article introduces with an office or description.
type intro struct {
	words  []string // of the name
	code   string
	sector string
	by     string // the words that introduce it, for the evidence
	at     int    // byte offset
	past   bool   // introduced as a former office holder
}

// maxDescription is how many tokens of a description before or after a name are read.
const maxDescription = 16

// introduce finds the names that the article introduces: "French President Emmanuel Macron",
// "Nicolas Normand, a former French ambassador to Mali", "the National Police Agency (NPA)".
func (x *Context) introduce() {
	h := 0
	for i := 0; i < len(x.toks); {
		for h < len(x.hits) && x.hits[h].last < i {
			h++
		}
		if h < len(x.hits) && x.hits[h].first == i && x.hits[h].kind() != person {
			i = x.hits[h].last + 1
			continue
		}
		if t := &x.toks[i]; t.punct != 0 || !t.cap || has(determiners, t.norm) {
			i++
			continue
		}
		j := x.nameEnd(i, h)
		x.introduceName(i, j, h)
		i = j + 1
	}
	for i := range x.hits {
		x.introducePerson(&x.hits[i])
	}
}

// introducePerson lets the full name of an office holder stand for later namings by a part of it.
func (x *Context) introducePerson(h *hit) {
	if h.kind() != person || h.length() < 2 {
		return
	}
	t, former := x.holder(h)
	n := intro{words: t.words, code: t.code, sector: t.sector, by: t.office + " " + t.name, at: x.toks[h.first].start, past: former}
	if former && n.sector != "" {
		n.sector = "ELI"
	}
	x.intros = append(x.intros, n)
}

// nameEnd returns the last token of the run of capitalised words that begins at i; h is the first hit at or after i.
func (x *Context) nameEnd(i, h int) int {
	j := i
	for j+1 < len(x.toks) {
		for h < len(x.hits) && x.hits[h].last <= j {
			h++
		}
		if h < len(x.hits) && x.hits[h].first <= j+1 && x.hits[h].kind() != person && x.hits[h].kind() != region {
			break
		}
		n := &x.toks[j+1]
		if n.punct != 0 || !(n.cap || x.toks[j].joined && n.norm != "'s") && !(has(particles, n.norm) && j+2 < len(x.toks) && x.toks[j+2].cap) {
			break
		}
		j++
	}
	return j
}

// introduceName notes what the words before and after the name [i, j] say of it.
func (x *Context) introduceName(i, j, h int) {
	if lo, ok := x.before(i, h); ok {
		x.note(i, j, lo, i)
	}
	if j+2 >= len(x.toks) {
		return
	}
	switch x.toks[j+1].punct {
	case ',':
		if hi, ok := x.after(j+2, h); ok {
			x.note(i, j, j+2, hi)
		}
	}
}

// before returns where the description that ends right before token i begins.
func (x *Context) before(i, h int) (int, bool) {
	p := h - 1
	for p >= 0 && x.hits[p].last >= i {
		p--
	}
	if p < 0 || x.hits[p].last != i-1 {
		return 0, false
	}
	switch x.hits[p].kind() {
	case office, agent:
		if t := x.hits[p].term(); t.plural || collective(t) {
			return 0, false
		}
	case group, org:
	default:
		return 0, false
	}
	lo := x.hits[p].first
	for lo > 0 && i-lo < maxDescription {
		t := &x.toks[lo-1]
		if p > 0 && x.hits[p-1].last == lo-1 {
			p--
			lo = x.hits[p].first
			continue
		}
		if t.punct != 0 || !(t.cap || t.norm == "'s" || t.norm == "of" || t.joined || has(before, t.norm)) {
			break
		}
		lo--
	}
	return lo, true
}

// before holds the words that a description before a name may contain beside terms and capitals.
const before = " former ex then late ousted deposed outgoing incoming acting interim new current senior top deputy vice assistant chief the and for main ruling opposition former jailed exiled veteran self proclaimed retired state local "

// bodies are the nouns that name no person, so that they do not introduce one.
const bodies = " police army navy government ministry court party parliament force forces group agency union council company commission department team unit military press media administration regime office bureau state states junta opposition militia gang network side family families board committee assembly congress senate cabinet embassy mission delegation service services guard guards organisation organization firm bank church university hospital school staff public community nation country campaign movement alliance coalition front brigade battalion regiment squad "

// collective reports whether a common noun names a body of persons.
func collective(t *term) bool {
	i := strings.LastIndexByte(t.name, ' ')
	return t.kind == agent && has(bodies, t.name[i+1:])
}

// after returns where the description that begins at token i ends.
func (x *Context) after(i, h int) (int, bool) {
	for h < len(x.hits) && x.hits[h].first < i {
		h++
	}
	hi, found := i, false
	for hi < len(x.toks) && hi-i < maxDescription {
		t := &x.toks[hi]
		if t.punct != 0 && t.punct != '"' || has(" who which whose said says told has had was is were are and ", t.norm) {
			break
		}
		for h < len(x.hits) && x.hits[h].last < hi {
			h++
		}
		if h < len(x.hits) && x.hits[h].first == hi && !found {
			switch k := x.hits[h].kind(); {
			case k == office || k == agent && !x.hits[h].term().plural && !collective(x.hits[h].term()):
				found = true
			case hi-i > 8:
				return 0, false
			}
		}
		hi++
	}
	first := x.toks[min(i, len(x.toks)-1)].norm
	return hi, found && (has(" the a an one former ex his her their its ", first) || len(x.hitsOver(i, i+2)) > 0)
}

// note codes the description [lo, hi) and keeps it for the name [i, j].
func (x *Context) note(i, j, lo, hi int) {
	r := x.describe(lo, hi)
	if r.code == "" && r.sector == "" {
		return
	}
	n := intro{code: r.code, sector: r.sector, at: x.toks[i].start, past: r.sector == "ELI"}
	n.by = x.d.Article.Text[x.toks[lo].start:x.toks[hi-1].end]
	for k := i; k <= j; k++ {
		if t := &x.toks[k]; t.punct == 0 && t.norm != "'s" && !has(honorifics, t.norm) {
			n.words = append(n.words, t.norm)
		}
	}
	if len(n.words) > 0 {
		x.intros = append(x.intros, n)
	}
}

// introduced returns what the article says of the bearer of a name: the best introduction whose words
// include all the words asked for, or are included in them. Code and sector may come from two introductions.
func (x *Context) introduced(words []string) (code, sector, by string) {
	for pass := 0; pass < 2 && (code == "" || sector == ""); pass++ {
		for i := range x.intros {
			n := &x.intros[i]
			if pass == 0 && !within(words, n.words) || pass == 1 && !within(n.words, words) {
				continue
			}
			if sector == "" && n.sector != "" {
				sector, by = n.sector, n.by
			}
			if code == "" && n.code != "" {
				code = n.code
				if by == "" {
					by = n.by
				}
			}
		}
	}
	return code, sector, by
}

// within reports whether all words of a stand in b.
func within(a, b []string) bool {
	if len(a) > len(b) || len(a) == 0 {
		return false
	}
next:
	for _, w := range a {
		for _, v := range b {
			if w == v {
				continue next
			}
		}
		return false
	}
	return true
}

// holder picks, among the rows of a person's name, the one that holds on the day of publication;
// else the last that ended before it (former is true), else the first to come.
func (x *Context) holder(h *hit) (t *term, former bool) {
	if x.day == 0 {
		return h.terms[len(h.terms)-1], false
	}
	var last, next *term
	for _, t := range h.terms {
		switch {
		case t.holds(x.day):
			return t, false
		case t.to != 0 && t.to < x.day && (last == nil || t.to > last.to):
			last = t
		case t.from > x.day && (next == nil || t.from < next.from):
			next = t
		}
	}
	if last != nil {
		return last, true
	}
	return next, false
}

// known looks a name up among the office holders by its last word: a title before a surname ("Foreign Minister
// Hayashi") is enough where only one holder of that sector bears it, or one of that very office, or one of
// the country that the document is most about.
func (x *Context) known(words []string, sector, office string) *term {
	if len(words) == 0 {
		return nil
	}
	var best *term
	top, tie := -1.0, false
	for _, t := range x.lex.surnames[words[len(words)-1]] {
		if t.sector != sector || !t.holds(x.day) || best != nil && best.name == t.name {
			continue
		}
		score := x.share(t.code)
		if t.office == office {
			score += 0.5
		}
		if len(words) > 1 && !within(words, t.words) {
			continue
		}
		switch {
		case score > top:
			best, top, tie = t, score, false
		case score == top:
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}
