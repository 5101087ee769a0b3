package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// rolesOf writes who does the act that a word of the text names, and to whom, by their names: "Peru, Chile > Bolivia".
func rolesOf(d *doc.Document, word string) string {
	for i := range d.Events {
		e := &d.Events[i]
		for _, s := range append([]doc.Span{e.Anchor}, e.Also...) {
			if strings.HasPrefix(d.Text(s), word) {
				return strings.TrimSpace(names(e.Actors) + " > " + names(e.Recipients))
			}
		}
	}
	return "no event"
}

func names(as []doc.Actor) string {
	var out []string
	for i := range as {
		out = append(out, as[i].Name)
	}
	return strings.Join(out, ", ")
}

// Where the words leave no doubt, they decide who does it and to whom, not what was learned.
func TestWordsThatTellWho(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, word, want string }{
		{"The envoy told reporters that clashes between the rebels and the army had continued.", "clashes", "rebels, army >"},
		{"French and German officials met in Rome on Monday.", "met", "French officials, German officials >"},
		{"US and British activists were detained at the airport in Cairo.", "detained", "> US activists, British activists"},
		{"Drones struck a refinery in Tuapse overnight.", "struck", "> refinery"},
		{"Ukrainian drones struck a refinery in Tuapse overnight.", "struck", "Ukrainian drones > refinery"},
		{"The Lyon shootings shook the country. Gunmen killed six people.", "shootings", "Gunmen > six people"},
	} {
		if got := rolesOf(p(c.text), c.word); got != c.want {
			t.Errorf("%s\n %s: %q, want %q", c.text, c.word, got, c.want)
		}
	}
}

// What is said or done, or what it is done with, is no party: whose it is may be.
func TestActsAreNoParties(t *testing.T) {
	p := pipeline(t)
	for _, text := range []string{
		"The court ordered a retrial for three police officers on Monday.",
		"The Labour Court ruling banned the union from holding its congress.",
		"Rival gangs killed 20 people in the city's gang wars, police said.",
		"The minister ordered the evacuation of people from the coast on Friday.",
		"The deputies praised the willingness of the Peruvian government to talk.",
		"The president announced the release of the detainees on Monday.",
		"Soldiers shelled the village with Ukrainian artillery on Monday.",
		"The army shelled the town with artillery. Rebels attacked the base with drones. Soldiers hit the village with Ukrainian artillery.",
		"Police Seize Cocaine Shipments In Port Of Santos",
	} {
		d := p(text)
		for i := range d.Events {
			e := &d.Events[i]
			for _, a := range append(append([]doc.Actor(nil), e.Actors...), e.Recipients...) {
				for _, w := range []string{"retrial", "ruling", "wars", "evacuation", "willingness", "release", "Shipments", "artillery", "drones"} {
					if strings.Contains(a.Name, w) {
						t.Errorf("%s\n %s: %q is a party", text, d.Text(e.Anchor), a.Name)
					}
				}
			}
		}
	}
}

// A title of several words stands for whoever bore it last.
func TestTitlesOfSeveralWords(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, word, want string }{
		{"Prime Minister Luis Rojas of Chile arrived in Athens on Monday. In a letter to the Greek president, the prime minister thanked Greece.", "thanked", "Luis Rojas > Greece"},
		{"Foreign Minister Ana Torres met Prime Minister Luis Rojas of Chile on Monday. The foreign minister condemned the attack on the embassy.", "condemned", "Ana Torres"},
		{"Prime Minister Luis Rojas spoke on Monday. The foreign minister condemned Peru.", "condemned", "foreign minister > Peru"},
	} {
		if got := rolesOf(p(c.text), c.word); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s\n %s: %q, want %q", c.text, c.word, got, c.want)
		}
	}
}
