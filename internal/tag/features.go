package tag

import (
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// pad is how many empty words stand before and after the sentence, so that windows need no bounds.
const pad = 2

// startTag stands for the tag of what is before the sentence; labels count from 1.
const startTag = 0

// word is what the features look at in one token, hashed once.
type word struct {
	form     uint64    // lower case, digits as 0
	suffixes [5]uint64 // last 1..5 characters of the lower-case form, 0 where it is shorter
	prefixes [4]uint64 // first 1..4 characters
	shape    uint64    // letter case and kinds of characters
	cluster  [3]uint16
}

// look makes the padded words of a sentence.
func look(words []word, tokens []doc.Token, lex *Lexicon) []word {
	words = append(words, make([]word, pad)...)
	for i := range tokens {
		words = append(words, lookAt(tokens[i].Text, lex))
	}
	words = append(words, make([]word, pad)...)
	mode := caseMode(words[pad : len(words)-pad])
	for i := pad; i < len(words)-pad; i++ {
		words[i].shape |= mode
		if i == pad {
			words[i].shape |= firstWord
		}
	}
	return words
}

// Bits of word.shape.
const (
	hasLower = 1 << iota
	hasUpper
	startsUpper
	hasDigit
	hasDash
	hasDot
	hasOther
	oneLetter
	firstWord
	titleMode // sentence in which nearly every longer word is capitalised: a headline
	upperMode // sentence without lower-case words
)

// maxForm bounds how much of a token the features look at; longer ones are junk.
const maxForm = 64

func lookAt(text string, lex *Lexicon) word {
	var w word
	var buf [maxForm + utf8.UTFMax]byte
	var ends [maxForm + utf8.UTFMax]uint8 // where characters end in buf
	b, chars := buf[:0], 0
	for i, r := range text {
		if len(b) >= maxForm {
			break
		}
		switch {
		case 'a' <= r && r <= 'z':
			w.shape |= hasLower
		case 'A' <= r && r <= 'Z':
			w.shape |= upperBits(i)
			r |= 0x20
		case '0' <= r && r <= '9':
			w.shape |= hasDigit
			r = '0'
		case r == '-':
			w.shape |= hasDash
		case r == '.':
			w.shape |= hasDot
		case r == '’' || r == '‘':
			w.shape |= hasOther
			r = '\''
		case unicode.IsUpper(r):
			w.shape |= upperBits(i)
			r = unicode.ToLower(r)
		case unicode.IsLetter(r):
			w.shape |= hasLower
		default:
			w.shape |= hasOther
		}
		b = utf8.AppendRune(b, r)
		ends[chars] = uint8(len(b))
		chars++
	}
	if chars == 1 {
		w.shape |= oneLetter
	}
	w.form = hashBytes(b)
	for n := range w.prefixes {
		if n+1 < chars {
			w.prefixes[n] = hashBytes(b[:ends[n]])
		}
	}
	for n := range w.suffixes {
		if n+1 < chars {
			w.suffixes[n] = hashBytes(b[ends[chars-n-2]:])
		}
	}
	w.cluster = lex.cluster(w.form)
	return w
}

func upperBits(at int) uint64 {
	if at == 0 {
		return hasUpper | startsUpper
	}
	return hasUpper
}

// hashBytes equals linear.String(string(b)).
func hashBytes(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// caseMode tells headlines and lines in capitals from running text: there, a capital
// says nothing about the word that has it.
func caseMode(words []word) uint64 {
	capital, lower, long := 0, 0, 0
	for i := range words {
		s := words[i].shape
		switch {
		case s&(hasLower|hasUpper) == 0:
			continue
		case s&startsUpper != 0:
			capital++
		case s&hasUpper == 0:
			lower++
		}
		if words[i].suffixes[3] != 0 && i > 0 { // five letters or more
			long++
			if s&startsUpper == 0 {
				long = -1000
			}
		}
	}
	switch {
	case lower == 0 && capital > 2 && allUpper(words):
		return upperMode
	case long >= 2 && capital > lower:
		return titleMode
	}
	return 0
}

func allUpper(words []word) bool {
	for i := range words {
		if words[i].shape&hasLower != 0 {
			return false
		}
	}
	return true
}

// appendFeatures adds the features of token i of the padded words; p1 and p2 are the
// numbers of the tags given to the two tokens before.
func appendFeatures(f []uint64, words []word, i int, p1, p2 uint64) []uint64 {
	w := words[i : i+2*pad+1 : i+2*pad+1]
	l2, l1, me, r1, r2 := &w[0], &w[1], &w[2], &w[3], &w[4]
	t := 0
	add := func(a uint64) {
		t++
		f = append(f, uint64(linear.F(t).Add(a)))
	}
	add2 := func(a, b uint64) {
		t++
		f = append(f, uint64(linear.F(t).Add(a).Add(b)))
	}
	add(0)
	add(me.form)
	add(l1.form)
	add(r1.form)
	add(l2.form)
	add(r2.form)
	add(p1)
	add2(p1, p2)
	add2(p1, me.form)
	add2(p1, r1.form)
	add2(l1.form, me.form)
	add2(me.form, r1.form)
	add2(l1.form, r1.form)
	for n := range me.suffixes {
		add(me.suffixes[n])
	}
	for n := range me.prefixes {
		add(me.prefixes[n])
	}
	add(l1.suffixes[2])
	add(r1.suffixes[2])
	add(r1.suffixes[1])
	add(me.shape)
	add2(me.shape, p1)
	add2(me.shape, me.suffixes[2])
	add(l1.shape)
	add(r1.shape)
	add2(me.suffixes[1], p1)
	add2(me.suffixes[2], r1.suffixes[1])
	c := &me.cluster
	add(uint64(c[0]))
	add(uint64(c[1]))
	add(uint64(c[2]))
	add2(uint64(c[1]), p1)
	add2(uint64(c[1]), me.shape)
	add(uint64(l1.cluster[1]))
	add(uint64(r1.cluster[1]))
	add(uint64(r1.cluster[2]))
	add(uint64(l2.cluster[1]))
	add(uint64(r2.cluster[1]))
	add2(uint64(c[1]), uint64(r1.cluster[1]))
	add2(p1, uint64(r1.cluster[1]))
	add2(p1, uint64(r1.cluster[0])<<16|uint64(r2.cluster[0]))
	around := l1.shape&capitals<<16 | r1.shape&capitals
	add2(me.shape, around)
	add2(me.form, around)
	add2(me.shape, me.form)
	add2(me.shape, uint64(c[2]))
	return f
}

// capitals are the bits of word.shape that tell whether a word is capitalised.
const capitals = hasLower | startsUpper | hasDigit
