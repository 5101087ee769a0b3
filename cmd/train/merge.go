package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"onrecord/internal/eval"
	"onrecord/internal/merge"
)

// leastDocuments is how many articles must hold a stem for it to be listed: all rarer ones count as found in one.
const leastDocuments = 4

// trainStems makes data/stems.tsv: in how many articles each stem is, counted over raw news of the corpora. What
// merging is scored on (news-cluster, ECB+, gold/dev) is left out.
func trainStems(e env) error {
	docs := map[string]int{}
	n := 0
	count := func(text string) {
		n++
		seen := map[string]bool{}
		merge.Stems(text, func(stem string) {
			if !seen[stem] {
				seen[stem] = true
				docs[stem]++
			}
		})
	}
	corpora := filepath.Join(e.shared, "corpora")
	for _, name := range []string{"BBC_News", "IndiaPoliceEvents_docs", "insightCrime", "satp_relevant"} {
		b, err := os.ReadFile(filepath.Join(corpora, "raw-text", name+".txt"))
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(b)) {
			count(line)
		}
	}
	for _, dir := range []string{"polnear/train/text", "worldwide-newswire/articles"} {
		paths, err := filepath.Glob(filepath.Join(corpora, dir, "*.txt"))
		if err != nil {
			return err
		}
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			count(string(b))
		}
	}
	var stems []string
	for s, k := range docs {
		if k >= leastDocuments {
			stems = append(stems, s)
		}
	}
	sort.Slice(stems, func(i, j int) bool {
		a, b := stems[i], stems[j]
		return docs[a] > docs[b] || docs[a] == docs[b] && a < b
	})
	var b bytes.Buffer
	fmt.Fprintf(&b, "# In how many of %d articles a stem is (internal/merge). Made by cmd/train stems; SOURCES.md says from what. The first row is the number of articles.\n", n)
	fmt.Fprintf(&b, "stem\tarticles\n*\t%d\n", n)
	for _, s := range stems {
		fmt.Fprintf(&b, "%s\t%d\n", s, docs[s])
	}
	fmt.Fprintf(os.Stderr, "train: stems.tsv: %d articles, %d stems, %.2f MB\n", n, len(stems), float64(b.Len())/1e6)
	return os.WriteFile(filepath.Join("data", "stems.tsv"), b.Bytes(), 0o644)
}

// trainMerge makes data/merge-weights.tsv from all development topics of ECB+; `onrecord eval incidents` scores weights
// made in the same way from four fifths of them.
func trainMerge(e env) error {
	w, n, err := eval.LearnMerging(filepath.Join(e.shared, "corpora", "ecbplus"))
	if err != nil {
		return err
	}
	b, err := w.Table(fmt.Sprintf("on pairs of the %d event mentions of ECB+ topics 1-35 (CC BY 3.0), cmd/train merge.", n))
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s", b)
	return os.WriteFile(filepath.Join("data", "merge-weights.tsv"), b, 0o644)
}
