package event

// keepTemplates start the templates of the classifier that has the last word on whether a candidate is an event.
const keepTemplates = 1600

// glance is the least probability, by the word and its surroundings, at which a candidate is looked at in full.
const glance = 0.35

// least is the same for a candidate that may be a further mention of an act that stands. Cross-validated on a fold (1,350 events) when such
// words were compared with every act and completed its parties, 0.05 instead of none at all gave any act 66.6 instead of 65.7, event + act 57.1
// instead of 56.7, place 52.8 instead of 50.8, and the same full event.
const least = 0.05

// sight is what the last word on a candidate needs to know of the article's other candidates.
type sight struct {
	words        int            // of the article
	sure, likely int            // how many candidates are surer than a half, than three quarters
	top          float64        // the surest
	per          map[int]int    // sure ones per sentence
	same         map[string]int // sure ones per act
}

func (r *reader) survey(found []*cand) *sight {
	s := &sight{per: map[int]int{}, same: map[string]int{}}
	for _, t := range r.trees {
		s.words += len(t.s.Tokens)
	}
	for _, x := range found {
		s.top = max(s.top, x.prob)
		if x.prob > 0.5 {
			s.sure++
			s.per[x.sent]++
			s.same[x.act]++
		}
		if x.prob > 0.75 {
			s.likely++
		}
	}
	return s
}

// size tells short texts, a sentence or two, from longer ones and articles.
func (s *sight) size() int {
	switch {
	case s.words < 60:
		return 2
	case s.words < 150:
		return 1
	}
	return 0
}

// keepFeatures look at a candidate once it has all its fields, within its article.
func (r *reader) keepFeatures(x *cand, s *sight) []uint64 {
	b := r.bag(keepTemplates)
	t := r.trees[x.sent]
	bin := int(x.prob * 12)
	pos := posKey(t.tok(x.tok).UPOS)
	dense := min(6, 400*s.sure/max(s.words, 100))
	// What the number of events says, it says of texts of a size: one in ten words is usual for a sentence, not for an article.
	size := 60 * s.size()
	b.add(size)
	b.num(size+1, bin)
	b.num(size+2, bin, x.act)
	b.num(3, bin, pos)
	b.num(size+4, int(8*s.top))
	b.num(size+5, min(s.sure, 6))
	b.num(size+6, min(s.likely, 6))
	b.num(size+7, dense)
	b.num(size+8, dense, x.act)
	b.num(size+9, bin/2*10+dense)
	b.num(size+10, bin/2*10+min(s.likely, 6))
	b.add(11, x.status)
	b.add(12, x.status, x.act)
	b.num(13, bin/3, x.status)
	b.num(size+14, min(s.same[x.act], 4), x.act)
	b.num(size+15, min(x.sent, 3))
	b.num(size+16, min(x.sent, 3), x.act)
	b.num(size+17, min(s.per[x.sent], 4))
	a, rec := castingOf(x.actors), castingOf(x.recipients)
	b.add(18, a)
	b.add(19, rec)
	b.add(20, a, rec)
	b.add(21, a, rec, x.act)
	b.add(22, a, x.act)
	b.add(23, rec, x.act)
	b.num(24, bin/3, a, rec)
	for _, p := range x.actors {
		b.add(25, p.actor.Sector)
		b.add(26, p.actor.Sector, x.act)
		b.num(27, int(4*p.prob))
	}
	for _, p := range x.recipients {
		b.add(28, p.actor.Sector)
		b.add(29, p.actor.Sector, x.act)
		b.num(30, int(4*p.prob))
	}
	if len(x.actors) > 0 && len(x.recipients) > 0 {
		b.add(31, x.actors[0].actor.Sector, x.recipients[0].actor.Sector, x.act)
	}
	if x.claim >= 0 {
		b.add(32, pos)
		b.add(33, x.act)
	}
	if x.place >= 0 {
		b.add(34, x.act)
	}
	if x.date >= 0 {
		b.add(35, x.act)
	}
	if len(x.figures) > 0 {
		b.add(36, x.act)
	}
	if len(x.mode) > 0 {
		b.add(37, x.act, x.mode[0])
	}
	if r.sporty {
		b.add(38)
		b.add(39, x.act)
	}
	b.add(40, t.lemma(x.tok), x.act)
	b.add(41, r.topic, x.act)
	b.num(size+42, min(len(r.d.Entities)/4, 6))
	typed := int(x.typed * 12)
	b.num(190, typed)
	b.num(191, typed, x.act)
	b.num(192, 12*bin+typed)
	if x.labels != nil {
		p := softmax(x.labels, 0, firstStatus)
		net := int(12 * (1 - p[0]))
		b.num(193, net)
		b.num(194, net, x.act)
		b.num(195, 12*net+bin)
		b.num(196, int(12*p[1+indexOf(acts[:], x.act)]), x.act)
	}
	return b.fs
}

// castingOf says in a word how well a role is filled.
func castingOf(as []scored) string {
	switch {
	case len(as) == 0:
		return "none"
	case as[0].actor.Code == "":
		return "uncoded"
	case as[0].implied:
		return "implied"
	case as[0].entity >= 0:
		return "named"
	}
	return "coded"
}
