package event

import (
	"slices"
	"strings"
	"testing"

	"onrecord/data"
)

// TestActsTableNamesNobody: a row that asks for a country would know one war; #name asks for any.
func TestActsTableNamesNobody(t *testing.T) {
	country := map[string]bool{}
	for _, r := range data.Table("countries") {
		for _, name := range strings.Split(r["name"]+"|"+r["adjectives"]+"|"+r["aliases"], "|") {
			country[strings.ToLower(name)] = true
		}
	}
	delete(country, "")
	delete(country, "polish") // words as well
	delete(country, "car")
	delete(country, "reunion")
	ask := func(at, word string) {
		if country[word] {
			t.Errorf("%s: %q is a country or its people", at, word)
		}
	}
	for _, r := range data.Table("acts") {
		for _, l := range strings.Fields(r["lemma"]) {
			ask(r["lemma"], l)
		}
		for _, c := range strings.Fields(r["with"]) {
			_, list, _ := strings.Cut(c, ":")
			for w := range strings.SplitSeq(list, ",") {
				ask(r["lemma"]+" "+r["with"], w)
			}
		}
	}
	for _, r := range data.Table("act-classes") {
		for _, l := range strings.Fields(r["lemmas"]) {
			ask("class "+r["class"], l)
		}
	}
}

// TestActsTable: every row of acts.tsv can be read, and means what it says: kinds of conditions, classes, acts and modes that exist,
// words in lower case, no row twice.
func TestActsTable(t *testing.T) {
	classes := map[string]bool{}
	for _, r := range data.Table("act-classes") {
		if classes[r["class"]] || r["lemmas"] == "" {
			t.Errorf("class %q is there twice or empty", r["class"])
		}
		classes[r["class"]] = true
	}
	modes := map[[2]string]bool{}
	for _, r := range data.Table("plover") {
		modes[[2]string{r["type"], r["mode"]}] = true
	}
	kinds := []string{"obj", "subj", "mod", "prep", "pobj", "case", "dep", "prt", "comp"}
	seen, used := map[string]bool{}, map[string]bool{}
	for _, r := range data.Table("acts") {
		at := r["lemma"] + " " + r["pos"] + " " + r["with"] + " " + r["act"]
		if !modes[[2]string{r["act"], r["mode"]}] || !slices.Contains([]string{"v", "n", "a"}, r["pos"]) || r["weak"] != "" && r["weak"] != "weak" {
			t.Errorf("%s: act, mode %q, pos or weak %q is none", at, r["mode"], r["weak"])
		}
		for _, l := range strings.Fields(r["lemma"]) {
			key := l + " " + r["pos"] + " " + r["with"] + " " + r["act"]
			if seen[key] || l != strings.ToLower(l) {
				t.Errorf("%s: %q is there twice or not in lower case", at, l)
			}
			seen[key] = true
		}
		for _, c := range strings.Fields(r["with"]) {
			kind, list, _ := strings.Cut(c, ":")
			if !slices.Contains(kinds, kind) || list == "" {
				t.Errorf("%s: condition %q", at, c)
			}
			for w := range strings.SplitSeq(list, ",") {
				if name, ok := strings.CutPrefix(w, "$"); ok && name != "" {
					used[name] = true
					if !classes[name] {
						t.Errorf("%s: no class %q", at, name)
					}
				}
				name, kindOf := strings.CutPrefix(w, "#")
				if w == "" || kindOf && (!slices.Contains([]string{"name", "num", "pron"}, name) || !slices.Contains([]string{"obj", "subj", "pobj"}, kind)) {
					t.Errorf("%s: word %q", at, w)
				}
			}
		}
	}
	for name := range classes {
		if !used[name] {
			t.Errorf("no row uses the class %q", name)
		}
	}
}
