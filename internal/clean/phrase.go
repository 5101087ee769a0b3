package clean

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"onrecord/data"
)

// phrase is one row of data/boilerplate.tsv.
type phrase struct {
	reason string
	scope  string // line | sentence | section
	max    int    // most words, 0 = any number
	parts  []string
	open   bool // the phrase ends with *
}

// phraseTable is the table by the first word that a line must have; phrases that start with * are under "".
// It is read once and never changes.
var phraseTable = sync.OnceValue(func() map[string][]phrase {
	table := map[string][]phrase{}
	for _, row := range data.Table("boilerplate") {
		most, err := strconv.Atoi(row["max"])
		if err != nil {
			panic("clean: data/boilerplate.tsv: max is no number: " + row["max"])
		}
		p := phrase{reason: row["reason"], scope: row["scope"], max: most, parts: strings.Split(row["phrase"], "*")}
		for i := range p.parts {
			p.parts[i] = strings.TrimSpace(p.parts[i])
		}
		p.open = p.parts[len(p.parts)-1] == "" && len(p.parts) > 1
		key := firstWord(p.parts[0])
		table[key] = append(table[key], p)
	}
	return table
})

// matchPhrase returns the first phrase of the table that a normalised line or sentence matches.
func matchPhrase(norm string, words int, sentence bool) (phrase, bool) {
	for _, key := range [2]string{firstWord(norm), ""} {
		for _, p := range phraseTable()[key] {
			if (!sentence || p.scope == "sentence") && (p.max == 0 || words <= p.max) && p.match(norm) {
				return p, true
			}
		}
	}
	return phrase{}, false
}

// match reports whether the parts occur in order, each on word boundaries, the first at the
// start, and the last at the end unless the phrase is open.
func (p phrase) match(s string) bool {
	for i, part := range p.parts {
		if part == "" {
			continue
		}
		at := findWord(s, part)
		if at < 0 || i == 0 && at != 0 {
			return false
		}
		s = s[at+len(part):]
	}
	return p.open || strings.TrimSpace(s) == "" || len(p.parts) > 1 && s == ""
}

// findWord finds part in s where no letter or digit of s continues it on either side.
func findWord(s, part string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], part)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(part):])
		first, _ := utf8.DecodeRuneInString(part)
		last, _ := utf8.DecodeLastRuneInString(part)
		if !(isWord(before) && isWord(first)) && !(isWord(after) && isWord(last)) {
			return i
		}
		from = i + 1
	}
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// firstWord returns the leading letters and digits of s, or its first character where it starts with neither.
func firstWord(s string) string {
	for i, r := range s {
		if !isWord(r) {
			if i == 0 {
				return string(r)
			}
			return s[:i]
		}
	}
	return s
}

// normalise lowers s, makes quotes straight and blanks single, and strips opening bullets and
// brackets and closing colons and dashes: the form that phrases are written in.
func normalise(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			if !blank {
				b.WriteByte(' ')
				blank = true
			}
			continue
		case r == '’' || r == '‘' || r == '`':
			r = '\''
		case r == '“' || r == '”':
			r = '"'
		case r == '–' || r == '—' || r == '‑':
			r = '-'
		}
		blank = false
		b.WriteRune(unicode.ToLower(r))
	}
	n := strings.TrimRight(b.String(), " :-_.>»→*|…")
	n = strings.TrimLeft(n, " *•·-_>»→|#[▪●◆►▶️✔")
	if strings.HasPrefix(n, "(") && !strings.HasPrefix(n, "(c)") {
		n = n[1:]
	}
	n = strings.TrimRight(n, ")]")
	return n
}
