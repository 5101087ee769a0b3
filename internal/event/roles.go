package event

import (
	"slices"
	"strings"
)

// seat is a party that may take a role in an act.
type seat struct {
	known
	id   string // by which seats are told apart
	how  string // "" in the act's sentence, else where in the article it was found
	conj int    // first seat of the coordination it belongs to, -1 = none
}

// cast is the choice of who has which role in an act. The whole is chosen at once: one party cannot be both actor and
// recipient, and who is the one bears on who is the other. Every hypothesis is one set of actors with one set of recipients,
// and its score is the sum of its units': one per actor, one per recipient (or one for "nobody"), and one for the pair.
type cast struct {
	seats []seat
	sets  [2][][]int // per slot the sets of seats that may fill it; the first is nobody
	units [][]uint64 // features
	hyps  []hyp
}

// hyp is one hypothesis: which set per slot, and the units that it is the sum of.
type hyp struct {
	set   [2]int
	units []int32
}

// maxSeats bounds the parties of a sentence that are considered, those nearest to the act.
const maxSeats = 14

// seats lists who may take a role: the parties of the sentence and those from elsewhere in the article.
func (r *reader) seats(x *cand) []seat {
	near := make([]int, 0, len(x.parties))
	for _, i := range x.parties {
		if i != x.tok && !r.thing(r.known(x.sent, i)) {
			near = append(near, i)
		}
	}
	if len(near) > maxSeats {
		slices.SortStableFunc(near, func(a, b int) int { return steps(a, x.tok) - steps(b, x.tok) })
		near = near[:maxSeats]
		slices.Sort(near)
	}
	out := make([]seat, 0, len(near)+3)
	t := r.trees[x.sent]
	seen := map[string]bool{}
	for _, i := range near {
		k := r.known(x.sent, i)
		s := seat{known: *k, id: r.identity(&k.party), conj: -1}
		seen[s.id] = true
		if t.rel(i) == "conj" {
			h := t.head(i)
			for n := range out {
				if out[n].tok == h {
					s.conj = n
					if out[n].conj >= 0 {
						s.conj = out[n].conj
					}
				}
			}
		}
		out = append(out, s)
	}
	for _, f := range r.fars(x) {
		if id := r.identity(&f.party); !seen[id] {
			out = append(out, seat{known: known{f.party, r.coded(&f.party)}, id: id, how: f.how, conj: -1})
		}
	}
	return out
}

func steps(a, b int) int { return max(a-b, b-a) }

// cast lists the hypotheses of an act.
func (r *reader) cast(x *cand) *cast {
	c := &cast{seats: r.seats(x)}
	single := make([][]int, 1, len(c.seats)+1)
	for i := range c.seats {
		single = append(single, []int{i})
	}
	for i := range c.seats {
		group := []int{i}
		for j := i + 1; j < len(c.seats); j++ {
			if c.seats[j].conj == i && !c.clash(group, j) {
				group = append(group, j)
			}
		}
		if len(group) > 1 {
			single = append(single, group)
		}
	}
	pairs := len(single)
	c.sets[slotRecipient] = single
	c.sets[slotActor] = single[:pairs:pairs]
	for i := range c.seats {
		for j := i + 1; j < len(c.seats); j++ {
			if c.seats[i].how == "" && c.seats[j].how == "" && c.seats[j].conj != i && !c.clash([]int{i}, j) {
				c.sets[slotActor] = append(c.sets[slotActor], []int{i, j})
			}
		}
	}
	r.hypotheses(c, x, pairs)
	return c
}

// clash tells whether a seat is the same as one of a set, or lies within it in the text.
func (c *cast) clash(set []int, j int) bool {
	b := &c.seats[j]
	for _, i := range set {
		a := &c.seats[i]
		if a.id == b.id || a.span.Overlaps(b.span) {
			return true
		}
	}
	return false
}

// hypotheses fills in units and hypotheses. The sets of actors from pairs on are two parties that are not coordinated: they do
// the act together, and to nobody.
func (r *reader) hypotheses(c *cast, x *cand, pairs int) {
	unit := func(fs []uint64) int32 {
		c.units = append(c.units, fs)
		return int32(len(c.units) - 1)
	}
	var alone [2][]int32
	var nobody [2]int32
	views := make([]view, len(c.seats)+1)
	for i := range c.seats {
		views[i+1] = r.view(x, &c.seats[i])
	}
	for slot := range alone {
		nobody[slot] = unit(r.nobodyFeatures(slot, x, c))
		for i := range c.seats {
			if c.seats[i].how != "" {
				alone[slot] = append(alone[slot], unit(r.farFeatures(slot, x, &c.seats[i])))
			} else {
				alone[slot] = append(alone[slot], unit(r.argFeatures(slot, x, c.seats[i].tok, &c.seats[i].known)))
			}
		}
	}
	var of [2][][]int32 // units of each set
	for slot := range of {
		for k, set := range c.sets[slot] {
			switch {
			case len(set) == 0:
				of[slot] = append(of[slot], []int32{nobody[slot]})
			case len(set) == 1:
				of[slot] = append(of[slot], []int32{alone[slot][set[0]]})
			case k < pairs:
				of[slot] = append(of[slot], []int32{alone[slot][set[0]], unit(r.groupFeatures(slot, x, len(set), &views[set[0]+1], &views[set[1]+1]))})
			default:
				of[slot] = append(of[slot], []int32{alone[slot][set[0]], alone[slot][set[1]], unit(r.togetherFeatures(x, &views[set[0]+1], &views[set[1]+1]))})
			}
		}
	}
	n := len(c.seats) + 1
	between := make([]int32, n*n)
	first := func(set []int) int {
		if len(set) == 0 {
			return 0
		}
		return set[0] + 1
	}
	c.hyps = make([]hyp, 0, pairs*pairs)
	for a, as := range c.sets[slotActor] {
		for b, bs := range c.sets[slotRecipient] {
			if a >= pairs && b > 0 || c.clashes(as, bs) {
				continue
			}
			h := hyp{set: [2]int{a, b}}
			h.units = append(append(make([]int32, 0, 6), of[slotActor][a]...), of[slotRecipient][b]...)
			if a < pairs {
				i, j := first(as), first(bs)
				if between[i*n+j] == 0 {
					between[i*n+j] = unit(r.betweenFeatures(x, &views[i], &views[j]))
				}
				h.units = append(h.units, between[i*n+j])
			}
			c.hyps = append(c.hyps, h)
		}
	}
}

func (c *cast) clashes(as, bs []int) bool {
	for _, b := range bs {
		if c.clash(as, b) {
			return true
		}
	}
	return false
}

// probabilities of the hypotheses.
func (r *reader) weigh(c *cast) []float64 {
	units := make([]float64, len(c.units))
	for i, fs := range c.units {
		units[i] = r.c.scores(fs)[labelFill]
	}
	p := make([]float64, len(c.hyps))
	for i, h := range c.hyps {
		for _, u := range h.units {
			p[i] += units[u]
		}
	}
	return softmax(p, 0, len(p))
}

// best is the likeliest hypothesis among those of the likeliest codes: several phrases may name one party.
func (c *cast) best(p []float64) int {
	sets := [2][]string{}
	for slot := range sets {
		for _, set := range c.sets[slot] {
			sets[slot] = append(sets[slot], c.codes(set))
		}
	}
	sum := map[[2]string]float64{}
	key := func(i int) [2]string { return [2]string{sets[0][c.hyps[i].set[0]], sets[1][c.hyps[i].set[1]]} }
	for i := range p {
		sum[key(i)] += p[i]
	}
	best := 0
	for i := range p {
		if a, b := sum[key(i)], sum[key(best)]; a > b || a == b && p[i] > p[best] {
			best = i
		}
	}
	return best
}

// codes names the codes of a set of seats.
func (c *cast) codes(set []int) string {
	var all []string
	for _, i := range set {
		all = append(all, c.seats[i].actor.Code)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// fillParties decides which phrases are actors and recipients.
func (r *reader) fillParties(x *cand) {
	c := r.cast(x)
	p := r.weigh(c)
	best := c.best(p)
	take := func(slot int) []scored {
		var out []scored
		set := c.hyps[best].set[slot]
		sure := 0.0
		for i := range p {
			if c.hyps[i].set[slot] == set {
				sure += p[i]
			}
		}
		for _, i := range c.sets[slot][set] {
			out = append(out, scored{party: c.seats[i].party, actor: c.seats[i].actor, prob: min(sure, 1), how: c.seats[i].how})
		}
		return out
	}
	x.actors, x.recipients = take(slotActor), take(slotRecipient)
}
