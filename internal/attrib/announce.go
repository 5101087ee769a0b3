package attrib

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// announce adds the claims that need no cue in their sentence: headlines with a colon, quoted paragraphs of the running
// speaker, and articles that are as a whole somebody's statement.
func (b *drafter) announce() {
	b.headline()
	b.runningQuotes()
	b.statement()
}

// covered reports whether any draft says something about the words.
func (b *drafter) covered(first, last int) bool {
	s := b.v.span(first, last)
	for _, dr := range b.drafts {
		if !dr.dropped && (overlapsAny(s, dr.at.Content) || overlapsAny(s, dr.at.Cue)) {
			return true
		}
	}
	return false
}

// add enters a finished draft: content as a whole, on the word of the given chain.
func (b *drafter) add(content doc.Span, cue []doc.Span, word int, chain []doc.Hop) {
	b.drafts = append(b.drafts, &draft{at: Attribution{Cue: cue, Content: []doc.Span{content}, Score: 0.5, words: [2]int{word, word}},
		source: [2]int{-1, -1}, parent: -1, chain: chain})
}

// headline reads "NATO: alliance to stay" and "Alliance to stay: NATO chief" in the first sentence.
func (b *drafter) headline() {
	if len(b.d.Sentences) == 0 {
		return
	}
	from, to := b.v.sentence(0)
	colon := -1
	for i := from; i < to; i++ {
		if b.v.words[i].tok.Text == ":" {
			if colon >= 0 {
				return
			}
			colon = i
		}
	}
	if colon < from+1 || colon > to-2 || b.covered(from, to-1) || b.v.words[to-1].tok.Text == "." {
		return
	}
	before, after := [2]int{from, colon - 1}, [2]int{colon + 1, to - 1}
	source, content := before, after
	if after[1]-after[0] < before[1]-before[0] {
		source, content = after, before
	}
	if source[1]-source[0] > 4 || content[1]-content[0] < 3 {
		return
	}
	none := func(int) bool { return false }
	h, _ := b.resolve(source[0], source[1], colon, none)
	if !b.speaks(source, h) {
		return
	}
	h.Stance = "asserts"
	b.add(b.v.span(content[0], content[1]), []doc.Span{b.v.span(colon, colon)}, colon, []doc.Hop{h})
}

// speaks reports whether words name somebody: a person or institution known to the document or the tables, or a noun for a source.
func (b *drafter) speaks(words [2]int, h doc.Hop) bool {
	if len(b.in(words[0], words[1])) > 0 && h.Anonymity == "named" {
		return true
	}
	if _, ok := b.t.aliases[strings.ToLower(h.Name)]; ok {
		return true
	}
	s, ok := b.t.sources[strings.ToLower(b.v.words[words[1]].tok.Text)]
	return ok && s.kind != "document"
}

// runningQuotes gives quoted paragraphs without attribution to the speaker of the paragraph before.
func (b *drafter) runningQuotes() {
	type speech struct {
		block int
		chain []doc.Hop
	}
	var said []speech
	for _, dr := range b.drafts {
		if c := b.fullChain(dr); !dr.dropped && len(c) > 0 && c[len(c)-1].Kind == "person" && dr.parent < 0 {
			said = append(said, speech{b.d.Sentences[b.v.words[dr.at.words[0]].sent].Block, c})
		}
	}
	for first := 0; first < len(b.d.Sentences) && !b.d.GivenUp(); {
		block := b.d.Sentences[first].Block
		last := first
		for last+1 < len(b.d.Sentences) && b.d.Sentences[last+1].Block == block {
			last++
		}
		from, to := b.v.first[first], b.v.first[last+1]
		first = last + 1
		quoted, all := 0, 0
		for i := from; i < to; i++ {
			if b.v.words[i].shape != mark {
				all++
				quoted += b2i(b.v.words[i].tok.Quoted)
			}
		}
		if all < 5 || 10*quoted < 9*all || b.covered(from, to-1) {
			continue
		}
		var chain []doc.Hop
		for _, s := range said { // the last to speak in the paragraphs just before
			if s.block < block && s.block >= block-2 {
				chain = s.chain
			}
		}
		if chain == nil {
			continue
		}
		a, z := b.bare(from, to-1)
		chain = slices.Clone(chain)
		chain[len(chain)-1].Span, chain[len(chain)-1].Stance = doc.Span{}, "asserts"
		b.add(b.v.span(a, z), nil, a, chain)
		said = append(said, speech{block, chain})
	}
}

// bare cuts marks off the ends of a run of words.
func (b *drafter) bare(first, last int) (int, int) {
	for first < last && b.v.words[first].shape == mark {
		first++
	}
	for last > first && b.v.words[last].shape == mark {
		last--
	}
	return first, last
}

// statement reads articles headed "Statement by X": every sentence that nobody else says is X's.
func (b *drafter) statement() {
	for n := 0; n < len(b.d.Sentences) && n < 3; n++ {
		from, to := b.v.sentence(n)
		i := from
		for i < to && i < from+2 && hasAny(strings.ToLower(b.v.words[i].tok.Text), "joint", "press", "the") {
			i++
		}
		if i+2 >= to || !hasAny(strings.ToLower(b.v.words[i].tok.Text), "statement", "remarks", "declaration") {
			continue
		}
		by := strings.ToLower(b.v.words[i+1].tok.Text)
		if by != "by" && by != "of" && by != "from" {
			continue
		}
		last := i + 2
		for last+1 < to && !hasAny(strings.ToLower(b.v.words[last+1].tok.Text), "on", "at", "regarding", "about", "concerning", "following", "after", ":", ",") {
			last++
		}
		if ms := b.in(i+2, last); len(ms) > 0 {
			last = b.mentions[ms[len(ms)-1]].last
		}
		h, _ := b.resolve(i+2, last, i, func(int) bool { return false })
		h.Stance, h.Medium = "asserts", "statement"
		cue := []doc.Span{b.v.span(i, i+1)}
		for s := n + 1; s < len(b.d.Sentences); s++ {
			a, z := b.v.sentence(s)
			if z-a < 6 || b.covered(a, z-1) {
				continue
			}
			a, z = b.bare(a, z-1)
			b.add(b.v.span(a, z), cue, a, []doc.Hop{h})
		}
		return
	}
}
