package event

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"onrecord/data"
)

// The hard calls that the PLOVER manual decides, as act, mode and status (see data/folding.tsv).
func TestFold(t *testing.T) {
	for _, c := range []struct {
		text, act, mode, status string
		plover, cameo           string
		quad                    int
		score                   float64
	}{
		{"will meet", "CONSULT", "", "planned", "AGREE", "030", 1, 2.5},
		{"will visit", "CONSULT", "visit", "planned", "AGREE", "030", 1, 2.5},
		{"visited", "CONSULT", "visit", "occurred", "CONSULT", "042", 1, 4},
		{"announces it will withdraw troops", "RETREAT", "withdraw", "planned", "CONCEDE", "080", 1, 4.5},
		{"troops leave", "RETREAT", "withdraw", "ongoing", "RETREAT", "0874", 2, 8},
		{"refuses to withdraw", "RETREAT", "withdraw", "not_occurred", "REJECT", "124", 3, -2},
		{"amnesty", "CONCEDE", "", "occurred", "CONCEDE", "080", 1, 4.5},
		{"prisoners freed", "RETREAT", "release", "occurred", "RETREAT", "0841", 2, 6.5},
		{"signs agreement", "SUPPORT", "", "occurred", "SUPPORT", "050", 1, 5},
		{"promises to sign", "SUPPORT", "", "planned", "AGREE", "030", 1, 2.5},
		{"promises aid", "AID", "", "planned", "AGREE", "030", 1, 2.5},
		{"threatens to bomb", "ASSAULT", "aerial", "threatened", "THREATEN", "138", 3, -3.5},
		{"threatens sanctions", "SANCTION", "discontinue", "threatened", "THREATEN", "1313", 3, -3.5},
		{"threatens to expel diplomats", "SANCTION", "expel", "threatened", "THREATEN", "136", 3, -3.5},
		{"threatens to arrest", "COERCE", "arrest", "threatened", "THREATEN", "132", 3, -3.5},
		{"strike called off", "PROTEST", "strike", "not_occurred", "CONCEDE", "080", 1, 4.5},
		{"talks cancelled", "CONSULT", "", "not_occurred", "REJECT", "125", 3, -2},
		{"did not attack", "ASSAULT", "", "not_occurred", "", "", 0, 0},
		{"urged to release", "RETREAT", "release", "demanded", "", "", 0, 0},
		{"will demand", "REQUEST", "change", "planned", "REQUEST", "104", 3, -1},
		{"plans an attack", "ASSAULT", "", "planned", "ASSAULT", "180", 4, -9},
		{"beaten with bats", "ASSAULT", "primitive", "occurred", "ASSAULT", "193", 4, -8},
		{"unknown act", "SPORT", "", "occurred", "", "", 0, 0},
	} {
		var mode []string
		if c.mode != "" {
			mode = []string{c.mode}
		}
		plover, cameo, quad, score := Fold(c.act, mode, c.status)
		if plover != c.plover || cameo != c.cameo || quad != c.quad || score != c.score {
			t.Errorf("%s: Fold(%s, %q, %s) = %s %s %d %v; want %s %s %d %v", c.text, c.act, c.mode, c.status,
				plover, cameo, quad, score, c.plover, c.cameo, c.quad, c.score)
		}
	}
}

// Every row of folding.tsv names types, modes and statuses that exist, and every type and mode has a CAMEO code.
func TestFoldTables(t *testing.T) {
	f := folding()
	statuses := map[string]bool{"planned": true, "possible": true, "demanded": true, "threatened": true, "not_occurred": true}
	for _, r := range data.Table("folding") {
		if f.quad[r["act"]] == 0 || !statuses[r["status"]] || r["plover"] != "-" && f.quad[key(r["plover"], r["mode"])] == 0 {
			t.Errorf("folding.tsv: bad row %v", r)
		}
	}
	for _, r := range data.Table("plover") {
		if f.cameo[key(r["type"], r["mode"])] == "" {
			t.Errorf("cameo-codes.tsv: nothing for %s %s", r["type"], r["mode"])
		}
	}
	for _, r := range data.Table("acts") {
		if f.quad[key(r["act"], r["mode"])] == 0 {
			t.Errorf("acts.tsv: %s has an unknown act or mode %s %s", r["lemma"], r["act"], r["mode"])
		}
	}
}

// How a status folds an act, group of acts by group of acts: the manual's auxiliary modes. "=" is the act itself, "-" no
// event. A demanded act is what the REQUEST beside it is about. An accusation or refusal that is threatened is a threat.
func TestFoldStatus(t *testing.T) {
	for _, c := range []struct {
		acts     string
		statuses map[string]string
	}{
		{"CONSULT SUPPORT COOPERATE AID", map[string]string{"occurred": "=", "ongoing": "=", "planned": "AGREE", "possible": "-", "threatened": "-", "demanded": "-", "not_occurred": "REJECT"}},
		{"RETREAT", map[string]string{"occurred": "=", "ongoing": "=", "planned": "CONCEDE", "possible": "-", "demanded": "-", "threatened": "THREATEN", "not_occurred": "REJECT"}},
		{"CONCEDE", map[string]string{"occurred": "=", "ongoing": "=", "planned": "CONCEDE", "possible": "-", "demanded": "-", "threatened": "-", "not_occurred": "REJECT"}},
		{"AGREE", map[string]string{"occurred": "=", "ongoing": "=", "planned": "=", "possible": "-", "demanded": "-", "threatened": "-", "not_occurred": "REJECT"}},
		{"ASSAULT COERCE SANCTION MOBILIZE", map[string]string{"occurred": "=", "ongoing": "=", "planned": "=", "possible": "THREATEN", "threatened": "THREATEN", "demanded": "-", "not_occurred": "-"}},
		{"PROTEST", map[string]string{"occurred": "=", "ongoing": "=", "planned": "=", "possible": "THREATEN", "threatened": "THREATEN", "demanded": "-", "not_occurred": "CONCEDE"}},
		{"REQUEST", map[string]string{"occurred": "=", "ongoing": "=", "planned": "=", "possible": "=", "threatened": "=", "demanded": "-", "not_occurred": "CONCEDE"}},
		{"ACCUSE REJECT", map[string]string{"occurred": "=", "ongoing": "=", "planned": "=", "possible": "=", "threatened": "THREATEN", "demanded": "-", "not_occurred": "-"}},
		{"THREATEN", map[string]string{"occurred": "=", "ongoing": "=", "planned": "=", "possible": "=", "threatened": "=", "demanded": "-", "not_occurred": "-"}},
	} {
		for _, act := range strings.Fields(c.acts) {
			for _, status := range statuses {
				want, ok := c.statuses[status]
				if !ok {
					t.Fatalf("%s: the test says nothing of %s", act, status)
				}
				switch want {
				case "=":
					want = act
				case "-":
					want = ""
				}
				if got, _, _, _ := Fold(act, nil, status); got != want {
					t.Errorf("%s %s folds to %q, want %q", act, status, got, want)
				}
			}
		}
	}
}

// The hard calls of the manual, one by one: how the text is coded unfolded, and the code and modes that it then has.
func TestFoldHardCalls(t *testing.T) {
	for _, c := range []struct{ text, act, modes, status, want string }{
		{"will meet", "CONSULT", "", "planned", "AGREE"},
		{"will visit", "CONSULT", "visit", "planned", "AGREE"},
		{"invites", "AGREE", "", "occurred", "AGREE"},
		{"announces it will withdraw troops", "RETREAT", "withdraw", "planned", "CONCEDE"},
		{"troops leave", "RETREAT", "withdraw", "occurred", "RETREAT withdraw"},
		{"pardons, grants amnesty, acquits", "CONCEDE", "", "occurred", "CONCEDE"},
		{"prisoners are freed", "RETREAT", "release", "occurred", "RETREAT release"},
		{"regrets, apologises", "CONCEDE", "", "occurred", "CONCEDE"},
		{"signs an agreement", "SUPPORT", "", "occurred", "SUPPORT"},
		{"promises to sign", "SUPPORT", "", "planned", "AGREE"},
		{"holds a joint exercise", "COOPERATE", "", "occurred", "COOPERATE"},
		{"holds an exercise of its own", "MOBILIZE", "troops", "occurred", "MOBILIZE troops"},
		{"sends forces for disaster relief", "AID", "", "occurred", "AID"},
		{"units fire", "ASSAULT", "firearms", "occurred", "ASSAULT firearms"},
		{"captures fighters", "ASSAULT", "abduct", "occurred", "ASSAULT abduct"},
		{"issues a warrant for someone abroad", "THREATEN", "arrest", "occurred", "THREATEN arrest"},
		{"convicts", "SANCTION", "convict", "occurred", "SANCTION convict"},
		{"and jails", "COERCE", "arrest", "occurred", "COERCE arrest"},
		{"bars an organisation from entering", "REJECT", "", "occurred", "REJECT"},
		{"expels an organisation", "SANCTION", "expel", "occurred", "SANCTION expel"},
		{"expels a person", "COERCE", "deport", "occurred", "COERCE deport"},
		{"people flee", "SANCTION", "expel", "occurred", "SANCTION expel"},
		{"protesters demand", "PROTEST", "demo", "occurred", "PROTEST demo"},
		{"protesters want X: no REQUEST beside it", "CONCEDE", "", "demanded", ""},
		{"police disperse with tear gas", "ASSAULT", "crowd-control", "occurred", "ASSAULT crowd-control"},
		{"police push back", "COERCE", "restrict", "occurred", "COERCE restrict"},
		{"beaten", "ASSAULT", "beat", "occurred", "ASSAULT beat"},
		{"beaten with bats", "ASSAULT", "beat primitive", "occurred", "ASSAULT beat primitive"},
		{"stabbed", "ASSAULT", "primitive", "occurred", "ASSAULT primitive"},
		{"destroys a bridge", "ASSAULT", "destroy", "occurred", "ASSAULT destroy"},
		{"cancels a meeting", "CONSULT", "", "not_occurred", "REJECT meet"},
		{"a warring party calls for an end", "AGREE", "", "occurred", "AGREE"},
		{"must pay by order of a court", "SANCTION", "", "occurred", "SANCTION"},
		{"pays reparations of its own will", "AID", "", "occurred", "AID"},
		{"is shifting its own troops in a host country", "MOBILIZE", "troops", "ongoing", "MOBILIZE troops"},
		{"the withdrawal that is negotiated", "RETREAT", "withdraw", "planned", "CONCEDE"},
		{"threatens to bomb", "ASSAULT", "aerial", "threatened", "THREATEN violence"},
		{"threatens to arrest", "COERCE", "arrest", "threatened", "THREATEN arrest"},
		{"did not attack", "ASSAULT", "firearms", "not_occurred", ""},
		{"drops its demand", "REQUEST", "change", "not_occurred", "CONCEDE"},
		{"refuses to withdraw", "RETREAT", "withdraw", "not_occurred", "REJECT yield"},
	} {
		plover, modes := FoldModes(c.act, strings.Fields(c.modes), c.status)
		if got := strings.TrimSpace(plover + " " + strings.Join(modes, " ")); got != c.want {
			t.Errorf("%s: %s %s %s folds to %q, want %q", c.text, c.act, c.modes, c.status, got, c.want)
		}
	}
}

// Every act, mode and status that a record can hold folds to a code with quad class, CAMEO code and known modes, or to
// nothing because a row of folding.tsv says so.
func TestFoldCoversVocabulary(t *testing.T) {
	nothing := map[string]bool{}
	for _, r := range data.Table("folding") {
		nothing[key(r["act"], r["status"], r["when"])] = r["plover"] == "-"
	}
	cameo := regexp.MustCompile(`^\d{3,4}$`)
	modes := map[string][]string{}
	for _, r := range data.Table("plover") {
		if !slices.Contains(acts[:], r["type"]) {
			t.Errorf("plover.tsv: %s is no act of the coder", r["type"])
		}
		modes[r["type"]] = append(modes[r["type"]], r["mode"])
	}
	for _, r := range data.Table("mode-cues") {
		if !slices.Contains(modes[r["act"]], r["mode"]) {
			t.Errorf("mode-cues.tsv: %s has no mode %s in plover.tsv", r["act"], r["mode"])
		}
	}
	n := 0
	for _, act := range acts {
		if len(modes[act]) == 0 {
			t.Errorf("plover.tsv: nothing for %s", act)
		}
		for _, mode := range modes[act] {
			for _, status := range statuses {
				n++
				var have []string
				if mode != "" {
					have = []string{mode}
				}
				plover, code, quad, score := Fold(act, have, status)
				again, folded := FoldModes(act, have, status)
				if plover != again {
					t.Errorf("%s %s %s: Fold says %q, FoldModes %q", act, mode, status, plover, again)
				}
				if plover == "" {
					if !nothing[key(act, status)] && !nothing[key(act, status, mode)] {
						t.Errorf("%s %s %s folds to nothing, and no row says so", act, mode, status)
					}
					continue
				}
				if quad < 1 || quad > 4 || score < -10 || score > 10 || !cameo.MatchString(code) {
					t.Errorf("%s %s %s: quad %d, score %v, CAMEO %q", act, mode, status, quad, score, code)
				}
				for _, m := range folded {
					if !slices.Contains(modes[plover], m) {
						t.Errorf("%s %s %s folds to %s, which has no mode %s", act, mode, status, plover, m)
					}
				}
			}
		}
	}
	if n < 16*7 {
		t.Errorf("only %d combinations", n)
	}
}

// The quad class of a type is that of its modes, and hostile types score below zero.
func TestPloverTable(t *testing.T) {
	f := folding()
	for _, r := range data.Table("plover") {
		k := key(r["type"], r["mode"])
		if f.quad[k] != f.quad[r["type"]] {
			t.Errorf("%s is of quad class %d, its type of %d", k, f.quad[k], f.quad[r["type"]])
		}
		if q, s := f.quad[k], f.score[k]; q <= 2 && s <= 0 || q == 4 && s >= 0 || q == 3 && s > 0.5 {
			t.Errorf("%s has score %v in quad class %d", k, s, q)
		}
	}
	seen := map[string]bool{}
	for _, r := range data.Table("contexts") {
		if seen[r["context"]] {
			t.Errorf("contexts.tsv: %s is there twice", r["context"])
		}
		seen[r["context"]] = true
		words := strings.Fields(r["lemmas"])
		if slices.Sort(words); len(slices.Compact(words)) != len(strings.Fields(r["lemmas"])) {
			t.Errorf("contexts.tsv: %s has a word twice", r["context"])
		}
	}
	if len(seen) != 37 {
		t.Errorf("contexts.tsv has %d contexts, PLOVER 2.0 has 37", len(seen))
	}
}

// The CAMEO codes are those that PLOVER's own table turns into the type, but for calls that the manual decides
// differently or that the table has no code for.
func TestCameoCodesReverse(t *testing.T) {
	file, err := os.ReadFile("../../../shared/corpora/plover/CAMEO2PLOVER-2021.txt")
	if err != nil {
		t.Skip("needs ../shared: ", err)
	}
	types := map[string]map[string]bool{}
	for line := range strings.Lines(string(file)) {
		code, rest, ok := strings.Cut(line, ":")
		if ok && regexp.MustCompile(`^\d{2,4}$`).MatchString(code) {
			typ, _, _ := strings.Cut(strings.TrimSpace(rest), ",")
			if types[code] == nil {
				types[code] = map[string]bool{}
			}
			types[code][typ] = true
		}
	}
	differs := map[string]string{
		"RETREAT resign":       "0831 accede to demands for a change in leadership: the table has it as CONCEDE",
		"SANCTION convict":     "173: convictions are SANCTION in the manual, with no code of their own",
		"SANCTION discontinue": "163: sanctions are SANCTION in the manual, COERCE in the table",
		"COERCE cyber":         "176 attack cybernetically: not in the table",
	}
	for _, r := range data.Table("cameo-codes") {
		k := key(r["type"], r["mode"])
		if ok := types[r["cameo"]][r["type"]]; ok == (differs[k] != "") {
			t.Errorf("%s has CAMEO code %s, which the table turns into %v (%s)", k, r["cameo"], types[r["cameo"]], differs[k])
		}
	}
}
