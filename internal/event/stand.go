package event

import "onrecord/internal/linear"

// standTemplates start the templates of the classifier that decides, once mentions are joined, whether an act stands as an event.
const standTemplates = 2400

// standing keeps the acts that are events of their own, by all their mentions: what nothing but one doubtful word speaks for is
// none, and neither is what is rather a further mention of an act that stands already.
func (r *reader) standing(groups [][]*cand, s *sight) [][]*cand {
	var out [][]*cand
	crowd := crowded(groups)
	expected := 0.0
	for _, g := range groups {
		if r.d.GivenUp() {
			break
		}
		x := g[0]
		x.prob = r.c.yes(r.standFeatures(g, s, crowd), labelStand)
		if user(g) {
			x.prob = max(x.prob, leastSure)
		}
		expected += x.prob
	}
	for _, g := range groups {
		if user(g) || g[0].prob >= r.leastProbable(expected, leads(g), s) && !r.answered(g) {
			out = append(out, g)
		}
	}
	return out
}

// leads tells whether an act is named in the first two sentences: a headline and the lead, or the lead.
func leads(g []*cand) bool {
	for _, x := range g {
		if x.sent < 2 {
			return true
		}
	}
	return false
}

// leastProbable is the probability from which an act stands in a text of which so many acts are expected, all probabilities
// added up. News that is about something else (sport, weather, business) still has words that may be acts; a whole article of
// which not even a few are expected holds none but what is nearly certain or what it leads with: a short report of one act
// says so at once. A sentence or two may well hold just one.
func (r *reader) leastProbable(expected float64, leads bool, s *sight) float64 {
	if s.size() == 0 && expected < r.c.cut.few && !leads {
		return r.c.cut.lone
	}
	return r.c.cut.event
}

// user tells whether a type of the user's is among the mentions.
func user(g []*cand) bool {
	for _, x := range g {
		if x.own != nil {
			return true
		}
	}
	return false
}

// crowded counts per sentence the acts that are likely there.
func crowded(groups [][]*cand) map[int]int {
	n := map[int]int{}
	for _, g := range groups {
		for _, x := range g {
			if x.sure > 0.5 {
				n[x.sent]++
			}
		}
	}
	return n
}

// standFeatures describe an act with all its mentions, the one that it is written from first.
func (r *reader) standFeatures(g []*cand, s *sight, crowd map[int]int) []uint64 {
	x := g[0]
	b := &bag{base: standTemplates, fs: make([]uint64, 0, 96)}
	top, sum := 0.0, 0.0
	for _, y := range g {
		top, sum = max(top, y.sure), sum+y.sure
	}
	sure, all, n := int(top*16), int(min(sum, 3)*8), min(len(g), 4)
	near, reached := bucket(x.near), bucket(x.reached)
	b.add(0)
	b.num(1, sure)
	b.num(2, sure, x.act)
	b.num(3, all)
	b.num(4, 100*all+n)
	b.num(5, n, x.act)
	b.num(6, near)
	b.num(7, 100*near+sure/2)
	b.num(8, reached)
	b.num(9, 100*reached+sure/2)
	b.num(10, near, x.act)
	b.num(11, 10*near+n)
	b.num(12, 100*min(crowd[x.sent], 5)+sure/2)
	b.num(13, int(x.sure*12))
	b.num(14, 100*s.size()+sure)
	kept := r.keepFeatures(x, s)
	for _, f := range kept {
		b.fs = append(b.fs, uint64(linear.F(standTemplates+99).Add(f)))
	}
	r.spent(kept)
	return b.fs
}

// standers are the lessons on which acts stand: of the groups that are about one annotated event, one does.
func standers(r *reader, found []*cand, hits []match, covered map[*cand]bool, events []Annotation) []example {
	about := map[*cand]int{}
	for _, h := range hits {
		about[h.x] = h.event + 1
	}
	found, s := r.kept(found)
	groups := r.join(found)
	crowd := crowded(groups)
	best := map[int]int{} // per event the group that stands for it
	mine := make([]int, len(groups))
	for i, g := range groups {
		votes := map[int]int{}
		for _, x := range g {
			if e := about[x]; e > 0 && events[e-1].Act == g[0].act {
				votes[e]++
				if votes[e] > votes[mine[i]] {
					mine[i] = e
				}
			}
		}
		if e := mine[i]; e > 0 {
			if j, ok := best[e]; !ok || len(g)*2 > 3*len(groups[j]) && g[0].sure > groups[j][0].sure || g[0].sure > groups[j][0].sure+0.2 {
				best[e] = i
			}
		}
	}
	var out []example
	for i, g := range groups {
		e := mine[i]
		if e == 0 && covered[g[0]] {
			continue
		}
		out = append(out, decision(r.standFeatures(g, s, crowd), labelStand, e > 0 && best[e] == i))
	}
	return out
}
