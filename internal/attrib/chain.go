package attrib

import (
	"strings"

	"onrecord/internal/doc"
)

// outlets finds those through whom the source spoke: "told Reuters", "in an interview with the BBC", "who spoke to
// Yonhap", "in a statement carried by IRNA". They stand in the cue's sentence, outside the content.
func (b *drafter) outlets(dr *draft, excluded func(int) bool) []doc.Hop {
	var hops []doc.Hop
	from, to := b.v.sentence(b.v.words[dr.at.words[0]].sent)
	for _, k := range b.in(from, to-1) {
		m := b.mentions[k]
		p := &b.parties[m.party]
		if excluded(m.first) || m.party == dr.speaker.party || b.isPublisher(p.name) {
			continue
		}
		how := b.passedOn(m, from)
		if how == "" || p.kind != "outlet" && !(how == "told" && b.likelyOutlet(m)) {
			continue
		}
		hops = append(hops, doc.Hop{Span: b.v.span(m.first, m.last), Entity: p.entity, Name: p.name, Kind: "outlet", Anonymity: "named", Stance: "asserts"})
		break
	}
	return hops
}

// passedOn says by which words a mention is made the one that passes the statement on: told, by, on; "" if it is not.
func (b *drafter) passedOn(m mention, from int) string {
	i := m.first - 1
	for ; i >= from && i > m.first-7; i-- {
		t := b.v.words[i].tok
		if !(describes(t) || t.UPOS == "DET" || t.XPOS == "PRP$" || t.XPOS == "VBN" || t.Text == "'s" || t.Text == "’s") || t.Text == "to" {
			break
		}
	}
	if i < from {
		return ""
	}
	before := ""
	if i > from {
		before = strings.ToLower(b.v.words[i-1].tok.Text)
	}
	switch strings.ToLower(b.v.words[i].tok.Text) {
	case "told", "tells", "telling", "tell":
		return "told"
	case "to":
		if hasAny(before, "speaking", "spoke", "talking", "talked", "said", "statement", "interview", "comments", "remarks", "statements",
			"confirmed", "revealed", "explained", "information", "report", "reports", "this", "that", "it", "news") {
			return "told"
		}
	case "with":
		if hasAny(before, "interview", "interviews", "speaking", "conversation", "talking", "spoke",
			"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday") {
			return "told"
		}
	case "by":
		if hasAny(before, "reported", "quoted", "cited", "published", "carried", "posted", "released", "broadcast", "aired", "obtained", "seen", "distributed") {
			return "by"
		}
	case "on", "in":
		return "on"
	}
	return ""
}

// likelyOutlet reports whether an organisation that someone told something is an outlet: a bare name that is not known as anything else.
func (b *drafter) likelyOutlet(m mention) bool {
	p := &b.parties[m.party]
	if p.kind != "organisation" || m.first > 0 && b.v.words[m.first-1].tok.UPOS == "DET" {
		return false
	}
	name := strings.ToLower(p.name)
	if _, ok := b.t.aliases[name]; ok {
		return false
	}
	if _, ok := b.t.lands[name]; ok {
		return false
	}
	for _, w := range lowerWords(name) {
		if s, ok := b.t.sources[w]; ok && s.kind != "outlet" {
			return false
		}
		if _, ok := b.t.people[w]; ok {
			return false
		}
	}
	return b.d.Mentions != nil && b.mentionType(m) == "organisation"
}

// mentionType is the type that the entity finder gave to a mention.
func (b *drafter) mentionType(m mention) string {
	start := b.v.words[m.first].tok.Start
	for i := range b.d.Mentions {
		if b.d.Mentions[i].Start == start {
			return b.d.Mentions[i].Type
		}
	}
	return ""
}

// cited finds the source that the speaker names in turn: "…, citing two officials".
func (b *drafter) cited(dr *draft, excluded func(int) bool) (doc.Hop, bool) {
	from, to := b.v.sentence(b.v.words[dr.at.words[0]].sent)
	for i := from; i+1 < to; i++ {
		switch strings.ToLower(b.v.words[i].tok.Text) {
		case "citing", "quoting":
		default:
			continue
		}
		if excluded(i) || dr.at.words[0] <= i && i <= dr.at.words[1] || b.lastCueBefore(i, from) != dr.at.words[1] && !b.between(dr, i) {
			continue
		}
		first, last := i+1, i+1
		for last+1 < to && last < i+12 {
			if t := b.v.words[last+1].tok; t.Text == "," || t.Text == "." || t.Text == ";" || t.UPOS == "VERB" || t.UPOS == "SCONJ" || excluded(last+1) {
				break
			}
			last++
		}
		h, _ := b.resolve(first, last, i, excluded)
		h.Stance = "asserts"
		return h, true
	}
	return doc.Hop{}, false
}

// between reports whether word i stands between the source of a draft and its cue: "The Guardian, quoting officials, reported".
func (b *drafter) between(dr *draft, i int) bool {
	return dr.source[1] >= 0 && dr.source[1] < i && i < dr.at.words[0] && i-dr.source[1] <= 2 && dr.at.words[0]-i < 14
}

// lastCueBefore returns the last word of the nearest cue before word i in its sentence, which begins at from; -1 if there is none.
func (b *drafter) lastCueBefore(i, from int) int {
	last := -1
	for _, dr := range b.drafts {
		if end := dr.at.words[1]; end >= from && end < i {
			last = max(last, end)
		}
	}
	return last
}
