package amount

import "math"

// cardinal reads numbers such as "1,100", "2.5 million", "5m", "two hundred and fifty thousand", "3 lakh crore",
// "two and a half million", "two-thirds". It follows the usual rule: within a group below a thousand the parts
// get smaller, each scale closes a group, and the scales get smaller unless they stand next to each other.
func (r reader) cardinal(text string, i int) (numeral, bool) {
	n, g, ok := r.integer(text, i)
	if !ok || n.metre {
		return n, ok
	}
	if m, ok := r.decimals(text, n, &g); ok {
		return m, true
	}
	return r.fractionTail(text, n, &g), true
}

// integer reads a number without what may make it a fraction, and the state in which it ended.
func (r reader) integer(text string, i int) (numeral, group, bool) {
	g := group{scale: math.Inf(1)}
	n := numeral{first: i, last: i, figures: r.atoms[i].kind == digits}
	for j := i; j < len(r.atoms); {
		at := j
		if j > i {
			at = r.joined(text, j, &g)
		}
		if at < 0 || !r.step(text, at, at > j, &g) {
			break
		}
		n.last, j = at, at+1
		if g.closed {
			break
		}
	}
	if g.last == notNumber {
		return numeral{}, g, false
	}
	n.value, n.scaled, n.metre = g.total+g.current, g.scaled, g.metre
	n.bare = n.last == i && !n.scaled
	return n, g, true
}

// group is the state of the cardinal rule.
type group struct {
	total, current float64 // closed groups; the open group
	scale          float64 // last scale
	last           role    // role of the last word read
	words          bool    // the last number read was in words, not figures
	scaled, metre  bool
	closed         bool // nothing may follow
	// What the number was before its last "and": "one hundred and three quarters" adds, it does not divide.
	joined      bool
	before      float64
	beforeScale float64
}

// joined returns the atom at which the number goes on after a hyphen, "and" or nothing at j; -1 when it ends.
func (r reader) joined(text string, j int, g *group) int {
	switch {
	case r.hyphen(j, text) && j+1 < len(r.atoms):
		next := r.role(j + 1)
		tight := r.glued(j) && r.glued(j+1)
		if g.last == tens && next == unit || tight && (next == hundred || next == scale) {
			return j + 1
		}
		return -1
	case r.role(j) == joint:
		if g.last != hundred && g.last != scale || j+1 >= len(r.atoms) {
			return -1
		}
		next := &r.atoms[j+1]
		small := (next.kind == digits && next.plain && next.value < 100 || r.role(j+1) == unit) && !r.multiplies(j+2)
		sum := g.last == scale && g.scale >= 1e5 && (r.role(j+1) == unit && r.role(j+2) == hundred) // 6 crore and two hundred
		if sum || g.words && r.wordStart(j+1) && next.num.role != hundred && next.num.role != scale ||
			!g.words && small && (g.scale <= 1e3 || math.IsInf(g.scale, 1)) && g.last == hundred {
			g.joined, g.before, g.beforeScale = true, g.total+g.current, 1
			if g.last == scale {
				g.beforeScale = g.scale
			}
			return j + 1
		}
		return -1
	}
	return j
}

// step takes atom j into the number and reports whether it fits.
func (r reader) step(text string, j int, jointed bool, g *group) bool {
	a := &r.atoms[j]
	first := g.last == notNumber
	if a.kind == digits {
		return r.stepDigits(j, first, g)
	}
	v := a.num.value
	opens := first || g.last == scale && g.current == 0
	switch a.num.role {
	case unit:
		if !opens && g.last != tens && g.last != hundred || v == 0 && !first {
			return false
		}
		g.current += v
	case teen, tens:
		if !opens && g.last != hundred {
			return false
		}
		g.current += v
	case hundred:
		if first {
			g.current = 1
		}
		if g.current <= 0 || g.current >= 1000 || g.last == hundred || g.last == scale {
			return false
		}
		g.current *= 100
		g.scaled = true
	case scale:
		if !r.stepScale(v, first, g) {
			return false
		}
	case dozen, plural:
		if first && a.num.role == plural || jointed {
			return false
		}
		if first {
			g.current = 1
		}
		// "three hundred and two dozen" adds the dozens up
		g.total, g.current, g.scaled, g.closed = g.before+(g.total+g.current-g.before)*v, 0, true, true
	case letter:
		return r.stepLetter(text, j, v, g)
	default:
		return false
	}
	g.last, g.words = a.num.role, a.num.role < hundred || g.words || first
	return true
}

func (r reader) stepScale(v float64, first bool, g *group) bool {
	switch {
	case first:
		g.total = v
	case g.last == scale && v >= g.scale: // lakh crore, thousand million
		g.total *= v
	case v < g.scale && g.current != 0:
		g.total += g.current * v
	case g.total > 0 && g.current > 0: // two hundred thousand and fifty million: two numbers
		return false
	default:
		return false
	}
	g.current, g.scale, g.scaled = 0, v, true
	return true
}

// stepDigits takes figures: at the start, or below a scale that figures opened ("4 thousand 3 hundred and 21").
func (r reader) stepDigits(j int, first bool, g *group) bool {
	a := &r.atoms[j]
	if first {
		g.current, g.last = a.value, unit
		return true
	}
	if g.words || a.value == 0 || !a.plain {
		return false
	}
	switch {
	case g.last == scale && a.value < g.scale && a.value < 1000 && r.multiplies(j+1) && r.atoms[j+1].num.value*a.value < g.scale:
	case g.last == hundred && (g.scale <= 1e3 || math.IsInf(g.scale, 1)) && a.value < 100:
	default:
		return false
	}
	g.current += a.value
	g.last = unit
	return true
}

// stepLetter takes a scale written as letters: right behind figures, or apart where it can mean nothing else.
func (r reader) stepLetter(text string, j int, v float64, g *group) bool {
	if g.last != unit || g.words || g.scaled || r.atoms[j-1].kind != digits {
		return false
	}
	a := &r.atoms[j]
	if a.gap && a.end-a.start == 1 && !r.is(j, text, "k") && !(a.upper && !r.atoms[j-1].plain && r.gap(j+1)) {
		return false // "1.2 M" is money, "5 m" a length
	}
	// Lower-case m is metres as well; mm and cr likewise have other lives in lower case.
	if lowerCase := !a.upper; lowerCase && (r.is(j, text, "mm") || r.is(j, text, "t")) {
		return false
	} else if lowerCase && r.is(j, text, "m") {
		g.metre = true
	}
	g.total, g.current, g.scale, g.last, g.scaled, g.closed = g.current*v, 0, v, scale, true, true
	return true
}

// fractionTail reads what makes a fraction of a number or adds one to it: "two thirds", "two and a half", "2 1/4".
func (r reader) fractionTail(text string, n numeral, g *group) numeral {
	if g.closed {
		return n
	}
	j := n.last + 1
	if j < len(r.atoms) && r.atoms[n.last].kind == digits {
		if m, ok := r.slash(text, n, j); ok {
			return m
		}
	}
	if m, ok := r.quotient(text, n, j); ok {
		return m
	}
	if d, last, ok := r.denominator(text, j, n.value == 1 || g.joined && n.value-g.before == 1); ok && !(n.figures && d >= 1e3) {
		return r.divide(text, n, g, d, last)
	}
	if r.role(j) != joint {
		return n
	}
	j++
	num := 1.0
	if m, ok := r.hundredths(text, j); ok {
		n.value, n.last, n.bare = n.value+m.value, m.last, false
		return n
	}
	if r.role(j) == article {
		j++
	} else if r.wordStart(j) && !r.is(j, text, "one") || r.is(j, text, "one") {
		num, j = r.atoms[j].num.value, j+1
	} else if !r.is(j, text, "half") {
		return n
	}
	d, last, ok := r.denominator(text, j, num == 1)
	if !ok {
		return n
	}
	n.last, n.bare = last, false
	next := r.role(last+1) == scale || r.role(last+1) == hundred
	switch {
	case next && n.scaled: // "one billion and a half million"
		n.value += num / d * r.atoms[last+1].num.value
	case next: // "two and a half million"
		n.value = (n.value + num/d) * r.atoms[last+1].num.value
	case g.last == scale: // "three million and a half"
		n.value += num / d * g.scale
	default:
		n.value += num / d
	}
	if next {
		n.last, n.scaled = last+1, true
	}
	return n
}

// hundredths reads "fifty-four hundredths" at atom j.
func (r reader) hundredths(text string, j int) (numeral, bool) {
	if s := r.role(j); s != teen && s != tens {
		return numeral{}, false
	}
	n, _, ok := r.integer(text, j)
	if !ok {
		return n, false
	}
	d, last, ok := r.denominator(text, n.last+1, false)
	n.value, n.last = n.value/d, last
	return n, ok && d >= 100
}

// quotient reads "one over three" and "one in five", "one out of three": a share of which nothing else is said.
func (r reader) quotient(text string, n numeral, j int) (numeral, bool) {
	k := j + 1
	over := r.is(j, text, "over")
	switch {
	case over:
	case n.value == 1 && r.is(j, text, "in"):
	case n.value == 1 && r.is(j, text, "out") && r.is(j+1, text, "of"):
		k++
	default:
		return n, false
	}
	if k >= len(r.atoms) || r.atoms[k].kind != digits && !r.wordStart(k) || n.first > 0 && r.atoms[n.first-1].kind == mark {
		return n, false
	}
	m, _, ok := r.integer(text, k)
	end := m.last + 1
	if !ok || m.value <= 1 || m.metre || over && end < len(r.atoms) || m.bare && m.value > 1000 {
		return n, false // "12 over 3 days", "one in 2009"
	}
	n.value, n.last, n.fraction, n.bare = n.value/m.value, m.last, true, false
	return n, true
}

// divide applies a denominator: to the whole number ("twenty-three fifths"), or to what stands behind "and" where that is
// how it is said ("six million and two thirds", "one hundred and three quarters").
func (r reader) divide(text string, n numeral, g *group, d float64, last int) numeral {
	n.last, n.bare = last, false
	if g.joined && (g.beforeScale > 1 || d == 4 || d == 100) {
		unit := g.beforeScale
		if r.role(last+1) == scale {
			unit, n.last = r.atoms[last+1].num.value, last+1
		}
		n.value = g.before + (n.value-g.before)/d*unit
		return n
	}
	if k := last - 1; r.role(k) == tens && r.role(k-1) == hundred || r.hyphen(k, text) && r.role(k-1) == tens && r.role(k-2) == hundred {
		// "one hundred thirty fifths": with no "and", the tens belong to the denominator
		if r.hyphen(k, text) {
			k--
		}
		n.value, d = n.value-r.atoms[k].num.value, d+r.atoms[k].num.value
	}
	n.value, n.fraction = n.value/d, true
	return r.ofScale(text, n)
}

func (r reader) gap(i int) bool { return i >= len(r.atoms) || r.atoms[i].gap }

// decimals reads what is said behind "point": digit by digit, or as a number below a hundred.
func (r reader) decimals(text string, n numeral, g *group) (numeral, bool) {
	j := n.last + 1
	if n.figures || r.role(j) != pointWord || g.closed {
		return n, false
	}
	place, v, k := 1.0, 0.0, j+1
	for ; r.role(k) == unit; k++ {
		place *= 10
		v += r.atoms[k].num.value / place
	}
	if k == j+1 {
		if s := r.role(k); s != teen && s != tens {
			return n, false
		}
		m, _, ok := r.integer(text, k)
		if !ok || m.value >= 100 {
			return n, false
		}
		v, k = m.value/100, m.last+1
	}
	n.value, n.last, n.bare = n.value+v, k-1, false
	if r.role(k) == scale {
		n.value, n.last, n.scaled = n.value*r.atoms[k].num.value, k, true
	}
	return n, true
}

// denominator reads "thirds", "-fifth", "twenty-firsts" at atom j.
func (r reader) denominator(text string, j int, one bool) (d float64, last int, ok bool) {
	if r.hyphen(j, text) {
		j++
	}
	base := 0.0
	if r.role(j) == tens && r.role(j+1) == part || r.role(j) == tens && r.hyphen(j+1, text) && r.role(j+2) == part {
		base, j = r.atoms[j].num.value, j+1
		if r.hyphen(j, text) {
			j++
		}
	}
	if r.role(j) != part {
		return 0, 0, false
	}
	v := r.atoms[j].num
	if base == 0 && v.value < 3 && !r.is(j, text, "half") && !r.is(j, text, "halves") || base > 0 && v.value > 9 {
		return 0, 0, false // "two seconds" is no fraction
	}
	if v.many == one {
		return 0, 0, false // "two third parties", "one thirds"
	}
	return base + v.value, j, true
}

// slash reads "3/4" and "2 1/4". Only small common fractions count: "9/11" and "24/7" are none.
func (r reader) slash(text string, n numeral, j int) (numeral, bool) {
	k := n.last // numerator
	mixed := false
	if r.atoms[j].kind == digits && r.atoms[j].plain && r.atoms[n.last].plain {
		k, j, mixed = j, j+1, true
	}
	if j+1 >= len(r.atoms) || text[r.atoms[j].start] != '/' || !r.glued(j) || !r.glued(j+1) || r.atoms[j+1].kind != digits {
		return n, false
	}
	num, den := r.atoms[k].value, r.atoms[j+1].value
	if !(num > 0 && num < den && den <= 10 || den == 16) || !r.atoms[j+1].plain || r.glued(j+2) && text[r.atoms[j+2].start] == '/' {
		return n, false
	}
	whole := 0.0
	if mixed {
		whole = n.value
	}
	n.value, n.last, n.fraction, n.bare = whole+num/den, j+1, !mixed, false
	return n, true
}
