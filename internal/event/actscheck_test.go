package event_test

import (
	"slices"
	"strings"
	"testing"

	"onrecord/internal/doc"
	"onrecord/internal/event"
)

func TestCheckActs(t *testing.T) {
	p := pipeline(t)
	const arrest, launch = "Police arrested 12 protesters in Kampala on Monday.", "The army launched an attack on the village."
	for _, c := range []struct {
		name, text, words, act string // words are annotated as the act, "" = nothing is
		pos, row, of           string // the row asked for and its act
		agree, other, none     int
		uncovered              []event.Uncovered
	}{
		{"the row's act", arrest, "arrested", "COERCE", "v", "arrest", "COERCE", 1, 0, 0, nil},
		{"another act", arrest, "arrested", "ACCUSE", "v", "arrest", "COERCE", 0, 1, 0, []event.Uncovered{{Act: "ACCUSE", Word: "arrest/v", Why: "other act", Count: 1}}},
		{"nothing", arrest, "", "", "v", "arrest", "COERCE", 0, 0, 1, nil},
		{"a word that the text lacks", arrest, "arrested", "COERCE", "n", "attack", "ASSAULT", 0, 0, 0, nil},
		{"the word that an anchor is matched with", launch, "launched an attack", "ASSAULT", "v", "launch obj:$attack", "ASSAULT", 1, 0, 0, nil},
		{"another word in it is merely covered", launch, "launched an attack", "ASSAULT", "n", "attack", "ASSAULT", 0, 0, 0, nil},
		{"a word beside an anchor", launch, "attack", "ASSAULT", "v", "launch obj:$attack", "ASSAULT", 0, 0, 1, nil},
		{"conditions unmet", "The army launched in May.", "launched", "ASSAULT", "v", "launch obj:$attack", "ASSAULT", 0, 0, 0, []event.Uncovered{{Act: "ASSAULT", Word: "launch/v", Why: "unmet", Count: 1}}},
		{"no row", "The president sneezed.", "sneezed", "REJECT", "v", "arrest", "COERCE", 0, 0, 0, []event.Uncovered{{Act: "REJECT", Word: "sneeze/v", Why: "no row", Count: 1}}},
		{"no candidate", "The president is in Rome.", "in Rome", "CONSULT", "v", "arrest", "COERCE", 0, 0, 0, []event.Uncovered{{Act: "CONSULT", Word: "in rome", Why: "no candidate", Count: 1}}},
	} {
		a := event.Annotated{Doc: p(c.text)}
		if at := strings.Index(c.text, c.words); c.words != "" {
			a.Events = []event.Annotation{{Anchors: []doc.Span{{Start: at, End: at + len(c.words)}}, Act: c.act}}
		}
		rows, uncovered := event.CheckActs([]event.Annotated{a})
		k := slices.IndexFunc(rows, func(r event.CheckedRow) bool { return r.Act == c.of && r.POS == c.pos && r.Row == c.row })
		if k < 0 {
			t.Fatalf("%s: no row %q", c.name, c.row)
		}
		if r := rows[k]; r.Agree != c.agree || r.Other != c.other || r.None != c.none {
			t.Errorf("%s: agree %d other %d none %d", c.name, r.Agree, r.Other, r.None)
		}
		if !slices.Equal(uncovered, c.uncovered) {
			t.Errorf("%s: uncovered %+v", c.name, uncovered)
		}
	}
}
