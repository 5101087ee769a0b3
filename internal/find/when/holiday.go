package when

// holiday reads the few feasts whose day is fixed everywhere.
func (r *reader) holiday(i int) (expr, bool) {
	if !r.upper(i) {
		return expr{}, false
	}
	next := i + 1
	kind := r.w(i)
	if kind == "new" {
		if r.w(i+1) != "year" || r.w(i+2) != "'" && r.w(i+2) != "’" || r.w(i+4) != "day" && r.w(i+4) != "eve" {
			return expr{}, false
		}
		kind, next = "new "+r.w(i+4), i+5
	} else if kind == "christmas" && (r.w(i+1) == "day" || r.w(i+1) == "eve") {
		kind, next = kind+" "+r.w(i+1), i+2
	} else if kind == "easter" && r.w(i+1) == "monday" || kind == "good" && r.w(i+1) == "friday" || kind == "palm" && r.w(i+1) == "sunday" ||
		(kind == "labor" || kind == "memorial") && r.w(i+1) == "day" {
		kind, next = kind+" "+r.w(i+1), i+2
	} else if kind == "international" && r.w(i+1) == "workers" && (r.w(i+2) == "'" || r.w(i+2) == "’") && r.w(i+3) == "day" {
		kind, next = "workers", i+4
	} else if kind == "thanksgiving" && r.w(i+1) == "day" || kind == "easter" && r.w(i+1) == "sunday" {
		next = i + 2
	}
	y, after, dated := r.monthYear(next)
	if !dated {
		if !r.known && !feast(kind, 2000).real() {
			return expr{}, false // "International Court"
		}
		if !r.known {
			return unresolved(next, "XXXX-XX-XX", "day", "holiday"), true
		}
		y, after = r.ref.y, next
		if a := feast(kind, y); a.real() && r.ref.addMonths(2).before(a) {
			y--
		}
	}
	a := feast(kind, y)
	if !a.real() {
		return expr{}, false
	}
	return onDay(after, a, "text", "holiday"), true
}

func feast(kind string, y int) day {
	switch kind {
	case "christmas", "christmas day":
		return day{y, 12, 25}
	case "christmas eve":
		return day{y, 12, 24}
	case "new day":
		return day{y, 1, 1}
	case "new eve":
		return day{y, 12, 31}
	case "easter monday":
		return easter(y).add(1)
	case "good friday":
		return easter(y).add(-2)
	case "palm sunday":
		return easter(y).add(-7)
	case "workers":
		return day{y, 5, 1}
	case "juneteenth":
		return day{y, 6, 19}
	case "labor day": // of the United States; elsewhere it is another day under the same name
		return day{y, 9, 1}.add((8 - day{y, 9, 1}.weekday()) % 7)
	case "memorial day":
		return day{y, 5, 31}.add(-(day{y, 5, 31}.weekday() - 1))
	case "halloween":
		return day{y, 10, 31}
	case "easter":
		return easter(y)
	case "thanksgiving":
		first := day{y, 11, 1}
		return first.add((4-first.weekday()+7)%7 + 21)
	}
	return day{}
}

// shiftHoliday moves a feast to the last one before or the next one after publication.
func (r *reader) shiftHoliday(e expr, kind string, sign int) expr {
	a := e.day
	switch {
	case sign < 0 && !a.before(r.ref):
		a = feast(kind, a.y-1)
	case sign > 0 && a.before(r.ref):
		a = feast(kind, a.y+1)
	}
	if !a.real() {
		return e
	}
	return onDay(e.next, a, "publication", "holiday")
}
