package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/event"
)

// What "the two countries" stand for: the two that were spoken of last, the ones named most where there are more.
func TestBoth(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, word, want string }{
		{"Kenya received a delegation from Ethiopia on Monday. The two countries agreed to reopen the border.", "countries", "KEN ETH"},
		{"Poland's foreign minister met the Czech prime minister in Prague. Both sides signed an agreement.", "sides", "POL CZE"},
		{"Peru spoke to Bolivia. Peru and Chile met later, and Chile thanked Peru. The two governments will meet again.", "governments", "PER CHL"},
		{"Kenya received a delegation on Monday. The two countries agreed to reopen the border.", "countries", ""},
		{"Kenya and Ethiopia met. Three countries stayed away.", "countries", ""},
		{"Peru's president Ana Torres received President Luis Rojas of Chile. The two leaders discussed a pact that Bolivia and Brazil signed.", "leaders", "PER CHL"},
		{"Kenya and Ethiopia met. Two trucks stayed away.", "trucks", ""},
		{"Chile's government accused Peru. Residents of Quito fled, and the United Nations urged both governments to talk.", "governments", "CHL PER"},
	} {
		got := event.BothOf(p(c.text), c.word)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s\n %s: %v, want %q", c.text, c.word, got, c.want)
		}
	}
}
