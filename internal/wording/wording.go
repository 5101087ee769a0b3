// Package wording turns the codes of a record into the words that a person who has never seen a code reads: acts,
// statuses, stances, kinds of sources, parties, dates and numbers. In go values of internal/doc and internal/merge, out
// come plain strings; it never guesses what a record does not hold, and it writes no markup.
package wording

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/data"
)

// Term is one value of a vocabulary: the code that a record has, what it is called, what it means, and the icon that
// stands beside the name.
type Term struct {
	Code, Name, Means, Icon string
}

// statuses are those of an act, in the order in which a reader wants them.
var statuses = []Term{
	{"occurred", "happened", "The act has taken place.", "occurred"},
	{"ongoing", "under way", "The act was in progress or in force when this was published.", "ongoing"},
	{"planned", "planned", "The act is announced, scheduled, agreed or being prepared. It has not happened yet.", "planned"},
	{"threatened", "threatened", "Somebody threatens the act.", "threatened"},
	{"demanded", "demanded", "Somebody asks for the act or orders it. It is not known to be done.", "demanded"},
	{"possible", "possible", "The act is considered, or may or could happen.", "possible"},
	{"not_occurred", "did not happen", "The act was refused, failed, stopped, or is said not to have happened.", "not_occurred"},
}

// stances are what a source does with a statement.
var stances = []Term{
	{"asserts", "says so", "The source states it.", "asserts"},
	{"confirms", "confirms", "The source confirms what others said.", "confirms"},
	{"denies", "denies", "The source says that it is not so.", "denies"},
	{"doubts", "doubts", "The source does not confirm it, or doubts it.", "doubts"},
	{"hearsay", "passes on", "The source passes on what it was told (“reportedly”, “allegedly”).", "hearsay"},
}

var kinds = []Term{
	{"person", "person", "", "person"}, {"organisation", "organisation", "", "organisation"}, {"outlet", "news outlet", "", "outlet"},
	{"agency", "news agency", "", "outlet"}, {"document", "document", "", "document"}, {"group", "group of people", "", "group"},
	{"place", "place", "", "place"},
}

var anonymities = []Term{
	{"named", "named", "The source is named.", ""},
	{"role", "known by role only", "The article gives the source's office, not the name.", ""},
	{"unnamed", "not named", "The article does not say who the source is.", ""},
}

var precisions = []Term{
	{"point", "exact spot", "the spot itself", ""}, {"city", "town or city", "known to the town or city", ""},
	{"admin2", "district", "known to the district only", ""}, {"admin1", "province", "known to the province or state only", ""},
	{"country", "country", "known to the country only", ""}, {"region", "region", "known to a region of several countries only", ""},
}

var reasons = map[string]string{
	"navigation": "navigation", "teaser": "link to another story", "comment": "readers' comments", "credit": "credit line", "standfirst": "repeated introduction",
	"subscribe": "invitation to subscribe", "share": "sharing buttons", "legal": "legal notice", "advertisement": "advertisement",
}

// Statuses returns the statuses in the order in which a reader wants them.
func Statuses() []Term { return append([]Term(nil), statuses...) }

// Status names a status.
func Status(code string) Term { return find(statuses, code) }

// Stance names a stance.
func Stance(code string) Term { return find(stances, code) }

// Kind names a kind of source or entity.
func Kind(code string) Term { return find(kinds, code) }

// Anonymity says how far a source is known.
func Anonymity(code string) Term { return find(anonymities, code) }

// Precision says how exactly a place is known.
func Precision(code string) Term { return find(precisions, code) }

// Boilerplate says why a passage is set aside.
func Boilerplate(reason string) string {
	if s, ok := reasons[reason]; ok {
		return s
	}
	return plain(reason)
}

func find(terms []Term, code string) Term {
	for _, t := range terms {
		if t.Code == code {
			return t
		}
	}
	return Term{Code: code, Name: plain(code)}
}

// plain is the last resort for a code that has no name here.
func plain(code string) string {
	return strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(code))
}

var sectors = map[string]string{
	"GOV": "government", "MIL": "armed forces", "COP": "police", "JUD": "courts", "LEG": "parliament", "PTY": "political party", "OPP": "opposition",
	"REB": "rebels", "UAF": "unidentified armed group", "PRM": "paramilitaries", "SPY": "intelligence service", "CRM": "criminals", "CVL": "civilians",
	"REF": "refugees", "JRN": "media", "BUS": "business", "LAB": "workers", "EDU": "education", "MED": "health workers", "REL": "religious body",
	"SOC": "civil society", "ELI": "elites", "AGR": "farmers", "UNK": "unknown", "DIS": "discontinued",
}

// Names holds the names of countries and of bodies of no country.
type Names struct {
	byCode map[string]string
	byName map[string]string // lower case, aliases too, to the ISO code or the body's
	states map[string]string // ISO code to the code of parties, where they differ: dependencies fold into their state
	codes  []string          // of countries
	bodies []string
}

// Load reads the names from the built-in tables.
func Load() *Names {
	n := &Names{byCode: map[string]string{}, byName: map[string]string{}, states: map[string]string{}}
	for _, r := range data.Table("bodies") {
		n.byCode[r["code"]] = r["name"]
		n.byName[strings.ToLower(r["name"])] = r["code"]
		n.bodies = append(n.bodies, r["code"])
	}
	countries := data.Table("countries")
	for _, r := range countries {
		n.byCode[r["iso3"]] = r["name"]
		n.codes = append(n.codes, r["iso3"])
		for alias := range strings.SplitSeq(r["aliases"], "|") {
			if alias != "" {
				n.byName[strings.ToLower(alias)] = r["iso3"]
			}
		}
	}
	for _, r := range countries {
		n.byName[strings.ToLower(r["name"])] = r["iso3"]
		if r["state"] != r["iso3"] {
			n.states[r["iso3"]] = r["state"]
		}
		if _, ok := n.byCode[r["state"]]; !ok { // Kosovo: KOS of parties, XKX of places
			n.byCode[r["state"]] = r["name"]
		}
	}
	return n
}

// Code finds the ISO code of a country, or the code of a kind of body, by its name or an alias, whatever the case.
func (n *Names) Code(name string) (string, bool) {
	code, ok := n.byName[strings.ToLower(strings.TrimSpace(name))]
	return code, ok
}

// OfParty is the code that parties have where places have the one given: KOS for XKX (Kosovo), USA for PRI (Puerto Rico).
func (n *Names) OfParty(code string) string {
	if state, differs := n.states[code]; differs {
		return state
	}
	return code
}

// Known says whether a code is one of a country or kind of body.
func (n *Names) Known(code string) bool { return n.Country(code) != code }

// SectorCode finds a sector by its name.
func SectorCode(name string) (string, bool) {
	for code, s := range sectors {
		if strings.EqualFold(s, strings.TrimSpace(name)) {
			return code, true
		}
	}
	return "", false
}

// Country returns the name of a country or kind of body, the code itself when it is not known.
func (n *Names) Country(code string) string {
	if s, ok := n.byCode[code]; ok {
		return s
	}
	return code
}

// Countries returns all countries as terms, in the order of the table.
func (n *Names) Countries() []Term {
	out := make([]Term, 0, len(n.codes))
	for _, c := range n.codes {
		out = append(out, Term{Code: c, Name: n.byCode[c]})
	}
	return out
}

// Party says to whom an actor belongs: "United States – armed forces".
func (n *Names) Party(code, sector string) string {
	s := Sector(sector)
	switch {
	case code == "":
		return s
	case s == "" || sector == "UNK":
		return n.Country(code)
	default:
		return n.Country(code) + " – " + s
	}
}

// Sector names a PLOVER sector.
func Sector(code string) string {
	if s, ok := sectors[code]; ok {
		return s
	}
	return plain(code)
}

// Sectors returns all sectors that an actor can have, by name.
func Sectors() []Term {
	var out []Term
	for code, name := range sectors {
		if code != "DIS" {
			out = append(out, Term{Code: code, Name: name})
		}
	}
	slices.SortFunc(out, func(a, b Term) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Bodies returns the names of countries and kinds of bodies, sorted.
func (n *Names) Bodies() []string {
	var out []string
	for _, code := range slices.Concat(n.codes, n.bodies) {
		out = append(out, n.byCode[code])
	}
	slices.Sort(out)
	return out
}

// Upper makes the first letter a capital.
func Upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// List joins names as a sentence does.
func List(names []string) string {
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// Few names at most four parties of a side: of more, the first three and the number of the others.
func Few(names []string) []string {
	if len(names) <= 4 {
		return names
	}
	return append(slices.Clone(names[:3]), Count(len(names)-3, "other"))
}
