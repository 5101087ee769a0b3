package event

import (
	"sync"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
	"onrecord/models"
)

// The labels of happened.model: whether what a word tells of happened, and when by the day of publication.
const (
	labelHappened = iota
	labelPast
	labelNow
	labelFuture
	numHappened
)

var happenedLabels = [numHappened]string{"happened", "past", "now", "future"}

// happenedTemplates start the templates of happened.model.
const happenedTemplates = 1800

// Told is what an annotated word says of its event, for training: bytes of the document's text, whether it happened
// (above 0; 0 = not known), how sure that is, and when (past, now, future; "" = not known).
type Told struct {
	doc.Span
	Happened, Weight float64
	When             string
}

// Occasion is a document read up to its dates with the words that are annotated.
type Occasion struct {
	Doc  *doc.Document
	Told []Told
}

// TrainHappened learns happened.model: a sense, from far more text than is annotated with acts, of what negation, modals,
// governing verbs and tenses do to an event. The status of an act is learned on top of it.
func TrainHappened(occasions []Occasion, meta linear.Meta) *linear.Model {
	c := newCoder(nil)
	var examples []example
	for i := range occasions {
		r := newReader(c, occasions[i].Doc)
		for _, w := range occasions[i].Told {
			sent, tok := r.headIn(w.Span)
			if tok < 0 {
				continue
			}
			fs := r.happenedFeatures(sent, tok)
			if w.Happened != 0 {
				x := decision(fs, labelHappened, w.Happened > 0)
				x.weight = float32(w.Weight)
				examples = append(examples, x)
			}
			if w.When != "" {
				examples = append(examples, example{fs: timed(fs), from: labelPast, to: numHappened, want: indexOf(happenedLabels[:], w.When), weight: 1})
			}
		}
	}
	m := newLogit()
	m.train(examples, epochs)
	return m.modelOf(meta, happenedLabels[:]...)
}

// timed sets features apart, since the rows of a logit have one range of labels each.
func timed(fs []uint64) []uint64 {
	out := make([]uint64, len(fs))
	for i, f := range fs {
		out[i] = uint64(linear.F(happenedTemplates + 99).Add(f))
	}
	return out
}

// sense is what happened.model makes of a word: the probability that it happened, and of past, now and future.
type sense struct {
	happened float64
	when     [3]float64
}

// builtInHappened is happened.model, nil where none is built in (while it is made).
var builtInHappened = sync.OnceValue(func() *linear.Model { return builtInLinear("happened", numHappened) })

// builtIn loads a model that is built in, nil where there is none that load takes.
func builtIn[T any](name string, load func([]byte) (*T, error)) *T {
	b, err := models.Get(name)
	if err != nil {
		return nil
	}
	m, err := load(b)
	if err != nil {
		return nil
	}
	return m
}

// builtInLinear is a linear model that is built in, nil where there is none with so many labels.
func builtInLinear(name string, labels int) *linear.Model {
	if m := builtIn(name, linear.Load); m != nil && len(m.Labels) == labels {
		return m
	}
	return nil
}

// sense asks happened.model; ok is false where there is none.
func (r *reader) sense(sent, tok int) (s sense, ok bool) {
	m := r.c.happened
	if m == nil {
		return s, false
	}
	fs := r.happenedFeatures(sent, tok)
	var a, b [numHappened]int32
	m.Score(fs, a[:])
	m.Score(timed(fs), b[:])
	s.happened = sigmoid(float64(a[labelHappened]) / m.Scale)
	var w [3]float64
	for i := range w {
		w[i] = float64(b[labelPast+i]) / m.Scale
	}
	copy(s.when[:], softmax(w[:], 0, 3))
	return s, true
}

// Happened tells how likely what the word at tok tells of happened, by happened.model alone.
func (c *Coder) Happened(d *doc.Document, sent, tok int) float64 {
	s, _ := newReader(c, d).sense(sent, tok)
	return s.happened
}

func (r *reader) happenedFeatures(sent, tok int) []uint64 {
	b := &bag{base: happenedTemplates, fs: make([]uint64, 0, 64)}
	r.circumstances(b, sent, tok, "")
	return b.fs
}

// senseFeatures put what happened.model makes of an act before the classifier of statuses.
func (r *reader) senseFeatures(b *bag, c *cand, rule string) {
	s, ok := r.sense(c.sent, c.tok)
	if !ok {
		return
	}
	pos := posKey(r.trees[c.sent].tok(c.tok).UPOS)
	h := bucket(s.happened)
	best := 0
	for i, p := range s.when {
		if p > s.when[best] {
			best = i
		}
	}
	w := 10*best + bucket(s.when[best])
	b.num(34, h)
	b.num(35, h, c.act)
	b.num(36, h, rule)
	b.num(37, best)
	b.num(38, w)
	b.num(39, w, c.act)
	b.num(40, 100*best+h)
	b.num(41, 100*best+h, rule)
	b.num(42, 100*best+h, pos)
}

// bucket cuts a probability into eight steps, finer at the ends.
func bucket(p float64) int {
	n := 0
	for _, edge := range [...]float64{0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95} {
		if p >= edge {
			n++
		}
	}
	return n
}
