// Package tag gives every token its part of speech (Universal Dependencies and Penn
// Treebank), its lemma and its word clusters. Tokens of one sentence go in, in the
// tokenization of package split; the same tokens come out with UPOS, XPOS, Lemma and
// Cluster set. It looks at nothing but the sentence and never changes text or offsets.
package tag

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Tagger is a greedy left-to-right linear tagger with a lemma dictionary. It is safe for concurrent use.
type Tagger struct {
	lexicon *Lexicon
	model   *linear.Model
	labels  []label
	scratch sync.Pool
}

// label is one joint part of speech; the model predicts both tags at once, so that they always agree.
type label struct{ upos, xpos string }

// New reads the tagger's model and the lexicon (models "tag" and "lexicon").
func New(model, lexicon []byte) (*Tagger, error) {
	lex, err := LoadLexicon(lexicon)
	if err != nil {
		return nil, err
	}
	m, err := linear.Load(model)
	if err != nil {
		return nil, fmt.Errorf("tag: %w", err)
	}
	return FromModel(m, lex)
}

// FromModel makes a tagger of parts that are loaded already, as training does.
func FromModel(m *linear.Model, lex *Lexicon) (*Tagger, error) {
	t := &Tagger{lexicon: lex, model: m}
	for _, l := range m.Labels {
		u, x, ok := strings.Cut(l, " ")
		if !ok {
			return nil, fmt.Errorf("tag: label %q of the model is not a pair of tags", l)
		}
		t.labels = append(t.labels, label{u, x})
	}
	if len(t.labels) == 0 {
		return nil, errors.New("tag: model has no labels")
	}
	t.scratch.New = func() any { return &scratch{scores: make([]int32, len(m.Labels))} }
	return t, nil
}

// scratch is what one call of Tag works in.
type scratch struct {
	words    []word
	features []uint64
	scores   []int32
}

// Tag fills UPOS, XPOS, Lemma and Cluster of the tokens of a sentence.
func (t *Tagger) Tag(s *doc.Sentence) { t.TagTokens(s.Tokens) }

// TagTokens does the same for tokens of any origin: only their Text is looked at.
func (t *Tagger) TagTokens(tokens []doc.Token) {
	w := t.scratch.Get().(*scratch)
	defer t.scratch.Put(w)
	w.words = look(w.words[:0], tokens, t.lexicon)
	p1, p2 := uint64(startTag), uint64(startTag)
	for i := range tokens {
		w.features = appendFeatures(w.features[:0], w.words, i, p1, p2)
		best, _ := t.model.Best(w.features, w.scores)
		tok := &tokens[i]
		tok.UPOS, tok.XPOS = t.labels[best].upos, t.labels[best].xpos
		tok.Cluster = w.words[i+pad].cluster
		tok.Lemma = t.lexicon.Lemma(tok.Text, tok.UPOS, tok.XPOS)
		p1, p2 = uint64(best)+1, p1
	}
}
