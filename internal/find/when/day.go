package when

import (
	"fmt"
	"strconv"
	"time"
)

// day is a calendar day (Gregorian). The zero value is no day.
type day struct{ y, m, d int }

func (a day) time() time.Time { return time.Date(a.y, time.Month(a.m), a.d, 0, 0, 0, 0, time.UTC) }

func dayOf(t time.Time) day { return day{t.Year(), int(t.Month()), t.Day()} }

// add returns the day n days later.
func (a day) add(n int) day { return dayOf(a.time().AddDate(0, 0, n)) }

// addMonths returns the day n months later, the last of the month where it is too short.
func (a day) addMonths(n int) day {
	m := a.y*12 + a.m - 1 + n
	b := day{floorDiv(m, 12), m - floorDiv(m, 12)*12 + 1, a.d}
	b.d = min(b.d, lastOf(b.y, b.m))
	return b
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// lastOf is the number of days of a month.
func lastOf(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

func (a day) real() bool {
	return a.y >= minYear && a.y <= maxYear && a.m >= 1 && a.m <= 12 && a.d >= 1 && a.d <= lastOf(a.y, a.m)
}

// Years outside of these are not read as years.
const (
	minYear = 1000
	maxYear = 2200
)

// weekday counts from Monday = 1 to Sunday = 7, as ISO 8601 does.
func (a day) weekday() int { return (int(a.time().Weekday())+6)%7 + 1 }

func (a day) monday() day { return a.add(1 - a.weekday()) }

func (a day) before(b day) bool { return a.time().Before(b.time()) }

func (a day) String() string { return fmt.Sprintf("%04d-%02d-%02d", a.y, a.m, a.d) }

// month writes year and month.
func (a day) month() string { return fmt.Sprintf("%04d-%02d", a.y, a.m) }

// week writes the ISO week.
func (a day) week() string {
	y, w := a.time().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

func (a day) quarter() int { return (a.m + 2) / 3 }

func year(y int) string { return fmt.Sprintf("%04d", y) }

// parseDay reads the first ten characters of an ISO date or RFC 3339 time.
func parseDay(s string) (day, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return day{}, false
	}
	y, err1 := strconv.Atoi(s[:4])
	m, err2 := strconv.Atoi(s[5:7])
	d, err3 := strconv.Atoi(s[8:10])
	a := day{y, m, d}
	return a, err1 == nil && err2 == nil && err3 == nil && a.real()
}

// easter is the day of Easter Sunday (Gregorian; the algorithm of Meeus, Jones and Butcher).
func easter(y int) day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return day{y, n / 31, n%31 + 1}
}
