package event

import (
	"fmt"
	"slices"
	"strings"
)

// Type is an event type of the user's own: words that trigger it and hints at who fills its slots. Package ontology reads
// them from a file. A trigger that holds is enough for an event; its status, parties, place, date, figures and claim are
// found as those of the built-in acts are. A built-in act at the same words gives way to it.
type Type struct {
	Name    string // goes into Event.Act
	Parent  string // PLOVER type that it is a kind of: gives it codes and joins it with plain mentions of the act; "" none
	Mode    string // PLOVER mode of the parent; "" as the words tell
	Source  string // name of the file, for --explain
	Trigger []Trigger
	Exclude []string // words or phrases (lemmas) that keep a sentence from holding the type
	// Actor, Recipient and Place name where a party or place is looked for first, in this order: subject, object,
	// "indirect object", or a preposition; "none" leaves the slot empty. Where a hint finds nothing the
	// model decides among the parties of the sentence; without a hint, as for any act, also among those before it.
	Actor, Recipient, Place []string
}

// Trigger is words that name a Type, under conditions that must all hold. Words and phrases are lemmas in lower case
// ("aid worker"); a condition holds when one of its phrases stands in the noun phrase that it is about.
type Trigger struct {
	POS      string   // v, n or a
	Words    []string // any of them; the anchor is the first word of a verb ("carry out"), the last of a noun ("aid block")
	Object   []string // object, passive subject; of a noun: its "of" phrase or modifier
	Subject  []string // who does it; of a noun: its owner
	Modifier []string // adjective or noun that modifies it
	Particle []string
	Prep     []string // "on", or a preposition with a phrase: "on aid worker"
	Exclude  []string // as Type.Exclude
}

// customs are the user's types, ready to be looked up by the anchor's lemma and part of speech ("attack/v").
type customs struct{ by map[string][]*customRow }

// customRow is one word of a trigger.
type customRow struct {
	typ     *Type
	trig    *Trigger
	words   []string // the whole phrase
	at      int      // index of the anchor in words
	entry   entry    // what the rest of the coder sees of it
	exclude [][]string
	object  [][]string
	subject [][]string
	mod     [][]string
	prt     [][]string
	prep    [][]string // the preposition, then the phrase
}

// own is a trigger found in the text, with the heads of the phrases that fulfilled its conditions.
type own struct {
	row   *customRow
	heads []int
}

// WithTypes returns a coder that also finds the user's types. Where several have a trigger at one word, the one with the
// most conditions wins, then the first.
func (c *Coder) WithTypes(types []Type) *Coder {
	if len(types) == 0 {
		return c
	}
	out := *c
	out.own = &customs{by: map[string][]*customRow{}}
	for i := range types {
		typ := &types[i]
		for k := range typ.Trigger {
			trig := &typ.Trigger[k]
			for _, words := range phrases(trig.Words) {
				row := newCustomRow(typ, trig, words)
				key := row.words[row.at] + "/" + trig.POS
				out.own.by[key] = append(out.own.by[key], row)
			}
		}
	}
	for _, rows := range out.own.by {
		slices.SortStableFunc(rows, func(a, b *customRow) int {
			return (len(b.entry.conds) + len(b.words)) - (len(a.entry.conds) + len(a.words))
		})
	}
	return &out
}

func newCustomRow(typ *Type, trig *Trigger, words []string) *customRow {
	r := &customRow{typ: typ, trig: trig, words: words, exclude: slices.Concat(phrases(typ.Exclude), phrases(trig.Exclude)), object: phrases(trig.Object),
		subject: phrases(trig.Subject), mod: phrases(trig.Modifier), prt: phrases(trig.Particle), prep: phrases(trig.Prep)}
	for r.at+2 < len(words) && words[r.at+1] == "-" {
		r.at += 2 // "air - drop": the last part is the verb
	}
	if trig.POS != "v" {
		r.at = len(words) - 1
	}
	r.entry = entry{lemma: words[r.at], act: typ.Parent, mode: typ.Mode, text: typ.Source + ": " + typ.Name + ": " + strings.Join(words, " ")}
	for _, c := range []struct {
		kind string
		any  []string
	}{{"obj", trig.Object}, {"subj", trig.Subject}, {"mod", trig.Modifier}, {"prt", trig.Particle}, {"prep", trig.Prep}} {
		if len(c.any) > 0 {
			r.entry.conds = append(r.entry.conds, cond{kind: c.kind})
			r.entry.text += " " + c.kind + ":" + short(c.any)
		}
	}
	for _, s := range typ.Recipient {
		if s == "object" {
			s = "obj"
		}
		if s != "subject" && s != "none" && s != "indirect object" {
			r.entry.slots = append(r.entry.slots, s)
		}
	}
	return r
}

// short prints the first words of a list.
func short(list []string) string {
	if len(list) > 3 {
		return strings.Join(list[:3], ",") + ",..."
	}
	return strings.Join(list, ",")
}

// phrases splits phrases into words. One with hyphens is there both ways, since the splitter keeps "re-open" together and
// cuts "cease-fire" in three.
func phrases(list []string) [][]string {
	var out [][]string
	for _, p := range list {
		p = strings.ToLower(p)
		w := strings.Fields(p)
		if len(w) == 0 {
			continue
		}
		out = append(out, w)
		if cut := strings.Fields(strings.ReplaceAll(p, "-", " - ")); len(cut) != len(w) {
			out = append(out, cut)
		}
	}
	return out
}

// find returns the trigger that holds at a token, nil if there is none.
func (cs *customs) find(t *tree, i int) *own {
	if cs == nil {
		return nil
	}
	k := t.tok(i)
	pos := posKey(k.UPOS)
	keys := [2]string{t.lemma(i) + "/" + pos, ""}
	if k.XPOS == "VBG" || pos == "n" {
		keys[1] = strings.ToLower(k.Text) + "/n" // "looting": a noun that taggers call a verb, or whose lemma is the verb's
	}
	for _, key := range keys {
		for _, row := range cs.by[key] {
			if heads, ok := row.holds(t, i); ok {
				return &own{row, heads}
			}
		}
	}
	return nil
}

// holds tells whether a trigger's phrase and conditions are met at token i, and by which heads.
func (r *customRow) holds(t *tree, i int) (heads []int, ok bool) {
	if !t.spells(i-r.at, r.words, i) {
		return nil, false
	}
	for _, p := range r.exclude {
		for k := range t.s.Tokens {
			if t.spells(k, p, -1) {
				return nil, false
			}
		}
	}
	verb := r.trig.POS == "v"
	check := func(want [][]string, slots []int) bool {
		if len(want) == 0 {
			return true
		}
		for _, s := range slots {
			for _, h := range t.together(s) {
				if t.holdsAny(h, want) {
					heads = append(heads, h)
					return true
				}
			}
		}
		return false
	}
	if !t.s.Parsed {
		return nil, r.near(t, i)
	}
	objects := t.objects(i, verb)
	if verb && len(objects) == 0 && len(r.object) > 0 {
		h := t.after(i, r.object)
		if h < 0 {
			return nil, false
		}
		heads, objects = append(heads, h), nil
	} else if !check(r.object, objects) {
		return nil, false
	}
	return heads, check(r.subject, t.subjects(i, verb)) && r.modified(t, i) && r.preposed(t, i, &heads)
}

// spells tells whether the lemmas or words from token k on are the phrase; token i, the anchor, is known to fit.
func (t *tree) spells(k int, phrase []string, i int) bool {
	if k < 0 || k+len(phrase) > len(t.s.Tokens) {
		return false
	}
	for n, w := range phrase {
		if k+n != i && t.lemma(k+n) != w && strings.ToLower(t.tok(k+n).Text) != w {
			return false
		}
	}
	return true
}

// holdsAny tells whether one of the phrases stands in the noun phrase of a head.
func (t *tree) holdsAny(head int, want [][]string) bool {
	first, last := t.phrase(head)
	for _, p := range want {
		for k := first; k+len(p) <= last+1; k++ {
			if t.spells(k, p, -1) {
				return true
			}
		}
	}
	return false
}

// after finds one of the phrases among the words that follow a verb, up to the next preposition, conjunction or mark: an object
// that the parse did not see. It returns the phrase's last word, or -1.
func (t *tree) after(i int, want [][]string) int {
	for k := i + 1; k < len(t.s.Tokens) && k <= i+5; k++ {
		switch t.tok(k).UPOS {
		case "ADP", "SCONJ", "CCONJ", "PUNCT":
			return -1
		}
		for _, p := range want {
			if t.spells(k, p, -1) {
				return k + len(p) - 1
			}
		}
	}
	return -1
}

// objects lists what a verb or noun is done to: every object of an active verb, also the subject of a passive one, the
// "of" phrase and the modifiers of a noun.
func (t *tree) objects(i int, verb bool) []int {
	var out []int
	if verb {
		if o := t.object(i); o >= 0 {
			out = append(out, o)
		}
	}
	for _, k := range t.kids[i] {
		switch rel := t.rel(k); {
		case verb && (rel == "obj" || rel == "iobj" || t.tok(k).Rel == "nsubj:pass"):
			if len(out) == 0 || out[0] != k {
				out = append(out, k)
			}
		case !verb && (rel == "compound" || rel == "nmod" && t.caseOf(k) == "of"):
			out = append(out, k)
		}
	}
	return out
}

func (t *tree) subjects(i int, verb bool) []int {
	s := -1
	if verb {
		s = t.subject(i)
	} else {
		s, _ = t.owner(i)
	}
	if s < 0 {
		return nil
	}
	return []int{s}
}

// modified checks the modifier and particle conditions.
func (r *customRow) modified(t *tree, i int) bool {
	any := func(want [][]string, fits func(k int) bool) bool {
		if len(want) == 0 {
			return true
		}
		for _, k := range t.kids[i] {
			for _, p := range want {
				if fits(k) && (t.spells(k, p, -1) || t.spells(k-len(p)+1, p, -1)) {
					return true
				}
			}
		}
		return false
	}
	return any(r.mod, func(k int) bool {
		rel := t.rel(k)
		return rel == "amod" || rel == "compound" || rel == "nmod" || rel == "advmod"
	}) && any(r.prt, func(k int) bool { rel := t.rel(k); return rel == "compound" || rel == "advmod" })
}

// preposed checks the condition on prepositions, among the dependents of the anchor and, for a noun that is a verb's
// object or passive subject, those of the verb: "restrictions were imposed on the convoys".
func (r *customRow) preposed(t *tree, i int, heads *[]int) bool {
	if len(r.prep) == 0 {
		return true
	}
	from := []int{i}
	if h := t.head(i); r.trig.POS != "v" && h >= 0 && t.tok(h).UPOS == "VERB" && (t.rel(i) == "obj" || t.tok(i).Rel == "nsubj:pass") {
		from = append(from, h)
	}
	for _, f := range from {
		for _, k := range t.kids[f] {
			if rel := t.rel(k); rel != "obl" && rel != "nmod" {
				continue
			}
			prep := t.caseOf(k)
			for _, p := range r.prep {
				if p[0] != prep {
					continue
				}
				if len(p) == 1 {
					return true
				}
				for _, h := range t.together(k) {
					if t.holdsAny(h, [][]string{p[1:]}) {
						*heads = append(*heads, h)
						return true
					}
				}
			}
		}
	}
	return false
}

// near is holds without a parse: the next eight words stand in for object and prepositions, the six before for the rest.
func (r *customRow) near(t *tree, i int) bool {
	within := func(want [][]string, from, to int) bool {
		if len(want) == 0 {
			return true
		}
		for k := max(0, from); k <= min(to, len(t.s.Tokens)-1); k++ {
			for _, p := range want {
				if k != i && t.spells(k, p, -1) {
					return true
				}
			}
		}
		return false
	}
	prep := make([][]string, 0, len(r.prep))
	for _, p := range r.prep {
		prep = append(prep, p[len(p)-1:])
	}
	return within(r.object, i+1, i+8) && within(prep, i+1, i+8) && within(r.subject, i-6, i-1) && within(r.mod, i-3, i-1) && within(r.prt, i+1, i+2)
}

// adopt makes a candidate one of the user's type.
func (c *cand) adopt(o *own) {
	c.own, c.best, c.met = o, &o.row.entry, true
	if o.row.typ.Parent != "" {
		c.rows, c.hold = append([]*entry{c.best}, c.rows...), c.hold+1
	}
}

// leastSure is the confidence in an event whose trigger stands in the text but which the model does not know.
const leastSure = 0.5

// settled drops the built-in acts that words of a user's trigger were taken for: the verb that carries its noun, and
// what fulfilled its conditions ("suspended deliveries" is one act).
func settled(found []*cand) []*cand {
	taken := map[[2]int]bool{}
	for _, x := range found {
		if x.own == nil {
			continue
		}
		if x.light >= 0 {
			taken[[2]int{x.sent, x.light}] = true
		}
		for _, h := range x.own.heads {
			taken[[2]int{x.sent, h}] = true
		}
	}
	if len(taken) == 0 {
		return found
	}
	return slices.DeleteFunc(found, func(y *cand) bool { return y.own == nil && taken[[2]int{y.sent, y.tok}] })
}

// kind is what must be equal for two mentions to be one act: the PLOVER act, or the user's type where it has no parent.
func (x *cand) kind() string {
	if x.own != nil && x.own.row.typ.Parent == "" {
		return "own " + x.own.row.typ.Name
	}
	return x.act
}

// typeOf is the user's type of a group of mentions, nil for a built-in act. A plain mention of the act is no obstacle.
func typeOf(group []*cand) *Type {
	for _, x := range group {
		if x.own != nil {
			return x.own.row.typ
		}
	}
	return nil
}

// clash tells whether a mention cannot belong to a group: both are of types of the user's, and not of the same.
func clash(group []*cand, y *cand) bool {
	g := typeOf(group)
	return g != nil && y.own != nil && g != y.own.row.typ
}

// hint fills the slots that the user's type says where to find, after the model has filled all.
func (r *reader) hint(x *cand) {
	if x.own == nil {
		return
	}
	typ := x.own.row.typ
	if as, ok := r.hinted(x, typ.Actor); ok {
		x.actors = as
		x.recipients = without(x.recipients, func(a *scored) bool { return r.among(a, as) })
	} else if len(typ.Actor) > 0 {
		x.actors = without(x.actors, elsewhere)
	}
	if as, ok := r.hinted(x, typ.Recipient); ok {
		x.recipients = as
		x.actors = without(x.actors, func(a *scored) bool { return r.among(a, as) })
	} else if len(typ.Recipient) > 0 {
		x.recipients = without(x.recipients, elsewhere)
	}
	if slices.Contains(typ.Place, "none") {
		x.place = -1
	}
	for _, p := range typ.Place {
		for _, i := range r.at[x.sent].places {
			if h := r.headOf(x.sent, r.d.Places[i].Span); h >= 0 && r.d.Places[i].Literal && r.trees[x.sent].caseOf(h) == p {
				x.place = i
				return
			}
		}
	}
}

// elsewhere tells whether a party is from another sentence: not for a slot that the user says where to look for.
func elsewhere(a *scored) bool { return a.implied }

func (r *reader) among(a *scored, list []scored) bool {
	return slices.ContainsFunc(list, func(b scored) bool { return r.identity(&a.party) == r.identity(&b.party) })
}

// hinted returns the parties in the first of the named slots that holds any; ok is false when the hints decide nothing. What
// the actor tables do not know is a party too, where nothing else stands in the slot: the user says that it is one.
func (r *reader) hinted(x *cand, slots []string) (as []scored, ok bool) {
	t := r.trees[x.sent]
	for _, slot := range slots {
		if slot == "none" {
			return nil, true
		}
		var known, other []scored
		for _, h := range r.slotHeads(x, slot) {
			for _, k := range t.together(h) {
				if r.dated[x.sent][k] || !nominal(t.tok(k)) {
					continue
				}
				n := r.known(x.sent, k)
				a := scored{party: n.party, actor: n.actor, prob: 1, hint: fmt.Sprintf("%s of %q, where %s looks first", slot, t.tok(x.tok).Text, x.own.row.typ.Name)}
				switch place := n.entity >= 0 && r.d.Entities[n.entity].Type == "place" && n.actor.Sector == ""; {
				case place || n.span.Empty():
				case r.thing(n):
					other = append(other, a)
				default:
					known = append(known, a)
				}
			}
		}
		if len(known) == 0 {
			known = other
		}
		if len(known) > 0 {
			return r.distinct(known), true
		}
	}
	return nil, false
}

// slotHeads lists the heads in a slot, by grammar.
func (r *reader) slotHeads(x *cand, slot string) []int {
	t := r.trees[x.sent]
	verb := x.own.row.trig.POS == "v"
	switch slot {
	case "subject":
		if x.subj >= 0 {
			return []int{x.subj}
		}
		return nil
	case "object":
		return t.objects(x.tok, verb)
	case "indirect object":
		if k := t.kid(x.tok, "iobj"); k >= 0 {
			return []int{k}
		}
		if k := t.kidExact(x.tok, "nsubj:pass"); k >= 0 && t.kid(x.tok, "obj") >= 0 {
			return []int{k}
		}
		return nil
	}
	var out []int
	for _, f := range []int{x.tok, x.light} {
		if f < 0 {
			continue
		}
		for _, k := range t.kids[f] {
			if rel := t.rel(k); (rel == "obl" || rel == "nmod") && t.caseOf(k) == slot {
				out = append(out, k)
			}
		}
	}
	// "denied access to the camp": the preposition may hang on the object, or on what the trigger found in its place.
	for _, o := range slices.Concat(t.objects(x.tok, verb), x.own.heads) {
		for _, k := range t.kids[o] {
			if rel := t.rel(k); (rel == "nmod" || rel == "obl") && t.caseOf(k) == slot && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}
