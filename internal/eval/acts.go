package eval

import (
	"path/filepath"

	"onrecord/internal/actor"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/read"
	"onrecord/internal/tag"
	"onrecord/models"
)

// actsTask scores the forced choice of a type for a sentence's event, when the two parties are known and when they
// are not. Types are PLOVER roots after folding; YIELD stands for CONCEDE and RETREAT, as in the data.
func actsTask() Task {
	return Task{
		Name:    "acts",
		Help:    "PLOVER type of a sentence's event, with its two parties marked and without (PLV_*.tsv of Zero-Shot-PLOVER)",
		Default: []string{"corpora/plover/PLV_dev.tsv"},
		Run:     runActs,
	}
}

func runActs(path string) ([]Row, error) {
	sentences, err := corpus.ReadActSentences(path)
	if err != nil {
		return nil, err
	}
	r, err := newSentenceReader()
	if err != nil {
		return nil, err
	}
	marked, unmarked := 0, 0
	for _, s := range sentences {
		d := r.text(s.Text, "")
		if r.event.Pair(d, doc.Span{Start: s.Source[0], End: s.Source[1]}, doc.Span{Start: s.Target[0], End: s.Target[1]}) == s.Type {
			marked++
		}
		if r.event.Pair(d, doc.Span{}, doc.Span{}) == s.Type {
			unmarked++
		}
	}
	row := func(metric string, hit int, floor, target float64) Row {
		x := Row{Task: "acts", Data: filepath.Base(path), Metric: metric, N: len(sentences), Score: Percent(hit, len(sentences))}
		if filepath.Base(path) == "PLV_dev.tsv" {
			x.Floor, x.Target = floor, target
		}
		return x
	}
	return []Row{row("type, parties marked", marked, 68, 80), row("type, parties not marked", unmarked, 60, 72)}, nil
}

// sentenceReader reads single sentences as far as events need it: no claims, no figures.
type sentenceReader struct {
	trees, finds *read.Reader // the stages up to the parse, and those behind
	tag          *tag.Tagger
	event        *event.Coder
}

func newSentenceReader() (*sentenceReader, error) {
	var r sentenceReader
	var err error
	if r.trees, err = read.New(read.Options{Only: []string{"split", "tag", "parse"}}); err != nil {
		return nil, err
	}
	if r.finds, err = read.New(read.Options{Only: []string{"entity", "place", "when", "actor"}}); err != nil {
		return nil, err
	}
	if r.tag, err = read.Tagger(); err != nil {
		return nil, err
	}
	act, err := models.Get("act")
	if err != nil {
		return nil, err
	}
	actors, err := actor.New(nil)
	if err != nil {
		return nil, err
	}
	r.event, err = event.New(act, actors)
	return &r, err
}

// text reads raw text, published on a day or "".
func (r *sentenceReader) text(s, published string) *doc.Document {
	d := sentenceDocument(s, published)
	r.trees.Run(d)
	r.finds.Run(d)
	return d
}

// tree reads a sentence with given tokens and parse; part of speech, lemma and clusters are the tagger's where it has them.
func (r *sentenceReader) tree(s, published string, tokens []doc.Token) *doc.Document {
	d := sentenceDocument(s, published)
	own := append([]doc.Token(nil), tokens...)
	r.tag.TagTokens(own)
	for i := range own {
		own[i].Head, own[i].Rel, own[i].UPOS, own[i].XPOS = tokens[i].Head, tokens[i].Rel, tokens[i].UPOS, tokens[i].XPOS
	}
	d.Sentences = []doc.Sentence{{Span: doc.Span{End: len(s)}, Tokens: own, Parsed: true}}
	r.finds.Run(d)
	return d
}

func sentenceDocument(s, published string) *doc.Document {
	return &doc.Document{Article: doc.Article{Text: s, Language: "en", Published: published, Blocks: []doc.Block{{Span: doc.Span{End: len(s)}, Role: "body"}}}}
}
