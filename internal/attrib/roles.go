package attrib

import (
	"onrecord/internal/linear"
)

// Labels of the role tagger. A cue's own words are fixed to roleCue.
const (
	roleO = iota
	roleSource
	roleContent
	roleCue
	roleLabels
)

// How far a window may reach beyond the cue's sentence, over sentences that are mostly quoted.
const (
	sentencesBefore = 3
	sentencesAfter  = 8
)

// window is what is looked at for the source and the content of one cue.
type window struct {
	from, to   int // words
	cue        [2]int
	head       int // the cue's head word
	sent       int
	branch     []branch // for each word of the cue's sentence
	base       int      // first word of the cue's sentence
	otherCues  []bool   // for each word of the window: it belongs to another cue
	lemma      uint64   // of the head
	kind       uint64   // lemma, voice and particle of the cue
	rate       int
	quoteBefor bool // the word before the cue (or before its source) closes a quotation or is in one
	quoteAfter bool
	others     []uint64 // for each sentence of the window but the cue's: a feature that describes it
	claimed    []bool   // for each sentence of the window: a cue other than this one stands in it, outside quotation marks
	ownQuote   bool     // the cue's sentence holds a quotation
	ownAfter   bool     // a cue outside quotation marks follows this one in its sentence
	comma      int      // whether commas stand right behind the cue and shortly before it
}

// branch says how a word hangs together with the cue's head: up steps from the head to the ancestor they share, then
// down along the branch with relation rel to the word.
type branch struct {
	up, down int
	rel      uint64 // relation of the branch's top
	top      int    // word at the branch's top, -1 = not connected
}

// newWindow places the window around the cue [from, to].
func newWindow(v *view, cue [2]int) *window {
	s := v.words[cue[0]].sent
	w := &window{cue: cue, sent: s, base: v.first[s]}
	first, last := s, s
	for first > 0 && s-first < sentencesBefore && v.mostlyQuoted(first-1) {
		first--
	}
	for last+1 < len(v.doc.Sentences) && last-s < sentencesAfter && v.mostlyQuoted(last+1) {
		last++
	}
	w.from, w.to = v.first[first], v.first[last+1]
	w.head = cueHead(v, cue)
	h := &v.words[w.head]
	w.lemma, w.rate = h.lemma, h.rate
	w.kind = uint64(linear.F(200).Add(h.lemma).Int(b2i(h.kids&passiveBit != 0)).Add(v.words[cue[1]].lemma))
	w.quoteBefor = cue[0] > w.base && quotedAt(v, cue[0]-1)
	w.quoteAfter = cue[1]+1 < v.first[s+1] && quotedAt(v, cue[1]+1)
	w.connect(v)
	for i := w.base; i < v.first[s+1]; i++ {
		w.ownQuote = w.ownQuote || v.words[i].tok.Quoted
	}
	if n := cue[1] + 1; n < v.first[s+1] && v.words[n].tok.Text == "," {
		w.comma = 1
	}
	for i := cue[0] - 1; i >= w.base && i > cue[0]-8; i-- {
		if v.words[i].tok.Text == "," {
			w.comma += 2
			break
		}
	}
	return w
}

func quotedAt(v *view, i int) bool { return v.words[i].tok.Quoted || isQuoteMark(v.words[i].tok.Text) }

// cueHead is the cue's word that hangs outside the cue; without a parse its likeliest cue word, else the last verb.
func cueHead(v *view, cue [2]int) int {
	best := -1
	if v.doc.Sentences[v.words[cue[0]].sent].Parsed {
		for i := cue[0]; i <= cue[1]; i++ {
			if h := v.words[i].head; (h < cue[0] || h > cue[1]) && (best < 0 || v.words[i].rate > v.words[best].rate) {
				best = i
			}
		}
		if best >= 0 {
			return best
		}
	}
	best = cue[0]
	for i := cue[0]; i <= cue[1]; i++ {
		if v.words[i].rate >= v.words[best].rate {
			best = i
		}
	}
	return best
}

// connect computes the branches of the cue's sentence.
func (w *window) connect(v *view) {
	from, to := v.sentence(w.sent)
	w.branch = make([]branch, to-from)
	for i := range w.branch {
		w.branch[i] = branch{up: -1, top: -1}
	}
	up := 0
	for a := w.head; a >= 0 && up < 30; a = v.words[a].head {
		w.branch[a-from] = branch{up: up, top: a, rel: v.words[a].rel}
		up++
	}
	ancestors := up
	for i := from; i < to; i++ {
		// Walk up until a word whose branch is known, then fill in downwards.
		var path [64]int
		n := 0
		a := i
		for a >= 0 && w.branch[a-from].up < 0 && n < len(path) {
			path[n] = a
			n++
			a = v.words[a].head
		}
		if a < 0 || w.branch[a-from].up < 0 || ancestors == 0 {
			continue
		}
		for b := w.branch[a-from]; n > 0; {
			n--
			if b.down == 0 {
				b.top, b.rel = path[n], v.words[path[n]].rel
			}
			b.down++
			w.branch[path[n]-from] = b
		}
	}
}

// side of word i: 0 before the cue, 1 in it, 2 after it.
func (w *window) side(i int) int {
	switch {
	case i < w.cue[0]:
		return 0
	case i > w.cue[1]:
		return 2
	}
	return 1
}

// roleExtractor computes the features of the role tagger for one window.
type roleExtractor struct {
	v *view
	w *window
	// counts of marks up to each word, to tell what lies between a word and the cue
	commas []int
}

func newRoleExtractor(v *view, w *window) *roleExtractor {
	x := &roleExtractor{v: v, w: w, commas: make([]int, w.to-w.from+1)}
	for i := w.from; i < w.to; i++ {
		n := 0
		switch v.words[i].tok.Text {
		case ",", "–", "—", "--", ";", ":":
			n = 1
		}
		x.commas[i-w.from+1] = x.commas[i-w.from] + n
	}
	return x
}

func (x *roleExtractor) at(i, n int) *word {
	j := i + n
	if j < x.w.from || j >= x.w.to {
		return nil
	}
	return &x.v.words[j]
}

// between returns how many commas and how many quotation marks lie between word i and the cue.
func (x *roleExtractor) between(i int) (commas, quotes int) {
	a, b := i, x.w.cue[0]
	if i > x.w.cue[1] {
		a, b = x.w.cue[1], i
	}
	commas = x.commas[b-x.w.from] - x.commas[a-x.w.from]
	if x.v.words[a].tok != nil {
		quotes = x.v.words[b].quotes - x.v.words[a].quotes
	}
	return min(commas, 4), min(max(quotes, -1), 4)
}

// sentenceOffset of word i from the cue's sentence, and whether it is in another paragraph.
func (x *roleExtractor) sentenceOffset(i int) int {
	w := &x.v.words[i]
	n := 2 * (w.sent - x.w.sent)
	if x.v.doc.Sentences[w.sent].Block != x.v.doc.Sentences[x.w.sent].Block {
		n++
	}
	return n
}

// features appends the features of word i.
func (x *roleExtractor) features(i int, fs []uint64) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	w := &x.v.words[i]
	win := x.w
	side := win.side(i)
	dist := 0
	if side == 0 {
		dist = -distance(win.cue[0] - i)
	} else if side == 2 {
		dist = distance(i - win.cue[1])
	}
	offset := x.sentenceOffset(i)
	commas, quotes := x.between(i)
	quoted := b2i(w.tok.Quoted) | b2i(isQuoteMark(w.tok.Text))<<1
	place := linear.F(200).Int(side).Int(min(max(offset, -3), 3))
	where := uint64(place)
	p1, n1 := x.at(i, -1), x.at(i, 1)

	add(linear.F(201).Add(where))
	add(linear.F(202).Add(where).Int(dist))
	add(linear.F(203).Int(dist).Add(win.lemma))
	add(linear.F(204).Add(where).Add(win.kind))
	add(linear.F(205).Add(where).Add(w.lemma))
	add(linear.F(206).Add(where).Add(w.xpos))
	add(linear.F(207).Int(dist).Add(w.xpos).Int(commas))
	add(linear.F(208).Int(dist).Add(w.lemma))
	add(linear.F(209).Add(where).Add(posOf(p1)).Add(w.xpos))
	add(linear.F(210).Add(where).Add(w.xpos).Add(posOf(n1)))
	add(linear.F(211).Add(where).Add(lemmaOf(p1)))
	add(linear.F(212).Add(where).Add(lemmaOf(n1)))
	add(linear.F(213).Add(where).Int(int(w.shape)).Int(shapeAt(p1)))
	add(linear.F(214).Add(where).Int(quoted))
	add(linear.F(215).Add(where).Int(quoted).Int(quotes).Int(b2i(win.quoteBefor)).Int(b2i(win.quoteAfter)))
	add(linear.F(216).Add(where).Int(quoted).Add(win.lemma))
	add(linear.F(217).Add(where).Int(commas).Int(quotes))
	add(linear.F(218).Add(where).Int(commas).Add(win.kind))
	add(linear.F(219).Add(where).Int(commas).Add(w.lemma))
	add(linear.F(220).Add(where).Add(w.xpos).Add(win.kind))
	add(linear.F(221).Add(where).Int(int(w.tok.Cluster[1])))
	add(linear.F(222).Add(where).Int(int(w.tok.Cluster[2])).Int(dist))
	add(linear.F(223).Add(where).Int(commas).Int(win.comma).Int(quoted))
	add(linear.F(224).Add(where).Int(win.comma).Add(w.xpos))
	if w.sent == win.sent {
		fs = x.syntax(i, where, commas, fs)
	}
	fs = x.rivals(i, where, fs)
	return x.quotation(i, fs)
}

// quotation appends what is known of the quotation that word i of another sentence stands in: how near it is, and
// whether a cue outside quotation marks claims it or lies between.
func (x *roleExtractor) quotation(i int, fs []uint64) []uint64 {
	w, win := &x.v.words[i], x.w
	if w.sent == win.sent || win.others == nil {
		return fs
	}
	state := linear.Hash(win.others[w.sent-x.v.words[win.from].sent]).Int(b2i(w.tok.Quoted))
	block := x.sentenceOffset(i) & 1
	return append(fs, uint64(state), uint64(state.Int(block)), uint64(state.Int(block).Int(b2i(win.quoteBefor)).Int(b2i(win.quoteAfter))),
		uint64(state.Int(block).Int(b2i(win.ownQuote)).Int(b2i(win.ownAfter)+2)))
}

// setOthers marks the words of the window that belong to other cues, and describes its other sentences.
func (w *window) setOthers(v *view, cues []cue) {
	w.otherCues = make([]bool, w.to-w.from)
	first := v.words[w.from].sent
	w.claimed = make([]bool, v.words[w.to-1].sent-first+1)
	for _, c := range cues {
		if c.words == w.cue {
			continue
		}
		for i := max(c.words[0], w.from); i <= c.words[1] && i < w.to; i++ {
			w.otherCues[i-w.from] = true
			if o := &v.words[i]; !o.tok.Quoted {
				w.claimed[o.sent-first] = true
				w.ownAfter = w.ownAfter || o.sent == w.sent && i > w.cue[1]
			}
		}
	}
	w.others = make([]uint64, len(w.claimed))
	describe := func(s, between int) int {
		own := b2i(w.claimed[s-first])
		w.others[s-first] = uint64(linear.F(260).Int(b2i(s > w.sent)).Int(min(max(s-w.sent, -3), 4)).Int(own).Int(min(between, 2)).Int(b2i(v.lone(s))))
		return between + own
	}
	for s, n := w.sent-1, 0; s >= first; s-- {
		n = describe(s, n)
	}
	for s, n := w.sent+1, 0; s-first < len(w.others); s++ {
		n = describe(s, n)
	}
}

// syntax appends how word i of the cue's sentence hangs together with the cue.
func (x *roleExtractor) syntax(i int, where uint64, commas int, fs []uint64) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	w, win := &x.v.words[i], x.w
	b := win.branch[i-win.base]
	if b.up < 0 {
		return fs
	}
	down := min(b.down, 3)
	path := uint64(linear.F(230).Int(min(b.up, 4)).Add(b.rel).Int(side3(b.top, win)))
	add(linear.F(231).Add(path))
	add(linear.F(232).Add(path).Int(down))
	add(linear.F(233).Add(path).Add(win.lemma))
	add(linear.F(234).Add(path).Add(win.kind))
	add(linear.F(235).Add(path).Add(w.xpos))
	add(linear.F(236).Add(path).Add(where))
	add(linear.F(237).Add(path).Int(down).Add(w.rel))
	add(linear.F(238).Add(path).Int(commas))
	add(linear.F(239).Add(path).Int(b2i(w.tok.Quoted)))
	add(linear.F(240).Add(path).Add(w.lemma))
	if b.top >= 0 {
		t := &x.v.words[b.top]
		add(linear.F(241).Add(path).Add(t.lemma))
		add(linear.F(242).Add(path).Add(t.xpos).Int(win.rate))
		add(linear.F(243).Add(path).Int(int(t.tok.Cluster[2])))
		add(linear.F(244).Add(path).Int(kidSet(x.v.words[win.head].kids)))
	}
	add(linear.F(245).Add(x.v.words[win.head].rel).Add(path))
	if b.up > 0 { // what the cue itself hangs on
		add(linear.F(246).Add(path).Add(x.v.words[win.head].rel).Add(win.lemma))
	}
	add(linear.F(247).Add(w.rel).Add(where))
	quotes := b2i(win.quoteBefor) | b2i(win.quoteAfter)<<1 | b2i(win.ownQuote)<<2 | b2i(w.tok.Quoted)<<3
	add(linear.F(252).Add(path).Int(quotes))
	add(linear.F(253).Add(where).Int(quotes))
	add(linear.F(254).Add(where).Int(quotes).Add(w.lemma))
	add(linear.F(255).Add(path).Int(win.comma))
	return fs
}

func side3(i int, w *window) int {
	if i < 0 {
		return 3
	}
	return w.side(i)
}

// rivals appends features of other cues that lie between word i and this cue, or are nearer to the word.
func (x *roleExtractor) rivals(i int, where uint64, fs []uint64) []uint64 {
	if x.w.otherCues == nil {
		return fs
	}
	n, here := x.rivalsAt(i)
	return append(fs, uint64(linear.F(250).Add(where).Int(min(n, 3))),
		uint64(linear.F(251).Add(where).Int(min(n, 2)).Int(b2i(here)).Int(b2i(x.v.words[i].tok.Quoted))))
}

// rivalsAt counts the other cues from word i to this one, and tells whether the word belongs to one.
func (x *roleExtractor) rivalsAt(i int) (n int, here bool) {
	win := x.w
	if win.otherCues == nil {
		return 0, false
	}
	step := 1
	if i > win.cue[1] {
		step = -1
	}
	prev := false
	for j := i; j >= win.from && j < win.to && (j < win.cue[0] || j > win.cue[1]); j += step {
		c := win.otherCues[j-win.from]
		if c && !prev {
			n++
		}
		prev = c
	}
	return n, win.otherCues[i-win.from]
}

// edges appends the features that are paired with the previous label.
func (x *roleExtractor) edges(i int, fs []uint64) []uint64 {
	w := &x.v.words[i]
	side := x.w.side(i)
	p := x.at(i, -1)
	turn := 0 // where quotation starts or ends
	change := 0
	if p != nil {
		turn = b2i(p.tok.Quoted)<<1 | b2i(w.tok.Quoted) | b2i(isQuoteMark(w.tok.Text))<<2 | b2i(isQuoteMark(p.tok.Text))<<3
		if p.sent != w.sent {
			change = 1
			if x.v.doc.Sentences[p.sent].Block != x.v.doc.Sentences[w.sent].Block {
				change = 2
			}
		}
	}
	fs = append(fs, uint64(linear.F(300).Int(side)),
		uint64(linear.F(301).Int(side).Add(posOf(p)).Add(w.xpos)),
		uint64(linear.F(302).Int(side).Add(w.lemma)),
		uint64(linear.F(303).Int(side).Add(lemmaOf(p))),
		uint64(linear.F(304).Int(side).Int(turn).Int(change)))
	if w.sent == x.w.sent {
		b := x.w.branch[i-x.w.base]
		var q branch
		if p != nil && p.sent == w.sent {
			q = x.w.branch[i-1-x.w.base]
		}
		same := b2i(b.top == q.top)
		fs = append(fs, uint64(linear.F(305).Int(side).Int(same).Add(b.rel).Int(min(b.up, 3)).Add(q.rel).Int(min(q.up, 3))),
			uint64(linear.F(306).Int(side).Int(same).Add(w.rel).Add(w.upos)))
		if x.v.doc.Sentences[w.sent].Parsed {
			o := &x.v.words[w.topLeft]
			ob := x.w.branch[w.topLeft-x.w.base]
			fs = append(fs, uint64(linear.F(307).Int(side).Add(o.rel).Int(min(ob.up, 3)).Int(min(ob.down, 3))),
				uint64(linear.F(308).Int(side).Add(o.rel).Add(w.lemma)),
				uint64(linear.F(309).Int(side).Add(o.rel).Add(o.xpos).Add(posOf(p))))
			if p != nil && p.sent == w.sent {
				c := &x.v.words[p.topRight]
				cb := x.w.branch[p.topRight-x.w.base]
				fs = append(fs, uint64(linear.F(310).Int(side).Add(c.rel).Int(min(cb.up, 3)).Int(min(cb.down, 3))),
					uint64(linear.F(311).Int(side).Add(c.rel).Add(o.rel).Add(w.xpos)),
					uint64(linear.F(312).Int(side).Add(c.rel).Int(min(cb.up, 3)).Int(min(cb.down, 2)).Add(o.rel).Int(min(ob.up, 3)).Int(min(ob.down, 2))))
			}
		}
	}
	return fs
}
