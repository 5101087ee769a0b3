package place

import (
	"math"
	"slices"
	"strings"
	"sync"

	"onrecord/data"
)

// feature numbers what the ranker looks at in a candidate.
type feature int

const (
	fPopulation   feature = iota // log10 of the population
	fMetropolis                  // what log10 of the population exceeds 5.5
	fCapital                     // national capital
	fSeat                        // seat of a first-level division
	fCountry                     // kinds; a city is the reference
	fAdmin1                      //
	fAdmin2                      //
	fSection                     //
	fRegion                      //
	fWater                       //
	fContinent                   //
	fSite                        //
	fAlternative                 // the phrase is not its usual name
	fAdjective                   // the phrase is a demonym
	fShort                       // the phrase is an abbreviation
	fPart                        // only part of the phrase was found
	fGated                       // its name is a common word
	fCueMatch                    // a word next to the name asks for this kind
	fCueMiss                     // ... for another kind
	fInside                      // the text says what it lies in, and it does
	fOutside                     // ... and it does not
	fDatelineCity                // a city opening a report
	fPublisher                   // lies in the publisher's country
	fTop                         // the most populous of the candidates
	fCountryShare                // part of the other names' votes that go to its country
	fCountryVotes                // ln(1 + those votes)
	fCountryNamed                // ln(1 + votes of names that are the country itself or its demonym)
	fAdminShare                  // the same for its first-level division
	fAdminVotes                  //
	fAdminNamed                  //
	fNear50                      // a settled neighbour within 50 km
	fNear161                     // ... 161 km
	fNear500                     // ... 500 km
	fSense                       // what the same name means elsewhere in the article, 0..1
	fCueForeign                  // a word beside the name is one for divisions, and not for those of its country
	features
)

// featureNames are the names in the table of weights, data/place-weights.tsv.
var featureNames = [features]string{
	"population", "metropolis", "capital", "seat", "country", "admin1", "admin2", "section", "region", "water", "continent", "site",
	"alternative", "adjective", "short", "part", "gated", "cue-match", "cue-miss", "inside", "outside", "dateline-city", "publisher", "top",
	"country-share", "country-votes", "country-named", "admin-share", "admin-votes", "admin-named", "near-50", "near-161", "near-500", "sense", "cue-foreign",
}

type vector [features]float64

func (v *vector) dot(w *vector) float64 {
	s := 0.0
	for i := range v {
		s += v[i] * w[i]
	}
	return s
}

var kindFeature = [kinds]feature{Country: fCountry, Admin1: fAdmin1, Admin2: fAdmin2, Section: fSection, Region: fRegion, Water: fWater, Continent: fContinent, Site: fSite}

// static fills the features of a candidate that do not depend on other names.
func (r *Resolver) static(m *mention, c *cand, top bool, h Hints) {
	e := &r.gaz.entries[c.place]
	x := &c.x
	pop := float64(e.logPop) / 25
	x[fPopulation] = pop
	x[fMetropolis] = max(0, pop-5.5)
	x[fCapital] = truth(e.capital() == 2)
	x[fSeat] = truth(e.capital() == 1)
	if e.kind != City {
		x[kindFeature[e.kind]] = 1
	}
	x[fAlternative] = truth(c.as == Alternative)
	x[fAdjective] = truth(c.as == Adjective)
	x[fShort] = truth(c.as == Short)
	x[fPart] = truth(m.part)
	x[fGated] = truth(e.gated())
	for _, want := range [...]cue{m.want, m.cueAfter, m.cueBefore} {
		if want.kind != NoKind {
			ok := fits(e.kind, want.kind)
			x[fCueMatch] += truth(ok)
			x[fCueMiss] += truth(!ok)
			x[fCueForeign] = max(x[fCueForeign], truth(foreign(want.word, r.gaz.iso3(e))))
		}
	}
	if len(m.container) > 0 {
		ok := r.insideAny(c.place, m.container)
		x[fInside] = truth(ok)
		x[fOutside] = truth(!ok)
	}
	x[fDatelineCity] = truth(m.dateline && e.kind == City)
	x[fPublisher] = truth(h.country != 0 && e.country == h.country)
	x[fTop] = truth(top)
}

// divisions are the countries whose divisions go by a word, as ISO codes.
var divisions = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, row := range data.Table("divisions") {
		out[row["word"]] = strings.Fields(row["countries"])
	}
	return out
})

// foreign reports whether a word for divisions ("state", "state of") is not used of those of a country.
func foreign(word, iso3 string) bool {
	of := divisions()[strings.TrimSuffix(word, " of")]
	return of != nil && iso3 != "" && !slices.Contains(of, iso3)
}

// fits reports whether a kind is what a cue asks for; what a country calls its
// first-level and second-level divisions differs.
func fits(k, want Kind) bool {
	switch want {
	case Admin1, Admin2:
		return k == Admin1 || k == Admin2 || k == Region
	case City:
		return k == City
	case Water, Region:
		return k == want || k == Water || k == Site
	case Section:
		return k == Section || k == City
	}
	return k == want
}

// insideAny reports whether a place lies in one of some countries or divisions.
func (r *Resolver) insideAny(p int32, containers []int32) bool {
	e := &r.gaz.entries[p]
	for _, at := range containers {
		c := &r.gaz.entries[at]
		if p == at || e.kind == Country || e.kind < Country && c.kind != Continent && c.kind != Country {
			continue
		}
		switch c.kind {
		case Country:
			if e.country == c.country {
				return true
			}
		case Admin1:
			if e.admin == c.admin && e.kind != Admin1 {
				return true
			}
		case Admin2, Region:
			if e.country == c.country && e.kind > c.kind && distance(float64(e.lat), float64(e.lon), float64(c.lat), float64(c.lon)) < 120 {
				return true
			}
		}
	}
	return false
}

// dynamic fills the features of a candidate that depend on what the other names mean.
func (r *Resolver) dynamic(m *mention, c *cand, v *votes) {
	e := &r.gaz.entries[c.place]
	x := &c.x
	own := v.byKey[m.group]
	if e.country != 0 {
		n := max(0, v.country[e.country]-own.country[e.country])
		x[fCountryShare] = n / max(1, v.total-own.total)
		x[fCountryVotes] = math.Log1p(n)
		x[fCountryNamed] = math.Log1p(max(0, v.countryNamed[e.country]-own.countryNamed[e.country]))
	}
	if e.admin != 0 {
		n := max(0, v.admin[e.admin]-own.admin[e.admin])
		x[fAdminShare] = n / max(1, v.total-own.total)
		x[fAdminVotes] = math.Log1p(n)
		x[fAdminNamed] = math.Log1p(max(0, v.adminNamed[e.admin]-own.adminNamed[e.admin]))
	}
	x[fNear50], x[fNear161], x[fNear500] = 0, 0, 0
	if e.kind >= Admin2 {
		switch d := v.nearest(e, m.group); {
		case d < 50:
			x[fNear50] = 1
		case d < 161:
			x[fNear161] = 1
		case d < 500:
			x[fNear500] = 1
		}
	}
	x[fSense] = v.sense(m, c)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
