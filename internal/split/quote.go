package split

import (
	"strings"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// quoted returns the stretches of text between quotation marks, in text order. Marks
// pair within a paragraph. A paragraph that opens a quotation and does not close it
// runs on to its end when the next paragraph opens with a mark again, as printers do;
// else the mark is taken for a stray.
func quoted(text string, paragraphs []doc.Span) []doc.Span {
	var spans []doc.Span
	for i, p := range paragraphs {
		q := pairing{text: text, p: p}
		open := q.pair()
		spans = append(spans, q.spans...)
		if open >= 0 && i+1 < len(paragraphs) && opensQuote(text, paragraphs[i+1]) {
			spans = append(spans, doc.Span{Start: open, End: p.End})
		}
	}
	return spans
}

// opensQuote reports whether the first visible character of a paragraph is a double quotation mark.
func opensQuote(text string, p doc.Span) bool {
	for _, r := range text[p.Start:p.End] {
		if blank(r) {
			continue
		}
		return r == '"' || r == '“' || r == '«' || r == '„' || doubled(text[p.Start:p.End], r)
	}
	return false
}

// doubled reports whether the text opens with two apostrophes or grave accents, which stand for a double mark in
// plain text.
func doubled(text string, r rune) bool {
	text = strings.TrimLeftFunc(text, blank)
	return r == '\'' && strings.HasPrefix(text, "''") || r == '`' && strings.HasPrefix(text, "``")
}

// pairing matches the marks of one paragraph.
type pairing struct {
	text  string
	p     doc.Span
	spans []doc.Span
}

// pair collects the quoted stretches and returns where a double mark that stayed open
// ends, or -1. Single marks count only outside double ones, and only in pairs.
func (q *pairing) pair() (open int) {
	open = -1
	single := -1
	for i := q.p.Start; i < q.p.End; {
		r, n := utf8.DecodeRuneInString(q.text[i:q.p.End])
		if doubled(q.text[i:q.p.End], r) {
			r, n = '"', 2
		}
		switch r {
		case '“', '„', '«':
			if open < 0 {
				open, single = i+n, -1
			}
		case '”', '»':
			open = q.close(open, i)
		case '"':
			if open >= 0 {
				open = q.close(open, i)
			} else {
				open, single = i+n, -1
			}
		case '‘', '\'', '’':
			if open < 0 {
				single = q.single(single, r, i, n)
			}
		}
		i += n
	}
	return open
}

func (q *pairing) close(open, end int) int {
	if open >= 0 && open < end {
		q.spans = append(q.spans, doc.Span{Start: open, End: end})
	}
	return -1
}

// single follows single marks: one opens after a blank and before a word, and closes
// after a word or stop and before a blank or stop. Apostrophes do neither, save a
// plural's ("the parties' "), which only a mark that is open can be mistaken for.
func (q *pairing) single(open int, r rune, i, n int) int {
	before, _ := utf8.DecodeLastRuneInString(q.text[q.p.Start:i])
	after, _ := utf8.DecodeRuneInString(q.text[i+n : q.p.End])
	if i == q.p.Start {
		before = ' '
	}
	if i+n >= q.p.End {
		after = ' '
	}
	switch {
	case open < 0 && r != '’' && (blank(before) || before == '(' || before == '—' || before == '-') && wordRune(after):
		if !digit(after) {
			return i + n
		}
	case open >= 0 && r != '‘' && !blank(before) && !wordRune(after):
		q.spans = append(q.spans, doc.Span{Start: open, End: i})
		return -1
	}
	return open
}

// markQuoted sets Token.Quoted for the tokens within the stretches, which are in text
// order; the marks themselves are not quoted.
func markQuoted(sentences []doc.Sentence, spans []doc.Span) {
	k := 0
	for i := range sentences {
		ts := sentences[i].Tokens
		for j := range ts {
			for k < len(spans) && spans[k].End <= ts[j].Start {
				k++
			}
			if k == len(spans) {
				return
			}
			ts[j].Quoted = spans[k].Contains(ts[j].Span)
		}
	}
}
