package attrib

import (
	"cmp"
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// trimContent cuts the conjunction off a content clause, leaves out fragments without a word of their own, and a
// "citing …" after the cue, which names a source.
func (b *drafter) trimContent(at Attribution) []doc.Span {
	var out []doc.Span
	for _, s := range at.Content {
		first, last := b.wordsIn(s)
		if first >= 0 && first+1 < last && b.opensClause(first) {
			first++
		}
		if first < 0 {
			continue
		}
		w := strings.ToLower(b.v.words[first].tok.Text)
		if (w == "citing" || w == "quoting") && first > at.words[1] && first <= at.words[1]+2 {
			continue
		}
		if first > at.words[1] && b.circumstance(at, first) {
			continue
		}
		if first == last && len(at.Content) > 1 {
			switch b.v.words[first].tok.UPOS {
			case "SCONJ", "CCONJ", "DET", "PRON", "ADP", "PART", "AUX":
				continue
			}
		}
		if first > at.words[1] {
			last = b.withoutCiting(at, first, last)
			last = b.withoutAddressee(first, b.clauseEnd(at, first, last))
		}
		out = append(out, b.v.span(first, last))
	}
	return b.trailing(at, b.whole(at, out))
}

// whole makes the content of "according to X, the president said …" whole where the tagger stops behind the subject: the rest of
// the sentence.
func (b *drafter) whole(at Attribution, content []doc.Span) []doc.Span {
	if len(content) != 1 || !accordingTo(b.d.Text(at.Cue[0])) {
		return content
	}
	first, last := b.wordsIn(content[0])
	if first <= at.words[1] {
		return content
	}
	_, to := b.v.sentence(b.v.words[first].sent)
	for i := first; i <= last; i++ {
		w := &b.v.words[i]
		if !strings.HasPrefix(w.tok.Rel, "nsubj") || w.head <= last || w.head >= to {
			continue
		}
		if a, z := b.bare(first, to-1); z > last {
			return []doc.Span{b.v.span(a, z)}
		}
	}
	return content
}

// circumstance reports whether the words from first on, behind the cue, only say when or why a quotation before the cue was
// spoken: "“No,” he said when reporters asked about the talks".
func (b *drafter) circumstance(at Attribution, first int) bool {
	if s := at.Content[0]; s.End > at.Cue[0].Start || b.v.words[first].tok.Quoted {
		return false
	}
	if k, _ := b.wordsIn(at.Content[0]); k < 0 || !b.v.words[k].tok.Quoted || b.v.words[k].sent != b.v.words[first].sent {
		return false
	}
	for i := at.words[1] + 1; i <= first; i++ {
		switch strings.ToLower(b.v.words[i].tok.Text) {
		case "when", "as", "after", "before", "while", "during", "following", "ahead":
			return true
		}
	}
	return false
}

// withoutCiting cuts ", citing …" off the end of a content that follows its cue: it names the speaker's own source.
func (b *drafter) withoutCiting(at Attribution, first, last int) int {
	for i := first + 2; i <= last; i++ {
		w := &b.v.words[i]
		if w.tok.Text == b.v.words[at.words[0]].tok.Text || w.tok.Quoted || b.v.words[i-1].tok.Text != "," {
			continue
		}
		switch strings.ToLower(w.tok.Text) {
		case "citing", "quoting":
			return i - 2
		}
	}
	return last
}

// opensClause reports whether the word is the conjunction "that", not the pronoun ("that was wrong") or the determiner.
func (b *drafter) opensClause(i int) bool {
	if !strings.EqualFold(b.v.words[i].tok.Text, "that") || b.v.words[i].tok.Rel == "det" {
		return false
	}
	next := b.v.words[i+1].tok.UPOS
	return b.v.words[i].tok.UPOS == "SCONJ" || next != "AUX" && next != "VERB"
}

// withoutAddressee cuts the outlet that was told off the end of a content: "confirmed the report to Al Jazeera".
func (b *drafter) withoutAddressee(first, last int) int {
	for _, k := range b.in(first, last) {
		m := b.mentions[k]
		if m.last == last && m.first-1 > first && strings.EqualFold(b.v.words[m.first-1].tok.Text, "to") && b.parties[m.party].kind == "outlet" {
			return m.first - 2
		}
	}
	return last
}

// clauseEnd lengthens the content of a that-clause that stops before its verb to the end of the sentence, or to the next
// likely cue.
func (b *drafter) clauseEnd(at Attribution, first, last int) int {
	if first-at.words[1] > 4 || !strings.EqualFold(b.v.words[at.words[1]+1].tok.Text, "that") {
		return last
	}
	for i := first; i <= last; i++ {
		if u := b.v.words[i].tok.UPOS; u == "VERB" && b.v.words[i].tok.XPOS != "VB" || u == "AUX" {
			return last
		}
	}
	_, to := b.v.sentence(b.v.words[first].sent)
	end := last
	for i := last + 1; i < to; i++ {
		if b.v.words[i].rate >= 5 {
			return last
		}
		if b.v.words[i].shape != mark {
			end = i
		}
	}
	return end
}

// trailing makes the content of "…, officials said." whole: all that stands before the comma, where no other cue is in it.
func (b *drafter) trailing(at Attribution, content []doc.Span) []doc.Span {
	from, to := b.v.sentence(b.v.words[at.words[0]].sent)
	begin := at.words[0]
	if len(at.Source) > 0 {
		if first, last := b.wordsIn(b.sourceFragment(at)); first >= 0 && first < begin && last < begin && begin-last <= 3 {
			begin = first
		}
	}
	end := begin - 1 // the comma
	if end <= from+2 || b.v.words[end].tok.Text != "," && !isQuoteMark(b.v.words[end].tok.Text) {
		return content
	}
	for end > from && b.v.words[end].shape == mark {
		end--
	}
	for i := at.words[1] + 1; i < to; i++ { // nothing but a time or place may follow
		if overlapsAny(b.v.words[i].tok.Span, content) || b.v.words[i].rate >= 4 {
			return content
		}
	}
	part := b.v.span(from, end)
	inside := 0
	for _, s := range content {
		if part.Contains(s) {
			inside += s.Len()
		} else if s.Overlaps(part) {
			return content
		}
	}
	if inside == 0 || inside == part.Len() {
		return content
	}
	for i := from; i <= end; i++ {
		if b.v.words[i].rate >= 5 && !overlapsAny(b.v.words[i].tok.Span, content) || b.v.words[i].tok.Quoted && !b.v.words[from].tok.Quoted && !isQuoteMark(b.v.words[from].tok.Text) {
			return content
		}
	}
	var out []doc.Span
	for _, s := range content {
		if !part.Contains(s) {
			out = append(out, s)
		}
	}
	first, last := b.bare(from, end)
	out = append(out, b.v.span(first, last))
	slices.SortFunc(out, func(x, y doc.Span) int { return cmp.Compare(x.Start, y.Start) })
	return out
}
