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

// literal decides whether a name is a place where things are rather than a party: by the
// word it hangs on where the sentence is parsed, by the words around it where not.
func literal(d *doc.Document, f *found) bool {
	if f.source == fromOrganisation || f.source == fromNORP {
		return false
	}
	if f.source == fromDateline {
		return true
	}
	s := &d.Sentences[f.sentence]
	ts := s.Tokens
	if prev := f.first - 1; prev >= 0 && strings.EqualFold(ts[prev].Text, "the") {
		f = &found{span: f.span, sentence: f.sentence, first: prev, last: f.last}
	}
	next := func(n int) string {
		if f.last+n < len(ts) {
			return strings.ToLower(ts[f.last+n].Text)
		}
		return ""
	}
	prev := ""
	if f.first > 0 {
		prev = strings.ToLower(ts[f.first-1].Text)
		if directions[prev] && f.first > 1 {
			prev = "in" // a part of a country is a place
		}
	}
	switch {
	case next(1) == "'s" || next(1) == "’s":
		return !institutionAhead(ts, f.last+2)
	case locative[prev]:
		return !institutionAhead(ts, f.last+1)
	case relational[prev]:
		return false
	}
	if f.last+1 < len(ts) && (ts[f.last+1].UPOS == "NOUN" || ts[f.last+1].UPOS == "ADJ" || institutions[next(1)]) {
		return !institutionAhead(ts, f.last+1)
	}
	if prev == "of" {
		return f.first < 2 || !institutions[strings.ToLower(ts[f.first-2].Text)]
	}
	return !subject(s, f)
}

// institutionAhead reports whether an institution follows within its noun phrase.
func institutionAhead(ts []doc.Token, from int) bool {
	for t := from; t < len(ts) && t < from+4; t++ {
		w := strings.ToLower(ts[t].Text)
		if institutions[w] {
			return true
		}
		switch ts[t].UPOS {
		case "NOUN", "ADJ", "PROPN", "":
		default:
			if w != "-" {
				return false
			}
		}
	}
	return false
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
