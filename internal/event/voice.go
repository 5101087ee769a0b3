package event

import "strings"

// voiceTemplates start the templates of the classifier that tells on whose word an act stands.
const voiceTemplates = 800

// voice is the claim on whose word the article reports an act, -1 when the article vouches for it itself: what stands
// in a claim may be its background ("criticised the invasion"), and what the lead says flatly may be sourced below.
func (r *reader) voice(group []*cand) int {
	x := spokenIn(group)
	if x == nil || r.c.yes(r.voiceFeatures(group, x), labelVoice) < r.c.cut.voice {
		return -1
	}
	return x.claim
}

// spokenIn is the first mention that a claim covers, nil if there is none.
func spokenIn(group []*cand) *cand {
	for _, x := range group {
		if x.claim >= 0 {
			return x
		}
	}
	return nil
}

func (r *reader) voiceFeatures(group []*cand, x *cand) []uint64 {
	b := &bag{base: voiceTemplates, fs: make([]uint64, 0, 48)}
	c := &r.d.Claims[x.claim]
	t := r.trees[x.sent]
	where, outside := "first", 0
	if x != group[0] {
		where = "later"
	}
	for _, y := range group {
		if y.claim < 0 {
			outside++
		}
	}
	cue := "none"
	if !c.Cue.Empty() {
		cue = strings.ToLower(r.d.Text(c.Cue))
	}
	pos := posKey(t.tok(x.tok).UPOS)
	b.add(0)
	b.add(1, where)
	b.num(2, min(outside, 2), where)
	b.add(3, cue)
	b.add(4, cue, pos)
	b.add(5, c.Quote)
	b.add(6, x.act, where)
	b.add(7, x.act, c.Quote)
	b.add(8, x.status)
	b.add(9, x.status, pos)
	b.add(10, t.tok(x.tok).Rel, pos)
	b.num(11, r.depth(x), pos)
	b.num(12, r.depth(x), where)
	b.add(13, t.lemma(x.tok))
	b.add(14, pos, t.tok(x.tok).XPOS)
	b.num(15, min(x.sent, 2))
	b.num(16, min(len(group), 3), where)
	if n := len(c.Chain); n > 0 {
		h := &c.Chain[n-1]
		b.add(17, h.Kind, h.Anonymity)
		b.add(18, h.Stance)
		by := "other"
		for _, a := range x.actors {
			if h.Entity >= 0 && a.entity == h.Entity || a.span.Overlaps(h.Span) {
				by = "actor"
			}
		}
		b.add(19, by)
		b.add(20, by, x.act)
		b.add(21, by, x.act, x.status)
		b.num(22, min(n, 3))
	}
	for _, k := range t.kids[x.tok] {
		switch t.rel(k) {
		case "det", "aux", "nmod":
			b.add(23, pos, t.lemma(k))
		}
	}
	if c.Sentence != x.sent {
		b.add(24)
	}
	b.num(25, int(c.Score*4))
	return b.fs
}

// depth counts the steps up the tree from an act to the word that its claim's content hangs on: 0 is what is said itself.
func (r *reader) depth(x *cand) int {
	t := r.trees[x.sent]
	n := 0
	for i := t.head(x.tok); i >= 0 && n < 5; i = t.head(i) {
		in := false
		for _, s := range r.d.Claims[x.claim].Content {
			in = in || s.Contains(t.tok(i).Span)
		}
		if !in {
			break
		}
		n++
	}
	return n
}
