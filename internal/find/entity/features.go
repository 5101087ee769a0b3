package entity

import (
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// Templates of the features. The numbers are part of the model file's format: append, never reorder.
const (
	tMove = iota + 1
	tBias
	tLow
	tForm
	tLowBigram
	tLowSkip
	tShape
	tShapeTrigram
	tShapeLow
	tPrefix
	tSuffix
	tSuffixNear
	tPlace
	tTag
	tTagTrigram
	tTagLow
	tCluster
	tClusterPair
	tClusterShape
	tLex
	tLexPair
	tLexShape
	tDocument
	tContext
	tMemoryWord
	tMemoryRun
	tLexBit
	tRun
)

// transition is the feature that carries the weights of moving from one label to another.
func transition(from int) []uint64 { return []uint64{uint64(linear.F(tMove).Int(from))} }

// word is what the features need to know of a token, worked out once.
type word struct {
	low      string
	lowHash  uint64
	formHash uint64
	shape    uint64 // full shape, "Xxxx-dd"
	short    uint64 // shape with runs collapsed
	prefix   [4]uint64
	suffix   [4]uint64
	tag      uint64
	cluster  [3]uint16
	lex      lexFlags
	letters  letterCase
	run      [2]int16 // first and last word of the run of capitals that the word is in, -1 = none
	wide     [2]int16 // the same, across "of", "for", "and" and the like
}

// letterCase is how a word is written.
type letterCase uint8

const (
	noLetters letterCase = iota
	small                // letters, none of them a capital
	inner                // a capital, but not first ("iPhone", "al-Qaida")
	capital              // first letter a capital
	shouted              // two letters or more, all capitals
)

// extractor makes the features of a document's tokens.
type extractor struct {
	d         *doc.Document
	sentences [][]word
	manner    []uint8 // per sentence: 0 plain, 1 title case, 2 all capitals
	seen      map[string]*elsewhere
	edge      word // stands for the words before the first and after the last token of a sentence
}

// elsewhere is what the document shows of a word in places that tell something.
type elsewhere struct {
	lower    int         // times in lower case
	capital  int         // times capitalised inside a plain sentence
	contexts [3][2]int32 // sentence and token of the first such places
}

func newExtractor(d *doc.Document, lex *lexicon) *extractor {
	x := &extractor{
		d:         d,
		sentences: make([][]word, len(d.Sentences)),
		manner:    make([]uint8, len(d.Sentences)),
		seen:      map[string]*elsewhere{},
		edge:      word{lowHash: linear.String("|edge|"), shape: 1, short: 1},
	}
	for i := range d.Sentences {
		tokens := d.Sentences[i].Tokens
		ws := make([]word, len(tokens))
		for j := range tokens {
			ws[j] = newWord(&tokens[j])
		}
		lex.mark(ws)
		markRuns(ws)
		x.sentences[i] = ws
		x.manner[i] = manner(ws)
		for j := range ws {
			x.note(i, j)
		}
	}
	return x
}

func newWord(t *doc.Token) word {
	w := word{
		low: lowered(t.Text), cluster: t.Cluster,
		formHash: linear.String(t.Text),
	}
	w.lowHash = linear.String(w.low)
	w.shape, w.short, w.letters = shapes(t.Text)
	if t.XPOS != "" {
		w.tag = linear.String(t.XPOS)
	}
	at := 0
	for k := range w.prefix {
		_, n := utf8.DecodeRuneInString(w.low[at:])
		if n == 0 {
			break
		}
		at += n
		w.prefix[k] = linear.String(w.low[:at])
	}
	at = len(w.low)
	for k := range w.suffix {
		_, n := utf8.DecodeLastRuneInString(w.low[:at])
		if n == 0 {
			break
		}
		at -= n
		w.suffix[k] = linear.String(w.low[at:])
	}
	return w
}

// lowered is the lower-case form of a word, without copying where it is that already.
func lowered(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return toLower(s)
		}
	}
	return s
}

func toLower(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		out = append(out, unicode.ToLower(r))
	}
	return string(out)
}

// shapes hashes the pattern of a word's letters and digits, with and without repeats.
func shapes(s string) (full, short uint64, lc letterCase) {
	const offset, prime = 14695981039346656037, 1099511628211
	full, short = offset, offset
	last, letters, capitals := byte(0), 0, 0
	for i, r := range s {
		c := byte('?')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
			letters++
			capitals++
			if i == 0 {
				lc = capital
			}
		case unicode.IsLetter(r):
			c = 'x'
			letters++
		case unicode.IsDigit(r):
			c = 'd'
		case r < utf8.RuneSelf:
			c = byte(r)
		}
		full = (full ^ uint64(c)) * prime
		if c != last {
			short = (short ^ uint64(c)) * prime
			last = c
		}
	}
	switch {
	case letters == 0:
	case capitals == 0:
		lc = small
	case letters > 1 && capitals == letters:
		lc = shouted
	case lc != capital:
		lc = inner
	}
	return full, short, lc
}

// manner tells plain sentences from headlines, where capitals say little.
func manner(ws []word) uint8 {
	words, capitals, shouts := 0, 0, 0
	for i := range ws {
		switch w := &ws[i]; {
		case len(w.low) < 2 || w.letters == noLetters:
		case w.letters == small && len(w.low) <= 3: // short function words stay small in title case
		case w.letters == small:
			words++
		default:
			words++
			capitals++
			if w.letters == shouted {
				shouts++
			}
		}
	}
	switch {
	case words >= 3 && shouts*10 >= words*8:
		return 2
	case words >= 4 && capitals*10 >= words*8:
		return 1
	}
	return 0
}

// markRuns finds the runs of capitalised words. Hyphens and ampersands inside belong to a run, small
// words only to a wide one.
func markRuns(ws []word) {
	for i := range ws {
		ws[i].run, ws[i].wide = [2]int16{-1, -1}, [2]int16{-1, -1}
	}
	if len(ws) > 1<<15-1 {
		return
	}
	fill := func(wide bool, joins func(string) bool) {
		for i := 0; i < len(ws); i++ {
			if ws[i].letters < inner {
				continue
			}
			last := i
			for k := i + 1; k < len(ws); k++ {
				if ws[k].letters >= inner {
					last = k
				} else if k-last > 2 || !joins(ws[k].low) {
					break
				}
			}
			for k := i; k <= last; k++ {
				if at := [2]int16{int16(i), int16(last)}; wide {
					ws[k].wide = at
				} else {
					ws[k].run = at
				}
			}
			i = last
		}
	}
	fill(false, func(w string) bool { return w == "-" || w == "&" || w == "." })
	fill(true, func(w string) bool { return w == "-" || w == "&" || w == "." || w == "'s" || smallWord(w) })
}

// runFeatures tell what the capitals around a word begin and end with: "University of ...", "... Party".
func (x *extractor) runFeatures(fs []uint64, i, j int, w *word) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	for k, run := range [...][2]int16{w.run, w.wide} {
		if run[0] < 0 || k == 1 && w.wide == w.run {
			continue
		}
		from, to := int(run[0]), int(run[1])
		first, last := x.at(i, from), x.at(i, to)
		add(linear.F(tRun).Int(k).Int(0).Add(last.lowHash))
		add(linear.F(tRun).Int(k).Int(1).Add(first.lowHash))
		add(linear.F(tRun).Int(k).Int(2).Int(min(j-from, 3)).Int(min(to-j, 3)).Int(int(x.manner[i])))
		if to > from {
			add(linear.F(tRun).Int(k).Int(3).Add(last.suffix[2]).Int(min(to-j, 1)))
			add(linear.F(tRun).Int(k).Int(4).Int(int(last.lex)).Int(int(first.lex)))
		}
		before, after := x.at(i, from-1), x.at(i, to+1)
		if j > from {
			add(linear.F(tRun).Int(k).Int(5).Add(before.lowHash))
		}
		if j < to {
			add(linear.F(tRun).Int(k).Int(6).Add(after.lowHash))
		}
		if c := last.cluster[2]; c != 0 && to > from {
			add(linear.F(tRun).Int(k).Int(7).Int(int(c)).Int(min(to-j, 1)))
		}
		if before.cluster[1]|after.cluster[1] != 0 {
			add(linear.F(tRun).Int(k).Int(8).Int(int(before.cluster[1])).Int(int(after.cluster[1])))
		}
	}
	return fs
}

// note records what the token shows about its word.
func (x *extractor) note(i, j int) {
	w := &x.sentences[i][j]
	if x.manner[i] != 0 || len(w.low) < 2 || w.letters == noLetters || w.letters >= capital && j == 0 {
		return
	}
	e := x.seen[w.low]
	if e == nil {
		e = &elsewhere{}
		x.seen[w.low] = e
	}
	if w.letters == small {
		e.lower++
		return
	}
	if e.capital < len(e.contexts) {
		e.contexts[e.capital] = [2]int32{int32(i), int32(j)}
	}
	e.capital++
}

func (x *extractor) at(i, j int) *word {
	if ws := x.sentences[i]; j >= 0 && j < len(ws) {
		return &ws[j]
	}
	return &x.edge
}

// features appends the features of token j of sentence i, all but those of the document's memory.
func (x *extractor) features(fs []uint64, i, j int) []uint64 {
	f := func(t int) linear.Hash { return linear.F(t) }
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	a, b, w, c, e := x.at(i, j-2), x.at(i, j-1), x.at(i, j), x.at(i, j+1), x.at(i, j+2)

	add(f(tBias))
	for k, v := range [...]*word{a, b, w, c, e} {
		add(f(tLow).Int(k).Add(v.lowHash))
		add(f(tShape).Int(k).Add(v.shape))
	}
	add(f(tForm).Add(w.formHash))
	add(f(tLowBigram).Int(0).Add(a.lowHash).Add(b.lowHash))
	add(f(tLowBigram).Int(1).Add(b.lowHash).Add(w.lowHash))
	add(f(tLowBigram).Int(2).Add(w.lowHash).Add(c.lowHash))
	add(f(tLowBigram).Int(3).Add(c.lowHash).Add(e.lowHash))
	add(f(tLowSkip).Add(b.lowHash).Add(c.lowHash))
	add(f(tShapeTrigram).Int(0).Add(b.short).Add(w.short).Add(c.short))
	add(f(tShapeTrigram).Int(1).Add(a.short).Add(b.short).Add(w.short))
	add(f(tShapeTrigram).Int(2).Add(w.short).Add(c.short).Add(e.short))
	add(f(tShapeLow).Int(0).Add(w.short).Add(b.lowHash))
	add(f(tShapeLow).Int(1).Add(w.short).Add(c.lowHash))
	for k := range w.prefix {
		if w.prefix[k] != 0 {
			add(f(tPrefix).Int(k).Add(w.prefix[k]))
			add(f(tSuffix).Int(k).Add(w.suffix[k]))
		}
	}
	add(f(tSuffixNear).Int(0).Add(b.suffix[2]).Add(w.short))
	add(f(tSuffixNear).Int(1).Add(c.suffix[2]).Add(w.short))
	first := 0
	if j == 0 {
		first = 1
	}
	add(f(tPlace).Int(first).Int(int(x.manner[i])).Add(w.short))
	fs = x.tagFeatures(fs, a, b, w, c, e)
	fs = lexFeatures(fs, a, b, w, c)
	fs = x.runFeatures(fs, i, j, w)
	return x.documentFeatures(fs, i, j, w)
}

// tagFeatures uses parts of speech and word clusters where an earlier stage set them.
func (x *extractor) tagFeatures(fs []uint64, a, b, w, c, e *word) []uint64 {
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	if w.tag != 0 {
		add(linear.F(tTag).Int(0).Add(b.tag))
		add(linear.F(tTag).Int(1).Add(w.tag))
		add(linear.F(tTag).Int(2).Add(c.tag))
		add(linear.F(tTagTrigram).Int(0).Add(b.tag).Add(w.tag).Add(c.tag))
		add(linear.F(tTagTrigram).Int(1).Add(a.tag).Add(b.tag).Add(w.tag))
		add(linear.F(tTagTrigram).Int(2).Add(w.tag).Add(c.tag).Add(e.tag))
		add(linear.F(tTagLow).Add(w.tag).Add(w.lowHash))
	}
	for k := range w.cluster {
		for o, v := range [...]*word{b, w, c} {
			if v.cluster[k] != 0 {
				add(linear.F(tCluster).Int(k*4 + o).Int(int(v.cluster[k])))
			}
		}
	}
	if w.cluster[1] != 0 || b.cluster[1] != 0 {
		add(linear.F(tClusterPair).Int(0).Int(int(b.cluster[1])).Int(int(w.cluster[1])))
	}
	if w.cluster[1] != 0 || c.cluster[1] != 0 {
		add(linear.F(tClusterPair).Int(1).Int(int(w.cluster[1])).Int(int(c.cluster[1])))
	}
	if w.cluster[2] != 0 {
		add(linear.F(tClusterShape).Add(w.short).Int(int(w.cluster[2])))
	}
	return fs
}

// documentFeatures tell how the word is written in the rest of the document and in what company.
func (x *extractor) documentFeatures(fs []uint64, i, j int, w *word) []uint64 {
	if w.letters < inner && x.manner[i] == 0 || len(w.low) < 2 {
		return fs
	}
	add := func(h linear.Hash) { fs = append(fs, uint64(h)) }
	uncertain := 0
	if j == 0 || x.manner[i] != 0 {
		uncertain = 1
	}
	e := x.seen[w.low]
	if e == nil {
		add(linear.F(tDocument).Int(uncertain).Int(-1))
		return fs
	}
	add(linear.F(tDocument).Int(uncertain).Int(min(e.lower, 2)).Int(min(e.capital, 2)))
	for k := range min(e.capital, len(e.contexts)) {
		s, t := int(e.contexts[k][0]), int(e.contexts[k][1])
		if s == i && t == j {
			continue
		}
		before, after := x.at(s, t-1), x.at(s, t+1)
		add(linear.F(tContext).Int(0).Add(before.lowHash))
		add(linear.F(tContext).Int(1).Add(after.lowHash))
		add(linear.F(tContext).Int(2).Int(int(before.cluster[1])).Int(int(after.cluster[1])))
	}
	return fs
}
