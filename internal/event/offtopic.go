package event

import (
	"strings"

	"onrecord/data"
)

// newOfftopic reads offtopic.tsv: word -> topic.
func newOfftopic() map[string]string {
	words := map[string]string{}
	for _, r := range data.Table("offtopic") {
		for _, w := range strings.Fields(r["lemmas"]) {
			words[w] = r["topic"]
		}
	}
	return words
}

// offtopic tells whether a candidate stands among the words of sport or business with no official party near: the
// sentence holds two of them besides the candidate itself, or every thirtieth word of the article is one.
func (r *reader) offtopic(x *cand) bool {
	t := r.trees[x.sent]
	seen := map[string]bool{}
	counts := map[string]int{}
	person := false // who holds an office, of a state or of a club
	for i := range t.s.Tokens {
		l := t.lemma(i)
		if topic := r.c.offtopic[l]; topic != "" && i != x.tok && !seen[l] {
			seen[l] = true
			counts[topic]++
		}
		if m := r.mention(x.sent, i); m != nil && m.Entity >= 0 {
			switch r.d.Entities[m.Entity].Sector {
			case "GOV", "MIL", "COP", "JUD", "LEG", "REB", "PRM", "SPY", "UAF":
				switch {
				case m.Type == "place" || team(r.d.Text(m.Span)):
				case m.Type == "person" && r.sporty:
					person = true
				default:
					return false
				}
			}
		}
	}
	for _, n := range counts {
		if n >= 2 || n == 1 && r.sporty && !person {
			return true
		}
	}
	return false
}

// team tells names of clubs, also of those of the army and the police.
func team(name string) bool {
	for _, end := range [...]string{" FC", " F.C.", " SC", " Club"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// playful tells whether every thirtieth word of an article, and ten at least, are of an off-topic field, or in a short one every twenty-fifth and six different ones.
func (r *reader) playful() bool {
	n, all := 0, 0
	seen := map[string]bool{}
	for _, t := range r.trees {
		for i := range t.s.Tokens {
			all++
			if l := t.lemma(i); r.c.offtopic[l] != "" {
				n++
				seen[l] = true
			}
		}
	}
	return n >= 10 && n*30 >= all || len(seen) >= 6 && n*25 >= all
}
