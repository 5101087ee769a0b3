package event

import (
	"math"
	"slices"
	"strings"
)

// seat is a party that may take a role in an act.
type seat struct {
	*known
	id   string // by which seats are told apart
	how  string // "" in the act's sentence, else where in the article it was found
	conj int    // first seat of the coordination it belongs to, -1 = none
}

// cast is the choice of who has which role in an act. The whole is chosen at once: one party cannot be both actor and
// recipient, and who is the one bears on who is the other. Every hypothesis is one set of actors with one set of recipients,
// and its score is the sum of its units': one per actor, one per recipient (or one for "nobody"), and one for the pair.
type cast struct {
	seats   []seat
	fillers []filler   // of the seats, but for those from elsewhere
	words   spoken     // of the act
	views   []view     // of nobody and the seats
	rivals  []bool     // per two seats whether they cannot both have a role
	sets    [2][][]int // per slot the sets of seats that may fill it; the first is nobody
	joints  []joint    // the units that come after those of nobody and each seat, per slot
	hyps    []hyp

	single, double [][]int // room for the sets, and for what is in them
	members        []int
	adds           [2][]hyp // per set what it adds
	link           []int32  // per two views the unit that joins them
	units          []float64
	us             []int32
	asked          []bool
	p              []float64
}

// alone is the number of units that speak of one party or nobody.
func (c *cast) alone() int { return 2 * len(c.views) }

// joint is a unit that speaks of two parties at once, by their views.
type joint struct {
	kind    jointKind
	n, a, b int16 // n is the size of the coordination
}

type jointKind uint8

const (
	between  jointKind = iota // a does it to b
	together                  // a and b do it together, though not coordinated
	groupOf                   // all of a coordination do it
	groupTo                   // it is done to all of a coordination
)

// hyp is one hypothesis: which set per slot, and the units that it is the sum of, the first n.
type hyp struct {
	set   [2]int32
	n     int32
	units [5]int32
}

func sumOf(units ...int32) (h hyp) {
	h.add(units...)
	return h
}

func (h *hyp) add(units ...int32) { h.n += int32(copy(h.units[h.n:], units)) }

func (h *hyp) sum() []int32 { return h.units[:h.n] }

// maxSeats bounds the parties of a sentence that are considered, those nearest to the act.
const maxSeats = 14

// seats lists who may take a role: the parties of the sentence and those from elsewhere in the article.
func (r *reader) seats(x *cand) []seat { return r.seatsIn(nil, x) }

// seatsIn is seats in the room that is given.
func (r *reader) seatsIn(out []seat, x *cand) []seat {
	near := make([]int, 0, len(x.parties))
	for _, i := range x.parties {
		if i != x.tok && (!r.thing(r.known(x.sent, i)) || r.pair(x.sent, i)) {
			near = append(near, i)
		}
	}
	if len(near) > maxSeats {
		slices.SortStableFunc(near, func(a, b int) int { return steps(a, x.tok) - steps(b, x.tok) })
		near = near[:maxSeats]
		slices.Sort(near)
	}
	out = slices.Grow(out, len(near)+3)
	t := r.trees[x.sent]
	for _, i := range near {
		if all := r.several(x.sent, i); len(all) > 1 {
			first := len(out)
			for n := range all {
				k := &all[n]
				s := seat{known: k, id: r.identity(&k.party), conj: -1}
				if n > 0 {
					s.conj = first
				}
				out = append(out, s)
			}
			continue
		}
		k := r.known(x.sent, i)
		s := seat{known: k, id: r.identity(&k.party), conj: -1}
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
	here := out
	for _, f := range r.fars(x) {
		id := r.identity(&f.party)
		if !slices.ContainsFunc(here, func(s seat) bool { return s.id == id }) {
			out = append(out, seat{known: &known{party: f.party, actor: r.codedFar(&f.party)}, id: id, how: f.how, conj: -1})
		}
	}
	return out
}

func steps(a, b int) int { return max(a-b, b-a) }

// cast lists the hypotheses of an act.
func (r *reader) cast(x *cand) *cast {
	c := new(cast)
	r.castIn(c, x)
	return c
}

// zeros returns n zeros, in the room of s where that is enough.
func zeros[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// castIn is cast in the room of another that nobody looks at any more.
func (r *reader) castIn(c *cast, x *cand) {
	c.seats = r.seatsIn(c.seats[:0], x)
	n := len(c.seats)
	c.words = r.spoken(x)
	c.fillers, c.views, c.rivals = zeros(c.fillers, n), zeros(c.views, n+1), zeros(c.rivals, n*n)
	c.views[0] = nobody()
	for i := range c.seats {
		s := &c.seats[i]
		if s.how == "" {
			c.fillers[i] = r.filler(x, s.tok, s.known)
		}
		c.views[i+1] = r.view(s, &c.fillers[i])
		for j := range c.seats {
			a, b := &c.seats[i], &c.seats[j]
			c.rivals[i*n+j] = a.id == b.id || a.span.Overlaps(b.span)
		}
	}
	single := zeros(c.single, 1)
	room := slices.Grow(c.members[:0], n*n) // for the sets of one and of two
	for i := range c.seats {
		room = append(room, i)
		single = append(single, room[i:i+1:i+1])
	}
	for i := range c.seats {
		var group []int
		for j := i + 1; j < n; j++ {
			if c.seats[j].conj != i {
				continue
			}
			if group == nil {
				group = append(make([]int, 0, 4), i)
			}
			if !c.clash(group, j) {
				group = append(group, j)
			}
		}
		if len(group) > 1 {
			single = append(single, group)
		}
	}
	pairs := len(single)
	double := append(c.double[:0], single...)
	for i := range c.seats {
		for j := i + 1; j < n; j++ {
			if c.seats[i].how == "" && c.seats[j].how == "" && c.seats[j].conj != i && !c.rivals[i*n+j] && !r.nested(x.sent, c.seats[i].tok, c.seats[j].tok) && !r.trees[x.sent].belongs(c.seats[j].tok, c.seats[i].tok) {
				room = append(room, i, j)
				double = append(double, room[len(room)-2:len(room):len(room)])
			}
		}
	}
	c.single, c.double, c.members = single, double, room
	c.sets[slotRecipient], c.sets[slotActor] = single, double
	c.hypotheses(pairs)
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

// hypotheses fills in joints and hypotheses. The sets of actors from pairs on are two parties that are not coordinated: they do
// the act together, and to nobody.
func (c *cast) hypotheses(pairs int) {
	n := len(c.views)
	c.joints = slices.Grow(c.joints[:0], len(c.sets[slotActor])+pairs+n*n)
	join := func(kind jointKind, size, a, b int) int32 {
		c.joints = append(c.joints, joint{kind, int16(size), int16(a), int16(b)})
		return int32(c.alone() + len(c.joints) - 1)
	}
	of := &c.adds
	for slot := range of {
		of[slot] = zeros(of[slot], len(c.sets[slot]))
		for k, set := range c.sets[slot] {
			h := &of[slot][k]
			h.add(int32(slot*n + first(set)))
			switch {
			case len(set) > 1 && k < pairs:
				h.add(join(groupOf+jointKind(slot), len(set), set[0]+1, set[1]+1))
			case len(set) > 1:
				h.add(int32(slot*n+set[1]+1), join(together, 2, set[0]+1, set[1]+1))
			}
		}
	}
	c.link = zeros(c.link, n*n)
	c.hyps = slices.Grow(c.hyps[:0], len(c.sets[slotActor])+pairs*pairs)
	for a, as := range c.sets[slotActor] {
		for b, bs := range c.sets[slotRecipient] {
			if a >= pairs && b > 0 {
				break
			}
			if c.clashes(as, bs) {
				continue
			}
			h := of[slotActor][a]
			h.set = [2]int32{int32(a), int32(b)}
			h.add(of[slotRecipient][b].sum()...)
			if a < pairs {
				at := &c.link[first(as)*n+first(bs)]
				if *at == 0 {
					*at = join(between, 0, first(as), first(bs))
				}
				h.add(*at)
			}
			c.hyps = append(c.hyps, h)
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

// features appends the features of a unit.
func (r *reader) features(fs []uint64, c *cast, x *cand, u int) []uint64 {
	f := &bag{fs: fs}
	if u < c.alone() {
		slot, i := u/len(c.views), u%len(c.views)-1
		switch {
		case i < 0:
			r.nobodyFeatures(f, slot, x, c)
		case c.seats[i].how != "":
			r.farFeatures(f, slot, x, &c.words, &c.seats[i])
		default:
			r.argFeatures(f, slot, x, &c.words, &c.fillers[i])
		}
		return f.fs
	}
	j := c.joints[u-c.alone()]
	a, b := &c.views[j.a], &c.views[j.b]
	switch j.kind {
	case between:
		r.betweenFeatures(f, x, &c.words, a, b)
	case together:
		r.togetherFeatures(f, &c.words, a, b)
	default:
		r.groupFeatures(f, int(j.kind-groupOf), &c.words, int(j.n), a, b)
	}
	return f.fs
}

// tokens are those of the seats, -1 for parties from elsewhere.
func (c *cast) tokens() []int {
	out := make([]int, len(c.seats))
	for i := range c.seats {
		if out[i] = c.seats[i].tok; c.seats[i].how != "" {
			out[i] = -1
		}
	}
	return out
}

// hopeless is how far a hypothesis may lie behind the best by what its parties say alone before it is given up.
const hopeless = 6

// pointed adds to the units that speak of one party or nobody what the network says of them. What speaks of two it does not know.
func (r *reader) pointed(c *cast, x *cand, units []float64) {
	share := r.c.cut.netRole
	if share == 0 {
		return
	}
	tokens := c.tokens()
	for slot := range 2 {
		for i, v := range r.point(slot, x, tokens) {
			units[slot*len(c.views)+i] += share * v
		}
	}
}

// weigh returns the probabilities of the hypotheses. What is hopeless by its parties alone is not asked how they go together.
func (r *reader) weigh(c *cast, x *cand) []float64 {
	c.units = zeros(c.units, c.alone()+len(c.joints))
	units := c.units
	c.us = zeros(c.us, len(units))
	us := c.us[:c.alone()]
	for u := range us {
		us[u] = int32(u)
	}
	r.ask(c, x, us, units)
	r.pointed(c, x, units)
	c.p, c.asked = zeros(c.p, len(c.hyps)), zeros(c.asked, len(units))
	p, top := c.p, math.Inf(-1)
	for i := range c.hyps {
		for _, u := range c.hyps[i].sum() {
			p[i] += units[u]
		}
		top = max(top, p[i])
	}
	us = us[:0]
	for i := range c.hyps {
		if p[i] < top-hopeless {
			p[i] = math.Inf(-1)
			continue
		}
		for _, u := range c.hyps[i].sum() {
			if int(u) >= c.alone() && !c.asked[u] {
				c.asked[u] = true
				us = append(us, u)
			}
		}
	}
	r.ask(c, x, us, units)
	for i := range c.hyps {
		if math.IsInf(p[i], -1) {
			continue
		}
		for _, u := range c.hyps[i].sum() {
			if int(u) >= c.alone() {
				p[i] += units[u]
			}
		}
	}
	soften(p)
	return p
}

// ask fills in what act.model says of units.
func (r *reader) ask(c *cast, x *cand, us []int32, units []float64) {
	a := &r.asking
	a.fs, a.ends = a.fs[:0], a.ends[:0]
	for _, u := range us {
		from := len(a.fs)
		a.fs = r.features(a.fs, c, x, int(u))
		a.ends = append(a.ends, len(a.fs))
		r.c.model.Prefetch(a.fs[from:])
	}
	a.scores = zeros(a.scores, len(us))
	r.c.model.ScoreGroups(a.fs, a.ends, labelFill, a.scores)
	for k, u := range us {
		units[u] = float64(a.scores[k]) / r.c.model.Scale
	}
}

// asking is room for groups of features that are scored together.
type asking struct {
	fs     []uint64
	ends   []int
	scores []int32
}

// best is the likeliest hypothesis among those of the likeliest codes: several phrases may name one party.
func (c *cast) best(p []float64) int {
	var same [2][]int // per set the number of its codes
	var all []string  // a few
	for slot := range same {
		same[slot] = make([]int, len(c.sets[slot]))
		for k, set := range c.sets[slot] {
			codes := c.codes(set)
			n := slices.Index(all, codes)
			if n < 0 {
				n = len(all)
				all = append(all, codes)
			}
			same[slot][k] = n
		}
	}
	sum := make([]float64, len(all)*len(all))
	key := func(i int) int { return same[0][c.hyps[i].set[0]]*len(all) + same[1][c.hyps[i].set[1]] }
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
	if len(set) == 1 {
		return c.seats[set[0]].actor.Code
	}
	var all []string
	for _, i := range set {
		all = append(all, c.seats[i].actor.Code)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

// fillParties decides which phrases are actors and recipients.
func (r *reader) fillParties(x *cand) {
	c := &r.casting
	r.castIn(c, x)
	p := r.weigh(c, x)
	r.heed(c, x, p)
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
