// Package when finds time expressions and resolves them to days.
//
// In goes a document with sentences (tags are used where they are set, the words alone do without);
// out come its Dates: points, intervals, durations, sets, and vague references that only scoring
// needs. Relative expressions are resolved against the day of publication with the habits of news: a
// bare weekday is the latest one, unless its clause looks ahead. Without a day of publication they stay
// unresolved (Anchor "none"); the day of publication itself is never given to a text that names none.
// The grammar is hand-written and driven by single words; every resolved day is a real one.
package when

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// Find fills d.Dates in text order.
func Find(d *doc.Document) {
	d.Dates = nil
	r := reader{d: d, events: map[string]happening{}}
	r.ref, r.known = parseDay(d.Article.Published)
	for i := range d.Sentences {
		if d.GivenUp() {
			return
		}
		r.read(i)
	}
	if told := r.tellingDay(); told != (day{}) {
		d.Dates = nil
		again := reader{d: d, events: map[string]happening{}, year: told.y, told: told}
		for i := range d.Sentences {
			again.read(i)
		}
	}
}

// reader is the state of reading one document.
type reader struct {
	d         *doc.Document
	ref       day  // day of publication
	known     bool // whether there is one
	sentence  int
	s         *doc.Sentence
	a         []atom
	paragraph int
	last      day    // single day resolved last, zero = none
	lastIn    int    // the paragraph of last
	lead      int    // where an expression with a clock time before the day starts, 0 = none
	named     string // the from of the date named last, "" = none
	year      int    // of the last date that the text gives with month and year, 0 = none
	quarter   day    // year and quarter (in m) that the article's figures are for, zero = none
	events    map[string]happening
	weekdays  []named // days that have a weekday and no year, where no day of publication is known
	told      day     // the day by which such days told the year, zero = none
}

// happening is the date of an event that a noun names in this document.
type happening struct {
	from, to string
	day      day
	gran     string
}

// atom is the smallest piece that the grammar reads: a run of letters, a run of digits or one mark.
type atom struct {
	doc.Span
	low    string // lower case
	num    int    // value of a run of digits
	digits int    // its length, 0 for others
	upper  bool   // starts with a capital
	glued  bool   // follows the atom before without white space
	tok    int    // token that it is part of
}

// expr is a time expression that a rule has read.
type expr struct {
	next     int // the atom after it
	timex    string
	typ      string // DATE TIME DURATION SET
	kind     string
	from, to string
	gran     string
	mod      string
	anchor   string
	rule     string
	head     string
	day      day // set when it is one resolved day
	num      int // of a duration: how many
	unit     unit
}

func (r *reader) read(i int) {
	r.sentence, r.s = i, &r.d.Sentences[i]
	r.paragraph = r.s.Paragraph
	r.atomize()
	first := len(r.d.Dates)
	var at []int
	for j := 0; j < len(r.a); {
		e, ok := r.modified(j)
		if !ok {
			e, ok = r.eventAlone(j)
		}
		if !ok {
			j++
			continue
		}
		r.note(j, &e)
		r.coordinate(j, &e, at)
		r.d.Dates = append(r.d.Dates, r.date(j, e))
		at = append(at, j, e.next)
		if e.day != (day{}) {
			r.last, r.lastIn = e.day, r.paragraph
		}
		if e.from != "" && e.kind == "point" {
			r.named = e.from
		}
		if e.anchor == "text" && len(e.from) >= 7 && (e.rule == "month-day" || e.rule == "month-year" || e.rule == "iso" || e.rule == "weekday+month-day") {
			r.year = firstDay(e.from).y
		}
		j = e.next
	}
	r.intervals(r.d.Dates[first:], at)
}

func (r *reader) date(first int, e expr) doc.Date {
	return doc.Date{
		Span: doc.Span{Start: r.a[first].Start, End: r.a[e.next-1].End}, Sentence: r.sentence,
		Kind: e.kind, From: e.from, To: e.to, Granularity: e.gran, Mod: e.mod, Anchor: e.anchor,
		Timex: e.timex, TimexType: e.typ, Rule: e.rule, Head: e.head,
	}
}

// atomize cuts the tokens of the sentence into atoms.
func (r *reader) atomize() {
	r.a = r.a[:0]
	text := r.d.Article.Text
	end := -1
	for k := range r.s.Tokens {
		t := &r.s.Tokens[k]
		for at := t.Start; at < t.End; {
			c, n := utf8.DecodeRuneInString(text[at:t.End])
			a := atom{Span: doc.Span{Start: at, End: at + n}, glued: at == end, tok: k, upper: unicode.IsUpper(c)}
			switch {
			case c >= '0' && c <= '9':
				for a.End < t.End && text[a.End] >= '0' && text[a.End] <= '9' {
					a.End++
				}
				a.digits = a.End - a.Start
				for _, x := range text[a.Start:min(a.End, a.Start+9)] {
					a.num = a.num*10 + int(x-'0')
				}
				a.low = text[a.Start:a.End]
			case unicode.IsLetter(c):
				for a.End < t.End {
					c, n := utf8.DecodeRuneInString(text[a.End:t.End])
					if !unicode.IsLetter(c) {
						break
					}
					a.End += n
				}
				a.low = lower(text[a.Start:a.End])
			default:
				a.low = text[a.Start:a.End]
			}
			r.a = append(r.a, a)
			at, end = a.End, a.End
		}
	}
}

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

// w returns the word at i, "" outside of the sentence.
func (r *reader) w(i int) string {
	if i < 0 || i >= len(r.a) {
		return ""
	}
	return r.a[i].low
}

func (r *reader) glued(i int) bool { return i > 0 && i < len(r.a) && r.a[i].glued }

func (r *reader) upper(i int) bool { return i >= 0 && i < len(r.a) && r.a[i].upper }

// digits reports whether atom i is a number of that many digits (lo to hi) and returns it.
func (r *reader) digits(i, lo, hi int) (int, bool) {
	if i < 0 || i >= len(r.a) || r.a[i].digits < lo || r.a[i].digits > hi {
		return 0, false
	}
	return r.a[i].num, true
}

// dash reports whether atom i is a hyphen or dash.
func (r *reader) dash(i int) bool {
	switch r.w(i) {
	case "-", "–", "‑", "—":
		return true
	}
	return false
}

// xpos returns the tag of the token that atom i is part of, "" when untagged.
func (r *reader) xpos(i int) string {
	if i < 0 || i >= len(r.a) {
		return ""
	}
	return r.s.Tokens[r.a[i].tok].XPOS
}

// skip steps over a word, and over the point of an abbreviation that is glued to it.
func (r *reader) skip(i int) int {
	if len(r.w(i)) < 6 && r.w(i+1) == "." && r.glued(i+1) {
		return i + 2
	}
	return i + 1
}

// note links a date to the noun of the event that it dates, in both directions.
func (r *reader) note(first int, e *expr) {
	if e.from == "" || e.kind != "point" {
		return
	}
	noun := ""
	if k := e.next; eventNoun(r.w(k)) {
		noun = r.w(k)
	} else if e.next+1 < len(r.a) && eventNoun(r.w(k+1)) && r.modifies(k) {
		noun = r.w(k + 1) // "the July 26 military coup"
	} else if p := r.w(first - 1); (p == "on" || p == "of" || p == "in") && eventNoun(r.w(first-2)) {
		noun = r.w(first - 2)
	}
	if noun == "" {
		return
	}
	if e.head == "" {
		e.head = noun
	}
	if _, seen := r.events[noun]; !seen {
		r.events[noun] = happening{e.from, e.to, e.day, e.gran}
	}
}

// modifies reports whether atom i is an adjective or noun in front of another.
func (r *reader) modifies(i int) bool {
	switch x := r.xpos(i); x {
	case "":
		return !preposition(r.w(i)) && !r.upper(i) && len(r.w(i)) > 4
	default:
		return x == "JJ" || x == "NN" || x == "NNP"
	}
}

// eventAlone reads "the coup" in "since the coup" and "until the vote", where an earlier date dated the noun.
func (r *reader) eventAlone(i int) (expr, bool) {
	if p := r.w(i - 1); p != "since" && p != "until" && p != "till" || r.w(i) != "the" && r.w(i) != "that" {
		return expr{}, false
	}
	for k := i + 1; k < min(i+4, len(r.a)) && !preposition(r.w(k)); k++ {
		if h, ok := r.events[r.w(k)]; ok {
			e := point(k+1, h.from, h.gran, "event")
			e.to, e.anchor, e.head, e.day = h.to, "event", r.w(k), h.day
			return e, true
		}
	}
	return expr{}, false
}

func preposition(w string) bool {
	switch w {
	case "on", "in", "of", "at", "by", "for", "from", "to", "with", "after", "before", "since", "until", "during", "between", "and", "or", ",", ".", ";", ":", "\"", "that", "a", "an", "the":
		return true
	}
	return false
}

// yearOfText gives a month and day the year that the text named last, where no day of publication is known.
func (r *reader) yearOfText(next, m, d int) (expr, bool) {
	a := day{r.year, m, d}
	if r.known || !a.real() {
		return expr{}, false
	}
	return onDay(next, a, "text", "month-day of the year"), true
}

// intervals widens dates that "since", "until", "from ... to" and "between ... and" open or close. at
// holds the first and the next atom of each date of the sentence.
func (r *reader) intervals(dates []doc.Date, at []int) {
	for i := range dates {
		x := &dates[i]
		if i+1 < len(dates) && r.known {
			y := &dates[i+1]
			switch {
			case x.Timex == "PRESENT_REF" && y.Kind == "point" && y.To > r.ref.String() && r.w(at[2*i]-1) == "between" && r.w(at[2*i+1]) == "and" && at[2*i+2] == at[2*i+1]+1:
				y.Kind, y.From = "interval", r.ref.String() // "between now and November 15"
				continue
			case y.Rule == "to date" && x.Kind == "point" && x.From != "" && at[2*i+1] == at[2*i+2]:
				x.Kind, x.To = "interval", r.ref.String() // "from March to date"
				continue
			}
		}
		if x.From == "" || x.Kind == "set" || x.Kind == "duration" {
			continue
		}
		before := r.w(at[2*i] - 1)
		if before == "the" || before == "last" {
			before = r.w(at[2*i] - 2)
		}
		if i+1 < len(dates) && r.joins(x, &dates[i+1], before, at[2*i+1], at[2*i+2]) {
			y := &dates[i+1]
			if y.Timex == "PRESENT_REF" && r.known && x.Kind == "point" {
				x.Kind, x.To = "interval", r.ref.String()
				continue
			}
			order(x, y)
			if y.To != "" && x.From <= y.To && y.Kind != "set" && y.Kind != "duration" {
				x.Kind, y.Kind = "interval", "interval"
				x.To, y.From = y.To, x.From
			}
			continue
		}
		if x.Kind != "point" {
			continue
		}
		switch r.compared(at[2*i], at[2*i+1]) {
		case "after":
			before = "after"
		case "before":
			before = "before"
		}
		switch before {
		case "since":
			x.Kind, x.To = "interval", "" // open, as the annotation guidelines leave it
		case "until", "till":
			x.Kind, x.From = "interval", ""
		case "by", "before":
			if x.Mod == "" {
				x.Mod = "before"
			}
		case "after":
			if x.Mod == "" {
				x.Mod = "after"
			}
		}
	}
}

// compared reads comparisons around a date: "no later than", "as late as", "later than" before it, "or later", "and after" behind.
func (r *reader) compared(first, next int) string {
	a, b := r.w(first-2), r.w(first-1)
	switch {
	case b == "than" && a == "later" && r.w(first-3) == "no", b == "as" && a == "late", b == "than" && a == "earlier":
		return "before"
	case b == "than" && (a == "later" || a == "greater"), b == "as" && a == "early", b == "on" && (a == "starting" || a == "beginning"):
		return "after"
	}
	if w := r.w(next); (w == "or" || w == "and") && (next+2 >= len(r.a) || closing(r.w(next+2)) || r.w(next+2) == "?") {
		switch r.w(next + 1) {
		case "later", "after", "onward", "onwards", "greater":
			return "after"
		case "earlier", "before":
			return "before"
		}
	}
	return ""
}

// order moves the year of an end that the text does not give: "from May to September", "from November to March".
func order(x, y *doc.Date) {
	if x.From <= y.To || len(x.From) < 7 || len(y.To) < 7 {
		return
	}
	move := func(d *doc.Date, years int) {
		for _, s := range []*string{&d.From, &d.To, &d.Timex} {
			if len(*s) < 7 {
				continue
			}
			if n, err := strconv.Atoi((*s)[:4]); err == nil {
				*s = year(n+years) + (*s)[4:]
			}
		}
	}
	switch {
	case x.Anchor == "publication" && x.From[4:] <= y.To[4:]:
		move(x, -1)
	case y.Anchor == "publication" && x.Anchor == "publication" && x.From[4:] > y.To[4:]:
		move(x, -1)
	case y.Anchor == "publication":
		move(y, 1)
	case x.Anchor == "publication":
		move(x, -1)
	}
	if a := lastDay(x.From); a == (day{}) { // 29 February of another year
		x.From, x.To = x.From[:7], x.To[:7]
	}
	if a := lastDay(y.To); a == (day{}) {
		y.From, y.To = y.From[:7], y.To[:7]
	}
}

// joins reports whether the words between two dates and the word before the first make them one interval.
func (r *reader) joins(x, y *doc.Date, before string, from, to int) bool {
	if to-from != 1 {
		return false
	}
	if w := r.w(from); (w == "to" || w == "through") && len(x.From) == 4 && len(y.From) == 4 && x.Kind == "point" {
		return true // "2014 to 2018"
	}
	switch between := r.w(from); before {
	case "from":
		return between == "to" || between == "until" || between == "till" || between == "through" || r.dash(from)
	case "between":
		return between == "and"
	default:
		return r.dash(from) || between == "through"
	}
}
