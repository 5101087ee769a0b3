package event

import (
	"slices"
	"strings"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/internal/wordnet"
)

// Templates of the act classifier, the status classifier, the argument classifier and the joiner share one
// model; their numbers lie in ranges of their own.
const (
	actTemplates    = 100
	statusTemplates = 300
	argTemplates    = 500
	joinTemplates   = 700
)

// bag collects features.
type bag struct {
	base int
	fs   []uint64
}

// bag starts a bag, with the room of one that was given back by spent, if there is any.
func (r *reader) bag(base int) *bag {
	fs := r.spare
	r.spare = nil
	if fs == nil {
		fs = make([]uint64, 0, 96)
	}
	return &bag{base: base, fs: fs}
}

// spent takes back the features of a bag, which nobody looks at any more.
func (r *reader) spent(fs []uint64) { r.spare = fs[:0] }

func (b *bag) add(template int, parts ...string) {
	h := linear.F(b.base + template)
	for _, p := range parts {
		h = h.Str(p)
	}
	b.fs = append(b.fs, uint64(h))
}

func (b *bag) num(template, n int, parts ...string) {
	h := linear.F(b.base + template).Int(n)
	for _, p := range parts {
		h = h.Str(p)
	}
	b.fs = append(b.fs, uint64(h))
}

// with is add for a first part that is hashed already.
func (b *bag) with(template int, first uint64, parts ...string) {
	h := linear.F(b.base + template).Add(first)
	for _, p := range parts {
		h = h.Str(p)
	}
	b.fs = append(b.fs, uint64(h))
}

// hashed and counted are add and num for parts that are hashed already.
func (b *bag) hashed(template int, parts ...uint64) {
	h := linear.F(b.base + template)
	for _, p := range parts {
		h = h.Add(p)
	}
	b.fs = append(b.fs, uint64(h))
}

func (b *bag) counted(template, n int, parts ...uint64) {
	h := linear.F(b.base + template).Int(n)
	for _, p := range parts {
		h = h.Add(p)
	}
	b.fs = append(b.fs, uint64(h))
}

// actFeatures are what the act classifier sees of a candidate.
func (r *reader) actFeatures(c *cand) []uint64 {
	t, i := r.trees[c.sent], c.tok
	k := t.tok(i)
	lemma, pos := t.lemma(i), k.UPOS
	b := r.bag(actTemplates)
	b.add(0)
	b.add(1, lemma, pos)
	b.add(2, lemma)
	for n, cl := range k.Cluster {
		b.num(3+n, int(cl), pos)
	}
	lex := r.lexFeatures(b, c)
	hlex := linear.String(lex)
	b.kinds(70, meaning(t, i), pos)
	b.add(9, k.XPOS, lex)
	b.add(10, t.tok(i).Rel, lex)
	from := len(b.fs)
	r.c.model.Prefetch(b.fs)
	r.argumentFeatures(b, t, i, lemma, lex)
	r.c.model.Prefetch(b.fs[from:])
	r.aroundFeatures(b, t, i, lemma, lex)
	if k.Quoted {
		b.hashed(60, hlex)
	}
	if r.d.Sentences[c.sent].Paragraph == 0 {
		b.hashed(61, hlex)
	}
	b.add(62, r.topic, lex)
	b.counted(63, min(r.named[c.sent], 4), hlex)
	if pos == "NOUN" || pos == "PROPN" {
		if strings.HasSuffix(k.XPOS, "S") {
			b.hashed(64, hlex)
		}
		if pos == "PROPN" {
			b.hashed(65, hlex)
		}
		if m := r.mention(c.sent, i); m != nil {
			b.with(67, hlex, m.Class)
		}
	}
	return b.fs
}

// lexFeatures adds what the lexicon says, each thing once, and returns its best verdict ("ASSAULT", "assault?" for a weak or unmet row, "").
func (r *reader) lexFeatures(b *bag, c *cand) string {
	from := len(b.fs)
	var held [len(acts)]int
	for _, e := range c.rows[:c.hold] {
		b.fs = append(b.fs, e.held...)
		held[e.number]++
	}
	slices.Sort(b.fs[from:])
	b.fs = append(b.fs[:from], slices.Compact(b.fs[from:])...)
	told := held
	for _, e := range c.rows[c.hold:] {
		if told[e.number] == 0 {
			told[e.number] = 1
			b.fs = append(b.fs, e.unmet)
		}
	}
	lex := ""
	if c.best != nil {
		lex = c.best.act
		if c.best.weak || !c.met {
			lex = strings.ToLower(lex) + "?"
		}
		if c.met {
			b.num(15, min(held[c.best.number], 4), lex)
		}
	}
	b.add(14, lex)
	return lex
}

// meaning is what WordNet says of a verb or noun, nil where it says nothing.
func meaning(t *tree, i int) *wordnet.Word {
	w := &t.words[i]
	if !w.weighed {
		w.weighed = true
		switch posKey(t.tok(i).UPOS) {
		case "v":
			w.sense = wordnet.Verb(w.lemma)
		case "n":
			w.sense = wordnet.Noun(w.lemma)
		}
	}
	return w.sense
}

// fieldOf is the field of a word's first sense ("act", "person"), "" where WordNet knows none.
func fieldOf(t *tree, i int) string {
	if w := meaning(t, i); w != nil {
		return w.Field
	}
	return ""
}

// kinds adds the classes of a word's first two senses, and of the verb that a noun belongs to, in template and the two behind it.
func (b *bag) kinds(template int, w *wordnet.Word, with string) {
	if w == nil {
		return
	}
	b.add(template, w.Field, with)
	add := func(n int, w *wordnet.Word) {
		seen := map[uint16]bool{}
		for _, s := range w.Senses {
			for _, id := range s {
				if !seen[id] {
					seen[id] = true
					b.num(template+n, int(id))
				}
			}
		}
	}
	add(1, w)
	if w.Verb != "" {
		if v := wordnet.Verb(w.Verb); v != nil {
			add(1, v)
		}
	}
}

// kindOf describes a noun coarsely: its entity's type or part of speech, and the sector that it is coded with, else its field.
func (r *reader) kindOf(sent, i int) string { return r.known(sent, i).kind }

func (r *reader) kind(k *known, sent, i int) string {
	s := r.trees[sent].tok(i).UPOS
	if k.entity >= 0 {
		s = r.d.Entities[k.entity].Type
	}
	if k.actor.Sector != "" {
		return s + "/" + k.actor.Sector
	}
	if k.actor.Code != "" {
		return s + "/?"
	}
	if k.entity < 0 && s == "NOUN" {
		return s + "/" + fieldOf(r.trees[sent], i)
	}
	return s
}

func (r *reader) argumentFeatures(b *bag, t *tree, i int, lemma, lex string) {
	hlemma, hlex := linear.String(lemma), linear.String(lex)
	sent := t.n
	s, o := t.subject(i), t.object(i)
	if posKey(t.tok(i).UPOS) == "n" {
		o = -1
		s, _ = t.owner(i)
	}
	if s >= 0 {
		b.with(20, hlemma, t.lemma(s))
		b.with(21, hlex, r.kindOf(sent, s))
		b.counted(22, int(t.tok(s).Cluster[1]), hlex)
		b.with(80, hlex, fieldOf(t, s))
		b.add(23, t.lemma(s))
	} else {
		b.hashed(24, hlex)
	}
	if o >= 0 {
		b.with(25, hlemma, t.lemma(o))
		b.with(26, hlex, r.kindOf(sent, o))
		b.counted(27, int(t.tok(o).Cluster[1]), hlex)
		b.with(81, hlex, fieldOf(t, o))
		b.with(82, hlemma, fieldOf(t, o))
		b.kinds(84, meaning(t, o), lex)
		b.counted(28, int(t.tok(o).Cluster[0]), hlemma)
		b.add(29, t.lemma(o))
		rows, hold := r.c.lex.find(t, o)
		if hold > 0 {
			b.add(30, rows[0].act, lex)
			b.add(31, rows[0].act, lemma)
		}
	} else {
		b.hashed(32, hlex)
	}
	if t.passive(i) {
		b.hashed(33, hlex)
	}
	for _, k := range t.kids[i] {
		rel := t.rel(k)
		switch rel {
		case "obl", "nmod":
			p := t.caseOf(k)
			b.with(34, hlemma, p)
			b.with(35, hlex, p, r.kindOf(sent, k))
			b.add(36, p, t.lemma(k))
		case "xcomp", "ccomp", "advcl", "acl":
			b.with(37, hlemma, rel, t.tok(k).XPOS)
			b.with(38, hlex, rel, t.lemma(k))
			if rows, hold := r.c.lex.find(t, k); hold > 0 {
				b.with(39, hlex, rel, rows[0].act)
			}
		case "amod", "compound", "nmod:poss":
			b.with(40, hlemma, t.lemma(k))
			b.with(41, hlex, r.kindOf(sent, k))
			b.with(42, hlex, t.lemma(k))
		case "aux", "det", "advmod", "cop", "mark":
			b.with(43, hlex, t.lemma(k))
		}
		if t.tok(k).Rel == "compound:prt" {
			b.with(44, hlemma, t.lemma(k))
		}
	}
}

// aroundFeatures are the governor, the neighbouring words and the other acts that the sentence names.
func (r *reader) aroundFeatures(b *bag, t *tree, i int, lemma, lex string) {
	hlemma, hlex := linear.String(lemma), linear.String(lex)
	if h := t.head(i); h >= 0 {
		b.with(45, hlex, t.tok(i).Rel, t.lemma(h))
		b.num(46, int(t.tok(h).Cluster[0]), lex, t.rel(i))
		b.with(47, hlemma, t.lemma(h))
		if rows, hold := r.c.lex.find(t, h); hold > 0 {
			b.with(48, hlex, t.rel(i), rows[0].act)
			if !rows[0].weak {
				b.with(66, hlex, t.rel(i))
			}
		}
		if p := t.caseOf(i); p != "" {
			b.with(49, hlex, p)
			b.with(50, hlex, p, t.lemma(h))
		}
	} else {
		b.hashed(51, hlex)
	}
	for _, off := range [...]int{-2, -1, 1, 2} {
		w := "-"
		if j := i + off; j >= 0 && j < len(t.s.Tokens) {
			w = t.lemma(j)
		}
		b.num(52+off+2, off, lemma, w)
		if off == -1 || off == 1 {
			b.num(57, off, lex, w)
		}
	}
}

// mention returns the entity mention whose head is at a token, else one that covers it, else nil.
func (r *reader) mention(sent, i int) *doc.Mention {
	if m := r.mentions[sent][i]; m >= 0 {
		return &r.d.Mentions[m]
	}
	return nil
}
