package merge

import (
	"math"
	"slices"

	"onrecord/internal/doc"
)

// Features says how two reports compare, one number for each of FeatureNames.
type Features [numFeatures]float64

// Features of a pair of reports.
const (
	fBias = iota
	fAnchorSame
	fAnchorPart
	fAnchorRelated
	fWords
	fTopic
	fAnchorTopic // same anchor and same topic
	fWordsTopic
	fActorSame
	fActorDiffers
	fRecipientSame
	fRecipientDiffers
	fCrossed
	fPlaceSame
	fPlaceNear
	fPlaceDiffers
	fDateSame
	fDateNear
	fDateDiffers
	fFigureSame
	fFigureDiffers
	fActSame
	fActNear
	fActDiffers
	fOneArticle
	fSentence
	numFeatures
)

// FeatureNames are the rows of data/merge-weights.tsv.
var FeatureNames = [numFeatures]string{"bias", "anchor same", "anchor shares a word", "anchor related", "words", "topic", "anchor same x topic", "words x topic",
	"actor same", "actor differs", "recipient same", "recipient differs", "parties crossed", "place same", "place near", "place differs",
	"date same", "date near", "date differs", "figure same", "figure differs", "act same", "act near", "act differs", "one article", "one sentence"}

// Compare describes a pair of reports. It is symmetric.
func Compare(a, b *Report) Features {
	if a.ID > b.ID {
		a, b = b, a
	}
	var f Features
	f[fBias] = 1
	switch shared := sharedStems(a.Stems, b.Stems); {
	case shared == 0:
	case shared == len(a.Stems) || shared == len(b.Stems):
		f[fAnchorSame] = 1
	default:
		f[fAnchorPart] = 1
	}
	if f[fAnchorSame] == 0 && len(a.Group) > 0 && sharedStems(a.Group, b.Group) > 0 {
		f[fAnchorRelated] = 1
	}
	f[fWords] = a.Words.Cosine(b.Words)
	f[fTopic] = a.Topic.Cosine(b.Topic)
	f[fAnchorTopic] = f[fAnchorSame] * f[fTopic]
	f[fWordsTopic] = f[fWords] * f[fTopic]
	f[fActorSame], f[fActorDiffers] = compareParties(a.Actors, b.Actors)
	f[fRecipientSame], f[fRecipientDiffers] = compareParties(a.Recipients, b.Recipients)
	if f[fActorSame] < 0.5 && f[fRecipientSame] < 0.5 {
		x, _ := compareParties(a.Actors, b.Recipients)
		y, _ := compareParties(a.Recipients, b.Actors)
		f[fCrossed] = max(x, y)
	}
	f[fPlaceSame], f[fPlaceNear], f[fPlaceDiffers] = comparePlaces(a.where(), b.where())
	f[fDateSame], f[fDateNear], f[fDateDiffers] = compareDates(a, b)
	f[fFigureSame], f[fFigureDiffers] = compareFigures(a.Figures, b.Figures)
	switch {
	case a.Act == "" || b.Act == "":
	case a.Act == b.Act:
		f[fActSame] = 1
	case families[a.Act]&families[b.Act] != 0:
		f[fActNear] = 1
	default:
		f[fActDiffers] = 1
	}
	if a.Article == b.Article {
		f[fOneArticle] = 1
		if a.Evidence == b.Evidence {
			f[fSentence] = 1
		}
	}
	return f
}

func sharedStems(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// compareParties returns how well the best pair fits, and 1 when both sides name parties and none fits.
func compareParties(a, b []Party) (same, differs float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	for i := range a {
		for j := range b {
			same = max(same, sameParty(&a[i], &b[j]))
		}
	}
	if same == 0 {
		differs = 1
	}
	return same, differs
}

// sameParty is 1 for the same name, less where only part of the name or the code is the same, 0 for two parties.
func sameParty(a, b *Party) float64 {
	shared := sharedStems(a.Stems, b.Stems)
	least := min(len(a.Stems), len(b.Stems))
	switch {
	case shared > 0 && shared == len(a.Stems) && shared == len(b.Stems):
		return 1
	case a.Code != "" && b.Code != "" && a.Code != b.Code:
		return 0
	case shared > 0 && shared == least:
		return 0.9
	case a.Code != "" && a.Code == b.Code && len(a.Code) == 3 && !doc.KindCode(a.Code):
		if a.Sector == b.Sector {
			return 0.8
		}
		if a.Sector == "" || b.Sector == "" || near(a.Sector, b.Sector) {
			return 0.5
		}
		return 0.2
	case shared > 0:
		return 0.4
	}
	return 0
}

// near tells sectors that reporters use for each other: the army, the police and the government act for one state.
func near(a, b string) bool {
	state := []string{"GOV", "MIL", "COP", "SPY", "ELI"}
	armed := []string{"REB", "UAF", "PRM", "CRM"}
	return slices.Contains(state, a) && slices.Contains(state, b) || slices.Contains(armed, a) && slices.Contains(armed, b)
}

// reach is how far from its centre a place of some precision extends, in km.
func reach(precision string) float64 {
	switch precision {
	case "point":
		return 5
	case "city":
		return 25
	case "admin2":
		return 60
	case "admin1":
		return 200
	}
	return 0 // country, region: by name
}

// where returns the place to compare a report by.
func (r *Report) where() *Place {
	if r.Site.Name != "" {
		return &r.Site
	}
	return &r.Place
}

// comparePlaces: same for the same place, near where the one may lie in the other, differs where it cannot.
func comparePlaces(a, b *Place) (same, close, differs float64) {
	if a.Name == "" || b.Name == "" {
		return 0, 0, 0
	}
	fineA, fineB := reach(a.Precision), reach(b.Precision)
	switch {
	case a.GeoNames != 0 && a.GeoNames == b.GeoNames, a.Name == b.Name && a.Country == b.Country:
		if fineA == 0 {
			return 0, 1, 0 // two acts in one country are not in one place
		}
		return 1, 0, 0
	case a.Country != "" && b.Country != "" && a.Country != b.Country && (fineA == 0 || fineB == 0):
		return 0, 0, 1
	case fineA == 0 || fineB == 0:
		return 0, 1, 0
	}
	km := distance(a, b)
	switch {
	case km <= max(fineA, fineB)/2:
		return 0.8, 0, 0
	case km <= fineA+fineB:
		return 0, 1, 0
	}
	return 0, 0, 1
}

// distance in km on a sphere.
func distance(a, b *Place) float64 {
	const rad = math.Pi / 180
	x := math.Sin((a.Lat - b.Lat) * rad / 2)
	y := math.Sin((a.Lon - b.Lon) * rad / 2)
	h := x*x + y*y*math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, h)))
}

// compareDates compares the days that the texts give, and where one gives none, its days of publication. Reports of what
// has happened that give no day are near when they are published within a day or two, and of two acts after a week: the
// same people do the same again.
func compareDates(a, b *Report) (same, close, differs float64) {
	a0, a1, aText := when(a)
	b0, b1, bText := when(b)
	if a0 == NoDay || b0 == NoDay {
		return 0, 0, 0
	}
	gap := max(0, max(a0, b0)-min(a1, b1))
	long := max(a1-a0, b1-b0)
	switch {
	case !aText && !bText && a.Status == b.Status:
		switch apart := max(a.Published-b.Published, b.Published-a.Published); {
		case apart <= 1:
			return 0, 1, 0
		case apart == 2:
			return 0, 0.5, 0
		case apart < 7:
			return 0, 0, 0
		}
		return 0, 0, 1
	case gap == 0 && aText && bText && long <= 3:
		return 1, 0, 0
	case gap == 0:
		return 0, 1, 0
	case gap == 1 && long <= 7: // two months in a row are not near
		return 0, 0.5, 0
	case gap == 2 && !(aText && bText):
		return 0, 0, 0
	}
	return 0, 0, 1
}

// when returns the days on which a report's act may be: those of the text, or else days around the publication, by the
// status: what has occurred was in the days before, what is planned comes in the days after.
func when(r *Report) (from, to Day, text bool) {
	if r.From != NoDay {
		return r.From, r.To, true
	}
	if r.Published == NoDay {
		return NoDay, NoDay, false
	}
	switch r.Status {
	case "planned", "demanded", "threatened", "possible":
		return r.Published - 1, r.Published + 14, false
	case "ongoing":
		return r.Published - 7, r.Published, false
	case "not_occurred":
		return r.Published - 3, r.Published + 7, false
	}
	return r.Published - 3, r.Published, false
}

// compareFigures compares numbers of the same class and role.
func compareFigures(a, b []Figure) (same, differs float64) {
	for i := range a {
		for j := range b {
			x, y := &a[i], &b[j]
			if x.Class != y.Class || x.Role != y.Role {
				continue
			}
			if overlap(x, y) {
				same = 1
			} else {
				differs = 1
			}
		}
	}
	if same > 0 {
		differs = 0
	}
	return same, differs
}

func overlap(a, b *Figure) bool {
	lo := func(f *Figure) float64 { return bound(f.Low, f.Best, 0) }
	hi := func(f *Figure) float64 { return bound(f.High, f.Best, math.MaxFloat64) }
	if a.Best != nil && b.Best != nil {
		return *a.Best == *b.Best
	}
	return lo(a) <= hi(b) && lo(b) <= hi(a)
}

func bound(v, other *float64, open float64) float64 {
	switch {
	case v != nil:
		return *v
	case other != nil:
		return *other
	}
	return open
}

// families are groups of acts that reporters, and our reading, take for one another.
var families = map[string]uint8{
	"AGREE": coop, "CONSULT": coop, "SUPPORT": coop, "CONCEDE": coop, "COOPERATE": coop, "AID": coop, "RETREAT": coop,
	"REQUEST": words, "ACCUSE": words, "REJECT": words, "THREATEN": words,
	"PROTEST": force, "MOBILIZE": force, "COERCE": force, "ASSAULT": force, "SANCTION": force | words,
}

const (
	coop uint8 = 1 << iota
	words
	force
)
