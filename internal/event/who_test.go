package event_test

import (
	"strings"
	"testing"

	"onrecord/internal/doc"
)

// codesOf writes the codes of who does the act that a word of the text names, and to whom: "PER GOV, CHL GOV > BOL GOV".
func codesOf(d *doc.Document, word string) string {
	codes := func(as []doc.Actor) string {
		var out []string
		for i := range as {
			out = append(out, strings.TrimSpace(as[i].Code+" "+as[i].Sector))
		}
		return strings.Join(out, ", ")
	}
	for i := range d.Events {
		e := &d.Events[i]
		for _, s := range append([]doc.Span{e.Anchor}, e.Also...) {
			if strings.HasPrefix(d.Text(s), word) {
				return strings.TrimSpace(codes(e.Actors) + " > " + codes(e.Recipients))
			}
		}
	}
	return "no event"
}

// roleCase is a text, a word that names an act in it, and who does it to whom; "…" = to whomever.
type roleCase struct{ text, word, want string }

func checkCodes(t *testing.T, cases []roleCase) {
	t.Helper()
	p := pipeline(t)
	for _, c := range cases {
		got := codesOf(p(c.text), c.word)
		if want, open := strings.CutSuffix(c.want, " …"); got != c.want && !(open && strings.HasPrefix(got, want)) {
			t.Errorf("%s\n %s: %q, want %q", c.text, c.word, got, c.want)
		}
	}
}

// All who are coordinated before a verb do it, whatever the parser makes of them.
func TestCoordinatedSubjects(t *testing.T) {
	checkCodes(t, []roleCase{
		{"Sudan's army and the RSF agreed to a truce on Monday.", "agreed", "SDN MIL, SDN REB >"},
		{"The army and the police fired tear gas at students and teachers in Lima.", "fired", "PER MIL, PER COP > PER EDU, PER EDU"},
		{"Britain, Canada and Australia imposed sanctions on Iran and Syria on Friday.", "imposed", "GBR GOV, CAN GOV, AUS GOV > IRN GOV, SYR GOV"},
		{"Zambia, Malawi and Kenya met in Geneva on Friday.", "met", "ZMB GOV, MWI GOV, KEN GOV >"},
		{"Rebels killed four soldiers and two police officers in Cali.", "killed", "COL REB > COL MIL, COL COP"},
		{"The M23 rebels and the Congolese army exchanged fire near Goma on Monday.", "exchanged", "COD REB, COD MIL > …"},
		{"The court sentenced a minister and two generals on Monday.", "sentenced", "JUD > GOV, MIL"},
	})
}

// A verb behind a name says nothing of whose the name is, and what a party is backed by does not make it one: "Turkey held", "rebels backed".
func TestNamesBeforeVerbs(t *testing.T) {
	checkCodes(t, []roleCase{
		{"Greece and Turkey held talks in Geneva on Monday.", "held", "GRC GOV, TUR GOV >"},
		{"Soldiers trained by Peru attacked a village in Chile on Monday.", "trained", "PER GOV > CHL MIL"},
	})
}

// Who goes to a country is not of it, and a delegation is of whom it is led by.
func TestTravellers(t *testing.T) {
	checkCodes(t, []roleCase{
		{"A delegation visited Kinshasa on Tuesday for talks with the government.", "visited", "GOV > COD GOV"},
		{"The delegation, led by the prime minister of Vietnam, visited Jakarta on Monday.", "visited", "VNM GOV > …"},
		{"The leaders of European countries imposed sanctions on Belarus.", "imposed", "GOV > BLR GOV"},
		{"Leaders of Gulf states met in Riyadh.", "met", "GOV >"},
	})
}

// Whoever is at a place has not done what is done there.
func TestSitesAreNoActors(t *testing.T) {
	checkCodes(t, []roleCase{
		{"An explosion at a mosque in Kandahar killed 12 people on Friday.", "explosion", "> AFG CVL"},
		{"A blast outside a church in Jos killed six people.", "blast", "> NGA CVL"},
		{"A bomb exploded near the parliament in Mogadishu on Monday, killing five people.", "bomb", "> SOM CVL"},
		{"An attack on a police station in Cali wounded three officers.", "attack", "> COL COP"},
	})
}

// Who did something else to the one the act speaks of has not done the act: "backed by", "launched by".
func TestHandsOfOthers(t *testing.T) {
	checkCodes(t, []roleCase{
		{"Ukraine said 41 drones launched by Russia were shot down overnight.", "shot", "> …"},
		{"Soldiers trained by Peru attacked a village on Monday.", "attacked", "PER MIL >"},
		{"A convoy escorted by French troops was attacked near Gao.", "attacked", "> …"},
		{"An attack carried out by Boko Haram killed 12 soldiers in Borno.", "attack", "NGA REB > NGA MIL"},
		{"A rocket fired by Hezbollah killed two soldiers in northern Israel.", "fired", "LBN REB > ISR MIL"},
	})
}

// The object of a further verb is not that of the first.
func TestObjectsOfFurtherVerbs(t *testing.T) {
	checkCodes(t, []roleCase{
		{"France condemned the attack on the embassy and urged Somalia and Sudan to act.", "condemned", "FRA GOV >"},
		{"The junta and the Karen National Union clashed near Myawaddy on Saturday.", "clashed", "MMR MIL, MMR REB >"},
	})
}

// One noun may name those of several countries.
func TestOneNounForSeveral(t *testing.T) {
	checkCodes(t, []roleCase{
		{"The presidents of Kenya and Somalia held talks in Nairobi on Sunday.", "talks", "KEN GOV, SOM GOV >"},
		{"The ministers of Greece, Cyprus and Egypt condemned the drilling.", "condemned", "GRC GOV, CYP GOV, EGY GOV >"},
		{"Norway expelled two Russian and three Iranian diplomats on Friday.", "expelled", "NOR GOV > RUS GOV, IRN GOV"},
		{"Egypt summoned the ambassadors of Qatar and Turkey on Monday.", "summoned", "EGY GOV > QAT GOV, TUR GOV"},
	})
}

// "Both sides" are the two that were named against one another, whoever they are.
func TestBothSides(t *testing.T) {
	checkCodes(t, []roleCase{
		{"Sudan's army and the Rapid Support Forces have fought since April. The two sides agreed to a truce on Monday.", "agreed", "SDN MIL, SDN REB >"},
		{"Israel and Hezbollah traded fire on Saturday. The two sides exchanged fire again on Sunday.", "exchanged", "ISR GOV, LBN REB >"},
		{"The government and the rebels signed a truce in Bogota. Both sides accused each other of violating it on Friday.", "accused", "COL GOV, COL REB >"},
		{"India and China agreed to talks. Both armies withdrew troops from the border.", "withdrew", "IND MIL, CHN MIL >"},
		{"Armenia's prime minister met the president of Azerbaijan in Brussels. The two leaders agreed to exchange prisoners.", "agreed", "ARM GOV, AZE GOV >"},
	})
}

// What belongs to a party, speaks against an attack or mediates is no further party to it.
func TestNoFurtherParties(t *testing.T) {
	checkCodes(t, []roleCase{
		{"France and Germany condemned the attack and called on Turkey and Greece to resume talks.", "attack", ">"},
		{"The talks mediated by Kenya between the government and the rebels resumed.", "talks", "KEN GOV, KEN REB >"},
		{"The rebels attacked a convoy on Sunday. Their leader was arrested on Monday.", "arrested", "> GOV"},
		{"A high-level delegation from Niger visited Algiers on Thursday.", "visited", "NER GOV > DZA GOV"},
	})
}

// A pronoun that begins a sentence goes on about whom the one before it was about.
func TestPronounsThatGoOn(t *testing.T) {
	p := pipeline(t)
	for _, c := range []struct{ text, word, want string }{
		{"General Ana Ruiz met Captain Luis Soto in Lima. She left with General Eva Paz. She accused Chile of spying.", "accused", "Ana Ruiz > Chile"},
		{"The rebels attacked a convoy near Lima on Sunday. They left with two hostages. They threatened to attack Chile.", "threatened", "rebels > Chile"},
	} {
		if got := rolesOf(p(c.text), c.word); got != c.want {
			t.Errorf("%s\n %s: %q, want %q", c.text, c.word, got, c.want)
		}
	}
}

// "They" may be several, "each other" is nobody else, and an object that is coordinated is asked as a whole.
func TestAllOfThem(t *testing.T) {
	checkCodes(t, []roleCase{
		{"The court in Tunis sentenced a former minister and two generals on Monday. They were accused of plotting against the state.", "accused", "> TUN ELI, TUN MIL"},
		{"The army and the rebels agreed to a ceasefire on Monday, officials in Lima said. Both sides had accused each other of shelling villages.", "accused", "PER MIL, PER REB >"},
		{"Norway urged the government and the rebels to resume talks.", "urged", "NOR GOV > NOR GOV, NOR REB"},
	})
}
