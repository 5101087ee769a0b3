package tag

import (
	"strings"
	"unicode/utf8"
)

// maxEnding is how many bytes of a form's ending a lemma rule looks at, at most.
const maxEnding = 6

// Lemma returns the dictionary form of a word with its tags: from the dictionary of
// forms, else by the rule for the longest known ending, else the form itself. Proper
// names keep their case, all else is lower case.
func (l *Lexicon) Lemma(text, upos, xpos string) string {
	switch {
	case upos == "PUNCT" || upos == "SYM":
		return plainMark(text)
	case upos == "NUM":
		return number(text)
	case upos == "X" || xpos == "NNP":
		return text
	}
	form := text
	if hasApostrophe(form) {
		form = strings.ReplaceAll(strings.ReplaceAll(form, "’", "'"), "‘", "'")
	}
	lower := strings.ToLower(form)
	name := upos == "PROPN"
	if name {
		xpos = "NNS" // plural names are built like nouns
	}
	if lemma, ok := l.lemmas[lemmaKey(lower, xpos)]; ok {
		if name {
			return matchCase(form, lemma)
		}
		return lemma
	}
	base := lower
	if name && len(form) == len(lower) {
		base = form
	}
	for n := min(maxEnding, len(lower)-1); n > 0; n-- {
		if !utf8.RuneStart(lower[len(lower)-n]) {
			continue
		}
		if r, ok := l.rules[lemmaKey(lower[len(lower)-n:], xpos)]; ok {
			if r.cut == 0 && r.add == "" {
				return base
			}
			return base[:max(0, len(base)-r.cut)] + r.add
		}
	}
	return base
}

// plainMark returns the typewriter form of a quotation mark or dash.
func plainMark(text string) string {
	switch text {
	case "“", "”", "„":
		return "\""
	case "‘", "’":
		return "'"
	case "’’", "‘’":
		return "''"
	case "—", "–", "--":
		return "-"
	}
	return text
}

// number returns a numeral without grouping commas, a number word in lower case.
func number(text string) string {
	if text == "" {
		return text
	}
	switch c := text[0]; {
	case '0' <= c && c <= '9' && strings.Contains(text, ","):
		return strings.ReplaceAll(text, ",", "")
	case 'A' <= c && c <= 'Z' && strings.ToUpper(text) != text:
		return strings.ToLower(text)
	}
	return text
}

func hasApostrophe(s string) bool { return strings.Contains(s, "’") || strings.Contains(s, "‘") }

// matchCase gives a lemma the capitals of the form it stands for.
func matchCase(form, lemma string) string {
	switch {
	case form == strings.ToUpper(form) && len(form) > 1 && strings.EqualFold(form, lemma):
		return form
	case len(form) > 0 && form[0] >= 'A' && form[0] <= 'Z' && len(lemma) > 0 && lemma[0] >= 'a' && lemma[0] <= 'z':
		return strings.ToUpper(lemma[:1]) + lemma[1:]
	}
	return lemma
}
