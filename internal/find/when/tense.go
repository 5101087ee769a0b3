package when

import "strings"

// Directions in which a clause looks.
const (
	past    = -1
	unknown = 0
	future  = 1
)

// direction tells whether the clause around atoms [first, next) looks ahead or back: by the nearest
// finite verb or planning word before it in the clause, then the one after it.
func (r *reader) direction(first, next int) int {
	toVerb := false
	for i := first - 1; i >= 0 && first-i <= 25; i-- {
		w := r.w(i)
		if w == ";" || w == ":" || w == "—" {
			break
		}
		if planned(w) {
			return future
		}
		switch {
		case modal(w) || w == "ll" && r.w(i-1) == "'":
			return future
		case w == "to" && r.infinitive(i+1):
			toVerb = true
			continue
		}
		switch d := r.finite(i); {
		case d == unknown:
		case toVerb && planning(w):
			return future
		case d == past || toVerb:
			return past
		default:
			return unknown
		}
	}
	for i := next; i < len(r.a) && i-next <= 12; i++ {
		w := r.w(i)
		if w == ";" || w == ":" || w == "." && !r.glued(i) {
			break
		}
		if modal(w) || planned(w) {
			return future
		}
		if d := r.finite(i); d != unknown {
			if d == past {
				return past
			}
			return unknown
		}
	}
	return unknown
}

func (r *reader) infinitive(i int) bool {
	x := r.xpos(i)
	return x == "VB" || x == ""
}

const present = 2

// finite returns past or present when atom i is a finite verb.
func (r *reader) finite(i int) int {
	switch r.xpos(i) {
	case "VBD":
		return past
	case "VBZ", "VBP":
		return present
	case "":
		switch w := r.w(i); {
		case w == "said" || w == "was" || w == "were" || w == "had" || w == "told" || w == "did":
			return past
		case w == "is" || w == "are" || w == "has" || w == "have" || w == "says":
			return present
		case len(w) > 4 && strings.HasSuffix(w, "ed"):
			return past
		}
	}
	return unknown
}

func modal(w string) bool {
	switch w {
	case "will", "shall", "wo": // "wo n't"
		return true
	}
	return false
}

// planned lists words that put what follows into the future whatever the tense.
func planned(w string) bool {
	switch w {
	case "scheduled", "due", "expected", "planned", "slated", "upcoming", "forthcoming", "set", "deadline", "ahead", "poised":
		return true
	}
	return false
}

// planning lists verbs whose infinitive lies ahead.
func planning(w string) bool {
	switch w {
	case "plans", "plan", "intends", "intend", "vows", "vowed", "promises", "promised", "agreed", "agrees", "wants", "hopes", "expects",
		"is", "are", "has", "have", "pledged", "pledges", "prepares", "threatens", "threatened", "aims", "needs", "want", "hope", "expect":
		return true
	}
	return false
}
