package tag

import (
	"math/rand"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Options are the settings of training.
type Options struct {
	Epochs int
	Seed   int64
	Title  float64 // share of sentences shown with headline capitals
	Upper  float64 // share of sentences shown in capitals only
	Prune  linear.Prune
	Meta   linear.Meta
}

// Train learns a tagger from sentences with gold UPOS and XPOS. The same sentences,
// lexicon and options give the same model.
func Train(sentences [][]doc.Token, lex *Lexicon, o Options) *linear.Model {
	t := linear.NewTrainer()
	gold := make([][]int, len(sentences))
	for i, s := range sentences {
		for _, tok := range s {
			gold[i] = append(gold[i], t.Label(tok.UPOS+" "+tok.XPOS))
		}
	}
	rng := rand.New(rand.NewSource(o.Seed))
	scores := make([]float32, len(t.Labels))
	var words []word
	var features []uint64
	for range o.Epochs {
		for _, k := range rng.Perm(len(sentences)) {
			words = look(words[:0], recase(sentences[k], rng.Float64(), o), lex)
			if len(words) > 2*pad && words[pad].shape&(titleMode|upperMode) == 0 {
				words = look(words[:0], sentences[k], lex) // too short to show that it is a headline
			}
			p1, p2 := uint64(startTag), uint64(startTag)
			for i, want := range gold[k] {
				features = appendFeatures(features[:0], words, i, p1, p2)
				guess := decide(t, features, scores)
				t.Tick()
				if guess != want {
					t.Update(features, want, 1)
					t.Update(features, guess, -1)
				}
				p1, p2 = uint64(guess)+1, p1
			}
		}
	}
	return t.Model(o.Meta, o.Prune)
}

func decide(t *linear.Trainer, features []uint64, scores []float32) int {
	clear(scores)
	t.Score(features, scores)
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	return best
}

// recase returns the sentence, or by the draw a copy with the capitals of a headline,
// so that the tagger learns to read those too: treebanks hold few.
func recase(s []doc.Token, draw float64, o Options) []doc.Token {
	var change func(i int, w string) string
	switch {
	case draw < o.Upper:
		change = func(_ int, w string) string { return strings.ToUpper(w) }
	case draw < o.Upper+o.Title && len(s) > 3:
		change = capitalise
	default:
		return s
	}
	c := make([]doc.Token, len(s))
	for i := range s {
		c[i] = doc.Token{Text: change(i, s[i].Text)}
	}
	return c
}

// capitalise does what headlines do: all words but short function words.
func capitalise(i int, w string) string {
	switch w {
	case "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "and", "or", "as", "with", "from", "n't", "'s", "’s":
		if i > 0 {
			return w
		}
	}
	r, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToUpper(r)) + w[n:]
}
