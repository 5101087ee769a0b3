package event

import (
	"strings"

	"onrecord/internal/doc"
)

// clip cuts off what parsers hang on a noun phrase but no phrase holds: prepositions, days and verbs at its ends, what follows a
// finite verb, half of a bracket. The head always stays.
func (r *reader) clip(sent, head, first, last int) (int, int) {
	t := r.trees[sent]
	if m := r.mention(sent, head); m != nil && m.Type == "place" && t.tok(head).UPOS == "PROPN" {
		last = min(last, m.Last) // "dismissed criticism by Kosovo of its police"
	}
	first, last = t.uninterrupted(head, first, last)
	for first < head && r.opensNone(sent, head, first) {
		first++
	}
	for last > head && r.closesNone(sent, last) {
		last--
	}
	return t.balanced(head, first, last)
}

// uninterrupted is the stretch around the head that no finite verb, semicolon or dash cuts.
func (t *tree) uninterrupted(head, first, last int) (int, int) {
	for i := head + 1; i <= last; i++ {
		if t.interrupts(i) {
			last = i - 1
		}
	}
	for i := head - 1; i >= first; i-- {
		if t.interrupts(i) {
			first = i + 1
		}
	}
	return first, last
}

func (t *tree) interrupts(i int) bool {
	switch k := t.tok(i); k.UPOS {
	case "VERB", "AUX":
		return finite(k.XPOS)
	case "PUNCT":
		return k.Text == ";" || k.Text == "--" || k.Text == "—" || k.Text == "–" && t.loose(i)
	}
	return false
}

// loose tells whether blanks stand around a token.
func (t *tree) loose(i int) bool {
	return i > 0 && i+1 < len(t.s.Tokens) && t.tok(i-1).End < t.tok(i).Start && t.tok(i).End < t.tok(i+1).Start
}

func finite(tag string) bool {
	switch tag {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

// opensNone tells whether no phrase begins with the word at i: "with the army", "last May the army".
func (r *reader) opensNone(sent, head, i int) bool {
	t := r.trees[sent]
	switch k := t.tok(i); k.UPOS {
	case "ADP":
		return !t.measures(i, head)
	case "SCONJ", "CCONJ":
		return true
	}
	return r.dated[sent][i] && t.tok(head).UPOS == "PROPN" && r.mentions[sent][i] < 0
}

// measures tells whether a preposition goes with a number: "at least 12", "between 10 and 20".
func (t *tree) measures(i, head int) bool {
	switch t.lemma(i) {
	case "at", "up", "over", "under", "around", "about", "between", "near", "above", "below":
		for k := i + 1; k < min(i+4, head+1); k++ {
			if t.tok(k).UPOS == "NUM" || t.tok(k).UPOS == "DET" && t.tok(i+1).UPOS != "DET" {
				return true
			}
		}
	}
	return false
}

// closesNone tells whether no phrase ends with the word at i: "Saudi Arabia as well as", "President Saleh Monday".
func (r *reader) closesNone(sent, i int) bool {
	switch k := r.trees[sent].tok(i); k.UPOS {
	case "ADP", "SCONJ", "CCONJ", "DET":
		return true
	case "ADV":
		return k.Text == "as" || k.Text == "well" || k.Text == "also" || k.Text == "too"
	case "VERB":
		return k.XPOS == "VBG" || k.XPOS == "VB"
	case "PUNCT":
		return !strings.ContainsAny(k.Text, ")]”’\"'")
	case "PROPN":
		return weekday(k.Text)
	}
	return false
}

func weekday(w string) bool {
	switch w {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday":
		return true
	}
	return false
}

// balanced takes in the end of a bracket or quotation where it is the next word, and else cuts the phrase at the half.
func (t *tree) balanced(head, first, last int) (int, int) {
	for _, pair := range [...][2]string{{"(", ")"}, {"[", "]"}, {"“", "”"}} {
		open := -1
		for i := first; i <= last; i++ {
			switch t.tok(i).Text {
			case pair[0]:
				open = i
			case pair[1]:
				switch {
				case open >= 0:
					open = -1
				case i > head:
					last = i - 1
				case i < head: // a half that is the head itself stays: parsers take one for a noun now and then
					first = i + 1
				}
			}
		}
		switch {
		case open < 0:
		case last+1 < len(t.s.Tokens) && t.tok(last+1).Text == pair[1]:
			last++
		case open > head:
			last = open - 1
		case open < head:
			first = open + 1
		}
	}
	return first, last
}

// phrase is the span of the phrase of a head.
func (r *reader) phrase(sent, head int) doc.Span {
	t := r.trees[sent]
	first, last := t.phrase(head)
	first, last = r.clip(sent, head, first, last)
	return doc.Span{Start: t.tok(first).Start, End: t.tok(last).End}
}
