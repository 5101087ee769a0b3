package amount

import "onrecord/internal/doc"

// Number is a number in a text, before it is known what it counts.
type Number struct {
	doc.Span
	Value     float64 // 0 for a vague one
	Low, High float64 // bounds of a vague one; High 0 is open
	Vague     bool    // dozens, several, hundreds of thousands
	Fraction  bool    // two thirds, 3/4, half
}

// Numbers returns the numbers that the grammar reads in a text, from left to right and without
// overlap: cardinals in words and figures with their scales, simple fractions, vague numbers.
// Ordinals, powers and figures that are part of a word ("29km", "M23") are left out. It looks at
// nothing but the number itself: what Find counts or leaves alone is decided by the context.
func Numbers(text string) []Number {
	atoms, numeric := lex(text, 0, len(text), nil)
	if !numeric {
		return nil
	}
	r := scanner{reader: reader{atoms}, text: text}
	var out []Number
	for i := 0; i < len(atoms); i++ {
		n, ok := r.numeral(text, i)
		if !ok {
			continue
		}
		i = n.last
		if n.metre || r.tailWord(n.last+1) || r.referring(&n) {
			continue
		}
		out = append(out, Number{doc.Span{Start: atoms[n.first].start, End: atoms[n.last].end}, n.value, n.low, n.high, n.vague, n.fraction})
	}
	return out
}

// tailWord reports whether atom i is a word written onto the figures before it: "29km", "4th".
func (r reader) tailWord(i int) bool {
	return r.glued(i) && r.atoms[i].kind == word && r.atoms[i-1].kind == digits
}
