package event

import (
	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/lstm"
)

// TrainNetwork learns the network from annotated articles. It returns nil where words.model or glove.model is not built in. It is deterministic.
func TrainNetwork(articles []Annotated, coder *actor.Coder) *Network {
	words, err := wordSets()
	if err != nil {
		return nil
	}
	var examples []lstm.Example
	c := newCoder(coder)
	c.network = nil
	for i := range articles {
		examples = append(examples, networkExamples(c, words, &articles[i])...)
	}
	return &Network{lstm.Train(networkConfig(words.Size()), examples, lstm.Defaults), words}
}

// Net is the network without its word vectors.
func (w *Network) Net() *lstm.Net { return w.net }

// networkExamples are the sentences of an article as lessons. Parts of articles say nothing new of their sentences; one sentence in
// three is read without its article instead, as part of which it could be the whole text.
func networkExamples(c *Coder, words lstm.Sets, a *Annotated) []lstm.Example {
	r := newReader(c, a.Doc)
	cands := r.candidates()
	hits, covered := align(r, cands, a.Events)
	trust := a.trust()
	lessons := make([][]lstm.Lesson, len(r.trees))
	taught := map[*cand]bool{}
	for _, h := range hits {
		e := &a.Events[h.event]
		taught[h.x] = true
		w, later := float32(1), float32(0.5)
		if !h.primary {
			w, later = 0.6, 0.2
		}
		x := h.x
		x.act, x.status = e.Act, e.Status
		l := lstm.Lesson{Token: x.tok, Labels: []lstm.Choice{
			{From: 0, To: firstStatus, Right: []int{1 + indexOf(acts[:], e.Act)}, Weight: w * trust.Act},
			{From: firstStatus, To: firstStatus + len(statuses), Right: []int{indexOf(statuses[:], e.Status)}, Weight: later * trust.Status}}}
		context := r.context(x)
		seats := r.seats(x)
		for slot, right := range [2][]Party{e.Actors, e.Recipients} {
			p := lstm.Pointer{Slot: slot, Context: context, Weight: later * trust.Roles}
			for i := range seats {
				if seats[i].how != "" {
					continue
				}
				p.Tokens, p.Links = append(p.Tokens, seats[i].tok), append(p.Links, r.linksTo(x, seats[i].tok))
				if fitness(r, &seats[i], right) == 1 {
					p.Right = append(p.Right, 1+len(p.Tokens))
				}
			}
			if !open(&p, len(right) == 0, h.primary) {
				continue
			}
			l.Points = append(l.Points, p)
		}
		if h.primary && trust.Sites > 0 {
			l.Points = append(l.Points,
				r.siteLesson(slotPlace, x, r.placesOf(x, e), e.Place == nil, context, trust.Sites),
				r.siteLesson(slotDate, x, r.datesOf(x, e), e.From == "" && e.To == "", context, trust.Sites))
		}
		lessons[x.sent] = append(lessons[x.sent], l)
	}
	for _, x := range cands {
		if !taught[x] && !covered[x] {
			lessons[x.sent] = append(lessons[x.sent], lstm.Lesson{Token: x.tok, Labels: []lstm.Choice{{From: 0, To: firstStatus, Right: []int{0}, Weight: trust.Act}}})
		}
	}
	var out []lstm.Example
	mean := r.mean(words, 0, len(r.trees))
	for s, ls := range lessons {
		if len(ls) == 0 {
			continue
		}
		x := lstm.Example{Tokens: r.networkTokens(words, s, nil), Mean: mean, Words: ls}
		if len(out)%3 == 2 {
			x.Mean = r.mean(words, s, s+1)
		}
		out = append(out, x)
	}
	return out
}

// open completes a pointer whose right answer is not among its tokens: nobody, or somebody elsewhere. A further mention need
// not repeat the parties: there it teaches nothing.
func open(p *lstm.Pointer, nobody, primary bool) bool {
	if len(p.Right) > 0 {
		return true
	}
	if !primary {
		return false
	}
	p.Right = []int{1}
	if nobody {
		p.Right[0] = 0
	}
	return true
}

// named is a place or date of the sentence and whether it is the event's.
type named struct {
	doc.Span
	right bool
}

func (r *reader) placesOf(x *cand, e *Annotation) (out []named) {
	for _, i := range r.at[x.sent].places {
		p := &r.d.Places[i]
		out = append(out, named{p.Span, e.Place != nil && (p.Overlaps(e.Place.Span) || plain(p.Name) == plain(e.Place.Name))})
	}
	return out
}

func (r *reader) datesOf(x *cand, e *Annotation) (out []named) {
	for _, i := range r.at[x.sent].dates {
		if d := &r.d.Dates[i]; usable(d) {
			out = append(out, named{d.Span, sameDays(d.From, d.To, e.From, e.To)})
		}
	}
	return out
}

// siteLesson is the lesson on an event's place or date; none says that it has none.
func (r *reader) siteLesson(slot int, x *cand, sites []named, none bool, context []int, weight float32) lstm.Pointer {
	p := lstm.Pointer{Slot: slot, Context: context, Weight: 0.3 * weight}
	for _, s := range sites {
		k := r.headOf(x.sent, s.Span)
		if k < 0 {
			continue
		}
		p.Tokens, p.Links = append(p.Tokens, k), append(p.Links, r.linksTo(x, k))
		if s.right {
			p.Right = append(p.Right, 1+len(p.Tokens))
		}
	}
	open(&p, none, true)
	return p
}
