package event

import (
	"slices"

	"onrecord/data"
	"onrecord/internal/doc"
)

// Statuses of an act, in the order of the model's labels.
var statuses = [...]string{"occurred", "ongoing", "planned", "possible", "demanded", "threatened", "not_occurred"}

// newCues reads status-cues.tsv: "plan/v" -> planned.
func newCues() map[string]string {
	cues := map[string]string{}
	for _, r := range data.Table("status-cues") {
		cues[r["lemma"]+"/"+r["pos"]] = r["status"]
	}
	return cues
}

// group is what stands around a verb or noun that bears on whether the act happened.
type group struct {
	aux     string // the modal or "have", "be", "do"; "" none
	tense   string // XPOS of the finite verb
	negated bool
	to      bool // infinitive with "to"
	cond    string
	verb    int
}

// verbGroup reads the auxiliaries, negation and subordinator of a verb, or of an adjective or noun with a copula.
func (t *tree) verbGroup(i int) *group {
	if w := &t.words[i]; w.group == nil {
		w.group = t.readGroup(i)
	}
	return t.words[i].group
}

func (t *tree) readGroup(i int) *group {
	g := &group{tense: t.tok(i).XPOS, verb: i}
	for _, k := range t.kids[i] {
		l := t.lemma(k)
		switch t.rel(k) {
		case "aux", "cop":
			if modal(l) || g.aux == "" {
				g.aux = l
			}
			if x := t.tok(k).XPOS; x == "VBD" || x == "VBZ" || x == "VBP" || x == "MD" {
				g.tense = x
			}
		case "advmod":
			if negation(l) && !t.precedes(k, "only", "just", "merely", "simply", "but") { // "not only shelled the town"
				g.negated = true
			}
		case "mark":
			switch l {
			case "to":
				g.to = true
			case "if", "unless", "before", "after", "while", "when", "until", "because", "whether", "as":
				g.cond = l
			}
		case "det":
			if l == "no" {
				g.negated = true
			}
		case "cc":
			if l == "nor" {
				g.negated = true
			}
		case "nsubj", "obj":
			if t.none(k) {
				g.negated = true
			}
		case "case":
			switch l {
			case "without", "instead", "before", "after", "against", "from", "until", "despite":
				g.cond = l
			}
		}
	}
	return g
}

// none tells whether a subject or object says that there is no such: "no troops", "none of the hostages", "neither side". What such a
// verb tells of did not happen.
func (t *tree) none(i int) bool {
	switch t.lemma(i) {
	case "none", "nobody", "nothing", "neither":
		return true
	}
	for _, k := range t.kids[i] {
		if l := t.lemma(k); t.rel(k) == "det" && (l == "neither" || l == "no" && !t.precedes(k, "few", "fewer", "less")) {
			return true
		}
	}
	return false
}

// precedes tells whether the word after i is one of these.
func (t *tree) precedes(i int, words ...string) bool {
	return i+1 < len(t.s.Tokens) && slices.Contains(words, t.lemma(i+1))
}

func modal(l string) bool {
	switch l {
	case "will", "would", "shall", "may", "might", "could", "can", "must", "should", "ought", "wo", "ca", "'ll", "’ll", "'d":
		return true
	}
	return false
}

func negation(l string) bool {
	switch l {
	case "not", "n't", "n’t", "never", "no", "neither", "nor":
		return true
	}
	return false
}

// ruling is a status and the words that say so.
type ruling struct{ status, evidence string }

// statusRule is what a reader without a model would say, and the words that say so.
func (r *reader) statusRule(sent, i int) (status, evidence string) {
	w := &r.trees[sent].words[i]
	if w.rule == nil {
		w.rule = new(ruling)
		w.rule.status, w.rule.evidence = r.rule(sent, i)
	}
	return w.rule.status, w.rule.evidence
}

func (r *reader) rule(sent, i int) (status, evidence string) {
	t := r.trees[sent]
	verb := i
	if posKey(t.tok(i).UPOS) != "v" {
		if s, e := r.nominalRule(t, i); s != "" {
			return s, e
		}
	}
	for depth := 0; depth < 4; depth++ {
		g := t.verbGroup(verb)
		if posKey(t.tok(verb).UPOS) == "v" || g.aux != "" || g.negated {
			if s, e := groupRule(t, g); s != "" {
				return s, e
			}
		}
		h := t.head(verb)
		if h < 0 {
			break
		}
		switch t.rel(verb) {
		case "xcomp", "ccomp", "obj", "nmod", "acl", "advcl", "obl", "nsubj", "csubj", "amod", "compound":
		case "conj":
			verb = h
			continue
		default:
			return "occurred", ""
		}
		if t.tok(verb).Rel == "acl:relcl" || t.rel(verb) == "advcl" && g.cond != "" {
			break
		}
		if s := r.c.cues[t.lemma(h)+"/"+posKey(t.tok(h).UPOS)]; s != "" && governs(t, verb, h, s) {
			if hg := t.verbGroup(h); hg.negated && s != "not_occurred" {
				return "not_occurred", "not " + t.lemma(h)
			}
			return s, t.lemma(h)
		}
		verb = h
	}
	return "occurred", ""
}

// governs tells whether a cue's status reaches what hangs on it: "agreed to withdraw", but not "agreed after the attack".
func governs(t *tree, i, h int, status string) bool {
	switch t.rel(i) {
	case "xcomp", "ccomp", "obj", "acl", "amod", "compound":
		return true
	case "advcl": // "is discussing withdrawing parts of its presence": parsers take such participles for adverbial
		return i == h+1 && t.tok(i).XPOS == "VBG"
	case "nmod", "obl":
		switch t.caseOf(i) {
		case "for", "of", "to", "on", "against", "from":
			return status != "possible" || t.caseOf(i) != "from"
		}
	case "nsubj":
		return t.passive(h) || posKey(t.tok(h).UPOS) == "a"
	}
	return false
}

// nominalRule reads the modifiers of a noun that names an act.
func (r *reader) nominalRule(t *tree, i int) (status, evidence string) {
	for _, k := range t.kids[i] {
		l := t.lemma(k)
		switch t.rel(k) {
		case "amod", "compound":
			if s := r.c.cues[l+"/a"]; s != "" {
				return s, l
			}
		case "det":
			if l == "no" {
				return "not_occurred", l
			}
		}
	}
	return "", ""
}

// groupRule reads a verb group.
func groupRule(t *tree, g *group) (status, evidence string) {
	switch {
	case g.negated:
		return "not_occurred", "not"
	case g.aux == "will" || g.aux == "shall" || g.aux == "wo" || g.aux == "'ll" || g.aux == "’ll":
		return "planned", g.aux
	case g.aux == "must" || g.aux == "should" || g.aux == "ought":
		return "demanded", g.aux
	case modal(g.aux):
		return "possible", g.aux
	case g.cond == "if" || g.cond == "unless" || g.cond == "whether":
		return "possible", g.cond
	case g.cond == "without" || g.cond == "instead":
		return "not_occurred", g.cond
	case g.aux == "be" && t.tok(g.verb).XPOS == "VBG" && g.tense != "VBD":
		return "ongoing", "progressive"
	}
	return "", ""
}

// statusFeatures are what the status classifier sees of a mention of an act.
func (r *reader) statusFeatures(c *cand) []uint64 {
	b := r.bag(statusTemplates)
	rule := r.circumstances(b, c.sent, c.tok, c.act)
	b.add(3, rule, c.act)
	b.add(4, c.act)
	if c.best != nil {
		b.add(25, c.best.act, c.best.mode, rule)
	}
	r.c.model.Prefetch(b.fs)
	r.senseFeatures(b, c, rule)
	return r.courseFeatures(b.fs, c)
}

// circumstances describes what stands around a word that bears on whether what it tells of happened, and returns what the rule
// says. act is "" where it is no matter.
func (r *reader) circumstances(b *bag, sent, i int, act string) (rule string) {
	t := r.trees[sent]
	rule, why := r.statusRule(sent, i)
	pos := t.tok(i).UPOS
	b.add(0)
	b.add(1, rule)
	b.add(2, rule, why)
	b.add(5, t.lemma(i), pos)
	b.add(6, t.tok(i).XPOS, t.tok(i).Rel)
	r.governors(b, t, i, act)
	for _, k := range t.kids[i] {
		l := t.lemma(k)
		switch t.rel(k) {
		case "amod", "compound", "det", "advmod", "aux", "mark":
			b.add(16, l)
			b.add(17, l, pos)
			if s := r.c.cues[l+"/a"]; s != "" {
				b.add(18, s)
			}
		}
	}
	for off := 1; off <= 3; off++ {
		if i-off >= 0 {
			b.num(19, off, t.lemma(i-off))
			b.add(20, t.lemma(i-off))
			if s := r.c.cues[t.lemma(i-off)+"/v"]; s != "" {
				b.add(21, s)
			}
		}
	}
	r.tenseFeatures(b, t, i)
	b.num(24, int(t.tok(i).Cluster[1]))
	return rule
}

// governors describes the verb groups of a word and of the words above it.
func (r *reader) governors(b *bag, t *tree, i int, act string) {
	verb := i
	for depth := 0; depth < 4 && verb >= 0; depth++ {
		g := t.verbGroup(verb)
		b.num(7, depth, g.aux, g.tense)
		if g.negated {
			b.num(8, depth)
			b.num(31, depth, act)
		}
		if g.cond != "" {
			b.num(9, depth, g.cond)
		}
		if g.to {
			b.num(10, depth)
		}
		b.num(11, depth, t.tok(verb).Rel)
		h := t.head(verb)
		if h >= 0 {
			p := posKey(t.tok(h).UPOS)
			if s := r.c.cues[t.lemma(h)+"/"+p]; s != "" {
				b.num(12, depth, s, t.rel(verb))
				b.num(13, depth, s, t.rel(verb), t.caseOf(verb))
			}
			b.num(14, depth, t.lemma(h), p)
			b.num(15, depth, t.lemma(h), t.rel(verb))
			if rows, hold := r.c.lex.find(t, h); hold > 0 {
				b.num(32, depth, rows[0].act, t.rel(verb), t.caseOf(verb))
				b.num(33, depth, rows[0].act, act)
			}
		}
		verb = h
	}
}

// tenseFeatures tell the tense of the clause and the sentence, and whether a date is near.
func (r *reader) tenseFeatures(b *bag, t *tree, i int) {
	s := t.s
	for n, steps := i, 0; n >= 0 && steps < 5; n, steps = t.head(n), steps+1 {
		if x := t.tok(n).XPOS; x == "VBD" || x == "VBZ" || x == "VBP" {
			b.add(22, x)
			break
		}
	}
	for k := range s.Tokens {
		if s.Tokens[k].XPOS == "MD" {
			b.add(23, t.lemma(k))
		}
	}
	for n := range r.d.Dates {
		if d := &r.d.Dates[n]; d.Sentence == t.n {
			b.add(26, d.Granularity, relation(d, r.d.Article.Published))
		}
	}
	if s.Tokens[i].Quoted {
		b.add(27)
	}
}

// relation of a date to the day of publication: past, now, future or unknown.
func relation(d *doc.Date, published string) string {
	if len(published) < 10 || d.From == "" {
		return "unknown"
	}
	day := published[:10]
	n := min(len(d.From), len(day))
	switch {
	case d.From[:n] < day[:n]:
		return "past"
	case d.From[:n] > day[:n]:
		return "future"
	}
	return "now"
}
