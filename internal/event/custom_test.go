package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/read"
	"onrecord/models"
)

var ownTypes = []event.Type{
	{Name: "access-denied", Parent: "COERCE", Mode: "restrict", Source: "test.toml", Exclude: []string{"password"},
		Recipient: []string{"indirect object", "to", "for"},
		Trigger: []event.Trigger{
			{POS: "v", Words: []string{"deny", "block", "refuse"}, Object: []string{"access", "entry", "aid convoy"}},
			{POS: "n", Words: []string{"denial"}, Object: []string{"access"}},
		}},
	{Name: "aid-looted", Parent: "COERCE", Source: "test.toml",
		Trigger: []event.Trigger{
			{POS: "v", Words: []string{"loot", "carry off"}, Object: []string{"aid", "food", "warehouse"}},
			{POS: "n", Words: []string{"looting"}, Object: []string{"aid", "warehouse"}},
		}},
	{Name: "aid-dropped", Parent: "AID", Source: "test.toml", Trigger: []event.Trigger{{POS: "v", Words: []string{"air-drop"}}, {POS: "v", Words: []string{"re-open"}, Object: []string{"bridge"}},
		{POS: "n", Words: []string{"airlift"}, Modifier: []string{"life-saving"}}}},
	{Name: "work-suspended", Source: "test.toml", Actor: []string{"subject"}, Recipient: []string{"none"},
		Trigger: []event.Trigger{{POS: "v", Words: []string{"suspend", "halt"}, Object: []string{"operation", "delivery", "distribution"}}}},
}

func ownPipeline(t testing.TB, types []event.Type) func(text string) *doc.Document {
	t.Helper()
	r, err := read.New(read.Options{Types: types})
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) *doc.Document {
		a := doc.Article{Text: text, Language: "en", Published: "2024-05-14"}
		a.Blocks = []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}
		return r.Read(a)
	}
}

// What a type of the user's finds: act, status, actor codes > recipient codes; "-" = not that type.
func TestOwnTypes(t *testing.T) {
	p := ownPipeline(t, ownTypes)
	for _, c := range []struct{ text, want string }{
		{"The army denied aid workers access to the camp on Monday.", "access-denied occurred"},
		{"The Sudanese army blocked an aid convoy near Kosti on Monday.", "access-denied occurred SDN"},
		{"Aid agencies were denied entry by the Ethiopian government.", "access-denied occurred ETH"},
		{"The denial of access to the town worsened the hunger, the United Nations said.", "access-denied occurred"},
		{"The site denied him access without a password.", "-access-denied"},
		{"The minister denied the allegations.", "-access-denied"},
		{"Gunmen looted a warehouse full of food in Goma on Friday.", "aid-looted occurred"},
		{"The militia threatened to loot the aid.", "aid-looted threatened"},
		{"The looting of the warehouse lasted two days.", "aid-looted occurred"},
		{"Food was air-dropped into the valley on Monday.", "aid-dropped occurred"},
		{"The rebels re-opened the bridge on Monday.", "aid-dropped occurred"},
		{"The United Nations began a life-saving airlift of food to Darfur.", "aid-dropped"},
		{"Soldiers looted shops in the market.", "-aid-looted"},
		{"The Norwegian Refugee Council suspended operations in Darfur on Monday.", "work-suspended occurred"},
		{"The Norwegian Refugee Council will suspend deliveries in Darfur.", "work-suspended planned"},
		{"The Norwegian Refugee Council did not suspend deliveries in Darfur.", "work-suspended not_occurred"},
	} {
		d := p(c.text)
		var got []string
		for i := range d.Events {
			got = append(got, describe(&d.Events[i]))
		}
		if no, ok := strings.CutPrefix(c.want, "-"); ok && anyHas(got, no) || !ok && !anyHas(got, c.want) {
			t.Errorf("%s\n  got  %s\n  want %s", c.text, strings.Join(got, "; "), c.want)
		}
	}
}

// A type of the user's takes the place of the built-in act at its words, keeps its parent, and explains itself.
func TestOwnTypeInPlaceOfAct(t *testing.T) {
	d := ownPipeline(t, ownTypes)("Gunmen looted a warehouse full of food in Goma on Friday, the United Nations said. The looting of the warehouse lasted two days.")
	var own []*doc.Event
	for i := range d.Events {
		e := &d.Events[i]
		if e.Act == "aid-looted" {
			own = append(own, e)
		} else if d.Text(e.Anchor) == "looted" || d.Text(e.Anchor) == "looting" {
			t.Errorf("%s beside the user's type at %q", e.Act, d.Text(e.Anchor))
		}
	}
	if len(own) != 1 {
		t.Fatalf("%d events of the type, want one with both mentions", len(own))
	}
	if e := own[0]; e.Parent != "COERCE" || len(e.Also) != 1 || e.Confidence < 0.5 || e.Claim < 0 {
		t.Errorf("event %+v", e)
	}
	if w := own[0].Why[0]; w.Field != "act" || w.Value != "aid-looted" || !strings.Contains(w.Evidence, "test.toml: aid-looted: loot") {
		t.Errorf("reason %+v", w)
	}
}

// Without types of the user's nothing changes, and types that never trigger change nothing either.
func TestOwnTypesLeaveTheRest(t *testing.T) {
	plain, with := pipeline(t), ownPipeline(t, []event.Type{{Name: "x", Source: "x.toml", Trigger: []event.Trigger{{POS: "n", Words: []string{"zeppelin"}}}}})
	for _, c := range hardCalls {
		a, b := plain(c.text), with(c.text)
		if len(a.Events) != len(b.Events) {
			t.Errorf("%s: %d events without, %d with", c.text, len(a.Events), len(b.Events))
		}
	}
}

// A text, read with types of the user's, gives whole spans and indexes in range, whatever it holds.
func FuzzOwnTypes(f *testing.F) {
	f.Add("The army denied aid workers access.", "deny", "access")
	f.Add("denied denied denied access access", "denied", "")
	f.Add("\x00\xff looting of of of", "looting", "of  of")
	before, err := read.New(read.Options{Until: "event"})
	if err != nil {
		f.Fatal(err)
	}
	coders, err := actor.New(nil)
	if err != nil {
		f.Fatal(err)
	}
	file, err := models.Get("act")
	if err != nil {
		f.Fatal(err)
	}
	coder, err := event.New(file, coders)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, word, object string) {
		d := before.Read(doc.Article{Text: text, Language: "en", Blocks: []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}})
		for _, pos := range []string{"v", "n", "a"} {
			coder.WithTypes([]event.Type{{Name: "own", Actor: []string{"subject", word}, Recipient: []string{"object", "of"}, Place: []string{"in"},
				Trigger: []event.Trigger{{POS: pos, Words: []string{word}, Object: []string{object}}, {POS: pos, Words: []string{word}, Prep: []string{"of " + object}}}}}).Code(d)
			for i := range d.Events {
				for _, s := range append([]doc.Span{d.Events[i].Anchor}, d.Events[i].Also...) {
					if s.Empty() || s.Start < 0 || s.End > len(text) {
						t.Errorf("span %v does not lie in the text", s)
					}
				}
			}
		}
	})
}
