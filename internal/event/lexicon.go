package event

import (
	"sort"
	"strings"

	"onrecord/data"
)

// entry is a row of acts.tsv: a word that names an act, under conditions.
type entry struct {
	lemma, act, mode string
	conds            []cond
	slots            []string // where the recipient is looked for
	weak             bool
	text             string   // the row as shown by --explain
	number           int      // of the act
	held             []uint64 // what it tells the act classifier where it holds
	unmet            uint64   // and where neither it nor another row of its act does
}

// says ranks rows by how much they say where they hold: many conditions before few; being strong counts for two.
func (e *entry) says() int {
	n := len(e.conds)
	if !e.weak {
		n += 2
	}
	return n
}

// denies tells whether a row asks for a negation: "guilty dep:not".
func (e *entry) denies() bool {
	for _, c := range e.conds {
		if c.kind == "dep" && (c.any["not"] || c.any["no"] || c.any["never"] || c.any["nothing"]) {
			return true
		}
	}
	return false
}

// cond is one condition of a row: kind is obj, subj, mod, prep, pobj, case, dep, prt or comp. any holds lemmas and, of obj, subj and
// pobj, #name, #num and #pron for any name, number or pronoun; sentences that are not parsed meet these by none.
type cond struct {
	kind string
	any  map[string]bool
}

// word tells whether the word at i is one of those that the condition asks for.
func (c *cond) word(t *tree, i int) bool {
	if c.any[t.lemma(i)] {
		return true
	}
	switch t.tok(i).UPOS {
	case "PROPN":
		return c.any["#name"]
	case "NUM":
		return c.any["#num"]
	case "PRON":
		return c.any["#pron"]
	}
	return false
}

// lexicon holds the rows by lemma and part of speech ("attack/v"), those that say most first.
type lexicon struct {
	rows map[string][]entry
}

func newLexicon() *lexicon { return lexiconOf(data.Table("acts"), data.Table("act-classes")) }

// lexiconOf reads rows of acts.tsv: one for each of a row's words. Equal lists of words are kept once.
func lexiconOf(rows, classes []map[string]string) *lexicon {
	class := map[string][]string{}
	for _, r := range classes {
		class[r["class"]] = strings.Fields(r["lemmas"])
	}
	lists := map[string]map[string]bool{}
	lx := &lexicon{rows: map[string][]entry{}}
	for _, r := range rows {
		var conds []cond
		for _, c := range strings.Fields(r["with"]) {
			kind, list, _ := strings.Cut(c, ":")
			if lists[list] == nil {
				lists[list] = words(list, class)
			}
			conds = append(conds, cond{kind, lists[list]})
		}
		for _, lemma := range strings.Fields(r["lemma"]) {
			k := lemma + "/" + r["pos"]
			e := entry{lemma: lemma, act: r["act"], mode: r["mode"], conds: conds, slots: strings.Fields(r["recipient"]),
				weak: r["weak"] != "", text: strings.TrimSpace(lemma + " " + r["with"]), number: indexOf(acts[:], r["act"])}
			e.teach()
			lx.rows[k] = append(lx.rows[k], e)
		}
	}
	for _, rows := range lx.rows {
		sort.SliceStable(rows, func(i, k int) bool { return rows[i].says() > rows[k].says() })
	}
	return lx
}

// teach sets what the row tells the act classifier.
func (e *entry) teach() {
	b := &bag{base: actTemplates}
	if e.weak {
		b.add(12, e.act)
	} else {
		b.add(6, e.act)
		b.add(7, e.act, e.mode)
		if len(e.conds) > 0 {
			b.add(8, e.act, e.conds[0].kind)
		}
	}
	if len(e.conds) > 0 {
		b.add(11, e.text, e.act)
	}
	e.held = b.fs
	b = &bag{base: actTemplates}
	b.add(13, e.act)
	e.unmet = b.fs[0]
}

// words are the lemmas of a list such as "deal,$talks".
func words(list string, class map[string][]string) map[string]bool {
	any := map[string]bool{}
	for w := range strings.SplitSeq(list, ",") {
		if name, ok := strings.CutPrefix(w, "$"); ok && name != "" {
			for _, l := range class[name] {
				any[l] = true
			}
		} else {
			any[w] = true
		}
	}
	return any
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

// plain tells whether the token at i names an act by itself: a row that is not weak holds for it.
func (lx *lexicon) plain(t *tree, i int) bool {
	rows, hold := lx.find(t, i)
	for _, e := range rows[:hold] {
		if !e.weak {
			return true
		}
	}
	return false
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
			if c.word(t, k) {
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
		if c.word(t, s) {
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
	case "pobj":
		for _, k := range t.kids[i] {
			if r := t.rel(k); r != "obl" && r != "nmod" {
				continue
			}
			for _, o := range t.together(k) {
				if c.word(t, o) {
					return true
				}
				for _, m := range t.kids[o] { // "before the district court": as with objects
					if t.rel(m) == "compound" && c.any[t.lemma(m)] {
						return true
					}
				}
			}
		}
	case "case":
		return c.any[t.caseOf(i)]
	case "dep":
		for _, k := range t.kids[i] {
			if c.any[t.lemma(k)] {
				return true
			}
		}
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
	case "case":
		from, to = max(0, i-3), i-1
	case "dep":
		from = max(0, i-3)
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
