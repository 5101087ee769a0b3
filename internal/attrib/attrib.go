// Package attrib finds who says what on whose word. In goes a document that is split, tagged and, where possible,
// parsed and searched for entities; out come its claims: content, cue and chain of sources, outermost first.
//
// Two linear models do the reading, a cue tagger and a tagger for the source and the content of each cue
// (Pareti 2015), with a small network beside them that sees sentences as wholes; rules on top build the chains, the
// stance and the names. The package never judges whether a claim is true and never invents a source: where the
// text names none, the hop stays unnamed.
package attrib

import (
	"fmt"
	"strconv"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Attribution is the plain finding of the models: who (Source, possibly empty) says by which words (Cue) what
// (Content). Every part is a list of fragments in text order.
type Attribution struct {
	Source, Cue, Content []doc.Span
	Score                float64 // how sure the cue is, 0..1
	words                [2]int  // the cue's words in the view
}

// Attributor finds attributions and claims. It is safe for concurrent use.
type Attributor struct {
	cue, role *linear.Model
	ranked    int // how much the tagger's score counts in ranking, in 1024ths; 0 = the role model holds no ranker
	rates     rates
	tables    *tables
	network   *Network // nil = the linear models read alone
}

// New takes the models "cue" and "role" as cmd/train wrote them.
func New(cue, role []byte) (*Attributor, error) {
	c, err := linear.Load(cue)
	if err != nil {
		return nil, fmt.Errorf("attrib: cue model: %w", err)
	}
	r, err := linear.Load(role)
	if err != nil {
		return nil, fmt.Errorf("attrib: role model: %w", err)
	}
	return FromModels(c, r)
}

// FromModels is New for models that are loaded already.
func FromModels(cue, role *linear.Model) (*Attributor, error) {
	if len(cue.Labels) != cueLabels || len(role.Labels) != roleLabels {
		return nil, fmt.Errorf("attrib: models have %d and %d labels, want %d and %d", len(cue.Labels), len(role.Labels), cueLabels, roleLabels)
	}
	rates, err := parseRates(cue.Params["rates"])
	if err != nil {
		return nil, err
	}
	ranked := 0
	if s := role.Params[rankedParam]; s != "" {
		if ranked, err = strconv.Atoi(s); err != nil {
			return nil, fmt.Errorf("attrib: bad setting %s=%q in the role model", rankedParam, s)
		}
	}
	return &Attributor{cue: cue, role: role, ranked: ranked, rates: rates, tables: newTables()}, nil
}

// WithNetwork returns an attributor that reads sentences by a network as well, nil = by none.
func (a *Attributor) WithNetwork(n *Network) *Attributor {
	b := *a
	b.network = n
	return &b
}

// Attributions runs the taggers and the network alone, without the rules for claims: what is scored on PolNeAR.
// Only attributions with a cue and a content are returned, in the order of their cues.
func (a *Attributor) Attributions(d *doc.Document) []Attribution {
	return a.attributions(newView(d, a.rates), 0)
}

func (a *Attributor) attributions(v *view, domain int) []Attribution {
	var l lattice[int32]
	n := a.network.reading(v, domain)
	return a.withCues(v, n, a.cues(v, n, domain, &l), &l)
}

func (a *Attributor) withCues(v *view, n *reading, cues []cue, l *lattice[int32]) []Attribution {
	var out []Attribution
	var r ranker
	for _, c := range cues {
		if v.doc.GivenUp() {
			break
		}
		w := newWindow(v, c.words)
		w.setOthers(v, cues)
		x := newRoleExtractor(v, w)
		scoreRoles[int32](a.role, x, l)
		if n != nil {
			n.addRoles(x, a.role.Scale, l)
		}
		var labels []uint8
		if a.ranked != 0 {
			labels = r.rank(a.role, a.ranked, v, w, l)
		} else {
			labels = decodeRoles(l)
			v.settle(labels, w)
		}
		at := Attribution{Cue: []doc.Span{v.span(c.words[0], c.words[1])}, Score: c.score, words: c.words}
		at.Source = v.fragments(labels, w.from, roleSource)
		at.Content = v.fragments(labels, w.from, roleContent)
		if len(at.Content) > 0 {
			out = append(out, at)
		}
	}
	return out
}

// cue is a run of words that attributes.
type cue struct {
	words [2]int // first and last
	score float64
}

func (a *Attributor) cues(v *view, n *reading, domain int, l *lattice[int32]) []cue {
	var cues []cue
	x := &cueExtractor{v: v, domain: domain}
	bias, unit := generalBias, scoreScale
	switch {
	case n != nil && domain == OurDomain:
		bias, unit = claimBiasNet, scoreScaleNet
	case n != nil:
		bias, unit = generalBiasNet, scoreScaleNet
	case domain == OurDomain:
		bias = claimBias
	}
	for s := range v.doc.Sentences {
		if v.doc.GivenUp() {
			break
		}
		from, _ := v.sentence(s)
		if !a.scoreSentence(x, n, s, int32(float64(bias)*a.cue.Scale), l) {
			continue
		}
		for _, r := range cueRuns(viterbi(l.emit, l.edge, cueLabels, cueLabels, nil)) {
			first := r[0]
			margin := l.emit[first*cueLabels+cueB] - l.emit[first*cueLabels+cueO]
			cues = append(cues, cue{words: [2]int{from + r[0], from + r[1]}, score: logistic(float64(margin) / a.cue.Scale / float64(unit))})
		}
	}
	return cues
}

// scoreSentence fills the lattice with the scores of a sentence, of the network too where there is one. It reports whether there can be
// a cue: with a network, only where the linear model finds some word that may well begin one, so that most sentences are looked at no further.
func (a *Attributor) scoreSentence(x *cueExtractor, n *reading, s int, bias int32, l *lattice[int32]) bool {
	from, to := x.v.sentence(s)
	l.reset(to-from, cueLabels)
	if n == nil {
		scoreCues[int32](a.cue, x, from, to, bias, l, func(*word) bool { return true })
	} else {
		scoreCues[int32](a.cue, x, from, to, bias, l, (*word).asked)
		if !x.likely(from, to, int32(chance*a.cue.Scale)+bias, l) {
			return false
		}
		scoreCues[int32](a.cue, x, from, to, bias, l, func(w *word) bool { return !w.asked() })
		n.addCues(s, a.cue.Scale, bias, l)
	}
	scoreCueEdges[int32](a.cue, x, from, to, l)
	return true
}

// likely reports whether some word is likelier by more than a margin to begin a cue than to be none.
func (x *cueExtractor) likely(from, to int, margin int32, l *lattice[int32]) bool {
	for i := from; i < to; i++ {
		if e := l.emit[(i-from)*cueLabels:]; x.v.words[i].asked() && e[cueB]-e[cueO] > margin {
			return true
		}
	}
	return false
}

// How far cues are favoured over no cue when decoding, in units of the weights, since the perceptron finds too few: in
// plain attributions, and in claims, by the linear models alone and with a network.
const (
	generalBias    = 6
	claimBias      = 8
	generalBiasNet = 26
	claimBiasNet   = 58
)

// Shares of the network, in units of the weights: what a word's log odds of being a cue, of belonging to the source and of belonging to
// the content count for. And by how much a word must be likelier by cue.model alone to begin a cue than to be none, so that the network
// reads its sentence; and then for any of its words to be asked about. These, and the biases with a network, were chosen on a fifth of PolNeAR train and
// of our articles of which nothing was learned (docs/decisions/0008-attribution-network.md).
const (
	netCue     = 50
	netRole    = 100
	chance     = -12
	wordChance = -80
)

// scoreScale is the margin, in units of the weights, at which a cue's score is 0.73.
const (
	scoreScale    = 20
	scoreScaleNet = scoreScale + netCue
)

// cueRuns turns BIO labels into first and last positions.
func cueRuns(labels []uint8) [][2]int {
	var runs [][2]int
	for i, l := range labels {
		switch {
		case l == cueB || l == cueI && (i == 0 || labels[i-1] == cueO):
			runs = append(runs, [2]int{i, i})
		case l == cueI:
			runs[len(runs)-1][1] = i
		}
	}
	return runs
}

// tagCues labels the words [from, to) of one sentence in training.
func tagCues(m *linear.Trainer, x *cueExtractor, from, to int, l *lattice[float32]) []uint8 {
	l.reset(to-from, cueLabels)
	scoreCues[float32](m, x, from, to, 0, l, func(*word) bool { return true })
	scoreCueEdges[float32](m, x, from, to, l)
	l.cost(cueLabels)
	return viterbi(l.emit, l.edge, cueLabels, cueLabels, nil)
}

// scoreCues adds the scores of those words of a sentence that are to be scored; bias makes cues likelier.
func scoreCues[T int32 | float32](m scorer[T], x *cueExtractor, from, to int, bias T, l *lattice[T], which func(*word) bool) {
	for i := from; i < to; i++ {
		if !which(&x.v.words[i]) {
			continue
		}
		k := i - from
		l.features = x.features(i, l.features[:0])
		l.ask(m, l.features, l.emit[k*cueLabels:(k+1)*cueLabels])
		l.emit[k*cueLabels+cueO] -= bias
	}
	l.answer(m)
}

// scoreCueEdges adds the scores of the pairs of labels.
func scoreCueEdges[T int32 | float32](m scorer[T], x *cueExtractor, from, to int, l *lattice[T]) {
	for i := from; i < to; i++ {
		k := i - from
		l.features = x.edges(i, l.features[:0])
		scoreEdges(m, l, k, cueLabels, 0, cueLabels)
		if k > 0 && x.v.words[i].glued {
			l.hold(k, cueLabels)
		}
	}
	l.answer(m)
}

// rankedParam is the setting in role.model that says that it holds a ranker.
const rankedParam = "ranked"

// scoreRoles fills the lattice with the scores of a window's words.
func scoreRoles[T int32 | float32](m scorer[T], x *roleExtractor, l *lattice[T]) {
	v, w := x.v, x.w
	l.reset(w.to-w.from, roleLabels)
	for i := w.from; i < w.to; i++ {
		k := i - w.from
		if w.side(i) == 1 {
			l.forced[k] = roleCue
			continue
		}
		l.features = x.features(i, l.features[:0])
		l.ask(m, l.features, l.emit[k*roleLabels:(k+1)*roleLabels])
		l.features = x.edges(i, l.features[:0])
		if k > 0 && l.forced[k-1] >= 0 {
			scoreEdges(m, l, k, roleLabels, roleCue, roleLabels)
		} else {
			scoreEdges(m, l, k, roleLabels, 0, roleCue)
		}
		if k > 0 && v.words[i].glued {
			l.hold(k, roleLabels)
		}
	}
	l.answer(m)
}

// scoreEdges scores l.features, paired with each previous label of [first, end), at position k.
func scoreEdges[T int32 | float32](m scorer[T], l *lattice[T], k, n, first, end int) {
	if k == 0 {
		first, end = 0, 1
	}
	for p := first; p < end; p++ {
		l.paired = l.paired[:0]
		for _, f := range l.features {
			l.paired = append(l.paired, uint64(linear.Hash(f).Int(p)))
		}
		l.ask(m, l.paired, l.edge[(k*n+p)*n:(k*n+p+1)*n])
	}
}

// span covers the words first to last.
func (v *view) span(first, last int) doc.Span {
	return doc.Span{Start: v.words[first].tok.Start, End: v.words[last].tok.End}
}

// fragments returns the runs of words with the label, without marks at their ends.
func (v *view) fragments(labels []uint8, from int, label uint8) []doc.Span {
	var ss []doc.Span
	for i := 0; i < len(labels); i++ {
		if labels[i] != label {
			continue
		}
		j := i
		for j+1 < len(labels) && labels[j+1] == label {
			j++
		}
		first, last := from+i, from+j
		i = j
		for first <= last && v.words[first].shape == mark && !opensName(v.words[first].tok.Text) {
			first++
		}
		for first <= last && v.words[last].shape == mark && !closesName(v.words[last].tok.Text) {
			last--
		}
		if first <= last {
			ss = append(ss, v.span(first, last))
		}
	}
	return ss
}

func opensName(s string) bool  { return s == "$" || s == "£" || s == "€" || s == "#" || s == "@" }
func closesName(s string) bool { return s == "%" }
