package amount

// numeral is a number as read by the grammar, before what stands around it is looked at.
type numeral struct {
	first, last int     // atoms, both included
	value       float64 // unless vague
	low, high   float64 // of a vague one; high 0 is open
	vague       bool
	fraction    bool
	figures     bool // begins with digits
	scaled      bool // ends with or holds a scale word or letter
	metre       bool // ends with a bare "m": million or metres, as the context has it
	bare        bool // a single plain atom: what may as well be a year, a day or a name
}

// reader parses numerals from atoms. It holds no state between calls.
type reader struct{ atoms []atom }

func (r reader) role(i int) role {
	if i < 0 || i >= len(r.atoms) {
		return notNumber
	}
	return r.atoms[i].num.role
}

// glued reports whether atom i follows its predecessor without white space.
func (r reader) glued(i int) bool { return i > 0 && i < len(r.atoms) && !r.atoms[i].gap }

// is reports whether atom i is the lower-case word or mark w, whatever its case.
func (r reader) is(i int, text, w string) bool {
	if i < 0 || i >= len(r.atoms) {
		return false
	}
	a := &r.atoms[i]
	return a.end-a.start == len(w) && equalFold(text[a.start:a.end], w)
}

// equalFold compares ASCII text with a lower-case word of the same length.
func equalFold(s, w string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != w[i] {
			return false
		}
	}
	return true
}

// hyphen reports whether atom i is a hyphen, dash or minus sign.
func (r reader) hyphen(i int, text string) bool {
	if i < 0 || i >= len(r.atoms) || r.atoms[i].kind != mark {
		return false
	}
	switch text[r.atoms[i].start:r.atoms[i].end] {
	case "-", "–", "—", "‐", "‑", "−":
		return true
	}
	return false
}

// numeral reads the longest number that starts at atom i.
func (r reader) numeral(text string, i int) (numeral, bool) {
	a := &r.atoms[i]
	switch a.num.role {
	case minus:
		j := i + 1
		if r.hyphen(j, text) {
			j++
		}
		if j < len(r.atoms) && (r.atoms[j].kind == digits || r.wordStart(j)) {
			if n, ok := r.cardinal(text, j); ok {
				n.first, n.value, n.bare = i, -n.value, false
				return n, true
			}
		}
		return numeral{}, false
	case article:
		return r.afterArticle(text, i)
	case vague:
		if a.num.value == 0 && a.num.high == 9 && !r.is(i, text, "handful") { // several
			return r.vagueTail(text, i, i)
		}
		if r.multiplies(i+1) || r.is(i+1, text, "of") && r.multiplies(i+2) {
			return r.vagueTail(text, i, i)
		}
		return numeral{}, false
	case plural:
		return r.plural(text, i), true
	case part:
		return r.leadingPart(text, i)
	}
	if a.kind == mark && i+1 < len(r.atoms) && r.hyphen(i, text) && r.atoms[i+1].kind == digits && r.glued(i+1) && r.signAt(i, text) {
		if n, ok := r.cardinal(text, i+1); ok {
			n.first, n.value, n.bare = i, -n.value, false
			return n, true
		}
	}
	if a.kind == digits || r.wordStart(i) {
		return r.cardinal(text, i)
	}
	return numeral{}, false
}

// signAt reports whether a dash at atom i can be a minus sign: a word or number right before it makes it a hyphen.
func (r reader) signAt(i int, text string) bool {
	return r.atoms[i].gap && (i == 0 || r.atoms[i-1].kind != digits) ||
		i > 0 && r.atoms[i-1].kind == mark && !r.hyphen(i-1, text)
}

// wordStart reports whether a number in words can begin at atom i.
func (r reader) wordStart(i int) bool {
	switch r.role(i) {
	case unit, teen, tens, hundred, scale:
		return true
	}
	return false
}

func (r reader) multiplies(i int) bool {
	switch r.role(i) {
	case hundred, scale, dozen:
		return true
	}
	return false
}

// afterArticle reads "a hundred", "a dozen", "a few thousand", "a couple of", "a handful", "a third".
func (r reader) afterArticle(text string, i int) (numeral, bool) {
	switch r.role(i + 1) {
	case hundred, scale, dozen:
		n, ok := r.cardinal(text, i+1)
		n.first = i
		return n, ok
	case vague:
		if r.is(i+1, text, "several") {
			return numeral{}, false
		}
		return r.vagueTail(text, i, i+1)
	case tens: // a twenty-first
		if d, last, ok := r.denominator(text, i+1, true); ok && d > 20 {
			return numeral{first: i, last: last, value: 1 / d, fraction: true}, true
		}
	case part:
		if v := r.atoms[i+1].num; !v.many && v.value > 2 || r.is(i+1, text, "half") {
			n := numeral{first: i, last: i + 1, value: 1 / v.value, fraction: true}
			return r.ofScale(text, n), true
		}
	}
	return numeral{}, false
}

// vagueTail reads what multiplies a vague word: "several hundred", "a couple of thousand".
func (r reader) vagueTail(text string, first, at int) (numeral, bool) {
	v := r.atoms[at].num
	n := numeral{first: first, last: at, value: v.value, low: v.low, high: v.high, vague: v.value == 0}
	j := at + 1
	if r.is(j, text, "of") && r.multiplies(j+1) {
		j++
	}
	if s := r.role(j); r.multiplies(j) || s == plural && j == at+1 {
		m := r.atoms[j].num.value
		n.low, n.high, n.value, n.last, n.scaled, n.vague = n.low*m, n.high*m, n.value*m, j, true, true
		if r.role(j+1) == scale { // several hundred thousand
			m = r.atoms[j+1].num.value
			n.low, n.high, n.last = n.low*m, n.high*m, j+1
		}
	}
	return n, true
}

// plural reads "dozens", "tens of thousands", "millions and millions".
func (r reader) plural(text string, i int) numeral {
	v := r.atoms[i].num
	n := numeral{first: i, last: i, low: v.low, high: v.high, vague: true, scaled: true}
	switch {
	case r.is(i+1, text, "of") && r.role(i+2) == plural && r.atoms[i+2].num.value > v.value:
		m := v.value * r.atoms[i+2].num.value
		n.low, n.high, n.last = 2*m, 10*m-1, i+2
	case r.role(i+1) == joint && r.role(i+2) == plural && r.atoms[i+2].num.value == v.value:
		n.high, n.last = 0, i+2
	case r.role(i+1) == joint && r.role(i+2) == plural && r.atoms[i+2].num.value > v.value: // hundreds and thousands
		n.low, n.high, n.last = v.low, r.atoms[i+2].num.high, i+2
	}
	return n
}

// leadingPart reads "half", "half a million", "half a dozen".
func (r reader) leadingPart(text string, i int) (numeral, bool) {
	v := r.atoms[i].num
	if !r.is(i, text, "half") && !(r.is(i, text, "quarter") && r.role(i+1) == scale) {
		return numeral{}, false
	}
	n := numeral{first: i, last: i, value: 1 / v.value, fraction: true}
	return r.ofScale(text, n), true
}

// ofScale applies a fraction to a scale behind it: "half a million", "a quarter of a million", "half million".
func (r reader) ofScale(text string, n numeral) numeral {
	j := n.last + 1
	if r.is(j, text, "of") {
		j++
	}
	if r.role(j) == article {
		j++
	}
	if !r.multiplies(j) || j == n.last+2 && r.role(j-1) != article {
		return n
	}
	n.value *= r.atoms[j].num.value
	n.last, n.fraction, n.scaled = j, false, true
	if r.role(j+1) == scale {
		n.value *= r.atoms[j+1].num.value
		n.last = j + 1
	}
	return n
}
