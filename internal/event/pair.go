package event

import "onrecord/internal/doc"

// PairTypes are the types that Pair tells apart: the PLOVER types folded, with YIELD for CONCEDE and RETREAT, as in
// the sets of marked sentences.
var pairTypes = [...]string{"AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT",
	"THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}

// Pair tells the folded PLOVER type of what source does to target in a document of one sentence, where both are known
// to be the parties of one event; either span may be empty. It is a forced choice: there is always an answer.
func (c *Coder) Pair(d *doc.Document, source, target doc.Span) string {
	s := c.scores(newReader(c, d).pairFeatures(source, target))
	best := 0
	for i := range pairTypes {
		if s[labelPair+i] > s[labelPair+best] {
			best = i
		}
	}
	return pairTypes[best]
}

// headIn is the head token of a span: sentence and token, -1, -1 when it is empty or outside.
func (r *reader) headIn(s doc.Span) (sent, tok int) {
	if s.Empty() {
		return -1, -1
	}
	sent, _ = r.d.TokenAt(s.Start)
	if sent < 0 {
		return -1, -1
	}
	return sent, r.headOf(sent, s)
}

// pairFeatures describe the sentence as seen from its two parties: the acts that hang on them, the words between
// and around them, and who they are.
func (r *reader) pairFeatures(source, target doc.Span) []uint64 {
	b := &bag{base: pairTemplates, fs: make([]uint64, 0, 256)}
	ss, st := r.headIn(source)
	ts, tt := r.headIn(target)
	b.add(0)
	r.pairWords(b, source, target)
	for _, x := range r.candidates() {
		t := r.trees[x.sent]
		sp, tp := "out", "out"
		if ss == x.sent && st >= 0 {
			sp = t.path(x.tok, st)
		}
		if ts == x.sent && tt >= 0 {
			tp = t.path(x.tok, tt)
		}
		sr, tr := "", ""
		if ss == x.sent && st >= 0 {
			sr = r.grammar(x, st)
		}
		if ts == x.sent && tt >= 0 {
			tr = r.grammar(x, tt)
		}
		lemma := t.lemma(x.tok)
		rule, _ := r.statusRule(x.sent, x.tok)
		lex := ""
		if x.best != nil && x.met {
			lex = x.best.act
			b.add(1, lex, rule)
			b.add(2, lex, sr, tr)
			b.add(3, lex, sr, rule)
			b.add(4, lex, tr, rule)
			b.add(5, lex, sp)
			b.add(6, lex, tp)
			b.add(7, lex)
			if x.best.mode != "" {
				b.add(8, lex, x.best.mode, rule)
			}
			if t.head(x.tok) < 0 {
				b.add(9, lex, rule)
			}
		}
		b.add(10, lemma, sr)
		b.add(11, lemma, tr)
		b.add(12, lemma, sr, tr, rule)
		if t.head(x.tok) < 0 {
			b.add(13, lemma)
		}
		b.num(14, int(t.tok(x.tok).Cluster[1]), sr)
		b.num(15, int(t.tok(x.tok).Cluster[1]), tr)
		if inside(x.anchor, source) {
			b.add(16, lex)
		}
		if inside(x.anchor, target) {
			b.add(17, lex)
		}
	}
	if ss >= 0 && st >= 0 {
		b.add(18, r.kindOf(ss, st))
		b.add(19, r.trees[ss].lemma(st))
	}
	if ts >= 0 && tt >= 0 {
		b.add(20, r.kindOf(ts, tt))
		b.add(21, r.trees[ts].lemma(tt))
		if ss == ts && st >= 0 {
			b.add(22, r.trees[ss].path(st, tt))
		}
	}
	return b.fs
}

func inside(s, t doc.Span) bool { return !t.Empty() && t.Contains(s) }

// pairWords adds the words before, between and after the parties, alone and in pairs.
func (r *reader) pairWords(b *bag, source, target doc.Span) {
	first, second, order := source, target, "st"
	if target.Start < source.Start {
		first, second, order = target, source, "ts"
	}
	b.add(23, order)
	for s, t := range r.trees {
		prev := "^"
		for i := range t.s.Tokens {
			k := t.tok(i)
			zone := "after"
			switch {
			case inside(k.Span, source), inside(k.Span, target):
				zone = "in"
			case k.Start < first.Start:
				zone = "before"
			case k.Start < second.Start:
				zone = "between"
			}
			l := t.lemma(i)
			if r.mentions[s][i] >= 0 {
				l = "name"
			}
			b.add(24, zone, l)
			b.add(25, l)
			if zone != "in" {
				b.add(26, zone, order, l)
				b.add(27, prev, l)
				b.add(28, zone, prev, l)
				b.num(29, int(k.Cluster[1]), zone)
			}
			prev = l
		}
	}
}

// pairExamples are the lessons of marked sentences for Pair.
func pairExamples(c *Coder, marked []Marked) []example {
	var out []example
	for i := range marked {
		m := &marked[i]
		if len(m.Sources) != 1 || len(m.Targets) != 1 {
			continue
		}
		want := -1
		for k, p := range pairTypes {
			if len(m.Acts) == 1 && m.Acts[0] == p || len(m.Acts) == 2 && p == "YIELD" {
				want = k
			}
		}
		if want < 0 {
			continue
		}
		r := newReader(c, m.Doc)
		for w, spans := range [][2]doc.Span{{m.Sources[0], m.Targets[0]}, {}} { // with the parties and, for less, without
			out = append(out, example{fs: r.pairFeatures(spans[0], spans[1]), from: labelPair, to: labelPair + len(pairTypes),
				want: labelPair + want, weight: 1 - 0.4*float32(w)})
		}
	}
	return out
}

// pairTemplates start the templates of Pair.
const pairTemplates = 1200
