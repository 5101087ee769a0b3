package mergetest

import (
	"fmt"
	"strings"
)

type outlet struct{ name, host string }

var agency = outlet{"Reuters", "www.reuters.com"}

// outlets are made up.
var outlets = []outlet{
	{"The Morning Ledger", "ledger.example"}, {"Harbour Post", "harbourpost.example"}, {"Daily Compass", "compass.example"}, {"Northern Courier", "courier.example"},
	{"Evening Beacon", "beacon.example"}, {"The Hill Gazette", "hillgazette.example"}, {"Capital Herald", "capitalherald.example"}, {"River Tribune", "rivertribune.example"},
	{"Lakeside Observer", "lakeside.example"}, {"The Southern Star", "southernstar.example"}, {"Union Chronicle", "unionchronicle.example"}, {"Coastal Mirror", "coastalmirror.example"},
}

type town struct {
	name, country, people string
	lat, lon              float64
}

// far tells whether two towns are further apart than any place reaches that a reading may give them.
func (t town) far(o town) bool {
	dx, dy := t.lat-o.lat, t.lon-o.lon
	return dx*dx+dy*dy > 2
}

var towns = []town{
	{"Maradi", "Niger", "Nigerien", 13.5, 7.1}, {"Zinder", "Niger", "Nigerien", 13.8, 9.0}, {"Agadez", "Niger", "Nigerien", 17.0, 8.0}, {"Diffa", "Niger", "Nigerien", 13.3, 12.6},
	{"Gao", "Mali", "Malian", 16.3, 0.0}, {"Mopti", "Mali", "Malian", 14.5, -4.2}, {"Sikasso", "Mali", "Malian", 11.3, -5.7}, {"Kayes", "Mali", "Malian", 14.4, -11.4},
	{"Maiduguri", "Nigeria", "Nigerian", 11.8, 13.2}, {"Kano", "Nigeria", "Nigerian", 12.0, 8.5}, {"Jos", "Nigeria", "Nigerian", 9.9, 8.9}, {"Enugu", "Nigeria", "Nigerian", 6.5, 7.5},
	{"Kandahar", "Afghanistan", "Afghan", 31.6, 65.7}, {"Kunduz", "Afghanistan", "Afghan", 36.7, 68.9}, {"Herat", "Afghanistan", "Afghan", 34.3, 62.2}, {"Jalalabad", "Afghanistan", "Afghan", 34.4, 70.4},
	{"Quetta", "Pakistan", "Pakistani", 30.2, 67.0}, {"Peshawar", "Pakistan", "Pakistani", 34.0, 71.6}, {"Karachi", "Pakistan", "Pakistani", 24.9, 67.0}, {"Multan", "Pakistan", "Pakistani", 30.2, 71.5},
	{"Kirkuk", "Iraq", "Iraqi", 35.5, 44.4}, {"Basra", "Iraq", "Iraqi", 30.5, 47.8}, {"Mosul", "Iraq", "Iraqi", 36.3, 43.1}, {"Ramadi", "Iraq", "Iraqi", 33.4, 43.3},
	{"Cali", "Colombia", "Colombian", 3.4, -76.5}, {"Medellin", "Colombia", "Colombian", 6.2, -75.6}, {"Cucuta", "Colombia", "Colombian", 7.9, -72.5}, {"Pasto", "Colombia", "Colombian", 1.2, -77.3},
	{"Mandalay", "Myanmar", "Myanmar", 22.0, 96.1}, {"Sittwe", "Myanmar", "Myanmar", 20.1, 92.9}, {"Lashio", "Myanmar", "Myanmar", 22.9, 97.8}, {"Mawlamyine", "Myanmar", "Myanmar", 16.5, 97.6},
}

// kind is a kind of act and how it is written about.
type kind struct {
	who     []string
	toll    bool // later reports have higher numbers
	title   func(act) string
	planned func(act) string
	denial  func(act) string // itself an act
	wire    func(act) string
	others  []func(act) string
}

var kinds = []kind{
	{
		who: []string{"Gunmen", "Militants", "Insurgents"}, toll: true,
		title: func(a act) string { return fmt.Sprintf("Dozens mourned after bloodshed in %s", a.town.name) },
		wire: func(a act) string {
			return fmt.Sprintf("%s killed %d villagers in an attack on %s in %s on %s, the governor said.", a.who, a.count, a.town.name, a.town.country, long(a.day))
		},
		others: []func(act) string{
			func(a act) string {
				return fmt.Sprintf("%s attacked %s in %s on %s and killed %d villagers, a doctor told this newspaper.", a.who, a.town.name, a.town.country, long(a.day), a.count)
			},
			func(a act) string {
				return fmt.Sprintf("%s attacked %s in %s on %s and killed at least %d villagers, residents said.", a.who, a.town.name, a.town.country, long(a.day), a.count)
			},
		},
	},
	{
		who: []string{"Soldiers"},
		denial: func(a act) string {
			return fmt.Sprintf("The army denied that its soldiers arrested %d opposition activists in %s in %s on %s.", a.count, a.town.name, a.town.country, long(a.day))
		},
		title: func(a act) string { return fmt.Sprintf("Opposition activists behind bars in %s", a.town.name) },
		wire: func(a act) string {
			return fmt.Sprintf("%s arrested %d opposition activists in %s in %s on %s, a lawyer said.", a.who, a.count, a.town.name, a.town.country, long(a.day))
		},
		others: []func(act) string{
			func(a act) string {
				return fmt.Sprintf("%d opposition activists were arrested by %s in %s in %s on %s, their party said.", a.count, lowerFirst(a.who), a.town.name, a.town.country, long(a.day))
			},
		},
	},
	{
		who:   []string{"people", "students", "workers"},
		title: func(a act) string { return fmt.Sprintf("Streets of %s fill with anger", a.town.name) },
		wire: func(a act) string {
			return fmt.Sprintf("Thousands of %s marched in %s on %s in a protest against the %s government.", a.who, a.town.name, long(a.day), a.town.people)
		},
		others: []func(act) string{
			func(a act) string {
				return fmt.Sprintf("In %s, thousands of %s marched on %s in a protest against the government of %s.", a.town.name, a.who, long(a.day), a.town.country)
			},
		},
	},
	{
		who:   []string{"France", "Turkey", "Ukraine", "Italy"},
		title: func(a act) string { return fmt.Sprintf("%s and the garrison of %s", a.who, a.town.name) },
		planned: func(a act) string {
			return fmt.Sprintf("%s will withdraw %d00 troops from a base in %s in %s on %s, its defence ministry said.", a.who, a.count, a.town.name, a.town.country, long(a.day))
		},
		wire: func(a act) string {
			return fmt.Sprintf("%s withdrew %d00 troops from a base in %s in %s on %s, its defence ministry said.", a.who, a.count, a.town.name, a.town.country, long(a.day))
		},
		others: []func(act) string{
			func(a act) string {
				return fmt.Sprintf("%s withdrew %d00 troops from its base in %s in %s on %s.", a.who, a.count, a.town.name, a.town.country, long(a.day))
			},
		},
	},
}

func lowerFirst(s string) string { return string(s[0]|0x20) + s[1:] }

// fillWords are the parts of paragraphs in which nothing happens: adjectives, things, and how things lie.
var (
	adjectives = words(`old low red grey green broad narrow dusty quiet warm cold wet dry pale dark plain sweet bitter salty wooden stone brick rusty painted hollow crooked
tall short round square empty crowded sandy muddy grassy shady windy sunny humble famous busy sleepy`)
	things = words(`bridge orchard market kiln lake yard field mill tower lane canal well shed garden fence gate arch wall roof terrace meadow quarry pond ditch mound grove
hedge barn stable cellar attic porch bench fountain statue lantern chimney staircase corridor courtyard workshop bakery tannery granary dovecote pottery brewery
bathhouse cistern culvert causeway footpath millstone anvil loom basket kettle barrel ladder wheelbarrow awning`)
	lies = words(`stands lies sits rests leans remains stretches slopes winds gleams fades glitters`)
	near = []string{"beside", "behind", "below", "above", "beyond", "between the hills and", "in the shade of", "in sight of", "next to", "not far from", "opposite", "under", "along"}
)

func words(s string) []string { return strings.Fields(s) }
