package words

import "strings"

// act is how an act, or an act in a mode, is put into words.
type act struct {
	code  string // "RETREAT withdraw"
	noun  string // what it is called in a list or filter
	with  string // verb phrase with a gap for the recipients, verb first
	alone string // the same without recipients
}

var acts = []act{
	{"AGREE", "agreement or offer", "reach agreement with {}", "agree or offer to cooperate"},
	{"CONSULT", "talks", "hold talks with {}", "hold talks"},
	{"CONSULT visit", "visit", "visit {}", "make a visit"},
	{"CONSULT phone", "phone call", "speak by phone with {}", "speak by phone"},
	{"CONSULT third-party", "mediation", "hold mediated talks with {}", "hold mediated talks"},
	{"CONSULT multilateral", "meeting of several", "meet {}", "meet"},
	{"SUPPORT", "support or praise", "back {}", "declare support"},
	{"CONCEDE", "concession", "make a concession to {}", "make a concession"},
	{"COOPERATE", "cooperation", "cooperate with {}", "cooperate"},
	{"AID", "aid", "give help to {}", "give help"},
	{"RETREAT", "easing off", "ease off towards {}", "ease off"},
	{"RETREAT withdraw", "withdrawal", "withdraw from {}", "withdraw"},
	{"RETREAT release", "release", "release {}", "release captives"},
	{"RETREAT disarm", "disarmament", "disarm {}", "disarm"},
	{"RETREAT ceasefire", "ceasefire", "hold fire towards {}", "hold fire"},
	{"RETREAT access", "access", "give access to {}", "give access"},
	{"RETREAT resign", "resignation", "resign before {}", "resign"},
	{"REQUEST", "demand or appeal", "call on {}", "make a demand"},
	{"REQUEST assist", "appeal for help", "ask {} for help", "ask for help"},
	{"REQUEST change", "demand for change", "call on {} to change course", "call for change"},
	{"REQUEST yield", "demand to give way", "call on {} to give way", "call for others to give way"},
	{"REQUEST meet", "call for talks", "ask {} for talks", "call for talks"},
	{"ACCUSE", "accusation or criticism", "accuse or criticise {}", "make accusations"},
	{"ACCUSE disapprove", "criticism", "criticise {}", "express disapproval"},
	{"ACCUSE investigate", "investigation or charge", "investigate or charge {}", "open an investigation"},
	{"ACCUSE allege", "accusation", "accuse {}", "make accusations"},
	{"REJECT", "refusal", "turn down {}", "refuse"},
	{"REJECT assist", "refusal of help", "refuse help to {}", "refuse to help"},
	{"REJECT change", "refusal to change", "refuse {} a change of course", "refuse to change course"},
	{"REJECT yield", "refusal to give way", "refuse to give way to {}", "refuse to give way"},
	{"REJECT meet", "refusal to meet", "refuse to meet {}", "refuse to meet"},
	{"THREATEN", "threat", "threaten {}", "make a threat"},
	{"THREATEN restrict", "threat to restrict", "threaten {} with restrictions", "threaten restrictions"},
	{"THREATEN arrest", "threat of arrest", "threaten {} with arrest", "threaten arrests"},
	{"THREATEN relations", "threat to cut ties", "threaten {} with a cut in ties", "threaten to cut ties"},
	{"THREATEN expel", "threat of expulsion", "threaten {} with expulsion", "threaten expulsion"},
	{"THREATEN territory", "threat to territory", "threaten the territory of {}", "threaten to take territory"},
	{"THREATEN violence", "threat of violence", "threaten {} with violence", "threaten violence"},
	{"PROTEST", "protest", "protest against {}", "protest"},
	{"PROTEST demo", "demonstration", "demonstrate against {}", "demonstrate"},
	{"PROTEST riot", "riot", "riot against {}", "riot"},
	{"PROTEST strike", "strike", "go on strike against {}", "go on strike"},
	{"PROTEST hunger", "hunger strike", "go on hunger strike against {}", "go on hunger strike"},
	{"PROTEST boycott", "boycott", "boycott {}", "start a boycott"},
	{"PROTEST obstruct", "blockade by protesters", "block {}", "block roads or buildings"},
	{"PROTEST vandalize", "damage by protesters", "damage property of {}", "damage property"},
	{"SANCTION", "sanctions", "punish or cut ties with {}", "cut ties"},
	{"SANCTION convict", "conviction", "convict {}", "pass sentence"},
	{"SANCTION expel", "expulsion", "expel {}", "expel people"},
	{"SANCTION withdraw", "leaving talks or a body", "withdraw from {}", "leave talks or a body"},
	{"SANCTION discontinue", "end of cooperation", "end cooperation with {}", "end cooperation"},
	{"MOBILIZE", "show of force", "show force towards {}", "show force"},
	{"MOBILIZE troops", "troop movement", "move troops towards {}", "move or ready troops"},
	{"MOBILIZE weapons", "movement of weapons", "move weapons towards {}", "move or ready weapons"},
	{"MOBILIZE police", "police deployment", "send police to {}", "deploy police"},
	{"MOBILIZE militia", "militia movement", "move militia towards {}", "move or ready militia"},
	{"COERCE", "coercion", "use coercion against {}", "use coercion"},
	{"COERCE seize", "seizure or raid", "seize or raid {}", "carry out a raid or seizure"},
	{"COERCE restrict", "ban or restriction", "restrict {}", "impose a ban or restriction"},
	{"COERCE censor", "censorship", "censor {}", "impose censorship"},
	{"COERCE curfew", "curfew", "impose a curfew on {}", "impose a curfew"},
	{"COERCE martial-law", "martial law", "impose martial law on {}", "impose martial law"},
	{"COERCE arrest", "arrest or detention", "arrest or hold {}", "make arrests"},
	{"COERCE deport", "deportation", "deport {}", "deport people"},
	{"COERCE withhold", "supplies withheld", "withhold supplies from {}", "withhold supplies"},
	{"COERCE misinformation", "false information", "spread false information about {}", "spread false information"},
	{"COERCE cyber", "attack by computer", "attack {} by computer", "attack by computer"},
	{"COERCE coup", "coup", "overthrow {}", "take power in a coup"},
	{"ASSAULT", "attack", "attack {}", "carry out an attack"},
	{"ASSAULT abduct", "abduction", "abduct {}", "abduct people"},
	{"ASSAULT beat", "beating", "beat {}", "beat people"},
	{"ASSAULT torture", "torture", "torture {}", "torture people"},
	{"ASSAULT sexual", "sexual violence", "assault {} sexually", "commit sexual violence"},
	{"ASSAULT targeted", "targeted killing", "kill or try to kill {}", "kill or try to kill somebody"},
	{"ASSAULT destroy", "destruction", "destroy property of {}", "destroy property"},
	{"ASSAULT primitive", "attack with simple weapons", "attack {} with simple weapons", "attack with simple weapons"},
	{"ASSAULT firearms", "attack with firearms", "attack {} with firearms", "attack with firearms"},
	{"ASSAULT explosives", "bombing", "bomb {}", "set off explosives"},
	{"ASSAULT suicide-attack", "suicide attack", "attack {} by suicide bomb", "attack by suicide bomb"},
	{"ASSAULT aerial", "air strike", "strike {} from the air", "strike from the air"},
	{"ASSAULT drone", "drone strike", "strike {} by drone", "strike by drone"},
	{"ASSAULT heavy-weapons", "shelling", "shell {}", "fire heavy weapons"},
	{"ASSAULT crowd-control", "crowd dispersed by force", "disperse {} by force", "disperse a crowd by force"},
	{"ASSAULT unconventional", "attack with unconventional weapons", "attack {} with unconventional weapons", "attack with unconventional weapons"},
}

// irregular verbs of the table: past, present participle. The others take -ed and -ing.
var irregular = map[string][2]string{
	"hold": {"held", "holding"}, "make": {"made", "making"}, "speak": {"spoke", "speaking"}, "meet": {"met", "meeting"}, "give": {"gave", "giving"},
	"withdraw": {"withdrew", "withdrawing"}, "go": {"went", "going"}, "cut": {"cut", "cutting"}, "send": {"sent", "sending"}, "take": {"took", "taking"},
	"set": {"set", "setting"}, "overthrow": {"overthrew", "overthrowing"}, "beat": {"beat", "beating"}, "strike": {"struck", "striking"},
	"show": {"showed", "showing"}, "leave": {"left", "leaving"}, "commit": {"committed", "committing"}, "express": {"expressed", "expressing"},
	"withhold": {"withheld", "withholding"}, "spread": {"spread", "spreading"}, "carry": {"carried", "carrying"}, "deploy": {"deployed", "deploying"},
	"destroy": {"destroyed", "destroying"}, "try": {"tried", "trying"},
}

func lookup(code string, modes []string) *act {
	for _, m := range modes {
		for i := range acts {
			if acts[i].code == code+" "+m {
				return &acts[i]
			}
		}
	}
	for i := range acts {
		if acts[i].code == code {
			return &acts[i]
		}
	}
	return nil
}

// Acts returns all acts without modes, for filters.
func Acts() []Term {
	var out []Term
	for _, a := range acts {
		if !strings.Contains(a.code, " ") {
			out = append(out, Term{Code: a.code, Name: a.noun})
		}
	}
	return out
}

// Act names an act, in its mode where it has one: "withdrawal".
func Act(code string, modes ...string) string {
	if a := lookup(code, modes); a != nil {
		return a.noun
	}
	return plain(code)
}

// Clause says who does what to whom in the tense that the status asks for, as a headline does: "France to withdraw
// from Niger". It agrees with subjects of either number. Without actors it opens with what the act is called.
func Clause(code string, modes []string, status string, actors, recipients []string) string {
	a := lookup(code, modes)
	if a == nil {
		a = &act{code, plain(code), plain(code) + " {}", plain(code)}
	}
	to := List(recipients)
	if len(actors) == 0 {
		if to == "" {
			return Upper(a.noun)
		}
		return Upper(a.noun) + ": " + to
	}
	phrase := a.alone
	if to != "" {
		phrase = strings.Replace(a.with, "{}", to, 1)
	}
	return Upper(List(actors)) + " " + tense(phrase, status)
}

// tense puts a verb phrase into the form that the status asks for.
func tense(phrase, status string) string {
	verb, rest, _ := strings.Cut(phrase, " ")
	or := ""
	if f := strings.SplitN(rest, " ", 3); len(f) > 1 && f[0] == "or" && isVerb(f[1]) {
		or, rest = f[1], strings.Join(f[2:], " ")
	}
	both := func(form func(string) string, lead string) string {
		s := lead + form(verb)
		if or != "" {
			s += " or " + form(or)
		}
		return strings.TrimSpace(s + " " + rest)
	}
	base := func(v string) string { return v }
	switch status {
	case "ongoing":
		return both(participle, "")
	case "planned":
		return both(base, "to ")
	case "threatened":
		return both(base, "threatened to ")
	case "demanded":
		return both(base, "urged to ")
	case "possible":
		return both(base, "may ")
	case "not_occurred":
		return both(base, "did not ")
	default:
		return both(past, "")
	}
}

// isVerb: in "seize or raid {}" the word behind "or" is bent too, in "ban or restriction" it is not.
func isVerb(w string) bool {
	switch w {
	case "offer", "criticise", "charge", "cut", "ready", "raid", "hold", "try":
		return true
	}
	return false
}

func past(v string) string {
	if f, ok := irregular[v]; ok {
		return f[0]
	}
	switch {
	case strings.HasSuffix(v, "e"):
		return v + "d"
	case strings.HasSuffix(v, "y"):
		return strings.TrimSuffix(v, "y") + "ied"
	case doubles(v):
		return v + v[len(v)-1:] + "ed"
	default:
		return v + "ed"
	}
}

func participle(v string) string {
	if f, ok := irregular[v]; ok {
		return f[1]
	}
	switch {
	case strings.HasSuffix(v, "ee"):
		return v + "ing"
	case strings.HasSuffix(v, "e"):
		return strings.TrimSuffix(v, "e") + "ing"
	case doubles(v):
		return v + v[len(v)-1:] + "ing"
	default:
		return v + "ing"
	}
}

func doubles(v string) bool { return v == "expel" }

// Modes returns the modes of an act, by the guidelines' words.
func Modes(code string) []Term {
	var out []Term
	for _, a := range acts {
		if mode, ok := strings.CutPrefix(a.code, code+" "); ok {
			out = append(out, Term{Code: mode, Name: a.noun})
		}
	}
	return out
}
