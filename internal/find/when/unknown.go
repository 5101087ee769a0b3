package when

// Where no day of publication is known, a weekday beside a day of the month tells the year: 11 March is a Friday in 2022 and
// not before 2016. named is such a day without a year.
type named struct{ weekday, m, d int }

// byWeekday takes note of a day of the month that a weekday stands beside and that has no year of its own; once such days have told
// the year it has that one.
func (r *reader) byWeekday(weekday int, e expr) expr {
	if r.known || e.kind != "point" || e.rule != "month-day" && e.rule != "month-day of the year" || len(e.timex) != len("XXXX-03-11") || e.rule == "month-day" && e.from != "" {
		return e
	}
	n := named{weekday, int(e.timex[5]-'0')*10 + int(e.timex[6]-'0'), int(e.timex[8]-'0')*10 + int(e.timex[9]-'0')}
	if r.told == (day{}) {
		r.weekdays = append(r.weekdays, n)
	} else if a := (day{r.told.y, n.m, n.d}); a.real() && a.weekday() == weekday {
		return onDay(e.next, a, "text", "month-day")
	}
	return e
}

// tellingDay is the last of the text's days that have a weekday and no year: in the one year that all of them agree with among
// the years that the text names and those that follow them. It is zero where none or several do, or where there are no such days.
func (r *reader) tellingDay() day {
	var found day
	if r.known || len(r.weekdays) == 0 {
		return found
	}
	for y := range r.yearsOfText() {
		var last day
		for _, n := range r.weekdays {
			a := day{y, n.m, n.d}
			if !a.real() || a.weekday() != n.weekday {
				last = day{}
				break
			}
			if last == (day{}) || last.before(a) {
				last = a
			}
		}
		switch {
		case last == (day{}):
		case found != (day{}):
			return day{}
		default:
			found = last
		}
	}
	return found
}

// monthOfText gives a month alone the year in which it lies within nine months before and two after the day that told the year.
func (r *reader) monthOfText(m int) day {
	a := day{r.told.y, m, 1}
	switch d := m - r.told.m; {
	case d > 2:
		a.y--
	case d < -9:
		a.y++
	}
	return a
}

// yearsOfText are the years of the dates read, and those that follow them.
func (r *reader) yearsOfText() map[int]bool {
	years := map[int]bool{}
	for i := range r.d.Dates {
		x := &r.d.Dates[i]
		for _, s := range [2]string{x.From, x.To} {
			if a := firstDay(s); a != (day{}) {
				years[a.y], years[a.y+1] = true, true
			}
		}
	}
	return years
}
