package attrib

import (
	"strings"
	"unicode"

	"onrecord/data"
)

// Lexicon knows the cue words of data/cues.tsv by all their forms.
type Lexicon struct{ forms map[string]cueWord }

type cueWord struct{ lemma, class, stance string }

// NewLexicon reads the embedded table.
func NewLexicon() *Lexicon {
	l := &Lexicon{forms: map[string]cueWord{}}
	for _, row := range data.Table("cues") {
		w := cueWord{row["lemma"], row["class"], row["stance"]}
		for _, f := range inflect(row["lemma"]) {
			if _, taken := l.forms[f]; !taken || f == row["lemma"] {
				l.forms[f] = w
			}
		}
		for _, f := range strings.Fields(row["forms"]) {
			l.forms[f] = w
		}
	}
	return l
}

// inflect returns the regular forms of a verb or noun.
func inflect(lemma string) []string {
	forms := []string{lemma, lemma + "s", lemma + "ed", lemma + "ing"}
	if stem, ok := strings.CutSuffix(lemma, "e"); ok {
		forms = append(forms, lemma+"d", stem+"ing")
	}
	if stem, ok := strings.CutSuffix(lemma, "y"); ok {
		forms = append(forms, stem+"ies", stem+"ied")
	}
	for _, ending := range []string{"s", "sh", "ch", "x", "z"} {
		if strings.HasSuffix(lemma, ending) {
			forms = append(forms, lemma+"es")
		}
	}
	return forms
}

// Statement reports whether a cue is of a statement class: report, evidence, commissive or directive. The cue's
// class is that of its words in the table; a cue without such a word is an attitude, a belief or the like.
func (l *Lexicon) Statement(cue string) bool {
	found := false
	l.each(cue, func(cueWord) { found = true })
	return found
}

// each calls f for the listed words of a cue in order.
func (l *Lexicon) each(cue string, f func(cueWord)) {
	word := func(w string) {
		if e, ok := l.forms[w]; ok {
			f(e)
		}
	}
	if strings.TrimSpace(cue) == ":" {
		word(":")
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(cue), func(r rune) bool { return !unicode.IsLetter(r) }) {
		word(w)
	}
}
