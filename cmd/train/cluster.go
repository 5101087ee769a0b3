package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"onrecord/internal/corpus"
	"onrecord/internal/split"
	"onrecord/internal/tag"
)

// Settings of the word clusters.
const (
	minCount    = 5    // words rarer than this get no cluster
	contexts    = 4000 // commonest words, whose places before and after a word are counted
	dimensions  = 64   // of the word vectors that are clustered
	rawTextName = "raw text: BBC News, insightCrime, SATP and India police reports (ConfliBERT), ABC, State of the Union, MASC (NLTK), PolNeAR train, worldwide newswire, re3d, Giveme5W1H news, ECB+, EWT and GUM train"
)

// clusterSizes are the numbers of classes, coarse to fine.
var clusterSizes = [3]int{64, 320, 1200}

// trainLexicon makes lexicon.model: word clusters from raw text, lemma tables from the treebanks.
func trainLexicon(e env) error {
	trees, err := treebank(e)
	if err != nil {
		return err
	}
	t := tag.Tables{About: "lemmas: " + treebankNames + "; clusters: " + rawTextName}
	counts, err := countNeighbours(filepath.Join(e.shared, "corpora"), 0)
	if err != nil {
		return err
	}
	t.Lemmas, t.Rules = tag.LemmaTables(tokensOf(trees), tag.Inflections(counts.words, counts.count))
	vectors := counts.vectors(dimensions)
	t.Clusters = make([]tag.Entry, len(counts.words))
	for i, w := range counts.words {
		t.Clusters[i].Word = w
	}
	for level, k := range clusterSizes {
		for i, c := range kmeans(vectors, dimensions, k) {
			t.Clusters[i].Cluster[level] = uint16(c + 1)
		}
	}
	b := t.Marshal()
	fmt.Fprintf(os.Stderr, "train: lexicon.model: %d tokens of raw text, %d words with clusters, %d lemmas, %d rules, %.2f MB\n",
		counts.tokens, len(t.Clusters), len(t.Lemmas), len(t.Rules), float64(len(b))/1e6)
	return os.WriteFile(filepath.Join(e.out, "lexicon.model"), b, 0o644)
}

// neighbours counts which words stand next to which.
type neighbours struct {
	tokens int
	words  []string // by falling count
	byWord map[string]int
	rows   []map[int32]float32
	reach  int
	width  int // columns
}

const sides = 2 // before and after

// countNeighbours reads the raw text twice: for the words, then for their neighbours. Words up to reach away, if any, count
// besides, on whichever side and the less the farther they are: what a word is about, where its neighbours tell how it is used.
func countNeighbours(corpora string, reach int) (*neighbours, error) {
	ids := map[string]int32{}
	var text []int32 // every token, -1 between sentences
	var forms []string
	var count []int
	err := corpus.RawTexts(corpora, func(s string) {
		for _, t := range split.Tokens(s, 0) {
			f := tag.Form(t.Text)
			id, ok := ids[f]
			if !ok {
				id = int32(len(forms))
				ids[f] = id
				forms = append(forms, f)
				count = append(count, 0)
			}
			count[id]++
			text = append(text, id)
		}
		text = append(text, -1)
	})
	if err != nil {
		return nil, err
	}
	order := make([]int32, len(forms))
	for i := range order {
		order[i] = int32(i)
	}
	sort.Slice(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if count[a] != count[b] {
			return count[a] > count[b]
		}
		return forms[a] < forms[b]
	})
	n := &neighbours{tokens: len(text), byWord: map[string]int{}, reach: reach, width: sides * (contexts + 2)}
	if reach > 0 {
		n.width += contexts + 2
	}
	rank := make([]int32, len(forms))
	for i, id := range order {
		rank[id] = int32(i)
		if count[id] >= minCount && len(forms[id]) < 40 {
			rank[id] = int32(len(n.words))
			n.words = append(n.words, forms[id])
			n.byWord[forms[id]] = count[id]
		} else {
			rank[id] = -1
		}
	}
	n.fill(text, rank)
	return n, nil
}

// count tells how often a word occurs, 0 for the rarest.
func (n *neighbours) count(word string) int { return n.byWord[word] }

// fill fills the rows from the tokens of the text, given each one's place among the words.
func (n *neighbours) fill(text, rank []int32) {
	n.rows = make([]map[int32]float32, len(n.words))
	for i := range n.rows {
		n.rows[i] = map[int32]float32{}
	}
	at := func(i int) int32 { // contexts+0 stands for a rare word, contexts+1 for the edge of a text
		switch {
		case i < 0 || i >= len(text) || text[i] < 0:
			return contexts + 1
		case rank[text[i]] < 0 || rank[text[i]] >= contexts:
			return contexts
		}
		return rank[text[i]]
	}
	for i, id := range text {
		if id < 0 || rank[id] < 0 {
			continue
		}
		row := n.rows[rank[id]]
		row[at(i-1)]++
		row[contexts+2+at(i+1)]++
		for d := 1; d <= n.reach; d++ {
			for _, k := range [2]int{i - d, i + d} {
				if c := at(k); c < contexts {
					row[2*(contexts+2)+c] += 1 / float32(d)
				}
			}
		}
	}
}
