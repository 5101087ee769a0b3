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
		if y > 2060 {
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
	if m = monthOf(w); m == 0 || !r.upper(i) {
		return 0, i, false
	}
	next = i + 1
	if len(w) <= 4 && w != "may" && w != "june" && w != "july" {
		if r.w(next) == "." && r.glued(next) {
			return m, next + 1, true
		}
		_, digit := r.digits(next, 1, 4)
		return m, next, digit
	}
	return m, next, true
}

// monthYear reads the year after a month or day: "2023", ", 2023", "of 2023", "of last year", "this year".
func (r *reader) monthYear(i int) (y, next int, ok bool) {
	k := i
	if r.w(k) == "," || r.w(k) == "of" {
		k++
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
	if r.dash(k) || r.w(k) == "to" && r.w(first-1) == "from" {
		if u, n, ok := r.dayNumber(k + 1); ok && u > d && r.a[k+1].digits > 0 && !r.dateAfter(n) {
			until, k = u, n
		}
	}
	if until == 0 {
		k = next
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
			return unresolved(k, fmt.Sprintf("XXXX-%02d-%02d", m, d), "day", "month-day"), true
		}
		a = r.nearest(m, d)
		anchor = "publication"
		switch dir := r.direction(max(first, 0), k); {
		case first < 0:
		case dir == future && a.addMonths(3).before(r.ref):
			a.y++
		case dir == past && r.ref.before(a) && r.w(first-1) != "until":
			a.y--
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

// secondDay reads the 25 of "April 24 and 25".
func (r *reader) secondDay(i int) (expr, bool) {
	d, next, ok := r.dayNumber(i)
	if !ok || r.w(i-1) != "and" || r.w(i-2) == "," || r.last == (day{}) || len(r.d.Dates) == 0 {
		return expr{}, false
	}
	before := &r.d.Dates[len(r.d.Dates)-1]
	a := day{r.last.y, r.last.m, d}
	if before.Rule != "month-day" || i < 2 || before.End != r.a[i-2].End || r.a[i-2].num >= d || !a.real() {
		return expr{}, false
	}
	switch r.xpos(next) {
	case "NN", "NNS", "NNP", "JJ", "CD":
		return expr{}, false
	}
	return onDay(next, a, "text", "second day"), true
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
	if !ok {
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
	if k < len(r.a) && r.upper(k) && r.glued(k) { // part of a name
		return expr{}, false
	}
	if r.dash(k) { // "June-August 2023": the year of the end is that of the start
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
		return unresolved(k, fmt.Sprintf("XXXX-%02d", m), "month", "month"), true
	}
	a := day{r.ref.y, m, 1}
	dir := r.direction(i, k)
	attribute := (r.w(i-1) == "a" || r.w(i-1) == "an" || r.w(i-1) == "the") && r.xpos(k) == "NN"
	near := m-r.ref.m == 1 || m-r.ref.m == 2 || m-r.ref.m <= -10
	ahead := !attribute && (dir == future || dir == unknown && near)
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

// yearAlone reads "2023", "2023-24", "2011/12", "1998-2001", "2023 to 2025".
func (r *reader) yearAlone(i int) (expr, bool) {
	y, ok := r.yearNumber(i)
	if !ok || r.glued(i) && r.w(i-1) != "-" && r.w(i-1) != "–" && r.w(i-1) != "(" && r.w(i-1) != "\"" && r.w(i-1) != "/" {
		return expr{}, false
	}
	k := i + 1
	if (r.dash(k) || r.w(k) == "/") && (r.glued(k) || r.dash(k)) && k+1 < len(r.a) {
		to := 0
		switch v, digits := r.a[k+1].num, r.a[k+1].digits; {
		case digits == 2:
			to = y/100*100 + v
		case digits == 4:
			to = v
		}
		if to > y && to < y+200 && y >= 1700 && to <= maxYear && !r.glued(k+2) {
			e := onYear(k+2, y, "text", "years")
			e.kind, e.to = "interval", year(to)
			return e, true
		}
	}
	if !r.yearCompany(i, y) {
		return expr{}, false
	}
	return onYear(k, y, "text", "year"), true
}

// yearCompany reports whether four digits are a year: by the word before, else by what they do not count.
func (r *reader) yearCompany(i, y int) bool {
	switch r.w(i - 1) {
	case "$", "£", "€", "resolution", "no", "number", "flight", "route", "highway", "at", "than", "about", "over", "nearly", "some", "around", "least", "base", "#", "article", "least-":
		return false
	}
	if r.w(i-1) == "." && r.w(i-2) == "no" {
		return false
	}
	if r.glued(i+1) && i+1 < len(r.a) && (r.a[i+1].digits == 0 && r.upper(i+1) || r.w(i+1) == "s" || r.w(i+1) == "m") {
		return false
	}
	switch r.w(i + 1) {
	case "hours", "hrs", "gmt", "utc", "local", "troops", "people", "soldiers", "model", "models", "version", "percent", "meters", "metres", "km", "kilometers", "feet", "square", "dollars", "miles", "men", "tons", "tonnes", "hectares":
		return false
	}
	switch r.w(i - 1) {
	case "in", "since", "until", "by", "from", "during", "before", "after", "early", "late", "mid", "year", "fiscal", "between", "and", "(", "of", "for", "through", "back", "circa", "post", "pre":
		return y >= 1500 && y <= 2100 || y >= 1000 && r.w(i-1) == "in"
	}
	if y < 1800 || y > 2060 {
		return false
	}
	if r.dash(i-1) && (r.w(i-2) == "post" || r.w(i-2) == "pre") {
		return true
	}
	if r.upper(i+1) && !r.glued(i+1) && (r.w(i-1) == "a" || r.w(i-1) == "s" && r.glued(i-1)) { // "a 1987 Chevrolet"
		return false
	}
	return r.xpos(i+1) != "NNS" && r.xpos(i+1) != "CD"
}

// shortYear reads '89.
func (r *reader) shortYear(i int) (expr, bool) {
	y, ok := r.digits(i+1, 2, 2)
	if !ok || !r.glued(i+1) || r.glued(i) || r.glued(i+2) && r.w(i+2) == "s" {
		return expr{}, false
	}
	switch r.w(i - 1) {
	case "in", "since", "of", "from", "by", "summer", "spring", "fall", "winter":
		return onYear(i+2, century20(y), "text", "short year"), true
	}
	return expr{}, false
}

// decadeDigits reads 1990s, 1990's, '90s, 90s.
func (r *reader) decadeDigits(i int) (expr, bool) {
	k := i
	if r.w(k) == "'" || r.w(k) == "’" {
		k++
		if !r.glued(k) {
			return expr{}, false
		}
	}
	y, ok := r.digits(k, 4, 4)
	if !ok {
		if y, ok = r.digits(k, 2, 2); !ok || y < 20 {
			return expr{}, false
		}
		y += 1900
		if r.w(i-1) != "the" && r.w(i-1) != "early" && r.w(i-1) != "late" && r.w(i-1) != "mid" && k == i && !r.dash(i-1) {
			return expr{}, false // "in her 30s"
		}
	}
	if y%10 != 0 || y < minYear || y > maxYear {
		return expr{}, false
	}
	next := k + 1
	if (r.w(next) == "'" || r.w(next) == "’") && r.glued(next) {
		next++
	}
	if r.w(next) != "s" || !r.glued(next) {
		return expr{}, false
	}
	return r.decadeFrom(next+1, y), true
}

func (r *reader) decadeFrom(next, y int) expr {
	e := point(next, fmt.Sprintf("%03d", y/10), "decade", "decade")
	e.from, e.to = year(y), year(y+9)
	if y%100 == 0 && y >= 1700 && y < 2000 {
		e.timex, e.to = fmt.Sprintf("%02d", y/100), year(y+99) // "the 1800s"
	}
	return e
}

// yearInWords reads "nineteen ninety-six", "two thousand and three" as a year after "in", "of" or "the year".
func (r *reader) yearInWords(i int) (expr, bool) {
	y, next, ok := r.yearWords(i)
	if !ok {
		return expr{}, false
	}
	if c, _, ok := small(r.w(i)); !ok || c < 13 {
		switch r.w(i - 1) {
		case "in", "year", "since", "until", "by":
		default:
			return expr{}, false
		}
	}
	return onYear(next, y, "text", "year in words"), true
}

func (r *reader) yearWords(i int) (y, next int, ok bool) {
	c, tens, ok := small(r.w(i))
	if !ok {
		return 0, i, false
	}
	if c == 2 && r.w(i+1) == "thousand" {
		next = i + 2
		if r.w(next) == "and" {
			next++
		}
		if v, n, ok := r.cardinal(next); ok && v < 100 {
			return 2000 + v, n, true
		}
		if r.w(i-1) == "year" {
			return 2000, i + 2, true
		}
		return 0, i, false
	}
	if c < 13 || c > 20 || tens && c != 20 {
		return 0, i, false
	}
	v, n, ok := r.cardinal(i + 1)
	if !ok || v < 10 || v > 99 {
		return 0, i, false
	}
	return c*100 + v, n, true
}
