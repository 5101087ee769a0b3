package actor

import (
	"strings"

	"onrecord/internal/doc"
)

// describe codes the description of a name, without the context of the document.
func (x *Context) describe(lo, hi int) reading {
	toks := x.toks[lo:hi]
	ps := parts(toks, rebase(x.hitsIn(lo, hi), lo))
	var r reading
	if len(ps) == 0 {
		return r
	}
	main := mainPart(toks, ps)
	x.sectorOf(&r, toks, ps, main)
	x.codeOf(&r, toks, ps, main)
	return r
}

// read codes the noun phrase of tokens [lo, hi), which stands at byte offset at.
func (x *Context) read(r *reading, lo, hi, at int) {
	toks, hits := x.toks[lo:hi], rebase(x.hitsIn(lo, hi), lo)
	ps := parts(toks, hits)
	if len(ps) == 0 {
		return
	}
	main := mainPart(toks, ps)
	p := &ps[main]
	x.sectorOf(r, toks, ps, main)
	x.codeOf(r, toks, ps, main)
	x.nameOf(r, p)
	words := nameWords(toks, p)
	if x.common(toks[p.last].start) {
		words = nil // "Cocaine Shipments": it opens a sentence or stands in a headline
	}
	x.fromName(r, words)
	if !stateless(p) {
		x.fromPronoun(r, toks, at)
	}
	x.fromRest(r, ps, main)
	x.fromPlace(r, p, hi)
	x.fromLeader(r, p, hi)
	if r.code == "" && !r.own && (r.office != "" || numbered(toks, p)) && (r.sector == "GOV" || r.sector == "MIL") && x.official() && destination(ps) == "" {
		if c := x.outlet(); c != "" && !igo(c) {
			r.code = c
			r.because("code %s: an office without a country is of the publisher's", c)
		}
	}
	if r.code == "" && !r.own && !elsewhere(toks, p) {
		if avoid, goal := destination(ps), x.goal(at); !stateless(p) && !ofMany(ps, main) {
			scene := ""
			if len(words) == 0 {
				scene = x.scene(at) // whoever has a name may be abroad
			}
			if c := x.around(at, scene, func(code string) bool { return code != avoid && code != goal && p.mayBeOf(code) }); c != "" {
				r.code = c
				r.because("code %s: the country that the text around it is about", c)
			} else if p.names("congress") {
				r.code = "USA"
				r.because("code USA: Congress, in a text about no other country that has one")
			}
		}
	}
	x.defaults(r, toks, ps, main, words, at)
	x.stateless(r)
}

// congresses are the countries whose legislature is called Congress, and India, where a party is.
const congresses = " ARG BOL BRA CHL COL DOM ECU ESP FSM GTM HND IND MEX PER PHL PLW PRY USA VEN "

// mayBeOf reports whether a country has a body of the name that the part gives: the United States have a Congress and no parliament.
func (p *part) mayBeOf(code string) bool {
	return !(p.names("congress") && !has(congresses, code) || code == "USA" && p.names("parliament"))
}

// names reports whether a term for members or parts of a legislature has a word in its name.
func (p *part) names(word string) bool {
	for i := range p.hits {
		if t := p.hits[i].term(); t.sector == "LEG" && (t.kind == agent || t.kind == office) && strings.Contains(t.name, word) {
			return true
		}
	}
	return false
}

// common reports whether the word at a byte offset was tagged a common noun and is no part of a name, whatever its capital says.
func (x *Context) common(at int) bool {
	s, t := x.d.TokenAt(at)
	return s >= 0 && x.d.Sentences[s].Tokens[t].UPOS == "NOUN" && x.entityType(at) == ""
}

// official reports whether the publisher is a government, its forces or an organisation of states, which speaks for itself.
func (x *Context) official() bool {
	_, host, _ := strings.Cut(x.d.Article.URL, "://")
	host, _, _ = strings.Cut(strings.ToLower(host), "/")
	for _, end := range [...]string{".gov", ".mil", ".europa.eu", ".un.org", ".nato.int"} {
		if strings.HasSuffix("."+host, end) || strings.Contains(host, end+".") {
			return true
		}
	}
	return false
}

// numbered reports whether an ordinal in figures stands in the part, as in the name of a unit: "the 12th Signal Wing".
func numbered(toks []tok, p *part) bool {
	for i := p.first; i <= p.last; i++ {
		if w := toks[i].norm; len(w) > 2 && number(&toks[i]) && has(" th st nd rd ", w[len(w)-2:]) {
			return true
		}
	}
	return false
}

// quoted reports whether the word at a byte offset stands in quotation marks.
func (x *Context) quoted(at int) bool {
	s, t := x.d.TokenAt(at)
	return s >= 0 && x.d.Sentences[s].Tokens[t].Quoted
}

// elsewhere reports whether an adjective outside any term says that the party is of no one country: "foreign insurgents".
func elsewhere(toks []tok, p *part) bool {
	h := 0
	for i := p.first; i < p.last; i++ {
		for h < len(p.hits) && p.hits[h].last < i {
			h++
		}
		if (h == len(p.hits) || p.hits[h].first > i) && !toks[i].cap && has(" foreign international multinational global ", toks[i].norm) {
			return true
		}
	}
	return false
}

// mainPart returns the index of the part that holds the head of the phrase: behind "of" where the grammatical
// head only counts ("thousands of Iraqis").
func mainPart(toks []tok, ps []part) int {
	for i := range ps {
		if ps[i].role != head {
			continue
		}
		if n := &toks[ps[i].last]; i+1 < len(ps) && ps[i+1].prep == "of" && len(ps[i].hits) == 0 && (has(quantities, n.norm) || number(n)) {
			return i + 1
		}
		return i
	}
	return 0
}

// quantities are the words before "of" that only count.
const quantities = " thousands hundreds dozens scores tens millions handful number numbers lot lots majority most many some all one two three four five six seven eight nine ten each several both none rest half part pair couple thousand hundred dozen percent third quarter crowd crowds group groups mob mobs wave throngs "

// sectorOf reads the sector from the head, then its possessor, complements and appositions.
func (x *Context) sectorOf(r *reading, toks []tok, ps []part, main int) {
	p := &ps[main]
	sector, firm, by := p.sectorIn(toks)
	weak := by
	if per := p.person(); per != nil && !firm {
		t, former := x.holder(per)
		if t != nil && (by == nil || !p.former(toks, by)) {
			r.sector, r.firm = t.sector, true
			if former {
				r.sector = "ELI"
			}
			r.because("sector %s: %s %q, %s", r.sector, t.table, t.name, t.office)
			return
		}
	}
	if !firm {
		for i := range ps {
			q := &ps[i]
			if i == main || q.role == possessor && i > main || has(" to against with between under on after before since during ", q.prep) && q.prep != "" {
				continue
			}
			if q.role == conjunct && (sector != "" || by != nil) {
				continue
			}
			if sector != "" && by != nil && by.kind() == office && q.prep != "of" && q.role != possessor {
				continue // a president is of the state, save of something else
			}
			s, f, b := q.sectorIn(toks)
			if !f || b == nil || q.role == possessor && b.kind() == office && by == nil {
				continue
			}
			sector, firm, by = s, true, b
			p = q
			break
		}
	}
	if by == nil {
		return
	}
	if sector == "" && !firm {
		sector = x.served(r, ps, main)
	} else if !firm && by.kind() == office && ofOther(toks, ps, main) {
		sector = ""
	}
	t := by.term()
	if t.kind == office || weak != nil && weak.kind() == office {
		o := by
		q := p
		if t.kind != office {
			o, q = weak, &ps[main]
		}
		if q.former(toks, o) && has(" GOV LEG JUD MIL COP SPY PTY ", sector) {
			sector, firm = "ELI", true
		}
	}
	if t.kind == group && sector == "PTY" && x.opposed[t.name] {
		sector = "OPP"
	}
	r.sector, r.firm = sector, firm
	if t.kind == office {
		r.office = t.name
	}
	r.states = t.alien || t.kind == seat && t.class == "capital" // "Brussels" is used for its government
	if sector != "" {
		r.because("sector %s: %s %q", sector, t.table, t.name)
	} else if firm {
		r.because("no sector: %s %q", t.table, t.name)
	}
}

// ofOther reports whether an office is held in a body that no table holds: "president of the Movement Another Way".
func ofOther(toks []tok, ps []part, main int) bool {
	if main+1 >= len(ps) || ps[main+1].prep != "of" {
		return false
	}
	q := &ps[main+1]
	for i := range q.hits {
		if k := q.hits[i].kind(); k != agent && k != office {
			return false
		}
	}
	for i := q.first + 1; i <= q.last; i++ {
		if toks[i].cap && toks[i].punct == 0 {
			return !has(" republic state union federation ", toks[i].norm)
		}
	}
	return false
}

// served returns the sector of whom a weak noun serves: "a spokesman for President Abbas", "Paris's envoy".
func (x *Context) served(r *reading, ps []part, main int) string {
	for i := range ps {
		q := &ps[i]
		if !(q.role == possessor && i < main || q.role == complement && (q.prep == "of" || q.prep == "for")) {
			continue
		}
		if per := q.person(); per != nil {
			if t, former := x.holder(per); t != nil && !former {
				return t.sector
			}
			continue
		}
		for k := range q.hits {
			if h := &q.hits[k]; !h.indirect && (h.kind() == country || h.kind() == seat) && h.last == q.last {
				return "GOV"
			}
		}
	}
	return ""
}

// codeOf reads the country or non-state code from the head, its possessor, a person's row, "of" and appositions.
func (x *Context) codeOf(r *reading, toks []tok, ps []part, main int) {
	set := func(code string, h *hit) bool {
		if code == "" {
			return false
		}
		r.code, r.own = code, true
		r.because("code %s: %s %q", code, h.term().table, h.term().name)
		return true
	}
	code, by := ps[main].codeIn()
	if by != nil && by.kind() == org && national(by.term()) {
		for i := range ps[:main] { // "Pakistan's Foreign Office"
			if c, h := ps[i].codeIn(); ps[i].role == possessor && len(c) == 3 && !igo(c) && (h.kind() == country || h.kind() == demonym || h.kind() == seat) {
				code, by = c, h
			}
		}
	}
	if set(code, by) {
		return
	}
	for i := range ps {
		if ps[i].role == possessor && i < main {
			if set(ps[i].codeIn()) || x.personCode(r, &ps[i]) {
				return
			}
			if c, _, by := x.introduced(nameWords(toks, &ps[i])); c != "" {
				r.code, r.own = c, true
				r.because("code %s: introduced as %q", c, by)
				return
			}
		}
	}
	if x.personCode(r, &ps[main]) {
		return
	}
	for _, pass := range []role{complement, apposition} {
		for i := range ps {
			q := &ps[i]
			if q.role == possessor && i > main && ps[i].prep == "of" || q.role == pass && (pass == apposition || q.prep == "of" || q.prep == "led" || q.prep == "by") {
				if set(q.codeIn()) || x.personCode(r, q) {
					return
				}
			}
		}
	}
}

// personCode takes the code from the row of an office holder named in the part.
func (x *Context) personCode(r *reading, p *part) bool {
	h := p.person()
	if h == nil {
		return false
	}
	t, _ := x.holder(h)
	if t == nil || t.code == "" {
		return false
	}
	r.code, r.own = t.code, true
	r.because("code %s: %s %q, %s", t.code, t.table, t.name, t.office)
	return true
}

// nameOf gives the canonical name where the head is a person or organisation of a table, or a country alone.
func (x *Context) nameOf(r *reading, p *part) {
	if h := p.person(); h != nil {
		if t, _ := x.holder(h); t != nil {
			r.name = t.name
		}
		return
	}
	for i := range p.hits {
		h := &p.hits[i]
		if h.last == p.last && (h.kind() == org || h.kind() == group || h.kind() == country && i == 0) {
			r.name = h.term().name
		}
	}
}

// nameWords returns the words of the proper name in a part that no table holds, nil when there is none.
func nameWords(toks []tok, p *part) []string {
	i, j, ok := p.name(toks)
	if !ok {
		return nil
	}
	var words []string
	for ; i <= j; i++ {
		if toks[i].punct == 0 {
			words = append(words, toks[i].norm)
		}
	}
	return words
}

// fromName completes the reading by what the article, or the table of office holders, says of the name.
func (x *Context) fromName(r *reading, words []string) {
	if len(words) == 0 || r.firm && r.own && r.sector != "ELI" {
		return
	}
	code, sector, by := x.introduced(words)
	if r.sector == "ELI" && sector != "" && sector != "ELI" && sector != "CVL" {
		r.sector = sector
		r.because("sector %s: now introduced as %q", sector, by)
	}
	if !r.firm && sector != "" {
		r.sector, r.firm = sector, true
		r.because("sector %s: introduced as %q", sector, by)
	}
	if r.code == "" && code != "" {
		r.code, r.own = code, true
		r.because("code %s: introduced as %q", code, by)
	}
	if r.code == "" && r.sector != "" {
		if t := x.known(words, r.sector, r.office); t != nil {
			r.code, r.own = t.code, true
			r.because("code %s: %s %q, %s", t.code, t.table, t.name, t.office)
		}
	}
}

// fromPronoun reads "his government", "I", "she" by the last person named before.
func (x *Context) fromPronoun(r *reading, toks []tok, at int) {
	if r.own || len(toks) == 0 {
		return
	}
	alone := len(toks) == 1 && has(" i we he she they it us him them ", toks[0].norm)
	if !alone && !has(" his her their our its my ", toks[0].norm) {
		return
	}
	if has(" i we us our my ", toks[0].norm) && x.official() && !x.quoted(at) {
		if c := x.outlet(); c != "" {
			r.code, r.own = c, true
			if alone && !igo(c) {
				r.sector, r.firm = "GOV", true
			}
			r.because("code %s: %q stands for the publisher", c, toks[0].norm)
			return
		}
	}
	lo, _ := x.window(doc.Span{Start: at, End: at + 1})
	for i := lo - 1; i >= 0 && lo-i < 80; i-- {
		for _, h := range x.hitsOver(i, i+1) {
			if h.kind() != person {
				continue
			}
			t, former := x.holder(&h)
			if t == nil {
				continue
			}
			r.code, r.own = t.code, true
			if alone && !former {
				r.sector, r.firm = t.sector, true
			}
			r.because("code %s: %q stands for %s", t.code, toks[0].norm, t.name)
			return
		}
		for k := range x.intros {
			n := &x.intros[k]
			if n.at == x.toks[i].start && n.code != "" {
				r.code, r.own = n.code, true
				if alone {
					r.sector, r.firm = n.sector, true
				}
				r.because("code %s: %q stands for %q", n.code, toks[0].norm, n.by)
				return
			}
		}
	}
}

// fromPlace takes the code from what follows the phrase at once: a place, "rebels" in "rebels in northern Libya", or a body of a
// state, "officers" in "officers in the Russian army".
func (x *Context) fromPlace(r *reading, p *part, hi int) {
	if r.code != "" || r.own || stateless(p) || hi >= len(x.toks) || !has(" in of from across inside ", x.toks[hi].norm) {
		return
	}
	for i := hi + 1; i < len(x.toks) && i < hi+5 && x.toks[i].punct == 0; i++ {
		for _, h := range x.hitsOver(i, i+1) {
			k := h.kind()
			if h.first != i || h.indirect || h.code() == "" || k != country && k != seat && k != region && !(k == demonym && x.serves(h.last+1)) {
				continue
			}
			r.code, r.own = h.code(), true
			r.because("code %s: %s %q after the phrase", r.code, h.term().table, h.term().name)
			return
		}
	}
}

// serves reports whether a body of a state is named at token i: "army", "security forces".
func (x *Context) serves(i int) bool {
	over := x.hitsOver(i, i+1)
	return len(over) > 0 && over[0].first == i && (over[0].kind() == agent || over[0].kind() == org) && has(" GOV MIL COP JUD LEG SPY ", over[0].term().sector)
}

// fromRest takes the code from the remaining complements and conjuncts, save those that name the other side.
func (x *Context) fromRest(r *reading, ps []part, main int) {
	if r.code != "" {
		return
	}
	for i := range ps {
		if i == main || has(" to against with between under on after before since during ", ps[i].prep) {
			continue
		}
		code, h := ps[i].codeIn()
		if code == "" && !x.personCode(r, &ps[i]) {
			continue
		}
		if code != "" {
			r.code, r.own = code, true
			r.because("code %s: %s %q after %q", code, h.term().table, h.term().name, ps[i].prep)
		}
		return
	}
}

// stateless drops the sector of a state's office where the code is that of an organisation of states: the
// sector of a UN envoy or an EU commissioner is open.
func (x *Context) stateless(r *reading) {
	if r.own && igo(r.code) && r.sector == "GOV" && !r.states {
		r.sector = ""
		r.because("no sector: of an organisation of states")
	}
}

// destination returns the country in a "to" complement, which an envoy cannot be of.
func destination(ps []part) string {
	for i := range ps {
		if ps[i].prep == "to" || ps[i].prep == "against" {
			c, _ := ps[i].codeIn()
			return c
		}
	}
	return ""
}

// ofMany reports whether the party is of those whose country the article cannot tell: "leaders of European countries".
func ofMany(ps []part, main int) bool {
	return main+1 < len(ps) && ps[main+1].prep == "of" && stateless(&ps[main+1])
}

// stateless reports whether the head is a noun whose country the article around it cannot tell.
func stateless(p *part) bool {
	for i := range p.hits {
		if t := p.hits[i].term(); t.kind == agent && t.alien || t.kind == region && t.code == "" {
			return true
		}
	}
	return false
}

// defaults fills the sector where no word gives one: a country acting is its government, a people
// or a person without office are civilians.
func (x *Context) defaults(r *reading, toks []tok, ps []part, main int, words []string, at int) {
	if r.sector != "" || r.firm {
		return
	}
	p := &ps[main]
	give := func(s, why string, args ...string) {
		r.sector = s
		if r.told {
			r.because("sector %s: "+why, append([]string{s}, args...)...)
		}
	}
	switch {
	case igo(r.code) && r.own:
	case len(words) > 0 && x.entityType(at) == "organisation":
		if toks[p.last].acr && !commercial(words) {
			give("UNK", "an organisation that no table holds")
		} else {
			give("BUS", "an organisation that no table holds and whose name no word of state or society stands in")
		}
	case len(words) > 1 && commercial(words):
		give("BUS", "%q, a firm", words[len(words)-1])
	case len(words) > 0 && (has(" the a an ", toks[p.first].norm) || toks[p.last].acr):
	case len(words) > 0:
		give("CVL", "a person without office")
	case len(p.hits) == 0 && (number(&toks[p.last]) || has(counts, toks[p.last].norm)):
		give("CVL", "%q, people without office", toks[p.last].norm)
	case len(p.hits) == 0 && main > 0 && ps[main-1].role == possessor:
		// "Ghana's refusal": whose it is acts.
		if s := x.served(r, ps, main); s != "" {
			give(s, "of the possessor")
		}
	default:
		for i := len(p.hits) - 1; i >= 0; i-- {
			h := &p.hits[i]
			switch h.kind() {
			case demonym:
				if h.term().plural || h.last == p.last && h.first > p.first && (has(" a an another one each every ", toks[p.first].norm) || number(&toks[p.first])) {
					give("CVL", "%q, a people", h.term().name)
				} else {
					give("GOV", "%q acting", h.term().name)
				}
				return
			case country, seat, region:
				give("GOV", "%q acting", h.term().name)
				return
			}
		}
	}
}

// commercial reports whether a name ends in a word for a firm.
func commercial(words []string) bool {
	return has(firms, words[len(words)-1])
}

// firms are the words that names of companies end in.
const firms = " inc ltd limited plc corp corporation co company llc llp gmbh ag sa spa nv holdings holding industries enterprises airlines airways energy power hydro mining mines petroleum oil gas steel motors electronics telecom telecommunications technologies technology systems pharmaceuticals resources securities logistics shipping seafood foods breweries construction homes properties ventures partners capital investments investment steelworks railways textiles cement group "

// counts are the words that stand for people when no noun follows.
const counts = " those others many some dozens hundreds thousands scores one two three four five six seven eight nine ten several everyone everybody someone somebody anyone anybody nobody people persons millions few "

// entityType returns the type of the entity mentioned at an offset, "" when there is none.
func (x *Context) entityType(at int) string {
	for i := range x.d.Mentions {
		if m := &x.d.Mentions[i]; m.Start <= at && at < m.End {
			return m.Type
		}
	}
	return ""
}
