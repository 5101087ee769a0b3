package event

import (
	"testing"

	"onrecord/internal/doc"
)

// parsed builds a sentence from words with tags, heads (1-based, 0 = root) and relations.
func parsed(rows ...[4]any) *tree {
	s := &doc.Sentence{Parsed: true}
	for _, r := range rows {
		s.Tokens = append(s.Tokens, doc.Token{Text: r[0].(string), Lemma: r[0].(string), UPOS: r[1].(string), Head: r[2].(int) - 1, Rel: r[3].(string)})
	}
	return newTree(s, 0)
}

// Who gets something is told from what is given, in the active and in the passive.
func TestDative(t *testing.T) {
	r := &reader{}
	active := parsed([4]any{"Chad", "PROPN", 2, "nsubj"}, [4]any{"give", "VERB", 0, "root"}, [4]any{"Mali", "PROPN", 2, "iobj"}, [4]any{"tanks", "NOUN", 2, "obj"})
	passive := parsed([4]any{"Mali", "PROPN", 3, "nsubj:pass"}, [4]any{"be", "AUX", 3, "aux:pass"}, [4]any{"give", "VERB", 0, "root"}, [4]any{"tanks", "NOUN", 3, "obj"},
		[4]any{"by", "ADP", 6, "case"}, [4]any{"Chad", "PROPN", 3, "obl"})
	for _, c := range []struct {
		t    *tree
		verb int
		want []string
	}{{active, 1, []string{"subj", "", "dative", "obj"}}, {passive, 2, []string{"dative", "", "", "obj", "", "subj"}}} {
		r.trees = []*tree{c.t}
		x := &cand{tok: c.verb, subj: c.t.subject(c.verb), obj: c.t.object(c.verb), light: -1}
		for i, want := range c.want {
			if i == c.verb || want == "" {
				continue
			}
			if got := r.grammar(x, i); got != want {
				t.Errorf("%s of %s is %q, want %q", c.t.tok(i).Text, c.t.tok(c.verb).Text, got, want)
			}
		}
	}
}

// "wants the army to leave" asks somebody else, "wants to leave" does not.
func TestOtherSubject(t *testing.T) {
	want := cond{kind: "comp", any: map[string]bool{"other": true}}
	other := parsed([4]any{"Peru", "PROPN", 2, "nsubj"}, [4]any{"want", "VERB", 0, "root"}, [4]any{"Chad", "PROPN", 2, "obj"}, [4]any{"to", "PART", 5, "mark"}, [4]any{"leave", "VERB", 2, "xcomp"})
	own := parsed([4]any{"Peru", "PROPN", 2, "nsubj"}, [4]any{"want", "VERB", 0, "root"}, [4]any{"to", "PART", 4, "mark"}, [4]any{"leave", "VERB", 2, "xcomp"})
	if !other.has(1, &want, "v") || own.has(1, &want, "v") {
		t.Errorf("another subject: %v, its own: %v", other.has(1, &want, "v"), own.has(1, &want, "v"))
	}
}

// A participle behind a verb that takes one is its object, whatever the parser says: who considers it would do it.
func TestGerund(t *testing.T) {
	x := parsed([4]any{"Peru", "PROPN", 3, "nsubj"}, [4]any{"be", "AUX", 3, "aux"}, [4]any{"consider", "VERB", 0, "root"}, [4]any{"recalling", "VERB", 5, "amod"}, [4]any{"envoys", "NOUN", 3, "obj"})
	x.s.Tokens[3].XPOS = "VBG"
	if s, o := x.subject(3), x.object(3); s != 0 || o != 4 {
		t.Errorf("subject %d, object %d; want 0 and 4", s, o)
	}
	x.s.Tokens[2].Lemma = "arrest" // "is arresting protesting students"
	x = newTree(x.s, 0)
	if s := x.subject(3); s == 0 {
		t.Error("who arrests is taken for who protests")
	}
}

// Parsers take the "between" of a clause for its mark: then it is between no two parties, and no reason to panic.
func TestBetweenAsMark(t *testing.T) {
	x := parsed([4]any{"talks", "NOUN", 0, "root"}, [4]any{"between", "ADP", 3, "mark"}, [4]any{"fighting", "VERB", 1, "acl"})
	if got := new(cast).between(x, &cand{tok: 0, act: "CONSULT"}); got != nil {
		t.Errorf("between %v", got)
	}
}

// A broken tree has words that hang on none, whatever their relation says.
func TestVisitWithoutHead(t *testing.T) {
	x := parsed([4]any{"on", "ADP", 2, "case"}, [4]any{"visit", "NOUN", 0, "nmod"})
	if status, _ := x.underWay(1); status != "" {
		t.Errorf("a visit that nothing is said of is %s", status)
	}
}

// A phrase holds its head, whatever the parser takes for one: half of a pair of quotation marks or brackets as well.
func TestBalancedHoldsItsHead(t *testing.T) {
	x := parsed([4]any{"the", "DET", 3, "det"}, [4]any{"“", "PUNCT", 3, "punct"}, [4]any{"list", "NOUN", 0, "root"}, [4]any{"”", "NOUN", 3, "nmod"}, [4]any{"(", "PUNCT", 6, "punct"},
		[4]any{"ban", "NOUN", 3, "nmod"}, [4]any{")", "NOUN", 6, "punct"}, [4]any{"]", "NOUN", 6, "punct"}, [4]any{"[", "NOUN", 6, "punct"})
	for head := range x.s.Tokens {
		for first := 0; first <= head; first++ {
			for last := head; last < len(x.s.Tokens); last++ {
				if a, b := x.balanced(head, first, last); a > head || b < head {
					t.Errorf("head %d in %d to %d: %d to %d", head, first, last, a, b)
				}
			}
		}
	}
}
