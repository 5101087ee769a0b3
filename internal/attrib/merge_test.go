package attrib

import (
	"testing"

	"onrecord/internal/doc"
)

// Two sources may both be the first word of an article: then nobody passes on what the other says.
func TestPassesOnAtTheStart(t *testing.T) {
	b := &drafter{resolver: &resolver{cast: &cast{v: &view{words: make([]word, 6), first: []int{0, 6}}}}}
	x := &draft{at: Attribution{words: [2]int{1, 1}, Cue: []doc.Span{{Start: 3, End: 7}}, Content: []doc.Span{{Start: 10, End: 20}}}}
	y := &draft{at: Attribution{words: [2]int{5, 5}, Cue: []doc.Span{{Start: 25, End: 30}}, Content: []doc.Span{{Start: 8, End: 22}}}}
	if b.passesOn(x, y) {
		t.Error("the first word passes on what it says itself")
	}
}
