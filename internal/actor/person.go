package actor

import "strings"

// intro is a person or organisation that the article introduces with an office or description.
type intro struct {
	words  []string // of the name
	code   string
	sector string
	by     string // the words that introduce it, for the evidence
	at     int    // byte offset
	row    bool   // from a table, not from the text
}

// maxDescription is how many tokens of a description before or after a name are read.
const maxDescription = 16

// introduce finds the names that the article introduces: "French President Emmanuel Macron",
// "Nicolas Perrin, a retired Belgian admiral", "the National Police Agency (NPA)".
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
	told := x.intros
	for i := range x.hits {
		x.introducePerson(&x.hits[i])
	}
	kept := x.hits[:0]
	for i := range x.hits {
		if h := &x.hits[i]; h.kind() != person || h.length() > 1 || !x.namesake(h, told) {
			kept = append(kept, *h)
		}
	}
	x.hits = kept
}

// namesake reports whether a surname that stands alone is more likely that of a person whom the article
// introduces than that of the office holder: no full name of the holder stands in the article.
func (x *Context) namesake(h *hit, told []intro) bool {
	t := h.term()
	if len(t.words) < 2 {
		return false
	}
	for i := range x.intros[len(told):] {
		if within(t.words, x.intros[len(told)+i].words) {
			return false
		}
	}
	for i := range told {
		if n := &told[i]; len(n.words) > 1 && within([]string{x.toks[h.first].norm}, n.words) && !within(n.words, t.words) && !within(t.words, n.words) {
			return true
		}
	}
	return false
}

// introducePerson lets the full name of an office holder stand for later namings by a part of it.
func (x *Context) introducePerson(h *hit) {
	if h.kind() != person || h.length() < 2 {
		return
	}
	t, former := x.holder(h)
	n := intro{words: t.words, code: t.code, sector: t.sector, by: t.office + " " + t.name, at: x.toks[h.first].start, row: true}
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
	} else if lo, ok := x.possessed(i, h); ok {
		x.note(i, j, lo, i-1)
	} else if lo, hi, ok := x.title(i, h); ok {
		x.note(i, j, lo, hi)
	} else if lo, hi, ok := x.listed(i, h); ok {
		x.note(i, j, lo, hi)
	}
	if hi := x.member(j+1, h); hi > 0 {
		x.note(i, j, j+2, hi)
	}
	if k := x.bracket(j + 1); k+1 < len(x.toks) && x.toks[k].punct == ',' {
		if number(&x.toks[k+1]) && k+3 < len(x.toks) && x.toks[k+2].punct == ',' {
			k += 2 // ", 52,"
		}
		if hi, ok := x.after(k+1, h); ok {
			x.note(i, j, k+1, hi)
		}
	} else if k+2 < len(x.toks) && (x.toks[k].norm == "is" || x.toks[k].norm == "was") && has(" the a an ", x.toks[k+1].norm) {
		if hi, ok := x.after(k+1, h); ok {
			x.note(i, j, k+1, hi)
		}
	}
}

// possessed returns where the party or body begins whose person the name before token i is: "Kadu's Peter Otieno".
func (x *Context) possessed(i, h int) (int, bool) {
	if i < 2 || x.toks[i-1].norm != "'s" {
		return 0, false
	}
	p := h - 1
	for p >= 0 && x.hits[p].last >= i-1 {
		p--
	}
	if p < 0 || x.hits[p].last != i-2 || x.hits[p].indirect {
		return 0, false
	}
	k := x.hits[p].kind()
	return x.hits[p].first, (k == group || k == org) && !igo(x.hits[p].code())
}

// member returns the end of the party or body after "of" or a bracket that follows a name at token k, 0 when there is none:
// "Peter Otieno of the Green Front", "Peter Otieno (Green Front)".
func (x *Context) member(k, h int) int {
	if k+1 >= len(x.toks) || x.toks[k].norm != "of" && x.toks[k].punct != '(' {
		return 0
	}
	first := k + 1
	if x.toks[first].norm == "the" {
		first++
	}
	for h < len(x.hits) && x.hits[h].first < first {
		h++
	}
	if h == len(x.hits) || x.hits[h].first != first || x.hits[h].kind() != group && x.hits[h].kind() != org || igo(x.hits[h].code()) {
		return 0
	}
	return x.hits[h].last + 1
}

// listed returns the description before a list of names that token i goes on: "Prime Ministers Ana Ruiz and Jon Berg",
// "the deputies Ana Ruiz, Jon Berg and Li Wei". The office is in the plural, and nothing but names, commas and "and" stand
// between.
func (x *Context) listed(i, h int) (lo, hi int, ok bool) {
	k := i
	for k > 0 && i-k < 24 {
		t := &x.toks[k-1]
		p := h - 1
		for p >= 0 && x.hits[p].last >= k {
			p--
		}
		if p >= 0 && x.hits[p].last == k-1 && x.hits[p].kind() != person {
			g := &x.hits[p]
			if g.kind() != office || !g.term().plural {
				return 0, 0, false
			}
			lo, _ := x.extent(p, k)
			return lo, k, true
		}
		if !(t.cap && t.punct == 0 || t.punct == ',' || t.norm == "and" || has(particles, t.norm) || k >= 2 && x.toks[k-2].joined) {
			return 0, 0, false
		}
		k--
	}
	return 0, 0, false
}

func number(t *tok) bool { return len(t.norm) > 0 && t.norm[0] >= '0' && t.norm[0] <= '9' }

// bracket returns the token after a short bracket at k, the name in another script or a party's acronym; else k.
func (x *Context) bracket(k int) int {
	if k < len(x.toks) && x.toks[k].punct == '(' {
		for i := k + 1; i < len(x.toks) && i-k < 6; i++ {
			if x.toks[i].punct == ')' {
				return i + 1
			}
		}
	}
	return k
}

// title returns the description that ends with a comma right before token i: "the president of the Assembly, Ana
// Ruiz", "Minister for the Islands, Ana Ruiz". It begins with a determiner, a possessor or, at the head of a sentence, with
// the title itself, and holds no verb.
func (x *Context) title(i, h int) (lo, hi int, ok bool) {
	if i < 3 || x.toks[i-1].punct != ',' {
		return 0, 0, false
	}
	for k := i - 2; k >= -1 && i-k <= maxDescription; k-- {
		if k < 0 || x.toks[k].punct != 0 {
			// "Minister for the Islands, Ana Ruiz": the office opens the sentence.
			if over := x.hitsOver(k+1, k+2); (k < 0 || x.toks[k].punct == '.' || x.toks[k].punct == '"') && len(over) > 0 && over[0].first == k+1 && singular(&over[0]) && over[0].kind() == office {
				return k + 1, i - 1, true
			}
			return 0, 0, false
		}
		t := &x.toks[k]
		if has(verbs, t.norm) {
			return 0, 0, false
		}
		if !has(" the its their his her a an 's ", t.norm) {
			continue
		}
		if x.titleAfter(k+1, i-1) {
			if t.norm == "'s" {
				if over := x.hitsOver(k-1, k); len(over) > 0 {
					return over[0].first, i - 1, true
				}
			}
			return k, i - 1, true
		}
	}
	return 0, 0, false
}

// titleAfter reports whether an office or a noun for one person stands among the four words from k on, before hi.
func (x *Context) titleAfter(k, hi int) bool {
	for n := k; n < hi && n < k+4; n++ {
		over := x.hitsOver(n, n+1)
		if len(over) == 0 {
			continue
		}
		if singular(&over[0]) {
			return true
		} else if over[0].kind() == agent {
			return false
		}
	}
	return false
}

// singular reports whether a hit is the title or trade of one person.
func singular(h *hit) bool {
	t := h.term()
	return !t.plural && (t.kind == office && t.class != "title" || t.kind == agent && t.sector != "" && t.sector != "CVL" && !collective(t) && trade(t.name))
}

// trade reports whether a noun ends as names of persons' trades do: "driver", "senator", "guerrilla chief".
func trade(name string) bool {
	for _, end := range [...]string{"er", "or", "ist", "man", "woman", "ian", "chief", "head", "aide", "judge", "priest"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// verbs end the search for a title before a name.
const verbs = " is was are were be been has had have said says told who whom which that and met will would can could "

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
	return x.extent(p, i)
}

// extent returns where the description begins that ends with hit p, right before token i.
func (x *Context) extent(p, i int) (int, bool) {
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
	if x.toks[i].norm == "who" && i+2 < len(x.toks) && has(" is was heads headed leads led commands commanded chairs chaired serves served ", x.toks[i+1].norm) {
		i += 2
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
	n := intro{code: r.code, sector: r.sector, at: x.toks[i].start}
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
// include all the words asked for, or are included in them. Code and sector may come from two introductions;
// a present role goes before a former one.
func (x *Context) introduced(words []string) (code, sector, by string) {
	for pass := 0; pass < 2; pass++ {
		for i := range x.intros {
			n := &x.intros[i]
			if pass == 0 && !within(words, n.words) || pass == 1 && !within(n.words, words) {
				continue
			}
			if n.sector != "" && (sector == "" || sector == "ELI" && pass == 0 && !n.row) {
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
