package when

import (
	"fmt"
	"strings"
)

// deictic reads the words that point at a time by themselves.
func (r *reader) deictic(i int, w string) (expr, bool) {
	if (w == "today" || w == "tonight") && r.titled(i) {
		return expr{}, false
	}
	switch w {
	case "today":
		return r.relDay(i+1, 0, "today"), true
	case "yesterday":
		return r.withPart(r.relDay(i+1, -1, "yesterday")), true
	case "tomorrow":
		return r.withPart(r.relDay(i+1, 1, "tomorrow")), true
	case "tonight":
		return r.part(r.relDay(i+1, 0, "tonight"), "NI"), true
	case "overnight":
		if x := r.xpos(i); x == "JJ" || x == "NN" && r.xpos(i+1) == "NN" {
			return expr{}, false
		}
		return r.part(r.relDay(i+1, -1, "overnight"), "NI"), true
	case "to", "till":
		if (w == "to" && r.w(i-1) != "from" || w == "till") && r.w(i+1) == "date" && r.known && r.stops(i+2) {
			e := reference(i+2, "PRESENT_REF")
			e.kind, e.to, e.rule = "interval", r.ref.String(), "to date"
			return e, true
		}
		return expr{}, false
	case "now":
		if r.w(i+1) == "-" && r.glued(i+1) || r.w(i-1) == "-" {
			return expr{}, false
		}
		return reference(i+1, "PRESENT_REF"), true
	case "currently", "nowadays", "presently":
		return reference(i+1, "PRESENT_REF"), true
	case "recently", "lately", "formerly":
		if r.w(i-1) == "until" {
			return expr{}, false
		}
		return reference(i+1, "PAST_REF"), true
	case "soon":
		if r.w(i-1) == "as" || r.w(i-1) == "too" || r.w(i+1) == "after" {
			return expr{}, false
		}
		return reference(i+1, "FUTURE_REF"), true
	}
	return expr{}, false
}

// titled reports whether "Today" or "Tonight" is what a paper or programme is called: "USA Today", "the Today show", "he told 'Today' that".
func (r *reader) titled(i int) bool {
	if !r.upper(i) {
		return false
	}
	if r.w(i-1) == "usa" {
		return true
	}
	k := i + 1
	if r.quotes(k) && !(r.w(k+1) == "s" && r.glued(k+1)) {
		if r.quotes(i - 1) {
			return true
		}
		k++
	}
	return r.w(k) == "show"
}

// quotes reports whether atom i is a quotation mark.
func (r *reader) quotes(i int) bool {
	switch r.w(i) {
	case "\"", "'", "“", "”", "‘", "’", "`":
		return true
	}
	return false
}

func reference(next int, ref string) expr {
	return expr{next: next, timex: ref, typ: "DATE", kind: "ref", anchor: "none", rule: "reference"}
}

// relDay is the day n days from publication.
func (r *reader) relDay(next, n int, rule string) expr {
	if !r.known {
		return unresolved(next, "XXXX-XX-XX", "day", rule)
	}
	return onDay(next, r.ref.add(n), "publication", rule)
}

// part turns a day into a part of it.
func (r *reader) part(e expr, letters string) expr {
	e.typ, e.timex = "TIME", e.timex+"T"+letters
	return e
}

// withPart reads a part of the day after a day: "Friday night", "yesterday afternoon".
func (r *reader) withPart(e expr) expr {
	if p := partOfDay(r.w(e.next)); p != "" && r.w(e.next) != "dawn" {
		e.next++
		return r.part(e, p)
	}
	return r.withTime(e)
}

// withTime reads a clock time after a day: "Friday at 3 p.m.".
func (r *reader) withTime(e expr) expr {
	k := e.next
	if r.w(k) == "," || r.w(k) == "at" {
		k++
	}
	if r.w(k) == "at" || r.w(k) == "around" || r.w(k) == "about" {
		k++
	}
	c, ok := r.clockTime(k)
	if !ok || !c.marked && r.w(k-1) != "at" {
		return e
	}
	if e.kind == "point" && e.gran == "day" {
		e.typ, e.timex, e.gran, e.next = "TIME", e.timex+"T"+c.String(), "instant", c.next
	}
	return e
}

// weekday reads "Monday", "Monday night", "Monday, July 26", and the plural "Mondays".
func (r *reader) weekday(i int) (expr, bool) {
	w := r.w(i)
	n := weekdayOf(w)
	if n == 0 {
		n = weekdayOf(strings.TrimSuffix(w, "s"))
		if n == 0 || len(w) < 7 {
			return expr{}, false
		}
		return expr{next: i + 1, timex: fmt.Sprintf("XXXX-WXX-%d", n), typ: "SET", kind: "set", gran: "day", anchor: "none", rule: "weekdays"}, true
	}
	k := r.skip(i)
	if !r.upper(i) && len(w) < 6 {
		return expr{}, false
	}
	if len(w) < 6 && !r.shortWeekday(i, k) {
		return expr{}, false
	}
	j := k
	if r.w(j) == "," {
		j++
	}
	if r.w(j) == "the" {
		j++
	}
	for _, rule := range []func(int) (expr, bool){r.monthFirst, r.dayMonth, r.slashed} {
		if e, ok := rule(j); ok && (e.gran == "day" || e.gran == "instant") && e.kind == "point" {
			e = r.byWeekday(n, e)
			e.rule = "weekday+" + e.rule
			return e, true
		}
	}
	if d, next, ok := r.dayNumber(j); ok && j == k+1 && r.w(k) == "the" && r.known && d > 0 { // "Friday the 13th"
		a := day{r.ref.y, r.ref.m, d}
		if a.real() && a.weekday() == n {
			return onDay(next, a, "publication", "weekday+day"), true
		}
	}
	if r.nameOf(i, k) {
		return expr{}, false
	}
	if weeks, next, ok := r.weekdayOfWeek(k); ok && r.known {
		return onDay(next, r.ref.monday().add(7*weeks+n-1), "publication", "weekday of week"), true
	}
	if e, ok := r.weekdayBefore(k, n); ok {
		return e, true
	}
	if !r.known {
		return r.withPart(unresolved(k, fmt.Sprintf("XXXX-WXX-%d", n), "day", "weekday")), true
	}
	return r.withPart(onDay(k, r.weekdayNear(n, r.direction(i, k)), "publication", "weekday")), true
}

// shortWeekday reports whether "Sun", "Sat", "Mon" and the like are a day: with a point, or before a date.
func (r *reader) shortWeekday(i, k int) bool {
	if r.w(i) == "sun" && r.w(i-1) == "the" {
		return false
	}
	if k == i+2 {
		return k < len(r.a)
	}
	if r.w(k) == "," {
		k++
	}
	if _, _, ok := r.month(k); ok {
		return true
	}
	_, ok := r.digits(k, 1, 2)
	return ok && r.w(k-1) != ","
}

// nameOf reports whether the weekday is part of a longer name ("Bloody Sunday", "Sunday Times").
func (r *reader) nameOf(i, k int) bool {
	switch r.w(k) {
	case "times", "telegraph", "mail", "express", "mirror", "post", "herald", "tribune":
		return r.upper(k)
	}
	switch r.w(i - 1) {
	case "bloody", "black", "good", "palm", "super", "ash", "holy", "cyber":
		return r.upper(i - 1)
	}
	return false
}

// weekdayNear is the latest such day up to publication, or from it on when the clause looks ahead.
func (r *reader) weekdayNear(n, direction int) day {
	if direction == future {
		return r.ref.add((n - r.ref.weekday() + 7) % 7)
	}
	return r.ref.add(-((r.ref.weekday() - n + 7) % 7))
}

// relative reads "last week", "this year", "next Friday", "the past two months", "recent years". start
// is where the expression begins, at the word that says which; an article may stand before it.
func (r *reader) relative(start, i int) (expr, bool) {
	which := r.w(i)
	k := i + 1
	if which == "this" && r.w(k) == "past" || which == "this" && r.w(k) == "coming" {
		which = map[string]string{"past": "past", "coming": "next"}[r.w(k)]
		k++
	}
	if e, ok := r.relativePlural(i, which, k); ok {
		return e, true
	}
	w := r.w(k)
	sign := direction(which)
	if n := k + 1; (w == "workweek" || w == "working" && r.w(n) == "week") && r.known {
		if w == "working" {
			n++
		}
		e := onWeek(n, r.ref.add(7*sign), "publication", "working week")
		e.to = r.ref.add(7 * sign).monday().add(4).String()
		return e, true
	}
	switch {
	case weekdayOf(w) > 0 && (r.upper(k) || len(w) > 5):
		return r.relativeWeekday(which, k)
	case monthOf(w) > 0:
		return r.relativeMonth(which, k)
	}
	if letters, month := seasonOf(w); letters != "" && !(w == "fall" && r.xpos(k) == "VB") {
		return r.relativeSeason(sign, k+1, letters, month), which != "recent" && which != "current" && which != "latest"
	}
	if p := partOfDay(w); p != "" && which == "this" && w != "noon" && w != "midnight" {
		return r.part(r.relDay(k+1, 0, "this part of day"), p), true
	}
	if w == "night" && which == "last" {
		return r.part(r.relDay(k+1, -1, "last night"), "NI"), true
	}
	if w == "fiscal" && r.w(k+1) == "year" {
		e := r.shift(k+2, yearUnit, sign, which)
		return e, true
	}
	if w == "christmas" || w == "thanksgiving" || w == "easter" || w == "new" {
		if e, ok := r.holiday(k); ok && r.known {
			return r.shiftHoliday(e, w, sign), true
		}
	}
	if which == "next" && r.known {
		if e, ok := r.dayMonth(k); ok && e.day != (day{}) && e.anchor == "publication" {
			if a := (day{e.day.y + 1, e.day.m, e.day.d}); !r.ref.before(e.day) && a.real() {
				return onDay(e.next, a, "publication", "next month-day"), true
			}
			return e, true
		}
	}
	u, plural := unitOf(w)
	if u == noUnit || plural || u < dayUnit || u == night {
		return expr{}, false
	}
	if u == yearUnit && (r.w(k+1) == "'" || r.w(k+1) == "’") && r.w(k+2) == "s" && r.known { // "this year's third quarter"
		if e, ok := r.quarterWords(k + 3); ok {
			return onQuarter(e.next, r.ref.y+sign, int(e.timex[len(e.timex)-1]-'0'), "publication", "quarter of the year"), true
		}
	}
	if which == "recent" || which == "current" && u == dayUnit {
		return expr{}, false
	}
	if which == "this" && i > 0 && r.upper(i) && r.upper(k) { // a programme's name
		return expr{}, false
	}
	if u == fortnight && sign != 0 { // two weeks, as no calendar counts fortnights
		e := r.duration(k+1, 1, false, u)
		r.stretch(&e, 1, false, u, sign > 0)
		return e, true
	}
	if r.trailing(i, which, u, k+1) {
		e := r.shift(k+1, u, -1, which) // its TIMEX3 value stays the one of the calendar
		e.rule = "past unit"
		r.stretch(&e, 1, false, u, false)
		return e, true
	}
	e := r.weekThenDay(r.shift(k+1, u, sign, which), u)
	if which == "last" && u == week && r.known && r.ref.weekday() == 7 && e.next == k+1 {
		// Written on a Sunday, the last week is the one that ends, as calendars that begin with Sunday have it.
		e.from, e.to = r.ref.add(-7).String(), r.ref.add(-1).String()
	}
	return e, true
}

// trailing tells whether a unit is the stretch of time that ends at publication, not the one before by the calendar: "the
// past week", "over the last year".
func (r *reader) trailing(i int, which string, u unit, next int) bool {
	if !r.known || u != week && u != monthUnit && u != yearUnit {
		return false
	}
	switch which {
	case "past":
		return true
	case "last":
		switch r.w(i - 2) {
		case "in", "over", "during", "within", "for", "throughout", "through":
			return r.w(i-1) == "the" && r.w(next) != "of"
		}
	}
	return false
}

func direction(which string) int {
	switch which {
	case "last", "past", "previous", "preceding":
		return -1
	case "next", "coming", "following":
		return 1
	}
	return 0
}

// relativePlural reads "last two weeks", "past few months", "next 24 hours", "recent days", "coming years".
func (r *reader) relativePlural(start int, which string, k int) (expr, bool) {
	if which == "this" || which == "current" || which == "latest" {
		return expr{}, false
	}
	n, vague, next := 0.0, true, k
	if v, vg, after, ok := r.number(k); ok && r.w(k) != "a" && r.w(k) != "an" {
		n, vague, next = v, vg, after
	} else if which == "last" || which == "next" && r.w(start-1) != "the" {
		return expr{}, false
	}
	if r.dash(next) {
		next++
	}
	u, plural := unitOf(r.w(next))
	if u == noUnit || !plural && !(n == 1) && r.w(next) != "hour" || u == second && !plural {
		return expr{}, false
	}
	e := r.duration(next+1, n, vague, u)
	e.rule = "units " + which
	switch which {
	case "recent":
		if vague && u >= yearUnit {
			e.typ, e.timex = "DATE", "PAST_REF"
		}
	}
	r.stretch(&e, n, vague, u, direction(which) >= 0 && which != "recent")
	return e, true
}

// stretch gives a length of time that ends or starts at publication its days.
func (r *reader) stretch(e *expr, n float64, vague bool, u unit, ahead bool) {
	if !r.known {
		return
	}
	if vague {
		n = 3
		switch u {
		case dayUnit, night, hour, minute, second:
			n = 7
		case yearUnit:
			n = 4
		}
		e.mod = "approx"
	}
	edge := r.away(n, u, ahead)
	if !edge.real() {
		return
	}
	e.kind, e.anchor, e.gran = "interval", "publication", u.granularity()
	if u == quarterUnit && !vague { // those of the calendar
		first := day{r.ref.y, r.ref.quarter()*3 - 2, 1}
		if ahead {
			e.from, e.to = first.addMonths(3).month(), first.addMonths(3*int(n)+2).month()
		} else {
			e.from, e.to = first.addMonths(-3*int(n)).month(), first.addMonths(-1).month()
		}
		return
	}
	if ahead {
		e.from, e.to = r.ref.add(1).String(), edge.String()
		if edge == r.ref {
			e.from = e.to
		}
	} else {
		e.from, e.to = edge.String(), r.ref.String()
		switch { // no finer than it is counted
		case u == yearUnit && n >= 2:
			e.from, e.to = year(edge.y), year(r.ref.y)
		case u == monthUnit && vague || u == yearUnit && !vague && e.rule == "past unit":
			e.from, e.to = edge.month(), r.ref.month()
		}
	}
}

// away is the day n units from publication.
func (r *reader) away(n float64, u unit, ahead bool) day { return away(r.ref, n, u, ahead) }

func away(ref day, n float64, u unit, ahead bool) day {
	if n > 5000 {
		return day{}
	}
	sign := -1
	if ahead {
		sign = 1
	}
	switch u {
	case second, minute:
		return ref
	case hour:
		return ref.add(sign * int(n/24+.5))
	case dayUnit, night:
		return ref.add(sign * int(n))
	case weekend, week:
		return ref.add(sign * int(7*n))
	case fortnight:
		return ref.add(sign * int(14*n))
	case monthUnit:
		return ref.addMonths(sign * int(n))
	case quarterUnit, season:
		return ref.addMonths(sign * int(3*n))
	case decade:
		return ref.addMonths(sign * int(120*n))
	case century:
		return ref.addMonths(sign * int(1200*n))
	}
	return ref.addMonths(sign * int(12*n))
}

// relativeWeekday reads "last Friday", "next Monday", "this Tuesday" from the weekday on.
func (r *reader) relativeWeekday(which string, k int) (expr, bool) {
	n := weekdayOf(r.w(k))
	next := r.skip(k)
	if len(r.w(k)) < 6 && next == k+1 {
		return expr{}, false
	}
	if !r.known {
		return unresolved(next, fmt.Sprintf("XXXX-WXX-%d", n), "day", which+" weekday"), true
	}
	back := (r.ref.weekday()-n+6)%7 + 1 // the latest before publication
	if (which == "last" || which == "previous" || which == "preceding") && back == 1 {
		back = 8 // yesterday is not called "last Monday"
	}
	a := r.ref.add(-back)
	if r.last != (day{}) && (which == "following" || (which == "previous" || which == "preceding") && !r.ref.before(r.last)) {
		a = r.last.add(-((r.last.weekday()-n+6)%7 + 1))
		if which == "following" {
			a = r.last.add((n-r.last.weekday()+6)%7 + 1)
		}
		return r.withPart(onDay(next, a, "text", which+" weekday")), true
	}
	switch which {
	case "next", "coming", "following":
		days := (n-r.ref.weekday()+6)%7 + 1
		if (which == "next" || which == "following") && days == 1 || which == "next" && r.ref.weekday()+days <= 7 && r.ref.weekday() < 6 {
			days += 7 // nor tomorrow "next Monday"; what is still to come of the week needs no "next"
		}
		a = r.ref.add(days)
	case "this":
		a = r.ref.monday().add(n - 1)
		if a.before(r.ref) && r.direction(k, next) == future {
			a = a.add(7)
		}
	}
	return r.withPart(onDay(next, a, "publication", which+" weekday")), true
}

// relativeMonth reads "last July", "this September", "next March".
func (r *reader) relativeMonth(which string, k int) (expr, bool) {
	m, next, ok := r.month(k)
	if !ok {
		return expr{}, false
	}
	if d, after, ok := r.dayNumber(next); ok && r.a[next].digits > 0 && d <= 31 && r.known {
		a := r.nearest(m, d)
		if which == "last" && !a.before(r.ref) {
			a.y--
		}
		if a.real() {
			return onDay(after, a, "publication", which+" month-day"), true
		}
	}
	if y, after, ok := r.monthYear(next); ok && r.a[after-1].digits == 4 {
		return onMonth(after, day{y, m, 1}, "text", "month-year"), true
	}
	if !r.known {
		return unresolved(next, fmt.Sprintf("XXXX-%02d", m), "month", which+" month"), true
	}
	a := day{r.ref.y, m, 1}
	switch which {
	case "last", "past":
		if m >= r.ref.m {
			a.y--
		}
	case "next", "coming":
		if m <= r.ref.m {
			a.y++
		}
	}
	return onMonth(next, a, "publication", which+" month"), true
}

func (r *reader) relativeSeason(sign, next int, letters string, month int) expr {
	if y, n, ok := r.monthYear(next); ok {
		return onSeason(n, y, letters, month, "text", "season")
	}
	if !r.known {
		return unresolved(next, "XXXX-"+letters, "season", "season")
	}
	y := r.ref.y
	if letters == "WI" && r.ref.m == 12 {
		y++
	}
	starts := month
	if letters == "WI" {
		starts = 0
	}
	switch {
	case sign < 0 && r.ref.m < starts+3:
		y--
	case sign > 0 && r.ref.m >= starts:
		y++
	}
	return onSeason(next, y, letters, month, "publication", "season")
}

// shift is the calendar unit that lies sign units from the one of publication.
func (r *reader) shift(next int, u unit, sign int, which string) expr {
	rule := which + " unit"
	if !r.known {
		return unresolved(next, map[unit]string{
			dayUnit: "XXXX-XX-XX", week: "XXXX-WXX", weekend: "XXXX-WXX-WE", monthUnit: "XXXX-XX", quarterUnit: "XXXX-QX",
			yearUnit: "XXXX", decade: "XXX", century: "XX", fortnight: "XXXX-WXX",
		}[u], u.granularity(), rule)
	}
	ref, anchor := r.ref, "publication"
	if which == "following" || which == "previous" || which == "preceding" {
		if r.last != (day{}) && u == dayUnit {
			ref, anchor = r.last, "text"
		}
		if a := firstDay(r.named); a != (day{}) && (u == yearUnit || u == monthUnit && len(r.named) >= 7) {
			ref, anchor = a, "text"
		}
	}
	return shifted(next, ref, u, sign, anchor, rule)
}

// shifted is the calendar unit that lies sign units from the one that ref is in.
func shifted(next int, ref day, u unit, sign int, anchor, rule string) expr {
	switch u {
	case dayUnit, night:
		return onDay(next, ref.add(sign), anchor, rule)
	case weekend:
		return onWeekend(next, ref.add(7*sign), anchor, rule)
	case week:
		return onWeek(next, ref.add(7*sign), anchor, rule)
	case fortnight:
		return onWeek(next, ref.add(14*sign), anchor, rule)
	case monthUnit:
		return onMonth(next, day{ref.y, ref.m, 1}.addMonths(sign), anchor, rule)
	case quarterUnit:
		a := day{ref.y, ref.m, 1}.addMonths(3 * sign)
		return onQuarter(next, a.y, a.quarter(), anchor, rule)
	case decade:
		e := point(next, fmt.Sprintf("%03d", ref.y/10+sign), "decade", rule)
		y := (ref.y/10 + sign) * 10
		e.from, e.to, e.anchor = year(y), year(y+9), anchor
		return e
	case century:
		e := point(next, fmt.Sprintf("%02d", ref.y/100+sign), "decade", rule)
		y := (ref.y/100 + sign) * 100
		e.from, e.to, e.anchor = year(y), year(y+99), anchor
		return e
	}
	return onYear(next, ref.y+sign, anchor, rule)
}

// seasonFirst reads "summer 2023", "spring of last year"; a bare season needs "the" or "this" (definite, relative).
func (r *reader) seasonFirst(i int) (expr, bool) {
	letters, month := seasonOf(r.w(i))
	y, next, ok := r.monthYear(i + 1)
	if !ok || r.w(i+1) == "," {
		return expr{}, false
	}
	if r.dash(next) || r.w(next) == "/" { // "the winter of 1998-99" is the one that the second year begins with
		if v := y + 1; r.a[next-1].digits == 4 && next+1 < len(r.a) && (r.a[next+1].digits == 2 && r.a[next+1].num == v%100 || r.a[next+1].digits == 4 && r.a[next+1].num == v) {
			if next += 2; letters == "WI" {
				y = v
			}
		}
	}
	return onSeason(next, y, letters, month, "text", "season-year"), true
}

// dayBeforeYesterday reads "day before yesterday", "day after tomorrow" from "day" on.
func (r *reader) dayBeforeYesterday(i int) (expr, bool) {
	switch {
	case r.w(i+1) == "before" && r.w(i+2) == "yesterday":
		return r.relDay(i+3, -2, "day before yesterday"), true
	case r.w(i+1) == "after" && r.w(i+2) == "tomorrow":
		return r.relDay(i+3, 2, "day after tomorrow"), true
	}
	return expr{}, false
}
