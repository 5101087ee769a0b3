package actor

import (
	"strings"
	"testing"

	"onrecord/data"
)

// TestTables checks every row of the actor tables: codes and sectors exist, dates are dates and in order,
// and no two rows say different things of the same words at the same time.
func TestTables(t *testing.T) {
	states := map[string]string{}
	for _, r := range data.Table("countries") {
		states[r["iso3"]] = r["state"]
		states[r["state"]] = r["state"]
		if len(r["iso3"]) != 3 || len(r["iso2"]) != 2 || len(r["state"]) != 3 || r["name"] == "" {
			t.Errorf("countries.tsv: %v", r)
		}
	}
	if states["KOS"] != "KOS" || states["PRI"] != "USA" {
		t.Error("countries.tsv: Kosovo is KOS, and dependencies fold into their state")
	}
	for _, table := range []struct{ name, key string }{
		{"leaders", "name"}, {"groups", "name"}, {"organisations", "name"}, {"seats", "name"}, {"offices", "office"}, {"agents", "noun"},
	} {
		seen := map[string]bool{}
		for _, r := range data.Table(table.name) {
			row := table.name + ".tsv: " + r[table.key]
			if r[table.key] == "" {
				t.Errorf("%s: a row without a name: %v", table.name, r)
			}
			if !validCode(r["code"], states) {
				t.Errorf("%s: code %q", row, r["code"])
			}
			if !validSector(r["sector"]) {
				t.Errorf("%s: sector %q", row, r["sector"])
			}
			from, err1 := day(r["from"], false)
			to, err2 := day(r["to"], true)
			if err1 != nil || err2 != nil || from != 0 && to != 0 && from > to {
				t.Errorf("%s: from %q to %q", row, r["from"], r["to"])
			}
			key := strings.Join([]string{r[table.key], r["code"], r["from"], r["to"]}, " ")
			if seen[key] {
				t.Errorf("%s: twice", key)
			}
			seen[key] = true
			aliases := map[string]bool{r[table.key]: true}
			for _, a := range list(r["aliases"]) {
				if a == "" || a != strings.TrimSpace(a) || aliases[a] {
					t.Errorf("%s: alias %q is empty, blank or double", row, a)
				}
				aliases[a] = true
			}
		}
	}
}

// TestTerms checks the kinds of offices and agents.
func TestTerms(t *testing.T) {
	for _, r := range data.Table("offices") {
		if k := r["kind"]; k != "strong" && k != "weak" && k != "title" {
			t.Errorf("offices.tsv: %s: kind %q", r["office"], k)
		}
	}
	for _, r := range data.Table("agents") {
		if k := r["kind"]; k != "head" && k != "weak" && k != "modifier" {
			t.Errorf("agents.tsv: %s: kind %q", r["noun"], k)
		}
		if c := r["country"]; c != "" && c != "none" {
			t.Errorf("agents.tsv: %s: country %q", r["noun"], c)
		}
	}
}

// TestTermsOfOffice checks that no two rows of one person overlap under one code.
func TestTermsOfOffice(t *testing.T) {
	type span struct{ from, to int }
	held := map[string][]span{}
	for _, r := range data.Table("leaders") {
		from, _ := day(r["from"], false)
		to, _ := day(r["to"], true)
		if to == 0 {
			to = 99991231
		}
		if r["office"] == "" {
			t.Errorf("leaders.tsv: %s holds no office", r["name"])
		}
		key := r["name"] + " " + r["code"]
		for _, s := range held[key] {
			if from < s.to && s.from < to {
				t.Errorf("leaders.tsv: %s: %s to %s overlaps another row", r["name"], r["from"], r["to"])
			}
		}
		held[key] = append(held[key], span{from, to})
	}
}
