package tag

import (
	"sort"
	"strings"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// LemmaTables learns the lemma tables from sentences with gold tags and lemmas: a rule
// for each ending that rewrites alike most of the time, and every form the rules get
// wrong. Of the further entries, those are added that the treebank says nothing about.
func LemmaTables(sentences [][]doc.Token, further []LemmaEntry) (lemmas, rules []LemmaEntry) {
	forms := countLemmas(sentences)
	rules = endingRules(forms)
	lex := (&Tables{Rules: rules}).Lexicon()
	known := map[[2]string]bool{}
	for _, f := range forms {
		if f.n > 1 || !strings.HasPrefix(f.xpos, "V") {
			known[[2]string{f.form, f.xpos}] = true
		}
		if lex.Lemma(f.form, f.upos, f.xpos) != f.lemma {
			lemmas = append(lemmas, LemmaEntry{f.form, f.xpos, f.lemma})
			known[[2]string{f.form, f.xpos}] = true
		}
	}
	for _, e := range further {
		upos := "VERB"
		if e.XPOS == "NNS" {
			upos = "NOUN"
		}
		if !known[[2]string{e.Form, e.XPOS}] && lex.Lemma(e.Form, upos, e.XPOS) != e.Lemma {
			lemmas = append(lemmas, e)
		}
	}
	return lemmas, rules
}

// lemmaCount is a form with its tags and the lemma it has most often.
type lemmaCount struct {
	form, upos, xpos, lemma string
	n                       int
}

// countLemmas returns the forms in lower case, each with its commonest lemma, sorted by form and tag.
func countLemmas(sentences [][]doc.Token) []lemmaCount {
	counts := map[[2]string]map[[2]string]int{}
	for _, s := range sentences {
		for _, t := range s {
			switch t.UPOS {
			case "PUNCT", "SYM", "NUM", "X", "PROPN":
				continue
			}
			if t.Lemma == "_" || strings.Contains(t.Lemma, " ") || t.XPOS == "NNP" || t.XPOS == "GW" {
				continue
			}
			k := [2]string{strings.ReplaceAll(strings.ToLower(t.Text), "’", "'"), t.XPOS}
			if counts[k] == nil {
				counts[k] = map[[2]string]int{}
			}
			counts[k][[2]string{t.Lemma, t.UPOS}]++
		}
	}
	var forms []lemmaCount
	for k, ls := range counts {
		f := lemmaCount{form: k[0], xpos: k[1]}
		for l, n := range ls {
			if n > f.n || n == f.n && l[0]+l[1] < f.lemma+f.upos {
				f.lemma, f.upos, f.n = l[0], l[1], n
			}
		}
		forms = append(forms, f)
	}
	sort.Slice(forms, func(i, j int) bool {
		a, b := forms[i], forms[j]
		return a.form+"\x00"+a.xpos < b.form+"\x00"+b.xpos
	})
	return forms
}

// endingRules keeps, for each ending and tag, the rewrite that most forms agree on,
// where it differs from the rule for the shorter ending.
func endingRules(forms []lemmaCount) []LemmaEntry {
	type key struct{ ending, xpos string }
	counts := map[key]map[string]int{} // lemma's ending, in the place of the form's
	for _, f := range forms {
		lemma := f.lemma
		if strings.EqualFold(f.form, lemma) {
			lemma = f.form
		}
		same := shared(f.form, lemma)
		for n := 1; n <= maxEnding && n < len(f.form); n++ {
			at := len(f.form) - n
			if !utf8.RuneStart(f.form[at]) || same < at {
				continue
			}
			k := key{f.form[at:], f.xpos}
			if counts[k] == nil {
				counts[k] = map[string]int{}
			}
			counts[k][lemma[at:]]++
		}
	}
	keys := make([]key, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		if len(a.ending) != len(b.ending) {
			return len(a.ending) < len(b.ending)
		}
		return a.ending+"\x00"+a.xpos < b.ending+"\x00"+b.xpos
	})
	var rules []LemmaEntry
	chosen := map[key]string{}
	for _, k := range keys {
		best, n, total := "", 0, 0
		for to, c := range counts[k] {
			total += c
			if c > n || c == n && to < best {
				best, n = to, c
			}
		}
		if n < 2 || 3*n < 2*total {
			continue
		}
		if best == inherited(k.ending, k.xpos, func(e string) (string, bool) { to, ok := chosen[key{e, k.xpos}]; return to, ok }) {
			continue
		}
		chosen[k] = best
		rules = append(rules, LemmaEntry{k.ending, k.xpos, best})
	}
	return rules
}

// inherited returns what the rule for the longest shorter ending makes of an ending.
func inherited(ending, xpos string, rule func(string) (string, bool)) string {
	for at := 1; at < len(ending); at++ {
		if to, ok := rule(ending[at:]); ok {
			return ending[:at] + to
		}
	}
	return ending
}
