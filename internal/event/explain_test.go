package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// Every field of an event that holds something has a reason, and every reason a value and words for it.
func TestWhyEveryField(t *testing.T) {
	texts := []string{
		"Gunmen killed at least 12 soldiers in Maroua on Tuesday, the defence ministry said.",
		"Kenya will withdraw about 200 troops from Mogadishu next week, the president told reporters. The withdrawal was announced in Nairobi.",
		"The army did not attack the village.",
		"The militia looted a warehouse full of food in Goma on Friday, the United Nations said.",
		"The Norwegian Refugee Council suspended operations in Darfur on Monday.",
		"Rwandan troops shelled the town of Goma on Friday and arrested four journalists.",
	}
	p := ownPipeline(t, ownTypes)
	n := 0
	for _, text := range texts {
		d := p(text)
		for i := range d.Events {
			e := &d.Events[i]
			n++
			have := map[string]int{}
			for _, w := range e.Why {
				have[w.Field]++
				if w.Value == "" || w.Evidence == "" {
					t.Errorf("%s: %s: empty reason %+v", text, e.Act, w)
				}
			}
			for field, want := range fields(e) {
				if have[field] != want {
					t.Errorf("%s: %s: %d reasons for %s, want %d", text, e.Act, have[field], field, want)
				}
			}
		}
	}
	if n < 5 {
		t.Errorf("only %d events", n)
	}
}

// fields counts the values of an event's fields.
func fields(e *doc.Event) map[string]int {
	one := func(yes bool) int {
		if yes {
			return 1
		}
		return 0
	}
	f := map[string]int{"act": 1, "status": 1, "plover": 1, "actor": len(e.Actors), "recipient": len(e.Recipients), "mode": len(e.Mode), "figure": len(e.Figures), "context": len(e.Context),
		"place": one(e.Place >= 0), "origin": one(e.Origin >= 0), "date": one(e.Date >= 0)}
	if e.Claim >= 0 {
		f["claim"] = 1
	}
	return f
}

func TestWhyOwnType(t *testing.T) {
	d := ownPipeline(t, ownTypes)("The army blocked an aid convoy near Kosti on Monday.")
	for i := range d.Events {
		if d.Events[i].Act != "access-denied" {
			continue
		}
		for _, w := range d.Events[i].Why {
			if w.Field == "mode" && w.Value == "restrict" && strings.Contains(w.Evidence, "test.toml: access-denied") {
				return
			}
		}
		t.Errorf("no reason for the mode: %+v", d.Events[i].Why)
		return
	}
	t.Error("no event of the type")
}

// What a rule decides is told by that rule's words.
func TestWhyRule(t *testing.T) {
	p := ownPipeline(t, ownTypes)
	for _, c := range []struct{ text, field, value, evidence string }{
		{"Police foiled an attack on a station in Lima.", "status", "not_occurred", `"foiled"`},
		{"Israel wants to withdraw from southern Lebanon.", "status", "possible", `"want"`},
		{"No troops were sent to the border.", "status", "not_occurred", `"not"`},
		{"President Ana Ruiz and the Chilean president held talks in a call on Monday.", "mode", "phone", `mode-cues.tsv: "call"`},
	} {
		found := false
		d := p(c.text)
		for i := range d.Events {
			for _, w := range d.Events[i].Why {
				if w.Field == c.field && w.Value == c.value {
					found = true
					if w.Evidence != c.evidence {
						t.Errorf("%s\n%s %s by %s, want %s", c.text, w.Field, w.Value, w.Evidence, c.evidence)
					}
				}
			}
		}
		if !found {
			t.Errorf("%s: no %s %s", c.text, c.field, c.value)
		}
	}
}
