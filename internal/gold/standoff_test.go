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
	e := &a.Events[0]
	e.Type, e.Claim, a.Claims[0].Chain[0].Stance = "WALK", "c7", "hopes"
	e.Actors[0].Sector, e.Actors[0].Code, e.Mode = "NGO", "US", []string{"slow"}
	a.Events = append(a.Events, Event{ID: "e2", Anchor: e.Anchor, Type: "AID", Mode: []string{"drone"}, Status: "occurred"}, Event{ID: "e3", Anchor: e.Anchor, Type: "ASSAULT", Mode: []string{"coup"}, Status: "occurred"})
	a.Forces = []Force{{Quote: e.Anchor}}
	a.Forces[0].Owner.Sector = "FOO"
	err = Check(a, packText)
	if err != nil && strings.Contains(err.Error(), "e3") {
		t.Errorf("a bloody coup is refused: %v", err)
	}
	for _, want := range []string{`"WALK" is no act`, `no claim "c7"`, `"hopes" is no stance`, `"NGO" is no sector`, `"US" is no code`, `"slow" is no mode`, `AID has no mode "drone"`, `"FOO" is no sector`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check does not say %s: %v", want, err)
		}
	}
}

// TestAnnotations: every file of annotations/ fits its text and the guidelines' vocabularies, and none repeats a held-out article.
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
	heldOutStandsNowhereElse(t, articles)
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
	n, all := 0, 0 // of the articles that we did not write ourselves
	for _, p := range paths {
		id := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(p), ".json"), "__", "/")
		listed := strings.Contains(string(readme), "`"+id+"`")
		if held := HeldOut(id); held != listed {
			t.Errorf("%s: held out %v, listed in annotations/README.md %v", id, held, listed)
		} else if held {
			n++
		}
		if !strings.HasPrefix(id, "wire/") {
			all++
		}
	}
	if 20*n < all || n > all/5 {
		t.Errorf("%d of %d articles are held out, want about a tenth", n, all)
	}
}

// heldOutStandsNowhereElse: no article that may be trained on holds half of the words of a held-out one (papers of one house print
// the same text under two names, and a wire copy would give the held-out answers away).
func heldOutStandsNowhereElse(t *testing.T, articles []Article) {
	const window = 8
	sequences := func(a *Article) map[string]bool {
		words, m := strings.Fields(strings.ToLower(string(a.Text))), map[string]bool{}
		for i := 0; i+window <= len(words); i++ {
			m[strings.Join(words[i:i+window], " ")] = true
		}
		return m
	}
	held := map[string][]string{} // a sequence of words and the held-out articles that have it
	size := map[string]int{}
	for i := range articles {
		if a := &articles[i]; HeldOut(a.Doc) {
			for s := range sequences(a) {
				held[s] = append(held[s], a.Doc)
				size[a.Doc]++
			}
		}
	}
	if len(held) == 0 {
		t.Error("nothing is held out")
	}
	for i := range articles {
		a := &articles[i]
		if HeldOut(a.Doc) || strings.HasPrefix(a.Doc, "wire/") {
			continue
		}
		common := map[string]int{}
		for s := range sequences(a) {
			for _, doc := range held[s] {
				common[doc]++
			}
		}
		for doc, n := range common {
			if 2*n > size[doc] {
				t.Errorf("%s, which is trained on, holds %d of the %d word sequences of %s, which is held out: take it out of annotations/", a.Doc, n, size[doc], doc)
			}
		}
	}
}
