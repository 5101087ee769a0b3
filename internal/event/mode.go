package event

import (
	"slices"
	"sync"

	"onrecord/data"
	"onrecord/internal/actor"
	"onrecord/internal/linear"
)

// modeTemplates start the templates of mode.model.
const modeTemplates = 3000

// builtInMode is mode.model, nil where none is built in (while it is made): then the tables alone tell modes.
var builtInMode = sync.OnceValue(func() *linear.Model { return builtInLinear("mode", 1) })

// modesOf are the modes of each act, in the order of plover.tsv.
var modesOf = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, r := range data.Table("plover") {
		if r["mode"] != "" {
			out[r["type"]] = append(out[r["type"]], r["mode"])
		}
	}
	return out
})

// NewMode returns a coder that only chooses modes (Modes).
func NewMode(m *linear.Model, coder *actor.Coder) *Coder {
	c := newCoder(coder)
	c.mode = m
	return c
}

// second is how likely a further mode of an assault must be to be told besides the likeliest: "a suicide bombing" is two.
const second = 0.3

// chooseModes tells how an act of all its mentions is done: the mode that a word names beyond doubt, else the likeliest of its modes or none,
// and of an assault whatever else is likely. Without a model it is what the tables say of the first mention.
func (r *reader) chooseModes(g []*cand) []string {
	x := g[0]
	modes := modesOf()[x.act]
	if r.c.mode == nil || typeOf(g) != nil || len(modes) == 0 {
		return x.mode
	}
	sure := r.sureMode(x)
	if sure != "" && x.act != "ASSAULT" {
		return []string{sure}
	}
	p := r.modeChances(g, modes)
	if k := 1 + slices.Index(modes, "police"); x.act == "MOBILIZE" && r.soldierly(g) {
		p[k] = 0
	}
	best := 1 + slices.Index(modes, sure) // 0, no mode, where none is sure
	for k := range p {
		if sure == "" && p[k] > p[best] {
			best = k
		}
	}
	if best == 0 {
		return nil
	}
	out := []string{modes[best-1]}
	for k := 1; k < len(p) && x.act == "ASSAULT"; k++ {
		if k != best && p[k] >= second {
			out = append(out, modes[k-1])
		}
	}
	return out
}

// soldierly tells whether what moves is an army's by its figures, three frigates or 200 soldiers, and no police beside it.
func (r *reader) soldierly(g []*cand) bool {
	found := false
	for _, x := range g {
		for _, n := range x.figures {
			switch r.d.Figures[n].Class {
			case "vessels", "aircraft", "troops", "weapons":
				found = true
			}
		}
		t := r.trees[x.sent]
		near := r.around(x)
		for _, c := range r.c.modes[x.act] {
			if c.mode == "police" && slices.ContainsFunc(near, func(k int) bool { return c.in(t, k) }) {
				return false
			}
		}
		if slices.ContainsFunc(near, func(k int) bool { return t.lemma(k) == "patrol" || t.lemma(k) == "coastguard" }) {
			return false
		}
		if slices.ContainsFunc(x.actors, func(a scored) bool { return a.actor.Sector == "COP" }) {
			return false
		}
	}
	return found
}

// trusted is what the tables' answer counts for before anything is learned.
const trusted = 1.5

// tabled is what the tables say for each choice: trusted for the mode that they tell of the first mention that they tell any of.
func tabled(g []*cand, modes []string) []float64 {
	out := make([]float64, 1+len(modes))
	for _, x := range g {
		if len(x.mode) > 0 {
			if k := slices.Index(modes, x.mode[0]); k >= 0 {
				out[k+1] = trusted
			}
			break
		}
	}
	return out
}

// modeChances are the probabilities of no mode and of each.
func (r *reader) modeChances(g []*cand, modes []string) []float64 {
	told := r.modeEvidence(g)
	p := tabled(g, modes)
	unit := make([]uint64, 0, len(told))
	for k := range p {
		var raw [1]int32
		unit = modeUnit(unit[:0], told, g[0].act, modeAt(modes, k))
		r.c.mode.Prefetch(unit)
		r.c.mode.Score(unit, raw[:])
		p[k] += float64(raw[0]) / r.c.mode.Scale
	}
	soften(p)
	return p
}

// sureMode is the mode that a word by an act or in the phrase of who does it names beyond doubt, "a suicide bomber"; "" = none.
func (r *reader) sureMode(x *cand) string {
	t := r.trees[x.sent]
	near := r.around(x)
	for _, a := range x.actors {
		for k := range t.s.Tokens {
			if a.sent == x.sent && a.tok >= 0 && t.tok(k).Overlaps(a.span) {
				near = append(near, k)
			}
		}
	}
	for _, c := range r.c.modes[x.act] {
		if c.sure && slices.ContainsFunc(near, func(k int) bool { return c.in(t, k) }) {
			return c.mode
		}
	}
	return ""
}

// modeAt is the kth choice: none, then the modes.
func modeAt(modes []string, k int) string {
	if k == 0 {
		return ""
	}
	return modes[k-1]
}

// modeUnit adds the features of one choice: each piece of evidence with it.
func modeUnit(out, told []uint64, act, mode string) []uint64 {
	for _, f := range told {
		out = append(out, uint64(linear.F(modeTemplates).Add(f).Str(act).Str(mode)))
	}
	return out
}

// modeEvidence is what the words of an act tell of how it is done, each thing once.
func (r *reader) modeEvidence(g []*cand) []uint64 {
	b := &bag{base: modeTemplates + 1, fs: make([]uint64, 0, 128)}
	b.add(0)
	for n, x := range g {
		if n == 4 {
			break
		}
		r.modeWords(b, x)
	}
	slices.Sort(b.fs)
	return slices.Compact(b.fs)
}

// modeWords adds the evidence of one mention: what the tables say, the word and what hangs on it, and the cues elsewhere in the sentence.
func (r *reader) modeWords(b *bag, x *cand) {
	t, i := r.trees[x.sent], x.tok
	lemma := t.lemma(i)
	rule := "none"
	if len(x.mode) > 0 {
		rule = x.mode[0]
	}
	b.add(1, rule)
	b.add(2, lemma, posKey(t.tok(i).UPOS))
	b.add(3, lemma, rule)
	for n, row := range x.rows {
		if row.act == x.act {
			b.num(4, btoi(n < x.hold), row.mode)
			if n < x.hold {
				b.add(5, row.text)
			}
		}
	}
	b.kinds(6, meaning(t, i), "")
	for _, cl := range t.tok(i).Cluster {
		b.num(10, int(cl))
	}
	b.add(11, t.tok(i).XPOS)
	b.add(12, x.status)
	near := r.around(x)
	for _, k := range near {
		if k == i || t.tok(k).UPOS == "PUNCT" {
			continue
		}
		b.add(13, t.lemma(k))
		b.add(14, t.rel(k), t.lemma(k))
		b.add(15, t.rel(k), t.caseOf(k), lemma)
		if rows, hold := r.c.lex.find(t, k); hold > 0 {
			b.add(16, t.rel(k), rows[0].act)
			b.add(17, t.rel(k), rows[0].act, rows[0].mode)
		}
		if nominal(t.tok(k)) {
			b.add(18, t.rel(k), t.caseOf(k), r.kindOf(x.sent, k))
			b.num(19, int(t.tok(k).Cluster[1]), t.rel(k))
			b.add(20, fieldOf(t, k), t.rel(k), lemma)
		}
	}
	for _, c := range r.c.modes[x.act] {
		in, beside := 0, 0
		for k := range t.s.Tokens {
			if c.in(t, k) {
				if slices.Contains(near, k) {
					in++
				} else {
					beside++
				}
			}
		}
		if in > 0 {
			b.add(21, c.mode)
			b.add(22, c.mode, lemma)
		}
		if beside > 0 {
			b.add(23, c.mode)
		}
	}
	if x.subj >= 0 {
		b.add(24, r.kindOf(x.sent, x.subj))
		b.add(25, t.lemma(x.subj))
	}
	if x.obj >= 0 {
		b.add(26, r.kindOf(x.sent, x.obj))
		b.add(27, t.lemma(x.obj), lemma)
		b.kinds(28, meaning(t, x.obj), "")
	}
	switch x.act {
	case "REQUEST", "REJECT", "THREATEN", "ACCUSE": // what is asked, refused, threatened, blamed may stand far below
		for k := range t.s.Tokens {
			if k == i || !t.under(k, i) {
				continue
			}
			switch posKey(t.tok(k).UPOS) {
			case "v", "n", "a":
				b.add(34, t.lemma(k))
				if rows, hold := r.c.lex.find(t, k); hold > 0 {
					b.add(35, rows[0].act)
					b.add(36, rows[0].act, rows[0].mode)
				}
				b.kinds(37, meaning(t, k), "")
			}
		}
	}
	for off := -2; off <= 2; off++ {
		if k := i + off; off != 0 && k >= 0 && k < len(t.s.Tokens) {
			b.num(32, off, t.lemma(k))
		}
	}
	for _, m := range r.at[x.sent].figures {
		f := &r.d.Figures[m]
		b.add(33, f.Role, f.Class)
	}
}

// under tells whether a word hangs on another, at most six steps down.
func (t *tree) under(k, top int) bool {
	for range 6 {
		if k = t.head(k); k < 0 || k == top {
			return k == top
		}
	}
	return false
}
