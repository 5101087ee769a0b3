package event

import (
	"strings"

	"onrecord/data"
)

// entry is a row of acts.tsv: a word that names an act, under conditions.
type entry struct {
	lemma, act, mode string
	conds            []cond
	slots            []string // where the recipient is looked for
	weak             bool
	text             string // the row as shown by --explain
}

// cond is one condition of a row: kind is obj, subj, mod, prep, prt or comp.
type cond struct {
	kind string
	any  map[string]bool
}

// lexicon holds the rows by lemma and part of speech ("attack/v").
type lexicon struct {
	rows map[string][]entry
}

func newLexicon() *lexicon {
	classes := map[string][]string{}
	for _, r := range data.Table("act-classes") {
		classes[r["class"]] = strings.Fields(r["lemmas"])
	}
	lx := &lexicon{rows: map[string][]entry{}}
	for _, r := range data.Table("acts") {
		e := entry{lemma: r["lemma"], act: r["act"], mode: r["mode"], slots: strings.Fields(r["recipient"]), weak: r["weak"] != "",
			text: strings.TrimSpace(r["lemma"] + " " + r["with"])}
		for _, c := range strings.Fields(r["with"]) {
			kind, list, _ := strings.Cut(c, ":")
			any := map[string]bool{}
			for _, w := range strings.Split(list, ",") {
				if name, ok := strings.CutPrefix(w, "$"); ok {
					for _, l := range classes[name] {
						any[l] = true
					}
				} else {
					any[w] = true
				}
			}
			e.conds = append(e.conds, cond{kind, any})
		}
		k := r["lemma"] + "/" + r["pos"]
		lx.rows[k] = append(lx.rows[k], e)
	}
	return lx
}

// posKey is the part of speech of acts.tsv for a UPOS tag: v, n, a or "".
func posKey(upos string) string {
	switch upos {
	case "VERB":
		return "v"
	case "NOUN", "PROPN":
		return "n"
	case "ADJ":
		return "a"
	}
	return ""
}

// find returns the rows of the token at i, first those whose conditions hold, and how many of them do; the caller leaves them
// as they are.
func (lx *lexicon) find(t *tree, i int) (rows []*entry, hold int) {
	w := &t.words[i]
	if !w.looked {
		w.looked = true
		w.rows, w.hold = lx.look(t, i)
	}
	return w.rows, w.hold
}

// look is what find finds. A verb form tagged as a noun ("shelling") and a noun tagged as a verb are looked up both ways.
func (lx *lexicon) look(t *tree, i int) (rows []*entry, hold int) {
	k := t.tok(i)
	p := posKey(k.UPOS)
	if p == "" {
		return nil, 0
	}
	all := lx.rows[t.lemma(i)+"/"+p]
	if len(all) == 0 && p == "n" {
		all = lx.rows[strings.ToLower(k.Text)+"/n"]
	}
	if len(all) == 0 && p == "v" && k.XPOS == "VBG" {
		all = lx.rows[strings.ToLower(k.Text)+"/n"]
	}
	if len(all) == 0 {
		return nil, 0
	}
	rows = make([]*entry, 0, len(all))
	for n := range all {
		if lx.holds(t, i, &all[n], p) {
			rows = append(rows, &all[n])
		}
	}
	hold = len(rows)
	for n, at := 0, 0; n < len(all); n++ {
		if at < hold && rows[at] == &all[n] {
			at++
		} else {
			rows = append(rows, &all[n])
		}
	}
	return rows, hold
}

func (lx *lexicon) holds(t *tree, i int, e *entry, pos string) bool {
	for n := range e.conds {
		if !t.has(i, &e.conds[n], pos) {
			return false
		}
	}
	return true
}

// has tells whether a condition holds at token i. In a sentence that is not parsed the next few words stand in
// for the object and prepositions, the few before for modifiers and the subject.
func (t *tree) has(i int, c *cond, pos string) bool {
	if !t.s.Parsed {
		return t.near(i, c)
	}
	switch c.kind {
	case "obj":
		o := t.object(i)
		if o < 0 {
			return false
		}
		for _, k := range t.together(o) {
			if c.any[t.lemma(k)] {
				return true
			}
			for _, m := range t.kids[k] { // "peace talks": the class word may be a modifier of the head
				if r := t.rel(m); (r == "compound" || r == "nmod" && t.caseOf(m) == "of") && c.any[t.lemma(m)] {
					return true
				}
			}
		}
	case "subj":
		s := t.subject(i)
		if s < 0 {
			return false
		}
		if c.any[t.lemma(s)] {
			return true
		}
		for _, m := range t.kids[s] {
			if r := t.rel(m); (r == "compound" || r == "nmod" && t.caseOf(m) == "of") && c.any[t.lemma(m)] {
				return true
			}
		}
	case "mod":
		for _, k := range t.kids[i] {
			switch t.rel(k) {
			case "amod", "compound", "nmod", "flat":
				if c.any[t.lemma(k)] {
					return true
				}
			}
		}
		return i > 0 && c.any[t.lemma(i-1)]
	case "prep":
		for _, k := range t.kids[i] {
			switch t.rel(k) {
			case "obl", "nmod", "advcl", "acl", "xcomp", "ccomp":
				if c.any[t.caseOf(k)] {
					return true
				}
			}
		}
		return i+1 < len(t.s.Tokens) && c.any[t.lemma(i+1)] && t.tok(i+1).UPOS == "ADP"
	case "prt":
		for _, k := range t.kids[i] {
			if r := t.rel(k); (r == "compound" || r == "advmod" || r == "xcomp" || r == "fixed") && c.any[t.lemma(k)] {
				return true
			}
		}
		return i+1 < len(t.s.Tokens) && c.any[t.lemma(i+1)] && t.rel(i+1) != "case"
	case "comp":
		return t.hasClause(i, c)
	}
	return false
}

// hasClause tells whether a verb has a complement of the kinds of a comp condition: xcomp, ccomp, obj for a predicate, or other
// for what somebody else is to do.
func (t *tree) hasClause(i int, c *cond) bool {
	for _, k := range t.kids[i] {
		switch r := t.rel(k); {
		case c.any["other"] && (r == "xcomp" && t.kid(i, "obj", "iobj") >= 0 || r == "ccomp" && t.tok(k).XPOS == "VB" && t.kid(k, "nsubj") >= 0):
			return true // "wants the army to leave", not "wants to leave"
		case r == "xcomp" && (c.any["xcomp"] || c.any["obj"] && t.tok(k).UPOS != "VERB"):
			return true
		case r == "ccomp" && (c.any["ccomp"] || c.any["xcomp"] && t.tok(k).XPOS == "VB"):
			return true
		case r == "advcl" && c.any["xcomp"] && t.tok(k).XPOS == "VB":
			return true
		}
	}
	return false
}

// near is has without a parse.
func (t *tree) near(i int, c *cond) bool {
	from, to := i+1, min(len(t.s.Tokens)-1, i+5)
	switch c.kind {
	case "prep", "prt":
		to = min(to, i+2)
	case "mod":
		from, to = max(0, i-2), i-1
	case "subj":
		from, to = max(0, i-4), i-1
	case "comp":
		return i+1 < len(t.s.Tokens) && (t.lemma(i+1) == "to" || t.lemma(i+1) == "that")
	}
	for k := from; k <= to; k++ {
		if c.any[t.lemma(k)] {
			return true
		}
	}
	return false
}
