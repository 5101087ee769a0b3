package attrib

import "onrecord/internal/linear"

// The role tagger sees a word at a time. Its best few readings of a window are therefore ranked again by what only a whole
// reading shows: whether source and contents are whole constituents, what is cut off at their ends, how quotation
// marks and commas fall, and in which order source, cue and contents stand (Collins and Koo 2005).

// readings is how many readings of a window are ranked.
const readings = 8

// rankLabel is the column of role.model that holds the ranker's weights. The tagger never asks for it: a cue's words are given.
const rankLabel = roleCue

// rank returns the best of the readings that the lattice holds, settled.
func (r *ranker) rank(m *linear.Model, base int, v *view, w *window, l *lattice[int32]) []uint8 {
	all, scores := r.best(l)
	if len(all) == 1 {
		v.settle(all[0], w)
		return all[0]
	}
	r.features = r.features[:0]
	var ends [readings]int
	for k := range all {
		v.settle(all[k], w)
		r.features = r.describe(v, w, all[k], k, r.features)
		ends[k] = len(r.features)
	}
	var ranks [readings]int32
	m.ScoreGroups(r.features, ends[:len(all)], rankLabel, ranks[:])
	best, most := 0, 0
	for k := range all {
		if total := 1024*int(ranks[k]) + base*int(scores[k]-scores[0]); k == 0 || total > most {
			best, most = k, total
		}
	}
	return all[best]
}

// settle applies the corrections that no weights are needed for.
func (v *view) settle(labels []uint8, w *window) {
	v.settleQuotes(labels, w)
	v.settleOthers(labels, w)
	v.settleSource(labels, w)
}

// run is a run of words of one role, without marks at its ends.
type run struct{ role, first, last int }

// ranker describes readings; it can be used again.
type ranker struct {
	features []uint64
	runs     []run
	kbest
}

// describe appends the features of a reading, the k-th by the tagger.
func (r *ranker) describe(v *view, w *window, labels []uint8, k int, fs []uint64) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	add(linear.F(400).Int(k))
	r.collect(v, w, labels)
	sources, contents := 0, [3]int{}
	order := linear.F(401)
	last := -1
	for i := range r.runs {
		f := &r.runs[i]
		role := f.role
		if role != roleCue && v.words[f.first].sent != w.sent {
			role += 10
		}
		if role != last {
			order = order.Int(role)
			last = role
		}
		switch f.role {
		case roleSource:
			sources++
			fs = r.span(v, w, f, 420, fs)
			fs = r.source(v, w, f, fs)
		case roleContent:
			side := w.side(f.first)
			contents[side]++
			fs = r.span(v, w, f, 440+20*side, fs)
			if v.words[f.first].sent == w.sent && i > 0 {
				fs = r.gap(v, w, &r.runs[i-1], f, fs)
			}
		}
	}
	add(order)
	add(order.Add(w.lemma))
	add(order.Int(b2i(w.quoteBefor)).Int(b2i(w.quoteAfter)).Int(w.comma))
	add(linear.F(402).Int(min(contents[0], 3)).Int(min(contents[2], 3)).Int(w.comma))
	add(linear.F(403).Int(min(contents[0], 3)).Int(min(contents[2], 3)).Int(b2i(w.quoteBefor)).Int(b2i(w.quoteAfter)))
	add(linear.F(404).Int(b2i(contents[0] > 0)).Int(b2i(contents[2] > 0)).Add(w.kind))
	if sources == 0 {
		h := &v.words[w.head]
		add(linear.F(405).Add(w.kind))
		add(linear.F(406).Add(h.rel).Int(b2i(h.kids&passiveBit != 0)).Int(b2i(h.subj >= 0)))
		add(linear.F(407).Add(h.rel).Add(h.xpos).Add(w.lemma))
	}
	return fs
}

// collect sets the runs of a reading.
func (r *ranker) collect(v *view, w *window, labels []uint8) {
	r.runs = r.runs[:0]
	for i := 0; i < len(labels); {
		j := i + 1
		for j < len(labels) && labels[j] == labels[i] {
			j++
		}
		if labels[i] != roleO {
			first, last := w.from+i, w.from+j-1
			for first < last && v.words[first].shape == mark {
				first++
			}
			for last > first && v.words[last].shape == mark {
				last--
			}
			r.runs = append(r.runs, run{int(labels[i]), first, last})
		}
		i = j
	}
}

// wordAt is the word at i in the window, or nil.
func (w *window) wordAt(v *view, i int) *word {
	if i < w.from || i >= w.to {
		return nil
	}
	return &v.words[i]
}

// place says where a word hangs: in the run, on the cue, or elsewhere.
func (r *ranker) place(w *window, f *run, i int) int {
	switch {
	case i < 0:
		return 0
	case f.first <= i && i <= f.last:
		return 1
	case w.side(i) == 1:
		return 2
	}
	return 3
}

// span appends how a run of words begins and ends: template is the first of twenty template numbers.
func (r *ranker) span(v *view, w *window, f *run, template int, fs []uint64) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	t := func(n int) linear.Hash { return linear.F(template + n) }
	first, last := &v.words[f.first], &v.words[f.last]
	before, after := w.wordAt(v, f.first-1), w.wordAt(v, f.last+1)
	here := first.sent == w.sent
	add(t(0).Int(distance(f.last - f.first)).Int(b2i(here)))
	add(t(1).Add(first.lemma).Add(lemmaOf(before)))
	add(t(2).Add(last.lemma).Add(lemmaOf(after)))
	add(t(3).Add(last.xpos).Add(posOf(after)).Int(b2i(here)))
	add(t(4).Add(first.xpos).Add(posOf(before)).Int(b2i(here)))
	marks := b2i(first.tok.Quoted) | b2i(last.tok.Quoted)<<1 | b2i(before != nil && isQuoteMark(before.tok.Text))<<2 | b2i(after != nil && isQuoteMark(after.tok.Text))<<3
	add(t(5).Int(marks).Int(b2i(here)))
	ends := 0 // the end of its sentence, or a mark
	if after == nil || after.sent != last.sent || f.last+2 >= v.first[last.sent+1] {
		ends = 1
	} else if after.shape == mark {
		ends = 2
	}
	add(t(6).Int(ends).Int(marks))
	if !here || !v.doc.Sentences[w.sent].Parsed || last.sent != w.sent {
		return fs
	}
	if node := v.constituent(f.first, f.last); node >= 0 {
		b := w.branch[node-w.base]
		add(t(7).Add(v.words[node].rel).Int(min(b.up, 3)).Int(min(b.down, 3)))
		add(t(8).Add(v.words[node].rel).Int(r.place(w, f, v.words[node].head)).Add(w.lemma))
	} else {
		add(t(9).Add(v.words[first.topLeft].rel).Add(v.words[last.topRight].rel))
		add(t(10).Int(ends).Int(distance(f.last - f.first)))
	}
	// What is cut off behind: a constituent that begins at the next word and hangs in the run.
	if after != nil && after.sent == w.sent && w.side(f.last+1) != 1 {
		next, word := after, f.last+1
		comma := 0
		if after.shape == mark && f.last+2 < v.first[w.sent+1] {
			comma, word = 1, f.last+2
			next = &v.words[word]
		}
		node := v.words[word].topLeft
		cut := t(11).Add(v.words[node].rel).Int(r.place(w, f, v.words[node].head)).Int(comma)
		add(cut)
		add(t(12).Add(uint64(cut)).Add(next.lemma))
		add(t(13).Add(uint64(cut)).Add(v.words[node].xpos).Add(w.lemma))
	}
	// What is the last constituent in it, and where it hangs.
	node := f.last
	for h := v.words[node].head; h >= 0 && v.words[h].right == f.last && v.words[h].left > f.first; h = v.words[node].head {
		node = h
	}
	tail := t(14).Add(v.words[node].rel).Int(r.place(w, f, v.words[node].head))
	add(tail)
	add(t(15).Add(uint64(tail)).Add(v.words[v.words[node].left].lemma))
	// What is cut off in front.
	if before != nil && before.sent == w.sent && w.side(f.first-1) != 1 {
		node := v.words[f.first-1].topRight
		add(t(16).Add(v.words[node].rel).Int(r.place(w, f, v.words[node].head)).Int(b2i(before.shape == mark)))
	}
	cues, quoted := 0, 0
	for i := f.first; i <= f.last; i++ {
		if w.otherCues[i-w.from] && (i == f.first || !w.otherCues[i-w.from-1]) {
			cues++
			quoted += b2i(v.words[i].tok.Quoted)
		}
	}
	add(t(17).Int(min(cues, 3)).Int(min(quoted, 2)))
	return fs
}

// source appends how a source hangs on the cue.
func (r *ranker) source(v *view, w *window, f *run, fs []uint64) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	add(linear.F(500).Int(b2i(w.side(f.first) == 0)).Int(min(distance(max(w.cue[0]-f.last, f.first-w.cue[1])), 6)))
	s := v.words[w.head].subj
	if s < 0 {
		s = v.inherited(w.cue)
	}
	if s >= 0 {
		subject := &v.words[s]
		add(linear.F(501).Int(b2i(f.first == subject.left)).Int(b2i(f.last == subject.right)).Int(b2i(f.first <= s && s <= f.last)).Int(min(distance(subject.right-f.last), 3)))
	} else {
		add(linear.F(502).Add(v.words[w.head].rel))
	}
	verbs, commas := 0, 0
	for i := f.first; i <= f.last; i++ {
		verbs += b2i(v.words[i].tok.UPOS == "VERB")
		commas += b2i(v.words[i].tok.Text == ",")
	}
	add(linear.F(503).Int(min(verbs, 2)).Int(min(commas, 3)))
	return fs
}

// gap appends what lies between two runs of a reading in the cue's sentence.
func (r *ranker) gap(v *view, w *window, p, f *run, fs []uint64) []uint64 {
	n := f.first - p.last - 1
	if v.words[p.last].sent != w.sent {
		return fs
	}
	h := linear.F(510).Int(p.role).Int(w.side(p.first)).Int(min(n, 4))
	fs = append(fs, uint64(h))
	if n > 0 {
		a, z := &v.words[p.last+1], &v.words[f.first-1]
		fs = append(fs, uint64(h.Add(a.xpos).Add(z.xpos)), uint64(linear.F(511).Int(p.role).Add(a.lemma).Add(z.lemma)),
			uint64(linear.F(512).Int(p.role).Add(v.words[a.topLeft].rel)))
	}
	return fs
}

// constituent returns the word whose subtree covers exactly the words first to last, marks at the ends aside, or -1.
func (v *view) constituent(first, last int) int {
	for a, n := first, 0; n < 40; n++ {
		w := &v.words[a]
		if w.left < first-1 || w.right > last+1 {
			return -1
		}
		if w.right == last && w.left == first || (w.right == last || w.right == last+1 && v.words[last+1].shape == mark) && (w.left == first || v.words[w.left].shape == mark) {
			return a
		}
		if w.head < 0 {
			return -1
		}
		a = w.head
	}
	return -1
}

// kbest decodes the best few readings of a window; its memory can be used again.
type kbest struct{ steps []step }

// step is one way to arrive at a position in a state: from which state, by which of its ways.
type step struct {
	score       int32
	state, rank uint8
}

// best returns up to so many readings of the window in the lattice, best first, and their scores.
func (k *kbest) best(l *lattice[int32]) (all [][]uint8, scores []int32) {
	const labels = roleLabels
	length := len(l.emit) / labels
	if length == 0 {
		return [][]uint8{{}}, []int32{0}
	}
	if cap(k.steps) < length*roleStates*readings {
		k.steps = make([]step, length*roleStates*readings)
	}
	steps := k.steps[:length*roleStates*readings]
	var counts, before [roleStates]int
	at := func(i, q int) []step { return steps[(i*roleStates+q)*readings:][:readings] }
	for i := range length {
		for q := range roleStates {
			counts[q] = 0
			label := int(roleOfState[q])
			if cue := l.forced[i] >= 0; cue != (label == roleCue) || i == 0 && q > stateSource {
				continue
			}
			here := at(i, q)
			if i == 0 {
				here[0], counts[q] = step{score: l.emit[label] + l.edge[label]}, 1
				continue
			}
			for p := range roleStates {
				if !follows(p, q) || before[p] == 0 {
					continue
				}
				gain := l.edge[(i*labels+int(roleOfState[p]))*labels+label] + l.emit[i*labels+label]
				for n, s := range at(i-1, p)[:before[p]] {
					if !insert(here, &counts[q], step{s.score + gain, uint8(p), uint8(n)}) {
						break
					}
				}
			}
		}
		before = counts
	}
	var ends [readings]step
	n := 0
	for q := range roleStates {
		for r, s := range at(length-1, q)[:before[q]] {
			insert(ends[:], &n, step{s.score, uint8(q), uint8(r)})
		}
	}
	for _, e := range ends[:n] {
		out := make([]uint8, length)
		q, r := e.state, e.rank
		for i := length - 1; i >= 0; i-- {
			out[i] = roleOfState[q]
			s := at(i, int(q))[r]
			q, r = s.state, s.rank
		}
		all, scores = append(all, out), append(scores, e.score)
	}
	return all, scores
}

// insert puts s into the first *n steps, which fall in score, unless they are full of better ones.
func insert(steps []step, n *int, s step) bool {
	i := *n
	if i == len(steps) {
		if s.score <= steps[i-1].score {
			return false
		}
		i--
	} else {
		*n++
	}
	for i > 0 && steps[i-1].score < s.score {
		steps[i] = steps[i-1]
		i--
	}
	steps[i] = s
	return true
}
