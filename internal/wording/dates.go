package wording

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Day writes an ISO day, month or year as people do: "14 March 2024".
func Day(iso string) string { return written(iso, "January") }

// ShortDay is Day with three letters for the month: "14 Mar 2024".
func ShortDay(iso string) string { return written(iso, "Jan") }

func written(iso, month string) string {
	iso = clipDay(iso)
	for _, f := range []struct{ in, out string }{{time.DateOnly, "2 " + month + " 2006"}, {"2006-01", month + " 2006"}} {
		if t, err := time.Parse(f.in, iso); err == nil {
			return t.Format(f.out)
		}
	}
	return iso
}

// Interval writes the days from and to, both included: "10–12 March 2024", "March 2024", "since 3 May 2023".
func Interval(from, to string) string {
	from, to = clipDay(from), clipDay(to)
	switch {
	case from == to:
		return Day(from)
	case to == "":
		return "since " + Day(from)
	case from == "":
		return "until " + Day(to)
	}
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return Day(from) + " to " + Day(to)
	}
	sameYear := a.Year() == b.Year()
	switch next := b.AddDate(0, 0, 1); {
	case a.YearDay() == 1 && next.YearDay() == 1 && sameYear:
		return a.Format("2006")
	case a.Day() == 1 && next.Day() == 1 && sameYear && a.Month() == b.Month():
		return a.Format("January 2006")
	case sameYear && a.Month() == b.Month():
		return a.Format("2") + "–" + b.Format("2 January 2006")
	case sameYear:
		return a.Format("2 January") + " to " + b.Format("2 January 2006")
	default:
		return a.Format("2 January 2006") + " to " + b.Format("2 January 2006")
	}
}

// On is an interval as a sentence goes on with it: " on 12 March 2024", " in March 2024", " between 10 and 12 March 2024".
func On(from, to string) string {
	s := Interval(from, to)
	switch {
	case s == "":
		return ""
	case strings.HasPrefix(s, "since ") || strings.HasPrefix(s, "until "):
		return " " + s
	case from == to && len(from) >= len(time.DateOnly):
		return " on " + s
	case strings.Contains(s, "–"):
		a, b, _ := strings.Cut(s, "–")
		return " between " + a + " and " + b
	case strings.Contains(s, " to "):
		a, b, _ := strings.Cut(s, " to ")
		return " between " + a + " and " + b
	default:
		return " in " + s
	}
}

func clipDay(iso string) string {
	if len(iso) > 10 {
		return iso[:10]
	}
	return iso
}

// Ago says how long before now a time was, coarsely: "5 minutes ago".
func Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero():
		return "never"
	case d < 0:
		return "in " + span(-d)
	case d < time.Minute:
		return "just now"
	default:
		return span(d) + " ago"
	}
}

func span(d time.Duration) string {
	for _, u := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "day"}, {time.Hour, "hour"}, {time.Minute, "minute"}} {
		if d >= u.size {
			return Count(int(d/u.size), u.name)
		}
	}
	return "less than a minute"
}

// Count writes a number of things: "1 report", "12 outlets".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	switch {
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	case strings.HasSuffix(noun, "s"):
	default:
		noun += "s"
	}
	return Number(float64(n)) + " " + noun
}

// Number writes a number with thousands separators, and large round ones with a word: "1,400", "2.5 million".
func Number(x float64) string {
	for _, u := range []struct {
		size float64
		name string
	}{{1e9, " billion"}, {1e6, " million"}} {
		if math.Abs(x) >= u.size && math.Mod(x, u.size/100) == 0 {
			return strconv.FormatFloat(x/u.size, 'f', -1, 64) + u.name
		}
	}
	s := strconv.FormatFloat(x, 'f', -1, 64)
	whole, frac, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if frac != "" {
		whole += "." + frac
	}
	return sign + whole
}

// Bounds says what a figure stands for: "about 800 (720 to 880)" gives "720 to 880", "at least 12" gives "12 or more".
func Bounds(low, high *float64) string {
	switch {
	case low != nil && high != nil && *low != *high:
		return Number(*low) + " to " + Number(*high)
	case low != nil && high != nil:
		return Number(*low)
	case low != nil:
		return Number(*low) + " or more"
	case high != nil:
		return Number(*high) + " or fewer"
	default:
		return ""
	}
}

// Counted says what a figure counts and in which role: "troops deployed", "people killed".
func Counted(class, role string) string {
	c := plain(class)
	if class == "" || class == "other" {
		c = ""
	}
	r := plain(role)
	if role == "" || role == "other" || strings.EqualFold(c, r) {
		r = ""
	}
	s := strings.TrimSpace(c + " " + r)
	if s == "" {
		return "number"
	}
	return s
}
