package main

import (
	"fmt"

	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/linear"
)

// heldKinds are the constructions of internal/lesson that trainEventKinds leaves out.
var heldKinds = []string{"passive", "victims", "reduced", "control", "relative", "joined", "negated", "fronted"}

// trainEventKinds shows whether made sentences teach grammar or only themselves: it leaves kinds of them out of training and reads
// those, once with a model that has seen no made sentence and once with one that has seen the other kinds. It writes no model.
func trainEventKinds(e env) error {
	l, err := eventLessons(e)
	if err != nil {
		return err
	}
	return compareKinds(l)
}

func compareKinds(l *lessons) error {
	held := map[string]bool{}
	for _, k := range heldKinds {
		held["made "+k] = true
	}
	var plain, others, test []event.Annotated
	for _, s := range l.sentences {
		switch {
		case held[s.Group]:
			test = append(test, s)
		case s.Group != "":
			others = append(others, s)
		default:
			plain = append(plain, s)
		}
	}
	plain = append(training(l.articles), plain...)
	for _, run := range []struct {
		name    string
		lessons []event.Annotated
	}{{"no made sentence seen", plain}, {"the other kinds seen", append(plain[:len(plain):len(plain)], others...)}} {
		model, network := event.Train(run.lessons, l.weak, l.actor, linear.Meta{})
		file, err := model.MarshalBinary()
		if err != nil {
			return err
		}
		c, err := event.New(file, l.actor)
		if err != nil {
			return err
		}
		c = c.WithNetwork(network)
		fmt.Printf("%s\n%-10s %6s %6s | of the found: %6s %6s %9s | %6s\n", run.name, "kind", "events", "found", "status", "actors", "recipients", "all right")
		kinds := map[string]*kindScore{}
		for i := range test {
			s := kinds[test[i].Group]
			if s == nil {
				s = &kindScore{}
				kinds[test[i].Group] = s
			}
			c.Code(test[i].Doc)
			s.add(&test[i])
		}
		for _, k := range heldKinds {
			if s := kinds["made "+k]; s != nil {
				p := func(n, of int) float64 { return 100 * float64(n) / float64(max(of, 1)) }
				fmt.Printf("%-10s %6d %6.1f | %20.1f %6.1f %9.1f | %6.1f\n", k, s.events, p(s.found, s.events), p(s.status, s.found), p(s.actors, s.found), p(s.recipients, s.found), p(s.right, s.events))
			}
		}
	}
	return nil
}

// kindScore counts events of the right act, and of those the ones with the right fields.
type kindScore struct{ events, found, status, actors, recipients, right int }

func (s *kindScore) add(a *event.Annotated) {
	for n := range a.Events {
		want := &a.Events[n]
		s.events++
		for i := range a.Doc.Events {
			got := &a.Doc.Events[i]
			if got.Act != want.Act || !meets(got, want) {
				continue
			}
			s.found++
			fields := [3]bool{got.Status == want.Status, sameParties(got.Actors, want.Actors), sameParties(got.Recipients, want.Recipients)}
			for k, counter := range []*int{&s.status, &s.actors, &s.recipients} {
				if fields[k] {
					*counter++
				}
			}
			if fields == [3]bool{true, true, true} {
				s.right++
			}
			break
		}
	}
}

// meets tells whether a mention of an event is one of the annotated anchors.
func meets(got *doc.Event, want *event.Annotation) bool {
	for _, a := range want.Anchors {
		for _, b := range append([]doc.Span{got.Anchor}, got.Also...) {
			if a.Overlaps(b) {
				return true
			}
		}
	}
	return false
}

// sameParties tells whether each annotated party is there, and no other.
func sameParties(got []doc.Actor, want []event.Party) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range want {
		met := false
		for k := range got {
			met = met || got[k].Overlaps(want[i].Span)
		}
		if !met {
			return false
		}
	}
	return true
}
