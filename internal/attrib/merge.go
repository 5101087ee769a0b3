package attrib

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
)

// merge joins drafts that tell the same content: "X said, according to Y" and "X said that, according to Y, …".
func (b *drafter) merge() {
	for i, x := range b.drafts {
		if b.d.GivenUp() {
			return
		}
		if x.parent >= 0 {
			y := b.drafts[x.parent]
			rest := subtract(y.at.Content, append(slices.Clone(x.at.Source), x.at.Cue...))
			if !y.dropped && overlap(rest, x.at.Content) >= 0.9 && !strings.Contains(b.words(y.at.Content), "\n") {
				x.chain = append(slices.Clone(b.fullChain(y)), x.chain...)
				x.parent = -1
				y.dropped = true
				for _, z := range b.drafts {
					if z.parent >= 0 && b.drafts[z.parent] == y && z != x {
						z.parent = i
					}
				}
			}
			continue
		}
		for j, y := range b.drafts {
			if i == j || x.dropped || y.dropped || y.parent >= 0 || !accordingTo(b.d.Text(y.at.Cue[0])) && !b.reportsAfter(x, y) && !b.passesOn(x, y) || accordingTo(b.d.Text(x.at.Cue[0])) {
				continue
			}
			if (overlap(x.at.Content, y.at.Content) >= 0.8 || b.passesOn(x, y)) && !sameSource(x.chain, y.chain) {
				x.chain = append(slices.Clone(y.chain), x.chain...)
				y.dropped = true
			}
		}
	}
}

// reportsAfter reports whether y is an outlet behind the whole of x: "The ministry said …, Interfax reported".
func (b *drafter) reportsAfter(x, y *draft) bool {
	if len(y.chain) == 0 || y.chain[len(y.chain)-1].Kind != "outlet" || b.v.words[x.at.words[0]].sent != b.v.words[y.at.words[0]].sent {
		return false
	}
	return len(x.at.Content) > 0 && x.at.words[1] < y.at.words[0] && x.at.Content[len(x.at.Content)-1].End <= y.at.Cue[0].Start
}

// passesOn reports whether y, at the end of the sentence, says what x said in it to somebody: "The rebels told mediators that …, a diplomat said". What
// was tagged for y's content leaves out that it is x's.
func (b *drafter) passesOn(x, y *draft) bool {
	s := b.v.words[x.at.words[0]].sent
	if s != b.v.words[y.at.words[0]].sent || x.source[0] < 0 || y.source[0] < 1 || len(x.at.Content) != 1 || len(y.at.Content) != 1 {
		return false
	}
	c, all := x.at.Content[0], y.at.Content[0]
	return x.source[0] == b.v.first[s] && x.at.Cue[0].End <= all.Start && all.Contains(c) && c != all && all.End <= y.at.Cue[0].Start && b.v.words[y.source[0]-1].tok.Text == ","
}

func sameSource(a, b []doc.Hop) bool {
	return len(a) > 0 && len(b) > 0 && a[len(a)-1].Name == b[len(b)-1].Name
}

// fullChain is a draft's chain with those of the drafts around it in front.
func (b *drafter) fullChain(dr *draft) []doc.Hop {
	chain := dr.chain
	for n := 0; dr.parent >= 0 && n < 4; n++ {
		dr = b.drafts[dr.parent]
		chain = append(slices.Clone(dr.chain), chain...)
	}
	return chain
}

// overlap is the Dice coefficient of two sets of spans, in bytes.
func overlap(a, c []doc.Span) float64 {
	n := 0
	for _, s := range a {
		for _, t := range c {
			n += max(0, min(s.End, t.End)-max(s.Start, t.Start))
		}
	}
	if total := length(a) + length(c); total > 0 {
		return 2 * float64(n) / float64(total)
	}
	return 0
}

// subtract cuts spans out of others.
func subtract(ss, cut []doc.Span) []doc.Span {
	for _, c := range cut {
		var next []doc.Span
		for _, s := range ss {
			if !s.Overlaps(c) {
				next = append(next, s)
				continue
			}
			if s.Start < c.Start {
				next = append(next, doc.Span{Start: s.Start, End: c.Start})
			}
			if c.End < s.End {
				next = append(next, doc.Span{Start: c.End, End: s.End})
			}
		}
		ss = next
	}
	return ss
}

func accordingTo(cue string) bool { return strings.HasPrefix(strings.ToLower(cue), "according") }
