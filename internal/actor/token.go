package actor

import "strings"

// tok is one word or mark of the text, in the plain form that names are compared in.
type tok struct {
	start, end int    // bytes in the text
	norm       string // lower case, without accents, apostrophes and dots; "'s" for a possessive ending
	cap        bool   // begins with a capital letter
	acr        bool   // written in capitals throughout: "US", "U.S.", "PKK"
	joined     bool   // followed by a hyphen and a further part
	finite     bool   // a finite verb, where the text has been tagged
	punct      byte   // the mark itself for a mark, 0 for a word; '.' ends a sentence, '"' stands for all quotes
}

// abbreviations are short forms whose full stop does not end a sentence.
const abbreviations = " gen col lt maj brig capt sgt cpl adm sen rep gov st dr mr mrs ms prof rev pol supt insp hon jr sr ft mt no co corp inc ltd "

// tokenise appends the tokens of text[from:to] to out. It splits at hyphens, so that
// "al-Qaeda" and "al Qaeda", "Doo-hwan" and "Doo Hwan" are the same words.
func tokenise(text string, from, to int, out []tok) []tok {
	i := from
	for i < to {
		r, n := decode(text[i:to])
		switch {
		case letter(r) || digit(r):
			t := word(text, i, to)
			i = t.end
			out = append(out, t)
			out, i = ending(text, i, to, out)
		case r == '-' || r == '‐' || r == '‑':
			if k := len(out); k > 0 && out[k-1].punct == 0 && out[k-1].end == i && i+n < to {
				if next, _ := decode(text[i+n : to]); letter(next) || digit(next) {
					out[k-1].joined = true
					i += n
					continue
				}
			}
			out = append(out, tok{start: i, end: i + n, punct: ','})
			i += n
		default:
			if p := mark(r); p != 0 {
				out = append(out, tok{start: i, end: i + n, punct: p})
			}
			i += n
		}
	}
	return out
}

// word reads the word at i: letters and digits with inner apostrophes, or an acronym with dots.
func word(text string, i, to int) tok {
	t := tok{start: i}
	if e := dotted(text, i, to); e > 0 {
		t.end = e
		t.norm = strings.ToLower(strings.ReplaceAll(text[i:e], ".", ""))
		t.cap, t.acr = true, true
		return t
	}
	plain, upper, letters, first := true, 0, 0, true
	j := i
	for j < to {
		r, n := decode(text[j:to])
		if apostrophe(r) {
			next, m := decode(text[min(j+n, to):to])
			after, _ := decode(text[min(j+n+m, to):to])
			if !letter(next) || lower(next) == 's' && !letter(after) {
				break
			}
			plain = false
			j += n
			continue
		}
		if (r == ',' || r == '.') && j > i && digit(rune(text[j-1])) && j+1 < to && digit(rune(text[j+1])) {
			j += n // "77,000", "3.5"
			continue
		}
		if !letter(r) && !digit(r) {
			break
		}
		if letter(r) {
			letters++
			if upperCase(r) {
				upper++
				if first {
					t.cap = true
				}
			}
		}
		if r >= 0x80 || upperCase(r) {
			plain = false
		}
		first = false
		j += n
	}
	t.end = j
	t.acr = letters >= 2 && upper == letters
	if plain {
		t.norm = text[i:j]
	} else {
		t.norm = fold(text[i:j])
	}
	return t
}

// ending reads what may be glued to a word: a possessive "'s" or "'", and a full stop that
// belongs to an abbreviation.
func ending(text string, i, to int, out []tok) ([]tok, int) {
	if i >= to {
		return out, i
	}
	last := &out[len(out)-1]
	r, n := decode(text[i:to])
	switch {
	case apostrophe(r):
		if next, m := decode(text[i+n : to]); lower(next) == 's' {
			after, _ := decode(text[min(i+n+m, to):to])
			if !letter(after) {
				return append(out, tok{start: i, end: i + n + m, norm: "'s"}), i + n + m
			}
		}
		if strings.HasSuffix(last.norm, "s") && r != '‘' {
			return append(out, tok{start: i, end: i + n, norm: "'s"}), i + n
		}
	case r == '.':
		next, _ := decode(text[i+1 : to])
		single := len(last.norm) == 1 && last.cap
		if single || letter(next) || strings.Contains(abbreviations, " "+last.norm+" ") && last.cap {
			return out, i + 1
		}
	}
	return out, i
}

// dotted returns the end of an acronym with dots ("U.S.", "D.R.C") at i, or 0.
func dotted(text string, i, to int) int {
	n := 0
	for i+1 < to && text[i] >= 'A' && text[i] <= 'Z' && text[i+1] == '.' {
		i += 2
		n++
	}
	if n >= 1 && i < to && text[i] >= 'A' && text[i] <= 'Z' && (i+1 == to || !letter(rune(text[i+1])) && text[i+1] < 0x80) {
		return i + 1
	}
	if n >= 2 && (i >= to || !letter(rune(text[i])) && text[i] < 0x80) {
		return i
	}
	return 0
}
