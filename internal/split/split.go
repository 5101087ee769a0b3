// Package split finds sentences and tokens. Text of the blocks that are read goes
// in; sentences with tokens come out, their byte offsets exact (Article.Text[Start:End]
// is the token's text). Tokens follow UD English EWT (contractions, possessives,
// hyphens, currency and unit signs are tokens of their own), because the tagger and
// the parser are trained on it. It never changes, normalises or drops a visible
// character, never joins blocks, and knows nothing of tags or meaning.
package split

import (
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// Split fills d.Sentences from the headline and body blocks of d.Article: spans,
// token spans and texts, and Token.Quoted. Heads are set to -1. What the dateline
// covers is a sentence of its own, so that what follows it starts afresh.
func Split(d *doc.Document) {
	d.Sentences = nil
	text := d.Article.Text
	paragraph := 0
	var read []doc.Span
	for i, b := range d.Article.Blocks {
		if d.GivenUp() {
			return
		}
		if b.Boilerplate() || b.Start < 0 || b.End > len(text) || b.Empty() {
			continue
		}
		n := len(d.Sentences)
		for _, part := range parts(b.Span, d.Article.Dateline.Span) {
			d.Sentences = appendSentences(d.Sentences, text[part.Start:part.End], part.Start)
		}
		if len(d.Sentences) == n {
			continue
		}
		for j := n; j < len(d.Sentences); j++ {
			d.Sentences[j].Block, d.Sentences[j].Paragraph = i, paragraph
		}
		paragraph++
		read = append(read, b.Span)
	}
	markQuoted(d.Sentences, quoted(text, read))
}

// parts cuts a block into what lies before, in and after the dateline.
func parts(block, dateline doc.Span) []doc.Span {
	if dateline.Empty() || !block.Contains(dateline) {
		return []doc.Span{block}
	}
	var ps []doc.Span
	for _, p := range []doc.Span{{Start: block.Start, End: dateline.Start}, dateline, {Start: dateline.End, End: block.End}} {
		if !p.Empty() {
			ps = append(ps, p)
		}
	}
	return ps
}

// appendSentences adds the sentences of one stretch of text, which starts at byte base of the article.
func appendSentences(to []doc.Sentence, text string, base int) []doc.Sentence {
	tokens := Tokens(text, base)
	lower := caseless(tokens)
	for first := 0; first < len(tokens); {
		next := sentenceEnd(tokens, first, lower)
		s := doc.Sentence{Tokens: tokens[first:next:next]}
		s.Start, s.End = tokens[first].Start, tokens[next-1].End
		to = append(to, s)
		first = next
	}
	return to
}

// Sentences returns the spans of the sentences of a text, as Split would find them in one block.
func Sentences(text string) []doc.Span {
	tokens := Tokens(text, 0)
	lower := caseless(tokens)
	var spans []doc.Span
	for first := 0; first < len(tokens); {
		next := sentenceEnd(tokens, first, lower)
		spans = append(spans, doc.Span{Start: tokens[first].Start, End: tokens[next-1].End})
		first = next
	}
	return spans
}

// firstRune and lastRune return 0 for "".
func firstRune(s string) rune {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	if s == "" {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// blank reports whether a character separates tokens and belongs to none: white
// space, controls and the invisible marks that web text is sprinkled with.
func blank(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	switch r {
	case 0x85, 0xa0, 0xad, 0x180e, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x2060, 0xfeff:
		return true
	}
	return r >= 0x1680 && unicode.IsSpace(r)
}

// wordRune reports whether a character can be part of a word or number.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == 0x200c || r == 0x200d
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func upper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.IsUpper(r)
}
