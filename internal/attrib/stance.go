package attrib

import (
	"strings"
)

// stanceOf says what the source does with the statement: asserts, confirms, denies, doubts or hearsay. It goes by the
// cue's words (data/cues.tsv), their negation, and what the content says of itself.
func (t *tables) stanceOf(cue, content string, sourceless bool) string {
	cue, content = strings.ToLower(cue), strings.ToLower(content)
	stance := ""
	t.lexicon.each(cue, func(w cueWord) {
		if stance == "" || w.stance != "asserts" {
			stance = w.stance
		}
	})
	negated := hasAny(cue, "not", "n't", "n’t", "never", "no", "without", "declined", "refused", "failed", "unable", "neither", "nor")
	if hasAny(cue, "neither", "nor") && (stance == "confirms" || stance == "denies") {
		return "doubts" // "neither confirmed nor denied"
	}
	switch stance {
	case "confirms":
		if negated {
			return "doubts"
		}
		if hasAny(cue, "confirm", "confirms", "confirmed", "confirming", "verified", "verify", "verifies", "corroborated", "corroborates") {
			return "confirms"
		}
	case "denies":
		if strings.Contains(cue, "den") && !negated || hasAny(content, disputable...) {
			return "denies"
		}
	case "doubts":
		if !hasAny(cue, "question", "questioned", "questions", "questioning") || hasAny(content, "whether", "if") {
			return "doubts"
		}
	case "hearsay":
		if sourceless || hasAny(cue, "reportedly", "allegedly", "purportedly", "supposedly") {
			return "hearsay"
		}
	}
	if negated && hasAny(cue, "find", "found", "see", "seen", "evidence", "proof", "sign", "indication") {
		return "doubts"
	}
	if selfDenying(content) || hasAny(cue, "against") && hasAny(cue, "argued", "argue", "argues", "arguing") {
		return "denies"
	}
	if words := strings.Fields(content); hasAny(strings.Join(words[:min(3, len(words))], " "), "reportedly", "allegedly") {
		return "hearsay"
	}
	return "asserts"
}

// disputable are the nouns for what is denied when it is "rejected" or "dismissed".
var disputable = []string{"claim", "claims", "allegation", "allegations", "accusation", "accusations", "charge", "charges", "report", "reports",
	"rumour", "rumours", "rumor", "rumors", "suggestion", "suggestions", "criticism", "criticisms", "notion", "idea", "sentiments", "assertion",
	"assertions", "speculation", "information", "findings", "insinuations", "involvement", "wrongdoing"}

// selfDenying reports whether a statement says of an allegation that it is not true.
func selfDenying(content string) bool {
	words := strings.Fields(content)
	if len(words) <= 14 && hasAny(content, "false", "untrue", "baseless", "unfounded", "fabricated", "groundless", "fake", "lie", "lies", "nonsense") {
		return true
	}
	if len(words) > 25 {
		return false
	}
	for _, s := range []string{"no involvement in", "nothing to do with", "no role in", "no part in", "no hand in", "not involved in", "not behind", "not responsible for", "did not carry out", "no knowledge of"} {
		if strings.Contains(content, s) {
			return true
		}
	}
	return false
}

// hasAny reports whether one of the words stands in the text, which is lower-case.
func hasAny(text string, words ...string) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == ',' || r == '.' || r == '"' || r == '“' || r == '”' || r == '\n' || r == ':' || r == ';'
	}) {
		for _, x := range words {
			if w == x || strings.HasSuffix(w, "n't") && x == "n't" || strings.HasSuffix(w, "n’t") && x == "n’t" {
				return true
			}
		}
	}
	return false
}

// mediumOf says how the statement was made where the words around the cue tell; "" where they do not.
func mediumOf(frame string, hopKind, source string) string {
	frame, source = strings.ToLower(frame), strings.ToLower(source)
	for _, m := range media {
		for _, w := range m.words {
			if strings.Contains(frame, w) {
				return m.medium
			}
		}
	}
	if hopKind == "document" {
		for _, w := range []string{"statement", "report", "letter", "study", "poll", "tweet", "post", "release", "communique", "communiqué", "document", "survey", "filing", "indictment", "speech"} {
			if strings.Contains(source, w) {
				return w
			}
		}
	}
	return ""
}

var media = []struct {
	medium string
	words  []string
}{
	{"tweet", []string{"tweet", "on twitter", "on x,"}},
	{"post", []string{"facebook post", "instagram", "in a post", "on facebook", "on telegram", "on social media", "telegram channel", "truth social"}},
	{"press conference", []string{"press conference", "news conference", "press briefing", "briefing", "told reporters", "told journalists", "told a news"}},
	{"interview", []string{"interview"}},
	{"statement", []string{"in a statement", "statement", "press release", "communique", "communiqué"}},
	{"letter", []string{"in a letter", "letter to", "wrote to"}},
	{"speech", []string{"in a speech", "speech", "in an address", "at a rally", "televised address"}},
	{"report", []string{"in a report", "in its report", "a report"}},
	{"phone", []string{"by phone", "by telephone", "phone call"}},
	{"email", []string{"in an email", "in an e-mail", "by email", "emailed"}},
}
