package amount

import "math"

// phrase is a number with what belongs to it before and behind: currency, modifier, unit, a second number of a range.
// What it counts is not part of it yet.
type phrase struct {
	numeral      // the number; of a range the first one, with last moved to the end of the second
	from, to int // atoms of the whole phrase, both included
	second   *float64
	bound    bound
	unit     string // %, ISO 4217, km ...
	measures string // money, share, length, time ...
	hyphened bool   // a unit or noun is tied to it with a hyphen: "seven-kilometre", "10-member"
	trend    string // up, down
}

// scanner finds phrases in the atoms of one sentence.
type scanner struct {
	reader
	*tables
	text string
}

// lookup returns a lower-case key for atom i in buf, nil when there is none.
func (s *scanner) lookup(i int, buf []byte) []byte {
	if i < 0 || i >= len(s.atoms) {
		return nil
	}
	a := &s.atoms[i]
	w := s.text[a.start:a.end]
	if a.kind == mark && len(w) > 1 { // € and the like are not ASCII
		return append(buf[:0], w...)
	}
	return lower(w, buf)
}

// next reads the phrase at or after atom i. ok is false when there is none at i; skip is where to go on.
func (s *scanner) next(i int) (p phrase, skip int, ok bool) {
	n, ok := s.numeral(s.text, i)
	if !ok {
		return p, i + 1, false
	}
	p = phrase{numeral: n, from: n.first, to: n.last}
	s.currencyBefore(&p)
	s.unitAfter(&p)
	s.resolveMetre(&p)
	if end := s.trapped(&p); end > 0 {
		return p, end, false
	}
	if end := s.rangeTail(&p); end > 0 {
		return p, end, false // a score, a span of years
	}
	s.modifiersBefore(&p)
	s.modifiersAfter(&p)
	p.trend = s.trend(p.from - 1)
	if p.unit == "%" && p.trend == "" && s.atomKind(n.first) == mark {
		p.trend = "down" // -1.3 %
	}
	return p, p.to + 1, true
}

// currencyBefore takes "$", "US$", "US $", "Rs.", "EUR" before the number into the phrase.
func (s *scanner) currencyBefore(p *phrase) {
	i := p.from - 1
	if s.atomIs(i, ".") && !s.atoms[i].gap && s.glued(p.from) { // Rs.500
		i--
	}
	var buf [8]byte
	c, ok := s.currencies[string(s.lookup(i, buf[:]))]
	if s.atomKind(i) == word && s.atomIs(i-1, "$") && s.glued(i) && s.glued(p.from) { // $US5, $A5
		var b [8]byte
		p.unit, p.measures = s.currencies[string(append(s.lookup(i, b[:]), '$'))].code, "money"
		if p.unit == "" {
			p.unit = "USD"
		}
		p.from = i - 1
		return
	}
	if !ok || !c.before || s.atoms[i].kind == word && s.atoms[i].end-s.atoms[i].start < 2 && !s.glued(p.from) {
		return
	}
	p.unit, p.measures, p.from = c.code, "money", i
	if !s.atomIs(i, "$") {
		return
	}
	// What stands before $ says whose dollars: "US$", "HK $", "N$"; "$US5" has it behind.
	if s.atomKind(i-1) == word && s.atoms[i-1].upper && s.atoms[i-1].end-s.atoms[i-1].start <= 3 {
		var b [8]byte
		key := append(s.lookup(i-1, b[:]), '$')
		if c, ok := s.currencies[string(key)]; ok {
			p.unit, p.from = c.code, i-1
		}
	}
}

func (s *scanner) atomIs(i int, w string) bool { return s.is(i, s.text, w) }

func (s *scanner) atomKind(i int) kind {
	if i < 0 || i >= len(s.atoms) {
		return mark
	}
	return s.atoms[i].kind
}

// unitAfter takes "%", "per cent", "km", "euros", "US dollars" behind the number into the phrase.
func (s *scanner) unitAfter(p *phrase) {
	j := p.last + 1
	if s.hyphen(j, s.text) && s.glued(j) && s.glued(j+1) && s.atomKind(j+1) == word {
		j, p.hyphened = j+1, true
	}
	if j >= len(s.atoms) {
		return
	}
	if s.atomIs(j, "metric") && j+1 < len(s.atoms) {
		j++
	}
	var buf [longestNumword]byte
	key := s.lookup(j, buf[:])
	if m, ok := s.units[string(key)]; ok {
		if s.atoms[j].end-s.atoms[j].start <= 2 && s.atoms[j].kind == word && len(key) == 1 && !s.glued(j) {
			return // a letter by itself: "5 C"
		}
		p.unit, p.measures, p.to = m.unit, m.measures, j
		if m.measures == "time" && p.hyphened && s.hyphen(j+1, s.text) && s.atomIs(j+2, "old") || s.atomIs(j+1, "old") {
			p.measures = "age"
		}
		return
	}
	switch {
	case s.atomIs(j, "per") && s.atomIs(j+1, "cent"):
		p.unit, p.measures, p.to = "%", "share", j+1
		return
	case (s.atomIs(j, "square") || s.atomIs(j, "sq") || s.atomIs(j, "cubic")) && j+1 < len(s.atoms):
		k := j + 1
		if s.atomIs(k, ".") {
			k++
		}
		if m, ok := s.units[string(s.lookup(k, buf[:]))]; ok || s.atomIs(k, "m") {
			p.unit, p.measures, p.to = m.unit+"2", "area", k
		}
		return
	}
	s.currencyAfter(p, j)
}

// currencyAfter looks for a currency word at atom j or, behind one or two capitalised words, at j+1 or j+2.
func (s *scanner) currencyAfter(p *phrase, j int) {
	var buf [longestNumword]byte
	for k := j; k <= j+2 && k < len(s.atoms); k++ {
		if c, ok := s.currencies[string(s.lookup(k, buf[:]))]; ok && c.after {
			if p.unit == "" {
				p.unit = c.code
			}
			p.measures, p.to = "money", k
			return
		}
		if s.atoms[k].kind != word || !s.atoms[k].upper || s.atoms[k].num.role != notNumber {
			return
		}
	}
}

// resolveMetre decides what "300m" is: millions of money or of what is counted, metres otherwise.
func (s *scanner) resolveMetre(p *phrase) {
	if !p.metre {
		return
	}
	p.metre = false
	if p.measures == "money" {
		return
	}
	var buf [longestNumword]byte
	j := p.last + 1
	if s.atomIs(j, "of") || s.atomKind(j) == word && s.atoms[j].gap && (s.countsAfter(j) || s.units[string(s.lookup(j, buf[:]))].measures == "weight") {
		return
	}
	p.value /= 1e6
	p.scaled, p.unit, p.measures = false, "m", "length"
}

// rangeTail joins a second number: "10-12", "10 to 12 million", "between 10 and 12", "two or three".
// A positive result says that this is no quantity and where to go on.
func (s *scanner) rangeTail(p *phrase) (skip int) {
	if p.vague || p.fraction && p.measures == "" {
		return 0
	}
	j := p.to + 1
	dash := s.hyphen(j, s.text) && s.atoms[j].gap == s.gapAt(j+1)
	between := s.atomIs(p.from-1, "between")
	from := s.atomIs(p.from-1, "from")
	switch {
	case dash, s.atomIs(j, "to"), s.atomIs(j, "or"), s.atomIs(j, "and") && between:
	default:
		return 0
	}
	k := j + 1
	for k < len(s.atoms) && k <= j+3 && s.atomKind(k) != digits && !s.wordStart(k) { // the sign of a currency
		k++
	}
	if k >= len(s.atoms) || k > j+3 {
		return 0
	}
	n, ok := s.numeral(s.text, k)
	if !ok || n.vague {
		return 0
	}
	q := phrase{numeral: n, from: n.first, to: n.last}
	s.currencyBefore(&q)
	s.unitAfter(&q)
	s.resolveMetre(&q)
	if q.from != j+1 || s.tailWord(q.to+1) {
		return 0
	}
	low, high := s.shareScale(p, &q)
	year := p.bare && p.plainYear(s)
	switch {
	case dash && (low >= high || year || s.hyphen(q.to+1, s.text) && s.glued(q.to+1) && s.atomKind(q.to+2) == digits):
		if p.measures == "" && s.glued(j) {
			return q.to + 1
		}
		return 0
	case low >= high || year && q.measures == "":
		return 0
	case !dash && !between && p.unit != "" && p.unit != q.unit && (q.unit != "" || !q.scaled):
		return 0 // "rose 0.4 per cent to 13,176"
	case s.atomIs(j, "to") && !from && p.unit != "" && s.trend(p.from-1) != "":
		return 0 // "increased by $43 billion to $419 billion"
	case s.atomIs(j, "or") && high > 3*low:
		return 0
	case from && s.changes(p.from-2):
		return 0 // "cut from 5,100 to 1,100": two figures
	}
	p.value, p.second = low, &high
	p.last, p.to, p.scaled, p.bare = q.last, q.to, p.scaled || q.scaled, false
	if q.measures != "" {
		p.unit, p.measures = q.unit, q.measures
	}
	p.hyphened = q.hyphened
	if between || from {
		p.from--
	}
	return 0
}

func (s *scanner) gapAt(i int) bool { return i < len(s.atoms) && s.atoms[i].gap }

// changes reports whether a word of change stands at atom i or just before it: "fell from 5,100", "cut its force from".
func (s *scanner) changes(i int) bool {
	var buf [longestNumword]byte
	for k := i; k >= 0 && k >= i-4; k-- {
		if _, ok := s.trends[predicate{string(s.lookup(k, buf[:])), "before"}]; ok {
			return true
		}
	}
	return false
}

// shareScale gives the first number of a range the scale of the second: "10 to 12 million".
func (s *scanner) shareScale(p, q *phrase) (low, high float64) {
	low, high = p.value, q.value
	if !q.scaled || p.scaled || p.unit != "" && p.measures != "money" {
		return low, high
	}
	v := s.atoms[q.last].num.value
	if v > 1 && low*v < high {
		low *= v
	}
	return low, high
}

// plainYear reports whether the number looks like a year.
func (n *numeral) plainYear(s *scanner) bool {
	a := &s.atoms[n.first]
	return n.bare && a.kind == digits && a.plain && a.end-a.start == 4 && a.value >= 1500 && a.value < 2100
}

// bounds returns low, high and best as GUIDELINES section 3 has them; nil is open.
func (p *phrase) bounds() (low, high, best *float64) {
	f := func(v float64) *float64 { return &v }
	switch {
	case p.vague:
		low = f(p.low)
		if p.high > 0 {
			high = f(p.high)
		}
		if p.bound == least {
			high = nil
		}
		return low, high, nil
	case p.second != nil:
		return f(p.value), f(*p.second), nil
	}
	v := p.value
	switch p.bound {
	case about:
		return f(round(.9 * v)), f(round(1.1 * v)), f(v)
	case least:
		return f(v), nil, f(v)
	case most:
		return nil, f(v), f(v)
	}
	return f(v), f(v), f(v)
}

// round takes off what binary fractions add: 0.9 * 1100 is 990.
func round(v float64) float64 {
	if math.Abs(v) >= 1e15 || v == 0 {
		return v
	}
	scale := math.Pow(10, 9-math.Ceil(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}
