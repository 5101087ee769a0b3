package when

// definite reads what starts with "the", "that" or "those".
func (r *reader) definite(i int) (expr, bool) {
	which, k := r.w(i), i+1
	w := r.w(k)
	if which == "that" || which == "those" || which == "these" || w == "same" {
		return r.anaphoric(i, k)
	}
	if e, ok := r.weekIn(k); ok {
		return e, true
	}
	if e, ok := r.beforeLast(k); ok {
		return e, true
	}
	if e, ok := r.dayBeside(k); ok {
		return e, true
	}
	if e, ok := r.ofQuarter(k); ok {
		return e, true
	}
	if e, ok := r.definiteUnit(i, k); ok {
		return e, true
	}
	if e, ok := r.lengths(k); ok && e.kind == "interval" {
		return e, true
	}
	switch w {
	case "last", "past", "next", "previous", "coming", "following", "preceding", "latest", "current", "recent":
		if e, ok := r.relative(i, k); ok {
			if e.kind == "duration" || e.kind == "interval" || w != "last" && w != "next" || e.gran != "" {
				return e, true
			}
		}
		if w == "past" && r.nounEnds(k) {
			return reference(k+1, "PAST_REF"), true
		}
	case "future":
		if r.nounEnds(k) {
			return reference(k+1, "FUTURE_REF"), true
		}
	case "day":
		if e, ok := r.dayBeforeYesterday(k); ok {
			return e, true
		}
	case "year":
		if e, ok := r.yearAlone(k + 1); ok {
			return e, true
		}
		if e, ok := r.yearInWords(k + 1); ok {
			return e, true
		}
	case "week", "weekend":
		if e, ok := r.weekOf(k); ok {
			return e, true
		}
		if w == "weekend" {
			return r.relWeekend(k), true
		}
	case "fiscal":
		return r.fiscal(k)
	}
	return r.definiteRest(i, k)
}

// definiteRest reads seasons, quarters, days of months, lengths and decades after "the".
func (r *reader) definiteRest(i, k int) (expr, bool) {
	w := r.w(k)
	if letters, month := seasonOf(w); letters != "" && w != "fall" {
		if e, ok := r.seasonFirst(k); ok {
			return e, true
		}
		if r.w(i-1) == "in" && r.nounEnds(k) && r.known {
			return r.relativeSeason(0, k+1, letters, month), true
		}
		return expr{}, false
	}
	if e, ok := r.quarterWords(k); ok {
		return e, true
	}
	if e, ok := r.dayMonth(k); ok {
		return e, true
	}
	for _, rule := range []func(int) (expr, bool){r.nthDay, r.century, r.nthMonth, r.countedFirst} {
		if e, ok := rule(k); ok {
			return e, true
		}
	}
	if e, ok := r.bareDay(i, k); ok {
		return e, true
	}
	if u, _ := unitOf(w); (u == week || u == monthUnit) && r.w(k+1) == "after" && r.w(k+2) == "next" && r.known {
		return shifted(k+3, r.ref, u, 2, "publication", "after next"), true
	}
	if e, ok := r.lengths(k); ok {
		return e, true
	}
	if y, ok := r.yearNumber(k); ok && y > 1800 && y < 2060 {
		if e, ok := r.quarterWords(k + 1); ok {
			return onQuarter(e.next, y, int(e.timex[len(e.timex)-1]-'0'), "text", "year quarter"), true
		}
	}
	if e, ok := r.decadeDigits(k); ok {
		return e, true
	}
	if n := decadeWord(w); n >= 0 {
		return r.decadeFrom(k+1, 1900+n), true
	}
	return expr{}, false
}

// definiteUnit reads "the year", "the full year", "the month" where it is the one of publication: "of the
// month", "for the year" - not "the year ended March 31" (a duration) nor "the week before the vote".
func (r *reader) definiteUnit(i, k int) (expr, bool) {
	if r.w(k) == "full" {
		k++
	}
	u, plural := unitOf(r.w(k))
	if u != yearUnit && u != week && u != monthUnit || plural || !r.known {
		return expr{}, false
	}
	switch r.w(k + 1) {
	case "ended", "ending":
		return r.duration(k+1, 1, false, u), true
	case "before", "after", "since", "when", "that", "which", "following", "prior", "of", "in", "leading", "to", "-":
		return expr{}, false
	}
	switch r.w(i - 1) {
	case "for", "of", "during":
	default:
		return expr{}, false
	}
	if !r.nounEnds(k) || u == week && r.w(i-1) == "of" && partOf(r.w(i-2)) == "" {
		return expr{}, false
	}
	return r.shift(k+1, u, 0, "the"), true
}

// weekIn reads "first week of July", "last days of 2022", "final months of the year" from the ordinal on.
func (r *reader) weekIn(k int) (expr, bool) {
	n := ordinalOf(r.w(k))
	last := r.w(k) == "last" || r.w(k) == "final" || r.w(k) == "closing"
	if n == 0 && !last && r.w(k) != "opening" {
		return expr{}, false
	}
	u, plural := unitOf(r.w(k + 1))
	half := r.w(k+1) == "half" && n > 0 && n <= 2
	if half && r.w(k+2) == "of" {
		return r.halfMonth(k+3, n)
	}
	if r.w(k+2) != "of" && r.w(k+2) != "in" || u != week && !(plural && (u == dayUnit || u == monthUnit)) {
		return expr{}, false
	}
	e, ok := r.core(k + 3)
	if !ok || e.kind != "point" || e.gran != "month" && e.gran != "year" {
		return expr{}, false
	}
	from, to := firstDay(e.from), lastDay(e.to)
	if from == (day{}) || to == (day{}) {
		return expr{}, false
	}
	if u == dayUnit && len(e.from) == 4 {
		x := onMonth(e.next, day{from.y, map[bool]int{true: 12, false: 1}[last], 1}, e.anchor, "days in")
		x.timex = e.timex
		return r.narrow(x, map[bool]string{true: "end", false: "start"}[last]), true
	}
	if u != week || plural {
		return r.narrow(e, map[bool]string{true: "end", false: "start"}[last]), true
	}
	w := from.add(7 * (max(n, 1) - 1))
	if last {
		w = to.add(-6)
	}
	if to.before(w) {
		return expr{}, false
	}
	x := onWeek(e.next, w, e.anchor, "week in")
	x.from, x.to = w.String(), w.add(6).String()
	return x, true
}

// halfMonth reads the month of "first half of March".
func (r *reader) halfMonth(k, n int) (expr, bool) {
	e, ok := r.core(k)
	a := firstDay(e.from)
	if !ok || e.kind != "point" || e.gran != "month" || a == (day{}) {
		return expr{}, false
	}
	e.rule = "half of a month"
	e.from, e.to = a.String(), day{a.y, a.m, 15}.String()
	if e.mod = "start"; n == 2 {
		e.from, e.to, e.mod = day{a.y, a.m, 16}.String(), lastDay(a.month()).String(), "end"
	}
	return e, true
}

// beforeLast reads "week before last", "weekend before last" from the unit on.
func (r *reader) beforeLast(k int) (expr, bool) {
	u, plural := unitOf(r.w(k))
	if u != week && u != weekend && u != monthUnit && u != yearUnit || plural || !r.known || r.w(k+1) != "before" || r.w(k+2) != "last" || !r.stops(k+3) {
		return expr{}, false
	}
	return shifted(k+3, r.ref, u, -2, "publication", "unit before last"), true
}

// inUnit reads "earlier in the day", "later in the week" from "in" on: the day named last, the running week, month or year.
func (r *reader) inUnit(k int, w string) (expr, bool) {
	if r.w(k) != "in" || r.w(k+1) != "the" || !r.nounEnds(k+2) || !r.known {
		return expr{}, false
	}
	switch u, plural := unitOf(r.w(k + 2)); {
	case plural:
	case u == dayUnit && r.last != (day{}):
		return onDay(k+3, r.last, "text", w+" in the day"), true
	case u == dayUnit:
		return onDay(k+3, r.ref, "publication", w+" in the day"), true
	case u == week || u == monthUnit || u == yearUnit:
		return r.elapsed(r.shift(k+3, u, 0, "the"), w), true
	}
	return expr{}, false
}

// dayBeside reads, after "the", the day before or after the one that the text named last: "next day", "following morning",
// "previous night", "day before".
func (r *reader) dayBeside(k int) (expr, bool) {
	from, anchor := r.last, "text"
	if from == (day{}) {
		if from, anchor = r.ref, "publication"; !r.known {
			return expr{}, false
		}
	}
	sign, unit, next := 0, k+1, k+2
	switch r.w(k) {
	case "next", "following":
		sign = 1
	case "previous", "preceding":
		sign = -1
	default:
		unit = k
		if r.w(k) == "one" { // "than the one before"
			return expr{}, false
		}
		switch r.w(k + 1) {
		case "before":
			sign = -1
		case "after":
			sign = 1
		default:
			return expr{}, false
		}
		if next < len(r.a) && !closing(r.w(next)) {
			return expr{}, false // "the day before the vote"
		}
	}
	u, plural := unitOf(r.w(unit))
	part := partOfDay(r.w(unit))
	if u != dayUnit && u != night && part == "" || plural || unit != k && !r.nounEnds(unit) {
		return expr{}, false
	}
	if anchor == "publication" && (unit != k || u != dayUnit) {
		return expr{}, false
	}
	e := onDay(next, from.add(sign), anchor, "day beside")
	if part != "" {
		e = r.part(e, part)
	} else if u == night {
		e = r.part(e, "NI")
	}
	return e, true
}

// nounEnds reports whether the noun phrase ends with atom i.
func (r *reader) nounEnds(i int) bool {
	switch r.xpos(i + 1) {
	case "NN", "NNS", "NNP", "CD", "JJ":
		return false
	}
	return !r.dash(i+1) || !r.glued(i+1)
}

// relWeekend is the weekend before publication, the coming one when the clause looks ahead.
func (r *reader) relWeekend(k int) expr {
	if !r.known {
		return unresolved(k+1, "XXXX-WXX-WE", "day", "weekend")
	}
	a := r.ref
	if a.weekday() < 6 && r.direction(k, k+1) != future {
		a = a.add(-7)
	}
	return onWeekend(k+1, a, "publication", "weekend")
}

// weekOf reads "week of March 9", "weekend of 2 June" from the noun on.
func (r *reader) weekOf(k int) (expr, bool) {
	if r.w(k+1) != "of" {
		return expr{}, false
	}
	e, ok := r.core(k + 2)
	if !ok || e.day == (day{}) {
		return expr{}, false
	}
	if r.w(k) == "weekend" {
		return onWeekend(e.next, e.day, e.anchor, "weekend of"), true
	}
	return onWeek(e.next, e.day, e.anchor, "week of"), true
}

// anaphoric reads "that day", "the same day", "that year": the day last named in the paragraph.
func (r *reader) anaphoric(i, k int) (expr, bool) {
	if r.w(k) == "same" {
		k++
	}
	u, plural := unitOf(r.w(k))
	if u == noUnit || plural || u < dayUnit || u == night || u == decade || u == century {
		return expr{}, false
	}
	if a := firstDay(r.named); a != (day{}) && (u == yearUnit || u == monthUnit && len(r.named) >= 7) {
		return shifted(k+1, a, u, 0, "text", "that unit"), true
	}
	if r.last == (day{}) {
		return expr{}, false
	}
	return shifted(k+1, r.last, u, 0, "text", "that unit"), true
}
