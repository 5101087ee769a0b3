package when

import (
	"fmt"
	"strings"
)

// clockReading is a time of day.
type clockReading struct {
	hour, minute int
	next         int
	marked       bool // by a.m., p.m., a zone or a word, so that it cannot be anything else
}

func (c clockReading) String() string { return fmt.Sprintf("%02d:%02d", c.hour, c.minute) }

// clockTime reads "3 p.m.", "10:30", "1500 GMT", "noon", with a zone and a second reading in brackets.
func (r *reader) clockTime(i int) (clockReading, bool) {
	c := clockReading{next: i + 1}
	switch w := r.w(i); {
	case w == "noon" || w == "midday":
		c.hour, c.marked = 12, true
	case w == "midnight":
		c.marked = true
	default:
		h, ok := r.digits(i, 1, 2)
		words := false
		if !ok {
			if v, _, isSmall := small(w); isSmall && v >= 1 && v <= 12 {
				h, ok, words = v, true, true
			}
		}
		switch m, found := r.digits(i+2, 2, 2); {
		case ok && !words && (r.w(i+1) == ":" || r.w(i+1) == "." || r.w(i+1) == "h") && found && r.run(i+1, i+2):
			c.hour, c.minute, c.next = h, m, i+3
			c.marked = r.w(i+1) == ":"
		case ok && r.w(i+1) == "h" && r.glued(i+1) && !words:
			c.hour, c.next = h, i+2
		case ok:
			c.hour = h
		default:
			v, ok := r.digits(i, 4, 4)
			if !ok || !zone(r.w(i+1)) && r.w(i+1) != "hours" && r.w(i+1) != "hrs" && !(r.w(i+1) == "local" && r.w(i+2) == "time") {
				return c, false
			}
			c.hour, c.minute = v/100, v%100
		}
	}
	if !r.halfDay(&c) || c.hour > 24 || c.minute > 59 {
		return c, false
	}
	return r.zoned(c), true
}

// halfDay reads a.m. and p.m. and "o'clock".
func (r *reader) halfDay(c *clockReading) bool {
	w, k := r.w(c.next), c.next+1
	if (w == "a" || w == "p") && (r.w(k) == "." && r.glued(k) && r.w(k+1) == "m" || r.w(k) == "m" && r.glued(k)) {
		if r.w(k) == "." {
			k++
		}
		w += "m"
		k++
		if r.w(k) == "." && r.glued(k) && k < len(r.a) {
			k++
		}
	}
	switch w {
	case "am", "pm":
		if c.hour < 1 || c.hour > 12 {
			return false
		}
		c.hour %= 12
		if w == "pm" {
			c.hour += 12
		}
		c.next, c.marked = k, true
	case "o":
		if r.w(k) == "'" || r.w(k) == "’" {
			if r.w(k+1) == "clock" {
				c.next, c.marked = k+2, true
			}
		}
	case "hours", "hrs":
		if r.a[c.next-1].digits == 4 {
			c.next, c.marked = k, true
		}
	}
	return true
}

// zoned reads "GMT", "local time", "(1500 GMT)", "in the morning" after a time.
func (r *reader) zoned(c clockReading) clockReading {
	if zone(r.w(c.next)) {
		c.next, c.marked = c.next+1, true
	}
	if r.w(c.next) == "(" && zone(r.w(c.next+1)) && r.w(c.next+2) == ")" {
		c.next, c.marked = c.next+3, true
	}
	if r.w(c.next) == "local" && r.w(c.next+1) == "time" {
		c.next, c.marked = c.next+2, true
	}
	if r.w(c.next) == "in" && r.w(c.next+1) == "the" && partOfDay(r.w(c.next+2)) != "" {
		if r.w(c.next+2) != "morning" && c.hour < 12 {
			c.hour += 12
		}
		c.next, c.marked = c.next+3, true
	}
	if r.w(c.next) == "(" {
		if v, ok := r.digits(c.next+1, 4, 4); ok && zone(r.w(c.next+2)) && r.w(c.next+3) == ")" && v/100 < 25 {
			c.next += 4
		}
	}
	return c
}

// clock reads a time of day with the day that follows it: "3 p.m. on Friday", "noon yesterday", "10:30".
func (r *reader) clock(i int) (expr, bool) {
	c, ok := r.clockTime(i)
	if !ok || !c.marked && !(r.w(i-1) == "at" && r.a[i].digits == 4) {
		return expr{}, false
	}
	if r.glued(i) && i > 0 && r.a[i-1].digits > 0 {
		return expr{}, false
	}
	k := c.next
	if r.w(k) == "on" || r.w(k) == "," {
		k++
	}
	lead := r.lead
	r.lead = i
	e, ok := r.core(k)
	r.lead = lead
	if ok && e.gran == "day" && e.kind == "point" && e.typ == "DATE" && !strings.Contains(e.timex, "T") {
		e.typ, e.timex, e.gran, e.rule = "TIME", e.timex+"T"+c.String(), "instant", "clock+"+e.rule
		return e, true
	}
	a, anchor := r.last, "text"
	if a == (day{}) || r.lastIn != r.paragraph {
		a, anchor = r.ref, "publication"
		if !r.known {
			e := unresolved(c.next, "T"+c.String(), "instant", "clock")
			e.typ = "TIME"
			return e, true
		}
	}
	e = onDay(c.next, a, anchor, "clock")
	e.typ, e.timex, e.gran = "TIME", e.timex+"T"+c.String(), "instant"
	return e, true
}
