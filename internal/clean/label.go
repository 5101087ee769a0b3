package clean

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
)

// labelPhrases labels the lines that match data/boilerplate.tsv. A heading such as "Related stories"
// takes the short lines behind it along, up to the next running text.
func labelPhrases(paras []para) {
	section := ""
	for i := range paras {
		p := &paras[i]
		if p.role != body {
			continue
		}
		if m, ok := matchPhrase(p.norm, len(p.words), false); ok {
			p.label(m.reason)
			section = ""
			if m.scope == "section" {
				section = m.reason
			}
			continue
		}
		switch {
		case onlyShareWords(p.words):
			p.label("share")
		case agencyCredit(p.text):
			p.label("credit")
		case photoCaption(p):
			p.label("caption")
		case section == "comment" && i*2 > len(paras):
			p.label("comment") // nothing but comments follows a comment heading in the second half
		case section != "" && !p.prose():
			p.label(section)
		default:
			section = ""
		}
	}
}

var shareWords = map[string]bool{
	"facebook": true, "twitter": true, "x": true, "whatsapp": true, "email": true, "e": true, "mail": true, "print": true, "linkedin": true, "reddit": true,
	"pinterest": true, "telegram": true, "share": true, "tweet": true, "messenger": true, "tumblr": true, "copy": true, "link": true, "flipboard": true,
	"google": true, "save": true, "pocket": true, "instagram": true, "youtube": true, "threads": true, "bluesky": true, "line": true, "viber": true, "sms": true, "shares": true,
}

// onlyShareWords reports whether a line is nothing but the names of share buttons and their counts.
func onlyShareWords(words []string) bool {
	named := 0
	for _, w := range words {
		switch {
		case shareWords[w]:
			named++
		case number(w) < 0:
			return false
		}
	}
	return named > 0 && (named > 1 || len(words) <= 2)
}

// agencyCredit reports whether a line or sentence is a bracketed credit: "(Xinhua)", "(AFP, 3 May)", "[Reuters]".
func agencyCredit(s string) bool {
	s = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), "."))
	open, shut := strings.HasPrefix(s, "("), strings.HasSuffix(s, ")")
	if strings.HasPrefix(s, "[") {
		open, shut = true, strings.HasSuffix(s, "]")
	}
	if len(s) > 100 {
		return false
	}
	words := wordsOf(s)
	switch {
	case len(words) == 0 || len(words) > 8:
		return false
	case open && shut:
		_, ok := agencyIn(s)
		return ok
	}
	return slices.Contains(agencies, s) // the bare name of an agency on a line of its own
}

// photoCredits close captions.
var photoCredits = []string{"ap photo", "afp photo", "reuters photo", "epa photo", "file photo", "getty images", "photo by", "photo:", "photo courtesy", "ap photo/", "via ap", "/ap", "/afp", "/reuters", "/getty", "/epa", "via getty", "via reuters", "via afp"}

// photoCaption reports whether a paragraph is a picture's caption: short, with a photographer's credit in its last words.
func photoCaption(p *para) bool {
	if len(p.words) < 2 || len(p.words) > 35 {
		return false
	}
	tail := p.norm[max(0, len(p.norm)-60):]
	for _, c := range photoCredits {
		i := strings.LastIndex(tail, c)
		if i >= 0 && len(wordsOf(tail[i+len(c):])) <= 4 && (strings.HasPrefix(c, "/") || findWord(tail, strings.TrimRight(c, ":/")) >= 0) {
			return true
		}
	}
	return false
}

// labelMarkup labels lines that hold no language: control words of RTF, style sheets, separators.
func labelMarkup(paras []para) {
	for i := range paras {
		p := &paras[i]
		if p.role != body {
			continue
		}
		control := strings.Count(p.text, `\`) + strings.Count(p.text, "{") + strings.Count(p.text, "}")
		switch {
		case len(p.words) == 0:
			p.label("separator")
		case control >= 2 && control*8 >= len(p.words)*3 && !endsSentence(p.text):
			p.label("markup")
		case isAddress(p.text):
			p.label("address")
		}
	}
}

// splitHead cuts a first line that runs the headline and a repeated opening together: what is said
// again, word for word, in a later paragraph is split off.
func splitHead(text string, paras []para) []para {
	at := 0
	for at < len(paras) && paras[at].role != body {
		at++
	}
	if at >= len(paras)-1 {
		return paras
	}
	p := paras[at]
	if endsSentence(p.text) || len(p.words) < 14 || len(p.words) > 120 {
		return paras
	}
	starts := wordStarts(p.text)
	for from := 3; from+9 < len(starts); from++ {
		tail := p.text[starts[from]:]
		if r, _ := utf8.DecodeRuneInString(tail); !unicode.IsUpper(r) && !unicode.IsDigit(r) || !repeatedIn(tail, paras[at+1:]) {
			continue
		}
		for back := from - 1; back > from-4 && back > 1; back-- { // "21 Mins", "3 hours ago"
			if timeAgo(p.text[starts[back]:starts[from]]) {
				from = back
				break
			}
		}
		cut := p.Start + starts[from]
		head := newPara(text, trim(text, p.Start, cut))
		rest := newPara(text, trim(text, cut, p.End))
		rest.label("standfirst")
		out := append(append([]para{}, paras[:at]...), head, rest)
		return append(out, paras[at+1:]...)
	}
	return paras
}

// repeatedIn reports whether a later paragraph holds the words of s in a row.
func repeatedIn(s string, paras []para) bool {
	want := " " + strings.Join(wordsOf(s), " ") + " "
	for i := range paras {
		if strings.Contains(" "+strings.Join(paras[i].words, " ")+" ", want) {
			return true
		}
	}
	return false
}

func timeAgo(s string) bool {
	words := wordsOf(s)
	if len(words) == 0 || number(words[0]) < 0 {
		return false
	}
	for _, w := range words[1:] {
		if !strings.Contains(" min mins minute minutes hour hours hr hrs day days ago ", " "+w+" ") {
			return false
		}
	}
	return len(words) > 1
}

// wordStarts returns where the blank-separated words of s start.
func wordStarts(s string) []int {
	var starts []int
	space := true
	for i, r := range s {
		if unicode.IsSpace(r) {
			space = true
		} else if space {
			starts = append(starts, i)
			space = false
		}
	}
	return starts
}

// splitSentences cuts sentences that are not the article off both ends of a line: "Copyright 2018 The ...",
// "(Reporting by ...)", "Source: AP" behind a headline.
func splitSentences(text string, paras []para) []para {
	out := make([]para, 0, len(paras)+4)
	for _, p := range paras {
		if p.role != body || len(p.words) < 4 {
			out = append(out, p)
			continue
		}
		cuts := sentenceCuts(p.text)
		first, last := 0, len(cuts) // the sentences [first, last) stay
		var tail []para
		for last > 0 {
			s := trim(text, p.Start+cuts[last-1], p.End)
			if len(tail) > 0 {
				s = trim(text, p.Start+cuts[last-1], tail[0].Start)
			}
			q := newPara(text, s)
			reason, ok := sentenceReason(&q, last == len(cuts) && last > 1)
			if !ok {
				break
			}
			q.label(reason)
			tail = append([]para{q}, tail...)
			last--
		}
		for first < last {
			end := p.End
			if first+1 < len(cuts) {
				end = p.Start + cuts[first+1]
			}
			q := newPara(text, trim(text, p.Start+cuts[first], end))
			reason, ok := sentenceReason(&q, false)
			if !ok {
				break
			}
			q.label(reason)
			out = append(out, q)
			first++
		}
		switch {
		case first == 0 && len(tail) == 0:
			out = append(out, p)
		case first < last:
			end := p.End
			if len(tail) > 0 {
				end = tail[0].Start
			}
			rest := newPara(text, trim(text, p.Start+cuts[first], end))
			rest.page = p.page
			out = append(out, rest)
		}
		out = append(out, tail...)
	}
	return out
}

// sentenceReason says why a sentence at the edge of a line is not the article. A closing bracket
// that was cut short ("[Published in - Read") counts where atEnd.
func sentenceReason(q *para, atEnd bool) (string, bool) {
	if m, ok := matchPhrase(q.norm, len(q.words), true); ok {
		return m.reason, true
	}
	if agencyCredit(q.text) && strings.ContainsAny(q.text, "([") || len(q.words) <= 8 && photoCaption(q) {
		return "credit", true
	}
	if sourceTail(q.text) {
		return "credit", true
	}
	if atEnd && len(q.words) <= 6 && strings.HasPrefix(q.text, "[") && !strings.Contains(q.text, "]") {
		return "credit", true
	}
	return "", false
}

// sentenceCuts returns where the sentences of a line start, roughly: behind an end mark and blanks, before a
// capital, a bracket or a sign; and before a closing "Source: X" of up to five words.
func sentenceCuts(s string) []int {
	cuts := []int{0}
	at := 0 // end of the blanks looked at: a run of them is looked at once
	for i, r := range s {
		if !unicode.IsSpace(r) || i == 0 || i < at {
			continue
		}
		next := strings.TrimLeftFunc(s[i:], unicode.IsSpace)
		if next == "" {
			break
		}
		at = len(s) - len(next)
		n, _ := utf8.DecodeRuneInString(next)
		prev := strings.TrimRight(s[:i], "\"'”’)]")
		ended := prev != "" && strings.ContainsRune(".!?…", lastRune(prev)) && !abbreviated(prev)
		opens := unicode.IsUpper(n) || strings.ContainsRune("([©\"“‘'*", n)
		if ended && opens || (n == '©' || n == '[' || strings.HasPrefix(next, "(Reporting")) || sourceTail(next) {
			cuts = append(cuts, at)
		}
	}
	return cuts
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// abbreviated reports whether a full stop at the end of s belongs to a title or initial.
func abbreviated(s string) bool {
	i := strings.LastIndexFunc(s, unicode.IsSpace)
	w := strings.ToLower(strings.TrimRight(s[i+1:], "."))
	return len(w) <= 1 || strings.Contains(" mr mrs ms dr gen lt col maj sgt capt sen rep gov prof st no vs u.s u.n u.k jan feb mar apr aug sept oct nov dec ", " "+w+" ")
}

// sourceTail reports whether the rest of a line is a closing "Source: X".
func sourceTail(rest string) bool {
	low := strings.ToLower(rest[:min(len(rest), 40)])
	return strings.HasPrefix(low, "source: ") && len(rest) <= 200 && len(strings.Fields(rest)) <= 6
}

// labelHeadline takes a short first line without a full stop, in front of running text, as the headline.
func labelHeadline(a *doc.Article, paras []para) {
	first := -1
	for i := range paras {
		if paras[i].role == body {
			first = i
			break
		}
	}
	if first < 0 || first > 3 {
		return
	}
	p := &paras[first]
	if a.Title != "" && sameLine(p.words, wordsOf(a.Title)) {
		p.role = headline
		return
	}
	if len(p.words) < 2 || len(p.words) > 24 || utf8.RuneCountInString(p.text) > 160 || looksLikeByline(p) || dateOnlyLine(p) {
		return
	}
	if end := lastRune(strings.TrimRight(p.text, "\"'”’)")); strings.ContainsRune(".;:,", end) && !shortSentences(p, paras[first+1:]) {
		return
	}
	longer := 0
	for i := first + 1; i < len(paras) && i <= first+6; i++ {
		if q := &paras[i]; q.role == body && q.prose() && len(q.words) >= 15 && len(q.words)*2 > len(p.words)*3 {
			longer++
		}
	}
	if longer == 0 {
		return
	}
	p.role = headline
	if a.Title == "" {
		a.Title = strings.Join(strings.Fields(p.text), " ")
	}
}

// shortSentences reports whether a first line that ends with a full stop is still a headline: of two short
// sentences, without the verbs of reporting that a lead has, in front of a much longer paragraph.
func shortSentences(p *para, rest []para) bool {
	cuts := sentenceCuts(p.text)
	return len(cuts) == 2 && len(p.words) <= 16 && len(rest) > 0 && len(rest[0].words) > 2*len(p.words) && strings.HasSuffix(p.text, ".")
}

// sameLine reports whether two lines hold the same words, give or take a tenth.
func sameLine(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	have := map[string]int{}
	for _, w := range a {
		have[w]++
	}
	hit := 0
	for _, w := range b {
		if have[w] > 0 {
			have[w]--
			hit++
		}
	}
	return hit*10 >= 9*max(len(a), len(b))
}

// labelBylines finds author lines and lines with the date among the first and last ones. They are
// metadata: neither article nor boilerplate.
func labelBylines(a *doc.Article, paras []para) {
	for i := range paras {
		p := &paras[i]
		if p.role != body || i >= 7 && i < len(paras)-2 {
			continue
		}
		switch {
		case looksLikeByline(p):
			p.role = byline
			if a.Byline == "" && i < 4 {
				a.Byline = strings.Join(strings.Fields(p.text), " ")
			}
		case dateOnlyLine(p):
			p.role = byline
		}
	}
}

// looksLikeByline reports whether a line names the author: "By Jane Doe in Kyiv", "JANE DOE", "Jane Doe | Reuters".
func looksLikeByline(p *para) bool {
	n := len(p.words)
	if n == 0 || n > 18 || endsSentence(p.text) && n > 6 {
		return false
	}
	fields := strings.Fields(p.text)
	if w := strings.ToLower(strings.TrimRight(fields[0], ":")); w == "by" || w == "author" || w == "written" && n > 2 {
		return n >= 2 && capitalised(fields[1:]) >= 0.5
	}
	if n < 2 || n > 4 || len(fields) > 4 {
		return false
	}
	for _, f := range fields { // a name in capitals on a line of its own
		if f != strings.ToUpper(f) || utf8.RuneCountInString(f) < 2 || strings.ContainsAny(f, ".,:;!?0123456789&") {
			return false
		}
	}
	return nameLike(p.words)
}

// capitalised returns the share of words that start with a capital.
func capitalised(fields []string) float64 {
	up := 0
	for _, f := range fields {
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(f, "(\"'“‘")); unicode.IsUpper(r) {
			up++
		}
	}
	if len(fields) == 0 {
		return 0
	}
	return float64(up) / float64(len(fields))
}

// nameLike reports whether none of the words is a function word or a number.
func nameLike(words []string) bool {
	for _, w := range words {
		if inLanguages()[w]&1 != 0 || number(w) >= 0 {
			return false
		}
	}
	return true
}
