package event

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"onrecord/internal/linear"
	"onrecord/internal/lstm"
	"onrecord/internal/tag"
	"onrecord/internal/wordnet"
)

// Network is the network that reads sentences as wholes (sentence.model) with the vectors of words that it was trained with. The
// features of act.model see a word, what hangs on it and its neighbours; the network sees all of the sentence, in order. It says
// of a word in question which act it names, with what status, and which words of the sentence are its parties, place and date.
type Network struct {
	net   *lstm.Net
	words lstm.Sets
}

// builtInNetwork is sentence.model with words.model and glove.model, nil where there are none that fit (while they are made).
var builtInNetwork = sync.OnceValue(func() *Network {
	return builtIn("sentence", func(b []byte) (*Network, error) {
		net, err := lstm.Load(b)
		if err != nil {
			return nil, err
		}
		return NewNetwork(net)
	})
})

// NewNetwork joins a network that TrainNetwork made with the built-in word vectors.
func NewNetwork(net *lstm.Net) (*Network, error) {
	words, err := wordSets()
	if err != nil || words.Size() != net.Vector || net.Config != networkConfig(words.Size()) {
		return nil, fmt.Errorf("event: sentence.model does not fit words.model, glove.model or the coder: train it again (go run ./cmd/train act)")
	}
	return &Network{net, words}, nil
}

// wordSets are the vectors that the network reads words by: those of our own six million words, which know the names and the wording of
// conflicts, and those of GloVe's six billion.
func wordSets() (lstm.Sets, error) {
	own, err := lstm.Words()
	if err != nil {
		return nil, err
	}
	glove, err := lstm.Glove()
	if err != nil {
		return nil, err
	}
	return lstm.Sets{own, glove}, nil
}

// WithNetwork returns a coder that reads sentences by another network than the one built in, nil = by none.
func (c *Coder) WithNetwork(w *Network) *Coder {
	d := *c
	d.network = w
	return &d
}

// Kinds of what is known of a token, in the order of their numbers.
var (
	knownUPOS = numbers([]string{"NOUN", "PUNCT", "PROPN", "ADP", "VERB", "DET", "ADJ", "AUX", "PRON", "PART", "ADV", "CCONJ", "NUM", "SCONJ", "SYM", "X", "INTJ"})
	knownXPOS = numbers([]string{"NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD", "TO", "IN", "DT", "JJ", "JJR", "JJS", "RB", "RP", "PRP", "PRP$", "WDT", "WP", "WRB", "CD", "CC", "EX", "POS"})
	knownRel  = numbers([]string{"punct", "case", "det", "nsubj", "amod", "nmod", "compound", "obl", "obj", "root", "mark", "advmod", "conj", "cc", "flat", "aux", "nmod:poss", "advcl", "ccomp", "acl", "nummod", "xcomp", "cop", "aux:pass", "acl:relcl", "nsubj:pass", "appos", "parataxis", "obl:unmarked", "fixed", "nmod:unmarked", "nmod:desc", "obl:agent", "compound:prt", "expl", "iobj", "csubj", "advcl:relcl"})
	// fields of WordNet
	knownField = numbers([]string{"person", "artifact", "act", "communication", "state", "attribute", "location", "cognition", "change", "contact", "group", "speaking", "quantity", "social", "motion", "event", "time", "process", "feeling", "giving", "creation", "possession", "stative", "thinking", "body", "perception", "phenomenon", "emotion", "competition", "consumption", "weather"})
	knownEnt   = numbers([]string{"Organization", "Person", "Location", "NORP", "Misc", "Facility", "Product"})
	// sectors of parties, the first also for a code without a sector
	knownSector = numbers([]string{"?", "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "OPP", "REB", "UAF", "PRM", "SPY", "CRM", "CVL", "REF", "JRN", "BUS", "LAB", "EDU", "MED", "REL", "SOC", "ELI", "AGR", "UNK", "IGO", "NGO"})
)

// senseTags is the number of tags for classes of meanings; classes whose numbers have the same remainder share one.
const senseTags = 1024

// Numbers of the tags of a token.
var (
	tagUPOS   = 0
	tagXPOS   = tagUPOS + len(knownUPOS) + 1
	tagRel    = tagXPOS + len(knownXPOS) + 1
	tagEnt    = tagRel + len(knownRel) + 1
	tagSector = tagEnt + len(knownEnt) + 1
	tagStrong = tagSector + len(knownSector) + 1 // a row of acts.tsv that holds, by act
	tagWeak   = tagStrong + len(acts)            // a weak one
	tagCand   = tagWeak + len(acts)              // may name an act
	tagDated  = tagCand + 1
	tagQuoted = tagDated + 1
	tagSaid   = tagQuoted + 1                  // within a claim
	tagFirst  = tagSaid + 1                    // sentence 0, 1, 2, later
	tagTopic  = tagFirst + 4                   // of what may name an act: the act that the article names most, by number + 1
	tagSporty = tagTopic + 1 + len(acts)       // the same in an article about sport or business
	tagField  = tagSporty + 1                  // field of the word's first meaning
	tagSense  = tagField + len(knownField) + 1 // classes of its first two meanings, by their numbers
	numTags   = tagSense + senseTags
)

// Context of pointers: the act, the status, and whether the verb is passive.
var (
	contextStatus  = len(acts)
	contextPassive = contextStatus + len(statuses)
	numContext     = contextPassive + 1
)

// firstStatus is the first label of the network that is a status; those before it are none and the acts.
const firstStatus = 1 + len(acts)

func networkConfig(vector int) lstm.Config {
	return lstm.Config{Vector: vector, Tags: numTags, Word: 96, State: 64, Topic: 32, Hidden: 160, Labels: firstStatus + len(statuses), Slots: slotDate + 1, Query: 48, Context: numContext, Links: numLinks}
}

// numbers gives each of a list its number, from 1; 0 is what is not in it.
func numbers(list []string) map[string]int32 {
	out := make(map[string]int32, len(list))
	for i, s := range list {
		out[s] = int32(i + 1)
	}
	return out
}

// networkTokens describes a sentence for the network. The article's candidates must be known. vectors is room for the vectors of its
// words, nil to make it anew.
func (r *reader) networkTokens(words lstm.Sets, sent int, vectors []float32) []lstm.Token {
	t := r.trees[sent]
	out := make([]lstm.Token, len(t.s.Tokens))
	size := words.Size()
	if vectors == nil {
		vectors = make([]float32, len(out)*size)
	}
	room := make([]int32, 0, 24*len(out))
	first := int32(tagFirst + min(sent, 3))
	for i := range out {
		k := t.tok(i)
		x := &out[i]
		x.Head = t.head(i)
		if v := vectors[i*size : (i+1)*size]; words.Fill(v, tag.Form(k.Text), t.lemma(i)) {
			x.Vector = v
		}
		from := len(room)
		room = append(room, int32(tagUPOS)+knownUPOS[k.UPOS], int32(tagXPOS)+knownXPOS[k.XPOS], int32(tagRel)+knownRel[k.Rel], first)
		class := ""
		if m := r.mention(sent, i); m != nil {
			class = m.Class
		}
		room = append(room, int32(tagEnt)+knownEnt[class])
		if r.dated[sent][i] {
			room = append(room, int32(tagDated))
		}
		if k.Quoted {
			room = append(room, int32(tagQuoted))
		}
		room = senses(room, meaning(t, i))
		x.Tags = room[from:len(room):len(room)]
	}
	for _, x := range r.candsIn(sent) {
		tags := append(out[x.tok].Tags, int32(tagCand))
		seen := [2 * len(acts)]bool{}
		for _, e := range x.rows[:x.hold] {
			n := int(e.number)
			if e.weak {
				n += len(acts)
			}
			if !seen[n] {
				seen[n] = true
				tags = append(tags, int32(tagStrong+n))
			}
		}
		if x.claim >= 0 {
			tags = append(tags, int32(tagSaid))
		}
		tags = append(tags, int32(tagTopic)+int32(slices.Index(acts[:], r.topic)+1))
		if r.sporty {
			tags = append(tags, int32(tagSporty))
		}
		out[x.tok].Tags = tags
	}
	if cs := r.candsIn(sent); len(cs) > 0 {
		for _, i := range cs[0].parties {
			a := &r.known(sent, i).actor
			if s := a.Sector; s != "" || a.Code != "" {
				if s == "" {
					s = "?"
				}
				out[i].Tags = append(out[i].Tags, int32(tagSector)+knownSector[s])
			}
		}
	}
	return out
}

// senses appends the tags of what WordNet says of a word: its field, and the classes of its meanings and of those of the verb that a
// noun belongs to.
func senses(tags []int32, w *wordnet.Word) []int32 {
	if w == nil {
		return tags
	}
	tags = append(tags, int32(tagField)+knownField[w.Field])
	from := len(tags)
	for _, w := range [...]*wordnet.Word{w, wordnet.Verb(w.Verb)} {
		if w == nil {
			continue
		}
		for _, s := range w.Senses {
			for _, id := range s {
				if t := int32(tagSense + int(id)%senseTags); !slices.Contains(tags[from:], t) {
					tags = append(tags, t)
				}
			}
		}
	}
	return tags
}

// candsIn are the candidates of a sentence.
func (r *reader) candsIn(sent int) []*cand {
	from, _ := slices.BinarySearchFunc(r.cands, sent, func(x *cand, s int) int { return x.sent - s })
	to, _ := slices.BinarySearchFunc(r.cands, sent+1, func(x *cand, s int) int { return x.sent - s })
	return r.cands[from:to]
}

// mean is the mean vector of the article's longer words, of length 1.
func (r *reader) mean(words lstm.Sets, from, to int) []float32 {
	out, v := make([]float32, words.Size()), make([]float32, words.Size())
	for s := from; s < to; s++ {
		t := r.trees[s]
		for i := range t.s.Tokens {
			k := t.tok(i)
			if len(k.Text) < 3 || k.UPOS == "PUNCT" {
				continue
			}
			if words.Fill(v, tag.Form(k.Text)) {
				for j, x := range v {
					out[j] += x
				}
			}
		}
	}
	norm := float32(0)
	for _, v := range out {
		norm += float32(v * v)
	}
	if norm > 0 {
		norm = float32(math.Sqrt(float64(norm)))
		for j := range out {
			out[j] /= norm
		}
	}
	return out
}

// reading is what the network makes of an article as such, and of the sentence that it read last: candidates ask in the order of the
// text, and each that may be an act keeps its own sentence.
type reading struct {
	topic []float32
	sent  int
	last  *lstm.Sentence

	vectors []float32 // room for those of the words of a sentence
}

// word is a candidate as the network sees it, nil without a network.
func (r *reader) word(x *cand) *lstm.Word {
	w := r.c.network
	if w == nil || x.faint {
		return nil
	}
	if x.word != nil {
		return x.word
	}
	if r.read == nil {
		r.read = &reading{topic: w.net.About(r.mean(w.words, 0, len(r.trees)))}
	}
	if r.read.last == nil || r.read.sent != x.sent {
		n := len(r.trees[x.sent].s.Tokens) * w.words.Size()
		r.read.vectors = slices.Grow(r.read.vectors[:0], n)[:n]
		r.read.sent, r.read.last = x.sent, w.net.Read(r.networkTokens(w.words, x.sent, r.read.vectors), r.read.topic)
	}
	x.word = r.read.last.Word(x.tok)
	x.labels = x.labels[:0]
	for _, v := range x.word.Labels() {
		x.labels = append(x.labels, float64(v))
	}
	return x.word
}

// beyond is the probability of an act by act.model under which the network is not asked: it could not make it likely enough. With 0.05
// no cross-validated score differed from those with 0.005, with 0.15 two did by 0.1.
const beyond = 0.15

// actChances are the probabilities of "none" and the acts.
func (r *reader) actChances(x *cand) []float64 {
	fs := r.actFeatures(x)
	s := r.c.scores(fs)
	r.spent(fs)
	own := s[labelNone:labelStatus]
	if p := softmax(own, 0, len(own)); 1-p[0] < beyond || r.word(x) == nil {
		return p
	}
	mix(own, x.labels[:firstStatus], r.c.cut.netAct)
	return softmax(own, 0, len(own))
}

// statusChances are the probabilities of the statuses.
func (r *reader) statusChances(x *cand) []float64 {
	fs := r.statusFeatures(x)
	s := r.c.scores(fs)
	r.spent(fs)
	own := s[labelStatus:labelFill]
	if r.word(x) != nil {
		mix(own, x.labels[firstStatus:], r.c.cut.netStatus)
	}
	return softmax(own, 0, len(own))
}

// mix weighs scores with what the network says instead, of which share is the weight; with nothing from the network they stay.
func mix(own, net []float64, share float64) {
	for i, v := range net {
		own[i] = (1-share)*own[i] + share*v
	}
}

// point is what the network says of what fills a slot of an act: logarithms of probabilities, first that of nothing, then one per
// token of its sentence. Those of -1 stand elsewhere and share what it says of all that do. It is nil without a network.
func (r *reader) point(slot int, x *cand, tokens []int) []float64 {
	w := r.word(x)
	if w == nil {
		return nil
	}
	at, links := make([]int, 0, len(tokens)), make([][]int, 0, len(tokens))
	for _, k := range tokens {
		if k >= 0 {
			at, links = append(at, k), append(links, r.linksTo(x, k))
		}
	}
	p := w.Point(slot, r.context(x), at, links)
	sum := 0.0
	for _, v := range p {
		sum += math.Exp(float64(v - p[0]))
	}
	all, elsewhere := math.Log(sum), math.Log(float64(max(1, len(tokens)-len(at))))
	out := make([]float64, 1, 1+len(tokens))
	out[0] = -all
	n := 2
	for _, k := range tokens {
		if k < 0 {
			out = append(out, float64(p[1]-p[0])-all-elsewhere)
			continue
		}
		out = append(out, float64(p[n]-p[0])-all)
		n++
	}
	return out
}

// Numbers of what links a word of the sentence to an act: its grammar, the way to it through the tree and its preposition, the
// latter two by their hashes.
const (
	linkGrammar = 0
	linkWay     = linkGrammar + 8
	linkPrep    = linkWay + 128
	numLinks    = linkPrep + 64
)

func (r *reader) linksTo(x *cand, i int) []int {
	t := r.trees[x.sent]
	return []int{linkGrammar + slices.Index(grammars, r.grammar(x, i)),
		linkWay + int(linear.String(t.way(x.tok, i).coarse)%(linkPrep-linkWay)),
		linkPrep + int(linear.String(t.caseOf(i))%(numLinks-linkPrep))}
}

// grammars are what reader.grammar says.
var grammars = []string{"", "subj", "gov", "obj", "dative", "slot0", "slot1", "prep"}

func (r *reader) context(x *cand) []int {
	out := []int{indexOf(acts[:], x.act), contextStatus + indexOf(statuses[:], x.status)}
	if r.trees[x.sent].passive(x.tok) {
		out = append(out, contextPassive)
	}
	return out
}
