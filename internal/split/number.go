package split

import "strings"

// number makes the tokens of a number whose digits start at i (after a sign, which is
// part of the token) and of what is written against it: "1,100", "3.5", "14:30",
// "9/11", "2023-09-12", "90s", "1st" are one token, "5|km", "10|%", "5|-|10" are not.
func (s *scanner) number(i int) {
	hyphens := 0
	for i < len(s.text) {
		c := s.text[i]
		switch {
		case '0' <= c && c <= '9':
			i++
			continue
		case (c == '.' || c == ':' || c == '/') && digit(s.runeAt(i+1)), c == ',' && s.thousands(i+1):
			i += 2
			continue
		case c == '-' && digit(s.runeAt(i+1)) && (hyphens > 0 || s.dated(i)):
			hyphens++
			i += 2
			continue
		}
		break
	}
	end := s.run(i)
	switch tail := s.text[i:end]; {
	case tail == "":
		s.numberEnd(i)
	case unit(tail):
		s.emit(i)
		s.emit(end)
	case (tail == "a" || tail == "p") && strings.HasPrefix(s.text[end:], ".m"): // 5a.m.
		s.emit(i)
	default:
		s.emit(end)
	}
}

// numberEnd ends a plain number at i: "1." opening the text is a list item's number.
func (s *scanner) numberEnd(i int) {
	switch c := s.runeAt(i); {
	case c == '.' && s.at == 0 && i <= 2 && blank(s.runeAt(i+1)) && !s.lastOfText(i+1):
		i++
	case c == '\'' || c == '’':
		w := len(string(c))
		if s.runeAt(i+w) == 's' && !wordRune(s.runeAt(i+w+1)) && decade(s.text[s.at:i]) {
			i += w + 1 // 1990's
		}
	}
	s.emit(i)
}

func decade(number string) bool {
	return (len(number) == 2 || len(number) == 4) && strings.HasSuffix(number, "0")
}

// dated reports whether the hyphen at i is the first of two between digits, as in
// dates and telephone numbers; a single one makes a range, which comes apart.
func (s *scanner) dated(i int) bool {
	for i++; digit(s.runeAt(i)); i++ {
	}
	return s.runeAt(i) == '-' && digit(s.runeAt(i+1))
}

// thousands reports whether the three digits of a group, and no more, start at i.
func (s *scanner) thousands(i int) bool {
	return digit(s.runeAt(i)) && digit(s.runeAt(i+1)) && digit(s.runeAt(i+2)) && !digit(s.runeAt(i+3))
}
