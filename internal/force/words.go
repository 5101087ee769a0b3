package force

import "strings"

// kind is what a force noun names.
type kind uint8

const (
	none     kind = iota
	troops        // people under arms: counted or stationed
	staff         // people who serve a party but are not named as its force by themselves
	site          // bases, headquarters
	presence      // presence, contingent, garrison: says by itself that somebody keeps a force
)

// nouns maps the nouns that can name a force in place to their kind.
var nouns = kinds(map[kind]string{
	troops: `troops soldiers servicemen servicemembers peacekeepers marines paratroopers commandos forces force army battalion brigade regiment
		fighters militants gendarmes warplanes warships tanks legionnaires mercenaries airmen rangers gunships`,
	staff:    `personnel members officers staff advisers advisors trainers instructors monitors observers contractors police policemen guards men`,
	site:     `base bases headquarters outpost outposts barracks stronghold strongholds facility checkpoint checkpoints`,
	presence: `presence contingent garrison detachment deployment foothold`,
})

func kinds(words map[kind]string) map[string]kind {
	m := map[string]kind{}
	for k, ws := range words {
		for _, w := range strings.Fields(ws) {
			m[w] = k
		}
	}
	return m
}

var (
	// stationed are states in which a force is somewhere.
	stationed = set("stationed based posted deployed garrisoned positioned headquartered present quartered encamped")
	// stays are verbs that say of their subject that it is and will be somewhere.
	stays = set("remain remains remained stay stays stayed remaining")
	// keeps are verbs whose subject has the force.
	keeps = set("has have had maintain maintains maintained keep keeps kept operate operates operated run runs retain retains retained station stations having keeping maintaining")
	// hosts are verbs whose subject is the place and whose object the force of another.
	hosts = set("hosts host hosting houses")
	// unreal words before the noun or the verb say that the force is not there, or not yet.
	unreal = set("will would could may might should shall plan plans planned planning propose proposed consider considering if no not n't never without want wants wanted seek seeks ready prepare preparing promised pledged offered expected set likely intends intend to refuse refused deny denied denies")
	places = set("in at near on across inside throughout around within along")
	// passes may stand between a noun and the state it is in.
	passes = set("who that which are is were was be been being have has had still currently now also already permanently temporarily , there both all mainly mostly")
	// within may stand between the preposition and the place: "in the northern city of Agadez".
	within = set("city town village region province district state area country north south east west centre center outskirts capital island border of and")
	// meets are verbs that do nothing to whom they meet.
	meets = set("visit visits visited visiting meet meets met meeting address addressed addressing join joined see saw")
	// groups name the side without a capital: "rebel fighters".
	groups = set("rebel insurgent government regime militant separatist jihadist opposition")
	// armedWords make what they stand in a force.
	armedWords = set("military army naval navy air marine marines troop troops defence defense security peacekeeping peacekeepers armed police service soldiers combat missile garrison contingent detachment insurgent rebel militant militants base bases barracks")
	// bearsArms are the sectors whose offices and members are a force.
	bearsArms = set("MIL REB UAF COP PRM SPY")
	// holds tie a side to the place it keeps by a hyphen.
	holds = set("held occupied")
	// outside are adverbs and determiners that open a clause, not a phrase.
	outside    = set("where when how why there now still also then that which what already here")
	possessive = set("its their his her our my your")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
