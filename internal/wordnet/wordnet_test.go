package wordnet

import (
	"slices"
	"testing"
)

// shared tells whether two words have a class of depth below 3 in common.
func shared(a, b *Word) bool {
	for _, s := range a.Senses {
		for _, t := range b.Senses {
			for _, id := range s[:min(3, len(s))] {
				if slices.Contains(t[:min(3, len(t))], id) {
					return true
				}
			}
		}
	}
	return false
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		a, b string
		akin bool
	}{{"lambast", "criticise", true}, {"lambast", "criticize", true}, {"bombard", "shell", true}, {"lambast", "withdraw", false}} {
		a, b := Verb(c.a), Verb(c.b)
		if a == nil || b == nil {
			t.Fatalf("%s or %s is not known", c.a, c.b)
		}
		if shared(a, b) != c.akin {
			t.Errorf("%s and %s: akin = %v", c.a, c.b, !c.akin)
		}
	}
	for _, c := range []struct{ noun, field, verb string }{{"withdrawal", "communication", "withdraw"}, {"raid", "act", "raid"}, {"militant", "person", ""}, {"ambulance", "artifact", ""}} {
		w := Noun(c.noun)
		if w == nil || w.Field != c.field || w.Verb != c.verb {
			t.Errorf("%s: %+v", c.noun, w)
		}
	}
	if Noun("xyzzy") != nil || Verb("") != nil {
		t.Error("unknown words are known")
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if len(load().lines) == 0 {
			b.Fatal("nothing")
		}
	}
}
