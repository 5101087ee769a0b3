package parse

import (
	"reflect"
	"testing"

	"onrecord/internal/doc"
)

// sentence makes a parsed sentence from "word head rel" triples, heads counted from 0, -1 the root.
func sentence(words []string, heads []int, rels []string) *doc.Sentence {
	s := &doc.Sentence{Parsed: true}
	for i, w := range words {
		s.Tokens = append(s.Tokens, doc.Token{Text: w, Head: heads[i], Rel: rels[i]})
	}
	return s
}

func general() *doc.Sentence {
	return sentence(
		[]string{"The", "general", "told", "them", "troops", "were", "moved", "by", "night", "."},
		[]int{1, 2, -1, 2, 6, 6, 2, 8, 6, 2},
		[]string{"det", "nsubj", "root", "iobj", "nsubj:pass", "aux:pass", "ccomp", "case", "obl", "punct"})
}

func TestTreeHelpers(t *testing.T) {
	s := general()
	if got := Children(s, 6); !reflect.DeepEqual(got, []int{4, 5, 8}) {
		t.Errorf("Children = %v", got)
	}
	if got := Child(s, 6, "nsubj"); got != 4 {
		t.Errorf("Child nsubj = %d", got)
	}
	if got := Child(s, 6, "nsub"); got != -1 {
		t.Errorf("Child nsub = %d", got)
	}
	if a, b := Subtree(s, 6); a != 4 || b != 8 {
		t.Errorf("Subtree = %d, %d", a, b)
	}
	if Root(s) != 2 {
		t.Errorf("Root = %d", Root(s))
	}
	want := []Step{{2, true, "nsubj"}, {6, false, "ccomp"}, {8, false, "obl"}}
	if got := Path(s, 1, 8); !reflect.DeepEqual(got, want) {
		t.Errorf("Path = %v", got)
	}
	if got := Path(s, 8, 8); got != nil {
		t.Errorf("Path to itself = %v", got)
	}
}

func TestTreeHelpersUnparsed(t *testing.T) {
	s := sentence([]string{"a", "b"}, []int{-1, -1}, []string{"", ""})
	s.Parsed = false
	if Root(s) != -1 || Child(s, 0, "nsubj") != -1 || Path(s, 0, 1) != nil {
		t.Error("an unparsed sentence has arcs")
	}
	if a, b := Subtree(s, 1); a != 1 || b != 1 {
		t.Errorf("Subtree = %d, %d", a, b)
	}
}

// Arc 0->3 is crossed by 1->4: the shorter of two crossing arcs is lifted to its head's head.
func TestProjective(t *testing.T) {
	heads := projective([]int32{2, 2, -1, 0, 1})
	for i, h := range heads {
		if h < 5 && crossed(heads, h, min(int32(i), h), max(int32(i), h)) {
			t.Errorf("heads %v: the arc of %d still crosses", heads, i)
		}
	}
}

// Following moves of least cost from the start must give back every projective tree at no cost.
func TestOracleRestoresTrees(t *testing.T) {
	for _, s := range []*doc.Sentence{general(), sentence([]string{"go"}, []int{-1}, []string{"root"})} {
		words, _ := wordHeads(s.Tokens)
		heads := projective(words)
		st := state{kinds: []relKind{{}}}
		st.start(s.Tokens)
		for !st.done() {
			best, least := -1, 1<<30
			for m, ok := range st.allowed() {
				if ok {
					if c := st.cost(m, heads); c < least {
						best, least = m, c
					}
				}
			}
			if least != 0 {
				t.Fatalf("a gold tree costs %d", least)
			}
			st.apply(best, 0)
		}
		for i, h := range heads {
			if st.nodes[i].head != h {
				t.Errorf("%s: head %d, want %d", s.Tokens[i].Text, st.nodes[i].head, h)
			}
		}
	}
}
