package gold

import (
	"encoding/json"
	"strings"
	"testing"
)

const quotedSentence = `{"id": 7, "events": [{"a": "shelled", "act": "ASSAULT", "mode": ["heavy-weapons"], "st": "occurred", "by": [["The army", "COD", "MIL"]], "to": [["Goma~2", null, "CVL"]], "pl": ["Goma", "COD"], "on": "aid workers", "also": "shelling"}]}`

func oneText(id string) (string, bool) {
	return "In Goma, aid workers said: The army shelled Goma, and the shelling went on in Goma.", id == "7"
}

// TestPackSentences: packing leaves no word of the sentence and the right places, and reading checks the text.
func TestPackSentences(t *testing.T) {
	t.Parallel()
	got, err := PackSentences(strings.NewReader(quotedSentence+"\n\n"), "x", oneText)
	if err != nil || len(got) != 1 || len(got[0].Events) != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	b, _ := json.Marshal(got[0])
	for _, w := range []string{"Goma", "army", "shell", "workers"} {
		if strings.Contains(string(b), w) {
			t.Errorf("the packed line holds %q: %s", w, b)
		}
	}
	text, _ := oneText("7")
	e := got[0].Events[0]
	for _, c := range []struct {
		q    Quote
		want string
		from int
	}{{e.Anchor, "shelled", 0}, {e.Recipients[0].Quote, "Goma", 8}, {e.Place.Quote, "Goma", 0}, {*e.Source, "aid workers", 0}, {e.Also[0], "shelling", 0}} {
		if w := text[c.q.S[0]:c.q.S[1]]; w != c.want || c.q.S[0] < c.from {
			t.Errorf("%v is %q, want %q", c.q.S, w, c.want)
		}
	}
	if again, err := ReadSentences(strings.NewReader(string(b)), "x", oneText); err != nil || len(again) != 1 {
		t.Errorf("reading back: %v, %v", again, err)
	}
	other := func(string) (string, bool) {
		return "Another text altogether, long enough for all of the spans that are in there, I hope.", true
	}
	if _, err := ReadSentences(strings.NewReader(string(b)), "x", other); err == nil || !strings.Contains(err.Error(), "hash") {
		t.Errorf("another text: %v", err)
	}
}

// TestPackSentencesReports: every fault is named, and good lines are kept.
func TestPackSentencesReports(t *testing.T) {
	t.Parallel()
	lines := strings.Join([]string{
		quotedSentence,
		strings.Replace(quotedSentence, "shelled", "shot", 1),
		strings.Replace(quotedSentence, "ASSAULT", "WALK", 1),
		strings.Replace(quotedSentence, `"MIL"`, `"ARMY"`, 1),
		strings.Replace(quotedSentence, "occurred", "over", 1),
		strings.Replace(quotedSentence, "heavy-weapons", "sword", 1),
		strings.Replace(quotedSentence, "7", "8", 1),
		"{",
	}, "\n")
	got, err := PackSentences(strings.NewReader(lines), "x", oneText)
	if len(got) != 1 || err == nil {
		t.Fatalf("%d sentences, %v", len(got), err)
	}
	for _, want := range []string{`"shot"`, `"WALK"`, `"ARMY"`, `"over"`, `"sword"`, "no such sentence", "x:8"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the errors do not name %s:\n%v", want, err)
		}
	}
}
