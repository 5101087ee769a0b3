package attrib

import "onrecord/internal/lstm"

// TrainNetwork learns the network from annotated documents. It is deterministic.
func TrainNetwork(examples []Example, words *lstm.Vectors, o Options) *Network {
	var all []lstm.Example
	for _, l := range prepare(examples, countRates(examples)) {
		all = append(all, l.networkExamples(words)...)
	}
	set := lstm.Defaults
	set.Epochs, set.Seed = o.NetworkEpochs, o.Seed
	return &Network{lstm.Train(networkConfig(words.Size), all, set), words}
}

// Net is the network without its word vectors.
func (n *Network) Net() *lstm.Net { return n.net }

// networkExamples are the sentences of a lesson as the network sees them.
func (l *lesson) networkExamples(words *lstm.Vectors) []lstm.Example {
	var out []lstm.Example
	mean := make([]float32, words.Size)
	quiet := 0
	for s, ls := range l.networkLessons() {
		if !l.telling(s) {
			if quiet++; quiet%3 != 0 {
				continue
			}
		}
		if len(ls) > 0 {
			out = append(out, lstm.Example{Tokens: l.v.networkTokens(words, s, l.domain), Mean: mean, Words: ls})
		}
	}
	return out
}

// telling reports whether a cue stands in a sentence or may well do. Of the others a third is enough to learn from.
func (l *lesson) telling(s int) bool {
	from, to := l.v.sentence(s)
	for i := from; i < to; i++ {
		if l.v.words[i].rate >= 3 || l.labels[i] != cueO {
			return true
		}
	}
	return false
}

// networkLessons says for each sentence what its words are: whether in a cue and, of those at the head of one, what is its source and
// content.
func (l *lesson) networkLessons() [][]lstm.Lesson {
	v := l.v
	out := make([][]lstm.Lesson, len(v.doc.Sentences))
	heads := map[int]*Attribution{}
	for i := range l.gold {
		heads[cueHead(v, l.gold[i].words)] = &l.gold[i]
	}
	for i := range v.words {
		w := &v.words[i]
		g := heads[i]
		if !w.asked() && l.labels[i] == cueO && g == nil {
			continue
		}
		x := lstm.Lesson{Token: i - v.first[w.sent], Labels: []lstm.Choice{{From: 0, To: cueLabels, Right: []int{int(l.labels[i])}, Weight: 1}}}
		if g != nil {
			x.Points = l.roleLessons(g)
		}
		out[w.sent] = append(out[w.sent], x)
	}
	return out
}

// wordWeight is what a word of a cue's sentence counts for in its source and content. With 0.1, and half the epochs, strict F1 was 2 lower.
const wordWeight = 0.3

// roleLessons says of each word of a cue's sentence whether it belongs to the source and to the content.
func (l *lesson) roleLessons(g *Attribution) []lstm.Pointer {
	v := l.v
	w := newWindow(v, g.words)
	w.setOthers(v, l.cues)
	tokens, links := newRoleExtractor(v, w).linked()
	want := roleLabelsOf(v, w, *g)
	var out []lstm.Pointer
	for slot, role := range slotRoles {
		p := lstm.Pointer{Slot: slot, Context: w.cueContext(v, l.domain), Tokens: tokens, Links: links, Weight: wordWeight, Each: true}
		for k, t := range tokens {
			if want[w.base+t-w.from] == role {
				p.Right = append(p.Right, 2+k)
			}
		}
		out = append(out, p)
	}
	return out
}
