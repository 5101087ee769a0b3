package entity

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// Types of entities.
const (
	typePerson       = "person"
	typeOrganisation = "organisation"
	typePlace        = "place"
	typeGroup        = "group"
	typeOutlet       = "outlet"
	typeDocument     = "document"
)

// linker groups the mentions of one document.
type linker struct {
	f     *Finder
	d     *doc.Document
	names []name // per mention
	sets  []set
	byKey map[string]int // normalised form -> set
}

// set is an entity in the making.
type set struct {
	typ      string
	votes    map[string]int
	names    []name
	mentions []int
	into     int // the set that this one was joined to, -1 = none
}

// link fills d.Entities from d.Mentions and sets the mentions' Type and Entity.
func (f *Finder) link(d *doc.Document) {
	l := &linker{f: f, d: d, byKey: map[string]int{}}
	l.addDocuments()
	l.addAcronyms()
	for i := range d.Mentions {
		l.names = append(l.names, l.name(i))
	}
	for _, step := range []func(){l.sameForm, l.acronyms, l.shortOrganisations, l.persons, l.write} {
		if d.GivenUp() {
			return
		}
		step()
	}
}

// typeOf says what kind of entity a mention names; "" for what is none (products, events).
func (l *linker) typeOf(m *doc.Mention, n name) string {
	switch m.Class {
	case Person:
		return typePerson
	case Organization:
		if l.f.lex.outlet(n.text, n.words) {
			return typeOutlet
		}
		return typeOrganisation
	case Location, Facility:
		return typePlace
	case NORP:
		return typeGroup
	case Misc:
		if l.f.lex.document(n.words) {
			return typeDocument
		}
	}
	return ""
}

// sameForm puts mentions with the same normalised form together; the majority of their types wins.
func (l *linker) sameForm() {
	for i := range l.d.Mentions {
		n := l.names[i]
		t := l.typeOf(&l.d.Mentions[i], n)
		if n.key == "" || t == "" {
			continue
		}
		if t == typeGroup {
			n.key += "|group" // "French" the people is not "French" the name
		}
		s, ok := l.byKey[n.key]
		if !ok {
			s = len(l.sets)
			l.byKey[n.key] = s
			l.sets = append(l.sets, set{votes: map[string]int{}, into: -1})
		}
		x := &l.sets[s]
		x.votes[t]++
		x.names = append(x.names, n)
		x.mentions = append(x.mentions, i)
	}
	for i := range l.sets {
		l.sets[i].typ = majority(l.sets[i].votes)
	}
}

func majority(votes map[string]int) string {
	best := ""
	for _, t := range []string{typePerson, typeOutlet, typeOrganisation, typePlace, typeGroup, typeDocument} {
		if votes[t] > votes[best] {
			best = t
		}
	}
	return best
}

// root is the set that i ended up in.
func (l *linker) root(i int) int {
	for l.sets[i].into >= 0 {
		i = l.sets[i].into
	}
	return i
}

// join makes set b part of set a.
func (l *linker) join(a, b int) {
	if a, b = l.root(a), l.root(b); a != b {
		l.sets[b].into = a
		l.sets[a].names = append(l.sets[a].names, l.sets[b].names...)
		l.sets[a].mentions = append(l.sets[a].mentions, l.sets[b].mentions...)
	}
}

// acronyms joins "ICG" to "International Crisis Group": by a bracket next to the name, else by its initials.
func (l *linker) acronyms() {
	setOf := map[int]int{}
	for s := range l.sets {
		for _, m := range l.sets[s].mentions {
			setOf[m] = s
		}
	}
	for i := 0; i+1 < len(l.d.Mentions); i++ {
		a, b := &l.d.Mentions[i], &l.d.Mentions[i+1]
		sa, oka := setOf[i]
		sb, okb := setOf[i+1]
		if !oka || !okb || a.Sentence != b.Sentence || b.First != a.Last+2 || l.token(b.Sentence, a.Last+1) != "(" ||
			l.token(b.Sentence, b.Last+1) != ")" {
			continue
		}
		long, short := l.names[i], l.names[i+1]
		if short.acronym && !long.acronym || long.acronym && !short.acronym || initials(long.words, short.text) {
			if organisational(l.sets[sa].typ) && organisational(l.sets[sb].typ) {
				l.join(sa, sb)
			}
		}
	}
	for s := range l.sets {
		if l.d.GivenUp() {
			return
		}
		n := l.sets[s].names[0]
		if !n.acronym || l.sets[s].into >= 0 || l.hasFull(s) || !organisational(l.sets[s].typ) {
			continue
		}
		for o := range l.sets {
			if o != s && organisational(l.sets[o].typ) && initials(l.sets[o].names[0].words, n.text) {
				l.join(o, s)
				break
			}
		}
	}
}

func (l *linker) hasFull(s int) bool {
	for _, n := range l.sets[l.root(s)].names {
		if !n.acronym {
			return true
		}
	}
	return false
}

func organisational(t string) bool {
	return t == typeOrganisation || t == typeOutlet || t == typePlace || t == typeGroup
}

func (l *linker) token(sentence, i int) string {
	if ts := l.d.Sentences[sentence].Tokens; i >= 0 && i < len(ts) {
		return ts[i].Text
	}
	return ""
}

// shortOrganisations joins "Wagner" to "Wagner Group" and "Defence Ministry" to "Ministry of Defence".
func (l *linker) shortOrganisations() {
	for s := range l.sets {
		if l.d.GivenUp() {
			return
		}
		if l.sets[s].into >= 0 || l.sets[s].typ != typeOrganisation || l.sets[s].names[0].acronym {
			continue
		}
		short, found := l.sets[s].names[0].words, -1
		for o := range l.sets {
			if o == s || l.sets[o].typ != typeOrganisation {
				continue
			}
			if l.f.lex.shortens(short, l.sets[o].names[0].words) {
				if found >= 0 && l.root(found) != l.root(o) {
					found = -1
					break
				}
				found = o
			}
		}
		if found >= 0 && l.root(found) != s {
			l.join(found, s)
		}
	}
}

// persons joins surnames and other parts of a name to the fullest name that holds them. Where several
// persons share the part, a title's gender decides, else the one named last before.
func (l *linker) persons() {
	for s := range l.sets {
		if l.d.GivenUp() {
			return
		}
		if l.sets[s].typ != typePerson || l.sets[s].into >= 0 {
			continue
		}
		part := l.sets[s].names[0]
		var fits []int
		best := 0
		for o := range l.sets {
			if o == s || l.sets[o].typ != typePerson || l.root(o) == s {
				continue
			}
			full := l.sets[o].names[0]
			if fit := partOf(part.words, full.words); fit > 0 && compatible(part.gender, l.genderOf(o)) {
				switch {
				case fit > best:
					fits, best = []int{o}, fit
				case fit == best:
					fits = append(fits, o)
				}
			}
		}
		if len(fits) > 0 {
			l.join(l.nearest(fits, l.sets[s].mentions[0]), s)
		}
	}
}

// nearest chooses the set that was named last before the mention; the first of them where none was.
func (l *linker) nearest(sets []int, mention int) int {
	best, at := sets[0], -1
	for _, s := range sets {
		for _, m := range l.sets[s].mentions {
			if m < mention && m > at {
				best, at = s, m
			}
		}
	}
	return best
}

func (l *linker) genderOf(s int) byte {
	for _, n := range l.sets[s].names {
		if n.gender != 0 {
			return n.gender
		}
	}
	return l.f.lex.firstName(l.sets[s].names[0].words)
}

func compatible(a, b byte) bool { return a == 0 || b == 0 || a == b }

// write turns the sets into entities, in the order of their first mentions.
func (l *linker) write() {
	var roots []int
	for s := range l.sets {
		if l.sets[s].into < 0 {
			sort.Ints(l.sets[s].mentions)
			roots = append(roots, s)
		}
	}
	sort.Slice(roots, func(i, j int) bool { return l.sets[roots[i]].mentions[0] < l.sets[roots[j]].mentions[0] })
	for _, s := range roots {
		x := &l.sets[s]
		e := doc.Entity{Name: fullest(x.names, x.typ), Type: x.typ, Mentions: x.mentions}
		for _, m := range x.mentions {
			l.d.Mentions[m].Entity = len(l.d.Entities)
			l.d.Mentions[m].Type = x.typ
		}
		if x.typ == typePerson {
			e.Title = l.title(x)
			e.Gender = l.gender(s, e.Title)
		}
		l.d.Entities = append(l.d.Entities, e)
	}
}

// fullest chooses the most informative form: not an acronym, then most words, then most letters, then first.
func fullest(names []name, typ string) string {
	best := names[0]
	for _, n := range names[1:] {
		switch {
		case n.acronym != best.acronym:
			if best.acronym {
				best = n
			}
		case typ == typeGroup: // "Russian" before "Russians": the first is as good as any
		case len(n.words) > len(best.words), len(n.words) == len(best.words) && shouting(best.text) && !shouting(n.text):
			best = n
		}
	}
	return best.text
}

func shouting(s string) bool { return utf8.RuneCountInString(s) > 1 && strings.ToUpper(s) == s }

// name is a mention's wording, stripped and split.
type name struct {
	text    string   // without determiner and possessive
	words   []string // lower case, without titles and marks
	first   int      // token that it starts with, after what was stripped
	key     string   // equal for forms that differ in nothing that matters
	acronym bool
	gender  byte // from a title before or in it
}

func (l *linker) name(i int) name {
	m := &l.d.Mentions[i]
	s := &l.d.Sentences[m.Sentence]
	first, last := m.First, m.Last
	for first < last && determiner(s.Tokens[first].Text) {
		first++
	}
	for last > first && possessive(s.Tokens[last].Text) {
		last--
	}
	var n name
	if m.Class == Person {
		for first < last && l.f.lex.honorific(s.Tokens[first].Text) {
			n.gender = titleGender(s.Tokens[first].Text)
			first++
			for first < last && s.Tokens[first].Text == "." {
				first++
			}
		}
		for k := first - 1; n.gender == 0 && k >= max(0, first-2); k-- {
			n.gender = titleGender(s.Tokens[k].Text)
		}
	}
	n.first = first
	n.text = strings.Join(strings.Fields(l.d.Article.Text[s.Tokens[first].Start:s.Tokens[last].End]), " ")
	for k := first; k <= last; k++ {
		if w := lowered(s.Tokens[k].Text); hasLetterOrDigit(w) {
			n.words = append(n.words, strings.Trim(w, "."))
		}
	}
	n.key = strings.Join(n.words, " ")
	if m.Class == NORP {
		n.key = strings.TrimSuffix(n.key, "s")
	}
	n.acronym = first == last && acronym(n.text)
	return n
}

func determiner(s string) bool {
	return s == "the" || s == "The" || s == "a" || s == "an" || s == "THE"
}

func possessive(s string) bool { return s == "'s" || s == "’s" || s == "'" || s == "’" }

func hasLetterOrDigit(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// acronym reports whether a word looks like one: two letters or more, most of them capitals ("AFRICOM", "CNSP", "U.N.", "MoD").
func acronym(s string) bool {
	capitals, others := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsLetter(r):
			others++
		}
	}
	return capitals >= 2 && others < capitals && capitals+others <= 8
}

// initials reports whether the letters of short are the initials of words, small words counted or not.
func initials(words []string, short string) bool {
	var want []rune
	for _, r := range short {
		if unicode.IsLetter(r) {
			want = append(want, unicode.ToLower(r))
		}
	}
	if len(want) < 2 || len(words) < 2 {
		return false
	}
	for _, small := range []bool{true, false} {
		var have []rune
		for _, w := range words {
			if small || !smallWord(w) {
				r, _ := utf8.DecodeRuneInString(w)
				have = append(have, r)
			}
		}
		if string(have) == string(want) {
			return true
		}
	}
	return false
}

func smallWord(w string) bool {
	switch w {
	case "of", "the", "and", "for", "in", "on", "to", "de", "des", "du", "la", "le", "et", "y", "a", "an", "at":
		return true
	}
	return false
}

// partOf says how well a person's short form fits a full name: 0 not at all, 1 as a first name or a
// middle part, 2 as its end, 3 as its end but for an initial ("J. Bolton").
func partOf(part, full []string) int {
	part, full = withoutArticle(part), withoutArticle(full)
	n := len(part)
	if n == 0 || n >= len(full) {
		return 0
	}
	if n == 2 && utf8.RuneCountInString(part[0]) == 1 && part[1] == full[len(full)-1] && strings.HasPrefix(full[0], part[0]) {
		return 3
	}
	if n == 2 && len(full) > 2 && part[0] == full[0] && part[1] == full[len(full)-1] {
		return 3 // "Karim Sall" for "Karim Boubacar Sall"
	}
	for at := len(full) - n; at >= 0; at-- {
		if equal(full[at:at+n], part) {
			if at+n == len(full) {
				return 2
			}
			return 1
		}
	}
	return 0
}

// withoutArticle drops the Arabic article, which some forms of a name have and others not.
func withoutArticle(words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if w == "al" || w == "el" || w == "al-" || w == "el-" {
			continue
		}
		w = strings.TrimPrefix(strings.TrimPrefix(w, "al-"), "el-")
		out = append(out, w)
	}
	return out
}

func equal(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
