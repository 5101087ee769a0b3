package main

import (
	"os"
	"path/filepath"

	"onrecord/internal/corpus"
	"onrecord/internal/find/entity"
	"onrecord/internal/linear"
	"onrecord/internal/split"
)

// trainEntity makes the entity tagger from the Worldwide newswire corpus; documents of fold 0 of 7
// (corpus.BIO.Fold) are the development split and stay out.
func trainEntity(e env) error {
	docs, err := corpus.ReadBIO(filepath.Join(e.shared, "corpora/worldwide-newswire/entities"))
	if err != nil {
		return err
	}
	var examples []entity.Example
	for i := range docs {
		if docs[i].Fold(7) != 0 {
			examples = append(examples, entityExample(&docs[i]))
		}
	}
	m := entity.Train(examples, entity.Options{
		Epochs: 10, Folds: 3, Margin: 1,
		Prune: linear.Prune{MinUpdates: 3, MinAbs: 0.05},
		Meta: linear.Meta{
			Task: "entity",
			Data: "en-worldwide-newswire e082527 (no licence stated), documents with FNV-1a(file name) mod 7 != 0",
		},
		Log: os.Stderr,
		Classes: []string{
			entity.Person, entity.Organization, entity.Location, entity.NORP, entity.Facility,
			entity.Product, entity.Misc, entity.Date, entity.Money,
		},
	})
	return e.save("entity", m)
}

// entityExample runs our tokenizer over a corpus document and projects its names onto our tokens.
func entityExample(b *corpus.BIO) entity.Example {
	d := b.Document()
	split.Split(d)
	ex := entity.Example{Doc: d, Gold: make([][]entity.Gold, len(d.Sentences))}
	for _, n := range b.Entities() {
		from, to := b.Tokens[n.First].Start, b.Tokens[n.Last].End
		s, first := d.TokenAt(from)
		s2, last := d.TokenAt(to - 1)
		if s < 0 || s != s2 { // our sentence border runs through the name
			continue
		}
		if g := ex.Gold[s]; len(g) > 0 && g[len(g)-1].Last >= first { // shares a token with the one before
			continue
		}
		ex.Gold[s] = append(ex.Gold[s], entity.Gold{First: first, Last: last, Class: n.Class})
	}
	return ex
}
