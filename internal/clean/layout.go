package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// para is a block on its way to a role.
type para struct {
	doc.Span
	text   string   // Article.Text of the span
	norm   string   // normalise(text), "" for long paragraphs
	words  []string // of text, lower case, letters and digits only
	role   string
	reason string
	page   *pageFacts // what the HTML says of the block; nil for plain text
}

func newPara(text string, s doc.Span) para {
	p := para{Span: s, text: text[s.Start:s.End], role: body}
	p.words = wordsOf(p.text)
	if len(p.text) <= maxPhraseLine {
		p.norm = normalise(p.text)
	}
	return p
}

// maxPhraseLine is up to how many bytes a line is looked at for phrases; furniture has short lines.
const maxPhraseLine = 4096

// The roles of doc.Block.
const (
	headline    = "headline"
	byline      = "byline"
	body        = "body"
	boilerplate = "boilerplate"
)

func (p *para) label(reason string) { p.role, p.reason = boilerplate, reason }

// prose reports whether the block reads like running text: long enough, with an end mark.
func (p *para) prose() bool { return len(p.words) >= 8 && (endsSentence(p.text) || len(p.words) >= 25) }

// wordsOf returns the words of s in lower case: runs of letters and digits, apostrophes dropped.
func wordsOf(s string) []string {
	var words []string
	start := -1
	s = strings.ToLower(s)
	for i, r := range s {
		if isWord(r) || unicode.IsMark(r) || (r == '\'' || r == '’') && start >= 0 {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			words = append(words, s[start:i])
			start = -1
		}
	}
	if start >= 0 {
		words = append(words, s[start:])
	}
	return words
}

// endsSentence reports whether s ends with a full stop or the like, closing quotes and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, " \t\r\n\"'”’)]»\u00a0")
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?…。！？", r)
}

// layout finds the paragraphs of a plain text: its non-blank lines or, where lines are wrapped
// at a width, the runs of lines between blank ones. Spans leave out blanks at both ends.
func layout(text string) []doc.Span {
	rows := linesOf(text)
	if !wrapped(text, rows) {
		return compact(rows)
	}
	var spans []doc.Span
	open := false
	for _, r := range rows {
		switch {
		case r.Empty():
			open = false
		case open && !startsItem(text[r.Start:r.End]):
			spans[len(spans)-1].End = r.End
		default:
			spans = append(spans, r)
			open = true
		}
	}
	return spans
}

// linesOf returns the lines of text without surrounding blanks; blank lines are empty spans.
func linesOf(text string) []doc.Span {
	var rows []doc.Span
	start := 0
	for i, r := range text {
		if lineEnd(r) {
			if !(r == '\n' && i > 0 && text[i-1] == '\r') {
				rows = append(rows, trim(text, start, i))
			}
			start = i + utf8.RuneLen(r)
		}
	}
	return append(rows, trim(text, start, len(text)))
}

func lineEnd(r rune) bool {
	switch r {
	case '\n', '\r', '\f', '\v', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

func blank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == 0 }

func trim(text string, start, end int) doc.Span {
	s := strings.TrimLeftFunc(text[start:end], blank)
	start = end - len(s)
	return doc.Span{Start: start, End: start + len(strings.TrimRightFunc(s, blank))}
}

func compact(rows []doc.Span) []doc.Span {
	var spans []doc.Span
	for _, r := range rows {
		if !r.Empty() {
			spans = append(spans, r)
		}
	}
	return spans
}

// wrapped reports whether the lines of text are broken at a width of up to 110 characters,
// so that most of them end within a sentence that the next one carries on in lower case.
func wrapped(text string, rows []doc.Span) bool {
	inner, carried := 0, 0
	for i := 0; i+1 < len(rows); i++ {
		if rows[i].Empty() || rows[i+1].Empty() {
			continue
		}
		if rows[i].Len() > 130 {
			return false
		}
		inner++
		next, _ := utf8.DecodeRuneInString(text[rows[i+1].Start:])
		if rows[i].Len() >= 40 && !endsSentence(text[rows[i].Start:rows[i].End]) && !unicode.IsUpper(next) {
			carried++
		}
	}
	return inner >= 3 && carried*2 >= inner
}

// startsItem reports whether a line starts a list item.
func startsItem(line string) bool {
	r, n := utf8.DecodeRuneInString(line)
	return strings.ContainsRune("•▪●*–-", r) && len(line) > n && line[n] == ' '
}
