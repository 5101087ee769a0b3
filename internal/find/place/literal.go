package place

import (
	"strings"

	"onrecord/internal/doc"
)

// wordSet makes a set of the blank-separated words.
func wordSet(words string) map[string]bool {
	s := map[string]bool{}
	for _, w := range strings.Fields(words) {
		s[w] = true
	}
	return s
}

var (
	// locative prepositions put something at a place.
	locative = wordSet("in at near from to into outside around across over through throughout toward towards inside within off along via onto onto above beyond north south east west northeast northwest southeast southwest")
	// relational prepositions make the place a party.
	relational = wordSet("with against by between for about than like despite versus among on")
	// institutions are what a country's or city's name stands for when it modifies them.
	institutions = wordSet(`government army military force forces troops police president minister ministry parliament court official officials authority authorities
		leader leaders leadership ambassador embassy envoy spokesman spokeswoman spokesperson soldier soldiers navy air-force intelligence regime ruler rulers junta cabinet senate congress
		state council commission party opposition rebels fighters militia diplomat diplomats delegation team policy sanctions decision position side king queen prince emir premier chancellor
		constitution law foreign defense defence interior finance economy currency support role interest interests allies ally relations ties deal citizen citizens national nationals
		administration administration's lawmakers lawmaker senator governor mayor general commander commanders chief aid company companies bank university school newspaper`)
	// sayings have speakers, plans have planners: their subject is no place.
	agentive = wordSet(`say tell announce deny accuse warn demand want plan urge call ask agree refuse reject threaten insist claim argue believe hope seek decide propose offer promise vow pledge condemn
		support back oppose send deploy withdraw pull recall impose lift sign recognize recognise expel summon invite blame criticize criticise vote win lose play beat defeat buy sell export import
		fight invade attack strike bomb fire launch declare order ban block halt suspend join leave ratify negotiate respond retaliate react welcome praise host mediate broker help use know think see do`)
	copular = wordSet("be have become remain face suffer")
)

// facilities are institutions one can be at.
var facilities = wordSet("court courts station stations hospital hospitals prison prisons jail airport airfield base bases camp camps embassy consulate university school mosque church cathedral square street hotel museum port stadium palace headquarters office offices compound market hall checkpoint site landfill plant dam bridge tower factory mine refinery crossing summit conference fair festival forum")

// placeNouns are parts of a country or things that lie in it; what a country has of them is a place.
var placeNouns = wordSet("capital north south east west northeast northwest southeast southwest border borders coast shore region regions province provinces state city town village villages district territory soil " +
	"airspace waters airport port mountains countryside interior-region heartland street streets frontline front war conflict crisis earthquake desert island islands river valley jungle outskirts suburb suburbs tour visit trip elections election protests riots")

// acts are done to the place after "of": "the invasion of Ukraine".
var acts = wordSet("invasion occupation bombing shelling siege annexation evacuation liberation capture takeover blockade destabilisation destabilization parts part outside areas area rest most all")

// people are who a place is home to: a "Toronto man" need not be in Toronto.
var people = wordSet("man men woman women teen teens teenager student students teacher teachers mother father couple resident residents native survivors survivor fans coach player players boy girl family families people children")

// motion verbs take a country for where they go.
var motion = wordSet("leave enter visit destabilise destabilize rid unite reach flee cross invade tour occupy hit strike bomb shell devastate ravage liberate capture seize retake besiege evacuate attack")

// literal decides whether a name is a place where things are rather than a party, by the
// preposition or noun it hangs on, and by its verb. A country or its capital (national) is a
// party wherever it could be one; another place is one only as a subject or before an institution.
func literal(d *doc.Document, f *found, national bool) bool {
	switch {
	case f.source == fromNORP:
		return false
	case f.source == fromDateline || f.premises:
		return true
	}
	ts := d.Sentences[f.sentence].Tokens
	first, last := f.first, f.last
	if f.source == fromOrganisation {
		if first > 0 && locative[strings.ToLower(ts[first-1].Text)] {
			return true // "Constitutional Court in Bangui"
		}
		end := last
		for end+1 < len(ts) && capital(ts[end+1].Text) {
			end++
		}
		return end > last && facilities[strings.ToLower(ts[end].Text)]
	}
	if first > 1 && ts[first-1].Text == "," && placeNouns[strings.ToLower(ts[first-2].Text)] {
		return true // "the French capital, Paris"
	}
	if first > 0 && (ts[first-1].Text == "'s" || ts[first-1].Text == "’s") {
		head, _ := headAhead(ts, last+1)
		return !institutions[head] // "Syria's Aleppo"
	}
	prep, word, moved := governor(ts, first)
	head, ahead := headAhead(ts, last+1)
	owner := last+1 < len(ts) && (ts[last+1].Text == "'s" || ts[last+1].Text == "’s")
	switch {
	case ahead && (facilities[head] || placeNouns[head]):
		return true
	case ahead && (institutions[head] || people[head]):
		return false
	case owner && last+2 < len(ts) && capital(ts[last+2].Text):
		return true // "Syria's Aleppo"
	case owner && ahead:
		return !national
	case locative[word] && (!ahead || !national || word == "in"):
		return true
	case word == "on":
		return !national || moved
	case word == "for":
		return leaving(ts, prep)
	case word == "with":
		return prep > 0 && placeNouns[strings.ToLower(ts[prep-1].Text)]
	case relational[word]:
		return moved || ahead && !national
	case word == "of":
		before := ""
		if prep > 0 {
			before = strings.ToLower(ts[prep-1].Text)
		}
		return !institutions[before] && !people[before] && (!national || placeNouns[before] || acts[before] || moved)
	case ahead:
		return !national
	}
	if national && prep < 0 && !moved {
		return object(&d.Sentences[f.sentence], f)
	}
	return !subject(&d.Sentences[f.sentence], f)
}

// leaving reports whether a verb of leaving stands within a few words before "for": "left Niger for Gao".
func leaving(ts []doc.Token, prep int) bool {
	for t := prep - 1; t >= 0 && t >= prep-4; t-- {
		switch strings.ToLower(ts[t].Text) {
		case "leave", "left", "leaves", "leaving", "departed", "departs", "depart", "departing", "bound", "headed", "heading", "heads", "sailed", "flew":
			return true
		}
	}
	return false
}

// object reports whether the name is what a verb of motion or attack reaches: "left Niger", "shelled Ukraine".
func object(s *doc.Sentence, f *found) bool {
	for t := f.first - 1; t >= 0 && t >= f.first-2; t-- {
		switch s.Tokens[t].UPOS {
		case "VERB":
			return motion[s.Tokens[t].Lemma]
		case "DET", "ADJ":
		default:
			return false
		}
	}
	return false
}

// enumerated reports whether a name goes on from the one before, with only a comma or "and" between.
func enumerated(d *doc.Document, a, b *found) bool {
	if a.sentence != b.sentence || b.first-a.last > 4 {
		return false
	}
	ts := d.Sentences[a.sentence].Tokens
	joined := false
	for t := a.last + 1; t < b.first; t++ {
		switch strings.ToLower(ts[t].Text) {
		case ",", "and", "or", "/", "&":
			joined = true
		case "the":
		default:
			return false
		}
	}
	_, ahead := headAhead(ts, b.last+1)
	return joined && !ahead
}

// governor finds the preposition that a name hangs on: right before it, or before its article and adjectives.
// moved tells that a direction stood between ("against northern Mali"), which makes a place of a party.
func governor(ts []doc.Token, first int) (at int, word string, moved bool) {
	for at = first - 1; at >= 0 && at >= first-5; at-- {
		word = strings.ToLower(ts[at].Text)
		if directions[word] {
			moved = true
			continue
		}
		switch ts[at].UPOS {
		case "DET", "ADJ", "NUM", "PRON", "NOUN", "PUNCT":
			if word == "," || ts[at].UPOS == "NOUN" && at != first-1 || ts[at].UPOS == "PRON" && ts[at].XPOS != "PRP$" {
				return -1, "", moved
			}
		case "VERB":
			if ts[at].XPOS != "VBG" && ts[at].XPOS != "VBN" {
				return -1, "", moved
			}
		case "ADP", "SCONJ", "ADV", "":
			if word != "the" && word != "a" {
				return at, word, moved
			}
		default:
			return -1, "", moved
		}
	}
	return -1, "", moved
}

// headAhead returns the noun that a name modifies: "the [Durban] court", "[Niger]'s army".
func headAhead(ts []doc.Token, from int) (head string, ok bool) {
	for t := from; t < len(ts) && t < from+5; t++ {
		w := strings.ToLower(ts[t].Text)
		switch {
		case w == "'s" || w == "’s" || w == "-":
		case ts[t].UPOS == "NOUN" || ts[t].UPOS == "" && institutions[w]:
			if institutions[w] || facilities[w] || people[w] || placeNouns[w] {
				return w, true
			}
			head, ok = w, true
		case w == "last" || w == "next" || w == "this" || w == "earlier":
			return head, ok // a time follows: "visited Riyadh last year"
		case ts[t].UPOS == "ADJ" || ts[t].UPOS == "PROPN" && institutions[w]:
			if institutions[w] {
				return w, true
			}
		default:
			return head, ok
		}
	}
	return head, ok
}

// subject reports whether the name does something: the parser's word where there is one, else a verb that follows.
func subject(s *doc.Sentence, f *found) bool {
	ts := s.Tokens
	if s.Parsed {
		for t := f.first; t <= f.last; t++ {
			h := ts[t].Head
			if h >= f.first && h <= f.last || h < 0 || h >= len(ts) {
				continue
			}
			switch rel := ts[t].Rel; {
			case rel == "nsubj" || rel == "csubj":
				return agentive[ts[h].Lemma] || ts[h].UPOS == "VERB" && !copular[ts[h].Lemma]
			case rel == "obj" || rel == "iobj" || rel == "obl:agent":
				return rel == "obl:agent"
			}
			return false
		}
		return false
	}
	for t := f.last + 1; t < len(ts) && t < f.last+4; t++ {
		switch ts[t].UPOS {
		case "VERB":
			return true
		case "AUX", "ADV", "PART":
		default:
			return false
		}
	}
	return false
}
