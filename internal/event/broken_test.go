package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/actor"
	"onrecord/internal/event"
	"onrecord/models"
)

// Sentences with most of what is read off trees by rules.
var bushes = []string{
	"Talks between Kenya and Somalia resumed in Nairobi on Monday.",
	"French and German officials met the foreign minister in Rome.",
	"Gunmen killed ten and wounded 20 others, police said.",
	"President Ana Ruiz, who is on a visit to Chile, praised the army's refusal to withdraw.",
	"Police prevented the men from bombing the station before they could attack.",
	"The rebels offered no evidence and called the arrest a kidnapping.",
	"Turkey has yet to lift sanctions on the coup leaders, accused of plotting attacks.",
	"The army shelled the town with artillery after a similar raid by Ukrainian drones.",
	"Chile took two firms off its so-called “entity list” (a ban on exports) by a decree.",
}

// Parsers err, and rules ask trees for much: with any one relation or part of speech wrong, and any one word hanging on none, all is coded without a panic.
func TestBrokenTrees(t *testing.T) {
	b, err := models.Get("act")
	if err != nil {
		t.Skip(err)
	}
	a, err := actor.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := event.New(b, a)
	if err != nil {
		t.Fatal(err)
	}
	p := pipeline(t)
	relations := strings.Fields("root nsubj nsubj:pass obj iobj obl nmod nmod:poss acl advcl xcomp ccomp conj case mark cop aux amod compound appos flat det nummod advmod")
	for _, text := range bushes {
		d := p(text)
		toks := d.Sentences[0].Tokens
		for i := range toks {
			was := toks[i]
			for _, head := range []int{was.Head, -1} {
				toks[i].Head = head
				for _, toks[i].Rel = range relations {
					c.Code(d)
				}
			}
			toks[i] = was
			for _, toks[i].UPOS = range []string{"NOUN", "VERB", "ADP"} {
				c.Code(d)
			}
			toks[i] = was
		}
	}
}
