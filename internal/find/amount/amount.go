// Package amount finds the figures of an article: numbers with their bounds, what
// they count and in which role. Sentences go in (tags and parse are used where they
// are set, and done without where not); doc.Figures come out, each with the phrase,
// the number, low, high and best after GUIDELINES section 3, class, role and scope.
// It never reads years, days, clock times, ordinals, scores or names as figures,
// never adds figures up, and leaves it to the claim stage to say on whose word.
package amount

import (
	"strings"

	"onrecord/internal/doc"
)

// Find fills d.Figures from d.Sentences, in text order. Numbers that d.Dates covers as
// points in time are left out. Figures that do not size people, forces, weapons, victims,
// state money or territory are there as well, with Sizes false.
func Find(d *doc.Document) {
	d.Figures = nil
	f := finder{d: d, tables: loaded()}
	for i := range d.Sentences {
		if d.GivenUp() {
			return
		}
		f.sentence(i)
	}
	f.relate()
}

// finder walks the sentences of one document.
type finder struct {
	*tables
	d     *doc.Document
	atoms []atom // reused
}

func (f *finder) sentence(i int) {
	s := &f.d.Sentences[i]
	atoms, numeric := lex(f.d.Article.Text, s.Start, s.End, f.atoms[:0])
	f.atoms = atoms
	if !numeric || len(s.Tokens) == 0 {
		return
	}
	sc := scanner{reader: reader{atoms}, tables: f.tables, text: f.d.Article.Text}
	var phrases []phrase
	for k := 0; k < len(atoms); {
		if a := &atoms[k]; a.kind != digits && a.num.role == notNumber && a.kind != mark {
			k++
			continue
		}
		p, skip, ok := sc.next(k)
		k = skip
		if ok && p.plausible() && !f.dated(i, &sc, &p) {
			phrases = append(phrases, p)
		}
	}
	for n := range phrases {
		if n > 0 && phrases[n].bound == exact && sc.converts(&phrases[n-1], &phrases[n]) {
			phrases[n].bound = phrases[n-1].bound
		}
		next := len(atoms)
		if n+1 < len(phrases) {
			next = phrases[n+1].from
		}
		f.add(i, &sc, &phrases[n], next)
	}
}

// largest is the largest number that is a figure; nothing in the news is counted higher, and a string of hundreds of
// digits, which would be infinite, cannot be written as JSON.
const largest = 1e18

// plausible reports whether the numbers of a phrase can be a figure's.
func (p *phrase) plausible() bool {
	return p.value <= largest && p.low <= largest && p.high <= largest && (p.second == nil || *p.second <= largest)
}

// converts reports whether b says in brackets what a says in another unit: "more than 100 kilometres (60 miles)".
func (s *scanner) converts(a, b *phrase) bool {
	return a.unit != "" && b.unit != "" && s.atomIs(b.from-1, "(") && b.from-2 == a.to
}

// dated reports whether a time expression covers the number.
func (f *finder) dated(sentence int, sc *scanner, p *phrase) bool {
	n := doc.Span{Start: sc.atoms[p.first].start, End: sc.atoms[p.last].end}
	for i := range f.d.Dates {
		if t := &f.d.Dates[i]; t.Sentence == sentence && t.Kind != "duration" && t.Kind != "set" && t.Overlaps(n) {
			return true
		}
	}
	return false
}

// add makes a figure of a phrase. next is the atom at which the next phrase begins.
func (f *finder) add(sentence int, sc *scanner, p *phrase, next int) {
	s := &f.d.Sentences[sentence]
	fig := doc.Figure{
		Span:     doc.Span{Start: sc.atoms[p.from].start, End: sc.atoms[p.to].end},
		Sentence: sentence,
		Number:   doc.Span{Start: sc.atoms[p.first].start, End: sc.atoms[p.last].end},
		Head:     -1, Unit: p.unit, Approx: p.bound == about, Vague: p.vague,
		Scope: "incident", SubsetOf: -1, Claim: -1,
	}
	fig.Low, fig.High, fig.Best = p.bounds()
	fig.Change = change(p)
	num := tokenIndex(s, fig.Number.End-1)
	until := len(s.Tokens)
	if next < len(sc.atoms) {
		until = tokenIndex(s, sc.atoms[next].start)
	}
	c := f.counted(s, fig.Start, fig.End, p)
	if c.last >= 0 {
		fig.Span.End = max(fig.Span.End, s.Tokens[c.last].End)
	}
	if c.head < 0 && p.measures == "" {
		if h := f.numbered(s, tokenIndex(s, fig.Start), num); h >= 0 {
			c.head, c.last, c.strong = h, -1, true
		}
	}
	fig.Head = c.head
	if p.measures == "money" {
		fig.Head = c.of
	}
	if fig.Best != nil && *fig.Best == 1 && lowerWord(s.Tokens, num+1) == "of" {
		fig.End = fig.Number.End // "one of the 10 hostages" leaves the ten for themselves
	}
	f.classify(&fig, s, p, c, num, until)
	if p.trend != "" {
		fig.Scope = "change"
	}
	f.d.Figures = append(f.d.Figures, fig)
}

// counted finds what a phrase over the bytes from start to end counts.
func (f *finder) counted(s *doc.Sentence, start, end int, p *phrase) counted {
	c := counted{head: -1, last: -1, of: -1}
	k := tokenIndex(s, end-1) + 1
	if k < len(s.Tokens) && s.Tokens[k].Text == "-" && s.Tokens[k].Start == end && p.measures == "" {
		p.hyphened = true // "a 10-member team": the noun behind the hyphen measures, it is not counted
		if strength[lowerWord(s.Tokens, k+1)] {
			c = f.countedAfter(s, k+2) // but the team counts its members
			c.strong = true
			return c
		}
	}
	of := lowerWord(s.Tokens, k) == "of"
	switch p.measures {
	case "money", "share":
		if of || p.measures == "money" && lowerWord(s.Tokens, k) == "in" {
			if h, l := f.nounPhrase(s, k+1); h >= 0 {
				c.of, c.last = h, l
			}
		}
	case "time", "age", "speed", "temperature":
	case "length", "area", "power":
		if p.hyphened || of && lowerWord(s.Tokens, tokenIndex(s, start)-1) != "within" { // within 7 km of is far
			c = f.countedAfter(s, k)
		}
	default:
		if lowerWord(s.Tokens, k) != "strong" { // "a force 3,000 strong"
			c = f.countedAfter(s, k)
		}
	}
	return c
}

// classify sets class, role, subset and whether the figure goes into the record.
func (f *finder) classify(fig *doc.Figure, s *doc.Sentence, p *phrase, c counted, num, until int) {
	fig.Role = "other"
	if p.measures == "money" {
		fig.Class = "money"
		r, _ := f.nounRole(s.Tokens, fig.Head) // "$5 million in aid"
		if r == "" {
			r = f.roleOf(s, tokenIndex(s, fig.Start), num, -1, until)
		}
		if r == "supplied" || r == "deployed" || f.nearAid(s, num) { // money that is sent or mobilised
			fig.Role = "supplied"
		}
		fig.Sizes = !f.repeats(fig, f.d.Figures) && !commercial(s, num)
		return
	}
	prev := f.previous(fig)
	switch {
	case c.head >= 0 && !c.others:
		if fig.Class = f.classOf(s, c); c.strong && (fig.Class == "" || fig.Class == "other") {
			fig.Class = "people"
		}
	case prev != nil:
		fig.Class = prev.Class
	case c.others:
		fig.Class = "people"
	}
	if r := f.roleBefore(s, tokenIndex(s, fig.Start)); r != "" {
		fig.Role = r
	} else if r := f.roleOf(s, tokenIndex(s, fig.Start), num, c.head, until); r != "" && p.measures != "length" && p.measures != "area" {
		fig.Role = r
	}
	listed := fig.Class != ""
	if !listed {
		fig.Class = "other"
		if c.head < 0 && ofPeople[fig.Role] || harms[fig.Role] {
			fig.Class = "people" // "12 killed", "killed 12 Druze"
		}
	}
	settle(fig)
	if c.pronoun && prev != nil {
		fig.SubsetOf = len(f.d.Figures) - 1
	}
	fig.Sizes = (listed || fig.Class != "other") && sizes(p, c) && !f.known(fig, s, p, num) ||
		p.unit == "km2" || p.unit == "mile2"
}

// nearAid reports whether a word of giving names what the money at token num is for: "support of $5 million",
// "$135 million for humanitarian assistance", "a $15 million contribution".
func (f *finder) nearAid(s *doc.Sentence, num int) bool {
	for i := max(0, num-4); i < len(s.Tokens) && i <= num+5; i++ {
		if s.Tokens[i].UPOS == "VERB" {
			continue
		}
		if r, _ := f.nounRole(s.Tokens, i); r == "supplied" {
			return true
		}
	}
	return false
}

// commercial reports whether money at token num is a price, a prize or the business of a company rather than of a state.
func commercial(s *doc.Sentence, num int) bool {
	for i := max(0, num-8); i < len(s.Tokens) && i <= num+8; i++ {
		if business[lowerWord(s.Tokens, i)] {
			return true
		}
	}
	return false
}

var business = wordSet(`prize auction auctioned revenue revenues profit profits earnings turnover shares shareholders salary salaries ticket
	tickets businesses painting artwork dividend dividends startup valuation retail royalties premiere album film movie`)

// sizes reports whether the number and its unit can size what goes into the record.
func sizes(p *phrase, c counted) bool {
	switch p.measures {
	case "":
		return !p.fraction && (!p.hyphened || c.strong)
	case "weight", "area", "length": // "300 tons of drugs", "a seven-kilometre section of the border"
		return c.head >= 0
	}
	return false
}

// ofPeople are the roles that only people have; what is seized or lost of things is "other".
var ofPeople = wordSet("killed wounded missing abducted arrested displaced gathered protested recruited evacuated")

// harms are the roles by which what is counted is seen to be people, whatever they are called.
var harms = wordSet("killed wounded")

// settle makes class and role agree.
func settle(fig *doc.Figure) {
	switch fig.Class {
	case "people", "civilians", "protesters", "police", "refugees", "displaced", "diplomats":
		switch fig.Role {
		case "protested":
			if fig.Role = "gathered"; fig.Class == "people" || fig.Class == "civilians" {
				fig.Class = "protesters"
			}
		case "supplied":
			fig.Role = "other"
		case "displaced":
			if fig.Class == "people" || fig.Class == "civilians" {
				fig.Class = "displaced"
			}
		}
	case "troops", "fighters":
		if fig.Role == "gathered" || fig.Role == "protested" || fig.Role == "supplied" {
			fig.Role = "other" // soldiers who march do not gather
		}
	case "weapons", "vehicles", "vessels", "aircraft", "other":
		if ofPeople[fig.Role] {
			fig.Role = "other"
		}
	}
}

// known reports whether the phrase points back at what was counted before: "the two men", "one of them",
// or the same number of the same kind of people again. A lone "one" counts only those to whom something happened.
func (f *finder) known(fig *doc.Figure, s *doc.Sentence, p *phrase, num int) bool {
	// "the two men" were told before; "the 1,100 troops" need not have been.
	if p.bound == exact && definite[lowerWord(s.Tokens, tokenIndex(s, fig.Start)-1)] && (fig.Best == nil || *fig.Best < 10) {
		return true
	}
	if fig.Best != nil && *fig.Best == 1 && !p.figures && fig.Role == "other" && fig.Start == fig.Number.Start {
		return true
	}
	if num+1 < len(s.Tokens) && fig.Best != nil && *fig.Best == 1 && lowerWord(s.Tokens, num+1) == "of" {
		return true
	}
	return ageOf(s, fig, num) || singularHead(s, fig) || f.repeats(fig, f.d.Figures)
}

// ageOf reports whether a bare number is said of a person: "when he was 12".
func ageOf(s *doc.Sentence, fig *doc.Figure, num int) bool {
	if fig.Head >= 0 || fig.Start != fig.Number.Start || fig.Best == nil || *fig.Best > 110 || num < 2 {
		return false
	}
	be, who := lowerWord(s.Tokens, num-1), lowerWord(s.Tokens, num-2)
	return (be == "was" || be == "is" || be == "turned" || be == "am") && (who == "he" || who == "she" || who == "who" || who == "i")
}

// singularHead reports whether the noun behind a number above one is singular, so that it is not what is counted:
// "a class 12 girl", "a 2015 police sweep".
func singularHead(s *doc.Sentence, fig *doc.Figure) bool {
	if fig.Head < 0 || !unarmed[fig.Class] && fig.Class != "police" || fig.Vague || fig.Best == nil || *fig.Best <= 1 {
		return false
	}
	t := &s.Tokens[fig.Head]
	return !strings.HasSuffix(t.Text, "s") && (t.XPOS == "NN" || t.XPOS == "NNP") && fig.Head == tokenIndex(s, fig.Number.End-1)+1 && !collective[lowerWord(s.Tokens, fig.Head)]
}

// collective nouns are counted without a plural.
var collective = wordSet(`personnel staff police aircraft crew people infantry dead wounded injured missing cattle troops others spacecraft
	children men women fish sheep buses gendarmerie afghani rohingya uighur tutsi hutu lebanese chinese japanese vietnamese portuguese`)

// repeats reports whether one of the figures told before counted as many of the same class.
func (f *finder) repeats(fig *doc.Figure, told []doc.Figure) bool {
	switch fig.Class {
	case "other", "vehicles", "weapons", "aircraft", "vessels":
		return false
	}
	for i := range told {
		g := &told[i]
		if g.Sizes && kin(g, fig) && g.Unit == fig.Unit && same(g.Low, fig.Low) && same(g.High, fig.High) &&
			(fig.Class != "money" && (fig.Best == nil || *fig.Best >= 10) || f.headWord(g) == f.headWord(fig)) &&
			(g.Role == fig.Role || g.Role == "other" || fig.Role == "other") {
			return true
		}
	}
	return false
}

// kin reports whether two figures can be of the same: the like class, or for larger numbers any two classes of people.
func kin(a, b *doc.Figure) bool {
	return a.Class == b.Class || b.Best != nil && *b.Best >= 10 && unarmed[a.Class] && unarmed[b.Class]
}

var unarmed = wordSet("people civilians protesters displaced refugees diplomats")

// headWord returns the lower-case noun that a figure counts, "" when there is none.
func (f *finder) headWord(fig *doc.Figure) string {
	return lowerWord(f.d.Sentences[fig.Sentence].Tokens, fig.Head)
}

func same(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

var definite = wordSet("the these those both our their his her its your my first last next other same all every each such")

// previous returns the figure before in the same or the last sentence that counts something listed, or nil.
func (f *finder) previous(fig *doc.Figure) *doc.Figure {
	for i := len(f.d.Figures) - 1; i >= 0; i-- {
		p := &f.d.Figures[i]
		if p.Sentence < fig.Sentence-1 {
			break
		}
		if p.Sizes && p.Class != "money" && !strings.HasSuffix(f.wordsBefore(&f.d.Sentences[p.Sentence], p.Start), "including ") { // "24 people, including 14 soldiers, and 40 more"
			return p
		}
	}
	return nil
}

// classOf returns the class of the counted phrase, "other" when its head is not listed.
func (f *finder) classOf(s *doc.Sentence, c counted) string {
	head := c.head
	class := f.class(lowerWord(s.Tokens, head))
	if class == "" && hyphened(s.Tokens, head) {
		class = f.class(joined(s.Tokens, head))
	}
	if c.of >= 0 && f.containerNoun(s.Tokens, head) {
		if k := f.class(lowerWord(s.Tokens, c.of)); k != "" {
			head, class = c.of, k
		}
	}
	var narrower map[string]string
	switch class {
	case "people", "civilians":
		narrower = f.personal
	case "other":
		narrower = f.material
	}
	for i := c.first; i < head; i++ {
		if k, ok := narrower[lowerWord(s.Tokens, i)]; ok {
			return k
		}
	}
	if class == "people" && generic[lowerWord(s.Tokens, head)] && military(s, c.first, head) {
		return "troops"
	}
	return class
}

// generic nouns are soldiers among soldiers: "the base and its 300 personnel".
var generic = wordSet("personnel men members")

// military reports whether the words around tokens [first, last] are of armed forces.
func military(s *doc.Sentence, first, last int) bool {
	for i := max(0, first-8); i < len(s.Tokens) && i <= last+8; i++ {
		if forces[lowerWord(s.Tokens, i)] {
			return true
		}
	}
	return false
}

var forces = wordSet("army military troops soldiers brigade battalion regiment marines navy garrison barracks commander warship")

// change is NewsQuant's notation of bound and trend.
func change(p *phrase) string {
	switch {
	case p.bound == about:
		return "~"
	case p.bound == least:
		return ">"
	case p.trend != "":
		return p.trend
	case p.bound == most:
		return "<"
	}
	return "="
}

// tokenIndex returns the token that holds byte offset at, or the last one before it.
func tokenIndex(s *doc.Sentence, at int) int {
	lo, hi := 0, len(s.Tokens)
	for lo < hi {
		m := (lo + hi) / 2
		if s.Tokens[m].End <= at {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return min(lo, len(s.Tokens)-1)
}
