package event

import (
	"onrecord/internal/actor"
	"onrecord/internal/attrib"
	"onrecord/internal/doc"
	"onrecord/internal/lstm"
)

// reader is one article being coded: the trees and indexes that all steps share.
type reader struct {
	c        *Coder
	d        *doc.Document
	codes    *actor.Context
	trees    []*tree
	mentions [][]int              // per token the mention it belongs to, -1 = none
	dated    [][]bool             // per token whether it is part of a date
	named    []int                // mentions per sentence
	salience []int                // mentions per entity
	heads    [][]*known           // per token what it stands for as a party, once asked
	at       []finds              // per sentence what was found in it
	sporty   bool                 // an article about sport or business
	ranks    []int                // the four entities that the article names most
	topical  int                  // the entity named most that can be a party, -1 = none
	far      map[farKey]doc.Actor // codes of parties from elsewhere in the article
	force    []int                // per sentence its last armed party + 1, -1 = none, 0 = not asked yet
	cands    []*cand              // what may name an act, in text order
	faint    []*cand              // those that may at best name an act once more
	over     *overview            // of the days and places of the article, once asked
	topic    string               // the act that the article names most often
	read     *reading             // by the network, nil until it is asked
	asking   asking               // room for what act.model is asked together
	casting  cast                 // room for that of the act in hand
	spare    []uint64             // room for features, see bag
}

// finds are the places, dates and figures of a sentence, as indexes into the document's.
type finds struct{ places, dates, figures []int }

func newReader(c *Coder, d *doc.Document) *reader {
	r := &reader{c: c, d: d, salience: make([]int, len(d.Entities))}
	if c.actor != nil {
		r.codes = c.actor.Begin(d)
	}
	n := len(d.Sentences)
	r.at, r.force = make([]finds, n), make([]int, n)
	for i := range d.Places {
		if s := d.Places[i].Sentence; s >= 0 && s < n {
			r.at[s].places = append(r.at[s].places, i)
		}
	}
	for i := range d.Dates {
		if s := d.Dates[i].Sentence; s >= 0 && s < n {
			r.at[s].dates = append(r.at[s].dates, i)
		}
	}
	for i := range d.Figures {
		if s := d.Figures[i].Sentence; s >= 0 && s < n {
			r.at[s].figures = append(r.at[s].figures, i)
		}
	}
	r.trees, r.mentions, r.dated, r.named = make([]*tree, n), make([][]int, n), make([][]bool, n), make([]int, n)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		r.trees[i] = newTree(s, i)
		r.mentions[i] = make([]int, len(s.Tokens))
		for k := range r.mentions[i] {
			r.mentions[i][k] = -1
		}
		r.dated[i] = make([]bool, len(s.Tokens))
		r.heads = append(r.heads, make([]*known, len(s.Tokens)))
	}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Sentence < 0 || m.Sentence >= n {
			continue
		}
		r.named[m.Sentence]++
		for k := max(0, m.First); k <= m.Last && k < len(r.mentions[m.Sentence]); k++ {
			r.mentions[m.Sentence][k] = i
		}
		if m.Entity >= 0 {
			r.salience[m.Entity]++
		}
	}
	for i := range d.Dates {
		x := &d.Dates[i]
		if x.Sentence < 0 || x.Sentence >= n {
			continue
		}
		for k := range r.dated[x.Sentence] {
			if d.Sentences[x.Sentence].Tokens[k].Overlaps(x.Span) {
				r.dated[x.Sentence][k] = true
			}
		}
	}
	r.prominent()
	r.sporty = r.playful()
	return r
}

// known is what a word stands for as a party, with its codes.
type known struct {
	party
	actor doc.Actor
	kind  string // of the word, as kindOf says
}

// known resolves and codes the party that a word is the head of, once per word.
func (r *reader) known(sent, i int) *known {
	if k := r.heads[sent][i]; k != nil {
		return k
	}
	k := &known{party: r.resolve(sent, i)}
	k.actor = r.coded(&k.party)
	k.kind = r.kind(k, sent, i)
	r.heads[sent][i] = k
	return k
}

// cand is a word that may name an act, and what is found out about it.
type cand struct {
	sent, tok  int
	n          int      // number among the candidates
	rows       []*entry // of acts.tsv; the first hold of them meet their conditions
	hold       int
	best       *entry // the row that says most, nil = none
	met        bool   // whether its conditions hold
	subj, obj  int    // who does it and to whom, by grammar; -1 = not expressed
	how        string // how the subject of a noun was found, as owner says
	light      int    // verb that carries a noun ("launch" in "launched an attack"), -1 = none
	claim      int    // index into Claims, -1 = the article's own voice
	parties    []int
	act        string
	prob       float64 // that it is an event, by itself
	typed      float64 // that it is one of its act
	sure       float64 // the same, all things considered
	near       float64 // how likely it is a further mention of an earlier act that it was not joined to
	reached    float64 // how likely a later act that was not joined to it is a further mention of it
	status     string
	course     []float64 // probability of each status
	faint      bool      // too doubtful to name an act by itself; the network is not asked
	settled    bool      // by further mentions of the act
	mode       []string
	actors     []scored
	recipients []scored
	place      int
	origin     int
	date       int
	figures    []int
	anchor     doc.Span
	word       *lstm.Word // as the network sees it, once asked
	labels     []float64  // its scores
	own        *own       // trigger of a type of the user's, nil = none
}

// scored is a party in a role and how sure the classifier is.
type scored struct {
	party
	prob  float64
	how   string // where in the article it was found, "" in the sentence
	actor doc.Actor
	hint  string // what of a user's type put it there
}

// candidates lists the words of the article that may name an act: every full verb, the nouns and adjectives of
// acts.tsv, and "must" and "should", which carry demands.
func (r *reader) candidates() []*cand {
	acts := map[string]int{}
	var out []*cand
	for s, t := range r.trees {
		if r.d.GivenUp() {
			break
		}
		var parties []int
		for i := range t.s.Tokens {
			k := t.tok(i)
			rows, hold := r.c.lex.find(t, i)
			own := r.c.own.find(t, i)
			switch k.UPOS {
			case "VERB":
				if own == nil && bare(t.lemma(i)) && len(rows) == 0 {
					continue
				}
			case "AUX":
				if l := t.lemma(i); l != "must" && l != "should" || t.head(i) < 0 {
					continue
				}
			case "NOUN":
				if own == nil && len(rows) == 0 && !deed(t, i) {
					continue
				}
			case "ADJ":
				if own == nil && (len(rows) == 0 || t.rel(i) == "amod") { // "absurd" says something of somebody where it is said to be so: "is absurd"
					continue
				}
			default:
				if own == nil && len(rows) == 0 {
					continue
				}
			}
			if parties == nil {
				parties = r.parties(s)
			}
			c := &cand{sent: s, tok: i, n: len(out), rows: rows, hold: hold, subj: -1, obj: -1, light: -1, claim: attrib.Covering(r.d, k.Span), parties: parties, place: -1, origin: -1, date: -1}
			c.choose()
			if own != nil {
				c.adopt(own)
			}
			r.grammarOf(c)
			if c.met && !c.best.weak {
				acts[c.best.act]++
			}
			c.anchor = r.anchorSpan(c)
			out = append(out, c)
		}
	}
	r.topic, r.cands = most(acts), out
	return out
}

// deed tells whether a noun that acts.tsv does not list may name an act all the same: what WordNet takes for an act, an event or a
// communication and for related to a verb.
func deed(t *tree, i int) bool {
	w := meaning(t, i)
	return w != nil && w.Verb != "" && (w.Field == "act" || w.Field == "event" || w.Field == "communication")
}

// bare verbs name no act by themselves.
func bare(lemma string) bool {
	switch lemma {
	case "say", "be", "have", "do", "get", "go", "know", "think", "see", "include", "become", "add", "note", "need", "let", "use", "mean", "live", "seem", "'s", "like", "believe", "feel":
		return true
	}
	return false
}

func most(counts map[string]int) string {
	best := ""
	for k, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && k < best {
			best = k
		}
	}
	return best
}

// choose picks the row that says most: of those that hold the first, else the one with the fewest conditions.
func (c *cand) choose() {
	switch {
	case c.hold > 0:
		c.best, c.met = c.rows[0], true
	case len(c.rows) > 0:
		c.best = c.rows[0]
	}
}

func (r *reader) grammarOf(c *cand) {
	t := r.trees[c.sent]
	i := c.tok
	if t.tok(i).UPOS == "AUX" {
		i = t.head(i)
	}
	switch posKey(t.tok(i).UPOS) {
	case "v":
		c.subj, c.obj = t.subject(i), t.object(i)
	case "n":
		c.subj, c.how = t.owner(i)
		if h := t.head(i); h >= 0 && t.tok(h).UPOS == "VERB" && (t.rel(i) == "obj" || t.rel(i) == "obl" || t.tok(i).Rel == "nsubj:pass") {
			c.light = h
		}
		if k := t.prep(i, "of"); k >= 0 && k != c.subj {
			c.obj = k
		}
	case "a":
		c.subj = t.kid(i, "nsubj")
		if c.subj >= 0 {
			c.subj = t.antecedent(c.subj, i)
		}
	}
	if c.subj >= 0 && r.dated[c.sent][c.subj] {
		c.subj = -1 // "today's attack"
	}
}

// anchorSpan is the word with its particle.
func (r *reader) anchorSpan(c *cand) doc.Span {
	t := r.trees[c.sent]
	s := t.tok(c.tok).Span
	for _, k := range t.kids[c.tok] {
		if t.tok(k).Rel == "compound:prt" && k == c.tok+1 {
			s.End = t.tok(k).End
		}
	}
	return s
}
