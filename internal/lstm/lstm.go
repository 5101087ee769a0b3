// Package lstm is the runtime and trainer of small networks that read a sentence as a whole: a bidirectional LSTM (Hochreiter and
// Schmidhuber 1997, Graves and Schmidhuber 2005) over word vectors, parts of speech and the parse, with heads that classify a
// word or point from it to others. In go the tokens of a sentence, each as a vector and numbers of what is known of it, and the
// mean vector of their article; out come scores of labels for a word, and of the other words for each of its slots. It stands
// beside the sparse classifiers of package linear, whose hashed features see a few words around a word; who uses both adds the
// scores. Of the built-in models it knows the vectors that networks read with (Words, Glove), of documents and acts nothing. It does no
// I/O, and the same input gives the same answer on every machine (see package dense); what it learns is the same where Go's math is.
package lstm

import (
	"slices"
	"sync"

	"onrecord/internal/dense"
)

// Token is a word of a sentence as the network sees it.
type Token struct {
	Vector []float32 // of the word, Config.Vector numbers; nil = unknown word
	Tags   []int32   // numbers of what else is known of it, below Config.Tags
	Head   int       // index of the token it depends on, -1 = none
}

// Config are the sizes of a network.
type Config struct {
	Vector  int // numbers of a word vector, and of the topic
	Tags    int // kinds of things known of a token
	Word    int // numbers that a token is made to
	State   int // numbers that a direction of the LSTM carries along
	Topic   int // numbers that the topic is made to
	Hidden  int // numbers that stand for a word in question
	Labels  int // scores of a word in question
	Slots   int // kinds of pointers
	Query   int // numbers that a pointer compares
	Context int // kinds of things known of the word in question when a pointer asks, such as its label
	Links   int // kinds of things known of how a token stands to the word in question
}

// Distances is the number of classes that Distance tells apart.
const Distances = 13

// Distance is the class of the distance between two tokens, with its sign.
func Distance(from, to int) int {
	d := to - from
	n, sign := d, 1
	if d < 0 {
		n, sign = -d, -1
	}
	switch {
	case n > 12:
		n = 6
	case n > 6:
		n = 5
	case n > 3:
		n = 4
	}
	return 6 + sign*n
}

// weights are the parts of a network; each is a piece of one array.
type weights struct {
	vector, tags, wordBias          []float32    // to Word
	in, rec, bias                   [2][]float32 // to the four gates of State: input, forget, output, candidate
	topic, topicBias                []float32    // to Topic
	hidden, hiddenBias              []float32    // to Hidden
	labels, labelBias               []float32    // to Labels
	ask, context, key, apart, links [][]float32  // per slot, to Query: from the word in question, what is known of it, a token, the distance, what links them
	weigh                           [][]float32  // per slot, from Query to the score
	open                            [][]float32  // per slot, from Hidden to the scores of "nobody" and "elsewhere"
	openBias, openContext           [][]float32
}

func (c *Config) both() int { return 2 * c.State }

// about is the number of numbers that Hidden is made from: of the token itself, its head, the mean and the greatest of its
// dependents, the word alone, and the topic.
func (c *Config) about() int { return 4*c.both() + c.Word + c.Topic }

func (c *Config) keyed() int { return c.both() + c.Word }

// Net is a trained network. It is safe for concurrent use.
type Net struct {
	Config
	flat []float32
	w    weights
}

// bind cuts an array into the parts of a network; with nil it only counts.
func (c *Config) bind(flat []float32) (w weights, size int) {
	cut := func(n int) []float32 {
		size += n
		if flat == nil {
			return nil
		}
		return flat[size-n : size : size]
	}
	w.vector, w.tags, w.wordBias = cut(c.Vector*c.Word), cut(c.Tags*c.Word), cut(c.Word)
	for d := range 2 {
		w.in[d], w.rec[d], w.bias[d] = cut(c.Word*4*c.State), cut(c.State*4*c.State), cut(4*c.State)
	}
	w.topic, w.topicBias = cut(c.Vector*c.Topic), cut(c.Topic)
	w.hidden, w.hiddenBias = cut(c.about()*c.Hidden), cut(c.Hidden)
	w.labels, w.labelBias = cut(c.Hidden*c.Labels), cut(c.Labels)
	for range c.Slots {
		w.ask, w.context = append(w.ask, cut(c.Hidden*c.Query)), append(w.context, cut(c.Context*c.Query))
		w.key, w.apart = append(w.key, cut(c.keyed()*c.Query)), append(w.apart, cut(Distances*c.Query))
		w.links = append(w.links, cut(c.Links*c.Query))
		w.weigh = append(w.weigh, cut(c.Query))
		w.open, w.openBias = append(w.open, cut(c.Hidden*2)), append(w.openBias, cut(2))
		w.openContext = append(w.openContext, cut(c.Context*2))
	}
	return w, size
}

func newNet(c Config) *Net {
	_, n := c.bind(nil)
	net := &Net{Config: c, flat: make([]float32, n)}
	net.w, _ = c.bind(net.flat)
	return net
}

// Sentence is a sentence that a network has read.
type Sentence struct {
	net    *Net
	tokens []Token
	word   []float32 // per token Word numbers
	state  []float32 // per token 2*State numbers: forward, backward
	topic  []float32
	keys   [][]float32 // per slot, Query numbers per token, once asked
	has    [][]bool

	// kept for the way back in training
	gates  [2][]float32 // per token 4*State, after their functions
	cell   [2][]float32 // per token State
	squash [2][]float32 // tanh of cell
	mask   *masks
}

// About makes of the mean vector of an article what Read wants.
func (n *Net) About(mean []float32) []float32 {
	out := append([]float32(nil), n.w.topicBias...)
	dense.MulAdd(out, n.w.topic, mean)
	relu(out)
	return out
}

// Read reads a sentence; topic is that of its article.
func (n *Net) Read(tokens []Token, topic []float32) *Sentence { return n.read(tokens, topic, nil) }

func (n *Net) read(tokens []Token, topic []float32, mask *masks) *Sentence {
	l := len(tokens)
	room := make([]float32, l*(n.Word+n.both()))
	s := &Sentence{net: n, tokens: tokens, topic: topic, mask: mask, word: room[: l*n.Word : l*n.Word], state: room[l*n.Word:]}
	lent := borrow(l * n.Vector)
	defer rooms.Put(lent)
	vectors := *lent
	for i := range tokens {
		x := s.word[i*n.Word : (i+1)*n.Word]
		copy(x, n.w.wordBias)
		if v := tokens[i].Vector; v != nil {
			if mask != nil {
				v = mask.vector(i, v)
			}
			copy(vectors[i*n.Vector:], v)
		} else {
			clear(vectors[i*n.Vector : (i+1)*n.Vector])
		}
		for k, t := range tokens[i].Tags {
			if mask == nil || mask.tag(i, k) {
				addTo(x, n.w.tags[int(t)*n.Word:(int(t)+1)*n.Word])
			}
		}
	}
	dense.MulAddRows(s.word, n.w.vector, vectors, l)
	relu(s.word)
	if mask != nil {
		mask.apply(maskWord, s.word)
	}
	for d := range 2 {
		s.run(d)
	}
	if mask != nil {
		mask.apply(maskState, s.state)
	}
	return s
}

// rooms are lent for what nobody asks for once it is done.
var rooms = sync.Pool{New: func() any { return new([]float32) }}

// borrow takes n numbers from rooms, which hold anything.
func borrow(n int) *[]float32 {
	lent := rooms.Get().(*[]float32)
	*lent = slices.Grow((*lent)[:0], n)[:n]
	return lent
}

// run lets one direction of the LSTM pass over the words.
func (s *Sentence) run(d int) {
	n, l := s.net, len(s.tokens)
	h := n.State
	var gates, cell, squash []float32
	kept := 1 // tokens whose cells are kept: all of them for the way back
	if s.mask == nil {
		lent := borrow(l*4*h + 2*h)
		defer rooms.Put(lent)
		gates, cell, squash = (*lent)[:l*4*h], (*lent)[l*4*h:][:h], (*lent)[l*4*h+h:]
	} else {
		kept = l
		gates, cell, squash = make([]float32, l*4*h), make([]float32, l*h), make([]float32, l*h)
		s.gates[d], s.cell[d], s.squash[d] = gates, cell, squash
	}
	for i := range l {
		copy(gates[i*4*h:], n.w.bias[d])
	}
	dense.MulAddRows(gates, n.w.in[d], s.word, l)
	before, state := make([]float32, h), []float32(nil)
	for k := range l {
		i := k
		if d == 1 {
			i = l - 1 - k
		}
		g := gates[i*4*h : (i+1)*4*h]
		if k > 0 {
			dense.MulAdd(g, n.w.rec[d], state)
		}
		at := min(i, kept-1) * h
		state = s.state[i*n.both()+d*h:][:h]
		dense.Recur(g, before, cell[at:at+h], squash[at:at+h], state)
		before = cell[at : at+h]
	}
}

// kids are the tokens that depend on one.
func (s *Sentence) kids(i int) []int {
	var out []int
	for k := range s.tokens {
		if s.tokens[k].Head == i {
			out = append(out, k)
		}
	}
	return out
}

// about collects in z what Hidden is made from for a token; best tells for each number of the greatest which dependent has it.
func (s *Sentence) about(z []float32, i int) (best []int) {
	n := s.net
	b := n.both()
	at := func(k int) []float32 { return s.state[k*b : (k+1)*b] }
	clear(z[copy(z, at(i)) : 4*b])
	if h := s.tokens[i].Head; h >= 0 {
		copy(z[b:], at(h))
	}
	mean, most := z[2*b:3*b], z[3*b:4*b]
	if kids := s.kids(i); len(kids) > 0 {
		share := []float32{1 / float32(len(kids))}
		copy(most, at(kids[0]))
		for _, k := range kids {
			dense.MulAdd(mean, at(k), share)
			dense.Greatest(most, at(k))
		}
		if s.mask != nil {
			best = s.which(kids, most)
		}
	}
	copy(z[4*b:], s.word[i*n.Word:(i+1)*n.Word])
	copy(z[4*b+n.Word:], s.topic)
	return best
}

// which tells the first of the dependents that has each of their greatest numbers.
func (s *Sentence) which(kids []int, most []float32) []int {
	out := make([]int, len(most))
	for j, v := range most {
		for _, k := range kids {
			if s.state[k*len(most)+j] == v {
				out[j] = k
				break
			}
		}
	}
	return out
}

// Word is a word in question, with what the network makes of it.
type Word struct {
	s      *Sentence
	i      int
	hidden []float32
	z      []float32 // what hidden is made from
	best   []int     // see about; only in training
}

// Word asks about a token.
func (s *Sentence) Word(i int) *Word {
	w := &Word{s: s, i: i, hidden: slices.Clone(s.net.w.hiddenBias)}
	lent := borrow(s.net.about())
	best := s.about(*lent, i)
	dense.MulAddSparse(w.hidden, s.net.w.hidden, *lent)
	relu(w.hidden)
	if s.mask != nil {
		s.mask.hide(i, w.hidden)
		w.z, w.best = *lent, best // and never given back
	} else {
		rooms.Put(lent)
	}
	return w
}

// Labels are the scores of the word in question; they mean something relative to one another.
func (w *Word) Labels() []float32 {
	n := w.s.net
	out := append([]float32(nil), n.w.labelBias...)
	dense.MulAdd(out, n.w.labels, w.hidden)
	return out
}

// Point gives scores to tokens for a slot of the word in question: first that of nobody, then that of somebody who is not among
// the tokens, then one per token. context is what is known of the word, numbers below Config.Context; links says for each token
// what links it to the word, numbers below Config.Links.
func (w *Word) Point(slot int, context, tokens []int, links [][]int) []float32 {
	return w.point(slot, context, tokens, links).score
}

// pointing is a question of Point with what it is answered from.
type pointing struct {
	score []float32
	mixed []float32 // per token Query numbers of which its score is the weighed sum; only in training
}

func (w *Word) point(slot int, context, tokens []int, links [][]int) *pointing {
	n := w.s.net
	p := &pointing{score: make([]float32, 2+len(tokens))}
	copy(p.score, n.w.openBias[slot])
	dense.MulAdd(p.score[:2], n.w.open[slot], w.hidden)
	for _, c := range context {
		addTo(p.score[:2], n.w.openContext[slot][2*c:2*c+2])
	}
	if len(tokens) == 0 {
		return p
	}
	query := make([]float32, n.Query) // what the token's key, distance and links are added to
	dense.MulAdd(query, n.w.ask[slot], w.hidden)
	for _, c := range context {
		addTo(query, n.w.context[slot][c*n.Query:(c+1)*n.Query])
	}
	lent := borrow(len(tokens) * n.Query)
	mixed := *lent
	for k, t := range tokens {
		m := mixed[k*n.Query : (k+1)*n.Query]
		copy(m, query)
		addTo(m, w.s.key(slot, t))
		d := Distance(w.i, t)
		addTo(m, n.w.apart[slot][d*n.Query:(d+1)*n.Query])
		for _, x := range links[k] {
			addTo(m, n.w.links[slot][x*n.Query:(x+1)*n.Query])
		}
	}
	relu(mixed)
	sums(p.score[2:], mixed, n.w.weigh[slot])
	if w.s.mask != nil {
		p.mixed = mixed // and never given back
	} else {
		rooms.Put(lent)
	}
	return p
}

// sums weighs each row of mixed: the sum of its numbers times weigh, in their order, of four rows at once, for such a sum waits for each of its terms.
func sums(out, mixed, weigh []float32) {
	n := len(weigh)
	for len(out) >= 4 {
		var s0, s1, s2, s3 float32
		m0, m1, m2, m3 := mixed[:n], mixed[n:2*n], mixed[2*n:3*n], mixed[3*n:4*n]
		for j, v := range weigh {
			s0 += float32(v * m0[j])
			s1 += float32(v * m1[j])
			s2 += float32(v * m2[j])
			s3 += float32(v * m3[j])
		}
		out[0], out[1], out[2], out[3] = s0, s1, s2, s3
		out, mixed = out[4:], mixed[4*n:]
	}
	for k := range out {
		sum := float32(0)
		for j, v := range weigh {
			sum += float32(v * mixed[k*n+j])
		}
		out[k] = sum
	}
}

// key is what a token offers to the pointers of a slot.
func (s *Sentence) key(slot, i int) []float32 {
	n := s.net
	if s.keys == nil {
		s.keys, s.has = make([][]float32, n.Slots), make([][]bool, n.Slots)
	}
	if s.keys[slot] == nil {
		s.keys[slot], s.has[slot] = make([]float32, len(s.tokens)*n.Query), make([]bool, len(s.tokens))
	}
	k := s.keys[slot][i*n.Query : (i+1)*n.Query]
	if !s.has[slot][i] {
		s.has[slot][i] = true
		b := n.both() * n.Query
		dense.MulAdd(k, n.w.key[slot][:b], s.state[i*n.both():(i+1)*n.both()])
		dense.MulAdd(k, n.w.key[slot][b:], s.word[i*n.Word:(i+1)*n.Word])
	}
	return k
}

func relu(x []float32) { dense.Rectify(x) }

func addTo(y, x []float32) { dense.Add(y, x[:len(y)]) }
