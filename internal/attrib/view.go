package attrib

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"onrecord/internal/doc"
	"onrecord/internal/linear"
)

// word is a token with what the features need of it, computed once per document.
type word struct {
	tok                     *doc.Token
	form, lemma, upos, xpos uint64 // hashes of the strings
	rel                     uint64
	head                    int    // index into view.words, -1 = root or not parsed
	sent                    int    // index into doc.Document.Sentences
	kids                    uint64 // relations of the children, as bits (relBit)
	left, right             int    // first and last word of the subtree
	topLeft, topRight       int    // highest word whose subtree begins, ends here
	subj                    int    // the (last) subject among the children, -1 = none
	shape                   shape
	rate                    int  // how often this lemma is a cue: 0 unknown, 1 never ... 6 nearly always
	opens, closes           bool // a quotation mark that opens or closes
	quotes                  int  // quotation marks up to and including this token, in the paragraph
	glued                   bool // part of a hyphenated word that began before: its label is that of the word before
}

type shape uint8

const (
	lower shape = iota
	capital
	allCaps
	number
	mark
)

// view is a document's tokens in one row, so that windows over several sentences are plain ranges.
type view struct {
	doc   *doc.Document
	words []word
	first []int // first[i] = index of the first word of sentence i; one more entry at the end
}

func newView(d *doc.Document, rates rates) *view {
	v := &view{doc: d, first: make([]int, 0, len(d.Sentences)+1)}
	n := 0
	for i := range d.Sentences {
		n += len(d.Sentences[i].Tokens)
	}
	v.words = make([]word, 0, n)
	quotes := 0
	for i := range d.Sentences {
		s := &d.Sentences[i]
		base := len(v.words)
		v.first = append(v.first, base)
		if i > 0 && s.Block != d.Sentences[i-1].Block {
			quotes = 0
		}
		for j := range s.Tokens {
			t := &s.Tokens[j]
			w := word{tok: t, sent: i, head: -1, subj: -1,
				form: linear.String(strings.ToLower(t.Text)), lemma: linear.String(strings.ToLower(t.Lemma)),
				upos: linear.String(t.UPOS), xpos: linear.String(t.XPOS), rel: linear.String(t.Rel), shape: shapeOf(t.Text)}
			if isQuoteMark(t.Text) {
				quotes++
				w.opens = j+1 < len(s.Tokens) && s.Tokens[j+1].Quoted
				w.closes = j > 0 && s.Tokens[j-1].Quoted && !w.opens
				w.form = opening
				if !w.opens {
					w.form = closing
				}
				w.lemma = w.form
			}
			if glued(s.Tokens, j) {
				w.glued = true
				if t.Text == "-" {
					w.shape = lower
				}
			}
			w.quotes = quotes
			w.rate = rates.bucket(rateKey(t), 0, 0)
			v.words = append(v.words, w)
		}
		v.link(s, base)
	}
	v.first = append(v.first, len(v.words))
	return v
}

// opening and closing stand for all quotation marks of their side.
var opening, closing = linear.String("“"), linear.String("”")

// glued reports whether token j is the hyphen of a word, or follows one.
func glued(ts []doc.Token, j int) bool {
	hyphen := func(j int) bool {
		return j > 0 && j+1 < len(ts) && ts[j].Text == "-" && ts[j-1].End == ts[j].Start && ts[j].End == ts[j+1].Start
	}
	return hyphen(j) || j > 1 && hyphen(j-1)
}

// link sets heads, children and subjects of one sentence.
func (v *view) link(s *doc.Sentence, base int) {
	if !s.Parsed {
		return
	}
	for j := range s.Tokens {
		h := s.Tokens[j].Head
		if h < 0 || h >= len(s.Tokens) || h == j {
			continue
		}
		v.words[base+j].head = base + h
		bit, rel := relBit(s.Tokens[j].Rel)
		v.words[base+h].kids |= bit
		if rel == "nsubj" || rel == "csubj" {
			v.words[base+h].subj = base + j
		}
	}
	v.extents(base)
}

// extents sets what each word's subtree covers, and the highest subtree that begins and that ends at each word.
func (v *view) extents(base int) {
	ws := v.words
	for i := base; i < len(ws); i++ {
		ws[i].left, ws[i].right = i, i
	}
	for i := base; i < len(ws); i++ {
		for a, n := ws[i].head, 0; a >= 0 && n < 40; a, n = ws[a].head, n+1 {
			ws[a].left, ws[a].right = min(ws[a].left, i), max(ws[a].right, i)
		}
	}
	for i := base; i < len(ws); i++ {
		a := i
		for n := 0; n < 40 && ws[a].head >= 0 && ws[ws[a].head].left == i; n++ {
			a = ws[a].head
		}
		ws[i].topLeft = a
		for a = i; ws[a].head >= 0 && ws[ws[a].head].right == i; {
			a = ws[a].head
		}
		ws[i].topRight = a
	}
}

// sentence returns the range of a sentence's words.
func (v *view) sentence(i int) (from, to int) { return v.first[i], v.first[i+1] }

// mostlyQuoted reports whether more than half of the sentence is inside quotation marks.
func (v *view) mostlyQuoted(i int) bool {
	from, to := v.sentence(i)
	n := 0
	for _, w := range v.words[from:to] {
		if w.tok.Quoted {
			n++
		}
	}
	return 2*n > to-from
}

// lone reports whether all words of a sentence are in quotation marks.
func (v *view) lone(i int) bool {
	from, to := v.sentence(i)
	for _, w := range v.words[from:to] {
		if !w.tok.Quoted && w.shape != mark {
			return false
		}
	}
	return true
}

// relations in the order of their bits; what is not listed shares the last bit.
var relations = map[string]uint{
	"nsubj": 0, "obj": 1, "iobj": 2, "csubj": 3, "ccomp": 4, "xcomp": 5, "obl": 6, "advcl": 7, "advmod": 8,
	"aux": 9, "cop": 10, "mark": 11, "nmod": 12, "appos": 13, "acl": 14, "amod": 15, "det": 16, "case": 17,
	"conj": 18, "cc": 19, "parataxis": 20, "punct": 21, "compound": 22, "dep": 23,
}

const passiveBit = 1 << 30

// relBit returns the bit of a relation and its name without subtype.
func relBit(rel string) (bit uint64, base string) {
	base, sub, _ := strings.Cut(rel, ":")
	n, ok := relations[base]
	if !ok {
		n = 24
	}
	bit = 1 << n
	if sub == "pass" {
		bit |= passiveBit
	}
	return bit, base
}

// kidSet keeps the children that tell how a word is used.
func kidSet(kids uint64) int {
	const telling = 1<<0 | 1<<1 | 1<<2 | 1<<4 | 1<<5 | 1<<6 | 1<<7 | 1<<10 | 1<<11 | 1<<20 | passiveBit
	return int(kids & telling)
}

func isQuoteMark(s string) bool {
	switch s {
	case `"`, "“", "”", "``", "''", "«", "»", "„":
		return true
	}
	return false
}

func shapeOf(s string) shape {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsDigit(r):
		return number
	case !unicode.IsLetter(r):
		return mark
	case !unicode.IsUpper(r):
		return lower
	case n < len(s) && strings.ToUpper(s) == s:
		return allCaps
	}
	return capital
}

// bucket of a distance: 0 1 2 3 4 5-6 7-9 10-14 15-24 25+.
func distance(n int) int {
	switch {
	case n < 0:
		return -distance(-n)
	case n < 5:
		return n
	case n < 7:
		return 5
	case n < 10:
		return 6
	case n < 15:
		return 7
	case n < 25:
		return 8
	}
	return 9
}
