package read_test

import (
	"strings"
	"testing"

	"onrecord/internal/event"
	"onrecord/internal/find/place"
	"onrecord/internal/read"
)

// TestPipelineNamesTables: what is read with other tables has another name, and with the same ones the same.
func TestPipelineNamesTables(t *testing.T) {
	t.Parallel()
	gazetteer, err := place.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	guard := []map[string]string{{"name": "Hill Guard", "code": "KEN", "sector": "PRM"}}
	raid := func(file, word string) []event.Type {
		return []event.Type{{Name: "raid", Parent: "ASSAULT", Source: file, Trigger: []event.Trigger{{POS: "v", Words: []string{word}}}}}
	}
	have := map[string]string{}
	for _, c := range []struct {
		name string
		o    read.Options
		same string // as this one
	}{
		{"none", read.Options{}, ""},
		{"nothing in them", read.Options{Actors: []map[string]string{}, Publishers: map[string]string{}}, "none"},
		{"actors", read.Options{Actors: guard}, ""},
		{"other actors", read.Options{Actors: append(guard, map[string]string{"name": "Lake Guard", "code": "KEN"})}, ""},
		{"types", read.Options{Types: raid("a.toml", "raid")}, ""},
		{"the same types in another file", read.Options{Types: raid("b.toml", "raid")}, "types"},
		{"other types", read.Options{Types: raid("a.toml", "storm")}, ""},
		{"places", read.Options{Gazetteer: gazetteer}, ""},
		{"publishers", read.Options{Publishers: map[string]string{"a.example": "KEN", "b.example": "UGA"}}, ""},
		{"the same publishers", read.Options{Publishers: map[string]string{"b.example": "UGA", "a.example": "KEN"}}, "publishers"},
		{"actors and publishers", read.Options{Actors: guard, Publishers: map[string]string{"a.example": "KEN", "b.example": "UGA"}}, ""},
	} {
		c.o.Until = "split"
		r, err := read.New(c.o)
		if err != nil {
			t.Fatal(err)
		}
		got := r.Pipeline()
		if !strings.HasPrefix(got, read.Pipeline()) {
			t.Errorf("%s: %s does not begin with %s", c.name, got, read.Pipeline())
		}
		for other, name := range have {
			if (name == got) != (other == c.same || have[c.same] == name && c.same != "") {
				t.Errorf("%s: %s; %s: %s", c.name, got, other, name)
			}
		}
		have[c.name] = got
	}
	if have["none"] != read.Pipeline() {
		t.Errorf("without tables: %s, want %s", have["none"], read.Pipeline())
	}
}
