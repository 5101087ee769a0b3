package feed

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Date is a point in time as a publisher stated it. Where the time of day or its zone is not stated, or the zone's
// name means several, only the day counts.
type Date struct {
	Time  time.Time // UTC if Exact, else midnight UTC of the day
	Exact bool
}

// IsZero reports whether no date was stated.
func (d Date) IsZero() bool { return d.Time.IsZero() }

// String returns RFC 3339 for an exact date, YYYY-MM-DD for a day, "" for none: what a record's published field takes.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Exact:
		return d.Time.Format(time.RFC3339)
	}
	return d.Time.Format(time.DateOnly)
}

const (
	firstYear = 1980
	lastYear  = 2100
)

// ParseDate reads a date in the forms that feeds hold: RFC 822 and 1123 with wrong or foreign names of days, one-digit
// days, two-digit years, missing seconds and all manner of zones, RFC 3339 and ISO 8601 in part or whole, seconds since
// 1970, and dates as people write them. Numbers that could be day and month either way (03/04/2024) are no date.
func ParseDate(s string) (Date, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || len(s) > 80 {
		return Date{}, false
	}
	if d, ok := digits(s); ok {
		return d, true
	}
	clock, rest := findClock(s)
	year, month, day, ok := findDay(rest)
	if !ok {
		return Date{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || year < firstYear || year > lastYear {
		return Date{}, false
	}
	if !clock.ok || !clock.zoned {
		return Date{Time: t}, true
	}
	t = t.Add(clock.since - clock.offset)
	return Date{Time: t, Exact: true}, true
}

// digits reads a date that is one number: 20240903, 20240903101500, or seconds or milliseconds since 1970.
func digits(s string) (Date, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return Date{}, false
	}
	var t time.Time
	exact := true
	switch len(s) {
	case 8:
		t, err = time.Parse("20060102", s)
		exact = false
	case 14:
		t, err = time.Parse("20060102150405", s)
		exact = false // no zone
		t = t.Truncate(24 * time.Hour)
	case 9, 10:
		t = time.Unix(n, 0).UTC()
	case 12, 13:
		t = time.UnixMilli(n).UTC().Truncate(time.Second)
	default:
		return Date{}, false
	}
	return Date{t, exact}, err == nil && t.Year() >= firstYear && t.Year() <= lastYear
}

// clock is a time of day.
type clock struct {
	ok, zoned bool
	since     time.Duration // since midnight; 24 h and a leap second are let through
	offset    time.Duration // east of UTC
}

// findClock finds "15:04", "15:04:05.123" with what follows of "am", "pm" and zones, and returns s without them.
func findClock(s string) (clock, string) {
	colon := -1
	for i := 1; i+2 < len(s); i++ {
		if s[i] == ':' && isDigit(s[i-1]) && isDigit(s[i+1]) && isDigit(s[i+2]) {
			colon = i
			break
		}
	}
	if colon < 0 {
		return clock{}, s
	}
	start := colon - 1
	if start > 0 && isDigit(s[start-1]) {
		start--
	}
	hour, _ := strconv.Atoi(s[start:colon])
	minute, _ := strconv.Atoi(s[colon+1 : colon+3])
	end := colon + 3
	second := 0
	if end+2 < len(s) && s[end] == ':' && isDigit(s[end+1]) && isDigit(s[end+2]) {
		second, _ = strconv.Atoi(s[end+1 : end+3])
		end += 3
		if end < len(s) && (s[end] == '.' || s[end] == ',' || s[end] == ':') { // fractions, and times that write them behind a colon
			for end++; end < len(s) && isDigit(s[end]); end++ {
				continue
			}
		}
	}
	before := strings.TrimSuffix(s[:start], "T")
	rest := s[end:]
	hour, rest = halfDay(hour, rest)
	offset, zoned, rest := zone(rest)
	c := clock{ok: true, zoned: zoned, offset: offset}
	c.since = time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(min(second, 59))*time.Second
	if hour > 24 || hour == 24 && (minute > 0 || second > 0) || minute > 59 || second > 60 {
		c = clock{}
	}
	return c, before + " " + rest
}

// halfDay reads "am" and "pm" at the start of s.
func halfDay(hour int, s string) (int, string) {
	word := strings.TrimLeft(s, " ")
	for _, mark := range []string{"am", "a.m.", "pm", "p.m."} {
		if len(word) < len(mark) || !strings.EqualFold(word[:len(mark)], mark) || hour > 12 {
			continue
		}
		rest := word[len(mark):]
		if rest != "" && unicode.IsLetter(rune(rest[0])) {
			continue
		}
		hour %= 12
		if mark[0] == 'p' {
			hour += 12
		}
		return hour, rest
	}
	return hour, s
}

// zone reads a zone at the start of s: Z, +02:00, -0500, +2, GMT, GMT+2, EST, in brackets or not.
func zone(s string) (offset time.Duration, known bool, rest string) {
	s = strings.TrimLeft(s, " (")
	end := 0
	for end < len(s) && (s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z') {
		end++
	}
	word := strings.ToUpper(s[:end])
	if end > 0 {
		if hours, ok := zoneHours(word); ok {
			offset, known = time.Duration(hours*float64(time.Hour)), true
			rest = s[end:]
		} else {
			return 0, false, s
		}
	} else {
		rest = s
	}
	number := strings.TrimLeft(rest, " ")
	if number == "" || number[0] != '+' && number[0] != '-' || known && word != "GMT" && word != "UTC" && word != "UT" && word != "Z" {
		return offset, known, rest
	}
	n := 1
	for n < len(number) && n < 6 && (isDigit(number[n]) || number[n] == ':' && n <= 3) {
		n++
	}
	d := strings.ReplaceAll(number[1:n], ":", "")
	var hours, minutes int
	switch len(d) {
	case 1, 2:
		hours, _ = strconv.Atoi(d)
	case 3, 4:
		hours, _ = strconv.Atoi(d[:len(d)-2])
		minutes, _ = strconv.Atoi(d[len(d)-2:])
	default:
		return offset, known, rest
	}
	if hours > 14 || minutes > 59 {
		return 0, false, number[n:]
	}
	offset = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if number[0] == '-' {
		offset = -offset
	}
	return offset, true, number[n:]
}

// zoneHours knows the names of zones that mean one thing in the news: RFC 822's and the usual ones elsewhere.
// IST, AST, and CST outside of America, mean several; IST and AST are left out.
func zoneHours(name string) (float64, bool) {
	switch name {
	case "Z", "UT", "UTC", "GMT", "WET":
		return 0, true
	case "EST":
		return -5, true
	case "EDT", "CLT":
		return -4, true
	case "CST":
		return -6, true
	case "CDT":
		return -5, true
	case "MST":
		return -7, true
	case "MDT":
		return -6, true
	case "PST":
		return -8, true
	case "PDT":
		return -7, true
	case "AKST":
		return -9, true
	case "HST":
		return -10, true
	case "ADT", "BRT", "ART":
		return -3, true
	case "BST", "CET", "MEZ", "WEST", "WAT":
		return 1, true
	case "CEST", "MESZ", "EET", "SAST", "CAT":
		return 2, true
	case "EEST", "MSK", "EAT", "TRT":
		return 3, true
	case "PKT":
		return 5, true
	case "WIB", "ICT":
		return 7, true
	case "HKT", "SGT", "PHT", "MYT", "AWST":
		return 8, true
	case "JST", "KST":
		return 9, true
	case "AEST":
		return 10, true
	case "AEDT":
		return 11, true
	case "NZST":
		return 12, true
	case "NZDT":
		return 13, true
	}
	return 0, false
}

// findDay finds year, month and day in what is left without the time of day.
func findDay(s string) (year, month, day int, ok bool) {
	var parts []part
	for i := 0; i < len(s); {
		j := i
		switch c := rune(s[i]); {
		case isDigit(s[i]):
			for j < len(s) && isDigit(s[j]) {
				j++
			}
			n, err := strconv.Atoi(s[i:j])
			if err != nil || j-i > 4 {
				return 0, 0, 0, false
			}
			parts = append(parts, part{n: n, width: j - i, before: separator(s, i)})
		case c >= 0x80 || unicode.IsLetter(c):
			for j < len(s) && (s[j] >= 0x80 || unicode.IsLetter(rune(s[j]))) {
				j++
			}
			if m := monthOf(strings.ToLower(s[i:j])); m > 0 {
				parts = append(parts, part{n: m, month: true})
			}
		default:
			j++
		}
		i = j
	}
	for k := 0; k+2 < len(parts); k++ {
		if y, m, d, ok := threeParts(parts[k], parts[k+1], parts[k+2]); ok {
			return y, m, d, true
		}
	}
	return 0, 0, 0, false
}

type part struct {
	n      int
	width  int // digits
	month  bool
	before byte // what stands between it and the part before, 0 if several things do
}

func separator(s string, i int) byte {
	if i == 0 {
		return 0
	}
	return s[i-1]
}

func threeParts(a, b, c part) (year, month, day int, ok bool) {
	valid := func(y, m, d int) (int, int, int, bool) {
		return y, m, d, m >= 1 && m <= 12 && d >= 1 && d <= 31 && y >= firstYear && y <= lastYear
	}
	switch {
	case b.month && !a.month && !c.month && a.width <= 2: // 3 Sep 2024, 03-Sep-24
		return valid(fullYear(c), b.n, a.n)
	case a.month && !b.month && !c.month && b.width <= 2 && c.width == 4: // September 3, 2024
		return valid(c.n, a.n, b.n)
	case b.month && a.width == 4 && !c.month && c.width <= 2: // 2024 Sep 3
		return valid(a.n, b.n, c.n)
	case a.month || b.month || c.month:
		return 0, 0, 0, false
	case a.width == 4 && b.width <= 2 && c.width <= 2: // 2024-09-03, 2024/9/3
		return valid(a.n, b.n, c.n)
	case a.width <= 2 && b.width <= 2 && c.width == 4:
		switch {
		case b.before == '.' || a.n > 12: // 03.09.2024, 23/09/2024
			return valid(c.n, b.n, a.n)
		case b.n > 12: // 09/23/2024
			return valid(c.n, a.n, b.n)
		}
	}
	return 0, 0, 0, false
}

// fullYear reads a year of two digits as RFC 2822, 4.3 says.
func fullYear(p part) int {
	switch {
	case p.width > 2:
		return p.n
	case p.n < 50:
		return 2000 + p.n
	}
	return 1900 + p.n
}

// monthOf knows the months' names and short forms of English and of the languages that feeds of English news are set to by mistake.
func monthOf(word string) int {
	switch word {
	case "jan", "january", "januar", "janv", "janvier", "ene", "enero", "gen", "gennaio", "janeiro", "januari", "jän", "jänner":
		return 1
	case "feb", "february", "februar", "févr", "fév", "fevr", "février", "febrero", "febbraio", "fev", "fevereiro", "februari":
		return 2
	case "mar", "march", "mär", "märz", "mrz", "mars", "marzo", "março", "mrt", "maart":
		return 3
	case "apr", "april", "avr", "avril", "abr", "abril", "aprile":
		return 4
	case "may", "mai", "mayo", "mag", "maggio", "maio", "mei":
		return 5
	case "jun", "june", "juni", "juin", "junio", "giu", "giugno", "junho":
		return 6
	case "jul", "july", "juli", "juil", "juillet", "julio", "lug", "luglio", "julho":
		return 7
	case "aug", "august", "août", "aout", "ago", "agosto", "augustus":
		return 8
	case "sep", "sept", "september", "septembre", "septiembre", "set", "settembre", "setembro":
		return 9
	case "oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre", "out", "outubro":
		return 10
	case "nov", "november", "novembre", "noviembre", "novembro":
		return 11
	case "dec", "december", "dez", "dezember", "déc", "décembre", "decembre", "dic", "diciembre", "dicembre", "dezembro":
		return 12
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
