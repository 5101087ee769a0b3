package amount

import "strings"

// role is the part that a word plays in a number.
type role uint8

const (
	notNumber role = iota
	unit           // zero to nine
	teen           // ten to nineteen
	tens           // twenty to ninety
	hundred        // the one scale that lies within a group of three digits
	scale          // thousand, million, lakh ...
	dozen          // dozen, score: multiplies what stands before it, ends the number
	plural         // dozens, hundreds, thousands ...: vague by itself, a scale after a number
	letter         // k, m, bn: a scale only right behind figures
	part           // half, third(s), quarter(s) ... hundredths: denominators
	vague          // several, few, couple, handful
	article        // a, an
	joint          // and
	pointWord      // point, as in "two point five"
	minus          // minus, negative
)

// numword is what a word says in the number grammar.
type numword struct {
	role  role
	value float64
	// low and high bound a vague word (GUIDELINES section 3; notes on quantities 5.3 for few and couple).
	// high 0 is open.
	low, high float64
	many      bool // of a denominator: plural ("thirds")
}

// longestNumword bounds the words that need looking up at all.
const longestNumword = 16

// numwords is never written to. Words that are numbers only after figures are marked as letter.
var numwords = makeNumwords()

func makeNumwords() map[string]numword {
	m := map[string]numword{
		"a": {role: article, value: 1}, "an": {role: article, value: 1}, "and": {role: joint},
		"point": {role: pointWord}, "minus": {role: minus}, "negative": {role: minus},
		"hundred": {role: hundred, value: 100},
		"dozen":   {role: dozen, value: 12}, "dzs": {role: dozen, value: 12}, "dozs": {role: dozen, value: 12},
		"tens":   {role: plural, value: 10, low: 20, high: 99},
		"dozens": {role: plural, value: 12, low: 24, high: 99}, "scores": {role: plural, value: 20, low: 40, high: 99},
		"hundreds": {role: plural, value: 100, low: 200, high: 999}, "thousands": {role: plural, value: 1e3, low: 2e3, high: 9999},
		"lakhs": {role: plural, value: 1e5, low: 2e5, high: 9999999}, "crores": {role: plural, value: 1e7, low: 2e7, high: 999999999},
		"millions": {role: plural, value: 1e6, low: 2e6, high: 9999999}, "billions": {role: plural, value: 1e9, low: 2e9, high: 9999999999},
		"trillions": {role: plural, value: 1e12, low: 2e12, high: 9999999999999},
		"several":   {role: vague, low: 3, high: 9}, "handful": {role: vague, low: 3, high: 9},
		"few": {role: vague, low: 3, high: 5}, "couple": {role: vague, value: 2, low: 2, high: 2},
		"half": {role: part, value: 2}, "halves": {role: part, value: 2, many: true},
		"quarter": {role: part, value: 4}, "quarters": {role: part, value: 4, many: true},
		"nought": {role: unit}, "naught": {role: unit},
	}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine") {
		m[w] = numword{role: unit, value: float64(i)}
	}
	for i, w := range strings.Fields("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		m[w] = numword{role: teen, value: float64(10 + i)}
	}
	for i, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		m[w] = numword{role: tens, value: float64(20 + 10*i)}
	}
	m["fourty"] = m["forty"]
	for w, v := range map[string]float64{"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15,
		"lakh": 1e5, "lac": 1e5, "crore": 1e7} {
		m[w] = numword{role: scale, value: v}
	}
	for w, v := range map[string]float64{"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "mm": 1e6, "bn": 1e9, "b": 1e9,
		"bln": 1e9, "tn": 1e12, "tln": 1e12, "trn": 1e12, "cr": 1e7} {
		m[w] = numword{role: letter, value: v}
	}
	small := strings.Fields("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
	for i, w := range small {
		addPart(m, w, float64(3+i))
	}
	for i, w := range strings.Fields("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth") {
		addPart(m, w, float64(20+10*i))
	}
	addPart(m, "hundredth", 100)
	addPart(m, "thousandth", 1e3)
	addPart(m, "millionth", 1e6)
	addPart(m, "billionth", 1e9)
	addPart(m, "trillionth", 1e12)
	// First and second divide only behind tens: "three twenty-firsts".
	m["first"], m["firsts"] = numword{role: part, value: 1}, numword{role: part, value: 1, many: true}
	m["second"], m["seconds"] = numword{role: part, value: 2}, numword{role: part, value: 2, many: true}
	return m
}

func addPart(m map[string]numword, w string, v float64) {
	m[w] = numword{role: part, value: v}
	m[w+"s"] = numword{role: part, value: v, many: true}
}

// numwordOf looks a word up, whatever its case.
func numwordOf(w string) numword {
	var buf [longestNumword]byte
	b := lower(w, buf[:])
	if b == nil {
		return numword{}
	}
	return numwords[string(b)]
}

// wordSet makes a set of the blank-separated words.
func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
