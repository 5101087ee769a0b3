package actor

import (
	"strings"

	"onrecord/internal/doc"
)

// goal returns the country that the sentence around offset at has the party that stands there travel to, "" = none: who "visited Lima" or "arrived in Peru" is
// of another country, where nothing says whose.
func (x *Context) goal(at int) string {
	si, ti := x.d.TokenAt(at)
	if si < 0 || !x.d.Sentences[si].Parsed {
		return ""
	}
	s := &x.d.Sentences[si]
	verb, rel := -1, ""
	for k, n := ti, 0; k >= 0 && n < 12; n++ {
		rel = s.Tokens[k].Rel
		if k = s.Tokens[k].Head; k >= 0 && s.Tokens[k].UPOS == "VERB" {
			verb = k
			break
		}
	}
	if verb < 0 || !strings.HasPrefix(rel, "nsubj") || !has(travels, s.Tokens[verb].Lemma) {
		return ""
	}
	for h, k := range x.lands(s) {
		if k > verb && reached(s.Tokens, k, verb) {
			return h.code()
		}
	}
	return ""
}

// travels are the verbs of going somewhere by those who do not live there.
const travels = " visit arrive tour travel fly land come deploy "

// reached reports whether a place is where a verb of motion leads.
func reached(toks []doc.Token, k, verb int) bool {
	for n := 0; k >= 0 && n < 4; n++ {
		head := toks[k].Head
		if head == verb {
			if !strings.HasPrefix(toks[k].Rel, "obl") {
				return toks[k].Rel == "obj"
			}
			c := caseOf(toks, k)
			return has(" to into ", c) || has(" in at ", c) && has(" arrive land ", toks[verb].Lemma)
		}
		if rel := toks[k].Rel; rel != "compound" && rel != "appos" && rel != "conj" && !strings.HasPrefix(rel, "flat") && !strings.HasPrefix(rel, "nmod") {
			return false
		}
		k = head
	}
	return false
}

// maxLed is how many leaders are followed, "a team led by a delegation led by ..": more than any text has that means something, and a bound on the
// work in one that goes on so for ever.
const maxLed = 3

// fromLeader takes the code of a group of people from whom the words after the phrase say that it is led by: "a delegation, led by the Greek
// foreign minister".
func (x *Context) fromLeader(r *reading, p *part, hi int) {
	if r.code != "" || r.own || p.first > p.last || r.led >= maxLed {
		return
	}
	i := hi
	if i < len(x.toks) && x.toks[i].punct == ',' {
		i++
	}
	if i+2 >= len(x.toks) || !has(" led headed ", x.toks[i].norm) || x.toks[i+1].norm != "by" {
		return
	}
	lo := i + 2
	end := lo
	for end < len(x.toks) && end < lo+8 && x.toks[end].punct == 0 && !x.toks[end].finite {
		end++
	}
	by := reading{led: r.led + 1}
	x.read(&by, lo, end, x.toks[lo].start)
	if by.own && by.code != "" {
		r.code, r.own = by.code, true
		r.because("code %s: of whom it is led by", by.code)
	}
}
