package attrib

import (
	"cmp"
	"fmt"
	"slices"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/internal/lstm"
	"onrecord/internal/tag"
)

// Network is the network that reads sentences as wholes (attribution.model) with the vectors of words that it was trained with.
// The features of cue.model and role.model see a word, what hangs on it and its neighbours; the network sees all of the sentence,
// in order. It says of a word whether it begins or continues a cue, and of a cue which words of its sentence are its source and
// its content. The two taggers add that to their own scores.
type Network struct {
	net   *lstm.Net
	words *lstm.Vectors
}

// LoadNetwork takes the bytes of attribution.model and the vectors of words.model.
func LoadNetwork(net []byte, words *lstm.Vectors) (*Network, error) {
	n, err := lstm.Load(net)
	if err != nil {
		return nil, fmt.Errorf("attrib: attribution model: %w", err)
	}
	if n.Config != networkConfig(words.Size) {
		return nil, fmt.Errorf("attrib: attribution.model does not fit words.model or the taggers: train it again (go run ./cmd/train attrib)")
	}
	return &Network{n, words}, nil
}

// What is known of a token or a link by the hash of its name has one of so many numbers.
const (
	fewNames  = 64
	manyNames = 256
)

// Numbers of the tags of a token.
const (
	tagUPOS   = 0
	tagXPOS   = tagUPOS + fewNames
	tagRel    = tagXPOS + manyNames
	tagClass  = tagRel + manyNames // of the entity that the word names
	tagRate   = tagClass + fewNames
	tagShape  = tagRate + 7
	tagMarks  = tagShape + 5 // in quotation marks, opens or closes a quotation
	tagFirst  = tagMarks + 8 // sentence 0, 1, 2, later
	tagBeside = tagFirst + 4 // the sentence before and the one behind are mostly quoted; it begins a paragraph
	tagDomain = tagBeside + 8
	numTags   = tagDomain + 2
)

// Numbers of what links a word to a cue when it is asked for source and content.
const (
	linkPath   = 0 // the way through the tree
	linkWord   = linkPath + manyNames
	linkMarks  = linkWord + manyNames // commas and quotation marks between
	linkQuotes = linkMarks + 5*6      // quotation marks beside the cue and around the word
	linkRival  = linkQuotes + 16      // other cues between, or here
	numLinks   = linkRival + 8
)

// Numbers of what is known of a cue.
const (
	contextRate    = 0
	contextPassive = contextRate + 7
	contextDomain  = contextPassive + 1
	contextKids    = contextDomain + 1
	numContext     = contextKids + fewNames
)

// Slots of the pointers, in the order of slotRoles.
const numSlots = 2

var slotRoles = [numSlots]uint8{roleSource, roleContent}

func networkConfig(vector int) lstm.Config {
	return lstm.Config{Vector: vector, Tags: numTags, Word: 64, State: 48, Topic: 1, Hidden: 64, Labels: cueLabels, Slots: numSlots, Query: 32, Context: numContext, Links: numLinks}
}

// hashed is one of n numbers for a hash.
func hashed[T linear.Hash | uint64](h T, n uint64) int {
	return int(uint64(linear.F(0).Add(uint64(h))) % n)
}

// networkTokens describes a sentence for the network.
func (v *view) networkTokens(words *lstm.Vectors, s, domain int) []lstm.Token {
	from, to := v.sentence(s)
	out := make([]lstm.Token, to-from)
	vectors, room := make([]float32, len(out)*words.Size), make([]int32, 0, 10*len(out))
	about := [3]int32{tagFirst + int32(min(s, 3)), tagBeside + int32(v.beside(s)), tagDomain + int32(domain)}
	for k := range out {
		w := &v.words[from+k]
		x := &out[k]
		x.Head = -1
		if w.head >= 0 {
			x.Head = w.head - from
		}
		if f := vectors[k*words.Size : (k+1)*words.Size]; words.Fill(f, tag.Form(w.tok.Text)) || words.Fill(f, w.tok.Lemma) {
			x.Vector = f
		}
		at := len(room)
		room = append(room, int32(tagUPOS+hashed(w.upos, fewNames)), int32(tagXPOS+hashed(w.xpos, manyNames)), int32(tagRel+hashed(w.rel, manyNames)),
			int32(tagRate+w.rate), int32(tagShape+int(w.shape)), int32(tagMarks+(b2i(w.tok.Quoted)|b2i(w.opens)<<1|b2i(w.closes)<<2)))
		room = append(room, about[:]...)
		x.Tags = room[at:len(room):len(room)]
	}
	v.eachMention(s, func(m *doc.Mention) {
		class := int32(tagClass + hashed(linear.String(m.Class), fewNames))
		for k := max(m.First, 0); k <= m.Last && k < len(out); k++ {
			out[k].Tags = append(out[k].Tags, class)
		}
	})
	return out
}

// beside tells whether the sentences beside a sentence are mostly quoted and whether it begins a paragraph.
func (v *view) beside(s int) int {
	before := s > 0 && v.mostlyQuoted(s-1)
	after := s+1 < len(v.doc.Sentences) && v.mostlyQuoted(s+1)
	begins := s == 0 || v.doc.Sentences[s].Block != v.doc.Sentences[s-1].Block
	return b2i(before) | b2i(after)<<1 | b2i(begins)<<2
}

// eachMention calls f for the mentions of a sentence; a document has them in the order of the text.
func (v *view) eachMention(s int, f func(*doc.Mention)) {
	ms := v.doc.Mentions
	i, _ := slices.BinarySearchFunc(ms, s, func(m doc.Mention, s int) int { return cmp.Compare(m.Sentence, s) })
	for ; i < len(ms) && ms[i].Sentence == s; i++ {
		f(&ms[i])
	}
}

// asked reports whether the network is asked about a word: marks, and words of which not one in a hundred belongs to a cue, are left
// to cue.model.
func (w *word) asked() bool { return w.rate != 1 && (w.shape != mark || w.tok.Text == ":") }

// cueContext is what is known of a cue when it is asked for source and content.
func (w *window) cueContext(v *view, domain int) []int {
	h := &v.words[w.head]
	out := []int{contextRate + h.rate, contextKids + hashed(linear.F(1).Int(kidSet(h.kids)), fewNames)}
	if h.kids&passiveBit != 0 {
		out = append(out, contextPassive)
	}
	if domain > 0 {
		out = append(out, contextDomain)
	}
	return out
}

// linked returns the words of the cue's sentence outside the cue, counted from its first, and what links each to the cue.
func (x *roleExtractor) linked() (tokens []int, links [][]int) {
	v, win := x.v, x.w
	from, to := v.sentence(win.sent)
	beside := b2i(win.quoteBefor) | b2i(win.quoteAfter)<<1 | b2i(win.ownQuote)<<2
	room := make([]int, 0, 5*(to-from))
	for i := from; i < to; i++ {
		if win.side(i) == 1 {
			continue
		}
		w, b := &v.words[i], win.branch[i-win.base]
		commas, quotes := x.between(i)
		rivals, rival := x.rivalsAt(i)
		path := linear.F(230).Int(min(b.up, 4)).Add(b.rel).Int(side3(b.top, win))
		at := len(room)
		room = append(room, linkPath+hashed(path, manyNames), linkWord+hashed(path.Int(min(b.down, 3)).Add(w.rel), manyNames),
			linkMarks+commas*6+quotes+1, linkQuotes+(beside|b2i(w.tok.Quoted)<<3), linkRival+(2*min(rivals, 3)|b2i(rival)))
		tokens, links = append(tokens, i-from), append(links, room[at:len(room):len(room)])
	}
	return tokens, links
}

// reading is what the network has read of a document.
type reading struct {
	*Network
	v         *view
	domain    int
	sentences []*lstm.Sentence
	topic     []float32 // the same for all: what an article is about says nothing of who speaks in it
}

// reading returns nil for no network.
func (n *Network) reading(v *view, domain int) *reading {
	if n == nil {
		return nil
	}
	return &reading{n, v, domain, make([]*lstm.Sentence, len(v.doc.Sentences)), n.net.About(make([]float32, n.words.Size))}
}

func (r *reading) sentence(s int) *lstm.Sentence {
	if r.sentences[s] == nil {
		r.sentences[s] = r.net.Read(r.v.networkTokens(r.words, s, r.domain), r.topic)
	}
	return r.sentences[s]
}

// addCues adds what the network says to the scores of the cue tagger in a sentence's lattice; scale is that of the tagger's model, bias what the scores
// hold of it.
func (r *reading) addCues(s int, scale float64, bias int32, l *lattice[int32]) {
	from, to := r.v.sentence(s)
	doubt := int32(wordChance*scale) + bias
	for i := from; i < to; i++ {
		e := l.emit[(i-from)*cueLabels:][:cueLabels]
		if !r.v.words[i].asked() || max(e[cueB], e[cueI])-e[cueO] <= doubt {
			continue
		}
		p := r.sentence(s).Word(i - from).Labels()
		e[cueB] += part(netCue*scale, p[cueB], p[cueO])
		e[cueI] += part(netCue*scale, p[cueI], p[cueO])
	}
}

// addRoles adds what the network says to the scores of the role tagger in a window's lattice.
func (r *reading) addRoles(x *roleExtractor, scale float64, l *lattice[int32]) {
	w := x.w
	tokens, links := x.linked()
	word := r.sentence(w.sent).Word(w.head - w.base)
	context := w.cueContext(r.v, r.domain)
	for slot, role := range slotRoles {
		p := word.Point(slot, context, tokens, links)
		for k, t := range tokens {
			l.emit[(w.base+t-w.from)*roleLabels+int(role)] += part(netRole*scale, p[2+k], p[0])
		}
	}
}

// part is what the network's score of a label adds to the tagger's, where its score of the other is none.
func part(share float64, score, other float32) int32 {
	const most = 40 // no more is needed for certainty
	return int32(share * max(-most, min(most, float64(score-other))))
}
