package lesson

import (
	"math/rand"
	"strconv"
	"strings"

	"onrecord/data"
)

// person is somebody or something that can have a role.
type person struct {
	text, adjective, code, sector string
	plural                        bool
}

// parties are whom sentences can be about.
type parties struct {
	countries, leaders, groups, orgs []person
	capitals                         []person
	towns                            []string
}

// kinds of people, by sector: singular and plural.
var kinds = []struct{ sector, one, many string }{
	{"MIL", "army", ""}, {"MIL", "air force", ""}, {"MIL", "soldier", "soldiers"}, {"MIL", "", "troops"}, {"MIL", "general", "generals"}, {"MIL", "navy", ""},
	{"MIL", "", "peacekeepers"}, {"MIL", "pilot", "pilots"}, {"MIL", "", "forces"}, {"MIL", "commander", "commanders"},
	{"COP", "", "police"}, {"COP", "police officer", "police officers"}, {"COP", "", "security forces"}, {"COP", "border guard", "border guards"},
	{"REB", "rebel", "rebels"}, {"REB", "insurgent", "insurgents"}, {"REB", "militant", "militants"}, {"REB", "guerrilla", "guerrillas"},
	{"UAF", "gunman", "gunmen"}, {"UAF", "", "attackers"}, {"PRM", "militia", "militias"}, {"CRM", "gang", "gangs"}, {"CRM", "", "smugglers"},
	{"GOV", "government", ""}, {"GOV", "president", ""}, {"GOV", "prime minister", ""}, {"GOV", "foreign minister", ""}, {"GOV", "", "officials"},
	{"GOV", "defence ministry", ""}, {"GOV", "", "diplomats"}, {"GOV", "ambassador", ""}, {"GOV", "interior minister", ""}, {"GOV", "embassy", ""}, {"GOV", "", "authorities"},
	{"JUD", "court", "courts"}, {"JUD", "judge", "judges"}, {"JUD", "prosecutor", "prosecutors"}, {"JUD", "supreme court", ""},
	{"LEG", "parliament", ""}, {"LEG", "", "lawmakers"}, {"LEG", "senator", "senators"}, {"LEG", "", "deputies"},
	{"OPP", "opposition leader", "opposition leaders"}, {"OPP", "", "dissidents"}, {"OPP", "opposition", ""}, {"PTY", "ruling party", ""},
	{"CVL", "", "protesters"}, {"CVL", "", "civilians"}, {"CVL", "villager", "villagers"}, {"CVL", "activist", "activists"}, {"CVL", "", "residents"},
	{"CVL", "", "demonstrators"}, {"CVL", "woman", "women"}, {"CVL", "", "children"}, {"CVL", "man", "men"}, {"CVL", "prisoner", "prisoners"},
	{"EDU", "student", "students"}, {"EDU", "teacher", "teachers"}, {"JRN", "journalist", "journalists"}, {"JRN", "reporter", "reporters"}, {"MED", "doctor", "doctors"},
	{"MED", "", "aid workers"}, {"REF", "refugee", "refugees"}, {"REF", "migrant", "migrants"}, {"REL", "priest", "priests"}, {"REL", "bishop", "bishops"},
	{"BUS", "company", "companies"}, {"BUS", "bank", "banks"}, {"LAB", "", "workers"}, {"AGR", "farmer", "farmers"}, {"SPY", "intelligence agency", ""}, {"SOC", "aid group", "aid groups"},
}

var counts = []string{"two", "three", "five", "dozens of", "hundreds of", "at least 12", "four", "20", "about 30", "several"}

func newParties() *parties {
	p := &parties{}
	for _, r := range data.Table("countries") {
		adjective, _, _ := strings.Cut(r["adjectives"], "|")
		if adjective == "" || r["state"] != r["iso3"] || r["iso3"] == "ATA" {
			continue
		}
		name := r["name"]
		if articled(name) {
			name = "the " + name
		}
		p.countries = append(p.countries, person{text: name, adjective: adjective, code: r["iso3"], sector: "GOV"})
		if r["capital"] != "" {
			p.capitals = append(p.capitals, person{text: r["capital"], code: r["iso3"], sector: "GOV"})
			p.towns = append(p.towns, r["capital"])
		}
	}
	for _, r := range data.Table("leaders") {
		if r["to"] == "" || r["to"] >= "2015" {
			p.leaders = append(p.leaders, person{text: r["name"], code: r["code"], sector: r["sector"]})
			switch {
			case r["office"] == "president":
				p.leaders = append(p.leaders, person{text: "President " + r["name"], code: r["code"], sector: r["sector"]})
			case r["office"] == "prime minister":
				p.leaders = append(p.leaders, person{text: "Prime Minister " + r["name"], code: r["code"], sector: r["sector"]})
			}
		}
	}
	for _, r := range data.Table("groups") {
		if r["sector"] == "REB" {
			p.groups = append(p.groups, person{text: r["name"], code: r["code"], sector: r["sector"]})
		}
	}
	for _, r := range data.Table("organisations") {
		switch r["code"] {
		case "UNO", "IGO", "EUR", "NGO":
			text := r["name"]
			if strings.Contains(text, " ") {
				text = "the " + text
			}
			p.orgs = append(p.orgs, person{text: text, code: r["code"], sector: r["sector"]})
		}
	}
	for _, r := range data.Table("towns") {
		p.towns = append(p.towns, r["name"])
	}
	return p
}

// articled names of countries take "the".
func articled(name string) bool {
	for _, w := range []string{"United ", "Republic", "Netherlands", "Philippines", "Maldives", "Bahamas", "Gambia", " Islands", "Vatican"} {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

func one(rng *rand.Rand, list []person) *person {
	p := list[rng.Intn(len(list))]
	return &p
}

func (p *parties) country(rng *rand.Rand) *person { return one(rng, p.countries) }

// nation is a country by its adjective only: "Kenyan shelling".
func (p *parties) nation(rng *rand.Rand) *person {
	c := one(rng, p.countries)
	c.text = c.adjective
	return c
}

func (p *parties) place(rng *rand.Rand) string {
	if rng.Intn(3) == 0 {
		return p.country(rng).text
	}
	return pick(rng, p.towns)
}

// any is anybody: countries, names, and people of a country or of none.
func (p *parties) any(rng *rand.Rand) *person {
	switch n := rng.Intn(100); {
	case n < 27:
		return p.country(rng)
	case n < 31:
		return one(rng, p.capitals)
	case n < 41:
		return one(rng, p.leaders)
	case n < 47:
		return one(rng, p.groups)
	case n < 52:
		return one(rng, p.orgs)
	}
	return p.people(rng)
}

// people are common nouns: "Kenyan soldiers", "a Kenyan court", "the army", "three soldiers", "Kenya's parliament".
func (p *parties) people(rng *rand.Rand) *person {
	k := &kinds[rng.Intn(len(kinds))]
	c := p.country(rng)
	out := &person{sector: k.sector, plural: k.one == "" || k.many != "" && rng.Intn(2) == 0}
	noun := k.one
	if out.plural {
		noun = k.many
	}
	form := rng.Intn(10)
	if form < 7 {
		out.code = c.code
	}
	switch {
	case form < 5 && out.plural:
		out.text = c.adjective + " " + noun
		if rng.Intn(3) == 0 && noun != "police" && noun != "authorities" && noun != "forces" {
			out.text = pick(rng, counts) + " " + out.text
		}
	case form < 5:
		out.text = pick(rng, []string{"the ", "the ", article(c.adjective) + " "}) + c.adjective + " " + noun
	case form == 5:
		out.text = c.text + "'s " + noun
	case form == 6:
		out.text = "the " + noun + " of " + c.text
	case out.plural && rng.Intn(2) == 0 && noun != "police" && noun != "authorities" && noun != "forces":
		out.text = pick(rng, counts) + " " + noun
	case out.plural:
		out.text = pick(rng, []string{"", "", "the "}) + noun
	default:
		out.text = pick(rng, []string{"the ", "the ", article(noun) + " "}) + noun
	}
	return out
}

// victims are people who come to harm.
func (p *parties) victims(rng *rand.Rand) *person {
	noun := pick(rng, []string{"people", "civilians", "soldiers", "children", "policemen", "villagers", "women", "journalists", "fighters", "students", "aid workers", "men"})
	out := &person{text: strconv.Itoa(2+rng.Intn(60)) + " " + noun, plural: true, sector: "CVL"}
	switch rng.Intn(4) {
	case 0:
		out.text = pick(rng, counts) + " " + noun
	case 1:
		out.text = "at least " + out.text
	}
	return out
}

// article is the indefinite one, by the first letter.
func article(w string) string {
	if vowel(strings.ToLower(w)[0]) {
		return "an"
	}
	return "a"
}
