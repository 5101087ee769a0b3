package gold

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const packText = "Troops left Goma. The army said troops left because «troops» were tired. Goma is quiet."

func packSample() *Annotation {
	return &Annotation{Doc: "ww/x",
		Claims: []Claim{{ID: "c1", Content: []Quote{{Q: "troops left"}}, Cue: &Quote{Q: "said"},
			Chain: []Hop{{Quote: Quote{Q: "The army"}, Name: "army", Kind: "organisation", Anonymity: "named", Stance: "asserts"}, {Name: "implied", Kind: "group", Anonymity: "unnamed", Stance: "hearsay"}}}},
		Events: []Event{{ID: "e1", Anchor: Quote{Q: "left", N: 2}, Type: "RETREAT", Status: "occurred", Claim: "c1",
			Actors: []Actor{{Quote: Quote{Q: "troops", N: 2}}}, Place: &Place{Quote: Quote{Q: "Goma", N: 2}}}},
	}
}

// TestPackUnpack: a packed annotation holds no word of the text, and unpacking finds the same places again.
func TestPackUnpack(t *testing.T) {
	t.Parallel()
	a := packSample()
	if err := Pack(a, packText); err != nil {
		t.Fatal(err)
	}
	if err := Check(a, packText); err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(a)
	for _, w := range []string{"troops", "said", "Goma"} {
		if strings.Contains(string(b), w) {
			t.Errorf("the packed file holds %q", w)
		}
	}
	if err := unpack(a, packText); err != nil {
		t.Fatal(err)
	}
	if e := a.Events[0]; e.Anchor.Q != "left" || e.Anchor.N != 2 || e.Actors[0].N != 2 || e.Place.N != 2 {
		t.Errorf("unpacked event is %+v", e)
	}
}

func TestPackAndCheckReport(t *testing.T) {
	t.Parallel()
	a := packSample()
	a.Events[0].Anchor.N = 9
	a.Claims[0].Cue.Q = " said"
	err := Pack(a, packText)
	if err == nil || !strings.Contains(err.Error(), "occurrence 9") || !strings.Contains(err.Error(), "blanks") {
		t.Errorf("Pack says %v", err)
	}
	a = packSample()
	if err := Pack(a, packText); err != nil {
		t.Fatal(err)
	}
	a.Events[0].Type, a.Events[0].Claim, a.Claims[0].Chain[0].Stance = "WALK", "c7", "hopes"
	err = Check(a, packText)
	for _, want := range []string{`"WALK" is no act`, `no claim "c7"`, `"hopes" is no stance`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check does not say %s: %v", want, err)
		}
	}
}

// TestAnnotations: every file of annotations/ fits its text and the guidelines' vocabularies.
func TestAnnotations(t *testing.T) {
	t.Parallel()
	const shared = "../../../shared"
	if _, err := os.Stat(filepath.Join(shared, "corpora")); err != nil {
		t.Skip("no ../shared/corpora here: the annotations cannot be laid on their texts")
	}
	articles, err := LoadStandoff("../../annotations", shared)
	if err != nil {
		t.Fatal(err)
	}
	for i := range articles {
		if err := Check(&articles[i].Annotation, string(articles[i].Text)); err != nil {
			t.Errorf("%s: %v", articles[i].Doc, err)
		}
	}
}

// TestHeldOut: annotations/README.md lists the articles that no recipe trains on, no more and no fewer.
func TestHeldOut(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../annotations/*.json")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../annotations/README.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range paths {
		id := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(p), ".json"), "__", "/")
		listed := strings.Contains(string(readme), "`"+id+"`")
		if held := HeldOut(id); held != listed {
			t.Errorf("%s: held out %v, listed in annotations/README.md %v", id, held, listed)
		} else if held {
			n++
		}
	}
	if 20*n < len(paths) || n > len(paths)/5 {
		t.Errorf("%d of %d articles are held out, want about a tenth", n, len(paths))
	}
}
