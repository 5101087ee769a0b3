package attrib

import (
	"onrecord/internal/doc"
)

// minNested is the length in words of the shortest content that is searched for attributions of its own.
const minNested = 6

// nested runs the taggers on the contents themselves: PolNeAR marks outermost attributions only, so the taggers have
// learned to pass over "the army claims" in "the minister said that the army claims …". Each content is read as if it
// stood alone, cut out of its sentence's tree, outside quotation marks.
func (b *drafter) nested() {
	for _, dr := range b.drafts[:len(b.drafts):len(b.drafts)] {
		if b.d.GivenUp() {
			return
		}
		part := b.cutOut(dr)
		if len(part.Sentences) == 0 {
			continue
		}
		v := newView(part, b.a.rates)
		for _, at := range b.a.attributions(v, OurDomain) {
			if len(at.Source) == 0 || at.Score < nestedScore {
				continue
			}
			first, ok := b.cast.at[at.Cue[0].Start]
			if !ok || b.taken(first) {
				continue
			}
			at.words = [2]int{first, first + at.words[1] - at.words[0]}
			b.draft(at)
		}
	}
}

// nestedScore is how sure a nested cue must be.
const nestedScore = 0.5

// taken reports whether a word is part of a cue already.
func (b *drafter) taken(word int) bool {
	for _, dr := range b.drafts {
		if dr.at.words[0] <= word && word <= dr.at.words[1] {
			return true
		}
	}
	return false
}

// cutOut copies the sentences of a draft's content as a document of their own over the same text.
func (b *drafter) cutOut(dr *draft) *doc.Document {
	part := &doc.Document{Article: b.d.Article, Stop: b.d.Stop}
	for _, span := range dr.at.Content {
		first, last := b.wordsIn(span)
		for i := first; i >= 0 && i <= last; {
			s := b.v.words[i].sent
			end := min(last+1, b.v.first[s+1])
			if end-i >= minNested && b.mayAttribute(i, end) {
				part.Sentences = append(part.Sentences, b.cutSentence(s, i, end))
			}
			i = end
		}
	}
	return part
}

// mayAttribute reports whether a likely cue stands among the words.
func (b *drafter) mayAttribute(first, end int) bool {
	for i := first; i < end; i++ {
		if b.v.words[i].rate >= 4 {
			return true
		}
	}
	return false
}

// cutSentence copies the words [first, end) of sentence s; what hung on words outside hangs on nothing.
func (b *drafter) cutSentence(s, first, end int) doc.Sentence {
	src := &b.d.Sentences[s]
	from := first - b.v.first[s]
	tokens := append([]doc.Token(nil), src.Tokens[from:end-b.v.first[s]]...)
	for k := range tokens {
		t := &tokens[k]
		t.Quoted = false
		if t.Head -= from; t.Head < 0 || t.Head >= len(tokens) {
			t.Head = -1
			if src.Parsed {
				t.Rel = "root"
			}
		}
	}
	return doc.Sentence{Span: doc.Span{Start: tokens[0].Start, End: tokens[len(tokens)-1].End}, Tokens: tokens,
		Block: src.Block, Paragraph: src.Paragraph, Parsed: src.Parsed}
}
