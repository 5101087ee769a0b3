package main

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"

	"onrecord/internal/corpus"
	"onrecord/internal/eval"
	"onrecord/internal/find/place"
)

// placeFolds is how many parts the articles are split into, by a hash of their id, for the cross-validated figure.
const placeFolds = 5

// trainPlace fits the weights of the ranker of places and writes them to data/place-weights.tsv
// beside the models' folder. It starts from the weights set by hand, which that table keeps.
func trainPlace(e env) error {
	files := []string{"lgl.dev.xml", "TR-News.dev.xml", "GeoWebNews"}
	start, err := place.New()
	if err != nil {
		return err
	}
	sets := make([][]corpus.GeoDoc, len(files))
	for i, f := range files {
		if sets[i], err = corpus.ReadGeo(filepath.Join(e.shared, "corpora", "geo", f)); err != nil {
			return err
		}
	}
	scores := make([]eval.PlaceScore, len(sets))
	for fold := range placeFolds {
		r := start.Train(placeExamples(start, sets, func(id string) bool { return placeFold(id) != fold }))
		for i, docs := range sets {
			var held []corpus.GeoDoc
			for _, d := range docs {
				if placeFold(d.ID) == fold {
					held = append(held, d)
				}
			}
			s := eval.ScorePlaces(r, held)
			scores[i].Gold += s.Gold
			scores[i].Entity += s.Entity
		}
	}
	for i, s := range scores {
		fmt.Fprintf(os.Stderr, "train: place: %s: %.1f entity-aware acc@161km, %d-fold by article\n", files[i], eval.Percent(s.Entity, s.Gold), placeFolds)
	}
	r := start.Train(placeExamples(start, sets, func(string) bool { return true }))
	head := "# What the ranker of places gives to each feature of a candidate; see internal/find/place/features.go.\n" +
		"# Made by go run ./cmd/train place from the development halves of LGL, TR-News and GeoWebNews, each weighing the same.\n" +
		"# start: set by hand; training starts there and is pulled towards it.\n"
	return os.WriteFile(filepath.Join(e.out, "..", "data", "place-weights.tsv"), []byte(head+r.Weights()), 0o644)
}

func placeFold(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % placeFolds)
}

// placeExamples takes the articles that use says to, each corpus with the same weight in all.
func placeExamples(r *place.Resolver, sets [][]corpus.GeoDoc, use func(id string) bool) []place.Example {
	var all []place.Example
	for _, docs := range sets {
		var chosen []corpus.GeoDoc
		names := 0
		for _, d := range docs {
			if use(d.ID) {
				chosen = append(chosen, d)
				names += len(d.Toponyms)
			}
		}
		for _, e := range eval.PlaceExamples(r, chosen) {
			e.Share = 1 / float64(max(1, names))
			all = append(all, e)
		}
	}
	return all
}
