package eval

import (
	"regexp"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
)

// leftOut names the class of date cases that a case belongs to which say nothing about reading news, "" for the cases that do.
// It goes by how the case is written, never by what we make of it; docs/EVAL.md lists the classes. In order:
// speech to an assistant; words without the capitals that news has; dates in figures other than ISO 8601 and whole
// day/month/year, and signs for words; times of day, which are no days; cases whose value the specification leaves open; parts of
// periods ("early", "the end of"), which it cuts in halves and TIMEX3 leaves to the reader; weeks by number; vague
// amounts, which it counts as three; units without number or direction ("the day", "any year").
func leftOut(c corpus.DateCase, r corpus.DateResult) string {
	words := c.Input[r.Span.Start:r.Span.End]
	for _, class := range leaveOut {
		text := words
		if class.sentence {
			text = c.Input
		}
		if class.pattern.MatchString(text) {
			return class.name
		}
	}
	open := len(r.Values) > 0 && (r.Type == "date" || r.Type == "daterange")
	for _, v := range r.Values {
		open = open && v.Value == "not resolved"
		if r.Type == "set" && clockValue.MatchString(v.Timex) {
			return "time of day"
		}
	}
	if open {
		return "no value"
	}
	return ""
}

const (
	monthNames   = `january|february|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec`
	weekdayNames = `monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs?|fri|sat`
)

var clockValue = regexp.MustCompile(`T(\d|MO|MI|AF|EV|NI|DT)`)

var leaveOut = []struct {
	name     string
	sentence bool // looks at the whole sentence
	pattern  *regexp.Regexp
}{
	{"to an assistant", true, regexp.MustCompile(`(?i)\b(cortana|skype|schedule (me|a)|remind me|calendar|set up|please)\b`)},
	{"no capitals", false, regexp.MustCompile(`\b(` + monthNames + `|` + weekdayNames + `|q[1-4]|h[12]|cy\d\d|christmas|easter|thanksgiving|halloween|(independence|earth|labor|new year) day|new year|saint patrick|eid al fitr)\b|^may\b`)},
	{"figures and signs", false, regexp.MustCompile(`(?i)(^|[^\d/.-])\d{1,2}[/.-]\d{1,2}($|[^\d/.-]|\.$)|(` + monthNames + `|may)[/-]\d|\d[/-]?(` + monthNames + `|may)\b|\d{6,8}|[a-z]\d+$|[~=<>½]|\d/\d+-\d|\d s$|\d{1,2}-\d{4}$|^\d{4}-\d{1,2}$|\d{4} \d\d \d\d|\d+-\d{4}-|\d{1,2}-\d{1,2}-\d{4}|\d[hHDYWM]$|-\d{4}-\d\d|\bw/c\b|\b(otd|eo[ymd]|tmrw|cy\d\d|sy\d\d)\b`)},
	{"numbers spelled out", false, regexp.MustCompile(`(?i)\b(seventeen|eighteen|nineteen|twenty)( hundred)? (and )?(\w+ty\b|one|two|three|four|five|six|seven|eight|nine|twelve)|\btwo thousand\b|\b(fifteen|twenty (one|two|five)) (` + monthNames + `|may)\b|\bfirst \d\d\b|\bof \d\d$`)},
	{"weekday and number", false, regexp.MustCompile(`(?i)^(` + weekdayNames + `|sun) \d\d?(th|st|nd|rd)?$`)},
	{"time of day", false, regexp.MustCompile(`(?i)\b\d{1,2} ?(a|p)\.?m\b|\d:\d\d|\b(mornings?|afternoons?|evenings?|nights? at|hour)\b$`)},
	{"part of a period", false, regexp.MustCompile(`(?i)\b(early|earlier|mid|middle|late|later (in|this)|end|beginning|start) ?(of|in|this|previous|next|last|month|` + monthNames + `|may|-)`)},
	{"numbered week", false, regexp.MustCompile(`(?i)\bweek \d|\b(first|second|third|last|1st|2nd|3rd|\d+th)( \d)? weeks? (of|in)\b|\bweek of the month\b`)},
	{"vague amount", false, regexp.MustCompile(`(?i)\b(few|some|several|couple)\b`)},
	{"unit alone", false, regexp.MustCompile(`(?i)^(the |same |that |all |a |an |any |another )*(day|week|weekend|weekends|month|year|fortnight|hour|minute|quarter)$`)},
}

// equal compares TIMEX3 values of lengths and sets that the specification writes otherwise: it has no quarters, nights and
// weekends, and writes fractions with a point.
func equalTimex(a, b string) bool {
	return a == b || plainTimex(a) == plainTimex(b)
}

var timexWords = strings.NewReplacer("P1Q", "P3M", "P2Q", "P6M", "XXXX-WXX-WE", "P1WE", "NI", "D", "PT1H30M", "PT1.5H", "P1Y6M", "P1.5Y", "PT30M", "PT0.5H", "P3Y6M", "P3.5Y")

func plainTimex(s string) string { return timexWords.Replace(s) }

// within compares an interval with a reading. The specification ends "from 2014 to 2018" where 2018 begins and we where it
// ends; it leaves "since 2010" open and we close it on the day of publication; what is before or after a day we keep as
// that day with a mark.
func within(x *doc.Date, start, end, published string) bool {
	from, fromEnd := days(x.From)
	to, toEnd := days(x.To)
	day := func(want string, ok ...string) bool {
		for _, d := range ok {
			if d == want {
				return true
			}
		}
		return false
	}
	iso := func(t interface{ Format(string) string }) string { return t.Format("2006-01-02") }
	switch x.Mod {
	case "after":
		if end == "" && start != "" && !from.IsZero() {
			return day(start, iso(fromEnd.AddDate(0, 0, 1)), iso(from))
		}
	case "before":
		if start == "" && end != "" && !to.IsZero() {
			return day(end, iso(from), iso(toEnd.AddDate(0, 0, 1)))
		}
	}
	if start == "" {
		return x.From == "" && !to.IsZero() && day(end, iso(to), iso(toEnd.AddDate(0, 0, 1)))
	}
	if from.IsZero() || iso(from) != start {
		return false
	}
	if end == "" {
		return x.To == "" || len(published) >= 10 && x.To == published[:10]
	}
	return !to.IsZero() && day(end, iso(to), iso(toEnd.AddDate(0, 0, 1)))
}
