package event_test

import (
	"slices"
	"testing"
)

// Acts of one type are apart by their kind, their day, their town, or because the text says that it is one more; and what only sounds like
// an act is none.
func TestApart(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct {
		text string
		want []string // anchors, all of them events of their own
		not  string   // no anchor
	}{
		{"The army extended the state of emergency on Wednesday, a day before the anniversary of the coup in which it ousted the elected government of Myanmar.", []string{"extended", "coup"}, ""},
		{"Police arrested four students in Lagos on 2 May. Police arrested two teachers in Lagos on 9 May.", []string{"arrested", "arrested"}, ""},
		{"An Israeli air strike killed two fighters near Baalbek on Monday. An Israeli drone hit a car in Tyre, killing a woman.", []string{"strike", "hit"}, ""},
		{"Gunmen ambushed an army convoy on Tuesday, killing five soldiers. Three villagers were picked up by the army after a similar attack last month.", []string{"ambushed", "attack"}, ""},
		{"Russia and Ukraine exchanged 75 prisoners of war each on Friday.", []string{"exchanged"}, "war"},
		{"Moscow accused Kyiv of shelling a village. The president offered no evidence.", []string{"accused"}, "offered"},
		{"The coup leaders in Niamey have signed a defence pact with Mali.", []string{"signed"}, "coup"},
	} {
		d := p(c.text)
		var got []string
		for i := range d.Events {
			got = append(got, d.Text(d.Events[i].Anchor))
		}
		rest := slices.Clone(got)
		for _, w := range c.want {
			i := slices.Index(rest, w)
			if i < 0 {
				t.Errorf("%s\n  got %q, want %q", c.text, got, c.want)
				break
			}
			rest = slices.Delete(rest, i, i+1)
		}
		if c.not != "" && slices.Contains(got, c.not) {
			t.Errorf("%s\n  got %q, %q is no act", c.text, got, c.not)
		}
	}
}

// A short report of a match makes no clash of a club that is called after the police, and no protest of a complaint.
func TestMatchReport(t *testing.T) {
	d := pipeline(t)("Substitute Rajan Thapa struck twice as Machhindra City beat Himal United 2-1 to move to the top of the league. The coach attacked the referee after the break. The defender will miss Saturday's clash with Police FC. United president Hari Shrestha refused to blame the referee but said the club would lodge a protest with the federation.")
	for i := range d.Events {
		t.Errorf("made up: %s %s", d.Text(d.Events[i].Anchor), d.Events[i].Act)
	}
}
