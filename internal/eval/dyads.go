package eval

import (
	"path/filepath"
	"strings"

	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
)

// dyadsTask scores single sentences against expected CAMEO dyads, by the protocol of UniversalPetrarch's own
// validation with codes brought to PLOVER: an expected event is found when one of ours has the same folded type
// and, for every actor and recipient, the same country; each of ours that finds no partner is wrong. Of a code only the first
// three letters count ("USAGOV" = USA); public statements (01), which PLOVER drops, are left out; "---" is a party without a
// code, and IGO any organisation of states. PETRARCH codes dyads only: an event of ours that lacks a side is none. Where CAMEO
// has no recipient it takes the country of the place for one ("met in Zurich" = CHE), and so does the conversion. What goes
// both ways ("BRA USA" and "USA BRA") counts once, in the expected events as in ours.
func dyadsTask() Task {
	return Task{
		Name:    "dyads",
		Help:    "who did what to whom in single sentences (PETR2_GSR_validation.xml of UniversalPetrarch), with given parses and with our own",
		Default: []string{"corpora/universal-petrarch/PETR2_GSR_validation.xml"},
		Run:     runDyads,
	}
}

func runDyads(path string) ([]Row, error) {
	sentences, err := corpus.ReadDyads(path)
	if err != nil {
		return nil, err
	}
	p, err := newSentenceReader()
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, given := range []bool{true, false} {
		var dyad, full PRF
		empty, quiet := 0, 0
		for i := range sentences {
			s := &sentences[i]
			var d *doc.Document
			if given {
				d = p.tree(s.Text, s.Date, s.Tokens)
			} else {
				d = p.text(s.Text, s.Date)
			}
			p.event.Code(d)
			found := codedDyads(d)
			expected := expectedDyads(s.Dyads)
			if len(s.Dyads) == 0 {
				empty++
				if len(found) == 0 {
					quiet++
				}
			}
			h, g, n := matchDyads(expected, found, false)
			dyad.Hit, dyad.Gold, dyad.System = dyad.Hit+h, dyad.Gold+g, dyad.System+n
			h, g, n = matchDyads(expected, found, true)
			full.Hit, full.Gold, full.System = full.Hit+h, full.Gold+g, full.System+n
		}
		name, target := "own parses", 75.0
		if given {
			name, target = "given parses", 85
		}
		data := filepath.Base(path)
		rows = append(rows,
			Row{Task: "dyads", Data: data, Metric: "dyad + type F1, " + name, N: full.Gold, Score: full.F1(), Target: target},
			Row{Task: "dyads", Data: data, Metric: "precision, " + name, N: full.System, Score: full.Precision()},
			Row{Task: "dyads", Data: data, Metric: "recall, " + name, N: full.Gold, Score: full.Recall()},
			Row{Task: "dyads", Data: data, Metric: "dyad F1, " + name, N: dyad.Gold, Score: dyad.F1()},
			Row{Task: "dyads", Data: data, Metric: "sentences without event left empty, " + name, N: empty, Score: Percent(quiet, empty), Target: 91.6})
	}
	return rows, nil
}

// expectedDyads leaves out CAMEO 01, public statements, which PLOVER drops, and the way back of what goes both ways.
func expectedDyads(all []corpus.Dyad) []expected {
	var out []expected
	at := map[corpus.Dyad]int{}
	for _, d := range all {
		if strings.HasPrefix(d.Code, "01") {
			continue
		}
		if i, ok := at[corpus.Dyad{Source: d.Target, Code: d.Code, Target: d.Source}]; ok {
			out[i].both = true
			continue
		}
		at[d] = len(out)
		out = append(out, expected{d, strings.HasPrefix(d.Code, "04")})
	}
	return out
}

// expected is a dyad that is to be found, in either direction if both.
type expected struct {
	corpus.Dyad
	both bool
}

// dyad is one source, one target and the folded type between them.
type dyad struct{ source, target, plover string }

// codedDyads expands events to dyads; symmetric acts count once, in either direction.
func codedDyads(d *doc.Document) []dyad {
	var out []dyad
	seen := map[dyad]bool{}
	add := func(x dyad) {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	for i := range d.Events {
		e := &d.Events[i]
		plover, _, _, _ := event.Fold(e.Act, e.Mode, e.Status)
		if plover == "" {
			continue
		}
		actors, recipients := codesOf(e.Actors), codesOf(e.Recipients)
		if len(recipients) == 0 && len(actors) == 1 && e.Place >= 0 && d.Places[e.Place].Country != "" {
			recipients = append(recipients, d.Places[e.Place].Country)
		}
		if len(recipients) == 0 && len(actors) > 1 {
			for i, a := range actors {
				for _, b := range actors[i+1:] {
					add(dyad{a, b, plover})
				}
			}
			continue
		}
		for _, a := range actors {
			for _, b := range recipients {
				add(dyad{a, b, plover})
			}
		}
	}
	return out
}

func codesOf(as []doc.Actor) []string {
	var out []string
	for _, a := range as {
		c := a.Code
		if c == "" {
			c = "---"
		}
		out = append(out, c)
	}
	return out
}

// matchDyads pairs expected and found events greedily, with or without regard to the type.
func matchDyads(want []expected, found []dyad, typed bool) (hit, gold, system int) {
	used := make([]bool, len(found))
	for _, w := range want {
		for i, f := range found {
			if used[i] || typed && !cameoIs(w.Code, f.plover) {
				continue
			}
			straight := codeIs(w.Source, f.source) && codeIs(w.Target, f.target)
			crossed := codeIs(w.Source, f.target) && codeIs(w.Target, f.source) && w.both
			if straight || crossed {
				used[i] = true
				hit++
				break
			}
		}
	}
	return hit, len(want), len(found)
}

// codeIs compares a CAMEO actor code with one of ours by country or kind.
func codeIs(cameo, ours string) bool {
	c := cameo[:min(3, len(cameo))]
	if c == "IGO" {
		return ours == "IGO" || ours == "UNO" || ours == "EUR"
	}
	return c == ours
}

// cameoIs tells whether a CAMEO event code belongs to a PLOVER type, by the conversion table of the PLOVER manual.
func cameoIs(code, plover string) bool {
	root := code[:min(2, len(code))]
	three := code[:min(3, len(code))]
	switch root {
	case "03":
		return plover == "AGREE"
	case "04":
		return plover == "CONSULT"
	case "05":
		return plover == "SUPPORT" || three == "055" && plover == "CONCEDE"
	case "06":
		return plover == "COOPERATE"
	case "07":
		return plover == "AID"
	case "08":
		return plover == "CONCEDE" || plover == "RETREAT"
	case "02", "10":
		return plover == "REQUEST"
	case "09", "11":
		return plover == "ACCUSE"
	case "12":
		return plover == "REJECT"
	case "13":
		return plover == "THREATEN"
	case "14":
		return plover == "PROTEST"
	case "15":
		return plover == "MOBILIZE"
	case "16":
		return plover == "SANCTION" || three == "163" && plover == "COERCE"
	case "17":
		return plover == "COERCE" || (three == "175" || code == "1712") && plover == "ASSAULT" || three == "173" && plover == "SANCTION"
	case "18", "19", "20":
		return plover == "ASSAULT" || (three == "191" || three == "192") && plover == "COERCE"
	}
	return false
}
