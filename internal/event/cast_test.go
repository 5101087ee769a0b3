package event_test

import "testing"

// One party is never both actor and recipient of an act, whatever the words suggest.
func TestOnePartyOneRole(t *testing.T) {
	p := pipeline(t)
	for _, text := range []string{
		"Kenya and Somalia accused each other of shelling villages on Tuesday, and Kenya recalled its ambassador from Somalia.",
		"The army said the army had attacked the army base.",
		"The president met the president, the foreign minister and the president of France in Paris.",
		"Peru, Peru's government and the Peruvian police condemned Peru.",
	} {
		d := p(text)
		for i := range d.Events {
			e := &d.Events[i]
			for _, a := range e.Actors {
				for _, b := range e.Recipients {
					if a.Entity >= 0 && a.Entity == b.Entity || a.Overlaps(b.Span) {
						t.Errorf("%s\n %s: %q is actor and recipient", text, d.Text(e.Anchor), a.Name)
					}
				}
			}
		}
	}
}
