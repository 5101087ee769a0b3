package corpus

import (
	"testing"

	"onrecord/internal/doc"
)

// A parse of Universal Dependencies 1 is brought to version 2: "No town was shelled in May by Old Harry".
func TestUniversal2(t *testing.T) {
	ts := []doc.Token{
		{Text: "No", UPOS: "DET", Head: 1, Rel: "neg"}, {Text: "town", UPOS: "NOUN", Head: 3, Rel: "nsubjpass"}, {Text: "was", UPOS: "VERB", Head: 3, Rel: "auxpass"},
		{Text: "shelled", UPOS: "VERB", Head: -1, Rel: "root"}, {Text: "May", UPOS: "PROPN", Head: 3, Rel: "nmod:tmod"}, {Text: "Old", UPOS: "PROPN", Head: 6, Rel: "name"},
		{Text: "Harry", UPOS: "PROPN", Head: 3, Rel: "nmod"}, {Text: "army", UPOS: "NOUN", Head: 1, Rel: "nmod"}, {Text: "and", UPOS: "CONJ", Head: 1, Rel: "cc"},
	}
	universal2(ts)
	for i, want := range []string{"det", "nsubj:pass", "aux:pass", "root", "obl:tmod", "flat", "obl", "nmod", "cc"} {
		if ts[i].Rel != want {
			t.Errorf("%s is %s, want %s", ts[i].Text, ts[i].Rel, want)
		}
	}
	if ts[2].UPOS != "AUX" || ts[8].UPOS != "CCONJ" {
		t.Errorf("tags %s %s", ts[2].UPOS, ts[8].UPOS)
	}
}
