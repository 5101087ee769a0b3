package actor

import (
	"sort"
	"strings"
)

// scan finds the terms in toks as this document uses them: abbreviations mean what it says they do, and
// of several bearers of a name the likeliest stands first.
func (x *Context) scan(toks []tok) []hit {
	hits := x.lex.scan(toks)
	if len(x.locals) > 0 {
		hits = x.local(toks, hits)
	}
	if x.share("PRK") > 0 && x.share("KOR") > 0 && x.share("PRK")+x.share("KOR") > 0.4 {
		hits = x.halves(toks, hits)
	}
	if x.allied != nil {
		hits = x.coalition(toks, hits)
	}
	kept := hits[:0]
	for i := range hits {
		h := hits[i]
		var next *hit
		if i+1 < len(hits) {
			next = &hits[i+1]
		}
		if x.settle(toks, &h, kept, next) {
			kept = append(kept, h)
		}
	}
	return kept
}

// local puts the document's own abbreviations into the hits.
func (x *Context) local(toks []tok, hits []hit) []hit {
	var out []hit
	h := 0
	for i := range toks {
		for h < len(hits) && hits[h].last < i {
			out = append(out, hits[h])
			h++
		}
		if t := x.locals[toks[i].norm]; t != nil && toks[i].acr && (h == len(hits) || hits[h].first > i || hits[h].length() == 1) {
			out = append(out, hit{first: i, last: i, terms: []*term{t}, indirect: indirect(toks, i, i)})
			if h < len(hits) && hits[h].first == i {
				h++
			}
		}
	}
	return append(out, hits[h:]...)
}

// coalition puts the military coalition that the document names in full into the hits for its short forms: "the Coalition",
// "coalition aircraft". A word of parties before it ("the ruling coalition") keeps it one of parties.
func (x *Context) coalition(toks []tok, hits []hit) []hit {
	for i := range hits {
		h := &hits[i]
		if h.kind() != agent || h.term().name != "coalition" && !strings.HasPrefix(h.term().name, "coalition ") {
			continue
		}
		if h.length() > 1 && h.term().sector != "MIL" && h.term().name != "coalition partner" {
			continue
		}
		if h.first > 0 && toks[h.first-1].punct == 0 && has(ruling, toks[h.first-1].norm) {
			continue
		}
		h.last, h.terms = h.first, []*term{x.allied}
	}
	return hits
}

// halves puts "the North" and "the South" into the hits, in a document that is about both Koreas.
func (x *Context) halves(toks []tok, hits []hit) []hit {
	var out []hit
	h := 0
	for i := 1; i < len(toks); i++ {
		t := &toks[i]
		if !t.cap || t.joined || t.norm != "north" && t.norm != "south" || toks[i-1].norm != "the" || capAt(toks, i+1) || i+1 < len(toks) && has(" of and ", toks[i+1].norm) && capAt(toks, i+2) {
			continue
		}
		for h < len(hits) && hits[h].last < i {
			out = append(out, hits[h])
			h++
		}
		if h < len(hits) && hits[h].first <= i {
			continue
		}
		c := &term{kind: country, table: "the article", name: "North Korea", code: "PRK", sector: "GOV"}
		if t.norm == "south" {
			c.name, c.code = "South Korea", "KOR"
		}
		out = append(out, hit{first: i, last: i, terms: []*term{c}})
	}
	return append(out, hits[h:]...)
}

// ruling are the words before "coalition" that make it one of parties.
const ruling = " ruling governing government opposition rebel coalition party led grand three left right centre center electoral political rights civic national "

// alliance finds the military coalition that the document names in full.
func (x *Context) alliance() {
	for i := range x.hits {
		if t := x.hits[i].term(); t.kind == org && t.code == "IGO" && t.sector == "MIL" && strings.Contains(strings.ToLower(t.name), "coalition") || t.name == "Combined Joint Task Force" {
			x.allied = t
			return
		}
	}
}

// settle picks the row of a hit, and reports false where the words are no name of it after all. before
// holds the hits kept so far, next the hit that follows.
func (x *Context) settle(toks []tok, h *hit, before []hit, next *hit) bool {
	switch h.kind() {
	case person:
		if !x.surname(toks, h, before, next) {
			return false
		}
	case country, region, seat:
		if h.first > 0 && toks[h.first-1].cap && has(" mr mrs ms dr sheikh shaikh sir lady prince princess don dona ", toks[h.first-1].norm) {
			return false // "Sheikh Sabah"
		}
		if h.kind() == country && h.length() > 1 && !toks[h.last].cap && h.first > 0 && has(" a an another any every no own new first ", toks[h.first-1].norm) {
			return false // "a Jewish state"
		}
		if h.code() == "" && capAt(toks, h.last+1) && !titleCase(toks, h.first) {
			return false // "Pacific Ecology"
		}
		if h.length() == 1 && has(forenames, toks[h.first].norm) && !capBefore(toks, h.first) &&
			capAt(toks, h.last+1) && !starts(next, h.last+1) && !titleCase(toks, h.first) {
			return false
		}
		return true
	case group, org:
		if h.kind() == org && h.length() == 1 && has(" BUS JRN ", h.term().sector) && !toks[h.first].acr && capBefore(toks, h.first) && !toks[h.first-1].acr && !titleCase(toks, h.first) &&
			(len(before) == 0 || before[len(before)-1].last != h.first-1) {
			return false // the surname in "Ilir Meta"
		}
		if longer(toks, h, next) {
			return false
		}
		if namesake(toks, h, next) {
			h.terms = []*term{{kind: org, table: h.term().table, name: h.term().name, sector: h.term().sector}}
			return true
		}
		if x.homonym(toks, h) {
			h.terms = []*term{{kind: group, table: h.term().table, name: h.term().name, sector: h.term().sector}}
			return true
		}
	default:
		return !x.lapsed(h.term())
	}
	if len(h.terms) > 1 {
		ts := append([]*term(nil), h.terms...)
		sort.SliceStable(ts, func(i, j int) bool { return x.likelier(ts[i], ts[j]) })
		if ts[0].kind == person {
			n := 1
			for _, t := range ts[1:] {
				if t.name == ts[0].name {
					ts[n] = t
					n++
				}
			}
			ts = ts[:n]
		}
		h.terms = ts
	}
	return !x.lapsed(h.term())
}

// lapsed tells whether a row is the user's and does not hold on the day of the document: outside its dates it says nothing.
// A person keeps a lapsed row: it tells a former office.
func (x *Context) lapsed(t *term) bool { return t.user && t.kind != person && !t.holds(x.day) }

// likelier orders rows of one name: those that hold on the day first, then the user's, then by the document's shares of
// countries.
func (x *Context) likelier(a, b *term) bool {
	if va, vb := a.holds(x.day), b.holds(x.day); va != vb {
		return va
	}
	if a.user != b.user {
		return a.user
	}
	return x.share(a.code) > x.share(b.code)
}

// share returns the share of a country in the document.
func (x *Context) share(code string) float64 {
	for i := range x.shares {
		if x.shares[i].code == code {
			return x.shares[i].weight
		}
	}
	return 0
}

// institutions are what a paper's or a party's short name can be the beginning of the name of: "The National Assembly", "Labour Court".
const institutions = " academy agency assembly association authority bank board centre center commission committee conference congress council court department guard institute library ministry minister ministers museum office park police union university "

// longer reports whether a hit is only the beginning of the name of another body.
func longer(toks []tok, h *hit, next *hit) bool {
	if h.kind() == org && h.term().sector == "JRN" && toks[h.first].norm == "the" && capAt(toks, h.last+1) && !toks[h.last].acr && !starts(next, h.last+1) {
		return true // "The National Human Rights Commission"
	}
	if toks[h.last].acr || !capAt(toks, h.last+1) || titleCase(toks, h.first) || !has(institutions, toks[h.last+1].norm) ||
		starts(next, h.last+1) && next.kind() != agent && next.kind() != office {
		return false
	}
	t := h.term()
	return h.kind() == org && t.sector == "JRN" || h.kind() == group && (t.sector == "PTY" || t.sector == "OPP") && h.length() == 1
}

// namesake reports whether a hit is a body of another country that has the name of one in a table: "the Royal Air Force of Oman".
func namesake(toks []tok, h *hit, next *hit) bool {
	t := h.term()
	if h.kind() != org || !has(" GOV MIL JUD COP LEG ", t.sector) || len(t.code) != 3 || igo(t.code) || h.last+2 >= len(toks) || toks[h.last+1].norm != "of" || next == nil {
		return false
	}
	k := h.last + 2
	if toks[k].norm == "the" {
		k++
	}
	return next.first == k && next.kind() == country && next.code() != t.code && next.code() != ""
}

// homonym reports whether a party's acronym or common name stands in a document that is about other countries
// than the party's: then it is more likely that of a party that no table holds. Parties alone do not make it their country's.
func (x *Context) homonym(toks []tok, h *hit) bool {
	if len(x.backed) == 0 {
		return false
	}
	common := h.length() == 1 && (toks[h.first].acr || has(labels, toks[h.first].norm))
	for i := h.first; i <= h.last; i++ {
		common = common || h.length() > 1 && has(" party front alliance movement congress union coalition conference democrats ", toks[i].norm)
	}
	if !common {
		return false
	}
	for _, t := range h.terms {
		if t.user || t.sector != "PTY" && t.sector != "OPP" || x.backed[t.code] {
			return false
		}
	}
	return true
}

// labels are the leanings that parties of many countries are called by.
const labels = " labour labor conservatives conservative liberals liberal greens socialists socialist democrats republicans nationalists nationalist tories tory "

// Years for which a surname alone still names an office holder after the last row, and before the first.
const (
	yearsAfter  = 12
	yearsBefore = 2
)

// surname reports whether a hit on less than the whole name of a person is that person: the day must be near
// the time in office, and the words not part of another name ("Trump Tower", "Rifaat al-Assad").
func (x *Context) surname(toks []tok, h *hit, before []hit, next *hit) bool {
	first := &toks[h.first]
	if h.length() > 1 && !has(particles, first.norm) || words(h.term().name) == 1 {
		return true
	}
	if x.day != 0 {
		near := false
		for _, t := range h.terms {
			near = near || t.user || (t.from == 0 || t.from <= x.day+yearsBefore*10000) && (t.to == 0 || x.day <= t.to+yearsAfter*10000)
		}
		if !near {
			return false
		}
	}
	headline := titleCase(toks, h.first)
	if !headline && capAt(toks, h.last+1) && !starts(next, h.last+1) {
		return false
	}
	if i := h.first - 1; !headline && i >= 0 && toks[i].cap && toks[i].punct == 0 && !has(honorifics+openers, toks[i].norm) {
		return len(before) > 0 && before[len(before)-1].last == i && before[len(before)-1].kind() != person
	}
	return true
}

const (
	// forenames are countries and regions that are also given names or surnames.
	forenames = " chad jordan georgia israel mali kenya india cuba malta victoria florida carolina virginia sydney adelaide paris alexandria lincoln houston jackson washington lima santiago cordoba leon valencia salvador guadalupe "
	// openers begin a sentence with a capital before a name.
	openers = " the a an but and or as when while if after before since for in on at with by from to of that this his her their its although though because however yet then so meanwhile like unlike under despite during according both not only even what why how where who is was will can has had did does do should could would may might must let says said asked told "
)

func words(name string) int {
	n := 1
	for i := 0; i < len(name); i++ {
		if name[i] == ' ' || name[i] == '-' {
			n++
		}
	}
	return n
}

func capAt(toks []tok, i int) bool { return i < len(toks) && toks[i].cap && toks[i].punct == 0 }

func capBefore(toks []tok, i int) bool {
	return i > 0 && toks[i-1].cap && toks[i-1].punct == 0 && !has(openers, toks[i-1].norm)
}

func starts(h *hit, i int) bool { return h != nil && h.first == i }

// titleCase reports whether the words around token i are all capitalised, as in a headline: no word of four
// letters or more up to the next mark on each side begins small.
func titleCase(toks []tok, i int) bool {
	n := 0
	for k := i - 1; k >= 0 && i-k <= 6 && toks[k].punct != '.'; k-- {
		if len(toks[k].norm) >= 4 && !toks[k].cap {
			return false
		}
		n++
	}
	for k := i + 1; k < len(toks) && k-i <= 6 && toks[k].punct != '.'; k++ {
		if len(toks[k].norm) >= 4 && !toks[k].cap {
			return false
		}
		n++
	}
	return n >= 3
}

// abbreviations finds what the document abbreviates: "the National Police Agency (NPA)".
func (x *Context) abbreviations() {
	for k := 1; k+1 < len(x.toks); k++ {
		if x.toks[k].punct != 0 || !x.toks[k].acr || x.toks[k-1].punct != '(' || x.toks[k+1].punct != ')' {
			continue
		}
		lo := x.spelledOut(k)
		if lo < 0 || x.locals[x.toks[k].norm] != nil {
			continue
		}
		t := &term{kind: org, table: "the article", name: x.d.Article.Text[x.toks[lo].start:x.toks[k-2].end]}
		if hs := x.hitsIn(lo, k-1); len(hs) == 1 && hs[0].first == lo && hs[0].last == k-2 {
			if hs[0].kind() > org {
				continue
			}
			t = hs[0].term()
		} else {
			r := x.describe(lo, k-1)
			t.code, t.sector = r.code, r.sector
		}
		if x.locals == nil {
			x.locals = map[string]*term{}
		}
		x.locals[x.toks[k].norm] = t
	}
}

// opposition finds the parties that the article says are in opposition: "the main opposition party Renamo",
// "the MDC, an opposition party".
func (x *Context) opposition() {
	for i := range x.hits {
		h := &x.hits[i]
		if h.kind() != group || h.term().sector != "PTY" {
			continue
		}
		told := false
		for k := h.first - 1; k >= 0 && k >= h.first-3 && x.toks[k].punct == 0; k-- {
			told = told || x.toks[k].norm == "opposition"
		}
		if k := h.last + 1; k < len(x.toks) && x.toks[k].punct == ',' {
			for k++; k < len(x.toks) && k < h.last+7 && x.toks[k].punct == 0; k++ {
				told = told || x.toks[k].norm == "opposition"
			}
		}
		if told {
			if x.opposed == nil {
				x.opposed = map[string]bool{}
			}
			x.opposed[h.term().name] = true
		}
	}
}

// spelledOut returns the first token of the words before a bracket whose initials are the acronym at
// token k, or -1.
func (x *Context) spelledOut(k int) int {
	acronym := x.toks[k].norm
	n, lo := len(acronym), -1
	for i := k - 2; i >= 0 && n > 0 && k-i < 14 && x.toks[i].punct == 0; i-- {
		w := &x.toks[i]
		switch {
		case w.cap && w.norm[0] == acronym[n-1]:
			n--
			lo = i
		case w.cap && len(w.norm) > 0 && !has(small, w.norm) && lo >= 0 && n < len(acronym)-1:
			// A capital that the acronym leaves out.
		case has(small, w.norm) || w.norm == "'s":
		case w.cap && lo < 0:
			return -1
		default:
			if !w.cap {
				return -1
			}
		}
	}
	if n > 0 || len(acronym) < 2 {
		return -1
	}
	return lo
}

// small are the words that acronyms leave out.
const small = " of and the for on in to de la du des del e y et a "
