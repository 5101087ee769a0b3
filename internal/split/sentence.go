package split

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// maxTokens bounds a sentence. News sentences rarely pass 100 tokens; what is longer is a
// list or has lost its punctuation, and later stages need time that grows with length.
const maxTokens = 400

// caseless reports whether a stretch of text is written without capitals, as some feeds and corpora are: a small letter then says
// nothing of whether a sentence starts.
func caseless(tokens []doc.Token) bool {
	capitals := 0
	for i := range tokens {
		if upper(firstRune(tokens[i].Text)) {
			capitals++
		}
	}
	return len(tokens) >= 30 && capitals*50 < len(tokens)
}

// sentenceEnd returns the index after the last token of the sentence that starts at first; lower tells whether the text is caseless.
func sentenceEnd(tokens []doc.Token, first int, lower bool) int {
	for i := first; i < len(tokens); i++ {
		if i-first >= maxTokens {
			return bestCut(tokens, first, i)
		}
		if !terminal(tokens[i].Text) {
			continue
		}
		end := i + 1
		for end < len(tokens) && closes(tokens, end) {
			end++
		}
		if end == len(tokens) || endsAt(tokens, first, i, end, lower) {
			if end-first > maxTokens {
				return bestCut(tokens, first, first+maxTokens)
			}
			return end
		}
	}
	return len(tokens)
}

// terminal reports whether a token can end a sentence: stops, question marks and
// abbreviations with their stop.
func terminal(t string) bool {
	switch last := t[len(t)-1]; {
	case last == '.' || last == '?' || last == '!':
		return true
	case last < utf8.RuneSelf:
		return false
	}
	return strings.HasSuffix(t, "…") || strings.HasSuffix(t, "。")
}

// closes reports whether the token at i closes what the sentence before it opened: it
// is a closing mark or a straight one written against the token before.
func closes(tokens []doc.Token, i int) bool {
	switch tokens[i].Text {
	case "”", "’’", "»", ")", "]":
		return true
	case "\"", "''", "'", "’":
		return tokens[i].Start == tokens[i-1].End
	}
	return false
}

// endsAt reports whether the sentence from first ends with the terminal at i, given
// that the next token after closing marks is at end.
func endsAt(tokens []doc.Token, first, i, end int, lower bool) bool {
	mark := tokens[i].Text
	next, opened := opening(tokens, end)
	if next == len(tokens) {
		return true
	}
	r := firstRune(tokens[next].Text)
	gap := tokens[end].Start > tokens[end-1].End
	if unicode.IsLower(r) {
		return lower && gap && len(mark) == 1 && !saidAfter(tokens, next)
	}
	if len(mark) > 1 && wordRune(firstRune(mark)) {
		return gap && abbreviationEnds(mark, tokens[next].Text, opened)
	}
	switch {
	case !gap && end == i+1: // "end.The", a blank got lost; but not "?Id=" nor "2.The"
		return mark != "…" && i > first && upper(r) && unicode.IsLower(lastRune(tokens[i-1].Text)) && len(tokens[next].Text) > 1
	case !upper(r) && !digit(r) && wordRune(r): // scripts without case
		return true
	case !wordRune(r) && strings.ContainsRune(",;:%)", r):
		return false
	case end > i+1 && mark[0] != '.' && saidAfter(tokens, next):
		return false
	}
	return true
}

// opening skips opening quotation marks, brackets and dashes from i on.
func opening(tokens []doc.Token, i int) (next int, skipped bool) {
	for j := i; j < len(tokens) && j < i+3; j++ {
		switch tokens[j].Text {
		case "\"", "“", "‘", "'", "''", "``", "«", "(", "[", "—", "–", "--", "-", "•", "*":
			skipped = true
			continue
		}
		return j, skipped
	}
	return min(i+3, len(tokens)), skipped
}

// abbreviationEnds reports whether an abbreviation with its stop also ends the sentence, judged by the word after it.
func abbreviationEnds(mark, next string, opened bool) bool {
	word := mark[:len(mark)-1]
	if !upper(firstRune(next)) || abbreviationKind(word) == neverLast {
		return false
	}
	if utf8.RuneCountInString(word) == 1 && word != "I" { // initial
		return false
	}
	return opened || startsSentence(next)
}

// saidAfter reports whether a verb of saying follows within a short name: "Why?" General Tchiani asked.
func saidAfter(tokens []doc.Token, i int) bool {
	for j := i; j < len(tokens) && j < i+4; j++ {
		if saying(tokens[j].Text) {
			return true
		}
		if !upper(firstRune(tokens[j].Text)) {
			return false
		}
	}
	return false
}

// bestCut chooses where to cut a run of tokens [first, limit) that is too long for one
// sentence: after the last semicolon, else colon or dash, else comma of its second half.
func bestCut(tokens []doc.Token, first, limit int) int {
	for _, marks := range []string{";", ":–—--", ","} {
		for i := limit - 1; i > first+maxTokens/2; i-- {
			if t := tokens[i].Text; t != "" && strings.Contains(marks, t) {
				return i + 1
			}
		}
	}
	return limit
}
