package lesson

import (
	"reflect"
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// Sentences are the same each time, of all kinds, and their spans cut whole words out of them.
func TestSentences(t *testing.T) {
	all, err := Sentences(3000, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Sentences(3000, 0.25)
	if !reflect.DeepEqual(all, again) {
		t.Error("two runs differ")
	}
	kinds := map[string]int{}
	for _, s := range all {
		kinds[s.Kind]++
		for _, e := range s.Events {
			spans := append(append([]doc.Span{}, e.Anchors...), e.Beside...)
			for _, p := range append(append([]Party{}, e.Actors...), e.Recipients...) {
				spans = append(spans, p.Span)
			}
			for _, at := range spans {
				w := s.Text[at.Start:at.End]
				if w == "" || w != strings.TrimSpace(w) || at.Start > 0 && s.Text[at.Start-1] != ' ' {
					t.Errorf("%q: span %v is %q", s.Text, at, w)
				}
			}
			if len(e.Anchors) == 0 || e.Act == "" || e.Status == "" {
				t.Errorf("%q: event %+v lacks something", s.Text, e)
			}
		}
		if s.Kind == "quiet" && len(s.Events) > 0 || strings.Contains(s.Text, "  ") || strings.ContainsAny(s.Text, "[]>_") {
			t.Errorf("bad sentence %q", s.Text)
		}
	}
	for _, c := range constructions {
		if kinds[c.kind] == 0 {
			t.Errorf("no sentence of kind %q", c.kind)
		}
	}
}

// Every construction with a verb form of its own says what it should.
func TestBuild(t *testing.T) {
	m, err := newMaker(1)
	if err != nil {
		t.Fatal(err)
	}
	var attack *frame
	for i := range m.frames {
		if m.frames[i].base == "attack" {
			attack = &m.frames[i]
			break
		}
	}
	people := map[string]*person{"A": {text: "rebels", plural: true}, "R": {text: "the Kenyan army"}, "S": {text: "Peru"}, "A2": {text: "Chad"}}
	for text, want := range map[string]string{
		"A V.past REST .":                       "Rebels attacked the Kenyan army. | rebels > the Kenyan army",
		"A and A2 V.past REST .":                "Rebels and Chad attacked the Kenyan army. | rebels, Chad > the Kenyan army",
		"R BE.R V.part REST0 by A .":            "The Kenyan army was attacked by rebels. | rebels > the Kenyan army",
		"R BE.R V.part REST0 .":                 "The Kenyan army was attacked. | > the Kenyan army",
		"A.own N surprised many .":              "Rebels' attack on the Kenyan army surprised many. | rebels > the Kenyan army",
		"S said A IS.A V.ing REST .":            "Peru said rebels are attacking the Kenyan army. | rebels > the Kenyan army",
		"A PL.plan to V.base REST .":            "Rebels plan to attack the Kenyan army. | rebels > the Kenyan army",
		"R , which A V.past REST0 , IS.R old .": "The Kenyan army, which rebels attacked, is old. | rebels > the Kenyan army",
	} {
		b := &builder{m: m, c: &construction{}, f: attack, noun: []string{"attack", "on", "R"}, spans: map[string]doc.Span{}, who: map[string]*person{}}
		for k, p := range people {
			b.who[k] = p
		}
		for _, w := range strings.Fields(text) {
			b.token(w)
		}
		e := b.event(attack, "occurred", b.anchors, b.beside, "A", "R")
		got := b.text.String() + " |" + words(b, e.Actors) + " >" + words(b, e.Recipients)
		if !strings.EqualFold(got, want) {
			t.Errorf("%s\n got  %s\n want %s", text, got, want)
		}
	}
}

func words(b *builder, ps []Party) string {
	var out []string
	for _, p := range ps {
		out = append(out, b.text.String()[p.Start:p.End])
	}
	return strings.TrimRight(" "+strings.Join(out, ", "), " ")
}

func TestForms(t *testing.T) {
	for base, want := range map[string]string{"attack": "attacked attacking attacks", "carry": "carried carrying carries", "seize": "seized seizing seizes",
		"push": "pushed pushing pushes", "free": "freed freeing frees"} {
		if got := regular(base) + " " + gerund(base) + " " + third(base); got != want {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
}
