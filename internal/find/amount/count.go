package amount

import (
	"strings"

	"onrecord/internal/doc"
)

// counted is what a figure counts: a noun phrase of the sentence, in token indexes.
type counted struct {
	head        int // the noun, -1 = the number stands alone
	first, last int // tokens of the phrase behind the number; last -1 = none
	of          int // head of the of-phrase behind a container ("300 tons of drugs"), -1 = none
	pronoun     bool
	strong      bool // the phrase is of a body that has so many members: "a 5,000-strong force"
	others      bool // "others": more of what was counted before
}

// maxPhrase is how many tokens a counted phrase may have before its head.
const maxPhrase = 9

// countedAfter finds what is counted behind the number, from token k on.
func (t *tables) countedAfter(s *doc.Sentence, k int) counted {
	c := counted{head: -1, first: k, last: -1, of: -1}
	toks := s.Tokens
	if w := lowerWord(toks, k); (w == `"` || w == "”" || w == "''") && lowerWord(toks, k+1) == "of" {
		k++ // "thousands" of fighters
	}
	if k < len(toks) && lowerWord(toks, k) == "of" {
		k++
		for k < len(toks) && ofSkips[lowerWord(toks, k)] {
			k++
		}
		if k < len(toks) {
			if p := lowerWord(toks, k); p == "them" || p == "whom" || p == "us" || p == "which" || p == "you" || p == "these" || p == "those" {
				c.pronoun, c.last = true, k
				return c
			}
		}
		if k < len(toks) && isNumber(toks, k) { // "three of the four suspects"
			k++
		}
	}
	head, last := t.nounPhrase(s, k)
	if head < 0 {
		return c
	}
	c.head, c.last = head, last
	if w := lowerWord(toks, head); w == "others" || w == "other" {
		c.others = true
	}
	if last+1 < len(toks) && lowerWord(toks, last+1) == "of" {
		j := last + 2
		for j < len(toks) && ofSkips[lowerWord(toks, j)] {
			j++
		}
		if h, l := t.nounPhrase(s, j); h >= 0 && (t.containerNoun(toks, head) || t.class(lowerWord(toks, head)) == "") {
			c.of = h
			if t.containerNoun(toks, head) {
				c.last = l
			}
		}
	}
	return c
}

// numbered finds the noun before a bare number that says how many it is: "rebels, numbering about 1,000", "the crowd numbered
// in the thousands", "a force 3,000 strong". start and num are the first token of the figure and its number; -1 = none.
func (t *tables) numbered(s *doc.Sentence, start, num int) int {
	toks := s.Tokens
	i := start - 1
	if lowerWord(toks, i) == "the" && lowerWord(toks, i-1) == "in" {
		i -= 2
	}
	switch lowerWord(toks, i) {
	case "numbering", "numbered", "numbers":
		i--
	default:
		k := num + 1
		if k < len(toks) && toks[k].Text == "-" {
			k++
		}
		if i = start - 1; lowerWord(toks, k) != "strong" {
			return -1
		}
	}
	for n := 0; i >= 0 && n < 6; i, n = i-1, n+1 {
		switch w := lowerWord(toks, i); {
		case t.class(w) != "" || t.class(singular(w)) != "":
			return i
		case w == "." || w == ";" || w == ":":
			return -1
		}
	}
	return -1
}

// strength are words that tie a number of members to the body behind them.
var strength = wordSet("strong member man person soldier officer")

var ofSkips = wordSet("the these those this that its their his her our my your all some other a an")

var containers = wordSet(`ton tonne kilogram kilo kg gram litre barrel piece group pair set batch total number case load
	unit member container truckload bag box cache roll sheet type kind shipment stockpile lot pound ounce`)

func (t *tables) containerNoun(toks []doc.Token, i int) bool {
	return containers[singular(lowerWord(toks, i))]
}

// word returns the lower-case text of token i.
func lowerWord(toks []doc.Token, i int) string {
	if i < 0 || i >= len(toks) {
		return ""
	}
	return strings.ToLower(toks[i].Text)
}

func isNumber(toks []doc.Token, i int) bool {
	w := toks[i].Text
	return w != "" && (isDigit(w[0]) || numwordOf(w).role != notNumber && numwordOf(w).role < plural)
}

// nounPhrase finds the head and the last token of the noun phrase without determiner that starts at token k.
func (t *tables) nounPhrase(s *doc.Sentence, k int) (head, last int) {
	if k >= len(s.Tokens) {
		return -1, -1
	}
	if s.Tokens[k].UPOS != "" {
		return taggedPhrase(s.Tokens, k)
	}
	return t.plainPhrase(s.Tokens, k)
}

// taggedPhrase reads a noun phrase by parts of speech: adjectives, participles, nouns and what ties them, ending in a noun.
func taggedPhrase(toks []doc.Token, k int) (head, last int) {
	head = -1
	for i := k; i < len(toks) && i < k+maxPhrase; i++ {
		tok := &toks[i]
		switch tok.UPOS {
		case "NOUN", "PROPN":
			if head >= 0 && toks[head].UPOS == "NOUN" && tok.UPOS == "PROPN" && i == head+1 {
				return head, head // "10 people Monday"
			}
			if head >= 0 && temporal[strings.ToLower(tok.Text)] {
				return head, head // "3,000 teachers today"
			}
			head = i
			continue
		case "ADJ":
			if head >= 0 && !(toks[head].UPOS != "NOUN" && i+1 < len(toks) && nominal(&toks[i+1])) {
				return head, head // but "five ISIL tactical units"
			}
			continue
		case "NUM":
			if hyphened(toks, i) {
				head = i // T-72 tanks
				continue
			}
			if head >= 0 {
				return head, head
			}
			continue
		case "VERB":
			if (head < 0 || head == i-1 && toks[head].UPOS == "PROPN" && tok.XPOS == "VBG") &&
				(tok.XPOS == "VBN" || tok.XPOS == "VBG" || tok.XPOS == "JJ") && i+1 < len(toks) && nominal(&toks[i+1]) {
				continue
			}
		case "ADV":
			if head < 0 && i+1 < len(toks) && (toks[i+1].UPOS == "ADJ" || toks[i+1].XPOS == "VBN") {
				continue
			}
			if head < 0 && strings.EqualFold(tok.Text, "more") {
				continue
			}
		case "PUNCT", "SYM":
			if (tok.Text == "-" || tok.Text == "–" || tok.Text == "/") && i+1 < len(toks) && (head < i) && tight(toks, i) {
				if head == i-1 && head >= 0 {
					head = -1 // "ISIL-held building": what stands before the hyphen is no head
				}
				continue
			}
			if tok.Text == `"` || tok.Text == "“" || tok.Text == "”" {
				if head < 0 {
					continue
				}
			}
		case "CCONJ":
			if head < 0 && i > k && i+1 < len(toks) && nominal(&toks[i+1]) {
				continue
			}
		case "PART":
			if tok.XPOS == "POS" && head >= 0 && i+1 < len(toks) && nominal(&toks[i+1]) {
				head = -1
				continue
			}
		}
		break
	}
	if head < 0 {
		// "19 wounded", "30 others" tagged as adjectives
		if k < len(toks) && toks[k].UPOS == "ADJ" && strings.EqualFold(toks[k].Text, "others") {
			return k, k
		}
		return -1, -1
	}
	return head, head
}

var temporal = wordSet("today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday")

// hyphened reports whether token i is tied to the one before it by a hyphen.
func hyphened(toks []doc.Token, i int) bool {
	return i >= 2 && toks[i-1].Text == "-" && tight(toks, i-1)
}

// joined returns token i with what hyphens tie to it, in lower case: "f-16s".
func joined(toks []doc.Token, i int) string {
	w := lowerWord(toks, i)
	for n := 0; n < 4 && hyphened(toks, i); n++ {
		i -= 2
		w = lowerWord(toks, i) + "-" + w
	}
	return w
}

func nominal(t *doc.Token) bool {
	return t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "ADJ"
}

// tight reports whether no white space stands around token i.
func tight(toks []doc.Token, i int) bool {
	return i > 0 && i+1 < len(toks) && toks[i-1].End == toks[i].Start && toks[i].End == toks[i+1].Start
}

// plainPhrase reads a noun phrase without parts of speech: the words up to the next function word, mark or predicate;
// its head is the last listed noun, or the last word that looks like a plural.
func (t *tables) plainPhrase(toks []doc.Token, k int) (head, last int) {
	listed, plural := -1, -1
	end := k
	for i := k; i < len(toks) && i < k+maxPhrase; i++ {
		w := lowerWord(toks, i)
		if w == "-" && tight(toks, i) {
			continue
		}
		if hyphened(toks, i) && isDigit(w[0]) { // F-16s, T-72 tanks
			if end = i + 1; t.class(joined(toks, i)) != "" {
				listed = i
			}
			continue
		}
		if !isLetter(w[0]) || stops[w] || i > k && t.predicateWord(w) || isNumber(toks, i) {
			break
		}
		end = i + 1
		if t.class(w) != "" {
			listed = i
		} else if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ous") && !strings.HasSuffix(w, "ss") {
			plural = i
		}
	}
	switch {
	case end == k || t.predicateWord(lowerWord(toks, k)) && listed != k:
		return -1, -1
	case listed >= 0 && plural < listed:
		return listed, listed
	case plural >= 0:
		return plural, plural
	}
	return end - 1, end - 1
}

// predicateWord reports whether a word says what happened to what is counted: "12 killed", "30 dead".
func (t *tables) predicateWord(w string) bool {
	for _, slot := range [...]string{"object", "subject", "adjective"} {
		for _, base := range bases(w) {
			if base == "" {
				break
			}
			if _, ok := t.roles[predicate{base, slot}]; ok && (base != w || slot == "adjective") {
				return true
			}
		}
	}
	return false
}

var stops = wordSet(`the a an this that these those his her its their our my your of in on at to for from with by as and or but nor
	if when while where who whom whose which what was were is are be been being has have had do does did will would can could
	may might must shall should not no about after before during since until between among over under against into onto near
	around through per than so such he she it they we you i said says told also still now then there here because including
	each every both either neither only just more most less least him them us me out up down off away back again s`)

// irregular maps past forms that data/roles.tsv does not list to the verb that it lists.
var irregular = map[string]string{
	"slain": "slay", "sent": "send", "fled": "flee", "shot": "shoot", "gave": "give", "given": "give", "withdrew": "withdraw",
	"withdrawn": "withdraw", "sold": "sell", "lent": "lend", "hurt": "hurt", "beheaded": "behead", "drew": "draw", "laid": "lay",
}

// bases returns the forms under which a word may be listed: itself and what is left of a regular ending; "" fills up.
func bases(w string) [4]string {
	switch n := len(w); {
	case n > 5 && strings.HasSuffix(w, "ing"):
		if w[n-4] == w[n-5] {
			return [4]string{w, w[:n-3], w[:n-4]}
		}
		return [4]string{w, w[:n-3], w[:n-3] + "e"}
	case n > 4 && (strings.HasSuffix(w, "ied") || strings.HasSuffix(w, "ies")):
		return [4]string{w, w[:n-3] + "y"}
	case n > 3 && strings.HasSuffix(w, "ed"):
		if n > 4 && w[n-3] == w[n-4] {
			return [4]string{w, w[:n-2], w[:n-1], w[:n-3]}
		}
		return [4]string{w, w[:n-2], w[:n-1]}
	case n > 4 && strings.HasSuffix(w, "es"):
		return [4]string{w, w[:n-1], w[:n-2]}
	case n > 3 && w[n-1] == 's':
		return [4]string{w, w[:n-1]}
	}
	return [4]string{w, irregular[w]}
}
