package lstm

import (
	"slices"
	"testing"
)

func TestVectors(t *testing.T) {
	t.Parallel()
	words := []string{"troops", "agadez", "né"}
	numbers := []float32{0.5, -1, 0.25, 0, 0, 0, -3, 2, 1}
	v, err := LoadVectors(NewVectors(3, words, numbers).Marshal())
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range words {
		got := make([]float32, v.Size)
		if !v.Fill(got, w) {
			t.Errorf("%s has no vector", w)
		}
		for k, want := range numbers[3*i : 3*i+3] {
			if d := got[k] - want; d > 0.015 || d < -0.015 {
				t.Errorf("%s: number %d is %v, want about %v", w, k, got[k], want)
			}
		}
	}
	if v.Fill(make([]float32, v.Size), "unknown") {
		t.Error("an unknown word has a vector")
	}
}

// TestSets: each set says what it knows of the first form that it knows, and what it does not know is 0, whatever was there before.
func TestSets(t *testing.T) {
	t.Parallel()
	s := Sets{NewVectors(2, []string{"sent", "send"}, []float32{1, 0, 0, 1}), NewVectors(1, []string{"send", "junta"}, []float32{1, -1})}
	if s.Size() != 3 {
		t.Fatalf("size %d, want 3", s.Size())
	}
	for _, c := range []struct {
		forms []string
		want  []float32
		ok    bool
	}{
		{[]string{"sent", "send"}, []float32{1, 0, 1}, true}, // the second set knows the lemma alone
		{[]string{"send"}, []float32{0, 1, 1}, true},
		{[]string{"junta"}, []float32{0, 0, -1}, true},
		{[]string{"qwerty"}, []float32{0, 0, 0}, false},
		{nil, []float32{0, 0, 0}, false},
	} {
		out := []float32{9, 9, 9}
		if ok := s.Fill(out, c.forms...); ok != c.ok || !slices.Equal(out, c.want) {
			t.Errorf("%v: %v %v, want %v %v", c.forms, out, ok, c.want, c.ok)
		}
	}
}
