package parse

import "onrecord/internal/doc"

// The helpers below read a parsed sentence. They cope with sentences that are not
// parsed: every token is then a root without children.

// Children returns the tokens attached to token i, in text order.
func Children(s *doc.Sentence, i int) []int {
	var cs []int
	for j := range s.Tokens {
		if s.Tokens[j].Head == i && j != i {
			cs = append(cs, j)
		}
	}
	return cs
}

// Child returns the first token attached to token i by one of the relations, or -1. A
// relation given without a subtype matches with any: "nsubj" also finds "nsubj:pass".
func Child(s *doc.Sentence, i int, rels ...string) int {
	for j := range s.Tokens {
		if s.Tokens[j].Head == i && j != i && Is(s.Tokens[j].Rel, rels...) {
			return j
		}
	}
	return -1
}

// Is reports whether a relation is one of rels; one given without a subtype matches with any.
func Is(rel string, rels ...string) bool {
	for _, r := range rels {
		if rel == r || len(rel) > len(r) && rel[len(r)] == ':' && rel[:len(r)] == r {
			return true
		}
	}
	return false
}

// Subtree returns the first and last token of what hangs below token i, itself
// included. Trees of this parser are projective: all tokens between belong to it.
func Subtree(s *doc.Sentence, i int) (first, last int) {
	first, last = i, i
	for below(s, first-1, i) {
		first--
	}
	for below(s, last+1, i) {
		last++
	}
	return first, last
}

// below reports whether token j is in the sentence and hangs below token i.
func below(s *doc.Sentence, j, i int) bool {
	return j >= 0 && j < len(s.Tokens) && Under(s, j, i)
}

// Under reports whether token j is token i or hangs below it.
func Under(s *doc.Sentence, j, i int) bool {
	for n := 0; n <= len(s.Tokens); n++ {
		if j == i {
			return true
		}
		if j = head(s, j); j < 0 {
			return false
		}
	}
	return false
}

// head returns the head of token j, -1 for a root and for what is out of range.
func head(s *doc.Sentence, j int) int {
	if h := s.Tokens[j].Head; h >= 0 && h < len(s.Tokens) && h != j {
		return h
	}
	return -1
}

// Root returns the token that heads the sentence, or -1 when it is not parsed.
func Root(s *doc.Sentence) int {
	if s.Parsed {
		for i := range s.Tokens {
			if s.Tokens[i].Head < 0 {
				return i
			}
		}
	}
	return -1
}

// Step is one arc of a path: the token that it leads to, whether it leads up to a head
// or down to a child, and the arc's relation.
type Step struct {
	To  int
	Up  bool
	Rel string
}

// Path returns the arcs from token a to token b: first up to the token that both hang
// below, then down. It is nil when a is b, or when no arcs join them.
func Path(s *doc.Sentence, a, b int) []Step {
	var path []Step
	for i := a; i >= 0 && len(path) <= len(s.Tokens); i = head(s, i) {
		if i != a {
			path = append(path, Step{i, true, s.Tokens[last(path, a)].Rel})
		}
		if Under(s, b, i) {
			return append(path, down(s, i, b)...)
		}
	}
	return nil
}

// last returns where a path has come to.
func last(path []Step, from int) int {
	if len(path) == 0 {
		return from
	}
	return path[len(path)-1].To
}

// down returns the arcs from token i to token b, which hangs below it.
func down(s *doc.Sentence, i, b int) []Step {
	var path []Step
	for j := b; j != i; j = head(s, j) {
		path = append(path, Step{j, false, s.Tokens[j].Rel})
	}
	for l, r := 0, len(path)-1; l < r; l, r = l+1, r-1 {
		path[l], path[r] = path[r], path[l]
	}
	return path
}
