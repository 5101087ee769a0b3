package place

import (
	"math"
	"slices"

	"onrecord/internal/doc"
)

// mention is a name in the text that may be a place.
type mention struct {
	query
	span                doc.Span
	group               int // index of its distinct name
	cands               []cand
	cueAfter, cueBefore cue
	container           []int32 // countries and divisions that the text says it lies in
	dateline            bool
}

// cand is what a mention may mean.
type cand struct {
	place int32
	as    NameKind
	x     vector
	p     float64 // probability among the candidates
}

// best returns the index of the likeliest and of the second candidate, -1 for none.
func (m *mention) best() (first, second int) {
	first, second = -1, -1
	for i := range m.cands {
		switch {
		case first < 0 || m.cands[i].p > m.cands[first].p:
			first, second = i, first
		case second < 0 || m.cands[i].p > m.cands[second].p:
			second = i
		}
	}
	return first, second
}

// rounds is how often meanings and votes are worked out anew; more change next to nothing.
const rounds = 3

// maxVotes caps what a distinct name may add to its country, however often it stands in the article.
const maxVotes = 3

// rank works out what the mentions mean: first each by itself, then with the votes of the others.
func (r *Resolver) rank(ms []mention, groups int) {
	for i := range ms {
		ms[i].weigh(&r.weights)
	}
	for range rounds {
		v := r.count(ms, groups)
		for i := range ms {
			for j := range ms[i].cands {
				r.dynamic(&ms[i], &ms[i].cands[j], v)
			}
		}
		for i := range ms {
			ms[i].weigh(&r.weights)
		}
	}
}

// weigh turns the candidates' features into probabilities.
func (m *mention) weigh(w *vector) {
	top := math.Inf(-1)
	for i := range m.cands {
		c := &m.cands[i]
		c.p = c.x.dot(w)
		top = max(top, c.p)
	}
	sum := 0.0
	for i := range m.cands {
		m.cands[i].p = math.Exp(m.cands[i].p - top)
		sum += m.cands[i].p
	}
	for i := range m.cands {
		m.cands[i].p /= sum
	}
}

// tally holds votes for countries and first-level divisions, by their indexes.
type tally struct {
	country, countryNamed map[uint8]float64
	admin, adminNamed     map[uint16]float64
	total                 float64
}

func newTally() tally {
	return tally{map[uint8]float64{}, map[uint8]float64{}, map[uint16]float64{}, map[uint16]float64{}, 0}
}

func (t *tally) add(e *entry, n float64) {
	t.total += n
	if e.country != 0 {
		t.country[e.country] += n
		if e.kind == Country {
			t.countryNamed[e.country] += n
		}
	}
	if e.admin != 0 {
		t.admin[e.admin] += n
		if e.kind == Admin1 {
			t.adminNamed[e.admin] += n
		}
	}
}

// votes is what all names of an article say together. Each distinct name votes
// with the square root of its count, spread over what it may mean.
type votes struct {
	tally
	byKey   []tally             // by group
	meaning []map[int32]float64 // by group: sum of the probabilities of each place over the mentions
	size    []float64           // by group: its mentions
	settled []settled           // what is certain enough to be a neighbour
}

type settled struct {
	group    int
	lat, lon float64
	cos      float64
}

func (r *Resolver) count(ms []mention, groups int) *votes {
	v := &votes{tally: newTally(), byKey: make([]tally, groups), meaning: make([]map[int32]float64, groups), size: make([]float64, groups)}
	for g := range groups {
		v.byKey[g], v.meaning[g] = newTally(), map[int32]float64{}
	}
	for i := range ms {
		if m := &ms[i]; len(m.cands) > 0 {
			v.size[m.group]++
		}
	}
	for i := range ms {
		m := &ms[i]
		if len(m.cands) == 0 {
			continue
		}
		n := math.Sqrt(min(v.size[m.group], maxVotes)) / v.size[m.group]
		for j := range m.cands {
			c := &m.cands[j]
			v.meaning[m.group][c.place] += c.p
			if w := n * c.p * r.credit(c); w > 0.01 {
				v.add(&r.gaz.entries[c.place], w)
				v.byKey[m.group].add(&r.gaz.entries[c.place], w)
			}
		}
		if first, _ := m.best(); m.cands[first].p > 0.6 {
			if e := &r.gaz.entries[m.cands[first].place]; e.kind >= Admin2 && !v.isSettled(m.group, e) {
				v.settled = append(v.settled, settled{m.group, float64(e.lat), float64(e.lon), math.Cos(float64(e.lat) * math.Pi / 180)})
			}
		}
	}
	return v
}

func (v *votes) isSettled(group int, e *entry) bool {
	return slices.ContainsFunc(v.settled, func(s settled) bool {
		return s.group == group && s.lat == float64(e.lat) && s.lon == float64(e.lon)
	})
}

// credit is how far a candidate's vote counts: that of a common word hardly.
func (r *Resolver) credit(c *cand) float64 {
	if r.gaz.entries[c.place].gated() && c.x[fInside] == 0 {
		return 0.1
	}
	return 1
}

// nearest is the distance in kilometres to the nearest settled place of another name, by the flat approximation that is good enough for near ones.
func (v *votes) nearest(e *entry, group int) float64 {
	best := math.Inf(1)
	for _, s := range v.settled {
		if s.group == group {
			continue
		}
		dy := float64(e.lat) - s.lat
		dx := math.Abs(float64(e.lon) - s.lon)
		if dx > 180 {
			dx = 360 - dx
		}
		dx *= s.cos
		best = min(best, dx*dx+dy*dy)
	}
	return math.Sqrt(best) * 111.2
}

// sense is how far the other mentions of the same name mean this candidate.
func (v *votes) sense(m *mention, c *cand) float64 {
	n := v.size[m.group] - 1
	if n <= 0 {
		return 0
	}
	return max(0, v.meaning[m.group][c.place]-c.p) / n
}
