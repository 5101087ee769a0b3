package event_test

import (
	"strings"
	"testing"
)

// TestLongTexts: a word said thousands of times, and an article of thousands of lines, cost no more than their length.
// The time is not measured; quadratic work would run into the test's time limit.
func TestLongTexts(t *testing.T) {
	p := pipeline(t)
	for name, text := range map[string]string{
		"one word": strings.Repeat("the coup ", 3000),
		"lines":    strings.Repeat("Troops left the town of Goma on Monday, the army said. ", 1500),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p(text)
		})
	}
}
