package event

import (
	"slices"

	"onrecord/internal/actor"
	"onrecord/internal/linear"
)

// rare is in how many events a piece of evidence must stand to be learned from.
const rare = 3

// TrainModes learns the choice of modes from events whose words, act and status are given. It is deterministic.
func TrainModes(articles []Annotated, coder *actor.Coder, meta linear.Meta) *linear.Model {
	c := newCoder(coder)
	c.mode = nil
	type choosing struct {
		told   []uint64
		base   []float64
		event  *Annotation
		weight float32
	}
	var lessons []choosing
	seen := map[uint64]int{}
	for i := range articles {
		a := &articles[i]
		r := newReader(c, a.Doc)
		groups, order := grouped(r, a)
		for _, n := range order {
			if len(modesOf()[a.Events[n].Act]) == 0 {
				continue
			}
			r.ruled(groups[n])
			told := r.modeEvidence(groups[n])
			for _, f := range told {
				seen[f]++
			}
			lessons = append(lessons, choosing{told, tabled(groups[n], modesOf()[a.Events[n].Act]), &a.Events[n], a.trust().Status})
		}
	}
	var all []example
	for _, x := range lessons {
		told := slices.DeleteFunc(x.told, func(f uint64) bool { return seen[f] < rare })
		modes := modesOf()[x.event.Act]
		ch := &choice{base: x.base}
		for k := range 1 + len(modes) {
			ch.units = append(ch.units, modeUnit(nil, told, x.event.Act, modeAt(modes, k)))
			ch.hyps = append(ch.hyps, sumOf(int32(k)))
			ch.right = append(ch.right, k > 0 && slices.Contains(x.event.Modes, modeAt(modes, k)))
		}
		ch.right[0] = !slices.Contains(ch.right, true)
		all = append(all, example{choice: ch, weight: x.weight})
	}
	l := newLogit()
	l.train(all, epochs)
	l.prune(1.0 / 32)
	return l.modelOf(meta, "mode")
}

// ruled gives mentions the modes that the tables tell.
func (r *reader) ruled(g []*cand) {
	for _, x := range g {
		x.mode = r.modes(x)
	}
}

// Modes chooses the modes of annotated events, whose words, act and status are given; nil where no word of the document names
// the event. It is what cross-validation scores.
func (c *Coder) Modes(a *Annotated) [][]string {
	r := newReader(c, a.Doc)
	groups, order := grouped(r, a)
	out := make([][]string, len(a.Events))
	for _, n := range order {
		r.ruled(groups[n])
		out[n] = append([]string{}, r.chooseModes(groups[n])...)
	}
	return out
}
