package onrecord_test

import (
	"fmt"
	"strings"
	"testing"

	"onrecord"
)

func Example() {
	reader, err := onrecord.New(onrecord.Options{})
	if err != nil {
		panic(err)
	}
	record := reader.Read(onrecord.Article{
		Text:      "Kenya will withdraw about 200 troops from Mogadishu, the defence ministry said.",
		Published: "2024-05-10",
	})
	for _, e := range record.Events {
		fmt.Println(e.Status, e.Act, e.Mode, *e.Actors[0].Code)
	}
	for _, f := range record.Figures {
		fmt.Println(f.Span.Text, *f.Low, *f.High)
	}
	for _, c := range record.Claims {
		fmt.Println(c.Chain[0].Name, c.Chain[0].Stance)
	}
	// Output:
	// planned RETREAT [withdraw] KEN
	// about 200 troops 180 220
	// defence ministry asserts
}

func ExampleReader_ReadAll() {
	reader, err := onrecord.New(onrecord.Options{})
	if err != nil {
		panic(err)
	}
	lines := `{"title":"One","text":"Police arrested 12 protesters in Lima.","published":"2024-05-10"}
{"title":"Two","text":"The foreign ministers of Kenya and Uganda met in Kampala.","published":"2024-05-10"}`
	for record := range reader.ReadAll(strings.NewReader(lines), "lines.jsonl") {
		fmt.Println(*record.Article.Title, record.Events[0].Act)
	}
	// Output:
	// One COERCE
	// Two CONSULT
}

func ExampleOptions() {
	reader, err := onrecord.New(onrecord.Options{
		Actors: strings.NewReader("name,aliases,kind,code,sector\nHill Guard,HG,group,KEN,PRM\n"),
		Ontology: strings.NewReader(`[[type]]
name = "well-poisoned"
definition = "Water that people drink is made unfit on purpose."
parent = "COERCE"
examples = ["The militia poisoned the wells of the village."]
[[type.trigger]]
verb = ["poison"]
object = ["well", "water"]
`)})
	if err != nil {
		panic(err)
	}
	record := reader.Read(onrecord.Article{Text: "The Hill Guard poisoned two wells near Baragoi.", Published: "2024-05-10"})
	for _, e := range record.Events {
		fmt.Println(e.Act, *e.Parent, *e.Plover, *e.Actors[0].Code, *e.Actors[0].Sector)
	}
	// Output:
	// well-poisoned COERCE COERCE KEN PRM
}

// What is wrong with a table of the user's is said with its name.
func TestOwnErrors(t *testing.T) {
	t.Parallel()
	for _, o := range []onrecord.Options{
		{Actors: strings.NewReader("name,code\nA,XX\n")},
		{Ontology: strings.NewReader("[[type]]\n")},
		{Ontology: strings.NewReader("[[type]]\nname=\"a\"\ndefinition=\"b\"\nexamples=[\"Nothing.\"]\n[[type.trigger]]\nverb=[\"go\"]\n")},
	} {
		if _, err := onrecord.New(o); err == nil || !strings.Contains(err.Error(), "actors:2") && !strings.Contains(err.Error(), "ontology: type") {
			t.Errorf("%v", err)
		}
	}
}

func TestEmptyArticle(t *testing.T) {
	t.Parallel()
	reader, err := onrecord.New(onrecord.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := reader.Read(onrecord.Article{}); len(r.Problems) == 0 {
		t.Error("an empty article has no problem")
	}
}
