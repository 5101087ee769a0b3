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
