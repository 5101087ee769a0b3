package event

import (
	"sort"
	"strings"

	"onrecord/data"
)

func newContexts() map[string][]string {
	words := map[string][]string{}
	for _, r := range data.Table("contexts") {
		for _, w := range strings.Fields(r["lemmas"]) {
			words[w] = append(words[w], r["context"])
		}
	}
	return words
}

// contexts lists what the event's sentence is about, in alphabetical order.
func (r *reader) contexts(x *cand) []string {
	t := r.trees[x.sent]
	set := map[string]bool{}
	for i := range t.s.Tokens {
		for _, c := range r.c.contexts[t.lemma(i)] {
			set[c] = true
		}
	}
	for _, m := range x.mode {
		if m == "cyber" || m == "misinformation" {
			set[m] = true
		}
	}
	out := make([]string, 0, len(set))
	for c := range set {
		out = append(out, c)
	}
	sort.Strings(out)
	return out
}
