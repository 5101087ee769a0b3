package entity

import (
	"fmt"
	"io"
	"math/rand"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Example is one training document: a document with sentences and the right spans of each sentence.
type Example struct {
	Doc   *doc.Document
	Gold  [][]Gold // per sentence, in order, without overlap
	Group int      // examples made of one text have one number and stay together in cross-validation
}

// Gold is one annotated name: tokens [First, Last] of a sentence.
type Gold struct {
	First, Last int
	Class       string
}

// Options are the settings of Train.
type Options struct {
	Epochs  int
	Folds   int     // parts for the first pass's predictions on its own training text
	Margin  float32 // how far ahead the right path must be
	Log     io.Writer
	Classes []string
}

// Train returns the trained weights, ready for Trainer.Model (structured averaged perceptron with a margin). The second pass learns from
// what models that never saw a document found in it.
func Train(examples []Example, o Options) *linear.Trainer {
	t := newTraining(examples, o)
	first := make([][][]uint8, len(t.docs))
	for fold := range o.Folds {
		var train, rest []int
		for i := range t.docs {
			if t.docs[i].group%o.Folds == fold {
				rest = append(rest, i)
			} else {
				train = append(train, i)
			}
		}
		p := t.perceptron()
		p.run(train, max(2, o.Epochs/2), nil, fmt.Sprintf("fold %d", fold))
		p.average()
		for _, i := range rest {
			first[i] = p.predict(&t.docs[i])
		}
	}
	for i := range t.docs {
		d := &t.docs[i]
		mem := newMemory(d.x, &t.labels, first[i])
		d.memory = make([][][]uint64, len(d.features))
		for s := range d.features {
			d.memory[s] = make([][]uint64, len(d.features[s]))
			for j := range d.features[s] {
				d.memory[s][j] = mem.features(nil, s, j)
			}
		}
	}
	all := make([]int, len(t.docs))
	for i := range all {
		all[i] = i
	}
	p := t.perceptron()
	p.run(all, o.Epochs, t, "final")
	return p.trainer
}

// training is the material in the form that the perceptron eats.
type training struct {
	docs   []trainDoc
	labels labelSet
	o      Options
}

type trainDoc struct {
	x        *extractor
	features [][][]uint64
	memory   [][][]uint64
	gold     [][]uint8
	group    int
}

func newTraining(examples []Example, o Options) *training {
	names := []string{"O"}
	for _, c := range o.Classes {
		for _, m := range []string{"B-", "I-", "E-", "S-"} {
			names = append(names, m+c)
		}
	}
	ls, err := newLabelSet(names)
	if err != nil {
		panic(err) // too many classes: a fault of the recipe
	}
	t := &training{labels: ls, o: o}
	lex := newLexicon()
	for _, e := range examples {
		td := trainDoc{x: newExtractor(e.Doc, lex), group: e.Group}
		for i, ws := range td.x.sentences {
			fs := make([][]uint64, len(ws))
			for j := range ws {
				fs[j] = td.x.features(nil, i, j)
			}
			td.features = append(td.features, fs)
			td.gold = append(td.gold, ls.path(len(ws), e.Gold[i]))
		}
		t.docs = append(t.docs, td)
	}
	return t
}

// path writes spans as a path of labels.
func (ls *labelSet) path(n int, spans []Gold) []uint8 {
	id := map[string]uint8{}
	for i, name := range ls.names {
		id[name] = uint8(i)
	}
	path := make([]uint8, n)
	for _, s := range spans {
		if s.First == s.Last {
			path[s.First] = id["S-"+s.Class]
			continue
		}
		for i := s.First; i <= s.Last; i++ {
			path[i] = id["I-"+s.Class]
		}
		path[s.First], path[s.Last] = id["B-"+s.Class], id["E-"+s.Class]
	}
	return path
}

// perceptron is one model in the making.
type perceptron struct {
	*training
	trainer *linear.Trainer
	model   *linear.Model
	ls      labelSet
	v       viterbi
	scores  []float32
	ints    []int32
}

func (t *training) perceptron() *perceptron {
	ls, _ := newLabelSet(t.labels.names)
	return &perceptron{training: t, trainer: linear.NewTrainer(ls.names...), ls: ls}
}

// unit is the number of integer steps per weight of 1 while training.
const unit = 256

func (p *perceptron) run(docs []int, epochs int, withMemory *training, name string) {
	rng := rand.New(rand.NewSource(7))
	order := append([]int(nil), docs...)
	for epoch := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		wrong, total := 0, 0
		for _, i := range order {
			d := &p.docs[i]
			// One document in three is read without memory, so that the first pass works too.
			memory := withMemory != nil && rng.Intn(3) != 0
			for s := range d.features {
				wrong += p.learn(d, s, memory)
				total += len(d.features[s])
			}
		}
		if p.o.Log != nil {
			fmt.Fprintf(p.o.Log, "train: entity: %s: epoch %d: %.2f %% of labels wrong\n", name, epoch+1, 100*float64(wrong)/float64(max(1, total)))
		}
	}
}

// learn decodes one sentence, updates the weights where the path is wrong and returns how many labels were.
func (p *perceptron) learn(d *trainDoc, s int, memory bool) int {
	n := len(p.ls.names)
	gold, feats := d.gold[s], d.features[s]
	p.ints = append(p.ints[:0], make([]int32, n*len(feats))...)
	for j := range feats {
		p.score(feats[j], p.ints[j*n:(j+1)*n])
		if memory {
			p.score(d.memory[s][j], p.ints[j*n:(j+1)*n])
		}
	}
	path := p.v.best(&p.ls, p.ints, &margin{gold, int32(p.o.Margin * unit)})
	p.trainer.Tick()
	wrong := 0
	for j := range path {
		if path[j] != gold[j] {
			wrong++
			p.trainer.Update(feats[j], int(gold[j]), 1)
			p.trainer.Update(feats[j], int(path[j]), -1)
			if memory {
				p.trainer.Update(d.memory[s][j], int(gold[j]), 1)
				p.trainer.Update(d.memory[s][j], int(path[j]), -1)
			}
		}
		if j > 0 && (path[j] != gold[j] || path[j-1] != gold[j-1]) {
			p.shift(int(gold[j-1]), int(gold[j]), 1)
			p.shift(int(path[j-1]), int(path[j]), -1)
		}
	}
	return wrong
}

func (p *perceptron) shift(from, to int, delta float32) {
	p.trainer.Update(transition(from), to, delta)
	p.ls.move[to][from] += int32(delta * unit)
}

func (p *perceptron) score(fs []uint64, out []int32) {
	p.scores = append(p.scores[:0], make([]float32, len(out))...)
	p.trainer.Score(fs, p.scores)
	for i, s := range p.scores {
		out[i] += int32(s * unit)
	}
}

// average turns the weights into a model for predict.
func (p *perceptron) average() {
	p.model = p.trainer.Model(linear.Meta{}, linear.Prune{})
}

func (p *perceptron) predict(d *trainDoc) [][]uint8 {
	f, err := newFinder(p.model)
	if err != nil {
		panic(err) // the labels are ours
	}
	n := len(p.ls.names)
	var paths [][]uint8
	for s := range d.features {
		out := make([]int32, n*len(d.features[s]))
		for j, fs := range d.features[s] {
			p.model.Score(fs, out[j*n:(j+1)*n])
		}
		paths = append(paths, p.v.best(&f.labels, out, nil))
	}
	return paths
}
