package when

import (
	"fmt"
	"strconv"
)

// duration is the expression of n units.
func (r *reader) duration(next int, n float64, vague bool, u unit) expr {
	if u == fortnight {
		n *= 2
	}
	prefix, suffix := u.letters()
	amount := "X"
	if whole := float64(int(n)); !vague && n == whole+.5 && (u == hour || u == yearUnit) {
		amount = strconv.Itoa(int(n))
		suffix += map[unit]string{hour: "30M", yearUnit: "6M"}[u]
		if whole == 0 {
			amount, suffix = "", suffix[1:]
		}
	} else if !vague {
		amount = strconv.FormatFloat(n, 'f', -1, 64)
		if u == decade && n == float64(int(n)) {
			amount, suffix = strconv.Itoa(int(n)*10), "Y"
		}
	}
	e := expr{
		next: next, timex: prefix + amount + suffix, typ: "DURATION", kind: "duration", gran: u.granularity(),
		anchor: "none", rule: "duration", num: max(1, int(n)), unit: u,
	}
	if vague {
		e.mod = "approx"
	}
	return e
}

// amount reads a number of units and what turns it into a point: "two weeks", "five-year", "three days ago",
// "a day after the coup".
func (r *reader) amount(i int) (expr, bool) {
	n, vague, k, ok := r.number(i)
	if !ok || k >= len(r.a) {
		return expr{}, false
	}
	k = r.cardinalRange(k)
	joined := r.dash(k)
	if joined {
		k++
	}
	for !joined && (r.w(k) == "more" || r.w(k) == "full" || r.w(k) == "consecutive" || r.w(k) == "straight" || r.w(k) == "additional") {
		k++
	}
	u, plural := unitOf(r.w(k))
	if u == noUnit || u == second && !plural && !joined && !(r.w(i) == "one" || r.a[i].digits > 0 && !r.glued(i)) || u == quarterUnit && (joined || !plural) || r.upper(k) && !r.upper(i) || r.upper(k) && plural && r.a[i].digits > 0 {
		return expr{}, false
	}
	next := k + 1
	if r.dash(next) && r.w(next+1) == "old" || r.w(next) == "old" || r.w(next) == "of" && r.w(next+1) == "age" {
		return expr{}, false // an age
	}
	if r.dash(next) && r.w(next+1) == "long" {
		next += 2
	}
	article := (r.w(i) == "a" || r.w(i) == "an") && k == i+1
	if vague && !plural || article && plural {
		return expr{}, false
	}
	e := r.duration(next, n, vague, u)
	if r.w(next) == "and" {
		k := next + 1
		if r.w(k) == "a" {
			k++
		}
		if r.w(k) == "half" {
			e = r.duration(k+1, n+.5, false, u)
		} else if r.w(k) == "quarter" && r.w(k-1) == "a" && !vague {
			e = r.duration(k+1, n+.25, false, u)
		}
	}
	if p, ok := r.pointed(e, i, n, vague, u); ok {
		return p, true
	}
	if c, ok := r.sumAgo(i, e, n, vague, u); ok {
		return c, true
	}
	if c, ok := r.compound(e, n, vague, u); ok {
		return c, true
	}
	r.coming(i, &e, n, vague, u)
	if article { // "a year" alone is a measure only in some company
		return r.articled(i, e, u)
	}
	if r.w(i) == "one" && u == dayUnit && r.w(i-1) != "for" && r.w(i-1) != "in" {
		return e, true
	}
	return e, true
}

// compound reads "1 hour and 30 minutes", "two years and six months" from the first length on.
func (r *reader) compound(e expr, n float64, vague bool, u unit) (expr, bool) {
	k := e.next
	if r.w(k) == "and" {
		k++
	}
	m, vague2, k, ok := r.number(k)
	v, _ := unitOf(r.w(k))
	if !ok || vague || vague2 || m != float64(int(m)) || n != float64(int(n)) || !(u == hour && v == minute || u == yearUnit && v == monthUnit) {
		return expr{}, false
	}
	c := r.duration(k+1, n, false, u)
	_, letter := v.letters()
	c.timex += strconv.Itoa(int(m)) + letter
	switch r.w(k + 1) {
	case "ago", "earlier", "later", "before", "after":
		return expr{}, false
	}
	return c, true
}

// sumAgo reads lengths of several units that lie before publication or after the day named last, from the first on: "two weeks
// and two days ago", "1 year, 2 months and 3 days later".
func (r *reader) sumAgo(i int, e expr, n float64, vague bool, u unit) (expr, bool) {
	type length struct {
		n float64
		u unit
	}
	sum := []length{{n, u}}
	k := e.next
	for !vague && u > dayUnit && len(sum) < 4 {
		j := k
		if r.w(j) == "," {
			j++
		}
		if r.w(j) == "and" {
			j++
		}
		m, vg, j, ok := r.number(j)
		v, _ := unitOf(r.w(j))
		if !ok || vg || v == noUnit || v >= u || v < dayUnit || v == night || v == weekend {
			break
		}
		sum = append(sum, length{m, v})
		u, k = v, j+1
	}
	if len(sum) < 2 || !r.known {
		return expr{}, false
	}
	if d := r.d.Dates; r.w(i-1) == "and" && i > 1 && len(d) > 0 && d[len(d)-1].End == r.a[i-2].End {
		return expr{}, false // "for three months and two weeks and two days ago they .."
	}
	ref, anchor, ahead := r.ref, "publication", false
	switch w := r.w(k); {
	case w == "ago":
	case (w == "later" || w == "earlier") && r.last != (day{}):
		ref, anchor, ahead = r.last, "text", w == "later"
	default:
		return expr{}, false
	}
	for _, l := range sum {
		if ref = away(ref, l.n, l.u, ahead); !ref.real() {
			return expr{}, false
		}
	}
	return onDay(k+1, ref, anchor, "units ago"), true
}

// articled decides on "a week", "an hour": a rate after another count, a duration otherwise.
func (r *reader) articled(i int, e expr, u unit) (expr, bool) {
	switch p := r.w(i - 1); {
	case p == "times" || p == "once" || p == "twice" || p == "hours" || p == "days" || p == "%" || p == "percent":
		e.typ, e.kind, e.rule = "SET", "set", "rate"
		return e, true
	case p == "for" || p == "than" || p == "about" || p == "nearly" || p == "almost" || p == "within" || p == "over" || p == "in" || p == "after" || p == "least":
		return e, true
	}
	if u == decade || u == century || u == weekend || u == dayUnit || u == night {
		return expr{}, false
	}
	if x := r.xpos(e.next); x == "NN" || x == "NNS" || x == "JJ" || r.dash(e.next) {
		return expr{}, false
	}
	return e, true
}

// pointed turns "two days" into a day by what follows: ago, earlier, later, before, after, from now.
func (r *reader) pointed(e expr, first int, n float64, vague bool, u unit) (expr, bool) {
	k := e.next
	ahead, fromText := false, false
	switch r.w(k) {
	case "ago":
		k++
	case "earlier", "previously", "before":
		fromText = true
		if r.w(k) == "before" && k+1 < len(r.a) && !closing(r.w(k+1)) {
			return r.beside(e, first, n, vague, u, false)
		}
		k++
	case "later", "afterwards", "afterward":
		fromText, ahead = true, true
		k++
	case "after":
		if r.last == (day{}) || k+1 < len(r.a) && !closing(r.w(k+1)) {
			return r.beside(e, first, n, vague, u, true)
		}
		fromText, ahead = true, true // "he fled a day after"
		k++
	case "hence":
		ahead = true
		k++
	case "'", "’": // "in two weeks' time"
		if k++; r.w(k) == "s" {
			k++
		}
		if r.w(k) != "time" || r.w(first-1) != "in" || vague {
			return expr{}, false
		}
		ahead = true
		k++
		if a := r.away(n, u, true); r.known && u < monthUnit && a.real() {
			return onDay(k, a, "publication", "units' time"), true
		}
	case "from":
		if r.w(k+1) != "now" {
			if vague {
				return expr{}, false
			}
			return r.offset(e, k+1, n, u, true)
		}
		ahead = true
		k += 2
	default:
		return expr{}, false
	}
	ref, anchor := r.ref, "publication"
	switch {
	case fromText && ahead && u >= monthUnit && len(r.named) >= 4 && len(r.named) < 10 && (u >= yearUnit || len(r.named) == 7): // the month or year named since
		ref, anchor = firstDay(r.named), "text"
	case fromText && r.last != (day{}) && (u <= fortnight || ahead) && (u >= dayUnit || r.lastIn == r.paragraph):
		ref, anchor = r.last, "text"
	case fromText && ahead && u >= monthUnit && firstDay(r.named) != (day{}):
		ref, anchor = firstDay(r.named), "text"
	case !r.known:
		return unresolved(k, map[bool]string{true: "FUTURE_REF", false: "PAST_REF"}[ahead], u.granularity(), "units ago"), true
	case fromText && ahead: // later than what the article does not date
		return expr{}, false
	}
	if vague {
		p := reference(k, map[bool]string{true: "FUTURE_REF", false: "PAST_REF"}[ahead])
		p.num = 1
		if !ahead && anchor == "publication" {
			r.fewAgo(&p, u)
		}
		return p, true
	}
	if u == yearUnit && n == 1 && !ahead && r.quarter.y > 0 { // results are compared by the quarter
		return onQuarter(k, r.quarter.y-1, r.quarter.m, "text", "quarter a year ago"), true
	}
	p, ok := r.pointAt(k, ref, n, u, ahead, anchor)
	if ok && (u == week || u == fortnight) {
		p.unit = u
		p = r.onWeekday(p)
	}
	return p, ok
}

// fewAgo gives "a few weeks ago" the days that it can mean: two to five, or six, units before publication.
func (r *reader) fewAgo(e *expr, u unit) {
	if u < dayUnit || u == night || u == weekend || u > yearUnit || u == quarterUnit {
		return
	}
	a, b := away(r.ref, 5, u, false), away(r.ref, 2, u, false)
	if u == dayUnit {
		b = r.ref.add(-1)
	}
	if !a.real() || !b.real() {
		return
	}
	e.kind, e.anchor, e.gran, e.mod, e.rule = "interval", "publication", u.granularity(), "approx", "few units ago"
	switch u {
	case yearUnit:
		e.from, e.to = year(a.y), year(b.y)
	case monthUnit:
		e.from, e.to = a.month(), b.month()
	default:
		e.from, e.to = a.String(), b.String()
	}
}

// pointAt is the unit that lies n units from ref.
func (r *reader) pointAt(next int, ref day, n float64, u unit, ahead bool, anchor string) (expr, bool) {
	a := away(ref, n, u, ahead)
	if !a.real() {
		return expr{}, false
	}
	var e expr
	switch u {
	case second, minute, hour:
		e = onDay(next, a, anchor, "units ago")
	case decade, century:
		e = onYear(next, a.y, anchor, "units ago")
	default:
		e = shifted(next, a, u, 0, anchor, "units ago")
	}
	if n != float64(int(n)) && u == yearUnit {
		e = onMonth(next, a, anchor, "units ago")
	}
	e.num = max(1, int(n))
	return e, true
}

func closing(w string) bool {
	return w == "," || w == "?" || w == "!" || w == "." || w == ";" || w == "\"" || w == "”" || w == ")"
}

// beside reads "two days after the coup", "a week before July 26" where the event's day is known.
func (r *reader) beside(e expr, first int, amount float64, vague bool, u unit, ahead bool) (expr, bool) {
	if vague || r.w(e.next-1) == "or" {
		return expr{}, false
	}
	// "on Wednesday, a day after an ambush": the ambush was the day before.
	if n := len(r.d.Dates); n > 0 && r.last != (day{}) && u >= dayUnit && u <= monthUnit && r.w(first-1) == "," &&
		first > 1 && r.d.Dates[n-1].End == r.a[first-2].End && r.d.Dates[n-1].From == r.last.String() {
		return r.pointAt(e.next, r.last, float64(int(amount)), u, !ahead, "text")
	}
	k := e.next + 1
	if r.w(k) == "the" || r.w(k) == "a" {
		k++
	}
	for j := k; j < k+3; j++ {
		if h, ok := r.events[r.w(j)]; ok && eventNoun(r.w(j)) && h.day != (day{}) {
			p, ok := r.pointAt(e.next, h.day, amount, u, ahead, "event")
			p.head = r.w(j)
			return p, ok
		}
	}
	return r.offset(e, e.next+1, amount, u, ahead)
}

// bareUnit reads "decades-long" and "weeks ago".
func (r *reader) bareUnit(i int, w string) (expr, bool) {
	u, plural := unitOf(w)
	if u == noUnit || u <= second {
		return expr{}, false
	}
	if r.dash(i+1) && r.w(i+2) == "long" {
		return r.duration(i+3, 1, plural, u), true
	}
	if plural && (r.w(i+1) == "ago" || r.w(i+1) == "earlier") {
		return reference(i+2, "PAST_REF"), true
	}
	return expr{}, false
}

// adverb reads "daily", "monthly", "annually".
func (r *reader) adverb(i int, w string) (expr, bool) {
	if r.upper(i) && i > 0 {
		return expr{}, false
	}
	u := map[string]unit{"daily": dayUnit, "everyday": dayUnit, "nightly": dayUnit, "weekly": week, "monthly": monthUnit, "quarterly": quarterUnit, "yearly": yearUnit, "annually": yearUnit, "annual": yearUnit}[w]
	n := 1.0
	if r.dash(i-1) && r.w(i-2) == "bi" {
		n = 2
	}
	e := r.duration(i+1, n, false, u)
	e.typ, e.kind, e.rule = "SET", "set", "adverb"
	return e, true
}

// every reads "every day", "each Friday", "every two weeks", "per year".
func (r *reader) every(i int) (expr, bool) {
	k := i + 1
	set := func(next int, timex string, gran string) (expr, bool) {
		return expr{next: next, timex: timex, typ: "SET", kind: "set", gran: gran, anchor: "none", rule: "every"}, true
	}
	if n := weekdayOf(r.w(k)); n > 0 && r.upper(k) {
		return set(k+1, fmt.Sprintf("XXXX-WXX-%d", n), "day")
	}
	if m, next, ok := r.month(k); ok {
		return set(next, fmt.Sprintf("XXXX-%02d", m), "month")
	}
	if letters, _ := seasonOf(r.w(k)); letters != "" {
		return set(k+1, "XXXX-"+letters, "season")
	}
	n, next := 1.0, k
	if r.w(k) == "other" || r.w(k) == "second" && r.w(i) == "every" {
		if w := weekdayOf(r.w(k + 1)); w > 0 {
			return set(k+2, fmt.Sprintf("XXXX-WXX-%d", w), "day")
		}
		n, next = 2, k+1
	} else if r.w(k) == "weekday" {
		return set(k+1, "P1WD", "day")
	} else if v, vague, after, ok := r.number(k); ok && !vague {
		n, next = v, after
	}
	u, _ := unitOf(r.w(next))
	if u == noUnit || u == second {
		return expr{}, false
	}
	e := r.duration(next+1, n, false, u)
	return set(next+1, e.timex, u.granularity())
}

// fiscal reads "fiscal 2023", "FY2023", "fiscal year 2024", "the fiscal year".
func (r *reader) fiscal(i int) (expr, bool) {
	k := i + 1
	if r.w(i) == "fiscal" && r.w(k) == "year" {
		k++
	}
	if y, ok := r.yearNumber(k); ok {
		return onYear(k+1, y, "text", "fiscal year"), true
	}
	if y, ok := r.digits(k, 2, 2); ok && r.w(i) == "fy" {
		return onYear(k+1, century20(y), "text", "fiscal year"), true
	}
	if r.w(i) == "fiscal" {
		if e, ok := r.quarterWords(k); ok {
			return e, true
		}
	}
	return expr{}, false
}

// quarterCode reads "Q3 2023", "H1 2024".
func (r *reader) quarterCode(i int) (expr, bool) {
	n, ok := r.digits(i+1, 1, 1)
	if !ok || !r.glued(i+1) || n < 1 || r.glued(i+2) && r.w(i+2) != "." && r.w(i+2) != "," && r.w(i+2) != "-" {
		return expr{}, false
	}
	y, next, dated := r.monthYear(i + 2)
	if !dated {
		if !r.known || r.w(i) == "h" {
			return expr{}, false
		}
		y, next = r.ref.y, i+2
	}
	if r.w(i) == "h" {
		return r.half(next, y, n)
	}
	if n > 4 {
		return expr{}, false
	}
	return onQuarter(next, y, n, map[bool]string{true: "text", false: "publication"}[dated], "quarter"), true
}

func (r *reader) half(next, y, n int) (expr, bool) {
	if n < 1 || n > 2 {
		return expr{}, false
	}
	e := point(next, fmt.Sprintf("%04d-H%d", y, n), "quarter", "half")
	e.from, e.to = day{y, n*6 - 5, 1}.month(), day{y, n * 6, 1}.month()
	return e, true
}

// quarterWords reads "third quarter of 2023", "third-quarter", "first half", "first nine months".
func (r *reader) quarterWords(i int) (expr, bool) {
	n, k := ordinalOf(r.w(i)), i+1
	if v, next, ok := r.ordinalNumber(i); ok && n == 0 && next == i+2 {
		n, k = v, next
	}
	if n == 0 || n > 4 {
		return expr{}, false
	}
	if r.w(k) == "fiscal" || r.dash(k) {
		k++
	}
	noun := r.w(k)
	if noun == "half" {
		if r.w(i) == "last" {
			n = 2
		}
		if y, next, ok := r.monthYear(k + 1); ok && n <= 2 {
			return r.half(next, y, n)
		}
		if r.w(k+1) == "of" && (r.w(k+2) == "the" || r.w(k+2) == "this") && r.w(k+3) == "year" && r.known {
			e, ok := r.half(k+4, r.ref.y, n)
			e.anchor = "publication"
			return e, ok
		}
		return expr{}, false
	}
	if noun != "quarter" {
		return expr{}, false
	}
	if y, next, ok := r.monthYear(k + 1); ok {
		return onQuarter(next, y, n, "text", "quarter"), true
	}
	if !r.known {
		return unresolved(k+1, fmt.Sprintf("XXXX-Q%d", n), "quarter", "quarter"), true
	}
	y := r.ref.y
	if n > r.ref.quarter() && r.direction(i, k+1) != future {
		y--
	}
	if r.quarter.y == 0 {
		r.quarter = day{y, n, 1}
	}
	return onQuarter(k+1, y, n, "publication", "quarter"), true
}

// yearCompound reads "year-earlier quarter", "year-ago", "year-end", "year's end".
func (r *reader) yearCompound(i int) (expr, bool) {
	k := i + 1
	joined := r.dash(k)
	if joined || r.w(k) == "'" && r.w(k+1) == "s" {
		k++
	}
	if r.w(k) == "s" && r.glued(k) {
		k++
	}
	if !r.known {
		return expr{}, false
	}
	switch r.w(k) {
	case "to":
		if r.w(k+1) == "date" && !joined {
			e := onYear(k+2, r.ref.y, "publication", "year to date")
			e.kind, e.from, e.to = "interval", day{r.ref.y, 1, 1}.String(), r.ref.String()
			return e, true
		}
	case "earlier", "ago":
		if !joined {
			return expr{}, false
		}
		next := k + 1
		q := r.quarter
		if e, ok := r.quarterWords(next); ok {
			q, next = day{r.ref.y, int(e.timex[len(e.timex)-1] - '0'), 1}, e.next
		} else if r.w(next) == "quarter" || r.w(next) == "period" {
			next++
		}
		if q.y > 0 {
			return onQuarter(next, q.y-1, q.m, "text", "year-earlier"), true
		}
		return onYear(k+1, r.ref.y-1, "publication", "year-earlier"), true
	case "end":
		e := onYear(k+1, r.ref.y, "publication", "year-end")
		if y, next, ok := r.monthYear(k + 1); ok {
			e = onYear(next, y, "text", "year-end")
		}
		return r.narrow(e, "end"), true
	}
	return expr{}, false
}

// ofQuarter reads, after "the": "quarter", "latest quarter", "latest period" of a text about quarterly results.
func (r *reader) ofQuarter(k int) (expr, bool) {
	latest := r.w(k) == "latest"
	if latest {
		k++
	}
	noun := r.w(k)
	if noun != "quarter" && (noun != "period" || !latest) || !r.known || !r.nounEnds(k) {
		return expr{}, false
	}
	q := r.quarter
	if q.y == 0 {
		if !latest {
			return expr{}, false
		}
		a := r.ref.addMonths(-3)
		q = day{a.y, a.quarter(), 1}
	}
	return onQuarter(k+1, q.y, q.m, "text", "the quarter"), true
}

// lengths reads, after "the", a length that the text knows: "nine months", "first six months".
func (r *reader) lengths(k int) (expr, bool) {
	which := r.w(k)
	switch which {
	case "first", "final", "latest", "last":
		k++
	}
	n, vague, next, ok := r.number(k)
	if !ok || vague || r.w(k) == "a" {
		return expr{}, false
	}
	u, plural := unitOf(r.w(next))
	if u == noUnit || !plural || u <= second {
		return expr{}, false
	}
	e := r.duration(next+1, n, false, u)
	if u != monthUnit || n < 1 || n > 12 || r.w(next+1) != "of" {
		return e, true
	}
	y, ok := r.yearNumber(next + 2)
	if w := r.w(next + 2); !ok && r.known && (w == "the" || w == "this") && r.w(next+3) == "year" {
		y, ok = r.ref.y, true
	}
	switch { // "the first six months of 2023"
	case ok && which == "first":
		e.kind, e.anchor, e.from, e.to = "interval", "text", day{y, 1, 1}.month(), day{y, int(n), 1}.month()
	case ok && (which == "last" || which == "final"):
		e.kind, e.anchor, e.from, e.to = "interval", "text", day{y, 13 - int(n), 1}.month(), day{y, 12, 1}.month()
	}
	return e, true
}
