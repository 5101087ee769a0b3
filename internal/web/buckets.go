package web

import "time"

// Buckets divides the days from first to last, both included, into days, weeks, months or years: the finest unit that
// gives at most 80 of them. Stores count into these.
func Buckets(first, last time.Time) (unit string, out []Bucket) {
	days := int(last.Sub(first).Hours()/24) + 1
	var start, next func(time.Time) time.Time
	switch {
	case days <= 80:
		unit = "day"
		start = func(t time.Time) time.Time { return t }
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	case days <= 80*7:
		unit = "week"
		start = func(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) } // Mondays
		next = func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	case days <= 80*30:
		unit = "month"
		start = func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }
		next = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	default:
		unit = "year"
		start = func(t time.Time) time.Time { return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC) }
		next = func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }
	}
	for t := start(first); !t.After(last); {
		n := next(t)
		out = append(out, Bucket{From: t.Format(time.DateOnly), To: n.AddDate(0, 0, -1).Format(time.DateOnly)})
		t = n
	}
	// A single day or two would be drawn as a wall: give them some days round about.
	for unit == "day" && len(out) < 12 {
		t, err := time.Parse(time.DateOnly, out[len(out)-1].To)
		if err != nil {
			break
		}
		d := t.AddDate(0, 0, 1).Format(time.DateOnly)
		out = append(out, Bucket{From: d, To: d})
	}
	return unit, out
}
