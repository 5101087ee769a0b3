package attrib

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// draft is a claim in the making.
type draft struct {
	at      Attribution
	source  [2]int // words, first -1 = none
	via     int    // head of the one who passes it on in "quoted by … as saying", 0 = none
	parent  int    // index of the draft in whose content this one lies, -1 = none
	chain   []doc.Hop
	speaker speaker
	dropped bool
}

// draft enters an attribution.
func (b *drafter) draft(at Attribution) {
	at = b.splitCue(at)
	dr := &draft{at: at, source: [2]int{-1, -1}, parent: -1}
	if hasAny(strings.ToLower(b.d.Text(at.Cue[0])), "reportedly", "allegedly", "purportedly", "supposedly") {
		at.Source = nil // an adverb names nobody: its subject is the one spoken about
		if at.words[0] == at.words[1] {
			if around := b.aroundAdverb(at.words[0]); len(around) > 0 {
				at.Content = around
			}
		}
	}
	b.accordingTo(&at)
	dr.at = at
	if len(at.Source) > 0 {
		dr.source[0], dr.source[1] = b.wordsIn(b.sourceFragment(at))
		b.wholeSubject(dr)
		b.wholeList(dr)
	}
	if b.reputedTo(at) || b.nobody(dr) || b.silent(at) || b.convening(at) {
		return
	}
	if b.addressed(dr) {
		dr.source = [2]int{-1, -1}
		if agent := b.agent(at.words); agent >= 0 {
			dr.source[0], dr.source[1] = b.v.phrase(agent)
		}
	}
	if b.expletive(dr) {
		dr.source = [2]int{-1, -1}
	}
	dr.at.Content = b.trimContent(dr.at)
	if len(dr.at.Content) == 0 {
		return
	}
	b.quoting(dr)
	b.drafts = append(b.drafts, dr)
}

// quoting finds the one who quotes where the participle was tagged for the cue and its object for the source: "a newspaper reported,
// quoting an officer, that …".
func (b *drafter) quoting(dr *draft) {
	cue := dr.at.words[0]
	switch strings.ToLower(b.v.words[cue].tok.Text) {
	case "quoting", "citing":
	default:
		return
	}
	h := b.v.words[cue].head
	if dr.source[0] <= cue || h < 0 {
		return
	}
	k := b.v.words[h].subj
	if t := b.v.words[h].tok; k < 0 && (t.UPOS == "NOUN" || t.UPOS == "PROPN") {
		k = h // parsers take "reported" for a participle here
	}
	if k > 0 && k < cue {
		dr.via = k
	}
}

// nobody tells whether the source is none: "no group claimed responsibility", "none of them said why".
func (b *drafter) nobody(dr *draft) bool {
	return dr.source[0] >= 0 && hasAny(strings.ToLower(b.v.words[dr.source[0]].tok.Text), "no", "nobody", "none")
}

// silent tells whether the source says nothing: "declined to comment", "would not say", "refused to disclose how many".
func (b *drafter) silent(at Attribution) bool {
	refused := false
	for i := at.words[0]; i < len(b.v.words) && i <= at.words[1]+3; i++ {
		switch strings.ToLower(b.v.words[i].tok.Lemma) {
		case "decline", "refuse":
			refused = true
		case "comment", "say", "disclose", "reveal", "elaborate", "specify", "discuss":
			return refused
		}
	}
	return false
}

// convening tells whether the source calls something into being, which says nothing of the world: "the union called a strike".
func (b *drafter) convening(at Attribution) bool {
	i := at.words[1] + 1
	if !strings.EqualFold(b.v.words[at.words[1]].tok.Lemma, "call") || i >= len(b.v.words) || !strings.EqualFold(b.v.words[i].tok.Lemma, "a") {
		return false
	}
	for ; i < len(b.v.words) && i < at.words[1]+5; i++ {
		if b.v.words[i].tok.UPOS != "NOUN" {
			continue
		}
		switch strings.ToLower(b.v.words[i].tok.Lemma) {
		case "strike", "election", "vote", "referendum", "meeting", "session", "summit", "conference", "protest", "demonstration", "rally", "march", "boycott":
			return true
		}
		return false
	}
	return false
}

// splitCue takes a subject that was tagged as part of the cue ("Novak said") for the source that it is.
func (b *drafter) splitCue(at Attribution) Attribution {
	if len(at.Source) > 0 {
		return at
	}
	for i := at.words[0] + 1; i <= at.words[1]; i++ {
		u := b.v.words[i].tok.UPOS
		if u != "VERB" && u != "AUX" {
			continue
		}
		switch b.v.words[i-1].tok.UPOS {
		case "PROPN", "NOUN", "PRON":
			at.Source = []doc.Span{b.v.span(at.words[0], i-1)}
			at.words[0] = i
			at.Cue = []doc.Span{b.v.span(i, at.words[1])}
		}
		return at
	}
	return at
}

// sourceFragment picks the fragment that names the source: the one with the cue's subject, else the nearest to the cue.
func (b *drafter) sourceFragment(at Attribution) doc.Span {
	best := at.Source[0]
	head := cueHead(b.v, at.words)
	for _, s := range at.Source {
		if k := b.v.words[head].subj; k >= 0 && s.Contains(b.v.words[k].tok.Span) {
			return s
		}
		if abs(s.Start-at.Cue[0].Start) < abs(best.Start-at.Cue[0].Start) {
			best = s
		}
	}
	return best
}

// accordingTo takes what follows "according to" for the source where it was tagged for content: "…, when the rebels took the town, according to
// Save the Children".
func (b *drafter) accordingTo(at *Attribution) {
	cue := at.words[1]
	if !strings.EqualFold(b.v.words[at.words[0]].tok.Text, "according") || strings.EqualFold(b.v.words[cue].tok.Text, "to") || cue+2 >= len(b.v.words) || !strings.EqualFold(b.v.words[cue+1].tok.Text, "to") {
		return
	}
	for i, s := range at.Content {
		if s.Start != b.v.words[cue+1].tok.Start || i == 0 || at.Content[i-1].End > at.Cue[0].Start {
			continue
		}
		at.Source = []doc.Span{{Start: b.v.words[cue+2].tok.Start, End: s.End}}
		_, last := b.bare(b.v.first[b.v.words[cue].sent], at.words[0]-1)
		at.Content = append(slices.Clone(at.Content[:i-1]), doc.Span{Start: at.Content[i-1].Start, End: b.v.words[last].tok.End})
		return
	}
}

// wholeList adds to a source the beginning of the list that it ends, which was tagged for content: "The rulers of Arland, Borland and Corland said
// that …". A noun phrase alone says nothing.
func (b *drafter) wholeList(dr *draft) {
	if len(dr.at.Content) < 2 || dr.source[0] < 2 || b.v.words[dr.source[0]-1].tok.Text != "," || dr.source[1] > dr.at.words[0] || !b.and(dr.source[0], dr.source[1]) {
		return
	}
	first, last := b.wordsIn(dr.at.Content[0])
	if first != b.v.first[b.v.words[dr.source[0]].sent] || last != dr.source[0]-2 {
		return
	}
	for i := first; i <= last; i++ {
		if t := b.v.words[i].tok; t.UPOS == "VERB" || t.UPOS == "AUX" || t.Quoted {
			return
		}
	}
	dr.source[0] = first
	dr.at.Content = dr.at.Content[1:]
}

// and reports whether "and" joins what is among the words.
func (b *drafter) and(first, last int) bool {
	for i := first + 1; i < last; i++ {
		if strings.EqualFold(b.v.words[i].tok.Text, "and") {
			return true
		}
	}
	return false
}

// wholeSubject takes a source that is the end of the cue's subject, without the word that it is about, for all of the subject: "a man claiming to
// speak for the group said".
func (b *drafter) wholeSubject(dr *draft) {
	k := b.v.words[cueHead(b.v, dr.at.words)].subj
	if k < 0 || dr.source[0] <= k {
		return
	}
	if b.v.words[dr.source[0]-1].tok.Text == "," && dr.source[1]+1 == dr.at.words[0] {
		return // "…, police and officials said" is whole, whatever the parser made of the sentence before it
	}
	for i, n := dr.source[0], 0; i >= 0 && n < 10; i, n = b.v.words[i].head, n+1 {
		if i == k {
			dr.source[0], _ = b.v.phrase(k)
			return
		}
	}
}

// addressed reports whether the supposed source is the one that is told ("the court was told that …").
func (b *drafter) addressed(dr *draft) bool {
	head := &b.v.words[cueHead(b.v, dr.at.words)]
	if head.kids&passiveBit == 0 || head.subj < dr.source[0] || head.subj > dr.source[1] || dr.source[0] < 0 {
		return false
	}
	switch strings.ToLower(head.tok.Lemma) {
	case "tell", "inform", "ask", "accuse", "warn", "order", "urge", "advise", "remind", "notify", "assure", "brief", "charge", "blame", "criticise", "criticize":
		return true
	}
	return false
}

// expletive reports whether the supposed source is the "it" of "it is believed that …", which names nobody.
func (b *drafter) expletive(dr *draft) bool {
	if dr.source[0] < 0 || dr.source[0] != dr.source[1] || !strings.EqualFold(b.v.words[dr.source[0]].tok.Text, "it") {
		return false
	}
	return b.v.words[cueHead(b.v, dr.at.words)].kids&passiveBit != 0 || b.v.words[dr.source[0]].tok.Rel == "expl"
}

// agent returns the noun of a "by" phrase at a passive cue, -1 if there is none.
func (b *drafter) agent(cue [2]int) int {
	head := cueHead(b.v, cue)
	_, to := b.v.sentence(b.v.words[head].sent)
	for i := head + 1; i < to && i < head+20; i++ {
		if w := &b.v.words[i]; w.head == head && (w.tok.Rel == "obl:agent" || w.tok.Rel == "obl" && i > 0 && hasAny(strings.ToLower(b.v.words[max(i-1, 0)].tok.Text+" "+b.v.words[max(i-2, 0)].tok.Text), "by")) {
			return i
		}
	}
	return -1
}

func abs(n int) int { return max(n, -n) }

// wordsIn returns the first and last word of a span.
func (b *drafter) wordsIn(s doc.Span) (first, last int) {
	first, ok := b.cast.at[s.Start]
	if !ok {
		return -1, -1
	}
	last = first
	for last+1 < len(b.v.words) && b.v.words[last+1].tok.Start < s.End {
		last++
	}
	return first, last
}
