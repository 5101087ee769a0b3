package split

import (
	"strings"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// Tokens cuts a text into tokens. Spans are offset by base, the place of the text in
// the article; Text is a slice of the text and Head is -1.
func Tokens(text string, base int) []doc.Token {
	s := scanner{text: text, base: base, tokens: make([]doc.Token, 0, len(text)/5+1)}
	for s.at < len(text) {
		r, n := utf8.DecodeRuneInString(text[s.at:])
		switch {
		case blank(r):
			s.at += n
		case letter(r) || digit(r) || wordRune(r):
			if !s.address() {
				s.word()
			}
		default:
			s.mark(r, n)
		}
	}
	return s.tokens
}

type scanner struct {
	text   string
	base   int
	at     int
	plain  int // no "://" and no mail address starts before this byte
	tokens []doc.Token
}

// emit makes the token [s.at, end) and moves on.
func (s *scanner) emit(end int) {
	s.tokens = append(s.tokens, doc.Token{
		Span: doc.Span{Start: s.base + s.at, End: s.base + end}, Text: s.text[s.at:end], Head: -1})
	s.at = end
}

func (s *scanner) runeAt(i int) rune {
	if i >= len(s.text) {
		return 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return r
}

func (s *scanner) runeBefore(i int) rune {
	if i <= 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return r
}

// mark makes a token of punctuation or a symbol at s.at; runs of one mark stay together.
func (s *scanner) mark(r rune, n int) {
	end := s.at + n
	next := s.runeAt(end)
	switch r {
	case '.', '?', '!', '…':
		if r == '.' && digit(next) && !wordRune(s.runeBefore(s.at)) {
			s.number(end)
			return
		}
		for next == '.' || next == '?' || next == '!' || next == '…' {
			end += utf8.RuneLen(next)
			next = s.runeAt(end)
		}
	case '+':
		if s.negative(next) {
			s.number(end)
			return
		}
		end = s.same(r, end)
	case '-', '=', '*', '_', '~', '<', '>', '|', '#', '`', '·', '•':
		if (r == '#') && wordRune(next) && !digit(next) { // hashtag
			s.emit(s.run(end))
			return
		}
		if r == '-' && s.negative(next) {
			s.number(end)
			return
		}
		end = s.same(r, end)
	case '\'', '’', '‘':
		s.apostrophe(r, end)
		return
	case ':', ';':
		if face := s.face(end); face > 0 {
			end = face
		}
	case '@':
		if wordRune(next) {
			s.emit(s.run(end))
			return
		}
	}
	s.emit(end)
}

// face returns the end of an emoticon whose eyes end at i, or 0.
func (s *scanner) face(i int) int {
	if s.runeAt(i) == '-' {
		i++
	}
	if c := s.runeAt(i); (c == ')' || c == '(') && (s.at == 0 || blank(s.runeBefore(s.at))) && !wordRune(s.runeAt(i+1)) {
		return i + 1
	}
	return 0
}

// negative reports whether a hyphen at s.at, followed by next, is the sign of a number: "-5" after a blank.
func (s *scanner) negative(next rune) bool {
	before := s.runeBefore(s.at)
	return digit(next) && (before == 0 || blank(before) || before == '(')
}

func (s *scanner) same(r rune, end int) int {
	for s.runeAt(end) == r {
		end += utf8.RuneLen(r)
	}
	return end
}

// run returns the end of the word characters from i on.
func (s *scanner) run(i int) int {
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if !wordRune(r) {
			break
		}
		i += n
	}
	return i
}

// apostrophe makes a token at an apostrophe or single quotation mark: a clitic that
// belongs to the word before ('s, 'll), a clipped word ('em, '90s) or the mark alone.
func (s *scanner) apostrophe(r rune, end int) {
	run := s.run(end)
	word := s.text[end:run]
	attached := wordRune(s.runeBefore(s.at))
	if r != '‘' && attached && clitic(word) {
		s.emit(run)
		return
	}
	if !attached {
		switch strings.ToLower(word) {
		case "em", "til", "tis", "twas", "cause", "bout", "cos":
			s.emit(run)
			return
		}
		if clippedYear(word) {
			s.emit(run)
			return
		}
	}
	if next := s.runeAt(end); next == r || r == '‘' && next == '’' {
		second := end + utf8.RuneLen(next)
		if s.runeAt(second) != r || blank(s.runeBefore(s.at)) { // of three that close, the first is single: we are told 'no,'''
			end = second
		}
	}
	s.emit(end)
}

// clippedYear reports whether digits after an apostrophe are a year or decade: '72, '90s.
func clippedYear(s string) bool {
	return (len(s) == 2 || len(s) == 3 && s[2] == 's') && digit(rune(s[0])) && digit(rune(s[1]))
}

// clitic reports whether letters after an apostrophe are a verb or possessive of their own.
func clitic(s string) bool {
	switch s {
	case "s", "S", "re", "RE", "ve", "VE", "ll", "LL", "d", "D", "m", "M":
		return true
	}
	return false
}

// word makes the tokens of a word or number that starts at s.at.
func (s *scanner) word() {
	if digit(s.runeAt(s.at)) {
		s.number(s.at)
		return
	}
	i := s.at
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if wordRune(r) {
			i += n
			continue
		}
		next := s.runeAt(i + n)
		switch r {
		case '\'', '’':
			end, negated := s.contraction(i, i+n)
			switch {
			case negated > s.at: // do|n't
				s.emit(negated)
				s.emit(end)
				return
			case end > 0 || !letter(next):
				s.closed(i)
				return
			}
			i += n // O'Brien, o'clock
		case '.':
			if end := s.dots(i); end > i {
				if i = end; !wordRune(s.runeAt(i)) {
					s.emit(i)
					return
				}
				continue
			}
			s.closed(i)
			return
		case '/':
			if !digit(next) || !digit(s.runeBefore(i)) { // post-9/11
				s.closed(i)
				return
			}
			i += n
		case '-':
			if !wordRune(next) || !s.keepsHyphen(i) {
				s.closed(i)
				return
			}
			i += n
		case '&':
			if !upper(next) || !upper(s.runeBefore(i)) || i-s.at > 3 { // AT&T, but "Smith&Wesson" comes apart
				s.closed(i)
				return
			}
			i += n
		case '$':
			if digit(next) && i-s.at <= 3 { // US$5
				i += n
			}
			s.emit(i)
			return
		default:
			s.closed(i)
			return
		}
	}
	s.closed(i)
}

// contraction looks at the apostrophe in [i, after) within a word. It returns the end
// of the clitic when one follows, and where "n't" starts when it is that.
func (s *scanner) contraction(i, after int) (end, negated int) {
	end = s.run(after)
	switch tail := s.text[after:end]; {
	case (tail == "t" || tail == "T") && i-s.at > 1 && s.text[i-1]|0x20 == 'n':
		return end, i - 1
	case clitic(tail):
		return end, 0
	}
	return 0, 0
}

// closed makes the word [s.at, end) a token, or two for the few that EWT splits.
func (s *scanner) closed(end int) {
	if end-s.at >= 5 && end-s.at <= 6 {
		switch w := strings.ToLower(s.text[s.at:end]); w {
		case "cannot", "gonna", "wanna", "gotta", "gimme", "lemme":
			s.emit(s.at + 3)
		}
	}
	s.emit(end)
}

// keepsHyphen reports whether the hyphen at i stays inside the word that starts at s.at.
func (s *scanner) keepsHyphen(i int) bool {
	return i-s.at <= 7 && affix(strings.ToLower(s.text[s.at:i]))
}

// dots decides on the full stop at i, at the end of a word that starts at s.at. It
// returns where the word goes on after the stop, or i when the stop is none of it.
func (s *scanner) dots(i int) int {
	word := s.text[s.at:i]
	next := s.runeAt(i + 1)
	if next == '.' {
		return i
	}
	if wordRune(next) {
		end := s.run(i + 1)
		switch tail := s.text[i+1 : end]; {
		case utf8.RuneCountInString(lastDotted(word)) == 1 && letter(lastRune(word)) && utf8.RuneCountInString(tail) <= 2 && letter(next): // U.S, a.m, Ph.D
			return i + 1
		case word == "Ph" || strings.EqualFold(word, "www") || siteEnding(strings.ToLower(tail)):
			return i + 1
		}
		return i
	}
	if strings.Contains(word, ".") && utf8.RuneCountInString(lastDotted(word)) <= 2 { // U.S. and its like
		return i + 1
	}
	switch kind := abbreviationKind(word); kind {
	case neverLast, maybeLast:
		if s.lastOfText(i + 1) {
			return i
		}
		return i + 1
	case beforeNumber:
		if digit(s.runeAt(s.skip(i + 1))) {
			return i + 1
		}
		return i
	}
	if r, n := utf8.DecodeRuneInString(word); n == len(word) && upper(r) && s.initial(i+1) {
		return i + 1
	}
	return i
}

// lastDotted returns what follows the last full stop of a word.
func lastDotted(word string) string { return word[strings.LastIndexByte(word, '.')+1:] }

// lastOfText reports whether nothing follows byte i.
func (s *scanner) lastOfText(i int) bool { return s.skip(i) >= len(s.text) }

// skip returns where the next visible character after i is.
func (s *scanner) skip(i int) int {
	for i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if !blank(r) {
			break
		}
		i += n
	}
	return i
}

// initial reports whether what follows the stop at i makes "X." the initial of a name:
// a capitalised word that does not look like the start of a sentence, or another initial.
func (s *scanner) initial(i int) bool {
	at := s.skip(i)
	if at == i || !upper(s.runeAt(at)) {
		return s.runeAt(i) == ','
	}
	end := s.run(at)
	if end-at == 1 && s.runeAt(end) == '.' {
		return true
	}
	return !startsSentence(s.text[at:end])
}
