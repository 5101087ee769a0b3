// Package wordnet says of which kind a word's meanings are: the classes of WordNet 3.1 that its commonest senses belong to, so
// that what is learned of "criticise" helps with "lambast".
//
// In goes a lemma, out come its classes; the table is embedded (senses.gz, made by `go run ./cmd/train wordnet`). It never
// disambiguates: a word has the classes of its first two senses, the most frequent ones in WordNet's count.
//
// WordNet 3.1 is by Princeton University (https://wordnet.princeton.edu; LICENSE in this folder).
package wordnet

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Attribution is what WordNet's licence wants to be said where its data are used.
const Attribution = "Word classes: WordNet 3.1. WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved."

//go:embed senses.gz
var packed []byte

// Word is what WordNet says of a lemma of one part of speech. Classes are small numbers without meaning of their own; they
// are the same for all words of this table and change with it.
type Word struct {
	// Senses are the classes of the first two senses, each from the narrowest to the widest. A class that no other word of
	// the table has is left out.
	Senses [][]uint16
	// Verb is, for a noun, a verb that it is derived from or gives ("withdrawal": withdraw), "" = none.
	Verb string
	// Field is the lexicographer's file of the first sense: "act", "event", "person", "communication", ...; "" = unknown.
	Field string
}

// Verb returns what is known of a verb, by its lemma in lower case; nil = nothing.
func Verb(lemma string) *Word { return find("v" + lemma) }

// Noun returns what is known of a noun, by its lemma in lower case; nil = nothing.
func Noun(lemma string) *Word { return find("n" + lemma) }

// table is the text, one word a line in the order of bytes: part of speech and lemma, field, verb, and the classes of each
// sense, with tabs between. Lines are read when they are asked for, once.
type table struct {
	text  string
	lines []int32 // where each starts
	words sync.Map
}

var all = sync.OnceValue(load)

func load() *table {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return &table{}
	}
	b, err := io.ReadAll(z)
	if err != nil {
		return &table{}
	}
	t := &table{text: string(b), lines: make([]int32, 0, 1<<16)}
	for at := 0; at < len(b); {
		t.lines = append(t.lines, int32(at))
		at += 1 + bytes.IndexByte(b[at:], '\n')
	}
	return t
}

func find(key string) *Word {
	t := all()
	if w, ok := t.words.Load(key); ok {
		return w.(*Word)
	}
	n, ok := slices.BinarySearchFunc(t.lines, key, func(at int32, key string) int {
		word, _, _ := strings.Cut(t.text[at:], "\t")
		return strings.Compare(word, key)
	})
	if !ok {
		return nil
	}
	line, _, _ := strings.Cut(t.text[t.lines[n]:], "\n")
	w := parse(line)
	t.words.Store(key, w)
	return w
}

func parse(line string) *Word {
	col := strings.Split(line, "\t")
	w := &Word{Field: col[1], Verb: col[2]}
	for _, s := range col[3:] {
		var ids []uint16
		for f := range strings.FieldsSeq(s) {
			n, _ := strconv.ParseUint(f, 10, 16)
			ids = append(ids, uint16(n))
		}
		w.Senses = append(w.Senses, ids)
	}
	return w
}
