package actor

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"onrecord/data"
	"onrecord/internal/doc"
)

// kind says which table a term is from, and so what it can tell. The order is the
// precedence when the same words stand in several tables.
type kind uint8

const (
	group   kind = iota // armed group, party or movement
	org                 // organisation with a proper name
	country             // country or territory
	seat                // capital, palace or building used for a government
	region              // part of a country
	demonym             // adjective or people of a country
	person              // office holder
	office              // title of a person
	agent               // common noun
	numKinds
)

// term is one row of a table, under one of its names.
type term struct {
	kind     kind
	table    string   // file the row is from, for the evidence
	name     string   // canonical name
	code     string   // country or non-state code, "" = none
	sector   string   // "" = none
	office   string   // of a person
	words    []string // of a person's name
	class    string   // offices and agents: head, weak, modifier, strong, title
	plural   bool     // agents and demonyms: names several
	from, to int      // days the row holds, yyyymmdd; 0 = open
	alien    bool     // agents: the text around cannot tell the country ("migrants", "world leaders")
	user     bool     // from the user's own table
}

// named reports whether the term is a proper name that several rows may share: periods of one
// person or group, or namesakes.
func (t *term) named() bool { return t.kind == person || t.kind == group || t.kind == org }

// holds reports whether the row holds on a day (yyyymmdd, 0 = unknown).
func (t *term) holds(day int) bool {
	return day == 0 || (t.from == 0 || t.from <= day) && (t.to == 0 || day <= t.to)
}

// form is one way to write a term: the words after the first, and how they must be capitalised.
type form struct {
	rest  []string
	caps  []byte // for each word: 0 any, 'A' capital, 'U' all capitals
	term  *term
	alone []*term // the term by itself
	order int     // of insertion, to keep choices deterministic
}

// lexicon finds terms in text.
type lexicon struct {
	forms    map[string][]form  // by first word, longest first
	surnames map[string][]*term // office holders by each word of their name
	states   map[string]string  // ISO alpha-3 -> code that events use (XKX -> KOS, PRI -> USA)
	names    map[string]string  // code -> usual English name
	outlets  map[string]string  // internet domain ending -> country
	papers   map[string]string  // name of a publisher, in lower case -> country
	hosts    []namedPlace       // countries and capitals that names of hosts begin or end with, longest first
	terms    int
}

// add enters a term under a name.
func (l *lexicon) add(name string, t *term) {
	toks := tokenise(name, 0, len(name), nil)
	var words []string
	var caps []byte
	for _, k := range toks {
		if k.punct != 0 && k.punct != '&' {
			continue
		}
		words = append(words, k.norm)
		switch {
		case k.punct == '&':
			words[len(words)-1] = "&"
			caps = append(caps, 0)
		case k.acr:
			caps = append(caps, 'U')
		case k.cap:
			caps = append(caps, 'A')
		default:
			caps = append(caps, 0)
		}
	}
	if len(words) == 0 {
		return
	}
	l.terms++
	l.forms[words[0]] = append(l.forms[words[0]], form{words[1:], caps, t, []*term{t}, l.terms})
}

// sortForms puts the longest forms first, and among equal ones the user's, then by kind.
func (l *lexicon) sortForms() {
	for _, fs := range l.forms {
		sort.SliceStable(fs, func(i, j int) bool {
			a, b := fs[i], fs[j]
			if len(a.rest) != len(b.rest) {
				return len(a.rest) > len(b.rest)
			}
			if a.term.user != b.term.user {
				return a.term.user
			}
			if a.term.kind != b.term.kind {
				return a.term.kind < b.term.kind
			}
			return a.order < b.order
		})
	}
}

// hit is a place in a run of tokens where a term stands.
type hit struct {
	first, last int     // tokens, both included
	terms       []*term // rows of that name, best first once settled; never empty, shared, not to be written
	indirect    bool    // "Russian-backed", "anti-Taliban": names another party than the phrase
}

func (h *hit) kind() kind   { return h.terms[0].kind }
func (h *hit) term() *term  { return h.terms[0] }
func (h *hit) length() int  { return h.last - h.first + 1 }
func (h *hit) code() string { return h.terms[0].code }

// scan finds the terms in toks, longest first, from left to right and without overlap.
func (l *lexicon) scan(toks []tok) []hit {
	var hits []hit
	for i := 0; i < len(toks); i++ {
		if toks[i].punct != 0 {
			continue
		}
		h, ok := l.at(toks, i)
		if !ok || l.longerInside(toks, &h) {
			continue
		}
		h.indirect = (h.kind() != agent || h.length() == 1) && indirect(toks, h.first, h.last)
		hits = append(hits, h)
		i = h.last
	}
	return hits
}

// longerInside reports whether a longer term begins within the hit: "National Police Agency" in "The National".
func (l *lexicon) longerInside(toks []tok, h *hit) bool {
	for i := h.first + 1; i <= h.last; i++ {
		if g, ok := l.at(toks, i); ok && g.last > h.last && g.length() > h.length() {
			return true
		}
	}
	return false
}

func (l *lexicon) at(toks []tok, i int) (hit, bool) {
	fs := l.forms[toks[i].norm]
	for k := range fs {
		f := &fs[k]
		if !f.match(toks, i) {
			continue
		}
		h := hit{first: i, last: i + len(f.rest), terms: f.alone}
		for n := k + 1; f.term.named() && n < len(fs) && len(fs[n].rest) == len(f.rest); n++ {
			if g := &fs[n]; g.term.named() && g.match(toks, i) {
				h.terms = append(h.terms[:len(h.terms):len(h.terms)], g.term)
			}
		}
		return h, true
	}
	return hit{}, false
}

func (f *form) match(toks []tok, i int) bool {
	if i+len(f.rest) >= len(toks) || !capsFit(f.caps[0], &toks[i]) {
		return false
	}
	for k, w := range f.rest {
		t := &toks[i+1+k]
		if t.norm != w && !(t.punct == '&' && w == "&") || !capsFit(f.caps[k+1], t) {
			return false
		}
	}
	return true
}

func capsFit(want byte, t *tok) bool {
	return want == 0 || want == 'A' && (t.cap || t.norm == "") || want == 'U' && t.acr
}

// indirect reports whether the words [first, last] stand in a compound that names another party.
func indirect(toks []tok, first, last int) bool {
	if first > 0 && toks[first-1].joined && has(opposing, toks[first-1].norm) {
		return true
	}
	if last+1 >= len(toks) || toks[last+1].punct != 0 || !has(dependent, toks[last+1].norm) {
		return false
	}
	if toks[last].joined {
		return true
	}
	// Without a hyphen it may be a verb, "Peru held talks", or a participle of the party itself, "rebels backed by Peru".
	next := &toks[last+1]
	return next.norm != "led" && !next.cap && !next.finite && (last+2 >= len(toks) || toks[last+2].norm != "by")
}

const (
	opposing  = " pro anti counter non post "
	dependent = " led backed based born made held occupied controlled allied linked affiliated supported funded trained aligned sponsored inspired administered speaking brokered mediated dominated bound educated supplied financed installed "
)

// has reports whether the blank-separated list holds the word.
func has(list, word string) bool {
	if word == "" {
		return false
	}
	for at := 0; ; {
		i := strings.Index(list[at:], word)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(word)
		if i > 0 && list[i-1] == ' ' && at < len(list) && list[at] == ' ' {
			return true
		}
	}
}

// day reads a table's date (2019, 2019-05, 2019-05-21) as yyyymmdd; a short date is the first or,
// with end, the last day of its period.
func day(s string, end bool) (int, error) {
	if s == "" {
		return 0, nil
	}
	parts := strings.SplitN(s, "-", 3)
	var v [3]int
	for i, p := range parts {
		k, err := strconv.Atoi(p)
		if err != nil || len(p) != 2 && i > 0 || len(p) != 4 && i == 0 {
			return 0, fmt.Errorf("no date: %q", s)
		}
		v[i] = k
	}
	n, y, m, d := len(parts), v[0], v[1], v[2]
	if y < 1900 || y > 2100 || m < 0 || m > 12 || d < 0 || d > 31 {
		return 0, fmt.Errorf("no date: %q", s)
	}
	if end && n < 2 {
		m = 12
	}
	if end && n < 3 {
		d = 31
	}
	return y*10000 + max(m, 1)*100 + max(d, 1), nil
}

// list splits a cell at its bars.
func list(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

// load reads the embedded tables and the user's rows.
func load(extra []map[string]string) (*lexicon, error) {
	l := &lexicon{
		forms: map[string][]form{}, surnames: map[string][]*term{}, states: map[string]string{},
		names: map[string]string{}, outlets: map[string]string{}, papers: map[string]string{},
	}
	l.countries(data.Table("countries"))
	for _, t := range []struct {
		table string
		kind  kind
	}{{"seats", seat}, {"groups", group}, {"organisations", org}, {"leaders", person}, {"offices", office}, {"agents", agent}} {
		if err := l.table(t.table, t.kind, data.Table(t.table)); err != nil {
			return nil, fmt.Errorf("%s.tsv: %w", t.table, err)
		}
	}
	if err := l.users(extra); err != nil {
		return nil, err
	}
	l.publishers(data.Table("outlets"), data.Table("hosts"))
	l.sortForms()
	return l, nil
}

// countries enters the table of countries: names, aliases, demonyms and internet endings.
func (l *lexicon) countries(rows []map[string]string) {
	for _, r := range rows {
		code := r["state"]
		l.states[r["iso3"]] = code
		l.states[code] = code
		l.outlets["."+strings.ToLower(r["iso2"])] = code
		if _, ok := l.names[code]; !ok || r["iso3"] == code {
			l.names[code] = r["name"]
		}
		t := &term{kind: country, table: "countries.tsv", name: r["name"], code: code, sector: "GOV"}
		l.add(r["name"], t)
		for _, a := range list(r["aliases"]) {
			l.add(a, t)
		}
		for i, a := range list(r["adjectives"]) {
			plural := i > 0 && (strings.HasSuffix(a, "s") || strings.HasSuffix(a, "men"))
			if small := strings.ToLower(a); len(a) > 4 && !has(" polish danish poles swede swedes ", small) {
				a = small // also where nothing is capitalised, as in messages
			}
			l.add(a, &term{kind: demonym, table: "countries.tsv", name: r["name"], code: code, plural: plural})
		}
	}
	l.outlets[".uk"] = "GBR"
}

// namedPlace is a country by one of its names, as it stands in the name of an internet host.
type namedPlace struct{ name, code string }

// minHosted is how long a name must be to be believed in a host: "oman" also stands in "women".
const minHosted = 5

// publishers enters the names and hosts of publishers, and the names of countries that hosts may hold. Houses that write of the whole
// world have no country: "the army" in a report of Reuters is not that of Britain.
func (l *lexicon) publishers(outlets, hosts []map[string]string) {
	for _, r := range outlets {
		code := l.states[r["iso3"]]
		if code == "" {
			continue
		}
		if r["reach"] == "world" {
			code = ""
		}
		l.papers[strings.ToLower(r["name"])] = code
		for _, a := range list(r["aliases"]) {
			l.papers[strings.ToLower(a)] = code
		}
	}
	for _, r := range hosts {
		if c, ok := l.papers[strings.ToLower(r["name"])]; ok && l.outlets[r["host"]] == "" {
			l.outlets[r["host"]] = c
		}
	}
	for first, fs := range l.forms {
		for _, f := range fs {
			if k := f.term.kind; len(f.rest) == 0 && len(first) >= minHosted && f.term.code != "" && (k == country || k == demonym || k == seat && f.term.class == "capital") {
				l.hosts = append(l.hosts, namedPlace{first, f.term.code})
			}
		}
	}
	sort.Slice(l.hosts, func(i, j int) bool {
		a, b := l.hosts[i], l.hosts[j]
		if len(a.name) != len(b.name) {
			return len(a.name) > len(b.name)
		}
		return a.name < b.name || a.name == b.name && a.code < b.code
	})
}

// hosted returns the country whose name or capital a host's name begins or ends with: "taipeitimes".
func (l *lexicon) hosted(label string) string {
	for _, h := range l.hosts {
		if strings.HasPrefix(label, h.name) || strings.HasSuffix(label, h.name) {
			return h.code
		}
	}
	return ""
}

// table enters the rows of one of the other tables. Columns that a table lacks are empty.
func (l *lexicon) table(file string, k kind, rows []map[string]string) error {
	for _, r := range rows {
		t := &term{kind: k, table: file + ".tsv", name: r["name"], code: r["code"], sector: r["sector"], office: r["office"], class: r["kind"], alien: r["country"] == "none"}
		if k == seat && r["kind"] == "region" {
			t.kind = region
		}
		if k == office {
			t.name = r["office"]
		}
		if k == agent {
			t.name = r["noun"]
		}
		if t.name == "" {
			return fmt.Errorf("row without a name: %v", r)
		}
		var err error
		if t.from, err = day(r["from"], false); err == nil {
			t.to, err = day(r["to"], true)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		if s, ok := l.states[t.code]; ok {
			t.code = s
		}
		l.enter(t, list(r["aliases"]))
		for _, d := range list(r["domains"]) {
			l.outlets[d] = t.code
		}
	}
	return nil
}

// enter adds a term under its name and aliases, with regular plurals of common nouns and
// the words of persons' names.
func (l *lexicon) enter(t *term, aliases []string) {
	l.add(t.name, t)
	for _, a := range aliases {
		l.add(a, t)
	}
	if t.kind == office || t.kind == agent {
		if p := plural(t.name); p != "" && t.class != "title" {
			many := *t
			many.plural = true
			l.add(p, &many)
		}
	}
	if t.kind == person {
		for _, w := range tokenise(t.name, 0, len(t.name), nil) {
			if w.punct == 0 && w.norm != "'s" {
				t.words = append(t.words, w.norm)
			}
			if w.punct == 0 && len(w.norm) > 2 {
				l.surnames[w.norm] = append(l.surnames[w.norm], t)
			}
		}
	}
}

// plural returns the regular plural of a common noun or title, "" where there is none.
func plural(s string) string {
	head, tail := s, ""
	for _, p := range []string{" of ", " for ", " to ", "-in-", "-general", " general"} {
		if i := strings.Index(s, p); i > 0 {
			head, tail = s[:i], s[i:]
			break
		}
	}
	switch {
	case strings.HasSuffix(head, "man"):
		return head[:len(head)-3] + "men" + tail
	case strings.HasSuffix(head, "s") && !strings.HasSuffix(head, "ss"), strings.HasSuffix(head, "men"), strings.HasSuffix(head, "people"), strings.HasSuffix(head, "children"), strings.HasSuffix(head, "police"), strings.HasSuffix(head, "."):
		return ""
	case strings.HasSuffix(head, "y") && !strings.ContainsAny(head[max(0, len(head)-2):len(head)-1], "aeiou"):
		return head[:len(head)-1] + "ies" + tail
	case strings.HasSuffix(head, "s"), strings.HasSuffix(head, "ch"), strings.HasSuffix(head, "sh"), strings.HasSuffix(head, "x"):
		return head + "es" + tail
	}
	return head + "s" + tail
}

// userKind reads the kind column of the user's table.
func userKind(s string) (kind, bool) {
	switch s {
	case "", "organisation", "organization":
		return org, true
	case "person":
		return person, true
	case "group":
		return group, true
	case "place":
		return region, true
	case "office":
		return office, true
	case "noun":
		return agent, true
	}
	return 0, false
}

// users enters the user's rows.
func (l *lexicon) users(rows []map[string]string) error {
	for i, r := range rows {
		k, ok := userKind(r["kind"])
		t := &term{kind: k, table: "actors", name: r["name"], code: r["code"], sector: r["sector"], office: r["office"], user: true}
		if !ok || t.name == "" {
			return fmt.Errorf("row %d: kind %q, name %q", i+1, r["kind"], r["name"])
		}
		if !validCode(t.code, l.states) || !validSector(t.sector) {
			return fmt.Errorf("row %d, %s: code %q or sector %q is not known", i+1, t.name, t.code, t.sector)
		}
		var err error
		if t.from, err = day(r["from"], false); err == nil {
			t.to, err = day(r["to"], true)
		}
		if err != nil {
			return fmt.Errorf("row %d, %s: %w", i+1, t.name, err)
		}
		if s, ok := l.states[t.code]; ok {
			t.code = s
		}
		if k == office || k == agent {
			t.class = "strong"
		}
		l.enter(t, list(r["aliases"]))
	}
	return nil
}

const sectors = " GOV MIL COP JUD LEG PTY OPP REB UAF PRM SPY CRM CVL REF JRN BUS LAB EDU MED REL SOC ELI AGR UNK "

func validCode(code string, states map[string]string) bool {
	return code == "" || doc.BodyCode(code) || states[code] != ""
}

func validSector(s string) bool { return s == "" || has(sectors, s) }
