package event

import (
	"math"
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
	seats  []seat
	words  spoken     // of the act
	views  []view     // of nobody and the seats
	rivals []bool     // per two seats whether they cannot both have a role
	sets   [2][][]int // per slot the sets of seats that may fill it; the first is nobody
	units  [][]uint64 // features; those of the joints come last and are nil until asked for
	joints []joint
	hyps   []hyp
}

// joint is a unit that speaks of two parties at once, by their views.
type joint struct {
	kind jointKind
	n    int // size of the coordination
	a, b int
}

type jointKind uint8

const (
	between  jointKind = iota // a does it to b
	together                  // a and b do it together, though not coordinated
	groupOf                   // all of a coordination do it
	groupTo                   // it is done to all of a coordination
)

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
		if pair, ok := r.both(x.sent, i); ok {
			first := len(out)
			for n := range pair {
				k := &pair[n]
				s := seat{known: *k, id: r.identity(&k.party), conj: -1}
				if n > 0 {
					s.conj = first
				}
				seen[s.id] = true
				out = append(out, s)
			}
			continue
		}
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
			out = append(out, seat{known: known{party: f.party, actor: r.codedFar(&f.party)}, id: id, how: f.how, conj: -1})
		}
	}
	return out
}

func steps(a, b int) int { return max(a-b, b-a) }

// cast lists the hypotheses of an act.
func (r *reader) cast(x *cand) *cast {
	c := &cast{seats: r.seats(x)}
	n := len(c.seats)
	c.words = r.spoken(x)
	c.views, c.rivals = make([]view, n+1), make([]bool, n*n)
	c.views[0].hash()
	for i := range c.seats {
		c.views[i+1] = r.view(x, &c.seats[i])
		for j := range c.seats {
			a, b := &c.seats[i], &c.seats[j]
			c.rivals[i*n+j] = a.id == b.id || a.span.Overlaps(b.span)
		}
	}
	single := make([][]int, 1, 2*n+1)
	for i := range c.seats {
		single = append(single, []int{i})
	}
	for i := range c.seats {
		group := []int{i}
		for j := i + 1; j < n; j++ {
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
		for j := i + 1; j < n; j++ {
			if c.seats[i].how == "" && c.seats[j].how == "" && c.seats[j].conj != i && !c.rivals[i*n+j] {
				c.sets[slotActor] = append(c.sets[slotActor], []int{i, j})
			}
		}
	}
	r.hypotheses(c, x, pairs)
	return c
}

// clash tells whether a seat is the same as one of a set, or overlaps it in the text.
func (c *cast) clash(set []int, j int) bool {
	for _, i := range set {
		if c.rivals[i*len(c.seats)+j] {
			return true
		}
	}
	return false
}

// hypotheses fills in units and hypotheses. The sets of actors from pairs on are two parties that are not coordinated: they do
// the act together, and to nobody.
func (r *reader) hypotheses(c *cast, x *cand, pairs int) {
	n := len(c.seats) + 1
	for slot := range 2 { // the units of nobody and of each seat, per slot
		c.units = append(c.units, r.nobodyFeatures(slot, x, c))
		for i := range c.seats {
			if c.seats[i].how != "" {
				c.units = append(c.units, r.farFeatures(slot, x, &c.seats[i]))
			} else {
				c.units = append(c.units, r.argFeatures(slot, x, c.seats[i].tok, &c.seats[i].known))
			}
		}
	}
	join := func(j joint) int32 {
		c.joints = append(c.joints, j)
		c.units = append(c.units, nil)
		return int32(len(c.units) - 1)
	}
	var of [2][][]int32 // units of each set
	for slot := range of {
		for k, set := range c.sets[slot] {
			us := []int32{int32(slot*n + first(set))}
			switch {
			case len(set) > 1 && k < pairs:
				us = append(us, join(joint{groupOf + jointKind(slot), len(set), set[0] + 1, set[1] + 1}))
			case len(set) > 1:
				us = append(us, int32(slot*n+set[1]+1), join(joint{together, 2, set[0] + 1, set[1] + 1}))
			}
			of[slot] = append(of[slot], us)
		}
	}
	link := make([]int32, n*n)
	c.hyps = make([]hyp, 0, len(c.sets[slotActor])+pairs*pairs)
	room := make([]int32, 0, 5*cap(c.hyps))
	for a, as := range c.sets[slotActor] {
		for b, bs := range c.sets[slotRecipient] {
			if a >= pairs && b > 0 || c.clashes(as, bs) {
				continue
			}
			from := len(room)
			room = append(append(room, of[slotActor][a]...), of[slotRecipient][b]...)
			if a < pairs {
				at := &link[first(as)*n+first(bs)]
				if *at == 0 {
					*at = join(joint{between, 0, first(as), first(bs)})
				}
				room = append(room, *at)
			}
			c.hyps = append(c.hyps, hyp{set: [2]int{a, b}, units: room[from:len(room):len(room)]})
		}
	}
}

// first is the view of the first of a set, 0 for nobody.
func first(set []int) int {
	if len(set) == 0 {
		return 0
	}
	return set[0] + 1
}

func (c *cast) clashes(as, bs []int) bool {
	for _, b := range bs {
		if c.clash(as, b) {
			return true
		}
	}
	return false
}

// features returns the features of a unit.
func (r *reader) features(c *cast, x *cand, u int32) []uint64 {
	if c.units[u] != nil {
		return c.units[u]
	}
	j := c.joints[int(u)-len(c.units)+len(c.joints)]
	a, b := &c.views[j.a], &c.views[j.b]
	switch j.kind {
	case between:
		c.units[u] = r.betweenFeatures(x, &c.words, a, b)
	case together:
		c.units[u] = r.togetherFeatures(&c.words, a, b)
	default:
		c.units[u] = r.groupFeatures(int(j.kind-groupOf), &c.words, j.n, a, b)
	}
	return c.units[u]
}

// hopeless is how far a hypothesis may lie behind the best by what its parties say alone before it is given up.
const hopeless = 6

// weigh returns the probabilities of the hypotheses. What is hopeless by its parties alone is not asked how they go together.
func (r *reader) weigh(c *cast, x *cand) []float64 {
	alone := len(c.units) - len(c.joints)
	units := make([]float64, len(c.units))
	for u := range units[:alone] {
		units[u] = r.c.score(c.units[u], labelFill)
	}
	p, top := make([]float64, len(c.hyps)), math.Inf(-1)
	for i, h := range c.hyps {
		for _, u := range h.units {
			p[i] += units[u]
		}
		top = max(top, p[i])
	}
	asked := make([]bool, len(units))
	for i, h := range c.hyps {
		if p[i] < top-hopeless {
			p[i] = math.Inf(-1)
			continue
		}
		for _, u := range h.units {
			if int(u) < alone {
				continue
			}
			if !asked[u] {
				asked[u], units[u] = true, r.c.score(r.features(c, x, u), labelFill)
			}
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
	p := r.weigh(c, x)
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
