package clean

import (
	"strings"

	"onrecord/internal/linear"
)

// maxCompared is up to how many paragraphs are compared with one another: more are no news article.
const maxCompared = 400

// labelRepeats labels what says again what another paragraph says: a standfirst in front of the text
// that a later paragraph repeats, and a later copy of an earlier paragraph.
func labelRepeats(paras []para, title string) {
	if len(paras) > maxCompared {
		return
	}
	four := make([]map[uint64]bool, len(paras))
	for i := range paras {
		four[i] = shinglesOf(paras[i].words, 4)
	}
	seen := 0       // body blocks in front of the present one
	var again []int // later paragraphs that say the opening ones again
	for i := range paras {
		p := &paras[i]
		if p.role != body {
			continue
		}
		seen++
		if seen > 1 && i < 6 && title != "" && sameLine(p.words, wordsOf(title)) {
			p.role = headline
			continue
		}
		if len(p.words) < 8 {
			continue
		}
		for j := range paras {
			q := &paras[j]
			if j == i || q.role != body || len(q.words) < 8 {
				continue
			}
			share := contained(four[i], four[j])
			switch {
			case j < i && share >= 0.95 && len(p.words) >= 20:
				p.label("repeat")
			case j > i && seen <= 3 && (share >= 0.7 || seen == 1 && reworded(p, q)):
				again = append(again, j)
				if nextBody(paras, i) == j && sameLine(p.words, q.words) {
					q.label("repeat") // the same paragraph twice in a row
				} else if len(again) <= 1 || j < again[0] { // a text that stands twice as a whole loses its copy, not its opening
					p.label("standfirst")
				} else {
					undo(paras[:i])
				}
			default:
				continue
			}
			break
		}
	}
}

// reworded reports whether q says all that p says in nearly the same words.
func reworded(p, q *para) bool {
	return contained(shinglesOf(p.words, 1), shinglesOf(q.words, 1)) >= 0.85 && contained(shinglesOf(p.words, 2), shinglesOf(q.words, 2)) >= 0.5
}

// nextBody returns the index of the next body paragraph behind i.
func nextBody(paras []para, i int) int {
	for i++; i < len(paras) && paras[i].role != body; i++ {
	}
	return i
}

// undo takes standfirst labels back.
func undo(paras []para) {
	for i := range paras {
		if paras[i].reason == "standfirst" && len(paras[i].words) >= 8 && paras[i].role == boilerplate {
			paras[i].role, paras[i].reason = body, ""
		}
	}
}

// shinglesOf returns the runs of n words, hashed.
func shinglesOf(words []string, n int) map[uint64]bool {
	if len(words) < n {
		return nil
	}
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = linear.String(w)
	}
	m := make(map[uint64]bool, len(words))
	for i := 0; i+n <= len(words); i++ {
		h := linear.F(n)
		for _, w := range hashes[i : i+n] {
			h = h.Add(w)
		}
		m[uint64(h)] = true
	}
	return m
}

// contained returns the share of a that is also in b.
func contained(a, b map[uint64]bool) float64 {
	if len(a) == 0 {
		return 0
	}
	n := 0
	for s := range a {
		if b[s] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// labelRuns labels runs of three or more neighbouring headlines within the text, and of two or more at its
// end: lists of links to other articles. A list that a colon announces stays.
func labelRuns(paras []para) {
	for i := 0; i < len(paras); i++ {
		if !titleLike(&paras[i]) {
			continue
		}
		j := i
		for j < len(paras) && titleLike(&paras[j]) {
			j++
		}
		announced := i == 0 || paras[i-1].role == headline || strings.HasSuffix(strings.TrimSpace(paras[i-1].text), ":")
		inside := j < len(paras) && paras[j].role == body
		if least := 3; !announced && i > 0 && paras[i-1].prose() && (j-i >= least && inside && paras[j].prose() || j == len(paras) && j-i >= 2) {
			for k := i; k < j; k++ {
				paras[k].label("teaser")
			}
		}
		i = j
	}
}

// titleLike reports whether a line reads like a headline: four to sixteen words, no end mark.
func titleLike(p *para) bool {
	if p.role != body || len(p.words) < 4 || len(p.words) > 16 || startsItem(p.text) {
		return false
	}
	return !strings.ContainsRune(".!;:,”\")…-–—", lastRune(p.text)) && number(p.words[0]) < 0
}

// keepSomething keeps an article from being emptied: where less than a tenth of the words would stay,
// the longest paragraphs that read like running text are the article after all.
func keepSomething(paras []para) {
	all, kept := 0, 0
	for i := range paras {
		all += len(paras[i].words)
		if paras[i].role == body {
			kept += len(paras[i].words)
		}
	}
	if kept*10 >= all {
		return
	}
	for i := range paras {
		p := &paras[i]
		if p.role == boilerplate && p.prose() && p.reason != "legal" && p.reason != "standfirst" && p.reason != "repeat" && p.reason != "credit" && p.reason != "markup" {
			p.role, p.reason = body, ""
			kept += len(p.words)
		}
	}
	if kept > 0 {
		return
	}
	for i := range paras { // a text of one headline, say
		if paras[i].role == boilerplate && len(paras) == 1 || paras[i].role == headline {
			paras[i].role, paras[i].reason = body, ""
		}
	}
}
