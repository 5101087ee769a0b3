package attrib

import (
	"onrecord/internal/linear"
)

// Labels of the cue tagger.
const (
	cueO = iota
	cueB
	cueI
	cueLabels
)

// cueExtractor computes the features of the cue tagger for one document. domain marks text of the kind that our own
// gold is made of: the features are then given a second time, so that the model learns what differs there
// (Daume III 2007); 0 = none.
type cueExtractor struct {
	v      *view
	domain int
}

var padding = linear.String("<pad>")

// at returns the word n places from i, nil beyond the sentence.
func (x *cueExtractor) at(i, n int) *word {
	j := i + n
	if j < 0 || j >= len(x.v.words) || x.v.words[j].sent != x.v.words[i].sent {
		return nil
	}
	return &x.v.words[j]
}

func lemmaOf(w *word) uint64 {
	if w == nil {
		return padding
	}
	return w.lemma
}

func posOf(w *word) uint64 {
	if w == nil {
		return padding
	}
	return w.xpos
}

func rateOf(w *word) int {
	if w == nil {
		return 0
	}
	return w.rate
}

func shapeAt(w *word) int {
	if w == nil {
		return -1
	}
	return int(w.shape)
}

// features appends the features of word i.
func (x *cueExtractor) features(i int, fs []uint64) []uint64 {
	start := len(fs)
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	w := &x.v.words[i]
	p1, p2, n1, n2 := x.at(i, -1), x.at(i, -2), x.at(i, 1), x.at(i, 2)
	add(linear.F(0))
	add(linear.F(1).Add(w.lemma))
	add(linear.F(2).Add(w.form))
	add(linear.F(3).Add(w.lemma).Add(w.xpos))
	add(linear.F(4).Add(w.xpos))
	add(linear.F(5).Int(w.rate))
	add(linear.F(6).Int(w.rate).Add(w.xpos))
	domain := len(fs)
	add(linear.F(7).Add(lemmaOf(p1)))
	add(linear.F(8).Add(lemmaOf(n1)))
	add(linear.F(9).Add(lemmaOf(p2)))
	add(linear.F(10).Add(lemmaOf(n2)))
	add(linear.F(11).Add(lemmaOf(p1)).Add(w.lemma))
	add(linear.F(12).Add(w.lemma).Add(lemmaOf(n1)))
	add(linear.F(13).Add(posOf(p1)).Add(w.xpos))
	add(linear.F(14).Add(w.xpos).Add(posOf(n1)))
	add(linear.F(15).Add(posOf(p1)).Add(w.xpos).Add(posOf(n1)))
	add(linear.F(16).Add(posOf(p2)).Add(posOf(p1)).Add(w.xpos))
	add(linear.F(17).Add(w.xpos).Add(posOf(n1)).Add(posOf(n2)))
	add(linear.F(18).Add(w.lemma).Add(posOf(n1)).Add(posOf(p1)))
	add(linear.F(19).Add(lemmaOf(p1)).Add(w.lemma).Add(lemmaOf(n1)))
	add(linear.F(20).Int(rateOf(p1)).Int(w.rate).Int(rateOf(n1)))
	add(linear.F(21).Int(w.rate).Add(lemmaOf(n1)))
	add(linear.F(22).Int(w.rate).Add(lemmaOf(p1)))
	add(linear.F(23).Int(w.rate).Int(shapeAt(p1)).Int(shapeAt(n1)))
	add(linear.F(24).Add(linear.String(suffix(w.tok.Text, 3))))
	for k, c := range w.tok.Cluster {
		add(linear.F(25 + k).Int(int(c)))
	}
	if n1 != nil {
		add(linear.F(28).Int(int(n1.tok.Cluster[1])).Int(w.rate))
	}
	if p1 != nil {
		add(linear.F(29).Int(int(p1.tok.Cluster[1])).Int(w.rate))
	}
	quote := x.quoteState(i)
	add(linear.F(30).Int(quote))
	add(linear.F(31).Int(quote).Add(w.lemma))
	add(linear.F(32).Int(quote).Int(w.rate).Add(w.xpos))
	from, to := x.v.sentence(w.sent)
	add(linear.F(33).Int(min(i-from, 3)).Int(min(to-1-i, 3)).Int(w.rate))
	add(linear.F(34).Int(b2i(w.sent == 0)).Int(w.rate).Add(w.xpos))
	fs = x.syntax(i, fs)
	if x.domain > 0 {
		for _, f := range fs[start:domain] {
			fs = append(fs, uint64(linear.Hash(f).Int(x.domain)))
		}
		add(linear.F(80).Int(x.domain).Int(quote).Int(w.rate))
		add(linear.F(81).Int(x.domain).Add(w.rel).Int(w.rate))
		add(linear.F(82).Int(x.domain).Int(kidSet(w.kids)).Int(w.rate))
		add(linear.F(83).Int(x.domain).Add(w.lemma).Add(lemmaOf(n1)))
		add(linear.F(84).Int(x.domain).Add(lemmaOf(p1)).Add(w.lemma))
	}
	return fs
}

// syntax appends what the parse says of word i.
func (x *cueExtractor) syntax(i int, fs []uint64) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	w := &x.v.words[i]
	if !x.v.doc.Sentences[w.sent].Parsed {
		return fs
	}
	kids := kidSet(w.kids)
	add(linear.F(40).Add(w.rel))
	add(linear.F(41).Add(w.rel).Add(w.lemma))
	add(linear.F(42).Int(kids))
	add(linear.F(43).Int(kids).Add(w.lemma))
	add(linear.F(44).Int(kids).Int(w.rate).Add(w.xpos))
	add(linear.F(45).Add(w.rel).Int(w.rate).Int(kids))
	if w.head >= 0 {
		h := &x.v.words[w.head]
		add(linear.F(46).Add(h.lemma).Add(w.rel))
		add(linear.F(47).Add(h.lemma).Add(w.lemma))
		add(linear.F(48).Int(h.rate).Add(w.rel).Add(w.lemma))
		add(linear.F(49).Int(h.rate).Add(w.rel).Int(w.rate))
		add(linear.F(50).Add(h.xpos).Add(w.xpos).Add(w.rel))
	}
	if w.subj >= 0 {
		s := &x.v.words[w.subj]
		add(linear.F(51).Add(s.lemma).Int(w.rate))
		add(linear.F(52).Add(s.xpos).Add(w.lemma))
		add(linear.F(53).Add(s.xpos).Int(w.rate).Int(b2i(w.subj < i)))
		add(linear.F(54).Int(int(s.tok.Cluster[1])).Int(w.rate))
		add(linear.F(55).Int(int(s.tok.Cluster[2])).Add(w.lemma))
	}
	fs = x.children(i, fs)
	up, rel := x.strongAncestor(i)
	add(linear.F(70).Int(up))
	add(linear.F(71).Int(up).Add(rel).Int(w.rate))
	add(linear.F(72).Int(up).Add(w.lemma))
	return fs
}

// children appends features of the children that mark how the word is used.
func (x *cueExtractor) children(i int, fs []uint64) []uint64 {
	w := &x.v.words[i]
	if w.kids == 0 {
		return fs
	}
	from, to := x.v.sentence(w.sent)
	from, to = max(from, i-25), min(to, i+26)
	for j := from; j < to; j++ {
		c := &x.v.words[j]
		if c.head != i {
			continue
		}
		switch _, rel := relBit(c.tok.Rel); rel {
		case "aux", "mark", "case", "advmod", "cop", "cc", "det":
			fs = append(fs, uint64(linear.F(60).Add(c.lemma).Int(w.rate)), uint64(linear.F(61).Add(c.lemma).Add(w.lemma)))
		case "obl", "nmod":
			fs = append(fs, uint64(linear.F(62).Add(x.caseOf(j)).Add(w.lemma)), uint64(linear.F(63).Add(x.caseOf(j)).Int(w.rate)))
		case "obj", "iobj":
			fs = append(fs, uint64(linear.F(64).Add(c.lemma).Add(w.lemma)), uint64(linear.F(65).Add(c.upos).Add(w.lemma)))
		case "ccomp", "xcomp", "advcl", "parataxis", "acl":
			fs = append(fs, uint64(linear.F(66).Add(c.rel).Add(c.xpos).Add(w.lemma)), uint64(linear.F(67).Add(c.rel).Int(b2i(j < i)).Int(w.rate)),
				uint64(linear.F(68).Add(c.rel).Add(x.markOf(j)).Add(w.lemma)), uint64(linear.F(69).Add(c.rel).Int(b2i(c.tok.Quoted)).Int(w.rate)))
		}
	}
	return fs
}

// caseOf returns the preposition of a noun, markOf the conjunction of a clause.
func (x *cueExtractor) caseOf(j int) uint64 { return x.childLemma(j, "case") }
func (x *cueExtractor) markOf(j int) uint64 { return x.childLemma(j, "mark") }

func (x *cueExtractor) childLemma(j int, rel string) uint64 {
	from, _ := x.v.sentence(x.v.words[j].sent)
	for k := j - 1; k >= from && k > j-12; k-- {
		if c := &x.v.words[k]; c.head == j && c.tok.Rel == rel {
			return c.lemma
		}
	}
	return padding
}

// strongAncestor returns how far up the nearest likely cue is (0 = none) and the relation by which the
// word's branch hangs on it: what lies below a cue is content, and cues in content are not attributions of the article.
func (x *cueExtractor) strongAncestor(i int) (up int, rel uint64) {
	child := i
	for up = 1; up < 12; up++ {
		h := x.v.words[child].head
		if h < 0 {
			return 0, 0
		}
		if x.v.words[h].rate >= 5 {
			return up, x.v.words[child].rel
		}
		child = h
	}
	return 0, 0
}

// quoteState says whether the word is in quotation marks and whether there are such within four words before and after it.
func (x *cueExtractor) quoteState(i int) int {
	state := b2i(x.v.words[i].tok.Quoted)
	for n := 1; n <= 4; n++ {
		if w := x.at(i, -n); w != nil && (w.tok.Quoted || isQuoteMark(w.tok.Text)) {
			state |= 2
		}
		if w := x.at(i, n); w != nil && (w.tok.Quoted || isQuoteMark(w.tok.Text)) {
			state |= 4
		}
	}
	return state
}

// edges appends the features that are paired with the previous label.
func (x *cueExtractor) edges(i int, fs []uint64) []uint64 {
	w := &x.v.words[i]
	return append(fs, uint64(linear.F(100)), uint64(linear.F(101).Add(w.xpos)), uint64(linear.F(102).Add(w.lemma)),
		uint64(linear.F(103).Add(posOf(x.at(i, -1))).Add(w.xpos)), uint64(linear.F(104).Add(w.rel)))
}

func suffix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[len(s)-n:]
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
