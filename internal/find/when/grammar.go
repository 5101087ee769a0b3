package when

import (
	"math"
	"strings"
)

// modified reads an expression with what may stand before it: "early", "the end of", "more than".
func (r *reader) modified(i int) (expr, bool) {
	best, ok := r.core(i)
	longer := func(e expr, found bool) {
		if found && (!ok || e.next > best.next) {
			best, ok = e, true
		}
	}
	longer(r.partial(i))
	longer(r.quantified(i))
	return best, ok
}

// partial reads "early 2022", "mid-November", "the end of the month", "earlier this year", "later Friday".
func (r *reader) partial(i int) (expr, bool) {
	j := i
	if r.w(j) == "the" {
		j++
	}
	w := r.w(j)
	switch w {
	case "earlier", "later":
		if e, ok := r.core(j + 1); ok && j == i && e.kind == "point" && e.typ != "DURATION" {
			return r.elapsed(e, w), true
		}
		if j == i {
			return r.inUnit(j+1, w)
		}
		return expr{}, false
	}
	part := partOf(w)
	if part == "" {
		return expr{}, false
	}
	k := j + 1
	of := false
	switch {
	case r.dash(k):
		k++
	case r.w(k) == "in" && j == i && (w == "end" || w == "start" || w == "close"):
		return expr{}, false // "will end in 2030"
	case r.w(k) == "of" || r.w(k) == "in":
		k++
		of = true
	case r.w(k) == "to" && r.dash(k-1):
		return expr{}, false
	}
	if noun := w == "end" || w == "beginning" || w == "start" || w == "middle" || w == "close" || w == "onset" || w == "outset"; noun != of && !(w == "mid") {
		return expr{}, false
	}
	e, ok := r.core(k)
	if !ok || e.kind != "point" || e.typ == "TIME" || e.typ == "DURATION" || e.timex == "PRESENT_REF" {
		return expr{}, false
	}
	return r.narrow(e, part), true
}

// narrow cuts a period to its first, middle or last part: thirds of a month, the outer quarters of a year.
func (r *reader) narrow(e expr, part string) expr {
	e.mod = part
	e.rule += "+" + part
	from, ok1 := parseDay(e.from)
	switch {
	case len(e.from) == 7 && len(e.to) == 7 && e.from == e.to: // a month
		a, ok := parseDay(e.from + "-01")
		if !ok {
			return e
		}
		switch part {
		case "start":
			e.from, e.to = day{a.y, a.m, 1}.String(), day{a.y, a.m, 10}.String()
		case "mid":
			e.from, e.to = day{a.y, a.m, 11}.String(), day{a.y, a.m, 20}.String()
		default:
			e.from, e.to = day{a.y, a.m, 21}.String(), day{a.y, a.m, lastOf(a.y, a.m)}.String()
		}
	case e.gran == "year" && len(e.from) == 4 && e.from == e.to:
		months := map[string][2]string{"start": {"-01", "-03"}, "mid": {"-05", "-08"}, "end": {"-10", "-12"}}[part]
		e.from, e.to = e.from+months[0], e.to+months[1]
	case e.gran == "decade" && len(e.timex) == 3 && len(e.from) == 4:
		years := map[string][2]int{"start": {0, 3}, "mid": {4, 6}, "end": {6, 9}}[part]
		if y := firstDay(e.from).y; y > 0 {
			e.from, e.to = year(y+years[0]), year(y+years[1])
		}
	case e.gran == "week" && ok1:
		days := map[string][2]int{"start": {0, 1}, "mid": {2, 3}, "end": {4, 6}}[part]
		e.from, e.to = from.add(days[0]).String(), from.add(days[1]).String()
	}
	return e
}

// elapsed cuts the running period at the day of publication: "earlier this year", "later this month".
func (r *reader) elapsed(e expr, w string) expr {
	e.rule += "+" + w
	if w == "earlier" {
		e.mod = "start"
	} else {
		e.mod = "end"
	}
	lo, hi := firstDay(e.from), lastDay(e.to)
	if !r.known || e.anchor == "none" || lo == (day{}) || hi == (day{}) || r.ref.before(lo) || hi.before(r.ref) || lo == hi {
		return e
	}
	if w == "earlier" {
		if e.gran == "month" || e.gran == "year" {
			return e // the month or year itself, as annotators write it
		}
		e.to = r.ref.String()
		e.from = lo.String()
	} else {
		e.from = r.ref.String()
		e.to = hi.String()
	}
	return e
}

// firstDay is the first day of an ISO day, month or year; zero for none.
func firstDay(s string) day {
	switch len(s) {
	case 4:
		s += "-01-01"
	case 7:
		s += "-01"
	}
	a, _ := parseDay(s)
	return a
}

// lastDay is the last day of an ISO day, month or year; zero for none.
func lastDay(s string) day {
	switch len(s) {
	case 4:
		s += "-12-31"
	case 7:
		a := firstDay(s)
		if a == (day{}) {
			return a
		}
		return day{a.y, a.m, lastOf(a.y, a.m)}
	}
	a, _ := parseDay(s)
	return a
}

// quantified reads "more than four hours", "nearly two years ago", "at least 10 days", "around 3 p.m.".
func (r *reader) quantified(i int) (expr, bool) {
	mod, j := "", i+1
	switch r.w(i) {
	case "about", "around", "roughly", "approximately", "some", "almost", "nearly":
		mod = "approx"
	case "over":
		if r.w(j) == "the" || r.w(j) == "a" || r.w(j) == "last" || r.w(j) == "past" || r.w(j) == "next" {
			return expr{}, false
		}
		mod = "more"
	case "under":
		mod = "less"
	case "more", "longer", "less", "fewer":
		if r.w(i+1) != "than" {
			return expr{}, false
		}
		mod, j = "more", i+2
		if w := r.w(i); w == "less" || w == "fewer" {
			mod = "less"
		}
	case "at":
		if r.w(i+1) != "least" && r.w(i+1) != "most" {
			return expr{}, false
		}
		mod, j = "atleast", i+2
		if r.w(i+1) == "most" {
			mod = "atmost"
		}
	case "no", "not":
		if (r.w(i+1) != "more" && r.w(i+1) != "less") || r.w(i+2) != "than" {
			return expr{}, false
		}
		mod, j = "atmost", i+3
		if r.w(i+1) == "less" {
			mod = "atleast"
		}
	case "up":
		if r.w(i+1) != "to" {
			return expr{}, false
		}
		mod, j = "atmost", i+2
	default:
		return expr{}, false
	}
	e, ok := r.core(j)
	if !ok || e.num == 0 && e.typ != "TIME" || e.unit == quarterUnit {
		return expr{}, false
	}
	if e.mod == "" && mod == "approx" {
		e.mod = "approx"
	}
	e.rule += "+" + mod
	return e, true
}

// core reads an expression that starts at atom i: the longest that any rule finds.
func (r *reader) core(i int) (expr, bool) {
	var best expr
	ok := false
	try := func(e expr, found bool) {
		if found && (!ok || e.next > best.next) {
			best, ok = e, true
		}
	}
	if i >= len(r.a) {
		return best, false
	}
	a := &r.a[i]
	w := a.low
	switch {
	case a.digits > 0:
		try(r.iso(i))
		try(r.slashed(i))
		try(r.dayMonth(i))
		try(r.clock(i))
		try(r.yearAlone(i))
		try(r.decadeDigits(i))
		try(r.amount(i))
		try(r.secondDay(i))
		try(r.quarterWords(i))
		try(r.nthDay(i))
		try(r.century(i))
		try(r.nthMonth(i))
		try(r.countedFirst(i))
		try(r.bareDay(i, i))
		try(r.weekdaysAgo(i))
	case w == "'" || w == "’":
		try(r.decadeDigits(i))
		try(r.shortYear(i))
	case w == "the" || w == "that" || w == "those" || w == "these":
		try(r.definite(i))
	}
	if a.digits == 0 && len(w) > 1 {
		r.words(i, w, try)
	} else if w == "a" {
		try(r.amount(i))
	} else if (w == "q" || w == "h") && a.upper {
		try(r.quarterCode(i))
	}
	return best, ok
}

// words tries the rules that start with a word.
func (r *reader) words(i int, w string, try func(expr, bool)) {
	if monthOf(w) > 0 {
		try(r.monthFirst(i))
	}
	if weekdayOf(strings.TrimSuffix(w, "s")) > 0 {
		try(r.weekday(i))
	}
	switch w {
	case "last", "past", "next", "this", "previous", "coming", "following", "recent", "current", "preceding", "latest":
		try(r.relative(i, i))
	case "every", "each", "per":
		try(r.every(i))
	case "fiscal", "fy":
		try(r.fiscal(i))
	case "spring", "summer", "autumn", "fall", "winter":
		try(r.seasonFirst(i))
	case "noon", "midnight", "midday":
		try(r.clock(i))
	case "daily", "weekly", "monthly", "quarterly", "yearly", "annually", "nightly", "everyday":
		try(r.adverb(i, w))
	case "day":
		try(r.dayBeforeYesterday(i))
	case "christmas", "thanksgiving", "easter", "new", "halloween", "juneteenth", "labor", "memorial", "good", "palm", "international":
		try(r.holiday(i))
	case "year":
		try(r.yearCompound(i))
	}
	try(r.deictic(i, w))
	if _, _, isSmall := small(w); isSmall || ordinalOf(w) > 0 {
		try(r.dayMonth(i))
		try(r.yearInWords(i))
		try(r.quarterWords(i))
		try(r.nthDay(i))
		try(r.century(i))
		try(r.nthMonth(i))
		try(r.countedFirst(i))
		try(r.weekdaysAgo(i))
		try(r.clock(i))
	}
	try(r.amount(i))
	try(r.bareUnit(i, w))
	if n := decadeWord(w); n >= 0 {
		try(r.decadeFrom(i+1, 1900+n), true)
	}
}

// number reads a cardinal: digits with commas or a fraction, words, "a", "a few", "half an". vague is
// set where the words name no number; then n is 0.
func (r *reader) number(i int) (n float64, vague bool, next int, ok bool) {
	w := r.w(i)
	if v, found := r.digits(i, 1, 6); found {
		n, next = float64(v), i+1
		for r.w(next) == "," && r.glued(next) && r.glued(next+1) {
			v, found := r.digits(next+1, 3, 3)
			if !found {
				break
			}
			n, next = n*1000+float64(v), next+2
		}
		if r.w(next) == "." && r.glued(next) && r.glued(next+1) {
			if v, found := r.digits(next+1, 1, 3); found {
				n, next = n+float64(v)/math.Pow10(r.a[next+1].digits), next+2
			}
		}
		if r.w(next) == "1" && r.w(next+1) == "/" && r.w(next+2) == "2" {
			n, next = n+.5, next+3
		}
		return n, false, next, true
	}
	switch w {
	case "a", "an":
		switch r.w(i + 1) {
		case "few":
			return 0, true, i + 2, true
		case "couple":
			if r.w(i+2) == "of" {
				return 2, false, i + 3, true
			}
			return 2, false, i + 2, true
		case "dozen":
			return 12, false, i + 2, true
		case "hundred":
			return 100, false, i + 2, true
		case "thousand":
			return 1000, false, i + 2, true
		case "half":
			return 0, false, i, false
		}
		return 1, false, i + 1, true
	case "several", "few", "many", "some":
		return 0, true, i + 1, true
	case "half":
		if r.w(i+1) == "a" || r.w(i+1) == "an" {
			return .5, false, i + 2, true
		}
		return 0, false, i, false
	case "dozen":
		return 12, false, i + 1, true
	}
	v, next, ok := r.cardinal(i)
	if ok && r.w(next) == "and" {
		k := next + 1
		if r.w(k) == "a" {
			k++
		}
		switch r.w(k) {
		case "half":
			return float64(v) + .5, false, k + 1, true
		case "quarter":
			return float64(v) + .25, false, k + 1, true
		}
	}
	return float64(v), false, next, ok
}

// cardinalRange steps over "to three" in "two to three weeks": the atom after it, next itself where there is none.
func (r *reader) cardinalRange(next int) int {
	if w := r.w(next); w != "to" && w != "or" && !r.dash(next) {
		return next
	}
	if w := r.w(next + 1); w == "a" || w == "an" || w == "several" || w == "some" {
		return next
	}
	_, _, after, ok := r.number(next + 1)
	if !ok {
		return next
	}
	if u, plural := unitOf(r.w(after)); u == noUnit || !plural {
		return next
	}
	return after
}

// cardinal reads a number in words up to the thousands.
func (r *reader) cardinal(i int) (n, next int, ok bool) {
	v, tens, ok := small(r.w(i))
	if !ok {
		return 0, i, false
	}
	next = i + 1
	if tens {
		k := next
		if r.dash(k) {
			k++
		}
		if u, t, ok := small(r.w(k)); ok && !t && u < 10 {
			v, next = v+u, k+1
		}
	}
	for {
		switch r.w(next) {
		case "hundred":
			v, next = v*100, next+1
		case "thousand":
			v, next = v*1000, next+1
		default:
			return v, next, true
		}
	}
}
