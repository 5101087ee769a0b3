package event

import (
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
