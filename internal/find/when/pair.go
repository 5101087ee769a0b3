package when

import "onrecord/internal/doc"

// coordinate makes sense of two days side by side: "on Thursday and Friday" are days that follow each other, whichever day
// it is when that is written, and an act on both lasts from the one to the other. at holds the atoms of the dates of the
// sentence so far, e is the next one and starts at atom j.
func (r *reader) coordinate(j int, e *expr, at []int) {
	if e.rule == "second day" { // which is read only right behind the day before it
		r.listed(e)
		return
	}
	if len(at) == 0 || at[len(at)-1] != j-1 || e.day == (day{}) || e.kind != "point" || r.last == (day{}) {
		return
	}
	join := r.w(j - 1)
	x := &r.d.Dates[len(r.d.Dates)-1]
	if join != "and" && join != "to" && join != "through" && join != "or" && !r.dash(j-1) || x.From != r.last.String() {
		return
	}
	if x.Rule == "weekday" && e.rule == "weekday" && x.Anchor == "publication" && e.day.before(r.last) && (e.day.weekday()-r.last.weekday()+7)%7 <= 3 && x.Timex == x.From && e.timex == e.from {
		if r.last == r.ref && r.direction(j, e.next) != past { // today and tomorrow
			r.redate(nil, e, 7)
		} else {
			r.redate(x, nil, -7)
		}
	}
	if join == "and" && dayOfMonth(x.Rule) && dayOfMonth(e.rule) && r.last.add(1) == e.day && r.w(e.next) != "'" && r.w(e.next) != "’" {
		x.Kind, x.To = "interval", e.day.String()
		e.kind, e.from = "interval", x.From
	}
}

// listed makes days of a list that follow each other one interval, "August 3, 4 and 5".
func (r *reader) listed(e *expr) {
	n := len(r.d.Dates) - 1
	if r.last.add(1) != e.day || r.w(e.next) == "'" || r.w(e.next) == "’" {
		return
	}
	from, to := r.d.Dates[n].From, r.d.Dates[n].To
	for k := n; k >= 0 && r.d.Dates[k].From == from && r.d.Dates[k].To == to && dayOfMonth(r.d.Dates[k].Rule) && r.d.Dates[k].Sentence == r.sentence; k-- {
		r.d.Dates[k].Kind, r.d.Dates[k].To = "interval", e.day.String()
	}
	e.kind, e.from = "interval", from
}

// redate moves a date already found, or the one being read, by some days.
func (r *reader) redate(x *doc.Date, e *expr, days int) {
	if x != nil {
		r.last = r.last.add(days)
		x.From, x.To, x.Timex = r.last.String(), r.last.String(), r.last.String()
		return
	}
	e.day = e.day.add(days)
	e.from, e.to, e.timex = e.day.String(), e.day.String(), e.day.String()
}

// dayOfMonth reports whether a rule reads a single day by weekday or by number.
func dayOfMonth(rule string) bool {
	switch rule {
	case "weekday", "month-day", "weekday+month-day", "second day":
		return true
	}
	return false
}
