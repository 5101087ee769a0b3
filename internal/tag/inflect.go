package tag

import "strings"

// Inflections returns lemmas for the inflected words of a raw text, chosen among what
// spelling allows by what occurs in the text: "provoked" is of "provoke", not of
// "provok". Irregular verbs come first. Words are in lower case; count tells how often
// a word occurs.
func Inflections(words []string, count func(word string) int) []LemmaEntry {
	es := irregularEntries(func(w string) bool { return count(w) > 0 })
	seen := map[[2]string]bool{}
	for _, e := range es {
		seen[[2]string{e.Form, e.XPOS}] = true
	}
	for _, w := range words {
		for _, end := range endings {
			if !strings.HasSuffix(w, end.text) || len(w) < len(end.text)+2 {
				continue
			}
			base := bestBase(w[:len(w)-len(end.text)], end, count)
			if base == "" {
				continue
			}
			for _, xpos := range end.xpos {
				if !seen[[2]string{w, xpos}] {
					seen[[2]string{w, xpos}] = true
					es = append(es, LemmaEntry{w, xpos, base})
				}
			}
		}
	}
	return es
}

// ending is an inflection and the tags of words that have it.
type ending struct {
	text string
	xpos []string
	verb bool // whether the ending is one of verbs only: consonants double, a final e falls off
}

var endings = []ending{
	{"ing", []string{"VBG"}, true},
	{"ed", []string{"VBD", "VBN"}, true},
	{"s", []string{"VBZ", "NNS"}, false},
}

// bestBase returns the commonest base form that gives the stem before the ending, "" when none is known.
func bestBase(stem string, end ending, count func(string) int) string {
	var candidates []string
	n := len(stem)
	switch {
	case !end.verb && strings.HasSuffix(stem, "ie"): // parties, ties
		candidates = []string{stem[:n-2] + "y", stem}
	case !end.verb && strings.HasSuffix(stem, "e"): // gases, cases, churches
		candidates = []string{stem}
		if s := stem[:n-1]; sibilant(s) {
			candidates = append(candidates, s)
		}
	case !end.verb:
		if strings.HasSuffix(stem, "s") || strings.HasSuffix(stem, "u") || strings.HasSuffix(stem, "i") {
			return "" // class, virus, crisis are no plurals
		}
		candidates = []string{stem}
	case end.text == "ed" && strings.HasSuffix(stem, "i"): // carried
		candidates = []string{stem[:n-1] + "y"}
	case n > 2 && stem[n-1] == stem[n-2] && consonant(stem[n-1]): // planned, called
		candidates = []string{stem[:n-1], stem}
	case short(stem): // making: a lone "mak" would have doubled its k
		candidates = []string{stem + "e"}
	case n <= 3 && stem[n-1] == 'y': // dying, dyeing apart
		candidates = []string{stem[:n-1] + "ie", stem, stem + "e"}
	default:
		candidates = []string{stem, stem + "e"}
	}
	best, most := "", 2
	for _, c := range candidates {
		if k := count(c); k > most {
			best, most = c, k
		}
	}
	return best
}

func consonant(c byte) bool { return 'a' <= c && c <= 'z' && !strings.ContainsRune("aeiou", rune(c)) }

// sibilant reports whether a word takes -es.
func sibilant(s string) bool {
	for _, e := range []string{"s", "x", "z", "ch", "sh", "o"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// short reports whether a stem is one syllable of one vowel and one consonant that doubles.
func short(stem string) bool {
	n := len(stem)
	if n < 2 || !consonant(stem[n-1]) || strings.IndexByte("wxy", stem[n-1]) >= 0 || consonant(stem[n-2]) {
		return false
	}
	vowels := 0
	for i := range n {
		if !consonant(stem[i]) {
			vowels++
		}
	}
	return vowels == 1
}
