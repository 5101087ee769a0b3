package when

import "strings"

// offset reads "two days after today", "three weeks from tomorrow", "2 weeks before Christmas": so many units from a day
// that the text names at k. e is the length.
func (r *reader) offset(e expr, k int, n float64, u unit, ahead bool) (expr, bool) {
	if w := r.w(k); u < dayUnit || w == "last" || w == "the" && r.w(k+1) != "end" && monthOf(r.w(k+1)) == 0 {
		return expr{}, false
	}
	if r.w(k) == "the" && monthOf(r.w(k+1)) > 0 { // "two days after the July 26 coup"
		k++
	}
	to, ok := r.core(k)
	if !ok || to.kind != "point" || to.day == (day{}) {
		return expr{}, false
	}
	p, ok := r.pointAt(to.next, to.day, n, u, ahead, to.anchor)
	if !ok {
		return expr{}, false
	}
	if u >= weekend { // counted from a day, weeks, months and years end on a day
		if a := away(to.day, n, u, ahead); a.real() {
			p = onDay(to.next, a, to.anchor, "units from a day")
		}
	}
	p.rule, p.unit = "units from a day", u
	return r.onWeekday(p), true
}

// coming gives "in two weeks" its day where the clause looks ahead; as a TIMEX3 it stays a length.
func (r *reader) coming(i int, e *expr, n float64, vague bool, u unit) {
	within := r.w(i-1) == "within"
	if !r.known || vague || r.w(i-1) != "in" && !within || u < dayUnit || e.kind != "duration" || r.direction(i-1, e.next) != future {
		return
	}
	p, ok := r.pointAt(e.next, r.ref, n, u, true, "publication")
	if !ok {
		return
	}
	if within {
		e.kind, e.anchor, e.from, e.to = "interval", "publication", r.ref.String(), p.to
		if a := away(r.ref, n, u, true); a.real() {
			e.to = a.String()
		}
		return
	}
	if a := away(r.ref, n, u, true); u < monthUnit && a.real() {
		p.from, p.to, p.gran = a.String(), a.String(), "day"
	}
	e.kind, e.anchor, e.from, e.to, e.gran, e.rule = "point", "publication", p.from, p.to, p.gran, "in units"
	if u > dayUnit {
		e.mod = "approx"
	}
}

// weekdayOfWeek reads the week after a weekday, "Thursday last week", "Tuesday of next week", from behind the weekday: how many
// weeks from the one of publication, and where it ends.
func (r *reader) weekdayOfWeek(k int) (weeks, next int, ok bool) {
	if r.w(k) == "of" {
		k++
	}
	if r.w(k+1) != "week" {
		return 0, k, false
	}
	switch r.w(k) {
	case "last":
		return -1, k + 2, true
	case "next":
		return 1, k + 2, true
	case "this":
		return 0, k + 2, true
	}
	return 0, k, false
}

// weekThenDay reads "next week Wednesday", "last week on Tuesday" from the unit on; e is the week.
func (r *reader) weekThenDay(e expr, u unit) expr {
	k := e.next
	if r.w(k) == "on" {
		k++
	}
	n := weekdayOf(r.w(k))
	from, ok := parseDay(e.from)
	if u != week || n == 0 || !r.upper(k) || !ok {
		return e
	}
	return onDay(r.skip(k), from.add(n-1), e.anchor, "weekday of week")
}

// weekdaysAgo reads "two Fridays ago", "three Mondays from now": that many such days back or ahead.
func (r *reader) weekdaysAgo(i int) (expr, bool) {
	n, vague, k, ok := r.number(i)
	if !ok || vague || n < 1 || n > 60 || n != float64(int(n)) || !r.upper(k) {
		return expr{}, false
	}
	w := weekdayOf(strings.TrimSuffix(r.w(k), "s"))
	if w == 0 || len(r.w(k)) < 7 || !r.known {
		return expr{}, false
	}
	back := (r.ref.weekday()-w+6)%7 + 1
	switch {
	case r.w(k+1) == "ago":
		return onDay(k+2, r.ref.add(-back-7*(int(n)-1)), "publication", "weekdays ago"), true
	case r.w(k+1) == "from" && r.w(k+2) == "now":
		return onDay(k+3, r.ref.add((w-r.ref.weekday()+6)%7+1+7*(int(n)-1)), "publication", "weekdays ago"), true
	}
	return expr{}, false
}

// onWeekday reads the weekday behind a reckoned day, "two weeks after the vote on Tuesday", "three weeks ago on Friday", from
// the end of e on. That of a week is in it; that of a day months away is the first from there.
func (r *reader) onWeekday(e expr) expr {
	k := e.next
	if r.w(k) != "on" || !r.upper(k+1) || weekdayOf(r.w(k+1)) == 0 {
		return e
	}
	if d, ok := r.reckoned(e, weekdayOf(r.w(k+1))); ok {
		return r.withPart(onDay(r.skip(k+1), d, e.anchor, "weekday of a reckoned day"))
	}
	return e
}

// reckoned is the weekday n that belongs to a day or week so many weeks or months from another.
func (r *reader) reckoned(e expr, n int) (day, bool) {
	from, ok := parseDay(e.from)
	switch {
	case !ok || e.rule != "units from a day" && e.rule != "units ago":
		return day{}, false
	case e.unit == week || e.unit == fortnight:
		return from.monday().add(n - 1), true
	case e.unit == monthUnit && e.gran == "day" && e.rule == "units from a day":
		return from.add((n - from.weekday() + 7) % 7), true
	}
	return day{}, false
}

// weekdayBefore reads "Friday two weeks ago", "Sunday three weeks after the vote" from behind the weekday n.
func (r *reader) weekdayBefore(k, n int) (expr, bool) {
	if r.w(k) == "," {
		k++
	}
	if _, vague, _, ok := r.number(k); !ok || vague {
		return expr{}, false
	}
	e, ok := r.amount(k)
	if !ok || e.unit != week && e.unit != fortnight {
		return expr{}, false
	}
	d, ok := r.reckoned(e, n)
	if !ok {
		return expr{}, false
	}
	return onDay(e.next, d, e.anchor, "weekday of a reckoned day"), true
}

// nthDay reads "15th day of next month", "26th of this month", "twenty-third day of September" from the number on.
func (r *reader) nthDay(i int) (expr, bool) {
	d, k, ok := r.dayNumber(i)
	if !ok || k == i+1 && r.a[i].digits > 0 {
		return expr{}, false
	}
	if r.w(k) == "day" {
		k++
	} else if r.a[k-1].digits == 0 && r.w(k-1) != "th" && r.w(k-1) != "st" && r.w(k-1) != "nd" && r.w(k-1) != "rd" {
		return expr{}, false
	}
	if r.w(k) != "of" {
		return expr{}, false
	}
	k++
	month := day{}
	next := k
	if m, n, ok := r.month(k); ok && r.w(k-2) == "day" {
		e, ok := r.dayOf(-1, m, d, n)
		return e, ok
	}
	if !r.known || r.w(k+1) != "month" {
		return expr{}, false
	}
	switch r.w(k) {
	case "this", "the":
		month, next = r.ref, k+2
	case "last":
		month, next = day{r.ref.y, r.ref.m, 1}.addMonths(-1), k+2
	case "next":
		month, next = day{r.ref.y, r.ref.m, 1}.addMonths(1), k+2
	default:
		return expr{}, false
	}
	a := day{month.y, month.m, d}
	if !a.real() {
		return expr{}, false
	}
	return onDay(next, a, "publication", "day of month"), true
}

// bareDay reads "the 26th" after "on", "until", "by" and the like: the latest such day, the next where the clause looks ahead.
func (r *reader) bareDay(i, k int) (expr, bool) {
	d, next, ok := r.dayNumber(k)
	if !ok || !r.known || next != k+2 || r.a[k].digits == 0 || !r.nounEnds(next-1) || r.xpos(next) == "" && !r.stops(next) || r.w(next) == "of" || r.dash(next) && r.glued(next) {
		return expr{}, false
	}
	switch r.w(i - 1) {
	case "on", "until", "till", "by", "since":
	default:
		return expr{}, false
	}
	if m, _, ok := r.month(next); ok && m > 0 {
		return expr{}, false
	}
	a := day{r.ref.y, r.ref.m, d}
	step := -1
	if r.direction(i, next) == future {
		step = 1
	}
	for n := 0; n < 3; n++ {
		if a.real() && (step < 0 && !r.ref.before(a) || step > 0 && !a.before(r.ref)) {
			return onDay(next, a, "publication", "day of month"), true
		}
		b := day{a.y, a.m, 1}.addMonths(step)
		a = day{b.y, b.m, d}
	}
	return expr{}, false
}

// stops reports whether atom i cannot go on a phrase before it: the end, a mark, a preposition or conjunction.
func (r *reader) stops(i int) bool {
	w := r.w(i)
	return w == "" || w == "?" || w == "!" || closing(w) || preposition(w)
}

// ordinalNumber reads an ordinal in figures or words: 15th, fifteenth, twenty-first.
func (r *reader) ordinalNumber(i int) (n, next int, ok bool) {
	if i < 0 || i >= len(r.a) {
		return 0, i, false
	}
	if v, found := r.digits(i, 1, 2); found && r.glued(i+1) {
		switch r.w(i + 1) {
		case "st", "nd", "rd", "th":
			return v, i + 2, true
		}
		return 0, i, false
	}
	if r.a[i].digits > 0 {
		return 0, i, false
	}
	return r.dayNumber(i)
}

// century reads "15th century", "the nineteenth century".
func (r *reader) century(i int) (expr, bool) {
	n, k, ok := r.ordinalNumber(i)
	if !ok || n < 1 || n > 21 {
		return expr{}, false
	}
	if r.dash(k) {
		k++
	}
	if r.w(k) != "century" {
		return expr{}, false
	}
	e := point(k+1, twoDigits(n-1), "decade", "century")
	if n < 11 { // before the first year that is read as one
		e.from, e.to = "", ""
		return e, true
	}
	e.from, e.to = year(100*(n-1)), year(100*n-1)
	return e, true
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10%10), byte('0' + n%10)}) }

// nthMonth reads "third month of 2021", "9th month of next year" from the ordinal on.
func (r *reader) nthMonth(i int) (expr, bool) {
	n, k, ok := r.ordinalNumber(i)
	if !ok || n < 1 || n > 12 || r.w(k) != "month" || r.w(k+1) != "of" {
		return expr{}, false
	}
	y, next, ok := r.monthYear(k + 1)
	if !ok {
		return expr{}, false
	}
	return onMonth(next, day{y, n, 1}, "text", "month of year"), true
}

// countedFirst reads "5 past years", "2 upcoming months", "3 next weeks": the number before the direction.
func (r *reader) countedFirst(i int) (expr, bool) {
	n, vague, k, ok := r.number(i)
	if !ok || vague {
		return expr{}, false
	}
	ahead := false
	switch r.w(k) {
	case "past", "previous", "last", "preceding":
	case "upcoming", "next", "coming", "following":
		ahead = true
	default:
		return expr{}, false
	}
	u, plural := unitOf(r.w(k + 1))
	if u == noUnit || !plural || u <= second {
		return expr{}, false
	}
	e := r.duration(k+2, n, false, u)
	e.rule = "units " + r.w(k)
	r.stretch(&e, n, false, u, ahead)
	return e, true
}
