package attrib

import (
	"slices"
	"strings"
)

// The settle functions correct the labels of one window by what the tagger, which sees one cue at a time and a word at a
// time, cannot know. Each was measured on PolNeAR dev: quotes +0.5 strict, others +0.7 strict, source +0.7 lenient.

// settleQuotes makes quotations whole: one that is mostly content is content from mark to mark, and one in another
// sentence that is not is none.
func (v *view) settleQuotes(labels []uint8, w *window) {
	for i := 0; i < len(labels); i++ {
		if !v.words[w.from+i].tok.Quoted {
			continue
		}
		j, content, other := i, 0, 0
		for ; j < len(labels) && v.words[w.from+j].tok.Quoted; j++ {
			switch {
			case labels[j] == roleCue || labels[j] == roleSource:
				other += 1000
			case v.words[w.from+j].shape == mark:
			case labels[j] == roleContent:
				content++
			default:
				other++
			}
		}
		switch {
		case 10*content >= 6*(content+other):
			for k := i; k < j; k++ {
				labels[k] = roleContent
			}
		case content > 0 && v.words[w.from+i].sent != w.sent: // a few words of another quotation are a slip
			for k := i; k < j; k++ {
				labels[k] = roleO
			}
		}
		i = j
	}
}

// settleOthers leaves the quotations of other sentences to the cues that stand in those sentences, outside the quotation.
// An attribution that has no content in its own sentence keeps what it has.
func (v *view) settleOthers(labels []uint8, w *window) {
	from, to := v.sentence(w.sent)
	if !slices.Contains(labels[from-w.from:to-w.from], roleContent) {
		return
	}
	for s := v.words[w.from].sent; s <= v.words[w.to-1].sent; s++ {
		if s == w.sent {
			continue
		}
		from, to := v.sentence(s)
		own := false
		for i := from; i < to; i++ {
			own = own || w.otherCues[i-w.from] && !v.words[i].tok.Quoted
		}
		if own {
			clear(labels[from-w.from : to-w.from])
		}
	}
}

// settleSource gives a cue without a source the subject of the verb that it hangs on ("…, suggesting that …").
func (v *view) settleSource(labels []uint8, w *window) {
	for _, l := range labels {
		if l == roleSource {
			return
		}
	}
	if k := v.inherited(w.cue); k >= 0 && labels[k-w.from] == roleO {
		first, last := v.phrase(k)
		for i := max(first, w.from); i <= last && i < w.to; i++ {
			if labels[i-w.from] == roleO {
				labels[i-w.from] = roleSource
			}
		}
	}
}

// inherited is the subject that a cue without one of its own shares with the verb that it hangs on, -1 if there is none.
func (v *view) inherited(cue [2]int) int {
	for i, n := cueHead(v, cue), 0; i >= 0 && n < 6; i, n = v.words[i].head, n+1 {
		w := &v.words[i]
		if w.subj >= 0 && (w.subj < cue[0] || w.subj > cue[1]) {
			if w.kids&passiveBit != 0 {
				return -1
			}
			return w.subj
		}
		switch rel, _, _ := strings.Cut(w.tok.Rel, ":"); rel {
		case "advcl", "conj", "xcomp":
		default:
			return -1
		}
	}
	return -1
}
