package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// eventsOf reads each text and writes its events by say, once by each mention that may be the one an event is written from; want must be
// among them.
func eventsOf(t *testing.T, cases []struct{ text, want string }, say func(d *doc.Document, e *doc.Event) string) {
	t.Helper()
	p := pipeline(t)
	for _, c := range cases {
		d := p(c.text)
		var got []string
		for i := range d.Events {
			e := d.Events[i]
			for _, e.Anchor = range append([]doc.Span{e.Anchor}, e.Also...) {
				got = append(got, say(d, &e))
			}
		}
		if !anyHas(got, c.want) {
			t.Errorf("%s\n  got  %s\n  want %s", c.text, strings.Join(got, "; "), c.want)
		}
	}
}

// The mode is told by what is done, not by any word of the field nearby.
func TestModes(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"Peru threatened to use force against Bolivia.", "use ASSAULT []"},
		{"Police used tear gas on demonstrators in Harare.", "used ASSAULT [crowd-control"},
		{"A policeman was killed by demonstrators in Lima on Friday.", "killed ASSAULT []"},
		{"The foreign ministers of Peru and Chile held peace talks in Geneva.", "talks CONSULT []"},
		{"Norway mediated talks between Peru and the rebels.", "mediated CONSULT [third-party]"},
		{"The bishop called for talks between the army and the rebels.", "talks CONSULT []"},
		{"The two presidents spoke in a telephone call on Monday.", "call CONSULT [phone]"},
		{"The Chilean and Peruvian presidents held talks by phone on Monday.", "talks CONSULT [phone]"},
		{"A suicide bomber killed ten soldiers in Mogadishu.", "killed ASSAULT [suicide-attack"},
		{"The United Nations urged the rebels to release the hostages.", "urged REQUEST [yield]"},
		{"Peru asked Chile to meet in Lima.", "asked REQUEST [meet]"},
		{"The opposition accused the government of rigging the election.", "accused ACCUSE [allege]"},
		{"The Vatican criticised the arrests of priests in Nicaragua.", "criticised ACCUSE [disapprove]"},
		{"Peru threatened to close its border with Chile.", "threatened THREATEN [restrict]"},
		{"NATO will send three frigates and a patrol aircraft to the area next week.", "send MOBILIZE [weapons]"},
		{"The coastguard sent four patrol vessels to the area.", "sent MOBILIZE [police]"},
		{"Kenya sent 200 police officers to Mandera.", "sent MOBILIZE [police]"},
	}, func(d *doc.Document, e *doc.Event) string {
		return d.Text(e.Anchor) + " " + e.Act + " [" + strings.Join(e.Mode, " ") + "]"
	})
}

// What somebody is accused of is no part of who is accused.
func TestAccusedPhrase(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"Congo's army accused the rebels of firing mortars at its positions at dawn.", "accused > the rebels."},
		{"Peru accused Chile of spying and recalled its ambassador.", "accused > Chile."},
		{"The court convicted the mayor of Lima on Friday.", "convicted > the mayor of Lima."},
	}, func(d *doc.Document, e *doc.Event) string {
		s := d.Text(e.Anchor) + " >"
		for _, a := range e.Recipients {
			s += " " + d.Text(a.Span) + "."
		}
		return s
	})
}

// A number stands for people where only people can have it done to them.
func TestHeadless(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"Gunmen killed ten in Katsina on Friday.", "killed > ten (CVL)"},
		{"Police in Lima arrested 14 on Monday.", "arrested > 14 (CVL)"},
		{"A bomb killed five in Kabul on Monday, police said.", "bomb > five (CVL)"},
	}, func(d *doc.Document, e *doc.Event) string {
		s := d.Text(e.Anchor) + " >"
		for _, a := range e.Recipients {
			s += " " + d.Text(a.Span) + " (" + a.Sector + ")"
		}
		return s
	})
}

// A party's phrase starts where a word does.
func TestHyphens(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"U.N. Secretary-General Antonio Guterres condemned the attack in Mali.", "condemned Secretary-General Antonio Guterres ()"},
		{"NATO Secretary-General Mark Rutte met the Turkish president in Ankara.", "met Secretary-General Mark Rutte (GOV)"},
		{"The Iran-backed Houthi rebels attacked a tanker.", "attacked Iran-backed Houthi rebels (REB)"},
	}, func(d *doc.Document, e *doc.Event) string {
		s := d.Text(e.Anchor)
		for _, a := range e.Actors {
			s += " " + d.Text(a.Span) + " (" + a.Sector + ")"
		}
		return s
	})
}

// What somebody calls a deed is not done once more.
func TestLikened(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct {
		text string
		want bool // an attack
	}{
		{"The party called the arrest a kidnapping.", false},
		{"The president called the arrests an act of war.", false},
		{"Peru described the talks as an ambush.", false},
		{"Two men died in what the police described as a shootout.", true},
		{"Rebels ambushed a convoy, and the army called it a massacre.", true},
	} {
		got := false
		d := p(c.text)
		for i := range d.Events {
			got = got || d.Events[i].Act == "ASSAULT"
		}
		if got != c.want {
			t.Errorf("%s: an attack %v, want %v", c.text, got, c.want)
		}
	}
}
