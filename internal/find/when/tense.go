package when

import "strings"

// Directions in which a clause looks.
const (
	past    = -1
	unknown = 0
	future  = 1
)

// direction tells whether the clause around atoms [first, next) looks ahead or back: by the nearest
// finite verb or planning word before it up to a comma, then after it, then before the comma.
func (r *reader) direction(first, next int) int {
	switch r.w(first - 1) {
	case "as":
		if w := r.w(first - 2); w == "soon" || w == "early" {
			return future
		}
	}
	if r.lead > 0 && r.lead < first {
		first = r.lead
	}
	of := r.w(next) == "'" && r.w(next+1) == "s" || r.w(next) == "’" && r.w(next+1) == "s"
	if w := r.w(first - 1); (w == "until" || w == "till") && !of {
		return future
	}
	if !of && r.convened(first-1) {
		return future
	}
	d, border := r.looksBack(first-1, true)
	if of && d == future && !r.near(first, planned) && !r.near(first, modal) { // "appeal Wednesday's ruling"
		return past
	}
	if d != unknown {
		return d
	}
	if r.w(next) == "," && r.opens(first) { // "On Friday, the envoys are to meet"
		return r.mainClause(next + 1)
	}
	for i := next; i < len(r.a) && i-next <= 12; i++ {
		w := r.w(i)
		if (w == "is" || w == "are") && r.w(i+1) == "to" && r.infinitive(i+2) {
			return future
		}
		if w == ";" || w == ":" || w == "," || w == "." && !r.glued(i) {
			break
		}
		if r.ahead(i) || planned(w) {
			return future
		}
		if r.finite(i) == past {
			return past
		}
	}
	if border > 0 {
		d, _ = r.looksBack(border, false)
	}
	return d
}

// convened reports whether a gathering was called for the day that the preposition at atom i leads to: "called a session for Thursday",
// "called for protests on Saturday", "invited the miners to talks on Friday".
func (r *reader) convened(i int) bool {
	if w := r.w(i); w != "for" && w != "on" {
		return false
	}
	n := i - 1
	for !gathering(r.w(n)) { // "protests in all provinces on Saturday"
		if n--; n < max(0, i-6) || r.finite(n+1) != unknown || r.w(n+1) == "," || r.w(n+1) == "to" {
			return false
		}
	}
	for k := n - 1; k >= max(0, n-8); k-- {
		switch w := r.w(k); w {
		case "called", "calls", "call", "calling":
			return r.w(i) == "for" || r.w(k+1) == "for"
		case "invited", "invites", "invite", "inviting", "summoned", "summons":
			return true
		case "announced", "announces", "convened", "convenes", "fixed", "arranged":
			return r.w(i) == "for"
		case ",", ";", ":", ".":
			return false
		}
	}
	return false
}

// gathering lists what people are called to.
func gathering(w string) bool {
	switch w {
	case "session", "meeting", "summit", "talks", "protest", "protests", "strike", "strikes", "rally", "rallies", "march", "marches", "demonstration", "demonstrations",
		"vote", "election", "elections", "referendum", "hearing", "debate", "conference", "congress", "shutdown", "stoppage", "boycott", "vigil", "assembly", "negotiations":
		return true
	}
	return false
}

// looksBack reads from atom i to the left for what decides; with comma set it stops there and returns the place.
func (r *reader) looksBack(i int, comma bool) (direction, border int) {
	verb := false
	for n := 0; i >= 0 && n <= 25; i, n = i-1, n+1 {
		w := r.w(i)
		switch {
		case w == ";" || w == ":" || w == "—":
			return unknown, 0
		case w == "," && comma && n > 0 && !r.upper(i+1):
			return unknown, i - 1
		case planned(w) && (r.w(i-1) == "been" && r.w(i-2) == "had" || r.w(i-1) == "previously"):
			return past, 0
		case planned(w) || r.ahead(i):
			return future, 0
		case w == "to" && r.infinitive(i+1):
			if r.willTo(i - 1) {
				return future, 0
			}
			continue
		}
		verb = verb || strings.HasPrefix(r.xpos(i), "VB") && r.finite(i) == unknown
		if r.xpos(i) == "VBN" && comma && n < 2 && !r.passive(i-1) { // "announced Wednesday"
			return past, 0
		}
		switch r.finite(i) {
		case past:
			return past, 0
		case present:
			if !verb && timetabled(r.w(i)) {
				return future, 0
			}
			return unknown, 0
		}
	}
	return unknown, 0
}

// mainClause is the direction of the clause that starts at atom i, by its first finite verb.
func (r *reader) mainClause(i int) int {
	switch r.w(i) {
	case "when", "where", "which", "as", "after", "before", "while", "who":
		return unknown
	}
	for n := 0; i < len(r.a) && n <= 16; i, n = i+1, n+1 {
		w := r.w(i)
		switch {
		case w == ";" || w == ":" || w == "." && !r.glued(i):
			return unknown
		case (w == "is" || w == "are") && r.w(i+1) == "to" && r.infinitive(i+2), w == "will" || w == "shall":
			return future
		}
		switch r.finite(i) {
		case past:
			return past
		case present:
			if timetabled(w) {
				return future
			}
			return unknown
		}
	}
	return unknown
}

// opens reports whether nothing but a preposition or a quotation mark stands before atom i in its sentence.
func (r *reader) opens(i int) bool {
	for n := 0; n < 3; n++ {
		i--
		if i < 0 {
			return true
		}
		if w := r.w(i); !preposition(w) && w != "“" && w != "later" && w != "early" {
			return false
		}
	}
	return i <= 0
}

// timetabled lists verbs whose present tense stands for what is on the timetable: "the summit starts Saturday".
func timetabled(w string) bool {
	switch w {
	case "starts", "start", "begins", "begin", "opens", "open", "convenes", "convene", "resumes", "resume", "ends", "end", "closes", "close", "expires", "expire",
		"arrives", "arrive", "leaves", "leave", "departs", "depart", "travels", "travel", "visits", "visit", "meets", "meet", "hosts", "host", "holds", "hold",
		"heads", "returns", "faces", "face", "votes", "vote", "takes", "take", "kicks", "goes", "comes", "appears", "runs", "falls":
		return true
	}
	return false
}

// near reports whether one of the six words before atom i satisfies is.
func (r *reader) near(i int, is func(string) bool) bool {
	for k := i - 1; k >= max(0, i-6); k-- {
		if is(r.w(k)) {
			return true
		}
	}
	return false
}

func modal(w string) bool { return w == "will" || w == "shall" || w == "to" }

// passive reports whether a form of be or have stands at atom i or just before an adverb or "not" there.
func (r *reader) passive(i int) bool {
	if x := r.xpos(i); x == "RB" {
		i--
	}
	switch r.w(i) {
	case "be", "been", "being", "is", "are", "was", "were", "has", "have", "had", "get", "got":
		return true
	}
	return false
}

// willTo reports whether the words that end at atom i put the infinitive after them into the future.
func (r *reader) willTo(i int) bool {
	for n := 0; i >= 0 && n < 3; i, n = i-1, n+1 {
		switch w := r.w(i); {
		case planning(w):
			return true
		case n == 0 && (w == "is" || w == "are" || w == "was" || w == "were"):
			return true
		}
	}
	return false
}

// ahead reports whether atom i is an auxiliary of what is to come: will, shall, would, may, could - but not "would have".
func (r *reader) ahead(i int) bool {
	switch r.w(i) {
	case "will", "shall", "wo":
		return r.xpos(i) == "" || r.xpos(i) == "MD"
	case "ll":
		return r.w(i-1) == "'" || r.w(i-1) == "’"
	case "would", "could", "may", "might", "should":
		if r.w(i) == "may" && r.upper(i) {
			return false
		}
		k := i + 1
		if r.w(k) == "not" {
			k++
		}
		return r.w(k) != "have"
	}
	return false
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
		case w == "said" || w == "was" || w == "were" || w == "had" || w == "told" || w == "did" || w == "met" || w == "began" || w == "came" || w == "went":
			return past
		case w == "is" || w == "are" || w == "has" || w == "have" || w == "says" || len(w) > 4 && w[len(w)-1] == 's' && timetabled(w):
			return present
		case len(w) > 4 && strings.HasSuffix(w, "ed"):
			return past
		}
	}
	return unknown
}

// planned lists words that put what follows into the future whatever the tense.
func planned(w string) bool {
	switch w {
	case "scheduled", "due", "expected", "planned", "slated", "upcoming", "forthcoming", "set", "deadline", "ahead", "poised", "effective":
		return true
	}
	return false
}

// planning lists verbs whose infinitive lies ahead.
func planning(w string) bool {
	switch w {
	case "plans", "plan", "intends", "intend", "vows", "vowed", "promises", "promised", "agreed", "agrees", "wants", "hopes", "expects",
		"vowing", "planning", "hoping", "intending", "preparing", "threatening", "pledged", "pledges", "prepares", "threatens", "threatened", "aims", "needs", "want", "hope", "expect":
		return true
	}
	return false
}
