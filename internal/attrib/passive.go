package attrib

import (
	"strings"

	"onrecord/internal/doc"
)

// What PolNeAR's annotators rarely mark, and the cue tagger therefore rarely finds: passives, nouns with a clause, "as reported by".

// passives adds "X is said to have fled", "it was announced that …", "X was accused by Y of …" and "X was quoted by Y as saying …".
func (b *drafter) passives() {
	for i := range b.v.words {
		w := &b.v.words[i]
		if b.d.GivenUp() {
			return
		}
		if w.tok.XPOS != "VBN" || w.kids&passiveBit == 0 || w.tok.Quoted || b.covered(i, i) {
			continue
		}
		_, last := b.clause(i)
		cue := [2]int{i, i}
		if i > 0 && b.v.words[i-1].tok.Rel == "aux:pass" {
			cue[0]--
		}
		if announced[strings.ToLower(w.tok.Lemma)] && i+2 < last && strings.EqualFold(b.v.words[i+1].tok.Text, "that") && b.it(i) {
			b.enter(cue, -1, []doc.Span{b.v.span(i+2, last)})
			continue
		}
		if w.subj < 0 || w.subj > i {
			continue
		}
		first, end := b.v.phrase(w.subj)
		switch lemma := strings.ToLower(w.tok.Lemma); {
		case lemma == "accuse":
			if of := b.next(i, last, "of"); of > 0 && last > of+1 {
				b.enter(cue, b.agent([2]int{i, i}), []doc.Span{b.v.span(first, end), b.v.span(of, last)})
			}
		case lemma == "quote" || lemma == "cite":
			if as := b.next(i, last, "as"); as > 0 && last > as+2 && strings.EqualFold(b.v.words[as+1].tok.Text, "saying") {
				content := b.trimContent(Attribution{words: [2]int{cue[0], as + 1}, Cue: []doc.Span{b.v.span(cue[0], as+1)}, Content: []doc.Span{b.v.span(as+2, last)}})
				b.enter([2]int{cue[0], as + 1}, w.subj, content)
				if agent := b.agent([2]int{i, i}); agent >= 0 {
					b.drafts[len(b.drafts)-1].via = agent
				}
			}
		case reputed[lemma]:
			to := i + 1
			if to >= last || !strings.EqualFold(b.v.words[to].tok.Text, "to") || b.v.words[to].tok.UPOS != "PART" {
				break
			}
			b.enter(cue, -1, []doc.Span{b.v.span(first, end), b.v.span(to, last)})
		}
	}
}

// reputed are the verbs of "is said to": what follows is passed on, on nobody's word.
var reputed = map[string]bool{"say": true, "believe": true, "think": true, "allege": true, "report": true, "understand": true, "rumour": true, "rumor": true, "presume": true}

// reputedTo reports whether an attribution is "X is said to have fled", which passives reads: the tagger takes X for who says so.
func (b *drafter) reputedTo(at Attribution) bool {
	w := &b.v.words[cueHead(b.v, at.words)]
	next := at.words[1] + 1
	return w.tok.XPOS == "VBN" && w.kids&passiveBit != 0 && reputed[strings.ToLower(w.tok.Lemma)] && w.subj >= 0 && w.subj < at.words[0] &&
		next < b.v.first[w.sent+1] && strings.EqualFold(b.v.words[next].tok.Text, "to") && b.v.words[next].tok.UPOS == "PART"
}

// announced are the verbs of "it was announced that".
var announced = map[string]bool{"announce": true, "report": true, "reveal": true, "disclose": true, "confirm": true, "say": true, "believe": true,
	"allege": true, "rumour": true, "rumor": true, "claim": true, "state": true}

// it reports whether "it" stands shortly before a passive verb of its sentence.
func (b *drafter) it(verb int) bool {
	from, _ := b.v.sentence(b.v.words[verb].sent)
	for i := verb - 1; i >= from && i >= verb-4; i-- {
		if strings.EqualFold(b.v.words[i].tok.Text, "it") {
			return true
		}
	}
	return false
}

// next returns the first place of a word behind word i, up to last, -1 if there is none.
func (b *drafter) next(i, last int, word string) int {
	for j := i + 1; j <= last; j++ {
		if strings.EqualFold(b.v.words[j].tok.Text, word) {
			return j
		}
	}
	return -1
}

// owned adds "the rebels' claim that …": nouns for statements with an owner and a clause, which the tagger passes over in
// the subject of another verb.
func (b *drafter) owned() {
	for i := range b.v.words {
		w := &b.v.words[i]
		if w.tok.UPOS != "NOUN" || !statementNouns[strings.ToLower(w.tok.Lemma)] || b.covered(i, i) {
			continue
		}
		_, to := b.v.sentence(w.sent)
		if i+3 >= to || !strings.EqualFold(b.v.words[i+1].tok.Text, "that") {
			continue
		}
		owner, clause := -1, -1
		for j := max(0, i-8); j < i; j++ {
			if t := b.v.words[j].tok; b.v.words[j].head == i && (strings.HasPrefix(t.Rel, "nmod:poss") || t.XPOS == "PRP$") {
				owner = j
			}
		}
		for j := i + 2; j < to; j++ {
			if o := &b.v.words[j]; o.head == i && (o.tok.Rel == "acl" || o.tok.Rel == "ccomp" || strings.HasPrefix(o.tok.Rel, "acl:")) {
				clause = j
				break
			}
		}
		if owner < 0 || clause < 0 {
			continue
		}
		_, last := b.clause(clause)
		if last <= i+2 || b.covered(i+2, last) {
			continue
		}
		b.enter([2]int{i, i}, owner, []doc.Span{b.v.span(i+2, last)})
		if dr := b.drafts[len(b.drafts)-1]; dr.source[1] > dr.source[0] && b.v.words[dr.source[1]].tok.Rel == "case" {
			dr.source[1]--
		}
	}
}

var statementNouns = map[string]bool{"claim": true, "allegation": true, "assertion": true, "accusation": true, "statement": true, "warning": true,
	"announcement": true, "denial": true, "suggestion": true, "complaint": true}

// reportedBy adds "As reported by Xinhua, …" and "…, as reported by Xinhua": the rest of the sentence, on the word of the agent.
func (b *drafter) reportedBy() {
	for n := range b.d.Sentences {
		from, to := b.v.sentence(n)
		for i := from; i+4 < to; i++ {
			if !strings.EqualFold(b.v.words[i].tok.Text, "as") || i > from && b.v.words[i-1].tok.Text != "," {
				continue
			}
			by := i + 1
			for by < to && by < i+4 && !strings.EqualFold(b.v.words[by].tok.Text, "by") {
				by++
			}
			if by == to || by == i+4 || !hasAny(strings.ToLower(b.v.words[by-1].tok.Text), "reported", "stated", "noted", "announced", "confirmed", "claimed", "quoted") {
				continue
			}
			end := by + 1
			for end < to && b.v.words[end].tok.Text != "," && b.v.words[end].tok.Text != "." && b.v.words[end].tok.UPOS != "VERB" {
				end++
			}
			a, z := end+1, to-1
			if i > from {
				a, z = from, i-2
			}
			if end == by+1 || end >= to || b.v.words[end].tok.UPOS == "VERB" || z-a < 3 || b.taken(by-1) || i > from && end < to-1 {
				continue
			}
			a, z = b.bare(a, z)
			b.drafts = append(b.drafts, &draft{at: Attribution{Source: []doc.Span{b.v.span(by+1, end-1)}, Cue: []doc.Span{b.v.span(i, by)},
				Content: []doc.Span{b.v.span(a, z)}, Score: 0.5, words: [2]int{i, by}}, source: [2]int{by + 1, end - 1}, parent: -1})
		}
	}
}
