package event

import (
	"sort"
	"strings"
	"sync"

	"onrecord/internal/actor"
	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Annotated is an article with its right events, for training. The document has gone through all stages but this one.
type Annotated struct {
	Doc    *doc.Document
	Events []Annotation
	Parts  []Annotated // sentences of it, each read as a text of its own: what the coder may know of a short text
	Trust  Trust
	Group  string // lessons of a group are never used to make the decisions on each other; "" = this one alone
}

// Trust is what the lessons of a text count for, against 1 for an annotated article: those on acts, status, roles, on what is an
// event all things considered, on place, date and figures, on which mentions are one act and on whose word it stands. The
// zero value stands for an annotated article.
type Trust struct{ Act, Status, Roles, Keep, Sites, Join float32 }

func (a *Annotated) trust() Trust {
	if a.Trust == (Trust{}) {
		return Trust{1, 1, 1, 1, 1, 1}
	}
	return a.Trust
}

// Annotation is one right event; spans are bytes.
type Annotation struct {
	Anchors    []doc.Span // the first names the act, the others are further mentions
	Beside     []doc.Span // words that belong to it and name nothing of their own, "ties" in "severed ties"
	Act        string
	Modes      []string
	Status     string
	Actors     []Party
	Recipients []Party
	Place      *Party // Name and Code are the place's name and country
	From, To   string // date, "" = none
	Figures    []doc.Span
	Claimed    bool // whether it stands on somebody's word
}

// Party is an annotated actor, recipient or place.
type Party struct {
	doc.Span
	Name, Code, Sector string
}

// Marked is a sentence of which only the type of one act is known (one of Acts; empty = not even that) or the parties it
// is between, or both; it is weak evidence.
type Marked struct {
	Doc              *doc.Document
	Acts             []string
	Sources, Targets []doc.Span
	Annotated        bool // whether it is among the annotated texts too: then it teaches Pair alone
}

// lesson collects the examples of a set of articles.
type lesson struct {
	c    *Coder
	act  []example // which act
	sta  []example // which status
	arg  []example // which slot
	one  []example // same act or not
	pair []example // type between two marked parties
}

// Train learns act.model and the network that goes with it. It is deterministic.
func Train(articles []Annotated, marked []Marked, coder *actor.Coder, meta linear.Meta) (*linear.Model, *Network) {
	half := halves(articles)
	// What depends on earlier decisions (parties from afar, joining) is learned from decisions on unseen articles, and what
	// depends on joining from acts joined by a model that has not seen them either. Who has which role is learned on top of what a
	// network that has not seen the article says of it.
	var first [2]*logit
	var by [2]*Coder
	var late [2]lesson
	var taught [2]*lesson
	both := func(do func(k int)) {
		var wg sync.WaitGroup
		for k := range half {
			wg.Go(func() { do(k) })
		}
		wg.Wait()
	}
	both(func(k int) {
		first[k] = teach(half[1-k], nil, coder, nil).logit()
		by[k] = newCoder(coder)
		by[k].cut.netRole = 0
		by[k].model = first[k].model(linear.Meta{})
		by[k].where = TrainWhere(half[1-k], coder, linear.Meta{})
		by[k].network = TrainNetwork(half[1-k], coder)
		each(half[k], func(a *Annotated) { late[k].late(by[k], a) })
	})
	both(func(k int) {
		first[k].train(late[1-k].one, epochs)
		by[k].model = first[k].model(linear.Meta{})
	})
	both(func(k int) { each(half[k], func(a *Annotated) { late[k].stand(by[k], a) }) })
	var network *Network
	var wg sync.WaitGroup
	wg.Go(func() { network = TrainNetwork(articles, coder) })
	for k, marked := range [2][]Marked{marked, nil} {
		taught[k] = teach(half[k], marked, coder, by[k].network)
	}
	all := taught[0].and(taught[1])
	all.one = append(late[0].one, late[1].one...)
	if meta.Task != "" { // not when cross-validating
		all.pair = pairExamples(all.c, marked)
	}
	if meta.Params == nil {
		meta.Params = map[string]string{}
	}
	act := all.logit().model(meta)
	wg.Wait()
	return act, network
}

// each visits texts and their parts.
func each(as []Annotated, f func(*Annotated)) {
	for i := range as {
		f(&as[i])
		for n := range as[i].Parts {
			f(&as[i].Parts[n])
		}
	}
}

// halves splits the lessons in two, those of a group together.
func halves(articles []Annotated) [2][]Annotated {
	var out [2][]Annotated
	groups := map[string]int{}
	for i := range articles {
		k := i % 2
		if g := articles[i].Group; g != "" {
			n, ok := groups[g]
			if !ok {
				n = len(groups) % 2
				groups[g] = n
			}
			k = n
		}
		out[k] = append(out[k], articles[i])
	}
	return out
}

// teach collects the examples of texts that need no earlier decision; the network, which must not have seen them, may be nil.
func teach(articles []Annotated, marked []Marked, coder *actor.Coder, network *Network) *lesson {
	l := &lesson{c: newCoder(coder).WithNetwork(network)}
	each(articles, l.article)
	l.weak(marked)
	return l
}

// and is the lesson of two.
func (l *lesson) and(m *lesson) *lesson {
	return &lesson{c: l.c, act: append(l.act, m.act...), sta: append(l.sta, m.sta...), arg: append(l.arg, m.arg...)}
}

const epochs = 8

func (l *lesson) logit() *logit {
	m := newLogit()
	for _, group := range [][]example{l.act, l.sta, l.arg, l.one, l.pair} {
		m.train(group, epochs)
	}
	return m
}

// match is a candidate that an annotation's anchor is about.
type match struct {
	x       *cand
	event   int
	primary bool
}

// align finds for each annotated anchor the candidate that it is about, and marks those that it merely covers.
func align(r *reader, cands []*cand, events []Annotation) (hits []match, covered map[*cand]bool) {
	covered = map[*cand]bool{}
	taken := map[*cand]bool{}
	for n := range events {
		for k, span := range events[n].Anchors {
			var best *cand
			rank := -1
			for _, x := range cands {
				if !x.anchor.Overlaps(span) {
					continue
				}
				covered[x] = true
				v := 0
				if x.best != nil && x.best.act == events[n].Act {
					v += 2
					if x.met {
						v += 2
					}
				}
				t := r.trees[x.sent]
				if h := t.head(x.tok); h < 0 || !t.tok(h).Overlaps(span) {
					v++
				}
				if taken[x] {
					v = -1
				}
				if v > rank {
					best, rank = x, v
				}
			}
			if best != nil {
				taken[best] = true
				hits = append(hits, match{best, n, k == 0})
			}
		}
		for _, span := range events[n].Beside {
			for _, x := range cands {
				covered[x] = covered[x] || x.anchor.Overlaps(span)
			}
		}
	}
	return hits, covered
}

// article adds the examples of one annotated article that need no earlier decision.
func (l *lesson) article(a *Annotated) {
	r := newReader(l.c, a.Doc)
	cands := r.candidates()
	hits, covered := align(r, cands, a.Events)
	trust := a.trust()
	named := map[*cand]bool{}
	for _, h := range hits {
		e := &a.Events[h.event]
		named[h.x] = true
		w := float32(1)
		if !h.primary {
			w = 0.6
		}
		l.act = append(l.act, example{fs: r.actFeatures(h.x), from: labelNone, to: labelStatus, want: labelAct + indexOf(acts[:], e.Act), weight: w * trust.Act})
		h.x.act, h.x.status = e.Act, e.Status
		if !h.primary {
			w = 0.3
		}
		l.sta = append(l.sta, example{fs: r.statusFeatures(h.x), from: labelStatus, to: labelFill, want: labelStatus + indexOf(statuses[:], e.Status), weight: w * trust.Status})
		l.slots(r, &h, e, trust)
	}
	for _, x := range cands {
		if !named[x] && !covered[x] {
			l.act = append(l.act, example{fs: r.actFeatures(x), from: labelNone, to: labelStatus, want: labelNone, weight: trust.Act})
		}
	}
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return 0
}

// slots adds the examples of roles, place, date and figures.
func (l *lesson) slots(r *reader, h *match, e *Annotation, trust Trust) {
	if trust.Roles > 0 {
		if x := casting(r, h, e); x.choice != nil {
			x.weight *= trust.Roles
			l.arg = append(l.arg, x)
		}
	}
	if h.primary && trust.Sites > 0 {
		l.arg = append(l.arg, weighted(l.sites(r, h.x, e), trust.Sites)...)
	}
}

// sites are the examples for figures; TrainWhere has those for place and date.
func (l *lesson) sites(r *reader, x *cand, e *Annotation) []example {
	var out []example
	for _, s := range r.figureSites(x) {
		yes := false
		for _, f := range e.Figures {
			yes = yes || f.Overlaps(r.d.Figures[s.index].Span)
		}
		out = append(out, decision(r.figureFeatures(x, &s), labelFill, yes))
	}
	return out
}

func weighted(xs []example, weight float32) []example {
	for i := range xs {
		xs[i].weight *= weight
	}
	return xs
}

func decision(fs []uint64, label int, yes bool) example {
	x := example{fs: fs, from: label, to: label + 1, want: -1, weight: 1}
	if yes {
		x.want = label
	}
	return x
}

func plain(s string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "the ")
}

// is tells whether a party is one of the annotated ones: by its words, by its head in the text, or by name.
func is(r *reader, p *party, right []Party) bool {
	for i := range right {
		q := &right[i]
		if p.span.Overlaps(q.Span) || plain(p.name) == plain(q.Name) {
			return true
		}
		if p.tok >= 0 && r.trees[p.sent].tok(p.tok).Overlaps(q.Span) {
			return true
		}
		if p.entity >= 0 {
			for _, m := range r.d.Entities[p.entity].Mentions {
				if mm := &r.d.Mentions[m]; mm.Overlaps(q.Span) && headWithin(r, mm, q.Span) {
					return true
				}
			}
		}
	}
	return false
}

// headWithin tells whether a mention is what a phrase is about: its head is not a mere modifier within the phrase.
func headWithin(r *reader, m *doc.Mention, s doc.Span) bool {
	t := r.trees[m.Sentence]
	h := t.head(m.Head)
	return h < 0 || !t.tok(h).Overlaps(s)
}

// late adds the examples that build on the coder's own decisions on an article it has not seen.
func (l *lesson) late(c *Coder, a *Annotated) {
	r := newReader(c, a.Doc)
	cands := r.candidates()
	hits, covered := align(r, cands, a.Events)
	trust := a.trust()
	if trust.Keep > 0 {
		l.one = append(l.one, weighted(keepers(r, cands, hits, covered, a.Events), trust.Keep)...)
	}
	if trust.Join == 0 {
		return
	}
	for _, h := range hits {
		h.x.act = a.Events[h.event].Act
		r.fill(h.x)
	}
	for n := range a.Events {
		var group []*cand
		for _, h := range hits {
			if h.event == n {
				group = append(group, h.x)
			}
		}
		if x := spokenIn(group); x != nil {
			l.one = append(l.one, weighted([]example{decision(r.voiceFeatures(group, x), labelVoice, a.Events[n].Claimed)}, trust.Join)...)
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].x.anchor.Start < hits[j].x.anchor.Start })
	for j := range hits {
		for i := range hits[:j] {
			if hits[i].x.act != hits[j].x.act || hits[i].x == hits[j].x {
				continue
			}
			l.one = append(l.one, weighted([]example{decision(r.sameFeatures(hits[i].x, hits[j].x), labelSame, hits[i].event == hits[j].event)}, trust.Join)...)
		}
	}
}

// stand adds the examples of which acts stand as events, from acts joined as the coder joins those of an unseen article.
func (l *lesson) stand(c *Coder, a *Annotated) {
	trust := a.trust()
	if trust.Keep == 0 {
		return
	}
	r := newReader(c, a.Doc)
	cands := r.candidates()
	hits, covered := align(r, cands, a.Events)
	l.one = append(l.one, weighted(standers(r, r.found(cands), hits, covered, a.Events), trust.Keep)...)
}

// keepers are the examples of what is an event, all things considered.
func keepers(r *reader, cands []*cand, hits []match, covered map[*cand]bool, events []Annotation) []example {
	var out []example
	right := map[*cand]string{}
	for _, h := range hits {
		right[h.x] = events[h.event].Act
	}
	found := r.found(cands)
	r.fillAll(found)
	s := r.survey(found)
	for _, x := range found {
		if right[x] != "" || !covered[x] {
			out = append(out, decision(r.keepFeatures(x, s), labelKeep, right[x] == x.act))
		}
	}
	for _, x := range found {
		x.place, x.origin, x.date, x.figures = -1, -1, -1, nil
	}
	return out
}

// unfolded lists the acts that a coder by the manual may have meant by a folded type: "will meet" is AGREE there.
func unfolded(types []string) []string {
	out := append([]string(nil), types...)
	for _, t := range types {
		switch t {
		case "AGREE":
			out = append(out, "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
		case "CONCEDE":
			out = append(out, "RETREAT")
		case "REJECT":
			out = append(out, "CONSULT", "AID", "COOPERATE", "RETREAT")
		case "THREATEN":
			out = append(out, "ASSAULT", "SANCTION", "COERCE", "MOBILIZE")
		}
	}
	return out
}

// weak adds sentences of which only the act is known, perhaps with the parties: the candidate that acts.tsv and the
// parties speak for is taken to be it.
func (l *lesson) weak(marked []Marked) {
	for i := range marked {
		m := &marked[i]
		if m.Annotated {
			continue
		}
		r := newReader(l.c, m.Doc)
		kinds := unfolded(m.Acts)
		var best *cand
		rank := 3
		for _, x := range r.candidates() {
			v := 0
			if x.best != nil && x.met {
				for n, a := range kinds {
					if x.best.act == a {
						v += 3
						if n < len(m.Acts) {
							v++
						}
						break
					}
				}
			}
			if len(m.Acts) == 0 && x.best != nil && x.met && !x.best.weak {
				v += 2
			}
			if x.subj >= 0 && overlapsAny(r.trees[x.sent].tok(x.subj).Span, m.Sources) {
				v += 2
			}
			if x.obj >= 0 && overlapsAny(r.trees[x.sent].tok(x.obj).Span, m.Targets) {
				v += 2
			}
			if r.trees[x.sent].head(x.tok) < 0 {
				v++
			}
			if v > rank {
				best, rank = x, v
			}
		}
		if best == nil {
			continue
		}
		var any []int
		for _, a := range kinds {
			any = append(any, labelAct+indexOf(acts[:], a))
		}
		if len(any) > 0 {
			l.act = append(l.act, example{fs: r.actFeatures(best), from: labelNone, to: labelStatus, any: any, weight: 0.3})
		}
		l.weakParties(r, best, m)
	}
}

func overlapsAny(s doc.Span, list []doc.Span) bool {
	for _, x := range list {
		if s.Overlaps(x) {
			return true
		}
	}
	return false
}

// weakParties learns the roles from the marked parties of a sentence.
func (l *lesson) weakParties(r *reader, x *cand, m *Marked) {
	if len(m.Sources) == 0 || len(m.Targets) == 0 {
		return
	}
	if x.best != nil && x.met {
		x.act = x.best.act
	} else if len(m.Acts) > 0 {
		x.act = m.Acts[0]
	} else {
		return
	}
	if y := castingMarked(r, x, m); y.choice != nil {
		l.arg = append(l.arg, y)
	}
}
