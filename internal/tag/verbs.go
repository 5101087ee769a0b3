package tag

import (
	"strings"

	"onrecord/data"
)

// knownVerbs are the verbs that the project's own tables name: acts and cues of attribution.
func knownVerbs() map[string]bool {
	known := map[string]bool{}
	for _, r := range data.Table("acts") {
		if r["pos"] == "v" {
			for _, v := range strings.Fields(r["lemma"]) {
				known[v] = true
			}
		}
	}
	for _, r := range data.Table("cues") {
		known[r["lemma"]] = true
	}
	for v := range known {
		if len(v) < 3 || strings.IndexFunc(v, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
			delete(known, v)
		}
	}
	return known
}

// know makes the inflections of known verbs lead to them. Spelling alone leaves open what "shelled" and "blockaded" are
// of, and the words of war are rare in the texts that the rules were counted in. A form that leads to another verb of the
// tables is left as it is.
func (l *Lexicon) know(verbs map[string]bool) {
	for v := range verbs {
		for _, f := range inflect(v) {
			for _, xpos := range f.xpos {
				if !verbs[l.Lemma(f.text, "VERB", xpos)] {
					l.lemmas[lemmaKey(f.text, xpos)] = v
				}
			}
		}
	}
}

// inflect spells the regular past and the -ing form of a verb; both ways where a consonant may double.
func inflect(v string) []ending {
	past, going := []string{"VBD", "VBN"}, []string{"VBG"}
	n := len(v)
	last, before := v[n-1], v[n-2]
	switch {
	case strings.HasSuffix(v, "ee") || strings.HasSuffix(v, "ye") || strings.HasSuffix(v, "oe"):
		return []ending{{v + "d", past, true}, {v + "ing", going, true}}
	case strings.HasSuffix(v, "ie"):
		return []ending{{v + "d", past, true}, {v[:n-2] + "ying", going, true}}
	case last == 'e':
		return []ending{{v + "d", past, true}, {v[:n-1] + "ing", going, true}}
	case last == 'y' && !vowel(before):
		return []ending{{v[:n-1] + "ied", past, true}, {v + "ing", going, true}}
	}
	out := []ending{{v + "ed", past, true}, {v + "ing", going, true}}
	if !vowel(last) && vowel(before) && strings.IndexByte("wxy", last) < 0 && (n < 3 || !vowel(v[n-3]) || v[n-3] == 'u') {
		out = append(out, ending{v + string(last) + "ed", past, true}, ending{v + string(last) + "ing", going, true})
	}
	return out
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
