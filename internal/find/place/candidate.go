package place

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Candidate is a place that a name may mean.
type Candidate struct {
	Name       string // usual English form
	Kind       Kind
	Country    string // ISO alpha-3, "" where the place spans countries
	Admin1     string // name of the first-level division, "" for none
	Lat, Lon   float64
	GeoNames   int // GeoNames id, 0 = none
	Population int // to about a tenth; 0 for what has none of its own
	Capital    int // 1 seat of a first-level division, 2 national capital
	As         NameKind
}

func (g *Gazetteer) candidate(h hit) Candidate {
	e := &g.entries[h.place]
	c := Candidate{
		Name: g.name(h.place), Kind: e.kind, Country: g.iso3(e), Admin1: g.adminName(e),
		Lat: float64(e.lat), Lon: float64(e.lon), GeoNames: int(e.id), Capital: e.capital(),
		As: h.kind,
	}
	switch e.kind {
	case Continent, Region, Water, Site: // what stands there is a weight
	default:
		c.Population = int(math.Pow(10, float64(e.logPop)/25)) - 1
	}
	return c
}

// cue is a word for a kind of place, next to a name or part of it.
type cue struct {
	word string
	kind Kind
}

// suffixCues follow a name: "Agadez region". The word may be part of the span or come after it.
var suffixCues = []cue{
	{"province", Admin1}, {"governorate", Admin1}, {"oblast", Admin1}, {"region", Admin1}, {"state", Admin1}, {"krai", Admin1}, {"prefecture", Admin1},
	{"department", Admin1}, {"territory", Admin1}, {"county", Admin2}, {"district", Admin2}, {"parish", Admin2}, {"borough", Admin2}, {"raion", Admin2},
	{"city", City}, {"town", City}, {"village", City}, {"municipality", City}, {"township", City},
	{"neighborhood", Section}, {"neighbourhood", Section}, {"suburb", Section},
	{"air base", Site}, {"airbase", Site}, {"air force base", Site}, {"naval base", Site}, {"base", Site}, {"airport", Site}, {"airfield", Site}, {"camp", Site},
	{"refugee camp", Site}, {"crossing", Site}, {"prison", Site},
	{"river", Water}, {"sea", Water}, {"lake", Water}, {"bay", Water}, {"strait", Water}, {"ocean", Water}, {"gulf", Water}, {"creek", Water}, {"canal", Water},
	{"valley", Region}, {"mountains", Region}, {"island", Region}, {"islands", Region}, {"peninsula", Region}, {"desert", Region}, {"plateau", Region},
}

// prefixCues come before a name: "the city of Aleppo", "Lake Chad".
var prefixCues = []cue{
	{"city of", City}, {"town of", City}, {"village of", City}, {"municipality of", City}, {"capital of", Country}, {"port of", City},
	{"province of", Admin1}, {"state of", Admin1}, {"region of", Admin1}, {"governorate of", Admin1}, {"county of", Admin2}, {"district of", Admin2},
	{"republic of", Country}, {"kingdom of", Country}, {"island of", Region}, {"gulf of", Water}, {"lake", Water}, {"river", Water}, {"mount", Region}, {"camp", Site}, {"fort", Site},
}

// directions come before names and are no part of them: "northern Mali".
var directions = map[string]bool{
	"north": true, "south": true, "east": true, "west": true, "northern": true, "southern": true, "eastern": true, "western": true, "central": true,
	"northeast": true, "northwest": true, "southeast": true, "southwest": true, "northeastern": true, "northwestern": true, "southeastern": true, "southwestern": true,
	"upper": true, "lower": true, "greater": true, "downtown": true, "mainland": true, "rural": true, "occupied": true, "mid": true, "outer": true, "inner": true,
}

// query is a name being looked up: its hits and what its own words say about the kind.
type query struct {
	hits []hit
	want cue  // for a kind, in the name itself; NoKind = none
	part bool // the hits are for a part of the name
	// inner: the gazetteer lacks the name and has a place that stands within it
	inner bool
}

// lookUp finds what a phrase may mean: as it stands, without a possessive, and, when that
// finds nothing, without the words for kind and direction around the name.
func (g *Gazetteer) lookUp(phrase string) query {
	phrase = strings.TrimSpace(phrase)
	for _, s := range []string{"'s", "’s", "'", "’"} {
		if cut, ok := strings.CutSuffix(phrase, s); ok {
			phrase = cut
			break
		}
	}
	key := Fold(phrase)
	q := query{hits: g.written(g.find(key, nil), phrase)}
	if bare, ok := bareKey(key); ok {
		q.add(g.articled(key, g.find(bare, nil)))
	}
	for _, c := range suffixCues { // "Agadez Region" may be filed with or without the word
		if rest, ok := cutLastWord(key, c.word); ok {
			q.want = c
			q.part = len(q.hits) == 0
			q.add(g.ofKind(g.find(rest, nil), c.kind))
			break
		}
	}
	if len(q.hits) > 0 {
		return q
	}
	for _, c := range prefixCues {
		if rest, ok := cutFirstWord(key, c.word); ok {
			q.want, q.part = c, true
			q.add(g.ofKind(g.find(rest, nil), c.kind))
			return q
		}
	}
	first, rest, ok := strings.Cut(phrase, " ")
	if !ok {
		first, rest, ok = strings.Cut(phrase, "-")
	}
	if ok && directions[strings.ToLower(first)] {
		q.part = true
		q.add(g.wide(g.find(Fold(rest), nil)))
	}
	return q
}

// cutLastWord and cutFirstWord strip a word or words and the blank between them and the rest.
func cutLastWord(key, word string) (rest string, ok bool) {
	n := len(key) - len(word) - 1
	if n <= 0 || key[n] != ' ' || key[n+1:] != word {
		return "", false
	}
	return key[:n], true
}

func cutFirstWord(key, word string) (rest string, ok bool) {
	if len(key) <= len(word)+1 || key[len(word)] != ' ' || key[:len(word)] != word {
		return "", false
	}
	return key[len(word)+1:], true
}

// articled drops from what a name means without its article the places that are never called with it. Arabic names come with and without
// ("Al Hasakah", "Hasakah"); Spanish and French ones do not: "El Faro" is a newspaper of San Salvador and not the town of Faro.
func (g *Gazetteer) articled(key string, hits []hit) []hit {
	switch article, _, _ := strings.Cut(key, " "); article {
	case "la", "le", "les", "los", "las":
		return nil
	case "el":
		kept := hits[:0]
		for _, h := range hits {
			if c := g.entries[h.place].country; c > 0 && arabic[g.countries[c-1].iso3] {
				kept = append(kept, h)
			}
		}
		return kept
	}
	return hits
}

// arabic are the states whose places have Arabic names.
var arabic = map[string]bool{
	"ARE": true, "BHR": true, "COM": true, "DJI": true, "DZA": true, "EGY": true, "ERI": true, "ESH": true, "IRQ": true, "JOR": true, "KWT": true, "LBN": true,
	"LBY": true, "MAR": true, "MRT": true, "OMN": true, "PSE": true, "QAT": true, "SAU": true, "SDN": true, "SOM": true, "SYR": true, "TCD": true, "TUN": true, "YEM": true,
}

// ofKind drops cities from what a river, a lake or a valley may be, and countries from counties:
// "Red River" has nothing to do with a town Red, nor "Guernsey County" with Guernsey.
func (g *Gazetteer) ofKind(hits []hit, want Kind) []hit {
	kept := hits[:0]
	for _, h := range hits {
		k := g.entries[h.place].kind
		switch want {
		case Water, Region:
			if k == Water || k == Region || k == Site {
				kept = append(kept, h)
			}
		case Admin2:
			if k != Country {
				kept = append(kept, h)
			}
		default:
			kept = append(kept, h)
		}
	}
	return kept
}

// bigCity is 25 log10 of 200,000 people: smaller ones have no north and south that news names.
const bigCity = 132

// wide keeps what is large enough to have a northern part.
func (g *Gazetteer) wide(hits []hit) []hit {
	kept := hits[:0]
	for _, h := range hits {
		if e := &g.entries[h.place]; e.kind < City || e.logPop >= bigCity {
			kept = append(kept, h)
		}
	}
	return kept
}

// add appends hits that are not there yet.
func (q *query) add(more []hit) {
	for _, h := range more {
		if !slices.ContainsFunc(q.hits, func(x hit) bool { return x.place == h.place }) {
			if h.kind == Short || h.kind == Adjective {
				continue
			}
			q.hits = append(q.hits, h)
		}
	}
}

// written drops what a phrase is not written as: "us" is not the US, "in" not Indiana, and
// "OAS" no small town, while "LIMA" may open a report.
func (g *Gazetteer) written(hits []hit, phrase string) []hit {
	n := utf8.RuneCountInString(phrase)
	capitals := strings.ToUpper(phrase) == phrase
	abbreviated := strings.Contains(phrase, ".") || n <= 5 && capitals
	kept := hits[:0]
	for _, h := range hits {
		e := &g.entries[h.place]
		switch {
		case h.kind == Short && !abbreviated:
		case h.kind != Short && capitals && n <= 4 && e.kind >= Admin2 && e.logPop < wellKnown:
		default:
			kept = append(kept, h)
		}
	}
	return kept
}

// cueAfter finds a word for a kind right after a name, cueBefore right before it.
func cueAfter(text string) cue {
	text = strings.ToLower(firstBytes(text, 24))
	best := cue{}
	text, ok := strings.CutPrefix(text, " ")
	if !ok {
		return best
	}
	for _, c := range suffixCues {
		if strings.HasPrefix(text, c.word) && len(c.word) > len(best.word) && endsWord(text[len(c.word):]) {
			best = c
		}
	}
	return best
}

func cueBefore(text string) cue {
	text = strings.ToLower(lastBytes(text, 24))
	for _, c := range prefixCues {
		if rest, ok := strings.CutSuffix(text, c.word+" "); ok && (rest == "" || !unicode.IsLetter(lastRune(rest))) {
			return c
		}
	}
	return cue{}
}

func endsWord(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !unicode.IsLetter(r)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// firstBytes and lastBytes cut at most n bytes without splitting a character.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func lastBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	i := len(s) - n
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// distance is the great-circle distance in kilometres.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, rad = 6371.0088, math.Pi / 180
	sa, sb := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := sa*sa + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sb*sb
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}
