package attrib

import (
	"strings"

	"onrecord/internal/doc"
)

// longestSpeech is how many paragraphs a speech has at most, a bound on the work in a text that is all colons.
const longestSpeech = 100

// speeches gives what ministries print after "the minister said:" to the minister: whole paragraphs without quotation marks, to
// the end of the release or to where it speaks of the minister again.
func (b *drafter) speeches() {
	cited := map[int]bool{} // blocks in which somebody is cited
	for _, dr := range b.drafts {
		if dr.source[0] >= 0 {
			cited[b.block(dr.at.words[0])] = true
		}
	}
	for i := 1; i+1 < len(b.v.words) && !b.d.GivenUp(); i++ {
		if b.v.words[i].tok.Text != ":" || opensQuote(b.v.words[i+1].tok.Text) {
			continue
		}
		before := len(b.drafts)
		dr := b.introduced(i)
		if dr == nil {
			continue
		}
		content := b.speech(dr, i+1, cited)
		if len(content) == 0 {
			b.drafts = b.drafts[:before]
			continue
		}
		dr.at.Content = content
		_, i = b.wordsIn(content[len(content)-1])
	}
}

// introduced is the draft whose cue the colon at a word closes, "said in a statement today:", entered if need be; nil = none.
func (b *drafter) introduced(colon int) *draft {
	from, _ := b.v.sentence(b.v.words[colon].sent)
	for i := colon - 1; i >= max(from, colon-8); i-- {
		w := &b.v.words[i]
		if w.tok.UPOS != "VERB" || w.rate < 4 || w.subj < 0 || w.tok.XPOS == "VBG" || w.tok.XPOS == "VB" {
			continue
		}
		for _, dr := range b.drafts {
			if dr.at.words[0] <= i && i <= dr.at.words[1] {
				return dr
			}
		}
		b.enter([2]int{i, i}, w.subj, nil)
		return b.drafts[len(b.drafts)-1]
	}
	return nil
}

// speech is what a draft's source says from a word on, a span per paragraph. Paragraphs after the first go on with it until one begins
// with a quotation mark, names the source, or cites somebody without speaking in the first person; those after the last that speaks
// so only where nobody is cited and the word begins a paragraph. Within one, the rest of a sentence alone, or of what never says
// "we", is left to the taggers: none.
func (b *drafter) speech(dr *draft, from int, cited map[int]bool) []doc.Span {
	var paragraphs [][2]int
	first, others, own := b.block(from), false, 0
	for i := from; i < len(b.v.words) && len(paragraphs) < longestSpeech; {
		end := i
		for end < len(b.v.words) && b.block(end) == b.block(i) {
			end++
		}
		me := b.firstPerson(i, end)
		cites := b.block(i) != first && cited[b.block(i)]
		if opensQuote(b.v.words[i].tok.Text) || i > from && b.about(dr, i, end) || b.v.words[end-1].tok.Text == ":" || cites && !me {
			break
		}
		others = others || cites
		paragraphs = append(paragraphs, [2]int{i, end})
		if me {
			own = len(paragraphs)
		}
		i = end
	}
	if len(paragraphs) == 0 {
		return nil
	}
	within := b.block(from-1) == first
	if within || others || own == 0 {
		paragraphs = paragraphs[:max(1, own)]
	}
	if within && (own == 0 || len(paragraphs) == 1 && b.v.words[paragraphs[0][1]-1].sent == b.v.words[from].sent) {
		return nil
	}
	var out []doc.Span
	for _, p := range paragraphs {
		a, z := b.bare(p[0], p[1]-1)
		out = append(out, b.v.span(a, z))
	}
	return out
}

// about reports whether words [from, to) name the source of a draft: its last word, where that is a name or title.
func (b *drafter) about(dr *draft, from, to int) bool {
	if dr.source[1] < 0 {
		return false
	}
	name := &b.v.words[dr.source[1]]
	for i := from; i < to; i++ {
		if w := &b.v.words[i]; w.form == name.form && w.shape == name.shape && name.shape != lower && !w.tok.Quoted {
			return true
		}
	}
	return false
}

// block is the paragraph that a word stands in, by its number.
func (b *drafter) block(i int) int { return b.d.Sentences[b.v.words[i].sent].Block }

// firstPerson reports whether words [from, to) speak of "me" or "us" outside quotation marks.
func (b *drafter) firstPerson(from, to int) bool {
	for i := from; i < to; i++ {
		if w := b.v.words[i].tok; !w.Quoted && hasAny(strings.ToLower(w.Text), "i", "we", "my", "our", "us", "me") && w.Text != "US" {
			return true
		}
	}
	return false
}

// opensQuote reports whether a token is a quotation mark, a single one too.
func opensQuote(s string) bool { return isQuoteMark(s) || s == "‘" || s == "'" || s == "`" }
