package event_test

import (
	"testing"
)

// What stands around a verb decides whether what it tells of happened.
func TestHappened(t *testing.T) {
	p := pipeline(t)
	c := coderOf(t)
	for _, s := range []struct {
		text, word string
		happened   bool
	}{
		{"The ministry closed the border on Monday.", "closed", true},
		{"The ministry did not close the border.", "close", false},
		{"The ministry may close the border.", "close", false},
		{"The ministry wants to close the border.", "close", false},
		{"The ministry failed to close the border.", "close", false},
		{"If the ministry closes the border, traders will suffer.", "closes", false},
		{"The ministry managed to close the border.", "close", true},
	} {
		d := p(s.text)
		for i, k := range d.Sentences[0].Tokens {
			if k.Text == s.word {
				if got := c.Happened(d, 0, i); got >= 0.5 != s.happened {
					t.Errorf("%s\n %s: %.2f", s.text, s.word, got)
				}
			}
		}
	}
}
