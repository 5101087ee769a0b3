package merge

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"onrecord/data"
	"onrecord/internal/doc"
)

// Weights are those of Compare's features: what a report pair scores, in log odds.
type Weights Features

// incidentLeast is the score, in log odds, from which one report follows another: chosen on ECB+ for B3.
const incidentLeast = -1.0

// IncidentLeast is the score from which one report follows another.
func (m *Merger) IncidentLeast() float64 { return incidentLeast }

// Score is the log odds that two reports are of one act; hugely negative where they contradict each other. Symmetric.
func (m *Merger) Score(a, b *Report) float64 { return m.score(a, b) }

// never is the score of reports that contradict each other.
const never = -1e9

// Score adds up the features of a pair.
func (w *Weights) Score(f *Features) float64 {
	s := 0.0
	for i, v := range f {
		s += w[i] * v
	}
	return s
}

// loadScores reads data/merge-weights.tsv: learned weights and what is added to them by hand.
func loadScores() (*Weights, error) {
	var w Weights
	seen := 0
	for _, r := range data.Table("merge-weights") {
		i := slices.Index(FeatureNames[:], r["feature"])
		if i < 0 {
			return nil, fmt.Errorf("merge: merge-weights.tsv: no feature %q", r["feature"])
		}
		for _, col := range []string{"learned", "added"} {
			v, err := strconv.ParseFloat(r[col], 64)
			if err != nil {
				return nil, fmt.Errorf("merge: merge-weights.tsv: %s: %s: %w", r["feature"], col, err)
			}
			w[i] += v
		}
		seen++
	}
	if seen != numFeatures {
		return nil, fmt.Errorf("merge: merge-weights.tsv has %d features, not %d", seen, numFeatures)
	}
	return &w, nil
}

// Table writes the weights as data/merge-weights.tsv, with what is added by hand as it was before.
func (w *Weights) Table(about string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What speaks for and against two reports being of one act, in log odds (internal/merge). learned: %s\n", about)
	b.WriteString("# added: by hand, for what that corpus cannot teach: it has stories of two acts each, few places and days, no parties by code.\n")
	b.WriteString("feature\tlearned\tadded\n")
	added := map[string]string{}
	for _, r := range data.Table("merge-weights") {
		added[r["feature"]] = r["added"]
	}
	for i, n := range FeatureNames {
		if added[n] == "" {
			added[n] = "0"
		}
		fmt.Fprintf(&b, "%s\t%.3f\t%s\n", n, w[i], added[n])
	}
	return b.Bytes(), nil
}

// score is the log odds that two reports are of one act; never where they contradict each other. Symmetric.
func (m *Merger) score(a, b *Report) float64 {
	f := Compare(a, b)
	if f.contradict(a, b) {
		return never
	}
	return m.scores.Score(&f)
}

// contradict tells whether two reports cannot be of one act, whatever else they share.
func (f *Features) contradict(a, b *Report) bool {
	switch {
	case f[fSentence] > 0: // one sentence names an act once: our reading joined what is one
		return true
	case f[fDateDiffers] > 0:
		return true
	case f[fActDiffers] > 0 && f[fAnchorSame] == 0:
		return true
	case f[fPlaceDiffers] > 0 && (physical(a.Act) || physical(b.Act) || town(a.where()) && town(b.where())):
		return true
	case f[fActorDiffers] > 0 && f[fRecipientDiffers] > 0:
		return true
	case f[fCrossed] >= 0.8 && directed(a.Act) && directed(b.Act):
		return true
	}
	return false
}

func town(p *Place) bool { return p.Precision == "city" || p.Precision == "point" }

// physical acts are where they are; words may be spoken in one place and reported from another.
func physical(act string) bool {
	return families[act]&force != 0 && act != "SANCTION" || act == "RETREAT" || act == "AID"
}

// directed acts have a doer and one to whom it is done; in talks the parties may be named in any order.
func directed(act string) bool {
	return act != "" && act != "CONSULT" && act != "AGREE" && act != "COOPERATE"
}

// reportMember makes the member that stands for a report: the one that says most leads.
func reportMember(r *Report) *Member[*Report] {
	return &Member[*Report]{ID: r.ID, Item: r, Rank: Rank{Says: says(r), Day: r.Published, Tie: hash(r.ID)}, Keys: reportKeys(r)}
}

// says counts what a report tells about its act.
func says(r *Report) int32 {
	n := 0
	for _, side := range [][]Party{r.Actors, r.Recipients} {
		switch {
		case len(side) > 0 && side[0].Code != "":
			n += 3
		case len(side) > 0:
			n += 2
		}
	}
	switch r.Place.Precision {
	case "point", "city":
		n += 4
	case "admin2", "admin1":
		n += 3
	case "country":
		n++
	}
	if r.From != NoDay {
		n++
		if r.To-r.From <= 3 {
			n += 2
		}
	}
	if r.Status == "occurred" || r.Status == "ongoing" {
		n += 2
	}
	if len(r.Figures) > 0 {
		n++
	}
	return int32(n + min(3, len(r.Words)/6))
}

const (
	dayBlock  = 5  // days in a block of keys
	longBlock = 32 // for acts dated within a month or so
	soon      = 18 // longest time, in days, that is looked up by blocks of days
	maxIdents = 2  // parties of a side that make keys
)

// reportKeys are what reports of one act share at least one of: the time with two of place, parties, words. The time is
// part of every key, so that no key grows with the size of the collection.
func reportKeys(r *Report) []Key {
	from, to, _ := when(r)
	size := dayBlock
	var blocks []Day
	switch {
	case from == NoDay:
		blocks, size = []Day{NoDay}, 0
	case to-from <= soon:
		blocks = blocksOf(from-1, to+1, dayBlock)
	default:
		size = longBlock
		blocks = blocksOf(from, min(to, from+4*longBlock), longBlock)
	}
	var keys []Key
	for _, parts := range combinations(r) {
		for _, b := range blocks {
			keys = append(keys, keyOf(uint64(size), uint64(uint32(b)), parts))
		}
	}
	keys = append(keys, keyOf(9, hash64(normal(r.Evidence)))) // copies meet by their sentences
	return sortKeys(keys)
}

// combinations are the keys of a report without the time.
func combinations(r *Report) []uint64 {
	var out []uint64
	fam := families[r.Act]
	add := func(kind int, parts ...uint64) {
		for f := uint8(1); f <= force; f <<= 1 {
			if fam == 0 && f == 1 || fam&f != 0 {
				out = append(out, uint64(keyOf(append(parts, uint64(kind), uint64(f))...)))
			}
		}
	}
	actors, recipients := idents(r.Actors), idents(r.Recipients)
	at := r.where()
	country := hash64(at.Country)
	if at.Country == "" {
		country = 0
	}
	if reach(at.Precision) > 0 {
		place := uint64(at.GeoNames)
		if place == 0 {
			place = hash64(at.Country + " " + at.Name)
		}
		add(1, place)
	}
	for _, p := range append(slices.Clone(actors), recipients...) {
		if country != 0 {
			add(2, country, p)
		}
		if len(r.Stems) > 0 {
			add(3, p, uint64(r.Stems[0]))
		}
	}
	for _, a := range actors {
		for _, b := range recipients {
			add(4, min(a, b), max(a, b))
		}
	}
	if country != 0 {
		for _, s := range r.Stems[:min(2, len(r.Stems))] {
			add(5, country, uint64(s))
		}
	}
	if len(out) < 4 {
		top := slices.Clone(r.Words)
		slices.SortFunc(top, heavier)
		for _, s := range r.Stems[:min(2, len(r.Stems))] {
			for _, t := range top[:min(3, len(top))] {
				add(6, uint64(s), uint64(t.Stem))
			}
		}
	}
	return out
}

// idents hash the parties of a side: by code, where it says which, else by the last word of the name.
func idents(ps []Party) []uint64 {
	var out []uint64
	for _, p := range ps[:min(len(ps), maxIdents)] {
		switch {
		case len(p.Code) == 3 && !doc.KindCode(p.Code):
			out = append(out, hash64(p.Code))
		case len(p.Stems) > 0:
			out = append(out, uint64(p.Stems[len(p.Stems)-1]))
		}
	}
	return out
}

// normal returns the words of a text in lower case with blanks between them.
func normal(s string) string {
	b := make([]byte, 0, len(s))
	Words(s, func(w string) {
		b = append(b, w...)
		b = append(b, ' ')
	})
	return string(b)
}
