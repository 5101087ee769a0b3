package attrib

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// asides are the phrases that name a source inside a statement: "X said that, according to his sources, …". The taggers
// see one attribution there; these rules make the chain of two.

// aside finds ", according to NP," among the words [from, to): the words of the phrase's cue and of the noun phrase, and
// the first word after the closing comma.
func (b *drafter) aside(from, to int) (cue, source [2]int, after int, ok bool) {
	v := b.v
	for i := from; i+2 < to; i++ {
		if !strings.EqualFold(v.words[i].tok.Text, "according") || i > from && v.words[i-1].tok.Text != "," && !strings.EqualFold(v.words[i-1].tok.Text, "that") {
			continue
		}
		for j := i + 2; j < to && j < i+14; j++ {
			if v.words[j].tok.Text == "," && j > i+2 {
				return [2]int{i, i + 1}, [2]int{i + 2, j - 1}, j + 1, true
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
		if w := &b.v.words[i]; w.rate >= 4 && w.tok.UPOS == "VERB" {
			verb = i
			break
		}
	}
	inside := b.from(dr.at.Content, after)
	if verb < 0 || len(inside) == 0 {
		return
	}
	around := []doc.Span{{Start: b.v.words[cue[0]].tok.Start, End: inside[len(inside)-1].End}}
	for _, y := range b.drafts {
		if y.at.words[0] <= verb && verb <= y.at.words[1] { // found, but not how far it reaches
			dr.at.Content, y.at.Content = inside, around
			return
		}
	}
	if b.v.words[verb].subj < 0 {
		return
	}
	dr.at.Content = inside
	b.enter([2]int{verb, verb}, b.v.words[verb].subj, around)
}

// enter adds a draft that a rule found: cue words, the head of its source (-1 = none) and content.
func (b *drafter) enter(cue [2]int, subject int, content []doc.Span) {
	dr := &draft{at: Attribution{Cue: []doc.Span{b.v.span(cue[0], cue[1])}, Content: content, Score: 0.5, words: cue}, source: [2]int{-1, -1}, parent: -1}
	if subject >= 0 {
		dr.source[0], dr.source[1] = b.v.phrase(subject)
		if dr.source[0] < subject && b.v.words[dr.source[0]].tok.Rel == "case" { // "by prosecutors"
			dr.source[0]++
		}
		dr.at.Source = []doc.Span{b.v.span(dr.source[0], dr.source[1])}
	}
	b.drafts = append(b.drafts, dr)
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
		b.drafts = slices.DeleteFunc(b.drafts, func(x *draft) bool { return first <= x.at.words[0] && x.at.words[1] <= i }) // "declined" alone
		b.enter([2]int{first, i}, subj, b.trimContent(Attribution{words: [2]int{first, i}, Cue: []doc.Span{b.v.span(first, i)}, Content: []doc.Span{b.v.span(i+1, last)}}))
	}
}

// reckoned adds "police put the number of marchers at 15,000": a figure on somebody's word, which PolNeAR's annotators pass over.
func (b *drafter) reckoned() {
	for i := range b.v.words {
		w := &b.v.words[i]
		switch w.tok.Lemma {
		case "put", "estimate", "reckon":
		default:
			continue
		}
		if w.tok.UPOS != "VERB" || w.subj < 0 || w.kids&passiveBit != 0 || b.taken(i) || b.covered(i, i) {
			continue
		}
		from, to := b.v.sentence(w.sent)
		object, figure := -1, false
		for j := i + 1; j < to; j++ {
			if k := &b.v.words[j]; k.head == i && k.tok.Rel == "obj" && counts(k.tok.Lemma) {
				object = j
			} else if object >= 0 && k.tok.UPOS == "NUM" && b.at(object+1, j) {
				figure = true
			}
		}
		if object < 0 || !figure || w.subj < from || w.subj > i {
			continue
		}
		last := object
		for last+1 < to && (b.v.words[last+1].shape != mark || strings.ContainsAny(b.v.words[last+1].tok.Text, "$€£%-")) {
			last++
		}
		b.enter([2]int{i, i}, w.subj, []doc.Span{b.v.span(i+1, last)})
	}
}

// counts tells nouns for how many or how much.
func counts(lemma string) bool {
	switch lemma {
	case "number", "toll", "figure", "total", "crowd", "turnout", "size", "strength", "count", "cost", "damage", "loss":
		return true
	}
	return false
}

// at tells whether "at" stands among the words [from, to).
func (b *drafter) at(from, to int) bool {
	for i := from; i < to; i++ {
		if strings.EqualFold(b.v.words[i].tok.Text, "at") {
			return true
		}
	}
	return false
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
			b.enter([2]int{i, i}, w.subj, []doc.Span{b.v.span(i+1, last)})
			break
		}
	}
}

// hearsay adds what the article passes on with "reportedly" or "allegedly" where the tagger found no attribution: the clause
// of the adverb, on the word of nobody named.
func (b *drafter) hearsay() {
	for i := range b.v.words {
		if !hearsayAdverb(b.v.words[i].tok.Text) || b.v.words[i].tok.Quoted || b.covered(i, i) {
			continue
		}
		content := b.aroundAdverb(i)
		if len(content) == 0 {
			continue
		}
		b.enter([2]int{i, i}, -1, content)
	}
}

func hearsayAdverb(s string) bool {
	switch strings.ToLower(s) {
	case "reportedly", "allegedly", "purportedly", "supposedly":
		return true
	}
	return false
}

// aroundAdverb returns the clause of the adverb at word i without the adverb; none where it is a fragment.
func (b *drafter) aroundAdverb(i int) []doc.Span {
	head := b.v.words[i].head
	if head < 0 {
		return nil
	}
	first, last := b.clause(head)
	if last-first < 3 {
		return nil
	}
	var content []doc.Span
	if i-1 >= first {
		content = append(content, b.v.span(first, i-1))
	}
	if i+1 <= last {
		content = append(content, b.v.span(i+1, last))
	}
	return content
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
