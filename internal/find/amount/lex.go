package amount

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what an atom is.
type kind uint8

const (
	word   kind = iota // letters, perhaps with digits after them: "troops", "M23"
	digits             // a number in figures with its separators: "1,100", "2.5", "40 000"
	dotted             // figures in more than one dotted part: "192.168.1.2", "12.05.2019"
	mark               // any other single character
)

// atom is the unit of the number grammar. It is cut finer and more evenly than a
// token, so that "5m", "10-12" and "US$3bn" read alike however they were tokenised.
type atom struct {
	start, end int // bytes in the text
	kind       kind
	gap        bool    // white space (or the start of the text) before it
	upper      bool    // starts with a capital
	plain      bool    // digits only: no separators, no point
	num        numword // what the word says as a number; zero for other words
	value      float64 // of digits
}

// lex appends the atoms of text[from:to] to buf and reports whether any can begin a number.
func lex(text string, from, to int, buf []atom) (atoms []atom, numeric bool) {
	atoms = buf
	gap := true
	for i := from; i < to; {
		c := text[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			gap = true
			i++
			continue
		case isDigit(c), c == '.' && i+1 < to && isDigit(text[i+1]) && !follows(text, from, i):
			a := lexDigits(text, i, to)
			a.gap = gap
			atoms = append(atoms, a)
			numeric = true
			gap, i = false, a.end
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:to])
		}
		if unicode.IsSpace(r) || r == '\u00ad' || r == '\u200b' {
			gap = gap || r != '\u00ad'
			i += size
			continue
		}
		a := atom{start: i, end: i + size, kind: mark, gap: gap}
		if v := vulgarFraction(r); v > 0 {
			a.kind, a.value = digits, v
			numeric = true
			if n := len(atoms); !gap && n > 0 && atoms[n-1].kind == digits { // 2½
				atoms[n-1].end, atoms[n-1].plain = a.end, false
				atoms[n-1].value += v
				i = a.end
				continue
			}
		}
		if unicode.IsLetter(r) {
			a.kind, a.upper = word, unicode.IsUpper(r)
			a.end = wordEnd(text, i+size, to)
			if cut := currencyCode(text, i, a.end); cut > 0 {
				a.end = cut
			}
			a.num = numwordOf(text[i:a.end])
			numeric = numeric || a.num.role != notNumber
		}
		atoms = append(atoms, a)
		gap, i = false, a.end
	}
	return atoms, numeric
}

// follows reports whether the byte before i is a letter or digit, so that a point at i is not a decimal point.
func follows(text string, from, i int) bool {
	if i <= from {
		return false
	}
	c := text[i-1]
	return c >= utf8.RuneSelf || isDigit(c) || isLetter(c) || c == '.'
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// vulgarFraction returns the value of a fraction written as one character, 0 for other characters.
func vulgarFraction(r rune) float64 {
	switch r {
	case '½':
		return 1. / 2
	case '⅓':
		return 1. / 3
	case '⅔':
		return 2. / 3
	case '¼':
		return 1. / 4
	case '¾':
		return 3. / 4
	case '⅕':
		return 1. / 5
	case '⅖':
		return 2. / 5
	case '⅗':
		return 3. / 5
	case '⅘':
		return 4. / 5
	case '⅙':
		return 1. / 6
	case '⅚':
		return 5. / 6
	case '⅛':
		return 1. / 8
	case '⅜':
		return 3. / 8
	case '⅝':
		return 5. / 8
	case '⅞':
		return 7. / 8
	}
	return 0
}

// currencyCode returns where the letters end in "EUR50" and "$US50", 0 where a word is not that.
func currencyCode(text string, i, end int) int {
	k := i
	for k < end && isLetter(text[k]) {
		k++
	}
	if k == end || k-i > 3 || !isDigit(text[k]) || text[i] >= 'a' {
		return 0
	}
	for j := k; j < end; j++ {
		if isLetter(text[j]) && !(j > k && numwordOf(text[j:end]).role == letter) {
			return 0
		}
	}
	if i > 0 && text[i-1] == '$' {
		return k
	}
	if text[i] == 'R' && k == i+1 { // rand: "R92 million", "R1.2bn", "R5,000"
		if end < len(text) && (text[end] == ',' || text[end] == '.') && end+1 < len(text) && isDigit(text[end+1]) {
			return k
		}
		if end < len(text) && text[end] == ' ' && numwordOf(text[end+1:wordEnd(text, end+1, len(text))]).role == scale {
			return k
		}
	}
	var buf [4]byte
	if c, ok := loaded().currencies[string(lower(text[i:k], buf[:]))]; ok && c.before && k-i > 1 {
		return k
	}
	return 0
}

func wordEnd(text string, i, to int) int {
	for i < to {
		c := text[i]
		if isLetter(c) || isDigit(c) {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(text[i:to])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		i += size
	}
	return i
}

// digitRun returns the end of the digits that start at i.
func digitRun(text string, i, to int) int {
	for i < to && isDigit(text[i]) {
		i++
	}
	return i
}

// lexDigits reads a number in figures: groups of three (or, in the Indian way, of two and then three)
// after commas or single spaces, a decimal point, an exponent.
func lexDigits(text string, i, to int) atom {
	a := atom{start: i, kind: digits, plain: true}
	j := digitRun(text, i, to)
	if j-i <= 3 && j > i {
		if k := commaGroups(text, j, to); k > j {
			j, a.plain = k, false
		} else if k := spaceGroups(text, j, to); k > j && text[i] != '0' {
			j, a.plain = k, false
		}
	}
	if a.plain && j-i <= 3 && j+1 < to && text[j] == ',' && (i < 2 || text[i-1] != ',') {
		if e := digitRun(text, j+1, to); e-j-1 >= 1 && e-j-1 <= 2 && (e >= to || text[e] != ',' && text[e] != '.' || e+1 >= to || !isDigit(text[e+1])) {
			a.end, a.plain = e, false // 1,3: a decimal comma
			a.value = parseFloat(strings.Replace(text[i:e], ",", ".", 1))
			return a
		}
	}
	if e := continental(text, i, j, to); e > 0 {
		a.end, a.plain = e, false
		a.value = parseFloat(strings.Replace(strings.ReplaceAll(text[i:e], ".", ""), ",", ".", 1))
		return a
	}
	if j+1 < to && text[j] == '.' && isDigit(text[j+1]) {
		j = digitRun(text, j+1, to)
		a.plain = false
		for j+1 < to && text[j] == '.' && isDigit(text[j+1]) {
			a.kind = dotted
			j = digitRun(text, j+1, to)
		}
	}
	if k := exponentEnd(text, j, to); k > j {
		j, a.plain = k, false
	}
	a.end = j
	if a.kind == digits {
		a.value = parseDigits(text[i:j])
	}
	return a
}

// continental returns the end of a number written "1.111,11", 0 when it is not.
func continental(text string, i, j, to int) int {
	if j-i > 3 {
		return 0
	}
	k := j
	for k+3 < to && text[k] == '.' && digitRun(text, k+1, to) == k+4 {
		k += 4
	}
	if k == j || k+1 >= to || text[k] != ',' {
		return 0
	}
	if e := digitRun(text, k+1, to); e == k+2 || e == k+3 {
		return e
	}
	return 0
}

func commaGroups(text string, j, to int) int {
	k := j
	for k+3 < to && text[k] == ',' {
		e := digitRun(text, k+1, to)
		if n := e - k - 1; n == 3 {
			k = e
		} else if n == 2 && e < to && text[e] == ',' { // 12,34,567
			k = e
		} else {
			break
		}
	}
	// The last group has three digits, whatever comes before.
	if k > j && text[k-3] == ',' {
		return j
	}
	return k
}

// spaceGroups reads "2 000" and "1 234 567"; the blank may be a plain, no-break or thin one.
func spaceGroups(text string, j, to int) int {
	k := j
	for k < to {
		w := 1
		if text[k] != ' ' {
			r, size := utf8.DecodeRuneInString(text[k:to])
			if r != '\u00a0' && r != '\u202f' && r != '\u2009' {
				break
			}
			w = size
		}
		e := digitRun(text, k+w, to)
		if e-k-w != 3 || e < to && isLetter(text[e]) || e+1 < to && text[e] == ',' && isDigit(text[e+1]) {
			break
		}
		k = e
	}
	return k
}

func exponentEnd(text string, j, to int) int {
	if j >= to || text[j] != 'e' && text[j] != 'E' {
		return j
	}
	k := j + 1
	if k < to && (text[k] == '+' || text[k] == '-') {
		k++
	}
	e := digitRun(text, k, to)
	if e == k || e-k > 3 || e < to && isLetter(text[e]) {
		return j
	}
	return e
}

// parseDigits returns the value of figures with separators.
func parseDigits(s string) float64 {
	v := 0.0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isDigit(c):
			v = v*10 + float64(c-'0')
		case c == '.' || c == 'e' || c == 'E':
			return parseFloat(s)
		}
	}
	return v
}

func parseFloat(s string) float64 {
	s = strings.Map(func(r rune) rune {
		if r == ',' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0 // out of range: no count is that large
	}
	return v
}

// lower returns an ASCII lower-case copy of s in buf, or "" when s is longer than buf or not ASCII.
func lower(s string, buf []byte) []byte {
	if len(s) > len(buf) {
		return nil
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return nil
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return buf[:len(s)]
}
