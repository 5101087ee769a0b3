package event_test

import (
	"testing"

	"onrecord/internal/doc"
)

// The words that name a party: no day, preposition or verb at their ends, no half of a bracket or of a compound.
func TestPhrases(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"Norway on Wednesday accused Belarus of arming the rebels.", "accused Norway > Belarus."},
		{"Iraq's oil minister met Syrian President Bashar Assad Tuesday to discuss the border.", "met Iraq's oil minister; Syrian President Bashar Assad."},
		{"Last May Ramiro Valdez was arrested by police in Peru.", "arrested police > Ramiro Valdez."},
		{"Al-Qaeda-linked rebels kidnapped dozens of peacekeepers in Mali.", "kidnapped Al-Qaeda-linked rebels"},
		{"Democratic Party (DP) president Norbert Okello condemned the arrests in Kampala.", "condemned president Norbert Okello"},
		{"The Nationalist Party (KMT) rejected the demand on Monday.", "rejected The Nationalist Party."},
		{"At least 12 soldiers were killed by gunmen in Cameroon.", "killed gunmen > At least 12 soldiers."},
		{"Serbia dismissed criticism by Kosovo of its police.", "dismissed Serbia > Kosovo."},
	}, func(d *doc.Document, e *doc.Event) string {
		s, joint := d.Text(e.Anchor), " "
		for _, a := range e.Actors {
			s, joint = s+joint+d.Text(a.Span), "; "
		}
		joint = " > "
		for _, a := range e.Recipients {
			s, joint = s+joint+d.Text(a.Span), "; "
		}
		return s + "."
	})
}

// Whoever has no country of his own is of that where the sentence says he came to harm; a weapon is nobody.
func TestHarm(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"Three children were killed in Israeli tank shelling in the east of the Gaza Strip, medics said.", "ASSAULT occurred ISR > PSE"},
		{"Nine people were killed in Munich on Friday, American officials said. The United States offered help. American police flew out.", "ASSAULT occurred > DEU"},
		{"Israel said a mortar bomb was fired at it from the Gaza Strip on Tuesday.", "ASSAULT occurred > ISR"},
		{"Evidence against the general was presented by Dutch prosecutors.", "ACCUSE occurred NLD"},
	}, parties)
}

// Who does what a noun names stands behind "by", and is whom a verb that says something of the noun is about.
func TestBy(t *testing.T) {
	eventsOf(t, []struct{ text, want string }{
		{"Norway condemned allegations by Belarus that it had armed the rebels.", "ACCUSE occurred NOR > BLR"},
		{"Chad welcomed an offer by Libya to reopen the border.", "SUPPORT occurred TCD > LBY"},
		{"Kenya rejected claims by Somalia that its troops had crossed the border.", "REJECT occurred KEN > SOM"},
		{"Peru denounced an attack by Ecuadorian troops on a border post.", "ACCUSE occurred PER > ECU"},
		{"The attack on the convoy by rebels was condemned by the African Union.", "ACCUSE occurred IGO"},
	}, parties)
}

func parties(_ *doc.Document, e *doc.Event) string { return describe(e) }
