package event

import (
	"strings"

	"onrecord/internal/linear"
)

// roleTemplates start the templates of what joins the roles of an act.
const roleTemplates = 900

// view is what the features that join two roles see of a party: its kind, grammar, sector and preposition. They are hashed
// once, since a sentence has many pairs of parties.
type view struct {
	s          *seat // nil = nobody
	k, g, c, p uint64
}

func nobody() view { return view{k: linear.Empty, g: linear.Empty, c: linear.Empty, p: linear.Empty} }

// spoken is what those features see of the act, hashed.
type spoken struct {
	act, lemma, pos            uint64
	text, listedAct, mode, row uint64 // of the row of acts.tsv
	listed, passive            bool
}

func (r *reader) spoken(x *cand) spoken {
	t := r.trees[x.sent]
	w := spoken{act: linear.String(x.act), lemma: linear.String(t.lemma(x.tok)), pos: linear.String(posKey(t.tok(x.tok).UPOS)), passive: t.passive(x.tok)}
	if x.best != nil {
		w.listed = true
		w.text, w.listedAct, w.mode = linear.String(x.best.text), linear.String(x.best.act), linear.String(x.best.mode)
		w.row = uint64(linear.F(roleTemplates + 15).Add(w.text).Add(w.listedAct))
	}
	return w
}

func (r *reader) view(s *seat, f *filler) view {
	sector := sectorOf(s.known)
	v := view{s: s, c: linear.String(sector), k: f.hkind, g: f.hgram, p: f.prep}
	switch {
	case s.how != "":
		v.g, v.k, v.p = linear.String(s.how), linear.String(s.how+"/"+sector), linear.Empty
	case f.gram == "" || f.gram == "prep":
		v.g = f.hway
	}
	return v
}

// coarse is a path without subtypes, joints and what only elaborates.
func coarse(path string) string {
	var room [96]byte
	b := room[:0]
	for path != "" {
		step := byte(' ')
		if path[0] == ' ' || path[0] == '^' {
			step, path = path[0], path[1:]
		}
		n := strings.IndexAny(path, " ^")
		if n < 0 {
			n = len(path)
		}
		rel := base(path[:n])
		path = path[n:]
		switch rel {
		case "conj", "appos", "flat", "parataxis":
			continue
		}
		b = append(append(b, step), rel...)
	}
	return string(b)
}

// betweenFeatures describe who does it together with to whom.
func (r *reader) betweenFeatures(f *bag, x *cand, w *spoken, a, b *view) {
	f.base = roleTemplates
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
			way := linear.String(r.trees[x.sent].way(a.s.tok, b.s.tok).coarse)
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
func (r *reader) groupFeatures(f *bag, slot int, w *spoken, n int, a, b *view) {
	f.base = roleTemplates + 20*(slot+1)
	f.hashed(0)
	f.hashed(1, w.act)
	f.hashed(2, a.k, b.k)
	f.hashed(3, linear.String(likeness(a, b)))
	f.num(4, min(n, 4))
	f.hashed(5, a.g)
	f.hashed(6, w.act, a.g)
}

// togetherFeatures speak for two parties that are not coordinated doing the act together: "met".
func (r *reader) togetherFeatures(f *bag, w *spoken, a, b *view) {
	f.base = roleTemplates + 60
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
}

// nobodyFeatures speak for leaving a slot open.
func (r *reader) nobodyFeatures(f *bag, slot int, x *cand, c *cast) {
	f.base = roleTemplates + 80 + 40*slot
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
}

// farFeatures describe a party from elsewhere in the article as a filler of a slot.
func (r *reader) farFeatures(b *bag, slot int, x *cand, w *spoken, s *seat) {
	b.base = roleTemplates + 160 + 40*slot
	how, sector := linear.String(s.how), linear.String(s.actor.Sector)
	has := linear.String("0")
	if slot == slotActor && x.subj >= 0 && x.how != "shared" || slot == slotRecipient && x.obj >= 0 {
		has = linear.String("1")
	}
	b.hashed(0, how)
	b.hashed(1, how, w.act)
	b.hashed(2, how, w.pos, has)
	b.hashed(3, how, w.act, has)
	b.hashed(4, how, w.lemma)
	b.hashed(5, how, sector)
	b.hashed(6, how, sector, w.act)
	b.hashed(7, how, linear.String(r.trees[x.sent].tok(x.tok).Rel), w.pos)
	if s.actor.Code == "" {
		b.hashed(8, how)
	}
	if s.entity >= 0 {
		kind := linear.String(r.d.Entities[s.entity].Type)
		b.hashed(9, how, kind)
		b.hashed(10, how, kind, w.act)
		b.counted(11, min(r.salience[s.entity], 8), how)
	}
	if w.passive {
		b.hashed(12, how)
		b.hashed(13, how, w.act)
	}
	if x.claim >= 0 {
		b.hashed(14, how, has)
	}
	b.fs = append(b.fs, uint64(linear.F(roleTemplates+239).Add(how).Int(slot).Int(min(len(x.parties), 5))))
}
