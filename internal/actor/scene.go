package actor

import (
	"iter"
	"strings"

	"onrecord/internal/doc"
)

// scene returns the country of the place where the sentence around offset at says that something happens to or by the party that
// stands there: a place that hangs on a verb above the party, "killed" in "nine people were killed in Munich". "" = none, or several.
func (x *Context) scene(at int) string {
	si, ti := x.d.TokenAt(at)
	if si < 0 || !x.d.Sentences[si].Parsed {
		return ""
	}
	s := &x.d.Sentences[si]
	found := ""
	for h, k := range x.lands(s) {
		if h.term().table == "gazetteer" || k == ti {
			continue
		}
		verb := placed(s.Tokens, k)
		if verb < 0 || !above(s.Tokens, verb, ti) {
			continue
		}
		if found != "" && found != h.code() {
			return ""
		}
		found = h.code()
	}
	return found
}

// lands visits the countries, seats of governments and regions that a sentence names as such, each with its last token.
func (x *Context) lands(s *doc.Sentence) iter.Seq2[*hit, int] {
	return func(yield func(*hit, int) bool) {
		lo, hi := x.window(s.Span)
		hits := x.hitsOver(lo, hi)
		for n := range hits {
			h := &hits[n]
			if k := h.kind(); k != country && k != seat && k != region || h.indirect || h.code() == "" || h.last >= hi {
				continue
			}
			if _, k := x.d.TokenAt(x.toks[h.last].start); k >= 0 && !yield(h, k) {
				return
			}
		}
	}
}

// placed returns the verb that a place says where it happens, -1 where it says that of none: "were killed in the east of Munich", "were
// killed in a raid near Munich".
func placed(toks []doc.Token, k int) int {
	for n := 0; k >= 0 && n < 8; n++ {
		rel, head := toks[k].Rel, toks[k].Head
		if head < 0 {
			return -1
		}
		where := has(" in at near across inside outside around throughout within over ", caseOf(toks, k))
		switch {
		case rel == "obl" && where:
			return head
		case rel == "compound" || rel == "appos" || strings.HasPrefix(rel, "flat"):
		case strings.HasPrefix(rel, "nmod") && has(partsOf, toks[head].Lemma):
		case rel == "nmod" && where && has(happenings, toks[head].Lemma) && strings.HasPrefix(toks[head].Rel, "obl"):
			return toks[head].Head
		default:
			return -1
		}
		k = head
	}
	return -1
}

const (
	// partsOf are the nouns for a part of a place.
	partsOf = " north south east west northeast northwest southeast southwest centre center city town village province region area district part parts capital suburb outskirt outskirts state county island coast border "
	// happenings are the nouns for what people come to harm in.
	happenings = " attack strike airstrike shelling bombing bombardment raid explosion blast clash fighting fire gunfire ambush crash massacre operation offensive shooting siege riot protest crackdown stampede "
)

// caseOf returns the preposition of a noun.
func caseOf(toks []doc.Token, k int) string {
	for i := range toks {
		if toks[i].Head == k && toks[i].Rel == "case" {
			return strings.ToLower(toks[i].Text)
		}
	}
	return ""
}

// above reports whether a verb is the next that governs a word.
func above(toks []doc.Token, verb, k int) bool {
	for n := 0; k >= 0 && n < 12; n++ {
		if k = toks[k].Head; k == verb {
			return true
		}
		if k >= 0 && toks[k].UPOS == "VERB" {
			return false
		}
	}
	return false
}
