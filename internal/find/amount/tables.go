package amount

import (
	"strings"
	"sync"

	"onrecord/data"
)

// bound is what a modifier does to the number behind it.
type bound uint8

const (
	exact bound = iota
	about
	least
	most
	more // "another": exact, and adds to what was said before
)

// measure is a unit and what it measures.
type measure struct{ unit, measures string }

// currency is an ISO 4217 code and where its word stands.
type currency struct {
	code          string
	before, after bool
}

// predicate is a word and the slot in which it says something about what is counted.
type predicate struct{ word, slot string }

// tables holds data/*.tsv in the form in which they are looked up. It is read-only.
type tables struct {
	currencies map[string]currency
	units      map[string]measure
	modifiers  map[string]bound
	nouns      map[string]string // singular noun -> class
	personal   map[string]string // word before a person noun -> class
	material   map[string]string // word before a thing of class other -> class
	roles      map[predicate]string
	trends     map[predicate]string // slot before or after -> up, down
}

// loaded reads the embedded tables once.
var loaded = sync.OnceValue(func() *tables {
	t := &tables{
		currencies: map[string]currency{}, units: map[string]measure{}, modifiers: map[string]bound{},
		nouns: map[string]string{}, personal: map[string]string{}, material: map[string]string{}, roles: map[predicate]string{}, trends: map[predicate]string{},
	}
	for _, r := range data.Table("currencies") {
		t.currencies[r["word"]] = currency{r["code"], r["place"] != "after", r["place"] != "before"}
	}
	for _, r := range data.Table("units") {
		t.units[r["word"]] = measure{r["unit"], r["measures"]}
	}
	bounds := map[string]bound{"about": about, "least": least, "most": most, "plain": exact, "more": more}
	for _, r := range data.Table("modifiers") {
		b, ok := bounds[r["op"]]
		if !ok {
			panic("amount: modifiers.tsv: op " + r["op"])
		}
		t.modifiers[r["words"]] = b
	}
	for _, r := range data.Table("counted") {
		switch r["kind"] {
		case "people":
			t.personal[r["word"]] = r["class"]
		case "thing":
			t.material[r["word"]] = r["class"]
		default:
			t.nouns[r["word"]] = r["class"]
		}
	}
	for _, r := range data.Table("countries") {
		for _, a := range strings.Split(strings.ToLower(r["adjectives"]), "|") {
			if a = singular(a); a != "" && t.nouns[a] == "" {
				t.nouns[a] = "people" // "two Palestinians"
			}
		}
	}
	for _, r := range data.Table("roles") {
		t.roles[predicate{r["word"], r["slot"]}] = r["role"]
	}
	for _, r := range data.Table("trends") {
		t.trends[predicate{r["word"], r["place"]}] = r["trend"]
	}
	return t
})

// class returns the class of a counted noun and the noun's singular; "" when the noun is not listed.
func (t *tables) class(noun string) string {
	noun = strings.ToLower(noun)
	if c, ok := t.nouns[noun]; ok {
		return c
	}
	if c, ok := t.nouns[singular(noun)]; ok {
		return c
	}
	if c, ok := t.nouns[strings.TrimSuffix(noun, "s")]; ok { // caches, axes
		return c
	}
	if len(noun) > 7 && (strings.HasSuffix(noun, "ists") || strings.HasSuffix(noun, "ians") || strings.HasSuffix(noun, "smen") || strings.HasSuffix(noun, "women")) {
		return "people" // lobbyists, technicians, craftsmen
	}
	return ""
}

// singular strips the regular plural endings.
func singular(noun string) string {
	n := len(noun)
	switch {
	case n > 4 && strings.HasSuffix(noun, "ies"):
		return noun[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(noun, "sses") || strings.HasSuffix(noun, "ches") || strings.HasSuffix(noun, "shes") || strings.HasSuffix(noun, "xes")):
		return noun[:n-2]
	case n > 2 && noun[n-1] == 's' && noun[n-2] != 's':
		return noun[:n-1]
	}
	return noun
}
