package actor

import "testing"

// TestShortForms reads short forms, lists and names whose country or sector another place of the article tells.
func TestShortForms(t *testing.T) {
	for _, c := range []struct {
		day, publisher, text string
		want                 map[string]string
	}{
		// A military coalition, once it has been named in full; a coalition of parties is none.
		{"2017", "", "The Global Coalition bombed a depot in Iraq. Coalition aircraft came back twice, and the Coalition denied losses. The ruling coalition in Baghdad kept silent.",
			map[string]string{"Coalition aircraft": "IGO MIL", "the Coalition": "IGO MIL", "The ruling coalition": "IRQ PTY"}},
		{"2017", "", "In Portugal the coalition met. Coalition partners quarrelled over the budget in Lisbon.",
			map[string]string{"the coalition": "PRT ", "Coalition partners": "PRT PTY"}},
		// The two Koreas; elsewhere a direction is none.
		{"2013", "", "North Korea and South Korea held talks at the border. The North refused to sign, and officials of the South left.",
			map[string]string{"The North": "PRK GOV", "the South": "KOR GOV"}},
		// Offices of the publisher's own country.
		{"2016", "https://www.gov.uk/news/1", "The Foreign Secretary spoke in Iraq about Iraq's army. Iraqi ministers thanked him.",
			map[string]string{"The Foreign Secretary": "GBR GOV", "Iraqi ministers": "IRQ GOV"}},
		{"2016", "https://www.centcom.mil/news/1", "The 912th Air Refueling Wing flew over Turkey from a base in Turkey.",
			map[string]string{"The 912th Air Refueling Wing": "USA MIL"}},
		// Lists after an office in the plural.
		{"", "", "Slovak prime ministers Ana Hrubá, Jon Berec and Zuzana Novotna-Kis spoke. Berec was booed.",
			map[string]string{"Zuzana Novotna-Kis": "SVK GOV", "2:Berec": "SVK GOV"}},
		// Possessors, memberships and titles before a comma.
		{"", "", "Uganda's capital was calm. Hezbollah's Karim Dahud spoke. Dahud was cheered.",
			map[string]string{"2:Dahud": "LBN REB"}},
		{"", "", "Uganda's capital was calm. Karim Dahud of Hezbollah spoke. Dahud was cheered.",
			map[string]string{"2:Dahud": "LBN REB"}},
		{"", "", "A spokesman of the Kenyan police, Peter Otieno, denied it. Otieno gave no figures.",
			map[string]string{"2:Otieno": "KEN COP"}},
		{"", "", "Minister for the Islands, Ana Ruiz, visited Chile. Ruiz gave no figures.",
			map[string]string{"2:Ruiz": "CHL GOV"}},
		// A seat of power inside a title, and a name that is a country's behind one.
		{"2023", "", "Deputy Pentagon Press Secretary Ann Moss spoke in Niger. Moss and Niger's army agreed. Niger was calm.",
			map[string]string{"2:Moss": "USA MIL"}},
		{"", "", "Niger was calm. Assistant Turkish Interior Minister Ali Can met President Chad Miller. Can left Niger. Niger's army did not.",
			map[string]string{"2:Can": "TUR GOV"}},
		// A paper's name is not the beginning of another body's; a party's not that of an office.
		{"", "", "The National Rivers Commission of Peru met in Lima.",
			map[string]string{"The National Rivers Commission": "PER GOV"}},
		{"2014", "", "In Thailand the Labour Ministry raised wages.",
			map[string]string{"the Labour Ministry": "THA GOV"}},
		// Firms by the last word of their names; parties in and out of office.
		{"", "", "In Zambia, Lower Kafue Mining closed a shaft.",
			map[string]string{"Lower Kafue Mining": "ZMB BUS"}},
		{"2012", "", "In London, Labour voted no.", map[string]string{"Labour": "GBR OPP"}},
		{"2005", "", "In London, Labour voted no.", map[string]string{"Labour": "GBR PTY"}},
		{"2005", "", "Brussels said no.", map[string]string{"Brussels": "EUR GOV"}},
		// Parties of a common name: the table's where the article is about its country, else a namesake.
		{"2014", "", "In Malta, Labour voted yes. The Liberal Democratic Party of Malta stayed away.",
			map[string]string{"Labour": "MLT ", "The Liberal Democratic Party": "MLT PTY"}},
		{"2014", "", "In Japan, the Liberal Democratic Party voted yes.", map[string]string{"the Liberal Democratic Party": "JPN PTY"}},
		// Bodies that several countries have by one name.
		{"", "", "The Jordan Food and Drug Administration closed two plants.", map[string]string{"The Jordan Food and Drug Administration": "JOR GOV"}},
		{"", "", "Pakistan's Foreign Office called India's claim false. Britain's Foreign Office did not.",
			map[string]string{"Pakistan's Foreign Office": "PAK GOV", "Britain's Foreign Office": "GBR GOV"}},
		// Other words for a country, and such words for none.
		{"", "", "Moscow and Beijing would not be harder on the Islamic republic. China said nothing.",
			map[string]string{"the Islamic republic": "IRN GOV"}},
		{"", "", "Leaders of Pakistan's opposition want an Islamic republic.", map[string]string{"an Islamic republic": "PAK "}},
		{"", "", "Seoul sent a note to the hermit kingdom.", map[string]string{"the hermit kingdom": "PRK GOV"}},
		{"", "", "syrian soldiers fought tunisian rioters", map[string]string{"syrian soldiers": "SYR MIL", "tunisian rioters": "TUN CVL"}},
		// Legislatures by what they are called.
		{"2014", "", "President Barack Obama is pressed by Congress to help Iran. Iran did not answer.", map[string]string{"Congress": "USA LEG"}},
		{"", "", "Iran says Congress will help nobody.", map[string]string{"Congress": "USA LEG"}},
		{"", "", "In Peru, Congress voted to remove the president.", map[string]string{"Congress": "PER LEG"}},
		{"", "", "The U.S. envoy, U.S. officials and Kenya's ministers met before parliament voted.", map[string]string{"parliament": "KEN LEG"}},
		// Whom a phrase names just behind its noun, and on what a body works.
		{"", "", "Canada barred four senior officers in the Belarusian army.", map[string]string{"four senior officers": "BLR "}},
		{"", "", "The United States heard exiled dissidents from military-ruled Myanmar.", map[string]string{"exiled dissidents": "MMR OPP"}},
		{"", "", "In the United States, the Select Committee on Benghazi met. American reporters came.", map[string]string{"the Select Committee on Benghazi": "USA LEG"}},
		// Where a group sits tells nothing of those that it speaks of.
		{"", "", "A London-based group said government forces had shelled Homs.", map[string]string{"government forces": "SYR MIL"}},
	} {
		d := article(c.day, "", c.text)
		d.Article.URL = c.publisher
		x := sharedCoder().Begin(d)
		for phrase, want := range c.want {
			a := party(t, d, phrase)
			why := x.Code(a)
			got := a.Code + " " + a.Sector
			if want[len(want)-1] == ' ' {
				got = a.Code + " "
			}
			if got != want {
				t.Errorf("%s: got %q, want %q because %s", phrase, got, want, why)
			}
		}
	}
}
