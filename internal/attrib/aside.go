package attrib

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// asides are the phrases that name a source inside a statement: "X said that, according to his sources, …". The taggers
// see one attribution there; these rules make the chain of two.

// aside finds ", according to NP," among the words [from, to): the words of the phrase's cue and of the noun phrase, and
// the first word after the closing comma. ", in accordance with NP," counts where the noun is one for people, "his
// sources": what is in accordance with a law is not said by it.
func (b *drafter) aside(from, to int) (cue, source [2]int, after int, ok bool) {
	v := b.v
	for i := from; i+2 < to; i++ {
		n := 0
		switch strings.ToLower(v.words[i].tok.Text) {
		case "according":
			n = 2
		case "in":
			if strings.EqualFold(v.words[i+1].tok.Text, "accordance") {
				n = 3
			}
		}
		if n == 0 || i+n >= to || i > from && v.words[i-1].tok.Text != "," && !strings.EqualFold(v.words[i-1].tok.Text, "that") {
			continue
		}
		for j := i + n; j < to && j < i+n+12; j++ {
			if v.words[j].tok.Text == "," && j > i+n {
				if n == 3 && b.t.sources[strings.ToLower(v.words[j-1].tok.Text)].kind != "person" {
					break
				}
				return [2]int{i, i + n - 1}, [2]int{i + n, j - 1}, j + 1, true
			}
			if v.words[j].tok.UPOS == "VERB" {
				break
			}
		}
	}
	return cue, source, 0, false
}

// asides splits the drafts with an aside into the outer statement and the inner one on the word of the source named there.
func (b *drafter) asides() {
	for _, dr := range b.drafts[:len(b.drafts):len(b.drafts)] {
		from, to := b.v.sentence(b.v.words[dr.at.words[0]].sent)
		switch cue, source, after, ok := b.aside(from, to); {
		case !ok || after >= to:
		case cue[0] == dr.at.words[0]:
			b.outer(dr, cue, after)
		case cue[0] > dr.at.words[1] && cue[0] <= dr.at.words[1]+4 && !b.taken(cue[0]):
			b.inner(dr, cue, source, after)
		}
	}
}

// outer adds the statement around a draft whose cue is an aside: "Amin told Reuters that, according to …".
func (b *drafter) outer(dr *draft, cue [2]int, after int) {
	from, _ := b.v.sentence(b.v.words[cue[0]].sent)
	verb := -1
	for i := cue[0] - 1; i >= from && i > cue[0]-8; i-- {
		if w := &b.v.words[i]; w.rate >= 4 && w.tok.UPOS == "VERB" && !b.taken(i) {
			verb = i
			break
		}
	}
	if verb < 0 || b.v.words[verb].subj < 0 {
		return
	}
	inside := b.from(dr.at.Content, after)
	if len(inside) == 0 {
		return
	}
	first, last := b.v.phrase(b.v.words[verb].subj)
	around := doc.Span{Start: b.v.words[cue[0]].tok.Start, End: inside[len(inside)-1].End}
	dr.at.Content = inside
	b.drafts = append(b.drafts, &draft{at: Attribution{Source: []doc.Span{b.v.span(first, last)}, Cue: []doc.Span{b.v.span(verb, verb)},
		Content: []doc.Span{around}, Score: dr.at.Score, words: [2]int{verb, verb}}, source: [2]int{first, last}, parent: -1})
}

// inner adds the statement of the source that an aside in the content names; it takes over the content.
func (b *drafter) inner(dr *draft, cue, source [2]int, after int) {
	inside := b.from(dr.at.Content, after)
	if len(inside) == 0 {
		return
	}
	dr.at.Content = []doc.Span{{Start: b.v.words[cue[0]].tok.Start, End: inside[len(inside)-1].End}}
	b.drafts = append(b.drafts, &draft{at: Attribution{Source: []doc.Span{b.v.span(source[0], source[1])}, Cue: []doc.Span{b.v.span(cue[0], cue[1])},
		Content: inside, Score: dr.at.Score, words: cue}, source: source, parent: -1})
}

// from cuts spans to what begins with the given word.
func (b *drafter) from(ss []doc.Span, word int) []doc.Span {
	at := b.v.words[word].tok.Start
	var out []doc.Span
	for _, s := range ss {
		if s.End > at {
			out = append(out, doc.Span{Start: max(s.Start, at), End: s.End})
		}
	}
	return out
}

// unconfirmed adds "could not confirm …" and "declined to confirm …", which PolNeAR's annotators pass over.
func (b *drafter) unconfirmed() {
	for i := range b.v.words {
		w := &b.v.words[i]
		switch w.tok.Lemma {
		case "confirm", "verify", "corroborate":
		default:
			continue
		}
		from, to := b.v.sentence(w.sent)
		first := i
		for first > from && first > i-5 && !hasAny(strings.ToLower(b.v.words[first-1].tok.Text), "could", "can", "declined", "refused", "unable") {
			first--
		}
		if first == from || first == i-5 || w.tok.UPOS != "VERB" || b.taken(i) {
			continue
		}
		first--
		words := strings.ToLower(b.d.Text(b.v.span(first, i)))
		if !hasAny(words, "not", "n't", "n’t", "declined", "refused", "unable") {
			continue
		}
		subj := w.subj
		for h := i; subj < 0 && b.v.words[h].head >= 0 && b.v.words[h].tok.Rel == "xcomp"; {
			h = b.v.words[h].head
			subj = b.v.words[h].subj
		}
		object := -1
		for j := i + 1; j < to; j++ {
			if rel := b.v.words[j].tok.Rel; b.v.words[j].head == i && (rel == "obj" || rel == "ccomp") {
				object = j
				break
			}
		}
		if subj < 0 || object < 0 || w.kids&passiveBit != 0 {
			continue
		}
		last := object
		for last+1 < to && b.v.words[last+1].shape != mark {
			last++
		}
		a, z := b.v.phrase(subj)
		b.drafts = append(b.drafts, &draft{at: Attribution{Source: []doc.Span{b.v.span(a, z)}, Cue: []doc.Span{b.v.span(first, i)},
			Content: b.trimContent(Attribution{words: [2]int{first, i}, Cue: []doc.Span{b.v.span(first, i)}, Content: []doc.Span{b.v.span(i+1, last)}}),
			Score:   0.5, words: [2]int{first, i}}, source: [2]int{a, z}, parent: -1})
	}
}

// disputed adds "rejected the allegation that …", which the tagger takes for an act without a statement: what is disputed
// is a claim of its own, with the one who disputes it in its chain.
func (b *drafter) disputed() {
	for i := range b.v.words {
		w := &b.v.words[i]
		switch w.tok.Lemma {
		case "reject", "dismiss", "deny", "refute", "rebut":
		default:
			continue
		}
		if w.tok.UPOS != "VERB" || w.subj < 0 || w.kids&passiveBit != 0 || b.covered(i, i) {
			continue
		}
		_, to := b.v.sentence(w.sent)
		for j := i + 1; j < to; j++ {
			o := &b.v.words[j]
			if o.head != i || o.tok.Rel != "obj" || !slices.Contains(disputable, strings.ToLower(o.tok.Text)) {
				continue
			}
			_, last := b.clause(j)
			if last <= j+1 || !strings.EqualFold(b.v.words[j+1].tok.Text, "that") || b.covered(j, last) {
				break
			}
			a, z := b.v.phrase(w.subj)
			b.drafts = append(b.drafts, &draft{at: Attribution{Source: []doc.Span{b.v.span(a, z)}, Cue: []doc.Span{b.v.span(i, i)},
				Content: []doc.Span{b.v.span(i+1, last)}, Score: 0.5, words: [2]int{i, i}}, source: [2]int{a, z}, parent: -1})
			break
		}
	}
}

// hearsay adds what the article passes on with "reportedly" or "allegedly" where the tagger found no attribution: the clause
// of the adverb, on the word of nobody named.
func (b *drafter) hearsay() {
	for i := range b.v.words {
		switch strings.ToLower(b.v.words[i].tok.Text) {
		case "reportedly", "allegedly", "purportedly", "supposedly":
		default:
			continue
		}
		head := b.v.words[i].head
		if head < 0 || b.covered(i, i) || b.v.words[head].tok.Quoted {
			continue
		}
		first, last := b.clause(head)
		span := b.v.span(i, i)
		var content []doc.Span
		if i-1 >= first {
			content = append(content, b.v.span(first, i-1))
		}
		if i+1 <= last {
			content = append(content, b.v.span(i+1, last))
		}
		if len(content) == 0 || last-first < 3 {
			continue
		}
		b.drafts = append(b.drafts, &draft{at: Attribution{Cue: []doc.Span{span}, Content: content, Score: 0.5, words: [2]int{i, i}},
			source: [2]int{-1, -1}, parent: -1})
	}
}

// clause returns the words of a verb's clause without marks and relative pronoun at its ends.
func (b *drafter) clause(verb int) (first, last int) {
	first, last = verb, verb
	from, to := b.v.sentence(b.v.words[verb].sent)
	under := func(i int) bool {
		for n := 0; i >= 0 && n < 20; n++ {
			if i == verb {
				return true
			}
			if rel := b.v.words[i].tok.Rel; rel == "parataxis" || rel == "conj" && b.v.words[i].head == verb {
				return false
			}
			i = b.v.words[i].head
		}
		return false
	}
	for first > from && under(first-1) {
		first--
	}
	for last+1 < to && under(last+1) {
		last++
	}
	if isPronoun(b.v.words[first].tok.Text) && pronouns[strings.ToLower(b.v.words[first].tok.Text)].gender == 'w' && first < verb {
		first++
	}
	return b.bare(first, last)
}
