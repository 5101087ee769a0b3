package event

import "onrecord/internal/doc"

// casting is the lesson that an annotated event gives on who has which role.
func casting(r *reader, h *match, e *Annotation) example {
	c := r.cast(h.x)
	fit := [2][]float64{}
	known := false
	for slot, right := range [2][]Party{e.Actors, e.Recipients} {
		fit[slot] = make([]float64, len(c.seats))
		for i := range c.seats {
			fit[slot][i] = fitness(r, &c.seats[i], right)
			known = known || fit[slot][i] == 1 && c.seats[i].how == ""
		}
	}
	if !h.primary && !known {
		return example{} // a further mention need not repeat the parties
	}
	quality := func(slot int, set int32, right []Party) float64 {
		members := c.sets[slot][set]
		if len(right) == 0 || len(members) == 0 {
			switch {
			case len(right) == 0 && len(members) == 0:
				return 1
			case len(members) == 0:
				return 0.15
			}
			return 0
		}
		sum := 0.0
		for _, i := range members {
			sum += fit[slot][i]
		}
		return 2 * min(sum, float64(len(right))) / float64(len(members)+len(right))
	}
	weight := float32(1)
	if !h.primary {
		weight = 0.6
	}
	return choose(r, c, h.x, weight, func(h *hyp) float64 {
		return quality(slotActor, h.set[slotActor], e.Actors) + quality(slotRecipient, h.set[slotRecipient], e.Recipients)
	})
}

// choose makes the hypotheses that reach the best quality the right ones.
func choose(r *reader, c *cast, x *cand, weight float32, quality func(*hyp) float64) example {
	y := &choice{label: labelFill, hyps: c.hyps, right: make([]bool, len(c.hyps))}
	for u := range c.alone() + len(c.joints) {
		y.units = append(y.units, r.features(nil, c, x, u))
	}
	y.base = make([]float64, len(y.units))
	r.pointed(c, x, y.base)
	q, best := make([]float64, len(c.hyps)), 0.0
	for i := range c.hyps {
		q[i] = quality(&c.hyps[i])
		best = max(best, q[i])
	}
	for i := range q {
		y.right[i] = q[i] >= best-1e-6
	}
	return example{weight: weight, choice: y}
}

// fitness tells how well a party agrees with one of the annotated ones: 1 for the same, less for one that only has its codes.
func fitness(r *reader, s *seat, right []Party) float64 {
	if is(r, &s.party, right) {
		return 1
	}
	best := 0.0
	for i := range right {
		if q := &right[i]; s.actor.Code != "" && s.actor.Code == q.Code {
			best = max(best, 0.4)
			if s.actor.Sector == q.Sector {
				best = 0.7
			}
		}
	}
	return best
}

// castingMarked is the lesson of a sentence with marked parties.
func castingMarked(r *reader, x *cand, m *Marked) example {
	c := r.cast(x)
	fit := [2][]bool{}
	for slot, spans := range [2][]doc.Span{m.Sources, m.Targets} {
		fit[slot] = make([]bool, len(c.seats))
		heads := map[int]bool{}
		for _, s := range spans {
			_, head := r.headIn(s)
			heads[head] = true
		}
		found := false
		for i := range c.seats {
			fit[slot][i] = c.seats[i].how == "" && heads[c.seats[i].tok]
			found = found || fit[slot][i]
		}
		if !found {
			return example{}
		}
	}
	return choose(r, c, x, 0.5, func(h *hyp) float64 {
		q := 0.0
		for slot := range fit {
			n := 0
			for _, i := range c.sets[slot][h.set[slot]] {
				if fit[slot][i] {
					n++
				}
			}
			q += 2 * float64(n) / float64(1+len(c.sets[slot][h.set[slot]]))
		}
		return q
	})
}
