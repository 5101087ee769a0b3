package event

import (
	"strings"

	"onrecord/data"
)

// modeCue is a mode of an act and the words that tell it, a row of mode-cues.tsv.
type modeCue struct {
	mode  string
	words map[string]bool
	sure  bool // whether the mode holds whatever is learned
}

// in tells whether a word is one of the cue's, by its lemma alone or as the part of speech that the table names ("call/n").
func (c *modeCue) in(t *tree, k int) bool {
	return c.words[t.lemma(k)] || c.words[t.lemma(k)+"/"+posKey(t.tok(k).UPOS)]
}

func newModeCues() map[string][]modeCue {
	cues := map[string][]modeCue{}
	for _, r := range data.Table("mode-cues") {
		m := modeCue{r["mode"], map[string]bool{}, r["sure"] == "yes"}
		for _, w := range strings.Fields(r["lemmas"]) {
			m.words[w] = true
		}
		cues[r["act"]] = append(cues[r["act"]], m)
	}
	return cues
}

// modes tell how the act is done: by the row of acts.tsv that holds, else by the words that hang on the anchor.
func (r *reader) modes(x *cand) []string {
	t := r.trees[x.sent]
	near := r.around(x)
	var out []string
	add := func(m string) {
		for _, have := range out {
			if have == m {
				return
			}
		}
		out = append(out, m)
	}
	for _, e := range x.rows[:x.hold] {
		if e.act == x.act && e.mode != "" && (x.act != "REQUEST" && x.act != "THREATEN" && x.act != "REJECT" || len(e.conds) > 0) {
			add(e.mode)
			break
		}
	}
	switch x.act {
	case "ASSAULT":
	case "REQUEST", "REJECT":
		if m := r.wanted(x); m != "" && len(out) == 0 {
			return []string{m}
		}
		fallthrough
	default:
		if len(out) > 0 {
			return out
		}
	}
	for _, c := range r.c.modes[x.act] {
		if c.mode == "crowd-control" && !forced(x) {
			continue
		}
		for _, k := range near {
			if c.in(t, k) {
				add(c.mode)
				break
			}
		}
		if len(out) > 0 && x.act != "ASSAULT" {
			break
		}
	}
	return out
}

// forced tells whether those who do an act may use force on a crowd by their office: what protesters do is no crowd control.
func forced(x *cand) bool {
	for _, a := range x.actors {
		switch a.actor.Sector {
		case "COP", "MIL", "GOV", "PRM":
			return true
		}
	}
	return false
}

// wanted tells the mode of a request or refusal from the act that is asked or refused.
func (r *reader) wanted(x *cand) string {
	t := r.trees[x.sent]
	for _, k := range t.kids[x.tok] {
		switch t.rel(k) {
		case "xcomp", "ccomp", "obj", "obl", "nmod", "acl", "advcl":
		default:
			continue
		}
		rows, hold := r.c.lex.find(t, k)
		if hold == 0 {
			continue
		}
		switch rows[0].act {
		case "AID", "COOPERATE":
			return "assist"
		case "RETREAT", "CONCEDE":
			if rows[0].mode == "resign" {
				return "change"
			}
			return "yield"
		case "CONSULT":
			return "meet"
		}
	}
	return ""
}

// around lists the anchor, the words that hang on it within two steps, and those of the verb that carries it.
func (r *reader) around(x *cand) []int {
	t := r.trees[x.sent]
	out := []int{x.tok}
	if !t.s.Parsed {
		for k := max(0, x.tok-3); k <= min(len(t.s.Tokens)-1, x.tok+3); k++ {
			out = append(out, k)
		}
		return out
	}
	for _, k := range t.kids[x.tok] {
		out = append(out, k)
		for _, j := range t.kids[k] {
			if t.rel(k) != "conj" {
				out = append(out, j)
			}
		}
	}
	if x.light >= 0 {
		out = append(out, x.light)
		out = append(out, t.kids[x.light]...)
	}
	return out
}
