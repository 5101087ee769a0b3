package eval

import (
	"fmt"
	"path/filepath"

	"onrecord/internal/actor"
	"onrecord/internal/corpus"
	"onrecord/internal/doc"
	"onrecord/internal/event"
	"onrecord/internal/read"
	"onrecord/models"
)

// happenedTask scores whether what a verb tells of happened, against the judgements of crowds (UDS factuality), by our own
// tags and trees on gold tokens. All judgements count; at or above 0 is "it happened".
func happenedTask() Task {
	return Task{
		Name: "happened", Help: "did it happen (UDS factuality: folder with factuality.zip and ud_ids.json, the treebank beside it as ../ud-ewt)",
		Default: []string{"corpora/uds"},
		Run:     runHappened,
	}
}

func runHappened(path string) ([]Row, error) {
	in, err := corpus.ReadJudged(path, filepath.Join(path, "..", "ud-ewt", "dev.conllu"))
	if err != nil {
		return nil, err
	}
	t, err := read.Tagger()
	if err != nil {
		return nil, err
	}
	p, err := read.Parser()
	if err != nil {
		return nil, err
	}
	coder, err := newCoder()
	if err != nil {
		return nil, err
	}
	n, right := 0, 0
	var not PRF
	for i := range in {
		j := &in[i]
		s := doc.Sentence{Span: j.Sentence.Span, Tokens: bare(j.Sentence.Tokens)}
		t.Tag(&s)
		p.Parse(&s)
		d := &doc.Document{Article: doc.Article{Text: j.Text}, Sentences: []doc.Sentence{s}}
		for tok, v := range j.Happened {
			if tok >= len(s.Tokens) {
				return nil, fmt.Errorf("%s: token %d of %s is not there", path, tok+1, j.ID)
			}
			yes := coder.Happened(d, 0, tok) >= 0.5
			n++
			right += one(yes == (v >= 0))
			not.Gold += one(v < 0)
			not.System += one(!yes)
			not.Hit += one(!yes && v < 0)
		}
	}
	return []Row{
		{Task: "happened", Data: "UDS dev", Metric: "right", N: n, Score: Percent(right, n), Target: 81},
		{Task: "happened", Data: "UDS dev", Metric: "did not happen, F1", N: not.Gold, Score: not.F1()},
	}, nil
}

func newCoder() (*event.Coder, error) {
	b, err := models.Get("act")
	if err != nil {
		return nil, err
	}
	a, err := actor.New(nil)
	if err != nil {
		return nil, err
	}
	return event.New(b, a)
}
