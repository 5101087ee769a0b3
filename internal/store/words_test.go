package store

import (
	"strings"
	"testing"
)

func TestVector(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"The café's 2nd ÉLAN", "'the':1 'cafe':2 's':3 '2nd':4 'elan':5 "},
		{"a b a", "'a':1,3 'b':2 "},
		{"", ""},
		{"'; DROP TABLE article --", "'drop':1 'table':2 'article':3 "},
	} {
		if got := vector([]string{c.in}); got != c.want {
			t.Errorf("%q gives %q, want %q", c.in, got, c.want)
		}
	}
	if got := vector([]string{"a b", "c"}); got != "'a':1 'b':2 'c':4 " {
		t.Errorf("two columns give %q", got)
	}
	if got := (postgres{}).words(`attack* "the border" -police's`); got != `'attack':* & ('the' <-> 'border') & !('police' <-> 's')` {
		t.Errorf("the search is %s", got)
	}
}

// FuzzWords: no text gets a quote or operator into a tsvector or tsquery.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "a", "'", `\'`, "a:*", `"x y" -z*`, "É\u0301", "\xff", "😀'|&!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, w := range wordsOf(s) {
			if w == "" || strings.ContainsAny(w, `'\:&|!()<>* `) {
				t.Fatalf("%q gives the word %q", s, w)
			}
		}
		if q := (postgres{}).words(s); strings.Count(q, "'")%2 != 0 {
			t.Errorf("%q gives %s", s, q)
		}
	})
}
