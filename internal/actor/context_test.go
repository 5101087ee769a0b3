package actor

import (
	"slices"
	"testing"
)

// The shares of the countries must be the same to the last bit in each run: what is decided by them is.
func TestSharesAreTheSameEachTime(t *testing.T) {
	c, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := article("2024-03-14", "The Gazette", "French-backed, Iranian-backed and Turkish-backed groups met in Oslo with Hamas, the Taliban and envoys of Peru and Japan.\n"+
		"Emmanuel Macron, Paul Kagame and Joe Biden were not asked. Iranian-backed groups, Kenya, Chad and the Malian army left early.")
	first := c.Begin(d).shares
	for range 50 {
		if again := c.Begin(d).shares; !slices.Equal(first, again) {
			t.Fatalf("shares differ\n%v\n%v", first, again)
		}
	}
}
