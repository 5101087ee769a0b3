package main

import (
	"archive/zip"
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/corpus"
	"onrecord/internal/find/entity"
	"onrecord/internal/linear"
	"onrecord/internal/read"
	"onrecord/internal/split"
	"onrecord/internal/tag"
)

// trainPlaceNames packs the names of GeoNames cities and first-level divisions into data/placenames.bin, beside
// the folder that models go to: the entity tagger asks it whether a word names a place.
func trainPlaceNames(e env) error {
	names := map[string]int{}
	for _, zipped := range []string{"cities15000.zip", "cities5000-2022.zip"} {
		if err := addCities(filepath.Join(e.shared, "corpora/geonames", zipped), names); err != nil {
			return err
		}
	}
	b, err := os.ReadFile(filepath.Join(e.shared, "corpora/geonames/regionInfo.tsv"))
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		if cells := strings.Split(line, "\t"); len(cells) > 2 {
			names[cells[1]], names[cells[2]] = entity.PlaceAdmin, entity.PlaceAdmin
		}
	}
	return os.WriteFile(filepath.Join(e.out, "..", "data", "placenames.bin"), entity.PackPlaceNames(names), 0o644)
}

// addCities adds the names in a GeoNames dump (name and ASCII name in columns 2 and 3, population in 15).
func addCities(path string, names map[string]int) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer z.Close()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		sc := bufio.NewScanner(r)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			cells := strings.Split(sc.Text(), "\t")
			if len(cells) < 15 {
				continue
			}
			kind := entity.PlaceSmall
			if n, _ := strconv.Atoi(cells[14]); n >= 100_000 {
				kind = entity.PlaceBig
			}
			for _, n := range cells[1:3] {
				if old, ok := names[n]; !ok || old < kind {
					names[n] = kind
				}
			}
		}
		if err := errors.Join(sc.Err(), r.Close()); err != nil {
			return err
		}
	}
	return nil
}

// trainEntity makes the entity tagger from the Worldwide newswire corpus; documents of fold 0 of 7
// (corpus.BIO.Fold) are the development split and stay out.
func trainEntity(e env) error {
	docs, err := corpus.ReadBIO(filepath.Join(e.shared, "corpora/worldwide-newswire/entities"))
	if err != nil {
		return err
	}
	tagger, err := read.Tagger()
	if err != nil {
		return err
	}
	var examples []entity.Example
	for i := range docs {
		if docs[i].Fold(7) != 0 {
			examples = append(examples, entityExample(&docs[i], tagger, i))
			if h, ok := headlined(&docs[i], i); ok {
				examples = append(examples, entityExample(&h, tagger, i))
			}
		}
	}
	trained := entity.Train(examples, entity.Options{
		Epochs: 9, Folds: 2, Margin: 1,
		Log: os.Stderr,
		Classes: []string{
			entity.Person, entity.Organization, entity.Location, entity.NORP, entity.Facility,
			entity.Product, entity.Misc, entity.Date, entity.Money,
		},
	})
	return e.save("entity", trained.Model(linear.Meta{
		Task: "entity",
		Data: "en-worldwide-newswire e082527 (no licence stated), documents with FNV-1a(file name) mod 7 != 0",
	}, linear.Prune{MinAbs: 0.9})) // what counts is the size: weights of one update are worth their place
}

// headlined returns the opening of every second document with its first paragraph written as a headline, in
// capitals or in title case by turns, so that the tagger learns to do without the help of capitals there.
func headlined(b *corpus.BIO, i int) (corpus.BIO, bool) {
	const kept = 4 // paragraphs
	if i%2 != 0 || len(b.Paragraphs) < kept {
		return corpus.BIO{}, false
	}
	first := b.Paragraphs[0]
	line := b.Text[first.Start:first.End]
	recased := strings.ToUpper(line)
	if i%4 == 0 {
		recased = titleCase(line)
	}
	if len(recased) != len(line) { // offsets would move
		return corpus.BIO{}, false
	}
	h := *b
	h.Paragraphs = b.Paragraphs[:kept]
	h.Text = recased + b.Text[first.End:h.Paragraphs[kept-1].End]
	for n := range b.Tokens {
		if b.Tokens[n].Paragraph >= kept {
			h.Tokens = b.Tokens[:n]
			break
		}
	}
	return h, first.Start == 0
}

// titleCase gives every word a capital but the short function words.
func titleCase(s string) string {
	words := strings.SplitAfter(s, " ")
	for i, w := range words {
		switch strings.TrimSpace(w) {
		case "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "by", "as", "with":
			if i > 0 {
				continue
			}
		}
		if r, n := utf8.DecodeRuneInString(w); n > 0 {
			words[i] = string(unicode.ToUpper(r)) + w[n:]
		}
	}
	return strings.Join(words, "")
}

// entityExample runs our tokenizer and tagger over a corpus document and projects its names onto our tokens.
func entityExample(b *corpus.BIO, tagger *tag.Tagger, group int) entity.Example {
	d := b.Document()
	split.Split(d)
	for i := range d.Sentences {
		tagger.Tag(&d.Sentences[i])
	}
	ex := entity.Example{Doc: d, Group: group, Gold: make([][]entity.Gold, len(d.Sentences))}
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
