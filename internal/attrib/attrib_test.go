package attrib

import (
	"reflect"
	"testing"

	"onrecord/internal/doc"
)

func TestViterbi(t *testing.T) {
	// Two labels, no edges but one: 1 after 1 costs 5, so the best path leaves it once.
	emit := []int32{0, 3, 0, 4, 0, 3}
	edge := make([]int32, 3*2*2)
	for i := range 3 {
		edge[(i*2+1)*2+1] = -5
	}
	if got := viterbi(emit, edge, 2, 2, nil); !reflect.DeepEqual(got, []uint8{1, 0, 1}) {
		t.Errorf("path = %v, want [1 0 1]", got)
	}
	if got := viterbi(emit, edge, 2, 1, []int8{-1, 1, -1}); !reflect.DeepEqual(got, []uint8{0, 1, 0}) {
		t.Errorf("forced path = %v, want [0 1 0]: label 1 is for forced places only", got)
	}
	if got := viterbi[int32](nil, nil, 3, 3, nil); len(got) != 0 {
		t.Errorf("path of nothing = %v", got)
	}
}

func TestStatementCues(t *testing.T) {
	l := NewLexicon()
	for cue, want := range map[string]bool{
		"said": true, "according to": true, ":": true, "has repeatedly denied": true, "vowed": true, "found": true, "tweeting": true, "testified": true,
		"hoped": false, "wants": false, "believe": false, "seemed": false, "in favor of": false,
	} {
		if got := l.Statement(cue); got != want {
			t.Errorf("Statement(%q) = %v", cue, got)
		}
	}
}

func TestStance(t *testing.T) {
	tables := newTables()
	for _, c := range []struct {
		cue, content string
		sourceless   bool
		want         string
	}{
		{"said", "talks were under way", false, "asserts"},
		{"denied", "firing first", false, "denies"},
		{"has categorically denied", "the allegations", false, "denies"},
		{"rejected", "the claim that troops had crossed the river", false, "denies"},
		{"rejected", "calls for his resignation", false, "asserts"},
		{"dismissed", "reports of a mutiny", false, "denies"},
		{"confirmed", "the deaths of two soldiers", false, "confirms"},
		{"could not confirm", "the toll", false, "doubts"},
		{"declined to confirm", "the toll", false, "doubts"},
		{"doubted", "the truce would hold", false, "doubts"},
		{"found no evidence of", "fraud", false, "doubts"},
		{"allegedly", "fired at the crowd", true, "hearsay"},
		{"alleged", "that soldiers fired at the crowd", false, "asserts"},
		{"According to", "he reportedly fled across the border", false, "hearsay"},
		{"said", "the report was false", false, "denies"},
		{"said", "it had no involvement in the raid", false, "denies"},
	} {
		if got := tables.stanceOf(c.cue, c.content, c.sourceless); got != c.want {
			t.Errorf("stance of %q + %q = %s, want %s", c.cue, c.content, got, c.want)
		}
	}
}

func TestCovering(t *testing.T) {
	d := &doc.Document{Claims: []doc.Claim{
		{Content: []doc.Span{{Start: 0, End: 100}}},
		{Content: []doc.Span{{Start: 20, End: 40}, {Start: 60, End: 80}}},
	}}
	for at, want := range map[int]int{10: 0, 25: 1, 45: 0, 65: 1, 120: -1} {
		if got := Covering(d, doc.Span{Start: at, End: at + 5}); got != want {
			t.Errorf("Covering(%d) = %d, want %d", at, got, want)
		}
	}
}
