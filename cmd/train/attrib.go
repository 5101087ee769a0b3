package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"onrecord/internal/attrib"
	"onrecord/internal/clean"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/gold"
	"onrecord/internal/lstm"
	"onrecord/internal/read"
)

// attribOptions are the settings of the attribution taggers.
func attribOptions() attrib.Options {
	return attrib.Options{CueEpochs: 7, RoleEpochs: 6, RankEpochs: 4, NetworkEpochs: 10, Seeds: 3, Seed: 1, CueMargin: 10, RoleMargin: 10,
		Data: "PolNeAR train c3eee83 (no licence stated), onrecord gold/train and annotations/"}
}

// crossOptions are those for cross-validation and cross-fitting, where a model reads a few articles once: one order of
// the examples is enough, and a network that fills roles a little worse and finds as many claims.
func crossOptions() attrib.Options {
	o := attribOptions()
	o.Seeds, o.NetworkEpochs = 1, 5
	return o
}

// goldRepeat is how often an epoch shows our own articles. More would teach PolNeAR's spans our conventions: with 3, strict F1 on its dev split fell below 48.
const goldRepeat = 1

// trainAttrib makes cue.model, role.model and attribution.model from PolNeAR and our own annotated articles.
func trainAttrib(e env) error {
	r, err := newAttribReader()
	if err != nil {
		return err
	}
	examples, err := r.polnear(e)
	if err != nil {
		return err
	}
	own, _, err := r.gold(e)
	if err != nil {
		return err
	}
	return e.attribution(append(examples, own...))
}

// attribution writes the models that are learned from examples.
func (e env) attribution(examples []attrib.Example) error {
	words, err := wordVectors()
	if err != nil {
		return err
	}
	cue, role := attrib.Train(examples, attribOptions())
	if err := e.save("cue", cue); err != nil {
		return err
	}
	if err := e.save("role", role); err != nil {
		return err
	}
	return e.write("attribution", attrib.TrainNetwork(examples, words, attribOptions()).Net().Marshal(attribOptions().Data))
}

// wordVectors are those of words.model.
func wordVectors() (*lstm.Vectors, error) {
	v, err := lstm.Words()
	if err != nil {
		return nil, fmt.Errorf("%w; run `train words` first", err)
	}
	return v, nil
}

// crossAttributor learns what crossOptions is for, the network too.
func crossAttributor(examples []attrib.Example, words *lstm.Vectors) (*attrib.Attributor, error) {
	a, err := attrib.FromModels(attrib.Train(examples, crossOptions()))
	if err != nil {
		return nil, err
	}
	return a.WithNetwork(attrib.TrainNetwork(examples, words, crossOptions())), nil
}

// trainAttribCV cross-validates the claims on gold/train by article, in four folds, and prints the scores; it writes no model.
func trainAttribCV(e env) error {
	r, err := newAttribReader()
	if err != nil {
		return err
	}
	general, err := r.polnear(e)
	if err != nil {
		return err
	}
	own, articles, err := r.gold(e)
	if err != nil {
		return err
	}
	words, err := wordVectors()
	if err != nil {
		return err
	}
	tally := gold.Tally{}
	const folds = 4
	for fold := range folds {
		examples := general[:len(general):len(general)]
		for i := range own {
			if i%folds != fold {
				examples = append(examples, own[i])
			}
		}
		a, err := crossAttributor(examples, words)
		if err != nil {
			return err
		}
		for i := fold; i < len(own); i += folds {
			a.Attribute(own[i].Doc)
			rec := read.Record(own[i].Doc, false)
			tally.Add(&articles[i], &rec)
		}
	}
	for _, s := range tally.Scores() {
		if strings.HasPrefix(s.Measure, "claim") || s.Measure == "stance" || s.Measure == "anonymity" {
			fmt.Printf("%-18s P %5.1f  R %5.1f  F1 %5.1f  n %d\n", s.Measure, s.P, s.R, s.F1, s.N)
		}
	}
	return nil
}

// attribReader runs the stages before attribution.
type attribReader struct{ *read.Reader }

func newAttribReader() (*attribReader, error) {
	r, err := read.New(read.Options{Until: "place"})
	return &attribReader{r}, err
}

// polnear returns PolNeAR's training articles, each by its fullest annotator.
func (r *attribReader) polnear(e env) ([]attrib.Example, error) {
	articles, err := corpus.ReadPolnear(filepath.Join(e.shared, "corpora/polnear/train"))
	if err != nil {
		return nil, err
	}
	var examples []attrib.Example
	for i := range articles {
		x := attrib.Example{Doc: articles[i].Document()}
		r.Run(x.Doc)
		for _, g := range articles[i].Fullest() {
			x.Gold = append(x.Gold, attrib.Attribution{Source: g.Source, Cue: g.Cue, Content: g.Content})
		}
		examples = append(examples, x)
	}
	return examples, nil
}

// gold returns our own annotated articles as examples.
func (r *attribReader) gold(e env) ([]attrib.Example, []gold.Article, error) {
	articles, _, err := ownArticles(e)
	if err != nil {
		return nil, nil, err
	}
	var examples []attrib.Example
	for i := range articles {
		a := &articles[i]
		text, _ := clean.Read(a.Text, clean.Given{URL: a.URL, Publisher: a.Publisher, Published: a.Published})
		d := r.Read(text)
		examples = append(examples, example(d, a.Claims))
	}
	return examples, articles, nil
}

// example is an annotated article of ours as a lesson.
func example(d *doc.Document, claims []gold.Claim) attrib.Example {
	return attrib.Example{Doc: d, Gold: goldAttributions(d, claims), Repeat: goldRepeat, Domain: attrib.OurDomain}
}

// goldAttributions turns annotated claims into what the taggers can learn: those whose content stands near the cue.
// Claims that share a cue become one attribution.
func goldAttributions(d *doc.Document, claims []gold.Claim) []attrib.Attribution {
	var out []attrib.Attribution
	byCue := map[int]int{}
	for _, c := range claims {
		if c.Cue == nil {
			continue
		}
		cue := bareCue(d, c)
		sentence := d.SentenceAt(cue.Start)
		if cue.Empty() || sentence < 0 {
			continue
		}
		at := attrib.Attribution{Cue: []doc.Span{cue}}
		near := false
		for _, q := range c.Content {
			if s := withThat(d.Article.Text, locate(d.Article.Text, q)); !s.Empty() {
				at.Content = append(at.Content, s)
				n := d.SentenceAt(s.Start) - sentence
				near = near || -2 <= n && n <= 2
			}
		}
		if !near {
			continue
		}
		if n := len(c.Chain); n > 0 {
			if s := locate(d.Article.Text, c.Chain[n-1].Quote); !s.Empty() && d.SentenceAt(s.Start) == sentence {
				at.Source = []doc.Span{s}
			}
		}
		if i, ok := byCue[cue.Start]; ok {
			out[i].Content = append(out[i].Content, at.Content...)
			continue
		}
		byCue[cue.Start] = len(out)
		out = append(out, at)
	}
	return out
}

// withThat lets a content begin with the "that" before it, as PolNeAR marks it; claims leave it out again.
func withThat(text string, s doc.Span) doc.Span {
	const that = " that "
	if before := text[:s.Start]; !s.Empty() && strings.HasSuffix(before, that) {
		s.Start -= len(that) - 1
	}
	return s
}

// bareCue is the annotated cue without the source, a pronoun or "that" at its ends, as PolNeAR marks cues.
func bareCue(d *doc.Document, c gold.Claim) doc.Span {
	text := d.Article.Text
	cue := locate(text, *c.Cue)
	for _, h := range c.Chain {
		s := locate(text, h.Quote)
		if s.Empty() || !cue.Contains(s) {
			continue
		}
		if s.Start == cue.Start {
			cue.Start = s.End
		} else if s.End == cue.End {
			cue.End = s.Start
		}
	}
	for {
		words := text[cue.Start:cue.End]
		bare := strings.TrimLeft(words, " ,")
		for _, p := range []string{"he ", "she ", "they ", "it "} {
			bare = strings.TrimPrefix(bare, p)
		}
		for _, h := range c.Chain { // "Novak said", where the chain quotes an earlier naming of Novak
			for _, w := range strings.Fields(h.Name) {
				bare = strings.TrimPrefix(bare, w+" ")
			}
		}
		bare = strings.TrimRight(strings.TrimSuffix(bare, " that"), " ,")
		if bare == "" || bare == words {
			return cue
		}
		cue.Start += strings.Index(words, bare)
		cue.End = cue.Start + len(bare)
	}
}

// locate returns the bytes of a quote, an empty span when the text does not hold it.
func locate(text string, q gold.Quote) doc.Span {
	at := -1
	for range max(1, q.N) {
		next := strings.Index(text[at+1:], q.Q)
		if q.Q == "" || next < 0 {
			return doc.Span{}
		}
		at += 1 + next
	}
	return doc.Span{Start: at, End: at + len(q.Q)}
}
