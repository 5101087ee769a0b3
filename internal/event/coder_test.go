package event_test

import (
	"fmt"
	"strings"
	"testing"

	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/read"
	"onrecord/models"
)

// pipeline returns what reads a text with all stages.
func pipeline(t testing.TB) func(text string) *doc.Document {
	t.Helper()
	r, err := read.New(read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) *doc.Document {
		a := doc.Article{Text: text, Language: "en", Published: "2024-05-14"}
		a.Blocks = []doc.Block{{Span: doc.Span{End: len(text)}, Role: "body"}}
		return r.Read(a)
	}
}

// Sentences of our own for the calls that the PLOVER manual and the guidelines decide: what must be among the events.
// Written as act, status, actor codes > recipient codes; "-" = no event at all.
var hardCalls = []struct{ text, want string }{
	{"The French president will visit Egypt on Monday.", "CONSULT planned FRA > EGY"},
	{"Turkey's foreign minister met his Greek counterpart in Athens on Monday.", "CONSULT occurred TUR"},
	{"Kenya announced that it will withdraw its troops from Somalia.", "RETREAT planned KEN"},
	{"French troops withdrew from northern Mali on Tuesday.", "RETREAT occurred FRA"},
	{"Ethiopia's government released 40 political prisoners.", "RETREAT occurred ETH"},
	{"The Indonesian president pardoned five activists.", "CONCEDE occurred IDN"},
	{"Japan and Australia signed a security agreement.", "SUPPORT occurred JPN AUS"},
	{"The European Union condemned the attack on the hospital.", "ACCUSE occurred EUR"},
	{"Washington imposed sanctions on two Russian banks.", "SANCTION occurred USA > RUS"},
	{"Iran expelled two German diplomats.", "SANCTION occurred IRN > DEU"},
	{"Police in Kampala arrested 12 protesters.", "COERCE occurred UGA"},
	{"Rebels attacked an army base in eastern Congo, killing at least 20 soldiers.", "ASSAULT occurred"},
	{"Thousands of people marched through Lima to demand the resignation of the president.", "PROTEST occurred PER"},
	{"North Korea threatened to attack South Korea.", "THREATEN occurred PRK > KOR"},
	{"Poland urged Ukraine to accept the proposal.", "REQUEST occurred POL > UKR"},
	{"Israel rejected the ceasefire proposal.", "REJECT occurred ISR"},
	{"Canada pledged to send medical equipment to Haiti.", "AGREE occurred CAN"},
	{"Germany delivered food aid to Ukraine.", "AID occurred DEU > UKR"},
	{"The Philippines deployed two warships to the disputed reef.", "MOBILIZE occurred PHL"},
	{"The army is shifting troops from Goma to Bukavu, the ministry said.", "MOBILIZE ongoing COD"},
	{"Italy is considering withdrawing part of its contingent from Lebanon.", "RETREAT possible ITA"},
	{"The team beat its rivals 3-1 in the final on Sunday.", "-"},
	{"Heavy rain fell over the capital.", "-"},
	{"Two officials, who asked not to be named, spoke about the weather.", "-"},
	{"A diplomat who requested anonymity described the mood.", "-"},
	{"The source declined to be identified.", "-"},
	{"The army neither confirmed nor denied the report.", "-"},
	{"Ghana asked Togo to name a new envoy.", "REQUEST occurred GHA > TGO"},
	{"Peru granted asylum to the general.", "AID occurred PER > PER"},
}

func TestHardCalls(t *testing.T) {
	p := pipeline(t)
	for _, c := range hardCalls {
		d := p(c.text)
		var got []string
		for i := range d.Events {
			got = append(got, describe(&d.Events[i]))
		}
		if c.want == "-" && len(got) > 0 || c.want != "-" && !anyHas(got, c.want) {
			t.Errorf("%s\n  got  %s\n  want %s", c.text, strings.Join(got, "; "), c.want)
		}
	}
}

// Reading is explained: every event says where its act and its status come from, and which link carries each party.
func TestWhy(t *testing.T) {
	d := pipeline(t)("Poland urged Ukraine to accept the proposal.")
	if len(d.Events) == 0 {
		t.Fatal("no event")
	}
	fields := map[string]bool{}
	for _, w := range d.Events[0].Why {
		fields[w.Field] = true
		if w.Value == "" || w.Evidence == "" {
			t.Errorf("empty reason %+v", w)
		}
	}
	for _, f := range []string{"act", "status", "actor", "recipient"} {
		if !fields[f] {
			t.Errorf("no reason for %s", f)
		}
	}
}

// Two mentions of one act are one event; the second is kept in Also.
func TestMentionsJoin(t *testing.T) {
	d := pipeline(t)("Rebels attacked the town of Beni in eastern Congo on Friday. The attack killed 12 people, the army said.")
	n := 0
	for i := range d.Events {
		if d.Events[i].Act == "ASSAULT" {
			n++
		}
	}
	if n != 1 || len(d.Events[0].Also) == 0 {
		t.Errorf("%d ASSAULT events, %d further mentions; want one event with further mentions", n, len(d.Events[0].Also))
	}
}

// Texts without sentences, parses or entities, and broken ones, give no panic.
func FuzzCode(f *testing.F) {
	for _, c := range hardCalls {
		f.Add(c.text)
	}
	f.Add("")
	f.Add("\x00\xff must should «»“” \n\n talks talks talks")
	p := pipeline(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := p(text)
		for i := range d.Events {
			checkEvent(t, d, &d.Events[i])
		}
	})
}

// BenchmarkCode measures the coder alone, on a document that has been through the stages before.
func BenchmarkCode(b *testing.B) {
	p := pipeline(b)
	var text strings.Builder
	for range 3 {
		for _, c := range hardCalls {
			text.WriteString(c.text + " ")
		}
	}
	d := p(strings.TrimSpace(text.String()))
	coders, err := actor.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	file, err := models.Get("act")
	if err != nil {
		b.Fatal(err)
	}
	coder, err := event.New(file, coders)
	if err != nil {
		b.Fatal(err)
	}
	tokens := 0
	for i := range d.Sentences {
		tokens += len(d.Sentences[i].Tokens)
	}
	b.ResetTimer()
	for range b.N {
		coder.Code(d)
	}
	b.ReportMetric(float64(tokens*b.N)/b.Elapsed().Seconds(), "tokens/s")
}

// describe writes an event as act, status, actor codes > recipient codes.
func describe(e *doc.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Act, e.Status)
	for _, a := range e.Actors {
		b.WriteString(" " + a.Code)
	}
	if len(e.Recipients) > 0 {
		b.WriteString(" >")
	}
	for _, a := range e.Recipients {
		b.WriteString(" " + a.Code)
	}
	return b.String()
}

func anyHas(got []string, want string) bool {
	for _, g := range got {
		if strings.HasPrefix(g, want) {
			return true
		}
	}
	return false
}

// Every span of every event must cut whole words out of the text, and every index must be in range.
func TestSpansSliceBack(t *testing.T) {
	p := pipeline(t)
	for _, c := range hardCalls {
		d := p(c.text)
		for i := range d.Events {
			checkEvent(t, d, &d.Events[i])
		}
	}
}

func checkEvent(t *testing.T, d *doc.Document, e *doc.Event) {
	t.Helper()
	spans := append([]doc.Span{e.Anchor}, e.Also...)
	for _, a := range append(append([]doc.Actor{}, e.Actors...), e.Recipients...) {
		spans = append(spans, a.Span)
	}
	for _, s := range spans {
		if s.Start < 0 || s.End > len(d.Article.Text) || s.Empty() {
			t.Errorf("span %v does not lie in the text", s)
			continue
		}
		if w := d.Text(s); w != strings.TrimSpace(w) {
			t.Errorf("span %q has blanks around it", w)
		}
	}
	if e.Place >= len(d.Places) || e.Date >= len(d.Dates) || e.Claim >= len(d.Claims) || e.Confidence < 0 || e.Confidence > 1 {
		t.Errorf("event %+v points outside the document", e)
	}
	if _, _, quad, _ := event.Fold(e.Act, e.Mode, "occurred"); quad == 0 {
		t.Errorf("event has unknown act %q %v", e.Act, e.Mode)
	}
}
