package event_test

import (
	"testing"

	"onrecord/internal/event"
)

// Who does what a noun names, and how grammar says so.
func TestOwner(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, noun, who, how string }{
		{"Kenya's withdrawal from the treaty surprised its neighbours.", "withdrawal", "Kenya", "own"},
		{"The shelling of the port by rebels lasted two days.", "shelling", "rebels", "own"},
		{"The army launched an offensive in the north.", "offensive", "army", "light"},
		{"Police killed two men in a raid on Monday.", "raid", "Police", "shared"},
		{"Ghana condemned the violence in the capital.", "violence", "Ghana", "shared"},
		{"Ghana sent two battalions north after a raid.", "raid", "Ghana", "shared"},
		{"An offensive was launched by the army.", "offensive", "army", "light"},
	} {
		if who, how := event.OwnerOf(p(c.text), c.noun); who != c.who || how != c.how {
			t.Errorf("%s\n %s: %q %q, want %q %q", c.text, c.noun, who, how, c.who, c.how)
		}
	}
}
