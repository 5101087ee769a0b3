package when

// monthOf returns the number of a month's name or abbreviation (lower case), 0 for none.
func monthOf(w string) int {
	switch w {
	case "january", "jan":
		return 1
	case "february", "feb":
		return 2
	case "march", "mar":
		return 3
	case "april", "apr":
		return 4
	case "may":
		return 5
	case "june", "jun":
		return 6
	case "july", "jul":
		return 7
	case "august", "aug":
		return 8
	case "september", "sept", "sep":
		return 9
	case "october", "oct":
		return 10
	case "november", "nov":
		return 11
	case "december", "dec":
		return 12
	}
	return 0
}

// weekdayOf returns the number of a weekday, Monday = 1, 0 for none.
func weekdayOf(w string) int {
	switch w {
	case "monday", "mon":
		return 1
	case "tuesday", "tues", "tue":
		return 2
	case "wednesday", "wed":
		return 3
	case "thursday", "thurs", "thur", "thu":
		return 4
	case "friday", "fri":
		return 5
	case "saturday", "sat":
		return 6
	case "sunday", "sun":
		return 7
	}
	return 0
}

// unit is a measure of time.
type unit int

const (
	noUnit unit = iota
	second
	minute
	hour
	dayUnit
	night
	weekend
	week
	fortnight
	monthUnit
	quarterUnit
	season
	yearUnit
	decade
	century
)

// unitOf returns the unit that a noun names, and whether it is a plural.
func unitOf(w string) (u unit, plural bool) {
	switch w {
	case "second", "sec":
		return second, false
	case "seconds", "secs":
		return second, true
	case "minute", "min":
		return minute, false
	case "minutes", "mins":
		return minute, true
	case "hour", "hr":
		return hour, false
	case "hours", "hrs":
		return hour, true
	case "day":
		return dayUnit, false
	case "days":
		return dayUnit, true
	case "night":
		return night, false
	case "nights":
		return night, true
	case "weekend":
		return weekend, false
	case "weekends":
		return weekend, true
	case "week":
		return week, false
	case "weeks":
		return week, true
	case "fortnight":
		return fortnight, false
	case "fortnights":
		return fortnight, true
	case "month":
		return monthUnit, false
	case "months":
		return monthUnit, true
	case "quarter":
		return quarterUnit, false
	case "quarters":
		return quarterUnit, true
	case "year":
		return yearUnit, false
	case "years", "yrs":
		return yearUnit, true
	case "decade":
		return decade, false
	case "decades":
		return decade, true
	case "century":
		return century, false
	case "centuries":
		return century, true
	}
	return noUnit, false
}

// letters is the unit in a TIMEX3 duration, with its prefix.
func (u unit) letters() (prefix, suffix string) {
	switch u {
	case second:
		return "PT", "S"
	case minute:
		return "PT", "M"
	case hour:
		return "PT", "H"
	case dayUnit:
		return "P", "D"
	case night:
		return "P", "NI"
	case weekend:
		return "P", "WE"
	case week, fortnight:
		return "P", "W"
	case monthUnit:
		return "P", "M"
	case quarterUnit:
		return "P", "Q"
	case decade:
		return "P", "DE"
	case century:
		return "P", "CE"
	}
	return "P", "Y"
}

func (u unit) granularity() string {
	switch u {
	case second, minute, hour:
		return "instant"
	case dayUnit, night:
		return "day"
	case weekend, week, fortnight:
		return "week"
	case monthUnit:
		return "month"
	case quarterUnit:
		return "quarter"
	case season:
		return "season"
	case decade, century:
		return "decade"
	}
	return "year"
}

// seasonOf returns the TIMEX3 letters of a season, the month it starts in (northern half), "" for none.
func seasonOf(w string) (letters string, month int) {
	switch w {
	case "spring":
		return "SP", 3
	case "summer":
		return "SU", 6
	case "autumn", "fall":
		return "FA", 9
	case "winter":
		return "WI", 12
	}
	return "", 0
}

// partOfDay returns the TIMEX3 letters of a part of the day, "" for none.
func partOfDay(w string) string {
	switch w {
	case "morning", "dawn", "daybreak":
		return "MO"
	case "midday", "noon":
		return "MI"
	case "afternoon":
		return "AF"
	case "evening", "dusk":
		return "EV"
	case "night", "midnight":
		return "NI"
	}
	return ""
}

// small is a number below a hundred in words: its value, and whether another digit may follow ("twenty").
func small(w string) (n int, tens, ok bool) {
	switch w {
	case "zero":
		return 0, false, true
	case "one":
		return 1, false, true
	case "two":
		return 2, false, true
	case "three":
		return 3, false, true
	case "four":
		return 4, false, true
	case "five":
		return 5, false, true
	case "six":
		return 6, false, true
	case "seven":
		return 7, false, true
	case "eight":
		return 8, false, true
	case "nine":
		return 9, false, true
	case "ten":
		return 10, false, true
	case "eleven":
		return 11, false, true
	case "twelve":
		return 12, false, true
	case "thirteen":
		return 13, false, true
	case "fourteen":
		return 14, false, true
	case "fifteen":
		return 15, false, true
	case "sixteen":
		return 16, false, true
	case "seventeen":
		return 17, false, true
	case "eighteen":
		return 18, false, true
	case "nineteen":
		return 19, false, true
	case "twenty":
		return 20, true, true
	case "thirty":
		return 30, true, true
	case "forty":
		return 40, true, true
	case "fifty":
		return 50, true, true
	case "sixty":
		return 60, true, true
	case "seventy":
		return 70, true, true
	case "eighty":
		return 80, true, true
	case "ninety":
		return 90, true, true
	}
	return 0, false, false
}

// ordinalOf is the value of an ordinal in words, 0 for none.
func ordinalOf(w string) int {
	switch w {
	case "first":
		return 1
	case "second":
		return 2
	case "third":
		return 3
	case "fourth":
		return 4
	case "fifth":
		return 5
	case "sixth":
		return 6
	case "seventh":
		return 7
	case "eighth":
		return 8
	case "ninth":
		return 9
	case "tenth":
		return 10
	case "eleventh":
		return 11
	case "twelfth":
		return 12
	case "thirteenth":
		return 13
	case "fourteenth":
		return 14
	case "fifteenth":
		return 15
	case "twentieth":
		return 20
	}
	return 0
}

// decadeWord is the decade that a plural like "nineties" names, -1 for none.
func decadeWord(w string) int {
	switch w {
	case "twenties":
		return 20
	case "thirties":
		return 30
	case "forties":
		return 40
	case "fifties":
		return 50
	case "sixties":
		return 60
	case "seventies":
		return 70
	case "eighties":
		return 80
	case "nineties":
		return 90
	}
	return -1
}

// part of a period: "early", "the end of".
func partOf(w string) string {
	switch w {
	case "early", "beginning", "start", "onset", "outset":
		return "start"
	case "mid", "middle":
		return "mid"
	case "late", "end", "close":
		return "end"
	}
	return ""
}

// eventNoun lists what a date in front of it dates ("the July 26 coup"), so that the noun alone can refer to that day later.
func eventNoun(w string) bool {
	switch w {
	case "coup", "putsch", "takeover", "mutiny", "revolution", "uprising", "revolt", "war", "invasion", "attack", "attacks",
		"assault", "raid", "strike", "strikes", "bombing", "bombings", "blast", "explosion", "massacre", "ambush", "assassination",
		"killing", "shooting", "abduction", "kidnapping", "hijacking", "crash", "clash", "clashes", "offensive", "siege",
		"ceasefire", "truce", "agreement", "accord", "deal", "treaty", "armistice", "summit", "meeting", "election", "elections",
		"vote", "poll", "polls", "referendum", "inauguration", "protest", "protests", "riot", "riots", "demonstration", "crackdown",
		"earthquake", "quake", "cyclone", "hurricane", "flood", "floods", "tsunami", "disaster", "deadline", "ultimatum":
		return true
	}
	return false
}

// zone lists time zones as they stand after clock times.
func zone(w string) bool {
	switch w {
	case "gmt", "utc", "bst", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest", "eet", "eest", "msk", "ist", "wat", "eat", "cat", "jst", "kst", "et", "pt":
		return true
	}
	return false
}
