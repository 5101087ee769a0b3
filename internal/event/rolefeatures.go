package event

import (
	"strings"

	"onrecord/internal/linear"
)

// roleTemplates start the templates of what joins the roles of an act.
const roleTemplates = 900

// view is what the features that join two roles see of a party; the zero view is nobody. The words are hashed once, since a
// sentence has many pairs of parties.
type view struct {
	s                        *seat
	kind, gram, sector, prep string
	k, g, c, p               uint64 // the same, hashed
}

func (v *view) hash() {
	v.k, v.g, v.c, v.p = linear.String(v.kind), linear.String(v.gram), linear.String(v.sector), linear.String(v.prep)
}

// spoken is what those features see of the act, hashed.
type spoken struct {
	act, lemma, pos, row uint64
	listed, passive      bool
}

func (r *reader) spoken(x *cand) spoken {
	t := r.trees[x.sent]
	w := spoken{act: linear.String(x.act), lemma: linear.String(t.lemma(x.tok)), pos: linear.String(posKey(t.tok(x.tok).UPOS)), passive: t.passive(x.tok)}
	if x.best != nil {
		w.listed, w.row = true, uint64(linear.F(roleTemplates+15).Str(x.best.text).Str(x.best.act))
	}
	return w
}

// hashed adds a feature of parts that are hashed already.
func (b *bag) hashed(template int, parts ...uint64) {
	h := linear.F(b.base + template)
	for _, p := range parts {
		h = h.Add(p)
	}
	b.fs = append(b.fs, uint64(h))
}

func (r *reader) view(x *cand, s *seat) view {
	v := view{s: s, sector: s.actor.Sector}
	if v.sector == "" && s.actor.Code != "" {
		v.sector = "?"
	}
	if s.how != "" {
		v.gram, v.kind = s.how, s.how+"/"+v.sector
		v.hash()
		return v
	}
	t := r.trees[x.sent]
	v.kind, v.prep = r.kindOf(x.sent, s.tok), t.caseOf(s.tok)
	if v.gram = r.grammar(x, s.tok); v.gram == "" || v.gram == "prep" {
		v.gram = coarse(t.path(x.tok, s.tok)) + "/" + v.prep
	}
	v.hash()
	return v
}

// coarse is a path without subtypes, joints and what only elaborates.
func coarse(path string) string {
	var b strings.Builder
	for _, f := range strings.FieldsFunc(strings.ReplaceAll(path, "^", " ^"), func(c rune) bool { return c == ' ' }) {
		up := strings.HasPrefix(f, "^")
		rel := base(strings.TrimPrefix(f, "^"))
		switch rel {
		case "conj", "appos", "flat", "parataxis":
			continue
		}
		if up {
			b.WriteByte('^')
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(rel)
	}
	return b.String()
}

// betweenFeatures describe who does it together with to whom.
func (r *reader) betweenFeatures(x *cand, w *spoken, a, b *view) []uint64 {
	f := &bag{base: roleTemplates, fs: make([]uint64, 0, 14)}
	f.hashed(0, w.act, a.k, b.k)
	f.hashed(1, w.act, a.g, b.g)
	f.hashed(2, w.lemma, a.g, b.g)
	f.hashed(3, w.act, a.c, b.c)
	f.hashed(4, w.pos, a.g, b.g)
	if w.listed {
		f.hashed(5, w.row, a.g, b.g)
	}
	alike := linear.String("open")
	if a.s != nil && b.s != nil {
		alike = linear.String(likeness(a, b))
		if a.s.how == "" && b.s.how == "" {
			order := linear.String(side(a.s.tok, x.tok) + side(b.s.tok, x.tok) + side(a.s.tok, b.s.tok))
			way := linear.String(coarse(r.trees[x.sent].path(a.s.tok, b.s.tok)))
			f.hashed(6, order, w.pos)
			f.hashed(7, order, w.act)
			f.hashed(8, way, w.act)
			f.hashed(9, way, w.pos)
		}
	}
	f.hashed(10, alike, w.act)
	f.hashed(11, alike, a.c, b.c)
	if w.passive {
		f.hashed(12, a.g, b.g)
	}
	return f.fs
}

func likeness(a, b *view) string {
	switch {
	case a.s.actor.Code == "" || b.s.actor.Code == "":
		return "uncoded"
	case a.s.actor.Code != b.s.actor.Code:
		return "other"
	case a.s.actor.Sector != b.s.actor.Sector:
		return "country"
	}
	return "same"
}

func side(i, k int) string {
	if i < k {
		return "<"
	}
	return ">"
}

// groupFeatures speak for taking a whole coordination instead of its first member.
func (r *reader) groupFeatures(slot int, w *spoken, n int, a, b *view) []uint64 {
	f := &bag{base: roleTemplates + 20*(slot+1), fs: make([]uint64, 0, 8)}
	f.hashed(0)
	f.hashed(1, w.act)
	f.hashed(2, a.k, b.k)
	f.hashed(3, linear.String(likeness(a, b)))
	f.num(4, min(n, 4))
	f.hashed(5, a.g)
	f.hashed(6, w.act, a.g)
	return f.fs
}

// togetherFeatures speak for two parties that are not coordinated doing the act together: "met".
func (r *reader) togetherFeatures(w *spoken, a, b *view) []uint64 {
	f := &bag{base: roleTemplates + 60, fs: make([]uint64, 0, 10)}
	f.hashed(0)
	f.hashed(1, w.act)
	f.hashed(2, w.act, w.lemma)
	f.hashed(3, w.act, a.g, b.g)
	f.hashed(4, a.g, b.g)
	f.hashed(5, w.act, a.k, b.k)
	f.hashed(6, w.act, linear.String(likeness(a, b)))
	f.hashed(7, w.lemma, b.g)
	f.hashed(8, w.act, b.p)
	if w.listed {
		f.hashed(9, w.row, b.g)
	}
	return f.fs
}

// nobodyFeatures speak for leaving a slot open.
func (r *reader) nobodyFeatures(slot int, x *cand, c *cast) []uint64 {
	f := &bag{base: roleTemplates + 80 + 40*slot, fs: make([]uint64, 0, 32)}
	t := r.trees[x.sent]
	k := t.tok(x.tok)
	pos := posKey(k.UPOS)
	near, named := 0, 0
	for i := range c.seats {
		if c.seats[i].how == "" {
			near++
			if c.seats[i].actor.Code != "" {
				named++
			}
		}
	}
	has := ""
	if x.how == "shared" {
		has = "g"
	} else if x.subj >= 0 {
		has = "s"
	}
	if x.obj >= 0 {
		has += "o"
	}
	f.add(0)
	f.add(1, x.act)
	f.add(2, t.lemma(x.tok), pos)
	f.add(3, pos, has)
	f.add(4, x.act, has)
	f.add(5, x.act, pos, has)
	f.add(6, k.XPOS, has)
	f.add(7, k.Rel, pos)
	f.num(8, min(near, 5))
	f.num(9, min(named, 4))
	f.num(10, min(named, 4), x.act)
	f.add(11, x.status, x.act)
	f.add(12, x.status)
	if t.passive(x.tok) {
		f.add(13, has)
		f.add(14, x.act)
	}
	if x.best != nil {
		f.add(15, x.best.text, x.best.act)
		f.add(16, x.best.act, x.best.mode, has)
	}
	if x.claim >= 0 {
		f.add(17, x.act)
	}
	if h := t.head(x.tok); h >= 0 {
		f.add(18, t.lemma(h), t.rel(x.tok))
		f.add(19, t.rel(x.tok), x.act)
	}
	f.num(20, int(k.Cluster[1]))
	for i := range c.seats {
		if c.seats[i].how != "" {
			f.add(21, c.seats[i].how)
			f.add(22, c.seats[i].how, x.act)
		}
	}
	f.num(23, min(x.sent, 2))
	if x.obj >= 0 && !k.Overlaps(t.tok(x.obj).Span) {
		f.add(24, t.tok(x.obj).UPOS, x.act)
		f.add(25, t.lemma(x.obj))
		f.num(26, int(t.tok(x.obj).Cluster[0]), x.act)
	}
	return f.fs
}

// farFeatures describe a party from elsewhere in the article as a filler of a slot.
func (r *reader) farFeatures(slot int, x *cand, s *seat) []uint64 {
	b := &bag{base: roleTemplates + 160 + 40*slot, fs: make([]uint64, 0, 24)}
	t := r.trees[x.sent]
	pos, how := posKey(t.tok(x.tok).UPOS), s.how
	has := "0"
	if slot == slotActor && x.subj >= 0 && x.how != "shared" || slot == slotRecipient && x.obj >= 0 {
		has = "1"
	}
	b.add(0, how)
	b.add(1, how, x.act)
	b.add(2, how, pos, has)
	b.add(3, how, x.act, has)
	b.add(4, how, t.lemma(x.tok))
	b.add(5, how, s.actor.Sector)
	b.add(6, how, s.actor.Sector, x.act)
	b.add(7, how, t.tok(x.tok).Rel, pos)
	if s.actor.Code == "" {
		b.add(8, how)
	}
	if s.entity >= 0 {
		e := &r.d.Entities[s.entity]
		b.add(9, how, e.Type)
		b.add(10, how, e.Type, x.act)
		b.num(11, min(r.salience[s.entity], 8), how)
	}
	if t.passive(x.tok) {
		b.add(12, how)
		b.add(13, how, x.act)
	}
	if x.claim >= 0 {
		b.add(14, how, has)
	}
	b.fs = append(b.fs, uint64(linear.F(roleTemplates+239).Str(how).Int(slot).Int(min(len(x.parties), 5))))
	return b.fs
}
