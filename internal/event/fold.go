package event

import (
	"strconv"
	"sync"

	"onrecord/data"
)

// fold is the reading of folding.tsv, plover.tsv and cameo-codes.tsv. Keys are
// strings joined by blanks: "act status", "act status mode", "type mode".
type fold struct {
	plover map[string]folded
	cameo  map[string]string
	quad   map[string]int
	score  map[string]float64
}

type folded struct {
	plover string // "" = no event is coded
	mode   string // "=" = the act's own
}

var folding = sync.OnceValue(func() *fold {
	f := &fold{plover: map[string]folded{}, cameo: map[string]string{}, quad: map[string]int{}, score: map[string]float64{}}
	for _, r := range data.Table("folding") {
		to := folded{r["plover"], r["mode"]}
		if to.plover == "-" {
			to.plover = ""
		}
		f.plover[key(r["act"], r["status"], r["when"])] = to
	}
	for _, r := range data.Table("cameo-codes") {
		f.cameo[key(r["type"], r["mode"])] = r["cameo"]
	}
	for _, r := range data.Table("plover") {
		k := key(r["type"], r["mode"])
		f.quad[k], _ = strconv.Atoi(r["quad"])
		f.score[k], _ = strconv.ParseFloat(r["score"], 64)
	}
	return f
})

func key(parts ...string) string {
	k := ""
	for _, p := range parts {
		if p != "" {
			if k != "" {
				k += " "
			}
			k += p
		}
	}
	return k
}

// Fold gives the PLOVER 2.0 code of an act with a status ("will withdraw" = RETREAT, planned -> CONCEDE), the
// CAMEO code derived from it, the quad class (1 verbal cooperation, 2 material cooperation, 3 verbal
// conflict, 4 material conflict) and the conflict-cooperation score (-10..10). Of several modes the one with the
// strongest score counts. Where a coder by the manual codes nothing (a negated attack; a demanded act, which the
// REQUEST beside it stands for) plover and cameo are "" and the numbers 0. The rules are data/folding.tsv.
func Fold(act string, mode []string, status string) (plover, cameo string, quad int, score float64) {
	plover, modes := FoldModes(act, mode, status)
	if plover == "" {
		return "", "", 0, 0
	}
	f := folding()
	best := plover
	for _, m := range modes {
		if k := key(plover, m); f.quad[k] != 0 && (best == plover || abs(f.score[k]) > abs(f.score[best])) {
			best = k
		}
	}
	return plover, f.cameo[best], f.quad[best], f.score[best]
}

// FoldModes gives the PLOVER code alone, and the modes that go with it: those of the act where it stays itself, the one
// that folding.tsv names where it becomes another (a refused withdrawal is REJECT yield).
func FoldModes(act string, mode []string, status string) (plover string, modes []string) {
	f := folding()
	if _, known := f.quad[act]; !known {
		return "", nil
	}
	to, ok := folded{act, "="}, false
	for _, m := range mode {
		if to, ok = f.plover[key(act, status, m)]; ok {
			break
		}
	}
	if !ok {
		if to, ok = f.plover[key(act, status)]; !ok {
			to = folded{act, "="}
		}
	}
	switch {
	case to.plover == "" || to.mode == "":
		return to.plover, nil
	case to.mode == "=":
		return to.plover, mode
	}
	return to.plover, []string{to.mode}
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
