package attrib

import (
	"bytes"
	"math"
	"math/rand"
	"strings"
	"sync"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Example is an annotated document to learn from.
type Example struct {
	Doc    *doc.Document // split, tagged, parsed
	Gold   []Attribution
	Repeat int // how often an epoch shows it; 0 counts as 1
	Domain int // see cueExtractor; 0 = general text
}

// Options of training.
type Options struct {
	CueEpochs, RoleEpochs int
	RankEpochs            int     // 0 = no ranker
	NetworkEpochs         int     // of TrainNetwork
	Seeds                 int     // how many orders of the examples are averaged; 0 = one
	Recall                float32 // how much more a missed cue word counts than a false one; 1 = the same
	CueMargin, RoleMargin float32 // by how much the right label must win
	Seed                  int64
	Data, Score           string // for the models' headers
}

// Train learns the two models: structured averaged perceptrons, decoded by Viterbi (Collins 2002), the mean of several
// orders of the examples; and a ranker of the readings of each cue.
func Train(examples []Example, o Options) (cue, role *linear.Model) {
	r := countRates(examples)
	shown := prepare(examples, r)
	var wait sync.WaitGroup
	wait.Go(func() {
		cue = mean(o, func(o Options) *linear.Model { return trainCues(shown, r, o) })
	})
	role = mean(o, func(o Options) *linear.Model { return trainRoles(shown, o) })
	if o.RankEpochs > 0 {
		role = withRanker(role, shown, o)
	}
	wait.Wait()
	return cue, role
}

// mean trains with several seeds and averages the models.
func mean(o Options, train func(Options) *linear.Model) *linear.Model {
	var ms []*linear.Model
	for range max(1, o.Seeds) {
		ms = append(ms, train(o))
		o.Seed += 100
	}
	m, err := linear.Average(linear.Prune{MinAbs: averagePrune}, ms...)
	if err != nil {
		panic(err) // all have the same labels
	}
	return m
}

// averagePrune is the size of weights that are left out of an average: a fifth of all, which changes no score on PolNeAR dev by more than 0.1.
const averagePrune = 0.45

// lesson is an example laid out as words.
type lesson struct {
	v      *view
	domain int
	labels []uint8 // cue labels of all words
	gold   []Attribution
	cues   []cue
}

func countRates(examples []Example) rates {
	r := rates{}
	for _, e := range examples {
		for k, c := range ownRates(e) {
			t := r[k]
			r[k] = rate{t.cues + c.cues, t.all + c.all}
		}
	}
	return r
}

// ownRates counts one example.
func ownRates(e Example) rates {
	r := rates{}
	cues := map[int]bool{}
	for _, g := range e.Gold {
		for _, s := range g.Cue {
			if i, j := e.Doc.TokenAt(s.Start); i >= 0 {
				ts := e.Doc.Sentences[i].Tokens
				for ; j < len(ts) && ts[j].Start < s.End; j++ {
					cues[ts[j].Start] = true
				}
			}
		}
	}
	for i := range e.Doc.Sentences {
		for j := range e.Doc.Sentences[i].Tokens {
			t := &e.Doc.Sentences[i].Tokens[j]
			k := rateKey(t)
			if strings.ContainsAny(k, " \t\n\u00a0\u2009\u202f") {
				continue
			}
			c := r[k]
			c.all++
			if cues[t.Start] {
				c.cues++
			}
			r[k] = c
		}
	}
	return r
}

func prepare(examples []Example, r rates) []*lesson {
	var ls []*lesson
	for _, e := range examples {
		l := &lesson{v: newView(e.Doc, r), domain: e.Domain}
		own := ownRates(e)
		for i := range l.v.words {
			w := &l.v.words[i]
			k := rateKey(w.tok)
			w.rate = r.bucket(k, own[k].cues, own[k].all)
		}
		l.labels = make([]uint8, len(l.v.words))
		for _, g := range e.Gold {
			first, last := l.v.wordsOf(g.Cue)
			if first < 0 || l.v.words[first].sent != l.v.words[last].sent || l.labels[first] != cueO {
				continue
			}
			g.words = [2]int{first, last}
			for i := first; i <= last; i++ {
				l.labels[i] = cueI
			}
			l.labels[first] = cueB
			l.gold = append(l.gold, g)
			l.cues = append(l.cues, cue{words: g.words})
		}
		for range max(1, e.Repeat) {
			ls = append(ls, l)
		}
	}
	return ls
}

// wordsOf returns the first and last word that the spans touch, -1 if none.
func (v *view) wordsOf(ss []doc.Span) (first, last int) {
	first, last = -1, -1
	for i := range v.words {
		for _, s := range ss {
			if v.words[i].tok.Overlaps(s) {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
	}
	return first, last
}

// sentenceKey names what one training step is about: a sentence, or an attribution, of a lesson.
type sentenceKey struct {
	e *lesson
	n int
}

// rests lets what was right several times in a row sit out some epochs, which halves the time and costs nothing measurable.
type rests map[sentenceKey]struct{ right, wait uint8 }

func (r rests) skip(k sentenceKey) bool {
	s := r[k]
	if s.wait == 0 {
		return false
	}
	s.wait--
	r[k] = s
	return true
}

func (r rests) note(k sentenceKey, right bool) {
	s := r[k]
	if !right {
		s.right, s.wait = 0, 0
	} else {
		s.right = min(s.right+1, 3)
		s.wait = s.right
	}
	r[k] = s
}

func trainCues(lessons []*lesson, r rates, o Options) *linear.Model {
	t := linear.NewTrainer("O", "B", "I")
	rng := rand.New(rand.NewSource(o.Seed))
	var l lattice[float32]
	var features []uint64
	order := rng.Perm(len(lessons))
	rest := rests{}
	for range o.CueEpochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			e := lessons[n]
			x := &cueExtractor{v: e.v, domain: e.domain}
			for s := range e.v.doc.Sentences {
				from, to := e.v.sentence(s)
				t.Tick()
				key := sentenceKey{e, s}
				if rest.skip(key) {
					continue
				}
				want := e.labels[from:to]
				l.want, l.margin = want, o.CueMargin
				got := tagCues(t, x, from, to, &l)
				rest.note(key, bytes.Equal(want, got))
				for k := range want {
					if want[k] != got[k] {
						step := float32(1)
						if want[k] != cueO && got[k] == cueO && o.Recall > 0 {
							step = o.Recall
						}
						features = x.features(from+k, features[:0])
						t.Update(features, int(want[k]), step)
						t.Update(features, int(got[k]), -step)
					}
					features = updateEdges(t, x.edges, from+k, k, want, got, features)
				}
			}
		}
	}
	return t.Model(linear.Meta{Task: "cue", Data: o.Data, Score: o.Score, Params: map[string]string{"rates": r.String()}}, linear.Prune{MinAbs: 0.02, MinUpdates: 2})
}

// updateEdges moves the weights of the label pairs at position k towards want.
func updateEdges(t *linear.Trainer, edges func(int, []uint64) []uint64, word, k int, want, got []uint8, fs []uint64) []uint64 {
	pw, pg := 0, 0
	if k > 0 {
		pw, pg = int(want[k-1]), int(got[k-1])
	}
	if pw == pg && want[k] == got[k] {
		return fs
	}
	for _, side := range []struct {
		prev, label int
		step        float32
	}{{pw, int(want[k]), 1}, {pg, int(got[k]), -1}} {
		fs = edges(word, fs[:0])
		for i := range fs {
			fs[i] = uint64(linear.Hash(fs[i]).Int(side.prev))
		}
		t.Update(fs, side.label, side.step)
	}
	return fs
}

func trainRoles(lessons []*lesson, o Options) *linear.Model {
	t := linear.NewTrainer("O", "source", "content", "cue")
	rng := rand.New(rand.NewSource(o.Seed + 1))
	var l lattice[float32]
	var features []uint64
	rest := rests{}
	var items []sentenceKey
	for _, e := range lessons {
		for n := range e.gold {
			items = append(items, sentenceKey{e, n})
		}
	}
	for range o.RoleEpochs {
		rng.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		for _, it := range items {
			t.Tick()
			if rest.skip(it) {
				continue
			}
			v := it.e.v
			w := newWindow(v, it.e.gold[it.n].words)
			w.setOthers(v, it.e.cues)
			want := roleLabelsOf(v, w, it.e.gold[it.n])
			l.want, l.margin = want, o.RoleMargin
			x := newRoleExtractor(v, w)
			scoreRoles[float32](t, x, &l)
			l.cost(roleLabels)
			got := decodeRoles(&l)
			rest.note(it, bytes.Equal(want, got))
			for k := range want {
				if want[k] == roleCue {
					continue
				}
				if want[k] != got[k] {
					features = x.features(w.from+k, features[:0])
					t.Update(features, int(want[k]), 1)
					t.Update(features, int(got[k]), -1)
				}
				features = updateEdges(t, x.edges, w.from+k, k, want, got, features)
			}
		}
	}
	return t.Model(linear.Meta{Task: "role", Data: o.Data, Score: o.Score}, linear.Prune{MinAbs: 0.02, MinUpdates: 2})
}

// roleLabelsOf lays an attribution over its window.
func roleLabelsOf(v *view, w *window, g Attribution) []uint8 {
	labels := make([]uint8, w.to-w.from)
	for k := range labels {
		i := w.from + k
		switch {
		case w.side(i) == 1:
			labels[k] = roleCue
		case overlapsAny(v.words[i].tok.Span, g.Source):
			labels[k] = roleSource
		case overlapsAny(v.words[i].tok.Span, g.Content):
			labels[k] = roleContent
		}
	}
	return labels
}

func overlapsAny(s doc.Span, ss []doc.Span) bool {
	for _, t := range ss {
		if s.Overlaps(t) {
			return true
		}
	}
	return false
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
