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
