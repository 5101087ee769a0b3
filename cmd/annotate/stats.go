package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"onrecord/internal/gold"
)

// stats writes what a folder of standoff files holds, as the tables of annotations/DATASHEET.md.
func stats(dir string, w io.Writer) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("%s: no annotation files (*.json) there", dir)
	}
	c := newCounts()
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		var a gold.Annotation
		if err := json.Unmarshal(b, &a); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		c.add(&a)
	}
	c.write(w)
	return nil
}

// tally counts by name.
type tally map[string]int

// counts is what the tables show.
type counts struct {
	articles, empty, heldOut, events, claims, figures, forces, placed, dated, sourced, mentions int

	acts                                     map[string]tally // per act its statuses
	modes, stances, kinds, anonymity, chains tally
	sectors, countries, where                tally
}

func newCounts() *counts {
	return &counts{acts: map[string]tally{}, modes: tally{}, stances: tally{}, kinds: tally{}, anonymity: tally{}, chains: tally{},
		sectors: tally{}, countries: tally{}, where: tally{}}
}

func (c *counts) add(a *gold.Annotation) {
	c.articles++
	if len(a.Events) == 0 {
		c.empty++
	}
	if gold.HeldOut(a.Doc) {
		c.heldOut++
	}
	c.figures += len(a.Figures)
	c.forces += len(a.Forces)
	c.claims += len(a.Claims)
	for _, x := range a.Claims {
		c.chains[fmt.Sprint(len(x.Chain))]++
		for _, h := range x.Chain {
			c.stances[h.Stance]++
			c.kinds[h.Kind]++
			c.anonymity[h.Anonymity]++
		}
	}
	for i := range a.Events {
		c.event(&a.Events[i])
	}
}

func (c *counts) event(e *gold.Event) {
	c.events++
	c.mentions += len(e.Also)
	if c.acts[e.Type] == nil {
		c.acts[e.Type] = tally{}
	}
	c.acts[e.Type][e.Status]++
	for _, m := range e.Mode {
		c.modes[m]++
	}
	for _, a := range slices.Concat(e.Actors, e.Recipients) {
		c.sectors[a.Sector]++
		c.countries[a.Code]++
	}
	if e.Place != nil {
		c.placed++
		c.where[e.Place.Country]++
	}
	if e.Date != nil {
		c.dated++
	}
	if e.Claim != "" {
		c.sourced++
	}
}

// statuses are the columns of the table of acts.
var statuses = []string{"occurred", "ongoing", "planned", "possible", "demanded", "threatened", "not_occurred"}

func (c *counts) write(w io.Writer) {
	fmt.Fprintf(w, "%d articles, %d of them without any event, %d held out; %d events (%d further mentions), %d of them on somebody's word, %d with a place, %d with a date;\n",
		c.articles, c.empty, c.heldOut, c.events, c.mentions, c.sourced, c.placed, c.dated)
	fmt.Fprintf(w, "%d claims, %d figures, %d forces in place.\n\n", c.claims, c.figures, c.forces)
	fmt.Fprintf(w, "| act | events | %s |\n|---|--:|%s\n", strings.Join(statuses, " | "), strings.Repeat("--:|", len(statuses)))
	total := func(t tally) int {
		n := 0
		for _, k := range t {
			n += k
		}
		return n
	}
	acts := slices.SortedFunc(maps.Keys(c.acts), func(a, b string) int {
		return cmp.Or(total(c.acts[b])-total(c.acts[a]), cmp.Compare(a, b))
	})
	for _, a := range acts {
		fmt.Fprintf(w, "| %s | %d |", a, total(c.acts[a]))
		for _, s := range statuses {
			fmt.Fprintf(w, " %d |", c.acts[a][s])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	for _, line := range []struct {
		name string
		t    tally
		most int
	}{
		{"Modes", c.modes, 20}, {"Sectors of actors and recipients", c.sectors, 30}, {"Their countries (of %d)", c.countries, 25}, {"Countries of the places (of %d)", c.where, 25},
		{"Sources by kind", c.kinds, 9}, {"Sources by anonymity", c.anonymity, 9}, {"Stances", c.stances, 9}, {"Sources in a chain", c.chains, 9},
	} {
		name := line.name
		if strings.Contains(name, "%d") {
			name = fmt.Sprintf(name, len(line.t))
		}
		fmt.Fprintf(w, "- %s: %s\n", name, line.t.top(line.most))
	}
}

// top lists the most frequent names with their counts.
func (t tally) top(most int) string {
	names := slices.SortedFunc(maps.Keys(t), func(a, b string) int { return cmp.Or(t[b]-t[a], cmp.Compare(a, b)) })
	var out []string
	for _, n := range names[:min(most, len(names))] {
		k := n
		if k == "" {
			k = "none"
		}
		out = append(out, fmt.Sprintf("%s %d", k, t[n]))
	}
	return strings.Join(out, ", ")
}
