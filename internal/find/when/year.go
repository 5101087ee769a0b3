package when

import "fmt"

// yearAlone reads "2023", "2023-24", "2011/12", "1998-2001", "2023 to 2025".
func (r *reader) yearAlone(i int) (expr, bool) {
	y, ok := r.yearNumber(i)
	if !ok || r.glued(i) && r.w(i-1) != "-" && r.w(i-1) != "–" && r.w(i-1) != "(" && r.w(i-1) != "\"" && r.w(i-1) != "/" {
		return expr{}, false
	}
	k := i + 1
	if (r.dash(k) || r.w(k) == "/") && (r.glued(k) || r.dash(k)) && k+1 < len(r.a) {
		to := 0
		switch v, digits := r.a[k+1].num, r.a[k+1].digits; {
		case digits == 1 && r.glued(k+1):
			to = y/10*10 + v
		case digits == 2:
			to = y/100*100 + v
		case digits == 4:
			to = v
		}
		if to > y && to < y+200 && y >= 1700 && to <= maxYear && !(r.glued(k+2) && (r.dash(k+2) || r.w(k+2) == "/" || r.joinedWord(k+2))) {
			e := onYear(k+2, y, "text", "years")
			e.kind, e.to = "interval", year(to)
			return e, true
		}
	}
	if !r.yearCompany(i, y) {
		return expr{}, false
	}
	if v, ok := r.digits(k+1, 2, 2); ok && r.w(k) == "to" && r.w(i-1) == "from" && v > y%100 && !r.joinedWord(k+2) { // "from 1846 to 48"
		e := onYear(k+2, y, "text", "years")
		e.kind, e.to = "interval", year(y/100*100+v)
		return e, true
	}
	return onYear(k, y, "text", "year"), true
}

// yearCompany reports whether four digits are a year: by the word before, else by what they do not count.
func (r *reader) yearCompany(i, y int) bool {
	if w := r.w(i - 2); r.w(i-1) == "than" && (w == "later" || w == "earlier") {
		return true
	}
	switch r.w(i - 1) {
	case "$", "£", "€", "resolution", "no", "number", "flight", "route", "highway", "at", "than", "about", "over", "nearly", "some", "around", "least", "base", "#", "article", "least-":
		return false
	}
	if r.w(i-1) == "." && r.w(i-2) == "no" {
		return false
	}
	if r.glued(i+1) && i+1 < len(r.a) && (r.a[i+1].digits == 0 && r.upper(i+1) || r.w(i+1) == "s" || r.w(i+1) == "m") {
		return false
	}
	switch r.w(i + 1) {
	case "hours", "hrs", "gmt", "utc", "local", "troops", "people", "soldiers", "model", "models", "version", "percent", "meters", "metres", "km", "kilometers", "feet", "square", "dollars", "miles", "men", "tons", "tonnes", "hectares":
		return false
	}
	switch r.w(i - 1) {
	case "in", "since", "until", "by", "from", "during", "before", "after", "early", "late", "mid", "year", "fiscal", "between", "and", "(", "of", "for", "through", "back", "circa", "post", "pre":
		return y >= 1500 && y <= 2100 || y >= 1000 && r.w(i-1) == "in"
	}
	if y < 1800 || y > 2060 {
		return false
	}
	if r.dash(i-1) && (r.w(i-2) == "post" || r.w(i-2) == "pre") {
		return true
	}
	if r.upper(i+1) && !r.glued(i+1) && (r.w(i-1) == "a" || r.w(i-1) == "s" && r.glued(i-1)) { // "a 1987 Chevrolet"
		return false
	}
	return r.xpos(i+1) != "NNS" && r.xpos(i+1) != "CD"
}

// shortYear reads '89.
func (r *reader) shortYear(i int) (expr, bool) {
	y, ok := r.digits(i+1, 2, 2)
	if !ok || !r.glued(i+1) || r.glued(i) || r.glued(i+2) && r.w(i+2) == "s" {
		return expr{}, false
	}
	switch r.w(i - 1) {
	case "in", "since", "of", "from", "by", "summer", "spring", "fall", "winter":
		return onYear(i+2, century20(y), "text", "short year"), true
	}
	return expr{}, false
}

// decadeDigits reads 1990s, 1990's, '90s, 90s.
func (r *reader) decadeDigits(i int) (expr, bool) {
	k := i
	if r.w(k) == "'" || r.w(k) == "’" {
		k++
		if !r.glued(k) {
			return expr{}, false
		}
	}
	y, ok := r.digits(k, 4, 4)
	if !ok {
		if y, ok = r.digits(k, 2, 2); !ok || y < 20 {
			return expr{}, false
		}
		y += 1900
		if r.w(i-1) != "the" && r.w(i-1) != "early" && r.w(i-1) != "late" && r.w(i-1) != "mid" && k == i && !r.dash(i-1) {
			return expr{}, false // "in her 30s"
		}
	}
	if y%10 != 0 || y < minYear || y > maxYear {
		return expr{}, false
	}
	next := k + 1
	if (r.w(next) == "'" || r.w(next) == "’") && r.glued(next) {
		next++
	}
	if r.w(next) != "s" || !r.glued(next) {
		return expr{}, false
	}
	return r.decadeFrom(next+1, y), true
}

func (r *reader) decadeFrom(next, y int) expr {
	e := point(next, fmt.Sprintf("%03d", y/10), "decade", "decade")
	e.from, e.to = year(y), year(y+9)
	if y%100 == 0 && y >= 1700 && y < 2000 {
		e.timex, e.to = fmt.Sprintf("%02d", y/100), year(y+99) // "the 1800s"
	}
	return e
}

// yearInWords reads "nineteen ninety-six", "two thousand and three" as a year after "in", "of" or "the year".
func (r *reader) yearInWords(i int) (expr, bool) {
	y, next, ok := r.yearWords(i)
	if !ok {
		return expr{}, false
	}
	if c, _, ok := small(r.w(i)); !ok || c < 13 {
		switch r.w(i - 1) {
		case "in", "year", "since", "until", "by":
		default:
			return expr{}, false
		}
	}
	return onYear(next, y, "text", "year in words"), true
}

func (r *reader) yearWords(i int) (y, next int, ok bool) {
	c, tens, ok := small(r.w(i))
	if !ok {
		return 0, i, false
	}
	if c == 2 && r.w(i+1) == "thousand" {
		next = i + 2
		if r.w(next) == "and" {
			next++
		}
		if v, n, ok := r.cardinal(next); ok && v < 100 {
			return 2000 + v, n, true
		}
		if r.w(i-1) == "year" {
			return 2000, i + 2, true
		}
		return 0, i, false
	}
	if c < 13 || c > 20 || tens && c != 20 {
		return 0, i, false
	}
	v, n, ok := r.cardinal(i + 1)
	if !ok || v < 10 || v > 99 {
		return 0, i, false
	}
	return c*100 + v, n, true
}

// joinedWord reports whether atom i is a word or number that continues the one before.
func (r *reader) joinedWord(i int) bool {
	if i >= len(r.a) {
		return false
	}
	if r.a[i].digits > 0 {
		return true
	}
	c := r.a[i].low[0]
	return r.glued(i) && (c >= 'a' && c <= 'z' || r.w(i) == "%")
}
