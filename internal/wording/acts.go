package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// act is how an act, or an act in a mode, is put into words.
type act struct {
	code  string // "RETREAT withdraw"
	noun  string // what it is called in a list or filter
	to    string // what joins the recipients to the noun: "attack on"
	with  string // verb phrase with a gap for the recipients, verb first
	alone string // the same without recipients
}

var acts = []act{
	{"AGREE", "agreement or offer", "to cooperate with", "agree or offer to cooperate with {}", "agree or offer to cooperate"},
	{"CONSULT", "talks", "with", "hold talks with {}", "hold talks"},
	{"CONSULT visit", "visit", "to", "visit {}", "make a visit"},
	{"CONSULT phone", "phone call", "with", "speak by phone with {}", "speak by phone"},
	{"CONSULT third-party", "mediation", "with", "hold mediated talks with {}", "hold mediated talks"},
	{"CONSULT multilateral", "meeting of several", "with", "meet {}", "meet"},
	{"SUPPORT", "support or praise", "for", "back {}", "declare support"},
	{"CONCEDE", "concession", "to", "make a concession to {}", "make a concession"},
	{"COOPERATE", "cooperation", "with", "cooperate with {}", "cooperate"},
	{"AID", "aid", "to", "give help to {}", "give help"},
	{"RETREAT", "easing off", "towards", "ease off towards {}", "ease off"},
	{"RETREAT withdraw", "withdrawal", "from", "withdraw from {}", "withdraw"},
	{"RETREAT release", "release", "of", "release {}", "release captives"},
	{"RETREAT disarm", "disarmament", "of", "disarm {}", "disarm"},
	{"RETREAT ceasefire", "ceasefire", "with", "hold fire towards {}", "hold fire"},
	{"RETREAT access", "access", "for", "give access to {}", "give access"},
	{"RETREAT resign", "resignation", "before", "resign before {}", "resign"},
	{"REQUEST", "demand or appeal", "to", "call on {}", "make a demand"},
	{"REQUEST assist", "appeal for help", "to", "ask {} for help", "ask for help"},
	{"REQUEST change", "demand for change", "to", "call on {} to change course", "call for change"},
	{"REQUEST yield", "demand to give way", "to", "call on {} to give way", "call for others to give way"},
	{"REQUEST meet", "call for talks", "with", "ask {} for talks", "call for talks"},
	{"ACCUSE", "accusation or criticism", "of", "accuse or criticise {}", "make accusations"},
	{"ACCUSE disapprove", "criticism", "of", "criticise {}", "express disapproval"},
	{"ACCUSE investigate", "investigation or charge", "of", "investigate or charge {}", "open an investigation"},
	{"ACCUSE allege", "accusation", "against", "accuse {}", "make accusations"},
	{"REJECT", "refusal", "towards", "turn down {}", "refuse"},
	{"REJECT assist", "refusal of help", "to", "refuse help to {}", "refuse to help"},
	{"REJECT change", "refusal to change", "towards", "refuse {} a change of course", "refuse to change course"},
	{"REJECT yield", "refusal to give way", "to", "refuse to give way to {}", "refuse to give way"},
	{"REJECT meet", "refusal to meet", "with", "refuse to meet {}", "refuse to meet"},
	{"THREATEN", "threat", "against", "threaten {}", "make a threat"},
	{"THREATEN restrict", "threat to restrict", "against", "threaten {} with restrictions", "threaten restrictions"},
	{"THREATEN arrest", "threat of arrest", "against", "threaten {} with arrest", "threaten arrests"},
	{"THREATEN relations", "threat to cut ties", "against", "threaten {} with a cut in ties", "threaten to cut ties"},
	{"THREATEN expel", "threat of expulsion", "against", "threaten {} with expulsion", "threaten expulsion"},
	{"THREATEN territory", "threat to territory", "against", "threaten the territory of {}", "threaten to take territory"},
	{"THREATEN violence", "threat of violence", "against", "threaten {} with violence", "threaten violence"},
	{"PROTEST", "protest", "against", "protest against {}", "protest"},
	{"PROTEST demo", "demonstration", "against", "demonstrate against {}", "demonstrate"},
	{"PROTEST riot", "riot", "against", "riot against {}", "riot"},
	{"PROTEST strike", "strike", "against", "go on strike against {}", "go on strike"},
	{"PROTEST hunger", "hunger strike", "against", "go on hunger strike against {}", "go on hunger strike"},
	{"PROTEST boycott", "boycott", "against", "boycott {}", "start a boycott"},
	{"PROTEST obstruct", "blockade by protesters", "of", "block {}", "block roads or buildings"},
	{"PROTEST vandalize", "damage by protesters", "to property of", "damage property of {}", "damage property"},
	{"SANCTION", "sanctions", "against", "punish or cut ties with {}", "cut ties"},
	{"SANCTION convict", "conviction", "of", "convict {}", "pass sentence"},
	{"SANCTION expel", "expulsion", "of", "expel {}", "expel people"},
	{"SANCTION withdraw", "leaving talks or a body", "with", "withdraw from {}", "leave talks or a body"},
	{"SANCTION discontinue", "end of cooperation", "with", "end cooperation with {}", "end cooperation"},
	{"MOBILIZE", "show of force", "towards", "show force towards {}", "show force"},
	{"MOBILIZE troops", "troop movement", "towards", "move troops towards {}", "move or ready troops"},
	{"MOBILIZE weapons", "movement of weapons", "towards", "move weapons towards {}", "move or ready weapons"},
	{"MOBILIZE police", "police deployment", "towards", "send police to {}", "deploy police"},
	{"MOBILIZE militia", "militia movement", "towards", "move militia towards {}", "move or ready militia"},
	{"COERCE", "coercion", "of", "use coercion against {}", "use coercion"},
	{"COERCE seize", "seizure or raid", "of", "seize or raid {}", "carry out a raid or seizure"},
	{"COERCE restrict", "ban or restriction", "on", "restrict {}", "impose a ban or restriction"},
	{"COERCE censor", "censorship", "of", "censor {}", "impose censorship"},
	{"COERCE curfew", "curfew", "for", "impose a curfew on {}", "impose a curfew"},
	{"COERCE martial-law", "martial law", "for", "impose martial law on {}", "impose martial law"},
	{"COERCE arrest", "arrest or detention", "of", "arrest or hold {}", "make arrests"},
	{"COERCE deport", "deportation", "of", "deport {}", "deport people"},
	{"COERCE withhold", "supplies withheld", "from", "withhold supplies from {}", "withhold supplies"},
	{"COERCE misinformation", "false information", "about", "spread false information about {}", "spread false information"},
	{"COERCE cyber", "attack by computer", "on", "attack {} by computer", "attack by computer"},
	{"COERCE coup", "coup", "against", "overthrow {}", "take power in a coup"},
	{"ASSAULT", "attack", "on", "attack {}", "carry out an attack"},
	{"ASSAULT abduct", "abduction", "of", "abduct {}", "abduct people"},
	{"ASSAULT beat", "beating", "of", "beat {}", "beat people"},
	{"ASSAULT torture", "torture", "of", "torture {}", "torture people"},
	{"ASSAULT sexual", "sexual violence", "against", "assault {} sexually", "commit sexual violence"},
	{"ASSAULT targeted", "targeted killing", "of", "kill or try to kill {}", "kill or try to kill somebody"},
	{"ASSAULT destroy", "destruction", "of property of", "destroy property of {}", "destroy property"},
	{"ASSAULT primitive", "attack with simple weapons", "on", "attack {} with simple weapons", "attack with simple weapons"},
	{"ASSAULT firearms", "attack with firearms", "on", "attack {} with firearms", "attack with firearms"},
	{"ASSAULT explosives", "bombing", "of", "bomb {}", "set off explosives"},
	{"ASSAULT suicide-attack", "suicide attack", "on", "attack {} by suicide bomb", "attack by suicide bomb"},
	{"ASSAULT aerial", "air strike", "on", "strike {} from the air", "strike from the air"},
	{"ASSAULT drone", "drone strike", "on", "strike {} by drone", "strike by drone"},
	{"ASSAULT heavy-weapons", "shelling", "of", "shell {}", "fire heavy weapons"},
	{"ASSAULT crowd-control", "dispersal by force", "of", "disperse {} by force", "disperse a crowd by force"},
	{"ASSAULT unconventional", "attack with unconventional weapons", "on", "attack {} with unconventional weapons", "attack with unconventional weapons"},
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
// from Niger". It agrees with subjects of either number. Without actors it opens with what the act is called: "Planned
// withdrawal from Niger".
func Clause(code string, modes []string, status string, actors, recipients []string) string {
	a := lookup(code, modes)
	if a == nil {
		a = &act{code, plain(code), "towards", plain(code) + " {}", plain(code)}
	}
	to := List(recipients)
	if len(actors) == 0 {
		s := a.noun
		if to != "" {
			s += " " + a.to + " " + to
		}
		switch status {
		case "ongoing", "planned", "threatened", "demanded", "possible":
			s = status + " " + s
		case "not_occurred":
			s = "no " + s
		}
		return Upper(s)
	}
	phrase := a.alone
	if to != "" {
		phrase = strings.Replace(a.with, "{}", to, 1)
	}
	return Upper(List(actors)) + " " + tense(phrase, status)
}

// Setting goes on from a clause with where and when, ISO days: " in Agadez on 14 March 2024". A place that the clause
// names already is not named again.
func Setting(clause, place, from, to string) string {
	if place != "" && !names(clause, place) {
		clause += " in " + place
	}
	return clause + On(from, to)
}

// names tells whether a clause has a name as words of its own: "Chadian" and "Guinea-Bissau" name neither Chad nor Guinea.
func names(clause, name string) bool {
	part := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '-' }
	for at := 0; ; at++ {
		k := strings.Index(clause[at:], name)
		if k < 0 {
			return false
		}
		at += k
		before, _ := utf8.DecodeLastRuneInString(clause[:at])
		after, _ := utf8.DecodeRuneInString(clause[at+len(name):])
		if !part(before) && !part(after) {
			return true
		}
	}
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
