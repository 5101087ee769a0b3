package attrib

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strconv"
	"sync"

	"onrecord/internal/linear"
)

// rankFolds is in how many parts the lessons are cut: the readings of each part come from a tagger that has not seen it, as
// those of a new text will.
const rankFolds = 2

// choice is a window's readings as the ranker sees them.
type choice struct {
	features [][]uint64
	base     []float32 // the tagger's scores, less that of its best reading
	quality  []float32 // 2 = right throughout
	best     int       // the best of them
}

// withRanker learns to rank readings and puts the weights into the model of the roles.
func withRanker(role *linear.Model, lessons []*lesson, o Options) *linear.Model {
	var parts [rankFolds][]choice
	var wait sync.WaitGroup
	for fold := range rankFolds {
		wait.Go(func() {
			var rest, own []*lesson
			for i, e := range lessons {
				if i%rankFolds == fold {
					own = append(own, e)
				} else {
					rest = append(rest, e)
				}
			}
			part := o
			part.RoleEpochs = max(o.RoleEpochs*2/3, 1)
			part.Seed += int64(fold) + 1
			parts[fold] = choices(trainRoles(rest, part), own)
		})
	}
	wait.Wait()
	ranker, base := trainRanker(slices.Concat(parts[:]...), o)
	if ranker.Scale != role.Scale {
		panic(fmt.Sprintf("attrib: scales of roles %v and ranker %v differ", role.Scale, ranker.Scale))
	}
	both, err := linear.Merge(role, ranker)
	if err != nil {
		panic(err) // both have the labels of the roles
	}
	both.Params = map[string]string{rankedParam: strconv.Itoa(base)}
	return both
}

// choices lays out the readings of all attributions of lessons.
func choices(m *linear.Model, lessons []*lesson) []choice {
	var out []choice
	var l lattice[int32]
	var r ranker
	for _, e := range lessons {
		for n := range e.gold {
			w := newWindow(e.v, e.gold[n].words)
			w.setOthers(e.v, e.cues)
			want := roleLabelsOf(e.v, w, e.gold[n])
			scoreRoles[int32](m, newRoleExtractor(e.v, w), &l)
			all, scores := r.best(&l)
			if len(all) < 2 {
				continue
			}
			var c choice
			for k := range all {
				e.v.settle(all[k], w)
				c.features = append(c.features, r.describe(e.v, w, all[k], k, nil))
				c.base = append(c.base, float32(float64(scores[k]-scores[0])/m.Scale))
				c.quality = append(c.quality, quality(e.v, w, all[k], want))
				if c.quality[k] > c.quality[c.best] {
					c.best = k
				}
			}
			out = append(out, c)
		}
	}
	return out
}

// quality grades a reading: the Dice coefficients of its source and content, and as much again if all words are right.
func quality(v *view, w *window, labels, want []uint8) float32 {
	var hit, all [roleLabels]float32
	same := true
	for k := range want {
		if v.words[w.from+k].shape == mark || want[k] == roleCue {
			continue
		}
		all[want[k]]++
		all[labels[k]]++
		if want[k] == labels[k] {
			hit[want[k]]++
		} else {
			same = false
		}
	}
	q := float32(0)
	for _, role := range []int{roleSource, roleContent} {
		if all[role] == 0 {
			q++
		} else {
			q += 2 * hit[role] / all[role]
		}
	}
	if same {
		q += 2
	}
	return q / 2
}

// Settings of the ranker's training: step and pull towards zero of AdaGrad (Duchi et al. 2011), and in how many windows a
// feature must tell readings apart.
const (
	rankStep  = 0.05
	rankPull  = 0.05
	rankRare  = 10
	baseScale = 100 // the tagger's scores differ by some hundreds
)

// trainRanker learns a log-linear model over the readings of each window (Charniak and Johnson 2005): the weights of the
// features and, as a setting, that of the tagger's score, in 1024ths.
func trainRanker(choices []choice, o Options) (m *linear.Model, base int) {
	ids := numbered(choices)
	w, g := make([]float64, len(ids)+1), make([]float64, len(ids)+1)
	at := len(ids) // the tagger's score
	w[at] = 1
	rng := rand.New(rand.NewSource(o.Seed + 2))
	order := rng.Perm(len(choices))
	var score, p []float64
	grad := map[int]float64{}
	for range o.RankEpochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			c := &choices[i]
			score, p = score[:0], p[:0]
			for k, fs := range c.features {
				s := w[at] * float64(c.base[k]) / baseScale
				for _, f := range fs {
					if id, ok := ids[f]; ok {
						s += w[id]
					}
				}
				score = append(score, s)
			}
			p = posterior(score, p)
			right := 0.0
			for k := range p {
				if c.quality[k] == c.quality[c.best] {
					right += p[k]
				}
			}
			clear(grad)
			for k, fs := range c.features {
				d := p[k]
				if c.quality[k] == c.quality[c.best] {
					d -= p[k] / right
				}
				if math.Abs(d) < 1e-4 {
					continue
				}
				grad[at] += d * float64(c.base[k]) / baseScale
				for _, f := range fs {
					if id, ok := ids[f]; ok {
						grad[id] += d
					}
				}
			}
			for id, d := range grad {
				if id != at {
					d += rankPull * w[id]
				}
				g[id] += d * d
				w[id] -= rankStep * d / math.Sqrt(g[id]+1e-8)
			}
		}
	}
	t := linear.NewTrainer("O", "source", "content", "cue")
	for f, id := range ids {
		t.Update([]uint64{f}, rankLabel, float32(w[id]))
	}
	return t.Model(linear.Meta{Task: "role"}, linear.Prune{MinAbs: 0.02}), int(math.Round(1024 * w[at] / baseScale))
}

// numbered numbers the features that tell readings apart in enough windows.
func numbered(choices []choice) map[uint64]int {
	seen := map[uint64]int{}
	for i := range choices {
		n := map[uint64]int{}
		for _, fs := range choices[i].features {
			for _, f := range fs {
				n[f]++
			}
		}
		for f, k := range n {
			if k != len(choices[i].features) {
				seen[f]++
			}
		}
	}
	ids := map[uint64]int{}
	for f, n := range seen {
		if n >= rankRare {
			ids[f] = len(ids)
		}
	}
	return ids
}

// posterior appends the probabilities of log-linear scores.
func posterior(score, p []float64) []float64 {
	most := slices.Max(score)
	sum := 0.0
	for _, s := range score {
		p = append(p, math.Exp(s-most))
		sum += p[len(p)-1]
	}
	for k := range p {
		p[k] /= sum
	}
	return p
}
