package when

import "fmt"

func point(next int, timex, gran, rule string) expr {
	return expr{next: next, timex: timex, typ: "DATE", kind: "point", from: timex, to: timex, gran: gran, anchor: "text", rule: rule}
}

func onDay(next int, a day, anchor, rule string) expr {
	e := point(next, a.String(), "day", rule)
	e.anchor, e.day = anchor, a
	return e
}

func onMonth(next int, a day, anchor, rule string) expr {
	e := point(next, a.month(), "month", rule)
	e.anchor = anchor
	return e
}

func onYear(next, y int, anchor, rule string) expr {
	e := point(next, year(y), "year", rule)
	e.anchor = anchor
	return e
}

func onWeek(next int, a day, anchor, rule string) expr {
	m := a.monday()
	e := point(next, m.week(), "week", rule)
	e.from, e.to, e.anchor = m.String(), m.add(6).String(), anchor
	return e
}

func onWeekend(next int, a day, anchor, rule string) expr {
	m := a.monday()
	e := point(next, m.week()+"-WE", "day", rule)
	e.from, e.to, e.anchor = m.add(5).String(), m.add(6).String(), anchor
	return e
}

func onQuarter(next, y, q int, anchor, rule string) expr {
	e := point(next, fmt.Sprintf("%04d-Q%d", y, q), "quarter", rule)
	e.from, e.to, e.anchor = day{y, q*3 - 2, 1}.month(), day{y, q * 3, 1}.month(), anchor
	return e
}

func onSeason(next, y int, letters string, month int, anchor, rule string) expr {
	e := point(next, fmt.Sprintf("%04d-%s", y, letters), "season", rule)
	a := day{y, month, 1}
	if letters == "WI" { // the winter of a year is the one that it begins with
		a = day{y - 1, 12, 1}
	}
	e.from, e.to, e.anchor = a.month(), a.addMonths(2).month(), anchor
	return e
}

func unresolved(next int, timex, gran, rule string) expr {
	return expr{next: next, timex: timex, typ: "DATE", kind: "point", gran: gran, anchor: "none", rule: rule}
}

// iso reads 2023-07-26, 2023/07/26, with a time after T left aside.
func (r *reader) iso(i int) (expr, bool) {
	y, ok1 := r.digits(i, 4, 4)
	m, ok2 := r.digits(i+2, 1, 2)
	d, ok3 := r.digits(i+4, 1, 2)
	sep := r.w(i + 1)
	if !ok1 || !ok2 || !ok3 || sep != r.w(i+3) || (sep != "-" && sep != "/" && sep != ".") || !r.run(i+1, i+4) {
		return expr{}, false
	}
	a := day{y, m, d}
	if !a.real() {
		return expr{}, false
	}
	return onDay(i+5, a, "text", "iso"), true
}

// run reports whether atoms [i, j] are glued to what stands before them.
func (r *reader) run(i, j int) bool {
	for ; i <= j; i++ {
		if !r.glued(i) {
			return false
		}
	}
	return true
}

// slashed reads 26/07/2023, 07/26/23, 26.7.2023 and 9/11. Where both orders are possible the first number is the month
// after slashes (American use) and the day after points.
func (r *reader) slashed(i int) (expr, bool) {
	a, ok1 := r.digits(i, 1, 2)
	b, ok2 := r.digits(i+2, 1, 2)
	sep := r.w(i + 1)
	if !ok1 || !ok2 || sep != "/" && sep != "." && sep != "-" || !r.run(i+1, i+2) {
		return expr{}, false
	}
	if a == 9 && b == 11 && sep == "/" && !(r.w(i+3) == "/" && r.glued(i+3)) {
		return onDay(i+3, day{2001, 9, 11}, "text", "9/11"), true
	}
	y, ok3 := r.digits(i+4, 2, 4)
	if !ok3 || sep != r.w(i+3) || !r.run(i+3, i+4) || r.a[i+4].digits == 3 || r.glued(i+5) && r.w(i+5) == sep {
		return expr{}, false
	}
	if r.a[i+4].digits == 2 {
		if sep != "/" {
			return expr{}, false
		}
		y += 2000
		if y > 2060 || r.known && y > r.ref.y+15 {
			y -= 100
		}
	}
	first, second := day{y, a, b}, day{y, b, a}
	if sep == "." {
		first, second = second, first
	}
	switch {
	case first.real():
		return onDay(i+5, first, "text", "slashed"), true
	case second.real():
		return onDay(i+5, second, "text", "slashed"), true
	}
	return expr{}, false
}

// dayNumber reads the number of a day in a month: 26, 26th, twenty-sixth.
func (r *reader) dayNumber(i int) (d, next int, ok bool) {
	if d, ok = r.digits(i, 1, 2); ok && d >= 1 && d <= 31 {
		next = i + 1
		switch r.w(next) {
		case "st", "nd", "rd", "th":
			if r.glued(next) {
				next++
			}
		}
		if r.glued(next) && (r.w(next) == "," || r.w(next) == "." || r.w(next) == ":") && r.glued(next+1) && r.a[next+1].digits > 0 {
			return 0, i, false // 1,500 or 3.5
		}
		return d, next, true
	}
	if d = ordinalOf(r.w(i)); d > 0 {
		return d, i + 1, true
	}
	if t := r.w(i); t == "twenty" || t == "thirty" {
		k := i + 1
		if r.dash(k) {
			k++
		}
		if u := ordinalOf(r.w(k)); u > 0 && u < 10 {
			if t == "thirty" {
				u += 10
			}
			if u += 20; u <= 31 {
				return u, k + 1, true
			}
		}
	}
	return 0, i, false
}

// month reads a month's name; short ones need a point, a number after them, or no other meaning.
func (r *reader) month(i int) (m, next int, ok bool) {
	w := r.w(i)
	if m = monthOf(w); m == 0 || !r.upper(i) && (len(w) < 4 || m == 3 || m == 5 || m == 8) {
		return 0, i, false // without a capital only where it is no other word
	}
	next = i + 1
	if r.dash(next) && r.glued(next) && r.glued(next+1) && len(w) <= 4 { // Dec-2018
		if _, ok := r.digits(next+1, 4, 4); ok {
			return m, next + 1, true
		}
	}
	if len(w) <= 4 && w != "may" && w != "june" && w != "july" {
		if r.w(next) == "." && r.glued(next) {
			return m, next + 1, true
		}
		_, digit := r.digits(next, 1, 4)
		return m, next, digit || r.shortMonth(i, next)
	}
	return m, next, true
}

// shortMonth tells whether "Sep" without a point is the month by what stands next to it: "after Feb", "from Sep to Nov", "Jan-Feb".
func (r *reader) shortMonth(i, next int) bool {
	if !r.upper(i) || r.w(i) == "sun" {
		return false
	}
	if w := r.w(next); (w == "to" || w == "through" || w == "and" || r.dash(next)) && monthOf(r.w(next+1)) > 0 && r.upper(next+1) {
		return true
	}
	if w := r.w(next); w == "," && r.w(i) != "mar" {
		if y, ok := r.yearNumber(next + 1); ok && y > 1800 {
			return true
		}
	}
	switch w := r.w(i - 1); {
	case w == "since" || w == "until" || w == "till" || w == "of" && r.a[max(0, i-2)].digits > 0:
		return true
	case w == "after" || w == "before":
		return r.nounEnds(i)
	case w == "to" || w == "through" || w == "and" || r.dash(i-1):
		return monthOf(r.w(i-2)) > 0 && r.upper(i-2)
	}
	return false
}

// monthYear reads the year after a month or day: "2023", ", 2023", "of 2023", "of last year", "this year".
func (r *reader) monthYear(i int) (y, next int, ok bool) {
	k := i
	if r.w(k) == "," || r.w(k) == "of" {
		k++
	}
	if y, ok := r.yearNumber(k + 1); ok && r.w(k) == "in" && i > 0 && i <= len(r.a) && (r.a[i-1].digits > 0 && r.a[i-1].digits < 3 || r.w(i-1) == "th") {
		return y, k + 2, true // "28 June in 2020" reads a year behind the month, see dayOf
	}
	if y, ok := r.yearNumber(k); ok {
		if r.w(i) != "," || r.sure(k) {
			return y, k + 1, true
		}
		return 0, i, false
	}
	if (r.w(k) == "'" || r.w(k) == "’") && r.glued(k+1) && k == i {
		if y, ok := r.digits(k+1, 2, 2); ok {
			return century20(y), k + 2, true
		}
	}
	if a := firstDay(r.named); r.w(k) == "that" && r.w(k+1) == "year" && a != (day{}) {
		return a.y, k + 2, true
	}
	if !r.known {
		return 0, i, false
	}
	if k < len(r.a) && r.w(k+1) == "year" {
		switch r.w(k) {
		case "last":
			return r.ref.y - 1, k + 2, true
		case "this":
			return r.ref.y, k + 2, true
		case "next":
			return r.ref.y + 1, k + 2, true
		}
	}
	if y, next, ok := r.yearWords(k); ok {
		return y, next, true
	}
	return 0, i, false
}

func century20(y int) int {
	if y > 60 {
		return 1900 + y
	}
	return 2000 + y
}

// yearNumber reads four digits that can be a year and are not part of a longer number.
func (r *reader) yearNumber(i int) (int, bool) {
	y, ok := r.digits(i, 4, 4)
	if !ok || y < minYear || y > maxYear {
		return 0, false
	}
	if r.glued(i+1) && (r.w(i+1) == "," || r.w(i+1) == ".") && r.glued(i+2) && i+2 < len(r.a) && r.a[i+2].digits > 0 || r.w(i+1) == "%" {
		return 0, false
	}
	return y, true
}

// sure reports whether a number after a comma is a year, not the start of the next figure.
func (r *reader) sure(i int) bool {
	y := r.a[i].num
	return y >= 1700 && y <= 2100 && !(r.xpos(i+1) == "NNS")
}

// monthFirst reads "July 26, 2023", "July 26-28", "July 2023", "July".
func (r *reader) monthFirst(i int) (expr, bool) {
	m, k, ok := r.month(i)
	if !ok {
		return expr{}, false
	}
	if d, next, ok := r.dayNumber(k); ok && (d <= 31 && r.a[k].digits > 0 || r.w(k) != "second" && r.a[k].digits == 0) {
		if r.a[k].digits == 0 && !r.ordinalDay(next) {
			return r.monthAlone(i, m, k)
		}
		return r.dayOf(i, m, d, next)
	}
	if r.w(k) == "the" {
		if d, next, ok := r.dayNumber(k + 1); ok && (r.a[next-1].digits == 0) {
			return r.dayOf(i, m, d, next)
		}
	}
	return r.monthAlone(i, m, k)
}

// ordinalDay reports whether an ordinal in words after a month is a day ("March eighth"), not the start of
// something else ("in March first reports").
func (r *reader) ordinalDay(next int) bool {
	x := r.xpos(next)
	return x != "NN" && x != "NNS" && x != "JJ"
}

// dayOf finishes a day of a month: the year or the nearest one, and the end of a range.
func (r *reader) dayOf(first, m, d, next int) (expr, bool) {
	until, k := 0, next
	if r.dash(k) || r.w(k) == "to" {
		if u, n, ok := r.dayNumber(k + 1); ok && u > d && r.a[k+1].digits > 0 && !r.dateAfter(n) && (r.dash(k) || r.w(first-1) == "from" || r.stops(n)) {
			until, k = u, n
		}
	}
	if until == 0 {
		k = next
	}
	if r.w(k) == "(" && weekdayOf(r.w(k+1)) > 0 { // "Sept. 13 (Thursday), 2018"
		if n := r.skip(k + 1); r.w(n) == ")" {
			k = n + 1
		}
	}
	y, n, dated := r.monthYear(k)
	a := day{y, m, d}
	anchor := "text"
	if dated {
		k = n
	} else {
		if !r.known {
			if d > 31 || m < 1 {
				return expr{}, false
			}
			if e, ok := r.yearOfText(k, m, d); ok && until == 0 {
				return e, true
			}
			return unresolved(k, fmt.Sprintf("XXXX-%02d-%02d", m, d), "day", "month-day"), true
		}
		a = r.nearest(m, d)
		anchor = "publication"
		if first >= 0 && a.addMonths(3).before(r.ref) && r.direction(first, k) == future {
			a.y++
		}
	}
	if !a.real() {
		return expr{}, false
	}
	e := onDay(k, a, anchor, "month-day")
	if b := (day{a.y, m, until}); until > 0 && b.real() {
		e.kind, e.to, e.rule, e.day = "interval", b.String(), "month-days", day{}
	}
	return r.withTime(e), true
}

// secondDay reads the 25 of "April 24 and 25", and the further days of "August 3, 4 and 6".
func (r *reader) secondDay(i int) (expr, bool) {
	d, next, ok := r.dayNumber(i)
	if !ok || r.last == (day{}) || len(r.d.Dates) == 0 {
		return expr{}, false
	}
	k := i - 2 // the day before, across "and", a comma, or both
	switch r.w(i - 1) {
	case "and":
		if r.w(k) == "," {
			k--
		}
	case ",":
		if !r.dayList(next, d) {
			return expr{}, false
		}
	default:
		return expr{}, false
	}
	before := &r.d.Dates[len(r.d.Dates)-1]
	a := day{r.last.y, r.last.m, d}
	if before.Rule != "month-day" && before.Rule != "second day" || k < i-2 && before.Rule != "second day" || k < 0 || before.End != r.a[k].End || r.a[k].num >= d || !a.real() {
		return expr{}, false
	}
	switch r.xpos(next) {
	case "NN", "NNS", "NNP", "JJ", "CD":
		return expr{}, false
	}
	return onDay(next, a, "text", "second day"), true
}

// dayList reports whether a list of rising days goes on from atom i and ends in "and": "4, 5 and 6" after a day of the month.
func (r *reader) dayList(i, d int) bool {
	for {
		k := i
		comma := r.w(k) == ","
		if comma {
			k++
		}
		last := r.w(k) == "and"
		if last {
			k++
		}
		n, next, ok := r.dayNumber(k)
		if !comma && !last || !ok || n <= d || r.a[k].digits == 0 {
			return false
		}
		if last {
			return true
		}
		i, d = next, n
	}
}

// dateAfter reports whether what follows makes a number something else than a day: "July 26-28 p.m.".
func (r *reader) dateAfter(i int) bool {
	switch r.w(i) {
	case "p", "a", "pm", "am", "percent", "%":
		return true
	}
	return false
}

// nearest is the month and day within ten months before and two after publication.
func (r *reader) nearest(m, d int) day {
	a := day{r.ref.y, m, d}
	months := m - r.ref.m
	switch {
	case months > 2:
		a.y--
	case months < -9:
		a.y++
	}
	if !a.real() { // 29 February of another year
		for _, dy := range []int{-1, 1, -2, 2, -3, 3} {
			if b := (day{a.y + dy, m, d}); b.real() {
				return b
			}
		}
	}
	return a
}

// dayMonth reads "26 July 2023", "the 26th of July".
func (r *reader) dayMonth(i int) (expr, bool) {
	d, k, ok := r.dayNumber(i)
	if w := r.w(i - 1); !ok || w == "$" || w == "£" || w == "€" {
		return expr{}, false
	}
	until, back := 0, k
	if r.dash(k) || r.w(k) == "to" || r.w(k) == "and" {
		if u, n, ok := r.dayNumber(k + 1); ok && u > d && r.a[k+1].digits > 0 && r.a[i].digits > 0 {
			until, k = u, n
		}
	}
	if r.w(k) == "of" {
		k++
	}
	m, n, ok := r.month(k)
	if !ok || !r.glued(k) && r.dash(back) && until == 0 {
		return expr{}, false
	}
	if r.a[i].digits == 0 && k == i+1 && r.w(k-1) != "of" { // "second May" is none
		return expr{}, false
	}
	e, ok := r.dayOf(-1, m, d, n)
	if b, found := parseDay(e.from); ok && found && until > 0 {
		if c := (day{b.y, b.m, until}); c.real() {
			e.kind, e.to, e.rule, e.day = "interval", c.String(), "month-days", day{}
		}
	}
	return e, ok
}

// monthAlone reads a month without a day.
func (r *reader) monthAlone(i, m, k int) (expr, bool) {
	if y, n, ok := r.monthYear(k); ok && r.w(k) != "," || ok && r.a[n-1].digits == 4 {
		return onMonth(n, day{y, m, 1}, "text", "month-year"), true
	}
	if (monthOf(r.w(i)) == 5 || monthOf(r.w(i)) == 3) && !r.monthCompany(i, k) {
		return expr{}, false
	}
	if k < len(r.a) && r.upper(k) && (r.glued(k) || i == 0) { // part of a name
		return expr{}, false
	}
	if r.dash(k) || r.w(k) == "to" && r.w(i-1) == "from" { // "June-August 2023": the year of the end is that of the start
		if m2, n, ok := r.month(k + 1); ok {
			if y, _, ok := r.monthYear(n); ok {
				if m2 < m {
					y--
				}
				return onMonth(k, day{y, m, 1}, "text", "month-range"), true
			}
		}
	}
	if !r.known {
		if r.told != (day{}) {
			return onMonth(k, r.monthOfText(m), "text", "month of the year"), true
		}
		return unresolved(k, fmt.Sprintf("XXXX-%02d", m), "month", "month"), true
	}
	a := day{r.ref.y, m, 1}
	dir := r.direction(i, k)
	attribute := (r.w(i-1) == "a" || r.w(i-1) == "an" || r.w(i-1) == "the") && r.xpos(k) == "NN"
	near := m-r.ref.m == 1 || m-r.ref.m == 2 || m-r.ref.m <= -10 // else it would be "last November"
	if m-r.ref.m == 2 && dir == past {
		near = false
	}
	ahead := r.w(i-1) != "since" && (near || !attribute && dir == future)
	switch {
	case ahead && m < r.ref.m:
		a.y++
	case !ahead && m > r.ref.m:
		a.y--
	}
	return onMonth(k, a, "publication", "month"), true
}

// monthCompany reports whether "May" or "March" is the month: after a preposition or a word of time, and
// not before what it would be a verb, a name or a march to.
func (r *reader) monthCompany(i, k int) bool {
	switch r.w(i - 1) {
	case "in", "since", "until", "last", "early", "late", "mid":
		return r.w(k) != "be"
	case "of": // "the first week of March", "the second half of May"
		switch r.w(i - 2) {
		case "week", "weeks", "day", "days", "half", "weekend", "month", "beginning", "end", "start", "middle":
			return true
		}
	}
	if (r.w(k) == "to" || r.w(k) == "through") && monthOf(r.w(k+1)) > 0 && r.upper(k+1) && r.upper(i) {
		return true
	}
	switch r.w(k) {
	case "on", "be", "have", "not", "against", "for", "to", "through", "said", "says", "told", "has", "will", "’":
		if r.w(k) != "to" || r.w(i-1) != "from" {
			return false
		}
	}
	if x := r.xpos(k); x == "NNP" || x == "VB" || x == "VBD" || x == "VBZ" {
		if r.upper(k) {
			return false
		}
	}
	switch r.w(i - 1) {
	case "in", "since", "until", "till", "by", "during", "from", "this", "next", "every", "each", "for", "before", "after", "between", "through", "-":
		return true
	case "the", "a", "an":
		return r.xpos(k) == "NN"
	case "of":
		return partOf(r.w(i-2)) != "" || r.w(i-2) == "month"
	case "and", "to":
		_, _, ok := r.month(i - 2)
		return ok
	}
	return false
}
