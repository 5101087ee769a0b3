package amount

// trapped reports a positive atom to go on at when the number is none that sizes anything:
// a year, a day, a clock time, an ordinal, part of a name, an address or a score.
func (s *scanner) trapped(p *phrase) (skip int) {
	next := p.last + 1
	switch {
	case s.partOfDate(p):
		return s.pastSecond(next, 31)
	case s.ageAlone(p):
		return s.pastSecond(max(next, p.to+1), 110)
	case s.tailWord(next) && p.to == p.last,
		s.named(p), s.code(p), s.ordinal(p), s.clock(p), s.listMark(p), s.pronounOne(p), s.loneHalf(p):
		next = max(next, p.to+1)
		if p.figures && s.hyphen(next, s.text) && s.glued(next) && s.glued(next+1) && s.atomKind(next+1) == digits {
			return next + 2 // "beat Lyon 2-1", "ISO 3888-2"
		}
		return next
	case s.atoms[p.last].kind == dotted:
		return next
	}
	// Part of a longer chain of figures: 5/17/2018, 192:168, +1-222-2222.
	if p.figures && s.glued(next) && next+1 < len(s.atoms) && s.glued(next+1) && s.atoms[next+1].kind == digits {
		switch s.text[s.atoms[next].start] {
		case '/', ':', '_', '=':
			return s.chainEnd(next)
		case '-':
			if next+3 < len(s.atoms) && s.hyphen(next+2, s.text) && s.glued(next+2) && s.atoms[next+3].kind == digits {
				return s.chainEnd(next)
			}
		}
	}
	return 0
}

// pastSecond returns where to go on at atom i behind a day of the month or an age that may be the first of two:
// "October 25-26", "July 21 to 23", "aged 18 to 34".
func (s *scanner) pastSecond(i int, limit float64) int {
	if (s.hyphen(i, s.text) || s.atomIs(i, "to") || s.atomIs(i, "and")) && s.atomKind(i+1) == digits && s.atoms[i+1].plain && s.atoms[i+1].value <= limit && !s.countsAfter(i+2) {
		return i + 2
	}
	return i
}

// code reports whether figures are an identifier: a leading zero, six digits and more behind a word such as "account", or
// ten and more without separators that count nothing.
func (s *scanner) code(p *phrase) bool {
	a := &s.atoms[p.first]
	if !p.bare || a.kind != digits || !a.plain || p.measures != "" {
		return false
	}
	n := a.end - a.start
	var buf [longestNumword]byte
	return n > 1 && s.text[a.start] == '0' || n >= 6 && identified[string(s.lookup(p.first-1, buf[:]))] || n >= 10 && !s.countsAfter(p.last+1)
}

var identified = wordSet("code passcode password pin number phone telephone tel call dial fax id account reference ref isbn hotline whatsapp")

// loneHalf reports whether "half" is none that was measured: "half-staff", "this half", "the first half".
func (s *scanner) loneHalf(p *phrase) bool {
	if !p.fraction || p.first != p.last || !s.atomIs(p.first, "half") {
		return false
	}
	j := p.last + 1
	return !(s.atomIs(j, "of") || s.atomIs(j, "the") || s.atomIs(j, "its") || s.atomIs(j, "their") || s.atomIs(j, "a") && s.multiplies(j+1))
}

// ordinal reports whether what reads like a fraction says which one: "a third actor", but "a third of".
func (s *scanner) ordinal(p *phrase) bool {
	return p.fraction && s.role(p.first) == article && s.role(p.last) == part && !s.atomIs(p.last, "quarter") && !s.atomIs(p.last, "half") &&
		(s.atomKind(p.last+1) == word && !s.atomIs(p.last+1, "of") || s.hyphen(p.last+1, s.text))
}

// chainEnd returns the atom behind a run of atoms without white space.
func (s *scanner) chainEnd(i int) int {
	for i < len(s.atoms) && !s.atoms[i].gap {
		i++
	}
	return i
}

// naming holds words that a number behind them names or numbers instead of counting: "resolution 2231", "Base 201".
var naming = wordSet(`resolution article section chapter highway route base flight room channel page phase
	category level grade round game match part version number no psalm verse clause paragraph act line item point
	size model type class division district zone sector area block gate platform terminal pier lot unit interstate
	apollo boeing airbus formula figure table appendix annex volume book season episode week day
	form schedule rule regulation law decree order directive protocol track lane exit
	tier step stage group squadron camp field ward precinct mark covid fortune nasdaq ftse dow nikkei
	index windows ios android playstation xbox iphone galaxy title act proposition amendment measure`)

// indexes are followed by the number of their members.
var indexes = wordSet("sp nasdaq ftse stoxx asx tsx cac dax nikkei topix csi fortune forbes russell kospi")

// named reports whether the number belongs to a name.
func (s *scanner) named(p *phrase) bool {
	i := p.first - 1
	if i < 0 || p.measures == "money" {
		return false
	}
	prev := &s.atoms[i]
	// F-16, COVID-19, mid-2018; a hash or slash before: #5, and/6
	if p.figures && s.glued(p.first) {
		if s.hyphen(i, s.text) && s.glued(i) && s.atomKind(i-1) == word {
			return !s.atomIs(i-1, "sub") && s.role(i-1) == notNumber
		}
		if prev.kind == mark {
			switch s.text[prev.start] {
			case '#', '/', '@', '_', '=', '&', '\\':
				return true
			}
		}
	}
	if s.atomIs(i, ".") && s.atomIs(i-1, "no") && s.atoms[i-1].upper {
		return true
	}
	if s.atomIs(i, "[") && s.atomIs(p.last+1, "]") { // a reference
		return true
	}
	if p.unit != "" {
		return false
	}
	if prev.kind != word || !s.atoms[p.first].gap || p.scaled || p.vague || p.fraction {
		return false
	}
	var buf [longestNumword]byte
	key := s.lookup(i, buf[:])
	if p.bare && (indexes[string(key)] || s.atomIs(i, "p") && (s.atomIs(i-1, "&") || s.atomIs(i-1, "s"))) {
		return true
	}
	if prev.num.role == notNumber && naming[string(key)] && (p.bare || p.last == p.first+2) {
		// "on day 3", but "that day 30 people"
		return prev.upper || !s.countsAfter(p.last+1)
	}
	// A number in words with a capital inside a sentence is a name: "Five Star Movement", "Big Four".
	if !p.figures && s.atoms[p.first].upper && p.first > 0 && s.atomKind(i) == word && prev.num.role == notNumber {
		return s.atomKind(p.last+1) != word || s.atoms[p.last+1].upper
	}
	if p.bare && p.figures && prev.upper && i > 0 && s.atoms[p.first].end-s.atoms[p.first].start <= 4 && !s.countsAfter(p.last+1) {
		return prev.num.role == notNumber // "Windows 10 users" is as lost as "Base 201"
	}
	return false
}

// countsAfter reports whether a plain word that can be what is counted follows at atom i.
func (s *scanner) countsAfter(i int) bool {
	var buf [longestNumword]byte
	for k := i; k < i+6 && k < len(s.atoms); k++ {
		if s.hyphen(k, s.text) && s.glued(k) && s.glued(k+1) {
			continue
		}
		a := &s.atoms[k]
		w := s.lookup(k, buf[:])
		if a.kind != word || !a.gap && k == i || stops[string(w)] {
			return false
		}
		if n := len(w); s.class(string(w)) != "" || n > 3 && w[n-1] == 's' && w[n-2] != 's' && !a.upper {
			return true
		}
	}
	return false
}

// pluralAfter reports whether a listed noun in the plural follows within two words.
func (s *scanner) pluralAfter(i int) bool {
	var buf [longestNumword]byte
	for k := i; k < i+2 && s.atomKind(k) == word; k++ {
		w := string(s.lookup(k, buf[:]))
		if s.class(w) != "" && (w[len(w)-1] == 's' || w == "people" || w == "men" || w == "women" || w == "children" || w == "personnel" || w == "aircraft") {
			return true
		}
	}
	return false
}

var months = wordSet(`january february march april may june july august september october november december
	jan feb mar apr jun jul aug sept sep oct nov dec`)

// partOfDate reports whether the number is a day of the month or a year.
func (s *scanner) partOfDate(p *phrase) bool {
	if !p.bare || p.unit != "" && p.measures != "money" {
		return false
	}
	a := &s.atoms[p.first]
	var buf [longestNumword]byte
	if a.kind == digits && a.plain && a.value >= 1 && a.value <= 31 {
		i := p.first - 1
		if s.atomIs(i, ".") {
			i--
		}
		if s.month(i) {
			return !s.pluralAfter(p.last + 1) // "July 26", but "In May 30 soldiers were killed"
		}
		k := p.last + 1
		if s.atomIs(k, "of") {
			k++
		}
		if s.month(k) {
			return true
		}
	}
	if !p.plainYear(s) || p.measures == "money" {
		return false
	}
	if _, at := s.modifierBefore(p.first); at >= 0 {
		return false
	}
	if s.atomKind(p.first-1) == digits && s.month(p.first-2) || s.atomIs(p.first-1, ",") && s.month(p.first-3) {
		return true
	}
	if a.value < 1900 || a.value > 2050 {
		// 1500 soldiers more often than a year, unless a preposition of time stands before it
		return years[string(s.lookup(p.first-1, buf[:]))] && !s.countsAfter(p.last+1)
	}
	// "2000 troops", but "a 2015 police sweep"
	return years[string(s.lookup(p.first-1, buf[:]))] || !s.pluralAfter(p.last+1)
}

var years = wordSet("in since by until till before after during from early late mid of and year spring summer autumn fall winter to")

func (s *scanner) month(i int) bool {
	var buf [longestNumword]byte
	return i >= 0 && i < len(s.atoms) && s.atoms[i].upper && months[string(s.lookup(i, buf[:]))]
}

// clock reports whether the number is a time of day: "5:30", "5 p.m.", "1030 GMT".
func (s *scanner) clock(p *phrase) bool {
	if !p.bare {
		return false
	}
	j := p.last + 1
	if s.atomIs(p.first-1, ":") && s.glued(p.first) && s.glued(p.first-1) && s.atomKind(p.first-2) == digits {
		return true
	}
	if (s.atomIs(j, "a") || s.atomIs(j, "p")) && s.atomIs(j+1, ".") && s.atomIs(j+2, "m") {
		return true
	}
	return s.atomIs(j, "am") || s.atomIs(j, "pm") || s.atomIs(j, "gmt") || s.atomIs(j, "utc") || s.atomIs(j, "est") || s.atomIs(j, "o") && !s.gapAt(j+1) || s.atomIs(j, "oclock")
}

// listMark reports whether the number numbers a line: "1. First", "2) Second".
func (s *scanner) listMark(p *phrase) bool {
	return p.first == 0 && p.bare && p.figures && (s.atomIs(1, ".") || s.atomIs(1, ")")) && len(s.atoms) > 2
}

var oneBefore = wordSet("the this that which each every any no another whatever such a last next only previous right wrong good new")
var oneAfter = wordSet(`is was are were has had can could will would should may might must another by who that which
	in on at for to with from as and or but when if where day more thing`)

// pronounOne reports whether "one" stands for a noun instead of counting: "the one you saw", "one by one".
func (s *scanner) pronounOne(p *phrase) bool {
	if p.last != p.first || !s.atomIs(p.first, "one") || p.measures == "money" {
		return false
	}
	var buf [longestNumword]byte
	j := p.first + 1
	if s.hyphen(j, s.text) || s.atomIs(j, "to") || s.atomIs(j, "or") || s.atomIs(j, "and") {
		if s.wordStart(j+1) || s.atomKind(j+1) == digits {
			return false // "one or two", "one-to-two"
		}
	}
	if s.atomKind(j) != word || oneAfter[string(s.lookup(j, buf[:]))] {
		return p.unit == ""
	}
	return oneBefore[string(s.lookup(p.first-1, buf[:]))] && !s.atomIs(p.first-1, "only") && !s.atomIs(p.first-1, "another")
}

// referring reports whether "one" points at something without counting: "the one you mentioned", "which one".
func (s *scanner) referring(n *numeral) bool {
	if n.first != n.last || !s.atomIs(n.first, "one") {
		return false
	}
	return s.atomIs(n.first-1, "the") || s.atomIs(n.first-1, "this") || s.atomIs(n.first-1, "that") || s.atomIs(n.first-1, "which")
}

// ageAlone reports whether the number is the age of a person, told between commas or after "aged".
func (s *scanner) ageAlone(p *phrase) bool {
	if s.atomIs(p.first-2, "young") || s.atomIs(p.first-2, "old") && s.atomIs(p.first-1, "as") || s.atomIs(p.first-1, "aged") || s.atomIs(p.first-1, "age") || s.atomIs(p.first-1, "ages") || s.atomIs(p.first-1, "between") && s.atomIs(p.first-2, "aged") {
		return true
	}
	if !p.bare || p.measures != "" || !s.atomIs(p.first-1, ",") || s.atomKind(p.first-2) != word || !s.atoms[p.first-2].upper {
		return false
	}
	v := s.atoms[p.first].value
	return p.figures && v > 0 && v < 110 && (s.atomIs(p.last+1, ",") || s.atomIs(p.last+1, "."))
}
